// SPDX-License-Identifier: Apache-2.0
/// Morphs: pictures made of several people, and how many match all of them
/// (docs/statistics.md 7.4).
///
/// T7.3, held by tests/unit/test_stats_quality.c.
#ifndef STATS_MORPHS_H
#define STATS_MORPHS_H

#include "stats/sums.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Attempts of one contributing subject against a morph.
typedef struct assay_contributor {
    uint64_t attempts; ///< 0: none was compared, and nothing matched
    uint64_t passed;   ///< of them, with a score above the threshold
} assay_contributor;

/// What came of all morphs so far; starts as {0}. Their order does not matter.
typedef struct assay_morphs {
    uint64_t morphs;
    uint64_t by_best; ///< matched by some attempt of every contributor
    uint64_t by_all;  ///< matched by all attempts of every contributor
    assay_exact products;
} assay_morphs;

/// Adds a morph with `n` >= 1 contributors.
void assay_morphs_add(assay_morphs *sum, const assay_contributor *of, size_t n);

/// Whether all attempts of all `n` contributors, at least one of each, are
/// above the threshold.
bool assay_morphs_all(const assay_contributor *of, size_t n);

/// MAP (morphing attack potential): how many of `n` systems match a morph in at
/// least `attempts` >= 1 of each contributor; of system s `matched[s]` is that
/// of the contributor with the fewest. MAP[r][c] is the share of morphs for
/// which it is at least c with `attempts` r.
size_t assay_morphs_systems(const uint64_t *matched, size_t n,
                            uint64_t attempts);

/// MMPMR (mated morph presentation match rate): the share of morphs whose
/// least score over contributors is above the threshold, each contributor's
/// score the greatest of the attempts (MinMax-MMPMR; of single attempts,
/// MMPMR itself). NaN without morphs.
double assay_morphs_min_max(const assay_morphs *sum);
/// The mean over morphs of the product over contributors of the share of
/// attempts above the threshold (ProdAvg-MMPMR). NaN without morphs.
double assay_morphs_prod_avg(const assay_morphs *sum);

#endif
