// SPDX-License-Identifier: Apache-2.0
// Rows are sorted by the values of an item's columns and summed where these are
// the same.
#include "evaluate/tables.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "read/counts_csv.h"
#include "read/counts_text.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 16, GROUPS_MOST = 1000 };

// An item of --by: columns of the table.
typedef struct item {
    size_t columns[COLUMNS_MOST];
    size_t count;
} item;

struct assay_tables {
    const assay_counts_options *options;
    assay_arena arena;
    assay_counts_table *table;
    const char *names[COLUMNS_MOST]; // of the columns, each once
    size_t columns;
    item *items; // one for each of --by
    assay_trials_cell *cells;
    size_t count, room;
    const char *others;
};

// A row as it is sorted: the ranks of its values; or, all at once, unknown.
typedef struct key {
    uint32_t rank[COLUMNS_MOST];
    size_t row;
} key;

static assay_status add_column(assay_tables *t, const char *text, size_t n,
                               item *it, assay_error *err)
{
    size_t c = 0;
    const assay_slice name = assay_slice_trim((assay_slice){text, n});
    while (c < t->columns && !assay_slice_is(name, t->names[c])) c++;
    for (size_t i = 0; i < it->count; i++)
        if (it->columns[i] == c)
            return assay_fail(err, ASSAY_EUSAGE, "--by %.*s: named twice",
                              (int)(name.length % 80), name.text);
    if (!name.length)
        return assay_fail(err, ASSAY_EUSAGE, "--by: a name is empty");
    if (c == t->columns) {
        if (c == COLUMNS_MOST)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--by: more than %d columns: name fewer",
                              COLUMNS_MOST);
        t->names[c] = assay_arena_copy(&t->arena, name.text, name.length);
        if (!t->names[c]) return assay_fail_memory(err, "the columns");
        t->columns++;
    }
    it->columns[it->count++] = c;
    return ASSAY_OK;
}

static assay_status parse_item(assay_tables *t, const char *text, item *it,
                               assay_error *err)
{
    for (;;) {
        const size_t n = strcspn(text, "*");
        ASSAY_TRY(add_column(t, text, n, it, err));
        if (!text[n]) return ASSAY_OK;
        text += n + 1;
    }
}

static bool same_item(const item *a, const item *b)
{
    return a->count == b->count &&
           memcmp(a->columns, b->columns, a->count * sizeof *a->columns) == 0;
}

static assay_status parse_by(assay_tables *t, assay_error *err)
{
    const assay_texts *by = &t->options->common.by;
    t->items = assay_arena_new(&t->arena, by->count, sizeof *t->items);
    if (!t->items) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < by->count; i++) {
        ASSAY_TRY(parse_item(t, by->items[i], &t->items[i], err));
        for (size_t k = 0; k < i; k++)
            if (same_item(&t->items[k], &t->items[i]))
                return assay_fail(err, ASSAY_EUSAGE, "--by %.80s: named twice",
                                  by->items[i]);
    }
    return ASSAY_OK;
}

static assay_status read_file(assay_tables *t, assay_error *err)
{
    const assay_options *common = &t->options->common;
    const assay_read_options options = {.columns = common->columns,
                                        .digest = !common->no_digest,
                                        .threads =
                                            assay_pool_threads(common->threads),
                                        .watch = &common->watch};
    const assay_counts_wanted wanted = {{t->names, t->columns}, common->where};
    return assay_counts_csv_read(t->options->file, &options, &wanted, &t->table,
                                 err);
}

static assay_status too_many(const assay_tables *t, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "the rows sum to more than %llu trials: that is more than can "
               "be measured",
               (unsigned long long)ASSAY_COUNT_MOST);
    return assay_fail_at(err, t->options->file, 0);
}

// A new cell, all zero; NULL without memory.
static assay_trials_cell *new_cell(assay_tables *t)
{
    if (t->count == t->room) {
        const size_t room = t->room * 2 + 16;
        if (!assay_grow(&t->cells, room, sizeof *t->cells)) return NULL;
        t->room = room;
    }
    assay_trials_cell *cell = &t->cells[t->count++];
    *cell = (assay_trials_cell){.labels = NULL};
    return cell;
}

static void add_row(const assay_tables *t, assay_trials_cell *cell, size_t row)
{
    cell->events += assay_counts_events(t->table, row);
    cell->trials += assay_counts_trials(t->table, row);
}

static assay_status sum_all(assay_tables *t, assay_error *err)
{
    assay_trials_cell *all = new_cell(t);
    if (!all) return assay_fail_memory(err, "the groups");
    for (size_t row = 0; row < assay_counts_rows(t->table); row++) {
        add_row(t, all, row);
        if (all->trials > ASSAY_COUNT_MOST) return too_many(t, err);
    }
    return ASSAY_OK;
}

// What place each value of a column has among them, in canonical order.
static uint32_t *ranks_of(const assay_strings *values)
{
    const uint32_t n = assay_strings_count(values);
    uint32_t *order = assay_new(0, n, sizeof *order);
    uint32_t *rank = assay_new(0, n, sizeof *rank);
    const bool sorted = order && rank && assay_strings_order(values, order);
    for (uint32_t i = 0; sorted && i < n; i++) rank[order[i]] = i;
    assay_free(order);
    if (sorted) return rank;
    assay_free(rank);
    return NULL;
}

static bool fill_column(const assay_tables *t, const item *it, size_t i,
                        key *keys)
{
    const size_t c = it->columns[i];
    ASSAY_AUTO(assay_drop)
    uint32_t *rank = ranks_of(assay_counts_values(t->table, c));
    if (!rank) return false;
    for (size_t row = 0; row < assay_counts_rows(t->table); row++) {
        const uint32_t value = assay_counts_value(t->table, row, c);
        keys[row].rank[i] =
            value == ASSAY_NO_STRING ? ASSAY_NO_STRING : rank[value];
        keys[row].row = row;
    }
    return true;
}

