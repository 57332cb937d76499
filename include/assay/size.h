// SPDX-License-Identifier: Apache-2.0
/// How large a test must be for what it is to show, and what a test of a given
/// size could not show.
#ifndef ASSAY_SIZE_H
#define ASSAY_SIZE_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What is planned. NaN, or 0: not given.
typedef struct assay_size_options {
    assay_options common; ///< of it confidence, by, columns, about, require
                          ///< and command
    assay_texts goals;    ///< "TPIR +- 0.05",
                          ///< "FPIR@watchlist_size=10000 <= 1e-4",
                          ///< "TPIR ratio 1.25"
    double expect;        ///< the rate that is expected, where a goal has none
    double power;         ///< chance with which the test is to succeed; 0.8
    double each;          ///< passages, searches or pairs of each person; 1
    double icc;           ///< correlation of two outcomes of one person, 0 to 1
    double deff;          ///< the design effect, in its place; at least 1
    uint64_t volunteers;  ///< people of a test that is planned
    const char *subjects; ///< CSV of them: subject_id and attributes; or NULL
} assay_size_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_size_options_default(assay_size_options *options);

/// Plans; the result's evaluation is "size". ASSAY_EUSAGE for a goal that makes
/// no sense. On success the caller owns `*out`; on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status assay_size_evaluate(
    const assay_size_options *options, assay_result **out, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
