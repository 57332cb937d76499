// SPDX-License-Identifier: Apache-2.0
/// What a reader of the figures must know (docs/formats/warnings.md).
#ifndef MEASURE_WARNINGS_H
#define MEASURE_WARNINGS_H

#include "measure/study.h"

/// Adds the warnings. `suppressed` cells have been blanked.
void assay_warnings_add(assay_verification *verification, size_t suppressed);
/// The one that says how many were; nothing where none was.
void assay_warnings_suppressed(assay_verification *verification,
                               size_t suppressed);

#endif
