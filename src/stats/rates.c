// SPDX-License-Identifier: Apache-2.0
#include "stats/rates.h"

double assay_rate_frr(double fta, double fnmr)
{
    return fta + (1 - fta) * fnmr;
}

double assay_rate_far(double fta, double fmr)
{
    return (1 - fta) * fmr;
}

double assay_rate_gfrr(double fte, double fta, double fnmr)
{
    return fte + (1 - fte) * assay_rate_frr(fta, fnmr);
}

double assay_rate_gfar(double fte, double fta, double fmr)
{
    return (1 - fte) * assay_rate_far(fta, fmr);
}
