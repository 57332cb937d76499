// SPDX-License-Identifier: Apache-2.0
#include "read/gather.h"

#include "base/alloc.h"

#include <string.h>

static assay_slice *new_slices(void)
{
    return assay_new(0, ASSAY_BATCH_ROWS, sizeof(assay_slice));
}

static bool make(assay_gather *gather, assay_intake *intake, bool subjects,
                 const bool has[ASSAY_BATCH_COLUMNS])
{
    if (subjects && intake->subjects) {
        gather->probe = new_slices();
        gather->reference = new_slices();
        if (!gather->probe || !gather->reference) return false;
    }
    for (size_t c = 0; c < intake->wanted_count; c++) {
        if (!has[c]) continue;
        gather->column[c] = new_slices();
        if (!gather->column[c]) return false;
        intake->found[c] = true;
    }
    return true;
}

assay_status assay_gather_open(assay_gather *gather, assay_intake *intake,
                               bool subjects,
                               const bool has[ASSAY_BATCH_COLUMNS],
                               assay_error *err)
{
    memset(gather, 0, sizeof *gather);
    if (make(gather, intake, subjects, has)) return ASSAY_OK;
    assay_gather_close(gather);
    return assay_fail_memory(err, "a batch of rows");
}

assay_status assay_gather_samples(assay_gather *gather,
                                  const assay_intake *intake, int side,
                                  assay_error *err)
{
    if (!intake->samples[side]) return ASSAY_OK;
    gather->sample[side] = new_slices();
    return gather->sample[side] ? ASSAY_OK
                                : assay_fail_memory(err, "a batch of rows");
}

void assay_gather_begin(assay_gather *gather, const assay_intake *intake,
                        assay_batch *batch)
{
    batch->rows = 0;
    batch->first_line = 0;
    batch->uniform = false;
    batch->has_subjects = gather->probe != NULL;
    for (int s = 0; s < ASSAY_SIDES; s++)
        batch->has_sample[s] = gather->sample[s] != NULL;
    batch->columns = intake->wanted_count;
    for (size_t c = 0; c < batch->columns; c++)
        batch->has_column[c] = gather->column[c] != NULL;
    gather->done = 0;
}

// Interns slices of `n` rows; what is empty has no number.
static bool intern(assay_strings *strings, const assay_slice *slices, size_t n,
                   uint32_t *index)
{
    size_t i = 0;
    while (i < n) {
        size_t end = i;
        while (end < n && slices[end].length) end++;
        if (end > i &&
            !assay_strings_intern(strings, slices + i, end - i, index + i))
            return false;
        for (i = end; i < n && !slices[i].length; i++)
            index[i] = ASSAY_NO_STRING;
    }
    return true;
}

static bool intern_column(const assay_gather *gather, assay_intake *intake,
                          size_t c, assay_batch *batch)
{
    const size_t from = gather->done;
    const size_t n = batch->rows - from;
    uint32_t *index = batch->column[c] + from;
    if (gather->column[c])
        return intern(intake->values[c], gather->column[c] + from, n, index);
    for (size_t i = 0; i < n; i++) index[i] = ASSAY_NO_STRING;
    return true;
}

assay_status assay_gather_flush(assay_gather *gather, assay_intake *intake,
                                assay_batch *batch, assay_error *err)
{
    const size_t from = gather->done;
    const size_t n = batch->rows - from;
    bool ok = true;
    if (gather->probe)
        ok = intern(intake->subjects, gather->probe + from, n,
                    batch->probe + from) &&
             intern(intake->subjects, gather->reference + from, n,
                    batch->reference + from);
    for (int s = 0; s < ASSAY_SIDES && ok; s++)
        if (gather->sample[s])
            ok = intern(intake->samples[s], gather->sample[s] + from, n,
                        batch->sample[s] + from);
    for (size_t c = 0; c < intake->wanted_count && ok; c++)
        ok = intern_column(gather, intake, c, batch);
    if (!ok) return assay_fail_memory(err, "the ids in the files");
    gather->done = batch->rows;
    return ASSAY_OK;
}

void assay_gather_close(assay_gather *gather)
{
    assay_free(gather->probe);
    assay_free(gather->reference);
    for (int s = 0; s < ASSAY_SIDES; s++) assay_free(gather->sample[s]);
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        assay_free(gather->column[c]);
    memset(gather, 0, sizeof *gather);
}
