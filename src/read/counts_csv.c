// SPDX-License-Identifier: Apache-2.0
#include "read/counts_csv.h"

#include "base/alloc.h"
#include "read/counts_text.h"
#include "read/heading.h"
#include "read/table.h"
#include "read/where.h"

#include <string.h>

typedef struct counts {
    uint64_t events, trials;
} counts;

struct assay_counts_table {
    assay_source *source; // for the record
    assay_input input;
    counts *rows;
    uint32_t *values; // row * columns + column
    size_t count, room;
    uint64_t left_out;
    assay_strings **strings; // a column each
    size_t columns;
    char others[ASSAY_HEADINGS_TEXT];
};

// Where in the file is what is wanted.
typedef struct places {
    size_t events, trials;
    size_t *groups;     // of the wanted columns
    assay_where *where; // conditions, and their columns
    size_t *conditions;
} places;

static void drop_places(places *at)
{
    assay_free(at->groups);
    assay_free(at->where);
    assay_free(at->conditions);
}

static assay_status find_conditions(const assay_table *table,
                                    const assay_texts *where, places *at,
                                    assay_error *err)
{
    at->where = assay_new(0, where->count, sizeof *at->where);
    at->conditions = assay_new(0, where->count, sizeof *at->conditions);
    if (!at->where || !at->conditions)
        return assay_fail_memory(err, "the conditions");
    for (size_t i = 0; i < where->count; i++) {
        ASSAY_TRY(assay_where_parse(where->items[i], &at->where[i], err));
        ASSAY_TRY(assay_table_need(table, at->where[i].column,
                                   &at->conditions[i], err));
    }
    return ASSAY_OK;
}

static assay_status find_columns(const assay_table *table,
                                 const assay_counts_wanted *wanted, places *at,
                                 assay_error *err)
{
    ASSAY_TRY(assay_table_need(table, "events", &at->events, err));
    ASSAY_TRY(assay_table_need(table, "trials", &at->trials, err));
    at->groups = assay_new(0, wanted->columns.count, sizeof *at->groups);
    if (!at->groups) return assay_fail_memory(err, "the columns");
    for (size_t c = 0; c < wanted->columns.count; c++)
        ASSAY_TRY(assay_table_need(table, wanted->columns.items[c],
                                   &at->groups[c], err));
    return find_conditions(table, &wanted->where, at, err);
}

static bool is_wanted(const places *at, size_t columns, size_t c)
{
    if (c == at->events || c == at->trials) return true;
    for (size_t i = 0; i < columns; i++)
        if (at->groups[i] == c) return true;
    return false;
}

// Lists the headings that nobody asked for.
static assay_status list_others(assay_counts_table *t, const assay_table *table,
                                const places *at, assay_error *err)
{
    size_t n = 0;
    ASSAY_AUTO(assay_drop)
    const char **others = assay_new(0, table->width, sizeof *others);
    if (!others) return assay_fail_memory(err, "the columns");
    for (size_t c = 0; c < table->width; c++)
        if (!is_wanted(at, t->columns, c)) others[n++] = table->headings[c];
    if (n) assay_headings_list(others, n, t->others);
    return ASSAY_OK;
}

static bool make_strings(assay_counts_table *t)
{
    t->strings = assay_new(0, t->columns, sizeof *t->strings);
    for (size_t c = 0; t->strings && c < t->columns; c++) {
        t->strings[c] = assay_strings_new();
        if (!t->strings[c]) return false;
    }
    return t->strings != NULL;
}

static bool make_room(assay_counts_table *t)
{
    if (t->count < t->room) return true;
    const size_t room = t->room + t->room / 2 + 64;
    const size_t each = (t->columns ? t->columns : 1) * sizeof *t->values;
    if (!assay_grow(&t->rows, room, sizeof *t->rows)) return false;
    if (!assay_grow(&t->values, room, each)) return false;
    t->room = room;
    return true;
}

static assay_status take_count(const char *name, assay_slice field,
                               uint64_t *count, assay_error *err)
{
    if (assay_parse_uint(field, count)) return ASSAY_OK;
    if (!field.length)
        return assay_fail(err, ASSAY_EINPUT,
                          "%s is empty: fill it in, or leave the row out with "
                          "--where",
                          name);
    return assay_fail(err, ASSAY_EINPUT,
                      "%s is \"%.*s\": write a whole number in digits alone",
                      name, field.length > 40 ? 40 : (int)field.length,
                      field.text);
}

