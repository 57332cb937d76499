// SPDX-License-Identifier: Apache-2.0
// Scores and labels as two vectors of equal length, each a .npy file or text
// with a value a line.
#include "base/alloc.h"
#include "read/cut.h"
#include "read/gather.h"
#include "read/lines.h"
#include "read/npy_values.h"
#include "read/score.h"
#include "read/sift.h"

#include <string.h>
#include <strings.h>

enum { SCORES, LABELS, VECTORS };

typedef struct vector {
    bool is_text;
    bool is_labels;
    const char *path;
    assay_npy_values npy;
    assay_lines lines;
    assay_score_before before;
} vector;

typedef struct state {
    vector vectors[VECTORS];
} state;

static assay_status open_vector(vector *v, assay_source *source, size_t block,
                                assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    v->path = assay_source_path(source);
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    v->is_text = !assay_npy_is(head, n);
    if (v->is_text) {
        assay_lines_open(&v->lines, source, block, " \t");
        return ASSAY_OK;
    }
    ASSAY_TRY(assay_npy_open(&v->npy, source, err));
    return assay_npy_need_vector(&v->npy, v->is_labels ? "labels" : "scores",
                                 err);
}

static assay_status check_lengths(const state *s, assay_error *err)
{
    const vector *scores = &s->vectors[SCORES];
    const vector *labels = &s->vectors[LABELS];
    if (scores->is_text || labels->is_text ||
        scores->npy.npy.count == labels->npy.npy.count)
        return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "%llu labels for the %llu scores of %s: give one label for "
               "each score, in the same order",
               (unsigned long long)labels->npy.npy.count,
               (unsigned long long)scores->npy.npy.count,
               assay_base_name(scores->path));
    return assay_fail_byte(err, labels->path, 0);
}

static const assay_format format_text;

static assay_status open(assay_reader *reader, assay_error *err)
{
    state *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "reading");
    reader->state = s;
    s->vectors[LABELS].is_labels = true;
    for (size_t i = 0; i < VECTORS; i++)
        ASSAY_TRY(open_vector(&s->vectors[i], reader->sources[i].source,
                              reader->options.block, err));
    if (s->vectors[SCORES].is_text || s->vectors[LABELS].is_text)
        reader->format = &format_text;
    return check_lengths(s, err);
}

// Takes the next line if there is one.
static assay_status take_line(vector *v, assay_line *line, bool *end,
                              assay_error *err)
{
    *end = false;
    while (!*end && !assay_lines_next(&v->lines, line)) {
        assay_score_settle(&v->before);
        ASSAY_TRY(assay_lines_fill(&v->lines, end, err));
    }
    return ASSAY_OK;
}

static assay_status take_word(const assay_line *line, assay_slice *word,
                              assay_error *err)
{
    size_t count = 0;
    ASSAY_TRY(assay_line_words(line, word, 1, &count, err));
    if (count == 1) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "%zu values: a vector in text has one value on each "
                      "line and nothing else",
                      count);
}

static bool is_word(assay_slice text, const char *word)
{
    return text.length == strlen(word) &&
           strncasecmp(text.text, word, text.length) == 0;
}

static assay_status read_label(assay_slice text, uint8_t *flags,
                               assay_error *err)
{
    double value = 0;
    bool overflow = false;
    const bool is_number = assay_parse_double(text, &value, &overflow);
    *flags = 0;
    if (is_word(text, "true") || (is_number && value == 1.0))
        *flags = ASSAY_ROW_MATED;
    else if (!is_word(text, "false") &&
             !(is_number && (value == 0.0 || value == -1.0)))
        return assay_fail(err, ASSAY_EINPUT,
                          "label \"%.*s\": 1 or true means mated, 0, -1 or "
                          "false means non-mated; nothing else is a label",
                          text.length < 40 ? (int)text.length : 40, text.text);
    return ASSAY_OK;
}

// The line as row `row` of the batch.
static assay_status read_row(assay_reader *reader, vector *v,
                             const assay_line *line, assay_batch *batch,
                             size_t row, assay_error *err)
{
    assay_slice word = {0};
    bool same = false;
    ASSAY_TRY(take_word(line, &word, err));
    if (v->is_labels) return read_label(word, &batch->flags[row], err);
    if (row == 0) batch->first_line = line->number;
    if (assay_score_read(reader, &v->before, word, &batch->score[row],
                         &batch->flags[row], &same) == ASSAY_OK)
        return ASSAY_OK;
    return assay_score_refuse(word, err);
}

