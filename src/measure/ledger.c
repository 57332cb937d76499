// SPDX-License-Identifier: Apache-2.0
#include "measure/ledger.h"

#include "base/alloc.h"
#include "base/figure_id.h"

#include <stdarg.h>
#include <string.h>

// Room for one more of `*items`.
static bool reserve(assay_ledger *ledger, void *items, size_t count,
                    size_t *room, size_t each)
{
    if (count < *room) return true;
    const size_t more = *room ? 2 * *room : 32;
    if (!assay_grow(items, more, each)) {
        ledger->no_memory = true;
        return false;
    }
    *room = more;
    return true;
}

static const char *keep(assay_ledger *ledger, const char *text)
{
    const char *copy = assay_arena_string(&ledger->arena, text);
    if (text && !copy) ledger->no_memory = true;
    return copy;
}

static const void *keep_bytes(assay_ledger *ledger, const void *bytes, size_t n,
                              size_t each)
{
    if (!n) return NULL;
    void *copy = assay_arena_new(&ledger->arena, n, each);
    if (copy)
        memcpy(copy, bytes, n * each);
    else
        ledger->no_memory = true;
    return copy;
}

const char *assay_ledger_text(assay_ledger *ledger, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *text = assay_arena_format_list(&ledger->arena, format, list);
    va_end(list);
    if (!text) ledger->no_memory = true;
    return text;
}

static bool same_labels(const assay_cell *a, const assay_cell *b)
{
    if (a->label_count != b->label_count) return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].attribute, b->labels[i].attribute) != 0 ||
            strcmp(a->labels[i].value, b->labels[i].value) != 0)
            return false;
    return true;
}

static const assay_label *keep_labels(assay_ledger *ledger,
                                      const assay_cell *cell)
{
    const size_t n = cell->label_count;
    if (!n) return NULL;
    assay_label *labels = assay_arena_new(&ledger->arena, n, sizeof *labels);
    if (!labels) ledger->no_memory = true;
    for (size_t i = 0; labels && i < n; i++) {
        labels[i].attribute = keep(ledger, cell->labels[i].attribute);
        labels[i].value = keep(ledger, cell->labels[i].value);
    }
    return labels;
}

size_t assay_ledger_cell(assay_ledger *ledger, const assay_cell *cell)
{
    for (size_t i = 0; i < ledger->cell_count; i++)
        if (same_labels(&ledger->cells[i], cell)) return i;
    if (!reserve(ledger, &ledger->cells, ledger->cell_count, &ledger->cell_room,
                 sizeof *ledger->cells))
        return 0;
    assay_cell copy = *cell;
    copy.labels = keep_labels(ledger, cell);
    if (ledger->no_memory) return 0;
    ledger->cells[ledger->cell_count] = copy;
    return ledger->cell_count++;
}

static void keep_reference_group(assay_ledger *ledger, assay_figure *figure)
{
    const assay_cell cell = {.labels = figure->reference_group,
                             .label_count = figure->reference_group_count};
    figure->reference_group = keep_labels(ledger, &cell);
}

static void keep_figure(assay_ledger *ledger, assay_figure *figure, bool beside)
{
    figure->at =
        keep_bytes(ledger, figure->at, figure->at_count, sizeof *figure->at);
    figure->note = keep(ledger, figure->note);
    figure->of = keep(ledger, figure->of);
    figure->name = keep(ledger, figure->name);
    keep_reference_group(ledger, figure);
    if (ledger->no_memory) return;
    figure->id = assay_figure_id_make(&ledger->arena, figure);
    if (!figure->id) ledger->no_memory = true;
    if (figure->id && beside)
        figure->id =
            assay_ledger_text(ledger, "%s%sweights=comparison", figure->id,
                              strchr(figure->id, '@') ? "," : "@");
}

