// SPDX-License-Identifier: Apache-2.0
#include "read/lines.h"

#include "base/alloc.h"
#include "read/cut.h"
#include "read/marks.h"

#include <string.h>

enum {
    BLOCK = 1 << 18,                // with its marks about the L2 cache
    WIDE = 2 * ASSAY_FIELD_MOST + 4 // a field with all its quotes doubled
};

void assay_lines_open(assay_lines *lines, assay_source *source, size_t block,
                      const char special[2])
{
    memset(lines, 0, sizeof *lines);
    lines->source = source;
    lines->block = block ? block : BLOCK;
    lines->number = 1;
    lines->now_size = lines->before_size = SIZE_MAX;
    memcpy(lines->special, special, sizeof lines->special);
}

void assay_lines_close(assay_lines *lines)
{
    assay_free(lines->text);
    assay_free(lines->marks);
    memset(lines, 0, sizeof *lines);
}

assay_status assay_lines_fail(const assay_lines *lines, uint64_t number,
                              assay_error *err)
{
    return assay_fail_at(err, assay_source_path(lines->source), number);
}

static assay_status refuse(const assay_lines *lines, const char *reason,
                           assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "%s", reason);
    return assay_lines_fail(lines, lines->number, err);
}

// Moves what is still needed to the front: the line just taken and what
// follows it.
static void shift(assay_lines *lines)
{
    const size_t by = lines->now;
    lines->before_size = SIZE_MAX;
    if (!by) return;
    memmove(lines->text, lines->text + by, lines->length - by);
    lines->length -= by;
    lines->start -= by;
    lines->now = 0;
}

// Room for one block more and a newline.
static bool make_room(assay_lines *lines, size_t want)
{
    const size_t need = lines->length + want + 1;
    if (need <= lines->room) return true;
    const size_t room = need + need / 2;
    if (room > UINT32_MAX) return false;
    if (!assay_grow(&lines->text, room, 1)) return false;
    if (!assay_grow(&lines->marks, room, sizeof *lines->marks)) return false;
    lines->room = room;
    return true;
}

