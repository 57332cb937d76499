// SPDX-License-Identifier: Apache-2.0
// The page as text; tests/browser looks at it in a browser.
#include "assay/result.h"
#include "base/build.h"
#include "tell/html_put.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/tell_sample.h"
#include "unit/tell_searches.h"
#include "unit/tell_text.h"

// As a writer of one result.
static assay_status write_page(const assay_result *result, const char *path,
                               assay_error *error)
{
    return assay_result_write_html(&result, 1, path, error);
}

// The page of a result, which is freed; the caller frees the text.
static char *page_of(assay_result *result)
{
    assay_error err = {0};
    size_t length = 0;
    assert_int_equal(assay_build_end(&result, &err), ASSAY_OK);
    char *text = tell_text(write_page, result, &length);
    assert_non_null(text);
    assert_int_equal(strlen(text), length);
    assay_result_free(result);
    return text;
}

// Writes the title of a result through each kind of place.
static assay_status write_places(const assay_result *result, const char *path,
                                 assay_error *error)
{
    size_t count = 0;
    assay_output *out = NULL;
    const assay_status status = assay_output_open(path, &out, error);
    const char *title = assay_result_about(result, &count)[0].value;
    if (status != ASSAY_OK) return status;
    assay_html_put(out, "<p title=\"{}\">{.}|{,}</p>", title, title, title,
                   NULL);
    return assay_output_commit(out, error);
}

// What becomes of a title; the caller frees it.
static char *put(const char *title)
{
    size_t length = 0;
    assay_result *result = assay_build_new("verification");
    assert_non_null(result);
    assay_build_about(result, "title", title);
    char *text = tell_text(write_places, result, &length);
    assert_non_null(text);
    assay_result_free(result);
    return text;
}

static void text_becomes_html_in_one_place(void **state)
{
    (void)state;
    char *text = put("\"'&<>,\t\x01");
    assert_string_equal(text,
                        "<p title=\"&quot;&#39;&amp;&lt;&gt;, \xEF\xBF\xBD"
                        "\">&quot;&#39;&amp;&lt;&gt;, \xEF\xBF\xBD|"
                        "&quot;&#39;&amp;&lt;&gt;,<wbr> \xEF\xBF\xBD</p>");
    free(text);
    text = put("\xFF\xC3\xA9\xE2\x80\xAEx");
    assert_non_null(strstr(text, ">\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBDx|"));
    free(text);
}

static void long_labels_are_cut_between_characters(void **state)
{
    (void)state;
    char label[1001];
    for (size_t i = 0; i < 500; i++) memcpy(label + 2 * i, "\xC3\xA9", 2);
    label[1000] = '\0';
    char *text = put(label);
    const char *cut = strchr(text, '>') + 1;
    assert_int_equal(strchr(cut, '|') - cut, 160 * 2 + 3);
    assert_memory_equal(cut + 320, "\xE2\x80\xA6", 3);
    free(text);
}

static assay_result *some_result(const char *text)
{
    assay_result *result = assay_build_new("verification");
    assert_non_null(result);
    assay_figure figure = assay_figure_blank();
    const char *const ids[] = {"FNMR"};
    figure.name = "FNMR";
    figure.unit = "proportion";
    figure.value = 0.0517;
    figure.events = 155;
    figure.trials = 3000;
    assay_build_figure(result, &figure);
    const assay_statement said = {ASSAY_IN_SHORT, text, ids, 1};
    assay_build_statement(result, &said);
    assay_build_about(result, "title", text);
    return result;
}

// The data block as JSON; the caller ends it with json_decref().
static json_t *data_of(const char *page)
{
    static const char start[] = "id=\"data\">";
    const char *from = strstr(page, start);
    assert_non_null(from);
    from += strlen(start);
    const char *to = strstr(from, "</script>");
    assert_non_null(to);
    assert_null(memchr(from, '<', (size_t)(to - from)));
    json_error_t error;
    json_t *data = json_loadb(from, (size_t)(to - from), 0, &error);
    assert_non_null(data);
    return data;
}

