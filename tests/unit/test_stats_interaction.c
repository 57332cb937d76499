// SPDX-License-Identifier: Apache-2.0
// Groups by several attributes: the largest departure from an additive model.
#include "stats/cluster.h"
#include "stats/equality.h"
#include "stats/interaction.h"
#include "stats/philox.h"
#include "stats/student.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 12, FACTORS = 3 };

#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef struct crossed_table {
    size_t factors, levels[FACTORS];
    double rate[MOST], shared[MOST], own[MOST], nu[MOST];
    size_t factor[2], level[2];
    double log, variance, df;
    size_t tests;
} crossed_table;

#include "certified/interaction.inc"

// A table with the memory of its arrays.
typedef struct held {
    assay_crossed of;
    size_t levels[FACTORS], level[MOST * FACTORS];
    double rate[MOST], nu[MOST], covariance[MOST * MOST];
    double room[MOST * (MOST + 3)];
} held;

// The first attribute varies slowest.
static void lay_out(held *h, const size_t *levels, size_t factors)
{
    size_t n = 1;
    memset(h, 0, sizeof *h);
    for (size_t f = 0; f < factors; f++) n *= h->levels[f] = levels[f];
    for (size_t g = 0; g < n; g++)
        for (size_t f = factors, rest = g; f-- > 0; rest /= levels[f])
            h->level[g * factors + f] = rest % levels[f];
    h->of = (assay_crossed){n,       factors,       h->levels, h->level,
                            h->rate, h->covariance, h->nu};
    assert_true(n <= MOST && assay_interaction_room(n) <= COUNT(h->room));
}

