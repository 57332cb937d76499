// SPDX-License-Identifier: Apache-2.0
// Numbers as text, there and back, held against strtod().
#include "base/text.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

// xorshift64: the same numbers every run.
static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

// A copy without a byte behind it, so that a sanitizer sees reads past the end.
static bool parse(const char *text, double *value, bool *overflow)
{
    const size_t n = strlen(text);
    char *copy = malloc(n ? n : 1);
    assert_non_null(copy);
    memcpy(copy, text, n);
    const bool good =
        assay_parse_double((assay_slice){copy, n}, value, overflow);
    free(copy);
    return good;
}

static void check_number(const char *text)
{
    double value = 0;
    bool overflow = true;
    float score = 0;
    const double expected = strtod(text, NULL);
    if (!parse(text, &value, &overflow)) fail_msg("refused: %s", text);
    if (memcmp(&value, &expected, sizeof value) != 0)
        fail_msg("%s: %.17g is not %.17g", text, value, expected);
    assert_int_equal(overflow, isinf(expected) != 0);
    assert_true(assay_parse_score(assay_slice_of(text), &score, &overflow));
    if (score != (float)expected)
        fail_msg("%s: score %.9g is not %.9g", text, (double)score,
                 (double)(float)expected);
    assert_int_equal(overflow, isinf((float)expected) != 0);
}

static void numbers_are_read_as_the_nearest_double(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "0",
        "-0",
        "+1",
        "1.",
        ".5",
        "-.5e1",
        "007",
        "00.100",
        "1E5",
        "1e+5",
        "1e-5",
        "0.1",
        "0.6",
        "123456789012345678901234567890",
        "9007199254740993",
        "9007199254740992.5",
        "9007199254740993.0000001",
        "1e22",
        "1e23",
        "8.5e22",
        "1e-22",
        "1e-23",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "1e308",
        "1.8e308",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1e-400",
        "0e999999999999999999999",
        "0.000000000000000000000000000001e30",
        "1e-9999999999999999999",
        "12345678",
        "0.12345678",
        "1234567812345678",
        "0.6400000000000000000000000000000000000000001",
        "3.4028235e38",
        "3.4028235677973366e38",
        "7.0064923216240854e-46",
        "1e999",
    };
    for (size_t i = 0; i < COUNT(texts); i++) check_number(texts[i]);
}

static void random_number(uint64_t *seed, unsigned kind, char text[80])
{
    const unsigned long long a = draw(seed), b = draw(seed);
    double d = 0;
    switch (kind) {
    case 0: (void)snprintf(text, 80, "0.%llu", a); break;
    case 1: (void)snprintf(text, 80, "%llue%d", a, (int)(b % 80) - 40); break;
    case 2:
        (void)snprintf(text, 80, "%.17g", (double)(a >> 11) / 0x1p53);
        break;
    case 3:
        (void)snprintf(text, 80, "%llu.%lluE-%d", a % 1000, b % 1000000,
                       (int)(a % 340));
        break;
    default:
        memcpy(&d, &a, sizeof d);
        (void)snprintf(text, 80, "%.17g", isfinite(d) ? d : 1.0);
    }
}

static void random_numbers_are_read_as_strtod_does(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252u;
    char text[80];
    for (unsigned i = 0; i < 200000; i++) {
        random_number(&seed, i % 5, text);
        check_number(text);
    }
}

// Doubles in the middle between two float32, and just beside it: here a
// second rounding would show.
static void scores_in_the_middle_of_two_are_rounded_once(void **state)
{
    (void)state;
    uint64_t seed = 1234567;
    char text[80];
    for (unsigned i = 0; i < 100000; i++) {
        const float low = (float)(draw(&seed) >> 40) * 0x1p-24f;
        const double middle = ((double)low + (double)nextafterf(low, 2.0f)) / 2;
        const double beside = nextafter(middle, i % 2 ? 2.0 : -1.0);
        (void)snprintf(text, sizeof text, "%.*g", 17 + (int)(i % 3),
                       i % 4 < 2 ? middle : beside);
        check_number(text);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",      " ",       "nan",       "NaN",      "-nan",     "nan(1)",
        "0x1p3", "1,5",     "1.2.3",     ".",        "-",        "+",
        "+-1",   "--1",     "1e",        "1e+",      "1e-",      "e5",
        ".e5",   "1 ",      " 1",        "1\n",      "1f",       "inff",
        "in",    "infinit", "++inf",     "1e5.0",    "1e5e5",    "\xef\xbc\x91",
        "1_000", "1'000",   "12345678x", "1234567:", "/2345678",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        double value = 0;
        float score = 0;
        bool overflow = false;
        if (parse(texts[i], &value, &overflow)) fail_msg("took %s", texts[i]);
        assert_false(
            assay_parse_score(assay_slice_of(texts[i]), &score, &overflow));
    }
    double value = 0;
    bool overflow = false;
    assert_false(
        assay_parse_double((assay_slice){"1\0", 2}, &value, &overflow));
}

