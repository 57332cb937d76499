// SPDX-License-Identifier: Apache-2.0
// What stands beside ratios of groups: whether events are enough, and rates for
// the order of groups.
#include "town_help.h"

#include "stats/shrunk.h"

// Events over the design effect against those that a ratio of 2 takes; where
// they are few and all ratios fit, nothing is concluded.
static void power_stands_in_the_note(void **state)
{
    (void)state;
    static town t;
    const char *const name = "FMR ratio to all others";
    build(&t, 2, (rates){{10, 20, 0}, {30, 20, 0}});
    help_study study = study_by_group(&t);
    study.people = 0;
    assay_result *r = study_run(&study);
    assert_non_null(strstr(at_half(r, name, "A")->note,
                           "two-sided; adequately powered for a ratio of 2"));
    assay_result_free(r);
    build(&t, 2, (rates){{1, 1, 0}, {30, 20, 0}});
    study = study_by_group(&t);
    study.people = 0;
    r = study_run(&study);
    const assay_figure *a = at_half(r, "FMR", "A"), *b = at_half(r, "FMR", "B");
    const assay_figure *ratio = at_half(r, name, "A");
    double has = 0, takes = 0;
    const char *power = strstr(ratio->note, "not adequately powered");
    assert_non_null(power);
    assert_int_equal(sscanf(power,
                            "not adequately powered for a ratio of 2: %lf "
                            "events, it takes %lf",
                            &has, &takes),
                     2);
    const int64_t fewer = a->events < b->events ? a->events : b->events;
    assert_true(a->trials == b->trials && has == (double)fewer);
    assert_true(takes == 25);
    assert_true(fewer < 10 && ratio->low <= 0.8 && ratio->high >= 1.25);
    assert_non_null(strstr(ratio->note, "; no conclusion: fewer than 10"));
    assert_int_equal(ratio->status, ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
    // People known: what they repeat is taken out.
    study = study_by_group(&t);
    r = study_run(&study);
    assert_non_null(strstr(at_half(r, name, "A")->note,
                           " events over the design effect, it takes "));
    assay_result_free(r);
}

// Drawn toward the rate of all by what groups differ beyond chance; of two
// groups there is nothing to see of that.
static void shrunk_for_the_order_of_groups(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{2, 2, 9}, {30, 30, 30}});
    help_study study = study_by_group(&t);
    study.people = 0;
    assay_result *r = study_run(&study);
    assay_exposed groups[3];
    for (size_t g = 0; g < 3; g++) {
        const assay_figure *f = at_half(r, "FMR", (char[2]){"ABC"[g], 0});
        groups[g] = (assay_exposed){(double)f->events, (double)f->trials};
    }
    const assay_shrinkage fit = assay_shrink_fit(groups, 3);
    assert_false(fit.complete);
    for (size_t g = 0; g < 3; g++) {
        const assay_figure *f =
            at_half(r, "FMR shrunk to all groups", (char[2]){"ABC"[g], 0});
        const assay_shrunk want = assay_shrink(&fit, groups[g], .95);
        assert_near(f->value, want.value);
        assert_near(f->low, want.low);
        assert_near(f->high, want.high);
        assert_string_equal(f->interval, "posterior");
        assert_non_null(
            strstr(f->note, "for the order of groups; the group's"));
    }
    const assay_figure *none = at_half(r, "FNMR shrunk to all groups", "A");
    assert_non_null(strstr(none->note, "complete: rates lie no farther apart"));
    assert_near(none->value,
                at_half(r, "FNMR shrunk to all groups", "C")->value);
    assay_result_free(r);
    build(&t, 2, (rates){{10, 20, 0}, {30, 20, 0}});
    study = study_by_group(&t);
    r = study_run(&study);
    assert_null(
        assay_result_find(r, "FMR shrunk to all groups@threshold=0.5,group=A"));
    assay_result_free(r);
}

// What people repeat is taken out of events and of trials.
static void shrunk_over_the_design_effect(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{2, 2, 9}, {20, 20, 60}});
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    assay_exposed groups[3];
    for (size_t g = 0; g < 3; g++) {
        const assay_figure *f = at_half(r, "FNMR", (char[2]){"ABC"[g], 0});
        const double deff = (double)f->trials / f->effective;
        const double trials = (double)f->trials / (deff > 1 ? deff : 1);
        groups[g] = (assay_exposed){f->value * trials, trials};
    }
    const assay_shrinkage fit = assay_shrink_fit(groups, 3);
    const assay_figure *f = at_half(r, "FNMR shrunk to all groups", "C");
    assert_near(f->value, assay_shrink(&fit, groups[2], .95).value);
    assert_true(f->value < at_half(r, "FNMR", "C")->value);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_stands_in_the_note),
        cmocka_unit_test(shrunk_for_the_order_of_groups),
        cmocka_unit_test(shrunk_over_the_design_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
