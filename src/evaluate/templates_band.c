// SPDX-License-Identifier: Apache-2.0
#include "evaluate/templates_band.h"

#include "base/alloc.h"

enum { MOST = 1 << 22 };

void assay_templates_band_end(assay_templates_band *band)
{
    for (int s = 0; s < ASSAY_SIDES; s++) assay_free(band->samples[s]);
    assay_free(band->mated);
    assay_free(band->pairs);
    assay_free(band->below);
    assay_free(band->misses);
}

static bool make_room(const assay_found *found, size_t pairs, uint32_t people,
                      assay_templates_band *out)
{
    for (int s = 0; s < ASSAY_SIDES; s++)
        out->samples[s] = assay_new(0, people, sizeof(uint32_t));
    out->mated = assay_new(0, people, sizeof *out->mated);
    out->pairs = assay_new(0, pairs, sizeof *out->pairs);
    out->below = assay_new(0, pairs, sizeof *out->below);
    out->misses = assay_new(0, found->mate_count, sizeof *out->misses);
    return out->samples[0] && out->samples[1] && out->mated && out->pairs &&
           out->below && out->misses;
}

static void count_samples(const assay_rest_side *side, uint32_t *samples)
{
    for (size_t r = 0; r < side->rows; r++)
        if (!side->lost || !side->lost[r]) samples[side->person[r]]++;
}

// Both lists descend by key: mates above a pair are those before a place that
// only moves on.
static void fill(const assay_found *found, const assay_rest_side *probes,
                 const assay_rest_side *references, size_t pairs,
                 assay_templates_band *out)
{
    const uint64_t mates = found->mate_count;
    for (uint64_t i = 0; i < mates; i++) {
        const uint32_t person = probes->person[found->mates[i].probe];
        out->misses[mates - 1 - i] = person;
        out->mated[person]++;
    }
    uint64_t above = 0;
    for (size_t i = 0; i < pairs; i++) {
        const assay_pair_found *pair = &found->tail[i];
        while (above < mates && found->mates[above].key > pair->key) above++;
        out->pairs[i] = (assay_two){probes->person[pair->probe],
                                    references->person[pair->reference]};
        out->below[i] = (uint32_t)(mates - above);
    }
}

assay_status assay_templates_band_make(const assay_found *found,
                                       const assay_rest_side *sides,
                                       uint32_t people,
                                       assay_templates_band *out,
                                       assay_error *err)
{
    const size_t pairs =
        found->tail_count < MOST ? (size_t)found->tail_count : MOST;
    const int other =
        found->all_pairs ? ASSAY_SIDE_PROBE : ASSAY_SIDE_REFERENCE;
    if (found->mate_count > UINT32_MAX || sides[0].rows > UINT32_MAX / 13 ||
        sides[other].rows > UINT32_MAX / 13)
        return assay_fail(err, ASSAY_EUNSUPPORTED,
                          "--bootstrap takes up to 330 million samples and "
                          "4 billion mated comparisons");
    if (!make_room(found, pairs, people, out))
        return assay_fail_memory(err, "what is resampled");
    count_samples(&sides[ASSAY_SIDE_PROBE], out->samples[0]);
    if (!found->all_pairs)
        count_samples(&sides[ASSAY_SIDE_REFERENCE], out->samples[1]);
    fill(found, &sides[ASSAY_SIDE_PROBE], &sides[other], pairs, out);
    out->source.det =
        (assay_resample_det){.sides = {people, out->samples[0],
                                       out->samples[found->all_pairs ? 0 : 1]},
                             .mated = out->mated,
                             .pairs = out->pairs,
                             .below = out->below,
                             .pair_count = pairs,
                             .misses = out->misses};
    return ASSAY_OK;
}
