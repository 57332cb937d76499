// SPDX-License-Identifier: Apache-2.0
#include "stats/operators.h"

#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>

assay_detection assay_detection_of(double hits, double false_alarms)
{
    const double h = assay_normal_quantile(hits);
    const double f = assay_normal_quantile(false_alarms);
    return (assay_detection){
        .d_prime = h - f,
        .c = -0.5 * (h + f),
        .beta = assay_exp(0.5 * (f - h) * (f + h)),
        .auc = assay_normal_cdf((h - f) / sqrt(2)),
    };
}

double assay_log_linear(double x, double n)
{
    return (x + 0.5) / (n + 1);
}

double assay_predictive_value(double prevalence, double found, double wrong)
{
    const double right = prevalence * found;
    const double positive = right + (1 - prevalence) * wrong;
    if (!(positive > 0)) return NAN;
    return right / positive;
}
