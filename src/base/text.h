// SPDX-License-Identifier: Apache-2.0
/// Slices of text and the numbers in them. No locale, no terminator.
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes that somebody else owns.
typedef struct assay_slice {
    const char *text;
    size_t length;
} assay_slice;

/// The slice of a C string.
assay_slice assay_slice_of(const char *text);
/// Whether the slice holds exactly this C string.
bool assay_slice_is(assay_slice slice, const char *text);
/// Without blanks and tabs at both ends.
assay_slice assay_slice_trim(assay_slice slice);

/// The nearest double of a whole slice: optional sign, digits with at most one
/// point, optional decimal exponent; or inf, +inf, -inf, infinity in any case.
/// False for anything else: nan, hexadecimal, blanks, commas, an empty slice.
/// Finite text beyond the range of double gives infinity and `*overflow` true.
bool assay_parse_double(assay_slice slice, double *value, bool *overflow);

/// The score of a whole slice: the nearest double, rounded to float32, -0
/// made +0. False for what assay_parse_double() refuses. `*overflow`: written
/// as a finite number, infinite as float32.
bool assay_parse_score(assay_slice slice, float *score, bool *overflow);

/// A whole slice of decimal digits below 2^64; false for anything else.
bool assay_parse_uint(assay_slice slice, uint64_t *value);

/// Writes the shortest decimal that reads back as the same double (or, with
/// `digits` > 0, that many significant digits, trailing zeros dropped) into
/// `text`, C-locale, and returns its length. Infinities are "inf", NaN "nan".
size_t assay_print_double(double value, int digits, char text[32]);
/// The double that this text reads back as: with 9 digits of a float32, one
/// that rounds to the same float32. A value that is not finite is returned.
double assay_double_as_printed(double value, int digits);

/// The last component of a path: "a/b.csv" gives "b.csv"; "-" gives
/// "standard input".
const char *assay_base_name(const char *path);

#endif
