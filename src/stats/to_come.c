// SPDX-License-Identifier: Apache-2.0
// Integrals over ln b and ln rate are sums over even steps: first along ln b
// alone, to see where any weight lies, then over both there.
#include "stats/to_come.h"

#include "stats/elementary.h"
#include "stats/lgamma.h"

#include <math.h>

enum {
    STEPS = 24,   // of ln b, while it is looked for
    SPREADS = 16, // of ln b
    RATES = 13,   // of ln rate, a standard deviation apart
    BELOW = 4     // of them below the record's
};

static const double least_b = 1e-4, most_b = 20;
static const double some = -9;           // ln of the weight that is looked at
static const double trace = 1e-5;        // of the largest weight: left out
static const double most_counted = 1e15; // beyond, halves are no whole numbers

// A record in its order, and its sums.
typedef struct record {
    const double *x, *e;
    size_t n;
    double events, exposure;
    double squares; // of exposures
} record;

static bool in_order(const double *x, const double *e, size_t i, size_t j)
{
    return e[i] < e[j] || (e[i] == e[j] && x[i] <= x[j]);
}

static void swap(double *x, size_t i, size_t j)
{
    const double held = x[i];
    x[i] = x[j];
    x[j] = held;
}

// Shell's sort.
static void put_in_order(double *x, double *e, size_t n)
{
    size_t gap = 1;
    while (gap < n / 3) gap = 3 * gap + 1;
    for (; gap; gap /= 3)
        for (size_t i = gap; i < n; i++)
            for (size_t j = i; j >= gap && !in_order(x, e, j - gap, j);
                 j -= gap) {
                swap(x, j, j - gap);
                swap(e, j, j - gap);
            }
}

static record record_of(double *x, double *e, size_t n)
{
    record r = {x, e, 0, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        if (!(e[i] > 0)) continue;
        x[r.n] = x[i];
        e[r.n++] = e[i];
    }
    put_in_order(x, e, r.n);
    for (size_t i = 0; i < r.n; i++) {
        r.events += x[i];
        r.exposure += e[i];
        r.squares += e[i] * e[i];
    }
    return r;
}

// Whether there is more between deployments than chance within them.
static bool differ(const record *r)
{
    const double rate = r->events / r->exposure;
    double all = 0;
    if (r->n < 2 || !(r->events > 0)) return false;
    for (size_t i = 0; i < r->n; i++) {
        const double mean = rate * r->e[i];
        all += (r->x[i] - mean) * (r->x[i] - mean) / mean;
    }
    return all > (double)r->n - 1;
}

// ln of the chance of the record's counts about its own rate, and of b's
// density before it by ln b; but for what b leaves as it is.
static double fit(const record *r, double b)
{
    const double shape = 1 / b, of_none = assay_lgamma(shape);
    const double rate = r->events / r->exposure;
    double all = r->events * assay_log(b);
    for (size_t i = 0; i < r->n; i++) {
        all -= (r->x[i] + shape) * assay_log1p(b * rate * r->e[i]);
        if (r->x[i] > 0) all += assay_lgamma(r->x[i] + shape) - of_none;
    }
    return all + assay_log(b) - 2 * assay_log1p(b);
}

static double at(double low, double high, int i, int n)
{
    return assay_exp(low + (high - low) * i / (n - 1));
}

// Where ln b has any weight: a step beyond it at each end.
static void look(const record *r, double *low, double *high)
{
    const double from = assay_log(least_b), to = assay_log(most_b);
    const double step = (to - from) / (STEPS - 1);
    double weight[STEPS], most = -INFINITY;
    int first = STEPS - 1, last = 0;
    for (int i = 0; i < STEPS; i++) {
        weight[i] = fit(r, at(from, to, i, STEPS));
        if (weight[i] > most) most = weight[i];
    }
    for (int i = 0; i < STEPS; i++) {
        if (weight[i] < most + some) continue;
        first = i < first ? i : first;
        last = i;
    }
    *low = from + step * (first > 0 ? first - 1 : 0);
    *high = from + step * (last < STEPS - 1 ? last + 1 : last);
}

