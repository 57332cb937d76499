// SPDX-License-Identifier: Apache-2.0
#include "stats/equality.h"

#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/philox.h"
#include "stats/sorted.h"

#include <math.h>

enum { STREAM = 0x6571 }; // apart from other uses of the seed

static const double INVERTED = 64, MOST = 400;

double assay_poisson_draw(double mean, double uniform)
{
    if (mean > INVERTED) {
        const double z = assay_normal_quantile(uniform);
        const double x = mean + z * sqrt(mean) + (z * z - 1) / 6;
        return x > 0 ? x : 0;
    }
    double chance = assay_exp(0.0 - mean), sum = chance, k = 0;
    while (uniform > sum && k < MOST) {
        k += 1;
        chance *= mean / k;
        sum += chance;
    }
    return k;
}

// One draw of a rate of all groups, and whether half an event was added.
static void draw(const assay_equal *equal, size_t which, uint32_t replicate,
                 double *plain, double *adjusted)
{
    const double rate = equal->rate[which];
    bool none = equal->always;
    for (size_t g = 0; g < equal->n; g++) {
        const double mean = equal->events[which][g];
        const assay_philox_words words =
            assay_philox_at((assay_place){.seed = equal->seed,
                                          .unit = g,
                                          .replicate = replicate,
                                          .stream = STREAM + (uint32_t)which});
        if (!(mean < 1e300)) {
            plain[g] = adjusted[g] = rate;
            continue;
        }
        const double x =
            assay_poisson_draw(mean, assay_uniform(words.w[0], words.w[1]));
        plain[g] = rate * x / mean;
        adjusted[g] = (x + 0.5) / (mean / rate + 1);
        none = none || !(x > 0);
    }
    for (size_t g = 0; !none && g < equal->n; g++) adjusted[g] = plain[g];
}

size_t assay_equal_room(size_t n, size_t kinds)
{
    return 5 * n + kinds * ASSAY_EQUAL_REPLICATES;
}

static assay_expected sum_up(double *values, double confidence)
{
    const size_t n = ASSAY_EQUAL_REPLICATES;
    const double tail = 0.5 * (1 - confidence);
    for (size_t i = 0; i < n; i++)
        if (isnan(values[i])) return (assay_expected){NAN, NAN, NAN, NAN, NAN};
    assay_sort(values, n);
    return (assay_expected){
        .median = assay_sorted_quantile(values, n, 0.5),
        .low = assay_sorted_quantile(values, n, tail),
        .high = assay_sorted_quantile(values, n, 1 - tail),
        .most = assay_sorted_quantile(values, n, confidence),
        .least = assay_sorted_quantile(values, n, 1 - confidence)};
}

void assay_equal_expect(const assay_equal *equal, const assay_spread *kinds,
                        size_t kind_count, double confidence, double *room,
                        assay_expected *out)
{
    const size_t n = equal->n, replicates = ASSAY_EQUAL_REPLICATES;
    double *plain[2] = {room, room + n};
    double *adjusted[2] = {room + 2 * n, room + 3 * n};
    double *values = room + 5 * n;
    assay_spread_rates rates = {.n = n,
                                .alpha = equal->alpha,
                                .reference = equal->reference,
                                .room = room + 4 * n};
    for (size_t b = 0; b < replicates; b++) {
        for (size_t i = 0; i < 2 && equal->events[i]; i++)
            draw(equal, i, (uint32_t)b, plain[i], adjusted[i]);
        for (size_t k = 0; k < kind_count; k++) {
            double *const *of =
                assay_spread_needs_events(kinds[k]) ? adjusted : plain;
            rates.first = of[0];
            rates.second = of[1];
            values[k * replicates + b] =
                assay_spread_value(kinds[k], &rates, NULL);
        }
    }
    for (size_t k = 0; k < kind_count; k++)
        out[k] = sum_up(values + k * replicates, confidence);
}
