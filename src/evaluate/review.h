// SPDX-License-Identifier: Apache-2.0
/// The review file: what names people, for those who hold the data.
#ifndef EVALUATE_REVIEW_H
#define EVALUATE_REVIEW_H

#include "assay/scores.h"
#include "base/strings.h"
#include "count/counter.h"

/// Writes the CSV `path`: the mated comparisons with the lowest scores and the
/// non-mated ones with the highest (probable label errors), with the ids in
/// `people`. Scores in the direction of the input. ASSAY_EUSAGE where people
/// aren't known (`people` NULL).
assay_status assay_review_write(const char *path, assay_counter *counter,
                                const assay_strings *people, bool distance,
                                assay_error *err);

#endif
