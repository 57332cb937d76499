// SPDX-License-Identifier: Apache-2.0
// Scores of one class: text, the last word of each line; or a .npy vector.
#include "base/alloc.h"
#include "read/cut.h"
#include "read/head.h"
#include "read/npy.h"
#include "read/reader.h"
#include "read/score.h"

#include <string.h>

enum { LIKELY = 30 };

typedef struct bare {
    assay_lines lines;
    assay_score_before before;
} bare;

static int probe(const unsigned char *head, size_t n)
{
    bool whole = false;
    assay_slice word = {0};
    const assay_slice line = assay_head_line(head, n, &whole);
    if (assay_head_words(line, &word, 1) != 1) return 0;
    return assay_head_is_number(word) ? LIKELY : 0;
}

static assay_status open_bare(assay_reader *reader, assay_error *err)
{
    static const char blanks[2] = {' ', '\t'};
    bare *state = assay_new(sizeof *state, 0, 0);
    if (!state) return assay_fail_memory(err, "a reader");
    reader->state = state;
    assay_lines_open(&state->lines, reader->sources[0].source,
                     reader->options.block, blanks);
    return ASSAY_OK;
}

// The last word of a line; false: there is none.
static bool last_word(const assay_line *line, assay_slice *word)
{
    size_t end = line->end;
    size_t m = line->mark_count;
    while (m && line->marks[m - 1] + (size_t)1 == end) end = line->marks[--m];
    const size_t start = m ? line->marks[m - 1] + (size_t)1 : line->start;
    *word = (assay_slice){line->base + start, end - start};
    return word->length > 0;
}

static assay_status take_row(assay_reader *reader, bare *state,
                             const assay_line *line, assay_batch *batch,
                             assay_error *err)
{
    const size_t row = batch->rows;
    assay_slice word = {0};
    bool same = false;
    if (!last_word(line, &word)) return ASSAY_OK;
    if (word.length > ASSAY_FIELD_MOST) return assay_line_refuse(0, err);
    batch->flags[row] = reader->mated ? ASSAY_ROW_MATED : 0;
    if (assay_score_read(reader, &state->before, word, &batch->score[row],
                         &batch->flags[row], &same) != ASSAY_OK)
        return assay_score_refuse(word, err);
    if (batch->flags[row] & ASSAY_ROW_FAILED) batch->uniform = false;
    if (row == 0) batch->first_line = line->number;
    batch->rows++;
    return ASSAY_OK;
}

static assay_status take_rows(assay_reader *reader, bare *state,
                              assay_batch *batch, assay_error *err)
{
    assay_line line = {0};
    while (batch->rows < ASSAY_BATCH_ROWS &&
           assay_lines_next(&state->lines, &line))
        if (take_row(reader, state, &line, batch, err) != ASSAY_OK)
            return assay_lines_fail(&state->lines, line.number, err);
    return ASSAY_OK;
}

static void begin(const assay_reader *reader, assay_batch *batch)
{
    const size_t columns = reader->intake->wanted_count;
    batch->rows = 0;
    batch->first_line = 0;
    batch->uniform = true;
    batch->has_subjects = false;
    batch->has_sample[0] = batch->has_sample[1] = false;
    batch->columns = columns;
    for (size_t c = 0; c < columns; c++) {
        batch->has_column[c] = false;
        memset(batch->column[c], 0xff, sizeof batch->column[c]);
    }
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    bare *state = reader->state;
    bool end = false;
    begin(reader, batch);
    while (batch->rows < ASSAY_BATCH_ROWS && !end) {
        ASSAY_TRY(take_rows(reader, state, batch, err));
        assay_score_settle(&state->before);
        if (batch->rows < ASSAY_BATCH_ROWS)
            ASSAY_TRY(assay_lines_fill(&state->lines, &end, err));
    }
    if (batch->rows || reader->rows) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the file is empty: scores were expected, one a line");
    return assay_lines_fail(&state->lines, 1, err);
}

static void end(assay_reader *reader)
{
    bare *state = reader->state;
    if (!state) return;
    assay_lines_close(&state->lines);
    assay_free(state);
    reader->state = NULL;
}

const assay_format assay_format_bare = {
    .name = "text",
    .in_words = "text: one score a line",
    .probe = probe,
    .open = open_bare,
    .next = next,
    .close = end,
};

static assay_status prepare(assay_reader *reader, const char *path,
                            assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    const char *role = reader->mated ? "mated" : "non-mated";
    ASSAY_TRY(assay_reader_add(reader, path, role, err));
    ASSAY_TRY(assay_source_peek(reader->sources[0].source, ASSAY_HEAD_BYTES,
                                &head, &n, err));
    reader->format =
        assay_npy_is(head, n) ? &assay_format_npy : &assay_format_bare;
    return ASSAY_OK;
}

assay_status assay_reader_open_bare(const char *path, bool mated,
                                    const assay_read_options *options,
                                    assay_intake *intake, assay_reader **out,
                                    assay_error *err)
{
    assay_reader *reader = NULL;
    *out = NULL;
    ASSAY_TRY(assay_reader_new(NULL, options, intake, &reader, err));
    reader->mated = mated;
    const assay_status status = prepare(reader, path, err);
    if (status == ASSAY_OK) return assay_reader_start(reader, out, err);
    assay_reader_close(reader);
    return status;
}
