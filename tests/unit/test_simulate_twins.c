// SPDX-License-Identifier: Apache-2.0
// Each reference result of real data (test_reference.c) has a twin here, on
// simulated data of the same layout: seed and counts are committed, a naive
// count must give the same, and the true rate lies in the interval.
#include "assay/scores.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "simulate/drawn.h"
#include "simulate/truth.h"
#include "stats/normal.h"

enum { ROWS = 40000, GROUPS = 4 };

// A comparison.
typedef struct row {
    float score;
    bool mated;
    uint32_t group, probe, reference;
} row;

static row rows[ROWS];
static size_t count;
static FILE *file;
static char path[64];
static assay_error err;

// The people behind the rows.
typedef struct twin {
    assay_arena arena;
    assay_population population;
    assay_drawn drawn;
} twin;

static twin people(uint64_t seed, uint64_t subjects, const char *const *groups,
                   size_t group_count)
{
    assay_simulate_scores_options *options = NULL;
    twin t = {.arena = {NULL}};
    options = assay_arena_new(&t.arena, 1, sizeof *options);
    assert_non_null(options);
    assay_simulate_scores_options_default(options);
    options->seed = seed;
    options->subjects = subjects;
    options->directory = "not written";
    options->groups = (assay_texts){groups, group_count};
    options->mated_mean = 3.5;
    assert_int_equal(
        assay_population_make(options, &t.arena, &t.population, &err),
        ASSAY_OK);
    assert_int_equal(assay_drawn_make(&t.population, &t.drawn, &err), ASSAY_OK);
    count = 0;
    return t;
}

static void end(twin *t)
{
    assay_drawn_end(&t->drawn);
    assay_arena_end(&t->arena);
    (void)unlink(path);
}

// Image `t` of a person against the reference of a person, maybe the same.
static void compare(const twin *t, uint32_t probe, uint32_t image,
                    uint32_t reference)
{
    const assay_drawn_person *person = &t->drawn.people[probe];
    const uint64_t number = 1000 * (uint64_t)probe + image;
    const bool mated = probe == reference;
    const double score = mated
                             ? assay_drawn_mated(&t->population, person, number)
                             : assay_drawn_non_mated(&t->population, &t->drawn,
                                                     person, number, reference);
    assert_true(count < ROWS);
    rows[count++] = (row){(float)score, mated, person->group, probe, reference};
}

