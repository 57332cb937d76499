// SPDX-License-Identifier: Apache-2.0
/// A score written as text, and what the rows before it were like.
#ifndef READ_SCORE_H
#define READ_SCORE_H

#include "base/text.h"
#include "read/reader.h"

/// The score last read. All zero at the start.
typedef struct assay_score_before {
    bool any;
    float rounded;    ///< as float32
    double exact;     ///< as the nearest double, where `text` is NULL
    assay_slice text; ///< else it is still to be read from this
} assay_score_before;

/// Reads `text` as the nearest double, rounded to float32, into `*score`;
/// a failed comparison (`--failed`; NaN where it is allowed) sets
/// ASSAY_ROW_FAILED in `*flags` and gives 0. Counts the merged in the intake.
/// `*same`: equal to the score before, or failed: the row may be a repetition.
/// The failure has no position.
assay_status assay_score_read(assay_reader *reader, assay_score_before *before,
                              assay_slice text, float *score, uint8_t *flags,
                              bool *same);
/// To be called before slices die.
void assay_score_settle(assay_score_before *before);
/// Why assay_score_read() refused `text`; returns the status.
assay_status assay_score_refuse(assay_slice text, assay_error *err);

#endif
