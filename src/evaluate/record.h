// SPDX-License-Identifier: Apache-2.0
/// How a result was obtained: options, run, people and counts.
#ifndef EVALUATE_RECORD_H
#define EVALUATE_RECORD_H

#include "assay/scores.h"
#include "base/build.h"
#include "base/strings.h"
#include "count/searches.h"
#include "count/view.h"
#include "measure/identification.h"

/// The options that shape the figures of `assay scores`, and the about texts.
void assay_record_scores(assay_result *result,
                         const assay_scores_options *options, bool distance);
/// The options that all evaluations share, and the about texts.
void assay_record_common(assay_result *result, const assay_options *options);
/// How groups are held against each other, where there are any.
void assay_record_groups(assay_result *result, const assay_options *options);
/// Facts that may differ between two runs: command, threads, kernels.
void assay_record_run(assay_result *result, const assay_options *options,
                      const char *kernels);
/// Keeps the packed counts of a view, for compare, forecast and merge.
assay_status assay_record_view(assay_result *result, const assay_view *view,
                               assay_error *err);
/// Keeps the packed searches that figures at keys from `lowest` on stand on,
/// unless they are more than 30 MB.
assay_status assay_record_searches(assay_result *result,
                                   const assay_searches *searches,
                                   uint32_t lowest, assay_error *err);
/// Keeps which searches belong to which group; nothing without groups.
assay_status assay_record_membership(assay_result *result,
                                     const assay_search_group *groups,
                                     size_t count, assay_error *err);
/// Keeps the ids of people (or NULL) in canonical order.
assay_status assay_record_people(assay_result *result,
                                 const assay_strings *people, assay_error *err);

#endif
