// SPDX-License-Identifier: Apache-2.0
/// p-values of many tests together. docs/statistics.md 3.5.
///
/// Vector T3.6, held by tests/unit/test_stats_multiplicity.c.
#ifndef STATS_MULTIPLICITY_H
#define STATS_MULTIPLICITY_H

#include <stddef.h>

/// What is kept below the level by holding adjusted p-values to it.
typedef enum assay_family {
    ASSAY_HOLM, ///< the chance of any false rejection (Holm 1979)
    ASSAY_BH,   ///< the expected share of false ones among rejections, tests
                ///< independent or positively dependent (Benjamini and Hochberg
                ///< 1995)
    ASSAY_BY    ///< the same under any dependence (Benjamini and Yekutieli
                ///< 2001)
} assay_family;

/// A test among others.
typedef struct assay_tested {
    double p;        ///< in [0, 1]
    double adjusted; ///< at least p, at most 1
    size_t index;    ///< the caller's: comes back with its test
} assay_tested;

/// Sets `adjusted` of `tests[0..n)` and leaves them in ascending order of p,
/// those of one p in order of index.
void assay_adjust(assay_tested *tests, size_t n, assay_family family);

#endif
