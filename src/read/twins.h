// SPDX-License-Identifier: Apache-2.0
/// Twins: samples under different ids whose templates are equal to the byte. An
/// image that is in a set twice, or a name that is wrong.
#ifndef READ_TWINS_H
#define READ_TWINS_H

#include "assay/options.h"
#include "base/matrix.h"

/// One set of templates. Arrays have a place for each row.
typedef struct assay_twins_set {
    const assay_matrix *matrix;
    const uint32_t *sample; ///< the same numbers in all sets
    const uint32_t *person; ///< the same numbers in all sets
    const uint8_t *lost;    ///< 1: not acquired, not looked at; NULL: none
} assay_twins_set;

enum { ASSAY_TWINS_SHOWN = 16 };

/// Two samples with one template: sets and rows, the earlier one first.
typedef struct assay_twin {
    unsigned set[2];
    uint64_t row[2];
} assay_twin;

/// What was found.
typedef struct assay_twins {
    uint64_t templates; ///< that more than one sample has
    uint64_t samples;   ///< that have one of them
    uint64_t people;    ///< of the templates: those of more than one person
    assay_twin first[ASSAY_TWINS_SHOWN]; ///< in the order of the later row
    size_t shown;                        ///< how many of `first` are used
} assay_twins;

/// Reads each matrix once, from start to end, and compares all rows with each
/// other. A sample that is in several sets is looked at once, in the first;
/// rows of zeros alone are left out, as are lost ones. Takes 20 bytes of memory
/// a row and a block. Rows count as equal when 94 bits of their BLAKE2b-128
/// are. Tells the watch bytes read. Fails as the matrices do, without memory,
/// and for 2^32 - 1 rows or more.
assay_status assay_twins_find(const assay_twins_set *sets, unsigned set_count,
                              const assay_watch *watch, assay_twins *out,
                              assay_error *err);

#endif
