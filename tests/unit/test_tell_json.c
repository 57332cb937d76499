// SPDX-License-Identifier: Apache-2.0
// JSON: parsed by another library, it holds what the API gives, value by value.
#include "tell/json.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/tell_sample.h"
#include "unit/tell_searches.h"
#include "unit/tell_text.h"

typedef struct fixture {
    assay_result *result;
    char *text;
    size_t length;
    json_t *root;
} fixture;

static int make_of(assay_result *result, void **state)
{
    fixture *f = calloc(1, sizeof *f);
    json_error_t error = {0};
    if (!f) return -1;
    *state = f;
    f->result = result;
    if (!f->result) return -1;
    f->text = tell_text(assay_result_write_json, f->result, &f->length);
    f->root = f->text
                  ? json_loads(f->text,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL,
                               &error)
                  : NULL;
    if (!f->root) print_error("%s line %d\n", error.text, error.line);
    return f->root ? 0 : -1;
}

static int make(void **state)
{
    return make_of(sample_result(), state);
}

static int make_searches(void **state)
{
    return make_of(searches_result(), state);
}

static int end(void **state)
{
    fixture *f = *state;
    json_decref(f->root);
    assay_result_free(f->result);
    free(f->text);
    free(f);
    return 0;
}

static const json_t *member(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!value) fail_msg("no key %s", key);
    return value;
}

// The text as JSON can hold it: what is no character is U+FFFD.
static void has_text(const json_t *object, const char *key, const char *text)
{
    const json_t *value = member(object, key);
    if (!text || !text[0]) {
        if (!json_is_null(value))
            assert_string_equal(json_string_value(value), "");
    } else if (strcmp(text, SAMPLE_HOSTILE) == 0) {
        assert_string_equal(json_string_value(value),
                            "=x\"</script><b>\n\x1b[31m,\xef\xbf\xbd"
                            "\xe2\x80\xa8'");
    } else if (!strchr(text, '\xff')) {
        assert_string_equal(json_string_value(value), text);
    }
}

static void is_number(const json_t *value, double number)
{
    if (isnan(number)) {
        assert_true(json_is_null(value));
    } else if (isinf(number)) {
        assert_string_equal(json_string_value(value),
                            number > 0 ? "inf" : "-inf");
    } else {
        const double read = json_real_value(value);
        assert_true(json_is_real(value));
        assert_true(read == number);
    }
}

static void has_number(const json_t *object, const char *key, double number)
{
    is_number(member(object, key), number);
}

// A score of 9 digits reads back as the same float32.
static void is_score(const json_t *value, double number)
{
    if (isfinite(number) && fabs(number) < 1e38)
        assert_true((float)json_real_value(value) == (float)number);
    else
        is_number(value, number);
}

static void has_count(const json_t *object, const char *key, int64_t count)
{
    if (count < 0)
        assert_true(json_is_null(member(object, key)));
    else
        assert_true(json_real_value(member(object, key)) == (double)count);
}

static void has_labels(const json_t *object, const char *key,
                       const assay_label *group, size_t n)
{
    const json_t *labels = member(object, key);
    assert_int_equal(json_object_size(labels), n);
    for (size_t i = 0; i < n; i++)
        has_text(labels, group[i].attribute, group[i].value);
}

static void has_group(const json_t *object, const assay_figure *figure)
{
    if (figure->reference_group_count == 0) {
        has_labels(object, "group", figure->group, figure->group_count);
        return;
    }
    const json_t *both = member(object, "group");
    assert_int_equal(json_object_size(both), 2);
    has_labels(both, "probe", figure->group, figure->group_count);
    has_labels(both, "reference", figure->reference_group,
               figure->reference_group_count);
}

static void has_conditions(const json_t *object, const assay_figure *figure)
{
    const json_t *at = member(object, "at");
    assert_int_equal(json_object_size(at), figure->at_count);
    for (size_t i = 0; i < figure->at_count; i++)
        has_number(at, figure->at[i].key, figure->at[i].value);
    is_score(member(object, "threshold"), figure->threshold);
    has_text(object, "rule", figure->rule);
}

static void has_bounds(const json_t *object, const double bounds[2])
{
    const json_t *both = member(object, "bounds");
    if (isnan(bounds[0])) {
        assert_true(json_is_null(both));
        return;
    }
    assert_int_equal(json_array_size(both), 2);
    is_number(json_array_get(both, 0), bounds[0]);
    is_number(json_array_get(both, 1), bounds[1]);
}

