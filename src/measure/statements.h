// SPDX-License-Identifier: Apache-2.0
/// In short, what cannot be told, and what it would take (docs/words.md).
#ifndef MEASURE_STATEMENTS_H
#define MEASURE_STATEMENTS_H

#include "measure/study.h"

/// Adds the statements, from the figures of the ledger alone; suppressed ones
/// are blank by now.
void assay_statements_add(assay_verification *verification);
/// Adds one statement on `count` figures; NULL: there was no memory for its
/// text.
void assay_statements_say(assay_verification *verification,
                          assay_statement_kind kind, const char *text,
                          const char *const *figures, size_t count);

#endif
