// SPDX-License-Identifier: Apache-2.0
// How a weighted sum of two systems' rates spreads, against the definitions of
// docs/statistics.md 4.3 and 4.7 in plain loops over comparisons.
#include "base/alloc.h"
#include "base/order.h"
#include "count/counter.h"
#include "count/error_pairs.h"
#include "count/pack.h"
#include "measure/duo.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 12, ROWS = 1200, SYSTEMS = 2 };

// The same comparisons, scored by two systems.
typedef struct world {
    uint64_t state;
    bool rectangle;
    size_t rows;
    bool mated[ROWS];
    uint32_t probe[ROWS], reference[ROWS];
    float score[SYSTEMS][ROWS];
} world;

static uint32_t next(world *w)
{
    w->state = w->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(w->state >> 33);
}

static uint32_t somebody(world *w, bool even)
{
    const uint32_t n = next(w) % PEOPLE;
    return even ? n : n * (next(w) % PEOPLE) / PEOPLE; // the first more often
}

static void make(world *w, unsigned seed)
{
    memset(w, 0, sizeof *w);
    w->state = seed * 104729u + 1u;
    w->rectangle = seed % 2 == 0;
    w->rows = 500 + next(w) % (ROWS - 500);
    const bool even = seed % 3 != 0;
    const uint32_t half = PEOPLE / 2;
    for (size_t i = 0; i < w->rows; i++) {
        w->mated[i] = next(w) % 4 == 0;
        w->probe[i] = somebody(w, even);
        w->reference[i] = (w->probe[i] + 1 + next(w) % (PEOPLE - 1)) % PEOPLE;
        if (w->rectangle) {
            w->probe[i] %= half;
            w->reference[i] = half + next(w) % half;
        }
        if (w->mated[i]) w->reference[i] = w->probe[i];
        const uint32_t both = next(w) % 10 + (w->mated[i] ? 4 : 0);
        for (int s = 0; s < SYSTEMS; s++)
            w->score[s][i] = (float)(both + next(w) % 10 + w->probe[i] / 4) / 8;
    }
}

static const float thresholds[SYSTEMS] = {1.5f, 1.75f};

static assay_view *view_of(const world *w, int system)
{
    assay_error err;
    uint32_t rank[PEOPLE];
    assay_counter *counter = NULL;
    assay_view *view = NULL, *back = NULL;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const assay_counter_options how = {
        .spool = "/tmp", .people = true, .error_pairs = true};
    const assay_view_request all = {.labels = NULL};
    const float at = thresholds[system];
    const assay_point point = {.purpose = ASSAY_FOR_THRESHOLD,
                               .target = (double)at,
                               .key = assay_key_of(at)};
    for (uint32_t i = 0; i < PEOPLE; i++) rank[i] = i;
    assert_int_equal(assay_counter_new(&how, &counter, &err), ASSAY_OK);
    for (size_t i = 0; i < w->rows; i++) {
        const assay_block block = {.rows = 1,
                                   .mated = w->mated[i],
                                   .score = &w->score[system][i],
                                   .probe = &w->probe[i],
                                   .reference = &w->reference[i]};
        assert_int_equal(assay_counter_add(counter, &block, &err), ASSAY_OK);
    }
    assert_int_equal(assay_counter_close(counter, PEOPLE, rank, &err),
                     ASSAY_OK);
    assert_int_equal(assay_counter_view(counter, &all, &view, &err), ASSAY_OK);
    assert_int_equal(assay_counter_finish(counter, view, &point, 1, &err),
                     ASSAY_OK);
    assert_int_equal(assay_view_pack(view, &bytes, &size, &err), ASSAY_OK);
    assert_int_equal(assay_view_unpack(bytes, size, &back, &err), ASSAY_OK);
    assay_free(bytes);
    assay_view_free(view);
    assay_counter_free(counter);
    return back;
}

// Sums of weighted errors, naively: x and m of each person and pair.
typedef struct naive {
    double x[PEOPLE], m[PEOPLE];                   // mated
    double ex[PEOPLE][PEOPLE], em[PEOPLE][PEOPLE]; // by probe, reference
    double events, trials, other_events, other_trials;
} naive;

static bool errs(const world *w, int s, size_t i)
{
    return (w->score[s][i] >= thresholds[s]) != w->mated[i];
}

