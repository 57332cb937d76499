// SPDX-License-Identifier: Apache-2.0
/// The first bytes of a text, for the probes of formats.
#ifndef READ_HEAD_H
#define READ_HEAD_H

#include "base/text.h"

/// The first line of `head`, without newline and byte order mark; newlines in
/// quotes do not end it. `*whole` when its end is in `head`. For probes.
assay_slice assay_head_line(const unsigned char *head, size_t n, bool *whole);
/// Comma, tab or semicolon: the one that is oftenest outside quotes in `line`;
/// 0 if there is none.
char assay_head_separator(assay_slice line);

/// Splits a header at its separator, quotes taken off. Stores up to `most`
/// fields and returns how many there are.
size_t assay_head_fields(assay_slice line, char separator, assay_slice *fields,
                         size_t most);
/// Writes the first room - 1 bytes of a field, ended by 0, line breaks in it a
/// blank as in the table itself.
void assay_head_text(assay_slice field, char *to, size_t room);
/// Splits at runs of blanks and tabs, likewise.
size_t assay_head_words(assay_slice line, assay_slice *words, size_t most);
/// Whether the slice is a number, inf or nan.
bool assay_head_is_number(assay_slice field);

#endif
