// SPDX-License-Identifier: Apache-2.0
/// Characters of a text that may be anything.
#ifndef TELL_UTF8_H
#define TELL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What stands for bytes that are no character: U+FFFD.
enum { ASSAY_NO_CHARACTER = 0xFFFD };

/// Decodes the character at `text`, which is not at its end (0), and returns
/// how many bytes it has, at least 1. Bytes that are not UTF-8 (RFC 3629) give
/// U+FFFD, one each.
size_t assay_utf8_take(const char *text, uint32_t *character);

/// Whether it moves the cursor, changes the direction of writing or has no
/// shape, so that it must not reach a terminal: controls, U+2028, U+2029, and
/// those for bidirectional text.
bool assay_utf8_is_control(uint32_t character);

/// How many columns of a terminal it takes: 0, 1 or 2.
size_t assay_utf8_width(uint32_t character);

#endif
