// SPDX-License-Identifier: Apache-2.0
/// Figures of deployments (ISO/IEC 19795-6: operational evaluation) from their
/// records. docs/statistics.md 2.2, 2.3, 4.1, 4.3(a).
///
///     record -> checks (operational_checks.h): rows that say two things of
///               one event are set apart
///            -> pools (operational_pool.h): rows that have both sides of a
///               rate, of everybody and of each group
///            -> figures (operational_rates.c), statements, warnings
#ifndef MEASURE_OPERATIONAL_H
#define MEASURE_OPERATIONAL_H

#include "assay/deployments.h"
#include "base/deployed_remark.h"
#include "measure/ledger.h"

/// An item of --by: places of its attributes among the labels of rows.
typedef struct assay_operational_item {
    const size_t *labels; ///< `count` of them
    size_t count;         ///< of `labels`
} assay_operational_item;

/// What is measured.
typedef struct assay_operational {
    const assay_deployments_options *options;
    const assay_deployed_record *record;
    const assay_operational_item *items; ///< `item_count` of them
    size_t item_count;                   ///< of `items`
    double faces_per_person[2];          ///< NaN: not given
} assay_operational;

/// A study at work: what its parts share.
typedef struct assay_operational_study {
    const assay_operational *asked;
    assay_ledger *ledger;
    assay_result *result;
    /// The rows that figures are of: all of the record but those set apart.
    assay_deployments rows;
    double confidence;
    double *room;                          ///< 4 numbers a row
    const struct assay_timeline *timeline; ///< what moved; NULL until looked
                                           ///< for (operational_timeline.h)
} assay_operational_study;

/// Measures: figures, statements, warnings and requirements into `result`.
assay_status assay_operational_measure(const assay_operational *operational,
                                       assay_result *result, assay_error *err);

/// How a row is called: its id, or "met.csv:45". Lives as long as the study.
const char *assay_operational_name(const assay_operational_study *study,
                                   const assay_deployed *row);
/// "0.0834", a number with at most so many digits, whatever the locale. Never
/// NULL: lack of memory is remembered by the ledger.
const char *assay_operational_digits(const assay_operational_study *study,
                                     double value, int digits);

#endif
