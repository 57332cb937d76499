// SPDX-License-Identifier: Apache-2.0
// What forecasts from deployment records were worth (docs/forecast.md): the
// first half of a stretch against its second, and across a change. Where the
// data are not there it says so and is skipped; a record with a known rate
// stands beside it.
#include "read/table.h"
#include "stats/philox.h"
#include "stats/to_come.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROWS = 512, TEXT = 16 };

// Deployments in the order of their days, then of the file.
typedef struct record {
    char date[ROWS][TEXT];
    double minutes[ROWS], faces[ROWS], wrong[ROWS], right[ROWS];
    size_t count;
} record;

static double number(assay_slice text)
{
    uint64_t value = 0;
    return assay_parse_uint(text, &value) ? (double)value : (double)NAN;
}

// "5h 18m", "5h18m", "45m".
static double minutes_of(assay_slice text)
{
    double minutes = 0, part = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.text[i];
        if (c >= '0' && c <= '9') part = 10 * part + (c - '0');
        if (c == 'h') minutes += 60 * part;
        if (c == 'm') minutes += part;
        if (c == 'h' || c == 'm') part = 0;
    }
    return minutes;
}

static void insert(record *r, const assay_slice *fields, const size_t *at)
{
    size_t i = r->count++;
    char date[TEXT] = "";
    assert_true(r->count <= ROWS);
    memcpy(date, fields[at[0]].text,
           fields[at[0]].length < TEXT ? fields[at[0]].length : TEXT - 1);
    for (; i && strcmp(r->date[i - 1], date) > 0; i--) {
        memcpy(r->date[i], r->date[i - 1], TEXT);
        r->minutes[i] = r->minutes[i - 1];
        r->faces[i] = r->faces[i - 1];
        r->wrong[i] = r->wrong[i - 1];
        r->right[i] = r->right[i - 1];
    }
    memcpy(r->date[i], date, TEXT);
    r->minutes[i] = minutes_of(fields[at[1]]);
    r->faces[i] = number(fields[at[2]]);
    r->wrong[i] = number(fields[at[3]]);
    r->right[i] = number(fields[at[4]]);
}

static void read_record(record *r)
{
    static const char *const names[] = {"date", "duration", "faces_seen",
                                        "false_alerts", "true_alerts"};
    const assay_read_options how = {.threads = 1};
    assay_error err;
    assay_table table;
    char path[512];
    size_t at[5];
    bool end = false;
    (void)snprintf(path, sizeof path, "%s/deployments/met.csv", ASSAY_DATA);
    if (access(path, R_OK) != 0) {
        print_message("skipped: deployments/met.csv is not there\n");
        skip();
    }
    assert_int_equal(assay_table_open(&table, path, &how, &err), ASSAY_OK);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(assay_table_need(&table, names[i], &at[i], &err),
                         ASSAY_OK);
    r->count = 0;
    for (;;) {
        assert_int_equal(assay_table_take(&table, &end, &err), ASSAY_OK);
        if (end) break;
        const assay_slice date = table.fields[at[0]];
        if (date.length == 10 && memcmp(date.text, "2024-", 5) == 0)
            insert(r, table.fields, at);
    }
    assay_table_close(&table);
}

// Rows from `first` on, `n` of them.
typedef struct part {
    const double *events, *exposure;
    size_t n;
} part;

// What came of a forecast.
typedef struct outcome {
    double expected, low, high, seen; // of all together
    double inside;                    // single deployments in their ranges
} outcome;

static double sum_of(const double *x, size_t n, bool squares)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += squares ? x[i] * x[i] : x[i];
    return sum;
}

static assay_to_come told_by(part before)
{
    double x[ROWS], e[ROWS];
    memcpy(x, before.events, before.n * sizeof *x);
    memcpy(e, before.exposure, before.n * sizeof *e);
    return assay_to_come_of(x, e, before.n);
}

// Of several together deployments lie apart by so much less.
static assay_to_come of_several(assay_to_come one, double deployments)
{
    for (size_t i = 0; one.differ && i < one.count; i++)
        one.parts[i].shape *= deployments;
    return one;
}

static outcome forecast(part before, part after)
{
    const assay_to_come one = told_by(before);
    outcome out = {.seen = sum_of(after.events, after.n, false)};
    for (size_t i = 0; i < after.n; i++) {
        const assay_foreseen range =
            assay_to_come_in(&one, after.exposure[i], .95);
        out.inside +=
            range.low <= after.events[i] && after.events[i] <= range.high;
    }
    const double all = sum_of(after.exposure, after.n, false);
    const assay_to_come sum =
        of_several(one, all * all / sum_of(after.exposure, after.n, true));
    const assay_foreseen range = assay_to_come_in(&sum, all, .95);
    out.expected = sum_of(before.events, before.n, false) /
                   sum_of(before.exposure, before.n, false) * all;
    out.low = range.low;
    out.high = range.high;
    return out;
}

