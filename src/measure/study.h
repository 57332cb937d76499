// SPDX-License-Identifier: Apache-2.0
/// What the files of measure/ share while one verification is measured.
#ifndef MEASURE_STUDY_H
#define MEASURE_STUDY_H

#include "measure/band.h"
#include "measure/crowd.h"
#include "measure/ledger.h"
#include "measure/verification.h"

/// An FMR target and what the comparisons of everybody made of it.
typedef struct assay_target {
    double alpha;
    uint64_t most;           ///< floor(alpha * non-mated comparisons)
    uint64_t needed;         ///< non-mated comparisons that carry it: most >= 1
    bool carried;            ///< most >= 1, and not below
    bool below;              ///< not carried: its threshold is below the floor
    uint64_t kept;           ///< non-mated comparisons above it
    bool few;                ///< carried, and most < 10: not to be quoted
    bool has_wilks;          ///< few, and a threshold with confidence exists
    uint64_t wilks_most;     ///< matches that it allows; until everybody was
                             ///< counted the most that it could
    double wilks_trials;     ///< independent comparisons that the data weigh
    uint64_t wilks_needed;   ///< comparisons that such a threshold takes
    uint32_t key, wilks_key; ///< once everybody was counted
    double achieved, wilks_achieved;
} assay_target;

/// A threshold that was given.
typedef struct assay_given {
    double threshold; ///< as given
    uint32_t key;
} assay_given;

struct assay_verification {
    const assay_scores_options *options;
    const assay_row_facts *facts;
    assay_result *result;
    assay_ledger ledger;
    assay_target *targets;
    size_t target_count;
    assay_given *given;
    size_t given_count;
    assay_point *points; ///< the list lent last
    size_t point_count, point_room;
    const assay_identification *searches; ///< NULL: pairs alone
    assay_quality *quality;               ///< NULL: none
    bool chosen; ///< thresholds were chosen, and judged on others
    const assay_attack_set *attacks; ///< NULL: none
    uint64_t *probes; ///< comparisons of each person as a probe, of the group
                      ///< seen last; NULL: not known
    const assay_band_source *band; ///< NULL: pointwise
    bool seen_everybody;
    // Of everybody, for statements and warnings:
    uint64_t trials[ASSAY_CLASSES];
    bool has_people;
    bool all_equal;
    double heavy_score[ASSAY_CLASSES];   ///< in the direction of the input
    uint64_t heavy_count[ASSAY_CLASSES]; ///< 0: none above 1 %
};

/// One view while it is measured.
typedef struct assay_part {
    assay_verification *verification;
    const assay_view *view;
    size_t cell;
    assay_crowd crowd;
} assay_part;

/// The threshold, in the direction of the input, at which scores with this key
/// and above match; NaN where there is none.
double assay_study_threshold(const assay_verification *verification,
                             uint32_t key);
/// A score of this key in the direction of the input.
double assay_study_score(const assay_verification *verification, uint32_t key);
/// "ge", "gt", with distances "le", "lt".
const char *assay_study_rule(const assay_verification *verification);

#endif
