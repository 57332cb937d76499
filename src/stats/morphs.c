// SPDX-License-Identifier: Apache-2.0
#include "stats/morphs.h"

#include <math.h>

bool assay_morphs_all(const assay_contributor *of, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!of[i].attempts || of[i].passed < of[i].attempts) return false;
    return true;
}

void assay_morphs_add(assay_morphs *sum, const assay_contributor *of, size_t n)
{
    double product = 1;
    uint64_t best = 1;
    for (size_t i = 0; i < n; i++) {
        product *=
            of[i].attempts ? (double)of[i].passed / (double)of[i].attempts : 0;
        best &= of[i].passed > 0;
    }
    sum->morphs++;
    sum->by_best += best;
    sum->by_all += assay_morphs_all(of, n);
    assay_exact_add(&sum->products, product);
}

size_t assay_morphs_systems(const uint64_t *matched, size_t n,
                            uint64_t attempts)
{
    size_t systems = 0;
    for (size_t s = 0; s < n; s++) systems += matched[s] >= attempts;
    return systems;
}

double assay_morphs_min_max(const assay_morphs *sum)
{
    if (!sum->morphs) return NAN;
    return (double)sum->by_best / (double)sum->morphs;
}

double assay_morphs_prod_avg(const assay_morphs *sum)
{
    if (!sum->morphs) return NAN;
    return assay_exact_value(&sum->products) / (double)sum->morphs;
}
