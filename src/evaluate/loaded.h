// SPDX-License-Identifier: Apache-2.0
/// Results that are read again to make another one of them: as an input, with
/// its digest, and what they say of their own inputs.
#ifndef EVALUATE_LOADED_H
#define EVALUATE_LOADED_H

#include "base/build.h"

/// A result that was read from `path`.
typedef struct assay_loaded {
    const assay_result *result;
    const char *path;
    const char *role; ///< "A", "from"
} assay_loaded;

/// Adds it to the inputs of `result`, with its digest unless `no_digest`.
assay_status assay_loaded_input(const assay_loaded *loaded, bool no_digest,
                                assay_result *result, assay_error *err);
/// Adds its about texts and inputs as facts, under its role: "A.about.title",
/// "A.input.1".
void assay_loaded_origin(const assay_loaded *loaded, assay_result *result);

#endif
