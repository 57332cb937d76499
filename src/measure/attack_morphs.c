// SPDX-License-Identifier: Apache-2.0
// Morphs: how many match all their contributors (docs/statistics.md 7.4).
#include "measure/attack_parts.h"

#include "base/alloc.h"
#include "stats/morphs.h"

#include <math.h>
#include <stdlib.h>

// Pairs of a morph, by morph.
typedef struct pair {
    uint32_t morph;
    uint32_t at; // its mark
} pair;

typedef struct room {
    pair *pairs;
    uint64_t *attempts, *passed;
    assay_contributor *of; // of one morph
} room;

static void drop_room(room *r)
{
    assay_free(r->pairs);
    assay_free(r->attempts);
    assay_free(r->passed);
    assay_free(r->of);
}

static int by_morph(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    return x->morph < y->morph ? -1 : x->morph > y->morph;
}

static bool make_room(const assay_attack_set *set, room *r)
{
    const size_t n = set->pairs;
    r->pairs = assay_new(0, n, sizeof *r->pairs);
    r->attempts = assay_new(0, n, sizeof *r->attempts);
    r->passed = assay_new(0, n, sizeof *r->passed);
    r->of = assay_new(0, n, sizeof *r->of);
    if (!r->pairs || !r->attempts || !r->passed || !r->of) return false;
    for (size_t i = 0; i < n; i++)
        r->pairs[i] = (pair){set->morph_of[i], (uint32_t)i};
    qsort(r->pairs, n, sizeof *r->pairs, by_morph);
    return true;
}

static void add_all(const assay_attack_set *set, const room *r,
                    assay_morphs *sum)
{
    for (size_t i = 0; i < set->pairs;) {
        const uint32_t morph = r->pairs[i].morph;
        size_t n = 0;
        for (; i < set->pairs && r->pairs[i].morph == morph; i++) {
            const uint32_t at = r->pairs[i].at;
            r->of[n++] = (assay_contributor){r->attempts[at], r->passed[at]};
        }
        assay_morphs_add(sum, r->of, n);
    }
}

static void put_share(assay_attack_part *p, const assay_attack_spot *spot,
                      const char *name, uint64_t events, uint64_t morphs)
{
    const assay_tallied seen = {
        .unit = "morph", .events = events, .trials = morphs};
    const assay_estimate rate =
        assay_estimate_tallied(&seen, p->v->options->common.confidence);
    assay_figure figure = assay_attack_figure(p, spot, name);
    if (spot->given) // a score that is equal does not count, whatever the rule
        figure.rule = p->v->facts->distance ? "lt" : "gt";
    figure.of = "morphs";
    if (p->set->shared && events)
        figure.note = "a contributor can be in many morphs: the interval is "
                      "too narrow";
    if (spot->few) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    assay_attack_put_rate(p, &figure, &rate, NULL);
}

static void put_spot(assay_attack_part *p, const assay_attack_spot *spot,
                     const assay_morphs *sum)
{
    put_share(p, spot, "MMPMR", sum->by_best, sum->morphs);
    put_share(p, spot, "MMPMR of all attempts", sum->by_all, sum->morphs);
    assay_figure figure = assay_attack_figure(p, spot, "ProdAvg-MMPMR");
    if (spot->given) figure.rule = p->v->facts->distance ? "lt" : "gt";
    figure.value = assay_morphs_prod_avg(sum);
    figure.of = "morphs";
    figure.note = "mean over morphs; no interval";
    if (spot->few) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    assay_attack_put(p, &figure, NULL, NULL);
}

assay_status assay_attack_morphs(assay_attack_part *p, assay_error *err)
{
    const assay_attack_set *set = p->set;
    ASSAY_AUTO(drop_room) room r = {NULL, NULL, NULL, NULL};
    if (!set->pairs) return ASSAY_OK;
    if (!make_room(set, &r)) return assay_fail_memory(err, "the morphs");
    ASSAY_TRY(assay_presented_totals(set->morphs, NULL, r.attempts, err));
    for (size_t s = 0; s < p->spot_count; s++) {
        const assay_attack_spot *spot = &p->spots[s];
        const bool equal = spot->given && p->v->options->rule == ASSAY_GE;
        const uint32_t key = spot->key + (equal ? 1 : 0);
        const assay_presented_keys at = {&key, 1, NULL};
        assay_morphs sum = {0};
        ASSAY_TRY(assay_presented_above(set->morphs, &at, r.passed, err));
        add_all(set, &r, &sum);
        put_spot(p, spot, &sum);
    }
    return ASSAY_OK;
}
