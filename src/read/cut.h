// SPDX-License-Identifier: Apache-2.0
/// Cutting text at its marks into fields, by RFC 4180.
#ifndef READ_CUT_H
#define READ_CUT_H

#include "read/lines.h"

/// A cursor over marked text; the marks are separators, quotes and newlines.
typedef struct assay_cut {
    char *base;            ///< what the marks count from
    const uint32_t *marks; ///< ascending
    size_t mark_count;
    size_t mark; ///< the first mark at or behind `at`
    size_t at;   ///< where the next field begins
    bool whole;  ///< the marks end with their line: a newline before the last
                 ///< lies in a quoted field
} assay_cut;

/// How a field ended.
typedef enum assay_cut_end {
    ASSAY_CUT_FIELD, ///< at a separator
    ASSAY_CUT_LINE,  ///< at a newline
    ASSAY_CUT_MORE,  ///< not at all: the text goes on behind the marks
    ASSAY_CUT_OPEN,  ///< refused: a quote isn't closed on its line
    ASSAY_CUT_STRAY  ///< refused: something behind the closing quote
} assay_cut_end;

/// Takes the next field: without quotes, blanks and carriage return around it,
/// doubled quotes undone in place. Moves on only when it was taken.
assay_cut_end assay_cut_next(assay_cut *cut, assay_slice *field);
/// The failure of ASSAY_CUT_OPEN and ASSAY_CUT_STRAY.
assay_status assay_cut_refuse(assay_cut_end how, assay_error *err);

/// Splits at runs of blanks and tabs (both special). Stores up to `most`
/// fields; `*count` is how many there are.
assay_status assay_line_words(const assay_line *line, assay_slice *fields,
                              size_t most, size_t *count, assay_error *err);
/// Splits at the separator (special[0], '"' being the other) by RFC 4180:
/// fields without their quotes, doubled quotes undone in place, line breaks in
/// them a blank, blanks around them dropped. Stores up to `most` fields;
/// `*count` is how many there are.
assay_status assay_line_fields(const assay_line *line, assay_slice *fields,
                               size_t most, size_t *count, assay_error *err);
/// The refusal of a field over ASSAY_FIELD_MOST: `field` is its number.
assay_status assay_line_refuse(size_t field, assay_error *err);

#endif
