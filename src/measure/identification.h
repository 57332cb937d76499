// SPDX-License-Identifier: Apache-2.0
/// Figures, curves and statements of searches of watchlists (1:N), from their
/// counts (docs/statistics.md 1.3, 4.5, 5).
///
///     new -> [lists] -> lowest -> [searches] -> measure [-> matrix] -> end
///
/// Figures go into the ledger of whoever asks, so that they can stand beside
/// those of pairs: then measure comes before assay_verification_end(), and tell
/// in place of end after it. Everything here is a function of counts and
/// options alone.
#ifndef MEASURE_IDENTIFICATION_H
#define MEASURE_IDENTIFICATION_H

#include "assay/templates.h"
#include "count/searches.h"
#include "measure/ledger.h"

/// A group of people, by the labels of their samples.
typedef struct assay_search_group {
    const assay_label *labels;
    size_t label_count;
    bool unknown;         ///< those for whom some attribute isn't known
    const bool *profiles; ///< by profile of the sample
    bool only_references; ///< no probe is of it: a column of the matrix, and
                          ///< nothing else
} assay_search_group;

/// What is measured, and how. Must outlive the identification.
typedef struct assay_identification_input {
    const assay_identification_options *options;
    const assay_options *common;
    bool distance;                    ///< scores are negated distances
    bool group_column;                ///< files have columns that could be --by
    const char *group_columns;        ///< their names, "sex, age"; or NULL
    const assay_search_group *groups; ///< `group_count`; everybody apart
    size_t group_count;
} assay_identification_input;

/// Opaque; ended by assay_identification_free().
typedef struct assay_identification assay_identification;

/// Checks the options: ASSAY_EUSAGE for a target outside (0, 1), a rank or a
/// size that is no whole number above 0, a threshold that is no float32.
assay_status assay_identification_new(const assay_identification_input *input,
                                      assay_identification **out,
                                      assay_error *err);
/// Sets the thresholds on the searches of everybody, of which only the lists
/// need stand; `*lowest` becomes the lowest key that a figure needs,
/// UINT32_MAX: none.
assay_status assay_identification_lowest(assay_identification *identification,
                                         const assay_searches *searches,
                                         uint32_t *lowest, assay_error *err);
/// Adds all figures and curves to `ledger`: of everybody, then of each group.
/// Both arguments must outlive the identification.
assay_status assay_identification_measure(assay_identification *identification,
                                          const assay_searches *searches,
                                          assay_ledger *ledger,
                                          assay_error *err);
/// Adds FMR by group of the probe and group of the reference at each threshold
/// above the floor of the tail, and for each group of probes the same weighted
/// as the list is made up, those of an unknown group included, and with the
/// groups that are known weighted equally. After measure; `from` is what the
/// searches were made of.
assay_status assay_identification_matrix(assay_identification *identification,
                                         const assay_searches_from *from,
                                         assay_error *err);
/// Adds warnings and statements, from the ledger alone: suppressed figures are
/// blank by now. Without memory ledger->no_memory is set.
void assay_identification_tell(const assay_identification *identification,
                               assay_ledger *ledger, assay_result *result);
/// Where there are no pairs beside the searches: suppresses, tells, holds the
/// requirements, and hands figures and curves to `result`.
assay_status
assay_identification_end(const assay_identification *identification,
                         assay_ledger *ledger, assay_result *result,
                         assay_error *err);
/// A score that looks like a wrong label.
typedef struct assay_suspect {
    uint32_t probe;    ///< number of the presentation
    uint32_t person;   ///< whose it is said to be
    uint32_t identity; ///< who on the list
    uint32_t key;      ///< the score of the two
    bool mated;        ///< the mate, who scores like a stranger; else a
                       ///< stranger who scores like a mate
} assay_suspect;

/// All of them, by probe, then identity; for --review alone, as it names
/// people. The rule: a stranger at least as alike as the 99th percentile of
/// mates; a mate below the threshold at FPIR 0.1 while somebody else reaches
/// the one at FPIR 0.0001. The caller owns `*out` (assay_free()).
assay_status assay_searches_suspects(const assay_searches *searches,
                                     assay_suspect **out, size_t *count,
                                     assay_error *err);
void assay_identification_free(assay_identification *identification);

#endif
