// SPDX-License-Identifier: Apache-2.0
/// The loops over scores, compiled once for each instruction set from
/// kernels.inc. All give the same integers; only the time differs.
#ifndef COUNT_KERNELS_H
#define COUNT_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// One bucket of a level-1 tally: how many keys, and the sums of their lower
/// 16 bits and of the squares of those.
typedef struct assay_tally_bucket {
    uint64_t count;
    uint64_t sum;
    uint64_t square;
} assay_tally_bucket;

/// An index of sorted scores by cells of equal width.
typedef struct assay_cells {
    float low, scale;
    float last;            ///< the last cell
    const uint32_t *first; ///< of each cell, and behind the last
} assay_cells;

/// A table of kernels.
typedef struct assay_kernels {
    const char *name; ///< "c", "avx2", "avx512"
    /// Adds `n` scores to the counts of the 65,536 buckets.
    void (*tally)(assay_tally_bucket *buckets, const float *scores, size_t n);
    /// The same with the sums.
    void (*moments)(assay_tally_bucket *buckets, const float *scores, size_t n);
    /// Writes the keys whose bucket is wanted (wanted[bucket] != 0) to `keys`
    /// (room for `n`), in order, and returns how many.
    size_t (*select)(const uint8_t *wanted, const float *scores, size_t n,
                     uint32_t *keys);
    /// Least and greatest key of `n` > 0 scores.
    void (*range)(const float *scores, size_t n, uint32_t *low, uint32_t *high);
    /// The part of an ordered index in which each score has its place: cell c =
    /// (score - low) * scale, held between 0 and `last`, begins at first[c] and
    /// ends at first[c + 1]. Never decreases with the score.
    void (*cells)(const assay_cells *index, const float *scores, size_t n,
                  uint32_t *from, uint32_t *to);
    /// Copies the scores that are at least `low` to `out` (room for `n`), in
    /// order, and returns how many.
    size_t (*above)(const float *scores, size_t n, float low, float *out);
} assay_kernels;

enum { ASSAY_KERNELS_MAX = 3 };

/// The tables that this processor can run, plain C first; returns how many.
size_t assay_kernels_find(const assay_kernels *found[ASSAY_KERNELS_MAX]);

/// The table called `name`, the best for NULL; NULL if there is none.
const assay_kernels *assay_kernels_choose(const char *name);

extern const assay_kernels assay_kernels_c;
#if defined ASSAY_HAVE_X86_KERNELS
extern const assay_kernels assay_kernels_avx2;
extern const assay_kernels assay_kernels_avx512;
#endif

#endif
