// SPDX-License-Identifier: Apache-2.0
/// Views as bytes, for result files: docs/formats/counts.md. The bytes depend
/// on what was counted alone; people stand in canonical order.
#ifndef COUNT_PACK_H
#define COUNT_PACK_H

#include "count/view.h"

/// Packs a counted view. On success the caller owns `*bytes` (assay_free()).
assay_status assay_view_pack(const assay_view *view, unsigned char **bytes,
                             size_t *size, assay_error *err);
/// The view again: equal in everything that figures are made of. Refuses bytes
/// that no packing made (ASSAY_EINPUT, with the byte). The caller owns `*out`.
assay_status assay_view_unpack(const unsigned char *bytes, size_t size,
                               assay_view **out, assay_error *err);

#endif
