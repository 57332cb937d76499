// SPDX-License-Identifier: Apache-2.0
// Sentences as pure functions of numbers.
#include "measure_help.h"

#include "measure/sentences.h"

static assay_spoken rate(int64_t events, int64_t trials, double low,
                         double high)
{
    return (assay_spoken){.value = (double)events / (double)trials,
                          .low = low,
                          .high = high,
                          .events = events,
                          .trials = trials,
                          .confidence = 0.95};
}

static void the_base_shows_two_digits(void **state)
{
    (void)state;
    assert_int_equal(assay_spoken_base(0.5), 100);
    assert_int_equal(assay_spoken_base(0.095), 100);
    assert_int_equal(assay_spoken_base(0.0949), 1000);
    assert_int_equal(assay_spoken_base(0.0112), 1000);
    assert_int_equal(assay_spoken_base(0.0012), 10000);
    assert_int_equal(assay_spoken_base(1e-6), 10000000);
    assert_int_equal(assay_spoken_base(1e-30), 1000000000);
    assert_int_equal(assay_spoken_base(0), 100);
    assert_int_equal(assay_spoken_base(1), 100);
    // What is missing to all shows.
    assert_int_equal(assay_spoken_base(0.9987), 1000);
    assert_int_equal(assay_spoken_count(0.9987, 1000), 999);
}

static void counts_round_to_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(assay_spoken_count(0.0104, 1000), 10);
    assert_int_equal(assay_spoken_count(0.0106, 1000), 11);
    assert_int_equal(assay_spoken_count(1, 100), 100);
    assert_int_equal(assay_spoken_count(0, 100), 0);
}

static void numbers_have_commas(void **state)
{
    (void)state;
    assay_arena arena = {0};
    assert_string_equal(assay_spoken_number(&arena, 0), "0");
    assert_string_equal(assay_spoken_number(&arena, 999), "999");
    assert_string_equal(assay_spoken_number(&arena, 3147436), "3,147,436");
    assert_string_equal(assay_spoken_number(&arena, UINT64_MAX),
                        "18,446,744,073,709,551,615");
    assay_arena_end(&arena);
}

static void shares_are_as_they_were_asked(void **state)
{
    (void)state;
    assay_arena arena = {0};
    assert_string_equal(assay_spoken_share(&arena, 1e-2), "10 in 1,000");
    assert_string_equal(assay_spoken_share(&arena, 1e-3), "10 in 10,000");
    assert_string_equal(assay_spoken_share(&arena, 1e-6), "10 in 10,000,000");
    assert_string_equal(assay_spoken_share(&arena, 0.00125), "125 in 100,000");
    assert_string_equal(assay_spoken_share(&arena, 0.25), "25 in 100");
    assay_arena_end(&arena);
}

static void rates_at_a_target(void **state)
{
    (void)state;
    assay_arena arena = {0};
    assay_spoken fnmr = rate(33, 3000, 0.0072, 0.0167);
    assert_string_equal(
        assay_say_fnmr_at_fmr(&arena, 0.01, &fnmr),
        "Set so that 10 in 1,000 pairs of different people pass as one person, "
        "it fails on 11 (7 to 17) of every 1,000 pairs of the same person.");
    fnmr.by_people = true;
    fnmr.confidence = 0.9;
    assert_string_equal(
        assay_say_fnmr_at_fmr(&arena, 0.01, &fnmr),
        "Set so that 10 in 1,000 pairs of different people pass as one person, "
        "it fails on 11 (7 to 17) of every 1,000 pairs of the same person, "
        "each person counting equally (a 90 % interval).");
    const assay_spoken none = rate(0, 3000, 0, 0.00123);
    assert_string_equal(
        assay_say_fnmr_at_fmr(&arena, 0.001, &none),
        "Set so that 10 in 10,000 pairs of different people pass as one "
        "person, it fails on none of 3,000 pairs of the same person; a rate of "
        "up to 12 in 10,000 fits that.");
    assay_arena_end(&arena);
}

