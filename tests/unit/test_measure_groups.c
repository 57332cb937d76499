// SPDX-License-Identifier: Apache-2.0
// Figures by group, and which of them are kept back.
#include "measure_help.h"

#include "measure/ledger.h"

enum { MOST = 2000 };

// People in groups of given sizes, each compared with themselves and with the
// next two people; the last of each group fails.
typedef struct people {
    trial trials[MOST];
    size_t n;
    uint32_t people;
} people;

static uint8_t group_of(const unsigned *sizes, unsigned groups, uint32_t person)
{
    for (unsigned g = 0; g < groups; g++) {
        if (person < sizes[g]) return (uint8_t)g;
        person -= sizes[g];
    }
    return HELP_UNKNOWN;
}

static void build(people *town, const unsigned *sizes, unsigned groups,
                  unsigned unknown)
{
    *town = (people){.people = unknown};
    for (unsigned g = 0; g < groups; g++) town->people += sizes[g];
    for (uint32_t i = 0; i < town->people; i++) {
        const uint8_t own = group_of(sizes, groups, i);
        for (uint32_t k = 0; k < 3; k++) {
            const uint32_t other = (i + k) % town->people;
            town->trials[town->n++] = (trial){
                .probe = i,
                .reference = other,
                .mated = k == 0,
                .score = k == 0 ? (i % 9 ? 9.0f : 1.0f) : (i % 7 ? 0.0f : 8.0f),
                .probe_group = own,
                .reference_group = group_of(sizes, groups, other)};
        }
    }
}

static const double at_five[] = {5};

static help_study study_by_group(const people *town, unsigned groups)
{
    help_study study = study_of(town->trials, town->n, town->people);
    study.groups = groups;
    study.options.common.min_subjects = 10;
    study.options.thresholds = (assay_numbers){at_five, 1};
    return study;
}

static assay_figure_status status_at(const assay_result *result, char group)
{
    char id[64] = "FNMR@threshold=5,group=?";
    id[strlen(id) - 1] = group;
    return figure_of(result, id)->status;
}

static void a_small_group_takes_the_next_smallest_along(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 9, 20, 30};
    people town;
    build(&town, sizes, 4, 0);
    const help_study study = study_by_group(&town, 4);
    assay_result *result = study_run(&study);
    assert_int_equal(status_at(result, 'A'), ASSAY_FIGURE_OK);
    assert_int_equal(status_at(result, 'B'), ASSAY_FIGURE_SUPPRESSED);
    assert_int_equal(status_at(result, 'C'), ASSAY_FIGURE_SUPPRESSED);
    assert_int_equal(status_at(result, 'D'), ASSAY_FIGURE_OK);
    assert_int_equal(the_warning(result, "suppressed").rows, 2);
    assert_null(curve_of(result, "DET,group=B"));
    assert_non_null(curve_of(result, "DET,group=D"));
    assay_result_free(result);
}

static void a_suppressed_figure_shows_nothing(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 9, 20};
    people town;
    size_t n = 0;
    build(&town, sizes, 3, 0);
    const help_study study = study_by_group(&town, 3);
    assay_result *result = study_run(&study);
    const assay_figure *figures = assay_result_figures(result, &n);
    for (size_t i = 0; i < n; i++) {
        const assay_figure *figure = &figures[i];
        if (!figure->group_count || figure->group[0].value[0] != 'B') continue;
        assert_int_equal(figure->status, ASSAY_FIGURE_SUPPRESSED);
        assert_true(isnan(figure->value) && isnan(figure->low));
        assert_true(isnan(figure->threshold) && isnan(figure->effective));
        assert_true(figure->events == -1 && figure->trials == -1);
        assert_int_equal(figure->subjects, -1);
        for (size_t k = 0; k < figure->at_count; k++)
            assert_string_not_equal(figure->at[k].key, "achieved");
    }
    assert_null(statement_of(result, ASSAY_IN_SHORT, "group B"));
    assay_result_free(result);
}

static void ten_people_are_enough(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 10};
    people town;
    build(&town, sizes, 2, 0);
    const help_study study = study_by_group(&town, 2);
    assay_result *result = study_run(&study);
    assert_int_equal(status_at(result, 'B'), ASSAY_FIGURE_OK);
    assert_null(warning_of(result, "suppressed"));
    assay_result_free(result);
}

static void unknown_groups_show_their_count_and_hide_nobody(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 20};
    people town;
    build(&town, sizes, 2, 4);
    help_study study = study_by_group(&town, 2);
    study.unknown = true;
    assay_result *result = study_run(&study);
    assert_int_equal(status_at(result, 'A'), ASSAY_FIGURE_OK);
    assert_int_equal(status_at(result, 'B'), ASSAY_FIGURE_OK);
    assert_true(figure_of(result, "mated comparisons@group=unknown")->value ==
                4);
    assert_int_equal(
        figure_of(result, "FNMR@threshold=5,group=unknown")->status,
        ASSAY_FIGURE_SUPPRESSED);
    assay_result_free(result);
}

static void unknown_ones_are_kept_back_with_a_small_group(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 5};
    people town;
    build(&town, sizes, 2, 4);
    help_study study = study_by_group(&town, 2);
    study.unknown = true;
    assay_result *result = study_run(&study);
    assert_int_equal(
        figure_of(result, "mated comparisons@group=unknown")->status,
        ASSAY_FIGURE_SUPPRESSED);
    assert_int_equal(status_at(result, 'A'), ASSAY_FIGURE_SUPPRESSED);
    assert_int_equal(status_at(result, 'B'), ASSAY_FIGURE_SUPPRESSED);
    assay_result_free(result);
}

