// SPDX-License-Identifier: Apache-2.0
// Candidate lists: whole ones give the figures of templates, cut ones bounds
// that hold what the whole ones give.
#include "naive_help.h"

enum { SAME = 60, CUT = 160, RANKS = 3, SIZES = 2, THRESHOLDS = 2 };

static naive_world world;
static char list_path[96];
static assay_error error;

// How a system keeps its lists.
typedef struct keeping {
    int length;   // candidates of a list
    double floor; // scores from here on; -inf: all
    bool selves;  // names the very sample that is searched for
    bool tied;    // out: a list ends between equal scores
} keeping;

// Some of them equal to scores, at which lists end.
static const double shown[][THRESHOLDS] = {{0.3, 0.8}, {2, 6}, {4, 2}};
static const double floors[] = {0.5, 3, 3.3};

static void make(unsigned seed)
{
    naive_make(&world, 2 * (uint64_t)seed); // no sample is on both sides yet
    world.metric = (assay_metric)(seed % 3);
    for (int i = 0; i < 2; i++)
        for (int r = 0; r < world.side[i].count; r++)
            if (!(world.side[i].row[r].value[0] > 0))
                world.side[i].row[r].value[0] = 1;
    world.protocol = NAIVE_TWO_SETS;
    if (seed % 2) naive_share(&world);
    naive_compare_all(&world);
    (void)snprintf(list_path, sizeof list_path, "%s/l.csv", naive_folder);
}

// References of a probe, best first; returns how many.
static int order(int probe, bool selves, int to[NAIVE_ROWS])
{
    const naive_set *r = &world.side[1];
    const int sample = world.side[0].row[probe].sample;
    const double *score = world.score[probe];
    int n = 0;
    for (int j = 0; j < r->count; j++) {
        int at = n;
        if (r->row[j].lost) continue;
        if (!selves && r->row[j].sample == sample) continue;
        for (; at > 0 && score[to[at - 1]] < score[j]; at--)
            to[at] = to[at - 1];
        to[at] = j;
        n++;
    }
    return n;
}

static void write_list(FILE *file, int probe, keeping *how)
{
    int all[NAIVE_ROWS];
    const int n = order(probe, how->selves, all);
    const double sign = world.metric == ASSAY_L2 ? -1 : 1;
    int rank = 0;
    for (; rank < n && rank < how->length; rank++) {
        const double score = world.score[probe][all[rank]];
        if (score < how->floor) break;
        (void)fprintf(file, "s%02d,%d,s%02d,%.9g\n",
                      world.side[0].row[probe].sample, rank + 1,
                      world.side[1].row[all[rank]].sample, sign * score);
    }
    if (rank > 0 && rank < n && rank == how->length)
        how->tied = how->tied || !(world.score[probe][all[rank]] <
                                   world.score[probe][all[rank - 1]]);
}

static void write_lists(keeping *how)
{
    FILE *file = naive_open(list_path);
    (void)fputs("probe_id,rank,reference_id,score\n", file);
    for (int i = 0; i < world.side[0].count; i++)
        if (!world.side[0].row[i].lost) write_list(file, i, how);
    assert_int_equal(fclose(file), 0);
}

static void ask(assay_identification_options *lists)
{
    static const double ranks[RANKS] = {1, 2, 3}, sizes[SIZES] = {1, 2};
    lists->thresholds = (assay_numbers){shown[world.metric], THRESHOLDS};
    lists->ranks = (assay_numbers){ranks, RANKS};
    lists->sizes = (assay_numbers){sizes, SIZES};
}

// `floor`: the threshold that the system is said to log at; NaN: not said.
static assay_result *evaluate(double floor)
{
    const char *const file = list_path;
    const assay_templates_options like = naive_options(&world);
    assay_candidates_options o;
    assay_result *result = NULL;
    assay_candidates_options_default(&o);
    o.common = like.common;
    o.common.by.count = 0;
    o.files = (assay_texts){&file, 1};
    o.probes = like.probes.samples;
    o.references = like.references.samples;
    o.subjects = like.subjects;
    o.distance = world.metric == ASSAY_L2;
    o.floor = floor;
    ask(&o.lists);
    if (assay_candidates_evaluate(&o, &result, &error) != ASSAY_OK)
        fail_msg("%s: %s", error.file, error.reason);
    return result;
}

static assay_result *evaluate_templates(void)
{
    assay_templates_options o = naive_options(&world);
    assay_result *result = NULL;
    o.common.by.count = 0;
    ask(&o.lists);
    if (assay_templates_evaluate(&o, &result, &error) != ASSAY_OK)
        fail_msg("%s: %s", error.file, error.reason);
    return result;
}

static bool same(double a, double b)
{
    return isnan(a) ? isnan(b) : a >= b && a <= b;
}

static void assert_same_figure(const assay_figure *a, const assay_figure *b)
{
    if (!same(a->value, b->value) || !same(a->low, b->low) ||
        !same(a->high, b->high) || a->events != b->events ||
        a->trials != b->trials || a->status != b->status ||
        !same(a->bounds[0], b->bounds[0]) || !same(a->bounds[1], b->bounds[1]))
        fail_msg("%s: %.17g, %lld of %lld, not %.17g, %lld of %lld", a->id,
                 a->value, (long long)a->events, (long long)a->trials, b->value,
                 (long long)b->events, (long long)b->trials);
}

// Templates tell of references that failed and of pairs too.
static bool is_of_searches(const assay_figure *f)
{
    return f->watchlist_size && strcmp(f->name, "subjects") != 0;
}

