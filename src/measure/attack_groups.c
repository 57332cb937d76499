// SPDX-License-Identifier: Apache-2.0
// Presentations by group: APCER of each species, and BPCER, of the group's
// people at everybody's thresholds.
#include "measure/attack_parts.h"

static uint64_t present(const assay_tallied *seen)
{
    uint64_t n = 0;
    if (!seen->trials_of) return UINT64_MAX;
    for (size_t i = 0; i < seen->people; i++) n += seen->trials_of[i] > 0;
    return n;
}

// What nobody of the group tried is no row of its table.
static assay_status put_mark(assay_attack_part *p, size_t mark,
                             assay_error *err)
{
    if (mark == p->set->marks || !p->totals[mark]) return ASSAY_OK;
    for (size_t s = 0; s < p->spot_count; s++) {
        assay_tallied seen;
        ASSAY_TRY(assay_attack_tally(p, mark, s, &seen, err));
        p->present = present(&seen);
        (void)assay_attack_put_mark(p, mark, &p->spots[s], &seen);
    }
    return ASSAY_OK;
}

static assay_status put_group(assay_attack_part *p,
                              const assay_attack_group *group, assay_error *err)
{
    p->group = group;
    ASSAY_TRY(assay_attack_count(p, err));
    for (size_t i = 0; i < p->set->species_count; i++)
        ASSAY_TRY(put_mark(p, p->set->order[i], err));
    return put_mark(p, p->bona_fide, err);
}

assay_status assay_attack_groups(assay_attack_part *p,
                                 const assay_attack_group *groups, size_t n,
                                 assay_error *err)
{
    for (size_t g = 0; g < n; g++) ASSAY_TRY(put_group(p, &groups[g], err));
    return ASSAY_OK;
}
