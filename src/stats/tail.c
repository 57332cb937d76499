// SPDX-License-Identifier: Apache-2.0
#include "stats/tail.h"

#include "stats/elementary.h"

#include <math.h>
#include <stddef.h>

// Positive nodes and weights of 16 points on [-1, 1]; made by
// tests/certified/coefficients.py.
static const double nodes[8][2] = {
    {0x1.fa92c264d787ep-1, 0x1.bcddab4b7c211p-6},
    {0x1.e39f56616f9b0p-1, 0x1.fdfb1a2c1265dp-5},
    {0x1.bb3403514e483p-1, 0x1.85c4ee79cc258p-4},
    {0x1.82c45dda4726bp-1, 0x1.fe7af2bad386ap-4},
    {0x1.3c5a466d5e8b8p-1, 0x1.325f61bca3cbfp-3},
    {0x1.d50259a43a772p-2, 0x1.5a6ebbb5a75fcp-3},
    {0x1.205cae642337cp-2, 0x1.75f8c77e0c00fp-3},
    {0x1.852bd6676a9f9p-4, 0x1.83feae80e4dfcp-3},
};

double assay_deviance(double x, double m, double difference)
{
    if (x <= 0) return m;
    const double u = -difference / x;
    if (u < -0.5) return x * assay_log(x / m) - difference;
    return -x * assay_log1p_minus(u);
}

static double piece(double (*phi)(double, const double *),
                    const double *parameters, double from, double to)
{
    const double middle = 0.5 * (from + to), half = 0.5 * (to - from);
    double sum = 0;
    for (size_t i = 0; i < 8; i++) {
        const double step = half * nodes[i][0];
        const double low = assay_exp(-phi(middle - step, parameters));
        const double high = assay_exp(-phi(middle + step, parameters));
        sum += nodes[i][1] * (low + high);
    }
    return half * sum;
}

double assay_tail_integral(double (*phi)(double s, const double *parameters),
                           const double *parameters, double slope,
                           double curvature)
{
    const double slope2 = slope * slope;
    double end = 80 / (slope + sqrt(slope2 + 80 * curvature));
    for (int i = 0; i < 8 && phi(end, parameters) < 40; i++) end *= 1.25;
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += piece(phi, parameters, 0.25 * i * end, 0.25 * (i + 1) * end);
    return sum;
}
