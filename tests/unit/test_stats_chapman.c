// SPDX-License-Identifier: Apache-2.0
// How many there were, from two counts.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/chapman.h"

static void near(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance))
        fail_msg("%.12g, not %.12g", value, wanted);
}

// T2.5
static void two_counters(void **state)
{
    (void)state;
    const assay_chapman of = assay_chapman_of(50, 40, 30);
    near(of.number, 66.4516, 5e-5);
    near(of.variance, 13.5991, 5e-5);
    // Who saw the same people is sure.
    near(assay_chapman_of(30, 30, 30).number, 30, 1e-12);
    near(assay_chapman_of(30, 30, 30).variance, 0, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_counters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
