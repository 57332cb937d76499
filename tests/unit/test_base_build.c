// SPDX-License-Identifier: Apache-2.0
// Building a result and looking at it again.
#include "base/build.h"

#include "assay/options.h"
#include "base/figure_id.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int make(void **state)
{
    *state = assay_build_new("verification");
    return *state ? 0 : -1;
}

static int end(void **state)
{
    assay_result_free(*state);
    return 0;
}

static void finish(assay_result *result)
{
    assay_error err;
    assay_result *built = result;
    assert_int_equal(assay_build_end(&built, &err), ASSAY_OK);
    assert_ptr_equal(built, result);
}

static void a_blank_figure_holds_nothing(void **state)
{
    (void)state;
    const assay_figure blank = assay_figure_blank();
    assert_string_equal(blank.id, "");
    assert_string_equal(blank.interval, "none");
    assert_true(isnan(blank.value) && isnan(blank.low) && isnan(blank.high));
    assert_true(isnan(blank.threshold) && isnan(blank.confidence));
    assert_true(isnan(blank.bounds[0]) && isnan(blank.bounds[1]));
    assert_true(isnan(blank.effective));
    assert_int_equal(blank.events, -1);
    assert_int_equal(blank.trials, -1);
    assert_int_equal(blank.subjects, -1);
    assert_true(blank.watchlist_size == 0 && blank.rank == 0);
    assert_null(blank.target);
    assert_int_equal(blank.reference_group_count, 0);
    assert_null(blank.rule);
    assert_null(blank.note);
    assert_int_equal(blank.status, ASSAY_FIGURE_OK);
}

// What the builder is given is gone when it is looked at.
static void add_fnmr(assay_result *result)
{
    char sex[] = "sex", female[] = "F", name[] = "FNMR", key[] = "FMR";
    const assay_at at[] = {{key, 0.001}, {"achieved", 0.000987}};
    const assay_label group[] = {{sex, female}};
    assay_figure figure = assay_figure_blank();
    figure.name = name;
    figure.at = at;
    figure.at_count = 2;
    figure.group = group;
    figure.group_count = 1;
    figure.value = 0.0312;
    figure.events = 187;
    figure.note = "a note";
    assay_build_figure(result, &figure);
    memset(name, 'x', 4);
    memset(key, 'x', 3);
    memset(sex, 'x', 3);
    female[0] = 'x';
}

static void figures_are_copied(void **state)
{
    assay_result *result = *state;
    size_t n = 0;
    add_fnmr(result);
    finish(result);
    const assay_figure *figures = assay_result_figures(result, &n);
    assert_int_equal(n, 1);
    assert_string_equal(figures->id, "FNMR@FMR=0.001,sex=F");
    assert_string_equal(figures->name, "FNMR");
    assert_int_equal(figures->at_count, 2);
    assert_string_equal(figures->at[0].key, "FMR");
    assert_string_equal(figures->at[1].key, "achieved");
    assert_true(figures->at[1].value == 0.000987);
    assert_string_equal(figures->group->attribute, "sex");
    assert_string_equal(figures->group->value, "F");
    assert_int_equal(figures->events, 187);
    assert_string_equal(figures->note, "a note");
    assert_null(figures->method);
    assert_string_equal(assay_result_evaluation(result), "verification");
}

static const char *id_of(assay_result *result, const assay_figure *figure)
{
    return assay_figure_id_make(assay_build_arena(result), figure);
}

static void ids_follow_the_grammar(void **state)
{
    const assay_at at[] = {{"FMR", 1e-6}, {"confidence", 0.95}};
    const assay_label group[] = {{"sex", "F"}, {"a=b,c", "10% , x=y"}};
    assay_figure figure = assay_figure_blank();
    figure.name = "EER";
    assert_string_equal(id_of(*state, &figure), "EER");
    figure.group = group;
    figure.group_count = 1;
    assert_string_equal(id_of(*state, &figure), "EER@sex=F");
    figure.at = at;
    figure.at_count = 2;
    figure.group_count = 0;
    assert_string_equal(id_of(*state, &figure), "EER@FMR=1e-6,confidence=0.95");
    figure.at_count = 1;
    figure.group_count = 2;
    figure.threshold_from = "group";
    figure.references = "same group";
    assert_string_equal(id_of(*state, &figure),
                        "EER@FMR=1e-6,sex=F,a%3Db%2Cc=10%25 %2C x=y,"
                        "threshold=group,references=same");
    figure.group_count = 0;
    figure.threshold_from = "given";
    figure.references = "all";
    figure.weights = "comparison";
    assert_string_equal(id_of(*state, &figure), "EER@FMR=1e-6");
}