static assay_status take_row(assay_counts_table *t, const assay_table *table,
                             const places *at, assay_error *err)
{
    counts row = {0, 0};
    ASSAY_TRY(
        take_count("events", table->fields[at->events], &row.events, err));
    ASSAY_TRY(
        take_count("trials", table->fields[at->trials], &row.trials, err));
    const char *wrong = assay_counts_wrong(row.events, row.trials);
    if (wrong) return assay_fail(err, ASSAY_EINPUT, "%s", wrong);
    if (!make_room(t)) return assay_fail_memory(err, "the counts");
    for (size_t c = 0; c < t->columns; c++) {
        const assay_slice field = table->fields[at->groups[c]];
        uint32_t *value = &t->values[t->count * t->columns + c];
        *value = ASSAY_NO_STRING;
        if (field.length && !assay_strings_add(t->strings[c], field, value))
            return assay_fail_memory(err, "the groups");
    }
    t->rows[t->count++] = row;
    return ASSAY_OK;
}

static bool is_kept(const assay_table *table, const places *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!assay_where_holds(&at->where[i], table->fields[at->conditions[i]]))
            return false;
    return true;
}

static assay_status no_rows(const assay_counts_table *t,
                            const assay_table *table, assay_error *err)
{
    if (t->count) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT, "%s",
               table->rows ? "no row meets all conditions: change --where"
                           : "a header without rows: put counts under it");
    return assay_lines_fail(&table->lines, 1, err);
}

static assay_status read_rows(assay_counts_table *t, assay_table *table,
                              const assay_counts_wanted *wanted,
                              const places *at, assay_error *err)
{
    bool end = false;
    for (;;) {
        ASSAY_TRY(assay_table_take(table, &end, err));
        if (end) return no_rows(t, table, err);
        if (!is_kept(table, at, wanted->where.count))
            t->left_out++;
        else if (take_row(t, table, at, err) != ASSAY_OK)
            return assay_table_fail(table, err);
    }
}

static assay_status read_table(assay_counts_table *t, assay_table *table,
                               const assay_counts_wanted *wanted,
                               assay_error *err)
{
    ASSAY_AUTO(drop_places) places at = {.groups = NULL};
    t->columns = wanted->columns.count;
    ASSAY_TRY(find_columns(table, wanted, &at, err));
    ASSAY_TRY(list_others(t, table, &at, err));
    if (!make_strings(t)) return assay_fail_memory(err, "the groups");
    return read_rows(t, table, wanted, &at, err);
}

assay_status assay_counts_csv_read(const char *path,
                                   const assay_read_options *options,
                                   const assay_counts_wanted *wanted,
                                   assay_counts_table **out, assay_error *err)
{
    assay_table table;
    *out = NULL;
    assay_counts_table *t = assay_new(sizeof *t, 0, 0);
    if (!t) return assay_fail_memory(err, "the counts");
    assay_status status = assay_table_open(&table, path, options, err);
    if (status == ASSAY_OK) {
        status = read_table(t, &table, wanted, err);
        t->input = assay_table_input(&table, "counts");
        t->source = table.own;
        table.own = NULL;
        assay_table_close(&table);
    }
    if (status == ASSAY_OK)
        *out = t;
    else
        assay_counts_table_free(t);
    return status;
}

size_t assay_counts_rows(const assay_counts_table *table)
{
    return table->count;
}

uint64_t assay_counts_left_out(const assay_counts_table *table)
{
    return table->left_out;
}

uint64_t assay_counts_events(const assay_counts_table *table, size_t row)
{
    return table->rows[row].events;
}

uint64_t assay_counts_trials(const assay_counts_table *table, size_t row)
{
    return table->rows[row].trials;
}

uint32_t assay_counts_value(const assay_counts_table *table, size_t row,
                            size_t c)
{
    return table->values[row * table->columns + c];
}

const assay_strings *assay_counts_values(const assay_counts_table *table,
                                         size_t c)
{
    return table->strings[c];
}

const char *assay_counts_others(const assay_counts_table *table)
{
    return table->others;
}

assay_input assay_counts_input(const assay_counts_table *table)
{
    return table->input;
}

void assay_counts_table_free(assay_counts_table *table)
{
    if (!table) return;
    for (size_t c = 0; table->strings && c < table->columns; c++)
        assay_strings_free(table->strings[c]);
    assay_source_close(table->source);
    assay_free(table->strings);
    assay_free(table->rows);
    assay_free(table->values);
    assay_free(table);
}
