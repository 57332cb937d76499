// SPDX-License-Identifier: Apache-2.0
// Searches of a list, from scores to figures.
#include "ident_help.h"

#include <stdio.h>

static const double at_6[] = {0.6};

enum { A, B, C, D, X1, X2, X3, X4 };

static void make_t1_3(help_lists *h)
{
    static const float probes[][3] = {
        {.91f, .40f, .30f}, {.55f, .62f, .10f}, {0, 0, 0},
        {.20f, .10f, .70f}, {.1f, .2f, .65f},   {.3f, .61f, .60f},
        {.1f, .2f, .3f},    {0, 0, 0},          {.6f, .6f, .2f}};
    static const uint32_t who[] = {A, A, B, C, D, X1, X2, X3, X4};
    help_begin(h);
    h->people = 8;
    h->enrolled[0][A] = h->enrolled[0][B] = h->enrolled[0][C] = true;
    h->failed[0][D] = true;
    h->options.thresholds = (assay_numbers){at_6, 1};
    h->length = 3;
    for (size_t i = 0; i < 9; i++)
        help_probe(h, who[i], who[i] == B || who[i] == X3 ? NULL : probes[i],
                   3);
}

static void T1_3_a_small_list(void **state)
{
    (void)state;
    static help_lists h;
    make_t1_3(&h);
    assay_result *r = help_run(&h);
    assert_counts(r, "FNIR@threshold=0.6", 3, 5);
    assert_counts(r, "TPIR@threshold=0.6", 2, 5);
    assert_counts(r, "algorithm-level FNIR@threshold=0.6", 1, 3);
    assert_counts(r, "FPIR@threshold=0.6", 2, 4);
    assert_counts(r, "algorithm-level FPIR@threshold=0.6", 2, 3);
    assert_counts(r, "SEL@threshold=0.6", 4, 4);
    assert_counts(r, "algorithm-level SEL@threshold=0.6", 4, 3);
    assert_counts(r, "false alerts on listed people@threshold=0.6", 2, 5);
    assert_counts(r, "false alerts per search@threshold=0.6", 4, 9);
    assert_counts(r, "CMC@rank=1", 2, 3);
    assert_counts(r, "FTA", 2, 9);
    assert_counts(r, "FTE of identities", 1, 4);
    assert_string_equal(figure_of(r, "FPIR@threshold=0.6")->target,
                        "fixed watchlist");
    assert_int_equal(figure_of(r, "FPIR@threshold=0.6")->watchlist_size, 3);
    assay_result_free(r);
    static const double ranks[] = {1, 2};
    h.options.ranks = (assay_numbers){ranks, 2};
    r = help_run(&h);
    assert_counts(r, "CMC@rank=2", 3, 3);
    assay_result_free(r);
}

static const unsigned none_to_three[] = {0, 1, 2, 3};

static void T4_8_variance_of_fpir(void **state)
{
    (void)state;
    static help_lists h;
    help_named(&h, none_to_three, 4);
    assay_result *r = help_run(&h);
    const assay_figure *fixed = figure_of(r, "FPIR@threshold=0.6");
    assert_counts(r, "FPIR@threshold=0.6", 3, 4);
    assert_near(fixed->effective, 0.1875 / 0.0625);
    assay_result_free(r);
    h.options.target = ASSAY_TARGET_RANDOM;
    r = help_run(&h);
    const assay_figure *random = figure_of(r, "FPIR@threshold=0.6");
    assert_near(random->effective, 0.1875 / 0.0625);
    assert_string_equal(random->target, "random watchlist");
    assay_result_free(r);
}

// T5.3's searches, 6 candidates in 4 lists of 10: of 40 places .15 are taken.
static void T5_3_selectivity_has_an_interval(void **state)
{
    (void)state;
    static help_lists h;
    help_named(&h, none_to_three, 4);
    assay_result *r = help_run(&h);
    const assay_figure *sel = figure_of(r, "SEL@threshold=0.6");
    assert_near(sel->value, 1.5);
    // V = sum (k - 1.5)^2/(1 - 1/4)/40^2; per search a tenth as many.
    assert_near(sel->effective, 0.15 * 0.85 / (5 / 0.75 / 1600) / 10);
    assert_true(sel->low > 0 && sel->low < 1.5 && sel->high > 1.5);
    // One person of four bears no event: the rule for few errors.
    assert_true(sel->high >= 10 * (1 - pow(0.025, 0.25)) - 1e-9);
    assert_string_equal(sel->target, "fixed watchlist");
    assay_result_free(r);
    h.options.target = ASSAY_TARGET_RANDOM;
    r = help_run(&h);
    // Matches of identities 3, 2, 1, 0...: Vg = 10/9 10.4/40^2 is the greatest.
    sel = figure_of(r, "SEL@threshold=0.6");
    assert_near(sel->effective, 0.15 * 0.85 / (10 / 9.0 * 10.4 / 1600) / 10);
    assert_string_equal(sel->target, "random watchlist");
    assay_result_free(r);
}

