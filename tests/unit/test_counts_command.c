// SPDX-License-Identifier: Apache-2.0
// assay counts: the vectors of docs/statistics.md through the whole library,
// and what is said of them.
#include "assay/counts.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static assay_error err;
static char path[64];

static assay_counts_options defaults(void)
{
    assay_counts_options options;
    assay_counts_options_default(&options);
    return options;
}

static assay_result *evaluate(const assay_counts_options *options)
{
    assay_result *result = NULL;
    if (assay_counts_evaluate(options, &result, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    return result;
}

static assay_result *counts_of(const char *text)
{
    assay_counts_options options = defaults();
    options.counts = text;
    return evaluate(&options);
}

static assay_result *share_of(const char *text, double expect)
{
    assay_counts_options options = defaults();
    options.share = text;
    options.expect = expect;
    return evaluate(&options);
}

static const char *file_of(const char *text)
{
    (void)snprintf(path, sizeof path, "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
    return path;
}

static int drop_file(void **state)
{
    (void)state;
    if (path[0]) (void)unlink(path);
    path[0] = '\0';
    return 0;
}

static const assay_figure *find(const assay_result *result, const char *id)
{
    const assay_figure *figure = assay_result_find(result, id);
    if (figure) return figure;
    fail_msg("no figure %s", id);
    abort();
}

static void near(double value, double wanted, double error)
{
    if (!(fabs(value - wanted) <= error))
        fail_msg("%.12g is not %.12g", value, wanted);
}

// Whether some statement holds this text.
static bool says(const assay_result *result, const char *text)
{
    size_t count = 0;
    const assay_statement *all = assay_result_statements(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strstr(all[i].text, text)) return true;
    return false;
}

static void check_says(const assay_result *result, const char *text)
{
    size_t count = 0;
    const assay_statement *all = assay_result_statements(result, &count);
    if (says(result, text)) return;
    for (size_t i = 0; i < count; i++) print_message("%s\n", all[i].text);
    fail_msg("nothing says: %s", text);
}

static void T4_1_exact_intervals(void **state)
{
    (void)state;
    static const struct {
        const char *counts;
        double low, high, error;
    } all[] = {
        {"0/20", 0, .1684334710, 1e-10},
        {"1/29", .0008726469, .1776442955, 1e-10},
        {"15/148", .0578440101, .1616504903, 1e-10},
        {"81/263", .2527367456, .3676219226, 1e-10},
        {"10/3147436", 1.523587e-6, 5.842956e-6, 1e-12},
        {"0/150", 0, .0242925972, 1e-10},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_result *r = counts_of(all[i].counts);
        const assay_figure *f = find(r, "events per trial");
        near(f->low, all[i].low, all[i].error);
        near(f->high, all[i].high, all[i].error);
        assert_string_equal(f->per, "trial");
        assert_string_equal(f->of, "trials");
        assay_result_free(r);
    }
}

// 8 and 2 events at equal exposure; the trials make the exposure.
static void T3_5_ratio_of_8_and_2(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=8/1000,B=2/1000");
    const assay_figure *f = find(r, "rate ratio to all others@group=A");
    near(f->value, 4, 1e-12);
    near(f->low, .79825240, 1e-8);
    near(f->high, 38.66565608, 1e-8);
    assert_string_equal(f->note,
                        "p of equal rates 0.109, exact, two-sided; not "
                        "adequately powered for a ratio of 2: 2 events, it "
                        "takes 25");
    assert_null(assay_result_find(r, "rate ratio to all others@group=B"));
    check_says(r, "The test saw no difference. With 10 events");
    assay_result_free(r);
}

static void T3_5_ratio_of_7_and_0(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=7/1000,B=0/1000");
    const assay_figure *f = find(r, "rate ratio to all others@group=A");
    near(f->low, 1.44130852, 1e-8);
    assert_true(isinf(f->value) && isinf(f->high));
    check_says(r, "ratio 1.44 or more: beyond chance");
    assert_false(says(r, "saw no difference"));
    assay_result_free(r);
    r = counts_of("A=0/1000,B=7/1000");
    f = find(r, "rate ratio to all others@group=A");
    assert_true(f->value == 0 && f->low == 0);
    check_says(r, "ratio 0.694 or less: beyond chance");
    assay_result_free(r);
}

// 56/70 - 48/80 by Newcombe's method 10.
static void T4_1_difference(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=56/70,B=48/80");
    const assay_figure *f = find(r, "rate difference to all others@group=A");
    near(f->value, 0.2, 1e-12);
    near(f->low, .0524314724, 1e-10);
    near(f->high, .3338726540, 1e-10);
    assay_result_free(r);
}

static void share_8_of_10(void **state)
{
    (void)state;
    assay_result *r = share_of("8/10", 0.135);
    const assay_figure *f = find(r, "share of events");
    near(f->low, .4439045377, 1e-10);
    near(f->high, .9747892737, 1e-10);
    check_says(r, "8 of 10 events fell in one group: 80 of 100 (44 to 97).");
    check_says(r, "equal only if it was between 44 and 97 of every 100");
    check_says(r, "Given as 13.5 of every 100: the rates differ beyond "
                  "chance");
    check_says(r, "which this cannot check");
    check_says(r, "How many of each group passed");
    // Odds of the interval's ends against those of the crowd.
    f = find(r, "rate ratio to all others@crowd_share=0.135");
    const double odds = 0.865 / 0.135;
    near(f->low, .4439045377 / .5560954623 * odds, 1e-8);
    near(f->high / (.9747892737 / .0252107263 * odds), 1, 1e-7);
    assay_result_free(r);
}

// The share's interval is the range of crowd shares at which the rates could
// be equal: the ratio's interval holds 1 inside it and nowhere else.
static void interval_of_share_is_where_rates_are_equal(void **state)
{
    (void)state;
    static const double expect[] = {.4439045376, .4439045378, .9747892736,
                                    .9747892738};
    static const bool equal[] = {false, true, true, false};
    for (int i = 0; i < 4; i++) {
        assay_result *r = share_of("8/10", expect[i]);
        size_t count = 0;
        const assay_figure *all = assay_result_figures(r, &count);
        const assay_figure *f = &all[1];
        assert_string_equal(f->name, "rate ratio to all others");
        assert_int_equal(f->low <= 1 && f->high >= 1, equal[i]);
        assert_int_equal(says(r, "saw no difference"), equal[i]);
        assay_result_free(r);
    }
}

static void power_of_7_events(void **state)
{
    (void)state;
    assay_result *r = share_of("4/7", 1.0 / 3);
    size_t count = 0;
    const assay_figure *all = assay_result_figures(r, &count);
    const assay_figure *f = &all[count - 1];
    assert_string_equal(f->name, "least ratio shown");
    assert_int_equal(f->events, 6);
    assert_int_equal(f->trials, 7);
    near(f->value, 14.73, 0.005);
    check_says(r, "With 7 events it had an 80 % chance to see only one of "
                  "15-fold or more.");
    assay_result_free(r);
    r = share_of("4/7", 2.0 / 3);
    all = assay_result_figures(r, &count);
    f = &all[count - 1];
    assert_string_equal(f->name, "least ratio shown");
    assert_true(isnan(f->value));
    assert_int_equal(f->status, ASSAY_FIGURE_REFUSED);
    assert_non_null(strstr(f->note, "not even all 7 events"));
    check_says(r, "With 7 events it had an 80 % chance to see none, however "
                  "large.");
    assay_result_free(r);
}

// The same of groups: a third of the trials, and two thirds.
static void power_of_7_events_by_group(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=4/1000,B=3/2000");
    const assay_figure *f = find(r, "least ratio shown@power=0.8,group=A");
    assert_int_equal(f->events, 6);
    near(f->value, 14.73, 0.005);
    f = find(r, "least ratio shown@power=0.8,group=B");
    assert_int_equal(f->status, ASSAY_FIGURE_REFUSED);
    check_says(r, "only one of 15-fold or more where group A has more, and "
                  "none, however large where group B has more");
    check_says(r, "That the rates of the groups are equal.");
    check_says(r, "25 events in the group with the lower rate");
    assay_result_free(r);
}

// One trial a person is the interval of as many trials as people.
static void both_ends_of_clustering(void **state)
{
    (void)state;
    assay_counts_options options = defaults();
    options.counts = "30/300";
    options.subjects = 20;
    assay_result *r = evaluate(&options);
    const assay_figure *f = find(r, "events per trial if people are alike");
    assert_int_equal(f->subjects, 20);
    near(f->effective, 20, 0);
    // 2 of 20, Clopper and Pearson (scipy.stats.beta)
    near(f->low, 0.012348527, 1e-9);
    near(f->high, 0.316982714, 1e-9);
    check_says(r, "If the trials of each of 20 people all went alike");
    assert_false(says(r, "how many people there are is not given"));
    assay_result_free(r);
    options.counts = "0/150";
    r = evaluate(&options);
    // 1 - 0.025^(1/20)
    near(find(r, "events per trial if people are alike")->high, .1684334710,
         1e-10);
    check_says(r, "None of 150 trials was an event; a rate of up to 24 in "
                  "1,000 fits that.");
    check_says(r, "a rate of up to 17 in 100 would fit.");
    assay_result_free(r);
}

static void people_not_known(void **state)
{
    (void)state;
    size_t count = 0;
    assay_result *r = counts_of("10/3147436");
    const assay_warning *all = assay_result_warnings(r, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].code, "no_subjects");
    assert_int_equal(all[0].weight, ASSAY_CHANGES_THE_READING);
    check_says(r, "Of 10,000,000 trials, 32 (15 to 58) were events: 10 of "
                  "3,147,436.");
    check_says(r, "Anything by group");
    assay_result_free(r);
}

// Two one-sided tests of a million trials each pass; of ten they don't.
static void equal_is_said_only_where_shown(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=50000/1000000,B=50100/1000000");
    const assay_figure *f =
        find(r, "p of equivalence to all others@margin=1.25,group=A");
    assert_true(f->value < 1e-9);
    check_says(r, "The rates of the two groups are within 0.8 to 1.25 of each "
                  "other.");
    assert_false(says(r, "saw no difference"));
    assert_false(says(r, "That the rates of the groups are equal."));
    assay_result_free(r);
    r = counts_of("A=5/100,B=5/100");
    f = find(r, "p of equivalence to all others@margin=1.25,group=A");
    // P(X >= 5 | 10, 1/(1 + 1.25)), (scipy.stats.binom)
    near(f->value, 0.481143536, 1e-9);
    assert_false(says(r, "of each other"));
    assay_result_free(r);
}

// Each of three against the other two together.
static void three_groups(void **state)
{
    (void)state;
    size_t count = 0;
    assay_result *r = counts_of("A=8/1000,B=2/1000,C=5/4000");
    const assay_figure *f = find(r, "rate ratio to all others@group=A");
    near(f->value, 8.0 / 1000 / (7.0 / 5000), 1e-12);
    assert_int_equal(f->events, 8);
    assert_int_equal(f->trials, 15);
    near(find(r, "rate ratio to all others@group=C")->value,
         5.0 / 4000 / (10.0 / 2000), 1e-12);
    check_says(r, "Of 3 groups by group, the most were in group A, 80 (35 to "
                  "157) of 10,000 trials");
    check_says(r, "Against all others, group A");
    const assay_warning *all = assay_result_warnings(r, &count);
    assert_int_equal(count, 2);
    assert_string_equal(all[1].code, "many_comparisons");
    assay_result_free(r);
}

// docs/statistics.md 3.4: fewer than 10 events and an interval that holds 0.8
// and 1.25 is no conclusion.
static void few_events_are_no_conclusion(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=3/450,B=2/1430");
    assert_int_equal(find(r, "rate ratio to all others@group=A")->status,
                     ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
    r = counts_of("A=7/1000,B=0/1000");
    assert_int_equal(find(r, "rate ratio to all others@group=A")->status,
                     ASSAY_FIGURE_OK);
    assay_result_free(r);
}

static void nothing_to_measure(void **state)
{
    (void)state;
    assay_result *r = counts_of("A=0/0,B=1/2");
    assert_int_equal(find(r, "events per trial@group=A")->status,
                     ASSAY_FIGURE_NO_DATA);
    assert_int_equal(find(r, "rate ratio to all others@group=A")->status,
                     ASSAY_FIGURE_NO_DATA);
    assay_result_free(r);
    r = counts_of("A=0/5,B=0/7");
    assert_int_equal(find(r, "rate ratio to all others@group=A")->status,
                     ASSAY_FIGURE_NO_DATA);
    assay_result_free(r);
    r = share_of("0/0", (double)NAN);
    assert_int_equal(find(r, "share of events")->status, ASSAY_FIGURE_NO_DATA);
    assay_result_free(r);
}

static const char table[] = "events,trials,sex\n1,20,F\n";

static void refused(const assay_counts_options *options, const char *why)
{
    assay_result *result = NULL;
    assert_int_equal(assay_counts_evaluate(options, &result, &err),
                     ASSAY_EUSAGE);
    assert_null(result);
    if (!strstr(err.reason, why)) fail_msg("%s", err.reason);
}

static void counts_that_make_no_sense(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } all[] = {
        {"x", "write EVENTS/TRIALS"},
        {"1", "write EVENTS/TRIALS"},
        {"1/", "write EVENTS/TRIALS"},
        {"/1", "write EVENTS/TRIALS"},
        {"1/2/3", "write EVENTS/TRIALS"},
        {"-1/2", "write EVENTS/TRIALS"},
        {"1.0/2", "write EVENTS/TRIALS"},
        {"3/2", "more events than trials"},
        {"a=1/2,a=1/2", "named twice"},
        {"a=1/2,1/2", "has no name"},
        {"1/2,1/2", "has no name"},
        {"=1/2", "without a name"},
        {"a=1/2,", "write EVENTS/TRIALS"},
        {"", "write EVENTS/TRIALS"},
        {"1/1000000000000001", "more than can be measured"},
        {"a=0/900000000000000,b=0/900000000000000",
         "more than can be measured"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_counts_options options = defaults();
        options.counts = all[i].text;
        refused(&options, all[i].why);
    }
}

static void options_that_make_no_sense(void **state)
{
    (void)state;
    const char *const texts[] = {"sex"}, *const twice[] = {"sex", "sex"};
    const char *const require[] = {"events per trial"};
    assay_counts_options options = defaults();
    refused(&options, "no counts");
    options.counts = options.share = "1/2";
    refused(&options, "more than one");
    options.share = NULL;
    options.expect = 0.5;
    refused(&options, "--expect goes with --share");
    options.counts = NULL;
    options.share = "1/2";
    options.expect = 1;
    refused(&options, "--expect 1");
    options.share = "a=1/2";
    options.expect = 0.5;
    refused(&options, "write EVENTS/ALL");
    options = defaults();
    options.share = "1/2";
    options.subjects = 2;
    refused(&options, "--share has no trials");
    options = defaults();
    options.counts = "1/20";
    options.subjects = 21;
    refused(&options, "more people than trials");
    options = defaults();
    options.counts = "1/20";
    options.margin = 1;
    refused(&options, "--margin 1");
    options.margin = 1.25;
    options.common.confidence = 1;
    refused(&options, "confidence 1");
    options.common.confidence = 0.95;
    options.common.by = (assay_texts){texts, 1};
    refused(&options, "--by and --where need a file");
    options = defaults();
    options.file = file_of(table);
    options.common.by = (assay_texts){twice, 2};
    refused(&options, "named twice");
    options = defaults();
    options.counts = "1/20";
    options.common.require = (assay_texts){require, 1};
    refused(&options, "--require");
}

static void requirements(void **state)
{
    (void)state;
    const char *const require[] = {
        "events per trial <= 1e-5", "events per trial <= 1e-6",
        "events per trial <= 3e-6", "rate ratio to all others@group=* <= 100"};
    static const assay_verdict verdicts[] = {ASSAY_MET, ASSAY_BROKEN,
                                             ASSAY_NOT_SHOWN, ASSAY_MET};
    assay_counts_options options = defaults();
    size_t count = 0;
    options.counts = "A=8/1573718,B=2/1573718";
    options.common.require = (assay_texts){require, 4};
    assay_result *r = evaluate(&options);
    const assay_requirement *all = assay_result_requirements(r, &count);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(all[i].verdict, verdicts[i]);
    assert_non_null(strstr(all[2].note, "more trials"));
    assay_result_free(r);
}

static void level_is_named(void **state)
{
    (void)state;
    assay_counts_options options = defaults();
    options.counts = "15/148";
    options.common.confidence = 0.9;
    assay_result *r = evaluate(&options);
    check_says(r, "(a 90 % interval)");
    assay_result_free(r);
}

// 80 columns, and nothing in them that docs/words.md forbids.
static void summary_fits_a_terminal(void **state)
{
    (void)state;
    static const char *const counts[] = {
        "10/3147436", "0/599", "A=0/0,B=0/0",
        ("a group with a name that is as long as it likes to be and more=1/9,"
         "another group with such a name=3/999999999999")};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        assay_result *r = counts_of(counts[i]);
        char *text = NULL;
        assert_int_equal(assay_result_summary(r, NULL, &text, &err), ASSAY_OK);
        for (const char *line = text; *line;) {
            const size_t length = strcspn(line, "\n");
            if (length > 80)
                fail_msg("%zu columns: %.*s", length, (int)length, line);
            line += length + (line[length] == '\n');
        }
        assay_text_free(text);
        assay_result_free(r);
    }
}

#define WITH_FILE(test) cmocka_unit_test_teardown(test, drop_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T4_1_exact_intervals),
        cmocka_unit_test(T3_5_ratio_of_8_and_2),
        cmocka_unit_test(T3_5_ratio_of_7_and_0),
        cmocka_unit_test(T4_1_difference),
        cmocka_unit_test(share_8_of_10),
        cmocka_unit_test(interval_of_share_is_where_rates_are_equal),
        cmocka_unit_test(power_of_7_events),
        cmocka_unit_test(power_of_7_events_by_group),
        cmocka_unit_test(both_ends_of_clustering),
        cmocka_unit_test(people_not_known),
        cmocka_unit_test(equal_is_said_only_where_shown),
        cmocka_unit_test(three_groups),
        cmocka_unit_test(few_events_are_no_conclusion),
        cmocka_unit_test(nothing_to_measure),
        cmocka_unit_test(counts_that_make_no_sense),
        WITH_FILE(options_that_make_no_sense),
        cmocka_unit_test(requirements),
        cmocka_unit_test(level_is_named),
        cmocka_unit_test(summary_fits_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
