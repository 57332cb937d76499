// SPDX-License-Identifier: Apache-2.0
// What is told of searches beside numbers: bounds, warnings, sentences, wrong
// labels; and which options are refused.
#include "ident_help.h"

static const double at_6[] = {0.6};
static const double some_fpir[] = {0.3, 0.1};

static void none_seen_has_a_bound(void **state)
{
    (void)state;
    static const unsigned none[12] = {0};
    static help_lists h;
    help_named(&h, none, 12);
    assay_result *r = help_run(&h);
    const assay_figure *fpir = figure_of(r, "FPIR@threshold=0.6");
    assert_near(fpir->value, 0);
    assert_near(fpir->low, 0);
    assert_near(fpir->high, 1 - pow(0.025, 1.0 / 12));
    assert_null(strstr(fpir->note, "not guaranteed"));
    // A search names ten at most.
    assert_near(figure_of(r, "SEL@threshold=0.6")->high,
                10 * (1 - pow(0.025, 1.0 / 12)));
    assay_result_free(r);
    h.options.target = ASSAY_TARGET_RANDOM;
    r = help_run(&h);
    fpir = figure_of(r, "FPIR@threshold=0.6");
    assert_non_null(strstr(fpir->note, "not guaranteed"));
    assert_true(fpir->high > 0 && fpir->high < 1);
    assay_result_free(r);
}

static const assay_warning *warning_of(const assay_result *r, const char *code)
{
    size_t n = 0;
    const assay_warning *all = assay_result_warnings(r, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].code, code) == 0) return &all[i];
    return NULL;
}

static void one_class_is_no_failure(void **state)
{
    (void)state;
    static help_lists h;
    for (int mated = 0; mated < 2; mated++) {
        help_random(&h, 2, 12, 40);
        h.options.thresholds = (assay_numbers){at_6, 1};
        for (unsigned q = 0; q < h.probes; q++) {
            h.enrolled[0][h.person[q] % 12] = mated;
            h.failed[0][h.person[q]] = false;
        }
        for (uint32_t p = 0; p < 12; p++) {
            h.enrolled[0][p] = mated;
            h.failed[0][p] = false;
        }
        if (!mated) { // somebody else is on the list
            h.people = 13;
            h.enrolled[0][12] = true;
        }
        assay_result *r = help_run(&h);
        assert_non_null(warning_of(r, "one_class"));
        const char *id = mated ? "FPIR@threshold=0.6" : "FNIR@threshold=0.6";
        assert_int_equal(figure_of(r, id)->status, ASSAY_FIGURE_NO_DATA);
        assert_true(isnan(figure_of(r, id)->value));
        assay_result_free(r);
    }
}

static bool says(const assay_result *r, const char *text)
{
    size_t n = 0;
    const assay_statement *all = assay_result_statements(r, &n);
    for (size_t i = 0; i < n; i++)
        if (strstr(all[i].text, text)) return true;
    return false;
}

static void sentences_name_the_list(void **state)
{
    (void)state;
    static help_lists h;
    help_random(&h, 21, 40, 240);
    for (unsigned q = 0; q < h.probes; q++) h.person[q] = q % 40;
    h.options.thresholds = (assay_numbers){at_6, 1};
    h.options.fpir = (assay_numbers){some_fpir, 1};
    assay_result *r = help_run(&h);
    assert_true(says(r, "searches by people on a list of "));
    assert_true(says(r, "searches by people not on a list of "));
    assert_true(says(r, "What a street gives"));
    assert_true(says(r, "beyond the test"));
    assert_true(says(r, "Anything by group"));
    assay_result_free(r);
}

static size_t in_short(const assay_result *r)
{
    size_t n = 0, of = 0;
    const assay_statement *all = assay_result_statements(r, &n);
    for (size_t i = 0; i < n; i++) of += all[i].kind == ASSAY_IN_SHORT;
    return of;
}

