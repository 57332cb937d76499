// SPDX-License-Identifier: Apache-2.0
// BEE matrices: .mtx (scores) and .mask (which pairs are mated).
//
//     S2 or D2\n | target sigset\n | query sigset\n | MF rows cols MAGIC\n
//     rows x cols values: rows are queries (probes), columns are targets
//
// MAGIC is 0x12345678 in the byte order of the values; MF are float32, MB the
// bytes of a mask: 0xff mated, 0x7f non-mated, 0x00 not to be used.
#include "base/alloc.h"
#include "read/gather.h"
#include "read/npy_values.h"
#include "read/sift.h"

#include <float.h>
#include <stdio.h>
#include <string.h>

enum { MAGIC = 4, MATED = 0xff, NON_MATED = 0x7f, UNUSED = 0x00 };

typedef struct header {
    bool is_distance;
    assay_npy matrix; // kind 'f': scores, 'u': a mask
    const unsigned char *target, *query;
    int target_length, query_length; // printed up to this
} header;

typedef struct state {
    assay_npy_values scores;
    assay_npy_values mask;
    uint8_t marks[ASSAY_BATCH_ROWS];
} state;

// A place in the header; `end` is where the file or what we see of it ends.
typedef struct cursor {
    const unsigned char *at;
    const unsigned char *end;
} cursor;

// Takes a line; NULL: there is no newline.
static const unsigned char *take_line(cursor *c, int *length)
{
    const unsigned char *line = c->at;
    const unsigned char *newline = memchr(line, '\n', (size_t)(c->end - line));
    if (!newline) return NULL;
    c->at = newline + 1;
    *length = newline - line < 200 ? (int)(newline - line) : 200;
    return line;
}

// Digits and the blanks behind them.
static bool take_size(cursor *c, uint64_t *size)
{
    const unsigned char *first = c->at;
    *size = 0;
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
        if (__builtin_mul_overflow(*size, 10, size)) return false;
        if (__builtin_add_overflow(*size, *c->at - '0', size)) return false;
    }
    const bool good = c->at > first && c->at < c->end && *c->at == ' ';
    while (c->at < c->end && *c->at == ' ') c->at++;
    return good;
}

static bool take_magic(cursor *c, bool *swapped)
{
    uint32_t magic = 0;
    if (c->end - c->at < MAGIC + 1 || c->at[MAGIC] != '\n') return false;
    memcpy(&magic, c->at, MAGIC);
    *swapped = magic == 0x78563412;
    c->at += MAGIC + 1;
    return *swapped || magic == 0x12345678;
}

// MF rows cols MAGIC\n
static bool take_matrix(cursor *c, assay_npy *matrix)
{
    if (c->end - c->at < 3 || c->at[0] != 'M' || c->at[2] != ' ') return false;
    if (c->at[1] != 'F' && c->at[1] != 'B') return false;
    matrix->kind = c->at[1] == 'F' ? 'f' : 'u';
    matrix->size = c->at[1] == 'F' ? 4 : 1;
    matrix->dimensions = 2;
    c->at += 3;
    return take_size(c, &matrix->shape[0]) && take_size(c, &matrix->shape[1]) &&
           take_magic(c, &matrix->swapped);
}

static bool measure(const unsigned char *head, const cursor *c, assay_npy *m)
{
    uint64_t bytes = 0;
    m->start = (uint64_t)(c->at - head);
    return !__builtin_mul_overflow(m->shape[0], m->shape[1], &m->count) &&
           !__builtin_mul_overflow(m->count, m->size, &bytes) &&
           bytes < INT64_MAX - m->start;
}

// Reads a header; on failure `*bad` is the byte of what isn't right.
static bool parse(const unsigned char *head, size_t n, header *out,
                  uint64_t *bad)
{
    cursor c = {head, head + n};
    int length = 0;
    memset(out, 0, sizeof *out);
    *bad = 0;
    const unsigned char *first = take_line(&c, &length);
    if (!first || length != 2 || first[1] != '2') return false;
    if (first[0] != 'S' && first[0] != 'D') return false;
    out->is_distance = first[0] == 'D';
    *bad = (uint64_t)(c.at - head);
    out->target = take_line(&c, &out->target_length);
    out->query = out->target ? take_line(&c, &out->query_length) : NULL;
    if (!out->query) return false;
    *bad = (uint64_t)(c.at - head);
    return take_matrix(&c, &out->matrix) && measure(head, &c, &out->matrix);
}