static void rates_at_a_threshold(void **state)
{
    (void)state;
    assay_arena arena = {0};
    const assay_spoken fmr = rate(12, 10000, 0.0009, 0.0015);
    assert_string_equal(assay_say_fmr(&arena, NULL, &fmr),
                        "Of 10,000 pairs of different people, 12 (9 to 15) "
                        "would pass as the same person.");
    const assay_spoken fnmr = rate(11, 1000, 0.007, 0.017);
    assert_string_equal(assay_say_fnmr(&arena, "0.3659", &fnmr),
                        "At threshold 0.3659, of 1,000 pairs of the same "
                        "person, 11 (7 to 17) would fail.");
    const assay_spoken none = rate(0, 599, 0, 0.0061);
    assert_string_equal(assay_say_fmr(&arena, NULL, &none),
                        "Of 599 pairs of different people, none would pass as "
                        "the same person; a rate of up to 61 in 10,000 fits "
                        "that.");
    assay_arena_end(&arena);
}

static void two_groups_stand_on_one_base(void **state)
{
    (void)state;
    assay_arena arena = {0};
    assay_said_groups groups = {.threshold = "0.3659",
                                .by = "group",
                                .most = "Asian",
                                .least = "Indian",
                                .high = rate(349, 3000, 0.1053, 0.1283),
                                .low = rate(19, 3000, 0.0040, 0.0099),
                                .mated = true,
                                .apart = true};
    assert_string_equal(
        assay_say_groups(&arena, &groups),
        "At threshold 0.3659, it fails more often on group Asian, 1,163 (1,053 "
        "to 1,283) of 10,000 pairs of the same person, than on Indian, 63 (40 "
        "to 99).");
    groups.mated = false;
    groups.apart = false;
    groups.low = rate(0, 3000, 0, 0.0012);
    assert_string_equal(
        assay_say_groups(&arena, &groups),
        "At threshold 0.3659, different people pass as one person in group "
        "Asian, 12 (11 to 13) of 100 pairs of different people, and in Indian, "
        "none (up to 0 fit that).");
    assay_arena_end(&arena);
}

static void a_refusal_says_how_much_is_missing(void **state)
{
    (void)state;
    assay_arena arena = {0};
    assert_string_equal(assay_say_refused(&arena, 0.0001, 10000, 3000),
                        "What fails at an FMR of 0.0001: it needs 10,000 pairs "
                        "of different people, has 3,000.");
    assay_arena_end(&arena);
}

// "saw no difference" is the way to say it.
static bool holds(const char *text, const char *word)
{
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if (at - text < 4 || strncmp(at - 4, "saw ", 4) != 0) return true;
    return false;
}

