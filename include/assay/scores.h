// SPDX-License-Identifier: Apache-2.0
/// Evaluation of 1:1 comparison scores: FMR, FNMR, DET, EER and their kin.
#ifndef ASSAY_SCORES_H
#define ASSAY_SCORES_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What to read and what to tell. Exactly one way of giving scores is used:
/// `files`; `mated` and `non_mated`; `scores` and `labels`; or `matrix` with
/// `probes` and `references`. A path "-" is standard input (once).
typedef struct assay_scores_options {
    assay_options common;     ///< what all evaluations share
    assay_texts files;        ///< labelled scores; several are one evaluation
    const char *mated;        ///< bare scores, text or .npy
    const char *non_mated;    ///< bare scores, text or .npy
    const char *scores;       ///< vector of scores, text or .npy
    const char *labels;       ///< vector of labels, 1 or true is mated
    const char *matrix;       ///< .npy, a row a probe
    const char *probes;       ///< CSV, a line a row of the matrix
    const char *references;   ///< CSV, a line a column of the matrix
    const char *mask;         ///< BEE .mask for a .mtx in `files`
    const char *subjects;     ///< CSV: subject_id and attributes; or NULL
    const char *format;       ///< NULL: sniffed; else a name of docs/formats
    assay_texts failed;       ///< scores that mean "comparison failed"
    bool distance;            ///< smaller means more alike
    assay_rule rule;          ///< ASSAY_GE
    assay_numbers fmr;        ///< targets; none: 1e-2 .. 1e-6 as the data carry
    assay_numbers thresholds; ///< in the direction of the input
    const char *thresholds_from; ///< a result whose thresholds are used
    assay_texts choose;  ///< "FMR<=1e-4": thresholds chosen with confidence and
                         ///< judged on other people; none
    unsigned folds;      ///< of people, for that; 0: 5
    const char *attack;  ///< a column that names the species of attacks, empty
                         ///< or "bona fide" for all else; NULL: none
    assay_pairs systems; ///< of morphs that several systems compared: each
                         ///< system (its value in the column system, or else
                         ///< the file of its scores) and its threshold; none:
                         ///< one system
    assay_numbers apcer; ///< of presentations alone; none: 0.05, 0.01
    assay_texts quality; ///< a column of the comparisons or of their samples,
                         ///< or two: the probe's, the reference's; none
    assay_numbers discard; ///< shares of mated comparisons that are discarded
                           ///< by quality; none: 0.05, 0.1, 0.2
    unsigned bootstrap; ///< replicates of the people, for a DET band that holds
                        ///< the whole curve; 0: it is pointwise
    bool rates_only;    ///< no AUC, d', curves: only rates, thresholds and EER
} assay_scores_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_scores_options_default(assay_scores_options *options);

/// Evaluates. On success the caller owns `*out` and ends it with
/// assay_result_free(). On failure `*out` is NULL and `*error` says why.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_scores_evaluate(const assay_scores_options *options, assay_result **out,
                      assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
