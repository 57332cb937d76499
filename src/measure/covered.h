// SPDX-License-Identifier: Apache-2.0
/// Designs whose intervals hold the truth too seldom: what bench/coverage found
/// where the truth is known (docs/coverage.md).
///
/// A kind of design is what is known before anything is counted: which figure,
/// how many people, whether comparisons fall equally on them; never what was
/// seen. Held by tests/unit/test_measure_covered.c.
#ifndef MEASURE_COVERED_H
#define MEASURE_COVERED_H

#include <stdbool.h>

/// Figures that were simulated.
typedef enum assay_covered {
    ASSAY_COVERED_FMR_PAIRS,     ///< all against all
    ASSAY_COVERED_FMR_RECTANGLE, ///< probes against other references
    ASSAY_COVERED_FNMR,          ///< at a threshold that was given
    ASSAY_COVERED_FNMR_AT,       ///< at an FMR of the same comparisons
    ASSAY_COVERED_EER,
    ASSAY_COVERED_AUC,
    ASSAY_COVERED_FPIR_FIXED, ///< for this list
    ASSAY_COVERED_FPIR_RANDOM ///< for lists like it
} assay_covered;

/// What is known of a kind: bits.
enum {
    /// Of some design of the kind a nominal 95 % interval held the truth in
    /// less than 0.93 of runs, by two standard errors.
    ASSAY_COVERED_SHORT = 1,
    /// In less than 0.93 of them where people differ by a heavy tail (Student's
    /// t with 4 degrees of freedom), which nothing in a sample shows.
    ASSAY_COVERED_HEAVY = 2
};

/// The bits of a kind: `people` on whom the figure rests, those of the smaller
/// side; `unequal`: comparisons of people are (1.4).
unsigned assay_covered_short(assay_covered figure, double people, bool unequal);

#endif
