// SPDX-License-Identifier: Apache-2.0
// What must hold of any data (method.md 10, ii to v).
#include "measure_help.h"

#include <stdio.h>

enum { PEOPLE = 24, IMAGES = 2, MOST = 8000 };

static trial trials[MOST], changed[MOST];

// A small generator: the tests need variety, not randomness.
static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

// Every image with every later one, `copies` images for each that there was:
// all pairs of copies have the score of their originals.
static size_t fill(trial *to, unsigned copies)
{
    uint32_t state = 7;
    size_t n = 0;
    for (uint32_t a = 0; a < PEOPLE; a++)
        for (uint32_t b = a; b < PEOPLE; b++) {
            // Images of the same two people are nearly alike.
            const float base = (float)(next(&state) % 1024) / 256;
            const float own = a == b ? 2.0f : (a % 5 == 0 ? 0.75f : 0);
            for (int k = 0; k < IMAGES; k++) {
                const float image = (float)(next(&state) % 64) / 256;
                for (unsigned c = 0; c < copies; c++)
                    to[n++] = (trial){.probe = a,
                                      .reference = b,
                                      .mated = a == b,
                                      .score = base + own + image};
            }
        }
    assert_true(n <= MOST);
    return n;
}

static const double at[] = {3};

static help_study study_at(const trial *from, size_t n)
{
    help_study study = study_of(from, n, PEOPLE);
    study.options.thresholds = (assay_numbers){at, 1};
    return study;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void assert_same_results(const assay_result *a, const assay_result *b)
{
    size_t n = 0, m = 0;
    const assay_figure *x = assay_result_figures(a, &n);
    const assay_figure *y = assay_result_figures(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(x[i].id, y[i].id);
        assert_true(same(x[i].value, y[i].value));
        assert_true(same(x[i].low, y[i].low) && same(x[i].high, y[i].high));
        assert_true(same(x[i].effective, y[i].effective));
        assert_int_equal(x[i].events, y[i].events);
    }
    const assay_statement *s = assay_result_statements(a, &n);
    const assay_statement *t = assay_result_statements(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) assert_string_equal(s[i].text, t[i].text);
}

static void ii_order_does_not_matter(void **state)
{
    (void)state;
    const size_t n = fill(trials, 1);
    uint32_t random = 99;
    memcpy(changed, trials, sizeof trials);
    for (size_t i = n - 1; i > 0; i--) {
        const size_t j = next(&random) % (i + 1);
        const trial kept = changed[i];
        changed[i] = changed[j];
        changed[j] = kept;
    }
    const help_study one = study_at(trials, n), other = study_at(changed, n);
    assay_result *a = study_run(&one);
    assay_result *b = study_run(&other);
    assert_same_results(a, b);
    assay_result_free(a);
    assay_result_free(b);
}

static double variance(const assay_figure *figure)
{
    return figure->value * (1 - figure->value) / figure->effective;
}

static void iii_more_images_of_the_same_people_prove_nothing(void **state)
{
    (void)state;
    const size_t n = fill(trials, 1), m = fill(changed, 3);
    const help_study one = study_at(trials, n), other = study_at(changed, m);
    assay_result *a = study_run(&one);
    assay_result *b = study_run(&other);
    static const char *const ids[] = {"FMR@threshold=3", "FNMR@threshold=3"};
    for (size_t i = 0; i < 2; i++) {
        const assay_figure *x = figure_of(a, ids[i]), *y = figure_of(b, ids[i]);
        assert_int_equal(y->trials, 3 * x->trials);
        assert_true(variance(x) >
                    x->value * (1 - x->value) / (double)x->trials * (1 + 1e-9));
        assert_near(variance(y), variance(x));
        assert_near(y->low, x->low);
        assert_near(y->high, x->high);
    }
    assay_result_free(a);
    assay_result_free(b);
}

static void iv_a_rising_map_moves_only_thresholds(void **state)
{
    (void)state;
    static const double moved[] = {3.0 * 8 - 64};
    const size_t n = fill(trials, 1);
    memcpy(changed, trials, sizeof trials);
    for (size_t i = 0; i < n; i++) changed[i].score = changed[i].score * 8 - 64;
    help_study one = study_at(trials, n), other = study_at(changed, n);
    other.options.thresholds = (assay_numbers){moved, 1};
    assay_result *a = study_run(&one);
    assay_result *b = study_run(&other);
    static const char *const ids[] = {"FMR", "FNMR", "TMR"};
    for (size_t i = 0; i < 3; i++) {
        char x[32], y[32];
        (void)snprintf(x, sizeof x, "%s@threshold=3", ids[i]);
        (void)snprintf(y, sizeof y, "%s@threshold=-40", ids[i]);
        assert_int_equal(figure_of(a, x)->events, figure_of(b, y)->events);
        assert_true(figure_of(a, x)->low == figure_of(b, y)->low);
        assert_true(figure_of(a, x)->high == figure_of(b, y)->high);
        (void)snprintf(x, sizeof x, "%s@FMR=0.01", ids[i]);
        assert_int_equal(figure_of(a, x)->events, figure_of(b, x)->events);
    }
    assert_true(figure_of(a, "EER")->value == figure_of(b, "EER")->value);
    assert_true(figure_of(a, "AUC")->value == figure_of(b, "AUC")->value);
    assert_near(figure_of(b, "d'")->value, figure_of(a, "d'")->value);
    assay_result_free(a);
    assay_result_free(b);
}

static void v_never_narrower_than_independent_trials(void **state)
{
    (void)state;
    const size_t n = fill(trials, 1);
    const help_study known = study_at(trials, n);
    assay_result *result = study_run(&known);
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *one = &figures[i];
        if (one->trials <= 0 || isnan(one->effective)) continue;
        assert_true(one->effective <= (double)one->trials * (1 + 1e-9));
        assert_true(one->low <= one->value && one->value <= one->high);
    }
    assay_result_free(result);
}

static void every_id_is_there_once(void **state)
{
    (void)state;
    const size_t n = fill(trials, 1);
    const help_study study = study_at(trials, n);
    assay_result *result = study_run(&study);
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            assert_string_not_equal(figures[i].id, figures[k].id);
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ii_order_does_not_matter),
        cmocka_unit_test(iii_more_images_of_the_same_people_prove_nothing),
        cmocka_unit_test(iv_a_rising_map_moves_only_thresholds),
        cmocka_unit_test(v_never_narrower_than_independent_trials),
        cmocka_unit_test(every_id_is_there_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