const char *assay_ledger_add(assay_ledger *ledger, const assay_entry *entry,
                             bool beside)
{
    if (ledger->no_memory || !reserve(ledger, &ledger->entries, ledger->count,
                                      &ledger->room, sizeof *ledger->entries))
        return NULL;
    assay_entry copy = *entry;
    copy.beside = beside;
    const assay_cell *cell = &ledger->cells[entry->cell];
    copy.figure.group = cell->labels;
    copy.figure.group_count = cell->label_count;
    keep_figure(ledger, &copy.figure, beside);
    if (ledger->no_memory) return NULL;
    ledger->entries[ledger->count++] = copy;
    return copy.figure.id;
}

// "DET", "DET,sex=F".
static const char *curve_id(assay_ledger *ledger, const char *name,
                            const assay_cell *cell)
{
    const char *id = name;
    for (size_t i = 0; id && i < cell->label_count; i++)
        id =
            assay_ledger_text(ledger, "%s,%s=%s", id, cell->labels[i].attribute,
                              cell->labels[i].value);
    return id;
}

void assay_ledger_curve(assay_ledger *ledger, const assay_curve *curve,
                        size_t cell)
{
    const size_t room = ledger->curve_room;
    if (ledger->no_memory ||
        !reserve(ledger, &ledger->curves, ledger->curve_count,
                 &ledger->curve_room, sizeof *ledger->curves))
        return;
    if (room != ledger->curve_room &&
        !assay_grow(&ledger->curve_cells, ledger->curve_room,
                    sizeof *ledger->curve_cells)) {
        ledger->curve_room = room;
        ledger->no_memory = true;
        return;
    }
    assay_curve copy = *curve;
    copy.group = ledger->cells[cell].labels;
    copy.group_count = ledger->cells[cell].label_count;
    copy.id =
        curve_id(ledger, curve->id ? keep(ledger, curve->id) : curve->name,
                 &ledger->cells[cell]);
    copy.note = keep(ledger, curve->note);
    copy.values =
        keep_bytes(ledger, curve->values,
                   curve->row_count * curve->column_count, sizeof(double));
    if (ledger->no_memory) return;
    ledger->curve_cells[ledger->curve_count] = cell;
    ledger->curves[ledger->curve_count++] = copy;
}

bool assay_entry_quotable(const assay_entry *entry)
{
    return entry && entry->figure.status == ASSAY_FIGURE_OK &&
           !__builtin_isnan(entry->figure.low) &&
           !__builtin_isnan(entry->figure.high);
}

bool assay_cell_same_attributes(const assay_cell *a, const assay_cell *b)
{
    if (a->label_count != b->label_count) return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].attribute, b->labels[i].attribute) != 0)
            return false;
    return true;
}

static bool same_table(const assay_cell *a, const assay_cell *b)
{
    if (!assay_cell_same_attributes(a, b) || a->apart != b->apart) return false;
    for (size_t i = 0; i < a->apart; i++)
        if (strcmp(a->labels[i].value, b->labels[i].value) != 0) return false;
    return true;
}

// The smallest cell of the table of `like` that still shows, or NULL.
static assay_cell *smallest(assay_ledger *ledger, const assay_cell *like)
{
    assay_cell *found = NULL;
    for (size_t i = 0; i < ledger->cell_count; i++) {
        assay_cell *cell = &ledger->cells[i];
        if (cell->suppressed || !same_table(cell, like)) continue;
        if (!found || cell->people < found->people) found = cell;
    }
    return found;
}

static bool first_of_table(const assay_ledger *ledger, size_t cell)
{
    for (size_t i = 0; i < cell; i++)
        if (same_table(&ledger->cells[i], &ledger->cells[cell])) return false;
    return true;
}

// Whether a group of this table is small; marks a small row of unknown ones.
static bool has_small(assay_ledger *ledger, const assay_cell *like,
                      uint64_t min_people)
{
    bool found = false;
    for (size_t i = 0; i < ledger->cell_count; i++) {
        assay_cell *cell = &ledger->cells[i];
        if (cell->people >= min_people || !same_table(cell, like)) continue;
        cell->counts_only = cell->unknown;
        found = found || !cell->unknown;
    }
    return found;
}