static void count(const world *w, const assay_duo_terms *t, naive *n)
{
    memset(n, 0, sizeof *n);
    for (size_t i = 0; i < w->rows; i++) {
        uint32_t a = w->probe[i], b = w->reference[i];
        if (!w->rectangle && b < a) {
            a = b;
            b = w->probe[i];
        }
        const double *weights = w->mated[i] ? t->mated : t->non_mated;
        double x = 0;
        for (int s = 0; s < SYSTEMS; s++) x += errs(w, s, i) ? weights[s] : 0;
        if (w->mated[i]) {
            n->x[a] += x;
            n->m[a] += 1;
        } else {
            n->ex[a][b] += x;
            n->em[a][b] += 1;
        }
    }
    // A pair, or a person, counts 1 where these count equally.
    const bool mated = t->mated[0] < 0 || t->mated[0] > 0;
    for (int i = 0; i < PEOPLE; i++) {
        if (t->balanced && n->m[i] > 0) {
            n->x[i] /= n->m[i];
            n->m[i] = 1;
        }
        n->events += n->x[i];
        n->trials += n->m[i];
        for (int j = 0; j < PEOPLE; j++) {
            if (t->balanced && !mated && n->em[i][j] > 0) {
                n->ex[i][j] /= n->em[i][j];
                n->em[i][j] = 1;
            }
            n->other_events += n->ex[i][j];
            n->other_trials += n->em[i][j];
        }
    }
}

// What touches each person as a probe, as a reference, or as either.
typedef struct touched {
    double x[2][PEOPLE], m[2][PEOPLE];
    int sides;
} touched;

static void touch(const world *w, const naive *n, bool together, touched *t)
{
    memset(t, 0, sizeof *t);
    t->sides = w->rectangle && !together ? 2 : 1;
    for (int i = 0; i < PEOPLE; i++)
        for (int j = 0; j < PEOPLE; j++) {
            const int other = t->sides - 1;
            t->x[0][i] += n->ex[i][j];
            t->m[0][i] += n->em[i][j];
            t->x[other][j] += n->ex[i][j];
            t->m[other][j] += n->em[i][j];
        }
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

// (K-1)/K sum (theta_(-v) - mean)^2
static double jackknife(const double *x, const double *m, double events,
                        double trials)
{
    double sum = 0, squares = 0, k = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < PEOPLE; i++) {
            if (!(m[i] > 0)) continue;
            const double theta = (events - x[i]) / (trials - m[i]);
            if (pass == 0) {
                sum += theta;
                k += 1;
            } else {
                squares += pow(theta - sum / k, 2);
            }
        }
    return (k - 1) / k * squares;
}

static double one_way(const naive *n, bool unequal)
{
    double v = 0;
    if (unequal) return jackknife(n->x, n->m, n->events, n->trials);
    for (int i = 0; i < PEOPLE; i++) {
        const double s = n->x[i] - n->m[i] * n->events / n->trials;
        if (n->m[i] > 0) v += s * s / (1 - n->m[i] / n->trials);
    }
    return v / n->trials / n->trials;
}

static double by_pairs(const world *w, const naive *n, bool unequal)
{
    touched t;
    const double M = n->other_trials, p = n->other_events / M;
    double d = 0, c = 1, vj = 0, s2[2] = {0, 0};
    touch(w, n, false, &t);
    for (int i = 0; i < PEOPLE; i++)
        for (int j = 0; j < PEOPLE; j++) {
            d += pow(n->ex[i][j] - n->em[i][j] * p, 2);
            c += n->em[i][j] * n->em[i][j] / M / M;
        }
    for (int s = 0; s < t.sides; s++) {
        for (int i = 0; i < PEOPLE; i++) {
            s2[s] += pow(t.x[s][i] - t.m[s][i] * p, 2);
            c -= t.m[s][i] * t.m[s][i] / M / M;
        }
        vj += jackknife(t.x[s], t.m[s], n->other_events, M);
    }
    if (unequal) return larger(vj, d / M / M);
    const double v = larger((s2[0] + s2[1] - d) / c, d);
    return (w->rectangle ? larger(v, larger(s2[0], s2[1])) : v) / M / M;
}

static double covariance(const world *w, const naive *n)
{
    touched t;
    double sum = 0;
    touch(w, n, true, &t);
    for (int i = 0; i < PEOPLE; i++)
        sum += (n->x[i] - n->m[i] * n->events / n->trials) *
               (t.x[0][i] - t.m[0][i] * n->other_events / n->other_trials);
    return sum / n->trials / n->other_trials;
}

