// SPDX-License-Identifier: Apache-2.0
/// What a thread of a sweep has of its own, and how what it finds is put down.
#ifndef SEARCH_SWEEPER_H
#define SEARCH_SWEEPER_H

#include "search/sweep.h"

enum {
    ASSAY_SWEEP_BUFFER = 4096,
    ASSAY_SWEEP_PROBES = 240,   ///< probes of a part, at most
    ASSAY_SWEEP_SCORED = 60,    ///< of them scored at once
    ASSAY_SWEEP_STEP = 1024,    ///< references scored at once, at most
    ASSAY_SWEEP_FILTERED = 576, ///< references filtered at once
    ASSAY_SWEEP_PAIRS = 256     ///< hits scored at once
};

struct assay_sweeper {
    bool no_memory;
    bool failed; ///< a part could not be read
    size_t failed_part;
    assay_error err;
    uint64_t comparisons[2];
    size_t tail_count, mate_count;
    assay_pair_found tail[ASSAY_SWEEP_BUFFER];
    assay_pair_found mates[ASSAY_SWEEP_BUFFER];
    assay_tally *tally; ///< NULL: no body
    uint64_t matter;    ///< comparisons scored for the tail and the lists
    float *scores;      ///< ASSAY_SWEEP_SCORED x reference_step
    assay_hit *hits;    ///< ASSAY_SWEEP_PROBES x ASSAY_SWEEP_FILTERED
    float *members;     ///< reference_step rows, gathered
    uint16_t selected[ASSAY_SWEEP_STEP + 1]; ///< of a strip, what matters
    /// No smaller score of the probe matters.
    float least[ASSAY_SWEEP_PROBES];
    uint64_t kin[ASSAY_SWEEP_PROBES];        ///< the next kin of the probe
    const float *pair[2][ASSAY_SWEEP_PAIRS]; ///< rows of hits
    uint32_t pair_row[2][ASSAY_SWEEP_PAIRS]; ///< which they are
    size_t pairs;
    float pair_score[ASSAY_SWEEP_PAIRS];
};

/// Makes one. False without memory; ended by assay_sweeper_free() in any case.
bool assay_sweeper_make(assay_sweeper *w, const assay_sweep *sweep);
void assay_sweeper_free(assay_sweeper *w);
/// Hands what is buffered over to the sweep's found.
void assay_sweeper_flush(assay_sweep *sweep, assay_sweeper *w);

/// The least score of `probe` that can matter to the tail or to a list.
float assay_sweep_least(assay_sweep *sweep, uint32_t probe);
/// Puts down a non-mated comparison for the tail and the lists of `probe`,
/// where it matters.
void assay_sweep_stranger(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                          uint32_t reference, float score);
/// Of a strip (a probe with references), which comparisons matter.
typedef struct assay_some {
    const float *score;
    const uint32_t *row; ///< the references
    const uint16_t *at;  ///< `n` places of the two
    size_t n;
} assay_some;

/// The same for many of one probe.
void assay_sweep_strangers(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                           const assay_some *some);
/// Puts down a non-mated comparison for the lists alone.
void assay_sweep_list(assay_sweep *sweep, uint32_t probe, uint32_t reference,
                      uint32_t key);
/// The least key that some list of `probe` still takes; UINT32_MAX: no lists.
uint32_t assay_sweep_listed(const assay_sweep *sweep, uint32_t probe);
/// Writes to `at` (room for n + 1) which of `n` scores are at least `least`,
/// and returns how many.
size_t assay_sweep_select(const float *score, size_t n, float least,
                          uint16_t *at);
/// Puts down a comparison with kin: mated, unless it is the same sample.
void assay_sweep_kin(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                     uint32_t reference, float score);

/// Makes all comparisons of `n` probes of the block, from `first`, with
/// references[current]: each scored in the reference arithmetic.
void assay_sweep_dense(assay_sweep *sweep, assay_sweeper *w, size_t first,
                       size_t n);
/// The same, where only those are scored that the filter can't reject, mated
/// ones, and the sample of the body.
void assay_sweep_filtered(assay_sweep *sweep, assay_sweeper *w, size_t first,
                          size_t n);
/// Tallies those comparisons of the probes that the sample of the body takes.
void assay_sweep_sample(assay_sweep *sweep, assay_sweeper *w, size_t first,
                        size_t n);

#endif
