// SPDX-License-Identifier: Apache-2.0
// The terminal summary: fits its width, opens with the statements, says all
// that its sections should, and moves no cursor.
#include "assay/result.h"

#include "tell/sheet.h"
#include "tell/utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/tell_sample.h"

static int make(void **state)
{
    *state = sample_result();
    return *state ? 0 : -1;
}

static int end(void **state)
{
    assay_result_free(*state);
    return 0;
}

static char *summary(const assay_result *result, unsigned width, bool verbose)
{
    const assay_summary_options options = {.width = width, .verbose = verbose};
    assay_error err;
    char *text = NULL;
    assert_int_equal(assay_result_summary(result, &options, &text, &err),
                     ASSAY_OK);
    return text;
}

static void fits(const char *text, size_t width)
{
    char line[1024];
    while (*text) {
        const size_t n = strcspn(text, "\n");
        assert_true(n < sizeof line && text[n] == '\n');
        memcpy(line, text, n);
        line[n] = '\0';
        if (assay_sheet_columns(line) > width)
            fail_msg("%zu columns: %s", assay_sheet_columns(line), line);
        if (n > 0 && line[n - 1] == ' ') fail_msg("blank at the end: %s", line);
        text += n + 1;
    }
}

static void it_fits_its_width(void **state)
{
    static const unsigned widths[] = {60, 66, 80, 100, 132};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (int verbose = 0; verbose < 2; verbose++) {
            char *text = summary(*state, widths[i], verbose);
            fits(text, widths[i]);
            assay_text_free(text);
        }
}

static void it_fits_with_large_numbers(void **state)
{
    (void)state;
    assay_error err;
    assay_result *r = assay_build_new("verification");
    sample_count(r, "mated comparisons", 1e9);
    sample_count(r, "non-mated comparisons", 9e15);
    const assay_at at[] = {{"FMR", 1e-6}, {"achieved", 9.99999e-7}};
    assay_figure f = sample_rate("FMR", at, 2, 900000000, 900000000000000);
    f.threshold = (double)-123.456789f;
    assay_build_figure(r, &f);
    f = sample_rate("FNMR", at, 2, 123456789, 1000000000);
    f.weights = "subject";
    assay_build_figure(r, &f);
    f.weights = "comparison";
    f.id = "FNMR@FMR=1e-6,weights=comparison";
    assay_build_figure(r, &f);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    fits(text, 80);
    assert_non_null(strstr(text, "person"));
    assert_non_null(strstr(text, "-123.456787"));
    assay_text_free(text);
    assay_result_free(r);
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("no \"%s\" in\n%s", part, text);
}

static void it_opens_with_the_statements(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "assay 0.1.0  scores  6,000 comparisons of 4,281 people; a match "
              "is >= threshold\n\n"
              "IN SHORT\n  Set so that 10 in 1,000 pairs");
    assert_true(strstr(text, "IN SHORT") < strstr(text, "FNMR %"));
    assert_true(strstr(text, "FNMR %") < strstr(text, "CANNOT BE TOLD"));
    assay_text_free(text);
}

static void points_stand_in_a_table(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "\n  0.01     0.0100        30  0.277103394    1.10  "
              "0.77 to 1.55  98.90\n");
    has(text, "94.83  !\n");
    has(text, "\n  0.0001  refused: needs 10,000 pairs of different people, "
              "has 3,000\n");
    has(text, "! few events: given, not to be quoted");
    has(text, "EER 1.10 % (0.84 to 1.40 %)   AUC 0.99815   d' 5.15\n");
    assay_text_free(text);
}

// A threshold as it was given; the one that keeps a target with confidence.
static void other_points_stand_in_it_too(void **state)
{
    (void)state;
    assay_error err;
    const assay_at given[] = {{"threshold", 0.3659}};
    const assay_at wilks[] = {
        {"FMR", 0.001}, {"confidence", 0.95}, {"achieved", 0}};
    assay_result *r = assay_build_new("verification");
    assay_figure f = sample_rate("FNMR", given, 1, 245, 3000);
    f.threshold = (double)0.3659f;
    assay_build_figure(r, &f);
    f = sample_rate("FMR", wilks, 3, 0, 3000);
    f.low = 0;
    assay_build_figure(r, &f);
    f = sample_rate("FNMR", wilks, 3, 846, 3000);
    assay_build_figure(r, &f);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    has(text, " 0.3659    8.17   5.72 to 11.44  ");
    has(text, "\n  0.001 *        0     0  ");
    has(text, "* at the threshold that keeps the FMR asked with 95 % "
              "confidence\n");
    assay_text_free(text);
    assay_result_free(r);
}

static void groups_stand_in_a_table(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "By sex, at the threshold for an FMR of 0.01 over all");
    has(text, "\n  F   0.67");
    has(text, "\n  X  too few people to publish\n");
    assay_text_free(text);
}

static void the_rest_stands_in_its_sections(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "CANNOT BE TOLD FROM THIS\n  How often a search");
    has(text, "\n    To know it: Searches of a list");
    has(text, "\n  met        FNMR@FMR=0.01 <= 0.02: 0.0110 (0.00770 to "
              "0.0155)\n");
    has(text,
        "\n  not shown  FNMR@FMR=0.0001 <= 0.2\n             needs 7,000");
    has(text, "CHANGES THE READING\n  no_subjects  a person can");
    has(text, "LIMITS IT\n  few_events   a person can");
    assay_text_free(text);
}

