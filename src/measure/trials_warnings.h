// SPDX-License-Identifier: Apache-2.0
/// What a reader of figures of counts must know.
#ifndef MEASURE_TRIALS_WARNINGS_H
#define MEASURE_TRIALS_WARNINGS_H

#include "measure/trials.h"

/// Adds the warnings.
void assay_trials_warnings(const assay_trials *trials, assay_result *result);

#endif
