// SPDX-License-Identifier: Apache-2.0
// Figures for the plots of a page: rows of numbers, with what recurs - names,
// conditions, groups - in tables that they point into. web/data.js unpacks
// them.
#include "tell/json.h"

#include "base/alloc.h"
#include "base/strings.h"
#include "tell/json_parts.h"

#include <math.h>
#include <string.h>

enum { AT, GROUP, TABLES };

// Texts of a figure that recur.
enum {
    NAME,
    REST,
    UNIT,
    STATUS,
    THRESHOLD_FROM,
    WEIGHTS,
    REFERENCES,
    NOTE,
    ID,
    TEXTS
};

// Where a figure points to; ASSAY_NO_STRING: nowhere.
typedef struct pointers {
    uint32_t text[TEXTS];
    uint32_t of[TABLES];
} pointers;

typedef struct packed {
    const assay_figure *figures;
    size_t count;
    pointers *pointers;          // of each figure
    assay_strings *texts;        // each once
    assay_strings *seen[TABLES]; // conditions, groups, as bytes
    size_t *first[TABLES];       // the first figure that has each
    unsigned char *bytes;        // room for one of them
    size_t used, room;
} packed;

static void drop(packed *p)
{
    assay_free(p->pointers);
    assay_strings_free(p->texts);
    for (int t = 0; t < TABLES; t++) {
        assay_strings_free(p->seen[t]);
        assay_free(p->first[t]);
    }
    assay_free(p->bytes);
}

static bool begin(packed *p)
{
    p->pointers = assay_new(0, p->count + 1, sizeof *p->pointers);
    p->texts = assay_strings_new();
    bool made = p->pointers && p->texts;
    for (int t = 0; t < TABLES; t++) {
        p->seen[t] = assay_strings_new();
        p->first[t] = assay_new(0, p->count + 1, sizeof *p->first[t]);
        made = made && p->seen[t] && p->first[t];
    }
    return made;
}

// Of a text that no table and no plot shows whole, the beginning.
static bool add_text(packed *p, const char *text, uint32_t *at)
{
    enum { LONG = 60000 };
    *at = ASSAY_NO_STRING;
    if (!text || !text[0]) return true;
    const size_t n = strlen(text);
    return assay_strings_add(p->texts, (assay_slice){text, n < LONG ? n : LONG},
                             at);
}

static bool add_texts(packed *p, const assay_figure *f, pointers *to)
{
    const size_t n = strlen(f->name);
    const bool apart = strncmp(f->id, f->name, n) == 0;
    const char *texts[TEXTS] = {
        [NAME] = f->name,
        [REST] = apart ? f->id + n : NULL,
        [UNIT] = f->unit,
        [STATUS] = assay_figure_status_name(f->status),
        [THRESHOLD_FROM] = f->threshold_from,
        [WEIGHTS] = f->weights,
        [REFERENCES] = f->references,
        [NOTE] =
            isnan(f->value) || strcmp(f->name, "claim") == 0 ? f->note : NULL,
        [ID] = apart ? NULL : f->id,
    };
    for (int t = 0; t < TEXTS; t++)
        if (!add_text(p, texts[t], &to->text[t])) return false;
    return true;
}

static bool add_bytes(packed *p, const void *bytes, size_t n)
{
    if (p->used + n > p->room) {
        const size_t room = 2 * (p->used + n);
        if (!assay_grow(&p->bytes, room, 1)) return false;
        p->room = room;
    }
    memcpy(p->bytes + p->used, bytes, n);
    p->used += n;
    return true;
}

static bool add_word(packed *p, const char *text)
{
    uint32_t at = 0;
    return add_text(p, text, &at) && add_bytes(p, &at, sizeof at);
}

static const uint32_t side = ASSAY_NO_STRING; // begins one

static bool add_conditions(packed *p, const assay_figure *f)
{
    if (!add_bytes(p, &side, sizeof side)) return false;
    for (size_t i = 0; i < f->at_count; i++)
        if (!add_word(p, f->at[i].key) ||
            !add_bytes(p, &f->at[i].value, sizeof f->at[i].value))
            return false;
    return true;
}

static bool add_labels(packed *p, const assay_label *labels, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!add_word(p, labels[i].attribute) || !add_word(p, labels[i].value))
            return false;
    return true;
}

static bool add_groups(packed *p, const assay_figure *f)
{
    return add_labels(p, f->group, f->group_count) &&
           add_bytes(p, &side, sizeof side) &&
           add_labels(p, f->reference_group, f->reference_group_count);
}

// What the bytes stand for, figure `i` being perhaps the first that has it.
static bool point(packed *p, int table, size_t i)
{
    const assay_slice slice = {(const char *)p->bytes, p->used};
    uint32_t *at = &p->pointers[i].of[table];
    const uint32_t before = assay_strings_count(p->seen[table]);
    if (!assay_strings_add(p->seen[table], slice, at)) return false;
    if (*at == before) p->first[table][before] = i;
    return true;
}

