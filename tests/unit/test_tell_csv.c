// SPDX-License-Identifier: Apache-2.0
// CSV: read back by the rules of RFC 4180, each line holds its figure.
#include "assay/result.h"

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

enum { MOST_CELLS = 64, MOST_LINES = 96 };

typedef struct fixture {
    assay_result *result;
    char *text;
    size_t columns, lines;
    char *cells[MOST_LINES][MOST_CELLS];
} fixture;

// Takes a cell off `*from`, which is changed in place; its end is in `*stop`.
static char *take_cell(char **from, char *stop)
{
    char *p = *from, *cell = p, *to = p;
    const bool quoted = *p == '"';
    if (quoted) {
        for (p++; *p && !(p[0] == '"' && p[1] != '"'); p++) {
            if (*p == '"') p++;
            *to++ = *p;
        }
        p++;
    } else {
        while (*p && !strchr(",\r\n\"", *p)) p++;
        to = p;
    }
    *stop = *p;
    *from = p + 1;
    *to = '\0';
    return cell;
}

static int make_of(assay_result *result, void **state)
{
    fixture *f = calloc(1, sizeof *f);
    size_t length = 0;
    if (!f) return -1;
    *state = f;
    f->result = result;
    if (!f->result) return -1;
    f->text = tell_text(assay_result_write_csv, f->result, &length);
    if (!f->text) return -1;
    for (char *p = f->text; *p; f->lines++) {
        size_t n = 0;
        char stop = ',';
        while (stop == ',') f->cells[f->lines][n++] = take_cell(&p, &stop);
        if (stop != '\r' || *p++ != '\n') return -1;
        if (f->lines == 0) f->columns = n;
        if (n != f->columns) return -1;
    }
    return 0;
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
    assay_result_free(f->result);
    free(f->text);
    free(f);
    return 0;
}

static const char *cell(const fixture *f, size_t line, const char *column)
{
    for (size_t i = 0; i < f->columns; i++)
        if (strcmp(f->cells[0][i], column) == 0) return f->cells[line][i];
    fail_msg("no column %s", column);
    return "";
}

static void is_number(const char *text, double number)
{
    char *stop = NULL;
    if (isnan(number)) {
        assert_string_equal(text, "");
    } else {
        const double read = strtod(text, &stop);
        assert_true(text[0] && !*stop);
        assert_true(read == number);
    }
}

static void is_count(const char *text, int64_t count)
{
    if (count < 0)
        assert_string_equal(text, "");
    else
        assert_true(strtoll(text, NULL, 10) == count);
}

static void is_text(const char *cell_text, const char *text)
{
    if (text && text[0] && strchr("=+-@", text[0]))
        assert_true(cell_text[0] == '\'' && strcmp(cell_text + 1, text) == 0);
    else
        assert_string_equal(cell_text, text ? text : "");
}

static void each_line_is_its_figure(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(f->result, &n);
    assert_int_equal(f->lines, n + 1);
    for (size_t i = 0; i < n; i++) {
        const assay_figure *figure = &figures[i];
        is_text(cell(f, i + 1, "id"), figure->id);
        is_text(cell(f, i + 1, "name"), figure->name);
        is_number(cell(f, i + 1, "low"), figure->low);
        is_number(cell(f, i + 1, "high"), figure->high);
        if (strcmp(figure->unit, "score") != 0)
            is_number(cell(f, i + 1, "value"), figure->value);
        is_number(cell(f, i + 1, "effective"), figure->effective);
        is_number(cell(f, i + 1, "bounds.least"), figure->bounds[0]);
        is_number(cell(f, i + 1, "bounds.most"), figure->bounds[1]);
        is_count(cell(f, i + 1, "events"), figure->events);
        is_count(cell(f, i + 1, "trials"), figure->trials);
        is_count(cell(f, i + 1, "subjects"), figure->subjects);
        is_text(cell(f, i + 1, "of"), figure->of);
        is_text(cell(f, i + 1, "weights"), figure->weights);
        is_text(cell(f, i + 1, "references"), figure->references);
        is_count(cell(f, i + 1, "watchlist_size"),
                 figure->watchlist_size > 0 ? figure->watchlist_size : -1);
        is_count(cell(f, i + 1, "rank"), figure->rank > 0 ? figure->rank : -1);
        is_text(cell(f, i + 1, "target"), figure->target);
        is_text(cell(f, i + 1, "note"), figure->note);
        is_text(cell(f, i + 1, "status"),
                assay_figure_status_name(figure->status));
    }
}