// Every figure of searches that one has, the other has, and the same.
static void assert_same_figures(unsigned seed, const assay_result *a,
                                const assay_result *b)
{
    size_t count = 0;
    const assay_figure *f = assay_result_figures(a, &count);
    for (size_t i = 0; f && i < count; i++) {
        const assay_figure *like = assay_result_find(b, f[i].id);
        if (!is_of_searches(&f[i])) continue;
        if (!like)
            fail_msg("case %u: %s in one of them only", seed, f[i].id);
        else if (is_of_searches(like))
            assert_same_figure(&f[i], like);
    }
}

static void whole_lists_give_the_figures_of_templates(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < SAME; seed++) {
        keeping all = {.length = NAIVE_ROWS,
                       .floor = -(double)INFINITY,
                       .selves = seed % 4 == 1};
        make(seed);
        naive_write(&world);
        write_lists(&all);
        assay_result *lists = evaluate((double)NAN);
        assay_result *templates = evaluate_templates();
        assert_same_figures(seed, lists, templates);
        assert_same_figures(seed, templates, lists);
        assay_result_free(lists);
        assay_result_free(templates);
        naive_remove(&world);
        assert_int_equal(unlink(list_path), 0);
    }
}

// What depends on who comes first among equal scores: where a list ends between
// them, those that it names do.
static bool hangs_on_ranks(const assay_figure *f)
{
    return strcmp(f->name, "CMC") == 0 || strstr(f->id, "rank=");
}

// Who causes false matches is not bounded by what cut lists name.
static bool has_no_bounds(const assay_figure *f)
{
    static const char *const causes[] = {
        "share of false matches from", "people on the list matched by",
        "Gini of candidates", "p of equal chances"};
    bool is_one = false;
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
        is_one |= strncmp(f->name, causes[i], strlen(causes[i])) == 0;
    return is_one && f->status == ASSAY_FIGURE_REFUSED && isnan(f->bounds[0]) &&
           isnan(f->bounds[1]) && f->note;
}

static void check_figure(unsigned seed, const assay_figure *cut,
                         const assay_figure *whole, bool tied)
{
    const double slack = 1e-12;
    if (cut->status == ASSAY_FIGURE_REFUSED) {
        const bool above = whole->value >= cut->bounds[0] - slack;
        const bool below = whole->value <= cut->bounds[1] + slack;
        const bool up = strcmp(cut->name, "FNIR") == 0;
        const bool loose = tied && hangs_on_ranks(cut);
        if ((above || (loose && !up)) && (below || (loose && up))) return;
        fail_msg("case %u: %s: %g to %g, but it is %g", seed, cut->id,
                 cut->bounds[0], cut->bounds[1], whole->value);
    }
    if (tied && hangs_on_ranks(cut)) return;
    if (!same(cut->value, whole->value) || cut->events != whole->events ||
        cut->trials != whole->trials)
        fail_msg("case %u: %s: %g, but it is %g", seed, cut->id, cut->value,
                 whole->value);
}

// A tail of fewer excesses is another one.
static bool is_told(const assay_figure *f)
{
    if (strcmp(f->name, "extrapolated FPIR") == 0) return false;
    return strstr(f->id, "@threshold=") || strcmp(f->name, "CMC") == 0;
}

// Returns how many figures were refused.
static int compare(unsigned seed, const assay_result *cut,
                   const assay_result *whole, bool tied)
{
    size_t count = 0;
    int refused = 0;
    const assay_figure *f = assay_result_figures(cut, &count);
    for (size_t i = 0; f && i < count; i++) {
        const assay_figure *like = assay_result_find(whole, f[i].id);
        if (!is_told(&f[i])) continue;
        if (strstr(f[i].id, "watchlist_size")) continue;
        if (has_no_bounds(&f[i])) continue; // or nobody was matched falsely
        if (!like)
            fail_msg("case %u: %s only where cut", seed, f[i].id);
        else
            check_figure(seed, &f[i], like, tied);
        refused += f[i].status == ASSAY_FIGURE_REFUSED;
    }
    return refused;
}

static keeping keep_some(unsigned seed)
{
    const bool by_floor = seed % 4 > 0;
    const double floor =
        world.metric == ASSAY_L2 ? -floors[world.metric] : floors[world.metric];
    return (keeping){.length =
                         seed % 4 % 3 ? NAIVE_ROWS : 1 + (int)(seed / 4 % 4),
                     .floor = by_floor ? floor : -(double)INFINITY,
                     .selves = seed % 3 > 0};
}

// By length, with a floor that is said, one that is not, and by both.
static void cut_lists_hold_what_whole_ones_give(void **state)
{
    int refused = 0;
    (void)state;
    for (unsigned seed = 0; seed < CUT; seed++) {
        keeping all = {.length = NAIVE_ROWS, .floor = -(double)INFINITY};
        make(seed);
        naive_write(&world);
        write_lists(&all);
        assay_result *whole = evaluate((double)NAN);
        keeping some = keep_some(seed);
        write_lists(&some);
        const bool said = seed % 4 % 2;
        assay_result *cut = evaluate(said ? floors[world.metric] : (double)NAN);
        refused += compare(seed, cut, whole, some.tied);
        assay_result_free(cut);
        assay_result_free(whole);
        naive_remove(&world);
        assert_int_equal(unlink(list_path), 0);
    }
    assert_true(refused > CUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_lists_give_the_figures_of_templates),
        cmocka_unit_test(cut_lists_hold_what_whole_ones_give),
    };
    return cmocka_run_group_tests(tests, naive_make_folder, naive_drop_folder);
}
