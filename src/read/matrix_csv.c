// SPDX-License-Identifier: Apache-2.0
// Matrices of scores as text, a row a probe:
//
//     ,ann,bob,eve          or     File,ann,bob,eve
//     ann,0.91,0.13,0.08
//
// Ids are those of people: a comparison is mated when the id of its row is
// that of its column. Rows may be of any length, so they are read by field.
#include "base/alloc.h"
#include "read/gather.h"
#include "read/head.h"
#include "read/heading.h"
#include "read/lines.h"
#include "read/score.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_ROOM = 1024, SHOWN = 64, LOOKED_AT = 64 };

typedef struct state {
    assay_lines lines;
    assay_score_before before;
    assay_strings *columns; // ids of the columns; none twice
    assay_strings *own;     // subjects, where the intake has no table for them
    assay_strings *subjects;
    uint32_t *reference; // subject of each column
    size_t width;        // columns of scores
    size_t room;
    size_t column;  // of the next score; `width`: a row is over
    uint32_t probe; // subject of the row
    uint64_t line;  // of the row
    bool is_over;
} state;

// Whether the cell at the corner says that this is a matrix.
static bool is_corner(assay_slice cell)
{
    return cell.length == 0 || assay_slice_is(cell, "File");
}

// Whether one of the first headings means scores: then it is a table.
static bool has_score_heading(const assay_slice *cells, size_t count)
{
    for (size_t i = 0; i < count && i < LOOKED_AT - 1; i++) {
        char heading[SHOWN];
        if (cells[i].length >= sizeof heading) continue;
        memcpy(heading, cells[i].text, cells[i].length);
        heading[cells[i].length] = '\0';
        const char *guess = assay_heading_guess(heading);
        if (guess && strcmp(guess, "score") == 0) return true;
    }
    return false;
}

// Whether the second cell of the line behind the first can be a score.
static bool has_score_below(const unsigned char *head, size_t n,
                            assay_slice first, char separator)
{
    const char *end = (const char *)head + n;
    const char *at = first.text + first.length;
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    if (!newline) return n >= ASSAY_HEAD_BYTES;
    bool whole = false;
    const assay_slice line =
        assay_head_line((const unsigned char *)newline + 1,
                        (size_t)(end - newline) - 1, &whole);
    assay_slice cells[2];
    if (assay_head_fields(line, separator, cells, 2) < 2) return false;
    return cells[1].length == 0 || assay_head_is_number(cells[1]);
}

static int probe(const unsigned char *head, size_t n)
{
    bool whole = false;
    assay_slice cells[LOOKED_AT];
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    if (!separator) return 0;
    const size_t count = assay_head_fields(line, separator, cells, LOOKED_AT);
    if (count < 2 || !is_corner(cells[0])) return 0;
    if (has_score_heading(cells + 1, count - 1)) return 0;
    if (!has_score_below(head, n, line, separator)) return 0;
    return cells[0].length ? 80 : 70;
}

static assay_status fail_line(const state *s, uint64_t line, assay_error *err)
{
    return assay_lines_fail(&s->lines, line, err);
}

static bool grow(state *s)
{
    const size_t room = s->room ? 2 * s->room : FIRST_ROOM;
    if (!assay_grow(&s->reference, room, sizeof *s->reference)) return false;
    s->room = room;
    return true;
}

static assay_status refuse_column(const state *s, assay_slice id,
                                  assay_error *err)
{
    if (id.length)
        assay_fail(err, ASSAY_EINPUT,
                   "\"%.*s\" heads two columns: give each reference an id of "
                   "its own, or write the scores as a table with the columns "
                   "probe_subject, reference_subject, score",
                   id.length < SHOWN ? (int)id.length : SHOWN, id.text);
    else
        assay_fail(err, ASSAY_EINPUT,
                   "column %zu has no id: head each column of scores with the "
                   "id of its reference",
                   s->width + 2);
    return fail_line(s, 1, err);
}

static assay_status add_column(state *s, assay_slice id, assay_error *err)
{
    uint32_t index = 0;
    if (!id.length) return refuse_column(s, id, err);
    if (s->width == s->room && !grow(s))
        return assay_fail_memory(err, "the columns");
    if (!assay_strings_add(s->columns, id, &index) ||
        !assay_strings_add(s->subjects, id, &s->reference[s->width]))
        return assay_fail_memory(err, "the columns");
    if (index != s->width) return refuse_column(s, id, err);
    s->width++;
    return ASSAY_OK;
}

static assay_status refuse_header(const state *s, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "not the first line of a matrix: an empty cell (or File), then "
               "the id of each column's reference");
    return fail_line(s, 1, err);
}

static assay_status read_header(state *s, assay_error *err)
{
    assay_slice field;
    bool last = false;
    bool end = false;
    ASSAY_TRY(assay_lines_field(&s->lines, &field, &last, &end, err));
    if (end || last || !is_corner(field)) return refuse_header(s, err);
    while (!last) {
        ASSAY_TRY(assay_lines_field(&s->lines, &field, &last, &end, err));
        if (end) return refuse_header(s, err);
        ASSAY_TRY(add_column(s, field, err));
    }
    s->column = s->width;
    return ASSAY_OK;
}

