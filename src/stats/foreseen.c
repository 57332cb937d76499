// SPDX-License-Identifier: Apache-2.0
#include "stats/foreseen.h"

#include "stats/beta.h"
#include "stats/elementary.h"

#include <math.h>

assay_known_rate assay_rate_known(double x, double e)
{
    return (assay_known_rate){(x + 0.5) / e, (x + 0.5) / (e * e)};
}

assay_known_rate assay_share_known(double x, double e)
{
    const double mean = (x + 0.5) / (e + 1);
    return (assay_known_rate){mean, mean * (1 - mean) / (e + 2)};
}

assay_known_rate assay_rate_to_come(assay_known_rate known,
                                    const assay_between *between,
                                    double deployments)
{
    double variance = known.variance;
    if (between->variance > variance) variance = between->variance;
    variance += between->spread * between->spread / deployments;
    return (assay_known_rate){known.mean, variance};
}

// P(X <= k) of a distribution on 0, 1, ...
typedef struct spread_out {
    double (*at_most)(const struct spread_out *of, double k);
    double a, b;   // shapes
    double e;      // exposure; of shares the largest k
    double lowest; // of shares: where to start summing, and
    double first;  // the chance there
} spread_out;

static double count_at_most(const spread_out *of, double k)
{
    const double all = of->b + of->e;
    return assay_beta_tails(of->a, k + 1,
                            (assay_share){of->b / all, of->e / all})
        .lower;
}

// The rate is Gamma(a, b).
static spread_out counts_of(assay_known_rate rate, double e)
{
    const double b = rate.mean / rate.variance;
    return (spread_out){
        .at_most = count_at_most, .a = rate.mean * b, .b = b, .e = e};
}

// P(k + 1)/P(k) of a beta-binomial.
static double growth(const spread_out *of, double k)
{
    return (of->e - k) * (k + of->a) / ((k + 1) * (of->e - k - 1 + of->b));
}

static double share_at_most(const spread_out *of, double k)
{
    double chance = of->first, sum = 0;
    for (double i = of->lowest; i <= k && i <= of->e; i += 1) {
        sum += chance;
        chance *= growth(of, i);
    }
    return sum < 1 ? sum : 1;
}

// The share is Beta(a, b). Chances are summed from the middle, where none is
// too small to be held.
static spread_out shares_of(assay_known_rate share, double e)
{
    const double m = share.mean, size = m * (1 - m) / share.variance - 1;
    const double least = 1e-9, n = size > least ? size : least;
    spread_out of = {
        .at_most = share_at_most, .a = m * n, .b = (1 - m) * n, .e = e};
    const double middle = floor(m * e);
    double chance = 1, all = 0;
    for (double k = middle; k <= e && chance > 0; k += 1) {
        all += chance;
        chance *= growth(&of, k);
    }
    chance = 1;
    for (double k = middle; k >= 0 && chance > 1e-290; k -= 1) {
        of.lowest = k;
        of.first = chance;
        all += k < middle ? chance : 0;
        chance /= k > 0 ? growth(&of, k - 1) : 1;
    }
    of.first /= all;
    return of;
}

static double most(const spread_out *of, double chance)
{
    double high = 1, low = -1;
    while (of->at_most(of, high) < chance && high < 1e15) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (of->at_most(of, middle) < chance)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static assay_foreseen foresee(const spread_out *of, double mean, double chance)
{
    const double tail = 0.5 * (1 - chance);
    return (assay_foreseen){.mean = mean,
                            .none = of->at_most(of, 0),
                            .low = most(of, tail),
                            .high = most(of, 1 - tail)};
}

assay_foreseen assay_foresee_count(assay_known_rate rate, double e,
                                   double chance)
{
    const spread_out of = counts_of(rate, e);
    return foresee(&of, rate.mean * e, chance);
}

assay_foreseen assay_foresee_share(assay_known_rate share, double e,
                                   double chance)
{
    const spread_out of = shares_of(share, e);
    return foresee(&of, share.mean * e, chance);
}

double assay_foresee_count_most(assay_known_rate rate, double e, double chance)
{
    const spread_out of = counts_of(rate, e);
    return most(&of, chance);
}

double assay_foresee_share_most(assay_known_rate share, double e, double chance)
{
    const spread_out of = shares_of(share, e);
    return most(&of, chance);
}

// The smallest count of which this holds: false below it, true from it on, and
// at n.
static double smallest(bool (*holds)(double k, double n, double p, double miss),
                       double n, double p, double miss)
{
    double low = -1, high = n;
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (holds(middle, n, p, miss))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool seldom_above(double k, double n, double p, double miss)
{
    return assay_binomial_at_least(k + 1, n, p) <= miss;
}

static bool not_seldom_below(double k, double n, double p, double miss)
{
    return assay_binomial_at_most(k, n, p) > miss;
}

assay_interval assay_control_limits(double p, double n, double miss)
{
    return (assay_interval){smallest(not_seldom_below, n, p, miss),
                            smallest(seldom_above, n, p, miss)};
}
