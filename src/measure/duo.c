// SPDX-License-Identifier: Apache-2.0
#include "measure/duo.h"

#include "base/alloc.h"
#include "count/error_pairs.h"
#include "measure/clusters.h"
#include "measure/joint.h"
#include "stats/det.h"
#include "stats/zero.h"

#include <math.h>
#include <string.h>

// A person may have this share of all comparisons; beyond, no interval by
// comparison where counts are unequal.
static const double MOST_OF_ONE = 0.05;

bool assay_duo_begin(const assay_view *a, const assay_view *b,
                     double confidence, assay_duo *duo)
{
    *duo = (assay_duo){.confidence = confidence};
    bool good = assay_crowd_begin(a, confidence, &duo->crowd[0]) &&
                assay_crowd_begin(b, confidence, &duo->crowd[1]);
    double **const rooms[] = {&duo->mated, &duo->sides[0], &duo->sides[1],
                              &duo->touched[0], &duo->touched[1]};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        *rooms[i] = assay_new(0, a->people, sizeof **rooms[i]);
        good = good && *rooms[i];
    }
    if (!good) assay_duo_end(duo);
    return good;
}

void assay_duo_end(assay_duo *duo)
{
    assay_crowd_end(&duo->crowd[0]);
    assay_crowd_end(&duo->crowd[1]);
    assay_free(duo->mated);
    for (int i = 0; i < 2; i++) {
        assay_free(duo->sides[i]);
        assay_free(duo->touched[i]);
    }
    memset(duo, 0, sizeof *duo);
}

static bool weighs(const double weights[2])
{
    return weights[0] < 0 || weights[0] > 0 || weights[1] < 0 || weights[1] > 0;
}

// to = weights of both systems' x.
static void combine(const double weights[2], const double *x, const double *y,
                    double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = weights[0] * x[i] + weights[1] * y[i];
}

static double differing(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] < y[i] || x[i] > y[i];
    return sum;
}

static double *shares_of(assay_crowd *crowd)
{
    for (size_t i = 0; i < crowd->people; i++)
        crowd->shares[0][i] =
            crowd->mated[i] > 0 ? crowd->errors[0][i] / crowd->mated[i] : 0;
    return crowd->shares[0];
}

static double variance_of(const assay_cluster *c, bool jackknife)
{
    return jackknife ? c->jackknife : c->variance;
}

// The mated part, in duo->mated; its variance becomes that of its weights.
static assay_cluster mated_part(assay_duo *duo, const assay_duo_terms *terms,
                                assay_duo_spread *out)
{
    assay_crowd *a = &duo->crowd[0], *b = &duo->crowd[1];
    const bool even = terms->balanced;
    assay_crowd_mated_errors(a, terms->point[0]);
    assay_crowd_mated_errors(b, terms->point[1]);
    out->bearers = differing(a->errors[0], b->errors[0], a->people);
    const double *x = even ? shares_of(a) : a->errors[0];
    const double *y = even ? shares_of(b) : b->errors[0];
    combine(terms->mated, x, y, duo->mated, a->people);
    const assay_side people = {duo->mated, even ? a->ones : a->mated, a->people,
                               NULL};
    assay_cluster c = assay_cluster_one_way(people, false);
    c.variance = variance_of(&c, !even && a->unequal_mated);
    out->dominated =
        !even && a->unequal_mated && a->largest_mated > MOST_OF_ONE;
    return c;
}

// Sums over pairs of people of one system.
static assay_pair_sums sums_of(const assay_view *view, size_t p, bool even)
{
    const assay_events *e = &view->events[p];
    const double n = (double)view->pairs;
    const double sum = ldexp(assay_wide_double(e->balanced), -40);
    if (even)
        return (assay_pair_sums){
            sum, n, ldexp(assay_wide_double(e->balanced2), -40), sum, n};
    return (assay_pair_sums){
        (double)e->false_matches, (double)view->trials[ASSAY_NON_MATED],
        assay_wide_double(e->sum_e2), assay_wide_double(e->sum_em),
        assay_wide_double(view->sum_m2)};
}

