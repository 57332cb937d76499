// SPDX-License-Identifier: Apache-2.0
// The JSON of ALHFRS: an object with an array of deployments, each an object of
// texts and numbers.
#include "read/deployed_cells.h"

#include "base/alloc.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 256 << 20, BLOCK = 1 << 16, NUMBER = 32 };

// Its keys, and what we call them.
static const struct {
    const char *theirs, *ours;
} keys[] = {
    {"location_name", "location"},
    {"outcome_faces_scanned", "faces_seen"},
    {"outcome_alerts", "alerts"},
    {"outcome_true_alerts", "true_alerts"},
    {"outcome_false_alerts", "false_alerts"},
    {"outcome_arrests", "arrests"},
};

static const char *ours_of(const char *key)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i].theirs, key) == 0) return keys[i].ours;
    return key;
}

// A file as it is read.
typedef struct reading {
    assay_deployed_cells *cells;
    assay_deployed_file *file;
    char *text;
    size_t length;
    json_t *root;
    assay_slice *fields; // of a row
    char (*numbers)[NUMBER];
    char *dates; // of a row: two texts and a slash
} reading;

static void drop_reading(reading *r)
{
    json_decref(r->root);
    assay_free(r->text);
    assay_free(r->fields);
    assay_free(r->numbers);
    assay_free(r->dates);
}

static assay_status refuse(const reading *r, const char *reason, uint64_t line,
                           assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "%s", reason);
    return assay_fail_at(err, r->file->path, line);
}

static assay_status read_text(reading *r, assay_error *err)
{
    size_t got = BLOCK, room = 0;
    while (got == BLOCK) {
        if (r->length + BLOCK > room) {
            room = room * 2 + BLOCK;
            if (!assay_grow(&r->text, room, 1))
                return assay_fail_memory(err, "the text of a file");
        }
        ASSAY_TRY(assay_source_read(r->file->source, r->text + r->length, BLOCK,
                                    &got, err));
        r->length += got;
        if (r->length > MOST)
            return refuse(r, "JSON of more than 256 MiB", 1, err);
    }
    return ASSAY_OK;
}

