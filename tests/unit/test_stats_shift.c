// SPDX-License-Identifier: Apache-2.0
// Changes along a row of deployments.
#include "stats/elementary.h"
#include "stats/equality.h"
#include "stats/gamma.h"
#include "stats/philox.h"
#include "stats/shift.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 200, LEAST = 10, ROOM = 3 * MOST };

static void near(double have, double want, double error)
{
    if (fabs(have - want) <= error) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

typedef struct record {
    double x[MOST], e[MOST], room[ROOM], t[MOST];
    uint8_t split[MOST];
    assay_shift_series of;
} record;

static void open_all(record *r, uint32_t n, uint32_t least)
{
    memset(r->split, 0, sizeof r->split);
    for (uint32_t i = least - 1; i + least < n; i++)
        r->split[i] = ASSAY_SPLIT_OPEN;
    r->of = (assay_shift_series){r->x, r->e, r->split, n};
}

static assay_shift test(record *r, uint64_t seed, uint32_t replicates)
{
    return assay_shift_test(&r->of,
                            (assay_shift_draws){seed, 1, replicates, r->room});
}

// T from its definition.
static double naive(const record *r, uint32_t k)
{
    double x = 0, e = 0, before = 0, s = 0, v = 0;
    for (uint32_t i = 0; i < r->of.n; i++) {
        x += r->x[i];
        e += r->e[i];
        before += i <= k ? r->e[i] : 0;
    }
    const double w = before / e;
    for (uint32_t i = 0; i < r->of.n; i++) {
        const double d = r->x[i] - x / e * r->e[i];
        s += i <= k ? d : 0;
        v += d * d * (i <= k ? (1 - w) * (1 - w) : w * w);
    }
    return fabs(s) / sqrt(v);
}

static void statistic_is_its_definition(void **state)
{
    (void)state;
    record r;
    open_all(&r, 7, 1);
    memcpy(r.x, (double[]){3, 0, 2, 9, 7, 8, 4}, 7 * sizeof(double));
    memcpy(r.e, (double[]){5, 4, 6, 5, 3, 6, 4}, 7 * sizeof(double));
    assay_shift_statistics(&r.of, r.room, r.t);
    for (uint32_t k = 0; k < 6; k++) near(r.t[k], naive(&r, k), 1e-12);
    assert_true(r.t[6] == 0.0);
    // In front of the fourth: R = 1, d = -2 -4 -4 4 4 2 0, w = 15/33.
    near(r.t[2], 10 / sqrt((36 * 324 + 36 * 225) / 1089.0), 1e-12);
}

// Orders of six deployments whose largest T is at least that of the first.
static double share_of_orders(const record *r, unsigned bit)
{
    record o = *r;
    uint32_t order[6] = {0}, all = 0, as_large = 0;
    double seen = 0;
    for (uint32_t code = 0; code < 6 * 5 * 4 * 3 * 2; code++) {
        uint32_t left = code, items[6] = {0, 1, 2, 3, 4, 5};
        for (uint32_t i = 0; i < 6; i++) {
            const uint32_t pick = i + left % (6 - i);
            left /= 6 - i;
            order[i] = items[pick];
            items[pick] = items[i];
        }
        for (uint32_t i = 0; i < 6; i++) {
            o.x[i] = r->x[order[i]];
            o.e[i] = r->e[order[i]];
        }
        o.of = (assay_shift_series){o.x, o.e, o.split, 6};
        double most = 0;
        for (uint32_t k = 0; k < 5; k++)
            if (r->split[k] & bit && naive(&o, k) > most) most = naive(&o, k);
        if (code == 0) seen = most;
        all++;
        as_large += most >= seen * (1 - 1e-9);
    }
    return (double)as_large / all;
}

static void p_is_the_share_of_orders(void **state)
{
    (void)state;
    record r;
    open_all(&r, 6, 1);
    memcpy(r.x, (double[]){1, 0, 2, 9, 7, 8}, 6 * sizeof(double));
    memcpy(r.e, (double[]){5, 4, 6, 5, 3, 6}, 6 * sizeof(double));
    r.split[4] |= ASSAY_SPLIT_KNOWN;
    r.split[1] |= ASSAY_SPLIT_KNOWN;
    const assay_shift s = test(&r, 11, 1999);
    assert_int_equal(s.free.after, 2);
    assert_int_equal(s.known.after, 1);
    const double free = share_of_orders(&r, ASSAY_SPLIT_OPEN);
    const double known = share_of_orders(&r, ASSAY_SPLIT_KNOWN);
    near(s.free.p, free, 4 * free / sqrt(ASSAY_SHIFT_ENOUGH));
    near(s.known.p, known, 4 * known / sqrt(ASSAY_SHIFT_ENOUGH));
    assert_true(known > 0.1 && free < 0.11);
}

static void nothing_to_say(void **state)
{
    (void)state;
    record r;
    open_all(&r, 30, LEAST);
    for (uint32_t i = 0; i < 30; i++) {
        r.x[i] = 0;
        r.e[i] = 4;
    }
    assay_shift s = test(&r, 1, 99);
    assert_true(s.free.after == 30 && s.free.t == 0.0 && s.free.p == 1.0);
    for (uint32_t i = 0; i < 30; i++) r.x[i] = 0.1 * r.e[i];
    s = test(&r, 1, 99);
    assert_true(s.free.p == 1.0); // one rate to the last bit of rounding
    for (uint32_t i = 0; i < 30; i++) r.e[i] = 0;
    s = test(&r, 1, 99);
    assert_true(s.free.p == 1.0);
    open_all(&r, 0, 1);
    s = test(&r, 1, 99);
    assert_true(s.free.after == 0 && s.known.p == 1.0);
}

// A gamma variable of shape k by its quantile.
static double gamma_draw(assay_random *random, double shape)
{
    const double u = assay_random_uniform(random);
    return assay_gamma_quantile((assay_tails){u, 1 - u}, shape) / shape;
}

// Deployments whose rates differ: counts with mean and, between deployments, a
// coefficient of variation of 0.7; `after` places on, rate and exposure change.
static void simulate(record *r, uint64_t seed, uint32_t after, double rate,
                     double exposure)
{
    assay_random random =
        assay_random_at((assay_place){.seed = seed, .stream = 7});
    for (uint32_t i = 0; i < r->of.n; i++) {
        const bool later = i >= after;
        r->e[i] =
            (2 + 6 * assay_random_uniform(&random)) * (later ? exposure : 1);
        const double mean =
            (later ? rate : 1) * r->e[i] * gamma_draw(&random, 2);
        r->x[i] = assay_poisson_draw(mean, assay_random_uniform(&random));
    }
}

static uint32_t alarms(uint32_t records, uint32_t after, double exposure)
{
    record r;
    uint32_t found = 0;
    open_all(&r, MOST, LEAST);
    for (uint32_t i = 0; i < records; i++) {
        simulate(&r, i + 1, after, 1, exposure);
        found += test(&r, i, 199).free.p <= 0.05;
    }
    return found;
}

static void no_change_is_seldom_found(void **state)
{
    (void)state;
    const uint32_t found = alarms(300, MOST, 1);
    print_message("no change: found in %u of 300 records\n", found);
    assert_true(found <= 24); // 99 % point of 15 expected
}

// Five times the faces an hour, or a fifth, at one rate per face: that is no
// change of the rate, though deployments are no longer alike and the test is
// no longer exact: 6 to 9 of 100 instead of 5.
static void exposure_that_moved_is_no_change(void **state)
{
    (void)state;
    const uint32_t early = alarms(300, 60, 5), late = alarms(300, 150, 0.2);
    print_message("exposure moved: found in %u and %u of 300\n", early, late);
    assert_true(early <= 30 && late <= 30);
}

static void a_change_is_found_where_it_is(void **state)
{
    (void)state;
    record r;
    uint32_t found = 0, near_it = 0;
    open_all(&r, MOST, LEAST);
    for (uint32_t i = 0; i < 50; i++) {
        simulate(&r, 900 + i, 120, 2, 1);
        const assay_shift s = test(&r, 5, 199);
        found += s.free.p <= 0.05;
        near_it += s.free.after >= 109 && s.free.after <= 129;
    }
    assert_true(found >= 45);
    assert_true(near_it >= 40);
}

static void places_that_are_alike(void **state)
{
    (void)state;
    assert_true(assay_shift_alike(8.92, 8.96));
    assert_false(assay_shift_alike(8.42, 8.96));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistic_is_its_definition),
        cmocka_unit_test(p_is_the_share_of_orders),
        cmocka_unit_test(nothing_to_say),
        cmocka_unit_test(no_change_is_seldom_found),
        cmocka_unit_test(exposure_that_moved_is_no_change),
        cmocka_unit_test(a_change_is_found_where_it_is),
        cmocka_unit_test(places_that_are_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
