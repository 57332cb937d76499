// SPDX-License-Identifier: Apache-2.0
#include "evaluate/qualities.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/order.h"
#include "evaluate/wanted.h"

#include <math.h>

// OF_ROW: of the comparison as a whole.
enum { OF_PROBE, OF_REFERENCE, OF_ROW, ORIGINS };

// A column, and the quality of each of its values seen so far: NaN for those
// that are empty.
typedef struct origin {
    size_t column; // of the intake; SIZE_MAX: not asked for
    float *known;
    size_t known_count;
} origin;

struct assay_qualities {
    assay_arena arena;
    assay_intake *intake;
    const char *asked;
    origin origins[ORIGINS];
    assay_marked *rows;
    uint64_t missing;
};

static assay_status want(assay_qualities *q, int which, const char *name,
                         assay_error *err)
{
    if (!name) return assay_fail_memory(err, "the qualities");
    ASSAY_TRY(
        assay_wanted_column(q->intake, name, &q->origins[which].column, err));
    q->intake->numbers[q->origins[which].column] = true;
    return ASSAY_OK;
}

static assay_status want_all(assay_qualities *q, const assay_texts *columns,
                             assay_error *err)
{
    for (int o = 0; o < ORIGINS; o++) q->origins[o].column = SIZE_MAX;
    q->asked = columns->items[0];
    if (columns->count > 2)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--quality names more than two columns; give one, "
                          "or the probe's and the reference's");
    if (columns->count == 2) {
        ASSAY_TRY(want(q, OF_PROBE, columns->items[0], err));
        return want(q, OF_REFERENCE, columns->items[1], err);
    }
    ASSAY_TRY(want(q, OF_PROBE,
                   assay_arena_format(&q->arena, "probe_%s", q->asked), err));
    ASSAY_TRY(want(q, OF_REFERENCE,
                   assay_arena_format(&q->arena, "reference_%s", q->asked),
                   err));
    return want(q, OF_ROW, q->asked, err);
}

static assay_status start(assay_qualities *q,
                          const assay_scores_options *options, assay_error *err)
{
    const assay_options *common = &options->common;
    ASSAY_TRY(want_all(q, &options->quality, err));
    return assay_marked_new(common->spool ? common->spool : "/tmp",
                            (size_t)common->memory, &common->watch, &q->rows,
                            err);
}

assay_status assay_qualities_new(const assay_scores_options *options,
                                 assay_intake *intake, assay_qualities **out,
                                 assay_error *err)
{
    *out = NULL;
    if (!options->quality.count) return ASSAY_OK;
    assay_qualities *q = assay_new(sizeof *q, 0, 0);
    if (!q) return assay_fail_memory(err, "the qualities");
    q->intake = intake;
    const assay_status status = start(q, options, err);
    if (status != ASSAY_OK) {
        assay_qualities_free(q);
        return status;
    }
    *out = q;
    return ASSAY_OK;
}

static assay_status parse(assay_slice text, float *quality, assay_error *err)
{
    double value = 0;
    bool overflow = false;
    *quality = NAN;
    if (!text.length) return ASSAY_OK;
    if (!assay_parse_double(text, &value, &overflow) || overflow ||
        !isfinite(value) || !isfinite((float)value))
        return assay_fail(err, ASSAY_EINPUT,
                          "a quality that is no number: '%.*s'; leave it empty "
                          "where it is not known",
                          text.length > 40 ? 40 : (int)text.length, text.text);
    *quality = (float)value + 0.0f;
    return ASSAY_OK;
}

// Of value `value` of the column, read once.
static assay_status quality_of(assay_qualities *q, origin *from, uint32_t value,
                               float *quality, assay_error *err)
{
    // No text was read as infinity, so that it stands for "not read yet".
    if (value >= from->known_count) {
        const size_t room = ((size_t)value + 1) * 2;
        if (!assay_grow(&from->known, room, sizeof *from->known))
            return assay_fail_memory(err, "the qualities");
        for (size_t i = from->known_count; i < room; i++)
            from->known[i] = INFINITY;
        from->known_count = room;
    }
    if (isinf(from->known[value])) {
        const assay_slice text =
            assay_strings_text(q->intake->values[from->column], value);
        ASSAY_TRY(parse(text, &from->known[value], err));
    }
    *quality = from->known[value];
    return ASSAY_OK;
}

// What a row holds in a column.
typedef struct held {
    bool there; // the file has the column
    float quality;
} held;

static assay_status look(assay_qualities *q, int which,
                         const assay_batch *batch, size_t i, held *out,
                         assay_error *err)
{
    origin *from = &q->origins[which];
    *out = (held){
        from->column < batch->columns && batch->has_column[from->column], NAN};
    if (!out->there) return ASSAY_OK;
    const uint32_t value = batch->column[from->column][i];
    if (value == ASSAY_NO_STRING) return ASSAY_OK;
    return quality_of(q, from, value, &out->quality, err);
}

// The least of both samples, where files tell them apart; NaN where one is not
// known.
static float least_of(const held of[ORIGINS])
{
    const float probe = of[OF_PROBE].quality;
    const float reference = of[OF_REFERENCE].quality;
    if (!of[OF_PROBE].there && !of[OF_REFERENCE].there)
        return of[OF_ROW].quality;
    if (!of[OF_PROBE].there) return reference;
    if (!of[OF_REFERENCE].there || isnan(probe)) return probe;
    return probe < reference ? probe : reference; // NaN if that is
}

assay_status assay_qualities_take(assay_qualities *q, const assay_batch *batch,
                                  size_t i, assay_marked_row *row,
                                  assay_error *err)
{
    held of[ORIGINS];
    for (int o = 0; o < ORIGINS; o++)
        ASSAY_TRY(look(q, o, batch, i, &of[o], err));
    const float least = least_of(of);
    if (isnan(least)) {
        q->missing++;
        return ASSAY_OK;
    }
    row->mark = assay_key_of(least);
    return assay_marked_add(q->rows, row, err);
}

static assay_status need(const assay_qualities *q, const char *name,
                         assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "--quality %s: no file has that column; name one that "
                      "it has, or the probe's and the reference's, apart by a "
                      "comma",
                      name ? name : q->asked);
}

assay_status assay_qualities_close(assay_qualities *q, assay_error *err)
{
    const bool two = q->origins[OF_ROW].column == SIZE_MAX;
    bool any = false;
    for (int o = 0; o < ORIGINS; o++) {
        const size_t column = q->origins[o].column;
        if (column == SIZE_MAX) continue;
        const bool found = q->intake->found[column];
        if (two && !found) return need(q, q->intake->wanted[column], err);
        any = any || found;
    }
    if (!any) return need(q, NULL, err);
    return assay_marked_close(q->rows, err);
}

assay_marked *assay_qualities_rows(assay_qualities *q)
{
    return q->rows;
}

uint64_t assay_qualities_missing(const assay_qualities *q)
{
    return q->missing;
}

void assay_qualities_free(assay_qualities *q)
{
    if (!q) return;
    for (int o = 0; o < ORIGINS; o++) assay_free(q->origins[o].known);
    assay_marked_free(q->rows);
    assay_arena_end(&q->arena);
    assay_free(q);
}