static assay_status parse(reading *r, assay_error *err)
{
    json_error_t wrong;
    const size_t mark =
        r->length >= 3 && memcmp(r->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    r->root = json_loadb(r->text + mark, r->length - mark,
                         JSON_REJECT_DUPLICATES, &wrong);
    if (r->root) return ASSAY_OK;
    if (json_error_code(&wrong) == json_error_out_of_memory)
        return assay_fail_memory(err, "the deployments");
    assay_fail(err, ASSAY_EINPUT, "no JSON: %.200s", wrong.text);
    return assay_fail_at(err, r->file->path,
                         wrong.line > 0 ? (uint64_t)wrong.line : 1);
}

static assay_status add_key(reading *r, const char *key, size_t *room,
                            assay_error *err)
{
    assay_deployed_file *file = r->file;
    uint16_t column = 0;
    ASSAY_TRY(assay_deployed_add_column(r->cells, ours_of(key), &column, err));
    for (size_t i = 0; i < file->width; i++)
        if (file->column[i] == column) return ASSAY_OK;
    if (file->width == *room) return assay_fail_memory(err, "the columns");
    file->column[file->width++] = column;
    return ASSAY_OK;
}

// The columns are the keys that any of the deployments has.
static assay_status find_keys(reading *r, json_t *all, assay_error *err)
{
    size_t room = ASSAY_DEPLOYED_COLUMNS;
    r->file->column =
        assay_arena_new(&r->cells->arena, room, sizeof *r->file->column);
    if (!r->file->column) return assay_fail_memory(err, "the columns");
    for (size_t i = 0; i < json_array_size(all); i++) {
        json_t *one = json_array_get(all, i);
        if (!json_is_object(one))
            return refuse(r, "a deployment that is no object", 1, err);
        for (void *it = json_object_iter(one); it;
             it = json_object_iter_next(one, it))
            ASSAY_TRY(add_key(r, json_object_iter_key(it), &room, err));
    }
    ASSAY_TRY(add_key(r, "date", &room, err));
    return ASSAY_OK;
}

static const char *text_of(json_t *one, const char *key)
{
    const char *text = json_string_value(json_object_get(one, key));
    return text ? text : "";
}

// "2024-05-01", or "2024-05-01/2024-05-03" where the two ends differ.
static assay_status set_date(reading *r, json_t *one, assay_error *err)
{
    const char *from = text_of(one, "date_start");
    const char *to = text_of(one, "date_end");
    if (!from[0]) from = text_of(one, "date");
    const size_t size = strlen(from) + strlen(to) + 2;
    assay_free(r->dates);
    r->dates = assay_new(0, size, 1);
    if (!r->dates) return assay_fail_memory(err, "a date");
    const bool apart = to[0] && strcmp(from, to) != 0;
    (void)snprintf(r->dates, size, "%s%s%s", from, apart ? "/" : "",
                   apart ? to : "");
    return ASSAY_OK;
}

static assay_slice value_of(json_t *value, char number[NUMBER])
{
    if (json_is_string(value))
        return assay_slice_trim(
            (assay_slice){json_string_value(value), json_string_length(value)});
    if (json_is_integer(value))
        (void)snprintf(number, NUMBER, "%lld",
                       (long long)json_integer_value(value));
    else if (json_is_real(value))
        number[assay_print_double(json_real_value(value), 0, number)] = '\0';
    else if (json_is_boolean(value))
        (void)snprintf(number, NUMBER, "%s",
                       json_is_true(value) ? "true" : "false");
    else
        number[0] = '\0'; // null, and what is no single value
    return assay_slice_of(number);
}

static assay_status add_deployment(reading *r, json_t *one, size_t place,
                                   assay_error *err)
{
    for (size_t i = 0; i < r->file->width; i++)
        r->fields[i] = (assay_slice){"", 0};
    for (void *it = json_object_iter(one); it;
         it = json_object_iter_next(one, it)) {
        const size_t column =
            assay_deployed_column(r->cells, ours_of(json_object_iter_key(it)));
        size_t i = 0;
        while (r->file->column[i] != column) i++;
        if (r->fields[i].length) continue;
        r->fields[i] = value_of(json_object_iter_value(it), r->numbers[i]);
    }
    ASSAY_TRY(set_date(r, one, err));
    const size_t date = assay_deployed_column(r->cells, "date");
    for (size_t i = 0; i < r->file->width; i++)
        if (r->file->column[i] == date)
            r->fields[i] = assay_slice_trim(assay_slice_of(r->dates));
    return assay_deployed_add_row(r->cells, place + 1, r->fields, err);
}

static assay_status add_all(reading *r, json_t *all, assay_error *err)
{
    ASSAY_TRY(find_keys(r, all, err));
    r->fields = assay_new(0, r->file->width, sizeof *r->fields);
    r->numbers = assay_new(0, r->file->width, sizeof *r->numbers);
    if (!r->fields || !r->numbers) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < json_array_size(all); i++)
        ASSAY_TRY(add_deployment(r, json_array_get(all, i), i, err));
    return ASSAY_OK;
}

assay_status assay_deployed_json_read(assay_deployed_cells *cells,
                                      assay_error *err)
{
    ASSAY_AUTO(drop_reading)
    reading r = {.cells = cells, .file = &cells->files[cells->file_count - 1]};
    r.file->format = "ALHFRS JSON";
    ASSAY_TRY(read_text(&r, err));
    ASSAY_TRY(parse(&r, err));
    json_t *all =
        json_is_array(r.root) ? r.root : json_object_get(r.root, "deployments");
    if (!json_is_array(all))
        return refuse(&r,
                      "JSON without an array \"deployments\": the deployments "
                      "of ALHFRS, or CSV, are read",
                      1, err);
    const assay_status status = add_all(&r, all, err);
    return status == ASSAY_OK ? status : assay_fail_at(err, r.file->path, 1);
}
