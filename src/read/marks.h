// SPDX-License-Identifier: Apache-2.0
/// Where the bytes lie that text is cut at.
#ifndef READ_MARKS_H
#define READ_MARKS_H

#include <stddef.h>
#include <stdint.h>

/// Writes where the two special bytes and '\n' lie in text[from..n) to `marks`
/// (room for n - from) and returns how many; stops at the first NUL, whose
/// offset (else n) is `*stop`.
size_t assay_marks_find(const char *text, size_t from, size_t n,
                        const char special[2], uint32_t *marks, size_t *stop);

#endif
