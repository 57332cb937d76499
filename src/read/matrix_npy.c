// SPDX-License-Identifier: Apache-2.0
// A .npy matrix of scores with the samples of its rows and columns.
//
//               references.csv: one line a column
//     probes.csv  score score score ...
//     one line    score score score ...
//     a row       ...
#include "base/alloc.h"
#include "read/gather.h"
#include "read/npy_values.h"
#include "read/samples.h"
#include "read/sift.h"

#include <string.h>

enum { SCORES, PROBES, REFERENCES };

typedef struct state {
    assay_npy_values scores;
    assay_samples probes;
    assay_samples references;
    assay_strings *own; // subjects, where the intake has no table for them
    uint32_t *self;     // of each probe: the column that is the same sample
    size_t row, column; // of the next score
} state;

// A run of scores within one row of the matrix.
typedef struct run {
    size_t at; // in the batch
    size_t count;
    size_t row;
    size_t column;
} run;

static assay_status need_matrix(const assay_reader *reader, assay_error *err)
{
    const state *s = reader->state;
    const assay_npy *npy = &s->scores.npy;
    if (npy->dimensions == 2) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "a vector of %llu values where a matrix is needed, a row a "
               "probe: save it with two dimensions",
               (unsigned long long)npy->shape[0]);
    return assay_fail_byte(err, assay_reader_path(reader, SCORES), 0);
}

static assay_status check_side(const assay_reader *reader, size_t side,
                               size_t samples, assay_error *err)
{
    const state *s = reader->state;
    const uint64_t size = s->scores.npy.shape[side];
    if (size == samples) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the matrix has %llu %s, but %s has %zu samples: give the "
               "samples of this matrix, in its order",
               (unsigned long long)size, side ? "columns" : "rows",
               assay_base_name(assay_reader_path(reader, 1 + side)), samples);
    return assay_fail_byte(err, assay_reader_path(reader, SCORES), 0);
}

static assay_status check_sides(const assay_reader *reader, assay_error *err)
{
    const state *s = reader->state;
    ASSAY_TRY(check_side(reader, 0, s->probes.count, err));
    ASSAY_TRY(check_side(reader, 1, s->references.count, err));
    if (s->scores.npy.count) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the matrix holds no scores: there is nothing to evaluate");
    return assay_fail_byte(err, assay_reader_path(reader, SCORES), 0);
}

// Finds for each probe the reference that is the same sample.
static assay_status match_samples(state *s, assay_error *err)
{
    s->self = assay_new(0, s->probes.count, sizeof *s->self);
    if (!s->self) return assay_fail_memory(err, "the samples");
    for (size_t i = 0; i < s->probes.count; i++)
        s->self[i] = assay_strings_find(
            s->references.ids, assay_strings_text(s->probes.ids, (uint32_t)i));
    return ASSAY_OK;
}

static assay_status read_side(assay_reader *reader, size_t i,
                              assay_strings *subjects, assay_samples *samples,
                              assay_error *err)
{
    assay_reader_source *source = &reader->sources[i];
    const assay_samples_from from = {source->source, source->role,
                                     &reader->options, reader->intake,
                                     subjects};
    ASSAY_TRY(assay_samples_read(&from, samples, err));
    source->rows = samples->count;
    return ASSAY_OK;
}

static assay_status open(assay_reader *reader, assay_error *err)
{
    state *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "reading");
    reader->state = s;
    assay_strings *subjects = reader->intake->subjects;
    if (!subjects) subjects = s->own = assay_strings_new();
    if (!subjects) return assay_fail_memory(err, "the samples");
    ASSAY_TRY(assay_npy_open(&s->scores, reader->sources[SCORES].source, err));
    ASSAY_TRY(need_matrix(reader, err));
    ASSAY_TRY(read_side(reader, PROBES, subjects, &s->probes, err));
    ASSAY_TRY(read_side(reader, REFERENCES, subjects, &s->references, err));
    ASSAY_TRY(check_sides(reader, err));
    return match_samples(s, err);
}

static void flag_run(const state *s, const run *r, uint8_t *flags)
{
    const uint32_t probe = s->probes.subject[r->row];
    const uint32_t *subject = s->references.subject + r->column;
    const uint8_t *failed = s->references.failed + r->column;
    const uint8_t lost = s->probes.failed[r->row] ? ASSAY_ROW_NO_PROBE : 0;
    for (size_t i = 0; i < r->count; i++) {
        const unsigned mated = subject[i] == probe;
        flags[i] =
            (uint8_t)(mated * ASSAY_ROW_MATED +
                      failed[i] * (unsigned)ASSAY_ROW_NO_REFERENCE + lost);
    }
    const uint32_t self = s->self[r->row];
    if (self >= r->column && self - r->column < r->count)
        flags[self - r->column] = ASSAY_ROW_SKIP;
}

