// SPDX-License-Identifier: Apache-2.0
// assay deployments: what moved, the periods between, and published claims; on
// a simulated record, on small tables, and on the records of a force where they
// are there.
#include "base/days.h"
#include "deployed_help.h"

static assay_result *evaluate(const char *file, const char *where,
                              const char *claim)
{
    assay_deployments_options options;
    assay_result *result = NULL;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){&file, 1};
    if (where) options.common.where = (assay_texts){&where, 1};
    if (claim) options.claims = (assay_texts){&claim, 1};
    if (assay_deployments_evaluate(&options, &result, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    return result;
}

static assay_result *simulated(const char *claim)
{
    return evaluate(ASSAY_TESTS "/data/deployments.csv", NULL, claim);
}

static assay_result *real(const char *where, const char *claim)
{
    char file[512];
    (void)snprintf(file, sizeof file, "%s/deployments/met.csv", ASSAY_DATA);
    if (access(file, R_OK) != 0) {
        print_message("%s is not there\n", file);
        skip();
    }
    return evaluate(file, where, claim);
}

static void check_value(const assay_result *result, const char *id,
                        double value, double error)
{
    const assay_figure *f = find(result, id);
    if (!(fabs(f->value - value) <= error)) fail_msg("%s: %.10g", id, f->value);
}

// Whether a sentence of this kind holds the text; its place among its kind.
static size_t place_of(const assay_result *result, assay_statement_kind kind,
                       const char *text)
{
    size_t count = 0, place = 0;
    const assay_statement *all = assay_result_statements(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (all[i].kind != kind) continue;
        place++;
        if (strstr(all[i].text, text)) return place;
    }
    return 0;
}

static void says(const assay_result *result, assay_statement_kind kind,
                 const char *text)
{
    if (!place_of(result, kind, text)) fail_msg("'%s' is not said", text);
}

static const assay_curve *curve_of(const assay_result *result, const char *name)
{
    size_t count = 0;
    const assay_curve *all = assay_result_curves(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].id, name) == 0) return &all[i];
    fail_msg("no curve %s", name);
    abort();
}

static void days_in_words(void **state)
{
    (void)state;
    char text[ASSAY_DAYS_TEXT];
    assert_string_equal(assay_days_words(19929, text), "25 July 2024");
    assert_string_equal(assay_days_words(0, text), "1 January 1970");
    assert_string_equal(assay_days_words(assay_days_of(9999, 9, 30), text),
                        "30 September 9999");
    assert_string_equal(assay_days_words(INT64_MAX, text), "");
    assert_int_equal(assay_days_year(19723), 2024);
    assert_int_equal(assay_days_year(19722), 2023);
}

// The twin of 2024: 28 deployments of one kind, then 22 of another.
static void a_record_in_two_parts(void **state)
{
    (void)state;
    assay_result *r = simulated(NULL);
    check(r, "false alerts per alert@period=2031-01-13/2031-05-28", 15, 213);
    check(r, "false alerts per alert@period=2031-06-02/2031-10-15", 0, 120);
    check_value(r, "deployments@period=2031-06-02/2031-10-15", 22, 0);
    check_value(r, "p of no change@change=2031-05-28/2031-06-02", 0.005, 0);
    check_value(r,
                "p of no change in faces counted per hour@change="
                "2031-05-28/2031-06-02",
                0.0025, 0);
    says(r, ASSAY_IN_SHORT, "are 2 periods; no one rate describes them");
    says(r, ASSAY_IN_SHORT, "To 28 May 2031: 70 (37 to 130) of 1,000 alerts");
    says(r, ASSAY_IN_SHORT, "From 2 June 2031, threshold 0.64: none of 120");
    // No sentence has the rate of all alone.
    assert_int_equal(place_of(r, ASSAY_IN_SHORT, "333"), 0);
    assert_in_range(place_of(r, ASSAY_IN_SHORT, "is not recorded"), 1, 5);
    assert_int_equal(place_of(r, ASSAY_IN_SHORT, "2 periods"), 1);
    assay_result_free(r);
}

