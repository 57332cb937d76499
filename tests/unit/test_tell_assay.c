// SPDX-License-Identifier: Apache-2.0
// Result files: what is written comes back, the same result gives the same
// bytes, and what is no result file is refused.
#include "tell/assay_load.h"

#include <math.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/tell_sample.h"
#include "unit/tell_searches.h"

typedef struct fixture {
    char folder[64];
    char path[96];
    char other[96];
    assay_result *result;
} fixture;

static int make(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/assay-test-XXXXXX");
    if (!mkdtemp(f->folder)) return -1;
    (void)snprintf(f->path, sizeof f->path, "%s/r.assay", f->folder);
    (void)snprintf(f->other, sizeof f->other, "%s/s.assay", f->folder);
    f->result = sample_result();
    *state = f;
    return f->result ? 0 : -1;
}

static int end(void **state)
{
    fixture *f = *state;
    (void)unlink(f->path);
    (void)unlink(f->other);
    const int code = rmdir(f->folder); // nothing else was left there
    assay_result_free(f->result);
    free(f);
    return code;
}

static unsigned char *read_file(const char *path, size_t *n)
{
    FILE *in = fopen(path, "rb");
    struct stat about;
    if (!in) fail_msg("%s can't be opened", path);
    if (!in) return NULL;
    assert_int_equal(fstat(fileno(in), &about), 0);
    unsigned char *bytes = malloc((size_t)about.st_size + 1);
    assert_non_null(bytes);
    *n = fread(bytes, 1, (size_t)about.st_size, in);
    assert_int_equal(*n, about.st_size);
    fclose(in);
    return bytes;
}

static void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *out = fopen(path, "wb");
    if (!out) fail_msg("%s can't be opened", path);
    if (!out) return;
    assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
}

static void save(const assay_result *result, const char *path)
{
    assay_error err;
    if (assay_result_save(result, path, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
}

static assay_result *load(const char *path)
{
    assay_error err;
    assay_result *result = NULL;
    if (assay_result_load(path, &result, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    return result;
}

// ---- What is written comes back --------------------------------------------

static void same_text(const char *a, const char *b)
{
    if (!a || !b)
        assert_ptr_equal(a, b);
    else
        assert_string_equal(a, b);
}

// The same number to the bit, the sign of 0 included; any NaN is NaN.
static void same_real(double a, double b)
{
    if (isnan(a) || isnan(b))
        assert_true(isnan(a) && isnan(b));
    else
        assert_memory_equal(&a, &b, sizeof a);
}

static void same_groups(const assay_label *a, size_t m, const assay_label *b,
                        size_t n)
{
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) {
        same_text(a[i].attribute, b[i].attribute);
        same_text(a[i].value, b[i].value);
    }
}

static void same_figure(const assay_figure *a, const assay_figure *b)
{
    same_text(a->id, b->id);
    same_text(a->name, b->name);
    assert_int_equal(a->at_count, b->at_count);
    for (size_t i = 0; i < a->at_count; i++) {
        same_text(a->at[i].key, b->at[i].key);
        same_real(a->at[i].value, b->at[i].value);
    }
    same_real(a->threshold, b->threshold);
    same_text(a->rule, b->rule);
    same_real(a->value, b->value);
    same_text(a->unit, b->unit);
    same_real(a->low, b->low);
    same_real(a->high, b->high);
    same_text(a->interval, b->interval);
    same_real(a->confidence, b->confidence);
    same_text(a->method, b->method);
    same_real(a->bounds[0], b->bounds[0]);
    same_real(a->bounds[1], b->bounds[1]);
    assert_true(a->events == b->events && a->trials == b->trials);
    same_text(a->per, b->per);
    assert_true(a->subjects == b->subjects);
    same_real(a->effective, b->effective);
    same_groups(a->group, a->group_count, b->group, b->group_count);
    same_text(a->of, b->of);
    same_text(a->weights, b->weights);
    same_text(a->threshold_from, b->threshold_from);
    same_text(a->references, b->references);
    assert_true(a->watchlist_size == b->watchlist_size && a->rank == b->rank);
    same_text(a->target, b->target);
    same_groups(a->reference_group, a->reference_group_count,
                b->reference_group, b->reference_group_count);
    assert_int_equal(a->status, b->status);
    same_text(a->note, b->note);
}

static void same_curve(const assay_curve *a, const assay_curve *b)
{
    same_text(a->id, b->id);
    same_text(a->name, b->name);
    same_groups(a->group, a->group_count, b->group, b->group_count);
    assert_int_equal(a->column_count, b->column_count);
    for (size_t i = 0; i < a->column_count; i++)
        same_text(a->columns[i], b->columns[i]);
    assert_int_equal(a->row_count, b->row_count);
    for (size_t i = 0; i < a->row_count * a->column_count; i++)
        same_real(a->values[i], b->values[i]);
    same_text(a->note, b->note);
}

static void same_figures(const assay_result *a, const assay_result *b)
{
    size_t m = 0, n = 0;
    const assay_figure *x = assay_result_figures(a, &m);
    const assay_figure *y = assay_result_figures(b, &n);
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) same_figure(&x[i], &y[i]);
    const assay_curve *c = assay_result_curves(a, &m);
    const assay_curve *d = assay_result_curves(b, &n);
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) same_curve(&c[i], &d[i]);
}

static void same_statements(const assay_result *a, const assay_result *b)
{
    size_t m = 0, n = 0;
    const assay_statement *x = assay_result_statements(a, &m);
    const assay_statement *y = assay_result_statements(b, &n);
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(x[i].kind, y[i].kind);
        same_text(x[i].text, y[i].text);
        assert_int_equal(x[i].figure_count, y[i].figure_count);
        for (size_t k = 0; k < x[i].figure_count; k++)
            same_text(x[i].figures[k], y[i].figures[k]);
    }
}

