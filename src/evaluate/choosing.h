// SPDX-License-Identifier: Apache-2.0
/// `--choose`: thresholds chosen on some people's comparisons and judged on
/// those of others (docs/statistics.md 6.3).
#ifndef EVALUATE_CHOOSING_H
#define EVALUATE_CHOOSING_H

#include "assay/scores.h"
#include "count/counter.h"
#include "evaluate/groups.h"
#include "measure/verification.h"

/// Whether what is asked for can be understood; called before files are read.
assay_status assay_choose_check(const assay_scores_options *options,
                                assay_error *err);
/// Chooses and judges, and adds the figures; everybody's and groups' views were
/// added before.
assay_status assay_choose_all(const assay_scores_options *options,
                              assay_counter *counter, uint32_t people,
                              const assay_groups *groups,
                              assay_verification *verification,
                              assay_error *err);

#endif