// Whatever could be told.
static void five_sentences_in_short(void **state)
{
    (void)state;
    static const double targets[] = {0.9, 0.5, 0.3};
    static help_lists h;
    for (int given = 0; given < 2; given++)
        for (unsigned groups = 0; groups < 3; groups += 2) {
            help_random(&h, 21, 40, 240);
            for (unsigned q = 0; q < h.probes; q++) h.person[q] = q % 40;
            for (unsigned q = 0; q < h.probes; q++)
                h.profile[q] = h.person[q] % 4 > 1;
            h.groups = groups;
            h.options.thresholds = (assay_numbers){at_6, given ? 1u : 0u};
            h.options.fpir = (assay_numbers){targets, 3};
            assay_result *r = help_run(&h);
            assert_true(in_short(r) >= 1 && in_short(r) <= 5);
            if (given && groups) assert_true(in_short(r) >= 4);
            assert_int_equal(says(r, " in group"), groups > 0);
            assay_result_free(r);
        }
}

// A ledger that pairs share tells of each apart.
static void warnings_of_pairs_and_of_searches_apart(void **state)
{
    (void)state;
    assay_ledger ledger = {.no_memory = false};
    const assay_cell all = {.labels = NULL};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(&ledger, &all),
                         .tell = ASSAY_TELL_UNEQUAL};
    for (int64_t i = 0; i < 5; i++) {
        entry.figure.name = "FNIR";
        entry.figure.watchlist_size = i < 2 ? 0 : i;
        (void)assay_ledger_add(&ledger, &entry, false);
    }
    assert_int_equal(assay_ledger_told(&ledger, ASSAY_TELL_UNEQUAL, false), 2);
    assert_int_equal(assay_ledger_told(&ledger, ASSAY_TELL_UNEQUAL, true), 3);
    assay_ledger_end(&ledger);
}

static void wrong_labels_are_counted(void **state)
{
    (void)state;
    static help_lists h;
    help_random(&h, 8, 40, 250);
    // Photographs of person 3 under other names: 25 isn't on the list, 4 is.
    h.person[7] = 25;
    h.person[8] = 4;
    h.lost[7] = h.lost[8] = false;
    for (unsigned q = 0; q < h.probes; q++)
        for (uint32_t p = 0; p < h.people; p++) {
            h.enrolled[0][p] = p < 20;
            h.failed[0][p] = false;
            h.score[q][p] = p == h.person[q] ? 0.8f : 0.1f;
        }
    h.score[7][3] = h.score[8][3] = 0.9f;
    h.score[8][4] = 0.05f;
    assay_searches *s = help_make(&h);
    assay_suspect *found = NULL;
    size_t n = 0;
    assay_error err;
    assert_int_equal(assay_searches_suspects(s, &found, &n, &err), ASSAY_OK);
    assert_int_equal(n, 3);
    assert_true(found[0].probe == 7 && found[0].identity == 3);
    assert_false(found[0].mated);
    assert_true(found[1].probe == 8 && found[1].identity == 3);
    assert_true(found[2].probe == 8 && found[2].identity == 4);
    assert_true(found[2].mated);
    assay_result *r = help_measure(&h, s);
    assert_near(figure_of(r, "probable label errors")->value, 3);
    assay_result_free(r);
    assay_free(found);
    assay_searches_free(s);
}

static const char *const mated_p = "p of equal mated scores per subject";

