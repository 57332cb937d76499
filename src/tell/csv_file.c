// SPDX-License-Identifier: Apache-2.0
// The figures, one a line (docs/formats/csv.md).
#include "assay/result.h"

#include "base/alloc.h"
#include "base/output.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

// A table with more columns than that is no use to anybody.
enum { MOST_KEYS = 256 };

// The keys that some figure has, each once, in the order of first sight.
typedef struct keys {
    const char **items;
    size_t count;
    size_t room;
} keys;

// A file that is being written.
typedef struct table {
    assay_output *output;
    keys at;
    keys group;
    keys probe;     // of a cell of a matrix
    keys reference; // of it
    bool inside;    // a cell has been written in this line
} table;

static void drop_table(table *t)
{
    assay_output_abandon(t->output);
    assay_free(t->at.items);
    assay_free(t->group.items);
    assay_free(t->probe.items);
    assay_free(t->reference.items);
}

static assay_status add_key(keys *to, const char *key, assay_error *err)
{
    for (size_t i = 0; i < to->count; i++)
        if (strcmp(to->items[i], key) == 0) return ASSAY_OK;
    if (to->count == MOST_KEYS)
        return assay_fail(err, ASSAY_EUNSUPPORTED,
                          "the figures have more than %d kinds of conditions "
                          "or attributes, too many for CSV: use JSON",
                          MOST_KEYS);
    if (to->count == to->room) {
        const size_t room = to->room ? 2 * to->room : 16;
        if (!assay_grow(&to->items, room, sizeof *to->items))
            return assay_fail_memory(err, "the CSV file");
        to->room = room;
    }
    to->items[to->count++] = key;
    return ASSAY_OK;
}

static assay_status add_attributes(keys *to, const assay_label *group,
                                   size_t count, assay_error *err)
{
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(add_key(to, group[i].attribute, err));
    return ASSAY_OK;
}

static bool is_cell(const assay_figure *figure)
{
    return figure->reference_group_count > 0;
}

static assay_status add_keys(table *t, const assay_figure *figure,
                             assay_error *err)
{
    for (size_t i = 0; i < figure->at_count; i++)
        ASSAY_TRY(add_key(&t->at, figure->at[i].key, err));
    ASSAY_TRY(add_attributes(is_cell(figure) ? &t->probe : &t->group,
                             figure->group, figure->group_count, err));
    return add_attributes(&t->reference, figure->reference_group,
                          figure->reference_group_count, err);
}

static void next_cell(table *t)
{
    if (t->inside) assay_output_text(t->output, ",");
    t->inside = true;
}

static void end_line(table *t)
{
    assay_output_text(t->output, "\r\n");
    t->inside = false;
}

// Writes text inside quotes, each quote in it twice.
static void put_quoted(table *t, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '"') assay_output_text(t->output, "\"");
        assay_output_bytes(t->output, p, 1);
    }
}

// A spreadsheet takes a cell that begins so for a formula.
static bool is_formula(const char *text)
{
    return text[0] && strchr("=+-@\t\r", text[0]);
}

// A cell of `prefix` and `text`; quoted where RFC 4180 asks for it.
static void put_prefixed(table *t, const char *prefix, const char *text)
{
    const bool formula = !prefix[0] && is_formula(text);
    next_cell(t);
    if (formula || strpbrk(text, ",\"\r\n")) {
        assay_output_text(t->output, formula ? "\"'" : "\"");
        assay_output_text(t->output, prefix);
        put_quoted(t, text);
        assay_output_text(t->output, "\"");
    } else {
        assay_output_text(t->output, prefix);
        assay_output_text(t->output, text);
    }
}

static void put_text(table *t, const char *text)
{
    put_prefixed(t, "", text ? text : "");
}

static void put_number(table *t, double value, int digits)
{
    next_cell(t);
    if (!isnan(value)) assay_output_double(t->output, value, digits);
}

// A score that is a float32 reads back as the same one from 9 digits.
static void put_score(table *t, double value)
{
    const bool single =
        fabs(value) <= 3.4028234663852886e38 && (double)(float)value == value;
    put_number(t, value, single ? 9 : 0);
}

static void put_count(table *t, int64_t count)
{
    next_cell(t);
    if (count >= 0) assay_output_format(t->output, "%lld", (long long)count);
}

