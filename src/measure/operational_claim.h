// SPDX-License-Identifier: Apache-2.0
/// --claim: a published rate against every definition, over all rows asked for
/// and the natural periods in them.
///
/// Readings are the figures that are shares, of all rows, each calendar year,
/// each period between changes and each value of --by, and nothing finer: with
/// enough readings something always comes out.
#ifndef MEASURE_OPERATIONAL_CLAIM_H
#define MEASURE_OPERATIONAL_CLAIM_H

#include "measure/claim.h"
#include "measure/operational_periods.h"

/// Which end of what a record leaves open.
typedef enum assay_reading_end {
    ASSAY_READING_SEEN,  ///< as the record counts
    ASSAY_READING_MOST,  ///< every outcome that is open counted as an event
    ASSAY_READING_LEAST, ///< none of them
    ASSAY_READING_REST,  ///< of right alerts, where wrong ones are not
                         ///< recorded, or the other way round: all others
    ASSAY_READING_ENDS   ///< how many there are
} assay_reading_end;

/// A figure as a claim reads it.
typedef struct assay_reading {
    const assay_figure *figure;
    assay_reading_end end;
    assay_claim_counts counts;
    assay_claim_verdict verdict;
} assay_reading;

/// The counts of a figure at an end; a rate over 1 where they are no whole
/// numbers.
assay_claim_counts assay_claim_counts_of(const assay_figure *figure,
                                         assay_reading_end end);

/// All readings of a claim.
typedef struct assay_readings {
    const assay_reading *all; ///< `count`
    size_t count;
    size_t definitions; ///< names and ends among them
    size_t groups;      ///< rows among them
    size_t of[ASSAY_CLAIM_VERDICTS];
} assay_readings;

/// Adds the figures of each calendar year, where the rows are of more than one
/// and --by has not added them.
assay_status assay_claim_years(assay_operational_study *study,
                               assay_error *err);
/// Adds each claim as a figure, `claim@rate=...`, for the ladder of
/// definitions; of two of one rate the first.
assay_status assay_claim_figures(assay_operational_study *study,
                                 assay_error *err);
/// Holds every reading against a claim; they live as long as the ledger.
assay_status assay_claim_readings(const assay_operational_study *study,
                                  const assay_claim *claim,
                                  assay_readings *readings, assay_error *err);
/// Adds the answers to all claims, as statements.
assay_status assay_claim_answer(assay_operational_study *study,
                                assay_error *err);
/// Answers a claim, from its readings.
void assay_claim_say(assay_operational_study *study, const char *text,
                     const assay_claim *claim, const assay_readings *readings);

/// Whether a row is one of a figure's group.
bool assay_claim_holds(const assay_operational_study *study, size_t row,
                       const assay_figure *figure);

#endif
