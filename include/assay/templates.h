// SPDX-License-Identifier: Apache-2.0
/// Evaluation of templates: every comparison made, pairs (1:1) and searches of
/// watchlists (1:N).
#ifndef ASSAY_TEMPLATES_H
#define ASSAY_TEMPLATES_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// How alike two templates are.
typedef enum assay_metric {
    ASSAY_COSINE, ///< dot product of rows divided by their norms
    ASSAY_DOT,    ///< dot product of the rows as they are
    ASSAY_L2      ///< Euclidean distance: smaller means more alike
} assay_metric;

/// For which watchlists a false positive identification rate holds.
typedef enum assay_target_list {
    ASSAY_TARGET_DEFAULT, ///< random for drawn watchlists, else fixed
    ASSAY_TARGET_FIXED,   ///< this very list
    ASSAY_TARGET_RANDOM   ///< lists like this one
} assay_target_list;

/// How the scores below the tail are counted (docs/search.md).
typedef enum assay_body {
    ASSAY_BODY_DEFAULT, ///< exact up to 1e10 comparisons, else a sample
    ASSAY_BODY_NONE,
    ASSAY_BODY_EXACT, ///< every comparison scored and tallied
    ASSAY_BODY_SAMPLE ///< a seeded sample of them, labelled so
} assay_body;

/// A matrix and the CSV of its rows; both NULL or neither.
typedef struct assay_template_files {
    const char *matrix;  ///< .npy, or HDF5 as FILE.h5:/dataset
    const char *samples; ///< CSV: sample_id, subject_id, attributes, acquired
} assay_template_files;

/// What every evaluation of searches tells; part of its own options.
typedef struct assay_identification_options {
    assay_rule rule;          ///< ASSAY_GE
    assay_numbers fpir;       ///< targets; none: 1e-1 .. 1e-4 as data carry
    assay_numbers thresholds; ///< in the direction of the input
    assay_numbers ranks;      ///< ranks besides the list length; none: 1
    assay_numbers sizes;      ///< watchlist sizes; none: a ladder up to 10 x N
    unsigned list_length;     ///< 50: candidates of a search that are kept
    assay_target_list target; ///< of the intervals of FPIR
} assay_identification_options;

/// What to read and what to tell. Either `set` with one of `all_pairs`,
/// `watchlist_size` and `folds`, or `probes` with `references`.
typedef struct assay_templates_options {
    assay_options common;               ///< what all evaluations share
    assay_identification_options lists; ///< what searches tell
    assay_template_files set;           ///< one set for both sides
    assay_template_files probes;        ///< who is searched for
    assay_template_files references;    ///< the watchlist
    bool all_pairs;          ///< each two samples of the set once, 1:1 only
    unsigned watchlist_size; ///< subjects drawn from the set; 0: none
    unsigned repeat;         ///< watchlists drawn, at most 63; 1
    unsigned folds; ///< subjects in 2 to 63 parts, each a watchlist in turn
    assay_metric metric;    ///< ASSAY_COSINE
    const char *subjects;   ///< CSV: subject_id and attributes; or NULL
    assay_numbers fmr;      ///< targets of 1:1; none: 1e-2 .. 1e-6
    assay_body body;        ///< how the scores below the tail are counted
    uint64_t tail;          ///< non-mated comparisons kept; 0: 2^24
    unsigned bootstrap;     ///< replicates of the people, for a DET band that
                            ///< holds the whole curve; 0: it is pointwise
    const char *checkpoint; ///< file that keeps what has been done; or NULL
    bool resume;            ///< go on from it
    unsigned shard;         ///< only this part of the search, from 1; 0: all
    unsigned shards;        ///< how many parts there are; 0: no parts
    bool ranks; ///< mpirun started this process: its ranks share the search
} assay_templates_options;

/// Fills `*options` with the defaults.
ASSAY_API void
assay_templates_options_default(assay_templates_options *options);

/// Evaluates. On success the caller owns `*out` and ends it with
/// assay_result_free(); of a shard it is a result to be joined (merge.h), of a
/// rank but the first it is NULL. On failure `*out` is NULL and `*error` says
/// why.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_templates_evaluate(const assay_templates_options *options,
                         assay_result **out, assay_error *error);

/// Candidate lists of a system that searched a watchlist.
typedef struct assay_candidates_options {
    assay_options common;               ///< what all evaluations share
    assay_identification_options lists; ///< what searches tell
    assay_texts files;      ///< CSV: probe_id, rank, reference_id, score
    const char *probes;     ///< CSV: sample_id, subject_id, attributes
    const char *references; ///< CSV: sample_id, subject_id, attributes
    const char *subjects;   ///< CSV: subject_id and attributes; or NULL
    bool distance;          ///< smaller means more alike
    double floor;       ///< only candidates that match at this threshold were
                        ///< logged; NaN: all to the length of the list
    const char *format; ///< NULL: sniffed
} assay_candidates_options;

/// Fills `*options` with the defaults.
ASSAY_API void
assay_candidates_options_default(assay_candidates_options *options);

/// Evaluates, as above.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_candidates_evaluate(const assay_candidates_options *options,
                          assay_result **out, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