// sum (e - m p)^2
static double squares_of(const assay_pair_sums *s)
{
    const double p = s->events / s->trials;
    const double d = (s->ee - p * s->em) - p * (s->em - p * s->mm);
    return d > 0 ? d : 0;
}

// The most that sum e_a e_b can be: as if all that varies were shared.
static double most_shared(const assay_pair_sums *a, const assay_pair_sums *b)
{
    const double p = a->events / a->trials, q = b->events / b->trials;
    return sqrt(squares_of(a)) * sqrt(squares_of(b)) + q * a->em + p * b->em -
           p * q * a->mm;
}

static assay_pair_sums combine_sums(const double w[2], const assay_pair_sums *a,
                                    const assay_pair_sums *b, double shared)
{
    return (assay_pair_sums){w[0] * a->events + w[1] * b->events, a->trials,
                             w[0] * w[0] * a->ee + w[1] * w[1] * b->ee +
                                 2 * w[0] * w[1] * shared,
                             w[0] * a->em + w[1] * b->em, a->mm};
}

// Sums over pairs of what the systems differ by.
static assay_pair_sums pairs_of(const assay_duo *duo,
                                const assay_duo_terms *terms, bool even,
                                bool by_person)
{
    const assay_view *a = duo->crowd[0].view, *b = duo->crowd[1].view;
    const size_t p = terms->point[0], q = terms->point[1];
    const assay_pair_sums x = sums_of(a, p, even), y = sums_of(b, q, even);
    if (by_person)
        return combine_sums(terms->non_mated, &x, &y, most_shared(&x, &y));
    const assay_error_shared shared = assay_error_pairs_shared(a, p, b, q);
    return combine_sums(terms->non_mated, &x, &y,
                        even ? shared.shares : shared.errors);
}

static void non_mated_errors(assay_crowd *crowd, size_t p, bool even)
{
    if (even)
        assay_crowd_balanced_errors(crowd, p);
    else
        assay_crowd_non_mated_errors(crowd, p);
}

// The non-mated part, in duo->sides.
static assay_cluster non_mated_part(assay_duo *duo,
                                    const assay_duo_terms *terms, bool even,
                                    assay_duo_spread *out)
{
    assay_crowd *a = &duo->crowd[0], *b = &duo->crowd[1];
    const size_t sides = assay_crowd_sides(a);
    double *const *margins = even ? a->partners : a->sides;
    non_mated_errors(a, terms->point[0], even);
    non_mated_errors(b, terms->point[1], even);
    double bearers = 0;
    for (size_t s = 0; s < sides; s++) {
        bearers += differing(a->errors[s], b->errors[s], a->people);
        combine(terms->non_mated, a->errors[s], b->errors[s], duo->sides[s],
                a->people);
    }
    if (!weighs(terms->mated)) out->bearers = bearers;
    out->by_person = !assay_error_pairs_cover(a->view, terms->point[0]) ||
                     !assay_error_pairs_cover(b->view, terms->point[1]);
    const assay_pair_sums pairs = pairs_of(duo, terms, even, out->by_person);
    const assay_side first = {duo->sides[0], margins[0], a->people, NULL};
    const assay_side second = {duo->sides[1], margins[1], a->people, NULL};
    assay_cluster c = sides == 2
                          ? assay_cluster_two_way(first, second, pairs, false)
                          : assay_cluster_dyadic(first, pairs, false);
    const bool wide = out->by_person || (!even && a->unequal_non_mated);
    c.variance = variance_of(&c, wide);
    return c;
}

// What touches each person on either side.
static assay_side touching(assay_duo *duo)
{
    const assay_crowd *a = &duo->crowd[0];
    const bool two = assay_crowd_sides(a) == 2;
    for (size_t i = 0; i < a->people; i++) {
        duo->touched[0][i] = duo->sides[0][i] + (two ? duo->sides[1][i] : 0);
        duo->touched[1][i] = a->sides[0][i] + (two ? a->sides[1][i] : 0);
    }
    return (assay_side){duo->touched[0], duo->touched[1], a->people, NULL};
}

