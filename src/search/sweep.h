// SPDX-License-Identifier: Apache-2.0
/// The sweep: every comparison of a tile (a block of probes against a block of
/// references) made once, by several threads.
///
/// A tile is cut into parts of a few probes, so that a probe's lists belong to
/// one thread at a time. Comparisons for the tail go through a small buffer of
/// each thread into the one tail; the floor rises for all of them.
#ifndef SEARCH_SWEEP_H
#define SEARCH_SWEEP_H

#include "base/pool.h"
#include "count/kernels.h"
#include "search/block.h"
#include "search/exact.h"
#include "search/kin.h"

#include <stdatomic.h>

/// Rows of a tile. The grid of tiles is dealt to shards and says how far a
/// checkpoint is: it depends on the matrices alone.
typedef struct assay_grid {
    uint32_t probe_rows, reference_rows;
} assay_grid;

/// What a thread has of its own.
typedef struct assay_sweeper assay_sweeper;

/// A sweep; the caller fills in the first part, assay_sweep_begin() the rest.
typedef struct assay_sweep {
    const assay_search_options *options;
    const assay_exact *exact;
    const assay_kernels *kernels; ///< of the tallies
    const assay_kin *kin;
    assay_found *found; ///< what has been found
    unsigned threads;
    uint64_t singles; ///< galleries in which nobody has two references, as far
                      ///< as that was looked at
    bool filter_all;  ///< filter even where it doesn't pay: for tests
    uint64_t sample;  ///< a run of the body's sample is taken below this;
                      ///< UINT64_MAX: everything is
    assay_block probes;
    assay_block references[2]; ///< the one compared, and the next
    unsigned current;          ///< which is compared

    assay_filter *filter; ///< NULL: not yet, or never
    /// The key of the last place of each list, by probe row and gallery; 0
    /// while places are free. NULL: no lists.
    uint32_t *last;
    bool split;      ///< few references are in a gallery: those are scored
                     ///< for the lists, and filtered for the tail alone
    bool dense;      ///< this tile is not filtered
    bool fresh;      ///< it is the first of its probes
    uint64_t made;   ///< comparisons of the last tile, 0: none
    uint64_t matter; ///< of them, those scored for the tail and the lists
    assay_sweeper *sweepers; ///< `threads`
    assay_lock lock;         ///< of `found`
    _Atomic uint32_t floor;  ///< found->floor
    atomic_size_t parts_done;
    size_t probe_step, reference_step; ///< rows compared at once
    size_t parts, reads;               ///< of the tile
    uint64_t done, total, area;        ///< comparisons, for the watch
    bool stopped;                      ///< the watch asked to stop
} assay_sweep;

/// Bytes that a sweep will take for tiles of `grid`.
uint64_t assay_sweep_bytes(const assay_sweep *sweep, assay_grid grid);
/// Makes room for tiles of `grid`. To be ended by assay_sweep_end() in any
/// case.
assay_status assay_sweep_begin(assay_sweep *sweep, assay_grid grid,
                               assay_error *err);
/// Reads a block of probes, or the references to be compared first.
assay_status assay_sweep_read(assay_sweep *sweep, assay_block *block,
                              uint64_t first, size_t rows, assay_error *err);
/// Makes a filter for what follows, where that may pay: to be called between
/// tiles.
assay_status assay_sweep_plan(assay_sweep *sweep, assay_error *err);
/// Compares the probes with references[current] and reads meanwhile the `rows`
/// (0: none) references from `first` into the other, which is then the current
/// one. After a success found is whole for all tiles so far, but unsettled.
assay_status assay_sweep_tile(assay_sweep *sweep, uint64_t first, size_t rows,
                              assay_error *err);
/// Brings all that was found so far into its final form: found is then what it
/// would be if nothing followed. False without memory.
bool assay_sweep_settle(assay_sweep *sweep);
/// Frees what the sweep has of its own.
void assay_sweep_end(assay_sweep *sweep);

#endif
