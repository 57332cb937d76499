// SPDX-License-Identifier: Apache-2.0
#include "measure/attacks.h"

#include "base/alloc.h"
#include "measure/attack_parts.h"
#include "measure/points.h"
#include "measure/require.h"
#include "measure/warnings.h"
#include "stats/threshold.h"

#include <math.h>

static const double USUAL[] = {0.05, 0.01};

static void drop(assay_attack_part *p)
{
    assay_free(p->totals);
    assay_free(p->counts);
    assay_free(p->people);
    assay_free(p->room);
}

static assay_status begin(assay_attack_part *p, assay_error *err)
{
    const assay_attack_set *set = p->set;
    const size_t cells = set->marks * ASSAY_ATTACK_SPOTS;
    p->totals = assay_new(0, set->marks + 1, sizeof *p->totals);
    p->counts = assay_new(0, cells + 1, sizeof *p->counts);
    p->people = assay_new(0, 2 * set->people + 1, sizeof *p->people);
    p->room = assay_new(0, 2 * set->people + 1, sizeof *p->room);
    if (!p->totals || !p->counts || !p->people || !p->room)
        return assay_fail_memory(err, "the attacks");
    p->bona_fide = set->marks;
    for (size_t m = 0; m < set->marks; m++)
        if (!set->species[m]) p->bona_fide = m;
    return assay_presented_totals(set->rows, NULL, p->totals, err);
}

static assay_status add_spot(assay_attack_part *p,
                             const assay_attack_spot *spot, assay_error *err)
{
    if (p->spot_count == ASSAY_ATTACK_SPOTS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "attacks at more than %d thresholds; name fewer",
                          ASSAY_ATTACK_SPOTS);
    size_t at = p->spot_count++;
    for (; at > 0 && p->spots[at - 1].key > spot->key; at--)
        p->spots[at] = p->spots[at - 1];
    p->spots[at] = *spot;
    return ASSAY_OK;
}

// The thresholds of everybody's comparisons: targets, and those given.
static assay_status spots_of_view(assay_attack_part *p, const assay_view *view,
                                  assay_error *err)
{
    for (size_t i = 0; i < view->point_count; i++) {
        const assay_point *point = &view->points[i];
        const bool given = point->purpose == ASSAY_FOR_THRESHOLD;
        if (!given && point->purpose != ASSAY_FOR_TARGET) continue;
        assay_attack_spot spot = {
            .at = {given ? "threshold" : "FMR", point->target},
            .threshold = assay_study_threshold(p->v, point->key),
            .key = point->key,
            .given = given};
        for (size_t t = 0; !given && t < p->v->target_count; t++)
            if (p->v->targets[t].alpha == point->target)
                spot.few = p->v->targets[t].few;
        ASSAY_TRY(add_spot(p, &spot, err));
    }
    return ASSAY_OK;
}

static assay_status spots_given(assay_attack_part *p, assay_error *err)
{
    for (size_t i = 0; i < p->v->given_count; i++) {
        const assay_given *given = &p->v->given[i];
        const assay_attack_spot spot = {
            .at = {"threshold", given->threshold},
            .threshold = assay_study_threshold(p->v, given->key),
            .key = given->key,
            .given = true};
        ASSAY_TRY(add_spot(p, &spot, err));
    }
    return ASSAY_OK;
}

// A target that some species has too few attacks for.
static void put_refused(assay_attack_part *p, double alpha, uint64_t has)
{
    const assay_attack_spot spot = {.at = {"APCER", alpha}, .threshold = NAN};
    const uint64_t needs = assay_allowed_trials(alpha, 1);
    const char *note = assay_ledger_text(
        &p->v->ledger, "needs %llu attacks of each species, one has %llu",
        (unsigned long long)needs, (unsigned long long)has);
    for (int bona_fide = 0; bona_fide < 2; bona_fide++) {
        assay_figure figure =
            assay_attack_figure(p, &spot, bona_fide ? "BPCER" : "APCER");
        figure.rule = NULL;
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = note;
        assay_attack_put(p, &figure, NULL, NULL);
    }
}

// For each species the rank of the greatest score that may not pass. False
// where one has too few attacks.
static bool rank_all(assay_attack_part *p, double alpha,
                     assay_presented_rank *ranks, assay_attack_spot *spot)
{
    size_t n = 0;
    spot->most = UINT64_MAX;
    for (size_t m = 0; m < p->set->marks; m++) {
        const uint64_t most = assay_allowed(alpha, p->totals[m]);
        if (m == p->bona_fide) continue;
        if (most < 1) {
            put_refused(p, alpha, p->totals[m]);
            return false;
        }
        ranks[n++] = (assay_presented_rank){m, most + 1, 0};
        if (most < spot->most) spot->most = most;
    }
    return n > 0;
}

// The threshold of an APCER target: that of the species that needs the
// highest.
static assay_status spot_of_target(assay_attack_part *p, double alpha,
                                   assay_error *err)
{
    const size_t n = p->set->species_count;
    ASSAY_AUTO(assay_drop)
    assay_presented_rank *ranks = assay_new(0, n + 1, sizeof *ranks);
    assay_attack_spot spot = {.at = {"APCER", alpha}};
    if (!ranks) return assay_fail_memory(err, "the thresholds");
    if (!rank_all(p, alpha, ranks, &spot)) return ASSAY_OK;
    ASSAY_TRY(assay_presented_ranks(p->set->rows, ranks, n, err));
    for (size_t i = 0; i < n; i++)
        if (ranks[i].key + 1 > spot.key) spot.key = ranks[i].key + 1;
    spot.threshold = assay_study_threshold(p->v, spot.key);
    spot.few = spot.most < ASSAY_FEW_EVENTS;
    return add_spot(p, &spot, err);
}

