// SPDX-License-Identifier: Apache-2.0
#include "read/sift.h"

#include "read/floats.h"

#include <string.h>

enum {
    NO_SCORE = ASSAY_ROW_NO_PROBE | ASSAY_ROW_NO_REFERENCE | ASSAY_ROW_SKIP
};

static bool may_fail(const assay_reader *reader, const assay_batch *batch)
{
    for (size_t i = 0; i < reader->failed_count; i++)
        if (assay_floats_hold(batch->score, batch->rows, reader->failed[i]))
            return true;
    return false;
}

static void spread(assay_batch *batch)
{
    if (batch->uniform) memset(batch->flags, batch->flags[0], batch->rows);
    batch->uniform = false;
}

static assay_status refuse(const assay_reader *reader,
                           const assay_sift_place *place, size_t row,
                           assay_error *err)
{
    assay_reader_refuse_nan(err);
    return assay_fail_byte(err, assay_reader_path(reader, place->source),
                           place->byte + row * place->size);
}

assay_status assay_sift(const assay_reader *reader, assay_batch *batch,
                        const assay_sift_place *place, assay_error *err)
{
    if (!place->nan && !may_fail(reader, batch)) return ASSAY_OK;
    spread(batch);
    for (size_t i = 0; i < batch->rows; i++) {
        float *score = &batch->score[i];
        uint8_t flags = batch->flags[i];
        const bool good = assay_reader_take(reader, *score, score, &flags);
        if (batch->flags[i] & NO_SCORE) continue;
        if (!good) return refuse(reader, place, i, err);
        batch->flags[i] = flags;
    }
    return ASSAY_OK;
}
