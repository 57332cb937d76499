// SPDX-License-Identifier: Apache-2.0
/// What a result is made of: figures, curves, statements, requirements and
/// warnings, as plain structs that the result owns.
///
/// Strings are UTF-8, never NULL unless said. A number that is absent is NaN,
/// a count that is absent is -1; both print as null.
#ifndef ASSAY_FIGURES_H
#define ASSAY_FIGURES_H

#include "assay/status.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A condition under which a figure holds: FMR = 0.001.
typedef struct assay_at {
    const char *key; ///< "FMR", "achieved", "threshold", "confidence"...
    double value;    ///< of that condition
} assay_at;

/// Part of a group's name: sex = F.
typedef struct assay_label {
    const char *attribute; ///< "sex"
    const char *value;     ///< "F"
} assay_label;

/// Whether a figure may be quoted.
typedef enum assay_figure_status {
    ASSAY_FIGURE_OK,             ///< "ok"
    ASSAY_FIGURE_FEW_EVENTS,     ///< "few_events": given, not to be quoted
    ASSAY_FIGURE_NO_DATA,        ///< "no_data": the denominator is 0
    ASSAY_FIGURE_SINGLE_SUBJECT, ///< "single_subject": no interval
    ASSAY_FIGURE_REFUSED,        ///< "refused": the note says what is missing
    ASSAY_FIGURE_SUPPRESSED      ///< "suppressed": too few people to publish
} assay_figure_status;

/// One figure, with everything that is needed to read it. docs/formats holds
/// the keys as they are written; this is the same list.
typedef struct assay_figure {
    const char *id;       ///< name, condition and group: "FNMR@FMR=0.001,sex=F"
    const char *name;     ///< ISO name ("FNMR"), or numerator per denominator
    const assay_at *at;   ///< `at_count` conditions
    size_t at_count;      ///< 0: none
    double threshold;     ///< in the direction of the input; NaN: none
    const char *rule;     ///< "ge", "gt", with distances "le", "lt"; or NULL
    double value;         ///< NaN: status says why
    const char *unit;     ///< "proportion", "score", "count", "ratio"...
    double low;           ///< lower end of the interval; NaN: none
    double high;          ///< upper end of the interval; NaN: none
    const char *interval; ///< "confidence", "prediction", "posterior", "none"
    double confidence;    ///< 0.95; NaN without an interval
    const char *method;   ///< of the interval, in words; or NULL
    double bounds[2];     ///< least and most whatever the unknown outcomes
    int64_t events;       ///< numerator of a rate
    int64_t trials;       ///< denominator of a rate
    const char *per;      ///< "comparison", "search", "event"...
    int64_t subjects;     ///< people behind the figure
    double effective;     ///< trials that independent data would have had
    const assay_label *group;   ///< `group_count` labels; none: everybody
    size_t group_count;         ///< 0: everybody
    const char *of;             ///< the denominator in words
    const char *weights;        ///< "comparison", "subject"; or NULL
    const char *threshold_from; ///< "all", "group", "given"; or NULL
    const char *references;     ///< "all", "same group"; or NULL
    int64_t watchlist_size;     ///< 1:N: identities on the list; 0: not 1:N
    int64_t rank;               ///< 1:N: ranks that count, or 0
    const char *target;         ///< 1:N: "fixed watchlist", "random watchlist"
    /// A cell of the FMR matrix: `group` is the probe's, this the reference's.
    const assay_label *reference_group;
    size_t reference_group_count; ///< 0: no such cell
    assay_figure_status status;   ///< whether it may be quoted
    const char *note;             ///< one sentence, or NULL
} assay_figure;

