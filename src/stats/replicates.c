// SPDX-License-Identifier: Apache-2.0
#include "stats/replicates.h"

#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/sums.h"

#include <math.h>
#include <stdbool.h>

// Heap sort: no recursion, no memory, n log n whatever the order.
static void sink(double *x, size_t at, size_t n)
{
    const double value = x[at];
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && x[child + 1] > x[child]) child++;
        if (!(x[child] > value)) break;
        x[at] = x[child];
    }
    x[at] = value;
}

size_t assay_replicates_sort(double *x, size_t n)
{
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        const double value = x[i];
        x[i] = x[known];
        x[known] = value;
        known += value == value;
    }
    for (size_t i = known / 2; i > 0; i--) sink(x, i - 1, known);
    for (size_t left = known; left > 1; left--) {
        const double most = x[0];
        x[0] = x[left - 1];
        x[left - 1] = most;
        sink(x, 0, left - 1);
    }
    return known;
}

double assay_replicates_quantile(const double *sorted, size_t n, double p)
{
    if (!n || !(p >= 0 && p <= 1)) return NAN;
    const double rank = p * ((double)n + 1), whole = floor(rank);
    if (whole < 1) return sorted[0];
    if (whole >= (double)n) return sorted[n - 1];
    const size_t i = (size_t)whole;
    const double part = rank - whole;
    if (!(part > 0)) return sorted[i - 1];
    return sorted[i - 1] + part * (sorted[i] - sorted[i - 1]);
}

assay_interval assay_replicates_percentile(const double *sorted, size_t n,
                                           double confidence)
{
    const double tail = 0.5 * (1 - confidence);
    return (assay_interval){assay_replicates_quantile(sorted, n, tail),
                            assay_replicates_quantile(sorted, n, 1 - tail)};
}

double assay_replicates_logit(double x, double m)
{
    return assay_log(x + 0.5) - assay_log(m - x + 0.5);
}

// Raises room[b] to |x[b] - mean|/sd. False where nothing differs.
static bool raise_to(const double *x, size_t n, double *room)
{
    assay_exact sum = {0}, squares = {0};
    double known = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] != x[i]) continue;
        known += 1;
        assay_exact_add(&sum, x[i]);
    }
    if (known < 2) return false;
    const double mean = assay_exact_value(&sum) / known;
    for (size_t i = 0; i < n; i++)
        if (x[i] == x[i])
            assay_exact_add(&squares, (x[i] - mean) * (x[i] - mean));
    const double sd = sqrt(assay_exact_value(&squares) / (known - 1));
    if (!(sd > 0)) return false;
    for (size_t i = 0; i < n; i++) {
        const double far = fabs(x[i] - mean) / sd;
        // NaN until there is any.
        if (far == far && !(far <= room[i])) room[i] = far;
    }
    return true;
}

double assay_replicates_farthest(const double *x, size_t figures, size_t n,
                                 double confidence, double *room)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) room[i] = NAN;
    for (size_t f = 0; f < figures; f++) any |= raise_to(x + f * n, n, room);
    if (!any) return NAN;
    const size_t known = assay_replicates_sort(room, n);
    return assay_replicates_quantile(room, known, confidence);
}

assay_jackknife assay_jackknife_of(const double *without, size_t n)
{
    if (n < 2) return (assay_jackknife){NAN, NAN};
    assay_exact sum = {0}, squares = {0}, cubes = {0};
    for (size_t i = 0; i < n; i++) assay_exact_add(&sum, without[i]);
    const double k = (double)n, mean = assay_exact_value(&sum) / k;
    for (size_t i = 0; i < n; i++) {
        const double l = mean - without[i];
        assay_exact_add(&squares, l * l);
        assay_exact_add(&cubes, l * l * l);
    }
    const double s2 = assay_exact_value(&squares);
    const double s3 = assay_exact_value(&cubes);
    return (assay_jackknife){(k - 1) / k * s2,
                             s2 > 0 ? s3 / (6 * s2 * sqrt(s2)) : 0};
}

// The place among the replicates of the quantile `z` of a standard normal.
static double adjusted(double z0, double acceleration, double z)
{
    const double w = z0 + z;
    if (!(1 - acceleration * w > 0)) return NAN;
    return assay_normal_cdf(z0 + w / (1 - acceleration * w));
}

assay_bca assay_bca_of(const double *sorted, size_t n, double value,
                       double acceleration, double confidence)
{
    double below = 0, tied = 0;
    for (size_t i = 0; i < n; i++) {
        below += sorted[i] < value;
        tied += sorted[i] == value;
    }
    const double all = (double)n;
    const double z = assay_normal_two_sided(confidence);
    assay_bca out = {.tied = tied / all};
    out.z0 = assay_normal_quantile((below + 0.5 * tied) / all);
    out.low = out.high = NAN;
    out.interval = (assay_interval){NAN, NAN};
    if (!(below + tied > 0 && below < all)) return out;
    out.low = adjusted(out.z0, acceleration, -z);
    out.high = adjusted(out.z0, acceleration, z);
    out.interval =
        (assay_interval){assay_replicates_quantile(sorted, n, out.low),
                         assay_replicates_quantile(sorted, n, out.high)};
    return out;
}