// Against what docs/forecast.md says of it.
static void held(const char *what, outcome o, outcome want)
{
    print_message("# %s: expected %.1f (%.0f to %.0f), came %.0f; %.0f "
                  "deployments inside\n",
                  what, o.expected, o.low, o.high, o.seen, o.inside);
    assert_true(fabs(o.expected - want.expected) <= .05000001);
    assert_true(o.low == want.low && o.high == want.high);
    assert_true(o.seen == want.seen && o.inside == want.inside);
}

static part part_of(const double *events, const double *exposure, size_t first,
                    size_t n)
{
    return (part){events + first, exposure + first, n};
}

static outcome halves(const double *events, const double *exposure,
                      size_t first, size_t n)
{
    const size_t half = (n + 1) / 2;
    return forecast(part_of(events, exposure, first, half),
                    part_of(events, exposure, first + half, n - half));
}

static size_t rows_until(const record *r, const char *date)
{
    size_t n = 0;
    while (n < r->count && strcmp(r->date[n], date) <= 0) n++;
    return n;
}

static void within_a_stretch(void **state)
{
    (void)state;
    static record r;
    read_record(&r);
    assert_int_equal(r.count, 180);
    const size_t n = rows_until(&r, "2024-07-23");
    assert_int_equal(n, 99);
    held("wrong by hours", halves(r.wrong, r.minutes, 0, n),
         (outcome){9.2, 2, 21, 16, 47});
    held("wrong by faces", halves(r.wrong, r.faces, 0, n),
         (outcome){7.4, 1, 21, 16, 47});
    held("right by hours", halves(r.right, r.minutes, 0, n),
         (outcome){307.7, 240, 390, 293, 48});
    held("right by faces", halves(r.right, r.faces, 0, n),
         (outcome){249.1, 150, 418, 293, 47});
    held("later, wrong by hours", halves(r.wrong, r.minutes, n, 81),
         (outcome){0, 0, 4, 0, 40});
    held("later, wrong by faces", halves(r.wrong, r.faces, n, 81),
         (outcome){0, 0, 5, 0, 40});
    held("later, right by hours", halves(r.right, r.minutes, n, 81),
         (outcome){321.2, 249, 409, 333, 38});
    held("later, right by faces", halves(r.right, r.faces, n, 81),
         (outcome){388.6, 265, 567, 333, 40});
}

static outcome across(const double *events, const double *exposure)
{
    return forecast(part_of(events, exposure, 0, 99),
                    part_of(events, exposure, 99, 81));
}

static void across_the_change(void **state)
{
    (void)state;
    static record r;
    read_record(&r);
    held("across, wrong by hours", across(r.wrong, r.minutes),
         (outcome){21.6, 10, 39, 0, 81});
    held("across, wrong by faces", across(r.wrong, r.faces),
         (outcome){107.3, 52, 212, 0, 81});
    held("across, right by hours", across(r.right, r.minutes),
         (outcome){527.9, 433, 638, 599, 79});
    held("across, right by faces", across(r.right, r.faces),
         (outcome){2627.7, 1883, 3680, 599, 80});
}

// Deployments whose own rates differ by a factor of 1/2 to 3/2, as many as the
// first stretch has, over and over: what comes lies in the range of the first
// half as often as it says.
static void a_known_rate(void **state)
{
    (void)state;
    enum { N = 99, RUNS = 120 };
    double inside = 0, single = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = 7, .replicate = run});
        double events[N], minutes[N];
        for (size_t i = 0; i < N; i++) {
            minutes[i] = 120 + assay_random_below(&random, 360);
            const assay_predictive law = {
                .02 * minutes[i] * (.5 + assay_random_uniform(&random)),
                INFINITY};
            events[i] =
                assay_predictive_quantile(&law, assay_random_uniform(&random));
        }
        const outcome o = halves(events, minutes, 0, N);
        inside += o.low <= o.seen && o.seen <= o.high;
        single += o.inside / 49;
    }
    print_message("# of records with a known rate: all together %.3f inside, "
                  "single deployments %.3f\n",
                  inside / RUNS, single / RUNS);
    assert_true(inside / RUNS > .93 && single / RUNS > .94);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(within_a_stretch),
        cmocka_unit_test(across_the_change),
        cmocka_unit_test(a_known_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
