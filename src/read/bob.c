// SPDX-License-Identifier: Apache-2.0
// Score files of Bob (bob.measure, bob.bio.base), white space between fields:
//
//     2-column: label score              label > 0: mated; # begins a comment
//     4-column: claimed real probe score
//     5-column: claimed model real probe score
//
// Mated: claimed and real id are equal. A score of NaN is a failed comparison.
#include "base/alloc.h"
#include "read/cut.h"
#include "read/gather.h"
#include "read/head.h"
#include "read/reader.h"
#include "read/score.h"

#include <stdio.h>
#include <string.h>

enum { WORDS = 5, NONE = -1, LIKELY = 60 };

// Where things stand among the words of a line; NONE: nowhere.
typedef struct layout {
    size_t count;
    int label, claimed, model, real, probe;
    const char *words;
} layout;

static const layout layouts[] = {
    {2, 0, NONE, NONE, NONE, NONE, "label score"},
    {4, NONE, 0, NONE, 1, 2, "claimed real probe score"},
    {5, NONE, 0, 1, 2, 3, "claimed model real probe score"},
};

typedef struct bob {
    const layout *layout;
    assay_lines lines;
    assay_gather gather;
    assay_score_before before;
    int wanted[ASSAY_BATCH_COLUMNS]; // the word of a wanted column, or NONE
} bob;

// The first line that says something.
static assay_slice first_line(const unsigned char *head, size_t n, bool *whole)
{
    assay_slice line = assay_head_line(head, n, whole);
    while (*whole && (!line.length || line.text[0] == '#')) {
        const unsigned char *next =
            memchr(line.text + line.length, '\n',
                   n - (size_t)((const unsigned char *)line.text + line.length -
                                head));
        n -= (size_t)(next + 1 - head);
        head = next + 1;
        line = assay_head_line(head, n, whole);
    }
    return line;
}

static int probe(const unsigned char *head, size_t n, const layout *l)
{
    bool whole = false;
    assay_slice words[WORDS] = {{0}};
    const assay_slice line = first_line(head, n, &whole);
    const size_t count = assay_head_words(line, words, WORDS);
    if (count != l->count) return 0;
    if (!assay_head_is_number(words[count - 1])) return 0;
    if (l->label != NONE && !assay_head_is_number(words[0])) return 0;
    return LIKELY;
}

static int probe2(const unsigned char *head, size_t n)
{
    return probe(head, n, &layouts[0]);
}

static int probe4(const unsigned char *head, size_t n)
{
    return probe(head, n, &layouts[1]);
}

static int probe5(const unsigned char *head, size_t n)
{
    return probe(head, n, &layouts[2]);
}

static int find_word(const layout *l, const char *name)
{
    if (strcmp(name, "probe_subject") == 0) return l->real;
    if (strcmp(name, "reference_subject") == 0) return l->claimed;
    if (strcmp(name, "probe_id") == 0) return l->probe;
    if (strcmp(name, "reference_id") == 0) return l->model;
    return NONE;
}

static assay_status open_layout(assay_reader *reader, const layout *l,
                                assay_error *err)
{
    static const char blanks[2] = {' ', '\t'};
    assay_intake *intake = reader->intake;
    bool has[ASSAY_BATCH_COLUMNS] = {false};
    bob *state = assay_new(sizeof *state, 0, 0);
    if (!state) return assay_fail_memory(err, "a reader");
    reader->state = state;
    reader->nan_fails = true;
    state->layout = l;
    for (size_t c = 0; c < intake->wanted_count; c++) {
        state->wanted[c] = find_word(l, intake->wanted[c]);
        has[c] = state->wanted[c] != NONE;
    }
    assay_lines_open(&state->lines, reader->sources[0].source,
                     reader->options.block, blanks);
    return assay_gather_open(&state->gather, intake, l->real != NONE, has, err);
}

static assay_status open2(assay_reader *reader, assay_error *err)
{
    return open_layout(reader, &layouts[0], err);
}

static assay_status open4(assay_reader *reader, assay_error *err)
{
    return open_layout(reader, &layouts[1], err);
}

static assay_status open5(assay_reader *reader, assay_error *err)
{
    return open_layout(reader, &layouts[2], err);
}

static assay_status refuse_count(const layout *l, size_t count,
                                 assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "%zu field%s where Bob %zu-column text has %zu (%s): "
                      "correct the line, or name another --format",
                      count, count == 1 ? "" : "s", l->count, l->count,
                      l->words);
}

// A comment ends the line: bob2 only.
static void cut_comment(assay_line *line)
{
    const char *text = line->base + line->start;
    const char *hash = memchr(text, '#', line->end - line->start);
    if (!hash) return;
    line->end = (size_t)(hash - line->base);
    while (line->mark_count && line->marks[line->mark_count - 1] >= line->end)
        line->mark_count--;
}

// Ids mostly differ in their last byte.
static inline bool is_same(assay_slice a, assay_slice b)
{
    return a.length == b.length &&
           a.text[a.length - 1] == b.text[b.length - 1] &&
           memcmp(a.text, b.text, a.length) == 0;
}