static void data_block_gives_back_the_texts(void **state)
{
    (void)state;
    static const char hostile[] = "</script><!--<script>alert(1)</script>";
    char *page = page_of(some_result(hostile));
    assert_null(strstr(page, "alert(1)</script>"));
    assert_non_null(strstr(page, "alert(1)&lt;/script&gt;"));
    json_t *data = data_of(page);
    const json_t *result = json_array_get(json_object_get(data, "results"), 0);
    const json_t *said =
        json_array_get(json_object_get(result, "statements"), 0);
    assert_string_equal(json_string_value(json_object_get(said, "text")),
                        hostile);
    json_decref(data);
    free(page);
}

// The cell of row `r` under `name`, looked up where it points into a table.
static const json_t *cell_of(const json_t *figures, size_t r, const char *name)
{
    size_t at = 0;
    const char *key = NULL;
    json_t *table = NULL;
    json_object_foreach(json_object_get(figures, "columns"), key, table)
    {
        const json_t *row = json_array_get(json_object_get(figures, "rows"), r);
        const json_t *cell = json_array_get(row, at++);
        if (strcmp(key, name) != 0) continue;
        if (!json_is_string(table) || !cell) return cell;
        return json_array_get(
            json_object_get(figures, json_string_value(table)),
            (size_t)json_integer_value(cell));
    }
    return NULL;
}

// Two figures of one group, conditions in common; the cells of the end are
// left out where they are empty.
static void figures_are_packed(void **state)
{
    (void)state;
    const assay_label sex = {"sex", "F, \"x\""}, mark = {"sex", "*"};
    const assay_at at[] = {{"FMR", 1e-3}, {"achieved", 0.00099}};
    assay_result *result = some_result("x");
    assay_figure figure = assay_figure_blank();
    figure.name = "FMR";
    figure.unit = "proportion";
    figure.at = at;
    figure.at_count = 2;
    figure.group = &sex;
    figure.group_count = 1;
    figure.value = 0.25;
    figure.low = 0.125;
    assay_build_figure(result, &figure);
    figure.name = "FNMR";
    figure.reference_group = &mark;
    figure.reference_group_count = 1;
    figure.value = (double)NAN;
    figure.note = "why";
    assay_build_figure(result, &figure);
    char *page = page_of(result);
    json_t *data = data_of(page);
    const json_t *figures = json_object_get(
        json_array_get(json_object_get(data, "results"), 0), "figures");
    assert_int_equal(json_array_size(json_object_get(figures, "rows")), 3);
    const json_t *first = cell_of(figures, 1, "at");
    assert_ptr_equal(first, cell_of(figures, 2, "at"));
    assert_true(json_real_value(json_object_get(first, "achieved")) == 0.00099);
    assert_string_equal(json_string_value(cell_of(figures, 1, "rest")),
                        "@FMR=0.001,sex=F%2C \"x\"");
    assert_string_equal(
        json_string_value(json_object_get(cell_of(figures, 1, "group"), "sex")),
        sex.value);
    assert_true(json_real_value(cell_of(figures, 1, "low")) == 0.125);
    assert_null(cell_of(figures, 1, "note"));
    assert_true(json_is_null(cell_of(figures, 2, "value")));
    assert_string_equal(json_string_value(cell_of(figures, 2, "note")), "why");
    assert_non_null(json_object_get(cell_of(figures, 2, "group"), "reference"));
    assert_string_equal(json_string_value(cell_of(figures, 0, "name")), "FNMR");
    json_decref(data);
    free(page);
}

static void page_holds_sentences_figures_and_policy(void **state)
{
    (void)state;
    char *page = page_of(some_result("It fails on 52 of every 1,000."));
    assert_non_null(strstr(page, "<p>It fails on 52 of every 1,000.</p>"));
    assert_non_null(strstr(page, "<a href=\"#f0-0\">"));
    assert_non_null(strstr(page, "<tr id=\"f0-0\""));
    assert_non_null(strstr(page, ">5.17 %<"));
    assert_non_null(strstr(page, "default-src 'none'; style-src &#39;sha256-"));
    assert_null(strstr(page, "https://"));
    free(page);
}

