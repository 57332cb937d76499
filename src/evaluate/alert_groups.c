// SPDX-License-Identifier: Apache-2.0
#include "evaluate/alert_groups.h"

#include "base/alloc.h"
#include "count/ranked.h"
#include "read/heading.h"

#include <string.h>

enum { GROUPS_MOST = 1000 };

// Values of one column: their strings, and the rank of each among them.
typedef struct column {
    const char *name;
    const assay_strings *strings;
    uint32_t *rank;
    uint32_t *by_rank;
    size_t trial;     // column of the trial; SIZE_MAX
    size_t attribute; // of the subjects
} column;

// What is made.
typedef struct maker {
    const assay_alert_sources *from;
    assay_arena *arena;
    column columns[ASSAY_ALERT_COLUMNS];
    size_t column_count;
    assay_scenario_cell *cells;
    size_t count, room;
} maker;

// Takes the name before the next `*` off `text`.
static assay_slice take_name(const char **text)
{
    const size_t n = strcspn(*text, "*");
    const assay_slice name = assay_slice_trim((assay_slice){*text, n});
    *text += n + ((*text)[n] != '\0');
    return name;
}

static size_t find_name(const assay_alert_by *by, assay_slice name)
{
    size_t c = 0;
    while (c < by->count && !assay_slice_is(name, by->names[c])) c++;
    return c;
}

static assay_status add_name(assay_alert_by *by, assay_slice name,
                             assay_arena *arena, assay_error *err)
{
    if (!name.length)
        return assay_fail(err, ASSAY_EUSAGE, "--by: a name is empty");
    if (find_name(by, name) < by->count) return ASSAY_OK;
    if (by->count == ASSAY_ALERT_COLUMNS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by: more than %d columns: name fewer",
                          (int)ASSAY_ALERT_COLUMNS);
    const char *copy = assay_arena_copy(arena, name.text, name.length);
    if (!copy) return assay_fail_memory(err, "the columns");
    if (assay_heading_names_people(copy) || strcmp(copy, "transit_id") == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by %.80s: that column names people; name one that "
                          "tells groups apart",
                          copy);
    by->names[by->count++] = copy;
    return ASSAY_OK;
}

static assay_status check_twice(const assay_texts *by, size_t i,
                                assay_error *err)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(by->items[i], by->items[k]) == 0)
            return assay_fail(err, ASSAY_EUSAGE, "--by %.80s: named twice",
                              by->items[i]);
    return ASSAY_OK;
}

// The names of one item.
static assay_status add_names(assay_alert_by *by, const char *text,
                              assay_arena *arena, assay_error *err)
{
    for (;;) {
        ASSAY_TRY(add_name(by, take_name(&text), arena, err));
        if (!*text) return ASSAY_OK;
    }
}

assay_status assay_alert_by_parse(const assay_texts *by, assay_arena *arena,
                                  assay_alert_by *out, assay_error *err)
{
    *out = (assay_alert_by){.items = by};
    for (size_t i = 0; i < by->count; i++) {
        ASSAY_TRY(add_names(out, by->items[i], arena, err));
        ASSAY_TRY(check_twice(by, i, err));
    }
    return ASSAY_OK;
}

static assay_status rank_values(maker *m, column *c, assay_error *err)
{
    const uint32_t n = assay_strings_count(c->strings);
    c->by_rank = assay_arena_new(m->arena, n, sizeof *c->by_rank);
    c->rank = assay_arena_new(m->arena, n, sizeof *c->rank);
    if (!c->by_rank || !c->rank || !assay_strings_order(c->strings, c->by_rank))
        return assay_fail_memory(err, "the groups");
    for (uint32_t i = 0; i < n; i++) c->rank[c->by_rank[i]] = i;
    return ASSAY_OK;
}

static assay_status find_columns(maker *m, const assay_alert_by *by,
                                 assay_error *err)
{
    for (size_t i = 0; i < by->count; i++) {
        column *c = &m->columns[i];
        *c = (column){by->names[i], NULL, NULL, NULL, i, 0};
        if (assay_trial_has(m->from->trial, i)) {
            c->strings = assay_trial_values(m->from->trial, i);
        } else {
            c->trial = SIZE_MAX;
            c->attribute = m->from->subjects
                               ? assay_subjects_find(m->from->subjects, c->name)
                               : SIZE_MAX;
            if (c->attribute == SIZE_MAX)
                return assay_fail(err, ASSAY_EUSAGE,
                                  "--by %.80s: no such column in the transits"
                                  "%s",
                                  c->name,
                                  m->from->subjects
                                      ? " or the subjects"
                                      : "; --subjects FILE has attributes of "
                                        "people");
            c->strings = assay_subjects_values(m->from->subjects, c->attribute);
        }
        ASSAY_TRY(rank_values(m, c, err));
    }
    m->column_count = by->count;
    return ASSAY_OK;
}

static uint32_t value_of(const maker *m, const column *c, size_t passage)
{
    const assay_opportunity *o = &m->from->scenario->passages[passage];
    const uint32_t value =
        c->trial != SIZE_MAX
            ? assay_trial_value(m->from->trial, c->trial, o->row)
            : assay_subjects_value(m->from->subjects, c->attribute, o->subject);
    return value == ASSAY_NO_STRING ? ASSAY_NO_STRING : c->rank[value];
}

