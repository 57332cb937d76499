// SPDX-License-Identifier: Apache-2.0
/// What is said of deployments (docs/words.md rules the wording).
#ifndef MEASURE_OPERATIONAL_WORDS_H
#define MEASURE_OPERATIONAL_WORDS_H

#include "measure/operational.h"

/// Adds the statements; all numbers in them are figures of the ledger. That
/// misses are not recorded is always among the first five.
void assay_operational_statements(assay_operational_study *study);
/// Adds what a reader of the figures must know, besides the checks.
void assay_operational_warnings(assay_operational_study *study);

#endif