static void same_requirements(const assay_result *a, const assay_result *b)
{
    size_t m = 0, n = 0;
    const assay_requirement *x = assay_result_requirements(a, &m);
    const assay_requirement *y = assay_result_requirements(b, &n);
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) {
        same_text(x[i].text, y[i].text);
        same_text(x[i].figure, y[i].figure);
        same_real(x[i].limit, y[i].limit);
        same_real(x[i].value, y[i].value);
        same_real(x[i].low, y[i].low);
        same_real(x[i].high, y[i].high);
        assert_int_equal(x[i].verdict, y[i].verdict);
        same_text(x[i].note, y[i].note);
    }
}

static void same_warnings(const assay_result *a, const assay_result *b)
{
    size_t m = 0, n = 0;
    const assay_warning *x = assay_result_warnings(a, &m);
    const assay_warning *y = assay_result_warnings(b, &n);
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) {
        same_text(x[i].code, y[i].code);
        assert_int_equal(x[i].weight, y[i].weight);
        same_text(x[i].text, y[i].text);
        assert_true(x[i].rows == y[i].rows);
    }
}

static void same_facts(const assay_fact *a, size_t m, const assay_fact *b,
                       size_t n)
{
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) {
        same_text(a[i].key, b[i].key);
        same_text(a[i].value, b[i].value);
        assert_int_equal(a[i].is_number, b[i].is_number);
    }
}

static void same_origin(const assay_result *a, const assay_result *b)
{
    size_t m = 0, n = 0;
    const assay_fact *x = assay_result_about(a, &m);
    const assay_fact *y = assay_result_about(b, &n);
    same_facts(x, m, y, n);
    x = assay_result_facts(a, &m);
    y = assay_result_facts(b, &n);
    same_facts(x, m, y, n);
    const assay_input *p = assay_result_inputs(a, &m);
    const assay_input *q = assay_result_inputs(b, &n);
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++) {
        same_text(p[i].name, q[i].name);
        same_text(p[i].role, q[i].role);
        same_text(p[i].format, q[i].format);
        assert_true(p[i].bytes == q[i].bytes && p[i].rows == q[i].rows);
        same_text(p[i].digest, q[i].digest);
    }
}

static void same_blobs(const assay_result *a, const assay_result *b)
{
    size_t i = 0;
    for (; assay_result_blob_name(a, i); i++) {
        const char *name = assay_result_blob_name(a, i);
        size_t m = 0, n = 0;
        same_text(name, assay_result_blob_name(b, i));
        const void *x = assay_result_blob(a, name, &m);
        const void *y = assay_result_blob(b, name, &n);
        assert_int_equal(m, n);
        if (n) assert_memory_equal(x, y, n);
    }
    assert_int_equal(i, 2);
    assert_null(assay_result_blob_name(b, i));
}

static void what_is_written_comes_back(void **state)
{
    const fixture *f = *state;
    save(f->result, f->path);
    assay_result *back = load(f->path);
    same_text(assay_result_evaluation(back), "verification");
    same_figures(f->result, back);
    same_statements(f->result, back);
    same_requirements(f->result, back);
    same_warnings(f->result, back);
    same_origin(f->result, back);
    same_blobs(f->result, back);
    assay_result_free(back);
}

