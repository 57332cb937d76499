// SPDX-License-Identifier: Apache-2.0
#include "read/trial_table.h"

#include "read/row.h"

#include <string.h>

enum { SHOWN = 40 };

static int shown(assay_slice field)
{
    return field.length > SHOWN ? SHOWN : (int)field.length;
}

static void note_used(assay_trial_table *t, const char *name)
{
    const assay_pairs *columns = &t->table.options->columns;
    for (size_t i = 0; i < columns->count && i < 64; i++)
        if (strcmp(columns->items[i].key, name) == 0)
            *t->used |= (uint64_t)1 << i;
}

assay_status assay_trial_find(assay_trial_table *t, const char *name,
                              bool needed, size_t *at, assay_error *err)
{
    const assay_read_options *options = t->table.options;
    const assay_read_options plain = {.format = NULL};
    const assay_status status = assay_table_find(&t->table, name, at, err);
    if (status == ASSAY_OK && *at != ASSAY_NO_COLUMN) {
        note_used(t, name);
        return ASSAY_OK;
    }
    t->table.options = &plain;
    const assay_status own = needed
                                 ? assay_table_need(&t->table, name, at, err)
                                 : assay_table_find(&t->table, name, at, err);
    t->table.options = options;
    return own;
}

static bool has_heading(const assay_table *table, const char *name)
{
    for (size_t c = 0; c < table->width; c++)
        if (strcasecmp(table->headings[c], name) == 0) return true;
    return false;
}

// Which of the files a header is of; NULL: not clear.
static const char *role_of(const assay_table *table)
{
    const bool named = has_heading(table, "reference_id");
    if (has_heading(table, "alert_id") ||
        (named && has_heading(table, "score")))
        return "alerts";
    if (has_heading(table, "entered")) return "transits";
    if (named && has_heading(table, "subject_id")) return "watchlist";
    return has_heading(table, "count") && has_heading(table, "from") ? "crowd"
                                                                     : NULL;
}

// A file that stands in another's place is told.
static assay_status refuse_swapped(const assay_trial_table *t, const char *role,
                                   assay_error *err)
{
    const char *is = role_of(&t->table);
    const assay_status status = err->status;
    if (!is || strcmp(is, role) == 0 || status != ASSAY_EINPUT) return status;
    assay_fail(err, ASSAY_EINPUT,
               "this file is given as the %s, and has the columns of the %s: "
               "assay alerts ALERTS.csv --transits T.csv --watchlist W.csv",
               role, is);
    return assay_lines_fail(&t->table.lines, 1, err);
}

static assay_status find_columns(assay_trial_table *t, const char *role,
                                 assay_error *err)
{
    for (size_t c = 0; t->columns[c].name; c++)
        if (assay_trial_find(t, t->columns[c].name, t->columns[c].needed,
                             &t->at[c], err) != ASSAY_OK)
            return refuse_swapped(t, role, err);
    return ASSAY_OK;
}

static assay_status read_rows(assay_trial_table *t,
                              const assay_trial_taker *taker, assay_error *err)
{
    bool end = false;
    ASSAY_TRY(find_columns(t, taker->role, err));
    if (taker->begin) ASSAY_TRY(taker->begin(taker->to, t, err));
    for (;;) {
        ASSAY_TRY(assay_table_take(&t->table, &end, err));
        if (end) break;
        if (taker->take(taker->to, t, err) != ASSAY_OK)
            return assay_table_fail(&t->table, err);
    }
    if (t->table.rows) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT, "a header without rows: put rows under it");
    return assay_lines_fail(&t->table.lines, 1, err);
}

assay_status assay_trial_read(const char *path,
                              const assay_read_options *options,
                              const assay_trial_taker *taker,
                              assay_trial_file *file, assay_error *err)
{
    assay_instant_day day = {"", 0};
    assay_trial_table t = {
        .columns = taker->columns, .used = taker->used, .day = &day};
    ASSAY_TRY(assay_table_open(&t.table, path, options, err));
    const assay_status status = read_rows(&t, taker, err);
    file->input = assay_table_input(&t.table, taker->role);
    file->source = t.table.own;
    t.table.own = NULL;
    assay_table_close(&t.table);
    return status;
}