static void put_at(table *t, const assay_figure *figure)
{
    for (size_t k = 0; k < t->at.count; k++) {
        const char *key = t->at.items[k];
        size_t i = 0;
        while (i < figure->at_count && strcmp(figure->at[i].key, key) != 0) i++;
        if (i == figure->at_count)
            next_cell(t);
        else if (strcmp(key, "threshold") == 0)
            put_score(t, figure->at[i].value);
        else
            put_number(t, figure->at[i].value, 0);
    }
}

static void put_labels(table *t, const keys *columns, const assay_label *group,
                       size_t count)
{
    for (size_t k = 0; k < columns->count; k++) {
        const char *value = "";
        for (size_t i = 0; i < count; i++)
            if (strcmp(group[i].attribute, columns->items[k]) == 0)
                value = group[i].value;
        put_text(t, value);
    }
}

static void put_group(table *t, const assay_figure *figure)
{
    const bool cell = is_cell(figure);
    put_labels(t, &t->group, figure->group, cell ? 0 : figure->group_count);
    put_labels(t, &t->probe, figure->group, cell ? figure->group_count : 0);
    put_labels(t, &t->reference, figure->reference_group,
               figure->reference_group_count);
}

static void put_value(table *t, const assay_figure *figure)
{
    put_score(t, figure->threshold);
    put_text(t, figure->rule);
    if (strcmp(figure->unit, "score") == 0)
        put_score(t, figure->value);
    else
        put_number(t, figure->value, 0);
    put_text(t, figure->unit);
}

static void put_interval(table *t, const assay_figure *figure)
{
    put_number(t, figure->low, 0);
    put_number(t, figure->high, 0);
    put_text(t, figure->interval);
    put_number(t, figure->confidence, 0);
    put_text(t, figure->method);
    put_number(t, figure->bounds[0], 0);
    put_number(t, figure->bounds[1], 0);
}

static void put_figure(table *t, const assay_figure *figure)
{
    put_text(t, figure->id);
    put_text(t, figure->name);
    put_at(t, figure);
    put_value(t, figure);
    put_interval(t, figure);
    put_count(t, figure->events);
    put_count(t, figure->trials);
    put_text(t, figure->per);
    put_count(t, figure->subjects);
    put_number(t, figure->effective, 0);
    put_group(t, figure);
    put_text(t, figure->of);
    put_text(t, figure->weights);
    put_text(t, figure->threshold_from);
    put_text(t, figure->references);
    put_count(t, figure->watchlist_size > 0 ? figure->watchlist_size : -1);
    put_count(t, figure->rank > 0 ? figure->rank : -1);
    put_text(t, figure->target);
    put_text(t, assay_figure_status_name(figure->status));
    put_text(t, figure->note);
    end_line(t);
}

static void put_names(table *t, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) put_text(t, names[i]);
}

static void put_prefixed_names(table *t, const char *prefix, const keys *names)
{
    for (size_t i = 0; i < names->count; i++)
        put_prefixed(t, prefix, names->items[i]);
}

static void put_header(table *t)
{
    static const char *const before[] = {"id", "name"};
    static const char *const between[] = {
        "threshold", "rule",         "value",       "unit",
        "low",       "high",         "interval",    "confidence",
        "method",    "bounds.least", "bounds.most", "events",
        "trials",    "per",          "subjects",    "effective"};
    static const char *const after[] = {
        "of",   "weights", "threshold_from", "references", "watchlist_size",
        "rank", "target",  "status",         "note"};
    put_names(t, before, sizeof before / sizeof *before);
    put_prefixed_names(t, "at.", &t->at);
    put_names(t, between, sizeof between / sizeof *between);
    put_prefixed_names(t, "group.", &t->group);
    put_prefixed_names(t, "group.probe.", &t->probe);
    put_prefixed_names(t, "group.reference.", &t->reference);
    put_names(t, after, sizeof after / sizeof *after);
    end_line(t);
}

assay_status assay_result_write_csv(const assay_result *result,
                                    const char *path, assay_error *error)
{
    ASSAY_AUTO(drop_table) table t = {.output = NULL};
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(add_keys(&t, &figures[i], error));
    ASSAY_TRY(assay_output_open(path, &t.output, error));
    put_header(&t);
    for (size_t i = 0; i < count; i++) put_figure(&t, &figures[i]);
    assay_output *output = t.output;
    t.output = NULL;
    return assay_output_commit(output, error);
}
