// SPDX-License-Identifier: Apache-2.0
// What two systems have in common, pair by pair, against a double loop; and
// what is cut where there are more pairs than a list keeps.
#include "base/alloc.h"
#include "base/order.h"
#include "count/counter.h"
#include "count/error_pairs.h"
#include "count/pack.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 12, ROWS = 900, SYSTEMS = 2, POINTS = 4 };

// The same comparisons, scored by two systems.
typedef struct world {
    uint64_t state;
    bool rectangle;
    uint32_t probe[ROWS], reference[ROWS];
    float score[SYSTEMS][ROWS];
} world;

static uint32_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void make(world *w, unsigned seed)
{
    w->state = seed * 7919u + 1u;
    w->rectangle = seed % 2 == 0;
    for (size_t i = 0; i < ROWS; i++) {
        const uint32_t half = w->rectangle ? PEOPLE / 2 : 0;
        w->probe[i] = next(&w->state) % (half ? half : PEOPLE);
        w->reference[i] =
            half ? half + next(&w->state) % half
                 : (w->probe[i] + 1 + next(&w->state) % (PEOPLE - 1)) % PEOPLE;
        const uint32_t both = next(&w->state) % 10;
        for (int s = 0; s < SYSTEMS; s++)
            w->score[s][i] = (float)(both + next(&w->state) % 10) / 16.0f;
    }
}

static const float thresholds[POINTS] = {0.3f, 0.6f, 0.8f, 1.0f};

// The view of a system, written and read again; people are first seen in
// another order than their canonical one.
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
    const assay_block block = {.rows = ROWS,
                               .score = w->score[system],
                               .probe = w->probe,
                               .reference = w->reference};
    assay_point points[POINTS + 1];
    for (uint32_t i = 0; i < PEOPLE; i++) rank[i] = (i * 5 + 3) % PEOPLE;
    for (size_t p = 0; p < POINTS; p++)
        points[p] = (assay_point){.purpose = ASSAY_FOR_THRESHOLD,
                                  .target = (double)thresholds[p],
                                  .key = assay_key_of(thresholds[p])};
    // Between two of them: its errors count for the one before.
    points[POINTS] = (assay_point){
        .purpose = ASSAY_FOR_BAND, .target = NAN, .key = assay_key_of(0.7f)};
    assert_int_equal(assay_counter_new(&how, &counter, &err), ASSAY_OK);
    assert_int_equal(assay_counter_add(counter, &block, &err), ASSAY_OK);
    assert_int_equal(assay_counter_close(counter, PEOPLE, rank, &err),
                     ASSAY_OK);
    assert_int_equal(assay_counter_view(counter, &all, &view, &err), ASSAY_OK);
    assert_int_equal(
        assay_counter_finish(counter, view, points, POINTS + 1, &err),
        ASSAY_OK);
    assert_int_equal(assay_view_pack(view, &bytes, &size, &err), ASSAY_OK);
    assert_int_equal(assay_view_unpack(bytes, size, &back, &err), ASSAY_OK);
    assay_free(bytes);
    assay_view_free(view);
    assay_counter_free(counter);
    return back;
}

// The point of a threshold; the band's point is no threshold.
static size_t point_of(const assay_view *view, float threshold)
{
    size_t p = 0;
    while (view->points[p].purpose == ASSAY_FOR_BAND ||
           view->points[p].key != assay_key_of(threshold))
        p++;
    return p;
}

static assay_error_shared naive(const world *w, float a, float b)
{
    double e[SYSTEMS][PEOPLE][PEOPLE] = {{{0}}}, m[PEOPLE][PEOPLE] = {{0}};
    assay_error_shared sum = {0, 0};
    for (size_t i = 0; i < ROWS; i++) {
        const uint32_t p = w->probe[i], r = w->reference[i];
        const uint32_t low = p < r ? p : r, high = p < r ? r : p;
        m[low][high] += 1;
        e[0][low][high] += w->score[0][i] >= a;
        e[1][low][high] += w->score[1][i] >= b;
    }
    for (int i = 0; i < PEOPLE; i++)
        for (int j = i + 1; j < PEOPLE; j++) {
            if (!(m[i][j] > 0)) continue;
            const double product = e[0][i][j] * e[1][i][j];
            sum.errors += product;
            sum.shares += product / m[i][j] / m[i][j];
        }
    return sum;
}

static void shared_pairs_equal_a_double_loop(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 6; seed++) {
        world w;
        make(&w, seed);
        assay_view *a = view_of(&w, 0), *b = view_of(&w, 1);
        assert_int_equal(a->disjoint_roles, w.rectangle);
        for (size_t p = 0; p < POINTS; p++)
            for (size_t q = 0; q < POINTS; q++) {
                const size_t x = point_of(a, thresholds[p]);
                const size_t y = point_of(b, thresholds[q]);
                assert_true(assay_error_pairs_cover(a, x));
                assert_true(assay_error_pairs_cover(b, y));
                const assay_error_shared got =
                    assay_error_pairs_shared(a, x, b, y);
                const assay_error_shared want =
                    naive(&w, thresholds[p], thresholds[q]);
                assert_true(want.errors > 0);
                assert_float_equal(got.errors, want.errors, 0);
                assert_float_equal(got.shares, want.shares, 1e-12);
            }
        assay_view_free(a);
        assay_view_free(b);
    }
}

// A view of three points, and as many pairs in each column as `n` says, added
// from the front or from the back.
static void fill(assay_error_pairs *list, const uint32_t n[3], bool backwards)
{
    const assay_point points[3] = {{.purpose = ASSAY_FOR_THRESHOLD},
                                   {.purpose = ASSAY_FOR_THRESHOLD},
                                   {.purpose = ASSAY_FOR_THRESHOLD}};
    const assay_view view = {.points = points, .point_count = 3};
    const uint32_t all = n[0] + n[1] + n[2];
    assert_true(assay_error_pairs_begin(list, &view));
    for (uint32_t i = 0; i < all; i++) {
        const uint32_t at = backwards ? all - 1 - i : i;
        const uint32_t column = at < n[0] ? 0 : at < n[0] + n[1] ? 1 : 2;
        assay_error_pairs_add(list,
                              (assay_error_pair){at, at + 1, column, 1, 1});
    }
    assay_error_pairs_cut(list);
    assay_error_pairs_sort(list, NULL, false);
    assert_false(list->no_memory);
}

static void too_many_pairs_are_cut_alike_in_any_order(void **state)
{
    (void)state;
    const uint32_t most = ASSAY_ERROR_PAIRS_MOST;
    const uint32_t sizes[][3] = {{most, most / 2, most / 4},
                                 {10, most - 10, 10},
                                 {10, most - 20, 10},
                                 {5, 5, most + 1}};
    const size_t from[] = {1, 1, 0, 3};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assay_error_pairs one = {.kept = false}, other = {.kept = false};
        fill(&one, sizes[i], false);
        fill(&other, sizes[i], true);
        assert_int_equal(one.from, from[i]);
        assert_int_equal(other.from, from[i]);
        assert_int_equal(one.count, other.count);
        if (one.count)
            assert_memory_equal(one.items, other.items,
                                one.count * sizeof *one.items);
        assay_error_pairs_end(&one);
        assay_error_pairs_end(&other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_pairs_equal_a_double_loop),
        cmocka_unit_test(too_many_pairs_are_cut_alike_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
