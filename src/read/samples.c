// SPDX-License-Identifier: Apache-2.0
#include "read/samples.h"

#include "base/alloc.h"
#include "read/heading.h"
#include "read/table.h"

#include <string.h>

enum { FIRST_ROOM = 1024, SHOWN = 64 };

// Where in the table each thing is; ASSAY_NO_COLUMN: nowhere.
typedef struct places {
    size_t sample;
    size_t subject;
    size_t acquired;
    size_t wanted[ASSAY_BATCH_COLUMNS];
} places;

// A file being read.
typedef struct reading {
    assay_intake *intake;
    assay_strings *subjects;
    assay_samples *samples;
    const char *role;
    assay_table table;
    places places;
    size_t room; // samples that there is room for
} reading;

static int side_of(const reading *r)
{
    return strcmp(r->role, "references") == 0 ? ASSAY_SIDE_REFERENCE
                                              : ASSAY_SIDE_PROBE;
}

static void end_reading(reading *r)
{
    assay_table_close(&r->table);
}

// What `rest` of probe_`rest` is called in this file.
static const char *plain_name(const char *rest)
{
    if (strcmp(rest, "id") == 0) return "sample_id";
    if (strcmp(rest, "subject") == 0) return "subject_id";
    return rest;
}

// The column of this file that a wanted name asks for.
static assay_status find_wanted(reading *r, const char *name, size_t *column,
                                assay_error *err)
{
    static const char *const prefixes[] = {"probe_", "reference_"};
    const bool is_reference = side_of(r) == ASSAY_SIDE_REFERENCE;
    const char *mine = prefixes[is_reference];
    const char *other = prefixes[!is_reference];
    *column = ASSAY_NO_COLUMN;
    if (strncmp(name, other, strlen(other)) == 0) return ASSAY_OK;
    const bool has_prefix = strncmp(name, mine, strlen(mine)) == 0;
    if (is_reference && !has_prefix) return ASSAY_OK;
    ASSAY_TRY(assay_table_find(&r->table, name, column, err));
    if (!has_prefix || *column != ASSAY_NO_COLUMN) return ASSAY_OK;
    return assay_table_find(&r->table, plain_name(name + strlen(mine)), column,
                            err);
}

static assay_status find_places(reading *r, assay_error *err)
{
    places *p = &r->places;
    ASSAY_TRY(assay_table_need(&r->table, "sample_id", &p->sample, err));
    ASSAY_TRY(assay_table_need(&r->table, "subject_id", &p->subject, err));
    ASSAY_TRY(assay_table_find(&r->table, "acquired", &p->acquired, err));
    if (p->acquired != ASSAY_NO_COLUMN) r->intake->acquired[side_of(r)] = true;
    for (size_t c = 0; c < r->intake->wanted_count; c++) {
        ASSAY_TRY(find_wanted(r, r->intake->wanted[c], &p->wanted[c], err));
        if (p->wanted[c] != ASSAY_NO_COLUMN) r->intake->found[c] = true;
    }
    if (!assay_headings_offer(r->table.headings, r->table.width, r->intake))
        return assay_fail_memory(err, "the headings");
    return ASSAY_OK;
}

// Whether the file says which samples were acquired, and somebody asks.
static bool tells(const reading *r)
{
    return r->places.acquired != ASSAY_NO_COLUMN &&
           r->intake->samples[side_of(r)] != NULL;
}

static bool grow(reading *r)
{
    assay_samples *s = r->samples;
    const size_t room = r->room ? 2 * r->room : FIRST_ROOM;
    bool good = assay_grow(&s->subject, room, sizeof *s->subject) &&
                assay_grow(&s->failed, room, sizeof *s->failed);
    for (size_t c = 0; good && c < r->intake->wanted_count; c++)
        if (r->places.wanted[c] != ASSAY_NO_COLUMN)
            good = assay_grow(&s->column[c], room, sizeof *s->column[c]);
    if (good && tells(r))
        good = assay_grow(&s->sample, room, sizeof *s->sample);
    if (good) r->room = room;
    return good;
}

static assay_status refuse(const reading *r, assay_slice text,
                           const char *reason, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "\"%.*s\" %s",
               text.length < SHOWN ? (int)text.length : SHOWN, text.text,
               reason);
    return assay_table_fail(&r->table, err);
}

