// SPDX-License-Identifier: Apache-2.0
/// Evaluation of published counts: events of trials, perhaps by group.
#ifndef ASSAY_COUNTS_H
#define ASSAY_COUNTS_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Exactly one of `counts`, `file` and `share` is given.
typedef struct assay_counts_options {
    assay_options common; ///< what all evaluations share
    const char *counts;   ///< "10/3147436" or "Black=4/450,other=2/1430"
    const char *file;     ///< CSV: events, trials, optionally group columns
    const char *share;    ///< "8/10": events in one group of all events
    double expect;        ///< that group's share of the crowd; NaN: not given
    uint64_t subjects;    ///< people behind the trials; 0: not known
    double margin; ///< equivalence: ratio within [1/margin, margin]; 1.25
} assay_counts_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_counts_options_default(assay_counts_options *options);

/// Evaluates. On success the caller owns `*out`; on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_counts_evaluate(const assay_counts_options *options, assay_result **out,
                      assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
