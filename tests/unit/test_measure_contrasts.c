// SPDX-License-Identifier: Apache-2.0
// Groups against each other: the figures of docs/formats/groups.md.
#include "town_help.h"

#include "measure/group_rates.h"
#include "stats/contrast.h"
#include "stats/permutation.h"

#include <stdio.h>

// The ratio is that of the group's rate to that of all others' counts; Holm
// over one test leaves it as it is.
static void a_group_against_all_others(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{10, 10, 30}, {20, 20, 60}});
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    int64_t events = 0, trials = 0;
    for (const char *g = "AB"; *g; g++) {
        const assay_figure *f = at_half(r, "FNMR", (char[2]){*g, 0});
        events += f->events;
        trials += f->trials;
    }
    const assay_figure *own = at_half(r, "FNMR", "C");
    const assay_figure *f = at_half(r, "FNMR ratio to all others", "C");
    assert_near(f->value, own->value / ((double)events / (double)trials));
    assert_true(f->events == own->events && f->trials == events + own->events);
    assert_true(f->low > 1 && f->low < f->value && f->value < f->high);
    assert_string_equal(f->method, "cluster-robust on logarithms, t");
    assert_true(
        at_half(r, "adjusted p of FNMR ratio to all others", "C")->value <
        0.05);
    assert_true(at_half(r, "p of FNMR equivalence to all others", "C")->value >
                0.9);
    assert_true(at_half(r, "least FNMR ratio to all others shown", "C")->value >
                1);
    assay_result_free(r);
}

// Two groups make one ratio; against a declared group, one too.
static void two_groups_are_compared_once(void **state)
{
    (void)state;
    static town t;
    static const char *const declared[] = {"group=B"};
    build(&t, 2, (rates){{10, 10, 0}, {20, 20, 0}});
    help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    (void)at_half(r, "FMR ratio to all others", "A");
    assert_null(
        assay_result_find(r, "FMR ratio to all others@threshold=0.5,group=B"));
    assay_result_free(r);
    study.options.common.groups.reference = (assay_texts){declared, 1};
    r = study_run(&study);
    const assay_figure *f = at_half(r, "FMR ratio to the reference group", "A");
    assert_near(f->value,
                at_half(r, "FMR", "A")->value / at_half(r, "FMR", "B")->value);
    assert_null(
        assay_result_find(r, "FMR ratio to all others@threshold=0.5,group=A"));
    assert_near(at_half(r, "worst/reference FMR", "*")->value, f->value);
    assay_result_free(r);
}

static void names_that_are_none_are_refused(void **state)
{
    (void)state;
    static town t;
    assay_error err;
    static const char *const nobody[] = {"group=Z"}, *const bare[] = {"A"};
    static const char *const no_rate[] = {"FNMR@threshold=0.7,group=*"};
    build(&t, 2, (rates){{10, 10, 0}, {20, 20, 0}});
    help_study study = study_by_group(&t);
    study.options.common.groups.reference = (assay_texts){nobody, 1};
    assert_null(study_try(&study, &err));
    assert_non_null(strstr(err.reason, "group=Z"));
    study.options.common.groups.reference = (assay_texts){bare, 1};
    assert_null(study_try(&study, &err));
    study.options.common.groups.reference = (assay_texts){NULL, 0};
    study.options.common.groups.confirmatory = (assay_texts){no_rate, 1};
    assert_null(study_try(&study, &err));
    assert_non_null(strstr(err.reason, "threshold=0.7"));
    study.options.common.groups.confirmatory = (assay_texts){NULL, 0};
    study.options.common.groups.margin = 1;
    assert_null(study_try(&study, &err));
    study.options.common.groups.margin = 1.25;
    study.options.common.groups.alpha = 1.5;
    assert_null(study_try(&study, &err));
    study.options.common.groups.alpha = (double)NAN;
    assert_null(study_try(&study, &err));
}

static double p_in_note(const assay_figure *f)
{
    double p = NAN;
    assert_non_null(f->note);
    assert_int_equal(sscanf(f->note, "p of equal rates %lf", &p), 1);
    return p;
}

