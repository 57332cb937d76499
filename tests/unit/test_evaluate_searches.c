// SPDX-License-Identifier: Apache-2.0
// Evaluations of templates, end to end, against a double loop over random small
// sets: every rate is counted again from its definition.
#include "naive_help.h"

enum { CASES = 150, RANKS = 3, SIZES = 4, THRESHOLDS = 2 };

static const double tolerance = 1e-12;
static naive_world world;
static naive_searches lists, pool;
static assay_error error;

// What an evaluation is asked, and what came of it.
typedef struct asking {
    const assay_result *result;
    unsigned seed;
    double shown;    // the threshold as it was given
    double least;    // scores from here on match
    int length;      // of the lists
    int rank;        // that counts
    int group, part; // of whom: -1 everybody, 0 sex, 1 camera; which
} asking;

static bool is_of(const asking *a, const naive_row *row)
{
    if (a->group < 0) return true;
    return (a->group ? row->camera : world.sex[row->person]) == a->part;
}

// The key of the group as ids have it: ",sex=F".
static const char *group_of(const asking *a)
{
    static const char *const texts[2][2] = {{",sex=F", ",sex=M"},
                                            {",camera=c0", ",camera=c1"}};
    return a->group < 0 ? "" : texts[a->group][a->part];
}

static double least_of(double shown, bool greater)
{
    const float t = (float)(world.metric == ASSAY_L2 ? -shown : shown);
    return (double)(greater ? nextafterf(t, INFINITY) : t);
}

static const assay_figure *figure_of(const asking *a, const char *id)
{
    const assay_figure *figure = assay_result_find(a->result, id);
    if (figure) return figure;
    fail_msg("case %u: no figure %s", a->seed, id);
    abort(); // not reached, which the compiler can't know
}

static void assert_near(const asking *a, const char *id, double value,
                        double expected)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("case %u: %s: %.17g, not %.17g", a->seed, id, value, expected);
}

static void assert_events(const asking *a, const char *id, int64_t events,
                          int64_t trials)
{
    const assay_figure *f = figure_of(a, id);
    if (f->events != events || f->trials != trials)
        fail_msg("case %u: %s: %lld of %lld, not %lld of %lld", a->seed, id,
                 (long long)f->events, (long long)f->trials, (long long)events,
                 (long long)trials);
    if (trials == 0) assert_int_equal(f->status, ASSAY_FIGURE_NO_DATA);
}

static void assert_count(const asking *a, const char *name, int64_t value)
{
    char id[96];
    const char *group = group_of(a);
    (void)snprintf(id, sizeof id, "%s%s%s", name, *group ? "@" : "",
                   *group ? group + 1 : "");
    assert_near(a, id, figure_of(a, id)->value, (double)value);
}

// A rate of everybody's events, beside one that counts people equally where
// `even` and counts are unequal.
static void assert_rate(const asking *a, const char *id, const naive_tally *t,
                        bool even)
{
    char other[160];
    assert_events(a, id, t->events, t->trials);
    if (!t->trials) return;
    const assay_figure *f = figure_of(a, id);
    const double plain = (double)t->events / (double)t->trials;
    if (!even || !naive_unequal(t)) {
        assert_near(a, id, f->value, plain);
        return;
    }
    assert_near(a, id, f->value, naive_balanced(t));
    assert_string_equal(f->weights, "subject");
    if (strncmp(id, "TPIR", 4) == 0) return;
    (void)snprintf(other, sizeof other, "%s,weights=comparison", id);
    assert_events(a, other, t->events, t->trials);
    assert_near(a, other, figure_of(a, other)->value, plain);
}

// Whether a search is a trial, and an event.
typedef bool (*judge)(const asking *a, const naive_search *s);

static bool mated(const asking *a, const naive_search *s)
{
    (void)a;
    return s->mated;
}

static bool non_mated(const asking *a, const naive_search *s)
{
    (void)a;
    return !s->mated;
}

static bool able(const asking *a, const naive_search *s)
{
    (void)a;
    return s->mated && s->acquired && s->enrolled;
}

static bool tried(const asking *a, const naive_search *s)
{
    (void)a;
    return !s->mated && s->acquired;
}

static bool any(const asking *a, const naive_search *s)
{
    (void)a, (void)s;
    return true;
}

