// SPDX-License-Identifier: Apache-2.0
// src/stats elementary, sincos, lgamma and erf against mpmath, and their exact
// points. The error is counted in units in the last place of the true value.
#include "stats/elementary.h"
#include "stats/erf.h"
#include "stats/lgamma.h"
#include "stats/sincos.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct certified {
    double x, high, low;
} certified;

#include "certified/elementary.inc"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static double ulp(double x)
{
    int e;
    (void)frexp(x, &e);
    return ldexp(1, (e < -1021 ? -1021 : e) - 53);
}

typedef double function(double x);

static double worst(const char *name, function *f, const certified *v, size_t n)
{
    double most = 0, where = 0;
    for (size_t i = 0; i < n; i++) {
        const double y = f(v[i].x);
        const double error = fabs((y - v[i].high) - v[i].low) / ulp(v[i].high);
        if (!(error <= most)) {
            most = error;
            where = v[i].x;
        }
    }
    print_message("# %s: at most %.2f ulp, at %.17g\n", name, most, where);
    return most;
}

static double sine(double x)
{
    double s, c;
    assay_sincos(x, &s, &c);
    return s;
}

static double cosine(double x)
{
    double s, c;
    assay_sincos(x, &s, &c);
    return c;
}

#define HOLD(name, f, limit)                                                   \
    assert_true(worst(#name, f, name##_values, COUNT(name##_values)) <= limit)

static void within_two_ulp_of_mpmath(void **state)
{
    (void)state;
    HOLD(exp, assay_exp, 1);
    HOLD(log, assay_log, 1);
    HOLD(expm1, assay_expm1, 1);
    HOLD(log1p, assay_log1p, 1);
    HOLD(log10, assay_log10, 1);
    HOLD(lgamma, assay_lgamma, 2);
    HOLD(erf, assay_erf, 2);
    HOLD(erfc, assay_erfc, 2);
    HOLD(erfc_scaled, assay_erfc_scaled, 2);
    HOLD(sin, sine, 1);
    HOLD(cos, cosine, 1);
}

static void differences_keep_their_digits(void **state)
{
    (void)state;
    HOLD(log1p_minus, assay_log1p_minus, 10);
    HOLD(expm1_minus, assay_expm1_minus, 10);
    for (size_t i = 0; i < COUNT(stirling_rest_values); i++) {
        const certified v = stirling_rest_values[i];
        const double error = fabs(assay_stirling_rest(v.x) - v.high);
        assert_true(error < 1e-15 * fmax(1, v.high));
    }
}

static void exact_points(void **state)
{
    (void)state;
    assert_true(assay_exp(0) == 1);
    assert_true(assay_log(1) == 0);
    assert_true(assay_lgamma(1) == 0);
    assert_true(assay_lgamma(2) == 0);
    assert_true(assay_erf(0) == 0);
    assert_true(assay_erfc(0) == 1);
    assert_true(assay_pow(0, 0) == 1);
    assert_true(assay_pow(0, 2) == 0);
    double s, c;
    for (int i = 0; i < 8; i++) {
        static const double sines[] = {0, 1, 0, -1};
        assay_sincos_turns(0.25 * i, &s, &c);
        assert_true(s == sines[i % 4] && c == sines[(i + 1) % 4]);
    }
}

static void edges(void **state)
{
    (void)state;
    assert_true(assay_exp(-INFINITY) == 0 && assay_exp(-746) == 0);
    assert_true(isinf(assay_exp(INFINITY)) && isinf(assay_exp(709.79)));
    assert_true(assay_exp(-745.1) > 0);
    assert_true(assay_expm1(-INFINITY) == -1 && isinf(assay_expm1(INFINITY)));
    assert_true(assay_log(0) == -HUGE_VAL && isnan(assay_log(-1)));
    assert_true(isinf(assay_log(INFINITY)) && isinf(assay_log1p(INFINITY)));
    assert_true(assay_log1p(-1) == -HUGE_VAL && isnan(assay_log1p(-2)));
    assert_true(isinf(assay_lgamma(0)) && isnan(assay_lgamma(-1)));
    assert_true(assay_erfc(INFINITY) == 0 && assay_erfc(-INFINITY) == 2);
    assert_true(assay_erf(INFINITY) == 1 && assay_erf(-INFINITY) == -1);
    assert_true(isnan(assay_exp(NAN)) && isnan(assay_log(NAN)));
    assert_true(isnan(assay_erf(NAN)) && isnan(assay_lgamma(NAN)));
    assert_true(isnan(sine(1e6)) && isnan(sine(NAN)));
}

static void powers_of_ten(void **state)
{
    (void)state;
    double x = 1;
    for (int e = 0; e <= 22; e++, x *= 10) {
        assert_true(assay_log10(x) == e);
        assert_true(assay_log10(1 / x) == -e);
        assert_true(fabs(assay_pow(10, e) / x - 1) < 4e-16);
    }
    assert_true(fabs(assay_pow(0.05, 1.0 / 3147436) - 0.99999904819959869) <
                1e-14);
}

static void products_are_exact(void **state)
{
    (void)state;
    // (2^53 - 1)^2 - 2^53 (2^53 - 2) = 1
    const double a = 0x1p53 - 1;
    assert_true(assay_product_difference(a, a, 0x1p53, 0x1p53 - 2) == 1);
    const assay_long p = assay_product(a, a);
    assert_true(p.high == 0x1p106 - 0x1p54 && p.low == 1);
}

static void T9_2_stable_chance(void **state)
{
    (void)state;
    assert_true(assay_chance_any(1e-12, 1e6) == 9.9999950000066666e-07);
    assert_true(assay_chance_any(0, 5) == 0 && assay_chance_any(1, 5) == 1);
    assert_true(assay_chance_any(0.5, 0) == 0);
}

// Neighbours never change places: what a quantile search leans on.
static void monotone(void **state)
{
    (void)state;
    double e = 0, l = -INFINITY, c = 2;
    for (int i = 0; i < 20000; i++) {
        const double x = -5 + i * 0.001;
        assert_true(assay_exp(x) >= e);
        assert_true(assay_erfc(x) <= c);
        assert_true(assay_log(0.01 + i * 0.001) >= l);
        e = assay_exp(x);
        c = assay_erfc(x);
        l = assay_log(0.01 + i * 0.001);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(within_two_ulp_of_mpmath),
        cmocka_unit_test(differences_keep_their_digits),
        cmocka_unit_test(exact_points),
        cmocka_unit_test(edges),
        cmocka_unit_test(powers_of_ten),
        cmocka_unit_test(products_are_exact),
        cmocka_unit_test(T9_2_stable_chance),
        cmocka_unit_test(monotone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
