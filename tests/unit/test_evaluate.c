// SPDX-License-Identifier: Apache-2.0
// From files to a result: what the rooms do together.
#include "assay/scores.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static assay_error error;

// A file with this text; the caller removes it.
static void write_file(const char *text, char path[64])
{
    (void)snprintf(path, 64, "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    const size_t n = strlen(text);
    assert_true(write(fd, text, n) == (ssize_t)n);
    assert_int_equal(close(fd), 0);
}

// Evaluates `text` as a file; NULL and `error` where it is refused.
static assay_result *evaluate(const char *text, assay_scores_options *options)
{
    char path[64];
    const char *const files[] = {path};
    assay_result *result = NULL;
    write_file(text, path);
    options->files = (assay_texts){files, 1};
    const assay_status status = assay_scores_evaluate(options, &result, &error);
    options->files = (assay_texts){NULL, 0};
    assert_int_equal(unlink(path), 0);
    assert_true((status == ASSAY_OK) == (result != NULL));
    return result;
}

static assay_scores_options defaults(void)
{
    assay_scores_options options;
    assay_scores_options_default(&options);
    options.common.min_subjects = 0;
    return options;
}

static assay_result *evaluate_by(const char *text, const char *by)
{
    static const double half = 0.5;
    assay_scores_options options = defaults();
    options.common.by = (assay_texts){&by, 1};
    options.thresholds = (assay_numbers){&half, 1};
    return evaluate(text, &options);
}

static void assert_events(const assay_result *result, const char *id,
                          int64_t events, int64_t trials)
{
    const assay_figure *f = assay_result_find(result, id);
    if (!f) fail_msg("no figure %s", id);
    assert_int_equal(f->events, events);
    assert_int_equal(f->trials, trials);
}

// Whether a statement holds `text`.
static bool says(const assay_result *result, const char *text)
{
    size_t n = 0;
    const assay_statement *all = assay_result_statements(result, &n);
    for (size_t i = 0; i < n; i++)
        if (strstr(all[i].text, text)) return true;
    return false;
}

static const char dated[] = "score,mated,date\n"
                            "0.1,1,2023-12-31\n"
                            "0.9,1,2024-01-01T10:15\n"
                            "0.2,1,2024-01-31\n"
                            "0.3,1,2024-02-01\n"
                            "0.4,1,soon\n"
                            "0.7,0,2024\n"
                            "0.6,0,2023-12-30\n";

static void groups_by_year_and_month_of_a_date(void **state)
{
    (void)state;
    assay_result *result = evaluate_by(dated, "year");
    assert_non_null(result);
    assert_events(result, "FNMR@threshold=0.5,year=2023", 1, 1);
    assert_events(result, "FNMR@threshold=0.5,year=2024", 2, 3);
    assert_events(result, "FMR@threshold=0.5,year=2024", 1, 1);
    assert_events(result, "FNMR@threshold=0.5,year=unknown", 1, 1);
    assay_result_free(result);
    result = evaluate_by(dated, "month");
    assert_non_null(result);
    assert_events(result, "FNMR@threshold=0.5,month=2024-01", 1, 2);
    assert_events(result, "FNMR@threshold=0.5,month=2024-02", 1, 1);
    // 2024 alone has no month.
    assert_events(result, "FMR@threshold=0.5,month=unknown", 1, 1);
    assay_result_free(result);
}

static void a_column_called_year_goes_first(void **state)
{
    (void)state;
    assay_result *result = evaluate_by("score,mated,date,year\n"
                                       "0.1,1,2023-12-31,first\n"
                                       "0.9,1,2024-01-01,\n"
                                       "0.2,0,2024-01-01,first\n",
                                       "year");
    assert_non_null(result);
    assert_events(result, "FNMR@threshold=0.5,year=first", 1, 1);
    assert_events(result, "FNMR@threshold=0.5,year=2024", 0, 1);
    assay_result_free(result);
    assert_null(evaluate_by("score,mated\n1,1\n", "year"));
    assert_non_null(strstr(error.reason, "--by year: no column year"));
    assert_null(evaluate_by("score,mated,date\n1,1,soon\n", "year"));
    assert_non_null(strstr(error.reason, "every value is empty or no date"));
}

static void columns_that_tell_groups_apart_are_named(void **state)
{
    (void)state;
    assay_scores_options options = defaults();
    assay_result *result =
        evaluate("score,mated,fold,camera,probe_sex,reference_sex,note\n"
                 "1,1,1,a,F,F,x\n0,0,1,b,M,F,x\n",
                 &options);
    assert_non_null(result);
    assert_true(says(result, "Anything by group: --by was not given."));
    assert_true(says(result, "--by, with one of the columns camera, sex."));
    assay_result_free(result);
    result = evaluate("score,mated,fold,pair\n1,1,1,1\n0,0,1,2\n", &options);
    assert_non_null(result);
    assert_true(says(result, "the files have no group column."));
    assay_result_free(result);
}

static void an_attribute_called_threshold_keeps_ids_apart(void **state)
{
    (void)state;
    static const char *const by[] = {"threshold"};
    static const double given[] = {0.60, 0.62};
    static const char *const require[] = {
        "FNMR@threshold=0.62,group.threshold=0.60 <= 1",
        "FMR@threshold=0.6,group.threshold=* <= 1"};
    assay_scores_options options = defaults();
    size_t n = 0;
    options.common.by = (assay_texts){by, 1};
    options.common.require = (assay_texts){require, 2};
    options.thresholds = (assay_numbers){given, 2};
    assay_result *result = evaluate("score,mated,threshold\n"
                                    "0.61,1,0.60\n0.61,1,0.60\n0.61,1,0.62\n"
                                    "0.1,0,0.60\n0.1,0,0.62\n",
                                    &options);
    assert_non_null(result);
    assert_events(result, "FNMR@threshold=0.62,group.threshold=0.60", 2, 2);
    assert_events(result, "FNMR@threshold=0.60,group.threshold=0.62", 0, 1);
    (void)assay_result_requirements(result, &n);
    assert_int_equal(n, 3);
    assay_result_free(result);
}

static const char plain[] = "score,mated\n"
                            "0.9,1\n0.8,1\n0.3,1\n0.31,0\n0.2,0\n0.1,0\n";

static void thresholds_of_another_result_are_held(void **state)
{
    (void)state;
    static const double third = 0.34, given = 0.85;
    char path[64];
    assay_scores_options options = defaults();
    options.fmr = (assay_numbers){&third, 1};
    options.thresholds = (assay_numbers){&given, 1};
    assay_result *dev = evaluate(plain, &options);
    assert_non_null(dev);
    write_file("", path);
    assert_int_equal(assay_result_save(dev, path, &error), ASSAY_OK);
    assay_result_free(dev);
    options = defaults();
    options.thresholds_from = path;
    assay_result *result = evaluate(plain, &options);
    assert_non_null(result);
    // Just above 0.2, as it is printed; and the one that was given.
    assert_events(result, "FMR@threshold=0.200000018", 1, 3);
    assert_events(result, "FNMR@threshold=0.85", 2, 3);
    assay_result_free(result);
    options.rule = ASSAY_GT;
    assert_null(evaluate(plain, &options));
    assert_non_null(strstr(error.reason, "the rule ge"));
    assert_int_equal(unlink(path), 0);
}

static bool warns(const assay_result *result, const char *code)
{
    size_t n = 0;
    const assay_warning *all = assay_result_warnings(result, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].code, code) == 0) return true;
    return false;
}