static bool alert(const asking *a, const naive_search *s)
{
    return naive_over(s, a->least) > 0;
}

static bool hit(const asking *a, const naive_search *s)
{
    return naive_hit(s, a->least, a->rank);
}

static bool missed(const asking *a, const naive_search *s)
{
    return !hit(a, s);
}

static naive_tally count(const asking *a, judge trial, judge event)
{
    naive_tally t = {.n = 0};
    for (int i = 0; i < lists.count; i++) {
        const naive_search *s = &lists.search[i];
        if (is_of(a, &naive_side(&world, 0)->row[s->row]) && trial(a, s))
            naive_add(&t, s->person, event(a, s));
    }
    return t;
}

static void check_rate(const asking *a, const char *name, judge trial,
                       judge event)
{
    char id[128];
    const naive_tally t = count(a, trial, event);
    const bool even = trial == mated || trial == able;
    (void)snprintf(id, sizeof id, "%s@threshold=%g%s", name, a->shown,
                   group_of(a));
    assert_rate(a, id, &t, even && event != alert);
}

static void check_rank(const asking *a, int rank)
{
    char id[128];
    asking within = *a;
    within.rank = rank;
    const naive_tally lost = count(&within, mated, missed);
    const naive_tally found = count(&within, mated, hit);
    if (rank >= a->length) return;
    (void)snprintf(id, sizeof id, "FNIR@threshold=%g,rank=%d%s", a->shown, rank,
                   group_of(a));
    assert_rate(a, id, &lost, true);
    id[0] = 'T', id[1] = 'P';
    assert_rate(a, id, &found, true);
}

static void check_selectivity(const asking *a)
{
    char id[128];
    int64_t named = 0, trials = 0;
    for (int i = 0; i < lists.count; i++) {
        const naive_search *s = &lists.search[i];
        const int over = naive_over(s, a->least);
        if (s->mated || !is_of(a, &naive_side(&world, 0)->row[s->row]))
            continue;
        named += over < a->length ? over : a->length;
        trials++;
    }
    (void)snprintf(id, sizeof id, "SEL@threshold=%g%s", a->shown, group_of(a));
    assert_events(a, id, named, trials);
    if (trials)
        assert_near(a, id, figure_of(a, id)->value,
                    (double)named / (double)trials);
}

static void check_searches(const asking *a)
{
    check_rate(a, "FPIR", non_mated, alert);
    check_rate(a, "FNIR", mated, missed);
    check_rate(a, "TPIR", mated, hit);
    check_rate(a, "false alerts on listed people", mated, alert);
    const naive_tally all = count(a, any, alert);
    char id[128];
    (void)snprintf(id, sizeof id, "false alerts per search@threshold=%g%s",
                   a->shown, group_of(a));
    assert_events(a, id, all.events, all.trials);
    if (count(a, mated, hit).trials != count(a, able, hit).trials)
        check_rate(a, "algorithm-level FNIR", able, missed);
    if (count(a, non_mated, hit).trials != count(a, tried, hit).trials)
        check_rate(a, "algorithm-level FPIR", tried, alert);
    check_selectivity(a);
    for (int rank = 1; rank <= RANKS; rank++) check_rank(a, rank);
}

static const assay_curve *curve_of(const asking *a, const char *id)
{
    size_t count = 0;
    const assay_curve *curves = assay_result_curves(a->result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(curves[i].id, id) == 0) return &curves[i];
    return NULL;
}

// Each rank to the length of the list; a mate beyond it is not found.
static void check_cmc(const asking *a)
{
    const assay_curve *curve = curve_of(a, "CMC");
    asking at = *a;
    char id[64];
    at.least = -(double)INFINITY;
    if (!count(a, able, any).trials) {
        assert_null(curve);
        return;
    }
    assert_int_equal(curve->row_count, a->length);
    for (int i = 0; i < a->length; i++) {
        const double *row = curve->values + (size_t)i * curve->column_count;
        at.rank = i + 1;
        const naive_tally t = count(&at, able, hit);
        assert_near(a, "CMC", row[0], i + 1);
        assert_near(a, "CMC", row[1], (double)t.events / (double)t.trials);
        (void)snprintf(id, sizeof id, "CMC@rank=%d", i + 1);
        if (i < RANKS || i + 1 == a->length)
            assert_events(a, id, t.events, t.trials);
    }
}

