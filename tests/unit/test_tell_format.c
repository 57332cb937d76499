// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, and the characters that a terminal gets.
#include "base/build.h"
#include "tell/format.h"
#include "tell/utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char text[ASSAY_FORMAT_SIZE];

static void counts_have_commas(void **state)
{
    (void)state;
    assert_string_equal(assay_format_count(0, text), "0");
    assert_string_equal(assay_format_count(999, text), "999");
    assert_string_equal(assay_format_count(3147436, text), "3,147,436");
    assert_string_equal(assay_format_count(100000, text), "100,000");
    assert_string_equal(assay_format_count(INT64_MAX, text),
                        "9,223,372,036,854,775,807");
    assert_string_equal(assay_format_count(-1, text), "");
}

static void decimals_are_fixed(void **state)
{
    (void)state;
    assert_string_equal(assay_format_fixed(0.01, 4, text), "0.0100");
    assert_string_equal(assay_format_fixed(1234567.5, 1, text), "1,234,567.5");
    assert_string_equal(assay_format_fixed(-1234.5, 1, text), "-1,234.5");
    assert_string_equal(assay_format_fixed(-0.001, 2, text), "0.00");
    assert_string_equal(assay_format_fixed(HUGE_VAL, 2, text), "infinite");
    assert_string_equal(assay_format_fixed(-HUGE_VAL, 2, text), "-infinite");
    assert_string_equal(assay_format_fixed((double)NAN, 2, text), "");
    assert_true(strlen(assay_format_fixed(1.7976931348623157e308, 9, text)) <
                32);
}

static void digits_are_significant(void **state)
{
    (void)state;
    assert_string_equal(assay_format_digits(14.7326, 3, text), "14.7");
    assert_string_equal(assay_format_digits(1234.5, 3, text), "1,234");
    assert_string_equal(assay_format_digits(1, 3, text), "1.00");
    assert_string_equal(assay_format_digits(0.99951, 3, text), "1.00");
    assert_string_equal(assay_format_digits(0, 3, text), "0.00");
    assert_string_equal(assay_format_digits(0.0123456, 3, text), "0.0123");
    assert_string_equal(assay_format_digits(-5.1534, 3, text), "-5.15");
}

static void rates_are_as_reached(void **state)
{
    (void)state;
    assert_string_equal(assay_format_rate(0.01, text), "0.0100");
    assert_string_equal(assay_format_rate(0.000987, text), "0.000987");
    assert_string_equal(assay_format_rate(9.98e-6, text), "9.98e-6");
    assert_string_equal(assay_format_rate(0.0001, text), "0.000100");
    assert_string_equal(assay_format_rate(0.00009999, text), "0.000100");
    assert_string_equal(assay_format_rate(0, text), "0");
    assert_string_equal(assay_format_rate((double)NAN, text), "");
}

static void per_cent_shows_two_digits(void **state)
{
    (void)state;
    assert_int_equal(assay_format_decimals(0.0517), 2);
    assert_int_equal(assay_format_decimals(0.00033), 3);
    assert_int_equal(assay_format_decimals(0.99967), 3);
    assert_int_equal(assay_format_decimals(0.0000042), 5);
    assert_int_equal(assay_format_decimals(0), 2);
    assert_int_equal(assay_format_decimals(1), 2);
    assert_int_equal(assay_format_decimals((double)NAN), 2);
    assert_string_equal(assay_format_percent(0.0517, 2, text), "5.17");
    assert_string_equal(assay_format_percents(0.0427, 0.0624, 2, text),
                        "4.27 to 6.24");
    assert_string_equal(assay_format_percents((double)NAN, 0.0624, 2, text),
                        "");
    assert_string_equal(assay_format_level(0.999, text), "99.9");
    assert_string_equal(assay_format_level(0.95, text), "95");
}

static void thresholds_read_back(void **state)
{
    (void)state;
    assert_string_equal(assay_format_threshold((double)0.277103394f, text),
                        "0.277103394");
    assert_string_equal(assay_format_threshold((double)0.1f, text),
                        "0.100000001");
    assert_string_equal(assay_format_threshold(-HUGE_VAL, text), "-infinite");
}

