// SPDX-License-Identifier: Apache-2.0
// FMR by group of the probe and group of the reference against a double loop
// over random small sets: groups that only references have are columns too.
#include "naive_help.h"

enum { CASES = 120, SEXES = 2, COLUMNS = 3, THRESHOLDS = 2 };

static const double tolerance = 1e-12;
static naive_world world;
static assay_error error;

// One row of the matrix.
typedef struct row {
    const assay_result *result;
    unsigned seed;
    double shown; // the threshold, as it was given
    int sex;      // of the probes
} row;

static const char *const columns[COLUMNS] = {"F", "M", "unknown"};

static double least_of(double shown)
{
    return (double)(float)(world.metric == ASSAY_L2 ? -shown : shown);
}

// Comparisons of different people, of probes of a sex with references of one.
static naive_tally count_cell(const row *of, int sex)
{
    const naive_set *p = naive_side(&world, 0);
    const naive_set *r = naive_side(&world, 1);
    naive_tally t = {.n = 0};
    for (int i = 0; i < p->count; i++)
        for (int j = 0; j < r->count; j++)
            if (naive_compared(&world, i, j) &&
                p->row[i].person != r->row[j].person &&
                world.sex[p->row[i].person] == of->sex &&
                world.sex[r->row[j].person] == sex)
                naive_add(&t, 0, world.score[i][j] >= least_of(of->shown));
    return t;
}

// Whether a sample of a sex takes part on a side.
static bool has(int side, int sex)
{
    const naive_set *s = naive_side(&world, side);
    for (int i = 0; i < s->count; i++)
        if (!s->row[i].out && world.sex[s->row[i].person] == sex) return true;
    return false;
}

// People of a sex who are on the list.
static int identities_of(int sex)
{
    const naive_set *r = naive_side(&world, 1);
    bool on[NAIVE_PEOPLE] = {false};
    int n = 0;
    for (int i = 0; i < r->count; i++) {
        const naive_row *one = &r->row[i];
        if (one->out || one->lost || !world.members[i]) continue;
        if (world.sex[one->person] != sex) continue;
        n += !on[one->person];
        on[one->person] = true;
    }
    return n;
}

static void check_cell(const row *of, int sex, const naive_tally *t)
{
    char id[96];
    (void)snprintf(id, sizeof id,
                   "FMR@threshold=%g,probe.sex=%s,reference.sex=%s", of->shown,
                   columns[of->sex], columns[sex]);
    const assay_figure *f = assay_result_find(of->result, id);
    if (!f) fail_msg("case %u: no figure %s", of->seed, id);
    if (!f) return; // not reached, which the compiler can't know
    if (f->events != t->events || f->trials != t->trials)
        fail_msg("case %u: %s: %lld of %lld", of->seed, id,
                 (long long)f->events, (long long)f->trials);
    if (!t->trials) assert_int_equal(f->status, ASSAY_FIGURE_NO_DATA);
}

// It stands where every cell that has weight is known.
static void check_sum(const row *of, const char *name, bool stands,
                      double value)
{
    char id[96];
    (void)snprintf(id, sizeof id, "%s@threshold=%g,sex=%s", name, of->shown,
                   columns[of->sex]);
    const assay_figure *f = assay_result_find(of->result, id);
    if ((f != NULL) != stands)
        fail_msg("case %u: %s: %s", of->seed, id, f ? "there" : "missing");
    if (f && !(fabs(f->value - value) <= tolerance))
        fail_msg("case %u: %s: %.17g, not %.17g", of->seed, id, f->value,
                 value);
}

// Weighted as the list is made up, all of it; equally, groups that are known.
static void check_row(const row *of)
{
    double weighted = 0, listed = 0, balanced = 0, groups = 0;
    bool all = true, known = true;
    for (int h = 0; h < COLUMNS; h++) {
        if (!has(0, h) && !has(1, h)) continue;
        const naive_tally t = count_cell(of, h);
        const int n = identities_of(h);
        const double rate =
            t.trials ? (double)t.events / (double)t.trials : (double)0;
        check_cell(of, h, &t);
        if (!n) continue;
        all = all && t.trials;
        known = known && (t.trials || h == SEXES);
        listed += n;
        weighted += n * rate;
        groups += h < SEXES;
        balanced += h < SEXES ? rate : 0;
    }
    check_sum(of, "watchlist-weighted FMR", all && listed > 0,
              weighted / listed);
    check_sum(of, "group-balanced FMR", known && groups > 0, balanced / groups);
}

static void evaluate(unsigned seed, const double *shown, assay_result **result)
{
    const assay_draw how = {.seed = seed, .repeat = 2, .size = 2};
    assay_templates_options o = naive_options(&world);
    o.common.by.count = 1;
    o.common.seed = seed;
    o.lists.thresholds = (assay_numbers){shown, THRESHOLDS};
    if (world.protocol != NAIVE_TWO_SETS) {
        o.watchlist_size = how.size;
        o.repeat = how.repeat;
        naive_draw(&world, &how);
    }
    naive_write(&world);
    const assay_status status = assay_templates_evaluate(&o, result, &error);
    naive_remove(&world);
    if (status != ASSAY_OK)
        fail_msg("case %u: %s: %s", seed, error.file, error.reason);
}

// Returns how many groups of references no probe has.
static int check_case(unsigned seed)
{
    static const double shown[][THRESHOLDS] = {
        {0.3, 0.8}, {1.5, 6}, {4.1, 2.5}};
    assay_result *result = NULL;
    int apart = 0;
    naive_make(&world, seed);
    world.protocol = seed % 4 ? NAIVE_TWO_SETS : NAIVE_DRAWN;
    if (naive_people(&world.side[0]) < 4) return 0;
    evaluate(seed, shown[world.metric], &result);
    naive_compare_all(&world);
    for (int g = 0; g < SEXES; g++) {
        apart += !has(0, g) && has(1, g);
        for (int i = 0; i < THRESHOLDS && has(0, g); i++) {
            const row of = {result, seed, shown[world.metric][i], g};
            check_row(&of);
        }
    }
    assay_result_free(result);
    return apart;
}

static void cells_are_those_of_a_double_loop(void **state)
{
    int apart = 0;
    (void)state;
    for (unsigned seed = 0; seed < CASES; seed++) apart += check_case(seed);
    assert_true(apart > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_those_of_a_double_loop),
    };
    return cmocka_run_group_tests(tests, naive_make_folder, naive_drop_folder);
}
