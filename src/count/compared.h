// SPDX-License-Identifier: Apache-2.0
/// Who is compared with whom, and how often: pairs of people of non-mated
/// comparisons, whichever of the two is the probe. Resampled trials are sums
/// over them where no design says how many there are.
///
/// Held by tests/unit/test_count_compared.c.
#ifndef COUNT_COMPARED_H
#define COUNT_COMPARED_H

#include "count/counter.h"

/// Pairs of people that can be told apart, or else comparisons.
enum { ASSAY_COMPARED_MOST = 1 << 24 };

/// A pair of people by canonical place, `low` < `high`, and its comparisons.
typedef struct assay_compared_pair {
    uint32_t low, high, times;
} assay_compared_pair;

/// Is handed each pair once. False: no memory, and nothing more is handed.
typedef bool assay_compared_take(void *context, assay_compared_pair pair);

/// Hands the pairs of all non-mated comparisons to `take`, ascending by high,
/// low. Only where people are known. ASSAY_EUNSUPPORTED where there are more
/// people than ASSAY_COMPARED_MOST pairs are made of (5,793) and more
/// comparisons than that too.
assay_status assay_counter_compared(assay_counter *counter,
                                    assay_compared_take *take, void *context,
                                    assay_error *err);

#endif
