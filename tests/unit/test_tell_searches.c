// SPDX-License-Identifier: Apache-2.0
// The terminal summary of searches (1:N): rates beside each other, the sizes
// of the list, the groups, and N in what it says.
#include "assay/result.h"

#include "tell/search_rows.h"
#include "tell/sheet.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/tell_sample.h"
#include "unit/tell_searches.h"

static int make(void **state)
{
    *state = searches_result();
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

static void has(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("no \"%s\" in\n%s", part, text);
}

static void it_fits_its_width(void **state)
{
    static const unsigned widths[] = {60, 66, 80, 100, 132};
    for (size_t i = 0; i < 10; i++) {
        char *text = summary(*state, widths[i / 2], i % 2);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
            if (assay_sheet_columns(line) > widths[i / 2])
                fail_msg("%u columns: %s", widths[i / 2], line);
        assay_text_free(text);
    }
}

static void the_head_names_the_list(void **state)
{
    char *text = summary(*state, 80, false);
    has(text,
        "assay 0.1.0  templates  253,252 searches of 20 lists of 1,000; a "
        "match is >=\n  threshold\n33,580 by people on the list, 219,672 "
        "by people who are not on it; lists drawn\n"
        "at random\n\nIN SHORT\n");
    assay_text_free(text);
}

static void lists_and_subcommand_are_named(void **state)
{
    (void)state;
    assay_error err;
    assay_result *r = assay_build_new("identification");
    searches_count(r, "mated searches", 1);
    searches_count(r, "watchlists", 20);
    assay_build_fact(r, "galleries.drawn", "folds");
    assay_build_fact(r, "subcommand", "candidates");
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    has(text,
        "assay 0.1.0  candidates  1 search of 20 lists of 1,000\n1 by people "
        "on the list, 0 by people who are not on it; each fold is a list\n");
    assay_text_free(text);
    assay_result_free(r);
    r = assay_build_new("verification");
    sample_count(r, "comparisons", 2);
    assay_build_fact(r, "subcommand", "templates");
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    text = summary(r, 80, false);
    has(text, "assay 0.1.0  templates  2 comparisons\n");
    assay_text_free(text);
    assay_result_free(r);
}

static void points_stand_in_a_table(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "In searches of 20 lists of 1,000: FPIR, those by people who are "
              "not on it");
    has(text, "FPIR %, 95 %");
    has(text, "random lists  FNIR %");
    has(text, "\n  0.01       0.570000052     2,174      0.84 to 1.16   23.70  "
              "20.14 to 27.73\n  by search ");
    has(text, " 21.80  20.14 to 27.73\n");
    has(text, " 55.69 to 76.65  !\n");
    has(text, "\n  1e-6       refused: needs 1,000,000 searches by people");
    has(text,
        "FNIR counts each person equally; by search: each search\n  ! few "
        "events: given");
    assay_text_free(text);
    text = summary(*state, 120, false);
    has(text, "missed of  FNIR %,\n");
    has(text, "     7,958    23.73\n");
    assay_text_free(text);
}

static void sizes_stand_in_a_row(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "By size of the list, at the threshold for an FPIR of 0.01\n");
    has(text, "\n  list size      100   300  1,000  3,000  5,748  10,000\n"
              "  FPIR x 1,000  1.00  3.10   9.90   27.9   49.8  <= 103\n"
              "  <= beyond the test: only a limit\n");
    assay_text_free(text);
}

static void the_rest_is_told(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "Also at the threshold for an FPIR of 0.01:\n"
              "  algorithm-level FNIR 23.61 % (20.07 to 27.62 %)\n"
              "  false alerts on listed people 0.57 %");
    has(text, "share of false matches from the top 1 % of subjects 39.96 %");
    has(text, "\n  FTA of searches 0.091 % (0.077 to 0.107 %)\n  FTE of "
              "identities 0.052 % (0.010 to 0.160 %)\n");
    has(text, "\n  probable label errors 15\n");
    has(text, "CANNOT BE TOLD FROM THIS\n  What a street gives");
    has(text, "CHANGES THE READING\n  uneven_subjects");
    assert_null(strstr(text, "CMC"));
    assay_text_free(text);
    text = summary(*state, 80, true);
    has(text, "CMC at rank 1 ");
    has(text, "FMR at FPIR 0.01, probe sex F, reference\n  sex M ");
    assay_text_free(text);
}

static void groups_stand_in_a_table(void **state)
{
    char *text = summary(*state, 80, false);
    has(text, "By sex of who is searched for, in 20 lists of 1,000, at the "
              "threshold for an\n  FPIR of 0.01 over all\n");
    has(text, "\n  F    0.97  0.82 to 1.13  109,836   25.67  ");
    has(text, "\n  X  too few people to publish\n");
    assay_text_free(text);
}

