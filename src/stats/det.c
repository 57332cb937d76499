// SPDX-License-Identifier: Apache-2.0
#include "stats/det.h"

#include "stats/elementary.h"
#include "stats/student.h"
#include "stats/sums.h"
#include "stats/zero.h"

#include <math.h>

enum { FEW_WEIGH = 10, FEW_PEOPLE = 20 }; // people: by nu, all

static const assay_interval none = {NAN, NAN};

// (x - m X/M)/M
static double mated_share(const assay_det_point *p, size_t i)
{
    const double m = p->mated_trials;
    return assay_product_difference(p->mated.x[i], m, p->mated.m[i],
                                    p->mated_events) /
           m / m;
}

static double non_mated_share(const assay_det_point *p, size_t i)
{
    const double m = p->non_mated_trials;
    return assay_product_difference(p->non_mated.x[i], m, p->non_mated.m[i],
                                    p->non_mated_events) /
           m / m;
}

static double times(const assay_det_point *p, size_t i)
{
    return p->mated.w ? p->mated.w[i] : 1;
}

double assay_det_covariance(const assay_det_point *point)
{
    assay_exact sum = {0};
    for (size_t i = 0; i < point->mated.n; i++)
        assay_exact_add(&sum, times(point, i) * (mated_share(point, i) *
                                                 non_mated_share(point, i)));
    return assay_exact_value(&sum);
}

assay_interval assay_det_window(double alpha, double v_fmr)
{
    const double deviation = sqrt(v_fmr > 0 ? v_fmr : 0);
    const double low = alpha - deviation;
    return (assay_interval){low > 0.25 * alpha ? low : 0.25 * alpha,
                            alpha + deviation};
}

static double kish(double s2, double s4)
{
    const double nu = s4 > 0 ? s2 * s2 / s4 : 2;
    return nu > 2 ? nu : 2;
}

static double delta_nu(const assay_det_point *point, double slope)
{
    assay_exact s2 = {0}, s4 = {0};
    for (size_t i = 0; i < point->mated.n; i++) {
        const double psi =
            mated_share(point, i) - slope * non_mated_share(point, i);
        // Scaled by M so that fourth powers stay far from underflow.
        const double q = psi * point->mated_trials * psi * point->mated_trials;
        assay_exact_add(&s2, times(point, i) * q);
        assay_exact_add(&s4, times(point, i) * (q * q));
    }
    return kish(assay_exact_value(&s2), assay_exact_value(&s4));
}

assay_cluster assay_det_fnmr(const assay_det_point *point,
                             const assay_cluster *fnmr, double v_fmr,
                             double slope, bool counted)
{
    assay_cluster c = *fnmr;
    c.jackknife = NAN;
    if (c.status != ASSAY_CLUSTER_OK) return c;
    const double covariance = assay_det_covariance(point);
    c.variance =
        fnmr->variance + slope * slope * v_fmr - 2 * slope * covariance;
    const double least =
        counted ? c.rate * (1 - c.rate) / point->mated_trials : 0;
    if (!(c.variance > least)) c.variance = least;
    c.nu = delta_nu(point, slope);
    return c;
}

assay_interval assay_logit_interval(double p, double variance, double t)
{
    if (!(p > 0 && p < 1)) return none;
    const double middle = assay_log(p) - assay_log1p(-p);
    const double half = t * sqrt(variance) / (p * (1 - p));
    return (assay_interval){1 / (1 + assay_exp(half - middle)),
                            1 / (1 + assay_exp(-half - middle))};
}

// d M_mated M_non: the difference of the two rates over a common denominator.
static double gap(assay_errors e, uint64_t mated, uint64_t non_mated)
{
    return assay_product_difference((double)e.false_matches, (double)mated,
                                    (double)e.false_non_matches,
                                    (double)non_mated);
}

double assay_eer(assay_errors before, assay_errors after, uint64_t mated,
                 uint64_t non_mated)
{
    const double d0 = gap(before, mated, non_mated);
    const double d1 = -gap(after, mated, non_mated);
    if (!(d0 + d1 > 0)) return (double)after.false_matches / (double)non_mated;
    const double matches =
        ((double)before.false_matches * d1 + (double)after.false_matches * d0) /
        (d0 + d1);
    return matches / (double)non_mated;
}

double assay_eer_variance(const assay_eer_parts *parts)
{
    const double s = fabs(parts->slope);
    const double u = 1 / (1 + s);
    const double w = s < 0x1p60 ? s * u : 1;
    const double v = w * w * parts->v_fmr + u * u * parts->v_fnmr +
                     2 * w * u * parts->covariance;
    return v > 0 ? v : 0;
}