static void nested_keys_are_joined_by_a_dot(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(f->result, &n);
    for (size_t i = 0; i < n; i++) {
        char name[64];
        for (size_t k = 0; k < figures[i].at_count; k++) {
            (void)snprintf(name, sizeof name, "at.%s", figures[i].at[k].key);
            is_number(cell(f, i + 1, name), figures[i].at[k].value);
        }
        for (size_t k = 0; k < figures[i].group_count; k++) {
            const assay_label *label = &figures[i].group[k];
            (void)snprintf(name, sizeof name, "group.%s", label->attribute);
            is_text(cell(f, i + 1, name), label->value);
        }
        if (figures[i].at_count == 0)
            assert_string_equal(cell(f, i + 1, "at.FMR"), "");
    }
}

// A cell of the matrix stands in columns of its own.
static void cells_name_both_groups(void **state)
{
    const fixture *f = *state;
    size_t n = 0, cells = 0;
    const assay_figure *figures = assay_result_figures(f->result, &n);
    for (size_t i = 0; i < n; i++) {
        const bool both = figures[i].reference_group_count > 0;
        const char *whose =
            figures[i].group_count > 0 ? figures[i].group[0].value : "";
        cells += both;
        is_text(cell(f, i + 1, "group.sex"), both ? "" : whose);
        is_text(cell(f, i + 1, "group.probe.sex"), both ? whose : "");
        is_text(cell(f, i + 1, "group.reference.sex"),
                both ? figures[i].reference_group[0].value : "");
    }
    assert_int_equal(cells, 4);
}

static void thresholds_read_back_as_the_same_float(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(f->result, &n);
    size_t seen = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(fabs(figures[i].threshold) < 1e38)) continue;
        assert_true(strtof(cell(f, i + 1, "threshold"), NULL) ==
                    (float)figures[i].threshold);
        seen++;
    }
    assert_true(seen > 5);
}

static void no_cell_is_a_formula(void **state)
{
    const fixture *f = *state;
    for (size_t i = 0; i < f->lines; i++)
        for (size_t k = 0; k < f->columns; k++) {
            const char *text = f->cells[i][k];
            char *stop = NULL;
            (void)strtod(text, &stop);
            if (*stop) assert_null(strchr("=+-@\t\r", text[0]));
        }
}

static void too_many_kinds_of_columns_are_refused(void **state)
{
    (void)state;
    assay_result *r = assay_build_new("counts");
    for (int i = 0; i < 300; i++) {
        char key[16];
        const assay_at at[] = {{key, i}};
        assay_figure f = assay_figure_blank();
        (void)snprintf(key, sizeof key, "k%d", i);
        f.name = "x";
        f.at = at;
        f.at_count = 1;
        assay_build_figure(r, &f);
    }
    assay_error err;
    assert_int_equal(assay_result_write_csv(r, "/dev/null", &err),
                     ASSAY_EUNSUPPORTED);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_is_its_figure),
        cmocka_unit_test_setup_teardown(each_line_is_its_figure, make_searches,
                                        end),
        cmocka_unit_test_setup_teardown(cells_name_both_groups, make_searches,
                                        end),
        cmocka_unit_test(nested_keys_are_joined_by_a_dot),
        cmocka_unit_test(thresholds_read_back_as_the_same_float),
        cmocka_unit_test(no_cell_is_a_formula),
        cmocka_unit_test(too_many_kinds_of_columns_are_refused),
    };
    return cmocka_run_group_tests(tests, make, end);
}