static void without_people_nothing_is_kept_back(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 3};
    people town;
    build(&town, sizes, 2, 0);
    help_study study = study_by_group(&town, 2);
    study.people = 0;
    assay_result *result = study_run(&study);
    assert_int_equal(status_at(result, 'B'), ASSAY_FIGURE_OK);
    assay_result_free(result);
}

static void fmr_stands_against_all_and_the_same_group(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 30};
    people town;
    build(&town, sizes, 2, 0);
    help_study study = study_by_group(&town, 2);
    study.same_references = true;
    assay_result *result = study_run(&study);
    const assay_figure *all = figure_of(result, "FMR@threshold=5,group=B");
    const assay_figure *same =
        figure_of(result, "FMR@threshold=5,group=B,references=same");
    assert_string_equal(all->references, "all");
    assert_string_equal(same->references, "same group");
    // The last of B meets one of A, the one before it one as well.
    assert_int_equal(all->trials, 60);
    assert_int_equal(same->trials, 57);
    assert_null(
        assay_result_find(result, "FNMR@threshold=5,group=B,references=same"));
    assay_result_free(result);
}

static void two_tables_are_suppressed_apart(void **state)
{
    (void)state;
    static const assay_label labels[] = {
        {"sex", "F"}, {"sex", "M"}, {"age", "young"}, {"age", "old"}};
    static const uint64_t sizes[] = {5, 50, 20, 30};
    assay_ledger ledger = {0};
    for (size_t i = 0; i < 4; i++) {
        const assay_cell cell = {
            .labels = &labels[i], .label_count = 1, .people = sizes[i]};
        assert_int_equal(assay_ledger_cell(&ledger, &cell), i);
        assert_int_equal(assay_ledger_cell(&ledger, &cell), i);
    }
    assert_int_equal(assay_ledger_suppress(&ledger, 10), 2);
    assert_true(ledger.cells[0].suppressed && ledger.cells[1].suppressed);
    assert_false(ledger.cells[2].suppressed || ledger.cells[3].suppressed);
    assay_ledger_end(&ledger);
}

static void groups_that_lie_apart_are_told_so(void **state)
{
    (void)state;
    trial trials[1200];
    for (int i = 0; i < 1200; i++) {
        const uint8_t group = (uint8_t)(i % 2);
        const bool mated = i < 600;
        const bool low = i / 2 % (group ? 4 : 20) == 0;
        trials[i] = (trial){.reference = 1,
                            .mated = mated,
                            .score = mated ? (low ? 1.0f : 9.0f) : 0.0f,
                            .probe_group = group,
                            .reference_group = group};
    }
    help_study study = study_of(trials, 1200, 0);
    study.groups = 2;
    study.options.thresholds = (assay_numbers){at_five, 1};
    assay_result *result = study_run(&study);
    const assay_statement *said =
        statement_of(result, ASSAY_IN_SHORT, "more often on group B");
    assert_non_null(said);
    if (said) {
        assert_string_equal(
            said->text, "At threshold 5, it fails more often on group B, "
                        "250 (204 to 302) of 1,000 pairs of the same "
                        "person, than on A, 50 (31 to 81); ratio 5 (2.94 to "
                        "8.5).");
        assert_int_equal(said->figure_count, 2);
        assert_string_equal(said->figures[0], "FNMR@threshold=5,group=B");
    }
    // Nobody of either group passes as another.
    assert_non_null(statement_of(result, ASSAY_CANNOT_BE_TOLD,
                                 "pass as one person more often"));
    assay_result_free(result);
}

static void what_only_groups_lack_is_said_of_groups(void **state)
{
    (void)state;
    static const unsigned sizes[] = {60, 5};
    people town;
    build(&town, sizes, 2, 0);
    help_study study = study_by_group(&town, 2);
    study.options.common.min_subjects = 0;
    study.options.rates_only = true;
    assay_result *result = study_run(&study);
    assert_non_null(strstr(the_warning(result, "few_clusters").text,
                           "some intervals of groups rest on"));
    assay_result_free(result);
    // Everybody is five people.
    build(&town, sizes + 1, 1, 0);
    study = study_by_group(&town, 1);
    study.options.common.min_subjects = 0;
    result = study_run(&study);
    assert_non_null(strstr(the_warning(result, "few_clusters").text,
                           "some intervals rest on"));
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_group_takes_the_next_smallest_along),
        cmocka_unit_test(a_suppressed_figure_shows_nothing),
        cmocka_unit_test(ten_people_are_enough),
        cmocka_unit_test(unknown_groups_show_their_count_and_hide_nobody),
        cmocka_unit_test(unknown_ones_are_kept_back_with_a_small_group),
        cmocka_unit_test(without_people_nothing_is_kept_back),
        cmocka_unit_test(fmr_stands_against_all_and_the_same_group),
        cmocka_unit_test(two_tables_are_suppressed_apart),
        cmocka_unit_test(groups_that_lie_apart_are_told_so),
        cmocka_unit_test(what_only_groups_lack_is_said_of_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
