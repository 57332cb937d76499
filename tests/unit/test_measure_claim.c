// SPDX-License-Identifier: Apache-2.0
// Published rates held against counts.
#include "measure/claim.h"
#include "stats/proportions.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static assay_claim claim_of(const char *text)
{
    assay_claim claim;
    assay_error err = {0};
    if (assay_claim_read(text, &claim, &err) != ASSAY_OK)
        fail_msg("%s: %s", text, err.reason);
    return claim;
}

static assay_claim_verdict verdict(const char *text, double x, double n)
{
    const assay_claim claim = claim_of(text);
    const assay_interval i = assay_clopper_pearson(x, n, 0.95);
    const assay_claim_counts counts = {x, n, i.low, i.high};
    return assay_claim_hold(&claim, &counts);
}

static void is_read(const char *text, assay_claim_form form, double number,
                    double base, double step)
{
    const assay_claim c = claim_of(text);
    assert_int_equal(c.form, form);
    if (c.number == number && c.base == base && fabs(c.step - step) < 1e-15)
        return;
    fail_msg("%s: %g, base %g, step %g", text, c.number, c.base, c.step);
}

static void claims_as_they_are_written(void **state)
{
    (void)state;
    is_read("1 in 33,000", ASSAY_CLAIM_ONE_IN, 33000, 1, 1000);
    is_read(" 1 in 33435 ", ASSAY_CLAIM_ONE_IN, 33435, 1, 1);
    is_read("1:6,720", ASSAY_CLAIM_ONE_IN, 6720, 1, 10);
    is_read("1 in 1,000", ASSAY_CLAIM_ONE_IN, 1000, 1, 1000);
    is_read("1 in 10 million", ASSAY_CLAIM_ONE_IN, 1e7, 1, 1e7);
    is_read("1 in 4.5", ASSAY_CLAIM_ONE_IN, 4.5, 1, 0.1);
    is_read("81 %", ASSAY_CLAIM_ON_BASE, 81, 100, 1);
    is_read("80%", ASSAY_CLAIM_ON_BASE, 80, 100, 1);
    is_read(".5 per cent", ASSAY_CLAIM_ON_BASE, 0.5, 100, 0.1);
    is_read("0.0003 percent", ASSAY_CLAIM_ON_BASE, 0.0003, 100, 0.0001);
    is_read("39 in 1,000", ASSAY_CLAIM_ON_BASE, 39, 1000, 1);
    is_read("149 per million", ASSAY_CLAIM_ON_BASE, 149, 1e6, 1);
    is_read("39 of every 1,000", ASSAY_CLAIM_ON_BASE, 39, 1000, 1);
    is_read("0.08", ASSAY_CLAIM_ON_BASE, 0.08, 1, 0.01);
    is_read("7 of 8", ASSAY_CLAIM_COUNTS, 7, 8, 1);
    is_read("7 in 8", ASSAY_CLAIM_COUNTS, 7, 8, 1);
    is_read("34 out of 42", ASSAY_CLAIM_COUNTS, 34, 42, 1);
    is_read("2,297/2,470", ASSAY_CLAIM_COUNTS, 2297, 2470, 1);
}

static void what_is_no_claim(void **state)
{
    (void)state;
    const char *const texts[] = {"",
                                 "many",
                                 "1 in",
                                 "1 in 0",
                                 "0 in 0",
                                 "7 of 0",
                                 "8 of 7",
                                 "101 %",
                                 "81 % ?",
                                 "-3 %",
                                 "3,3 %",
                                 "1 in 33,00",
                                 "1 in ,000",
                                 "5",
                                 "0",
                                 "1",
                                 "1.5.2 %",
                                 "nan",
                                 "1e-3",
                                 "7 off 8",
                                 "7 out 8",
                                 "3. %",
                                 "7.5 of 10",
                                 "7 of 8.5",
                                 "0 of every 0",
                                 "1 in -4",
                                 "39 per",
                                 "1234567890123 in 1,000",
                                 "0.9899000000018 %",
                                 "1 in 1234567890123"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assay_claim claim;
        assay_error err = {0};
        if (assay_claim_read(texts[i], &claim, &err) == ASSAY_OK)
            fail_msg("'%s' was read", texts[i]);
        assert_int_equal(err.status, ASSAY_EUSAGE);
        assert_non_null(strstr(err.reason, "--claim"));
    }
}

static void one_in_33_000(void **state)
{
    (void)state;
    // All of 2024; to 23 July; over all years; per alert.
    assert_int_equal(verdict("1 in 33,000", 27, 902748), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("1 in 33,000", 27, 181443), ASSAY_CLAIM_NO);
    assert_int_equal(verdict("1 in 33,000", 39, 1386706), ASSAY_CLAIM_INSIDE);
    assert_int_equal(verdict("1 in 33,000", 27, 1287), ASSAY_CLAIM_NO);
    assert_int_equal(verdict("1 in 33,000", 0, 721305), ASSAY_CLAIM_NO);
    assert_int_equal(verdict("1 in 33,000", 0, 90000), ASSAY_CLAIM_INSIDE);
    assert_int_equal(verdict("1 in 33,000", 27, 920000), ASSAY_CLAIM_NEAR);
    assert_int_equal(verdict("1 in 33,000", 0, 0), ASSAY_CLAIM_NO);
}

