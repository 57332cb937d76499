// SPDX-License-Identifier: Apache-2.0
// Morphs: how many match all their contributors (docs/statistics.md 7.4).
#include "measure/attack_parts.h"

#include "base/alloc.h"
#include "measure/morph_design.h"
#include "stats/morphs.h"

#include <math.h>

// What is held of morphs while they are measured.
typedef struct room {
    assay_morph_design design;
    uint64_t *counts;      // of each pair
    assay_contributor *of; // of each place
    uint64_t *least; // of each morph: attempts matched of the contributor with
                     // the fewest
    bool *matched;   // of each morph
} room;

static void drop_room(room *r)
{
    assay_morph_design_end(&r->design);
    assay_free(r->counts);
    assay_free(r->of);
    assay_free(r->least);
    assay_free(r->matched);
}

static bool make_room(const assay_attack_set *set, room *r)
{
    const size_t morphs = set->morph_count;
    r->counts = assay_new(0, set->pairs + 1, sizeof *r->counts);
    r->of = assay_new(0, set->pairs + 1, sizeof *r->of);
    r->least = assay_new(0, morphs + 1, sizeof *r->least);
    r->matched = assay_new(0, morphs + 1, sizeof *r->matched);
    return r->counts && r->of && r->least && r->matched &&
           assay_morph_design_begin(set, &r->design);
}

static assay_status count_attempts(const assay_attack_set *set, room *r,
                                   assay_error *err)
{
    ASSAY_TRY(assay_presented_totals(set->morphs, NULL, r->counts, err));
    for (size_t i = 0; i < set->pairs; i++)
        r->of[r->design.place_of[i]].attempts = r->counts[i];
    return ASSAY_OK;
}

static uint64_t least_of(const assay_contributor *of, size_t n)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < n; i++)
        if (of[i].passed < least) least = of[i].passed;
    return least;
}

// What of each contributor has a score at `key` or above.
static assay_status count_passed(const assay_attack_set *set, uint32_t key,
                                 room *r, assay_error *err)
{
    const assay_presented_keys at = {&key, 1, NULL};
    ASSAY_TRY(assay_presented_above(set->morphs, &at, r->counts, err));
    for (size_t i = 0; i < set->pairs; i++)
        r->of[r->design.place_of[i]].passed = r->counts[i];
    for (size_t m = 0; m < set->morph_count; m++) {
        const assay_morph *morph = &r->design.morphs[m];
        r->least[m] = least_of(r->of + morph->first, morph->count);
    }
    return ASSAY_OK;
}

static const char *rule_of(const assay_attack_part *p,
                           const assay_attack_spot *spot)
{
    // A score that is equal does not count, whatever the rule.
    if (spot->given) return p->v->facts->distance ? "lt" : "gt";
    return assay_study_rule(p->v);
}

// The share of morphs that are `matched`.
static void put_share(assay_attack_part *p, room *r,
                      const assay_attack_spot *spot, assay_figure *figure)
{
    const assay_estimate rate = assay_morph_design_rate(
        &r->design, r->matched, p->v->options->common.confidence);
    figure->rule = rule_of(p, spot);
    figure->of = "morphs";
    if (p->set->shared && rate.events &&
        assay_morph_design_independent(&r->design))
        figure->note = "a contributor can be in many morphs, which are not all "
                       "of two people: the interval is too narrow";
    if (spot->few) figure->status = ASSAY_FIGURE_FEW_EVENTS;
    assay_attack_put_rate(p, figure, &rate, NULL);
}

static void put_best(assay_attack_part *p, room *r,
                     const assay_attack_spot *spot)
{
    assay_figure figure = assay_attack_figure(p, spot, "MMPMR");
    for (size_t m = 0; m < p->set->morph_count; m++)
        r->matched[m] = r->least[m] > 0;
    put_share(p, r, spot, &figure);
}

static void put_all(assay_attack_part *p, room *r,
                    const assay_attack_spot *spot)
{
    assay_figure figure = assay_attack_figure(p, spot, "MMPMR of all attempts");
    for (size_t m = 0; m < p->set->morph_count; m++) {
        const assay_morph *morph = &r->design.morphs[m];
        r->matched[m] = assay_morphs_all(r->of + morph->first, morph->count);
    }
    put_share(p, r, spot, &figure);
}

static void put_product(assay_attack_part *p, const room *r,
                        const assay_attack_spot *spot)
{
    assay_morphs sum = {0};
    for (size_t m = 0; m < p->set->morph_count; m++) {
        const assay_morph *morph = &r->design.morphs[m];
        assay_morphs_add(&sum, r->of + morph->first, morph->count);
    }
    assay_figure figure = assay_attack_figure(p, spot, "ProdAvg-MMPMR");
    figure.rule = rule_of(p, spot);
    figure.value = assay_morphs_prod_avg(&sum);
    figure.of = "morphs";
    figure.note = "mean over morphs; no interval";
    if (spot->few) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    assay_attack_put(p, &figure, NULL, NULL);
}

assay_status assay_attack_morphs(assay_attack_part *p, assay_error *err)
{
    const assay_attack_set *set = p->set;
    ASSAY_AUTO(drop_room) room r = {.counts = NULL};
    if (!set->pairs) return ASSAY_OK;
    if (!make_room(set, &r)) return assay_fail_memory(err, "the morphs");
    ASSAY_TRY(count_attempts(set, &r, err));
    for (size_t s = 0; s < p->spot_count; s++) {
        const assay_attack_spot *spot = &p->spots[s];
        const bool equal = spot->given && p->v->options->rule == ASSAY_GE;
        ASSAY_TRY(count_passed(set, spot->key + (equal ? 1 : 0), &r, err));
        put_best(p, &r, spot);
        put_all(p, &r, spot);
        put_product(p, &r, spot);
    }
    return ASSAY_OK;
}