static void check_det(const asking *a)
{
    char id[64] = "DET 1:N";
    (void)snprintf(id, sizeof id, "DET 1:N%s", group_of(a));
    const assay_curve *curve = curve_of(a, id);
    for (size_t i = 0; curve && i < curve->row_count; i++) {
        const double *row = curve->values + i * curve->column_count;
        asking at = *a;
        at.least = least_of(row[0], a->least > least_of(a->shown, false));
        at.rank = a->length;
        const naive_tally f = count(&at, non_mated, alert);
        const naive_tally m = count(&at, mated, missed);
        assert_near(a, id, row[1], (double)f.events / (double)f.trials);
        assert_near(a, id, row[2], (double)m.events / (double)m.trials);
    }
}

// Searches that stand for people who are not on the list.
static const naive_searches *strangers(void)
{
    return naive_one_set(&world) ? &pool : &lists;
}

static void check_size(const asking *a, int n)
{
    const naive_searches *all = strangers();
    double sum = 0, over = 0, slots = 0, count = 0;
    int least = NAIVE_PEOPLE;
    char id[96];
    for (int i = 0; i < all->count; i++) {
        const naive_search *s = &all->search[i];
        if (s->mated) continue;
        const int k = naive_over(s, a->least);
        count += 1;
        over += k;
        slots += s->others;
        if (s->others < least) least = s->others;
        sum += n <= s->others ? naive_share_of_lists(k, s->others, n) : k > 0;
    }
    if (!(count > 0) || !least) return;
    (void)snprintf(id, sizeof id, "FPIR@threshold=%g,watchlist_size=%d",
                   a->shown, n);
    const assay_figure *f = figure_of(a, id);
    if (n <= least) assert_near(a, id, f->value, sum / count);
    if (n <= least || f->status == ASSAY_FIGURE_REFUSED) return;
    const double limit = n * over / slots < 1 ? n * over / slots : 1;
    assert_true(n <= 10 * least && over > 0);
    assert_true(f->value >= f->bounds[0] && f->value <= f->bounds[1]);
    if (limit > f->bounds[0]) assert_near(a, id, f->bounds[1], limit);
}

// Whose comparison it is: of all pairs either side's.
static bool pair_is_of(const asking *a, const naive_row *q, const naive_row *r)
{
    return is_of(a, q) || (world.protocol == NAIVE_ALL_PAIRS && is_of(a, r));
}

// Units: people of mated pairs, else pairs of people; where somebody is on both
// sides, whichever of the two is the probe.
static naive_tally count_pairs(const asking *a, bool same)
{
    const naive_set *p = naive_side(&world, 0);
    const naive_set *r = naive_side(&world, 1);
    naive_tally t = {.n = 0};
    for (int i = 0; i < p->count; i++)
        for (int j = 0; j < r->count; j++) {
            const naive_row *x = &p->row[i], *y = &r->row[j];
            if (!naive_compared(&world, i, j) || !pair_is_of(a, x, y)) continue;
            if ((x->person == y->person) != same) continue;
            const bool match = world.score[i][j] >= a->least;
            const int low = x->person < y->person ? x->person : y->person;
            const int high = x->person + y->person - low;
            naive_add(&t, same ? low : low * NAIVE_PEOPLE + high,
                      same ? !match : match);
        }
    return t;
}

static void check_pairs(const asking *a)
{
    char id[96];
    for (int same = 0; same < 2; same++) {
        const naive_tally t = count_pairs(a, same);
        (void)snprintf(id, sizeof id, "%s@threshold=%g%s",
                       same ? "FNMR" : "FMR", a->shown, group_of(a));
        if (!t.trials) continue;
        assert_events(a, id, t.events, t.trials);
        const assay_figure *f = figure_of(a, id);
        const bool even = strcmp(f->weights, "subject") == 0;
        if (same) assert_int_equal(even, naive_unequal(&t));
        assert_near(a, id, f->value,
                    even ? naive_balanced(&t)
                         : (double)t.events / (double)t.trials);
    }
}