static void ids_of_cells_name_both_groups(void **state)
{
    const assay_at at[] = {{"FPIR", 0.01}, {"watchlist_size", 100}};
    const assay_label probe[] = {{"sex", "F"}, {"age", "a=b,c"}};
    const assay_label reference[] = {{"sex", "M"}};
    const assay_label odd[] = {{"probe.sex", "F"}, {"watchlist_size", "9"}};
    assay_figure figure = assay_figure_blank();
    figure.name = "FMR";
    figure.at = at;
    figure.at_count = 1;
    figure.group = probe;
    figure.group_count = 2;
    figure.reference_group = reference;
    figure.reference_group_count = 1;
    assert_string_equal(
        id_of(*state, &figure),
        "FMR@FPIR=0.01,probe.sex=F,probe.age=a=b%2Cc,reference.sex=M");
    figure.at_count = 2;
    figure.group = odd;
    figure.reference_group_count = 0;
    assert_string_equal(id_of(*state, &figure),
                        "FMR@FPIR=0.01,watchlist_size=100,group.probe.sex=F,"
                        "group.watchlist_size=9");
}

// Whoever hands in a cell may change it afterwards.
static void cells_are_copied(void **state)
{
    assay_result *result = *state;
    char value[] = "M", target[] = "fixed watchlist";
    const assay_label reference[] = {{"sex", value}};
    assay_figure figure = assay_figure_blank();
    figure.name = "FMR";
    figure.reference_group = reference;
    figure.reference_group_count = 1;
    figure.target = target;
    figure.watchlist_size = 1000;
    figure.rank = 1;
    assay_build_figure(result, &figure);
    value[0] = target[0] = 'x';
    const assay_figure *kept = assay_result_find(result, "FMR@reference.sex=M");
    assert_true(kept && kept->watchlist_size == 1000 && kept->rank == 1);
    assert_string_equal(kept->target, "fixed watchlist");
    assert_string_equal(kept->reference_group->value, "M");
}

static void an_id_that_is_given_stays(void **state)
{
    assay_result *result = *state;
    assay_figure figure = assay_figure_blank();
    figure.name = "EER";
    figure.id = "EER@weights=comparison";
    assay_build_figure(result, &figure);
    assert_non_null(assay_result_find(result, "EER@weights=comparison"));
    assert_null(assay_result_find(result, "EER"));
}

