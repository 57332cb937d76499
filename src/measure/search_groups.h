// SPDX-License-Identifier: Apache-2.0
/// The groups of searches as bytes, for result files
/// (docs/formats/searches.md): which combinations of labels (profiles) each one
/// holds.
#ifndef MEASURE_SEARCH_GROUPS_H
#define MEASURE_SEARCH_GROUPS_H

#include "base/arena.h"
#include "base/fail.h"
#include "measure/identification.h"

/// Packs them. On success the caller owns `*bytes` (assay_free()).
assay_status assay_search_groups_pack(const assay_search_group *groups,
                                      size_t count, unsigned char **bytes,
                                      size_t *size, assay_error *err);
/// The groups again, in `arena`. Refuses bytes that no packing made
/// (ASSAY_EINPUT, with the byte).
assay_status assay_search_groups_unpack(const void *bytes, size_t size,
                                        assay_arena *arena,
                                        const assay_search_group **groups,
                                        size_t *count, assay_error *err);

#endif