static assay_status refuse_missing(const reading *r, const char *name,
                                   assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "no %s: each line needs a sample_id of its own and the "
               "subject_id of the person; fill it in",
               name);
    return assay_table_fail(&r->table, err);
}

// Interns the ids of the present row as sample `i`.
static assay_status take_ids(reading *r, size_t i, assay_error *err)
{
    const assay_slice sample = r->table.fields[r->places.sample];
    const assay_slice subject = r->table.fields[r->places.subject];
    uint32_t id = 0;
    if (!sample.length) return refuse_missing(r, "sample_id", err);
    if (!subject.length) return refuse_missing(r, "subject_id", err);
    if (!assay_strings_add(r->samples->ids, sample, &id) ||
        !assay_strings_add(r->subjects, subject, &r->samples->subject[i]))
        return assay_fail_memory(err, "the samples");
    if (tells(r) && !assay_strings_add(r->intake->samples[side_of(r)], sample,
                                       &r->samples->sample[i]))
        return assay_fail_memory(err, "the samples");
    if (id == i) return ASSAY_OK;
    return refuse(r, sample,
                  "is the sample_id of an earlier line too: give each "
                  "sample an id of its own",
                  err);
}

static assay_status take_acquired(reading *r, size_t i, assay_error *err)
{
    uint64_t value = 1;
    r->samples->failed[i] = 0;
    if (r->places.acquired == ASSAY_NO_COLUMN) return ASSAY_OK;
    const assay_slice text = r->table.fields[r->places.acquired];
    if (text.length && !assay_parse_uint(text, &value))
        return refuse(r, text,
                      "under acquired: 0 is a failure to acquire, a whole "
                      "number above 0 is none",
                      err);
    r->samples->failed[i] = value == 0;
    return ASSAY_OK;
}

static assay_status take_columns(reading *r, size_t i, assay_error *err)
{
    for (size_t c = 0; c < r->intake->wanted_count; c++) {
        const size_t place = r->places.wanted[c];
        if (place == ASSAY_NO_COLUMN) continue;
        const assay_slice text = r->table.fields[place];
        uint32_t *value = &r->samples->column[c][i];
        *value = ASSAY_NO_STRING;
        if (text.length &&
            !assay_strings_add(r->intake->values[c], text, value))
            return assay_fail_memory(err, "the samples");
    }
    return ASSAY_OK;
}

static assay_status take_row(reading *r, assay_error *err)
{
    const size_t i = r->samples->count;
    if (i == r->room && !grow(r)) return assay_fail_memory(err, "the samples");
    ASSAY_TRY(take_ids(r, i, err));
    ASSAY_TRY(take_acquired(r, i, err));
    ASSAY_TRY(take_columns(r, i, err));
    r->samples->count++;
    return ASSAY_OK;
}

static assay_status read_all(reading *r, assay_error *err)
{
    bool end = false;
    ASSAY_TRY(find_places(r, err));
    while (!end) {
        ASSAY_TRY(assay_table_take(&r->table, &end, err));
        if (!end) ASSAY_TRY(take_row(r, err));
    }
    return ASSAY_OK;
}

assay_status assay_samples_read(assay_reader *reader, size_t i,
                                assay_strings *subjects, assay_samples *samples,
                                assay_error *err)
{
    assay_reader_source *from = &reader->sources[i];
    ASSAY_AUTO(end_reading)
    reading r = {.intake = reader->intake,
                 .subjects = subjects,
                 .samples = samples,
                 .role = from->role};
    samples->ids = assay_strings_new();
    if (!samples->ids) return assay_fail_memory(err, "the samples");
    ASSAY_TRY(assay_table_over(&r.table, from->source, &reader->options, err));
    ASSAY_TRY(read_all(&r, err));
    from->rows = samples->count;
    return ASSAY_OK;
}

void assay_samples_end(assay_samples *samples)
{
    assay_strings_free(samples->ids);
    assay_free(samples->subject);
    assay_free(samples->failed);
    assay_free(samples->sample);
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        assay_free(samples->column[c]);
    memset(samples, 0, sizeof *samples);
}
