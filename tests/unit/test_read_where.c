// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/date.h"
#include "read/where.h"

static bool holds(const char *condition, const char *value)
{
    assay_where where;
    assert_int_equal(assay_where_parse(condition, &where, &err), ASSAY_OK);
    return assay_where_holds(&where, assay_slice_of(value));
}

static void conditions_are_parsed(void **state)
{
    (void)state;
    assay_where where;
    assert_int_equal(assay_where_parse(" date >= 2024-05 ", &where, &err),
                     ASSAY_OK);
    assert_string_equal(where.column, "date");
    assert_int_equal(where.operator, ASSAY_WHERE_GE);
    assert_true(assay_slice_is(where.value, "2024-05"));
    static const struct {
        const char *text;
        assay_where_operator operator;
    } signs[] = {
        {"a=1", ASSAY_WHERE_EQ},       {"a!=1", ASSAY_WHERE_NE},
        {"a<1", ASSAY_WHERE_LT},       {"a<=1", ASSAY_WHERE_LE},
        {"a>1", ASSAY_WHERE_GT},       {"a>=1", ASSAY_WHERE_GE},
        {"a~1", ASSAY_WHERE_CONTAINS},
    };
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        assert_int_equal(assay_where_parse(signs[i].text, &where, &err),
                         ASSAY_OK);
        assert_int_equal(where.operator, signs[i].operator);
        assert_true(assay_slice_is(where.value, "1"));
    }
}

static void what_is_no_condition_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "date",
        "=2024",
        "date=",
        "date==2024",
        "date!2024",
        "a= ",
        "a_column_whose_name_is_much_too_long_to_be_one_that_anybody_uses_1=2"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assay_where where;
        assert_int_equal(assay_where_parse(bad[i], &where, &err), ASSAY_EUSAGE);
        assert_non_null(strstr(err.reason, "like 'date=2024'"));
    }
}

static void numbers_compare_as_numbers(void **state)
{
    (void)state;
    assert_true(holds("fold=3", "3.0"));
    assert_false(holds("fold!=3", "3e0"));
    assert_true(holds("fold<10", "9"));
    assert_true(holds("score>=0.5", "0.5"));
    assert_false(holds("score>0.5", "0.5"));
    assert_true(holds("score>-1e3", "-999.5"));
}

static void dates_compare_at_the_precision_of_the_condition(void **state)
{
    (void)state;
    assert_true(holds("date=2024", "2024-05-03"));
    assert_false(holds("date<2024", "2024-05-03"));
    assert_true(holds("date<=2024", "2024-12-31T23:59:59Z"));
    assert_false(holds("date=2024", "2023-12-31"));
    assert_true(holds("date=2024-05", "2024-05-03 10:15"));
    assert_true(holds("date>2024-05-02", "2024-05-03"));
    assert_true(holds("date=2024-05-03T10:15", "2024-05-03T10:15:20.5"));
    assert_true(holds("date<2024-05-03T10:16", "2024-05-03 10:15"));
    // Less precise than what is asked: not known.
    assert_false(holds("date=2024-05-03", "2024-05"));
    assert_false(holds("date<2024-05-03", "2024-04"));
    assert_true(holds("date!=2024-05-03", "2024-05"));
}

static void anything_else_compares_by_its_bytes(void **state)
{
    (void)state;
    assert_true(holds("sex=F", "F"));
    assert_false(holds("sex=F", "f"));
    assert_true(holds("sex!=F", "M"));
    assert_true(holds("name<b", "ab"));
    assert_true(holds("name>a", "ab"));
    assert_false(holds("date=2024", "2024-13-03"));
    assert_false(holds("date=2024", "about 2024"));
}

static void containing_ignores_the_case(void **state)
{
    (void)state;
    assert_true(holds("place~croydon", "North CROYDON station"));
    assert_true(holds("place~2024", "on 2024-05-03"));
    assert_false(holds("place~croydon", "croydo"));
}

static void what_is_unknown_only_differs(void **state)
{
    (void)state;
    assert_true(holds("sex!=F", ""));
    assert_false(holds("sex=F", ""));
    assert_false(holds("sex<F", ""));
    assert_false(holds("sex~F", ""));
}

static void dates_are_told_from_other_text(void **state)
{
    (void)state;
    assay_date date;
    static const char *const good[] = {"2024",
                                       "2024-05",
                                       "2024-05-31",
                                       "2024-05-31T00:00",
                                       "2024-05-31 23:59:60",
                                       "2024-05-31T10:00:00.25",
                                       "2024-05-31T10:00:00+01:00",
                                       "2024-05-31T10:00Z",
                                       "2024-05-31T10:00:00,5-0330"};
    static const char *const bad[] = {"",
                                      "24",
                                      "2024-",
                                      "2024-00",
                                      "2024-13",
                                      "2024-05-32",
                                      "2024-05-31T",
                                      "2024-05-31T10",
                                      "20240531",
                                      "2024-5-3",
                                      "2024-05Z",
                                      "2024-05-31T10:60",
                                      "2024-05-31T25:00",
                                      "2024-05-31T10:00:00+1",
                                      "2024-05-31T10:00 UTC"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(assay_date_parse(assay_slice_of(good[i]), &date));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (assay_date_parse(assay_slice_of(bad[i]), &date))
            fail_msg("%s is taken for a date", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_are_parsed),
        cmocka_unit_test(what_is_no_condition_is_refused),
        cmocka_unit_test(numbers_compare_as_numbers),
        cmocka_unit_test(dates_compare_at_the_precision_of_the_condition),
        cmocka_unit_test(anything_else_compares_by_its_bytes),
        cmocka_unit_test(containing_ignores_the_case),
        cmocka_unit_test(what_is_unknown_only_differs),
        cmocka_unit_test(dates_are_told_from_other_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