// Asks the file something with SQLite, as a reader of the manual does.
static double ask(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    const double answer = sqlite3_column_double(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return answer;
}

static void searches_come_back(void **state)
{
    const fixture *f = *state;
    assay_result *result = searches_result();
    save(result, f->path);
    assay_result *back = load(f->path);
    same_figures(result, back);
    const assay_figure *cell =
        assay_result_find(back, "FMR@FPIR=0.01,reference.sex=M,probe.sex=F");
    if (!cell) fail_msg("%s", "no cell of the matrix");
    assert_true(cell && cell->watchlist_size == 1000 &&
                cell->reference_group_count == 1);
    same_real(ask(f->path,
                  "SELECT events FROM figures JOIN figure_reference_group AS g "
                  "ON g.figure = figures.position JOIN figure_group AS p "
                  "ON p.figure = figures.position "
                  "WHERE p.value = 'M' AND g.value = 'F'"),
              44);
    assay_result_free(back);
    assay_result_free(result);
}

static void the_same_result_gives_the_same_bytes(void **state)
{
    const fixture *f = *state;
    size_t m = 0, n = 0;
    save(f->result, f->path);
    assay_result *back = load(f->path);
    save(back, f->other);
    assay_result_free(back);
    unsigned char *a = read_file(f->path, &m);
    unsigned char *b = read_file(f->other, &n);
    assert_int_equal(m, n);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
}

static void an_empty_result_comes_back(void **state)
{
    const fixture *f = *state;
    assay_result *none = assay_build_new("counts");
    save(none, f->path);
    assay_result *back = load(f->path);
    size_t n = 1;
    (void)assay_result_figures(back, &n);
    assert_int_equal(n, 0);
    same_text(assay_result_evaluation(back), "counts");
    assay_result_free(back);
    assay_result_free(none);
}

// ---- What is documented ----------------------------------------------------

static void the_header_is_as_documented(void **state)
{
    const fixture *f = *state;
    size_t n = 0;
    save(f->result, f->path);
    unsigned char *p = read_file(f->path, &n);
    assert_memory_equal(p, "SQLite format 3", 16);
    assert_int_equal(p[16] << 8 | p[17], 4096);
    assert_memory_equal(p + 68, "ASSY", 4);
    assert_memory_equal(p + 60, "\0\0\0\2", 4);
    free(p);
}

static void figures_can_be_asked_for_in_sql(void **state)
{
    const fixture *f = *state;
    save(f->result, f->path);
    same_real(ask(f->path, "SELECT value FROM figures WHERE id = "
                           "'FNMR@FMR=0.01'"),
              33.0 / 3000);
    same_real(ask(f->path,
                  "SELECT count(*) FROM figures JOIN figure_group "
                  "ON figure = figures.position WHERE attribute = 'sex' "
                  "AND figure_group.value = 'F'"),
              4);
}

// ---- What is refused -------------------------------------------------------

static void refuses(const char *path, const char *part)
{
    assay_error err;
    assay_result *result = (assay_result *)1;
    const assay_status status = assay_result_load(path, &result, &err);
    if (status == ASSAY_OK) fail_msg("read, but should say %s", part);
    assert_null(result);
    assert_string_equal(err.file, path);
    if (!strstr(err.reason, part))
        fail_msg("says \"%s\", not %s", err.reason, part);
}

static void other_files_are_refused(void **state)
{
    const fixture *f = *state;
    write_file(f->path, "", 0);
    refuses(f->path, "not an assay result");
    write_file(f->path, "score,mated\n0.1,1\n", 18);
    refuses(f->path, "not an assay result");
}

static void changed_headers_are_refused(void **state)
{
    const fixture *f = *state;
    static const struct {
        size_t at;
        unsigned char byte;
        const char *says;
    } changes[] = {{0, 'T', "not an assay result"},
                   {71, 'X', "another program"},
                   {63, 9, "schema 9"},
                   {63, 1, "schema 1; this assay 0.1.0 reads schema 2"},
                   {18, 2, "write-ahead"}};
    size_t n = 0;
    save(f->result, f->path);
    unsigned char *p = read_file(f->path, &n);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const unsigned char was = p[changes[i].at];
        p[changes[i].at] = changes[i].byte;
        write_file(f->other, p, n);
        refuses(f->other, changes[i].says);
        p[changes[i].at] = was;
    }
    free(p);
}

// Changes the file with SQLite; sql that fails is a mistake in this test.
static void change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    sqlite3_close(db);
}

