// SPDX-License-Identifier: Apache-2.0
// DET, its band, and the distribution of scores.
#include "measure_help.h"

#include "measure/thin.h"

#include <float.h>

enum { EACH = 2000 };

static trial trials[2 * EACH];

// Scores that spread over many buckets: non-mated below, mated above.
static void fill(void)
{
    for (int i = 0; i < EACH; i++) {
        const float place = (float)((i * 977) % EACH) / EACH;
        trials[i] = (trial){.reference = 1, .score = place * place};
        trials[EACH + i] = (trial){.mated = true, .score = 0.4f + 0.8f * place};
    }
}

static size_t column_of(const assay_curve *curve, const char *name)
{
    for (size_t c = 0; c < curve->column_count; c++)
        if (strcmp(curve->columns[c], name) == 0) return c;
    fail_msg("no column %s", name);
    return 0;
}

static double cell(const assay_curve *curve, size_t row, const char *name)
{
    return curve->values[row * curve->column_count + column_of(curve, name)];
}

static assay_curve the_curve(const assay_result *result, const char *id)
{
    const assay_curve *found = curve_of(result, id);
    if (found) return *found;
    fail_msg("no curve %s", id);
    return (assay_curve){.id = ""};
}

static void every_row_of_a_det_is_exact(void **state)
{
    (void)state;
    fill();
    const help_study study = study_of(trials, 2 * EACH, 0);
    assay_result *result = study_run(&study);
    const assay_curve det = the_curve(result, "DET");
    assert_true(det.row_count > 50 && det.row_count <= 420);
    for (size_t r = 0; r < det.row_count; r++) {
        const double t = cell(&det, r, "threshold");
        double matches = 0, non_matches = 0;
        for (int i = 0; i < EACH; i++) {
            matches += (double)trials[i].score >= t;
            non_matches += (double)trials[EACH + i].score < t;
        }
        assert_true(cell(&det, r, "false matches") == matches);
        assert_true(cell(&det, r, "false non-matches") == non_matches);
        assert_near(cell(&det, r, "FMR"), matches / EACH);
        assert_near(cell(&det, r, "FNMR"), non_matches / EACH);
        assert_near(cell(&det, r, "TMR"), 1 - non_matches / EACH);
        if (r) assert_true(t > cell(&det, r - 1, "threshold"));
    }
    assert_true(cell(&det, 0, "FNMR") == 0);
    assert_true(cell(&det, det.row_count - 1, "FMR") == 0);
    assay_result_free(result);
}

static void a_det_holds_the_operating_points(void **state)
{
    (void)state;
    fill();
    const help_study study = study_of(trials, 2 * EACH, 0);
    assay_result *result = study_run(&study);
    const assay_curve det = the_curve(result, "DET");
    const assay_figure *fnmr = figure_of(result, "FNMR@FMR=0.01");
    size_t found = 0;
    for (size_t r = 0; r < det.row_count; r++)
        found += cell(&det, r, "threshold") == fnmr->threshold &&
                 cell(&det, r, "false non-matches") == (double)fnmr->events;
    assert_int_equal(found, 1);
    assay_result_free(result);
}

static void the_band_holds_the_curve(void **state)
{
    (void)state;
    fill();
    const help_study study = study_of(trials, 2 * EACH, 0);
    assay_result *result = study_run(&study);
    const assay_curve band = the_curve(result, "DET band");
    assert_non_null(strstr(band.note, "pointwise"));
    assert_true(band.row_count >= 5);
    for (size_t r = 0; r < band.row_count; r++) {
        assert_true(cell(&band, r, "low") <= cell(&band, r, "FNMR"));
        assert_true(cell(&band, r, "FNMR") <= cell(&band, r, "high"));
        assert_true(cell(&band, r, "FMR") > 0);
        if (r) assert_true(cell(&band, r, "FMR") > cell(&band, r - 1, "FMR"));
    }
    assay_result_free(result);
}

static void check_histogram(const assay_curve *scores, double sign)
{
    double totals[2] = {0, 0};
    for (size_t r = 0; r < scores->row_count; r++) {
        const double from = cell(scores, r, "from");
        const double to = cell(scores, r, "to");
        double seen[2] = {0, 0};
        for (int i = 0; i < 2 * EACH; i++) {
            const double s = sign * (double)trials[i].score;
            seen[trials[i].mated] +=
                sign > 0 ? (s >= from && s < to) : (s > from && s <= to);
        }
        assert_true(from < to);
        if (r) assert_true(from == cell(scores, r - 1, "to"));
        assert_true(cell(scores, r, "non-mated") == seen[0]);
        assert_true(cell(scores, r, "mated") == seen[1]);
        totals[0] += seen[0];
        totals[1] += seen[1];
    }
    assert_true(totals[0] == EACH && totals[1] == EACH);
}

