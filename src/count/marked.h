// SPDX-License-Identifier: Apache-2.0
/// Rows that are kept apart with a mark, to be seen as often as a figure needs:
/// mated comparisons with their quality, attacks with their species.
///
/// They lie in a spool (base/spool.h): memory does not grow with them. Distinct
/// marks do stay in memory, 16 bytes each at most.
#ifndef COUNT_MARKED_H
#define COUNT_MARKED_H

#include "count/view.h"

/// A row. 16 bytes.
typedef struct assay_marked_row {
    uint32_t key;     ///< of its score (base/order.h)
    uint32_t mark;    ///< after assay_marked_close(): its place, see there
    uint32_t person;  ///< in order of first sight; UINT32_MAX: not known
    uint16_t profile; ///< of its probe
    uint16_t flag;    ///< the caller's
} assay_marked_row;

/// Opaque; ended by assay_marked_free().
typedef struct assay_marked assay_marked;

/// An empty one, in a file of the folder `spool` beyond `memory` bytes (0: a
/// default). `watch` (or NULL) is told the rows that scans show.
assay_status assay_marked_new(const char *spool, size_t memory,
                              const assay_watch *watch, assay_marked **out,
                              assay_error *err);
/// Keeps a row.
assay_status assay_marked_add(assay_marked *marked, const assay_marked_row *row,
                              assay_error *err);
/// Ends the intake: marks are sorted, and the mark of each row that a scan
/// shows is from then on its place among the distinct ones, from 0.
assay_status assay_marked_close(assay_marked *marked, assay_error *err);
/// Distinct marks, ascending; live as long as `marked`. Once it was closed.
const uint32_t *assay_marked_marks(const assay_marked *marked, size_t *count);
/// Rows kept.
uint64_t assay_marked_rows(const assay_marked *marked);
/// What a scan does with rows; any failure ends it.
typedef assay_status assay_marked_work(void *context,
                                       const assay_marked_row *rows, size_t n,
                                       assay_error *err);
/// Shows all rows, in the order in which they came. Once it was closed.
assay_status assay_marked_scan(assay_marked *marked, assay_marked_work *work,
                               void *context, assay_error *err);
/// Frees; NULL is allowed.
void assay_marked_free(assay_marked *marked);

#endif
