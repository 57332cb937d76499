// SPDX-License-Identifier: Apache-2.0
/// A threshold chosen to keep an FMR with confidence, and judged on people on
/// whom it was not chosen (docs/statistics.md 6.3).
///
/// evaluate/choosing.c counts in between: for each fold the comparisons of the
/// others, at the points asked for here; then what comes of the thresholds.
#ifndef MEASURE_CHOOSE_H
#define MEASURE_CHOOSE_H

#include "measure/verification.h"

/// What is asked for: 'FMR<=1e-4'.
typedef struct assay_choice {
    double alpha;
    double confidence;
    unsigned folds;
} assay_choice;

/// What some people's comparisons make of it.
typedef struct assay_chosen {
    bool found;       ///< there is a threshold
    uint64_t trials;  ///< non-mated comparisons
    uint64_t most;    ///< of them, those that may match
    double effective; ///< independent comparisons that they weigh
    uint64_t needed;  ///< comparisons that it would take
    uint32_t key;     ///< a score matches from it on
} assay_chosen;

/// Reads `text` into `*alpha`; ASSAY_EUSAGE says what it should be.
assay_status assay_choose_parse(const char *text, double *alpha,
                                assay_error *err);

enum { ASSAY_CHOOSE_POINTS = 4 };
/// The points of the view (trials stand) by which its design effect is judged;
/// returns how many.
size_t assay_choose_points(const assay_view *tallied,
                           const assay_choice *choice,
                           assay_point points[ASSAY_CHOOSE_POINTS]);
/// From the view counted at them: what may match. False without memory.
bool assay_choose_most(const assay_view *view, const assay_choice *choice,
                       assay_chosen *out);

/// Adds the threshold that all people's comparisons make, and where those of
/// the folds lie.
void assay_choose_threshold(assay_verification *verification,
                            const assay_choice *choice, const assay_chosen *all,
                            const assay_chosen *of_folds);
/// Adds FMR and FNMR of a view of what came of the thresholds, counted at one
/// point.
assay_status assay_choose_view(assay_verification *verification,
                               const assay_choice *choice,
                               const assay_view *judged, assay_error *err);
/// Adds sentences; called by the verification's end.
void assay_choose_tell(assay_verification *verification);

#endif
