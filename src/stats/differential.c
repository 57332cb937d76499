// SPDX-License-Identifier: Apache-2.0
#include "stats/differential.h"

#include "stats/det.h"
#include "stats/elementary.h"
#include "stats/sorted.h"

#include <math.h>

bool assay_spread_is_joint(assay_spread kind)
{
    return kind == ASSAY_FDR || kind == ASSAY_IR || kind == ASSAY_GARBE;
}

bool assay_spread_needs_events(assay_spread kind)
{
    return kind == ASSAY_MAX_MIN || kind == ASSAY_MAX_GEOMETRIC ||
           kind == ASSAY_WORST_REFERENCE || kind == ASSAY_SD_LOG ||
           kind == ASSAY_IR;
}

// Rates of one kind, and where their derivatives go (or NULL).
typedef struct sample {
    const double *r;
    size_t n;
    double *d;
    double *room;
    size_t reference;
} sample;

static size_t greatest(const double *r, size_t n)
{
    size_t at = 0;
    for (size_t i = 1; i < n; i++)
        if (r[i] > r[at]) at = i;
    return at;
}

static size_t least(const double *r, size_t n)
{
    size_t at = 0;
    for (size_t i = 1; i < n; i++)
        if (r[i] < r[at]) at = i;
    return at;
}

static double mean_of(const sample *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++) sum += s->r[i];
    return sum / (double)s->n;
}

static bool has_zero(const sample *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (!(s->r[i] > 0)) return true;
    return false;
}

static void add(const sample *s, size_t i, double by)
{
    if (s->d) s->d[i] += by;
}

// r_a / r_b.
static double ratio(const sample *s, size_t a, size_t b)
{
    const double value = s->r[a] / s->r[b];
    add(s, a, 1 / s->r[b]);
    add(s, b, 0.0 - value / s->r[b]);
    return value;
}

static double max_min(const sample *s)
{
    return ratio(s, greatest(s->r, s->n), least(s->r, s->n));
}

static double max_geometric(const sample *s)
{
    const size_t top = greatest(s->r, s->n);
    double logs = 0;
    for (size_t i = 0; i < s->n; i++) logs += assay_log(s->r[i]);
    const double value = assay_exp(assay_log(s->r[top]) - logs / (double)s->n);
    add(s, top, value / s->r[top]);
    for (size_t i = 0; i < s->n; i++)
        add(s, i, 0.0 - value / ((double)s->n * s->r[i]));
    return value;
}

static double max_mean(const sample *s)
{
    const size_t top = greatest(s->r, s->n);
    const double mean = mean_of(s);
    if (!(mean > 0)) return NAN;
    const double value = s->r[top] / mean;
    add(s, top, 1 / mean);
    for (size_t i = 0; i < s->n; i++)
        add(s, i, 0.0 - value / (mean * (double)s->n));
    return value;
}

static double worst_reference(const sample *s)
{
    const size_t reference = s->reference;
    size_t top = reference ? 0 : 1;
    for (size_t i = 0; i < s->n; i++)
        if (i != reference && s->r[i] > s->r[top]) top = i;
    return ratio(s, top, reference);
}

// sum over ordered pairs of |r_i - r_j| from the sorted rates.
static double gaps(const sample *s)
{
    double sum = 0;
    const double n = (double)s->n;
    for (size_t i = 0; i < s->n; i++) s->room[i] = s->r[i];
    assay_sort(s->room, s->n);
    for (size_t i = 0; i < s->n; i++)
        sum += (2 * (double)i - n + 1) * s->room[i];
    return 2 * sum;
}

// How many rates are below this one, less those above it.
static double rank_of(const sample *s, size_t i)
{
    double rank = 0;
    for (size_t j = 0; j < s->n; j++)
        rank += (s->r[i] > s->r[j]) - (s->r[i] < s->r[j]);
    return rank;
}

// `weight` times the Gini coefficient of a sample.
static double gini(const sample *s, double weight)
{
    const double n = (double)s->n, mean = mean_of(s);
    const double scale = weight * n / (n - 1);
    if (!(mean > 0)) return 0;
    const double raw = gaps(s) / (2 * n * n * mean);
    for (size_t i = 0; s->d && i < s->n; i++)
        add(s, i, scale * (rank_of(s, i) / (n * n * mean) - raw / (n * mean)));
    return scale * raw;
}

static double whole_gini(const sample *s)
{
    return gini(s, 1);
}

static double theil(const sample *s)
{
    const double n = (double)s->n, mean = mean_of(s);
    double sum = 0;
    if (!(mean > 0)) return NAN;
    for (size_t i = 0; i < s->n; i++) {
        const double u = s->r[i] / mean;
        if (u > 0) sum += u * assay_log(u);
    }
    const double value = sum / n > 0 ? sum / n : 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->r[i] > 0)
            add(s, i, (assay_log(s->r[i] / mean) - value) / (n * mean));
    return value;
}

static double cov(const sample *s)
{
    const double n = (double)s->n, mean = mean_of(s);
    double sum = 0;
    if (!(mean > 0)) return NAN;
    for (size_t i = 0; i < s->n; i++)
        sum += (s->r[i] - mean) * (s->r[i] - mean);
    const double sd = sqrt(sum / (n - 1));
    for (size_t i = 0; sd > 0 && i < s->n; i++)
        add(s, i,
            (s->r[i] - mean) / ((n - 1) * sd * mean) - sd / (mean * mean * n));
    return sd / mean;
}