static size_t suppress_table(assay_ledger *ledger, const assay_cell *like,
                             uint64_t min_people)
{
    size_t marked = 0;
    assay_cell *cell = NULL;
    if (!has_small(ledger, like, min_people)) return 0;
    while ((cell = smallest(ledger, like)) && cell->people < min_people) {
        cell->suppressed = true;
        marked++;
    }
    if (!cell) return marked;
    cell->suppressed = true;
    return marked + 1;
}

size_t assay_ledger_suppress(assay_ledger *ledger, uint64_t min_people)
{
    size_t marked = 0;
    for (size_t i = 0; i < ledger->cell_count; i++) {
        const assay_cell like = ledger->cells[i];
        if (like.label_count && like.people != UINT64_MAX &&
            first_of_table(ledger, i))
            marked += suppress_table(ledger, &like, min_people);
    }
    return marked;
}

static void blank(assay_entry *entry)
{
    assay_figure *figure = &entry->figure;
    const assay_figure none = assay_figure_blank();
    figure->value = figure->low = figure->high = none.value;
    figure->bounds[0] = figure->bounds[1] = none.value;
    figure->threshold = none.value;
    figure->events = figure->trials = figure->subjects = -1;
    figure->effective = figure->confidence = none.value;
    figure->interval = "none";
    figure->method = NULL;
    figure->status = ASSAY_FIGURE_SUPPRESSED;
    figure->note = "too few people to publish, or the cell that would give "
                   "such a one away";
    // What the group's own threshold reached counts its comparisons.
    for (size_t i = 0; i < figure->at_count; i++)
        if (strcmp(figure->at[i].key, "achieved") == 0) figure->at_count = i;
    entry->guard_low = entry->guard_high = none.value;
    entry->needed = 0;
}

// Whether a figure is of references of a group that is suppressed.
static bool hides_references(const assay_ledger *ledger,
                             const assay_figure *figure)
{
    const assay_cell like = {.labels = figure->reference_group,
                             .label_count = figure->reference_group_count};
    for (size_t i = 0; like.label_count && i < ledger->cell_count; i++)
        if (ledger->cells[i].suppressed &&
            same_labels(&ledger->cells[i], &like))
            return true;
    return false;
}

void assay_ledger_blank(assay_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        assay_entry *entry = &ledger->entries[i];
        const assay_cell *cell = &ledger->cells[entry->cell];
        const bool count = strcmp(entry->figure.unit, "count") == 0;
        if (cell->suppressed || hides_references(ledger, &entry->figure) ||
            (cell->counts_only && !count))
            blank(entry);
    }
}

static bool shows_all(const assay_cell *cell)
{
    return !cell->suppressed && !cell->counts_only;
}

int64_t assay_ledger_told(const assay_ledger *ledger, unsigned tell,
                          bool searches)
{
    int64_t n = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_entry *entry = &ledger->entries[i];
        n += entry->figure.status != ASSAY_FIGURE_SUPPRESSED &&
             (entry->figure.watchlist_size > 0) == searches &&
             (entry->tell & tell) == tell;
    }
    return n;
}

void assay_ledger_flush(const assay_ledger *ledger, assay_result *result)
{
    for (size_t i = 0; i < ledger->count; i++)
        assay_build_figure(result, &ledger->entries[i].figure);
    for (size_t i = 0; i < ledger->curve_count; i++)
        if (shows_all(&ledger->cells[ledger->curve_cells[i]]))
            assay_build_curve(result, &ledger->curves[i]);
}

const assay_entry *assay_ledger_find(const assay_ledger *ledger, const char *id)
{
    for (size_t i = 0; i < ledger->count; i++)
        if (strcmp(ledger->entries[i].figure.id, id) == 0)
            return &ledger->entries[i];
    return NULL;
}

void assay_ledger_end(assay_ledger *ledger)
{
    assay_free(ledger->entries);
    assay_free(ledger->curves);
    assay_free(ledger->curve_cells);
    assay_free(ledger->cells);
    assay_standings_end(&ledger->standings);
    assay_arena_end(&ledger->arena);
    memset(ledger, 0, sizeof *ledger);
}
