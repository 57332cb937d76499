// SPDX-License-Identifier: Apache-2.0
/// Reading a result from the bytes of a result file.
#ifndef TELL_ASSAY_LOAD_H
#define TELL_ASSAY_LOAD_H

#include "assay/result.h"

/// Reads a result from the `n` bytes of a file that assay_result_save() wrote.
/// They may be anything: what is not such a file is refused, with the reason.
/// On success the caller owns `*out`; on failure it is NULL.
assay_status assay_result_parse(const void *bytes, size_t n, assay_result **out,
                                assay_error *err);

#endif