// Words that docs/words.md keeps out of sentences.
static void check_words(const char *text)
{
    static const char *const never[] = {
        "accura",  "error rate",  "hit rate",      "success",    "bias",
        " fair",   "better",      "worse",         " safe",      "proven",
        "FAR",     "significant", "no difference", "identified", "suspect",
        "roughly", "uncertain",   "about ",        "scanned"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (holds(text, never[i])) fail_msg("'%s' in: %s", never[i], text);
}

static void every_text_of_a_result_keeps_to_the_words(void **state)
{
    (void)state;
    trial trials[900];
    for (int i = 0; i < 900; i++)
        trials[i] = (trial){.reference = 1,
                            .mated = i % 3 == 0,
                            .score = (float)(i % 50) + (i % 3 ? 0 : 20),
                            .probe_group = (uint8_t)(i % 2),
                            .reference_group = (uint8_t)(i % 2)};
    static const double at[] = {30};
    help_study study = study_of(trials, 900, 0);
    study.options.thresholds = (assay_numbers){at, 1};
    study.groups = 2;
    study.facts.merged = study.facts.repeated = 3;
    assay_result *result = study_run(&study);
    size_t n = 0;
    const assay_statement *said = assay_result_statements(result, &n);
    size_t in_short = 0;
    for (size_t i = 0; i < n; i++) {
        check_words(said[i].text);
        in_short += said[i].kind == ASSAY_IN_SHORT;
        if (said[i].kind == ASSAY_CANNOT_BE_TOLD) {
            assert_true(i + 1 < n);
            assert_int_equal(said[i + 1].kind, ASSAY_TO_KNOW_IT);
        }
        for (size_t k = 0; k < said[i].figure_count; k++)
            assert_non_null(assay_result_find(result, said[i].figures[k]));
    }
    assert_true(in_short >= 3 && in_short <= 5);
    const assay_warning *warnings = assay_result_warnings(result, &n);
    for (size_t i = 0; i < n; i++) check_words(warnings[i].text);
    const assay_figure *figures = assay_result_figures(result, &n);
    for (size_t i = 0; i < n; i++)
        if (figures[i].note) check_words(figures[i].note);
    assay_result_free(result);
}

static void what_cannot_be_told_is_told(void **state)
{
    (void)state;
    trial trials[100];
    for (int i = 0; i < 100; i++)
        trials[i] =
            (trial){.reference = 1, .mated = i < 50, .score = (float)(i % 10)};
    help_study study = study_of(trials, 100, 0);
    assay_result *result = study_run(&study);
    assert_non_null(
        statement_of(result, ASSAY_CANNOT_BE_TOLD, "search of a watchlist"));
    assert_non_null(statement_of(result, ASSAY_CANNOT_BE_TOLD,
                                 "the files have no group column"));
    assert_non_null(statement_of(result, ASSAY_TO_KNOW_IT, "--by sex"));
    assert_non_null(statement_of(result, ASSAY_TO_KNOW_IT, "probe_subject"));
    assert_non_null(statement_of(result, ASSAY_IN_SHORT, "can be quoted"));
    assay_result_free(result);
    study.facts.group_column = true;
    study.facts.group_columns = "sex, age";
    result = study_run(&study);
    assert_non_null(statement_of(result, ASSAY_TO_KNOW_IT, "sex, age"));
    assay_result_free(result);
}

static void warnings_tell_of_the_rows(void **state)
{
    (void)state;
    trial trials[100];
    for (int i = 0; i < 100; i++)
        trials[i] = (trial){.reference = 1,
                            .mated = i < 50,
                            .score = i % 25 ? (float)i : -1.0f};
    help_study study = study_of(trials, 100, 0);
    study.facts.merged = 5;
    study.facts.repeated = 2;
    assay_result *result = study_run(&study);
    const assay_warning heavy = the_warning(result, "heavy_value");
    assert_int_equal(heavy.weight, ASSAY_CHANGES_THE_READING);
    assert_non_null(strstr(heavy.text, "--failed -1"));
    assert_int_equal(the_warning(result, "rounded").rows, 5);
    assert_int_equal(the_warning(result, "repeated_rows").rows, 2);
    assert_non_null(
        strstr(the_warning(result, "consent").text, "is not stated"));
    assert_null(warning_of(result, "all_equal"));
    assay_result_free(result);
    static const assay_pair about = {"consent", "given in writing"};
    study.options.common.about = (assay_pairs){&about, 1};
    for (int i = 0; i < 100; i++) trials[i].score = 3;
    result = study_run(&study);
    assert_null(warning_of(result, "consent"));
    assert_non_null(warning_of(result, "all_equal"));
    assert_null(warning_of(result, "heavy_value"));
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_shows_two_digits),
        cmocka_unit_test(counts_round_to_the_nearest),
        cmocka_unit_test(numbers_have_commas),
        cmocka_unit_test(shares_are_as_they_were_asked),
        cmocka_unit_test(rates_at_a_target),
        cmocka_unit_test(rates_at_a_threshold),
        cmocka_unit_test(two_groups_stand_on_one_base),
        cmocka_unit_test(a_refusal_says_how_much_is_missing),
        cmocka_unit_test(every_text_of_a_result_keeps_to_the_words),
        cmocka_unit_test(what_cannot_be_told_is_told),
        cmocka_unit_test(warnings_tell_of_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
