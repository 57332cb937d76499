// SPDX-License-Identifier: Apache-2.0
/// People of whom the same was seen, put together: hundreds of thousands of
/// people make a few hundred different rows, and the statistics cost a row.
///
/// How many comparisons people have does not change from threshold to
/// threshold, so people are sorted into kinds by that once; at a threshold only
/// those who bear an error are looked at.
#ifndef MEASURE_FOLD_H
#define MEASURE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_FOLD_COLUMNS = 2,
    ASSAY_FOLD_ROWS = 4096,
    ASSAY_FOLD_SLOTS = 16384 ///< a power of two
};

/// Kinds of people by one or two columns of margins.
typedef struct assay_kinds {
    uint16_t *kind_of; ///< of each person: the caller's room
    bool made;
    bool few; ///< few enough kinds to be of use
    size_t count, columns;
    double margins[ASSAY_FOLD_COLUMNS][ASSAY_FOLD_ROWS];
    double people[ASSAY_FOLD_ROWS];
} assay_kinds;

/// Rows of like people.
typedef struct assay_fold {
    size_t rows;
    double errors[ASSAY_FOLD_COLUMNS][ASSAY_FOLD_ROWS];
    double margins[ASSAY_FOLD_COLUMNS][ASSAY_FOLD_ROWS];
    double weights[ASSAY_FOLD_ROWS]; ///< how many people each row is, above 0
    uint16_t kinds[ASSAY_FOLD_ROWS];
    uint16_t slots[ASSAY_FOLD_SLOTS]; ///< row + 1; 0: free
} assay_fold;

/// Sorts `n` people by `columns` columns of margins, once; `fold` is room.
void assay_kinds_make(assay_kinds *kinds, assay_fold *fold,
                      const double *const *margins, size_t columns, size_t n);

/// Puts together the `n` people of these kinds, by their errors (as many
/// columns as the kinds have). False when there are too many different ones.
bool assay_fold_errors(assay_fold *fold, const assay_kinds *kinds,
                       const double *const *errors, size_t n);

#endif
