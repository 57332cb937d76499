// SPDX-License-Identifier: Apache-2.0
/// What a record says against itself. Every finding names its rows; none is
/// dropped in silence. A finding is a warning (the first rows named) and a fact
/// `checks.CODE` (up to 1,000 of them).
#ifndef MEASURE_OPERATIONAL_CHECKS_H
#define MEASURE_OPERATIONAL_CHECKS_H

#include "measure/operational.h"

/// What is found, as warnings and facts are called.
typedef enum assay_check {
    ASSAY_CHECK_RIVALS,      ///< rival_reports: set apart
    ASSAY_CHECK_TOTALS,      ///< totals_row: left out
    ASSAY_CHECK_REPEATS,     ///< repeated_rows: left out
    ASSAY_CHECK_DUPLICATES,  ///< duplicate_rows
    ASSAY_CHECK_IMPLAUSIBLE, ///< implausible
    ASSAY_CHECK_OUTCOMES,    ///< outcomes_differ
    ASSAY_CHECK_PARTS,       ///< parts_differ
    ASSAY_CHECK_GROUPS,      ///< groups_differ
    ASSAY_CHECK_UNVERIFIED,  ///< unverified
    ASSAY_CHECK_PRINTED,     ///< printed_rate
    ASSAY_CHECK_CUT,         ///< printed_rate_cut
    ASSAY_CHECK_REPEATED,    ///< repeated_column
    ASSAY_CHECK_SAME_DAY,    ///< same_day_and_place
    ASSAY_CHECK_DATES,       ///< no_date
    ASSAY_CHECK_DURATIONS,   ///< no_duration
    ASSAY_CHECK_ABOUT,       ///< about
    ASSAY_CHECK_NOTED,       ///< footnotes
    ASSAY_CHECK_WORDS,       ///< note_row: left out
    ASSAY_CHECKS             ///< how many there are
} assay_check;

/// Findings as they are gathered. All zero is empty; ended by
/// assay_findings_end().
typedef struct assay_findings {
    char *text[ASSAY_CHECKS]; ///< "met-044: alerts 1, outcomes 2; ..."; or NULL
    size_t length[ASSAY_CHECKS], room[ASSAY_CHECKS];
    size_t first[ASSAY_CHECKS]; ///< bytes of the first few findings
    size_t count[ASSAY_CHECKS]; ///< findings
    bool no_memory;
} assay_findings;

/// Finds rows of one place, and a date coarser than a day, with different
/// counts, or of one event under two names: `apart[i]` for row i of the record.
void assay_checks_rivals(assay_operational_study *study,
                         assay_findings *findings, bool *apart);
/// Groups of people that sum to more than the total of their row.
void assay_checks_people(assay_operational_study *study,
                         assay_findings *findings);
/// Rows of one day and place, with other counts or the same; `seen` is room for
/// a mark a row.
void assay_checks_same(assay_operational_study *study, assay_findings *findings,
                       bool *seen);
/// All other checks, over all rows of the record.
void assay_checks_rows(assay_operational_study *study,
                       assay_findings *findings);
/// Adds warnings and facts.
void assay_checks_tell(assay_operational_study *study,
                       const assay_findings *findings);
/// Adds a finding: "NAME" or, with a text, "NAME: text".
void assay_checks_add(assay_findings *findings, assay_check check,
                      const char *name, const char *text);
/// Frees.
void assay_findings_end(assay_findings *findings);

#endif