// Those that a plan named make a family of their own, the rest another.
static void families_are_adjusted_apart(void **state)
{
    (void)state;
    static town t;
    static const char *const named[] = {"FNMR@threshold=0.5,group=*"};
    build(&t, 3, (rates){{10, 12, 15}, {20, 25, 35}});
    help_study study = study_by_group(&t);
    study.options.rates_only = true;
    study.options.fmr = (assay_numbers){half, 1};
    study.options.common.groups.confirmatory = (assay_texts){named, 1};
    assay_result *r = study_run(&study);
    double least = 2, adjusted = 0;
    for (const char *g = "ABC"; *g; g++) {
        const char group[2] = {*g, 0};
        const double p =
            p_in_note(at_half(r, "FNMR ratio to all others", group));
        const assay_figure *holm =
            at_half(r, "adjusted p of FNMR ratio to all others", group);
        const assay_figure *bh =
            at_half(r, "adjusted p of FMR ratio to all others", group);
        assert_non_null(strstr(holm->method, "Holm over 3 "));
        assert_non_null(strstr(bh->method, "Benjamini-Hochberg over "));
        assert_true(holm->value >= 0.999 * p);
        if (p < least) {
            least = p;
            adjusted = holm->value;
        }
    }
    // The least of three, to the three digits of a note.
    assert_true(fabs(adjusted / fmin(1, 3 * least) - 1) <= 0.006);
    assay_result_free(r);
}

// No event in a group: a bound of the ratio, and measures with half an event
// more that say so.
static void a_group_without_events(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{0, 20, 20}, {20, 20, 20}});
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    const assay_figure *f = at_half(r, "FMR ratio to all others", "A");
    assert_true(f->value == 0 && f->low == 0 && f->high < 1);
    assert_non_null(strstr(f->method, "exact conditional"));
    const assay_figure *measure = at_half(r, "max/min FMR", "*");
    assert_non_null(strstr(measure->note, "zero_adjusted"));
    assert_int_equal(measure->status, ASSAY_FIGURE_FEW_EVENTS);
    const double n = (double)at_half(r, "FMR", "A")->trials;
    const double top = fmax((double)at_half(r, "FMR", "B")->events,
                            (double)at_half(r, "FMR", "C")->events);
    assert_near(measure->value, (top + .5) / .5);
    assert_true(n == (double)at_half(r, "FMR", "B")->trials);
    assert_null(at_half(r, "max/mean FMR", "*")->note);
    assert_null(at_half(r, "max/min FNMR", "*")->note);
    assay_result_free(r);
}

static void without_any_event(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{0, 0, 0}, {20, 20, 20}});
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    assert_int_equal(at_half(r, "FMR ratio to all others", "A")->status,
                     ASSAY_FIGURE_NO_DATA);
    assert_true(at_half(r, "Gini FMR", "*")->value == 0);
    assert_int_equal(at_half(r, "CoV FMR", "*")->status, ASSAY_FIGURE_NO_DATA);
    assert_null(assay_result_find(r, "CoV FMR if equal@threshold=0.5,group=*"));
    assay_result_free(r);
}

// What is suppressed is not held against anybody, and is in no measure.
static void suppressed_groups_take_no_part(void **state)
{
    (void)state;
    static town t;
    size_t n = 0;
    build(&t, 3, (rates){{10, 20, 30}, {10, 20, 30}});
    // Most of the third group become people of the first.
    for (size_t i = 0; i < t.n; i++) {
        if (t.trials[i].probe_group == 2 && t.trials[i].probe > 20)
            t.trials[i].probe_group = 0;
        if (t.trials[i].reference_group == 2 && t.trials[i].reference > 20)
            t.trials[i].reference_group = 0;
    }
    help_study study = study_by_group(&t);
    study.options.common.min_subjects = 10;
    assay_result *r = study_run(&study);
    const assay_figure *figures = assay_result_figures(r, &n);
    assert_int_equal(at_half(r, "FMR", "C")->status, ASSAY_FIGURE_SUPPRESSED);
    assert_int_equal(at_half(r, "FMR", "B")->status, ASSAY_FIGURE_SUPPRESSED);
    for (size_t i = 0; i < n; i++) {
        assert_null(strstr(figures[i].name, "ratio"));
        assert_null(strstr(figures[i].name, "max/"));
    }
    assay_result_free(r);
}

// Of four groups two are left: their others are each other.
static void others_are_those_that_show(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{10, 20, 30}, {10, 20, 30}});
    for (size_t i = 0; i < t.n; i++)
        if (t.trials[i].probe_group == 2 && t.trials[i].probe > 50)
            t.trials[i].probe_group = t.trials[i].probe > 80 ? 3 : 2;
    help_study study = study_by_group(&t);
    study.groups = 4;
    study.options.common.min_subjects = 10;
    assay_result *r = study_run(&study);
    assert_int_equal(at_half(r, "FMR", "D")->status, ASSAY_FIGURE_SUPPRESSED);
    assert_int_equal(at_half(r, "FMR", "C")->status, ASSAY_FIGURE_SUPPRESSED);
    const assay_figure *f = at_half(r, "FMR ratio to all others", "A");
    assert_near(f->value,
                at_half(r, "FMR", "A")->value / at_half(r, "FMR", "B")->value);
    assert_non_null(strstr(f->note, "2 groups too small"));
    assert_non_null(strstr(at_half(r, "max/min FMR", "*")->note, "2 groups"));
    assay_result_free(r);
}

