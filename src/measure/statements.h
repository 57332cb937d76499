// SPDX-License-Identifier: Apache-2.0
/// In short, what cannot be told, and what it would take (docs/words.md).
#ifndef MEASURE_STATEMENTS_H
#define MEASURE_STATEMENTS_H

#include "measure/study.h"

/// Adds the statements, from the figures of the ledger alone; suppressed ones
/// are blank by now.
void assay_statements_add(assay_verification *verification);

#endif
