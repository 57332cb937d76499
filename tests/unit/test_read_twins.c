// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/twins.h"

enum { MOST = 400, WIDE = 3 };

// A set in memory.
typedef struct set {
    assay_matrix matrix;
    uint8_t value[MOST][WIDE];
    uint32_t sample[MOST], person[MOST];
    uint8_t lost[MOST];
} set;

static set sets[2];
static assay_twins twins;

static assay_status read_rows(void *context, uint64_t first, size_t count,
                              void *to, assay_error *error)
{
    const set *s = context;
    (void)error;
    memcpy(to, s->value[first], count * WIDE);
    return ASSAY_OK;
}

static void make_set(set *s, uint64_t n)
{
    s->matrix = (assay_matrix){.name = "faces.npy",
                               .rows = n,
                               .dimensions = WIDE,
                               .type = ASSAY_VALUE_U8,
                               .context = s,
                               .read = read_rows};
    for (size_t i = 0; i < n; i++) {
        s->sample[i] = s->person[i] = (uint32_t)i;
        s->lost[i] = 0;
        memset(s->value[i], (int)(i + 1), WIDE);
        s->value[i][0] = (uint8_t)(i / 200);
    }
}

static assay_status find(unsigned n)
{
    assay_twins_set in[2];
    for (unsigned s = 0; s < n; s++)
        in[s] = (assay_twins_set){&sets[s].matrix, sets[s].sample,
                                  sets[s].person, sets[s].lost};
    return assay_twins_find(in, n, NULL, &twins, &err);
}

static void equal_rows_are_counted_once(void **state)
{
    (void)state;
    make_set(&sets[0], 9);
    assert_int_equal(find(1), ASSAY_OK);
    assert_int_equal(twins.templates + twins.samples + twins.people, 0);
    memcpy(sets[0].value[3], sets[0].value[1], WIDE);
    memcpy(sets[0].value[7], sets[0].value[1], WIDE);
    memcpy(sets[0].value[8], sets[0].value[2], WIDE);
    sets[0].person[8] = sets[0].person[2];
    assert_int_equal(find(1), ASSAY_OK);
    assert_int_equal(twins.templates, 2);
    assert_int_equal(twins.samples, 5);
    assert_int_equal(twins.people, 1);
    assert_int_equal(twins.shown, 3);
    const uint64_t rows_of[3][2] = {{1, 3}, {1, 7}, {2, 8}};
    for (size_t i = 0; i < 3; i++)
        assert_memory_equal(twins.first[i].row, rows_of[i], sizeof rows_of[i]);
}

static void lost_rows_and_zeros_are_no_twins(void **state)
{
    (void)state;
    make_set(&sets[0], 6);
    for (size_t i = 0; i < 4; i++) memset(sets[0].value[i], 0, WIDE);
    memcpy(sets[0].value[5], sets[0].value[4], WIDE);
    sets[0].lost[5] = 1;
    assert_int_equal(find(1), ASSAY_OK);
    assert_int_equal(twins.samples, 0);
}

// The same sample on both sides is no twin of itself.
static void a_sample_in_both_sets_is_one_sample(void **state)
{
    (void)state;
    make_set(&sets[0], 5);
    make_set(&sets[1], 5);
    assert_int_equal(find(2), ASSAY_OK);
    assert_int_equal(twins.samples, 0);
    sets[1].sample[2] = 77;
    assert_int_equal(find(2), ASSAY_OK);
    assert_int_equal(twins.samples, 2);
    assert_int_equal(twins.people, 0);
    assert_int_equal(twins.first[0].set[0], 0);
    assert_int_equal(twins.first[0].set[1], 1);
    assert_int_equal(twins.first[0].row[1], 2);
}

static uint32_t next_random(uint32_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 17;
    *x ^= *x << 5;
    return *x;
}

static bool is_left_out(size_t s, size_t i)
{
    static const uint8_t zero[WIDE];
    if (sets[s].lost[i] || memcmp(sets[s].value[i], zero, WIDE) == 0)
        return true;
    for (size_t j = 0; s && j < sets[0].matrix.rows; j++)
        if (sets[0].sample[j] == sets[s].sample[i]) return true;
    return false;
}

// Each row against each other: samples that have a twin.
static uint64_t count_naively(void)
{
    uint64_t n = 0;
    for (size_t a = 0; a < 2 * MOST; a++) {
        const size_t s = a / MOST;
        const size_t i = a % MOST;
        bool has = false;
        if (i >= sets[s].matrix.rows || is_left_out(s, i)) continue;
        for (size_t b = 0; b < 2 * MOST && !has; b++) {
            const size_t t = b / MOST;
            const size_t j = b % MOST;
            if (j >= sets[t].matrix.rows || a == b) continue;
            has = !is_left_out(t, j) &&
                  memcmp(sets[s].value[i], sets[t].value[j], WIDE) == 0;
        }
        n += has;
    }
    return n;
}

static void as_many_as_each_against_each_finds(void **state)
{
    (void)state;
    uint32_t x = 1;
    for (unsigned round = 0; round < 30; round++) {
        for (size_t s = 0; s < 2; s++) {
            make_set(&sets[s], 1 + next_random(&x) % MOST);
            for (size_t i = 0; i < sets[s].matrix.rows; i++) {
                sets[s].sample[i] += s ? next_random(&x) % 2 * 1000 : 0;
                sets[s].lost[i] = next_random(&x) % 9 == 0;
                for (size_t k = 0; k < WIDE; k++)
                    sets[s].value[i][k] = (uint8_t)(next_random(&x) % 6);
            }
        }
        assert_int_equal(find(2), ASSAY_OK);
        assert_int_equal(twins.samples, count_naively());
        assert_true(twins.samples >= 2 * twins.templates);
        assert_true(twins.people <= twins.templates);
        assert_true(twins.shown ==
                    (twins.samples - twins.templates < ASSAY_TWINS_SHOWN
                         ? twins.samples - twins.templates
                         : ASSAY_TWINS_SHOWN));
    }
}

static bool say_no(void *context, const char *what, uint64_t done,
                   uint64_t total)
{
    (void)what;
    *(uint64_t *)context = done;
    return done > total;
}

static void a_watch_may_stop_it(void **state)
{
    (void)state;
    uint64_t done = 0;
    const assay_watch watch = {.tick = say_no, .context = &done};
    make_set(&sets[0], 9);
    const assay_twins_set in = {&sets[0].matrix, sets[0].sample, sets[0].person,
                                NULL};
    assert_int_equal(assay_twins_find(&in, 1, &watch, &twins, &err),
                     ASSAY_ESTOPPED);
    assert_int_equal(done, 9 * WIDE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(equal_rows_are_counted_once),
        help_test(lost_rows_and_zeros_are_no_twins),
        help_test(a_sample_in_both_sets_is_one_sample),
        help_test(as_many_as_each_against_each_finds),
        help_test(a_watch_may_stop_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