static void infinity_may_be_written_out(void **state)
{
    (void)state;
    static const char *const texts[] = {"inf",      "+INF",      "-inf",
                                        "Infinity", "-INFINITY", "+infinity"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        double value = 0;
        float score = 0;
        bool overflow = true;
        assert_true(parse(texts[i], &value, &overflow));
        assert_false(overflow);
        assert_true(isinf(value));
        assert_int_equal(value < 0, texts[i][0] == '-');
        assert_true(
            assay_parse_score(assay_slice_of(texts[i]), &score, &overflow));
        assert_false(overflow);
        assert_true((double)score == value);
    }
}

static void minus_zero_is_a_score_of_zero(void **state)
{
    (void)state;
    static const char *const texts[] = {"-0", "-0.0", "-1e-60", "-1e-999"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        float score = 1;
        bool overflow = true;
        assert_true(
            assay_parse_score(assay_slice_of(texts[i]), &score, &overflow));
        assert_true(score == 0 && !signbit(score));
        assert_false(overflow);
    }
}

// More digits than any fixed buffer; the last of them decides.
static void digits_far_behind_decide(void **state)
{
    (void)state;
    static char text[6000];
    double value = 0;
    bool overflow = false;
    memset(text, '0', sizeof text - 1);
    memcpy(text, "9007199254740993.", 17);
    assert_true(parse(text, &value, &overflow));
    assert_true(value == 9007199254740992.0);
    text[5000] = '1';
    assert_true(parse(text, &value, &overflow));
    assert_true(value == 9007199254740994.0);
    memset(text, '0', sizeof text - 1);
    text[1] = '.';
    memcpy(text + sizeof text - 10, "15e5989", 8);
    assert_true(parse(text, &value, &overflow));
    assert_true(value == 1.5);
}

// The eight-digit step must see every byte that is not a digit.
static void each_byte_of_eight_is_looked_at(void **state)
{
    (void)state;
    for (size_t place = 0; place < 8; place++) {
        for (unsigned c = 0; c < 256; c++) {
            char text[9] = "12345678";
            double value = 0;
            bool overflow = false;
            text[place] = (char)c;
            const bool ok = (c >= '0' && c <= '9') || c == '.' ||
                            (place == 0 && (c == '+' || c == '-')) ||
                            (place > 0 && place < 7 && (c == 'e' || c == 'E'));
            assert_int_equal(
                assay_parse_double((assay_slice){text, 8}, &value, &overflow),
                ok);
            if (ok) assert_true(value == strtod(text, NULL));
        }
    }
}

