// SPDX-License-Identifier: Apache-2.0
// What moved along the time line of a record.
#include "measure/moved.h"
#include "stats/equality.h"
#include "stats/gamma.h"
#include "stats/philox.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 200, SERIES = 6, COUNTS = 5 };

// Series as they are of a real record: faces and alerts per hour, alerts per
// face, wrong per alert and per face, arrests per alert.
enum { HOURS, FACES, ALERTS, WRONG, ARRESTS };
static const int sides[SERIES][2] = {{FACES, HOURS},  {ALERTS, HOURS},
                                     {ALERTS, FACES}, {WRONG, ALERTS},
                                     {WRONG, FACES},  {ARRESTS, ALERTS}};

typedef struct record {
    assay_moved_row rows[MOST];
    double counts[COUNTS][MOST];
    assay_moved_series series[SERIES];
    assay_moved_record of;
    assay_arena arena;
    assay_moved moved;
} record;

static void take(record *r, size_t n)
{
    for (size_t i = 0; i < SERIES; i++)
        r->series[i] = (assay_moved_series){r->counts[sides[i][0]],
                                            r->counts[sides[i][1]]};
    r->of = (assay_moved_record){.rows = r->rows,
                                 .count = n,
                                 .series = r->series,
                                 .series_count = SERIES,
                                 .level = 0.05,
                                 .seed = 1};
}

static double gamma_draw(assay_random *random, double shape)
{
    const double u = assay_random_uniform(random);
    return assay_gamma_quantile((assay_tails){u, 1 - u}, shape) / shape;
}

static double poisson(assay_random *random, double mean)
{
    return floor(assay_poisson_draw(mean, assay_random_uniform(random)) + 0.5);
}

// Events among `n`, each with chance p.
static double some_of(assay_random *random, double n, double p)
{
    double x = 0;
    for (double i = 0; i < n; i += 1) x += assay_random_uniform(random) < p;
    return x;
}

// Two deployments on every third day. Faces, alerts and the share that was
// wrong differ between deployments; from `after` on faces are counted `times`
// as often and nothing is wrong.
static void simulate(record *r, size_t n, uint64_t seed, size_t after,
                     double times)
{
    assay_random random =
        assay_random_at((assay_place){.seed = seed, .stream = 9});
    memset(r, 0, sizeof *r);
    for (size_t i = 0; i < n; i++) {
        const bool later = i >= after;
        const int64_t day = 19732 + 3 * (int64_t)(i / 2);
        r->rows[i] = (assay_moved_row){day, day, true, NAN};
        r->counts[HOURS][i] = 2 + 5 * assay_random_uniform(&random);
        r->counts[FACES][i] =
            poisson(&random, (later ? times : 1) * 350 * r->counts[HOURS][i] *
                                 gamma_draw(&random, 2));
        r->counts[ALERTS][i] = poisson(&random, 1.4 * r->counts[HOURS][i] *
                                                    gamma_draw(&random, 3));
        r->counts[WRONG][i] = later ? 0
                                    : some_of(&random, r->counts[ALERTS][i],
                                              0.04 * gamma_draw(&random, 1));
        r->counts[ARRESTS][i] = some_of(&random, r->counts[ALERTS][i], 0.45);
    }
    take(r, n);
}

static void find(record *r)
{
    assay_error err = {0};
    assert_int_equal(assay_moved_find(&r->of, &r->arena, &r->moved, &err),
                     ASSAY_OK);
}

// Two hundred deployments that differ among themselves, and no change.
static void no_change_is_seldom_found(void **state)
{
    (void)state;
    static record r;
    size_t found = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        simulate(&r, MOST, seed, MOST, 1);
        r.of.seed = seed;
        find(&r);
        found += r.moved.count > 0;
        assay_arena_end(&r.arena);
    }
    print_message("no change: one found in %zu of 400 records\n", found);
    assert_in_range(found, 1, 20);
}

// As the record of 2024 was: 99 deployments, then 81; the threshold steps once
// before.
static void simulate_2024(record *r, uint64_t seed)
{
    simulate(r, 180, seed, 98, 5);
    for (size_t i = 0; i < 180; i++)
        r->rows[i].threshold = i < 88 ? 0.6 : (i < 98 ? 0.62 : 0.64);
}

static void a_change_at_a_step_on_record(void **state)
{
    (void)state;
    static record r;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        simulate_2024(&r, seed);
        find(&r);
        assert_int_equal(r.moved.count, 1);
        const assay_moved_change *c = &r.moved.changes[0];
        assert_true(c->recorded && c->threshold[0] == 0.62 &&
                    c->threshold[1] == 0.64);
        assert_int_equal(c->before, r.rows[97].first);
        assert_int_equal(c->after, r.rows[98].first);
        assert_true(c->moved[0] && c->moved[2] && c->moved[3] && c->moved[4]);
        assert_false(c->moved[1] || c->moved[5]);
        assert_true(c->found <= 0.0121 && c->p[5] > 0.05);
        assert_int_equal(r.moved.stretches[0].rows, 98);
        assert_int_equal(r.moved.stretches[1].rows, 82);
        assert_int_equal(r.moved.stretch[97], 0);
        assert_int_equal(r.moved.stretch[98], 1);
        assert_int_equal(r.moved.stretches[1].last, r.rows[179].last);
        assay_arena_end(&r.arena);
    }
}