// One more figure at the point of 0.01 does not start a row; one of another
// list size, of a cell or of a group does not come into it.
static void pairs_stand_below(void **state)
{
    (void)state;
    static const int64_t counts[] = {2174, 7958};
    assay_error err;
    assay_result *r = assay_build_new("identification");
    searches_point(r, 0.01, 0.57, counts, ASSAY_FIGURE_OK);
    sample_point(r, 0.01, 30, 33, ASSAY_FIGURE_OK);
    sample_group(r, "F", 20, ASSAY_FIGURE_OK);
    sample_summaries(r);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    has(text, "\n  0.01       0.00990       0.57  2,174 ");
    has(text,
        "\n  FMR: pairs of different people that pass; FNMR: pairs of one "
        "person that fail\n");
    has(text, "EER 1.10 % (0.84 to 1.40 %)   AUC 0.99815   d' 5.15\n");
    assert_null(strstr(text, "By sex, at the threshold for an FMR"));
    assay_text_free(text);
    text = summary(r, 80, true);
    has(text, "By sex, at the threshold for an FMR of 0.01 over all");
    assay_text_free(text);
    assay_result_free(r);
}

static void rows_are_made_of_their_figures(void **state)
{
    assay_arena arena = {NULL};
    size_t count = 0;
    const assay_search_row *rows =
        assay_search_rows_find(*state, &arena, &count);
    assert_int_equal(count, 7);
    if (!rows) fail();
    if (rows) {
        assert_string_equal(rows[0].fnir->id, "FNIR@FPIR=0.01");
        assert_string_equal(rows[0].fnir_beside->id,
                            "FNIR@FPIR=0.01,weights=comparison");
        assert_string_equal(rows[0].first->id, "FNIR@FPIR=0.01,rank=1");
        assert_true(rows[0].fpir->watchlist_size == 1000);
        assert_string_equal(rows[0].threshold->id, "threshold@FPIR=0.01");
        assert_true(assay_search_rows_empty(&rows[3]) != NULL);
        assert_string_equal(rows[4].fpir->id, "FPIR@FPIR=0.01,sex=F");
        assert_ptr_equal(assay_search_rows_lead(*state, rows, count, NULL),
                         &rows[0]);
        assert_ptr_equal(assay_search_rows_lead(*state, rows, count, &rows[6]),
                         &rows[4]);
    }
    assay_arena_end(&arena);
}

// Lists that were cut: the least and the most that a rate can be.
static void what_lists_cut_is_bounded(void **state)
{
    (void)state;
    assay_error err;
    const assay_at at[] = {{"threshold", 0.3}};
    assay_result *r = assay_build_new("identification");
    assay_figure f = searches_rate("FPIR", at, 1, 120, 1000);
    f.value = f.low = f.high = (double)NAN;
    f.bounds[0] = 0.12;
    f.bounds[1] = 0.155;
    f.status = ASSAY_FIGURE_REFUSED;
    f.note = "lists were cut above this threshold";
    f.target = "fixed watchlist";
    assay_build_figure(r, &f);
    f = searches_rate("FNIR", at, 1, 10, 1000);
    assay_build_figure(r, &f);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    has(text, " this list ");
    has(text, "  12.00 to 15.50 b    1.00  ");
    has(text,
        "\n  b least and most: what lies below where lists were cut is not "
        "known\n");
    assay_text_free(text);
    assay_result_free(r);
}

// Sizes are shown at the point at which a sentence tells of them.
static void the_point_that_is_told_of_leads(void **state)
{
    (void)state;
    static const int64_t counts[] = {2174, 7958}, fewer[] = {218, 15245};
    static const char *const ids[] = {"FPIR@FPIR=0.001,watchlist_size=100"};
    static const char *const first[] = {"FNIR@FPIR=0.01"};
    const assay_at at[] = {{"FPIR", 0.001}, {"watchlist_size", 100}};
    const assay_statement said[] = {{ASSAY_IN_SHORT, "a", first, 1},
                                    {ASSAY_IN_SHORT, "b", ids, 1}};
    assay_error err;
    assay_result *r = assay_build_new("identification");
    searches_point(r, 0.01, 0.57, counts, ASSAY_FIGURE_OK);
    searches_point(r, 0.001, 0.65, fewer, ASSAY_FIGURE_OK);
    assay_figure f = searches_rate("FPIR", at, 2, 5, 50000);
    assay_build_figure(r, &f);
    assay_build_statement(r, &said[0]);
    assay_build_statement(r, &said[1]);
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    has(text, "By size of the list, at the threshold for an FPIR of 0.001\n");
    assay_text_free(text);
    assay_result_free(r);
}

static void an_empty_result_has_a_summary(void **state)
{
    (void)state;
    assay_error err;
    assay_result *r = assay_build_new("identification");
    assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
    char *text = summary(r, 80, false);
    assert_string_equal(text, "assay 0.1.0  templates  0 searches of a list\n");
    assay_text_free(text);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_fits_its_width),
        cmocka_unit_test(the_head_names_the_list),
        cmocka_unit_test(lists_and_subcommand_are_named),
        cmocka_unit_test(points_stand_in_a_table),
        cmocka_unit_test(sizes_stand_in_a_row),
        cmocka_unit_test(the_rest_is_told),
        cmocka_unit_test(groups_stand_in_a_table),
        cmocka_unit_test(pairs_stand_below),
        cmocka_unit_test(rows_are_made_of_their_figures),
        cmocka_unit_test(what_lists_cut_is_bounded),
        cmocka_unit_test(the_point_that_is_told_of_leads),
        cmocka_unit_test(an_empty_result_has_a_summary),
    };
    return cmocka_run_group_tests(tests, make, end);
}
