// SPDX-License-Identifier: Apache-2.0
// Groups in searches: lists of other make-up against lists that are written
// out, and FPIR and FNIR against each other.
#include "ident_help.h"

#include <stdio.h>

enum { LISTED = 10, OF_A = 6, PEOPLE = 40 };

static const double half[] = {0.5};

// Ten people on the list, six of A and four of B; thirty who are not, and those
// who are, searched for six times each.
static assay_searches *make(help_lists *h)
{
    help_begin(h);
    h->people = PEOPLE;
    h->groups = 2;
    h->options.thresholds = (assay_numbers){half, 1};
    for (uint32_t p = 0; p < LISTED; p++) h->enrolled[0][p] = true;
    for (uint32_t q = 0; q < 6 * PEOPLE; q++) {
        const uint32_t who = q % PEOPLE;
        h->person[q] = who;
        h->profile[q] = (uint16_t)(who < OF_A || who % 3 == 1 ? 0 : 1);
        for (uint32_t p = 0; p < PEOPLE; p++) {
            const bool like = (p < OF_A) == (h->profile[q] == 0);
            const uint32_t odds = p == who ? 70 : like ? 9 : 3;
            h->score[q][p] = help_next(h) % 100 < odds ? 0.9f : 0.1f;
        }
    }
    h->probes = 6 * PEOPLE;
    assay_searches *s = help_make(h);
    for (uint32_t p = 0; p < PEOPLE; p++) s->people[p].profile = p >= OF_A;
    return s;
}

// The share of lists with `a` of the A and `b` of the B on which a search names
// somebody, all of them written out.
static double written_out(const help_lists *h, uint32_t q, int a, int b)
{
    unsigned lists = 0, named = 0;
    for (unsigned set = 0; set < 1u << LISTED; set++) {
        const unsigned of_a = set & ((1u << OF_A) - 1);
        if (__builtin_popcount(of_a) != a ||
            __builtin_popcount(set ^ of_a) != b)
            continue;
        bool any = false;
        for (uint32_t p = 0; p < LISTED; p++)
            any = any || (set >> p & 1 && h->score[q][p] > 0.5f);
        lists++;
        named += any;
    }
    return (double)named / lists;
}

static double mean_of(const help_lists *h, uint16_t group, int a, int b)
{
    double sum = 0, n = 0;
    for (uint32_t q = 0; q < h->probes; q++) {
        if (h->person[q] < LISTED || h->profile[q] != group) continue;
        sum += written_out(h, q, a, b);
        n += 1;
    }
    return sum / n;
}

static const assay_figure *figure_at(const assay_result *r, const char *name,
                                     const char *rest)
{
    char id[160];
    (void)snprintf(id, sizeof id, "%s@%s", name, rest);
    const assay_figure *f = assay_result_find(r, id);
    if (!f) fail_msg("no figure %s", id);
    return f;
}

static void near(double have, double want)
{
    if (fabs(have - want) > 1e-12 * (1 + fabs(want)))
        fail_msg("have %.15g, want %.15g", have, want);
}

// The smallest group has four: eight, four of each, or five and three.
static void lists_of_other_make_up_are_exact(void **state)
{
    (void)state;
    static help_lists h;
    assay_searches *s = make(&h);
    assay_result *r = help_measure(&h, s);
    static const char *const rest[] = {
        "threshold=0.5,watchlist_size=8,group=A",
        "threshold=0.5,watchlist_size=8,group=B"};
    for (uint16_t g = 0; g < 2; g++) {
        const assay_figure *even =
            figure_at(r, "FPIR of a balanced list", rest[g]);
        const assay_figure *as_is =
            figure_at(r, "FPIR of a list made up as the one searched", rest[g]);
        near(even->value, mean_of(&h, g, 4, 4));
        near(as_is->value, mean_of(&h, g, 5, 3));
        assert_true(even->low < even->value && even->value < even->high);
    }
    assay_result_free(r);
    assay_searches_free(s);
}