static void figures_are_written_by_unit(void **state)
{
    (void)state;
    assay_figure f = assay_figure_blank();
    f.name = "FNMR";
    f.unit = "proportion";
    f.value = 0.00033;
    f.low = 0.0001;
    f.high = 0.001;
    assert_string_equal(assay_format_value(&f, text), "0.033 %");
    assert_string_equal(assay_format_interval(&f, text), "0.010 to 0.100 %");
    assert_string_equal(assay_format_bounds(&f, text), "");
    f.value = f.low = 0;
    assert_string_equal(assay_format_value(&f, text), "0.00 %");
    assert_string_equal(assay_format_interval(&f, text), "0.00 to 0.10 %");
    f.name = "AUC";
    f.value = 0.998154;
    f.low = f.high = (double)NAN;
    assert_string_equal(assay_format_value(&f, text), "0.99815");
    f.name = "threshold";
    f.unit = "score";
    f.value = (double)0.277103394f;
    assert_string_equal(assay_format_value(&f, text), "0.277103394");
    f.unit = "count";
    f.value = 3147436;
    assert_string_equal(assay_format_value(&f, text), "3,147,436");
    f.unit = "ratio";
    f.value = 14.7326;
    f.low = 1.2;
    f.high = HUGE_VAL;
    assert_string_equal(assay_format_value(&f, text), "14.7");
    assert_string_equal(assay_format_interval(&f, text), "1.20 to infinite");
    f.value = (double)NAN;
    assert_string_equal(assay_format_value(&f, text), "");
}

static void groups_are_cut_between_characters(void **state)
{
    (void)state;
    const assay_label group[] = {{"sex", "F"}, {"x", "\xc3\xa4\xc3\xb6"}};
    char name[16];
    assert_string_equal(assay_format_group(group, 2, text, sizeof text),
                        "sex F, x \xc3\xa4\xc3\xb6");
    assert_string_equal(assay_format_group(NULL, 0, text, sizeof text),
                        "everybody");
    assert_string_equal(assay_format_group(group, 2, name, 13),
                        "sex F, x \xc3\xa4");
    assert_true(strlen(assay_format_group(group, 2, name, 4)) < 4);
}

static uint32_t take(const char *bytes, size_t *length)
{
    uint32_t character = 0;
    *length = assay_utf8_take(bytes, &character);
    return character;
}

static void characters_are_decoded(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t character;
        size_t length;
    } cases[] = {{"A", 'A', 1},
                 {"\x7f", 0x7f, 1},
                 {"\xc2\x80", 0x80, 2},
                 {"\xc3\xa4", 0xe4, 2},
                 {"\xe2\x82\xac", 0x20ac, 3},
                 {"\xf0\x9f\x98\x80", 0x1f600, 4},
                 {"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
                 {"\x80", 0xfffd, 1},
                 {"\xc0\x80", 0xfffd, 1},
                 {"\xc3", 0xfffd, 1},
                 {"\xc3(", 0xfffd, 1},
                 {"\xe0\x80\x80", 0xfffd, 1},
                 {"\xed\xa0\x80", 0xfffd, 1},
                 {"\xf4\x90\x80\x80", 0xfffd, 1},
                 {"\xf5\x80\x80\x80", 0xfffd, 1},
                 {"\xff", 0xfffd, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = 0;
        assert_int_equal(take(cases[i].bytes, &length), cases[i].character);
        assert_int_equal(length, cases[i].length);
    }
}

static void what_moves_a_cursor_is_a_control(void **state)
{
    (void)state;
    static const uint32_t controls[] = {0x1b,   0x9b,   0x7f,   '\n',  0x202e,
                                        0x2067, 0x2028, 0xfeff, 0x200f};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        assert_true(assay_utf8_is_control(controls[i]));
    assert_false(assay_utf8_is_control('a'));
    assert_false(assay_utf8_is_control(0xe4));
    assert_int_equal(assay_utf8_width(0x4e2d), 2);
    assert_int_equal(assay_utf8_width(0x301), 0);
    assert_int_equal(assay_utf8_width('a'), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_commas),
        cmocka_unit_test(decimals_are_fixed),
        cmocka_unit_test(digits_are_significant),
        cmocka_unit_test(rates_are_as_reached),
        cmocka_unit_test(per_cent_shows_two_digits),
        cmocka_unit_test(thresholds_read_back),
        cmocka_unit_test(figures_are_written_by_unit),
        cmocka_unit_test(groups_are_cut_between_characters),
        cmocka_unit_test(characters_are_decoded),
        cmocka_unit_test(what_moves_a_cursor_is_a_control),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
