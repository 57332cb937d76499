// SPDX-License-Identifier: Apache-2.0
// All searches are for the least whole number that is enough, by doubling and
// then by halves: what is asked for grows with it.
#include "stats/plan.h"

#include "stats/beta.h"
#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/proportions.h"
#include "stats/student.h"
#include "stats/threshold.h"

#include <math.h>
#include <stdint.h>

static const double people_most = 9007199254740992.0; // 2^53

double assay_plan_trials(const assay_plan_design *d, double people)
{
    return d->pairs ? 0.5 * people * (people - 1) : people * d->each;
}

double assay_plan_effective(const assay_plan_design *d, double people)
{
    const double apart = d->pairs ? 2 * (people - 2) : d->each - 1;
    const double deff =
        !__builtin_isnan(d->deff) ? d->deff : 1 + apart * d->icc;
    return assay_plan_trials(d, people) / (deff > 1 ? deff : 1);
}

// Kish's index of squares of normal deviations, which is what the interval of
// an evaluation will find.
static double freedom(double people)
{
    const double nu = people / 3;
    return nu > 2 ? nu : 2;
}

// A question about people: whether so many are enough.
typedef struct question {
    bool (*enough)(const struct question *q, double people);
    const assay_plan_design *design;
    double rate, wanted, ratio, confidence;
} question;

// The least whole number from `from` on that is enough.
static double fewest(const question *q, double from)
{
    double low = from - 1, high = from;
    while (!q->enough(q, high)) {
        low = high;
        high *= 2;
        if (high > people_most) return INFINITY;
    }
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (q->enough(q, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool has_trials(const question *q, double people)
{
    return assay_plan_effective(q->design, people) >= q->wanted;
}

double assay_plan_people(const assay_plan_design *design, double trials)
{
    const question q = {
        .enough = has_trials, .design = design, .wanted = trials};
    return fewest(&q, 2);
}

double assay_plan_half_width(const assay_plan_design *design, double people,
                             double rate, double confidence)
{
    const double n = assay_plan_effective(design, people);
    const double t = assay_student_two_sided(confidence, freedom(people));
    const assay_interval ends = assay_wilson(rate, n, t);
    return 0.5 * (ends.high - ends.low);
}

static bool is_narrow(const question *q, double people)
{
    return assay_plan_half_width(q->design, people, q->rate, q->confidence) <=
           q->wanted;
}

double assay_plan_people_for_width(const assay_plan_design *design, double rate,
                                   double half, double confidence)
{
    const question q = {.enough = is_narrow,
                        .design = design,
                        .rate = rate,
                        .wanted = half,
                        .confidence = confidence};
    return fewest(&q, 2);
}

// The least n with P(Bin(n, limit) <= m) <= miss.
static double trials_of(double m, double limit, double miss)
{
    double low = m, high = m + 1;
    while (assay_binomial_at_most(m, high, limit) > miss) {
        low = high;
        high *= 2;
        if (high > people_most) return INFINITY;
    }
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (assay_binomial_at_most(m, middle, limit) > miss)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static assay_plan_limit limit_at(double m, double limit, double rate,
                                 double miss)
{
    assay_plan_limit at = {trials_of(m, limit, miss), m, 0};
    if (at.trials < people_most)
        at.power = rate > 0 ? assay_binomial_at_most(m, at.trials, rate) : 1;
    return at;
}

assay_plan_limit assay_plan_limit_trials(double limit, double rate,
                                         double power, double miss)
{
    double low = -1, high = 0;
    assay_plan_limit at = limit_at(0, limit, rate, miss);
    while (at.power < power && at.trials < people_most) {
        low = high;
        high = 2 * high + 1;
        at = limit_at(high, limit, rate, miss);
    }
    while (high - low > 1 && at.trials < people_most) {
        const double middle = floor(low + 0.5 * (high - low));
        const assay_plan_limit half = limit_at(middle, limit, rate, miss);
        if (half.power >= power) {
            high = middle;
            at = half;
        } else {
            low = middle;
        }
    }
    return at;
}

double assay_plan_limit_power(double trials, double limit, double rate,
                              double miss)
{
    uint64_t m = 0;
    const double n = floor(trials);
    if (!assay_wilks_allowed(n, limit, miss, &m)) return 0;
    return rate > 0 ? assay_binomial_at_most((double)m, n, rate) : 1;
}

double assay_plan_ratio_power(const assay_plan_design *design,
                              const assay_plan_groups *g, double ratio,
                              double confidence)
{
    const double p = g->rate, q = p * ratio;
    const double n1 = assay_plan_effective(design, g->people[0]);
    const double n2 = assay_plan_effective(design, g->people[1]);
    const double fewer =
        g->people[0] < g->people[1] ? g->people[0] : g->people[1];
    if (!(p > 0) || !(q < 1) || !(fewer >= 2)) return 0;
    const double variance = (1 - p) / (p * n1) + (1 - q) / (q * n2);
    const double t = assay_student_two_sided(confidence, freedom(fewer));
    const double at = fabs(assay_log(ratio)) / sqrt(variance) - t;
    return assay_normal_cdf(at);
}

static bool shows_ratio(const question *q, double people)
{
    const assay_plan_groups groups = {{people, people}, q->rate};
    return assay_plan_ratio_power(q->design, &groups, q->ratio,
                                  q->confidence) >= q->wanted;
}

double assay_plan_people_for_ratio(const assay_plan_design *design, double rate,
                                   double ratio, double power,
                                   double confidence)
{
    const question q = {.enough = shows_ratio,
                        .design = design,
                        .rate = rate,
                        .wanted = power,
                        .ratio = ratio,
                        .confidence = confidence};
    if (!(rate * ratio < 1)) return INFINITY;
    return fewest(&q, 2);
}

double assay_plan_least_ratio(const assay_plan_design *design,
                              const assay_plan_groups *groups, double power,
                              double confidence)
{
    // Just below where the higher rate is 1.
    double low = 0, high = -assay_log(groups->rate) * (1 - 1e-9);
    if (assay_plan_ratio_power(design, groups, assay_exp(high), confidence) <
        power)
        return INFINITY;
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);
        if (assay_plan_ratio_power(design, groups, assay_exp(middle),
                                   confidence) >= power)
            high = middle;
        else
            low = middle;
    }
    return assay_exp(high);
}

double assay_plan_events(double part, double confidence)
{
    const double z = assay_normal_two_sided(confidence) / part;
    return z * z;
}
