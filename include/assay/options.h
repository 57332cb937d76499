// SPDX-License-Identifier: Apache-2.0
/// Options that all evaluations share.
///
/// Strings and arrays stay the caller's and must live until the call returns.
#ifndef ASSAY_OPTIONS_H
#define ASSAY_OPTIONS_H

#include "assay/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A pair of texts: ours = theirs, or a key and its text.
typedef struct assay_pair {
    const char *key;   ///< ours
    const char *value; ///< theirs, or the text
} assay_pair;

/// A list of texts.
typedef struct assay_texts {
    const char *const *items; ///< `count` texts
    size_t count;             ///< 0: none
} assay_texts;

/// A list of pairs.
typedef struct assay_pairs {
    const assay_pair *items; ///< `count` pairs
    size_t count;            ///< 0: none
} assay_pairs;

/// A list of numbers.
typedef struct assay_numbers {
    const double *items; ///< `count` numbers
    size_t count;        ///< 0: none
} assay_numbers;

/// When a comparison counts as a match.
typedef enum assay_rule {
    ASSAY_GE, ///< score >= threshold (distance <= threshold)
    ASSAY_GT  ///< score > threshold (distance < threshold)
} assay_rule;

/// How groups are held against each other.
typedef struct assay_group_options {
    assay_texts reference;    ///< declared groups, one a table: "sex=F"
    assay_texts confirmatory; ///< rates whose ratios a plan named:
                              ///< "FNMR@FMR=0.001,sex=*"
    assay_texts composition;  ///< lists by group, one a table; searches only:
                              ///< "sex=F:300,sex=M:700"
    double alpha;  ///< weight of false matches in FDR, IR and GARBE; 0.5
    double margin; ///< equivalence: ratio within [1/margin, margin]; 1.25
} assay_group_options;

/// What every evaluation takes; part of its own options. assay_options_default
/// fills in the defaults named here.
typedef struct assay_options {
    assay_texts by;      ///< attributes; "sex*ethnicity" is an intersection
    assay_texts where;   ///< "date=2024", "fold<3": all must hold
    assay_pairs columns; ///< our column = the heading in the file
    assay_pairs about;   ///< texts that the report prints as they stand
    assay_texts require; ///< "FNMR@FMR=0.001 <= 0.02"
    assay_group_options groups; ///< for evaluations with `by`
    double confidence;          ///< 0.95
    uint64_t seed;              ///< 1
    unsigned threads;           ///< 0: as many as the machine has
    unsigned min_subjects;      ///< 10: smaller cells are suppressed
    const char *spool;          ///< folder for what is read twice; NULL: "/tmp"
    uint64_t memory;     ///< bytes of rows kept out of the spool; 0: a default
    bool no_digest;      ///< don't digest the inputs
    bool no_counts;      ///< keep no subjects and counts in the result
    const char *kernels; ///< NULL: the best; "c": plain C; "avx2"...
    const char *command; ///< the command line, for the record; or NULL
    const char *review;  ///< file for what names people; NULL: none
    assay_watch watch;   ///< progress, and when to stop
} assay_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_options_default(assay_options *options);

#ifdef __cplusplus
}
#endif
#endif
