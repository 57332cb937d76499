// SPDX-License-Identifier: Apache-2.0
// Figures of designs whose non-mated comparisons are no rows below a floor,
// against those of all rows.
#include "unit/measure_help.h"
#include "unit/rest_help.h"

static const double targets[] = {0.5, 0.2, 0.05, 0.01};
static const double thresholds[] = {-0.2, 0.31, 1.1};

static help_study the_study(void)
{
    help_study study = study_of(NULL, 0, 1);
    study.groups = PROFILES;
    study.same_references = true;
    study.options.fmr = (assay_numbers){targets, 4};
    study.options.thresholds = (assay_numbers){thresholds, 3};
    return study;
}

static assay_result *measure(assay_counter *counter, const help_study *study)
{
    assay_error err = {0};
    assay_result *result = assay_build_new("verification");
    assert_non_null(result);
    assert_int_equal(help_all(study, counter, result, &err), ASSAY_OK);
    assert_int_equal(assay_build_end(&result, &err), ASSAY_OK);
    assay_counter_free(counter);
    return result;
}

// What a search with this capacity gives; the first, last and the third of
// four bodies are none, a sample, and those below the floor.
static assay_result *measured(const rest_design *d, uint64_t capacity, int body)
{
    assay_found found;
    const help_study study = the_study();
    rest_find(d, capacity, body, &found);
    assay_result *result = measure(rest_feed(d, &found), &study);
    rest_drop_found(&found);
    return result;
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static bool is(const assay_figure *figure, const char *name)
{
    return strcmp(figure->name, name) == 0;
}

static bool at_target(const assay_figure *figure)
{
    return figure->at_count && strcmp(figure->at[0].key, "FMR") == 0;
}

static bool has_bounds(const assay_figure *figure)
{
    return !isnan(figure->bounds[0]);
}

static bool is_made_of_rates(const assay_figure *figure)
{
    return strcmp(figure->unit, "ratio") == 0 ||
           strcmp(figure->unit, "index") == 0 ||
           strcmp(figure->unit, "p") == 0 ||
           strcmp(figure->interval, "posterior") == 0;
}

// What is given is what all rows give; the interval of FNMR at a target looks
// beyond the floor for the slope of the DET.
static void compare_figure(const assay_figure *got, const assay_figure *want,
                           int body)
{
    if (got->status == ASSAY_FIGURE_REFUSED) return;
    // Of groups without an event the design effect is that of a lower
    // threshold, which may be hidden; and of fewer rates there are fewer tests.
    if (is_made_of_rates(got)) return;
    if (has_bounds(got)) {
        assert_true(is(got, "EER") || is(got, "AUC"));
        assert_true(got->bounds[0] <= want->value);
        assert_true(got->bounds[1] >= want->value);
        assert_true(isnan(got->low) && isnan(got->high));
        return;
    }
    assert_int_equal(got->status, want->status);
    if (body == SAMPLED && is(got, "d'")) return;
    assert_true(same(got->value, want->value));
    assert_int_equal(got->events, want->events);
    assert_int_equal(got->trials, want->trials);
    assert_int_equal(got->subjects, want->subjects);
    assert_true(same(got->threshold, want->threshold));
    const bool counted = body == BODY || body == BODY_BELOW;
    const bool looks = is(got, "EER") || (at_target(got) && !is(got, "FMR"));
    if (looks && (!counted || got->group_count)) return;
    assert_true(same(got->low, want->low) && same(got->high, want->high));
    assert_true(same(got->effective, want->effective));
}

// Whether it is made of FMR and FNMR.
static bool is_of_both(const assay_figure *figure)
{
    static const char *const names[] = {"FDR", "IR", "GARBE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(figure->name, names[i], strlen(names[i])) == 0) return true;
    return false;
}

// Returns how many were given that the floor could touch.
static unsigned compare(const assay_result *got, const assay_result *want,
                        int body)
{
    size_t n = 0, of = 0;
    unsigned given = 0;
    const assay_figure *figures = assay_result_figures(want, &n);
    (void)assay_result_figures(got, &of);
    for (size_t i = 0; i < n; i++) {
        const assay_figure *other = assay_result_find(got, figures[i].id);
        // At a threshold that is hidden only the rate by comparison is told so,
        // and nothing is made of it.
        if (!other) {
            assert_true(strstr(figures[i].id, "FMR") ||
                        is_of_both(&figures[i]));
            continue;
        }
        compare_figure(other, &figures[i], body);
        given += is(other, "FMR") && !isnan(other->value);
    }
    return given;
}

// One design in so many, where sanitizers make each slow (tests/meson.build).
static unsigned stride(void)
{
    const char *text = getenv("TEST_STRIDE");
    const unsigned n = text ? (unsigned)strtoul(text, NULL, 10) : 1;
    return n ? n : 1;
}

static void figures_above_the_floor_are_those_of_all_rows(void **state)
{
    (void)state;
    unsigned given = 0;
    rest_design *d = malloc(sizeof *d);
    assert_non_null(d);
    for (unsigned seed = 1; seed <= 48; seed += stride()) {
        rest_make(d, seed);
        const int body = (int)(seed / 2 % 4);
        assay_result *all = measured(d, MOST, NO_BODY);
        assay_result *tail = measured(d, d->count / (2 + seed % 5), body);
        given += compare(tail, all, body);
        assay_result_free(all);
        assay_result_free(tail);
    }
    assert_true(given > 100 / stride());
    free(d);
}

// A design in which the tail holds a fifth of the non-mated comparisons.
static assay_result *some_result(int body)
{
    rest_design *d = malloc(sizeof *d);
    assay_found found;
    assert_non_null(d);
    rest_make(d, 8);
    rest_find(d, MOST, NO_BODY, &found);
    const uint64_t capacity = found.tail_count / 5;
    rest_drop_found(&found);
    assay_result *result = measured(d, capacity, body);
    free(d);
    return result;
}

static size_t refused(const assay_result *result, const char *note)
{
    size_t n = 0, hits = 0;
    const assay_figure *figures = assay_result_figures(result, &n);
    for (size_t i = 0; i < n; i++)
        hits += figures[i].status == ASSAY_FIGURE_REFUSED && figures[i].note &&
                strstr(figures[i].note, note) != NULL;
    return hits;
}

static void what_lies_below_is_refused_in_words(void **state)
{
    (void)state;
    assay_result *result = some_result(NO_BODY);
    const assay_figure *fnmr = figure_of(result, "FNMR@FMR=0.5");
    assert_int_equal(fnmr->status, ASSAY_FIGURE_REFUSED);
    assert_non_null(strstr(fnmr->note, " most alike pairs of different people: "
                                       "FMR below 0.1"));
    assert_non_null(strstr(fnmr->note, "; --tail keeps more"));
    // A rate of mated comparisons is known at any threshold.
    const assay_figure *fmr = figure_of(result, "FMR@threshold=-0.2");
    assert_int_equal(fmr->status, ASSAY_FIGURE_REFUSED);
    fnmr = figure_of(result, "FNMR@threshold=-0.2");
    assert_int_equal(fnmr->status, ASSAY_FIGURE_OK);
    assert_int_equal(figure_of(result, "AUC")->status, ASSAY_FIGURE_REFUSED);
    assert_int_equal(figure_of(result, "d'")->status, ASSAY_FIGURE_REFUSED);
    const assay_warning warning = the_warning(result, "below_tail");
    assert_int_equal(warning.rows, refused(result, "most alike"));
    assert_null(warning_of(result, "refused"));
    assert_null(warning_of(result, "sampled"));
    assert_null(curve_of(result, "scores"));
    assert_non_null(statement_of(result, ASSAY_CANNOT_BE_TOLD,
                                 "What fails at an FMR of 0.5: of pairs"));
    // The DET ends where the tail does.
    const assay_curve *det = curve_of(result, "DET");
    assert_non_null(det);
    for (size_t i = 0; det && i < det->row_count; i++)
        assert_true(det->values[i * det->column_count + 1] < 0.2);
    assay_result_free(result);
}

static void a_body_gives_figures_of_everybody(void **state)
{
    (void)state;
    static const int bodies[] = {BODY, SAMPLED};
    for (size_t i = 0; i < 2; i++) {
        assay_result *result = some_result(bodies[i]);
        const bool sampled = bodies[i] == SAMPLED;
        const assay_figure *auc = figure_of(result, "AUC");
        assert_int_equal(auc->status, ASSAY_FIGURE_OK);
        assert_true(auc->bounds[0] <= auc->value);
        assert_true(auc->bounds[1] >= auc->value);
        assert_true((strstr(auc->note, "from a sample of") != NULL) == sampled);
        assert_int_equal(figure_of(result, "d'")->status, ASSAY_FIGURE_OK);
        assert_int_equal(figure_of(result, "AUC@group=A")->status,
                         ASSAY_FIGURE_REFUSED);
        assert_true((warning_of(result, "sampled") != NULL) == sampled);
        assert_non_null(curve_of(result, "scores"));
        // All comparisons stand in the histogram.
        const assay_curve *scores = curve_of(result, "scores");
        double sum = 0;
        for (size_t r = 0; scores && r < scores->row_count; r++)
            sum += scores->values[r * scores->column_count + 2];
        assert_true(sum == figure_of(result, "non-mated comparisons")->value);
        assay_result_free(result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_below_is_refused_in_words),
        cmocka_unit_test(a_body_gives_figures_of_everybody),
        cmocka_unit_test(figures_above_the_floor_are_those_of_all_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
