// SPDX-License-Identifier: Apache-2.0
/// Bounds where no event was seen, or nothing but events
/// (docs/statistics.md 4.6).
///
/// All are one-sided: missed with the chance given, 0.05 for a statement "at
/// most", 0.025 where a two-sided table needs an upper end. Held by
/// tests/unit/test_stats_cluster.c.
#ifndef STATS_ZERO_H
#define STATS_ZERO_H

/// 1 - miss^(1/units): the largest rate at which `units` > 0 independent
/// trials show no event with chance `miss`.
double assay_zero_bound(double units, double miss);

/// How comparisons share people.
typedef enum assay_design {
    ASSAY_DESIGN_ONE_WAY, ///< each belongs to one subject (mated)
    ASSAY_DESIGN_DYADIC,  ///< pairs out of one set (non-mated, all against all)
    ASSAY_DESIGN_TWO_WAY  ///< probe subjects against other reference subjects
} assay_design;

/// The number of comparisons that share nobody: B of docs/statistics.md 4.3(f).
/// One-way K; dyadic floor(K/2); two-way min(P, G), K = P and G the two numbers
/// of subjects. `references` counts for the two-way design only.
double assay_design_units(assay_design design, double subjects,
                          double references);

/// What "none in n" leaves open, from the boldest to the safest.
typedef struct assay_zero_bounds {
    double independent; ///< every comparison independent: optimistic
    double borrowed;    ///< n / deff in place of n; NaN without a deff
    double guaranteed;  ///< from comparisons that share nobody
} assay_zero_bounds;

/// Upper bounds of a rate with no event in `n` comparisons. `deff` is taken
/// from the highest threshold with at least 30 events (NaN: there is none;
/// below 1 it counts as 1); `units` is assay_design_units() (0: subjects are
/// not known, so nothing is guaranteed and that bound is 1).
/// Guaranteed holds for any dependence if subjects are sampled independently.
assay_zero_bounds assay_zero_upper(double n, double deff, double units,
                                   double miss);

/// Lower bounds where all `n` were events: 1 minus the upper bounds.
assay_zero_bounds assay_zero_lower(double n, double deff, double units,
                                   double miss);

#endif