static void a_file_given_twice_is_warned_of(void **state)
{
    (void)state;
    char path[2][64];
    const char *const files[] = {path[0], path[1]};
    assay_scores_options options = defaults();
    assay_result *result = NULL;
    write_file(plain, path[0]);
    write_file(plain, path[1]);
    options.files = (assay_texts){files, 2};
    assert_int_equal(assay_scores_evaluate(&options, &result, &error),
                     ASSAY_OK);
    assert_true(warns(result, "repeated_files"));
    assay_result_free(result);
    result = evaluate(plain, &options);
    assert_false(warns(result, "repeated_files"));
    assay_result_free(result);
    for (size_t i = 0; i < 2; i++) assert_int_equal(unlink(path[i]), 0);
}

// Probe c2 fails in three comparisons, reference d1 in two.
static const char acquired[] =
    "score,probe_subject,reference_subject,probe_id,reference_id,"
    "probe_acquired,reference_acquired,probe_sex,reference_sex\n"
    "0.9,a,a,a2,a1,1,1,F,F\n0.8,b,b,b2,b1,1,1,M,M\n,c,c,c2,c1,0,1,F,F\n"
    ",d,d,d2,d1,1,0,M,M\n0.7,e,e,e2,e1,1,1,F,F\n0.1,a,b,a2,b1,1,1,F,M\n"
    ",c,a,c2,a1,0,1,F,F\n,c,b,c2,b1,0,1,F,M\n,a,d,a2,d1,1,0,F,M\n";

