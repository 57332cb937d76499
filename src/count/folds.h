// SPDX-License-Identifier: Apache-2.0
/// People in folds, so that a threshold is chosen on some and judged on others:
/// comparisons of people of two folds are in neither part
/// (docs/statistics.md 6.3).
#ifndef COUNT_FOLDS_H
#define COUNT_FOLDS_H

#include "count/counter.h"

enum { ASSAY_FOLDS_MOST = 50 };
/// No fold: nobody is left out.
#define ASSAY_FOLDS_NONE UINT8_MAX

/// `fold` gives the fold of each person, by order of first sight.
///
/// A counter of the non-mated comparisons of `from` in which neither person is
/// of fold `left_out`. The caller owns it (assay_counter_free()).
assay_status assay_folds_others(assay_counter *from, const uint8_t *fold,
                                uint8_t left_out, assay_counter **out,
                                assay_error *err);

/// A counter of what comes of a threshold for each fold: the mated comparisons
/// of `from`, and the non-mated ones of two people of one fold. Their score is
/// 1 where they match, key(score) >= keys[fold], else 0. Profiles stay. Owned
/// alike.
assay_status assay_folds_judged(assay_counter *from, const uint8_t *fold,
                                const uint32_t *keys, assay_counter **out,
                                assay_error *err);

#endif
