// SPDX-License-Identifier: Apache-2.0
#include "stats/foreseen.h"

#include "stats/gamma.h"
#include "stats/philox.h"

#include <math.h>
#include <string.h>

enum {
    STREAM = 0x6265, // apart from other uses of the seed
    ENOUGH = 100,    // as large: p is settled
    DEALT_MOST = 2000
};

// Sums over deployments.
typedef struct sums {
    double x, e, e2, e3;
} sums;

static sums sums_of(const assay_sessions *of)
{
    sums s = {0, 0, 0, 0};
    for (size_t i = 0; i < of->n; i++) {
        const double e = of->e[i];
        s.x += of->x[i];
        s.e += e;
        s.e2 += e * e;
        s.e3 += e * e * e;
    }
    return s;
}

static double jackknifed(const assay_sessions *of, sums s)
{
    const double n = (double)of->n, rate = s.x / s.e;
    double sum = 0, squares = 0;
    if (of->n < 2) return NAN;
    for (size_t i = 0; i < of->n; i++) {
        const double off = (s.x - of->x[i]) / (s.e - of->e[i]) - rate;
        sum += off;
        squares += off * off;
    }
    return (n - 1) / n * (squares - sum * sum / n);
}

static double squared(const assay_sessions *of, sums s)
{
    double all = 0;
    for (size_t i = 0; i < of->n; i++) {
        const double d = of->x[i] - s.x / s.e * of->e[i];
        all += d * d;
    }
    return all;
}

static double spread(const assay_sessions *of, sums s)
{
    const double rate = s.x / s.e, d2 = squared(of, s);
    const double w2 = s.e2 / (s.e * s.e);
    double variance;
    if (of->shares) {
        const double v = rate * (1 - rate) * s.e / (s.e - 1);
        const double b =
            s.e2 - s.e - 2 * (s.e3 - s.e2) / s.e + (s.e2 - s.e) * w2;
        variance = rate * (1 - rate) * (d2 / v - (s.e - s.e2 / s.e)) / b;
    } else {
        variance = (d2 - rate * (s.e - s.e2 / s.e)) /
                   (s.e2 - 2 * s.e3 / s.e + s.e2 * w2);
    }
    return variance > 0 ? sqrt(variance) : 0;
}

// Sum of (x - m)^2/v at one rate.
static double chi2(const assay_sessions *of, const double *x, sums s)
{
    const double rate = s.x / s.e, rest = of->shares ? 1 - rate : 1;
    double all = 0;
    for (size_t i = 0; i < of->n; i++) {
        const double m = rate * of->e[i];
        all += (x[i] - m) * (x[i] - m) / (m * rest);
    }
    return all;
}

// The deployment in which the unit at `u` in [0, all) lies.
static size_t where(const double *ends, size_t n, double u)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (u < ends[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

// Deals events in proportion to exposure; of shares each unit can have one.
static void deal(const assay_sessions *of, const double *ends, double events,
                 assay_random *random, double *x)
{
    memset(x, 0, of->n * sizeof *x);
    while (events > 0) {
        const size_t i =
            where(ends, of->n, assay_random_uniform(random) * ends[of->n - 1]);
        if (of->shares && assay_random_uniform(random) * of->e[i] < x[i])
            continue;
        x[i] += 1;
        events -= 1;
    }
}

static double drawn_p(const assay_sessions *of, sums s, double seen,
                      assay_between_draws how)
{
    double *ends = how.room, *x = how.room + of->n, end = 0;
    uint32_t reached = 0, b = 0;
    for (size_t i = 0; i < of->n; i++) ends[i] = end += of->e[i];
    while (b < how.replicates && reached < ENOUGH) {
        assay_random random =
            assay_random_at((assay_place){how.seed, 0, b++, STREAM});
        deal(of, ends, s.x, &random, x);
        reached += chi2(of, x, s) >= seen * (1 - 1e-12);
    }
    if (reached == ENOUGH) return (double)reached / (double)b;
    return (1 + (double)reached) / (1 + (double)b);
}

static bool dealt(const assay_sessions *of, sums s)
{
    const double each = 5 * (double)of->n;
    return s.x <= DEALT_MOST &&
           (s.x < each || (of->shares && s.e - s.x < each));
}

assay_between assay_between_of(const assay_sessions *of,
                               assay_between_draws how)
{
    const sums s = sums_of(of);
    assay_between out = {.rate = s.x / s.e,
                         .variance = jackknifed(of, s),
                         .index = (double)NAN,
                         .p = (double)NAN};
    if (of->n < 2 || !(s.x > 0) || (of->shares && !(s.x < s.e))) return out;
    const double seen = chi2(of, of->x, s), df = (double)of->n - 1;
    out.spread = spread(of, s);
    out.index = seen / df;
    out.p = dealt(of, s) ? drawn_p(of, s, seen, how)
                         : assay_gamma_tails(df / 2, seen / 2).upper;
    return out;
}
