// SPDX-License-Identifier: Apache-2.0
/// Comparisons kept so that they can be seen as often as a figure needs.
///
/// Rows lie in parts, by class and, where people are known, by a hash of the
/// pair of people, so that all comparisons of a pair are in one part:
///
///     no people:  part 0 non-mated, part 1 mated
///     people:     parts 0 .. 511 non-mated by pair, part 512 mated
///
/// Each part is a chain of chunks in one spool; the last chunk of each part is
/// still in memory. A regular .npy or BEE file needs no copy: it is replayed,
/// as is the tail of a search.
#ifndef COUNT_STORE_H
#define COUNT_STORE_H

#include "count/view.h"

/// Rows of one class as the passes see them. Arrays that are not known are
/// NULL: people, or the profiles (combinations of group labels).
typedef struct assay_block {
    size_t rows;
    bool mated;
    const float *score;
    const uint32_t *probe, *reference;
    const uint16_t *probe_profile, *reference_profile;
} assay_block;

/// Rows of a replay come in blocks of up to this many.
enum { ASSAY_BLOCK_ROWS = 4096 };

/// What a pass does with a block; any failure ends the scan.
typedef assay_status assay_store_work(void *context, const assay_block *block,
                                      assay_error *err);

/// A pass.
typedef struct assay_scan {
    assay_store_work *work;
    void *context;            ///< handed to `work`
    const assay_watch *watch; ///< told the rows seen; or NULL
    const char *stage;        ///< what it is told
    uint32_t least; ///< rows with lower keys need not be shown; 0: all are
    bool scores;    ///< people need not be shown
} assay_scan;

/// What can show its own rows again: scores and classes, and people and
/// profiles where the store has them.
typedef struct assay_replay {
    void *context;
    assay_status (*rewind)(void *context, assay_error *err);
    /// Fills up to two blocks (one a class), alive until the next call; both
    /// empty at the end.
    /// What `scan` need not be shown may be left out.
    assay_status (*next)(void *context, const assay_scan *scan,
                         assay_block blocks[ASSAY_CLASSES], assay_error *err);
    bool non_mated; ///< it has no mated ones
} assay_replay;

/// Opaque; ended by assay_store_free().
typedef struct assay_store assay_store;

/// What a store is to be like.
typedef struct assay_store_options {
    const char *spool; ///< folder for its file
    size_t memory;     ///< bytes of rows that stay in memory; 0: a default
    bool people, profiles;
} assay_store_options;

/// An empty store.
assay_status assay_store_new(const assay_store_options *options,
                             assay_store **out, assay_error *err);
/// Keeps the rows of `block`.
assay_status assay_store_add(assay_store *store, const assay_block *block,
                             assay_error *err);
/// Adds a replay. `context` stays the caller's and must outlive the store.
assay_status assay_store_add_replay(assay_store *store,
                                    const assay_replay *replay,
                                    assay_error *err);

/// Parts of a class: `*first` and how many.
size_t assay_store_parts(const assay_store *store, int class, size_t *first);
/// Rows in a part; replayed rows are not in any part.
uint64_t assay_store_part_rows(const assay_store *store, size_t part);
/// Shows the rows of one part.
assay_status assay_store_scan_part(assay_store *store, size_t part,
                                   const assay_scan *scan, assay_error *err);
/// Whether any rows are replayed.
bool assay_store_replays(const assay_store *store);
/// Shows the rows of a class (or of both: class < 0) that are replayed.
assay_status assay_store_scan_replays(assay_store *store, int class,
                                      const assay_scan *scan, assay_error *err);
/// Shows all rows of a class (or of both: class < 0), replays included.
assay_status assay_store_scan(assay_store *store, int class,
                              const assay_scan *scan, assay_error *err);
void assay_store_free(assay_store *store);

#endif