// The separator of the first line, which may be longer than the head.
static assay_status find_separator(assay_reader *reader, char *separator,
                                   assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    bool whole = false;
    ASSAY_TRY(assay_source_peek(reader->sources[0].source, ASSAY_HEAD_BYTES,
                                &head, &n, err));
    *separator = assay_head_separator(assay_head_line(head, n, &whole));
    if (!*separator) *separator = ',';
    return ASSAY_OK;
}

static assay_status open(assay_reader *reader, assay_error *err)
{
    char special[2] = {',', '"'};
    state *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "reading");
    reader->state = s;
    s->columns = assay_strings_new();
    s->subjects = reader->intake->subjects;
    if (!s->subjects) s->subjects = s->own = assay_strings_new();
    if (!s->columns || !s->subjects) return assay_fail_memory(err, "reading");
    ASSAY_TRY(find_separator(reader, &special[0], err));
    assay_lines_open(&s->lines, reader->sources[0].source,
                     reader->options.block, special);
    return read_header(s, err);
}

static assay_status refuse_row(const state *s, bool more, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "%s%zu scores in this row, but the header names %zu columns: "
               "give each row one score for each column",
               more ? "more than " : "", s->column, s->width);
    return fail_line(s, s->line, err);
}

// The id of the next row; blank lines are passed over.
static assay_status take_id(state *s, assay_error *err)
{
    assay_slice id;
    bool last = true;
    do {
        s->line = s->lines.number;
        ASSAY_TRY(assay_lines_field(&s->lines, &id, &last, &s->is_over, err));
        if (s->is_over) return ASSAY_OK;
    } while (last && id.length == 0);
    s->column = 0;
    if (last) return refuse_row(s, false, err);
    if (id.length == 0) {
        assay_fail(err, ASSAY_EINPUT,
                   "this row has no id: start it with the id of its probe");
        return fail_line(s, s->line, err);
    }
    if (!assay_strings_add(s->subjects, id, &s->probe))
        return assay_fail_memory(err, "the ids of the rows");
    return ASSAY_OK;
}

static assay_status read_score(assay_reader *reader, assay_slice field,
                               float *score, uint8_t *flags, assay_error *err)
{
    state *s = reader->state;
    bool same = false;
    if (field.length == 0) {
        *score = 0;
        *flags |= ASSAY_ROW_FAILED;
        return ASSAY_OK;
    }
    if (assay_score_read(reader, &s->before, field, score, flags, &same) !=
        ASSAY_OK) {
        assay_score_refuse(field, err);
        return fail_line(s, s->line, err);
    }
    assay_score_settle(&s->before);
    return ASSAY_OK;
}

static assay_status take_score(assay_reader *reader, assay_batch *batch,
                               assay_error *err)
{
    state *s = reader->state;
    assay_slice field;
    bool last = false;
    bool end = false;
    const size_t i = batch->rows;
    const uint32_t reference = s->reference[s->column];
    if (i == 0) batch->first_line = s->line;
    batch->flags[i] = s->probe == reference ? ASSAY_ROW_MATED : 0;
    if (batch->has_subjects) batch->probe[i] = s->probe;
    if (batch->has_subjects) batch->reference[i] = reference;
    ASSAY_TRY(assay_lines_field(&s->lines, &field, &last, &end, err));
    if (end) return refuse_row(s, false, err);
    ASSAY_TRY(
        read_score(reader, field, &batch->score[i], &batch->flags[i], err));
    s->column++;
    batch->rows++;
    if (last == (s->column == s->width)) return ASSAY_OK;
    return refuse_row(s, !last, err);
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    state *s = reader->state;
    assay_gather none = {0};
    assay_gather_begin(&none, reader->intake, batch);
    batch->has_subjects = reader->intake->subjects != NULL;
    while (batch->rows < ASSAY_BATCH_ROWS) {
        if (s->column == s->width) ASSAY_TRY(take_id(s, err));
        if (s->is_over) break;
        ASSAY_TRY(take_score(reader, batch, err));
    }
    if (!batch->rows && !reader->rows) {
        assay_fail(err, ASSAY_EINPUT,
                   "a header and no rows: there are no scores in this file");
        return fail_line(s, 1, err);
    }
    return assay_gather_flush(&none, reader->intake, batch, err);
}

static void close(assay_reader *reader)
{
    state *s = reader->state;
    if (!s) return;
    assay_lines_close(&s->lines);
    assay_strings_free(s->columns);
    assay_strings_free(s->own);
    assay_free(s->reference);
    assay_free(s);
    reader->state = NULL;
}

static void describe(const unsigned char *head, size_t n, const char *name,
                     char *text, size_t size)
{
    bool whole = false;
    const assay_slice line = assay_head_line(head, n, &whole);
    const size_t cells =
        assay_head_fields(line, assay_head_separator(line), NULL, 0);
    (void)snprintf(text, size,
                   "a row a probe, a column a reference: %s%zu references\n"
                   "mated where the id of the row is that of the column\n"
                   "assay scores %s",
                   whole ? "" : "more than ", cells ? cells - 1 : 0, name);
}

const assay_format assay_format_matrix_csv = {
    .name = "matrix",
    .in_words = "matrix of scores with ids (CSV)",
    .probe = probe,
    .open = open,
    .next = next,
    .close = close,
    .describe = describe,
};