// Without the probes that were not acquired the figures are those of the rest.
static void algorithm_level_is_that_of_the_acquired(void **state)
{
    (void)state;
    static const char *const names[] = {"FPIR", "SEL"};
    static help_lists h, rest;
    char id[64];
    for (int random = 0; random < 2; random++) {
        help_random(&h, 12, 30, 200);
        h.options.thresholds = (assay_numbers){at_6, 1};
        h.options.target = random ? ASSAY_TARGET_RANDOM : ASSAY_TARGET_FIXED;
        for (unsigned q = 0; q < h.probes; q++) h.person[q] = q % h.people;
        rest = h;
        rest.probes = 0;
        for (unsigned q = 0; q < h.probes; q++)
            if (!h.lost[q]) {
                memcpy(rest.score[rest.probes], h.score[q], sizeof h.score[q]);
                rest.profile[rest.probes] = h.profile[q];
                rest.lost[rest.probes] = false;
                rest.person[rest.probes++] = h.person[q];
            }
        assay_result *a = help_run(&h), *b = help_run(&rest);
        for (size_t i = 0; i < 2; i++) {
            (void)snprintf(id, sizeof id, "algorithm-level %s@threshold=0.6",
                           names[i]);
            const assay_figure *x = figure_of(a, id);
            (void)snprintf(id, sizeof id, "%s@threshold=0.6", names[i]);
            const assay_figure *y = figure_of(b, id);
            assert_int_equal(x->trials, y->trials);
            assert_near(x->value, y->value);
            assert_near(x->low, y->low);
            assert_near(x->high, y->high);
            assert_string_equal(x->method, y->method);
        }
        assay_result_free(a);
        assay_result_free(b);
    }
}

// Ten of twenty searches name the same one person: the list has what varies.
static void a_lamb_widens_only_what_is_said_of_other_lists(void **state)
{
    (void)state;
    static const unsigned one[20] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    static help_lists h;
    help_named(&h, one, 20);
    assay_result *r = help_run(&h);
    const double fixed = figure_of(r, "FPIR@threshold=0.6")->effective;
    assert_near(fixed, 0.25 / (0.25 / 19));
    assay_result_free(r);
    h.options.target = ASSAY_TARGET_RANDOM;
    r = help_run(&h);
    // Vp = .25/19, Vg = .9 (9^2 + 9) / 400, Vi = 10/400: Vg is the greatest.
    const double v = 0.9 * 90 / 400;
    assert_near(figure_of(r, "FPIR@threshold=0.6")->effective, 0.25 / v);
    assay_result_free(r);
}

static void T5_3_other_sizes(void **state)
{
    (void)state;
    static const double sizes[] = {1, 4, 10, 20, 200};
    static help_lists h;
    help_named(&h, none_to_three, 4);
    h.options.sizes = (assay_numbers){sizes, 5};
    assay_result *r = help_run(&h);
    assert_near(figure_of(r, "FPIR@threshold=0.6,watchlist_size=4")->value,
                0.475);
    assert_near(figure_of(r, "FPIR@threshold=0.6,watchlist_size=10")->value,
                0.75);
    assert_near(figure_of(r, "FPIR@threshold=0.6,watchlist_size=1")->value,
                6.0 / 40);
    const assay_figure *beyond =
        figure_of(r, "FPIR@threshold=0.6,watchlist_size=20");
    assert_near(beyond->bounds[0], 0.75);
    assert_near(beyond->bounds[1], 1);
    assert_true(beyond->value >= 0.75 && beyond->value <= 1);
    assert_non_null(strstr(beyond->note, "beyond the test"));
    assert_int_equal(
        figure_of(r, "FPIR@threshold=0.6,watchlist_size=200")->status,
        ASSAY_FIGURE_REFUSED);
    assay_result_free(r);
}

