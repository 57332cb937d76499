// SPDX-License-Identifier: Apache-2.0
/// What the files of measure/ share while two results are compared.
#ifndef MEASURE_COMPARISON_STUDY_H
#define MEASURE_COMPARISON_STUDY_H

#include "measure/comparison.h"
#include "measure/duo.h"
#include "measure/ident_study.h"

/// What can be said of a figure of two systems.
typedef enum assay_found_out {
    ASSAY_CANNOT_TELL,
    ASSAY_A_LOWER,
    ASSAY_B_LOWER,
    ASSAY_EQUAL ///< within the margin
} assay_found_out;

/// A figure that both results have.
typedef struct assay_compared {
    const assay_figure *of[2];
    assay_paired difference, ratio; ///< ends NaN: no interval
    const char *method;             ///< of both intervals; NULL: none
    const char *note;               ///< or NULL
    int64_t people;                 ///< behind the difference; -1: not known
    bool beside;     ///< stands beside the figure that counts people equally
    bool complement; ///< 1 minus another figure: TMR, TPIR
    bool by_person;  ///< error pairs were cut
    bool few_clusters;
    const char *id;  ///< of the difference, once it is a figure
    double adjusted; ///< p among all figures; NaN: not in the family
    bool equal;      ///< within the margin
    assay_found_out verdict;
} assay_compared;

/// A comparison at work.
typedef struct assay_comparison {
    const assay_comparison_input *input;
    assay_ledger ledger;
    assay_compared *figures;
    size_t count, room;
    size_t family[2]; ///< figures tested together: others, the main ones
    assay_duo duo;    ///< of the views `duo_of`
    assay_identification searches[2]; ///< what counting searches needs
    bool searches_made;
    size_t duo_of; ///< number of A's view plus 1; 0: none
    bool same;     ///< all that both results keep, byte for byte
    assay_result *result;
} assay_comparison;

/// Compares a figure of pairs (1:1) by its views. False: it has none that help,
/// `to` is as it was.
bool assay_comparison_pairs(assay_comparison *c, assay_compared *to);
/// The same of searches (1:N).
bool assay_comparison_searches(assay_comparison *c, assay_compared *to);
/// Adds the figures, and the DET curves of both.
void assay_comparison_figures(assay_comparison *c);
/// Adds statements and warnings.
void assay_comparison_words(assay_comparison *c);

/// Frees what comparing searches has made.
void assay_comparison_searches_end(assay_comparison *c);

/// The key from which scores match at a figure's threshold.
uint32_t assay_comparison_key(const assay_figure *figure);
/// Whether the scores that a figure is of set its threshold themselves.
bool assay_comparison_sets(const assay_figure *figure);
/// Whether a figure is of those whose group isn't known.
bool assay_comparison_unknown(const assay_comparison *c,
                              const assay_figure *figure);
/// Whether a figure has this condition.
bool assay_comparison_has(const assay_figure *figure, const char *key);

/// How near its value a figure moves with a system's own rates.
typedef struct assay_influence {
    double mated[2], non_mated[2];
} assay_influence;

/// The weights of a difference or, `ratio`, of the log of a ratio.
void assay_comparison_weights(const assay_influence *of,
                              const assay_compared *to, bool ratio,
                              assay_influence *weights);
/// Whether people count equally in it.
bool assay_comparison_balanced(const assay_figure *figure);
/// Fills difference and ratio from how they spread.
void assay_comparison_settle(const assay_comparison *c,
                             const assay_duo_spread spread[2],
                             assay_compared *to);
/// "FNMR at FMR 0.001, sex F", for a sentence; or NULL without memory.
const char *assay_comparison_name(assay_comparison *c,
                                  const assay_compared *of);
/// "A lower", "B lower", "equal within 1.25", "cannot tell", "the same
/// counts"; or NULL.
const char *assay_comparison_verdict(assay_comparison *c,
                                     const assay_compared *of);

#endif
