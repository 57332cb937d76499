// SPDX-License-Identifier: Apache-2.0
#include "read/subjects.h"

#include "base/alloc.h"
#include "read/table.h"

#include <string.h>

enum { ATTRIBUTES_MOST = 256 };

// value[subject * attributes + a], line[subject]: subjects by their index in
// `ids`, which also knows people who are not in this file (line 0).
struct assay_subjects {
    assay_source *source; // for the record
    assay_input input;
    size_t attributes;
    const char **name;       // `attributes` of them
    assay_strings **strings; // `attributes` of them
    size_t *column;          // of the file
    char *names;             // what `name` points into
    uint32_t *value;
    uint32_t *line; // where the subject was first seen; 0: not in the file
    size_t room;    // subjects that `value` and `line` have room for
};

// Our name for a heading, turned round through --column.
static const char *our_name(const assay_read_options *options,
                            const char *heading)
{
    for (size_t i = 0; i < options->columns.count; i++)
        if (strcmp(options->columns.items[i].value, heading) == 0)
            return options->columns.items[i].key;
    return heading;
}

// Samples are not attributes of people.
static bool is_attribute(const char *name)
{
    static const char *const others[] = {"subject_id", "sample_id", "acquired"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(name, others[i]) == 0) return false;
    return name[0] != '\0';
}

static assay_status check_names(const assay_subjects *s,
                                const assay_table *table, assay_error *err)
{
    for (size_t a = 0; a < s->attributes; a++)
        for (size_t b = 0; b < a; b++)
            if (strcmp(s->name[a], s->name[b]) == 0)
                return assay_fail(err, ASSAY_EINPUT,
                                  "two columns are called \"%.80s\": rename "
                                  "one",
                                  s->name[a]),
                       assay_lines_fail(&table->lines, 1, err);
    return ASSAY_OK;
}

static bool make_columns(assay_subjects *s, size_t width)
{
    s->name = assay_new(0, width, sizeof *s->name);
    s->strings = assay_new(0, width, sizeof *s->strings);
    s->column = assay_new(0, width, sizeof *s->column);
    return s->name && s->strings && s->column;
}

// Copies the names, which so far are the table's and the caller's.
static bool own_names(assay_subjects *s)
{
    size_t bytes = 0;
    for (size_t a = 0; a < s->attributes; a++) bytes += strlen(s->name[a]) + 1;
    s->names = assay_new(0, bytes, 1);
    if (!s->names) return false;
    char *to = s->names;
    for (size_t a = 0; a < s->attributes; a++) {
        const size_t size = strlen(s->name[a]) + 1;
        memcpy(to, s->name[a], size);
        s->name[a] = to;
        to += size;
        s->strings[a] = assay_strings_new();
        if (!s->strings[a]) return false;
    }
    return true;
}

static assay_status find_attributes(assay_subjects *s, const assay_table *table,
                                    assay_error *err)
{
    if (!make_columns(s, table->width))
        return assay_fail_memory(err, "the columns of subjects");
    for (size_t c = 0; c < table->width; c++) {
        const char *name = our_name(table->options, table->headings[c]);
        if (!is_attribute(name)) continue;
        if (s->attributes == ATTRIBUTES_MOST) {
            assay_fail(err, ASSAY_EINPUT,
                       "more than %d attributes: keep the columns that are "
                       "needed",
                       ATTRIBUTES_MOST);
            return assay_lines_fail(&table->lines, 1, err);
        }
        s->name[s->attributes] = name;
        s->column[s->attributes++] = c;
    }
    ASSAY_TRY(check_names(s, table, err));
    return own_names(s) ? ASSAY_OK
                        : assay_fail_memory(err, "the columns of subjects");
}

// Room for the subject with this index; what is new is unknown.
static bool make_room(assay_subjects *s, uint32_t subject)
{
    const size_t a = s->attributes;
    if (subject < s->room) return true;
    const size_t room = ((size_t)subject + 1) / 2 * 3 + 64;
    if (!assay_grow(&s->line, room, sizeof *s->line)) return false;
    if (!assay_grow(&s->value, room, (a ? a : 1) * sizeof *s->value))
        return false;
    memset(s->line + s->room, 0, (room - s->room) * sizeof *s->line);
    memset(s->value + s->room * a, 0xff,
           (room - s->room) * a * sizeof *s->value);
    s->room = room;
    return true;
}

static assay_status refuse_two(const assay_subjects *s, size_t a,
                               uint32_t subject, assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "the %.80s of this subject differs from that on line "
                      "%lu: give each person one line, or make them agree",
                      s->name[a], (unsigned long)s->line[subject]);
}