static void none_and_all(void **state)
{
    (void)state;
    static const char *const none[] = {"0 %", "0.00 %", "0 in 1,000", "0.0",
                                       "0 of 599"};
    static const char *const all[] = {"100 %", "100.0 %", "1 in 1", "8 of 8"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(verdict(none[i], 0, 599), ASSAY_CLAIM_COMES_OUT);
        // Any rate below 1 % would be 0 % when cut off, below .5 % rounded.
        assert_int_not_equal(verdict(none[i], 1, 1000000),
                             ASSAY_CLAIM_COMES_OUT);
        assert_int_equal(verdict(none[i], 60, 1000), ASSAY_CLAIM_NO);
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(verdict(all[i], 8, 8), ASSAY_CLAIM_COMES_OUT);
        assert_int_not_equal(verdict(all[i], 999999, 1000000),
                             ASSAY_CLAIM_COMES_OUT);
        assert_int_equal(verdict(all[i], 97, 100), ASSAY_CLAIM_NO);
    }
    // What has a digit that counts is rounded and cut off as before.
    assert_int_equal(verdict("0.0003 %", 10, 3147436), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("99 %", 999, 1000), ASSAY_CLAIM_COMES_OUT);
    const assay_claim claim = claim_of("0 %");
    const assay_claim_counts few = {1, 1000, 0, 0.01};
    assert_false(assay_claim_cut_off(&claim, &few));
}

static void T2_1_two_false_alert_rates(void **state)
{
    (void)state;
    assert_int_equal(verdict("0.0003 %", 10, 3147436), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict(".5 %", 10, 2077), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("0.0003 %", 10, 2077), ASSAY_CLAIM_NO);
    assert_int_equal(verdict(".5 %", 10, 3147436), ASSAY_CLAIM_NO);
}

static void T2_3_bounds_of_what_was_verified(void **state)
{
    (void)state;
    // 42 alerts, 8 of them verified as right: those that were not.
    assert_int_equal(verdict("81 %", 34, 42), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("80 %", 34, 42), ASSAY_CLAIM_COMES_OUT); // cut off
    assert_int_equal(verdict("19 %", 8, 42), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("82 %", 34, 42), ASSAY_CLAIM_NEAR);
    assert_int_equal(verdict("70 %", 34, 42), ASSAY_CLAIM_INSIDE);
    assert_int_equal(verdict("60 %", 34, 42), ASSAY_CLAIM_NO);
}

static void counts_are_exact(void **state)
{
    (void)state;
    assert_int_equal(verdict("7 of 8", 7, 8), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("7 of 8", 14, 16), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("7 of 8", 13, 15), ASSAY_CLAIM_NEAR);
    assert_int_equal(verdict("7 of 8", 3, 4), ASSAY_CLAIM_INSIDE);
    assert_int_equal(verdict("0 of 8", 0, 599), ASSAY_CLAIM_COMES_OUT);
}

static void digits_that_were_cut_off(void **state)
{
    (void)state;
    // South Wales: 92.996 %, published as 92.
    const assay_claim claim = claim_of("92 %"), rounded = claim_of("93 %");
    const assay_claim_counts counts = {2297, 2470, 0.9, 0.95};
    assert_int_equal(assay_claim_hold(&claim, &counts), ASSAY_CLAIM_COMES_OUT);
    assert_true(assay_claim_cut_off(&claim, &counts));
    assert_int_equal(assay_claim_hold(&rounded, &counts),
                     ASSAY_CLAIM_COMES_OUT);
    assert_false(assay_claim_cut_off(&rounded, &counts));
}

static void edges_of_rounding(void **state)
{
    (void)state;
    assert_int_equal(verdict("29 %", 29, 100), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("28 %", 29, 100), ASSAY_CLAIM_NEAR);
    assert_int_equal(verdict("12 %", 1, 8), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("12.3456789012 %", 123456789012.0, 1e12),
                     ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("13 %", 1, 8), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("0.00 %", 3, 100000), ASSAY_CLAIM_NEAR);
    assert_int_equal(verdict("0.00 %", 6, 100000), ASSAY_CLAIM_NO);
    assert_int_equal(verdict("100 %", 998, 1000), ASSAY_CLAIM_NEAR);
    assert_int_equal(verdict("100 %", 8, 8), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("1 in 6,000", 1, 6999), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("1 in 6,000", 1, 5500), ASSAY_CLAIM_COMES_OUT);
    assert_int_equal(verdict("1 in 6,000", 1, 7000), ASSAY_CLAIM_INSIDE);
}

static void names_of_verdicts(void **state)
{
    (void)state;
    assert_string_equal(assay_claim_verdict_name(ASSAY_CLAIM_COMES_OUT),
                        "comes out");
    assert_string_equal(assay_claim_verdict_name(ASSAY_CLAIM_NO),
                        "does not come out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_as_they_are_written),
        cmocka_unit_test(what_is_no_claim),
        cmocka_unit_test(one_in_33_000),
        cmocka_unit_test(none_and_all),
        cmocka_unit_test(T2_1_two_false_alert_rates),
        cmocka_unit_test(T2_3_bounds_of_what_was_verified),
        cmocka_unit_test(counts_are_exact),
        cmocka_unit_test(digits_that_were_cut_off),
        cmocka_unit_test(edges_of_rounding),
        cmocka_unit_test(names_of_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