// Weights of rates at one b, that sum to `share`: all events of the record are
// about rate x exposure with the squared spread of their sum.
static void weigh(const record *r, double b, double share,
                  struct assay_to_come_part *parts)
{
    const double spread = b * r->squares / (r->exposure * r->exposure);
    const double x = r->events, width = sqrt(1 / x + spread);
    double sum = 0;
    for (int i = 0; i < RATES; i++) {
        const double more = width * (i - BELOW), mean = x * assay_exp(more);
        const double rest = (1 + spread * mean) / (1 + spread * x);
        const double weight = assay_exp(
            (x + 0.5) * more - (x + 0.5 + 1 / spread) * assay_log(rest));
        parts[i] =
            (struct assay_to_come_part){mean / r->exposure, 1 / b, weight};
        sum += weight;
    }
    for (int i = 0; i < RATES; i++) parts[i].weight *= share / sum;
}

// Leaves out what weighs nothing.
static void sift(assay_to_come *of)
{
    const size_t all = of->count;
    double most = 0, sum = 0;
    for (size_t i = 0; i < all; i++)
        if (of->parts[i].weight > most) most = of->parts[i].weight;
    of->count = 0;
    for (size_t i = 0; i < all; i++) {
        if (of->parts[i].weight < trace * most) continue;
        sum += of->parts[i].weight;
        of->parts[of->count++] = of->parts[i];
    }
    for (size_t i = 0; i < of->count; i++) of->parts[i].weight /= sum;
}

_Static_assert(SPREADS *RATES <= ASSAY_TO_COME_MOST, "room for all parts");

assay_to_come assay_to_come_of(double *events, double *exposure, size_t n)
{
    const record r = record_of(events, exposure, n);
    assay_to_come out = {.count = r.n > 0, .differ = differ(&r)};
    double low, high, fits[SPREADS], most = -INFINITY;
    out.parts[0] = (struct assay_to_come_part){(r.events + 0.5) / r.exposure,
                                               r.events + 0.5, 1};
    if (!out.differ) return out;
    look(&r, &low, &high);
    for (int i = 0; i < SPREADS; i++) {
        fits[i] = fit(&r, at(low, high, i, SPREADS));
        if (fits[i] > most) most = fits[i];
    }
    for (int i = 0; i < SPREADS; i++)
        weigh(&r, at(low, high, i, SPREADS), assay_exp(fits[i] - most),
              out.parts + (ptrdiff_t)i * RATES);
    out.count = (size_t)SPREADS * RATES;
    sift(&out);
    return out;
}

static assay_predictive part_of(const assay_to_come *of, size_t i, double next)
{
    return (assay_predictive){of->parts[i].rate * next, of->parts[i].shape};
}

double assay_to_come_at_most(const assay_to_come *of, double next, double k)
{
    double all = 0;
    for (size_t i = 0; i < of->count; i++) {
        const assay_predictive part = part_of(of, i, next);
        all += of->parts[i].weight * assay_predictive_at_most(&part, k);
    }
    return all;
}

static double above(const assay_to_come *of, double next, double k)
{
    double all = 0;
    for (size_t i = 0; i < of->count; i++) {
        const assay_predictive part = part_of(of, i, next);
        all += of->parts[i].weight * assay_predictive_at_least(&part, k + 1);
    }
    return all;
}

// Whether P(count <= k) >= chance, by the tail that is the smaller.
static bool reaches(const assay_to_come *of, double next, double k,
                    double chance)
{
    if (chance <= 0.5) return assay_to_come_at_most(of, next, k) >= chance;
    return above(of, next, k) <= 1 - chance;
}

// The least count that does, from `guess` on by doubling, then by halves.
static double quantile(const assay_to_come *of, double next, double chance,
                       double guess)
{
    double low = -1, high = floor(guess < most_counted ? guess : most_counted);
    while (!reaches(of, next, high, chance)) {
        if (high >= most_counted) return INFINITY;
        low = high;
        high = 2 * high + 1;
    }
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (reaches(of, next, middle, chance))
            high = middle;
        else
            low = middle;
    }
    return high;
}

assay_foreseen assay_to_come_in(const assay_to_come *of, double next,
                                double chance)
{
    assay_foreseen out = {.none = assay_to_come_at_most(of, next, 0)};
    for (size_t i = 0; i < of->count; i++)
        out.mean += of->parts[i].weight * of->parts[i].rate * next;
    out.low = quantile(of, next, 0.5 * (1 - chance), out.mean);
    out.high = quantile(of, next, 0.5 * (1 + chance), out.mean);
    return out;
}

double assay_to_come_any(const assay_to_come *of, double mean)
{
    double all = 0;
    for (size_t i = 0; i < of->count; i++) {
        const assay_predictive part = {mean, of->differ ? of->parts[i].shape
                                                        : (double)INFINITY};
        all += of->parts[i].weight * assay_predictive_at_least(&part, 1);
    }
    return all;
}