static void samples_that_fail_count_once(void **state)
{
    (void)state;
    assay_result *result = evaluate_by(acquired, "sex");
    assert_non_null(result);
    assert_events(result, "FTA", 1, 5);
    assert_events(result, "FTE", 1, 5);
    assert_events(result, "FTA@sex=F", 1, 3);
    assert_events(result, "FTA@sex=M", 0, 2);
    assert_events(result, "FTE@sex=M", 1, 2);
    assert_events(result, "failed comparisons per attempted comparison", 5, 9);
    const assay_figure *fta = assay_result_find(result, "FTA");
    assert_string_equal(fta->per, "attempt");
    assert_int_equal(fta->subjects, 5);
    // Wider than five independent attempts would say.
    assert_true(fta->low < 0.036 && fta->high > 0.625);
    assay_result_free(result);
}

static void samples_without_ids_count_in_comparisons(void **state)
{
    (void)state;
    assay_scores_options options = defaults();
    assay_result *result = evaluate("score,mated,probe_acquired\n"
                                    "0.9,1,1\n,1,0\n,0,0\n0.1,0,1\n",
                                    &options);
    assert_non_null(result);
    assert_events(result, "FTA", 2, 4);
    assert_non_null(
        strstr(assay_result_find(result, "FTA")->note, "too narrow"));
    assert_int_equal(assay_result_find(result, "FTE")->status,
                     ASSAY_FIGURE_NO_DATA);
    assay_result_free(result);
    result =
        evaluate("score,mated,probe_acquired\n0.9,1,1\n0.1,0,1\n", &options);
    assert_non_null(result);
    assert_events(result, "FTA", 0, 2);
    assay_result_free(result);
}

static void comparisons_that_all_failed_are_refused(void **state)
{
    (void)state;
    assay_scores_options options = defaults();
    assert_null(evaluate("score,mated\n,1\n,0\n", &options));
    assert_int_equal(error.status, ASSAY_EINPUT);
    assert_non_null(strstr(error.reason, "all 2 comparisons failed"));
}

static bool shows(const assay_result *result, const char *text)
{
    size_t n = 0;
    const assay_fact *facts = assay_result_facts(result, &n);
    for (size_t i = 0; i < n; i++)
        if (strstr(facts[i].value, text)) return true;
    return false;
}

static void conditions_on_people_are_not_shown(void **state)
{
    (void)state;
    static const char *const where[] = {"probe_subject!=anna", "score<5"};
    assay_scores_options options = defaults();
    options.common.where = (assay_texts){where, 2};
    options.common.command = "assay scores x --where 'probe_subject!=anna'";
    assay_result *result = evaluate("score,probe_subject,reference_subject\n"
                                    "0.9,bob,bob\n0.1,bob,eve\n0.2,anna,bob\n",
                                    &options);
    assert_non_null(result);
    assert_false(shows(result, "anna"));
    assert_true(shows(result, "probe_subject!=(not shown); score<5"));
    assay_result_free(result);
    options.common.where.items++;
    options.common.where.count--;
    options.common.command = "assay scores x --where 'score<5'";
    result = evaluate(plain, &options);
    assert_non_null(result);
    assert_true(shows(result, "assay scores x"));
    assay_result_free(result);
}

static void groups_of_one_person_each_are_refused(void **state)
{
    (void)state;
    static const char *const ids[] = {"probe_subject", "subject", "probe_id",
                                      "sample_id", "sex*subject_id"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        assert_null(evaluate_by(acquired, ids[i]));
        assert_int_equal(error.status, ASSAY_EUSAGE);
        assert_non_null(strstr(error.reason, "names people or samples"));
    }
}

static void requirements_are_read_before_files(void **state)
{
    (void)state;
    static const char *const files[] = {"/nowhere/at all.csv"};
    static const char *const require[] = {"FNMR at most 3"};
    assay_scores_options options = defaults();
    assay_result *result = NULL;
    options.files = (assay_texts){files, 1};
    options.common.require = (assay_texts){require, 1};
    assert_int_equal(assay_scores_evaluate(&options, &result, &error),
                     ASSAY_EUSAGE);
    assert_non_null(strstr(error.reason, "FNMR at most 3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_by_year_and_month_of_a_date),
        cmocka_unit_test(a_column_called_year_goes_first),
        cmocka_unit_test(columns_that_tell_groups_apart_are_named),
        cmocka_unit_test(an_attribute_called_threshold_keeps_ids_apart),
        cmocka_unit_test(thresholds_of_another_result_are_held),
        cmocka_unit_test(a_file_given_twice_is_warned_of),
        cmocka_unit_test(samples_that_fail_count_once),
        cmocka_unit_test(samples_without_ids_count_in_comparisons),
        cmocka_unit_test(comparisons_that_all_failed_are_refused),
        cmocka_unit_test(conditions_on_people_are_not_shown),
        cmocka_unit_test(groups_of_one_person_each_are_refused),
        cmocka_unit_test(requirements_are_read_before_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
