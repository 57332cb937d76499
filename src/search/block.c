// SPDX-License-Identifier: Apache-2.0
#include "search/block.h"

#include "base/alloc.h"
#include "search/prepare.h"

enum { PART = 256 }; // rows of a part

bool assay_block_make(assay_block *block, const assay_search_side *side,
                      assay_metric metric, size_t most)
{
    *block = (assay_block){.side = side, .metric = metric, .most = most};
    block->stride = assay_prepare_stride(side->matrix->dimensions);
    block->row = assay_new(0, most, sizeof *block->row);
    if (block->stride > SIZE_MAX / sizeof *block->values) return false;
    block->values = assay_new(0, most, block->stride * sizeof *block->values);
    return block->row && block->values;
}

bool assay_block_make_codes(assay_block *block, const assay_filter *filter,
                            bool probes)
{
    return assay_codes_make(&block->codes, filter, probes, block->most);
}

size_t assay_block_parts(const assay_block *block)
{
    return (block->count + PART - 1) / PART;
}

size_t assay_block_begin(assay_block *block, uint64_t first, size_t rows)
{
    const uint8_t *lost = block->side->lost;
    block->count = 0;
    for (uint64_t row = first; row < first + rows; row++)
        if (!lost || !lost[row]) block->row[block->count++] = (uint32_t)row;
    return assay_block_parts(block);
}

static size_t end_of_part(const assay_block *block, size_t part)
{
    const size_t end = (part + 1) * PART;
    return end < block->count ? end : block->count;
}

// Runs of rows that lie together are read at once.
assay_status assay_block_read(assay_block *block, size_t part, assay_error *err)
{
    const size_t end = end_of_part(block, part);
    for (size_t i = part * PART; i < end;) {
        size_t n = 1;
        while (i + n < end && block->row[i + n] == block->row[i] + n) n++;
        const assay_prepare_span span = {block->row[i], n, NULL};
        ASSAY_TRY(assay_prepare_rows(block->side->matrix, block->metric, &span,
                                     block->values + i * block->stride, err));
        i += n;
    }
    assay_block_code(block, part);
    return ASSAY_OK;
}

void assay_block_code(assay_block *block, size_t part)
{
    const size_t first = part * PART;
    if (!block->codes.filter) return;
    assay_codes_fill(&block->codes, first, end_of_part(block, part) - first,
                     block->values + first * block->stride);
}

size_t assay_block_find(const assay_block *block, uint32_t row)
{
    size_t low = 0;
    size_t high = block->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (block->row[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void assay_block_free(assay_block *block)
{
    assay_free(block->row);
    assay_free(block->values);
    if (block->codes.filter) assay_codes_free(&block->codes);
    block->row = NULL;
    block->values = NULL;
}