// Nobody known: as if comparisons were independent, which is Katz's interval.
static void without_people(void **state)
{
    (void)state;
    static town t;
    build(&t, 2, (rates){{10, 20, 0}, {30, 20, 0}});
    help_study study = study_by_group(&t);
    study.people = 0;
    assay_result *r = study_run(&study);
    const assay_figure *a = at_half(r, "FMR", "A"), *b = at_half(r, "FMR", "B");
    const assay_figure *f = at_half(r, "FMR ratio to all others", "A");
    const assay_interval katz = assay_ratio_katz(
        (assay_exposed){(double)a->events, (double)a->trials},
        (assay_exposed){(double)b->events, (double)b->trials}, .95);
    assert_near(f->low, katz.low);
    assert_near(f->high, katz.high);
    assert_non_null(strstr(f->method, "as if independent"));
    assay_result_free(r);
}

// Joint measures are made of both rates.
static void both_rates_in_one(void **state)
{
    (void)state;
    static town t;
    build(&t, 3, (rates){{10, 20, 30}, {40, 20, 20}});
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    const double fmr = at_half(r, "max/min FMR", "*")->value;
    const double fnmr = at_half(r, "max/min FNMR", "*")->value;
    const double gini = at_half(r, "Gini FMR", "*")->value +
                        at_half(r, "Gini FNMR", "*")->value;
    assert_near(at_half(r, "IR", "*")->value, sqrt(fmr * fnmr));
    assert_near(at_half(r, "GARBE", "*")->value, gini / 2);
    const assay_figure *equal = at_half(r, "IR if equal", "*");
    assert_string_equal(equal->interval, "prediction");
    assert_true(equal->low >= 1 && equal->low < equal->value &&
                equal->value < equal->high);
    assay_result_free(r);
}

// Groups drawn anew, as stats/permutation.h does with the same people; what
// that says nothing of is refused.
static void permutations_of_people(void **state)
{
    (void)state;
    enum { GROUPS = 3 };
    static town t;
    double m[PEOPLE], x[PEOPLE], room[8 * GROUPS], p[GROUPS];
    uint32_t group[PEOPLE], bearers[PEOPLE], labels[PEOPLE], at = 0, n = 0;
    build(&t, GROUPS, (rates){{10, 20, 30}, {20, 20, 35}});
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    for (uint32_t g = 0; g < GROUPS; g++)
        for (uint32_t i = g; i < PEOPLE; i += GROUPS, at++) {
            double misses = 0;
            for (uint32_t k = 0; k < 4; k++)
                misses += t.trials[i * EACH + k].score < 0.5f;
            group[at] = g;
            m[at] = 4;
            if (!(misses > 0)) continue;
            bearers[n] = at;
            x[n++] = misses;
        }
    const assay_permuted people = {m, group, PEOPLE, GROUPS};
    const assay_borne borne = {bearers, x, n};
    assay_permutation_test(&people, &borne, 1,
                           (assay_permutations){1, 9999, labels, room}, p);
    double least = 1;
    for (uint32_t g = 0; g < GROUPS; g++) {
        const char name[2] = {(char)('A' + g), 0};
        const assay_figure *f = at_half(r, "permutation p of equal FNMR", name);
        assert_true(f->value == p[g] && f->subjects == PEOPLE);
        least = fmin(least, p[g]);
    }
    assert_true(at_half(r, "permutation p of equal FNMR", "*")->value == least);
    assert_true(least < 0.05);
    assert_int_equal(at_half(r, "permutation p of equal FMR", "*")->status,
                     ASSAY_FIGURE_REFUSED);
    assay_result_free(r);
}

// The FMR of a group with these weights.
static const assay_figure *weighted(const assay_result *result,
                                    const char *group, const char *weights)
{
    char id[80];
    (void)snprintf(id, sizeof id, "FMR@threshold=0.5,group=%s,weights=%s",
                   group, weights);
    const assay_figure *beside = assay_result_find(result, id);
    return beside ? beside : at_half(result, "FMR", group);
}

// FMR against other groups is that of a test without the pairs within groups.
static void references_of_other_groups(void **state)
{
    (void)state;
    static town t, apart;
    build(&t, 3, (rates){{10, 20, 30}, {20, 20, 35}});
    apart = (town){.groups = 3};
    for (size_t i = 0; i < t.n; i++)
        if (t.trials[i].mated ||
            t.trials[i].probe_group != t.trials[i].reference_group)
            apart.trials[apart.n++] = t.trials[i];
    for (uint32_t people = 0; people <= PEOPLE; people += PEOPLE) {
        help_study study = study_by_group(&t), other = study_by_group(&apart);
        study.same_references = true;
        study.people = other.people = people;
        assay_result *r = study_run(&study), *want = study_run(&other);
        for (const char *g = "ABC"; *g; g++) {
            const char group[2] = {*g, 0};
            const assay_figure *a = at_half(r, "cross-group FMR", group);
            const assay_figure *b = weighted(want, group, a ? a->weights : "");
            if (!a || !b) continue;
            assert_true(a->events == b->events && a->trials == b->trials);
            assert_near(a->value, b->value);
            assert_int_equal(a->subjects, b->subjects);
        }
        assay_result_free(want);
        assay_result_free(r);
    }
}