// Both parts together.
static assay_cluster join(assay_duo *duo, const assay_duo_terms *terms,
                          const assay_cluster *mated,
                          const assay_cluster *other)
{
    const assay_crowd *a = &duo->crowd[0];
    const double least = mated->variance;
    const assay_det_point point = {
        .mated = {duo->mated, terms->balanced ? a->ones : a->mated, a->people,
                  NULL},
        .non_mated = touching(duo),
        .mated_events = mated->events,
        .mated_trials = mated->trials,
        .non_mated_events = other->events,
        .non_mated_trials = (double)a->view->trials[ASSAY_NON_MATED]};
    const bool use =
        other->status == ASSAY_CLUSTER_OK && other->variance == other->variance;
    assay_cluster c =
        assay_det_fnmr(&point, mated, use ? other->variance : 0, -1, false);
    // By chance the covariance may take all away.
    if (!(c.variance > 0)) c.variance = least;
    return c;
}

static void finish(const assay_duo *duo, const assay_cluster *c, int class,
                   assay_duo_spread *out)
{
    const double units = assay_clusters_units(&duo->crowd[0], class);
    out->people = (int64_t)c->subjects;
    out->known = c->status == ASSAY_CLUSTER_OK && !out->dominated &&
                 c->variance == c->variance;
    if (!out->known) return;
    out->spread = (assay_spread){c->variance, c->nu};
    // Where nobody differs there is nothing that could rest on few.
    out->few_clusters = out->bearers > 0 && assay_cluster_few(c);
    out->bound = assay_zero_bound(units, 0.5 * (1 - duo->confidence));
}

assay_duo_spread assay_duo_measure(assay_duo *duo, const assay_duo_terms *terms)
{
    assay_duo_spread out = {.known = false};
    const assay_crowd *a = &duo->crowd[0];
    const bool mated = weighs(terms->mated), other = weighs(terms->non_mated);
    assay_cluster m = {.status = ASSAY_CLUSTER_NO_DATA}, n = m;
    if (!mated && terms->balanced && !a->view->balanced) return out;
    if (mated) m = mated_part(duo, terms, &out);
    if (other) n = non_mated_part(duo, terms, terms->balanced && !mated, &out);
    if (other && !mated)
        out.dominated = !terms->balanced && a->unequal_non_mated &&
                        a->largest_non_mated > MOST_OF_ONE;
    const assay_cluster both = mated && other ? join(duo, terms, &m, &n)
                               : mated        ? m
                                              : n;
    finish(duo, &both, mated ? ASSAY_MATED : ASSAY_NON_MATED, &out);
    return out;
}

assay_duo_spread assay_duo_auc(assay_duo *duo)
{
    assay_duo_spread out = {.known = false, .bearers = INFINITY};
    assay_placed placed[2];
    const assay_crowd *a = &duo->crowd[0];
    for (int s = 0; s < 2; s++)
        if (!assay_joint_placed(&duo->crowd[s], &placed[s])) return out;
    out.dominated =
        (a->unequal_mated && a->largest_mated > MOST_OF_ONE) ||
        (a->unequal_non_mated && a->largest_non_mated > MOST_OF_ONE);
    if (out.dominated) return out;
    const bool two = assay_crowd_sides(a) == 2;
    // Pairs that touch each person, or comparisons, which are no fewer.
    double *const *margins = a->view->balanced ? a->partners : a->sides;
    for (size_t i = 0; i < a->people; i++)
        duo->touched[0][i] = margins[0][i] + (two ? margins[1][i] : 0);
    const assay_auc auc =
        assay_auc_paired(&placed[0], &placed[1], duo->touched[0]);
    out.known = true;
    out.spread = (assay_spread){auc.variance, auc.nu};
    out.people = (int64_t)a->present;
    out.few_clusters = auc.nu < 4;
    return out;
}
