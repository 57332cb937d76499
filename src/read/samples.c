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

// For which sides the samples of a file may stand.
enum { OF_PROBES = 1, OF_REFERENCES = 2 };

// A file being read.
typedef struct reading {
    assay_intake *intake;
    assay_strings *subjects;
    assay_samples *samples;
    unsigned sides;
    assay_table table;
    places places;
} reading;

static unsigned sides_of(const char *role)
{
    if (strcmp(role, "references") == 0) return OF_REFERENCES;
    return strcmp(role, "templates") == 0 ? OF_PROBES | OF_REFERENCES
                                          : OF_PROBES;
}

static int side_of(const reading *r)
{
    return r->sides & OF_PROBES ? ASSAY_SIDE_PROBE : ASSAY_SIDE_REFERENCE;
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

// For which side a wanted name is, and what it is without saying so.
static unsigned side_of_name(const char *name, const char **rest)
{
    static const char *const prefixes[] = {"probe_", "reference_"};
    for (unsigned i = 0; i < 2; i++) {
        const size_t length = strlen(prefixes[i]);
        if (strncmp(name, prefixes[i], length) != 0) continue;
        *rest = name + length;
        return i ? OF_REFERENCES : OF_PROBES;
    }
    *rest = NULL;
    return OF_PROBES;
}

// The column of this file that a wanted name asks for.
static assay_status find_wanted(const reading *r, const char *name,
                                size_t *column, assay_error *err)
{
    const char *rest = NULL;
    *column = ASSAY_NO_COLUMN;
    if (!(r->sides & side_of_name(name, &rest))) return ASSAY_OK;
    ASSAY_TRY(assay_table_find(&r->table, name, column, err));
    if (!rest || *column != ASSAY_NO_COLUMN) return ASSAY_OK;
    return assay_table_find(&r->table, plain_name(rest), column, err);
}

static void tell_acquired(reading *r)
{
    if (r->places.acquired == ASSAY_NO_COLUMN) return;
    r->samples->says_acquired = true;
    if (r->sides & OF_PROBES) r->intake->acquired[ASSAY_SIDE_PROBE] = true;
    if (r->sides & OF_REFERENCES)
        r->intake->acquired[ASSAY_SIDE_REFERENCE] = true;
}

static assay_status find_places(reading *r, assay_error *err)
{
    places *p = &r->places;
    ASSAY_TRY(assay_table_need(&r->table, "sample_id", &p->sample, err));
    ASSAY_TRY(assay_table_need(&r->table, "subject_id", &p->subject, err));
    ASSAY_TRY(assay_table_find(&r->table, "acquired", &p->acquired, err));
    tell_acquired(r);
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
    return r->samples->own_ids && r->samples->says_acquired &&
           r->intake->samples[side_of(r)] != NULL;
}

// Room for another sample, with what every file says of them.
static bool grow_plain(assay_samples *s, size_t room)
{
    return assay_grow(&s->subject, room, sizeof *s->subject) &&
           assay_grow(&s->id, room, sizeof *s->id) &&
           assay_grow(&s->failed, room, sizeof *s->failed);
}

static size_t next_room(const assay_samples *s)
{
    return s->room ? 2 * s->room : FIRST_ROOM;
}

static bool grow(reading *r)
{
    assay_samples *s = r->samples;
    const size_t room = next_room(s);
    bool good = grow_plain(s, room);
    for (size_t c = 0; good && c < r->intake->wanted_count; c++)
        if (r->places.wanted[c] != ASSAY_NO_COLUMN)
            good = assay_grow(&s->column[c], room, sizeof *s->column[c]);
    if (good && tells(r))
        good = assay_grow(&s->sample, room, sizeof *s->sample);
    if (good) s->room = room;
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

// Room for the place of an id; new ones have none.
static bool make_place(assay_samples *s, uint32_t id)
{
    if (id < s->places) return true;
    const size_t room = (size_t)id + id / 2 + FIRST_ROOM;
    if (!assay_grow(&s->place, room, sizeof *s->place)) return false;
    memset(s->place + s->places, 0xff, (room - s->places) * sizeof *s->place);
    s->places = room;
    return true;
}

// Interns the ids of the present row as sample `i`.
static bool intern_ids(reading *r, size_t i, assay_slice sample,
                       assay_slice subject)
{
    assay_samples *s = r->samples;
    if (!assay_strings_add(s->ids, sample, &s->id[i]) ||
        !assay_strings_add(r->subjects, subject, &s->subject[i]) ||
        !make_place(s, s->id[i]))
        return false;
    return !tells(r) || assay_strings_add(r->intake->samples[side_of(r)],
                                          sample, &s->sample[i]);
}

static assay_status take_ids(reading *r, size_t i, assay_error *err)
{
    const assay_slice sample = r->table.fields[r->places.sample];
    const assay_slice subject = r->table.fields[r->places.subject];
    if (!sample.length) return refuse_missing(r, "sample_id", err);
    if (!subject.length) return refuse_missing(r, "subject_id", err);
    if (!intern_ids(r, i, sample, subject))
        return assay_fail_memory(err, "the samples");
    uint32_t *place = &r->samples->place[r->samples->id[i]];
    if (*place != ASSAY_NO_STRING)
        return refuse(r, sample,
                      "is the sample_id of an earlier line too: give each "
                      "sample an id of its own",
                      err);
    *place = (uint32_t)i;
    return ASSAY_OK;
}

// Keeps the line of sample `i`, if it isn't the one after that of the sample
// before.
static bool keep_line(assay_samples *s, size_t i, uint64_t line)
{
    if (i && assay_samples_line(s, i) == line) return true;
    const size_t n = s->break_count;
    // Room doubles: it is full whenever n is a power of two.
    if ((n & (n - 1)) == 0 &&
        !assay_grow(&s->breaks, n ? 2 * n : 1, sizeof *s->breaks))
        return false;
    s->breaks[s->break_count++] = (assay_samples_break){line, i};
    return true;
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
    if (i == ASSAY_NO_STRING)
        return assay_fail(err, ASSAY_EINPUT, "more samples than 2^32 - 1"),
               assay_table_fail(&r->table, err);
    if ((i == r->samples->room && !grow(r)) ||
        !keep_line(r->samples, i, r->table.line))
        return assay_fail_memory(err, "the samples");
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

assay_status assay_samples_read(const assay_samples_from *from,
                                assay_samples *samples, assay_error *err)
{
    ASSAY_AUTO(end_reading)
    reading r = {.intake = from->intake,
                 .subjects = from->subjects,
                 .samples = samples,
                 .sides = sides_of(from->role)};
    samples->own_ids = !samples->ids;
    if (samples->own_ids) samples->ids = assay_strings_new();
    if (!samples->ids) return assay_fail_memory(err, "the samples");
    ASSAY_TRY(assay_table_over(&r.table, from->source, from->options, err));
    ASSAY_TRY(read_all(&r, err));
    samples->input = assay_table_input(&r.table, from->role);
    return ASSAY_OK;
}

bool assay_samples_add(assay_samples *samples, uint32_t id, uint32_t subject)
{
    const size_t i = samples->count;
    if (i == samples->room) {
        const size_t room = next_room(samples);
        if (!grow_plain(samples, room)) return false;
        samples->room = room;
    }
    if (!make_place(samples, id)) return false;
    samples->id[i] = id;
    samples->place[id] = (uint32_t)i;
    samples->subject[i] = subject;
    samples->failed[i] = 0;
    samples->count++;
    return true;
}

uint32_t assay_samples_find(const assay_samples *samples, uint32_t id)
{
    return id < samples->places ? samples->place[id] : ASSAY_NO_STRING;
}

uint64_t assay_samples_line(const assay_samples *samples, size_t sample)
{
    size_t low = 0;
    size_t high = samples->break_count;
    if (!high) return 0;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (samples->breaks[middle].sample <= sample)
            low = middle;
        else
            high = middle;
    }
    const assay_samples_break *b = &samples->breaks[low];
    return b->line + (sample - b->sample);
}

void assay_samples_end(assay_samples *samples)
{
    if (samples->own_ids) assay_strings_free(samples->ids);
    assay_free(samples->id);
    assay_free(samples->place);
    assay_free(samples->subject);
    assay_free(samples->failed);
    assay_free(samples->sample);
    assay_free(samples->breaks);
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        assay_free(samples->column[c]);
    memset(samples, 0, sizeof *samples);
}
