// SPDX-License-Identifier: Apache-2.0
/// Text in blocks: lines and fields that are never copied.
///
///     source -> block of bytes -> marks (where the special bytes lie)
///            -> line (what is between two newlines) -> fields
///
/// The bytes that matter, two of the caller's choice and the newline, are found
/// 64 at a time; everything else walks from mark to mark. CRLF, a UTF-8 byte
/// order mark and a last line without newline are accepted; NUL bytes, UTF-16,
/// lines over ASSAY_LINE_MOST and fields over ASSAY_FIELD_MOST are refused.
#ifndef READ_LINES_H
#define READ_LINES_H

#include "base/text.h"
#include "read/comparisons.h"
#include "read/source.h"

/// A cursor over the lines of a source. All zero is a closed one.
typedef struct assay_lines {
    assay_source *source; ///< the caller's
    char *text;           ///< the block
    uint32_t *marks;      ///< offsets of special bytes in `text`, ascending
    size_t room;          ///< bytes of `text`
    size_t length;        ///< bytes in it
    size_t mark_count;
    size_t mark;      ///< the first mark at or behind `start`
    size_t start;     ///< where the next line (or field) begins
    size_t last;      ///< where the line before it begins: kept by a fill
    size_t last_size; ///< its bytes, without newline
    size_t block;     ///< bytes that are read at a time
    uint64_t number;  ///< of the next line, from 1
    char special[2];  ///< separators, or separator and quote
    bool ended;       ///< nothing more comes from the source
    bool begun;       ///< the byte order mark has been looked for
    bool nul;         ///< the byte at `length` is a NUL: text ends there
} assay_lines;

/// A line, without its newline. Lives until the next fill.
typedef struct assay_line {
    char *base;            ///< what the marks count from
    size_t start, end;     ///< offsets of its first byte, behind its last
    const uint32_t *marks; ///< the special bytes in it
    size_t mark_count;
    uint64_t number; ///< from 1
} assay_line;

/// Starts at the source's next byte. `block`: bytes to read at a time, 0 for a
/// good size. `special`: the two bytes besides the newline that are marked.
assay_status assay_lines_open(assay_lines *lines, assay_source *source,
                              size_t block, const char special[2],
                              assay_error *err);
/// Takes the next line if all of it is at hand; else false: then
/// assay_lines_fill(). Slices of lines taken before stay good until then.
bool assay_lines_next(assay_lines *lines, assay_line *line);
/// Reads on. `*end`: there is no further line. All slices become invalid.
assay_status assay_lines_fill(assay_lines *lines, bool *end, assay_error *err);
/// Both in one, for callers that keep no slices: takes the next line, or sets
/// `*end`.
assay_status assay_lines_take(assay_lines *lines, assay_line *line, bool *end,
                              assay_error *err);
/// Whether `line`, the one just taken, has the bytes of the line before it.
bool assay_lines_repeated(const assay_lines *lines, const assay_line *line);

/// The next field of a line of any length (rows of matrices), special bytes
/// being {separator, '"'}. `*last`: it ends its line; `lines->number` is then
/// already the next one. `*end`: there was none, the text is over. The slice
/// lives until the next call.
assay_status assay_lines_field(assay_lines *lines, assay_slice *field,
                               bool *last, bool *end, assay_error *err);

/// Splits at runs of blanks and tabs (both special). Stores up to `most`
/// fields and returns how many there are.
size_t assay_line_words(const assay_line *line, assay_slice *fields,
                        size_t most);
/// Splits at the separator special[0] by RFC 4180: fields without their
/// quotes, doubled quotes undone in place, blanks around them dropped. Stores
/// up to `most` fields; `*count` is how many there are.
assay_status assay_line_fields(const assay_line *line, assay_slice *fields,
                               size_t most, size_t *count, assay_error *err);
/// Refuses a field over ASSAY_FIELD_MOST; only to be called for lines that are
/// longer than that.
assay_status assay_line_check(const assay_line *line, const assay_slice *fields,
                              size_t count, assay_error *err);
/// The line as a slice.
assay_slice assay_line_slice(const assay_line *line);

/// Adds file and line to a failure and returns its status.
assay_status assay_lines_fail(const assay_lines *lines, uint64_t number,
                              assay_error *err);
/// Frees the buffers, not the source. A closed one is allowed.
void assay_lines_close(assay_lines *lines);

/// Writes where the bytes `a`, `b` and '\n' lie in text[from..n) to `marks`
/// (room for n - from) and returns how many; stops at the first NUL, whose
/// offset (else n) is `*stop`.
size_t assay_marks_find(const char *text, size_t from, size_t n,
                        const char special[2], uint32_t *marks, size_t *stop);

/// The first line of `head`, without newline and byte order mark; `*whole`
/// when its end is in `head`. For probes.
assay_slice assay_head_line(const unsigned char *head, size_t n, bool *whole);
/// Comma, tab or semicolon: the one that is oftenest outside quotes in `line`;
/// 0 if there is none.
char assay_head_separator(assay_slice line);

#endif
