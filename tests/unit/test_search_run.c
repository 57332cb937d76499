// SPDX-License-Identifier: Apache-2.0
// The engine against a double loop, over thousands of random small searches.
#include "unit/search_help.h"

enum { CASES = 3000 };

// One search in so many, where sanitizers make each slow (tests/meson.build).
static unsigned stride(void)
{
    const char *text = getenv("TEST_STRIDE");
    const unsigned n = text ? (unsigned)strtoul(text, NULL, 10) : 1;
    return n ? n : 1;
}

static assay_found *search(const help_case *c)
{
    assay_found *found = NULL;
    assay_error err = {0};
    const assay_status status =
        assay_search_turned(&c->options, &c->turns, &found, &err);
    if (status != ASSAY_OK) print_error("%s: %s\n", err.file, err.reason);
    assert_int_equal(status, ASSAY_OK);
    assert_non_null(found);
    return found;
}

static void assert_same(const assay_found *a, const assay_found *b)
{
    unsigned char *bytes[2] = {NULL, NULL};
    size_t size[2] = {0, 0};
    assay_error err = {0};
    assert_int_equal(assay_found_pack(a, &bytes[0], &size[0], &err), ASSAY_OK);
    assert_int_equal(assay_found_pack(b, &bytes[1], &size[1], &err), ASSAY_OK);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], size[0]);
    assay_free(bytes[0]);
    assay_free(bytes[1]);
}

static void finds_what_a_double_loop_finds(void **state)
{
    static help_case c;
    static help_found f;
    (void)state;
    for (unsigned seed = 0; seed < CASES; seed += stride()) {
        help_make(&c, seed);
        assay_found *found = search(&c);
        help_find(&c, found->capacity, &f);
        help_check(&c, &f, found);
        assay_found_free(found);
    }
}

static void does_not_depend_on_threads(void **state)
{
    static help_case c;
    (void)state;
    for (unsigned seed = 0; seed < CASES / 10; seed += stride()) {
        help_make(&c, seed);
        assay_found *one = search(&c);
        c.options.threads = seed % 2 ? 2 : 7;
        assay_found *more = search(&c);
        assert_same(one, more);
        assay_found_free(one);
        assay_found_free(more);
    }
}

static void does_not_depend_on_kernels(void **state)
{
    static help_case c;
    const assay_exact *found[ASSAY_EXACT_MAX];
    const size_t n = assay_exact_find(found);
    (void)state;
    for (unsigned seed = 0; seed < CASES / 10; seed += stride()) {
        help_make(&c, seed);
        c.options.kernels = "c";
        assay_found *plain = search(&c);
        for (size_t i = 1; i < n; i++) {
            c.options.kernels = found[i]->name;
            assay_found *other = search(&c);
            assert_same(plain, other);
            assay_found_free(other);
        }
        assay_found_free(plain);
    }
}

static void does_not_depend_on_tiles(void **state)
{
    static help_case c;
    (void)state;
    for (unsigned seed = 0; seed < CASES / 10; seed += stride()) {
        help_make(&c, seed);
        assay_found *one = search(&c);
        c.turns.grid = (assay_grid){HELP_ROWS, HELP_ROWS};
        assay_found *more = search(&c);
        assert_same(one, more);
        assay_found_free(one);
        assay_found_free(more);
    }
}

static void shards_merge_into_the_whole(void **state)
{
    static help_case c;
    (void)state;
    for (unsigned seed = 0; seed < CASES / 5; seed += stride()) {
        help_make(&c, seed);
        assay_found *whole = search(&c);
        const unsigned shards = 1 + seed % 4;
        const unsigned start = seed / 4 % shards;
        assay_found *sum = NULL;
        for (unsigned i = 0; i < shards; i++) {
            c.options.shards = shards;
            c.options.shard = seed % 3 ? (start + i) % shards : shards - 1 - i;
            assay_found *part = search(&c);
            assay_error err = {0};
            if (!sum) {
                sum = part;
                continue;
            }
            assert_int_equal(assay_found_merge(sum, part, &err), ASSAY_OK);
            assay_found_free(part);
        }
        assert_same(whole, sum);
        assay_found_free(whole);
        assay_found_free(sum);
    }
}

// Two good sides of 40 and 30 templates, exact in every type.
static void make_plain(help_case *c, assay_metric metric)
{
    memset(c, 0, sizeof *c);
    for (int i = 0; i < 2; i++) {
        help_side *s = &c->side[i];
        s->matrix = (assay_matrix){.name = i ? "b.npy" : "a.npy",
                                   .rows = i ? 40 : 30,
                                   .dimensions = 3,
                                   .type = ASSAY_VALUE_F32,
                                   .start = 100,
                                   .context = s,
                                   .read = help_read};
        for (uint32_t r = 0; r < s->matrix.rows; r++) {
            s->person[r] = r;
            s->sample[r] = 100 * (uint32_t)i + r;
            const float row[3] = {1, (float)r, 2};
            memcpy(s->bytes + r * sizeof row, row, sizeof row);
        }
        s->some_lost = true;
    }
    c->options.metric = metric;
    c->options.probes = help_search_side(&c->side[0]);
    c->options.references = help_search_side(&c->side[1]);
    c->options.body = ASSAY_BODY_EXACT;
    c->turns.grid = (assay_grid){8, 8};
}

