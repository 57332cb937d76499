// SPDX-License-Identifier: Apache-2.0
#include "evaluate/attempts.h"

#include "base/alloc.h"

#include <string.h>

static bool note(assay_attempts *attempts, int side, uint32_t sample,
                 const assay_attempt *seen)
{
    assay_attempt **all = &attempts->side[side];
    if (sample >= attempts->count[side]) {
        const size_t room = ((size_t)sample + 1) * 2;
        if (!assay_grow(all, room, sizeof **all)) return false;
        memset(*all + attempts->count[side], 0,
               (room - attempts->count[side]) * sizeof **all);
        attempts->count[side] = room;
    }
    assay_attempt *one = &(*all)[sample];
    const bool lost = one->lost || seen->lost;
    if (!one->tried) *one = *seen;
    one->lost = lost;
    return true;
}

bool assay_attempts_note(assay_attempts *attempts, const assay_batch *batch,
                         size_t i, uint8_t flags, const uint16_t profile[2])
{
    static const uint8_t failure[ASSAY_SIDES] = {ASSAY_ROW_NO_PROBE,
                                                 ASSAY_ROW_NO_REFERENCE};
    for (int s = 0; s < ASSAY_SIDES; s++) {
        if (!batch->has_sample[s]) continue;
        const uint32_t sample = batch->sample[s][i];
        const uint32_t *people =
            s == ASSAY_SIDE_PROBE ? batch->probe : batch->reference;
        if (sample == ASSAY_NO_STRING) continue;
        const assay_attempt seen = {
            .person = batch->has_subjects ? people[i] : ASSAY_NO_STRING,
            .profile = profile[s],
            .tried = true,
            .lost = flags & failure[s]};
        if (!note(attempts, s, sample, &seen)) return false;
    }
    return true;
}

assay_status assay_attempts_count(const assay_attempts *attempts,
                                  assay_counter *counter, assay_error *err)
{
    for (int s = 0; s < ASSAY_SIDES; s++)
        if (attempts->side[s])
            ASSAY_TRY(assay_counter_attempts(counter, s, attempts->side[s],
                                             attempts->count[s], err));
    return ASSAY_OK;
}

void assay_attempts_end(assay_attempts *attempts)
{
    for (int s = 0; s < ASSAY_SIDES; s++) assay_free(attempts->side[s]);
    memset(attempts, 0, sizeof *attempts);
}
