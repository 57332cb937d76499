// SPDX-License-Identifier: Apache-2.0
/// What `assay templates` and `assay merge` share: from what was found to a
/// result.
#ifndef EVALUATE_TEMPLATES_ROOM_H
#define EVALUATE_TEMPLATES_ROOM_H

#include "count/found.h"
#include "evaluate/templates_intake.h"

/// Measures what was found: 1:1 figures, with watchlists those of searches,
/// record and review. On success the caller owns `*out`.
assay_status assay_templates_tell(assay_templates_intake *intake,
                                  const assay_found *found, assay_result **out,
                                  assay_error *err);

/// Refuses options that no search can have.
assay_status assay_templates_check(const assay_templates_options *options,
                                   assay_error *err);

/// The evaluation of a result that holds a shard, and the names of its blobs.
#define ASSAY_SHARD_EVALUATION "shard"
#define ASSAY_SHARD_CALL "call"
#define ASSAY_SHARD_FOUND "found"
#define ASSAY_SHARD_DIGEST "search"

#endif