static void set_row(help_side *s, size_t row, float value)
{
    const float values[3] = {value, value, value};
    memcpy(s->bytes + row * sizeof values, values, sizeof values);
}

static void assert_refused(const help_case *c, const char *file,
                           const char *reason)
{
    assay_found *found = NULL;
    assay_error err = {0};
    const assay_status status =
        assay_search_turned(&c->options, &c->turns, &found, &err);
    assert_int_equal(status, ASSAY_EINPUT);
    assert_null(found);
    assert_string_equal(err.file, file);
    if (!strstr(err.reason, reason)) fail_msg("%s", err.reason);
}

static void refuses_bad_values_with_their_row(void **state)
{
    static help_case c;
    static const float bad[] = {NAN, INFINITY, -INFINITY, 0};
    (void)state;
    for (unsigned i = 0; i < 16; i++) {
        make_plain(&c, ASSAY_COSINE);
        c.options.threads = 1 + i % 3;
        set_row(&c.side[i % 2], 27, bad[i / 4]);
        set_row(&c.side[i % 2], 29, bad[i / 4]);
        assert_refused(&c, i % 2 ? "b.npy" : "a.npy", "row 28");
        c.side[i % 2].lost[27] = 1;
        assert_refused(&c, i % 2 ? "b.npy" : "a.npy", "row 30");
        c.side[i % 2].lost[29] = 1;
        assay_found_free(search(&c));
    }
}

static void takes_zero_rows_where_nothing_is_divided(void **state)
{
    static help_case c;
    (void)state;
    for (int i = 0; i < 2; i++) {
        make_plain(&c, i ? ASSAY_DOT : ASSAY_L2);
        set_row(&c.side[0], 5, 0);
        assay_found *found = search(&c);
        assert_int_equal(found->comparisons[ASSAY_NON_MATED] +
                             found->comparisons[ASSAY_MATED],
                         1200);
        assay_found_free(found);
    }
}

static void refuses_values_whose_scores_overflow(void **state)
{
    static help_case c;
    (void)state;
    for (int i = 0; i < 3; i++) {
        make_plain(&c, (assay_metric)i);
        set_row(&c.side[1], 3, 0x1.2p61f); // 3 of them: a norm of 2^61.95
        assay_found_free(search(&c));
        set_row(&c.side[1], 3, 0x1p100f);
        if (c.options.metric == ASSAY_COSINE)
            assay_found_free(search(&c));
        else
            assert_refused(&c, "b.npy", "too large");
    }
}

static void refuses_sides_that_do_not_fit(void **state)
{
    static help_case c;
    (void)state;
    make_plain(&c, ASSAY_DOT);
    c.side[1].matrix.dimensions = 4;
    assert_refused(&c, "b.npy", "4 values, those of a.npy 3");
}

static void refuses_options_that_make_no_sense(void **state)
{
    static help_case c;
    (void)state;
    for (int i = 0; i < 5; i++) {
        assay_found *found = NULL;
        assay_error err = {0};
        make_plain(&c, ASSAY_DOT);
        if (i == 0) c.options.kernels = "abacus";
        if (i == 1) c.options.memory = 1000;
        if (i == 2) c.options.shard = c.options.shards = 3;
        if (i == 3) c.options.galleries.count = 1;
        if (i == 4) c.options.galleries.count = 65;
        assert_int_equal(
            assay_search_turned(&c.options, &c.turns, &found, &err),
            ASSAY_EUSAGE);
        assert_null(found);
        assert_true(err.reason[0] != '\0');
    }
}

static void keeps_the_same_tail_in_little_memory(void **state)
{
    static help_case c;
    (void)state;
    make_plain(&c, ASSAY_DOT);
    assay_found *found = search(&c);
    assert_int_equal(found->capacity, 1 << 24);
    assay_found_free(found);
    c.options.memory = 96 << 20;
    found = search(&c);
    assert_int_equal(found->capacity, 1 << 24);
    assay_found_free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_double_loop_finds),
        cmocka_unit_test(does_not_depend_on_threads),
        cmocka_unit_test(does_not_depend_on_kernels),
        cmocka_unit_test(does_not_depend_on_tiles),
        cmocka_unit_test(shards_merge_into_the_whole),
        cmocka_unit_test(refuses_bad_values_with_their_row),
        cmocka_unit_test(takes_zero_rows_where_nothing_is_divided),
        cmocka_unit_test(refuses_values_whose_scores_overflow),
        cmocka_unit_test(refuses_sides_that_do_not_fit),
        cmocka_unit_test(refuses_options_that_make_no_sense),
        cmocka_unit_test(keeps_the_same_tail_in_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