static void close_to(double have, double want)
{
    if (fabs(have - want) <= 1e-11 * fabs(want)) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void exact_in_rationals(void **state)
{
    (void)state;
    static held h;
    for (size_t i = 0; i < COUNT(crossed_tables); i++) {
        const crossed_table *t = &crossed_tables[i];
        assay_interaction got;
        lay_out(&h, t->levels, t->factors);
        const size_t n = h.of.n;
        for (size_t g = 0; g < n; g++) {
            h.rate[g] = t->rate[g];
            h.nu[g] = t->nu[g];
            for (size_t k = 0; k < n; k++)
                h.covariance[g * n + k] = t->shared[g] * t->shared[k];
            h.covariance[g * n + g] += t->own[g];
        }
        assert_true(assay_interaction_largest(&h.of, .95, h.room, &got));
        assert_int_equal(got.factor[0], t->factor[0]);
        assert_int_equal(got.factor[1], t->factor[1]);
        assert_int_equal(got.level[0], t->level[0]);
        assert_int_equal(got.level[1], t->level[1]);
        assert_int_equal(got.tests, t->tests);
        close_to(got.log, t->log);
        close_to(got.variance, t->variance);
        close_to(got.nu, t->df);
    }
}

// Independent groups, V = r^2/x of x events each.
static void of_events(held *h, const double *rate, double events)
{
    const size_t n = h->of.n;
    for (size_t g = 0; g < n; g++) {
        h->rate[g] = rate[g];
        h->nu[g] = INFINITY;
        h->covariance[g * n + g] = rate[g] * rate[g] / events;
    }
}

// Of two by two exp(delta) is the ratio of ratios, se sqrt(sum 1/x), whatever
// the weights; said of the group that lies above.
static void two_by_two_is_the_ratio_of_ratios(void **state)
{
    (void)state;
    static held h;
    static const size_t levels[] = {2, 2};
    static const double rate[] = {.01, .02, .03, .02};
    assay_interaction got;
    lay_out(&h, levels, 2);
    of_events(&h, rate, 50);
    assert_true(assay_interaction_largest(&h.of, .95, h.room, &got));
    close_to(got.value, .03 * .02 / (.01 * .02));
    close_to(got.variance, 4. / 50);
    assert_int_equal(got.tests, 1);
    assert_true(got.level[0] == 1 && got.level[1] == 0); // .03, not .02
    close_to(got.low, 3 / exp(1.959963984540054 * sqrt(.08)));
    close_to(got.high, 3 * exp(1.959963984540054 * sqrt(.08)));
    close_to(got.p, 2 * assay_student_above(log(3) / sqrt(.08), INFINITY));
}

// Rates that are products depart by nothing; one group times 4 departs by 4.
static void products_depart_by_nothing(void **state)
{
    (void)state;
    static held h;
    static const size_t levels[] = {3, 4};
    static const double a[] = {.01, .02, .05}, b[] = {1, 2, .5, 3};
    double rate[12];
    assay_interaction got;
    lay_out(&h, levels, 2);
    for (size_t g = 0; g < 12; g++) rate[g] = a[g / 4] * b[g % 4];
    of_events(&h, rate, 30);
    assert_true(assay_interaction_largest(&h.of, .95, h.room, &got));
    assert_true(fabs(got.log) < 1e-12);
    assert_int_equal(got.tests, 12);
    rate[6] *= 4;
    of_events(&h, rate, 30);
    assert_true(assay_interaction_largest(&h.of, .95, h.room, &got));
    close_to(got.value, 4);
    assert_true(got.level[0] == 1 && got.level[1] == 2);
    assert_true(got.low > 1 && got.p < .05);
}

// Three attributes of which two act together, whatever the third.
static void two_of_three_attributes(void **state)
{
    (void)state;
    static held h;
    static const size_t levels[] = {2, 3, 2};
    double rate[12];
    assay_interaction got;
    lay_out(&h, levels, 3);
    for (size_t g = 0; g < 12; g++) {
        const size_t *l = h.level + 3 * g;
        rate[g] = .01 * (1 + (double)l[0]) * (1 + (double)l[1]) *
                  (l[2] ? .5 : 1) * (l[1] == 2 && l[2] == 1 ? 3 : 1);
    }
    of_events(&h, rate, 40);
    assert_true(assay_interaction_largest(&h.of, .95, h.room, &got));
    assert_true(got.factor[0] == 1 && got.factor[1] == 2);
    assert_true(got.level[0] == 2 && got.level[1] == 1);
    close_to(got.value, 3);
    assert_int_equal(got.tests, 3 + 1 + 3);
}

static void no_variance_no_interval(void **state)
{
    (void)state;
    static held h;
    static const size_t levels[] = {2, 2};
    static const double rate[] = {.01, .02, .03, .02};
    assay_interaction got;
    lay_out(&h, levels, 2);
    of_events(&h, rate, 50);
    // All shared: nothing is left of the differences.
    for (size_t g = 0; g < 4; g++)
        for (size_t k = 0; k < 4; k++)
            h.covariance[g * 4 + k] = rate[g] * rate[k] / 64;
    assert_false(assay_interaction_largest(&h.of, .95, h.room, &got));
}

// Of tests of groups whose attributes act one by one, 5 in 100 at most show a
// departure; the interval of the largest one that there is holds it.
static void seldom_shown_where_there_is_none(void **state)
{
    (void)state;
    static held h;
    static const size_t levels[] = {3, 4};
    enum { RUNS = 2000 };
    assay_random random = assay_random_at((assay_place){.seed = 44});
    int shown = 0;
    lay_out(&h, levels, 2);
    for (int i = 0; i < RUNS; i++) {
        assay_interaction got;
        for (size_t g = 0; g < 12; g++) {
            const double mean =
                40 * (1 + (double)(g / 4)) / (1 + .5 * (double)(g % 4));
            const double x =
                assay_poisson_draw(mean, assay_random_uniform(&random));
            h.rate[g] = x / 1e4;
            h.nu[g] = INFINITY;
            h.covariance[g * 12 + g] = x / 1e8;
        }
        assert_true(assay_interaction_largest(&h.of, .95, h.room, &got));
        shown += got.low > 1 || got.high < 1;
    }
    assert_in_range(shown, RUNS * 2 / 100, RUNS * 6 / 100);
}

// A group of 60 people with 20 trials each, a quarter of them failing eleven
// times as often as the others; `often` times of both.
static assay_cluster people_drawn(assay_random *random, double often)
{
    enum { PEOPLE = 60, EACH = 20 };
    double x[PEOPLE], m[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
        const double chance =
            often * (assay_random_below(random, 4) ? .03 : .33);
        m[i] = EACH;
        x[i] = 0;
        for (int k = 0; k < EACH; k++)
            x[i] += assay_random_uniform(random) < chance;
    }
    return assay_cluster_one_way((assay_side){x, m, PEOPLE, NULL}, true);
}

static bool shows(held *h)
{
    assay_interaction got;
    assert_true(assay_interaction_largest(&h->of, .95, h->room, &got));
    return got.low > 1 || got.high < 1;
}

// The same where people differ: 4 of 100. As if trials were independent, 46.
static void people_who_differ_are_no_departure(void **state)
{
    (void)state;
    static held h;
    static const size_t levels[] = {2, 3};
    static const double often[] = {1, .8, .6, 1.5, 1.2, .9};
    enum { RUNS = 1000 };
    assay_random random = assay_random_at((assay_place){.seed = 45});
    int shown = 0, naive = 0;
    lay_out(&h, levels, 2);
    for (int i = 0; i < RUNS; i++) {
        double independent[6];
        for (size_t g = 0; g < 6; g++) {
            const assay_cluster c = people_drawn(&random, often[g]);
            h.rate[g] = c.rate;
            h.nu[g] = c.nu;
            h.covariance[g * 6 + g] = c.variance;
            independent[g] = c.rate * (1 - c.rate) / c.trials;
        }
        shown += shows(&h);
        for (size_t g = 0; g < 6; g++) {
            h.nu[g] = INFINITY;
            h.covariance[g * 6 + g] = independent[g];
        }
        naive += shows(&h);
    }
    assert_in_range(shown, 0, RUNS * 6 / 100);
    assert_true(naive > RUNS * 40 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_in_rationals),
        cmocka_unit_test(two_by_two_is_the_ratio_of_ratios),
        cmocka_unit_test(products_depart_by_nothing),
        cmocka_unit_test(two_of_three_attributes),
        cmocka_unit_test(no_variance_no_interval),
        cmocka_unit_test(seldom_shown_where_there_is_none),
        cmocka_unit_test(people_who_differ_are_no_departure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
