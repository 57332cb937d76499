// SPDX-License-Identifier: Apache-2.0
/// Templates against templates: every comparison made and counted.
///
/// A score is defined by one reference arithmetic (docs/search.md), in float32
/// with each product and each sum rounded on its own:
///
///     lane l of 16 = sum of a[k] b[k] over k = l, l + 16, ... in this order
///     dot = lanes added pairwise: l + (l + 8), then + 4, + 2, + 1
///     cosine: rows are first divided by their norm (in double, rounded to
///         float32 once); score = dot
///     l2:     the same lanes over (a[k] - b[k])^2; score = -sqrt(sum)
///
/// A sampled body (ASSAY_BODY_SAMPLE) takes about 2^26 comparisons: the matrix
/// of comparisons is cut into runs of 8 probe rows by 64 reference rows, and a
/// run is in the sample when a hash of the seed and of where it stands lies
/// below a bound. A search of fewer comparisons is tallied as a whole;
/// body_sampled is then false. Which runs are taken depends on the order of
/// rows, nothing else does.
///
/// Whatever kernel looks at a comparison first, this arithmetic decides what is
/// counted: no result depends on kernels, threads, blocks or shards.
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "assay/templates.h"
#include "base/matrix.h"
#include "count/found.h"

/// One side of a search. Arrays have a place for each row and are the
/// caller's.
typedef struct assay_search_side {
    const assay_matrix *matrix;
    const uint32_t *person; ///< who it is: 0 .. people - 1, the same numbers on
                            ///< both sides
    const uint32_t *sample; ///< which sample it is, the same numbers on both
                            ///< sides; a sample never meets itself
    const uint8_t *lost;    ///< 1: not acquired, never compared; NULL: none
} assay_search_side;

/// Watchlists that are searched in the same sweep.
typedef struct assay_search_galleries {
    unsigned count; ///< 1 .. 64; 0: no lists are kept, pairs only
    /// Bit g of row r: reference row r is in gallery g. NULL: all rows are in
    /// the one gallery.
    const uint64_t *members;
    unsigned list_length; ///< candidates that are kept for each search: 50
} assay_search_galleries;

/// What to search and how.
typedef struct assay_search_options {
    assay_metric metric;
    assay_search_side probes;
    /// All against all: `references` is not looked at, and each unordered pair
    /// of rows of `probes` is one comparison (the row with the smaller `sample`
    /// is its probe). Without galleries only.
    bool all_pairs;
    assay_search_side references;
    assay_search_galleries galleries;
    uint64_t tail;    ///< C: non-mated comparisons that are kept; 0: a default
    assay_body body;  ///< not ASSAY_BODY_DEFAULT
    uint64_t seed;    ///< of the sample
    unsigned threads; ///< 0: as many as the machine has
    uint64_t memory;  ///< bytes; 0: a default. Galleries that don't fit
                      ///< are streamed
    const char *kernels;     ///< NULL: the best; "c", "avx2", "avx512", "vnni"
    unsigned shard, shards;  ///< this part of the tile grid, 0 of 1: all of it
    const char *checkpoint;  ///< file to go on from and to keep; NULL: none
    bool resume;             ///< the checkpoint must be there
    double checkpoint_every; ///< seconds; 0: a default
    const unsigned char
        *digest;              ///< 32 bytes that stand for inputs and options:
                              ///< a checkpoint of other ones is refused
    const assay_watch *watch; ///< told comparisons done; may stop
} assay_search_options;

/// Searches. Refuses with file and row: dimensions that differ, a NaN or
/// infinite value, a zero-norm row under cosine (unless it is lost). On success
/// the caller owns `*out` (assay_found_free()); on failure it is NULL, and the
/// checkpoint, if one was asked for, stands.
assay_status assay_search_run(const assay_search_options *options,
                              assay_found **out, assay_error *err);

/// The name of the kernels that `name` (or NULL) means here, for the record;
/// NULL if this machine has none of that name.
const char *assay_search_kernels(const char *name);

#endif