static void whole_numbers(void **state)
{
    (void)state;
    uint64_t value = 7;
    assert_true(assay_parse_uint(assay_slice_of("0018"), &value));
    assert_int_equal(value, 18);
    assert_true(
        assay_parse_uint(assay_slice_of("18446744073709551615"), &value));
    assert_true(value == UINT64_MAX);
    static const char *const bad[] = {"",
                                      "-1",
                                      "+1",
                                      "1.0",
                                      " 1",
                                      "1e3",
                                      "18446744073709551616",
                                      "99999999999999999999"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(assay_parse_uint(assay_slice_of(bad[i]), &value));
}

static void numbers_are_printed_short(void **state)
{
    (void)state;
    static const struct {
        double value;
        int digits;
        const char *text;
    } cases[] = {
        {0, 0, "0"},
        {-0.0, 0, "0"},
        {0.001, 0, "0.001"},
        {1e-5, 0, "0.00001"},
        {1e-6, 0, "1e-6"},
        {-1e-6, 0, "-1e-6"},
        {0.1, 0, "0.1"},
        {1e14, 0, "100000000000000"},
        {1e15, 0, "1e15"},
        {1.25e-7, 0, "1.25e-7"},
        {123456, 0, "123456"},
        {-2.5, 0, "-2.5"},
        {5e-324, 0, "5e-324"},
        {1.7976931348623157e308, 0, "1.7976931348623157e308"},
        {0.1 + 0.2, 0, "0.30000000000000004"},
        {0x1p-44, 0, "5.684341886080802e-14"},
        {0.6, 9, "0.6"},
        {(double)0.6f, 9, "0.600000024"},
        {0.9996, 3, "1"},
        {2.0 / 3, 4, "0.6667"},
        {123456, 3, "123000"},
        {1e300, 40, "1.0000000000000001e300"},
        {(double)INFINITY, 0, "inf"},
        {(double)-INFINITY, 9, "-inf"},
        {(double)NAN, 0, "nan"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[32];
        const size_t n =
            assay_print_double(cases[i].value, cases[i].digits, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(n, strlen(text));
    }
}

// Around powers of ten, at ties and elsewhere, for every number of digits.
static void digits_are_those_of_printf(void **state)
{
    (void)state;
    static const double around[] = {
        1e-6, 1e-5,  1e-4,    1e-3,    1e-2,     0.1,    1,
        10,   1e5,   1e14,    1e15,    1e16,     0.5,    2.5,
        3.5,  0.125, 1.0 / 3, 0x1p-20, 999999.5, 0x1p60, 1e300};
    for (size_t i = 0; i < COUNT(around) * 3; i++) {
        static const double beside[] = {-1, 0, 1};
        const double here = around[i / 3];
        const double value = nextafter(here, here + beside[i % 3] * here);
        for (int digits = 1; digits <= 17; digits++) {
            char text[32], expected[40];
            assay_print_double(value, digits, text);
            (void)snprintf(expected, sizeof expected, "%.*e", digits - 1,
                           value);
            if (strtod(text, NULL) != strtod(expected, NULL))
                fail_msg("%s is not %s", text, expected);
        }
    }
}

static void printed_numbers_read_back(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (unsigned i = 0; i < 50000; i++) {
        char text[32];
        uint64_t bits = draw(&seed);
        double value = 0;
        memcpy(&value, &bits, sizeof value);
        if (i % 2) value = (double)(bits >> 11) / 0x1p53;
        if (!isfinite(value)) continue;
        assay_print_double(value, 0, text);
        assert_true(strtod(text, NULL) == value);
        const float score = (float)((double)(bits >> 40) * 0x1p-24);
        assay_print_double((double)score, 9, text);
        assert_true(strtof(text, NULL) == score);
    }
}

// In this locale printf() and strtod() use a comma.
static void the_locale_changes_nothing(void **state)
{
    (void)state;
    double value = 0;
    bool overflow = false;
    char text[32];
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "de_DE") &&
        !setlocale(LC_ALL, "fr_FR.UTF-8"))
        skip();
    assay_print_double(0.15625, 0, text);
    const bool good = parse("1.00000000000000000000005", &value, &overflow);
    const bool comma = parse("1,5", &value, &overflow);
    (void)setlocale(LC_ALL, "C");
    assert_string_equal(text, "0.15625");
    assert_true(good);
    assert_false(comma);
}

static void slices(void **state)
{
    (void)state;
    assert_true(assay_slice_is(assay_slice_of("sex"), "sex"));
    assert_false(assay_slice_is(assay_slice_of("sex"), "se"));
    assert_true(assay_slice_is((assay_slice){NULL, 0}, ""));
    assert_true(
        assay_slice_is(assay_slice_trim(assay_slice_of(" \ta b\t ")), "a b"));
    assert_int_equal(assay_slice_trim(assay_slice_of(" \t ")).length, 0);
    assert_string_equal(assay_base_name("a/b.csv"), "b.csv");
    assert_string_equal(assay_base_name("b.csv"), "b.csv");
    assert_string_equal(assay_base_name("-"), "standard input");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_as_the_nearest_double),
        cmocka_unit_test(random_numbers_are_read_as_strtod_does),
        cmocka_unit_test(scores_in_the_middle_of_two_are_rounded_once),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(infinity_may_be_written_out),
        cmocka_unit_test(minus_zero_is_a_score_of_zero),
        cmocka_unit_test(digits_far_behind_decide),
        cmocka_unit_test(each_byte_of_eight_is_looked_at),
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(numbers_are_printed_short),
        cmocka_unit_test(digits_are_those_of_printf),
        cmocka_unit_test(printed_numbers_read_back),
        cmocka_unit_test(the_locale_changes_nothing),
        cmocka_unit_test(slices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
