// SPDX-License-Identifier: Apache-2.0
/// How `assay templates` was called, as bytes: a shard carries it, so that
/// assay merge evaluates what all of them found as the whole would have been.
#ifndef EVALUATE_CALL_H
#define EVALUATE_CALL_H

#include "assay/templates.h"
#include "base/arena.h"
#include "base/fail.h"

#include <stddef.h>

/// The options as bytes: pairs of texts, each ended by a 0 byte. What differs
/// between shards and runs (shard, threads, memory, spool, checkpoint, watch,
/// review) is left out. The caller owns `*bytes` (assay_free()).
assay_status assay_call_pack(const assay_templates_options *options,
                             unsigned char **bytes, size_t *size,
                             assay_error *err);
/// Again, over the defaults; texts and lists live in `arena`. Refuses bytes
/// that no packing made (ASSAY_EINPUT).
assay_status assay_call_unpack(const unsigned char *bytes, size_t size,
                               assay_arena *arena,
                               assay_templates_options *options,
                               assay_error *err);

#endif
