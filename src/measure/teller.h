// SPDX-License-Identifier: Apache-2.0
/// One who writes statements from the figures of a ledger (docs/words.md rules
/// the wording). Lack of memory is remembered by the ledger; no text is NULL.
#ifndef MEASURE_TELLER_H
#define MEASURE_TELLER_H

#include "base/build.h"
#include "measure/ledger.h"

typedef struct assay_teller {
    assay_ledger *ledger;
    assay_result *result; ///< to which statements are added
} assay_teller;

/// `text`, or "" where there was no memory for it.
const char *assay_teller_sure(const assay_teller *teller, const char *text);
/// A printf-formatted text, likewise.
const char *assay_teller_text(const assay_teller *teller, const char *format,
                              ...) __attribute__((format(printf, 2, 3)));
/// Adds a statement on a figure, or (NULL) on none. `text` NULL: there was no
/// memory for it, and nothing is added.
void assay_teller_say(const assay_teller *teller, assay_statement_kind kind,
                      const char *text, const assay_figure *on);
/// The nearest whole number: "3,147,436". `value` is at least 0.
const char *assay_teller_whole(const assay_teller *teller, double value);
/// So many significant digits: "0.17".
const char *assay_teller_digits(const assay_teller *teller, double value,
                                int digits);

#endif