// The flags of a line: mated or not.
static assay_status read_class(const layout *l, const assay_slice *words,
                               uint8_t *flags, assay_error *err)
{
    if (l->label == NONE) {
        const bool same = is_same(words[l->claimed], words[l->real]);
        *flags = same ? ASSAY_ROW_MATED : 0;
        return ASSAY_OK;
    }
    double label = 0;
    bool overflow = false;
    const assay_slice word = words[l->label];
    if (!assay_parse_double(word, &label, &overflow))
        return assay_fail(err, ASSAY_EINPUT,
                          "label \"%.*s\" is not a number: 1 is mated, -1 "
                          "non-mated",
                          word.length < 40 ? (int)word.length : 40, word.text);
    *flags = label > 0 ? ASSAY_ROW_MATED : 0;
    return ASSAY_OK;
}

static void gather_words(bob *state, const assay_intake *intake,
                         const assay_slice *words, size_t row)
{
    const layout *l = state->layout;
    assay_gather *gather = &state->gather;
    if (gather->probe) {
        gather->probe[row] = words[l->real];
        gather->reference[row] = words[l->claimed];
    }
    for (size_t c = 0; c < intake->wanted_count; c++)
        if (gather->column[c]) gather->column[c][row] = words[state->wanted[c]];
}

// A line that isn't blank becomes a row.
static assay_status take_row(assay_reader *reader, bob *state,
                             const assay_line *line, assay_batch *batch,
                             assay_error *err)
{
    const layout *l = state->layout;
    const size_t row = batch->rows;
    assay_slice words[WORDS];
    size_t count = 0;
    bool same = false;
    ASSAY_TRY(assay_line_words(line, words, WORDS, &count, err));
    if (count == 0) return ASSAY_OK;
    if (count != l->count) return refuse_count(l, count, err);
    ASSAY_TRY(read_class(l, words, &batch->flags[row], err));
    if (assay_score_read(reader, &state->before, words[count - 1],
                         &batch->score[row], &batch->flags[row],
                         &same) != ASSAY_OK)
        return assay_score_refuse(words[count - 1], err);
    // Rows without ids repeat by chance.
    if (same && l->real != NONE && assay_lines_repeated(&state->lines))
        reader->intake->repeated++;
    gather_words(state, reader->intake, words, row);
    if (row == 0) batch->first_line = line->number;
    batch->rows++;
    return ASSAY_OK;
}

// Takes the lines that are at hand, as far as the batch has room.
static assay_status take_rows(assay_reader *reader, bob *state,
                              assay_batch *batch, assay_error *err)
{
    assay_line line = {0};
    while (batch->rows < ASSAY_BATCH_ROWS &&
           assay_lines_next(&state->lines, &line)) {
        if (state->layout->label != NONE) cut_comment(&line);
        if (take_row(reader, state, &line, batch, err) != ASSAY_OK)
            return assay_lines_fail(&state->lines, line.number, err);
    }
    return ASSAY_OK;
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    bob *state = reader->state;
    bool end = false;
    assay_gather_begin(&state->gather, reader->intake, batch);
    while (batch->rows < ASSAY_BATCH_ROWS && !end) {
        ASSAY_TRY(take_rows(reader, state, batch, err));
        ASSAY_TRY(
            assay_gather_flush(&state->gather, reader->intake, batch, err));
        assay_score_settle(&state->before);
        if (batch->rows < ASSAY_BATCH_ROWS)
            ASSAY_TRY(assay_lines_fill(&state->lines, &end, err));
    }
    if (batch->rows || reader->rows) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT, "no scores: each line should hold %s",
               state->layout->words);
    return assay_lines_fail(&state->lines, 1, err);
}

static void end(assay_reader *reader)
{
    bob *state = reader->state;
    if (!state) return;
    assay_lines_close(&state->lines);
    assay_gather_close(&state->gather);
    assay_free(state);
    reader->state = NULL;
}

static void describe(const unsigned char *head, size_t n, const char *name,
                     char *text, size_t size)
{
    (void)head;
    (void)n;
    (void)snprintf(text, size,
                   "assay scores %s\n"
                   "as searches, the list of a probe being all its lines:\n"
                   "assay candidates %s",
                   name, name);
}

const assay_format assay_format_bob2 = {
    .name = "bob2",
    .in_words = "Bob 2-column text: label score",
    .probe = probe2,
    .open = open2,
    .next = next,
    .close = end,
};
const assay_format assay_format_bob4 = {
    .name = "bob4",
    .in_words = "Bob 4-column text: claimed real probe score",
    .probe = probe4,
    .open = open4,
    .next = next,
    .close = end,
    .describe = describe,
};
const assay_format assay_format_bob5 = {
    .name = "bob5",
    .in_words = "Bob 5-column text: claimed model real probe score",
    .probe = probe5,
    .open = open5,
    .next = next,
    .close = end,
    .describe = describe,
};
