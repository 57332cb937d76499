// SPDX-License-Identifier: Apache-2.0
/// Failed comparisons among the scores of binary files.
#ifndef READ_SIFT_H
#define READ_SIFT_H

#include "read/reader.h"

/// Where the scores of a batch lie, for errors.
typedef struct assay_sift_place {
    size_t source; ///< of the reader
    uint64_t byte; ///< of the first score
    size_t size;   ///< bytes of a score
    bool nan;      ///< one of the scores is NaN
} assay_sift_place;

/// Sets ASSAY_ROW_FAILED, and the score 0, where a score of the batch is one
/// that means "failed"; the batch then no longer is `uniform`. A NaN that
/// means nothing is refused with its byte, except in rows that are skipped or
/// had no probe or reference. Costs nothing where no score can mean that.
assay_status assay_sift(const assay_reader *reader, assay_batch *batch,
                        const assay_sift_place *place, assay_error *err);

#endif
