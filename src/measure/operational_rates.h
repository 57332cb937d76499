// SPDX-License-Identifier: Apache-2.0
/// The figures of deployments: counts, and every rate in public use, under a
/// name that is its numerator and its denominator.
#ifndef MEASURE_OPERATIONAL_RATES_H
#define MEASURE_OPERATIONAL_RATES_H

#include "measure/operational.h"
#include "measure/operational_pool.h"

/// Every rate, in order of presentation; the first is false alerts per alert.
extern const assay_pooled_rate assay_operational_rates[];
extern const size_t assay_operational_rate_count;

/// Names that sentences and tables look up.
extern const char *const assay_operational_false_alerts; ///< per alert
extern const char *const assay_operational_false_faces;  ///< per face counted
extern const char *const assay_operational_false_person; ///< per person
extern const char *const assay_operational_false_hours;  ///< per hour
extern const char *const assay_operational_either; ///< pictures either way

/// Rows of a group; or, with `rows` NULL, all.
typedef struct assay_operational_group {
    const assay_label *labels;
    size_t label_count;
    bool unknown;
    const size_t *rows;
    size_t count;
} assay_operational_group;

/// Adds the figures of a group to the ledger.
void assay_operational_figures(assay_operational_study *study,
                               const assay_operational_group *group);
/// Adds those of every group of every item of --by.
assay_status assay_operational_groups(assay_operational_study *study,
                                      assay_error *err);
/// The figure `name` of everybody, or NULL.
const assay_figure *assay_operational_find(const assay_operational_study *study,
                                           const char *name);

#endif
