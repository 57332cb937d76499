// SPDX-License-Identifier: Apache-2.0
#include "evaluate/shared_samples.h"

#include "base/alloc.h"

static assay_status refuse(const assay_cast *cast, uint32_t id,
                           const char *what, const char *rest, assay_error *err)
{
    const assay_slice text = assay_strings_text(cast->samples, id);
    (void)assay_fail(err, ASSAY_EINPUT,
                     "the sample \"%.*s\" %s in %s%s: correct one of them, or "
                     "give each sample an id of its own",
                     (int)text.length, text.text, what, cast->files[0], rest);
    return assay_fail_at(err, cast->files[1], 0);
}

assay_status assay_shared_count(const assay_cast *cast,
                                const assay_side sides[ASSAY_SIDES],
                                const uint32_t *ids, uint64_t *count,
                                assay_error *err)
{
    const assay_side *probes = &sides[ASSAY_SIDE_PROBE];
    const assay_side *references = &sides[ASSAY_SIDE_REFERENCE];
    ASSAY_AUTO(assay_drop)
    uint32_t *seen =
        assay_new(0, assay_strings_count(cast->samples), sizeof *seen);
    *count = 0;
    if (!seen) return assay_fail_memory(err, "the samples");
    for (uint32_t r = 0; r < probes->rows; r++) seen[probes->sample[r]] = r + 1;
    for (size_t r = 0; r < references->rows; r++) {
        const size_t probe = seen[references->sample[r]];
        if (!probe) continue;
        if (probes->person[probe - 1] != references->person[r])
            return refuse(cast, ids[r], "is of another subject", "", err);
        if (!probes->lost[probe - 1] != !references->lost[r])
            return refuse(
                cast, ids[r],
                references->lost[r] ? "was acquired" : "was not acquired",
                references->lost[r] ? ", but not here" : ", but was here", err);
        ++*count;
    }
    return ASSAY_OK;
}
