// SPDX-License-Identifier: Apache-2.0
/// Deployments by group of the people alerted, where the record has it.
///
/// Each alert whose group is not stated could be of any group: figures have
/// bounds for that. docs/statistics.md 2.7.
#ifndef MEASURE_OPERATIONAL_PEOPLE_H
#define MEASURE_OPERATIONAL_PEOPLE_H

#include "base/people_figures.h"
#include "measure/operational_rates.h"

/// What a row says of a count of the groups of an attribute.
typedef struct assay_people_told {
    bool known;      ///< its total; the rest is 0 where it is not
    double total[2]; ///< least and most of all groups
    double stated;   ///< of it, by group, at least
    double rest;     ///< at most so many are of any group
} assay_people_told;

/// Groups `first` to `end` - 1 of the record are those of one attribute.
assay_people_told assay_people_told_of(const assay_deployments *all,
                                       const assay_deployed *row, size_t first,
                                       size_t end, assay_people_count count);
/// The total of a row as its own columns say it; low -1: they do not.
assay_pool_range assay_people_total(const assay_deployed *row,
                                    assay_people_count count);
/// The end of the groups that have the attribute of group `first`.
size_t assay_people_end(const assay_deployments *all, size_t first);

/// Adds the figures of every group of every attribute: of all rows, then of
/// each period where the record is divided.
void assay_operational_people(assay_operational_study *study);
/// Adds what is said of them in short, and what cannot be told.
void assay_operational_people_words(assay_operational_study *study);

#endif