void assay_trial_file_end(assay_trial_file *file)
{
    assay_source_close(file->source);
    *file = (assay_trial_file){.source = NULL};
}

uint32_t assay_trial_line(const assay_trial_table *t)
{
    return t->table.line < UINT32_MAX ? (uint32_t)t->table.line : UINT32_MAX;
}

static assay_status refuse_empty(const assay_trial_table *t, size_t c,
                                 assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "%s is empty: fill it in, or leave the row out",
                      t->columns[c].name);
}

assay_status assay_trial_id(const assay_trial_table *t, size_t c,
                            assay_strings *names, uint32_t *id,
                            assay_error *err)
{
    const assay_slice field = assay_trial_field(t, c);
    *id = ASSAY_NO_STRING;
    if (!field.length)
        return t->columns[c].needed ? refuse_empty(t, c, err) : ASSAY_OK;
    return assay_strings_add(names, field, id)
               ? ASSAY_OK
               : assay_fail_memory(err, "the ids");
}

assay_status assay_trial_time(const assay_trial_table *t, size_t c,
                              int64_t blank, int64_t *time, assay_error *err)
{
    const assay_slice field = assay_trial_field(t, c);
    *time = blank;
    if (!field.length)
        return t->columns[c].needed ? refuse_empty(t, c, err) : ASSAY_OK;
    return assay_instant_parse(t->columns[c].name, field, t->day, time, err);
}

// `word` is of small letters alone.
static bool is_word(assay_slice field, const char *word)
{
    for (size_t i = 0; i < field.length; i++)
        if (!word[i] || (field.text[i] | 0x20) != word[i]) return false;
    return !word[field.length];
}

static assay_status refuse_word(const assay_trial_table *t, size_t c,
                                const char *const *words, assay_error *err)
{
    char list[120] = "";
    const assay_slice field = assay_trial_field(t, c);
    for (size_t i = 0; words[i]; i++) {
        const size_t n = strlen(list);
        if (n + strlen(words[i]) + 3 >= sizeof list) break;
        strcat(list, words[i]);
        strcat(list, ", ");
    }
    return assay_fail(err, ASSAY_EINPUT,
                      "%s is \"%.*s\": write %sor leave it empty",
                      t->columns[c].name, shown(field), field.text, list);
}

assay_status assay_trial_word(const assay_trial_table *t, size_t c,
                              const char *const *words, uint8_t *which,
                              assay_error *err)
{
    const assay_slice field = assay_trial_field(t, c);
    for (uint8_t i = 0; words[i]; i++) {
        *which = (uint8_t)(i + 1);
        if (is_word(field, words[i])) return ASSAY_OK;
    }
    *which = 0;
    if (!field.length || is_word(field, "none") || is_word(field, "unknown"))
        return ASSAY_OK;
    return refuse_word(t, c, words, err);
}

assay_status assay_trial_yes(const assay_trial_table *t, size_t c, bool *yes,
                             assay_error *err)
{
    enum { NO = 1 };
    uint8_t flags = 0;
    const assay_slice field = assay_trial_field(t, c);
    *yes = true;
    if (!field.length || assay_slice_is(field, "1")) return ASSAY_OK;
    ASSAY_TRY(assay_row_acquired(t->columns[c].name, field, NO, &flags, err));
    *yes = flags == 0;
    return ASSAY_OK;
}

assay_status assay_trial_twice(const assay_trial_table *t, size_t c,
                               uint32_t line, assay_error *err)
{
    const assay_slice field = assay_trial_field(t, c);
    return assay_fail(err, ASSAY_EINPUT,
                      "%s \"%.*s\" stands on line %u already, with other "
                      "fields: give each its own, or leave one out",
                      t->columns[c].name, shown(field), field.text, line);
}