assay_interval assay_eer_interval(const assay_eer_parts *parts,
                                  double confidence)
{
    const double nu =
        parts->nu_fmr < parts->nu_fnmr ? parts->nu_fmr : parts->nu_fnmr;
    return assay_logit_interval(parts->eer, assay_eer_variance(parts),
                                assay_student_two_sided(confidence, nu));
}

// Sum over pairs of (e - m AUC)^2 / M^2.
static double pair_squares(double auc, const assay_pair_sums *p)
{
    const double d = (p->ee - auc * p->em) - auc * (p->em - auc * p->mm);
    return d > 0 ? d / p->trials / p->trials : 0;
}

static double psi_of(double auc, const assay_placements *class, size_t i)
{
    const assay_side s = class->subjects;
    return (s.x[i] - s.m[i] * auc) / class->pairs.trials;
}

assay_auc assay_auc_of(double auc, const assay_placements *mated,
                       const assay_placements *non_mated)
{
    assay_auc out = {.auc = auc, .nu = INFINITY, .people = INFINITY};
    out.mated_pairs = pair_squares(auc, &mated->pairs);
    out.other_pairs = pair_squares(auc, &non_mated->pairs);
    const double d = out.mated_pairs + out.other_pairs;
    out.variance = d;
    if (mated->subjects.n == 0) return out;
    assay_exact s2 = {0}, s4 = {0};
    out.people = 0;
    for (size_t i = 0; i < mated->subjects.n; i++) {
        out.people += mated->subjects.m[i] > 0;
        const double s = psi_of(auc, mated, i) + psi_of(auc, non_mated, i);
        assay_exact_add(&s2, s * s);
        assay_exact_add(&s4, s * s * (s * s));
    }
    out.squares = assay_exact_value(&s2);
    out.nu = kish(out.squares, assay_exact_value(&s4));
    const double v = out.squares - out.other_pairs;
    if (v > d) out.variance = v;
    return out;
}

assay_interval assay_auc_interval(const assay_auc *auc, double confidence)
{
    const double t = assay_student_two_sided(confidence, auc->nu);
    assay_interval out = assay_logit_interval(auc->auc, auc->variance, t);
    const bool few = auc->people < FEW_PEOPLE || auc->nu < 0.25 * auc->people;
    if (!few || !(auc->nu < FEW_WEIGH)) return out;
    const double bound = assay_zero_bound(auc->people, 0.5 * (1 - confidence));
    const double low = auc->auc > bound ? auc->auc - bound : 0;
    if (low < out.low) out.low = low;
    return out;
}

static double psi_between(const assay_placed *a, const assay_placed *b,
                          bool mated, size_t i)
{
    const assay_placements *of_a = mated ? &a->mated : &a->non_mated;
    const assay_placements *of_b = mated ? &b->mated : &b->non_mated;
    return psi_of(b->auc, of_b, i) - psi_of(a->auc, of_a, i);
}

// The least that sum psi^2 over non-mated pairs can be; `half` is half the sum
// of S_v^2/n_v.
static double least_pairs(const assay_placed *a, const assay_placed *b,
                          double half)
{
    const double x = sqrt(pair_squares(a->auc, &a->non_mated.pairs));
    const double y = sqrt(pair_squares(b->auc, &b->non_mated.pairs));
    const double least = (y - x) * (y - x);
    return least > half ? least : half;
}

assay_auc assay_auc_paired(const assay_placed *a, const assay_placed *b,
                           const double *partners)
{
    assay_exact s2 = {0}, s4 = {0}, own = {0}, shared = {0};
    assay_auc out = {.auc = b->auc - a->auc};
    for (size_t i = 0; i < a->mated.subjects.n; i++) {
        const double m = psi_between(a, b, true, i);
        const double n = psi_between(a, b, false, i);
        const double s = m + n;
        assay_exact_add(&s2, s * s);
        assay_exact_add(&s4, s * s * (s * s));
        assay_exact_add(&own, m * m);
        if (partners[i] > 0) assay_exact_add(&shared, n * n / partners[i]);
    }
    out.squares = assay_exact_value(&s2);
    out.mated_pairs = assay_exact_value(&own);
    out.other_pairs = least_pairs(a, b, 0.5 * assay_exact_value(&shared));
    out.nu = kish(out.squares, assay_exact_value(&s4));
    const double d = out.mated_pairs + out.other_pairs;
    const double v = out.squares - out.other_pairs;
    out.variance = v > d ? v : d;
    return out;
}
