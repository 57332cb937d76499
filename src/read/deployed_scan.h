// SPDX-License-Identifier: Apache-2.0
/// Taking pieces off the front of a cell.
#ifndef READ_DEPLOYED_SCAN_H
#define READ_DEPLOYED_SCAN_H

#include "base/text.h"

/// Digits at the front.
size_t assay_scan_digits(assay_slice rest);
/// Drops `n` bytes.
void assay_scan_skip(assay_slice *rest, size_t n);
/// Takes a whole number of at most `most` digits, and no more behind them.
bool assay_scan_small(assay_slice *rest, size_t most, int *value);
/// Takes `text` in any case, and blanks behind it.
bool assay_scan_text(assay_slice *rest, const char *text);
/// Takes a hyphen, a dash or "to", "and", "&", with blanks around it, between
/// what is in front and what is behind.
bool assay_scan_between(assay_slice *rest);

#endif
