// SPDX-License-Identifier: Apache-2.0
// What lists that were cut, at a length or a floor, leave unknown.
#include "ident_help.h"

#include <stdio.h>

static const double at_6[] = {0.6};
static const unsigned none_to_three[] = {0, 1, 2, 3};

// Where people give unequal numbers of searches, the counts stand beside.
static const char *by_search(const assay_result *r, const char *id,
                             char text[96])
{
    (void)snprintf(text, 96, "%s,weights=comparison", id);
    return assay_result_find(r, text) ? text : id;
}

static void what_lies_below_a_cut_is_not_told(void **state)
{
    (void)state;
    static help_lists h;
    help_random(&h, 3, 30, 200);
    h.options.thresholds = (assay_numbers){at_6, 1};
    assay_result *whole = help_run(&h);
    h.has_floor = h.no_mate = true;
    h.floor = 0.95f;
    assay_result *r = help_run(&h);
    static const char *const ids[] = {"FPIR@threshold=0.6",
                                      "SEL@threshold=0.6"};
    for (size_t i = 0; i < 2; i++) {
        const assay_figure *cut = figure_of(r, ids[i]);
        const double truth = figure_of(whole, ids[i])->value;
        assert_int_equal(cut->status, ASSAY_FIGURE_REFUSED);
        assert_true(isnan(cut->value) && isnan(cut->low));
        assert_true(cut->bounds[0] <= truth && truth <= cut->bounds[1]);
        assert_true(cut->bounds[0] < cut->bounds[1]);
    }
    char text[96];
    const assay_figure *cut =
        figure_of(r, by_search(r, "FNIR@threshold=0.6", text));
    const double truth =
        figure_of(whole, by_search(whole, "FNIR@threshold=0.6", text))->value;
    assert_int_equal(cut->status, ASSAY_FIGURE_REFUSED);
    assert_true(cut->bounds[0] <= truth && truth <= cut->bounds[1]);
    assay_result_free(r);
    // Above the floor nothing is lost.
    static const double at_9[] = {0.95};
    h.options.thresholds = (assay_numbers){at_9, 1};
    r = help_run(&h);
    h.has_floor = h.no_mate = false;
    assay_result_free(whole);
    whole = help_run(&h);
    assert_near(figure_of(r, "FPIR@threshold=0.95")->value,
                figure_of(whole, "FPIR@threshold=0.95")->value);
    assert_near(figure_of(r, "SEL@threshold=0.95")->value,
                figure_of(whole, "SEL@threshold=0.95")->value);
    assay_result_free(r);
    assay_result_free(whole);
}

// Each list of one hides the others that are enrolled, up to L of a search.
static void a_cut_list_hides_whom_it_does_not_name(void **state)
{
    (void)state;
    static const double at_5[] = {0.5};
    static help_lists h;
    // K of 10 at 0.9, the rest at 0: cut after 4, all 10 could count.
    static const unsigned k[] = {1, 2, 6};
    help_named(&h, k, 3);
    h.length = 4;
    h.options.thresholds = (assay_numbers){at_5, 1};
    assay_searches *s = help_make(&h);
    assay_result *r = help_measure(&h, s);
    // Lists end at 0, below the threshold, or have L over it already.
    assert_counts(r, "SEL@threshold=0.5", 7, 3);
    assay_result_free(r);
    // Lists of one: 9, 9 and 9 are not named, of which 3 each count.
    for (uint64_t i = 0; i < s->search_count; i++) {
        s->searches[i].count = 1;
        s->searches[i].cut = help_key(0.9f) + 1;
    }
    r = help_measure(&h, s);
    const assay_figure *sel = figure_of(r, "SEL@threshold=0.5");
    assert_int_equal(sel->status, ASSAY_FIGURE_REFUSED);
    assert_near(sel->bounds[0], 3.0 / 3);
    assert_near(sel->bounds[1], 12.0 / 3);
    assay_result_free(r);
    // With L beyond the list, all who are enrolled.
    s->list_length = 50;
    r = help_measure(&h, s);
    sel = figure_of(r, "SEL@threshold=0.5");
    assert_near(sel->bounds[1], 30.0 / 3);
    assay_result_free(r);
    // A list that names all of them hides nobody, wherever it ends.
    s->galleries[0].identities = 1;
    r = help_measure(&h, s);
    assert_counts(r, "SEL@threshold=0.5", 3, 3);
    assay_result_free(r);
    assay_searches_free(s);
}

