// SPDX-License-Identifier: Apache-2.0
#include "stats/ratio.h"

#include "stats/beta.h"
#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/student.h"

#include <math.h>
#include <stdbool.h>

static const assay_interval none = {NAN, NAN};

// a's share of all events at a ratio of rates.
static double share_at(assay_exposed a, assay_exposed b, double ratio)
{
    return a.exposure * ratio / (a.exposure * ratio + b.exposure);
}

static double p_value(assay_exposed a, assay_exposed b)
{
    const double n = a.events + b.events, share = share_at(a, b, 1);
    const double up = assay_binomial_at_least(a.events, n, share);
    const double down = assay_binomial_at_most(a.events, n, share);
    const double p = 2 * (up < down ? up : down);
    return p < 1 ? p : 1;
}

assay_ratio assay_ratio_exact(assay_exposed a, assay_exposed b,
                              double confidence)
{
    assay_ratio out = {NAN, NAN, NAN, NAN};
    if (!(a.events + b.events > 0)) return out;
    const double tail = 0.5 * (1 - confidence);
    const double scale = b.exposure / a.exposure;
    out = (assay_ratio){INFINITY, 0, INFINITY, p_value(a, b)};
    if (b.events > 0) out.value = a.events / b.events * scale;
    if (a.events > 0) {
        const assay_tails left = {tail, 1 - tail};
        const assay_share s = assay_beta_quantile(left, a.events, b.events + 1);
        out.low = s.x / s.y * scale;
    }
    if (b.events > 0) {
        const assay_tails right = {1 - tail, tail};
        const assay_share s =
            assay_beta_quantile(right, a.events + 1, b.events);
        out.high = s.x / s.y * scale;
    }
    return out;
}

static assay_interval around(double ratio, double half)
{
    const double spread = assay_exp(half);
    return (assay_interval){ratio / spread, ratio * spread};
}

assay_interval assay_ratio_katz(assay_exposed a, assay_exposed b,
                                double confidence)
{
    if (!(a.events > 0) || !(b.events > 0)) return none;
    const double variance =
        (1 / a.events - 1 / a.exposure) + (1 / b.events - 1 / b.exposure);
    const double ratio = a.events / a.exposure / (b.events / b.exposure);
    return around(ratio, assay_normal_two_sided(confidence) *
                             sqrt(variance > 0 ? variance : 0));
}

assay_interval assay_ratio_clustered(assay_rate a, assay_rate b,
                                     double covariance, double confidence)
{
    if (!(a.rate > 0) || !(b.rate > 0)) return none;
    const double variance = a.variance / (a.rate * a.rate) +
                            b.variance / (b.rate * b.rate) -
                            2 * covariance / (a.rate * b.rate);
    const double nu = a.nu < b.nu ? a.nu : b.nu;
    return around(a.rate / b.rate, assay_student_two_sided(confidence, nu) *
                                       sqrt(variance > 0 ? variance : 0));
}

assay_interval assay_rate_difference(assay_exposed a, assay_exposed b,
                                     double confidence)
{
    const assay_interval i = assay_poisson_interval(a.events, confidence);
    const assay_interval j = assay_poisson_interval(b.events, confidence);
    const double d = a.events / a.exposure - b.events / b.exposure;
    const double down1 = (a.events - i.low) / a.exposure;
    const double up1 = (i.high - a.events) / a.exposure;
    const double down2 = (b.events - j.low) / b.exposure;
    const double up2 = (j.high - b.events) / b.exposure;
    return (assay_interval){d - sqrt(down1 * down1 + up2 * up2),
                            d + sqrt(up1 * up1 + down2 * down2)};
}

double assay_ratio_equivalence(assay_exposed a, assay_exposed b, double margin)
{
    const double n = a.events + b.events;
    if (!(n > 0) || !(margin > 1)) return NAN;
    const double low =
        assay_binomial_at_least(a.events, n, share_at(a, b, 1 / margin));
    const double high =
        assay_binomial_at_most(a.events, n, share_at(a, b, margin));
    return low > high ? low : high;
}

// The smallest k in 1..n with P(X >= k) <= tail, or n + 1.
static double least_excess(double n, double share, double tail)
{
    double from = 1, to = n + 1;
    while (from < to) {
        const double middle = floor(0.5 * (from + to));
        if (assay_binomial_at_least(middle, n, share) <= tail) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return from;
}

assay_power assay_ratio_power(double events, double share, double power,
                              double confidence)
{
    assay_power out = {NAN, NAN, INFINITY};
    const bool valid = events >= 1 && share > 0 && share < 1;
    if (!valid) return out;
    const double k = least_excess(events, share, 0.5 * (1 - confidence));
    if (k > events) return out;
    const assay_tails tails = {power, 1 - power};
    const assay_share s = assay_beta_quantile(tails, k, events - k + 1);
    out.least = k;
    out.expected = s.x;
    out.ratio = s.x / s.y * ((1 - share) / share);
    return out;
}

// At `exposure` times that of the other side.
static double events_at(double exposure, double ratio, double power,
                        double confidence)
{
    const double z =
        assay_normal_two_sided(confidence) - assay_normal_quantile(1 - power);
    const double l = assay_log(ratio);
    return z * z * (1 + exposure / ratio) / (l * l);
}

double assay_ratio_events(double ratio, double power, double confidence)
{
    return events_at(1, ratio, power, confidence);
}

assay_adequacy assay_ratio_adequacy(assay_exposed a, assay_exposed b,
                                    double ratio, double power,
                                    double confidence)
{
    const double times = a.exposure / b.exposure;
    const assay_adequacy of_a = {a.events,
                                 events_at(times, ratio, power, confidence)};
    const assay_adequacy of_b = {
        b.events, events_at(1 / times, ratio, power, confidence)};
    return of_a.has * of_b.takes <= of_b.has * of_a.takes ? of_a : of_b;
}
