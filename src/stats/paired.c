// SPDX-License-Identifier: Apache-2.0
#include "stats/paired.h"

#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/student.h"

#include <math.h>

static const double FEW = 5; // people who bear a difference

static const assay_paired none = {NAN, NAN, NAN, NAN};

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

// Also where nothing varies.
static double two_sided(double distance, double deviation, double nu)
{
    const double d = fabs(distance);
    if (deviation > 0)
        return smaller(2 * assay_student_above(d / deviation, nu), 1);
    return d > 0 ? 0 : 1;
}

static double deviation_of(assay_spread of)
{
    return sqrt(of.variance > 0 ? of.variance : 0);
}

assay_paired assay_paired_difference(double difference, assay_spread of,
                                     double confidence)
{
    const double deviation = deviation_of(of);
    const double half = assay_student_two_sided(confidence, of.nu) * deviation;
    return (assay_paired){difference, difference - half, difference + half,
                          two_sided(difference, deviation, of.nu)};
}

assay_paired assay_paired_ratio(double a, double b, assay_spread of,
                                double confidence)
{
    if (!(a > 0) || !(b > 0)) return none;
    const double ratio = b / a, deviation = deviation_of(of);
    const double spread =
        assay_exp(assay_student_two_sided(confidence, of.nu) * deviation);
    const double away = fabs(assay_log(ratio));
    return (assay_paired){ratio, ratio / spread, ratio * spread,
                          two_sided(away, deviation, of.nu)};
}

void assay_paired_widen(assay_paired *difference, assay_paired *ratio, double a,
                        double bearers, double bound)
{
    if (!(bearers < FEW)) return;
    const double p = bearers > 0 ? ldexp(1, 1 - (int)bearers) : 1;
    difference->low = smaller(difference->low, -bound);
    difference->high = greater(difference->high, bound);
    difference->p = greater(difference->p, p);
    if (isnan(ratio->value)) return;
    const double low = (a + difference->low) / a;
    ratio->low = smaller(ratio->low, greater(low, 0));
    ratio->high = greater(ratio->high, (a + difference->high) / a);
    ratio->p = greater(ratio->p, p);
}

static double root_of_squares(double x, double y)
{
    return sqrt(x * x + y * y);
}

// The p-value that belongs to an interval `reach` long on the side of no
// difference.
static double p_of(double distance, double reach, double confidence)
{
    if (!(reach < (double)INFINITY)) return 1;
    const double z = assay_normal_two_sided(confidence);
    return two_sided(distance, reach / z, (double)INFINITY);
}

assay_paired assay_apart_difference(assay_valued a, assay_valued b,
                                    double confidence)
{
    const double d = b.value - a.value;
    const double down = root_of_squares(b.value - b.low, a.high - a.value);
    const double up = root_of_squares(b.high - b.value, a.value - a.low);
    if (isnan(down) || isnan(up)) return (assay_paired){d, NAN, NAN, NAN};
    return (assay_paired){d, d - down, d + up,
                          p_of(d, d > 0 ? down : up, confidence)};
}

static double log_of(double x)
{
    return x > 0 ? assay_log(x) : -(double)INFINITY;
}

assay_paired assay_apart_ratio(assay_valued a, assay_valued b,
                               double confidence)
{
    if (!(a.value > 0) || !(b.value > 0)) return none;
    const assay_valued x = {log_of(a.value), log_of(a.low), log_of(a.high)};
    const assay_valued y = {log_of(b.value), log_of(b.low), log_of(b.high)};
    if (isnan(a.low) || isnan(b.low))
        return (assay_paired){b.value / a.value, NAN, NAN, NAN};
    const double l = y.value - x.value;
    const double down = root_of_squares(y.value - y.low, x.high - x.value);
    const double up = root_of_squares(y.high - y.value, x.value - x.low);
    return (assay_paired){b.value / a.value, assay_exp(l - down),
                          assay_exp(l + up),
                          p_of(l, l > 0 ? down : up, confidence)};
}
