// SPDX-License-Identifier: Apache-2.0
/// What somebody meant who wrote a goal in a form of their own: a proposal to
/// paste. "1e-4 >= fpir" is 'FPIR <= 0.0001', "TPIR +/- 5" 'TPIR +- 0.05'.
#ifndef READ_SIZE_HINT_H
#define READ_SIZE_HINT_H

#include <stdbool.h>
#include <stddef.h>

enum { ASSAY_SIZE_HINT = 120 };

/// Writes the goal nearest to `text`; false where it holds no number that could
/// be one. What is written need not be one either: read it.
///
/// The name of a rate, an operator (or `within`, `ratio`, `at least`) and a
/// number are looked for anywhere, small letters or large; a number may be a
/// percentage, "1 in 33,000" or have a decimal comma, and stand before the
/// name. Where no other word stands in a name's place it is FPIR, of a width
/// TPIR.
bool assay_size_hint(const char *text, char out[ASSAY_SIZE_HINT]);

#endif
