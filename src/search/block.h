// SPDX-License-Identifier: Apache-2.0
/// A block of rows of one side, prepared and without those that were lost; with
/// codes for the filter, once there is one.
#ifndef SEARCH_BLOCK_H
#define SEARCH_BLOCK_H

#include "search/filter.h"
#include "search/search.h"

/// A block. It is filled part by part, by several threads.
typedef struct assay_block {
    const assay_search_side *side;
    assay_metric metric;
    size_t stride;
    size_t most;       ///< rows that there is room for
    size_t count;      ///< rows that were not lost
    uint32_t *row;     ///< which they are, ascending
    float *values;     ///< count x stride
    assay_codes codes; ///< of them, where codes.filter is set
} assay_block;

/// Room for up to `most` rows of `side`. False without memory; to be ended by
/// assay_block_free() in any case.
bool assay_block_make(assay_block *block, const assay_search_side *side,
                      assay_metric metric, size_t most);
/// Room for codes too: the block has them from now on, those of the rows that
/// it holds to be filled in by assay_block_code(). False without memory.
bool assay_block_make_codes(assay_block *block, const assay_filter *filter,
                            bool probes);
/// Turns to the `rows` rows from `first`; returns how many parts there are to
/// read.
size_t assay_block_begin(assay_block *block, uint64_t first, size_t rows);
/// Parts of what it holds.
size_t assay_block_parts(const assay_block *block);
/// Reads a part, and makes its codes; parts may be read at once.
assay_status assay_block_read(assay_block *block, size_t part,
                              assay_error *err);
/// Makes the codes of a part that has been read.
void assay_block_code(assay_block *block, size_t part);
/// Index of the first row of the block that is not before `row`.
size_t assay_block_find(const assay_block *block, uint32_t row);
/// Frees the arrays.
void assay_block_free(assay_block *block);

#endif
