// SPDX-License-Identifier: Apache-2.0
/// The values of a binary file, a batch at a time: of .npy, and of BEE
/// matrices, whose values lie in the same way behind another header.
#ifndef READ_NPY_VALUES_H
#define READ_NPY_VALUES_H

#include "base/rows.h"
#include "read/npy.h"
#include "read/source.h"

/// Values in the byte order of this machine, by kind and size.
typedef union assay_npy_block {
    float f4[ASSAY_BATCH_ROWS];
    double f8[ASSAY_BATCH_ROWS];
    int8_t i1[ASSAY_BATCH_ROWS];
    int16_t i2[ASSAY_BATCH_ROWS];
    int32_t i4[ASSAY_BATCH_ROWS];
    int64_t i8[ASSAY_BATCH_ROWS];
    uint8_t u1[ASSAY_BATCH_ROWS];
    uint16_t u2[ASSAY_BATCH_ROWS];
    uint32_t u4[ASSAY_BATCH_ROWS];
    uint64_t u8[ASSAY_BATCH_ROWS];
} assay_npy_block;

/// An open .npy file. Nothing in it needs freeing.
typedef struct assay_npy_values {
    assay_source *source; ///< the caller's
    assay_npy npy;
    uint64_t taken; ///< values taken since the start or the last rewind
    bool again;     ///< not the first time: nothing is counted any more
    bool has_last;  ///< of values wider than float32:
    double last;    ///< the value taken last
    float last_score;
    assay_npy_block raw;
    double wide[ASSAY_BATCH_ROWS];
} assay_npy_values;

/// Some scores of a file.
typedef struct assay_npy_part {
    size_t count;    ///< 0 at the end
    uint64_t byte;   ///< where the first one lies
    bool nan;        ///< one of them is NaN
    uint64_t merged; ///< as in assay_rounding, the part before included
} assay_npy_part;

/// Reads the header of a source that stands at its first byte. A plain file
/// that is shorter or longer than its header says is refused with its byte.
assay_status assay_npy_open(assay_npy_values *values, assay_source *source,
                            assay_error *err);
/// The same for another kind of file, whose header has been read: `npy` says
/// what it declares.
assay_status assay_npy_begin(assay_npy_values *values, assay_source *source,
                             const assay_npy *npy, assay_error *err);
/// Goes back to the first value; only where the source can be rewound.
assay_status assay_npy_rewind(assay_npy_values *values, assay_error *err);
/// Refuses anything but a vector (one of two dimensions may be 1) of at least
/// one value. `what` is the file's content: "scores", "labels".
assay_status assay_npy_need_vector(const assay_npy_values *values,
                                   const char *what, assay_error *err);

/// The next up to `most` values as they are, in this machine's byte order.
/// Fewer only at the end, which is checked when `*count` is 0.
assay_status assay_npy_take(assay_npy_values *values, void *to, size_t most,
                            size_t *count, assay_error *err);
/// The next up to `most` (at most ASSAY_BATCH_ROWS) values as scores: rounded
/// to float32, -0 made +0, NaN kept and told. Values of type bool are refused,
/// and with its byte a float64 that is beyond float32.
assay_status assay_npy_scores(assay_npy_values *values, float *score,
                              size_t most, assay_npy_part *part,
                              assay_error *err);
/// The next up to `most` values as labels: ASSAY_ROW_MATED for 1 or true, 0
/// for 0, -1 or false; anything else is refused with its byte.
assay_status assay_npy_labels(assay_npy_values *values, uint8_t *flags,
                              size_t most, size_t *count, assay_error *err);

#endif
