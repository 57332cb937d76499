// SPDX-License-Identifier: Apache-2.0
/// The processes that mpirun started on one search: each searches its part of
/// the tile grid, the first one hears of all that was found.
///
/// Without MPI at build time joining is refused, and everything else is as if
/// there was one process.
#ifndef SEARCH_MPI_RANKS_H
#define SEARCH_MPI_RANKS_H

#include "base/fail.h"

#include <stddef.h>

/// Who this process is among them.
typedef struct assay_ranks {
    unsigned rank;  ///< 0: the one that tells
    unsigned count; ///< 1: alone
} assay_ranks;

/// Joins the run that mpirun started. ASSAY_EUSAGE in a program that was built
/// without MPI.
assay_status assay_ranks_join(assay_ranks *ranks, assay_error *err);

/// Tells all others how it went here and hears from them: returns `mine`, or,
/// where that is ASSAY_OK and another rank failed, its failure, which names it.
/// `*err` holds the failure where `mine` is one. Waits for all.
assay_status assay_ranks_agree(const assay_ranks *ranks, assay_status mine,
                               assay_error *err);

/// What the first rank does with the bytes of another one.
typedef assay_status assay_ranks_take(void *context, const unsigned char *bytes,
                                      size_t size, assay_error *err);

/// Sends `bytes` to the first rank; there, `take` sees those of every other
/// rank, in order. Called by all. Where the first rank fails it still hears the
/// others out: they return ASSAY_OK, and assay_ranks_agree() tells them.
assay_status assay_ranks_gather(const assay_ranks *ranks,
                                const unsigned char *bytes, size_t size,
                                assay_ranks_take *take, void *context,
                                assay_error *err);

/// Leaves the run, after the last of the above; once.
void assay_ranks_leave(const assay_ranks *ranks);

#endif