static int probe(const unsigned char *head, size_t n)
{
    header h;
    uint64_t bad = 0;
    if (parse(head, n, &h, &bad)) return 100;
    return n >= 3 && bad > 0 ? 40 : 0;
}

static assay_status refuse_header(const char *path, uint64_t byte,
                                  assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "not the header of a BEE matrix (S2 or D2, two sigset names, "
               "then 'MF rows columns' and the byte order): write it again "
               "with the tool that made it");
    return assay_fail_byte(err, path, byte);
}

// Reads the header of source `i` and makes ready for its values.
static assay_status begin(assay_reader *reader, size_t i,
                          assay_npy_values *values, header *h, assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    uint64_t bad = 0;
    assay_source *source = reader->sources[i].source;
    const char *path = assay_reader_path(reader, i);
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    if (!parse(head, n, h, &bad)) return refuse_header(path, bad, err);
    if (h->matrix.count == 0) {
        assay_fail(err, ASSAY_EINPUT,
                   "the header declares a matrix without values: there is "
                   "nothing to evaluate");
        return assay_fail_byte(err, path, bad);
    }
    const assay_npy matrix = h->matrix; // peeked bytes die with the next read
    return assay_npy_begin(values, source, &matrix, err);
}

static assay_status need_kind(const assay_reader *reader, size_t i,
                              const assay_npy *matrix, assay_error *err)
{
    const bool is_mask = matrix->kind == 'u';
    if (is_mask == (i == 1)) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT, "%s",
               is_mask ? "this is a mask (MB), which holds no scores: give the "
                         ".mtx as the file and this one with --mask"
                       : "this is a matrix of scores (MF), not a mask (MB): "
                         "give the .mask with --mask");
    return assay_fail_byte(err, assay_reader_path(reader, i), 0);
}

static assay_status need_mask(const assay_reader *reader, assay_error *err)
{
    if (reader->options.mask) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "a BEE matrix doesn't say which of its pairs are mated: give "
               "its mask with --mask FILE.mask");
    return assay_fail_byte(err, assay_reader_path(reader, 0), 0);
}

static assay_status need_same_size(const assay_reader *reader,
                                   const assay_npy *scores,
                                   const assay_npy *mask, assay_error *err)
{
    if (scores->shape[0] == mask->shape[0] &&
        scores->shape[1] == mask->shape[1])
        return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the mask is %llu x %llu, the matrix of scores %llu x %llu: "
               "give the mask that was made for it",
               (unsigned long long)mask->shape[0],
               (unsigned long long)mask->shape[1],
               (unsigned long long)scores->shape[0],
               (unsigned long long)scores->shape[1]);
    return assay_fail_byte(err, assay_reader_path(reader, 1), 0);
}

// NaN and -FLT_MAX are comparisons that failed.
static assay_status set_failures(assay_reader *reader, assay_error *err)
{
    reader->nan_fails = true;
    if (assay_reader_fails(reader, -FLT_MAX)) return ASSAY_OK;
    if (reader->failed_count == ASSAY_FAILED_MOST)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--failed names %d scores, and a BEE matrix has one "
                          "of its own: name one less",
                          (int)ASSAY_FAILED_MOST);
    reader->failed[reader->failed_count++] = -FLT_MAX;
    return ASSAY_OK;
}

static assay_status open_scores(assay_reader *reader, state *s,
                                assay_error *err)
{
    header h;
    ASSAY_TRY(begin(reader, 0, &s->scores, &h, err));
    ASSAY_TRY(need_kind(reader, 0, &s->scores.npy, err));
    reader->direction = h.is_distance ? ASSAY_DISTANCE : ASSAY_SIMILARITY;
    return set_failures(reader, err);
}

static assay_status open_mask(assay_reader *reader, state *s, assay_error *err)
{
    header h;
    ASSAY_TRY(need_mask(reader, err));
    ASSAY_TRY(assay_reader_add(reader, reader->options.mask, "mask", err));
    ASSAY_TRY(begin(reader, 1, &s->mask, &h, err));
    ASSAY_TRY(need_kind(reader, 1, &s->mask.npy, err));
    return need_same_size(reader, &s->scores.npy, &s->mask.npy, err);
}