static void near(double have, double want)
{
    if (fabs(have - want) <= 1e-9 * fabs(want)) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

static const assay_duo_terms asked[] = {
    {.mated = {-1, 1}},
    {.mated = {-1, 1}, .balanced = true},
    {.non_mated = {-1, 1}},
    {.non_mated = {-1, 1}, .balanced = true},
    {.non_mated = {-3.5, 0.25}},
    {.mated = {-1, 1}, .non_mated = {-0.7, 0.4}},
    {.mated = {-4, 7}, .non_mated = {-0.7, 0.4}, .balanced = true},
};

static bool weighs(const double w[2])
{
    return w[0] < 0 || w[0] > 0;
}

static void check(const world *w, assay_duo *duo, const assay_duo_terms *t)
{
    naive n;
    double want = 0;
    const assay_crowd *a = &duo->crowd[0];
    const bool mated = weighs(t->mated), other = weighs(t->non_mated);
    // The subject-balanced rate of pairs is there where counts are unequal.
    if (t->balanced && !mated && !a->view->balanced) return;
    count(w, t, &n);
    if (mated) want = one_way(&n, !t->balanced && a->unequal_mated);
    if (other)
        want +=
            by_pairs(w, &n, (mated || !t->balanced) && a->unequal_non_mated);
    if (mated && other) want += 2 * covariance(w, &n);
    const assay_duo_spread spread = assay_duo_measure(duo, t);
    assert_false(spread.by_person);
    if (spread.dominated) return;
    assert_true(spread.known);
    near(spread.spread.variance, want);
}

static void spreads_equal_plain_loops(void **state)
{
    (void)state;
    unsigned known = 0;
    for (unsigned seed = 1; seed <= 24; seed++) {
        world w;
        assay_duo duo;
        make(&w, seed);
        assay_view *a = view_of(&w, 0), *b = view_of(&w, 1);
        assert_true(assay_duo_begin(a, b, 0.95, &duo));
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
            check(&w, &duo, &asked[i]);
            known += assay_duo_measure(&duo, &asked[i]).known;
        }
        assay_duo_end(&duo);
        assay_view_free(a);
        assay_view_free(b);
    }
    assert_true(known > 100);
}

// By person alone: V_J, or D where it is larger, of which only the least is
// known.
static void check_alone(const world *w, const assay_duo_terms *t, double v)
{
    naive n;
    count(w, t, &n);
    const double most = by_pairs(w, &n, true);
    touched to;
    double vj = 0;
    touch(w, &n, false, &to);
    for (int s = 0; s < to.sides; s++)
        vj += jackknife(to.x[s], to.m[s], n.other_events, n.other_trials);
    assert_true(v >= vj * (1 - 1e-9));
    assert_true(v <= most * (1 + 1e-9));
}

// Views of the second system, with its pairs and without.
static void check_less(const world *w, const assay_view *a,
                       assay_view *const b[2], const assay_duo_terms *t)
{
    assay_duo duo;
    const bool other = weighs(t->non_mated), mated = weighs(t->mated);
    assert_true(assay_duo_begin(a, b[0], 0.95, &duo));
    const assay_duo_spread with = assay_duo_measure(&duo, t);
    assay_duo_end(&duo);
    assert_true(assay_duo_begin(a, b[1], 0.95, &duo));
    const assay_duo_spread without = assay_duo_measure(&duo, t);
    assay_duo_end(&duo);
    assert_int_equal(with.known, without.known);
    near(with.bearers, without.bearers);
    if (!other) near(without.spread.variance, with.spread.variance);
    if (with.known) assert_int_equal(without.by_person, other);
    if (with.known && !mated) check_alone(w, t, without.spread.variance);
}

// Where pairs were cut, people are all that is known.
static void people_alone_say_less(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 24; seed++) {
        world w;
        make(&w, seed);
        assay_view *a = view_of(&w, 0);
        assay_view *b[2] = {view_of(&w, 1), view_of(&w, 1)};
        assay_error_pairs_forget(b[1]);
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
            check_less(&w, a, b, &asked[i]);
        assay_view_free(a);
        assay_view_free(b[0]);
        assay_view_free(b[1]);
    }
}

// The same system twice differs nowhere.
static void a_system_is_like_itself(void **state)
{
    (void)state;
    world w;
    assay_duo duo;
    make(&w, 5);
    assay_view *a = view_of(&w, 0), *b = view_of(&w, 0);
    assert_true(assay_duo_begin(a, b, 0.95, &duo));
    for (size_t i = 0; i < 3; i++) {
        const assay_duo_spread spread = assay_duo_measure(&duo, &asked[i]);
        near(spread.bearers, 0);
        near(spread.spread.variance, 0);
        assert_true(spread.bound > 0 && spread.bound < 1);
    }
    assay_duo_end(&duo);
    assay_view_free(a);
    assay_view_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreads_equal_plain_loops),
        cmocka_unit_test(people_alone_say_less),
        cmocka_unit_test(a_system_is_like_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
