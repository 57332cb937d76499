// SPDX-License-Identifier: Apache-2.0
/// Numbers as a command line writes them.
#ifndef CLI_NUMBERS_H
#define CLI_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A decimal number ("1e-3", "-0.25", "inf") that is all of the first `length`
/// bytes of `text`. No NaN, no hexadecimal; "1e999" is none.
bool cli_read_real(const char *text, size_t length, double *value);
/// A whole number, "250" or "1e7", up to 2^53 in the second form.
bool cli_read_whole(const char *text, uint64_t *value);
/// Bytes: a whole number, perhaps followed by K, M, G or T (of 1024).
bool cli_read_size(const char *text, uint64_t *value);

#endif
