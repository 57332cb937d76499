// SPDX-License-Identifier: Apache-2.0
/// Attacks, and bona fide presentations, by species: rows of marked.h whose
/// marks tell species apart. A row passes at a key when its own is not less.
///
/// `profiles`, where there is such, says by number whose rows count; NULL: all.
#ifndef COUNT_PRESENTED_H
#define COUNT_PRESENTED_H

#include "count/marked.h"

/// Rows of each mark (by place).
assay_status assay_presented_totals(assay_marked *rows, const bool *profiles,
                                    uint64_t *totals, assay_error *err);

/// A rank to be found.
typedef struct assay_presented_rank {
    size_t mark;   ///< place of the mark
    uint64_t rank; ///< 1: the greatest key of its rows; at most their number
    uint32_t key;  ///< found
} assay_presented_rank;

/// Finds the keys of `n` ranks, which stand ascending by mark.
assay_status assay_presented_ranks(assay_marked *rows,
                                   assay_presented_rank *ranks, size_t n,
                                   assay_error *err);

/// What is to be counted at keys.
typedef struct assay_presented_keys {
    const uint32_t *keys; ///< ascending
    size_t n;
    const bool *profiles;
} assay_presented_keys;

/// Rows of each mark that pass at each key: `counts` holds a row of `n` for
/// each mark.
assay_status assay_presented_above(assay_marked *rows,
                                   const assay_presented_keys *at,
                                   uint64_t *counts, assay_error *err);

/// Trials of each person among the rows of the mark at `mark`, and those that
/// pass at `key`; arrays as long as there are people.
typedef struct assay_presented_people {
    size_t mark;
    uint32_t key;
    size_t people;
    uint64_t *trials_of, *passed_of;
    const bool *profiles;
} assay_presented_people;

/// Fills the arrays. All rows of the mark have a person.
assay_status assay_presented_persons(assay_marked *rows,
                                     assay_presented_people *of,
                                     assay_error *err);
/// Rows by the upper 16 bits of their key: [1] those of the mark at `mark`, [0]
/// the others. 65,536 of them.
assay_status assay_presented_buckets(assay_marked *rows, size_t mark,
                                     uint64_t (*buckets)[2], assay_error *err);

#endif
