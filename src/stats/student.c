// SPDX-License-Identifier: Apache-2.0
#include "stats/student.h"

#include "stats/beta.h"
#include "stats/normal.h"

#include <math.h>

// Beyond this many degrees of freedom t and normal agree in every digit.
static const double many = 1e17;

// T^2 / (nu + T^2) ~ Beta(1/2, nu/2).
double assay_student_above(double t, double nu)
{
    if (!(nu >= 1) || t != t) return NAN;
    if (nu > many) return assay_normal_cdf(-t);
    const double square = t * t;
    if (square > 0x1p1000) return t < 0 ? 1 : 0;
    const double sum = nu + square;
    const assay_share s = {square / sum, nu / sum};
    const double tail = 0.5 * assay_beta_tails(0.5, 0.5 * nu, s).upper;
    return t < 0 ? 1 - tail : tail;
}

double assay_student_quantile(double above, double nu)
{
    if (!(nu >= 1) || !(above > 0 && above < 1)) return NAN;
    if (nu > many) return -assay_normal_quantile(above);
    if (above > 0.5) return -assay_student_quantile(1 - above, nu);
    const assay_tails tails = {1 - 2 * above, 2 * above};
    const assay_share s = assay_beta_quantile(tails, 0.5, 0.5 * nu);
    return sqrt(nu * (s.x / s.y));
}

double assay_student_two_sided(double confidence, double nu)
{
    return assay_student_quantile(0.5 * (1 - confidence), nu);
}