// One unknown attribute makes the whole group unknown.
static void mark_unknown(const item *it, key *keys, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        bool unknown = false;
        for (size_t i = 0; i < it->count; i++)
            unknown = unknown || keys[row].rank[i] == ASSAY_NO_STRING;
        for (size_t i = 0; unknown && i < it->count; i++)
            keys[row].rank[i] = ASSAY_NO_STRING;
    }
}

// Ranks that an item does not use are 0 in all keys.
static int by_ranks(const void *a, const void *b)
{
    const key *x = a, *y = b;
    for (size_t i = 0; i < COLUMNS_MOST; i++)
        if (x->rank[i] != y->rank[i]) return x->rank[i] < y->rank[i] ? -1 : 1;
    return 0;
}

static const assay_label *labels_of(assay_tables *t, const item *it,
                                    const key *k)
{
    assay_label *labels = assay_arena_new(&t->arena, it->count, sizeof *labels);
    for (size_t i = 0; labels && i < it->count; i++) {
        const size_t c = it->columns[i];
        const uint32_t value = assay_counts_value(t->table, k->row, c);
        labels[i].attribute = t->names[c];
        labels[i].value =
            k->rank[i] == ASSAY_NO_STRING
                ? "unknown"
                : assay_strings_text(assay_counts_values(t->table, c), value)
                      .text;
    }
    return labels;
}

static assay_trials_cell *add_group(assay_tables *t, const item *it,
                                    const key *k)
{
    const assay_label *labels = labels_of(t, it, k);
    assay_trials_cell *cell = labels ? new_cell(t) : NULL;
    if (!cell) return NULL;
    cell->labels = labels;
    cell->label_count = it->count;
    cell->unknown = k->rank[0] == ASSAY_NO_STRING;
    return cell;
}

static assay_status too_many_groups(const assay_tables *t, const item *it,
                                    assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE,
                      "--by %.80s: more than %d groups: name a column with "
                      "fewer values",
                      t->names[it->columns[0]], GROUPS_MOST);
}

static assay_status sum_sorted(assay_tables *t, const item *it, const key *keys,
                               assay_error *err)
{
    const size_t before = t->count;
    assay_trials_cell *cell = NULL;
    for (size_t i = 0; i < assay_counts_rows(t->table); i++) {
        const bool starts = !i || by_ranks(&keys[i - 1], &keys[i]) != 0;
        if (starts && t->count - before == GROUPS_MOST)
            return too_many_groups(t, it, err);
        if (starts) cell = add_group(t, it, &keys[i]);
        if (!cell) return assay_fail_memory(err, "the groups");
        add_row(t, cell, keys[i].row);
    }
    return ASSAY_OK;
}

static assay_status sum_item(assay_tables *t, const item *it, assay_error *err)
{
    const size_t rows = assay_counts_rows(t->table);
    ASSAY_AUTO(assay_drop) key *keys = assay_new(0, rows, sizeof *keys);
    if (!keys) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < it->count; i++)
        if (!fill_column(t, it, i, keys))
            return assay_fail_memory(err, "the groups");
    mark_unknown(it, keys, rows);
    qsort(keys, rows, sizeof *keys, by_ranks);
    return sum_sorted(t, it, keys, err);
}

static assay_status tell_others(assay_tables *t, assay_error *err)
{
    const char *others = assay_counts_others(t->table);
    t->others = "";
    if (!others[0]) return ASSAY_OK;
    t->others = assay_arena_format(
        &t->arena, "columns not used for groups: %s; --by NAME uses one",
        others);
    return t->others ? ASSAY_OK : assay_fail_memory(err, "the columns");
}

static assay_status fill(assay_tables *t, assay_error *err)
{
    ASSAY_TRY(parse_by(t, err));
    ASSAY_TRY(read_file(t, err));
    ASSAY_TRY(sum_all(t, err));
    for (size_t i = 0; i < t->options->common.by.count; i++)
        ASSAY_TRY(sum_item(t, &t->items[i], err));
    return tell_others(t, err);
}

assay_status assay_tables_read(const assay_counts_options *options,
                               assay_tables **out, assay_error *err)
{
    assay_tables *t = assay_new(sizeof *t, 0, 0);
    *out = NULL;
    if (!t) return assay_fail_memory(err, "the counts");
    t->options = options;
    const assay_status status = fill(t, err);
    if (status == ASSAY_OK)
        *out = t;
    else
        assay_tables_free(t);
    return status;
}

const assay_trials_cell *assay_tables_cells(const assay_tables *tables,
                                            size_t *count)
{
    *count = tables->count;
    return tables->cells;
}

size_t assay_tables_rows(const assay_tables *tables)
{
    return assay_counts_rows(tables->table);
}

const char *assay_tables_others(const assay_tables *tables)
{
    return tables->others;
}

void assay_tables_record(const assay_tables *tables, assay_result *result)
{
    const assay_input input = assay_counts_input(tables->table);
    const uint64_t left_out = assay_counts_left_out(tables->table);
    assay_build_input(result, &input);
    if (!tables->options->common.where.count) return;
    assay_build_fact_count(result, "rows.kept",
                           assay_counts_rows(tables->table));
    assay_build_fact_count(result, "rows.left_out", left_out);
}

void assay_tables_free(assay_tables *tables)
{
    if (!tables) return;
    assay_counts_table_free(tables->table);
    assay_free(tables->cells);
    assay_arena_end(&tables->arena);
    assay_free(tables);
}
