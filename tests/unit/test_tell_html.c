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
        cmocka_unit_test(page_holds_sentences_figures_and_policy),
        cmocka_unit_test(curves_are_thinned_to_what_a_screen_shows),
        cmocka_unit_test(nothing_is_left_of_a_page_that_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