// Six periods, twelve deployments each, in which faces an hour go up by threes;
// wrong alerts by sex in each.
static void what_sentences_leave_to_tables(void **state)
{
    (void)state;
    char text[8192] = "date,location,hours,faces_seen,alerts,true_alerts,"
                      "false_alerts,false_alerts_female\n";
    for (int i = 0; i < 72; i++) {
        char row[128];
        const int faces[] = {300, 900, 2700, 8100, 24300, 72900};
        (void)snprintf(row, sizeof row, "20%02d-%02d-%02d,P%d,4,%d,10,8,2,1\n",
                       20 + i / 24, 1 + i / 2 % 12, 1 + i % 2 * 14, i,
                       faces[i / 12] + i);
        strcat(text, row);
    }
    assay_result *r = evaluate(file_of(text), NULL, NULL);
    says(r, ASSAY_IN_SHORT,
         "are 6 periods; no one rate describes them. Sentences tell the last "
         "4, and the last 2 changes; the tables have all 6.");
    says(r, ASSAY_IN_SHORT, "of 24 wrong alerts, 12 to 24 were of sex female");
    // No sentence has the share of all periods together.
    assert_int_equal(place_of(r, ASSAY_IN_SHORT, "f 144 wrong alerts"), 0);
    check(r, "share of false alerts@sex=female", 72, 144);
    assay_result_free(r);
}

static void lines_over_one_axis(void **state)
{
    (void)state;
    assay_result *r = simulated(NULL);
    const assay_curve *c = curve_of(r, "time line of wrong alerts");
    assert_int_equal(c->column_count, 6);
    assert_int_equal(c->row_count, 49);
    for (size_t i = 0; i < c->row_count; i++) {
        const double *row = c->values + i * c->column_count;
        assert_true(row[4] <= row[3] && row[4] <= row[5]);
        assert_true(fabs(row[3] - 1000 * row[1] / row[2]) < 1e-9);
    }
    assert_int_equal(curve_of(r, "time line of faces counted")->row_count, 48);
    assert_int_equal(curve_of(r, "time line of alerts")->column_count, 4);
    c = curve_of(r, "thresholds");
    assert_int_equal(c->row_count, 2);
    assert_true(c->values[1] == 0.6 && c->values[3] == 0.64);
    c = curve_of(r, "changes");
    assert_int_equal(c->row_count, 1);
    assert_true(c->values[0] == (double)assay_days_of(2031, 5, 28));
    assert_true(c->values[1] == (double)assay_days_of(2031, 6, 2));
    assay_result_free(r);
}

static void the_next_deployment(void **state)
{
    (void)state;
    assay_result *r = simulated(NULL);
    size_t count = 0, foreseen = 0;
    const assay_figure *all = assay_result_figures(r, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &all[i];
        if (strcmp(f->interval, "prediction") != 0) continue;
        foreseen++;
        assert_string_equal(f->group[0].value, "2031-06-02/2031-10-15");
        if (strcmp(f->at[0].key, "alerts") == 0) {
            // Beta(1/2, 120 + 1/2), 100 alerts.
            assert_true(fabs(f->value - 100 * 0.5 / 121) < 1e-9);
            assert_true(f->low == 0 && f->high == 3);
            continue;
        }
        assert_true(f->at[0].value == 4.75);
        // (x + 1/2)/E hours of the period, at 4.75 of them.
        const double x = strncmp(f->name, "false", 5) == 0 ? 0.5 : 120.5;
        assert_true(fabs(f->value - x / 98.4667 * 4.75) < 1e-4);
        assert_true(f->low <= f->value && f->high == (x < 1 ? 0 : 17));
    }
    assert_int_equal(foreseen, 3);
    assay_result_free(r);
}