static void a_list_that_was_given(void **state)
{
    (void)state;
    static help_lists h;
    static const char *const given[] = {"group=B:3,group=A:1"};
    static const char *const beyond[] = {"group=A:2,group=B:50"};
    assay_searches *s = make(&h);
    h.common.groups.composition = (assay_texts){given, 1};
    assay_result *r = help_measure(&h, s);
    const assay_figure *f = figure_at(r, "FPIR of a list made up as given",
                                      "threshold=0.5,watchlist_size=4,group=A");
    near(f->value, mean_of(&h, 0, 1, 3));
    assay_result_free(r);
    // More of B than there are: as if comparisons were independent.
    h.common.groups.composition = (assay_texts){beyond, 1};
    r = help_measure(&h, s);
    f = figure_at(r, "FPIR of a list made up as given",
                  "threshold=0.5,watchlist_size=52,group=B");
    double over[2] = {0, 0}, n[2] = {0, 0};
    for (uint32_t q = 0; q < h.probes; q++)
        for (uint32_t p = 0; p < LISTED; p++) {
            if (h.person[q] < LISTED || h.profile[q] != 1) continue;
            over[p >= OF_A] += h.score[q][p] > 0.5f;
            n[p >= OF_A] += 1;
        }
    near(f->value,
         1 - pow(1 - over[0] / n[0], 2) * pow(1 - over[1] / n[1], 50));
    assert_true(isnan(f->low) && strstr(f->note, "independent"));
    assay_result_free(r);
    assay_searches_free(s);
}

static assay_status try(help_lists *h, const assay_searches *s,
                        const char *composition)
{
    assay_error err = {0};
    assay_result *result = assay_build_new("identification");
    assert_non_null(result);
    h->common.groups.composition = (assay_texts){&composition, 1};
    const assay_status status = help_figures(h, s, result, &err);
    assay_result_free(result);
    return status;
}

static void lists_that_cannot_be_read_are_refused(void **state)
{
    (void)state;
    static help_lists h;
    static const char *const bad[] = {"group=A",
                                      "group=A:",
                                      "group=A:x",
                                      ":3",
                                      "group=A:3,,",
                                      "group=A:3,group=Z:4",
                                      "other=A:3",
                                      "group=A:3;group=B:4",
                                      "group=A:9999999999999"};
    assay_searches *s = make(&h);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (try(&h, s, bad[i]) != ASSAY_EUSAGE) fail_msg("%s", bad[i]);
    assert_int_equal(try(&h, s, "group=A:3, group=B:4"), ASSAY_OK);
    assay_searches_free(s);
}

// A cut list may hide anybody; a small group on the list may not be shown.
static void what_cannot_be_told_of_lists(void **state)
{
    (void)state;
    static help_lists h;
    assay_searches *s = make(&h);
    h.common.min_subjects = 5;
    assay_result *r = help_measure(&h, s);
    assert_null(assay_result_find(
        r, "FPIR of a balanced list@threshold=0.5,watchlist_size=8,group=A"));
    assay_result_free(r);
    assay_searches_free(s);
    s = make(&h);
    for (uint64_t i = 0; i < s->search_count; i++)
        s->searches[i].cut = help_key(0.95f);
    r = help_measure(&h, s);
    const assay_figure *f = figure_at(r, "FPIR of a balanced list",
                                      "threshold=0.5,watchlist_size=8,group=A");
    assert_int_equal(f->status, ASSAY_FIGURE_REFUSED);
    assert_true(isnan(f->value));
    assay_result_free(r);
    assay_searches_free(s);
}

// Who is found more often, and who is wrongly pointed at more often.
static void groups_of_searches_against_each_other(void **state)
{
    (void)state;
    static help_lists h;
    assay_searches *s = make(&h);
    assay_result *r = help_measure(&h, s);
    static const char *const rest[] = {"threshold=0.5,group=A",
                                       "threshold=0.5,group=B"};
    static const char *const rates[] = {"FPIR", "FNIR"};
    for (size_t i = 0; i < 2; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s ratio to all others", rates[i]);
        near(figure_at(r, name, rest[0])->value,
             figure_at(r, rates[i], rest[0])->value /
                 figure_at(r, rates[i], rest[1])->value);
        (void)snprintf(name, sizeof name, "permutation p of equal %s",
                       rates[i]);
        const double p = figure_at(r, name, "threshold=0.5,group=*")->value;
        assert_true(p > 0 && p <= 1);
    }
    (void)figure_at(r, "GARBE of FPIR and FNIR",
                    "alpha=0.5,threshold=0.5,group=*");
    assay_result_free(r);
    assay_searches_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_other_make_up_are_exact),
        cmocka_unit_test(a_list_that_was_given),
        cmocka_unit_test(lists_that_cannot_be_read_are_refused),
        cmocka_unit_test(what_cannot_be_told_of_lists),
        cmocka_unit_test(groups_of_searches_against_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
