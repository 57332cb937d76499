// SPDX-License-Identifier: Apache-2.0
// Discards by quality, against a count of every comparison the slow way.
#include "assay/scores.h"
#include "count/marked.h"

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

enum { ROWS = 6000, PEOPLE = 30, QUALITIES = 37 };

typedef struct row {
    int probe, reference, quality; // quality -1: none
    int group;
    double score;
} row;

static row rows[ROWS];

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void make_rows(void)
{
    unsigned seed = 7;
    for (int i = 0; i < ROWS; i++) {
        row *r = &rows[i];
        r->probe = (int)(next(&seed) % PEOPLE);
        r->reference =
            i % 3 ? r->probe : (int)((unsigned)r->probe + 1) % PEOPLE;
        r->quality = (int)(next(&seed) % (QUALITIES + 1)) - 1;
        r->group = r->probe % 3;
        const unsigned lift = r->quality > 20 ? 60 : 20;
        r->score = (double)(next(&seed) % 100 + (i % 3 ? lift : 0)) / 100;
    }
}

static void write_rows(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fprintf(file, "probe_subject,reference_subject,g,q,score\n");
    for (int i = 0; i < ROWS; i++) {
        const row *r = &rows[i];
        char quality[16] = "";
        if (r->quality >= 0)
            (void)snprintf(quality, sizeof quality, "%d.5", r->quality);
        (void)fprintf(file, "p%d,p%d,g%d,%s,%.2f\n", r->probe, r->reference,
                      r->group, quality, r->score);
    }
    assert_int_equal(fclose(file), 0);
}

static bool is_in(const row *r, int group)
{
    return r->probe == r->reference && r->quality >= 0 &&
           (group < 0 || r->group == group);
}

// Below which quality at most this share of everybody's lies.
static int gate_of(double share)
{
    int all = 0, below[QUALITIES + 1] = {0};
    for (int i = 0; i < ROWS; i++) {
        if (!is_in(&rows[i], -1)) continue;
        all++;
        for (int q = rows[i].quality + 1; q <= QUALITIES; q++) below[q]++;
    }
    int gate = 0;
    while (gate < QUALITIES && below[gate + 1] <= share * all + 1e-9) gate++;
    return gate;
}

static void holds(const assay_result *result, const char *id, int events,
                  int trials)
{
    const assay_figure *f = assay_result_find(result, id);
    if (!f) fail_msg("no figure %s", id);
    assert_int_equal(f->events, events);
    assert_int_equal(f->trials, trials);
    assert_true(f->value == (double)events / trials);
    assert_true(f->low <= f->value && f->value <= f->high);
}

static void check_group(const assay_result *result, double share, int group)
{
    char id[96], of[16] = "";
    int all = 0, gone = 0, left = 0, failed = 0;
    const int gate = gate_of(share);
    for (int i = 0; i < ROWS; i++) {
        const row *r = &rows[i];
        if (!is_in(r, group)) continue;
        all++;
        gone += r->quality < gate;
        left += r->quality >= gate;
        failed += r->quality >= gate && r->score < 0.495;
    }
    if (group >= 0) (void)snprintf(of, sizeof of, ",g=g%d", group);
    (void)snprintf(id, sizeof id, "discard fraction@discard=%g%s", share, of);
    holds(result, id, gone, all);
    (void)snprintf(id, sizeof id,
                   "FNMR after discard@threshold=0.495,discard=%g%s", share,
                   of);
    holds(result, id, failed, left);
}

static void every_gate_counted(void **state)
{
    (void)state;
    static const char *const by[] = {"g"};
    static const char *const quality[] = {"q"};
    static const double shares[] = {0.5, 0.03, 0.25};
    static const double threshold = 0.495;
    char path[] = "/tmp/assay-test-XXXXXX";
    const char *const files[] = {path};
    assay_scores_options options;
    assay_result *result = NULL;
    assay_error err;
    const int fd = mkstemp(path);
    assert_true(fd >= 0 && close(fd) == 0);
    make_rows();
    write_rows(path);
    assay_scores_options_default(&options);
    options.files = (assay_texts){files, 1};
    options.quality = (assay_texts){quality, 1};
    options.discard = (assay_numbers){shares, 3};
    options.thresholds = (assay_numbers){&threshold, 1};
    options.common.by = (assay_texts){by, 1};
    options.common.memory = 1 << 14;
    assert_int_equal(assay_scores_evaluate(&options, &result, &err), ASSAY_OK);
    for (size_t i = 0; i < 3; i++)
        for (int group = -1; group < 3; group++)
            check_group(result, shares[i], group);
    const assay_figure *none =
        assay_result_find(result, "mated comparisons without a quality");
    int missing = 0;
    for (int i = 0; i < ROWS; i++)
        missing += rows[i].probe == rows[i].reference && rows[i].quality < 0;
    assert_true(none && none->value == missing && missing > 50);
    assay_result_free(result);
    assert_int_equal(unlink(path), 0);
}

// ---- Rows with marks -------------------------------------------------------

typedef struct seen {
    uint64_t rows;
    const uint32_t *marks;
    size_t count;
} seen;

static assay_status look(void *context, const assay_marked_row *shown, size_t n,
                         assay_error *err)
{
    seen *s = context;
    (void)err;
    for (size_t i = 0; i < n; i++, s->rows++) {
        const uint32_t at = (uint32_t)s->rows;
        assert_true(shown[i].mark < s->count);
        assert_int_equal(s->marks[shown[i].mark], at * 2654435761u % 5000);
        assert_int_equal(shown[i].key, at);
        assert_int_equal(shown[i].person, at / 7);
    }
    return ASSAY_OK;
}

static void marks_are_places_in_order(void **state)
{
    (void)state;
    assay_marked *marked = NULL;
    assay_error err;
    assert_int_equal(assay_marked_new("/tmp", 1000, NULL, &marked, &err),
                     ASSAY_OK);
    for (uint32_t i = 0; i < 20000; i++) {
        const assay_marked_row one = {
            .key = i, .mark = i * 2654435761u % 5000, .person = i / 7};
        assert_int_equal(assay_marked_add(marked, &one, &err), ASSAY_OK);
    }
    assert_int_equal(assay_marked_close(marked, &err), ASSAY_OK);
    seen s = {0};
    s.marks = assay_marked_marks(marked, &s.count);
    assert_true(s.count > 4000 && s.count <= 5000);
    for (size_t i = 1; i < s.count; i++)
        assert_true(s.marks[i - 1] < s.marks[i]);
    for (int again = 0; again < 2; again++) {
        s.rows = 0;
        assert_int_equal(assay_marked_scan(marked, look, &s, &err), ASSAY_OK);
        assert_int_equal(s.rows, 20000);
    }
    assert_int_equal(assay_marked_rows(marked), 20000);
    assay_marked_free(marked);
    assay_marked_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_gate_counted),
        cmocka_unit_test(marks_are_places_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