static void five_warnings_show_then_how_many_more(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "\n  and 3 more: --verbose\n");
    assert_null(strstr(text, "w8"));
    assert_null(strstr(text, "HOW IT WAS OBTAINED"));
    assay_text_free(text);
    text = summary(*state, 80, true);
    assert_null(strstr(text, "more: --verbose"));
    has(text, "FOR THE RECORD\n  w8 ");
    has(text, "\n  options.rule            ge\n");
    has(text, "b.csv (scores, csv): 1 row; BLAKE2b-256 not asked for");
    assay_text_free(text);
}

static void nothing_moves_the_cursor(void **state)
{
    char *text = summary(*state, 80, true);
    for (const char *p = text; *p;) {
        uint32_t c = 0;
        p += assay_utf8_take(p, &c);
        assert_true(c == '\n' || !assay_utf8_is_control(c));
        assert_true(c != ASSAY_NO_CHARACTER);
    }
    assay_text_free(text);
}

static void colour_only_adds(void **state)
{
    const assay_summary_options options = {.width = 80, .colour = true};
    assay_error err;
    char *bold = NULL;
    char *plain = summary(*state, 80, false);
    assert_int_equal(assay_result_summary(*state, &options, &bold, &err),
                     ASSAY_OK);
    has(bold, "\x1b[1mIN SHORT\x1b[0m\n");
    char *to = bold;
    for (const char *p = bold; *p;) {
        if (strncmp(p, "\x1b[", 2) == 0)
            p += 4;
        else
            *to++ = *p++;
    }
    *to = '\0';
    assert_string_equal(bold, plain);
    assay_text_free(bold);
    assay_text_free(plain);
}

static void rows_left_out_are_counted(void **state)
{
    (void)state;
    assay_error err;
    assay_result *r = assay_build_new("verification");
    sample_count(r, "comparisons", 180);
    assay_build_fact(r, "options.where", "date=2024; camera~a");
    assay_build_fact_count(r, "rows.kept", 180);
    assay_build_fact_count(r, "rows.left_out", 4820);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    has(text, "scores  180 comparisons\n"
              "180 of 5,000 rows, where date=2024; camera~a\n");
    assay_text_free(text);
    assay_result_free(r);
}

static void other_evaluations_list_their_figures(void **state)
{
    (void)state;
    assay_error err;
    const assay_label black[] = {{"group", "Black"}};
    assay_result *r = assay_build_new("another kind");
    assay_figure f = sample_rate("false alerts per alert", NULL, 0, 4, 450);
    f.group = black;
    f.group_count = 1;
    assay_build_figure(r, &f);
    f = assay_figure_blank();
    f.name = "ratio";
    f.unit = "ratio";
    f.value = 6.36;
    f.low = 0.91;
    f.high = HUGE_VAL;
    f.confidence = 0.95;
    assay_build_figure(r, &f);
    f = assay_figure_blank();
    f.name = "least ratio that shows";
    f.status = ASSAY_FIGURE_NO_DATA;
    f.note = "none: 7 events are too few";
    assay_build_figure(r, &f);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    fits(text, 80);
    has(text, "assay 0.1.0  another kind\n");
    has(text, "false alerts per alert, group Black  0.89 %");
    has(text, "  4  450\n");
    has(text, "0.910 to infinite");
    has(text, "least ratio that shows               none: 7 events are too few"
              "\n");
    assay_text_free(text);
    assay_result_free(r);
}

static void an_empty_result_has_a_summary(void **state)
{
    (void)state;
    assay_error err;
    char *text = NULL;
    assay_result *r = assay_build_new("verification");
    assert_int_equal(assay_result_summary(r, NULL, &text, &err), ASSAY_OK);
    assert_string_equal(text, "assay 0.1.0  scores  0 comparisons\n");
    assay_text_free(text);
    assay_result_free(r);
}

// A wide word, a wide character, an indent: no line passes the edge.
static void words_wrap(void **state)
{
    (void)state;
    assay_sheet sheet = {.width = 10};
    assay_sheet_wrap(&sheet, 2,
                     "one two three fourfivesixseven \xe4\xb8\xad"
                     "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8"
                     "\xad");
    assert_string_equal(sheet.text,
                        "  one two\n  three\n  fourfive\n  sixseven\n"
                        "  \xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\n"
                        "  \xe4\xb8\xad\n");
    assay_sheet_end(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_fits_its_width),
        cmocka_unit_test(it_fits_with_large_numbers),
        cmocka_unit_test(it_opens_with_the_statements),
        cmocka_unit_test(points_stand_in_a_table),
        cmocka_unit_test(other_points_stand_in_it_too),
        cmocka_unit_test(groups_stand_in_a_table),
        cmocka_unit_test(the_rest_stands_in_its_sections),
        cmocka_unit_test(five_warnings_show_then_how_many_more),
        cmocka_unit_test(nothing_moves_the_cursor),
        cmocka_unit_test(colour_only_adds),
        cmocka_unit_test(rows_left_out_are_counted),
        cmocka_unit_test(other_evaluations_list_their_figures),
        cmocka_unit_test(an_empty_result_has_a_summary),
        cmocka_unit_test(words_wrap),
    };
    return cmocka_run_group_tests(tests, make, end);
}
