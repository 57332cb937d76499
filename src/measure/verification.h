// SPDX-License-Identifier: Apache-2.0
/// Figures, curves and statements of a verification, from its views.
///
///     new -> points(all) -> [count] -> view(all)
///         -> points(group) -> [count] -> view(group) ... -> end
///
/// evaluate/scores.c calls these and counts in between. Everything here is a
/// function of counts and options alone.
#ifndef MEASURE_VERIFICATION_H
#define MEASURE_VERIFICATION_H

#include "assay/scores.h"
#include "base/build.h"
#include "count/view.h"
#include "measure/band.h"
#include "measure/ledger.h"

/// Facts about the rows that are not counts of a view.
typedef struct assay_row_facts {
    uint64_t files;
    uint64_t kept;              ///< rows counted, failed ones included
    uint64_t left_out;          ///< rows that --where left out
    uint64_t merged;            ///< adjacent scores that float32 made equal
    uint64_t repeated;          ///< adjacent identical rows
    uint64_t repeated_files;    ///< files with the content of another one
    bool distance;              ///< scores are negated distances
    bool acquired[ASSAY_SIDES]; ///< the files say which probes were acquired,
                                ///< which references enrolled
    bool group_column;          ///< the files have columns that could be --by
    const char *group_columns;  ///< their names, "sex, age"; or NULL
} assay_row_facts;

/// Opaque; ended by assay_verification_free().
typedef struct assay_verification assay_verification;

/// `options` and `facts` must outlive it; figures go into `result`.
assay_status assay_verification_new(const assay_scores_options *options,
                                    const assay_row_facts *facts,
                                    assay_result *result,
                                    assay_verification **out, assay_error *err);
/// The operating points that a view needs. Of the view only the labels,
/// trials, buckets and moments stand yet. Points are in any order; `own` ones
/// get their key from the count. Returns a list that lives until the next
/// call, or NULL without memory. For everybody: the targets that the data
/// carry, their Wilks thresholds where few events, thresholds given, EER, band.
/// For a group: those of everybody (key set, own false), its own targets and
/// its own EER; with same_references only those of everybody.
const assay_point *assay_verification_points(assay_verification *verification,
                                             const assay_view *tallied,
                                             size_t *count);
/// Adds the figures and curves of a view. Everybody comes first.
assay_status assay_verification_view(assay_verification *verification,
                                     const assay_view *view, assay_error *err);
typedef struct assay_identification assay_identification;

/// The figures so far, for those of searches to stand beside them.
assay_ledger *assay_verification_ledger(assay_verification *verification);
/// Statements will be those of searches, whose figures are in the ledger.
void assay_verification_with(assay_verification *verification,
                             const assay_identification *searches);
typedef struct assay_quality assay_quality;

/// What quality has to say stands among statements and warnings too.
void assay_verification_gated(assay_verification *verification,
                              assay_quality *quality);
typedef struct assay_attack_set assay_attack_set;

/// So does what attacks have to say.
void assay_verification_attacked(assay_verification *verification,
                                 const assay_attack_set *set);

/// The DET band of everybody will hold the whole curve: made of replicates of
/// what `source`, which must outlive it, says. Before the view.
void assay_verification_resample(assay_verification *verification,
                                 const assay_band_source *source);
/// Adds statements, warnings and requirements.
assay_status assay_verification_end(assay_verification *verification,
                                    assay_error *err);
void assay_verification_free(assay_verification *verification);

#endif