static void figures_are_found_by_what_they_mean(void **state)
{
    assay_result *result = *state;
    add_fnmr(result);
    static const char *const same[] = {
        "FNMR@FMR=0.001,sex=F", "FNMR@FMR=1e-3,sex=F", "FNMR@sex=F,FMR=.001",
        "FNMR@ FMR = 1E-03 , sex = F", "FNMR @FMR=0.0010,sex=F"};
    static const char *const other[] = {"",
                                        "FNMR",
                                        "FNMR@",
                                        "FNMR@FMR=0.001",
                                        "FNMR@FMR=0.001,sex=M",
                                        "FNMR@FMR=0.001,sex=F,age=3",
                                        "FMR@FMR=0.001,sex=F",
                                        "@,,=,",
                                        "FNMR@FMR=0.0010000001,sex=F",
                                        "FNMR@sex=F,sex=F,FMR=0.001",
                                        "FNMR@FMR=0.001,FMR=0.001,sex=F",
                                        "FNMR@FMR,sex=F"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        assert_non_null(assay_result_find(result, same[i]));
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        assert_null(assay_result_find(result, other[i]));
}

// Groups "01" and "1" are two groups: the id as written comes first.
static void the_id_as_written_comes_first(void **state)
{
    assay_result *result = *state;
    assay_label group = {"fold", "1"};
    assay_figure figure = assay_figure_blank();
    figure.name = "EER";
    figure.group = &group;
    figure.group_count = 1;
    assay_build_figure(result, &figure);
    group.value = "01";
    assay_build_figure(result, &figure);
    assert_string_equal(assay_result_find(result, "EER@fold=01")->id,
                        "EER@fold=01");
    assert_string_equal(assay_result_find(result, "EER@fold=1")->id,
                        "EER@fold=1");
}

static void curves_are_copied(void **state)
{
    assay_result *result = *state;
    const char *columns[] = {"FMR", "FNMR"};
    double values[] = {0, 1, 0.5, 0.25, 1, 0};
    const assay_curve curve = {.id = "DET",
                               .name = "DET",
                               .columns = columns,
                               .column_count = 2,
                               .values = values,
                               .row_count = 3};
    size_t n = 0;
    assay_build_curve(result, &curve);
    memset(values, 0, sizeof values);
    columns[1] = "x";
    finish(result);
    const assay_curve *curves = assay_result_curves(result, &n);
    assert_int_equal(n, 1);
    assert_string_equal(curves->columns[1], "FNMR");
    assert_true(curves->values[3] == 0.25);
    assert_null(curves->note);
}

static void warnings_are_merged_and_sorted(void **state)
{
    assay_result *result = *state;
    static const assay_warning given[] = {
        {"z", ASSAY_FOR_THE_RECORD, "last", 1},
        {"few", ASSAY_LIMITS_IT, "few events", 2},
        {"few", ASSAY_LIMITS_IT, "few events", 3},
        {"few", ASSAY_LIMITS_IT, "another text", -1},
        {"top", ASSAY_CHANGES_THE_READING, "first", INT64_MAX},
        {"top", ASSAY_CHANGES_THE_READING, "first", 1},
        {"few", ASSAY_LIMITS_IT, "another text", 7},
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        assay_build_warning(result, &given[i]);
    finish(result);
    const assay_warning *w = assay_result_warnings(result, &n);
    assert_int_equal(n, 4);
    assert_string_equal(w[0].code, "top");
    assert_int_equal(w[0].rows, INT64_MAX);
    assert_string_equal(w[1].text, "another text");
    assert_int_equal(w[1].rows, 7);
    assert_string_equal(w[2].text, "few events");
    assert_int_equal(w[2].rows, 5);
    assert_string_equal(w[3].code, "z");
}

static void inputs_come_in_canonical_order(void **state)
{
    assay_result *result = *state;
    static const assay_input given[] = {
        {"b", "scores", "csv", 1, 1, "22"},
        {"b", "scores", "csv", 1, 1, "11"},
        {"a", "subjects", "csv", 1, 1, NULL},
        {"b", "scores", "csv", 1, 1, NULL},
        {"a", "scores", "csv", 1, 1, "33"},
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        assay_build_input(result, &given[i]);
    finish(result);
    const assay_input *in = assay_result_inputs(result, &n);
    assert_int_equal(n, 5);
    assert_string_equal(in[0].digest, "33");
    assert_null(in[1].digest);
    assert_string_equal(in[2].digest, "11");
    assert_string_equal(in[3].digest, "22");
    assert_string_equal(in[4].role, "subjects");
}

static void facts_and_texts(void **state)
{
    assay_result *result = *state;
    size_t n = 0;
    assay_build_about(result, "title", "A test");
    assay_build_fact(result, "options.rule", "ge");
    assay_build_fact_number(result, "options.confidence", 0.95);
    assay_build_fact_number(result, "floor", (double)-INFINITY);
    assay_build_fact_count(result, "rows", UINT64_MAX);
    finish(result);
    const assay_fact *about = assay_result_about(result, &n);
    assert_int_equal(n, 1);
    assert_string_equal(about->value, "A test");
    const assay_fact *facts = assay_result_facts(result, &n);
    assert_int_equal(n, 4);
    assert_false(facts[0].is_number);
    assert_string_equal(facts[1].value, "0.95");
    assert_true(facts[1].is_number);
    assert_string_equal(facts[2].value, "-inf");
    assert_false(facts[2].is_number); // JSON has no such number
    assert_string_equal(facts[3].value, "18446744073709551615");
    assert_true(facts[3].is_number);
}

static void statements_and_requirements(void **state)
{
    assay_result *result = *state;
    const char *ids[] = {"EER", "AUC"};
    const assay_statement statement = {ASSAY_TO_KNOW_IT, "Ask.", ids, 2};
    const assay_requirement requirement = {
        "EER <= 0.1", "EER", 0.1, 0.05, 0.04, 0.06, ASSAY_MET, NULL};
    size_t n = 0;
    assay_build_statement(result, &statement);
    assay_build_requirement(result, &requirement);
    ids[1] = "x";
    finish(result);
    const assay_statement *s = assay_result_statements(result, &n);
    assert_int_equal(n, 1);
    assert_string_equal(s->figures[1], "AUC");
    const assay_requirement *r = assay_result_requirements(result, &n);
    assert_int_equal(n, 1);
    assert_string_equal(r->figure, "EER");
    assert_null(r->note);
}

static void blobs_keep_their_bytes(void **state)
{
    assay_result *result = *state;
    char bytes[] = {1, 0, 2};
    size_t n = 9;
    assay_build_blob(result, "counts", bytes, sizeof bytes);
    assay_build_blob(result, "empty", NULL, 0);
    bytes[0] = 7;
    const char *kept = assay_result_blob(result, "counts", &n);
    assert_int_equal(n, 3);
    assert_memory_equal(kept, "\1\0\2", 3);
    assert_non_null(assay_result_blob(result, "empty", &n));
    assert_int_equal(n, 0);
    assert_null(assay_result_blob(result, "none", &n));
    assert_string_equal(assay_result_blob_name(result, 1), "empty");
    assert_null(assay_result_blob_name(result, 2));
}

// A curve whose size no machine has: remembered, and told at the end.
static void no_memory_comes_out_at_the_end(void **state)
{
    (void)state;
    assay_error err;
    const char *const columns[] = {"x", "y", "z", "w"};
    assay_curve curve = {.id = "huge",
                         .name = "huge",
                         .columns = columns,
                         .column_count = 4,
                         .row_count = SIZE_MAX / 2};
    assay_result *result = assay_build_new("verification");
    assert_non_null(result);
    assay_build_curve(result, &curve);
    add_fnmr(result);
    assert_int_equal(assay_build_end(&result, &err), ASSAY_ENOMEM);
    assert_null(result);
    assert_string_equal(err.reason, "no memory for the result");
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(assay_figure_status_name(ASSAY_FIGURE_OK), "ok");
    assert_string_equal(assay_figure_status_name(ASSAY_FIGURE_FEW_EVENTS),
                        "few_events");
    assert_string_equal(assay_figure_status_name(ASSAY_FIGURE_NO_DATA),
                        "no_data");
    assert_string_equal(assay_figure_status_name(ASSAY_FIGURE_SINGLE_SUBJECT),
                        "single_subject");
    assert_string_equal(assay_figure_status_name(ASSAY_FIGURE_REFUSED),
                        "refused");
    assert_string_equal(assay_figure_status_name(ASSAY_FIGURE_SUPPRESSED),
                        "suppressed");
    assert_string_equal(assay_statement_kind_name(ASSAY_IN_SHORT), "in short");
    assert_string_equal(assay_statement_kind_name(ASSAY_CANNOT_BE_TOLD),
                        "cannot be told from this");
    assert_string_equal(assay_statement_kind_name(ASSAY_TO_KNOW_IT),
                        "to know it");
    assert_string_equal(assay_weight_name(ASSAY_CHANGES_THE_READING),
                        "changes the reading");
    assert_string_equal(assay_weight_name(ASSAY_LIMITS_IT), "limits it");
    assert_string_equal(assay_weight_name(ASSAY_FOR_THE_RECORD),
                        "for the record");
    assert_string_equal(assay_verdict_name(ASSAY_MET), "met");
    assert_string_equal(assay_verdict_name(ASSAY_BROKEN), "broken");
    assert_string_equal(assay_verdict_name(ASSAY_NOT_SHOWN), "not shown");
}

static void default_options(void **state)
{
    (void)state;
    assay_options options;
    memset(&options, 0xFF, sizeof options);
    assay_options_default(&options);
    assert_true(options.confidence == 0.95);
    assert_int_equal(options.seed, 1);
    assert_int_equal(options.threads, 0);
    assert_int_equal(options.min_subjects, 10);
    assert_int_equal(options.by.count, 0);
    assert_null(options.spool);
    assert_null(options.watch.tick);
    assert_false(options.no_digest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blank_figure_holds_nothing),
        cmocka_unit_test_setup_teardown(figures_are_copied, make, end),
        cmocka_unit_test_setup_teardown(ids_follow_the_grammar, make, end),
        cmocka_unit_test_setup_teardown(ids_of_cells_name_both_groups, make,
                                        end),
        cmocka_unit_test_setup_teardown(cells_are_copied, make, end),
        cmocka_unit_test_setup_teardown(an_id_that_is_given_stays, make, end),
        cmocka_unit_test_setup_teardown(figures_are_found_by_what_they_mean,
                                        make, end),
        cmocka_unit_test_setup_teardown(the_id_as_written_comes_first, make,
                                        end),
        cmocka_unit_test_setup_teardown(curves_are_copied, make, end),
        cmocka_unit_test_setup_teardown(warnings_are_merged_and_sorted, make,
                                        end),
        cmocka_unit_test_setup_teardown(inputs_come_in_canonical_order, make,
                                        end),
        cmocka_unit_test_setup_teardown(facts_and_texts, make, end),
        cmocka_unit_test_setup_teardown(statements_and_requirements, make, end),
        cmocka_unit_test_setup_teardown(blobs_keep_their_bytes, make, end),
        cmocka_unit_test(no_memory_comes_out_at_the_end),
        cmocka_unit_test(names),
        cmocka_unit_test(default_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
