// SPDX-License-Identifier: Apache-2.0
/// Evaluation of deployments from their records: what the public is told, under
/// every definition in use.
///
///     assay_deployments_options options;
///     assay_deployments_options_default(&options);
///     const char *file = "met.csv", *where = "date=2024";
///     options.files = (assay_texts){&file, 1};
///     options.common.where = (assay_texts){&where, 1};
///     assay_status status = assay_deployments_evaluate(&options, &result,
///                                                      &error);
///
/// A record says what a force wrote down: right and wrong are as it recorded
/// them, and whom the system missed nobody recorded.
#ifndef ASSAY_DEPLOYMENTS_H
#define ASSAY_DEPLOYMENTS_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What is read and asked.
typedef struct assay_deployments_options {
    assay_options common; ///< what all evaluations share
    assay_texts files;    ///< CSV, TSV or ALHFRS JSON; several are read as one
    const char *faces_per_person; ///< "1.2..2.5": how often one person is
                                  ///< counted, least and most; NULL: not known
    assay_texts claims; ///< published rates to hold against every definition:
                        ///< "1 in 33,000", "81 %", "0.0003 %", "7 of 8"
} assay_deployments_options;

/// Fills `*options` with the defaults.
ASSAY_API void
assay_deployments_options_default(assay_deployments_options *options);

/// Evaluates. On success the caller owns `*out`; on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_deployments_evaluate(const assay_deployments_options *options,
                           assay_result **out, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