static void T2_1_claims_of_one_record(void **state)
{
    (void)state;
    const char *table = "date,location,alerts,false_alerts,faces_seen\n"
                        "2024-09-01/2025-09-30,London,2077,10,3147436\n";
    assay_result *r = evaluate(file_of(table), NULL, "0.0003 %");
    says(r, ASSAY_CLAIM,
         "'0.0003 %' comes out as false alerts per face counted, all rows "
         "asked for: 10 of 3,147,436");
    says(r, ASSAY_CLAIM, "false alerts per alert, 48.1 in 10,000");
    says(r, ASSAY_CLAIM, "1 comes out, 0 come near");
    // For the ladder.
    assert_string_equal(find(r, "claim@rate=3e-06")->note, "0.0003 %");
    assay_result_free(r);
    r = evaluate(file_of(table), NULL, ".5 %");
    says(r, ASSAY_CLAIM,
         "'.5 %' comes out as false alerts per alert, all rows asked for: 10 "
         "of 2,077");
    assay_result_free(r);
    r = evaluate(file_of(table), NULL, "99.5 %");
    says(r, ASSAY_CLAIM,
         "'99.5 %' comes out as alerts that were not recorded as wrong per "
         "alert, all rows asked for: 2,067 of 2,077");
    assay_result_free(r);
}

static void T2_3_claims_of_what_was_not_verified(void **state)
{
    (void)state;
    assay_result *r = evaluate(
        file_of("date,location,alerts,true_alerts\n2019-07-03,London,42,8\n"),
        NULL, "81 %");
    says(r, ASSAY_CLAIM,
         "'81 %' comes out as alerts that were not verified as right per "
         "alert, all of 2019: 34 of 42");
    assay_result_free(r);
    r = evaluate(file_of("date,location,alerts,true_alerts,false_alerts\n"
                         "2019-07-03,London,42,8,\n"),
                 NULL, "81 %");
    says(r, ASSAY_CLAIM,
         "'81 %' comes out as alerts that were not verified as right per "
         "alert, all of 2019: 34 of 42");
    assay_result_free(r);
    // One was spoken to and was not the person; 33 nobody judged.
    r = evaluate(file_of("date,location,alerts,true_alerts,false_alerts\n"
                         "2019-07-03,London,42,8,1\n"),
                 NULL, "81 %");
    says(r, ASSAY_CLAIM,
         "'81 %' comes out as false alerts per alert, every open outcome "
         "counted as one, all of 2019: 34 of 42");
    assay_result_free(r);
}

static void claims_that_do_not_come_out(void **state)
{
    (void)state;
    assay_result *r =
        evaluate(file_of("date,location,alerts,true_alerts,false_alerts\n"
                         "2019-07-03,A,100,90,10\n2020-07-03,B,100,60,40\n"),
                 NULL, "26 %");
    says(r, ASSAY_CLAIM, "'26 %' does not come out.");
    says(r, ASSAY_CLAIM, "'26 %' is near as false alerts per alert");
    says(r, ASSAY_CLAIM, "definitions 2, sets of rows 3");
    assay_result_free(r);
    r = evaluate(file_of("date,location,alerts,true_alerts,false_alerts\n"
                         "2019-07-03,A,100,90,10\n2020-07-03,B,100,60,40\n"),
                 NULL, "40 %");
    says(r, ASSAY_CLAIM,
         "'40 %' comes out as false alerts per alert, 2020: 40 "
         "of 100");
    assay_result_free(r);
}

static void what_is_no_claim(void **state)
{
    (void)state;
    const char *file = file_of("date,alerts,false_alerts\n2019-07-03,10,1\n");
    const char *claim = "many";
    assay_deployments_options options;
    assay_result *result = NULL;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){&file, 1};
    options.claims = (assay_texts){&claim, 1};
    assert_int_equal(assay_deployments_evaluate(&options, &result, &err),
                     ASSAY_EUSAGE);
    assert_null(result);
    assert_non_null(strstr(err.reason, "--claim 'many'"));
}

static void claims_across_a_change(void **state)
{
    (void)state;
    assay_result *r = simulated("45 in 1,000");
    says(r, ASSAY_CLAIM, "'45 in 1,000' comes out as false alerts per alert");
    says(r, ASSAY_CLAIM,
         "It is a mixture of 2 periods and describes neither part; the periods "
         "themselves: 15 of 213 (70.4 in 1,000), to 28 May 2031; none of 120, "
         "from 2 June 2031.");
    assay_result_free(r);
}

