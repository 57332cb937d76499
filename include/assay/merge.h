// SPDX-License-Identifier: Apache-2.0
/// Joining what the shards of one search found.
#ifndef ASSAY_MERGE_H
#define ASSAY_MERGE_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What to join.
typedef struct assay_merge_options {
    assay_options common; ///< threads, spool, memory, kernels, review and watch
                          ///< are taken from here, all else from the shards
    assay_texts shards;   ///< results of `assay templates --shard i/n`, all n
} assay_merge_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_merge_options_default(assay_merge_options *options);

/// Joins the shards, and evaluates what they found: the result has the bytes
/// that one search of all would have given (but for provenance.run). The CSVs
/// that the shards were made from are read again and must not have changed.
/// Refused (ASSAY_EINPUT): a shard that is missing, or there twice, or of
/// another search. On success the caller owns `*out`; on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status assay_merge_evaluate(
    const assay_merge_options *options, assay_result **out, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