// A person in two rates is in their covariance, on whichever side.
static void covariance_is_by_people(void **state)
{
    (void)state;
    double xa[6] = {2, 0, 1, 0, 3, 0}, ma[6] = {4, 4, 4, 0, 4, 4};
    double xb[6] = {0, 1, 2, 2, 0, 0}, mb[6] = {0, 3, 3, 3, 0, 3};
    const assay_bearing_from a[2] = {{xa, ma, 6}, {xb, mb, 6}};
    const assay_bearing_from b[2] = {{xb, mb, 6}, {NULL, NULL, 0}};
    const assay_standing one = {.kind = ASSAY_STANDING_FALSE,
                                .rate = .3,
                                .variance = .05,
                                .trials = 20,
                                .whole = 20,
                                .people_known = true};
    assay_standings all = {0};
    assert_true(assay_standings_add(&all, &one, a));
    assay_standing two = one;
    two.kind = ASSAY_STANDING_MISSED;
    two.rate = .4;
    two.whole = 12;
    assert_true(assay_standings_add(&all, &two, b));
    double first = 0, second = 0, self = 0;
    for (size_t v = 0; v < 6; v++) {
        const double pa = (xa[v] - ma[v] * .3) / 20;
        const double pb = (xb[v] - mb[v] * .3) / 20;
        const double missed = (xb[v] - mb[v] * .4) / 12;
        first += pa * missed;
        second += pb * missed;
        self += pa * pa + pb * pb;
    }
    const assay_standing *s = all.items;
    assert_near(assay_standing_covariance(&s[0], &s[1], false), first + second);
    assert_near(assay_standing_covariance(&s[1], &s[0], false), first + second);
    assert_near(assay_standing_covariance(&s[0], &s[0], false), self);
    assert_true(assay_standing_covariance(&s[0], &s[0], true) == 0);
    all.items[0].listed = true;
    assert_near(assay_standing_covariance(&s[0], &s[1], false), first);
    // No more than the variances hold beyond independent comparisons.
    all.items[0].variance = .3 * .7 / 20 + 1e-4;
    all.items[1].variance = .4 * .6 / 20 + 1e-6;
    assert_near(assay_standing_covariance(&s[0], &s[1], false),
                first > 0 ? 1e-5 : -1e-5);
    all.items[1].variance = .001;
    assert_true(assay_standing_covariance(&s[0], &s[1], false) == 0);
    assay_standings_end(&all);
}

// Lambs who are references of all groups: their covariance narrows the ratio.
static void shared_references_narrow_the_ratio(void **state)
{
    (void)state;
    static town t;
    build(&t, 2, (rates){{0, 0, 0}, {20, 20, 0}});
    for (size_t i = 0; i < t.n; i++)
        if (!t.trials[i].mated && t.trials[i].reference % 9 < 2 &&
            mix(t.trials[i].probe, 5) % 10 < 6)
            t.trials[i].score = 1;
    const help_study study = study_by_group(&t);
    assay_result *r = study_run(&study);
    const assay_figure *f = at_half(r, "FMR ratio to all others", "A");
    const assay_figure *a = at_half(r, "FMR", "A"), *b = at_half(r, "FMR", "B");
    // On the scale of logarithms, as if nobody were in both.
    const double wa = log(a->high / a->low), wb = log(b->high / b->low);
    assert_true(log(f->high / f->low) < 0.95 * sqrt(wa * wa + wb * wb));
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_against_all_others),
        cmocka_unit_test(two_groups_are_compared_once),
        cmocka_unit_test(names_that_are_none_are_refused),
        cmocka_unit_test(families_are_adjusted_apart),
        cmocka_unit_test(a_group_without_events),
        cmocka_unit_test(without_any_event),
        cmocka_unit_test(suppressed_groups_take_no_part),
        cmocka_unit_test(others_are_those_that_show),
        cmocka_unit_test(without_people),
        cmocka_unit_test(both_rates_in_one),
        cmocka_unit_test(permutations_of_people),
        cmocka_unit_test(references_of_other_groups),
        cmocka_unit_test(covariance_is_by_people),
        cmocka_unit_test(shared_references_narrow_the_ratio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
