// SPDX-License-Identifier: Apache-2.0
/// What is said of published counts (docs/words.md rules the wording).
#ifndef MEASURE_TRIALS_WORDS_H
#define MEASURE_TRIALS_WORDS_H

#include "measure/trials.h"

/// Adds the statements; all numbers in them are figures of `ledger`. Lack of
/// memory is remembered there.
void assay_trials_statements(const assay_trials *trials, assay_ledger *ledger,
                             assay_result *result);

#endif