static void a_change_without_a_record_of_it(void **state)
{
    (void)state;
    static record r;
    simulate(&r, 180, 3, 98, 5);
    find(&r);
    assert_int_equal(r.moved.count, 1);
    assert_false(r.moved.changes[0].recorded);
    assert_true(isnan(r.moved.changes[0].threshold[0]));
    assert_in_range(r.moved.stretches[0].rows, 92, 104);
    assert_int_equal(r.moved.stretches[0].rows % 2, 0); // between two days
    assay_arena_end(&r.arena);
}

// Three times five times as many faces: two changes, by date.
static void changes_within_stretches(void **state)
{
    (void)state;
    static record r;
    simulate(&r, MOST, 4, MOST, 1);
    for (size_t i = 70; i < MOST; i++) r.counts[FACES][i] *= i < 140 ? 4 : 16;
    find(&r);
    assert_int_equal(r.moved.count, 2);
    assert_true(r.moved.changes[0].after < r.moved.changes[1].after);
    assert_true(r.moved.changes[0].moved[0] && r.moved.changes[1].moved[0]);
    assert_false(r.moved.changes[0].moved[1]);
    assert_in_range(r.moved.stretches[0].rows, 66, 74);
    assert_in_range(r.moved.stretches[2].rows, 56, 64);
    assay_arena_end(&r.arena);
}

// A month's row belongs to the stretch in which all of it lies.
static void coarse_dates_are_placed_where_they_fit(void **state)
{
    (void)state;
    static record r;
    simulate_2024(&r, 1);
    const int64_t change = r.rows[98].first;
    r.rows[10] = (assay_moved_row){19732, change - 20, false, NAN};
    r.rows[11] = (assay_moved_row){19732, change + 20, false, NAN};
    r.rows[12] = (assay_moved_row){0, -1, false, NAN};
    find(&r);
    assert_int_equal(r.moved.count, 1);
    assert_int_equal(r.moved.untimed, 3);
    assert_int_equal(r.moved.stretch[10], 0);
    assert_true(r.moved.stretch[11] == UINT32_MAX);
    assert_true(r.moved.stretch[12] == UINT32_MAX);
    assert_int_equal(r.moved.stretches[0].rows, 96);
    assay_arena_end(&r.arena);
}

// Days that overlap can't be parted, nor one day.
static void days_are_not_parted(void **state)
{
    (void)state;
    static record r;
    simulate_2024(&r, 2);
    r.rows[96].last = r.rows[98].first; // a deployment of some days
    find(&r);
    assert_true(r.moved.count > 0);
    for (size_t i = 0; i < r.moved.count; i++)
        assert_false(r.moved.changes[i].after == r.rows[98].first);
    assay_arena_end(&r.arena);
    for (size_t i = 0; i < 180; i++) r.rows[i].first = r.rows[i].last = 5;
    find(&r);
    assert_int_equal(r.moved.count, 0);
    assert_int_equal(r.moved.stretches[0].rows, 180);
    assay_arena_end(&r.arena);
}

static void little_to_look_at(void **state)
{
    (void)state;
    static record r;
    simulate(&r, 19, 1, 10, 50);
    find(&r);
    assert_int_equal(r.moved.count, 0);
    assert_int_equal(r.moved.stretches[0].rows, 19);
    assay_arena_end(&r.arena);
    for (size_t i = 0; i < 19; i++) r.rows[i].timed = false;
    find(&r);
    assert_true(r.moved.count == 0 && !r.moved.stretches);
    assert_int_equal(r.moved.untimed, 19);
    take(&r, 0);
    find(&r);
    assert_true(r.moved.count == 0 && !r.moved.stretches);
    assay_arena_end(&r.arena);
}

// A row that lacks one side of a series counts in the others.
static void unknown_counts_are_left_out_of_their_series(void **state)
{
    (void)state;
    static record r;
    simulate_2024(&r, 1);
    for (size_t i = 0; i < 180; i += 3) r.counts[FACES][i] = NAN;
    for (size_t i = 0; i < 180; i++) r.counts[ARRESTS][i] = NAN;
    find(&r);
    assert_int_equal(r.moved.count, 1);
    assert_true(r.moved.changes[0].recorded);
    assert_true(isnan(r.moved.changes[0].p[5]));
    assay_arena_end(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_change_is_seldom_found),
        cmocka_unit_test(a_change_at_a_step_on_record),
        cmocka_unit_test(a_change_without_a_record_of_it),
        cmocka_unit_test(changes_within_stretches),
        cmocka_unit_test(coarse_dates_are_placed_where_they_fit),
        cmocka_unit_test(days_are_not_parted),
        cmocka_unit_test(little_to_look_at),
        cmocka_unit_test(unknown_counts_are_left_out_of_their_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
