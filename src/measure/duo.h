// SPDX-License-Identifier: Apache-2.0
/// Two systems' views of the same comparisons: how the difference of a figure
/// spreads (docs/statistics.md 4.7).
///
/// Every figure here is, near its value, a weighted sum of both systems' FNMR
/// and FMR at a point of each. Its variance is that of the same sum of errors,
/// comparison by comparison.
#ifndef MEASURE_DUO_H
#define MEASURE_DUO_H

#include "measure/crowd.h"
#include "stats/paired.h"

/// Both crowds and room beside them. Both views were unpacked and are of the
/// same comparisons. Ended by assay_duo_end().
typedef struct assay_duo {
    assay_crowd crowd[2];
    double confidence;
    double *mated;      ///< room: what differs of each person
    double *sides[2];   ///< room: of either side, or of probes and references
    double *touched[2]; ///< room: sums and comparisons of both sides together
} assay_duo;

/// False without memory (all is empty then).
bool assay_duo_begin(const assay_view *a, const assay_view *b,
                     double confidence, assay_duo *duo);
void assay_duo_end(assay_duo *duo);

/// A weighted sum of rates. FMR alone that is `balanced` is there where the
/// views are.
typedef struct assay_duo_terms {
    size_t point[2]; ///< of each system's view
    double mated[2]; ///< weight of each system's FNMR; both 0: no part in it
    double non_mated[2]; ///< of its FMR
    /// Each person (each two people) counts equally; FMR beside an FNMR, which
    /// says what a threshold adds, is by comparison all the same.
    bool balanced;
} assay_duo_terms;

/// How such a sum spreads.
typedef struct assay_duo_spread {
    bool known; ///< false: no interval
    assay_spread spread;
    double bearers; ///< people of whom the systems differ
    double bound;   ///< the share that none in so many people leaves open
    int64_t people;
    bool by_person; ///< pairs of people aren't known: by person alone, wider
    bool dominated; ///< not known: one person has too many comparisons
    bool few_clusters;
} assay_duo_spread;

assay_duo_spread assay_duo_measure(assay_duo *duo,
                                   const assay_duo_terms *terms);
/// The difference of the areas; both were counted.
assay_duo_spread assay_duo_auc(assay_duo *duo);

#endif