// What a search finds, by looking at everybody.
typedef struct looked {
    unsigned others; // at or above
    bool hit;        // the mate, within the list
} looked;

static looked look(const help_lists *h, unsigned q, float threshold,
                   unsigned rank)
{
    looked out = {0, false};
    const uint32_t who = h->person[q];
    unsigned before = 0;
    if (h->lost[q]) return out;
    for (uint32_t p = 0; p < h->people; p++) {
        if (!h->enrolled[0][p] || p == who) continue;
        out.others += h->score[q][p] >= threshold;
        before += h->score[q][p] >= h->score[q][who];
    }
    out.hit = h->enrolled[0][who] && h->score[q][who] >= threshold &&
              before + 1 <= rank;
    return out;
}

static void check_by_looking(const help_lists *h)
{
    int64_t searches[2] = {0, 0}, wrong = 0, named = 0, missed = 0, late = 0;
    int64_t listed = 0;
    assay_result *r = help_run(h);
    for (unsigned q = 0; q < h->probes; q++) {
        const bool mated = help_mated(h, q);
        const looked all = look(h, q, 0.6f, h->length);
        searches[mated]++;
        wrong += !mated && all.others;
        named += mated ? 0 : all.others < h->length ? all.others : h->length;
        missed += mated && !all.hit;
        late += mated && !look(h, q, 0.6f, 1).hit;
        listed += mated && all.others;
    }
    assert_counts(r, "FPIR@threshold=0.6", wrong, searches[0]);
    assert_counts(r, "SEL@threshold=0.6", named, searches[0]);
    assert_counts(r, "FNIR@threshold=0.6", missed, searches[1]);
    assert_counts(r, "FNIR@threshold=0.6,rank=1", late, searches[1]);
    assert_counts(r, "false alerts on listed people@threshold=0.6", listed,
                  searches[1]);
    assay_result_free(r);
}

static void counts_are_those_of_looking(void **state)
{
    (void)state;
    static help_lists h;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        help_random(&h, seed, 5 + (uint32_t)(seed % 20), 40);
        // The same number of searches for each, so that no weights differ.
        for (unsigned q = 0; q < h.probes; q++) h.person[q] = q % h.people;
        h.options.thresholds = (assay_numbers){at_6, 1};
        h.length = 2 + (unsigned)(seed % 30);
        check_by_looking(&h);
    }
}

// FPIR of lists of n out of those enrolled, by all of them.
static double fpir_by_subsets(const help_lists *h, const uint32_t *ids,
                              unsigned all, unsigned n, float threshold)
{
    double wrong = 0, searches = 0;
    for (uint32_t set = 0; set < 1u << all; set++) {
        if ((unsigned)__builtin_popcount(set) != n) continue;
        for (unsigned q = 0; q < h->probes; q++) {
            bool named = false;
            if (help_mated(h, q)) continue;
            for (unsigned j = 0; j < all; j++)
                named |= (set >> j & 1) && !h->lost[q] &&
                         h->score[q][ids[j]] >= threshold;
            searches += 1;
            wrong += named;
        }
    }
    return wrong / searches;
}

static void sizes_are_those_of_all_subsets(void **state)
{
    (void)state;
    static help_lists h;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        static const double sizes[] = {1, 2, 3, 4, 5, 6, 7};
        uint32_t ids[HELP_PEOPLE];
        char id[64];
        unsigned all = 0;
        help_random(&h, seed, 14, 30);
        for (uint32_t p = 0; p < h.people; p++) {
            if (h.enrolled[0][p] && all == 7) h.enrolled[0][p] = false;
            if (h.enrolled[0][p]) ids[all++] = p;
        }
        h.options.thresholds = (assay_numbers){at_6, 1};
        h.options.sizes = (assay_numbers){sizes, all};
        assay_result *r = help_run(&h);
        const double sel = figure_of(r, "SEL@threshold=0.6")->value;
        double before = 0;
        for (unsigned n = 1; n <= all; n++) {
            (void)snprintf(id, sizeof id,
                           "FPIR@threshold=0.6,watchlist_size=%u", n);
            const double value = figure_of(r, id)->value;
            assert_near(value, fpir_by_subsets(&h, ids, all, n, 0.6f));
            assert_true(value >= before && value <= sel + 1e-12);
            before = value;
        }
        assert_near(before, figure_of(r, "FPIR@threshold=0.6")->value);
        assay_result_free(r);
    }
}