static void open_file(const char *head)
{
    (void)snprintf(path, sizeof path, "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    file = fdopen(fd, "w");
    assert_non_null(file);
    (void)fputs(head, file);
}

static assay_result *evaluate(const char *by, const double *fmr, size_t targets,
                              double threshold)
{
    const char *const files[] = {path};
    assay_scores_options options;
    assay_result *result = NULL;
    assert_int_equal(fclose(file), 0);
    assay_scores_options_default(&options);
    options.files = (assay_texts){files, 1};
    options.fmr = (assay_numbers){fmr, targets};
    if (by) options.common.by = (assay_texts){&by, 1};
    if (!isnan(threshold)) options.thresholds = (assay_numbers){&threshold, 1};
    if (assay_scores_evaluate(&options, &result, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    return result;
}

// Which rows are counted: a class, of a group or of all.
static bool is_of(const row *r, bool mated, uint32_t group)
{
    return r->mated == mated && (group == GROUPS || r->group == group);
}

static size_t count_of(bool mated, uint32_t group)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += is_of(&rows[i], mated, group);
    return n;
}

static size_t count_above(bool mated, uint32_t group, double threshold)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n +=
            is_of(&rows[i], mated, group) && (double)rows[i].score >= threshold;
    return n;
}

// The smallest score at which the FMR is at most `fmr`: one by one.
static double threshold_of(uint32_t group, double fmr)
{
    const double most = fmr * (double)count_of(false, group);
    double best = INFINITY;
    for (size_t i = 0; i < count; i++) {
        const double score = (double)rows[i].score;
        if (!(score < best) || (group != GROUPS && rows[i].group != group))
            continue;
        if ((double)count_above(false, group, score) <= most) best = score;
    }
    return best;
}

static const assay_figure *find(const assay_result *result, const char *id)
{
    char beside[128];
    (void)snprintf(beside, sizeof beside, "%s%sweights=comparison", id,
                   strchr(id, '@') ? "," : "@");
    const assay_figure *figure = assay_result_find(result, beside);
    if (!figure) figure = assay_result_find(result, id);
    if (figure) return figure;
    fail_msg("no figure %s", id);
    abort();
}

// A rate, what is committed of it and where it stands.
typedef struct expected {
    const char *id;
    bool mated; // FNMR; else FMR
    uint32_t group;
    uint32_t threshold_group; // whose threshold
    double fmr;
    int64_t events, trials;
} expected;

static void check(const assay_result *result, const expected *e)
{
    const double threshold = threshold_of(e->threshold_group, e->fmr);
    const size_t trials = count_of(e->mated, e->group);
    const size_t above = count_above(e->mated, e->group, threshold);
    const size_t events = e->mated ? trials - above : above;
    const assay_figure *f = find(result, e->id);
    if (f->events != e->events || f->trials != e->trials)
        fail_msg("%s: %lld of %lld", e->id, (long long)f->events,
                 (long long)f->trials);
    assert_int_equal(events, e->events);
    assert_int_equal(trials, e->trials);
    // Between the naive threshold, a score, and ours lies no other score.
    assert_int_equal(count_above(e->mated, e->group, f->threshold), above);
}

#define CHECK(result, all)                                                     \
    for (size_t i_ = 0; i_ < sizeof all / sizeof *all; i_++)                   \
    check(result, &all[i_])

static void covers(const assay_result *result, const char *id, double truth)
{
    const assay_figure *f = assay_result_find(result, id);
    assert_non_null(f);
    if (!(f->low <= truth && truth <= f->high))
        fail_msg("%s: %g to %g, not %g", id, f->low, f->high, truth);
}

// FNMR at the threshold where the FMR is `fmr`, of people without groups.
static double true_fnmr(const twin *t, double fmr)
{
    const assay_truth_part part = {1, 1, 1};
    const assay_truth truth = {&t->population, &part, 0};
    return assay_truth_fnmr(&truth, 0, assay_truth_threshold(&truth, 0, fmr));
}

// BSSR1: a matrix with ids, a probe and a reference of each person.
static void matrix_of_everybody(void **state)
{
    (void)state;
    enum { N = 120 };
    static const double fmr[] = {1e-2, 1e-3, 1e-4};
    static const expected all[] = {
        {"FNMR@FMR=0.01", true, GROUPS, GROUPS, 0.01, 13, N},
        {"FNMR@FMR=0.001", true, GROUPS, GROUPS, 0.001, 42, N},
        {"FNMR@FMR=0.0001", true, GROUPS, GROUPS, 0.0001, 82, N},
        {"FMR@FMR=0.01", false, GROUPS, GROUPS, 0.01, 142, N * (N - 1)}};
    twin t = people(21, N, NULL, 0);
    open_file("");
    for (uint32_t j = 0; j < N; j++) (void)fprintf(file, ",p%03u", j);
    for (uint32_t i = 0; i < N; i++) {
        (void)fprintf(file, "\np%03u", i);
        for (uint32_t j = 0; j < N; j++) {
            compare(&t, i, 1, j);
            (void)fprintf(file, ",%.9g", (double)rows[count - 1].score);
        }
    }
    (void)fputs("\n", file);
    assay_result *r = evaluate(NULL, fmr, 3, (double)NAN);
    CHECK(r, all);
    covers(r, "FNMR@FMR=0.01", true_fnmr(&t, 0.01));
    covers(r, "FNMR@FMR=0.001", true_fnmr(&t, 0.001));
    assert_int_equal(find(r, "FNMR@FMR=0.0001")->status,
                     ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
    end(&t);
}

// RFW: pairs of four groups, nobody's identity given.
static void groups_without_people(void **state)
{
    (void)state;
    enum { N = 600, PEOPLE = 4 * N };
    static const char *const groups[] = {"A:0.25:3.5:0", "B:0.25:3:0.2",
                                         "C:0.25:4:0", "D:0.25:3.5:0.5"};
    static const double fmr[] = {1e-2, 1e-3};
    static const expected all[] = {
        {"FNMR@FMR=0.01", true, GROUPS, GROUPS, 0.01, 467, PEOPLE},
        {"FNMR@FMR=0.001", true, GROUPS, GROUPS, 0.001, 1006, PEOPLE},
        {"FNMR@FMR=0.01,group=A", true, 0, GROUPS, 0.01, 111, 590},
        {"FNMR@FMR=0.01,group=B", true, 1, GROUPS, 0.01, 204, 603},
        {"FNMR@FMR=0.01,group=C", true, 2, GROUPS, 0.01, 47, 621},
        {"FNMR@FMR=0.01,group=D", true, 3, GROUPS, 0.01, 105, 586},
        {"FMR@FMR=0.01,group=A", false, 0, GROUPS, 0.01, 4, 590},
        {"FMR@FMR=0.01,group=D", false, 3, GROUPS, 0.01, 12, 586},
        {"FNMR@FMR=0.01,group=A,threshold=group", true, 0, 0, 0.01, 84, 590},
        {"FNMR@FMR=0.01,group=D,threshold=group", true, 3, 3, 0.01, 132, 586}};
    static const double means[] = {3.5, 3, 4, 3.5}, shifts[] = {0, .2, 0, .5};
    twin t = people(22, PEOPLE, groups, GROUPS);
    open_file("group,mated,score\n");
    for (uint32_t i = 0; i < PEOPLE; i++)
        for (uint32_t k = 0; k < 2; k++) {
            compare(&t, i, 1, (i + k) % PEOPLE);
            (void)fprintf(file, "%c,%d,%.9g\n", "ABCD"[rows[count - 1].group],
                          k == 0, (double)rows[count - 1].score);
        }
    assay_result *r = evaluate("group", fmr, 2, 2.5);
    CHECK(r, all);
    for (size_t g = 0; g < GROUPS; g++) {
        char id[64];
        (void)snprintf(id, sizeof id, "FNMR@threshold=2.5,group=%c", "ABCD"[g]);
        covers(r, id, assay_normal_cdf(2.5 - means[g]));
        (void)snprintf(id, sizeof id, "FMR@threshold=2.5,group=%c", "ABCD"[g]);
        covers(r, id, assay_normal_cdf(shifts[g] - 2.5));
    }
    assay_result_free(r);
    end(&t);
}

// LFW View 2: as many mated as non-mated pairs, few events.
static void pairs_of_people(void **state)
{
    (void)state;
    enum { N = 400, PEOPLE = 250 };
    static const double fmr[] = {5e-2, 1e-2, 1e-3};
    static const expected all[] = {
        {"FNMR@FMR=0.05", true, GROUPS, GROUPS, 0.05, 18, N},
        {"FNMR@FMR=0.01", true, GROUPS, GROUPS, 0.01, 36, N}};
    twin t = people(23, PEOPLE, NULL, 0);
    open_file("probe_id,reference_id,probe_subject,reference_subject,score\n");
    for (uint32_t i = 0; i < 2 * N; i++) {
        const uint32_t probe = (i * 37 + i / PEOPLE) % PEOPLE;
        const uint32_t other = (probe + 1 + i % 100) % PEOPLE;
        compare(&t, probe, 1 + i, i % 2 ? probe : other);
        const row *last = &rows[count - 1];
        (void)fprintf(file, "s%u-%u,s%u-0,s%u,s%u,%.9g\n", probe, i,
                      last->reference, probe, last->reference,
                      (double)last->score);
    }
    assay_result *r = evaluate(NULL, fmr, 3, (double)NAN);
    CHECK(r, all);
    covers(r, "FNMR@FMR=0.05", true_fnmr(&t, 0.05));
    assert_int_equal(find(r, "FNMR@FMR=0.01")->status, ASSAY_FIGURE_FEW_EVENTS);
    assert_int_equal(assay_result_find(r, "FNMR@FMR=0.001")->status,
                     ASSAY_FIGURE_REFUSED);
    assay_result_free(r);
    end(&t);
}

// Bob's 4 columns: three probes of each person against all references.
static void bob_four_columns(void **state)
{
    (void)state;
    enum { PEOPLE = 50, IMAGES = 3 };
    static const double fmr[] = {1e-2, 1e-3};
    static const expected all[] = {
        {"FNMR@FMR=0.01", true, GROUPS, GROUPS, 0.01, 15, IMAGES * PEOPLE},
        {"FNMR@FMR=0.001", true, GROUPS, GROUPS, 0.001, 58, IMAGES * PEOPLE},
        {"FMR@FMR=0.01", false, GROUPS, GROUPS, 0.01, 73,
         IMAGES * PEOPLE * (PEOPLE - 1)}};
    twin t = people(24, PEOPLE, NULL, 0);
    open_file("");
    for (uint32_t j = 0; j < PEOPLE; j++)
        for (uint32_t i = 0; i < PEOPLE * IMAGES; i++) {
            compare(&t, i / IMAGES, 1 + i % IMAGES, j);
            (void)fprintf(file, "p%u p%u x%u %.9g\n", j, i / IMAGES, i,
                          (double)rows[count - 1].score);
        }
    assay_result *r = evaluate(NULL, fmr, 2, (double)NAN);
    CHECK(r, all);
    covers(r, "FNMR@FMR=0.01", true_fnmr(&t, 0.01));
    assay_result_free(r);
    end(&t);
}

// Small runs of which most intervals must hold the truth. The seeds are fixed,
// so the numbers are too; fewer than LEAST would come of intervals that hold
// the truth 95 times in 100 once in 295 tries.
enum { RUNS = 40, LEAST = 34, FIGURES = 5 };

static void run_small(uint64_t seed, int held[FIGURES])
{
    enum { PEOPLE = 60 };
    static const double fmr[] = {1e-2};
    static const char *const ids[FIGURES] = {"FMR@threshold=2.25",
                                             "FNMR@threshold=2.25",
                                             "FNMR@FMR=0.01", "EER", "AUC"};
    twin t = people(seed, PEOPLE, NULL, 0);
    const assay_truth_part part = {1, 1, 1};
    const assay_truth truth = {&t.population, &part, 0};
    const double truths[FIGURES] = {
        assay_truth_fmr(&truth, 0, 2.25), assay_truth_fnmr(&truth, 0, 2.25),
        true_fnmr(&t, 0.01), assay_truth_eer(&truth, 0),
        assay_truth_auc(&truth, 0)};
    open_file("");
    for (uint32_t i = 0; i < 2 * PEOPLE; i++)
        for (uint32_t j = 0; j < PEOPLE; j++) {
            compare(&t, i / 2, i % 2, j);
            (void)fprintf(file, "p%u p%u x%u %.9g\n", j, i / 2, i,
                          (double)rows[count - 1].score);
        }
    assay_result *r = evaluate(NULL, fmr, 1, 2.25);
    for (size_t i = 0; i < FIGURES; i++) {
        const assay_figure *f = assay_result_find(r, ids[i]);
        assert_non_null(f);
        held[i] += f->low <= truths[i] && truths[i] <= f->high;
    }
    assay_result_free(r);
    end(&t);
}

static void intervals_hold_the_truth(void **state)
{
    (void)state;
    int held[FIGURES] = {0};
    for (uint64_t seed = 1; seed <= RUNS; seed++) run_small(seed, held);
    for (size_t i = 0; i < FIGURES; i++)
        if (held[i] < LEAST) fail_msg("figure %zu: %d of 40", i, held[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrix_of_everybody),
        cmocka_unit_test(groups_without_people),
        cmocka_unit_test(pairs_of_people),
        cmocka_unit_test(bob_four_columns),
        cmocka_unit_test(intervals_hold_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
