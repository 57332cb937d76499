// SPDX-License-Identifier: Apache-2.0
/// AUC as an integer: every non-mated score placed among the mated ones, which
/// are sorted a slice of 2^21 at a time.
#ifndef COUNT_AREA_H
#define COUNT_AREA_H

#include "count/view_store.h"

/// The most mated scores that are sorted at once.
enum { ASSAY_SLICE_ROWS = 1 << 21 };

/// Opaque; ended by assay_mated_free().
typedef struct assay_mated assay_mated;

/// Sorts mated comparisons `from` to at most `from` + ASSAY_SLICE_ROWS of the
/// view, in the order in which the store shows them.
assay_status assay_mated_new(assay_store *store, const assay_kernels *kernels,
                             const assay_view *view, uint64_t from,
                             assay_mated **out, assay_error *err);
/// Places `n` non-mated scores: `places[i]` = 2 x (mated above) + equal, within
/// the slice; remembers them for the placements of the mated.
void assay_mated_place(assay_mated *mated, const float *scores, size_t n,
                       uint32_t *places);
/// When all non-mated scores have been placed: adds the squares of the mated
/// placements to the area and, where people are known, the placements to
/// their sums.
assay_status assay_mated_end(assay_mated *mated, assay_store *store,
                             assay_view *view, assay_error *err);
void assay_mated_free(assay_mated *mated);

/// Adds the placements of `n` non-mated scores, and their squares if asked.
void assay_area_add(assay_view *view, const uint32_t *places, size_t n,
                    bool squares);

/// Opaque: the area of a view without people and with at most a slice of mated
/// comparisons, counted while somebody else scans all rows.
typedef struct assay_placing assay_placing;

/// For `view`, whose mated comparisons are read now; ended by
/// assay_placing_free().
assay_status assay_placing_new(assay_store *store, const assay_kernels *kernels,
                               assay_view *view, assay_placing **out,
                               assay_error *err);
/// An assay_store_work on an assay_placing.
assay_status assay_placing_add(void *placing, const assay_block *block,
                               assay_error *err);
/// When all rows were seen: the area is counted.
assay_status assay_placing_end(assay_placing *placing, assay_store *store,
                               assay_error *err);
void assay_placing_free(assay_placing *placing);

/// The whole area for any view, slice by slice: wins, squares, sums of people;
/// by_pair stays false.
assay_status assay_area_count(assay_store *store, const assay_kernels *kernels,
                              const assay_watch *watch, assay_view *view,
                              assay_error *err);

/// The same without squares and people: 2 x wins + ties of the non-mated rows,
/// in area.wins2.
assay_status assay_area_wins(assay_store *store, const assay_kernels *kernels,
                             const assay_watch *watch, assay_view *view,
                             assay_error *err);

#endif