// In a pool everybody is on the list, and taken off it when searched for.
static void a_pool_takes_each_person_off(void **state)
{
    (void)state;
    static const double sizes[] = {3, 7};
    static help_lists h;
    help_random(&h, 5, 8, 40);
    h.lists = 2;
    h.pool = 1;
    h.drawn = true;
    for (uint32_t p = 0; p < 8; p++) {
        h.enrolled[0][p] = p < 4;
        h.failed[0][p] = false;
        h.enrolled[1][p] = true;
    }
    h.options.thresholds = (assay_numbers){at_6, 1};
    h.options.sizes = (assay_numbers){sizes, 2};
    assay_result *r = help_run(&h);
    double sum[2] = {0, 0};
    for (unsigned q = 0; q < h.probes; q++) {
        unsigned k = 0;
        for (uint32_t p = 0; p < 8 && !h.lost[q]; p++)
            k += p != h.person[q] && h.score[q][p] >= 0.6f;
        // 1 - C(7 - k, 3) / 35
        const unsigned rest = 7 - k;
        sum[0] += 1 - (double)(rest * (rest - 1) * (rest < 3 ? 0 : rest - 2)) /
                          6.0 / 35.0;
        sum[1] += k > 0;
    }
    assert_near(figure_of(r, "FPIR@threshold=0.6,watchlist_size=3")->value,
                sum[0] / 40);
    const assay_figure *whole =
        figure_of(r, "FPIR@threshold=0.6,watchlist_size=7");
    assert_near(whole->value, sum[1] / 40);
    assert_non_null(strstr(whole->note, "searches of all 8 people"));
    // The pool is no watchlist.
    assert_int_equal(figure_of(r, "FPIR@threshold=0.6")->watchlist_size, 4);
    assert_near(figure_of(r, "watchlists")->value, 1);
    assert_near(figure_of(r, "searches")->value, 40);
    assay_result_free(r);
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void assert_same_result(const assay_result *a, const assay_result *b)
{
    size_t n = 0, m = 0;
    const assay_figure *x = assay_result_figures(a, &n);
    const assay_figure *y = assay_result_figures(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(x[i].id, y[i].id);
        if (!same(x[i].value, y[i].value) || !same(x[i].low, y[i].low) ||
            !same(x[i].high, y[i].high) ||
            !same(x[i].effective, y[i].effective))
            fail_msg("%s: %.17g, not %.17g", x[i].id, x[i].value, y[i].value);
    }
    const assay_curve *c = assay_result_curves(a, &n);
    const assay_curve *d = assay_result_curves(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(c[i].id, d[i].id);
        assert_int_equal(c[i].row_count, d[i].row_count);
        for (size_t k = 0; k < c[i].row_count * c[i].column_count; k++)
            assert_true(same(c[i].values[k], d[i].values[k]));
    }
}

static const double some_fpir[] = {0.3, 0.1};

static void the_order_of_searches_does_not_matter(void **state)
{
    (void)state;
    static help_lists h, other;
    help_random(&h, 9, 30, 200);
    h.options.thresholds = (assay_numbers){at_6, 1};
    h.options.fpir = (assay_numbers){some_fpir, 2};
    h.options.target = ASSAY_TARGET_RANDOM;
    other = h;
    for (unsigned q = 0; q < h.probes; q++) {
        const unsigned to = (q * 77 + 5) % h.probes;
        other.person[to] = h.person[q];
        other.lost[to] = h.lost[q];
        other.profile[to] = h.profile[q];
        memcpy(other.score[to], h.score[q], sizeof h.score[q]);
    }
    assay_result *a = help_run(&h), *b = help_run(&other);
    assert_same_result(a, b);
    assay_result_free(a);
    assay_result_free(b);
}

static void targets_hold(void **state)
{
    (void)state;
    static help_lists h;
    static const char *const ids[] = {"FPIR@FPIR=0.3", "FPIR@FPIR=0.1"};
    for (uint64_t seed = 1; seed <= 50; seed++) {
        help_random(&h, seed, 30, 200);
        // No two scores are equal, so that targets are reached.
        for (unsigned q = 0; q < h.probes; q++)
            for (uint32_t p = 0; p < h.people; p++)
                h.score[q][p] += (float)(q * 64 + p) / 1000000.0f;
        h.options.fpir = (assay_numbers){some_fpir, 2};
        assay_result *r = help_run(&h);
        for (size_t i = 0; i < 2; i++) {
            const assay_figure *fpir = figure_of(r, ids[i]);
            const double most = some_fpir[i] * (double)fpir->trials;
            assert_int_equal(fpir->events, (int64_t)floor(most + 1e-9));
            assert_near(fpir->at[1].value, fpir->value);
        }
        assay_result_free(r);
    }
}

// 250 searches by 50 people, all scores different; the highest by as many
// people as there are, or by few.
static void one_by_one(help_lists *h, bool few)
{
    static const double target[] = {0.03};
    help_begin(h);
    h->people = 60;
    h->probes = 250;
    for (uint32_t p = 0; p < 10; p++) h->enrolled[0][p] = true;
    for (unsigned q = 0; q < h->probes; q++) {
        h->person[q] = 10 + (few ? q / 5 : q % 50);
        h->score[q][q % 10] = 1.0f - (float)q / 1000.0f;
    }
    h->options.fpir = (assay_numbers){target, 1};
}

// Of 250 independent searches 2 may fail: P(Bin(250, .03) <= 2) = .0196, <= 3
// .058. Where people cluster they count as 48, and none will do.
static void a_target_is_kept_with_confidence(void **state)
{
    (void)state;
    static help_lists h;
    one_by_one(&h, false);
    assay_result *r = help_run(&h);
    assert_int_equal(figure_of(r, "FPIR@FPIR=0.03")->events, 7);
    assert_counts(r, "FPIR@FPIR=0.03,confidence=0.95", 2, 250);
    const assay_figure *threshold =
        figure_of(r, "threshold@FPIR=0.03,confidence=0.95");
    assert_true(threshold->value > 0.998 - 1e-6 && threshold->value < 0.999);
    assert_int_equal(threshold->status, ASSAY_FIGURE_OK);
    assert_non_null(strstr(threshold->note, "as 250 independent"));
    assert_non_null(assay_result_find(r, "FNIR@FPIR=0.03,confidence=0.95"));
    assay_result_free(r);
    one_by_one(&h, true);
    r = help_run(&h);
    assert_int_equal(figure_of(r, "FPIR@FPIR=0.03")->events, 7);
    assert_null(assay_result_find(r, "FPIR@FPIR=0.03,confidence=0.95"));
    assert_non_null(strstr(figure_of(r, "FPIR@FPIR=0.03")->note,
                           "keeps the FPIR with confidence needs"));
    assay_result_free(r);
}

static void groups_are_of_probes(void **state)
{
    (void)state;
    static help_lists h;
    help_random(&h, 21, 40, 250);
    h.options.thresholds = (assay_numbers){at_6, 1};
    h.groups = 2;
    assay_result *r = help_run(&h);
    const assay_figure *all = figure_of(r, "FPIR@threshold=0.6");
    const assay_figure *a = figure_of(r, "FPIR@threshold=0.6,group=A");
    const assay_figure *b = figure_of(r, "FPIR@threshold=0.6,group=B");
    assert_int_equal(a->events + b->events, all->events);
    assert_int_equal(a->trials + b->trials, all->trials);
    int64_t searches = 0;
    for (unsigned q = 0; q < h.probes; q++)
        searches += !help_mated(&h, q) && h.profile[q] == 0;
    assert_int_equal(a->trials, searches);
    assay_result_free(r);
    // Few people: both go, and what shows is none of theirs.
    h.common.min_subjects = 30;
    r = help_run(&h);
    assert_int_equal(figure_of(r, "FPIR@threshold=0.6,group=A")->status,
                     ASSAY_FIGURE_SUPPRESSED);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T1_3_a_small_list),
        cmocka_unit_test(T4_8_variance_of_fpir),
        cmocka_unit_test(T5_3_selectivity_has_an_interval),
        cmocka_unit_test(algorithm_level_is_that_of_the_acquired),
        cmocka_unit_test(a_lamb_widens_only_what_is_said_of_other_lists),
        cmocka_unit_test(T5_3_other_sizes),
        cmocka_unit_test(counts_are_those_of_looking),
        cmocka_unit_test(sizes_are_those_of_all_subsets),
        cmocka_unit_test(a_pool_takes_each_person_off),
        cmocka_unit_test(the_order_of_searches_does_not_matter),
        cmocka_unit_test(targets_hold),
        cmocka_unit_test(a_target_is_kept_with_confidence),
        cmocka_unit_test(groups_are_of_probes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