static void curves_are_thinned_to_what_a_screen_shows(void **state)
{
    (void)state;
    enum { ROWS = 60000 };
    static const char *const columns[] = {"threshold", "FMR", "FNMR"};
    double *values = calloc(3 * ROWS, sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < ROWS; i++) {
        const double t = (double)(i + 1) / ROWS;
        values[3 * i] = t;
        values[3 * i + 1] = pow(1e-6, t);
        values[3 * i + 2] = t * t;
    }
    const assay_curve curve = {"", "DET",  NULL, 0,   columns,
                               3,  values, ROWS, NULL};
    assay_result *result = some_result("x");
    assay_build_curve(result, &curve);
    char *page = page_of(result);
    assert_true(strlen(page) < 1000 * 1000);
    json_t *data = data_of(page);
    const json_t *points = json_object_get(
        json_array_get(
            json_object_get(json_array_get(json_object_get(data, "results"), 0),
                            "curves"),
            0),
        "points");
    const size_t n = json_array_size(points);
    assert_in_range(n, 1000, 6000);
    // The ends stay.
    assert_true(json_real_value(json_array_get(json_array_get(points, 0), 0)) <
                2e-5);
    assert_true(json_number_value(
                    json_array_get(json_array_get(points, n - 1), 0)) == 1);
    json_decref(data);
    free(page);
    free(values);
}

static void has(const char *page, const char *part)
{
    if (!strstr(page, part)) fail_msg("no %s", part);
}

// Each part stands behind the one before it.
static void has_in_order(const char *page, const char *const *parts, size_t n)
{
    const char *at = page;
    for (size_t i = 0; i < n; i++) {
        at = strstr(at, parts[i]);
        if (!at) fail_msg("no %s, or not in its place", parts[i]);
    }
}

static void searches_stand_in_their_order(void **state)
{
    (void)state;
    static const char *const order[] = {
        "Identification: faces searched for in a list of 1,000 people (1:N)",
        "data-plot=\"det-n\"",
        "id=\"told\"",
        "data-plot=\"sizes\"",
        "List of</th>",
        "Operating points in searches of a list of 1,000 people",
        "data-figure=\"FPIR\"",
        "data-figure=\"FNIR\"",
        "FPIR by sex at FPIR 0.01",
        "FNIR by sex at FPIR 0.01",
        "<table class=\"matrix\">",
        "data-plot=\"shares\"",
        "id=\"failures\"",
        "id=\"labels\"",
        "says nothing about people who are not on the list",
        "data-plot=\"cmc\"",
        "id=\"figures\"",
    };
    char *page = page_of(searches_result());
    has_in_order(page, order, sizeof order / sizeof *order);
    free(page);
}

static void searches_say_their_numbers(void **state)
{
    (void)state;
    char *page = page_of(searches_result());
    has(page, "<th scope=\"row\">FPIR 0.01</th><td class=\"r\">0.570000052"
              "</td><td class=\"r\">0.99 %</td><td class=\"n\">0.84 to 1.16 %"
              "</td><td class=\"n\">2,174 of 219,672</td>");
    has(page, "needs 1,000,000 searches by people who are not on the list");
    has(page, "<th scope=\"row\">10,000</th><td class=\"r\">at most 10.31 %"
              "</td><td class=\"n\">beyond the test</td>");
    has(page, "<p>15 look like wrong labels");
    has(page, "; list of 1,000; rank 1</td>");
    has(page, "; interval: random watchlist</td>");
    free(page);
}

// Fewer than ten events are hatched; the colour says above or below all.
static void cells_of_the_matrix_are_marked(void **state)
{
    (void)state;
    char *page = page_of(searches_result());
    has(page, "<td class=\"cell r-3 hatched\"><b>0.000011 %</b><br><span>6 of "
              "54,918,000</span><span class=\"unseen\">, few events</span>");
    has(page, "<td class=\"cell r1\"><b>0.0023 %</b><br><span>1,290 of "
              "54,918,000</span></td>");
    has(page, "references <bdi>M</bdi></th>");
    has(page, "<span>FMR by sex at FPIR 0.01</span></caption>");
    has(page, "<p class=\"meta\">Who passes for whom by sex at FPIR 0.01, the "
              "false match rate (FMR)");
    free(page);
}

