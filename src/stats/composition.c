// SPDX-License-Identifier: Apache-2.0
#include "stats/composition.h"

#include "stats/elementary.h"

double assay_composition_sel(const double *fmr, const double *identities,
                             size_t n)
{
    double sum = 0;
    for (size_t h = 0; h < n; h++) sum += identities[h] * fmr[h];
    return sum;
}

double assay_composition_fpir(const double *fmr, const double *identities,
                              size_t n)
{
    double log_none = 0;
    for (size_t h = 0; h < n; h++) {
        if (!(identities[h] > 0)) continue;
        if (fmr[h] >= 1) return 1;
        log_none += identities[h] * assay_log1p(0.0 - fmr[h]);
    }
    return 0.0 - assay_expm1(log_none);
}