static void the_histogram_counts_exactly(void **state)
{
    (void)state;
    fill();
    help_study study = study_of(trials, 2 * EACH, 0);
    assay_result *result = study_run(&study);
    assay_curve scores = the_curve(result, "scores");
    assert_true(scores.row_count >= 60 && scores.row_count <= 120);
    check_histogram(&scores, 1);
    assay_result_free(result);
    study.facts.distance = true;
    result = study_run(&study);
    scores = the_curve(result, "scores");
    check_histogram(&scores, -1);
    assay_result_free(result);
}

static void infinite_and_huge_scores_fit(void **state)
{
    (void)state;
    const float ends[] = {-INFINITY, -FLT_MAX, 0, FLT_MAX, INFINITY};
    trial few[20];
    for (int i = 0; i < 20; i++)
        few[i] =
            (trial){.reference = 1, .mated = i % 2 == 0, .score = ends[i % 5]};
    const help_study study = study_of(few, 20, 0);
    assay_result *result = study_run(&study);
    const assay_curve scores = the_curve(result, "scores");
    double sum = 0;
    for (size_t r = 0; r < scores.row_count; r++) {
        assert_true(isfinite(cell(&scores, r, "from")));
        assert_true(isfinite(cell(&scores, r, "to")));
        sum += cell(&scores, r, "mated") + cell(&scores, r, "non-mated");
    }
    assert_true(sum == 12);
    assert_non_null(strstr(scores.note, "8 infinite"));
    assert_int_equal(figure_of(result, "d'")->status, ASSAY_FIGURE_REFUSED);
    assert_true(isfinite(figure_of(result, "AUC")->value));
    assay_result_free(result);
}

static void constant_scores_have_one_bin(void **state)
{
    (void)state;
    trial few[20];
    for (int i = 0; i < 20; i++)
        few[i] = (trial){.reference = 1, .mated = i % 2 == 0, .score = 0.5f};
    const help_study study = study_of(few, 20, 0);
    assay_result *result = study_run(&study);
    assert_int_equal(the_curve(result, "scores").row_count, 1);
    assert_int_equal(the_curve(result, "DET").row_count, 2);
    assert_true(figure_of(result, "AUC")->value == 0.5);
    assert_true(isnan(figure_of(result, "d'")->value));
    assay_result_free(result);
}

static void rates_alone_make_no_curves(void **state)
{
    (void)state;
    fill();
    help_study study = study_of(trials, 2 * EACH, 0);
    study.options.rates_only = true;
    assay_result *result = study_run(&study);
    size_t n = 1;
    (void)assay_result_curves(result, &n);
    assert_int_equal(n, 0);
    assert_null(assay_result_find(result, "AUC"));
    assert_non_null(assay_result_find(result, "EER"));
    assay_result_free(result);
}

static void thinning_keeps_the_ends_and_the_bends(void **state)
{
    (void)state;
    assay_step steps[1000];
    for (uint32_t i = 0; i < 1000; i++)
        steps[i] = (assay_step){i, i < 500 ? 1000 - i : 500, i < 500 ? 0 : i};
    const size_t n = assay_thin(steps, 1000, 40);
    assert_true(n <= 40 && n >= 30);
    assert_int_equal(steps[0].key, 0);
    assert_int_equal(steps[n - 1].key, 999);
    size_t first_half = 0;
    for (size_t i = 0; i < n; i++) first_half += steps[i].key < 500;
    assert_true(first_half >= 2 && first_half < n);
    assert_int_equal(assay_thin(steps, 5, 40), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_a_det_is_exact),
        cmocka_unit_test(a_det_holds_the_operating_points),
        cmocka_unit_test(the_band_holds_the_curve),
        cmocka_unit_test(the_histogram_counts_exactly),
        cmocka_unit_test(infinite_and_huge_scores_fit),
        cmocka_unit_test(constant_scores_have_one_bin),
        cmocka_unit_test(rates_alone_make_no_curves),
        cmocka_unit_test(thinning_keeps_the_ends_and_the_bends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