static assay_status open(assay_reader *reader, assay_error *err)
{
    state *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "reading");
    reader->state = s;
    ASSAY_TRY(open_scores(reader, s, err));
    return open_mask(reader, s, err);
}

// Turns marks into flags; returns whether all are marks.
static bool flag(const uint8_t *marks, uint8_t *flags, size_t n)
{
    unsigned bad = 0;
    for (size_t i = 0; i < n; i++) {
        const unsigned mark = marks[i];
        const unsigned flags_of = (mark == MATED ? ASSAY_ROW_MATED : 0) |
                                  (mark == UNUSED ? ASSAY_ROW_SKIP : 0);
        flags[i] = (uint8_t)flags_of;
        bad |= !flags_of & (mark != NON_MATED);
    }
    return !bad;
}

static assay_status refuse_mark(const assay_reader *reader, uint64_t first,
                                assay_error *err)
{
    const state *s = reader->state;
    size_t i = 0;
    while (s->marks[i] == MATED || s->marks[i] == NON_MATED ||
           s->marks[i] == UNUSED)
        i++;
    assay_fail(err, ASSAY_EINPUT,
               "the byte 0x%02x in a mask: 0xff is mated, 0x7f non-mated, 0x00 "
               "not used; make the mask again",
               s->marks[i]);
    return assay_fail_byte(err, assay_reader_path(reader, 1), first + i);
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    state *s = reader->state;
    assay_gather none = {0};
    assay_npy_part part;
    size_t count = 0;
    assay_gather_begin(&none, reader->intake, batch);
    const uint64_t first = s->mask.npy.start + s->mask.taken;
    ASSAY_TRY(assay_npy_scores(&s->scores, batch->score, ASSAY_BATCH_ROWS,
                               &part, err));
    ASSAY_TRY(
        assay_npy_take(&s->mask, s->marks, ASSAY_BATCH_ROWS, &count, err));
    if (!flag(s->marks, batch->flags, count))
        return refuse_mark(reader, first, err);
    batch->rows = count;
    reader->sources[1].rows += s->mask.again ? 0 : count;
    ASSAY_TRY(assay_gather_flush(&none, reader->intake, batch, err));
    const assay_sift_place place = {0, part.byte, 4, part.nan};
    return assay_sift(reader, batch, &place, err);
}

static assay_status rewind_both(assay_reader *reader, assay_error *err)
{
    state *s = reader->state;
    ASSAY_TRY(assay_npy_rewind(&s->scores, err));
    return assay_npy_rewind(&s->mask, err);
}

static void close(assay_reader *reader)
{
    assay_free(reader->state);
    reader->state = NULL;
}

static void describe(const unsigned char *head, size_t n, const char *name,
                     char *text, size_t size)
{
    header h;
    uint64_t bad = 0;
    if (!parse(head, n, &h, &bad)) {
        (void)snprintf(text, size, "its header is damaged at byte %llu",
                       (unsigned long long)bad);
        return;
    }
    const bool is_mask = h.matrix.kind == 'u';
    const char *what = is_mask         ? "a mask: which pairs are mated"
                       : h.is_distance ? "distances (D2)"
                                       : "similarities (S2)";
    (void)snprintf(text, size,
                   "%s; %llu probes x %llu references\n"
                   "references: %.*s; probes: %.*s\n"
                   "assay scores %s --mask %s%s",
                   what, (unsigned long long)h.matrix.shape[0],
                   (unsigned long long)h.matrix.shape[1], h.target_length,
                   (const char *)h.target, h.query_length,
                   (const char *)h.query, is_mask ? "FILE.mtx" : name,
                   is_mask ? name : "FILE.mask",
                   !is_mask && h.is_distance ? " --distance" : "");
}

const assay_format assay_format_bee = {
    .name = "bee",
    .in_words = "BEE matrix (.mtx with its .mask)",
    .probe = probe,
    .open = open,
    .next = next,
    .rewind = rewind_both,
    .close = close,
    .describe = describe,
};