// Sizes between what the lists hold and what they can hide; who causes false
// matches is refused, not left out.
static void cut_lists_leave_bounds_of_sizes(void **state)
{
    (void)state;
    static const double sizes[] = {1, 3, 8, 40};
    static const char *const zoo[] = {
        "share of false matches from the top 1 % of subjects",
        "share of false matches from people matched again",
        "people on the list matched by several others",
        "Gini of candidates per search", "p of equal chances per search"};
    static help_lists h;
    help_random(&h, 3, 30, 200);
    h.options.thresholds = (assay_numbers){at_6, 1};
    h.options.sizes = (assay_numbers){sizes, 4};
    assay_result *whole = help_run(&h);
    h.length = 2;
    assay_result *r = help_run(&h);
    char id[128];
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(id, sizeof id, "FPIR@threshold=0.6,watchlist_size=%g",
                       sizes[i]);
        const assay_figure *cut = figure_of(r, id);
        const double truth = figure_of(whole, id)->value;
        assert_int_equal(cut->status, ASSAY_FIGURE_REFUSED);
        assert_true(isnan(cut->value) && cut->bounds[0] < cut->bounds[1]);
        assert_true(cut->bounds[0] <= truth && truth <= cut->bounds[1]);
        assert_non_null(strstr(cut->note, "lists end above"));
    }
    for (size_t i = 0; i < 5; i++) {
        (void)snprintf(id, sizeof id, "%s@threshold=0.6", zoo[i]);
        assert_int_equal(figure_of(whole, id)->status, ASSAY_FIGURE_OK);
        assert_int_equal(figure_of(r, id)->status, ASSAY_FIGURE_REFUSED);
        assert_true(isnan(figure_of(r, id)->value));
        assert_non_null(figure_of(r, id)->note);
    }
    assay_result_free(r);
    // Of the list that was searched whether anybody is over is known.
    const double all =
        (double)figure_of(whole, "FPIR@threshold=0.6")->watchlist_size;
    h.options.sizes = (assay_numbers){&all, 1};
    r = help_run(&h);
    (void)snprintf(id, sizeof id, "FPIR@threshold=0.6,watchlist_size=%g", all);
    assert_near(figure_of(r, id)->value,
                figure_of(whole, "FPIR@threshold=0.6")->value);
    assay_result_free(r);
    assay_result_free(whole);
}

// By hand: ten on the list, lists of one; 0, 1, 2 and 3 over the threshold.
static void T5_3_bounds_of_a_cut_list(void **state)
{
    (void)state;
    static const double four[] = {4, 20};
    static help_lists h;
    help_named(&h, none_to_three, 4);
    h.options.sizes = (assay_numbers){four, 2};
    h.length = 1;
    assay_result *r = help_run(&h);
    const assay_figure *f = figure_of(r, "FPIR@threshold=0.6,watchlist_size=4");
    // Each of the three that name somebody holds one for sure: 4/10.
    assert_near(f->bounds[0], 3 * 0.4 / 4);
    assert_near(f->bounds[1], 3.0 / 4);
    // Beyond the test no less than FPIR at 10, at most 20 FMR = 20 30/40.
    f = figure_of(r, "FPIR@threshold=0.6,watchlist_size=20");
    assert_near(f->bounds[0], 0.75);
    assert_near(f->bounds[1], 1);
    assert_non_null(strstr(f->note, "beyond the test"));
    assay_result_free(r);
}

// One on the list, with a reference that failed and one that is the very sample
// that is searched for: there is nobody whom the cut list could hide.
static void who_meets_nobody_but_itself_hides_nobody(void **state)
{
    (void)state;
    static const char *const id = "false alerts on listed people@threshold=0.6";
    static help_lists h;
    help_begin(&h);
    h.people = 3;
    h.enrolled[0][0] = true;
    help_probe(&h, 0, (float[]){0.9f, 0}, 2);
    help_probe(&h, 1, (float[]){0.1f, 0}, 2);
    h.has_floor = true;
    h.floor = 0.7f;
    h.options.thresholds = (assay_numbers){at_6, 1};
    assay_searches *s = help_make(&h);
    s->searches[0].enrolled = s->searches[0].mate_known = false;
    s->searches[0].mate_key = 0;
    assay_result *r = help_measure(&h, s);
    assert_int_equal(figure_of(r, id)->status, ASSAY_FIGURE_SINGLE_SUBJECT);
    assert_counts(r, id, 0, 1);
    assay_result_free(r);
    assay_searches_free(s);
    // With somebody else on it there is.
    h.enrolled[0][2] = true;
    s = help_make(&h);
    s->searches[0].enrolled = s->searches[0].mate_known = false;
    s->searches[0].mate_key = 0;
    r = help_measure(&h, s);
    assert_int_equal(figure_of(r, id)->status, ASSAY_FIGURE_REFUSED);
    assert_near(figure_of(r, id)->bounds[1], 1);
    assay_result_free(r);
    assay_searches_free(s);
}

static void a_target_below_the_cut_is_refused(void **state)
{
    (void)state;
    static const double most[] = {0.9};
    static help_lists h;
    help_random(&h, 3, 30, 200);
    h.options.fpir = (assay_numbers){most, 1};
    h.has_floor = true;
    h.floor = 0.95f;
    assay_result *r = help_run(&h);
    assert_int_equal(figure_of(r, "FNIR@FPIR=0.9")->status,
                     ASSAY_FIGURE_REFUSED);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_below_a_cut_is_not_told),
        cmocka_unit_test(a_cut_list_hides_whom_it_does_not_name),
        cmocka_unit_test(cut_lists_leave_bounds_of_sizes),
        cmocka_unit_test(T5_3_bounds_of_a_cut_list),
        cmocka_unit_test(who_meets_nobody_but_itself_hides_nobody),
        cmocka_unit_test(a_target_below_the_cut_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