static void fill(uint32_t *to, uint32_t value, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = value;
}

static void fill_column(const state *s, const run *r, size_t c, uint32_t *to)
{
    const uint32_t *of_probes = s->probes.column[c];
    const uint32_t *of_references = s->references.column[c];
    if (of_references)
        memcpy(to, of_references + r->column, r->count * sizeof *to);
    else
        fill(to, of_probes ? of_probes[r->row] : ASSAY_NO_STRING, r->count);
}

static void fill_run(const assay_reader *reader, const run *r,
                     assay_batch *batch)
{
    const state *s = reader->state;
    flag_run(s, r, batch->flags + r->at);
    for (size_t c = 0; c < batch->columns; c++)
        fill_column(s, r, c, batch->column[c] + r->at);
    if (s->probes.sample)
        fill(batch->sample[ASSAY_SIDE_PROBE] + r->at, s->probes.sample[r->row],
             r->count);
    if (s->references.sample)
        memcpy(batch->sample[ASSAY_SIDE_REFERENCE] + r->at,
               s->references.sample + r->column, r->count * sizeof(uint32_t));
    if (!batch->has_subjects) return;
    fill(batch->probe + r->at, s->probes.subject[r->row], r->count);
    memcpy(batch->reference + r->at, s->references.subject + r->column,
           r->count * sizeof *batch->reference);
}

// Everything about the scores of the batch besides themselves.
static void fill_batch(assay_reader *reader, assay_batch *batch)
{
    state *s = reader->state;
    const size_t width = s->references.count;
    for (size_t c = 0; c < batch->columns; c++)
        batch->has_column[c] = s->probes.column[c] || s->references.column[c];
    for (size_t at = 0; at < batch->rows;) {
        const size_t left = width - s->column;
        const size_t want = batch->rows - at;
        const run r = {at, left < want ? left : want, s->row, s->column};
        fill_run(reader, &r, batch);
        at += r.count;
        s->column += r.count;
        if (s->column == width) s->row++;
        if (s->column == width) s->column = 0;
    }
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    state *s = reader->state;
    assay_gather none = {0};
    assay_npy_part part;
    assay_gather_begin(&none, reader->intake, batch);
    batch->has_subjects = reader->intake->subjects != NULL;
    batch->has_sample[ASSAY_SIDE_PROBE] = s->probes.sample != NULL;
    batch->has_sample[ASSAY_SIDE_REFERENCE] = s->references.sample != NULL;
    ASSAY_TRY(assay_npy_scores(&s->scores, batch->score, ASSAY_BATCH_ROWS,
                               &part, err));
    batch->rows = part.count;
    reader->intake->merged += part.merged;
    fill_batch(reader, batch);
    const assay_sift_place place = {SCORES, part.byte, s->scores.npy.size,
                                    part.nan};
    return assay_sift(reader, batch, &place, err);
}

static assay_status rewind_matrix(assay_reader *reader, assay_error *err)
{
    state *s = reader->state;
    s->row = s->column = 0;
    return assay_npy_rewind(&s->scores, err);
}

static void close(assay_reader *reader)
{
    state *s = reader->state;
    if (!s) return;
    assay_samples_end(&s->probes);
    assay_samples_end(&s->references);
    assay_strings_free(s->own);
    assay_free(s->self);
    assay_free(s);
    reader->state = NULL;
}

static const assay_format format = {
    .name = "npy matrix",
    .in_words = "NumPy matrix (.npy), a row a probe",
    .open = open,
    .next = next,
    .rewind = rewind_matrix,
    .close = close,
};

// NOLINTNEXTLINE(readability-function-size): three files, as its sisters
assay_status assay_reader_open_matrix(const char *matrix, const char *probes,
                                      const char *references,
                                      const assay_read_options *options,
                                      assay_intake *intake, assay_reader **out,
                                      assay_error *err)
{
    assay_reader *reader = NULL;
    *out = NULL;
    ASSAY_TRY(assay_reader_new(&format, options, intake, &reader, err));
    assay_status status = assay_reader_add(reader, matrix, "scores", err);
    if (status == ASSAY_OK)
        status = assay_reader_add(reader, probes, "probes", err);
    if (status == ASSAY_OK)
        status = assay_reader_add(reader, references, "references", err);
    if (status == ASSAY_OK) return assay_reader_start(reader, out, err);
    assay_reader_close(reader);
    return status;
}
