// SPDX-License-Identifier: Apache-2.0
/// A text for the terminal that grows line by line.
#ifndef SIMULATE_TRUTH_PAGE_H
#define SIMULATE_TRUTH_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/// Bytes of a number as text.
enum { ASSAY_PAGE_NUMBER = 32 };

/// Starts as {0}.
typedef struct assay_page {
    char *text;
    size_t length, room;
    bool no_memory; ///< some of it is lacking
} assay_page;

/// Appends printf-formatted text of less than 256 bytes.
void assay_page_put(assay_page *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// Writes a whole number with commas between thousands into `text`; returns it.
const char *assay_page_whole(double value, char text[ASSAY_PAGE_NUMBER]);

/// Writes a number of so many digits into `text`; returns it.
const char *assay_page_number(double value, int digits,
                              char text[ASSAY_PAGE_NUMBER]);

/// The text, which the caller ends with assay_free(); NULL without memory.
char *assay_page_end(assay_page *page);

#endif
