// SPDX-License-Identifier: Apache-2.0
#include "stats/zero.h"

#include "stats/elementary.h"

#include <math.h>

double assay_zero_bound(double units, double miss)
{
    if (!(units > 0)) return 1;
    return -assay_expm1(assay_log(miss) / units);
}

double assay_design_units(assay_design design, double subjects,
                          double references)
{
    switch (design) {
    case ASSAY_DESIGN_DYADIC: return floor(0.5 * subjects);
    case ASSAY_DESIGN_TWO_WAY:
        return subjects < references ? subjects : references;
    case ASSAY_DESIGN_ONE_WAY: break;
    }
    return subjects;
}

assay_zero_bounds assay_zero_upper(double n, double deff, double units,
                                   double miss)
{
    const double effective = deff > 1 ? n / deff : n;
    assay_zero_bounds out;
    out.independent = assay_zero_bound(n, miss);
    out.borrowed = assay_zero_bound(effective, miss);
    out.guaranteed = assay_zero_bound(units, miss);
    if (deff != deff) out.borrowed = NAN;
    return out;
}

assay_zero_bounds assay_zero_lower(double n, double deff, double units,
                                   double miss)
{
    const assay_zero_bounds up = assay_zero_upper(n, deff, units, miss);
    return (assay_zero_bounds){1 - up.independent, 1 - up.borrowed,
                               1 - up.guaranteed};
}
