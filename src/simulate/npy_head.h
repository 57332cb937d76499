// SPDX-License-Identifier: Apache-2.0
/// The header of an .npy file: version 1.0 of the format, 128 bytes.
#ifndef SIMULATE_NPY_HEAD_H
#define SIMULATE_NPY_HEAD_H

#include "base/output.h"

/// Writes the header of `rows` values of the type `type` ("<f4"), or of as many
/// rows of `columns` values where that isn't 0.
void assay_npy_put_head(assay_output *output, const char *type, uint64_t rows,
                        uint64_t columns);

#endif