static void is_figure(const json_t *object, const assay_figure *figure)
{
    has_text(object, "id", figure->id);
    has_text(object, "name", figure->name);
    has_conditions(object, figure);
    if (strcmp(figure->unit, "score") == 0)
        is_score(member(object, "value"), figure->value);
    else
        has_number(object, "value", figure->value);
    has_text(object, "unit", figure->unit);
    has_number(object, "low", figure->low);
    has_number(object, "high", figure->high);
    has_text(object, "interval", figure->interval);
    has_number(object, "confidence", figure->confidence);
    has_text(object, "method", figure->method);
    has_bounds(object, figure->bounds);
    has_count(object, "events", figure->events);
    has_count(object, "trials", figure->trials);
    has_text(object, "per", figure->per);
    has_count(object, "subjects", figure->subjects);
    has_number(object, "effective", figure->effective);
    has_group(object, figure);
    has_text(object, "of", figure->of);
    has_text(object, "weights", figure->weights);
    has_text(object, "threshold_from", figure->threshold_from);
    has_text(object, "references", figure->references);
    has_count(object, "watchlist_size",
              figure->watchlist_size > 0 ? figure->watchlist_size : -1);
    has_count(object, "rank", figure->rank > 0 ? figure->rank : -1);
    has_text(object, "target", figure->target);
    has_text(object, "status", assay_figure_status_name(figure->status));
    has_text(object, "note", figure->note);
    assert_int_equal(json_object_size(object), 28);
}

static void figures_are_those_of_the_api(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(f->result, &n);
    const json_t *list = member(f->root, "figures");
    assert_int_equal(json_array_size(list), n);
    for (size_t i = 0; i < n; i++)
        is_figure(json_array_get(list, i), &figures[i]);
}

static const json_t *figure_of(const fixture *f, const char *id)
{
    const json_t *list = member(f->root, "figures");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *object = json_array_get(list, i);
        if (strcmp(json_string_value(member(object, "id")), id) == 0)
            return object;
    }
    fail_msg("no figure %s", id);
    return NULL;
}

static void searches_say_their_list(void **state)
{
    const fixture *f = *state;
    const json_t *fpir = figure_of(f, "FPIR@FPIR=0.01");
    has_number(fpir, "watchlist_size", 1000);
    assert_true(json_is_null(member(fpir, "rank")));
    has_text(fpir, "target", "random watchlist");
    has_number(figure_of(f, "FNIR@FPIR=0.01,rank=1"), "rank", 1);
    has_number(figure_of(f, "FPIR@FPIR=0.01,watchlist_size=100"),
               "watchlist_size", 100);
    const json_t *cell =
        figure_of(f, "FMR@FPIR=0.01,probe.sex=F,reference.sex=M");
    const json_t *group = member(cell, "group");
    has_text(member(group, "probe"), "sex", "F");
    has_text(member(group, "reference"), "sex", "M");
}

static void curves_are_those_of_the_api(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_curve *c = assay_result_curves(f->result, &n);
    const json_t *list = member(f->root, "curves");
    assert_int_equal(json_array_size(list), n);
    for (size_t i = 0; i < n; i++) {
        const json_t *object = json_array_get(list, i);
        const json_t *points = member(object, "points");
        has_text(object, "id", c[i].id);
        has_text(object, "note", c[i].note);
        has_labels(object, "group", c[i].group, c[i].group_count);
        assert_int_equal(json_array_size(points), c[i].row_count);
        for (size_t k = 0; k < c[i].row_count * 3; k++) {
            const json_t *row = json_array_get(points, k / 3);
            assert_int_equal(json_array_size(row), 3);
            if (k % 3 == 0)
                is_score(json_array_get(row, 0), c[i].values[k]);
            else
                is_number(json_array_get(row, k % 3), c[i].values[k]);
        }
    }
}

static void statements_and_requirements_are_there(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_statement *s = assay_result_statements(f->result, &n);
    const json_t *list = member(f->root, "statements");
    assert_int_equal(json_array_size(list), n);
    for (size_t i = 0; i < n; i++) {
        const json_t *object = json_array_get(list, i);
        has_text(object, "kind", assay_statement_kind_name(s[i].kind));
        has_text(object, "text", s[i].text);
        assert_int_equal(json_array_size(member(object, "figures")),
                         s[i].figure_count);
    }
    const assay_requirement *r = assay_result_requirements(f->result, &n);
    list = member(f->root, "requirements");
    assert_int_equal(json_array_size(list), n);
    for (size_t i = 0; i < n; i++) {
        const json_t *object = json_array_get(list, i);
        has_text(object, "text", r[i].text);
        has_text(object, "figure", r[i].figure);
        has_number(object, "limit", r[i].limit);
        has_number(object, "value", r[i].value);
        has_text(object, "verdict", assay_verdict_name(r[i].verdict));
        has_text(object, "note", r[i].note);
    }
}