// The columns of an item, in its order.
static size_t item_columns(const maker *m, const char *text,
                           const column *of[ASSAY_ALERT_COLUMNS])
{
    size_t n = 0;
    do {
        const assay_slice name = take_name(&text);
        for (size_t c = 0; c < m->column_count; c++)
            if (n < ASSAY_ALERT_COLUMNS &&
                assay_slice_is(name, m->columns[c].name))
                of[n++] = &m->columns[c];
    } while (*text);
    return n;
}

// Ranks of all columns as digits of one number; all ones: not known.
static uint64_t key_of(const maker *m, const column *const *of, size_t n,
                       size_t passage)
{
    uint64_t key = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t rank = value_of(m, of[i], passage);
        if (rank == ASSAY_NO_STRING) return UINT64_MAX;
        key = key * assay_strings_count(of[i]->strings) + rank;
    }
    return key;
}

static bool fits(const column *const *of, size_t n)
{
    double product = 1;
    for (size_t i = 0; i < n; i++)
        product *= (double)assay_strings_count(of[i]->strings);
    return product < 1e18;
}

static assay_scenario_cell *new_cell(maker *m)
{
    if (m->count == m->room) {
        const size_t room = 2 * m->room + 64;
        assay_scenario_cell *cells =
            assay_arena_new(m->arena, room, sizeof *cells);
        if (!cells) return NULL;
        if (m->count) memcpy(cells, m->cells, m->count * sizeof *cells);
        m->cells = cells;
        m->room = room;
    }
    return &m->cells[m->count++];
}

static const assay_label *labels_of(const maker *m, const column *const *of,
                                    size_t n, uint64_t key)
{
    assay_label *labels = assay_arena_new(m->arena, n, sizeof *labels);
    for (size_t i = n; labels && i-- > 0;) {
        const uint32_t count = assay_strings_count(of[i]->strings);
        labels[i].attribute = of[i]->name;
        labels[i].value = "unknown";
        if (key == UINT64_MAX) continue;
        const uint32_t rank = (uint32_t)(key % count);
        labels[i].value =
            assay_strings_text(of[i]->strings, of[i]->by_rank[rank]).text;
        key /= count;
    }
    return labels;
}

// Passages stand by person.
static uint64_t count_people(const maker *m, const uint32_t *members, size_t n)
{
    uint64_t people = 0;
    uint32_t last = ASSAY_NO_STRING;
    for (size_t i = 0; i < n; i++) {
        const assay_opportunity *o = &m->from->scenario->passages[members[i]];
        if (!o->kept || o->subject == last) continue;
        last = o->subject;
        people++;
    }
    return people;
}

static assay_status add_groups(maker *m, const char *text,
                               const assay_ranked *order, size_t n,
                               assay_error *err)
{
    const column *of[ASSAY_ALERT_COLUMNS];
    const size_t columns = item_columns(m, text, of);
    uint32_t *members = assay_arena_new(m->arena, n, sizeof *members);
    if (!members) return assay_fail_memory(err, "the groups");
    const size_t before = m->count;
    for (size_t i = 0; i < n;) {
        const size_t first = i;
        for (; i < n && order[i].key == order[first].key; i++)
            members[i] = order[i].index;
        if (m->count - before == GROUPS_MOST)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--by %.80s: more than %d groups: name a column "
                              "with fewer values",
                              text, (int)GROUPS_MOST);
        assay_scenario_cell *cell = new_cell(m);
        if (!cell) return assay_fail_memory(err, "the groups");
        *cell = (assay_scenario_cell){
            .labels = labels_of(m, of, columns, order[first].key),
            .label_count = columns,
            .unknown = order[first].key == UINT64_MAX,
            .members = members + first,
            .count = i - first,
            .people = count_people(m, members + first, i - first)};
        if (!cell->labels) return assay_fail_memory(err, "the groups");
    }
    return ASSAY_OK;
}

static assay_status add_item(maker *m, const char *text, assay_error *err)
{
    const size_t n = m->from->scenario->count;
    const column *of[ASSAY_ALERT_COLUMNS];
    const size_t columns = item_columns(m, text, of);
    ASSAY_AUTO(assay_drop) assay_ranked *order = assay_new(0, n, sizeof *order);
    if (!fits(of, columns))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by %.80s: more groups than can be told apart",
                          text);
    if (!order) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < n; i++)
        order[i] = (assay_ranked){key_of(m, of, columns, i), (uint32_t)i};
    if (!assay_rank(order, n)) return assay_fail_memory(err, "the groups");
    return add_groups(m, text, order, n, err);
}

assay_status assay_alert_cells_make(const assay_alert_sources *from,
                                    const assay_alert_by *by,
                                    assay_arena *arena, assay_alert_cells *out,
                                    assay_error *err)
{
    maker m = {.from = from, .arena = arena};
    assay_scenario_cell *all = new_cell(&m);
    if (!all) return assay_fail_memory(err, "the groups");
    *all = (assay_scenario_cell){.count = from->scenario->count,
                                 .people = UINT64_MAX};
    ASSAY_TRY(find_columns(&m, by, err));
    for (size_t i = 0; i < by->items->count; i++)
        ASSAY_TRY(add_item(&m, by->items->items[i], err));
    *out = (assay_alert_cells){m.cells, m.count};
    return ASSAY_OK;
}
