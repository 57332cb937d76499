// SPDX-License-Identifier: Apache-2.0
/// The first bytes of a text, for the probes of formats.
#ifndef READ_HEAD_H
#define READ_HEAD_H

#include "base/text.h"

/// The first line of `head`, without newline and byte order mark; `*whole`
/// when its end is in `head`. For probes.
assay_slice assay_head_line(const unsigned char *head, size_t n, bool *whole);
/// Comma, tab or semicolon: the one that is oftenest outside quotes in `line`;
/// 0 if there is none.
char assay_head_separator(assay_slice line);

#endif