static void warnings_are_those_of_the_api(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_warning *w = assay_result_warnings(f->result, &n);
    const json_t *list = member(f->root, "warnings");
    assert_int_equal(json_array_size(list), n);
    for (size_t i = 0; i < n; i++) {
        const json_t *object = json_array_get(list, i);
        has_text(object, "code", w[i].code);
        has_text(object, "weight", assay_weight_name(w[i].weight));
        has_text(object, "text", w[i].text);
        has_count(object, "rows", w[i].rows);
    }
}

static void provenance_nests_by_dots(void **state)
{
    const fixture *f = *state;
    const json_t *all = member(f->root, "provenance");
    const json_t *options = member(all, "options");
    has_text(options, "rule", "ge");
    has_number(options, "confidence", 0.95);
    has_text(options, "", "a leaf beside an object");
    has_text(member(all, "run"), "machine", "x86-64");
    assert_non_null(strstr(f->text, "\"seed\": 18446744073709551615"));
    const json_t *deep = member(all, "a");
    for (const char *key = "bcdefgh"; *key; key++) {
        const char name[] = {*key, '\0'};
        deep = member(deep, name);
    }
    has_text(deep, "i.j.k", "deep");
}

static void inputs_stand_under_provenance(void **state)
{
    const fixture *f = *state;
    const json_t *list = member(member(f->root, "provenance"), "inputs");
    assert_int_equal(json_array_size(list), 2);
    const json_t *first = json_array_get(list, 0);
    has_text(first, "name", "a.csv");
    has_number(first, "bytes", 5e9);
    has_number(first, "rows", 6000);
    assert_int_equal(json_string_length(json_object_get(first, "digest")), 64);
    assert_true(json_is_null(member(json_array_get(list, 1), "digest")));
}

static void the_head_says_what_it_is(void **state)
{
    const fixture *f = *state;
    has_text(member(f->root, "assay"), "version", assay_version());
    has_number(member(f->root, "assay"), "schema", 2);
    has_text(f->root, "evaluation", "verification");
    has_text(member(f->root, "about"), "system", "V4 2.1");
    assert_int_equal(json_object_size(f->root), 9);
}

// A page keeps JSON in a script: nothing in it may end that.
static void nothing_in_it_ends_a_script(void **state)
{
    const fixture *f = *state;
    assert_null(strpbrk(f->text, "<>&"));
    assert_null(strstr(f->text, "\xe2\x80\xa8"));
    assert_null(strchr(f->text, '\xff'));
    assert_true(f->text[f->length - 1] == '\n');
}

static void facts_that_are_no_numbers_are_texts(void **state)
{
    (void)state;
    static const char *const odd[] = {"",    "-",  "01",  "1.",
                                      ".5",  "1e", "nan", "1e999",
                                      "0x1", "1 ", "+1",  "1.e5"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        char path[] = "/tmp/assay-test-XXXXXX", text[64] = "";
        const assay_fact fact = {"k", odd[i], true};
        assay_output *output = NULL;
        assay_error err;
        const int fd = mkstemp(path);
        assert_int_equal(assay_output_open(path, &output, &err), ASSAY_OK);
        assert_true(assay_json_facts(output, &fact, 1, NULL, 0));
        assert_int_equal(assay_output_commit(output, &err), ASSAY_OK);
        FILE *in = fopen(path, "r");
        if (!in || fread(text, 1, sizeof text - 1, in) == 0) fail();
        if (in) fclose(in);
        close(fd);
        unlink(path);
        assert_true(strncmp(text, "{\n\"k\": \"", 8) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_the_api),
        cmocka_unit_test_setup_teardown(figures_are_those_of_the_api,
                                        make_searches, end),
        cmocka_unit_test_setup_teardown(searches_say_their_list, make_searches,
                                        end),
        cmocka_unit_test(curves_are_those_of_the_api),
        cmocka_unit_test(statements_and_requirements_are_there),
        cmocka_unit_test(warnings_are_those_of_the_api),
        cmocka_unit_test(provenance_nests_by_dots),
        cmocka_unit_test(inputs_stand_under_provenance),
        cmocka_unit_test(the_head_says_what_it_is),
        cmocka_unit_test(nothing_in_it_ends_a_script),
        cmocka_unit_test(facts_that_are_no_numbers_are_texts),
    };
    return cmocka_run_group_tests(tests, make, end);
}
