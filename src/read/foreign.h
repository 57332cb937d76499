// SPDX-License-Identifier: Apache-2.0
/// Files that no command reads, told by what they start with.
#ifndef READ_FOREIGN_H
#define READ_FOREIGN_H

#include <stddef.h>

/// What the file is that starts with these `n` bytes and that is no table of
/// text, and what to do instead, in words that follow "FILE: "; NULL: nothing
/// that is known here. The string is constant.
const char *assay_foreign_file(const unsigned char *head, size_t n);

/// The same of a table with these headings, one that assay wrote.
const char *assay_foreign_table(const char *const *headings, size_t count);

#endif
