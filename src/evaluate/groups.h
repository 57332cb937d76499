// SPDX-License-Identifier: Apache-2.0
/// Groups of people: from `--by`, the attributes of a subjects file and the
/// columns of the rows, to a profile for each side of each row.
///
/// A profile is a number for a combination of values of all attributes that
/// some item of `--by` names. Groups, and the views of them, are sets of
/// profiles.
#ifndef EVALUATE_GROUPS_H
#define EVALUATE_GROUPS_H

#include "assay/options.h"
#include "count/counter.h"
#include "read/subjects.h"

/// Opaque; ended by assay_groups_free().
typedef struct assay_groups assay_groups;

/// Parses `by` ("sex", "sex*ethnicity") and asks the intake for the columns
/// that `subjects` (or NULL) doesn't have. ASSAY_EUSAGE where an item makes no
/// sense.
assay_status assay_groups_new(const assay_texts *by,
                              const assay_subjects *subjects,
                              assay_intake *intake, assay_groups **out,
                              assay_error *err);
/// Whether anything is grouped.
bool assay_groups_any(const assay_groups *groups);
/// The profiles of both sides of row `i`; intake as it was given.
assay_status assay_groups_profiles(assay_groups *groups,
                                   const assay_batch *batch, size_t i,
                                   uint16_t *probe, uint16_t *reference,
                                   assay_error *err);
/// The profile of one side (ASSAY_SIDE_...) of row `i`, for files that hold
/// samples, not comparisons; ASSAY_SIDES: of samples that are both.
assay_status assay_groups_profile(assay_groups *groups,
                                  const assay_batch *batch, size_t i, int side,
                                  uint16_t *number, assay_error *err);
/// After the last row: fails when no file had an attribute, naming it. `files`
/// says in which samples it was looked for; NULL: in scores, for either side.
assay_status assay_groups_close(assay_groups *groups, const char *files,
                                assay_error *err);
/// Whether any reference has a group.
bool assay_groups_of_references(const assay_groups *groups);

/// A group of one item of `--by`.
typedef struct assay_group {
    const assay_label *labels;
    size_t label_count;
    bool unknown;   ///< those for whom some attribute isn't known
    bool of_probes; ///< false: only references are of it
    bool profiles[ASSAY_PROFILES_MOST];
} assay_group;

/// How many groups there are; items in their order, groups by value, unknown
/// last.
size_t assay_groups_count(const assay_groups *groups);
/// Group `g`. Lives as long as `groups`.
const assay_group *assay_groups_at(const assay_groups *groups, size_t g);
void assay_groups_free(assay_groups *groups);

#endif