static assay_status take_text(assay_reader *reader, vector *v,
                              assay_batch *batch, size_t *count,
                              assay_error *err)
{
    for (*count = 0; *count < ASSAY_BATCH_ROWS; (*count)++) {
        assay_line line;
        bool end = false;
        ASSAY_TRY(take_line(v, &line, &end, err));
        if (end) return ASSAY_OK;
        if (read_row(reader, v, &line, batch, *count, err) != ASSAY_OK)
            return assay_lines_fail(&v->lines, line.number, err);
    }
    return ASSAY_OK;
}

// Labels come first: they set the flags, to which scores may add.
static assay_status take_labels(assay_reader *reader, vector *v,
                                assay_batch *batch, size_t *count,
                                assay_error *err)
{
    if (v->is_text) return take_text(reader, v, batch, count, err);
    return assay_npy_labels(&v->npy, batch->flags, ASSAY_BATCH_ROWS, count,
                            err);
}

static assay_status take_scores(assay_reader *reader, vector *v,
                                assay_batch *batch, assay_npy_part *part,
                                assay_error *err)
{
    if (v->is_text) return take_text(reader, v, batch, &part->count, err);
    ASSAY_TRY(
        assay_npy_scores(&v->npy, batch->score, ASSAY_BATCH_ROWS, part, err));
    reader->intake->merged += part->merged;
    return ASSAY_OK;
}

static assay_status refuse_lengths(const assay_reader *reader, size_t scores,
                                   size_t labels, assay_error *err)
{
    const state *s = reader->state;
    const size_t shorter = scores < labels ? SCORES : LABELS;
    const uint64_t at = reader->sources[LABELS].rows - labels +
                        (scores < labels ? scores : labels);
    assay_fail(err, ASSAY_EINPUT,
               "ends after %llu values, but %s has more: give one label for "
               "each score, in the same order",
               (unsigned long long)at,
               assay_base_name(s->vectors[!shorter].path));
    const vector *v = &s->vectors[shorter];
    return v->is_text ? assay_fail_at(err, v->path, v->lines.number)
                      : assay_fail_byte(err, v->path,
                                        assay_source_offset(v->npy.source));
}

static assay_status refuse_empty(const assay_reader *reader, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "there are no scores in this file");
    return assay_fail_at(err, assay_reader_path(reader, SCORES), 1);
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    state *s = reader->state;
    vector *scores = &s->vectors[SCORES];
    assay_gather none = {0};
    assay_npy_part part = {0};
    size_t labels = 0;
    assay_gather_begin(&none, reader->intake, batch);
    ASSAY_TRY(take_labels(reader, &s->vectors[LABELS], batch, &labels, err));
    ASSAY_TRY(take_scores(reader, scores, batch, &part, err));
    reader->sources[LABELS].rows += labels;
    if (part.count != labels)
        return refuse_lengths(reader, part.count, labels, err);
    if (!labels && !reader->sources[LABELS].rows)
        return refuse_empty(reader, err);
    batch->rows = labels;
    ASSAY_TRY(assay_gather_flush(&none, reader->intake, batch, err));
    if (scores->is_text) return ASSAY_OK;
    const assay_sift_place place = {SCORES, part.byte, scores->npy.npy.size,
                                    part.nan};
    return assay_sift(reader, batch, &place, err);
}

static assay_status rewind_both(assay_reader *reader, assay_error *err)
{
    state *s = reader->state;
    reader->sources[LABELS].rows = 0;
    ASSAY_TRY(assay_npy_rewind(&s->vectors[SCORES].npy, err));
    return assay_npy_rewind(&s->vectors[LABELS].npy, err);
}

static void close(assay_reader *reader)
{
    state *s = reader->state;
    for (size_t i = 0; s && i < VECTORS; i++)
        assay_lines_close(&s->vectors[i].lines);
    assay_free(s);
    reader->state = NULL;
}

// As .npy both can be read again, as text not.
static const assay_format format = {
    .name = "vectors",
    .in_words = "scores and labels, two vectors",
    .open = open,
    .next = next,
    .rewind = rewind_both,
    .close = close,
};

static const assay_format format_text = {
    .name = "vectors",
    .in_words = "scores and labels, two vectors",
    .open = open,
    .next = next,
    .close = close,
};

assay_status assay_reader_open_vectors(const char *scores, const char *labels,
                                       const assay_read_options *options,
                                       assay_intake *intake, assay_reader **out,
                                       assay_error *err)
{
    assay_reader *reader = NULL;
    *out = NULL;
    ASSAY_TRY(assay_reader_new(&format, options, intake, &reader, err));
    assay_status status = assay_reader_add(reader, scores, "scores", err);
    if (status == ASSAY_OK)
        status = assay_reader_add(reader, labels, "labels", err);
    if (status == ASSAY_OK) return assay_reader_start(reader, out, err);
    assay_reader_close(reader);
    return status;
}