static assay_status skip_order_mark(assay_lines *lines, assay_error *err)
{
    const char *text = lines->text;
    lines->begun = true;
    if (lines->length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        lines->start = lines->now = 3;
        return ASSAY_OK;
    }
    if (lines->length >= 2 &&
        (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
        return refuse(lines, "UTF-16 text: save it as UTF-8", err);
    return ASSAY_OK;
}

static assay_status read_block(assay_lines *lines, assay_error *err)
{
    size_t got = 0;
    // The order mark must not be cut in two.
    const size_t want = lines->begun || lines->block > 3 ? lines->block : 3;
    if (!make_room(lines, want))
        return assay_fail_memory(err, "a block of text");
    ASSAY_TRY(assay_source_read(lines->source, lines->text + lines->length,
                                want, &got, err));
    lines->length += got;
    lines->ended = got < want;
    if (!lines->begun) ASSAY_TRY(skip_order_mark(lines, err));
    // The last line may lack its newline; its last field may be empty.
    const bool open = lines->length > lines->start
                          ? lines->text[lines->length - 1] != '\n'
                          : lines->mid_line;
    if (lines->ended && open) lines->text[lines->length++] = '\n';
    return ASSAY_OK;
}

// Reads a block behind what is there and marks all that hasn't been taken.
static assay_status extend(assay_lines *lines, assay_error *err)
{
    size_t stop = 0;
    if (lines->nul)
        return refuse(lines,
                      "a NUL byte: text has none; assay FILE says what "
                      "a binary file is",
                      err);
    shift(lines);
    if (!lines->ended) ASSAY_TRY(read_block(lines, err));
    lines->mark = 0;
    lines->mark_count =
        assay_marks_find(lines->text, lines->start, lines->length,
                         lines->special, lines->marks, &stop);
    lines->nul = stop < lines->length;
    lines->length = stop;
    return ASSAY_OK;
}

// Whether a line lies there that a quote keeps from its end, with no hope that
// the quote is closed further on.
static bool is_stuck(const assay_lines *lines)
{
    if (!lines->breaks || lines->alone) return false;
    if (!lines->ended && !lines->nul &&
        lines->length - lines->start <= ASSAY_LINE_MOST + 1)
        return false;
    return lines->length > lines->start &&
           memchr(lines->text + lines->start, '\n',
                  lines->length - lines->start);
}

static bool is_over(const assay_lines *lines)
{
    return lines->ended && !lines->nul && lines->start == lines->length;
}

assay_status assay_lines_fill(assay_lines *lines, bool *end, assay_error *err)
{
    *end = is_over(lines);
    if (*end) return ASSAY_OK;
    if (is_stuck(lines)) {
        lines->alone = true;
        return ASSAY_OK;
    }
    // One byte more may be a carriage return.
    if (lines->length - lines->start > ASSAY_LINE_MOST + 1)
        return refuse(lines,
                      "a line of more than 1 MiB: a row of scores is "
                      "shorter; look whether its newlines are missing",
                      err);
    return extend(lines, err);
}

// The mark of the newline that ends the line whose first mark is `m`, those in
// quoted fields aside; mark_count: it isn't at hand.
static size_t line_end(const assay_lines *lines, size_t m)
{
    size_t field = lines->start, closed = SIZE_MAX - 1;
    bool quoted = false;
    for (; m < lines->mark_count; m++) {
        const size_t at = lines->marks[m];
        const char c = lines->text[at];
        if (c == '"' && quoted) {
            quoted = false;
            closed = at;
        } else if (c == '"') {
            while (field < at && strchr(" \t", lines->text[field])) field++;
            quoted = field == at || at == closed + 1;
        } else if (!quoted) {
            if (c == '\n') break;
            field = at + 1;
            closed = SIZE_MAX - 1;
        }
    }
    return m;
}

// How many newlines the marks from `m` to `end` are.
static uint64_t newlines(const assay_lines *lines, size_t m, size_t end)
{
    uint64_t count = 0;
    for (; m <= end; m++) count += lines->text[lines->marks[m]] == '\n';
    return count;
}

bool assay_lines_next(assay_lines *lines, assay_line *line)
{
    const char *text = lines->text;
    const size_t first = lines->mark;
    const size_t start = lines->start;
    size_t m = first;
    bool second = false;
    for (; m < lines->mark_count; m++) {
        const char c = text[lines->marks[m]];
        if (c == '\n') break;
        second = second || c == lines->special[1];
    }
    const bool broken = second && lines->breaks && !lines->alone;
    if (broken) m = line_end(lines, first);
    if (m == lines->mark_count) return false;
    size_t end = lines->marks[m];
    if (end > start && text[end - 1] == '\r') end--;
    if (end - start > ASSAY_LINE_MOST) return false;
    *line =
        (assay_line){lines->text, start,         end,   lines->marks + first,
                     m - first,   lines->number, second};
    lines->before = lines->now;
    lines->before_size = lines->now_size;
    lines->now = start;
    lines->now_size = end - start;
    lines->start = (size_t)lines->marks[m] + 1;
    lines->mark = m + 1;
    lines->number += broken ? newlines(lines, first, m) : 1;
    lines->alone = false;
    return true;
}

assay_status assay_lines_take(assay_lines *lines, assay_line *line, bool *end,
                              assay_error *err)
{
    *end = false;
    while (!assay_lines_next(lines, line)) {
        ASSAY_TRY(assay_lines_fill(lines, end, err));
        if (*end) return ASSAY_OK;
    }
    return ASSAY_OK;
}

bool assay_lines_repeated(const assay_lines *lines)
{
    const char *text = lines->text;
    return lines->now_size == lines->before_size &&
           memcmp(text + lines->now, text + lines->before, lines->now_size) ==
               0;
}

// After a field was taken: where the next one begins.
static void step_field(assay_lines *lines, const assay_cut *cut, bool last)
{
    lines->mark = cut->mark;
    lines->start = lines->now = cut->at;
    lines->now_size = SIZE_MAX;
    lines->mid_line = !last;
    if (last) lines->number++;
}

// More text for a field that isn't all there.
static assay_status extend_field(assay_lines *lines, assay_error *err)
{
    if (lines->length - lines->start > WIDE) return assay_line_refuse(0, err);
    return extend(lines, err);
}

static assay_status next_field(assay_lines *lines, assay_slice *field,
                               bool *last, bool *end, assay_error *err)
{
    for (;;) {
        const size_t start = lines->start;
        assay_cut cut = {lines->text, lines->marks, lines->mark_count,
                         lines->mark, start,        false};
        const assay_cut_end how = assay_cut_next(&cut, field);
        if (how == ASSAY_CUT_FIELD || how == ASSAY_CUT_LINE) {
            *last = how == ASSAY_CUT_LINE;
            if (field->length > ASSAY_FIELD_MOST || cut.at - start > WIDE)
                return assay_line_refuse(0, err);
            step_field(lines, &cut, *last);
            return ASSAY_OK;
        }
        if (how != ASSAY_CUT_MORE) return assay_cut_refuse(how, err);
        *end = is_over(lines);
        if (*end) return ASSAY_OK;
        ASSAY_TRY(extend_field(lines, err));
    }
}

assay_status assay_lines_field(assay_lines *lines, assay_slice *field,
                               bool *last, bool *end, assay_error *err)
{
    *last = *end = false;
    if (next_field(lines, field, last, end, err) == ASSAY_OK) return ASSAY_OK;
    return assay_lines_fail(lines, lines->number, err);
}