// Samples that were not acquired, of those tried on a side.
static void check_failures(const asking *a, const char *name, int which)
{
    const naive_set *p = naive_side(&world, which);
    naive_tally t = {.n = 0};
    char id[32];
    for (int i = 0; i < p->count; i++)
        if (!p->row[i].out && is_of(a, &p->row[i]))
            naive_add(&t, 0, p->row[i].lost);
    (void)snprintf(id, sizeof id, "%s%s%s", name, a->group < 0 ? "" : "@",
                   a->group < 0 ? "" : group_of(a) + 1);
    if (t.trials) assert_events(a, id, t.events, t.trials);
}

// People to be listed of whom no reference was acquired.
static void check_identities(const asking *a)
{
    const naive_set *r = naive_side(&world, 1);
    const uint64_t lists_of_all = ((uint64_t)1 << world.lists) - 1;
    int64_t failed = 0, tried = 0;
    for (int p = 0; p < NAIVE_PEOPLE; p++) {
        bool any_row = false, enrolled = false;
        for (int i = 0; i < r->count; i++) {
            const naive_row *one = &r->row[i];
            if (one->person != p || one->out ||
                !(world.members[i] & lists_of_all))
                continue;
            any_row = true;
            enrolled = enrolled || !one->lost;
        }
        tried += any_row;
        failed += any_row && !enrolled;
    }
    assert_events(a, "FTE of identities", failed, tried);
}

static void check_totals(const asking *a)
{
    const naive_tally all = count(a, any, any);
    int people = 0, rows = 0, last = -1;
    for (int p = 0; p < NAIVE_PEOPLE; p++) people += all.m[p] > 0;
    for (int i = 0; i < lists.count; i++) {
        const naive_search *s = &lists.search[i];
        if (!is_of(a, &naive_side(&world, 0)->row[s->row])) continue;
        rows += s->row != last;
        last = s->row;
    }
    assert_count(a, "searches", all.trials);
    assert_count(a, "mated searches", count(a, mated, any).trials);
    assert_count(a, "non-mated searches", count(a, non_mated, any).trials);
    assert_count(a, "probes", rows);
    assert_count(a, "people searched for", people);
}

static int ascending(const void *a, const void *b)
{
    const int *x = a;
    const int *y = b;
    return *x - *y;
}

// Identities and references of the lists.
static void check_lists(const asking *a)
{
    const naive_set *r = naive_side(&world, 1);
    int sizes[NAIVE_LISTS], images = 0;
    for (int g = 0; g < world.lists; g++) {
        bool on[NAIVE_PEOPLE] = {false};
        sizes[g] = 0;
        for (int i = 0; i < r->count; i++) {
            const naive_row *one = &r->row[i];
            if (one->out || !(world.members[i] >> g & 1)) continue;
            if (one->lost) continue;
            sizes[g] += !on[one->person];
            on[one->person] = true;
            images++;
        }
    }
    qsort(sizes, (size_t)world.lists, sizeof *sizes, ascending);
    assert_count(a, "watchlists", world.lists);
    assert_count(a, "identities on the watchlist", sizes[world.lists / 2]);
    assert_count(a, "references on the watchlists", images);
}

static bool anybody_of(const asking *a)
{
    const naive_set *p = naive_side(&world, 0);
    for (int i = 0; i < p->count; i++)
        if (!p->row[i].out && is_of(a, &p->row[i])) return true;
    return false;
}

static void check_part(asking *a, const double *shown, bool greater)
{
    const bool searched = world.protocol != NAIVE_ALL_PAIRS;
    a->rank = a->length;
    if (!anybody_of(a)) return;
    for (int i = 0; i < THRESHOLDS; i++) {
        a->shown = shown[i];
        a->least = least_of(shown[i], greater);
        check_pairs(a);
        if (searched) check_searches(a);
    }
    check_failures(a, "FTA", 0);
    if (world.protocol == NAIVE_TWO_SETS) check_failures(a, "FTE", 1);
    if (!searched) return;
    check_totals(a);
    check_det(a);
    if (a->group >= 0) return;
    check_cmc(a);
    check_lists(a);
    check_identities(a);
    for (int n = 1; n <= SIZES; n++) check_size(a, n);
}

// Each attribute is asked for now and then: groups take their time.
static bool grouped(unsigned seed, int group)
{
    return seed % 5 == 1 + (unsigned)group || seed % 5 == 3;
}