// What was not measured is told apart from what was, beside its limit.
static void the_tail_is_labelled(void **state)
{
    (void)state;
    static const double rows[] = {.5, 60, .04, .03, .05, -.2, -.4, .1,  1,
                                  .6, 20, .03, .02, .04, NAN, NAN, NAN, 0};
    static const char *const columns[] = {
        "threshold", "searches above", "mean excess", "mean low", "mean high",
        "shape",     "shape low",      "shape high",  "fitted",   NULL};
    assay_result *r = assay_build_new("identification");
    static const int64_t counts[] = {2174, 7958};
    searches_point(r, 0.01, 0.57, counts, ASSAY_FIGURE_OK);
    searches_curves(r);
    searches_curve(r,
                   (assay_curve){.id = "tail of false alerts",
                                 .name = "tail of false alerts",
                                 .values = rows},
                   columns, 2);
    const assay_at at[] = {{"FPIR", 1e-5}, {"watchlist_size", 10000}};
    assay_figure f = assay_figure_blank();
    f.name = "extrapolated FPIR";
    f.unit = "proportion";
    f.at = at;
    f.at_count = 2;
    f.threshold = 0.75;
    f.watchlist_size = 10000;
    f.value = 0.0001;
    f.low = 0.00002;
    f.high = 0.0005;
    f.interval = "confidence";
    f.confidence = 0.95;
    f.bounds[0] = 0;
    f.bounds[1] = 0.0009;
    assay_build_figure(r, &f);
    char *page = page_of(r);
    has(page, "data-plot=\"tail\"");
    has(page, "extrapolated, not measured</span></caption>");
    has(page, "<tr class=\"few\"><th scope=\"row\">FPIR 0.00001</th><td "
              "class=\"r\">0.75</td><td class=\"r\">10,000</td><td "
              "class=\"r\">0.010 %</td><td class=\"n\">0.002 to 0.050 %</td>"
              "<td class=\"r\">0.090 %</td></tr>");
    // In the table of all figures the limit and the interval.
    has(page, "0.000 to 0.090 % (bounds), 0.002 to 0.050 %</td>");
    free(page);
}

// Templates are compared as pairs too; ranks still come last.
static void pairs_of_the_same_comparisons_follow(void **state)
{
    (void)state;
    static const char *const order[] = {"data-plot=\"det-n\"",
                                        "id=\"shares\"",
                                        "The same comparisons as pairs (1:1)",
                                        "data-plot=\"det\"",
                                        "Operating points: FMR",
                                        "data-figure=\"FNMR\"",
                                        "id=\"ranks\""};
    static const int64_t counts[] = {2174, 7958};
    assay_result *r = assay_build_new("identification");
    searches_point(r, 0.01, 0.57, counts, ASSAY_FIGURE_OK);
    searches_curves(r);
    sample_point(r, 0.01, 30, 33, ASSAY_FIGURE_OK);
    sample_group(r, "F", 20, ASSAY_FIGURE_OK);
    sample_curves(r);
    char *page = page_of(r);
    has_in_order(page, order, sizeof order / sizeof *order);
    assert_null(strstr(page, "id=\"plots\""));
    free(page);
}

// A figure of women, or of all groups (`group` "*"), at an FMR of 0.01; of
// pairs within a group (`near`).
static void contrast(assay_result *r, const char *name, const char *group,
                     bool near, const double values[3])
{
    const assay_label label = {"sex", group};
    const assay_at at[] = {{"FMR", 0.01}, {"margin", 1.25}};
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.unit = "ratio";
    f.group = &label;
    f.group_count = 1;
    f.references = near ? "same group" : NULL;
    f.at = at;
    f.at_count = strstr(name, "equivalence") ? 2 : 1;
    f.value = values[0];
    f.low = values[1];
    f.high = values[2];
    f.confidence = 0.95;
    f.interval = isnan(f.low) ? NULL : "confidence";
    f.method = strstr(name, "adjusted") ? "Holm over 2 ratios" : NULL;
    assay_build_figure(r, &f);
}

