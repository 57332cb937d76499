// SPDX-License-Identifier: Apache-2.0
/// A text for a terminal that grows line by line. Whatever is written on it,
/// nothing moves the cursor, and no line that is wrapped is wider than the
/// sheet.
#ifndef TELL_SHEET_H
#define TELL_SHEET_H

#include <stdbool.h>
#include <stddef.h>

/// All zero but `width` is an empty sheet; ended by assay_sheet_end(). A
/// failure of memory is remembered; in between nothing needs checking.
typedef struct assay_sheet {
    char *text; ///< with a 0 behind it; NULL while empty
    size_t length;
    size_t room;
    size_t width;  ///< columns
    size_t column; ///< where the next character goes, from 0
    bool colour;   ///< headings by ANSI sequences
    bool no_memory;
} assay_sheet;

/// Appends text without line ends; control characters become `?`.
void assay_sheet_put(assay_sheet *sheet, const char *text);
/// The same of its first `n` bytes, which end between characters.
void assay_sheet_put_part(assay_sheet *sheet, const char *text, size_t n);
/// Appends blanks up to `column`.
void assay_sheet_pad(assay_sheet *sheet, size_t column);
/// Ends the line; blanks at its end are taken back.
void assay_sheet_end_line(assay_sheet *sheet);
/// A heading on a line of its own, an empty line before it.
void assay_sheet_heading(assay_sheet *sheet, const char *text);
/// Wraps `text` from the column where the sheet stands, from `indent` on a new
/// line and on all further ones, and ends the line.
void assay_sheet_wrap(assay_sheet *sheet, size_t indent, const char *text);

/// How many columns `text` takes.
size_t assay_sheet_columns(const char *text);
/// How many bytes of `text` go on a line of `columns`: up to a blank, or, where
/// a word is longer, inside it; at least one character.
size_t assay_sheet_fit(const char *text, size_t columns);
/// Frees.
void assay_sheet_end(assay_sheet *sheet);

#endif
