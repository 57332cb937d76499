// SPDX-License-Identifier: Apache-2.0
// assay counts on files: rows summed by group, conditions, and what is refused.
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

static const char table[] = "Alerts,Wrong,sex,area\n"
                            "100,3,F,x\n"
                            "200,4,M,x\n"
                            "50,0,,y\n"
                            "300,5,F,y\n";

static void a_table_by_group(void **state)
{
    (void)state;
    const assay_pair columns[] = {{"events", "Wrong"}, {"trials", "Alerts"}};
    const char *const by[] = {"sex", "sex*area"};
    assay_counts_options options = defaults();
    options.file = file_of(table);
    options.common.columns = (assay_pairs){columns, 2};
    options.common.by = (assay_texts){by, 2};
    assay_result *r = evaluate(&options);
    static const struct {
        const char *id;
        int64_t events, trials;
    } all[] = {
        {"events per trial", 12, 650},
        {"events per trial@sex=F", 8, 400},
        {"events per trial@sex=M", 4, 200},
        {"events per trial@sex=unknown", 0, 50},
        {"events per trial@sex=F,area=x", 3, 100},
        {"events per trial@sex=F,area=y", 5, 300},
        {"events per trial@sex=M,area=x", 4, 200},
        {"events per trial@sex=unknown,area=unknown", 0, 50},
        {"rate ratio to all others@sex=F", 8, 12},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const assay_figure *f = find(r, all[i].id);
        assert_int_equal(f->events, all[i].events);
        assert_int_equal(f->trials, all[i].trials);
    }
    assert_null(assay_result_find(r, "rate ratio to all others@sex=unknown"));
    size_t count = 0;
    const assay_input *inputs = assay_result_inputs(r, &count);
    assert_int_equal(count, 1);
    assert_int_equal(inputs[0].rows, 4);
    assert_string_equal(inputs[0].role, "counts");
    assert_non_null(inputs[0].digest);
    assay_result_free(r);
}

// The order of the rows changes nothing but the file's digest.
static void order_of_rows(void **state)
{
    (void)state;
    const char *const by[] = {"sex"};
    static const char *const texts[] = {
        "events,trials,sex\n1,10,M\n2,20,F\n3,30,X\n4,40,M\n",
        "sex,trials,events\nX,30,3\nM,40,4\nM,10,1\nF,20,2\n"};
    char first[4096] = "";
    for (int i = 0; i < 2; i++) {
        assay_counts_options options = defaults();
        char all[4096] = "";
        size_t count = 0, n = 0;
        options.file = file_of(texts[i]);
        options.common.by = (assay_texts){by, 1};
        assay_result *r = evaluate(&options);
        const assay_figure *figures = assay_result_figures(r, &count);
        for (size_t k = 0; k < count; k++)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s %a %a %a\n",
                                  figures[k].id, figures[k].value,
                                  figures[k].low, figures[k].high);
        if (i) assert_string_equal(all, first);
        memcpy(first, all, sizeof first);
        assay_result_free(r);
        (void)drop_file(NULL);
    }
}

static void rows_left_out(void **state)
{
    (void)state;
    const char *const where[] = {"area=x"};
    const assay_pair columns[] = {{"events", "Wrong"}, {"trials", "Alerts"}};
    assay_counts_options options = defaults();
    options.file = file_of(table);
    options.common.columns = (assay_pairs){columns, 2};
    options.common.where = (assay_texts){where, 1};
    assay_result *r = evaluate(&options);
    assert_int_equal(find(r, "events per trial")->events, 7);
    size_t count = 0, seen = 0;
    const assay_fact *facts = assay_result_facts(r, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i].key, "rows.kept") == 0) {
            assert_string_equal(facts[i].value, "2");
            seen++;
        }
        if (strcmp(facts[i].key, "rows.left_out") == 0) {
            assert_string_equal(facts[i].value, "2");
            seen++;
        }
    }
    assert_int_equal(seen, 2);
    assay_result_free(r);
}

static void tables_that_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
        const char *why;
    } all[] = {
        {"", 1, "empty"},
        {"events,trials\n", 1, "a header without rows"},
        {"events,number\n1,2\n", 1, "no column \"trials\""},
        {"events,trials,events\n1,2,3\n", 1, "two columns are called"},
        {"events,trials\n1,2\n,3\n", 3, "events is empty"},
        {"events,trials\n1,2\n1.5,3\n", 3, "events is \"1.5\""},
        {"events,trials\n1,2\n1,-3\n", 3, "trials is \"-3\""},
        {"events,trials\n1,2\n<5,30\n", 3, "events is \"<5\""},
        {"events,trials\n1,2\n4,3\n", 3, "more events than trials"},
        {"events,trials\n1,99999999999999999999\n", 2, "trials is"},
        {"events,trials\n1,2000000000000000\n", 2, "more than can be measured"},
        {"events,trials\n1\n", 2, "1 field where the header has 2"},
        {"events,trials\n\"1,2\n", 2, ""},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_counts_options options = defaults();
        assay_result *result = NULL;
        options.file = file_of(all[i].text);
        assert_int_equal(assay_counts_evaluate(&options, &result, &err),
                         ASSAY_EINPUT);
        assert_null(result);
        if (err.line != all[i].line || !strstr(err.reason, all[i].why))
            fail_msg("%zu: line %llu: %s", i, (unsigned long long)err.line,
                     err.reason);
        (void)drop_file(NULL);
    }
}

static void sums_beyond_measure(void **state)
{
    (void)state;
    assay_counts_options options = defaults();
    assay_result *result = NULL;
    options.file = file_of("events,trials\n1,900000000000000\n"
                           "1,900000000000000\n");
    assert_int_equal(assay_counts_evaluate(&options, &result, &err),
                     ASSAY_EINPUT);
    assert_non_null(strstr(err.reason, "more than can be measured"));
}

#define WITH_FILE(test) cmocka_unit_test_teardown(test, drop_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILE(a_table_by_group),    WITH_FILE(order_of_rows),
        WITH_FILE(rows_left_out),       WITH_FILE(tables_that_are_refused),
        WITH_FILE(sums_beyond_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
