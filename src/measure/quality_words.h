// SPDX-License-Identifier: Apache-2.0
/// What figures of discards say in sentences and warnings.
#ifndef MEASURE_QUALITY_WORDS_H
#define MEASURE_QUALITY_WORDS_H

#include "measure/study.h"

/// What there is to tell, besides figures.
typedef struct assay_quality_told {
    uint64_t missing; ///< mated comparisons without a quality
    double share;     ///< the discard that sentences are on
} assay_quality_told;

/// "0.001", as ids have it; or NULL.
const char *assay_quality_value(assay_ledger *ledger, double value);
/// Adds the sentences and warnings.
void assay_quality_say(assay_verification *v, const assay_quality_told *told);

#endif