static bool add_figure(packed *p, size_t i)
{
    const assay_figure *f = &p->figures[i];
    if (!add_texts(p, f, &p->pointers[i])) return false;
    p->used = 0;
    if (!add_conditions(p, f) || !point(p, AT, i)) return false;
    p->used = 0;
    return add_groups(p, f) && point(p, GROUP, i);
}

// ---- Out -------------------------------------------------------------------

static void put_texts(assay_output *out, const packed *p)
{
    assay_output_text(out, "{\"texts\":[");
    for (uint32_t i = 0; i < assay_strings_count(p->texts); i++) {
        if (i) assay_output_text(out, ",");
        assay_json_text(out, assay_strings_text(p->texts, i).text);
    }
    assay_output_text(out, "]");
}

static void put_table(assay_output *out, const packed *p, int table)
{
    assay_output_text(out, table == AT ? ",\n\"ats\":[" : ",\n\"groups\":[");
    for (uint32_t i = 0; i < assay_strings_count(p->seen[table]); i++) {
        const assay_figure *f = &p->figures[p->first[table][i]];
        if (i) assay_output_text(out, ",");
        if (table == AT)
            assay_json_conditions(out, f->at, f->at_count);
        else
            assay_json_groups(out, f);
    }
    assay_output_text(out, "]");
}

// The columns, in the order of put_row(), and the table that each points into.
static const char columns[] =
    ",\n\"columns\":{\"name\":\"texts\",\"rest\":\"texts\",\"at\":\"ats\","
    "\"group\":\"groups\",\"unit\":\"texts\",\"status\":\"texts\","
    "\"threshold\":null,\"value\":null,\"low\":null,\"high\":null,"
    "\"confidence\":null,\"threshold_from\":\"texts\",\"weights\":\"texts\","
    "\"events\":null,\"trials\":null,\"subjects\":null,"
    "\"references\":\"texts\",\"watchlist_size\":null,\"note\":\"texts\","
    "\"least\":null,\"most\":null,\"id\":\"texts\"},\n\"rows\":[";

// A row as it is written: cells that are empty are put off until one that is
// not, so that none stands at the end.
typedef struct row {
    assay_output *out;
    size_t cells, empty;
} row;

static void next(row *r)
{
    for (; r->empty; r->empty--)
        assay_output_text(r->out, r->cells++ ? ",null" : "null");
    if (r->cells++) assay_output_text(r->out, ",");
}

static void cell_text(row *r, uint32_t at)
{
    if (at == ASSAY_NO_STRING) {
        r->empty++;
        return;
    }
    next(r);
    assay_output_format(r->out, "%u", (unsigned)at);
}

static void cell_number(row *r, double value)
{
    if (isnan(value)) {
        r->empty++;
        return;
    }
    next(r);
    assay_json_number(r->out, value);
}

static void cell_score(row *r, double value)
{
    if (isnan(value)) {
        r->empty++;
        return;
    }
    next(r);
    assay_json_score(r->out, value);
}

static void cell_count(row *r, int64_t count)
{
    if (count < 0) {
        r->empty++;
        return;
    }
    next(r);
    assay_json_count(r->out, count);
}

static void put_row(assay_output *out, const assay_figure *f,
                    const pointers *to)
{
    row r = {.out = out};
    assay_output_text(out, "[");
    cell_text(&r, to->text[NAME]);
    cell_text(&r, to->text[REST]);
    cell_text(&r, to->of[AT]);
    cell_text(&r, to->of[GROUP]);
    cell_text(&r, to->text[UNIT]);
    cell_text(&r, to->text[STATUS]);
    cell_score(&r, f->threshold);
    (strcmp(f->unit, "score") == 0 ? cell_score : cell_number)(&r, f->value);
    cell_number(&r, f->low);
    cell_number(&r, f->high);
    cell_number(&r, f->confidence);
    cell_text(&r, to->text[THRESHOLD_FROM]);
    cell_text(&r, to->text[WEIGHTS]);
    cell_count(&r, f->events);
    cell_count(&r, f->trials);
    cell_count(&r, f->subjects);
    cell_text(&r, to->text[REFERENCES]);
    cell_count(&r, f->watchlist_size > 0 ? f->watchlist_size : -1);
    cell_text(&r, to->text[NOTE]);
    cell_number(&r, f->bounds[0]);
    cell_number(&r, f->bounds[1]);
    cell_text(&r, to->text[ID]);
    assay_output_text(out, "]");
}

bool assay_json_figures(assay_output *out, const assay_figure *figures,
                        size_t count)
{
    ASSAY_AUTO(drop) packed p = {.figures = figures, .count = count};
    if (!begin(&p)) return false;
    for (size_t i = 0; i < count; i++)
        if (!add_figure(&p, i)) return false;
    put_texts(out, &p);
    put_table(out, &p, AT);
    put_table(out, &p, GROUP);
    assay_output_text(out, columns);
    for (size_t i = 0; i < count; i++) {
        if (i) assay_output_text(out, ",\n");
        put_row(out, &figures[i], &p.pointers[i]);
    }
    assay_output_text(out, "]}");
    return true;
}