// Below the rates, a panel for each; the measure stands beside what equal
// groups show.
static void ratios_stand_below_the_rates_of_groups(void **state)
{
    (void)state;
    static const char *const order[] = {
        "data-at=\"FMR\" data-value=\"0.01\"",
        "<table class=\"rates\">",
        "p adjusted: Holm over 2 ratios",
        "p of equality within 1.25",
        "Against all others",
        "<bdi>F</bdi></th><td class=\"r\">2.00</td>",
        "1.10 to 3.60</td><td class=\"r\">0.031</td>",
        "0.900, not shown</td><td class=\"r\">1.70</td>",
        "Pairs within a group, against all others",
        "class=\"measure\">max/min</th><td class=\"r\">2.50</td>",
        "1.20 to 5.00</td><td class=\"n\">1.30 (1.00 to 2.00)</td>",
        "what groups of one rate and as many events would show"};
    assay_result *r = assay_build_new("verification");
    sample_point(r, 0.01, 30, 33, ASSAY_FIGURE_OK);
    sample_group(r, "F", 20, ASSAY_FIGURE_OK);
    contrast(r, "FMR ratio to all others", "F", false,
             (const double[]){2, 1.1, 3.6});
    contrast(r, "FMR ratio to all others", "F", true,
             (const double[]){3, 0.5, 9});
    contrast(r, "adjusted p of FMR ratio to all others", "F", false,
             (const double[]){0.031, NAN, NAN});
    contrast(r, "p of FMR equivalence to all others", "F", false,
             (const double[]){0.9, NAN, NAN});
    contrast(r, "least FMR ratio to all others shown", "F", false,
             (const double[]){1.7, NAN, NAN});
    contrast(r, "max/min FMR", "*", false, (const double[]){2.5, 1.2, 5});
    contrast(r, "max/min FMR if equal", "*", false,
             (const double[]){1.3, 1, 2});
    char *page = page_of(r);
    has_in_order(page, order, sizeof order / sizeof *order);
    has(page, "held it in 93 to 98 of 100 tests");
    free(page);
}

static void an_empty_result_of_searches_has_a_page(void **state)
{
    (void)state;
    char *page = page_of(assay_build_new("identification"));
    has(page, "<h1><bdi>Searches of a list</bdi></h1>");
    has(page, "None is recorded in these files.");
    assert_null(strstr(page, "id=\"ranks\""));
    free(page);
}

static void nothing_is_left_of_a_page_that_cannot_be_written(void **state)
{
    (void)state;
    assay_error err = {0};
    assay_result *result = some_result("x");
    assert_int_equal(assay_build_end(&result, &err), ASSAY_OK);
    const assay_result *const all[] = {result};
    assert_int_equal(
        assay_result_write_html(all, 1, "/nonexistent/a.html", &err),
        ASSAY_EWRITE);
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_becomes_html_in_one_place),
        cmocka_unit_test(long_labels_are_cut_between_characters),
        cmocka_unit_test(data_block_gives_back_the_texts),
        cmocka_unit_test(figures_are_packed),
        cmocka_unit_test(page_holds_sentences_figures_and_policy),
        cmocka_unit_test(curves_are_thinned_to_what_a_screen_shows),
        cmocka_unit_test(searches_stand_in_their_order),
        cmocka_unit_test(searches_say_their_numbers),
        cmocka_unit_test(cells_of_the_matrix_are_marked),
        cmocka_unit_test(the_tail_is_labelled),
        cmocka_unit_test(pairs_of_the_same_comparisons_follow),
        cmocka_unit_test(ratios_stand_below_the_rates_of_groups),
        cmocka_unit_test(an_empty_result_of_searches_has_a_page),
        cmocka_unit_test(nothing_is_left_of_a_page_that_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
