// SPDX-License-Identifier: Apache-2.0
/// The sentences on searches of watchlists, as pure functions of numbers
/// (docs/words.md rules the wording). Every function returns a text that lives
/// as long as the arena, or NULL without memory.
#ifndef MEASURE_SEARCH_SENTENCES_H
#define MEASURE_SEARCH_SENTENCES_H

#include "measure/sentences.h"

/// "With 1,000 on the list, set so that 10 in 1,000 searches by people who are
/// not on it give a false alert, 24 (20 to 28) of 100 searches by people on the
/// list miss them."
const char *assay_say_fnir_at_fpir(assay_arena *arena, uint64_t size,
                                   double alpha, const assay_spoken *fnir);
/// "At threshold 0.5, of 1,000 searches by people not on a list of 10,000, 2 (1
/// to 4) would raise an alert." `threshold` NULL leaves the first words out.
const char *assay_say_fpir(assay_arena *arena, uint64_t size,
                           const char *threshold, const assay_spoken *fpir);
/// "At threshold 0.5, of 100 searches by people on a list of 1,000, 24 (20 to
/// 28) would miss them."
const char *assay_say_fnir(assay_arena *arena, uint64_t size,
                           const char *threshold, const assay_spoken *fnir);

/// FPIR of a small and of a great list at one threshold.
typedef struct assay_said_sizes {
    const char *threshold;
    uint64_t small, great;
    assay_spoken few, many; ///< their rates
} assay_said_sizes;

/// "At threshold 0.57, of 10,000 searches by people not on the list, 10 (8 to
/// 12) would raise an alert with 100 on it, 498 (400 to 600) with 5,748."
const char *assay_say_sizes(assay_arena *arena, const assay_said_sizes *sizes);
/// "Of every 100 false matches in searches of a list of 5,748, 40 point at the
/// same 1 of every 100 people on it; equal chances would give 3."
const char *assay_say_share(assay_arena *arena, uint64_t size, double share,
                            double chance);
/// "At threshold 0.57, people not on a list of 1,000 are wrongly pointed at
/// more often in sex F, by 97 (91 to 103) of 10,000 searches, than in M, by 52
/// (47 to 58)." groups->mated: people on it are found less often in sex F,
/// missed by so many. Where they may not differ both are told without a
/// comparison.
const char *assay_say_search_groups(assay_arena *arena, uint64_t size,
                                    const assay_said_groups *groups);

#endif
