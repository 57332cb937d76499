// SPDX-License-Identifier: Apache-2.0
/// Non-mated comparisons that match, by pair of people: what two systems that
/// compared the same pairs have in common.
///
/// Kept are the ASSAY_ERROR_PAIRS_MOST most extreme: those at the strictest
/// points, as many points as have room, band points left out.
#ifndef COUNT_ERROR_PAIRS_H
#define COUNT_ERROR_PAIRS_H

#include "count/view.h"

enum { ASSAY_ERROR_PAIRS_MOST = 1 << 20 };

/// Comparisons of two people that match at the points 0 .. column and at none
/// beyond (band points are not looked at).
typedef struct assay_error_pair {
    uint32_t first, second; ///< probe and reference where roles are apart, else
                            ///< by place
    uint32_t column;
    uint32_t errors; ///< comparisons
    uint64_t trials; ///< comparisons of the pair; errors are among them
} assay_error_pair;

/// A list that grows. All zero is empty and keeps nothing. A failure of memory
/// is remembered in `no_memory`.
typedef struct assay_error_pairs {
    bool kept;           ///< false: never asked for, or not in the file
    size_t from;         ///< points below this one are not complete
    uint32_t *column_of; ///< of a point: the last at or before it that is no
                         ///< band point; UINT32_MAX: none
    uint64_t *columns;   ///< how many items each column has
    assay_error_pair *items; ///< packed and read again: by first, second,
                             ///< column, of people in canonical order
    size_t count, room;
    bool no_memory, sorted;
} assay_error_pairs;

/// Begins a list for a view whose points stand. False without memory.
bool assay_error_pairs_begin(assay_error_pairs *list, const assay_view *view);
/// Adds a pair in a column of any point, each column of a pair once.
void assay_error_pairs_add(assay_error_pairs *list, assay_error_pair pair);
/// Cuts to the most that is kept: a function of what was added alone.
void assay_error_pairs_cut(assay_error_pairs *list);
/// Sorts by canonical place (`rank`, or NULL: people are numbered so already),
/// the lower place first unless `apart`; once, for nothing is added after it.
void assay_error_pairs_sort(assay_error_pairs *list, const uint32_t *rank,
                            bool apart);
void assay_error_pairs_end(assay_error_pairs *list);

/// Leaves the error pairs of a view out of what is packed.
void assay_error_pairs_forget(const assay_view *view);

/// Whether all pairs that match at point `p` are known.
bool assay_error_pairs_cover(const assay_view *view, size_t p);

/// What two views have in common, each at a point of its own.
typedef struct assay_error_shared {
    double errors; ///< sum over pairs of e_a e_b
    double shares; ///< sum over pairs of e_a e_b / m^2
} assay_error_shared;

/// Of two views of the same pairs that were unpacked (assay_view_unpack());
/// both cover their point.
assay_error_shared assay_error_pairs_shared(const assay_view *a, size_t p,
                                            const assay_view *b, size_t q);

#endif