static double sd_log(const sample *s)
{
    const double n = (double)s->n;
    double mean = 0, sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        s->room[i] = assay_log(s->r[i]);
        mean += s->room[i] / n;
    }
    for (size_t i = 0; i < s->n; i++)
        sum += (s->room[i] - mean) * (s->room[i] - mean);
    const double sd = sqrt(sum / (n - 1));
    for (size_t i = 0; sd > 0 && i < s->n; i++)
        add(s, i, (s->room[i] - mean) / ((n - 1) * sd * s->r[i]));
    return sd;
}

// `weight` times max - min.
static double width(const sample *s, double weight)
{
    const size_t top = greatest(s->r, s->n), low = least(s->r, s->n);
    add(s, top, 0.0 - weight);
    add(s, low, weight);
    return weight * (s->r[top] - s->r[low]);
}

// `weight` times ln(max/min); derivatives of that.
static double log_ratio(const sample *s, double weight)
{
    const size_t top = greatest(s->r, s->n), low = least(s->r, s->n);
    add(s, top, weight / s->r[top]);
    add(s, low, 0.0 - weight / s->r[low]);
    return weight * assay_log(s->r[top] / s->r[low]);
}

static double inequity(const sample *a, const sample *b, double alpha)
{
    const double value =
        assay_exp(log_ratio(a, alpha) + log_ratio(b, 1 - alpha));
    for (size_t i = 0; a->d && i < a->n; i++) {
        a->d[i] *= value;
        b->d[i] *= value;
    }
    return value;
}

static double joint(assay_spread kind, const assay_spread_rates *of,
                    double *gradient)
{
    const sample a = {of->first, of->n, gradient, of->room, 0};
    const sample b = {of->second, of->n, gradient ? gradient + of->n : NULL,
                      of->room, 0};
    if (kind == ASSAY_GARBE)
        return gini(&a, of->alpha) + gini(&b, 1 - of->alpha);
    if (kind == ASSAY_FDR)
        return 1 - (width(&a, of->alpha) + width(&b, 1 - of->alpha));
    if (has_zero(&a) || has_zero(&b)) return NAN;
    return inequity(&a, &b, of->alpha);
}

static double single(assay_spread kind, const sample *s)
{
    static double (*const measures[ASSAY_SPREADS])(const sample *s) = {
        [ASSAY_MAX_MIN] = max_min,   [ASSAY_MAX_GEOMETRIC] = max_geometric,
        [ASSAY_MAX_MEAN] = max_mean, [ASSAY_WORST_REFERENCE] = worst_reference,
        [ASSAY_GINI] = whole_gini,   [ASSAY_THEIL] = theil,
        [ASSAY_COV] = cov,           [ASSAY_SD_LOG] = sd_log};
    return measures[kind](s);
}

double assay_spread_value(assay_spread kind, const assay_spread_rates *rates,
                          double *gradient)
{
    const sample first = {rates->first, rates->n, gradient, rates->room,
                          rates->reference};
    const bool both = assay_spread_is_joint(kind);
    for (size_t i = 0; gradient && i < (both ? 2 : 1) * rates->n; i++)
        gradient[i] = 0;
    if (rates->n < 2) return NAN;
    if (both) return joint(kind, rates, gradient);
    if (assay_spread_needs_events(kind) && has_zero(&first)) return NAN;
    return single(kind, &first);
}

double assay_spread_variance(const double *gradient, const double *covariance,
                             size_t m)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            sum += gradient[i] * covariance[i * m + j] * gradient[j];
    return sum > 0 ? sum : 0;
}

double assay_spread_nu(const double *gradient, const double *covariance,
                       const double *nu, size_t m)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < m; i++) {
        const double q = gradient[i] * gradient[i] * covariance[i * m + i];
        sum += q;
        squares += q * q / nu[i];
    }
    return squares > 0 ? sum * sum / squares : (double)INFINITY;
}

// value -+ half, relative to it: on the scale of logarithms.
static assay_interval by_log(double value, double se, double t)
{
    const double spread = assay_exp(t * se / value);
    return (assay_interval){value / spread, value * spread};
}

assay_interval assay_spread_interval(assay_spread kind, double value,
                                     double variance, double t)
{
    const assay_interval none = {NAN, NAN};
    const double se = sqrt(variance);
    if (kind == ASSAY_GINI || kind == ASSAY_GARBE)
        return assay_logit_interval(value, variance, t);
    if (kind == ASSAY_FDR) {
        if (!(value < 1)) return none;
        const assay_interval rest = by_log(1 - value, se, t);
        return (assay_interval){1 - rest.high, 1 - rest.low};
    }
    if (!(value > 0) || !(se >= 0)) return none;
    assay_interval out = by_log(value, se, t);
    const bool from_1 = kind == ASSAY_MAX_MIN || kind == ASSAY_MAX_GEOMETRIC ||
                        kind == ASSAY_MAX_MEAN || kind == ASSAY_IR;
    if (from_1 && out.low < 1) out.low = 1;
    return out;
}