static void check(const assay_result *result, unsigned seed,
                  const assay_templates_options *o)
{
    const bool greater = o->lists.rule == ASSAY_GT;
    const int length = (int)o->lists.list_length;
    for (int group = -1; group < 2; group++)
        for (int part = 0; part < (group < 0 ? 1 : 2); part++) {
            asking a = {.result = result,
                        .seed = seed,
                        .length = length,
                        .group = group,
                        .part = part};
            if (group >= 0 && !grouped(seed, group)) continue;
            check_part(&a, o->lists.thresholds.items, greater);
        }
}

// Watchlists of a set: drawn or folds.
static void draw(assay_templates_options *o)
{
    assay_draw how = {.seed = o->common.seed, .repeat = 1};
    if (world.protocol == NAIVE_DRAWN) {
        how.size = o->watchlist_size = 1 + naive_next(&world) % 2;
        how.repeat = o->repeat = 1 + naive_next(&world) % 3;
    } else {
        how.folds = o->folds = 2 + naive_next(&world) % 2;
    }
    naive_draw(&world, &how);
}

static void check_case(unsigned seed)
{
    static const double shown[][THRESHOLDS] = {
        {0.3, 0.8}, {1.5, 6}, {4.1, 2.5}};
    static const double ranks[RANKS] = {1, 2, 3}, sizes[SIZES] = {1, 2, 3, 4};
    static const unsigned lengths[] = {50, 1, 2, 3, 7};
    assay_result *result = NULL;
    naive_make(&world, seed);
    if (naive_people(&world.side[0]) < 4) return;
    assay_templates_options o = naive_options(&world);
    o.common.seed = seed;
    const int first = !grouped(seed, 0);
    o.common.by.items += first;
    o.common.by.count = (size_t)grouped(seed, 0) + grouped(seed, 1);
    o.lists.thresholds = (assay_numbers){shown[world.metric], THRESHOLDS};
    o.lists.ranks = (assay_numbers){ranks, RANKS};
    o.lists.sizes = (assay_numbers){sizes, SIZES};
    o.lists.list_length = lengths[seed / 4 % 5];
    o.lists.rule = seed % 5 ? ASSAY_GE : ASSAY_GT;
    if (world.protocol == NAIVE_DRAWN || world.protocol == NAIVE_FOLDS)
        draw(&o);
    naive_write(&world);
    const assay_status status = assay_templates_evaluate(&o, &result, &error);
    naive_remove(&world);
    if (status != ASSAY_OK)
        fail_msg("case %u: %s: %s", seed, error.file, error.reason);
    naive_compare_all(&world);
    if (world.protocol != NAIVE_ALL_PAIRS) {
        naive_search_all(&world, false, &lists);
        if (naive_one_set(&world)) naive_search_all(&world, true, &pool);
    }
    check(result, seed, &o);
    assay_result_free(result);
}

static void figures_are_those_of_a_double_loop(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < CASES; seed++) check_case(seed);
}

// A value that is none, in a row that was acquired: refused with its row.
static void nan_is_refused_with_its_row(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 60; seed++) {
        assay_result *result = NULL;
        char row[32];
        naive_make(&world, seed);
        world.protocol = seed % 2 ? NAIVE_ALL_PAIRS : NAIVE_TWO_SETS;
        if (world.type == 2 || world.type == 3) continue;
        naive_set *s = naive_side(&world, (int)(naive_next(&world) % 2));
        const int bad = (int)(naive_next(&world) % 3); // never lost
        s->row[bad].value[naive_next(&world) % (unsigned)world.wide] =
            (double)NAN;
        const assay_templates_options o = naive_options(&world);
        naive_write(&world);
        assert_int_equal(assay_templates_evaluate(&o, &result, &error),
                         ASSAY_EINPUT);
        naive_remove(&world);
        assert_null(result);
        assert_string_equal(error.file, s->matrix);
        (void)snprintf(row, sizeof row, "row %d:", bad + 1);
        if (!strstr(error.reason, row)) fail_msg("%s", error.reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_a_double_loop),
        cmocka_unit_test(nan_is_refused_with_its_row),
    };
    return cmocka_run_group_tests(tests, naive_make_folder, naive_drop_folder);
}