// T5.8 as the searches of three people on the list, in two lists.
static void mated_scores(help_lists *h)
{
    static const float score[3][4] = {
        {1, 2, 3, 4}, {3, 5, 7, 9}, {2, 8, 9, 10}};
    help_begin(h);
    h->people = 5;
    h->lists = h->pool = 2;
    h->options.thresholds = (assay_numbers){at_6, 1};
    for (uint32_t p = 0; p < 4; p++) h->enrolled[0][p] = true;
    h->enrolled[1][0] = h->enrolled[1][1] = true;
    for (unsigned i = 0; i < 12; i++) {
        float all[5] = {0};
        all[i % 3] = score[i % 3][i / 3];
        help_probe(h, i % 3, all, 5);
    }
    // One with three scores only, a failure, and somebody who is on no list.
    for (unsigned i = 0; i < 3; i++)
        help_probe(h, 3, (float[]){0, 0, 0, 50}, 4);
    help_probe(h, 0, NULL, 0);
    for (unsigned i = 0; i < 9; i++) help_probe(h, 4, (float[]){0}, 1);
}

static void T5_8_mated_scores_of_people(void **state)
{
    (void)state;
    static help_lists h;
    mated_scores(&h);
    assay_result *r = help_run(&h);
    const assay_figure *p = figure_of(r, mated_p);
    assert_true(fabs(p->value - .113417629) < 1e-9);
    assert_int_equal(p->trials, 12);
    assert_int_equal(p->subjects, 3);
    assert_int_equal(p->status, ASSAY_FIGURE_OK);
    assay_result_free(r);
    // As distances the ranks turn round, and differ as much.
    for (unsigned q = 0; q < h.probes; q++)
        for (uint32_t k = 0; k < 5; k++) h.score[q][k] = -h.score[q][k];
    r = help_run(&h);
    assert_true(fabs(figure_of(r, mated_p)->value - .113417629) < 1e-9);
    assay_result_free(r);
    // All alike: nothing that could differ.
    memset(h.score, 0, sizeof h.score);
    r = help_run(&h);
    assert_int_equal(figure_of(r, mated_p)->status, ASSAY_FIGURE_NO_DATA);
    assay_result_free(r);
}

static void mated_scores_that_are_not_known(void **state)
{
    (void)state;
    static help_lists h;
    mated_scores(&h);
    h.has_floor = h.no_mate = true;
    h.floor = 2;
    assay_result *r = help_run(&h);
    const assay_figure *p = figure_of(r, mated_p);
    assert_int_equal(p->status, ASSAY_FIGURE_REFUSED);
    assert_true(isnan(p->value));
    assert_non_null(strstr(p->note, "not known"));
    assay_result_free(r);
    // Two of three people have too few.
    mated_scores(&h);
    for (unsigned q = 0; q < 2; q++) h.lost[q] = true;
    r = help_run(&h);
    assert_null(assay_result_find(r, mated_p));
    assay_result_free(r);
}

static void options_are_checked(void **state)
{
    (void)state;
    static const double bad[] = {0, 1, -1, 1.5, INFINITY};
    static help_lists h;
    help_random(&h, 1, 8, 20);
    h.options.thresholds = (assay_numbers){at_6, 1};
    assay_searches *s = help_make(&h);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assay_numbers *const options[] = {&h.options.fpir, &h.options.ranks,
                                          &h.options.sizes};
        for (size_t k = 0; k < 3; k++) {
            if (k && bad[i] == 1) continue; // a rank, a size
            const assay_numbers before = *options[k];
            *options[k] = (assay_numbers){&bad[i], 1};
            assay_error err = {0};
            assay_result *result = assay_build_new("identification");
            assert_int_equal(help_figures(&h, s, result, &err), ASSAY_EUSAGE);
            assay_result_free(result);
            *options[k] = before;
        }
    }
    assay_searches_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_seen_has_a_bound),
        cmocka_unit_test(one_class_is_no_failure),
        cmocka_unit_test(sentences_name_the_list),
        cmocka_unit_test(five_sentences_in_short),
        cmocka_unit_test(warnings_of_pairs_and_of_searches_apart),
        cmocka_unit_test(wrong_labels_are_counted),
        cmocka_unit_test(T5_8_mated_scores_of_people),
        cmocka_unit_test(mated_scores_that_are_not_known),
        cmocka_unit_test(options_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
