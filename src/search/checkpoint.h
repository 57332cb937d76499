// SPDX-License-Identifier: Apache-2.0
/// How far a search is, in a file that is always whole.
///
///     8 bytes   "ASSAYCP1"
///     32        digest of inputs and options
///     8         number of the shard, 8 number of shards
///     8         tiles done
///     8         bytes of what was found, and those (docs/formats/found.md)
///     64        BLAKE2b-256 of all before, in hexadecimal
///
/// Numbers have their lowest byte first.
#ifndef SEARCH_CHECKPOINT_H
#define SEARCH_CHECKPOINT_H

#include "count/found.h"

/// What stands in one besides what was found.
typedef struct assay_checkpoint {
    unsigned char digest[32];
    uint64_t shard, shards;
    uint64_t tiles; ///< done
} assay_checkpoint;

/// Writes it; on failure an older one under that name stays.
assay_status assay_checkpoint_write(const char *path,
                                    const assay_checkpoint *head,
                                    const assay_found *found, assay_error *err);
/// Reads it. Refuses one with another digest or shard than `head` has, and one
/// that is damaged, and says so when there is none (ASSAY_EINPUT). Fills in
/// head->tiles; the caller owns `*out`.
assay_status assay_checkpoint_read(const char *path, assay_checkpoint *head,
                                   assay_found **out, assay_error *err);

#endif