static void changed_tables_are_refused(void **state)
{
    const fixture *f = *state;
    static const char *const changes[][2] = {
        {"DROP TABLE warnings", "a table is not as it was"},
        {"ALTER TABLE figures ADD COLUMN x", "a table is not as it was"},
        {"DROP TABLE about; CREATE VIEW about AS SELECT 1 position, 'a' key, "
         "'b' text",
         "a table is not as it was"},
        {"DELETE FROM result", "without its first row"},
        {"UPDATE figures SET value = 'x' WHERE position = 3",
         "row 3 of table figures has no legal value"},
        {"UPDATE figures SET id = NULL WHERE position = 0", "no legal id"},
        {"UPDATE figures SET id = '' WHERE position = 0", "without an id"},
        {"UPDATE figures SET events = -5 WHERE position = 4",
         "no legal events"},
        {"UPDATE figures SET rank = 0 WHERE position = 4", "no legal rank"},
        {"UPDATE figures SET watchlist_size = 'x' WHERE position = 4",
         "no legal watchlist_size"},
        {"DROP TABLE figure_reference_group", "a table is not as it was"},
        {"UPDATE figures SET status = 'splendid' WHERE position = 1",
         "no legal status"},
        {"UPDATE figures SET name = CAST(x'410042' AS TEXT)", "no legal name"},
        {"UPDATE figures SET name = x'41'", "no legal name"},
        {"UPDATE figure_at SET value = '0.1'", "no legal value"},
        {"UPDATE statements SET kind = 'in long'", "no legal kind"},
        {"UPDATE curves SET points = x'00'", "don't fill its columns"},
        {"UPDATE curves SET points = NULL", "no legal points"},
        {"DELETE FROM curve_columns", "don't fill its columns"},
        {"UPDATE inputs SET bytes = NULL", "no legal bytes"},
        {"UPDATE provenance SET number = 2", "no legal number"},
        {"UPDATE provenance SET number = 1", "a number"},
        {"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n "
         "WHERE i < 20000) INSERT INTO warnings SELECT i, i, 'limits it', "
         "'t', 1 FROM n",
         "too many warnings"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        save(f->result, f->path);
        change(f->path, changes[i][0]);
        refuses(f->path, changes[i][1]);
    }
}

static void what_others_add_is_passed_over(void **state)
{
    const fixture *f = *state;
    save(f->result, f->path);
    change(f->path, "CREATE TABLE mine (x); CREATE TRIGGER t AFTER INSERT ON "
                    "mine BEGIN DELETE FROM figures; END");
    assay_result *back = load(f->path);
    same_figures(f->result, back);
    assay_result_free(back);
}

// SQLite would roll a journal back into the file, or fail on it.
static void a_journal_beside_it_is_not_looked_at(void **state)
{
    const fixture *f = *state;
    char journal[112];
    (void)snprintf(journal, sizeof journal, "%s-journal", f->path);
    save(f->result, f->path);
    write_file(journal, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 and more", 17);
    assay_result *back = load(f->path);
    same_figures(f->result, back);
    assay_result_free(back);
    assert_int_equal(unlink(journal), 0); // still there
}

// Whatever becomes of a file, it is read or refused; a sanitizer sees the rest.
static void damaged_files_do_no_harm(void **state)
{
    const fixture *f = *state;
    size_t n = 0, read = 0, refused = 0;
    uint32_t seed = 1;
    save(f->result, f->path);
    unsigned char *p = read_file(f->path, &n);
    if (n == 0) fail();
    for (int i = 0; n > 0 && i < 400; i++) {
        assay_error err;
        assay_result *result = NULL;
        seed = seed * 1664525u + 1013904223u;
        const size_t at = (seed >> 4) % n;
        const unsigned char was = p[at];
        const size_t length = i % 4 == 3 ? at : n;
        p[at] = (unsigned char)(seed >> 24);
        const assay_status status =
            assay_result_parse(p, length, &result, &err);
        if (status == ASSAY_OK)
            read++;
        else
            refused++;
        assert_true((status == ASSAY_OK) == (result != NULL));
        assay_result_free(result);
        p[at] = was;
    }
    assert_true(read > 0 && refused > 50);
    free(p);
}

static void what_cannot_be_written_is_an_error(void **state)
{
    const fixture *f = *state;
    assay_error err;
    char path[160];
    (void)snprintf(path, sizeof path, "%s/none/r.assay", f->folder);
    assert_int_equal(assay_result_save(f->result, path, &err), ASSAY_EWRITE);
    assert_int_equal(assay_result_save(f->result, "/dev/full", &err),
                     ASSAY_EWRITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_comes_back, make, end),
        cmocka_unit_test_setup_teardown(searches_come_back, make, end),
        cmocka_unit_test_setup_teardown(the_same_result_gives_the_same_bytes,
                                        make, end),
        cmocka_unit_test_setup_teardown(an_empty_result_comes_back, make, end),
        cmocka_unit_test_setup_teardown(the_header_is_as_documented, make, end),
        cmocka_unit_test_setup_teardown(figures_can_be_asked_for_in_sql, make,
                                        end),
        cmocka_unit_test_setup_teardown(other_files_are_refused, make, end),
        cmocka_unit_test_setup_teardown(changed_headers_are_refused, make, end),
        cmocka_unit_test_setup_teardown(changed_tables_are_refused, make, end),
        cmocka_unit_test_setup_teardown(what_others_add_is_passed_over, make,
                                        end),
        cmocka_unit_test_setup_teardown(a_journal_beside_it_is_not_looked_at,
                                        make, end),
        cmocka_unit_test_setup_teardown(damaged_files_do_no_harm, make, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_an_error,
                                        make, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
