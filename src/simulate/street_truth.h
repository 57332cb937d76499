// SPDX-License-Identifier: Apache-2.0
/// What is true of a street: rates by quadrature, weighted by the passages that
/// were made (docs/formats/street.md).
#ifndef SIMULATE_STREET_TRUTH_H
#define SIMULATE_STREET_TRUTH_H

#include "simulate/street_hazard.h"
#include "simulate/street_walk.h"

/// Thresholds and sizes that are told of, at most; k of found_within.
enum {
    ASSAY_STREET_THRESHOLDS = 64,
    ASSAY_STREET_SIZES = 8,
    ASSAY_STREET_WITHIN = 4
};

/// Rates at a threshold. NaN: there was no such passage, or it isn't known.
typedef struct assay_street_rates {
    double tpir;      ///< passages of volunteers whose entry works
    double system;    ///< and of those whose entry failed, missed
    double aside;     ///< of the former: an alert names somebody else
    double fpir;      ///< passages of volunteers not on the list, lists like it
    double fpir_here; ///< this list
    double crowd;     ///< passages of the public not on it: an alert that
                      ///< names no volunteer, lists like it
    double crowd_here;   ///< this list
    double crowd_alerts; ///< such alerts a passage, lists like it
    double crowd_tpir;   ///< passages of listed people among the public
} assay_street_rates;

/// What a log shows that holds the best candidate of a passage alone, at the
/// threshold of alerts: an own entry behind another is not there, nor another
/// behind the own one.
typedef struct assay_street_best {
    double tpir, aside;
} assay_street_best;

/// Whose truth: of one group, camera or light, or (ASSAY_STREET_ANY) of all.
typedef struct assay_street_of {
    size_t group, camera, light;
} assay_street_of;
#define ASSAY_STREET_ANY SIZE_MAX

/// The truth.
typedef struct assay_street_truth {
    const assay_street *street;
    const assay_street_list *list;
    const assay_street_sink *sink;
    const assay_street_walked *walked;
    assay_street_hazard all[2]; ///< all entries, in each period
    assay_street_hazard open;   ///< those not of volunteers
    double thresholds[ASSAY_STREET_THRESHOLDS];
    size_t threshold_count;
    /// [part * threshold_count + threshold]; parts as tallies of the sink
    assay_street_rates *rates;
    assay_street_best *best; ///< by part; NULL where the log holds all
} assay_street_truth;

/// Entries that work, in the last period.
static inline size_t assay_street_truth_entries(const assay_street_truth *truth)
{
    return truth->all[assay_street_periods(truth->street) - 1].count;
}

/// Finds it after a walk; memory in `arena`. `*truth` has its first four.
assay_status assay_street_truth_make(assay_street_truth *truth,
                                     assay_arena *arena, assay_error *err);

/// Rates at thresholds[`at`].
assay_street_rates assay_street_truth_at(const assay_street_truth *truth,
                                         assay_street_of of, size_t at);

/// Which of the thresholds is that of alerts.
size_t assay_street_truth_alert(const assay_street_truth *truth);

/// FPIR of lists of `n` entries at the threshold of alerts, weighted as fpir.
double assay_street_truth_fpir(const assay_street_truth *truth,
                               assay_street_of of, double n);

/// The chance that a volunteer whose entry works is found at least once in `k`
/// passages, at the threshold of alerts.
double assay_street_truth_within(const assay_street_truth *truth,
                                 assay_street_of of, unsigned k);

/// Standard deviation, over deployments, of the mean of wrong alerts at a
/// passage of the public, by its mean.
double assay_street_truth_spread(const assay_street_truth *truth);

/// Passages: the sums over the combinations of `of`.
assay_street_tally assay_street_truth_tally(const assay_street_truth *truth,
                                            assay_street_of of);

/// TPIR and `aside` as a log of best candidates shows them; NaN where the log
/// holds all.
assay_street_best assay_street_truth_best(const assay_street_truth *truth,
                                          assay_street_of of);

/// Wrong alerts on the public, a passage, with those at passages of listed
/// people; and right ones.
typedef struct assay_street_load {
    double wrong, right;
} assay_street_load;
assay_street_load assay_street_truth_load(const assay_street_truth *truth);

/// Writes truth.json.
void assay_street_truth_put(const assay_street_truth *truth,
                            assay_output *output);
/// The text for the terminal; NULL without memory. Ended by assay_free().
char *assay_street_truth_text(const assay_street_truth *truth);

#endif