/// A curve or histogram: rows of numbers under column names. The first column
/// is the one along which the curve runs.
typedef struct assay_curve {
    const char *id;             ///< "DET", "DET,sex=F", "scores"...
    const char *name;           ///< "DET", "DET band", "scores"
    const assay_label *group;   ///< `group_count` labels; none: everybody
    size_t group_count;         ///< 0: everybody
    const char *const *columns; ///< `column_count` names
    size_t column_count;        ///< at least 2
    const double *values;       ///< row-major, `row_count` x `column_count`
    size_t row_count;           ///< points or bins
    const char *note;           ///< what the values are; or NULL
} assay_curve;

/// What may be said, what may not, and what would settle it.
typedef enum assay_statement_kind {
    ASSAY_IN_SHORT,       ///< "in short": can be quoted alone
    ASSAY_CANNOT_BE_TOLD, ///< "cannot be told from this"
    ASSAY_TO_KNOW_IT,     ///< "to know it": answers the one before it
    ASSAY_CLAIM           ///< "claim": a published rate held against these
} assay_statement_kind;

/// A sentence that a template made from figures.
typedef struct assay_statement {
    assay_statement_kind kind;  ///< what sort of sentence
    const char *text;           ///< the sentence
    const char *const *figures; ///< ids of the figures it stands on
    size_t figure_count;        ///< of `figures`
} assay_statement;

/// How much a warning matters.
typedef enum assay_weight {
    ASSAY_CHANGES_THE_READING, ///< "changes the reading"
    ASSAY_LIMITS_IT,           ///< "limits it"
    ASSAY_FOR_THE_RECORD       ///< "for the record"
} assay_weight;

/// Something that a reader of the figures must know.
typedef struct assay_warning {
    const char *code;    ///< "few_events", "no_subjects"...
    assay_weight weight; ///< how much it matters
    const char *text;    ///< for the reader
    int64_t rows; ///< how many rows or figures it touches; -1: does not apply
} assay_warning;

/// What became of a requirement.
typedef enum assay_verdict {
    ASSAY_MET,      ///< "met": the whole interval complies
    ASSAY_BROKEN,   ///< "broken": none of it does
    ASSAY_NOT_SHOWN ///< "not shown": the limit lies inside, or no interval
} assay_verdict;

/// A requirement (`--require`) held against one figure.
typedef struct assay_requirement {
    const char *text;      ///< as asked: "FNMR@FMR=0.001 <= 0.02"
    const char *figure;    ///< id of the figure; "" if there is none
    double limit;          ///< the number it asks for
    double value;          ///< of the figure; NaN: none
    double low;            ///< lower bound that decided; NaN: none
    double high;           ///< upper bound that decided; NaN: none
    assay_verdict verdict; ///< what became of it
    const char *note;      ///< what would settle it; or NULL
} assay_requirement;

/// An input as it is published: base name, size, digest.
typedef struct assay_input {
    const char *name;   ///< base name; "standard input"
    const char *role;   ///< "scores", "mated", "subjects"...
    const char *format; ///< "csv", "bob 4-column", "npy"...
    uint64_t bytes;     ///< as read, before decompression
    uint64_t rows;      ///< comparisons, subjects: what the role says
    const char *digest; ///< BLAKE2b-256 in hex, or NULL if not asked for
} assay_input;

/// A fact about how the result was obtained: ("options.rule", "ge"). A dot
/// nests. What begins with "run." may differ between two runs of the same
/// data; nothing else does.
typedef struct assay_fact {
    const char *key;   ///< "options.rule"
    const char *value; ///< as text, whatever its type
    bool is_number;    ///< `value` is a JSON number
} assay_fact;

/// The words that stand for the enumerations in every output.
ASSAY_API const char *assay_figure_status_name(assay_figure_status status);
/// "in short", "cannot be told from this", "to know it", "claim".
ASSAY_API const char *assay_statement_kind_name(assay_statement_kind kind);
/// "changes the reading", "limits it", "for the record".
ASSAY_API const char *assay_weight_name(assay_weight weight);
/// "met", "broken", "not shown".
ASSAY_API const char *assay_verdict_name(assay_verdict verdict);

#ifdef __cplusplus
}
#endif
#endif
