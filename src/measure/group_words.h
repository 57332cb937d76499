// SPDX-License-Identifier: Apache-2.0
/// What may be said of groups against each other: whose rate is higher beyond
/// chance, that rates are equal within a margin, or what the test could have
/// seen (docs/words.md 6, 7).
#ifndef MEASURE_GROUP_WORDS_H
#define MEASURE_GROUP_WORDS_H

#include "measure/contrasts.h"

/// What the ratios of one rate in a table at an operating point say, once they
/// are adjusted for their number.
typedef struct assay_group_verdict {
    size_t groups; ///< that are compared; below 2 nothing is said
    bool differ;   ///< some ratio is beyond chance
    bool equal;    ///< every ratio is shown to be within the margin
    /// Ratios beyond chance: of the group with the greatest rate above 1, of
    /// that with the least below 1; NULL where it isn't. Of two groups the
    /// ratio of the first is in `above` or `below`.
    const assay_group_contrast *above, *below;
    const assay_group_contrast *any; ///< a ratio of the table
    double least, most; ///< the least ratio that could have been seen, of the
                        ///< group in which it was easiest and hardest;
                        ///< infinite: none
} assay_group_verdict;

/// Of the rate `kind` at the operating point and in the table of `like`.
assay_group_verdict assay_group_says(const assay_ledger *ledger,
                                     const assay_figure *like,
                                     assay_standing_kind kind,
                                     double confidence);

/// Whether the group with the greatest rate and that with the least are set
/// apart: both beyond chance, or the two that there are.
bool assay_group_apart(const assay_group_verdict *verdict);

/// "1.05 (0.88 to 1.26)" of two groups, the one of `most` over the other; NULL
/// without memory.
const char *assay_group_ratio(assay_ledger *ledger,
                              const assay_group_contrast *two,
                              const assay_entry *most);

/// What follows a sentence on two extremes: "; ratio 1.67 (1.47 to 1.89)", for
/// one group against all others "; ratio to all others ...", or "; within 0.8
/// to 1.25 of each other"; "" where nothing may be said. NULL without memory.
const char *assay_group_tail(assay_ledger *ledger,
                             const assay_group_verdict *verdict, double margin);

/// "The test saw no difference; it had an 80 % chance to see only a ratio of
/// 1.7 or more". NULL without memory.
const char *assay_group_saw_none(assay_ledger *ledger,
                                 const assay_group_verdict *verdict);

/// That who ends up stopped is another question, and what would answer it
/// (docs/statistics.md 3.1).
extern const char *const assay_group_outcome;
extern const char *const assay_group_outcome_known;

#endif