// Sets attribute `a` of a subject, or checks that it is the same.
static assay_status set_value(assay_subjects *s, size_t a, uint32_t subject,
                              assay_slice field, assay_error *err)
{
    uint32_t *value = &s->value[(size_t)subject * s->attributes + a];
    uint32_t found = ASSAY_NO_STRING;
    if (!field.length) return ASSAY_OK;
    if (!assay_strings_add(s->strings[a], field, &found))
        return assay_fail_memory(err, "the attributes of subjects");
    if (*value != ASSAY_NO_STRING && *value != found)
        return refuse_two(s, a, subject, err);
    *value = found;
    return ASSAY_OK;
}

static assay_status take_row(assay_subjects *s, const assay_table *table,
                             size_t id, assay_strings *ids, assay_error *err)
{
    uint32_t subject = 0;
    if (!table->fields[id].length)
        return assay_fail(err, ASSAY_EINPUT,
                          "subject_id is empty: name the person, or leave the "
                          "line out");
    if (!assay_strings_add(ids, table->fields[id], &subject) ||
        !make_room(s, subject))
        return assay_fail_memory(err, "the subjects");
    for (size_t a = 0; a < s->attributes; a++)
        ASSAY_TRY(set_value(s, a, subject, table->fields[s->column[a]], err));
    if (!s->line[subject])
        s->line[subject] =
            table->line < UINT32_MAX ? (uint32_t)table->line : UINT32_MAX;
    return ASSAY_OK;
}

static assay_status read_rows(assay_subjects *s, assay_table *table,
                              assay_strings *ids, assay_error *err)
{
    size_t id = 0;
    bool end = false;
    ASSAY_TRY(assay_table_need(table, "subject_id", &id, err));
    ASSAY_TRY(find_attributes(s, table, err));
    for (;;) {
        ASSAY_TRY(assay_table_take(table, &end, err));
        if (end) break;
        if (take_row(s, table, id, ids, err) != ASSAY_OK)
            return assay_table_fail(table, err);
    }
    if (table->rows) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "a header without rows: put a line a person under it");
    return assay_lines_fail(&table->lines, 1, err);
}

static assay_status read_file(assay_subjects *s, const char *path,
                              const assay_read_options *options,
                              assay_strings *ids, assay_error *err)
{
    assay_table table;
    ASSAY_TRY(assay_table_open(&table, path, options, err));
    const assay_status status = read_rows(s, &table, ids, err);
    s->input = assay_table_input(&table, "subjects");
    s->source = table.own;
    table.own = NULL;
    assay_table_close(&table);
    return status;
}

assay_status assay_subjects_read(const char *path,
                                 const assay_read_options *options,
                                 assay_strings *ids, assay_subjects **out,
                                 assay_error *err)
{
    *out = NULL;
    assay_subjects *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "the subjects");
    const assay_status status = read_file(s, path, options, ids, err);
    if (status != ASSAY_OK) {
        assay_subjects_free(s);
        return status;
    }
    *out = s;
    return ASSAY_OK;
}

size_t assay_subjects_attributes(const assay_subjects *subjects)
{
    return subjects->attributes;
}

const char *assay_subjects_attribute(const assay_subjects *subjects, size_t a)
{
    return subjects->name[a];
}

size_t assay_subjects_find(const assay_subjects *subjects, const char *name)
{
    for (size_t a = 0; a < subjects->attributes; a++)
        if (strcmp(subjects->name[a], name) == 0) return a;
    return SIZE_MAX;
}

uint32_t assay_subjects_value(const assay_subjects *subjects, size_t a,
                              uint32_t subject)
{
    if (subject >= subjects->room) return ASSAY_NO_STRING;
    return subjects->value[(size_t)subject * subjects->attributes + a];
}

const assay_strings *assay_subjects_values(const assay_subjects *subjects,
                                           size_t a)
{
    return subjects->strings[a];
}

assay_input assay_subjects_input(const assay_subjects *subjects)
{
    return subjects->input;
}

void assay_subjects_free(assay_subjects *subjects)
{
    if (!subjects) return;
    for (size_t a = 0; subjects->strings && a < subjects->attributes; a++)
        assay_strings_free(subjects->strings[a]);
    assay_source_close(subjects->source);
    assay_free(subjects->name);
    assay_free(subjects->strings);
    assay_free(subjects->column);
    assay_free(subjects->names);
    assay_free(subjects->value);
    assay_free(subjects->line);
    assay_free(subjects);
}
