// SPDX-License-Identifier: Apache-2.0
// Whether the interval of a rate of deployments holds the rate: records drawn
// with a known one. Deployments differ by a gamma factor, in footfall by
// another; what is seen on one is Poisson. The seed is fixed, so are the
// counts.
#include "measure/operational_pool.h"
#include "stats/gamma.h"
#include "stats/philox.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { RUNS = 1000, MOST = 120 };

// A kind of record.
typedef struct design {
    size_t rows;
    double each;   // expected wrong alerts of a deployment
    double shape;  // of the factor by which deployments differ; 0: not at all
    unsigned held; // in so many runs at least the interval holds the rate
} design;

static int64_t poisson(assay_random *random, double mean)
{
    double u = assay_random_uniform(random);
    double p = exp(-mean);
    int64_t n = 0;
    for (; u > p && n < 100000; n++) {
        u -= p;
        p *= mean / (double)(n + 1);
    }
    return n;
}

// A factor of mean 1.
static double factor(assay_random *random, double shape)
{
    const double u = assay_random_uniform(random);
    if (!(shape > 0)) return 1;
    return assay_gamma_quantile((assay_tails){u, 1 - u}, shape) / shape;
}

static void draw(assay_random *random, const design *d, assay_deployed *rows)
{
    memset(rows, 0, d->rows * sizeof *rows);
    for (size_t i = 0; i < d->rows; i++) {
        const double crowd = factor(random, 2);
        const double mean = d->each * crowd * factor(random, d->shape);
        const int64_t wrong = poisson(random, mean);
        const int64_t hours = (int64_t)(crowd * 5 * 3600) + 60;
        for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++)
            rows[i].counts[k] = (assay_known){-1, -1};
        rows[i].counts[ASSAY_DEPLOYED_FALSE] = (assay_known){wrong, wrong};
        rows[i].seconds = hours;
    }
}

static unsigned runs_that_hold(const design *d, uint64_t seed)
{
    static const assay_pooled_rate hourly = {
        "false alerts per hour", ASSAY_DEPLOYED_FALSE, ASSAY_POOL_HOURS};
    assay_deployed rows[MOST];
    double room[4 * MOST];
    unsigned held = 0;
    // 60 seconds more than the crowd makes: of an hour the sixtieth part.
    const double truth = d->each / (5 + 60.0 / 3600);
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = seed, .replicate = run});
        const assay_deployments all = {.rows = rows, .count = d->rows};
        draw(&random, d, rows);
        const assay_pool pool =
            assay_pool_rows(&all, NULL, d->rows, &hourly, 0.95, room);
        held += pool.ends.low <= truth && truth <= pool.ends.high;
    }
    return held;
}

static void the_interval_holds_the_rate(void **state)
{
    (void)state;
    // Records of the size of a year's or a summer's, and poorer ones; the last
    // of deployments of which one or two hold most of what happened.
    static const design designs[] = {
        {100, 0.3, 0, 945},  {100, 0.3, 1, 945}, {100, 0.3, 0.3, 945},
        {100, 0.05, 1, 945}, {30, 1, 1, 945},    {30, 1, 0.3, 945},
        {12, 3, 1, 945},     {12, 3, 0, 945},    {30, 0.02, 1, 945},
        {15, 20, 0.1, 850},
    };
    for (size_t i = 0; i < sizeof designs / sizeof *designs; i++) {
        const unsigned held = runs_that_hold(&designs[i], 7 + i);
        if (held < designs[i].held)
            fail_msg("%zu rows, %g each, shape %g: %u", designs[i].rows,
                     designs[i].each, designs[i].shape, held);
        print_message("%zu rows, %g each, shape %g: %u\n", designs[i].rows,
                      designs[i].each, designs[i].shape, held);
    }
}

static assay_pool_range open_of(assay_known alerts, assay_known right,
                                assay_known wrong)
{
    assay_deployed row;
    memset(&row, 0, sizeof row);
    row.counts[ASSAY_DEPLOYED_ALERTS] = alerts;
    row.counts[ASSAY_DEPLOYED_TRUE] = right;
    row.counts[ASSAY_DEPLOYED_FALSE] = wrong;
    return assay_pool_value(&row, ASSAY_POOL_UNVERIFIED);
}

static void is_range(assay_pool_range range, double low, double high)
{
    assert_true(range.low == low && range.high == high);
}

static void what_nobody_judged_is_what_is_left(void **state)
{
    (void)state;
    const assay_known none = {-1, -1};
    is_range(open_of((assay_known){42, 42}, (assay_known){8, 8},
                     (assay_known){26, 26}),
             8, 8);
    is_range(open_of((assay_known){42, 42}, (assay_known){8, 8}, none), 34, 34);
    is_range(
        open_of((assay_known){1, 1}, (assay_known){2, 2}, (assay_known){0, 0}),
        0, 0);
    is_range(
        open_of((assay_known){9, 9}, (assay_known){0, 4}, (assay_known){1, 1}),
        4, 8);
    assert_true(open_of(none, (assay_known){8, 8}, none).low < 0);
    assert_true(open_of((assay_known){42, 42}, none, none).low < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_holds_the_rate),
        cmocka_unit_test(what_nobody_judged_is_what_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
