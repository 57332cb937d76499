// SPDX-License-Identifier: Apache-2.0
#include "stats/foreseen.h"

#include "stats/beta.h"

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

// A beta-binomial count: the share is Beta(a, b), of e units.
typedef struct events {
    double a, b, e;
    double lowest; // where to start summing, and
    double first;  // the chance there
} events;

// P(k + 1)/P(k).
static double growth(const events *of, double k)
{
    return (of->e - k) * (k + of->a) / ((k + 1) * (of->e - k - 1 + of->b));
}

static double at_most(const events *of, double k)
{
    double chance = of->first, sum = 0;
    for (double i = of->lowest; i <= k && i <= of->e; i += 1) {
        sum += chance;
        chance *= growth(of, i);
    }
    return sum < 1 ? sum : 1;
}

// Chances are summed from the middle, where none is too small to be held.
static events events_of(assay_known_rate share, double e)
{
    const double m = share.mean, size = m * (1 - m) / share.variance - 1;
    const double least = 1e-9, n = size > least ? size : least;
    events of = {.a = m * n, .b = (1 - m) * n, .e = e};
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

static double most(const events *of, double chance)
{
    double high = 1, low = -1;
    while (at_most(of, high) < chance && high < 1e15) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (at_most(of, middle) < chance)
            low = middle;
        else
            high = middle;
    }
    return high;
}

assay_predictive assay_count_to_come(assay_known_rate rate, double e)
{
    return (assay_predictive){.mean = rate.mean * e,
                              .shape = rate.mean * rate.mean / rate.variance};
}

assay_foreseen assay_foresee_count(assay_known_rate rate, double e,
                                   double chance)
{
    const assay_predictive count = assay_count_to_come(rate, e);
    const assay_interval ends = assay_predictive_interval(&count, chance);
    return (assay_foreseen){.mean = count.mean,
                            .none = assay_predictive_at_most(&count, 0),
                            .low = ends.low,
                            .high = ends.high};
}

assay_foreseen assay_foresee_share(assay_known_rate share, double e,
                                   double chance)
{
    const events of = events_of(share, e);
    const double tail = 0.5 * (1 - chance);
    return (assay_foreseen){.mean = share.mean * e,
                            .none = at_most(&of, 0),
                            .low = most(&of, tail),
                            .high = most(&of, 1 - tail)};
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
