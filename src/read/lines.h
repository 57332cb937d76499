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
    size_t mark;        ///< the first mark at or behind `start`
    size_t start;       ///< where the next line (or field) begins
    size_t now;         ///< the line just taken: a fill keeps it
    size_t now_size;    ///< its bytes, without newline; SIZE_MAX: none
    size_t before;      ///< the line before that, where `before_size` isn't
    size_t before_size; ///< SIZE_MAX
    size_t block;       ///< bytes that are read at a time
    uint64_t number;    ///< of the next line, from 1
    char special[2];    ///< separators, or separator and quote
    bool breaks;   ///< a newline in a quoted field ends no line; {separator,
                   ///< '"'} are special. False once opened
    bool alone;    ///< the next line ends at its newline all the same
    bool ended;    ///< nothing more comes from the source
    bool begun;    ///< the byte order mark has been looked for
    bool mid_line; ///< the last field taken did not end its line
    bool nul;      ///< the byte at `length` is a NUL: text ends there
} assay_lines;

/// A line, without its newline. Lives until the next fill.
typedef struct assay_line {
    char *base;            ///< what the marks count from
    size_t start, end;     ///< offsets of its first byte, behind its last
    const uint32_t *marks; ///< the special bytes in it, then its newline
    size_t mark_count;     ///< without the newline
    uint64_t number;       ///< from 1; of its first newline
    bool has_second;       ///< special[1] is among the marks
} assay_line;

/// Starts at the source's next byte. `block`: bytes to read at a time, 0 for a
/// good size. `special`: the two bytes besides the newline that are marked.
void assay_lines_open(assay_lines *lines, assay_source *source, size_t block,
                      const char special[2]);
/// Takes the next line if all of it is at hand; else false: then
/// assay_lines_fill(). Slices of lines taken before stay good until then.
bool assay_lines_next(assay_lines *lines, assay_line *line);
/// Reads on. `*end`: there is no further line. All slices become invalid.
assay_status assay_lines_fill(assay_lines *lines, bool *end, assay_error *err);
/// Both in one, for callers that keep no slices: takes the next line, or sets
/// `*end`.
assay_status assay_lines_take(assay_lines *lines, assay_line *line, bool *end,
                              assay_error *err);
/// Whether the line just taken has the bytes of the line before it. Not after
/// a fill.
bool assay_lines_repeated(const assay_lines *lines);

/// The next field of a line of any length (rows of matrices), special bytes
/// being {separator, '"'}. `*last`: it ends its line; `lines->number` is then
/// already the next one. `*end`: there was none, the text is over. The slice
/// lives until the next call. A line is split by read/cut.h.
assay_status assay_lines_field(assay_lines *lines, assay_slice *field,
                               bool *last, bool *end, assay_error *err);

/// The line as a slice.
assay_slice assay_line_slice(const assay_line *line);

/// Adds file and line to a failure and returns its status.
assay_status assay_lines_fail(const assay_lines *lines, uint64_t number,
                              assay_error *err);
/// Frees the buffers, not the source. A closed one is allowed.
void assay_lines_close(assay_lines *lines);

#endif
