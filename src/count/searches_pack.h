// SPDX-License-Identifier: Apache-2.0
/// Searches as bytes, for result files: docs/formats/searches.md.
#ifndef COUNT_SEARCHES_PACK_H
#define COUNT_SEARCHES_PACK_H

#include "count/searches.h"

/// Packs what figures at keys from `lowest` on stand on: of a list the
/// candidates with at least that key, its first one, and those at least as
/// alike as the mate; where more was left out, the list counts as cut above it.
/// Searches whose bytes would be more than `most` are not packed: `*bytes` is
/// NULL then, and `*size` 0. Else the caller owns `*bytes` (assay_free()).
assay_status assay_searches_pack(const assay_searches *searches,
                                 uint32_t lowest, size_t most,
                                 unsigned char **bytes, size_t *size,
                                 assay_error *err);
/// The searches again. Refuses bytes that no packing made (ASSAY_EINPUT, with
/// the byte). The caller owns `*out`.
assay_status assay_searches_unpack(const unsigned char *bytes, size_t size,
                                   assay_searches **out, assay_error *err);

#endif