static assay_status spots_of_targets(assay_attack_part *p, assay_error *err)
{
    const assay_numbers *asked = &p->v->options->apcer;
    const double *from = asked->count ? asked->items : USUAL;
    const size_t n = asked->count ? asked->count : sizeof USUAL / sizeof *USUAL;
    for (size_t i = 0; i < n; i++) {
        bool again = false;
        if (!(from[i] > 0 && from[i] < 1))
            return assay_fail(err, ASSAY_EUSAGE,
                              "an APCER target lies between 0 and 1, as in "
                              "--apcer 0.05");
        for (size_t k = 0; k < i; k++) again = again || from[k] == from[i];
        if (!again) ASSAY_TRY(spot_of_target(p, from[i], err));
    }
    return ASSAY_OK;
}

assay_status assay_attack_count(assay_attack_part *p, assay_error *err)
{
    uint32_t keys[ASSAY_ATTACK_SPOTS];
    const bool *profiles = p->group ? p->group->profiles : NULL;
    const assay_presented_keys at = {keys, p->spot_count, profiles};
    for (size_t s = 0; s < p->spot_count; s++) keys[s] = p->spots[s].key;
    ASSAY_TRY(assay_presented_totals(p->set->rows, profiles, p->totals, err));
    return assay_presented_above(p->set->rows, &at, p->counts, err);
}

static void put_count(assay_attack_part *p, const char *name, uint64_t n)
{
    assay_figure figure = assay_figure_blank();
    figure.name = name;
    figure.unit = "count";
    figure.value = (double)n;
    assay_attack_put(p, &figure, NULL, NULL);
}

static void put_counts(assay_attack_part *p)
{
    const assay_attack_set *set = p->set;
    uint64_t attacks = 0;
    for (size_t m = 0; m < set->marks; m++)
        if (m != p->bona_fide) attacks += p->totals[m];
    put_count(p, "attacks", attacks);
    put_count(p, "species", set->species_count);
    if (set->presentations)
        put_count(p, "bona fide presentations",
                  p->bona_fide < set->marks ? p->totals[p->bona_fide] : 0);
    put_count(p, "attacks and presentations without a score", set->failed);
    if (set->pairs) put_count(p, "morphs", set->morph_count);
    if (set->system_count) put_count(p, "systems", set->system_count);
}

static assay_status measure(assay_attack_part *p, const assay_view *view,
                            assay_error *err)
{
    const bool alone = p->set->presentations;
    ASSAY_TRY(begin(p, err));
    put_counts(p);
    ASSAY_TRY((view ? spots_of_view(p, view, err) : spots_given(p, err)));
    if (alone && p->set->species_count) ASSAY_TRY(spots_of_targets(p, err));
    ASSAY_TRY(assay_attack_count(p, err));
    ASSAY_TRY(assay_attack_rates(p, err));
    if (alone) ASSAY_TRY(assay_attack_curve(p, err));
    ASSAY_TRY(assay_attack_morphs(p, err));
    return p->v->ledger.no_memory ? assay_fail_memory(err, "the figures")
                                  : ASSAY_OK;
}

assay_status assay_attacks_view(assay_verification *v,
                                const assay_attack_set *set,
                                const assay_view *everybody, assay_error *err)
{
    ASSAY_AUTO(drop) assay_attack_part p = {.v = v, .set = set};
    return measure(&p, everybody, err);
}

static assay_status check_alone(const assay_verification *v,
                                const assay_attack_set *set, assay_error *err)
{
    const bool morphs_alone = set->pairs && !set->species_count;
    if (v->given_count || set->system_count || !morphs_alone) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "morphs alone set no threshold: give --threshold, or "
                      "comparisons of people beside them");
}

assay_status assay_attacks_measure(assay_verification *v,
                                   const assay_attack_set *set,
                                   const assay_attack_group *groups,
                                   size_t group_count, assay_error *err)
{
    const assay_cell everybody = {.people = UINT64_MAX};
    ASSAY_AUTO(drop) assay_attack_part p = {.v = v, .set = set};
    ASSAY_TRY(check_alone(v, set, err));
    (void)assay_ledger_cell(&v->ledger, &everybody);
    ASSAY_TRY(measure(&p, NULL, err));
    ASSAY_TRY(assay_attack_groups(&p, groups, group_count, err));
    assay_warnings_suppressed(
        v, assay_ledger_suppress(&v->ledger, v->options->common.min_subjects));
    assay_ledger_blank(&v->ledger);
    assay_attacks_tell(v, set);
    if (v->ledger.no_memory) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(assay_require_hold(&v->options->common.require, &v->ledger,
                                 v->result, err));
    assay_ledger_flush(&v->ledger, v->result);
    return v->ledger.no_memory ? assay_fail_memory(err, "the figures")
                               : ASSAY_OK;
}
