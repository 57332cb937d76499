// SPDX-License-Identifier: Apache-2.0
#include "measure/standing_views.h"

#include "measure/cross.h"
#include "measure/estimate.h"

#include <math.h>

// The people of the rate that the crowd was asked for last.
typedef struct borne {
    const double *x[2], *m[2];
    size_t sides;
    double whole;
} borne;

static borne borne_matches(const assay_crowd *crowd, bool by_subject)
{
    const size_t sides = assay_crowd_sides(crowd);
    borne out = {.sides = sides,
                 .whole = by_subject
                              ? (double)crowd->view->pairs
                              : (double)crowd->view->trials[ASSAY_NON_MATED]};
    for (size_t s = 0; s < sides; s++) {
        out.x[s] = crowd->errors[s];
        out.m[s] = by_subject ? crowd->partners[s] : crowd->sides[s];
    }
    return out;
}

static borne borne_misses(const assay_crowd *crowd, bool by_subject)
{
    return (borne){.x = {by_subject ? crowd->shares[0] : crowd->errors[0]},
                   .m = {by_subject ? crowd->ones : crowd->mated},
                   .sides = 1,
                   .whole = by_subject
                                ? crowd->mated_people
                                : (double)crowd->view->trials[ASSAY_MATED]};
}

static void add(assay_part *part, const assay_estimate *rate,
                assay_standing *one)
{
    const assay_crowd *crowd = &part->crowd;
    assay_ledger *ledger = &part->verification->ledger;
    const bool missed = one->kind == ASSAY_STANDING_MISSED;
    assay_bearing_from sides[2] = {{NULL, NULL, 0}, {NULL, NULL, 0}};
    assay_standing_estimate(rate, one);
    one->people_known = part->view->has_people;
    one->two_way = part->view->disjoint_roles;
    if (!missed) one->pairs = part->view->pairs;
    const borne from = missed ? borne_misses(crowd, one->by_subject)
                              : borne_matches(crowd, one->by_subject);
    one->whole = from.whole;
    for (size_t s = 0; one->people_known && s < from.sides; s++)
        sides[s] = (assay_bearing_from){from.x[s], from.m[s], crowd->people};
    if (!assay_standings_add(&ledger->standings, one, sides))
        ledger->no_memory = true;
}

static void set_sums(const assay_view *view, size_t p, assay_standing *one)
{
    const assay_events *events = &view->events[p];
    if (one->by_subject) {
        one->sum_e = one->sum_em =
            ldexp(assay_wide_double(events->balanced), -40);
        one->sum_ee = ldexp(assay_wide_double(events->balanced2), -40);
        one->sum_mm = (double)view->pairs;
        return;
    }
    one->sum_e = (double)events->false_matches;
    one->sum_ee = assay_wide_double(events->sum_e2);
    one->sum_em = assay_wide_double(events->sum_em);
    one->sum_mm = assay_wide_double(view->sum_m2);
}

static void add_matches(assay_part *part, size_t p, size_t entry,
                        assay_weighting weighting)
{
    const assay_estimate rate = assay_estimate_fmr(&part->crowd, p, weighting);
    assay_standing one = {.kind = part->view->same_references
                                      ? ASSAY_STANDING_NEAR
                                      : ASSAY_STANDING_FALSE,
                          .entry = entry,
                          .by_subject = weighting == ASSAY_BY_SUBJECT,
                          .unequal = part->crowd.unequal_non_mated};
    set_sums(part->view, p, &one);
    add(part, &rate, &one);
}

static void add_misses(assay_part *part, size_t p, size_t entry,
                       assay_weighting weighting)
{
    const assay_estimate rate = assay_estimate_fnmr(&part->crowd, p, weighting);
    assay_standing one = {.kind = ASSAY_STANDING_MISSED,
                          .entry = entry,
                          .by_subject = weighting == ASSAY_BY_SUBJECT,
                          .unequal = part->crowd.unequal_mated};
    add(part, &rate, &one);
}

void assay_standing_view(assay_part *part, size_t p, size_t fmr, size_t fnmr)
{
    const assay_view *view = part->view;
    const bool people = view->has_people;
    if (!view->label_count) {
        part->verification->ledger.standings.pairs = view->pairs;
        return;
    }
    if (part->verification->ledger.no_memory) return;
    if (!view->same_references) assay_cross_begin(part);
    if (fmr != SIZE_MAX && view->trials[ASSAY_NON_MATED]) {
        add_matches(part, p, fmr, ASSAY_BY_COMPARISON);
        if (people && view->balanced)
            add_matches(part, p, fmr, ASSAY_BY_SUBJECT);
    }
    if (fnmr != SIZE_MAX && view->trials[ASSAY_MATED]) {
        add_misses(part, p, fnmr, ASSAY_BY_COMPARISON);
        if (people) add_misses(part, p, fnmr, ASSAY_BY_SUBJECT);
    }
    if (fmr != SIZE_MAX && view->same_references) assay_cross_add(part, fmr);
}
