// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth_page.h"

#include "base/alloc.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

enum { PIECE = 256 };

// What does not fit PIECE bytes is no line for a terminal.
void assay_page_put(assay_page *to, const char *format, ...)
{
    if (to->room - to->length < PIECE) {
        const size_t room = to->room + (to->room >> 1) + 16 * (size_t)PIECE;
        if (to->no_memory || !assay_grow(&to->text, room, 1)) {
            to->no_memory = true;
            return;
        }
        to->room = room;
    }
    va_list arguments;
    va_start(arguments, format);
    const int n = vsnprintf(to->text + to->length, PIECE, format, arguments);
    va_end(arguments);
    if (n > 0) to->length += n < PIECE ? (size_t)n : PIECE - 1;
}

const char *assay_page_whole(double value, char text[ASSAY_PAGE_NUMBER])
{
    char digits[ASSAY_PAGE_NUMBER];
    const int n = snprintf(digits, sizeof digits, "%.0f", value);
    char *end = text;
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) *end++ = ',';
        *end++ = digits[i];
    }
    *end = '\0';
    return text;
}

const char *assay_page_number(double value, int digits,
                              char text[ASSAY_PAGE_NUMBER])
{
    text[assay_print_double(value, digits, text)] = '\0';
    return text;
}

char *assay_page_end(assay_page *page)
{
    if (!page->no_memory) return page->text;
    assay_free(page->text);
    return NULL;
}