static void the_change_of_july_2024(void **state)
{
    (void)state;
    assay_result *r = real("date=2024", "1 in 33,000");
    static const struct {
        const char *period;
        int64_t wrong, outcomes, faces;
        double rows, hours, faces_hour, alerts_hour;
    } parts[] = {
        {"2024-01-10/2024-07-23", 27, 688, 181443, 99, 523.6, 347, 1.31},
        {"2024-07-25/2024-12-20", 0, 599, 721305, 81, 418.2, 1725, 1.43}};
    for (size_t i = 0; i < 2; i++) {
        char id[128];
#define ID(name)                                                               \
    ((void)snprintf(id, sizeof id, name "@period=%s", parts[i].period), id)
        check(r, ID("false alerts per alert"), parts[i].wrong,
              parts[i].outcomes);
        check(r, ID("false alerts per face counted"), parts[i].wrong,
              parts[i].faces);
        check_value(r, ID("deployments"), parts[i].rows, 0);
        check_value(r, ID("hours"), parts[i].hours, 0.05);
        check_value(r, ID("faces counted per hour"), parts[i].faces_hour, 0.5);
        check_value(r, ID("alerts per hour"), parts[i].alerts_hour, 0.005);
#undef ID
    }
    size_t count = 0, changes = 0;
    const assay_figure *all = assay_result_figures(r, &count);
    for (size_t i = 0; i < count; i++)
        changes += strcmp(all[i].name, "p of no change") == 0;
    assert_int_equal(changes, 1);
    assert_non_null(
        strstr(find(r, "p of no change@change=2024-07-23/2024-07-25")->note,
               "from 0.62 to 0.64"));
    says(r, ASSAY_IN_SHORT,
         "alerts per hour, 1.31 and 1.43, were not seen to "
         "change; false alerts per alert, 39 and 0 of "
         "1,000, changed");
    assert_int_equal(place_of(r, ASSAY_IN_SHORT, "1,287"), 0);
    assert_int_equal(place_of(r, ASSAY_IN_SHORT, "902,748"), 0);
    says(r, ASSAY_CLAIM,
         "'1 in 33,000' comes out as false alerts per face counted, all of "
         "2024: 27 of 902,748, 1 in 33,435");
    says(r, ASSAY_CLAIM, "mixture of 2 periods and describes neither part");
    says(r, ASSAY_CLAIM, "1 comes out, 0 come near");
    assay_result_free(r);
}

static void all_years(void **state)
{
    (void)state;
    assay_result *r = real("date>=2016", "1 in 33,000");
    check(r, "false alerts per alert@period=2024-01-23/2024-07-23", 27, 673);
    check(r, "false alerts per alert@period=2024-07-25/2024-12-20", 0, 599);
    check(r, "false alerts per face counted@year=2024", 27, 902748);
    says(r, ASSAY_CLAIM,
         "'1 in 33,000' comes out as false alerts per face counted, 2024: 27 "
         "of 902,748, 1 in 33,435");
    says(r, ASSAY_CLAIM, "mixture of 3 periods and describes no part");
    says(r, ASSAY_CLAIM, "1 comes out, 0 come near");
    assay_result_free(r);
}

static void a_count_of_eight(void **state)
{
    (void)state;
    assay_result *r = real("date=2020-02-27", "7 of 8");
    says(r, ASSAY_CLAIM,
         "'7 of 8' comes out as false alerts per alert, all of "
         "2020: 7 of 8");
    assay_result_free(r);
    r = real("date=2020-02-27", "0.08 %");
    says(r, ASSAY_CLAIM,
         "as false alerts per face counted, all of 2020: 7 of "
         "8,600");
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_in_words),
        cmocka_unit_test(a_record_in_two_parts),
        cmocka_unit_test_teardown(what_sentences_leave_to_tables, drop_file),
        cmocka_unit_test(lines_over_one_axis),
        cmocka_unit_test(the_next_deployment),
        cmocka_unit_test_teardown(T2_1_claims_of_one_record, drop_file),
        cmocka_unit_test_teardown(T2_3_claims_of_what_was_not_verified,
                                  drop_file),
        cmocka_unit_test_teardown(claims_that_do_not_come_out, drop_file),
        cmocka_unit_test_teardown(what_is_no_claim, drop_file),
        cmocka_unit_test(claims_across_a_change),
        cmocka_unit_test(the_change_of_july_2024),
        cmocka_unit_test(all_years),
        cmocka_unit_test(a_count_of_eight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
