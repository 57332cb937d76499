// SPDX-License-Identifier: Apache-2.0
// Who is compared with whom, against a count of each comparison.
#include "count/compared.h"
#include "unit/measure_help.h"

enum { ROWS = 6000, FEW = 40, MANY = 7000 };

static trial rows[ROWS];

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void make_rows(uint32_t step)
{
    unsigned seed = step;
    for (size_t i = 0; i < ROWS; i++) {
        trial *t = &rows[i];
        t->probe = next(&seed) % FEW * step;
        t->reference = i % 5 ? next(&seed) % FEW * step : t->probe;
        t->mated = t->probe == t->reference;
        t->score = (float)(next(&seed) % 50);
    }
}

typedef struct seen {
    uint32_t step;
    uint32_t times[FEW][FEW];
    uint64_t last; // high, low of the pair before
    size_t pairs, most;
} seen;

static bool take(void *context, assay_compared_pair pair)
{
    seen *s = context;
    const uint64_t at = (uint64_t)pair.high << 32 | pair.low;
    if (s->pairs == s->most) return false;
    assert_true(pair.low < pair.high && at > s->last && pair.times > 0);
    s->last = at;
    s->pairs++;
    s->times[pair.low / s->step][pair.high / s->step] = pair.times;
    return true;
}

// People come in order of first sight, from the last to the first place.
static assay_counter *count_all(uint32_t people)
{
    static uint32_t rank[MANY];
    const assay_counter_options options = {.spool = "/tmp", .people = true};
    assay_error err = {0};
    assay_counter *counter = NULL;
    assert_true(people <= MANY);
    for (uint32_t i = 0; i < people; i++) rank[i] = people - 1 - i;
    assert_int_equal(assay_counter_new(&options, &counter, &err), ASSAY_OK);
    for (size_t i = 0; i < ROWS; i++) {
        const uint32_t who[2] = {people - 1 - rows[i].probe,
                                 people - 1 - rows[i].reference};
        const assay_block block = {.rows = 1,
                                   .mated = rows[i].mated,
                                   .score = &rows[i].score,
                                   .probe = &who[0],
                                   .reference = &who[1]};
        assert_int_equal(assay_counter_add(counter, &block, &err), ASSAY_OK);
    }
    assert_int_equal(assay_counter_close(counter, people, rank, &err),
                     ASSAY_OK);
    return counter;
}

static assay_status compare(uint32_t people, seen *s)
{
    assay_counter *counter = count_all(people);
    assay_error err = {0};
    const assay_status status = assay_counter_compared(counter, take, s, &err);
    assay_counter_free(counter);
    return status;
}

static void check(uint32_t people, uint32_t step)
{
    static uint32_t times[FEW][FEW];
    seen s = {.step = step, .most = SIZE_MAX};
    size_t pairs = 0;
    memset(times, 0, sizeof times);
    make_rows(step);
    for (size_t i = 0; i < ROWS; i++) {
        const uint32_t a = rows[i].probe / step, b = rows[i].reference / step;
        if (rows[i].mated) continue;
        pairs += !times[a < b ? a : b][a < b ? b : a]++;
    }
    assert_int_equal(compare(people, &s), ASSAY_OK);
    assert_int_equal(s.pairs, pairs);
    assert_memory_equal(s.times, times, sizeof times);
}

static void pairs_of_few_people(void **state)
{
    (void)state;
    check(FEW, 1);
}

static void pairs_of_many_people(void **state)
{
    (void)state;
    check(MANY, MANY / FEW);
}

static void no_room_ends_it(void **state)
{
    (void)state;
    for (uint32_t step = 1; step <= MANY / FEW; step += MANY / FEW - 1) {
        seen s = {.step = step, .most = 7};
        make_rows(step);
        assert_int_equal(compare(step * FEW, &s), ASSAY_ENOMEM);
        assert_int_equal(s.pairs, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_of_few_people),
        cmocka_unit_test(pairs_of_many_people),
        cmocka_unit_test(no_room_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
