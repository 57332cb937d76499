// SPDX-License-Identifier: Apache-2.0
// transit_id, subject_id, camera, entered, left, acquired; any other column
// may be a group or a condition.
#include "read/trial_parts.h"

#include "base/alloc.h"

enum { TRANSIT, SUBJECT, CAMERA, ENTERED, LEFT, ACQUIRED };

static const assay_trial_column columns[] = {
    [TRANSIT] = {"transit_id", true},
    [SUBJECT] = {"subject_id", true},
    [CAMERA] = {"camera", true},
    [ENTERED] = {"entered", true},
    [LEFT] = {"left", true},
    [ACQUIRED] = {"acquired", false},
    {NULL, false},
};

// What is needed while rows are taken.
typedef struct transits {
    assay_trial *trial;
    const assay_trial_wanted *wanted;
} transits;

static assay_status find_wanted(const transits *to, assay_trial_table *t,
                                assay_error *err)
{
    assay_trial *trial = to->trial;
    const assay_texts *wanted = &to->wanted->columns;
    trial->column_at = assay_new(0, wanted->count, sizeof(size_t));
    trial->strings = assay_new(0, wanted->count, sizeof *trial->strings);
    if (!trial->column_at || !trial->strings)
        return assay_fail_memory(err, "the columns");
    trial->columns = wanted->count;
    for (size_t c = 0; c < wanted->count; c++) {
        trial->strings[c] = assay_strings_new();
        if (!trial->strings[c]) return assay_fail_memory(err, "the columns");
        ASSAY_TRY(assay_trial_find(t, wanted->items[c], false,
                                   &trial->column_at[c], err));
    }
    return ASSAY_OK;
}

static assay_status find_conditions(const transits *to, assay_trial_table *t,
                                    assay_error *err)
{
    assay_trial *trial = to->trial;
    const assay_texts *where = &to->wanted->where;
    trial->where = assay_new(0, where->count, sizeof *trial->where);
    trial->where_at = assay_new(0, where->count, sizeof(size_t));
    if (!trial->where || !trial->where_at)
        return assay_fail_memory(err, "the conditions");
    trial->where_count = where->count;
    for (size_t i = 0; i < where->count; i++) {
        ASSAY_TRY(assay_where_parse(where->items[i], &trial->where[i], err));
        ASSAY_TRY(assay_table_need(&t->table, trial->where[i].column,
                                   &trial->where_at[i], err));
    }
    return ASSAY_OK;
}

static assay_status begin(void *to, assay_trial_table *t, assay_error *err)
{
    const transits *all = to;
    all->trial->found.has_acquired = t->at[ACQUIRED] != ASSAY_NO_COLUMN;
    ASSAY_TRY(find_wanted(all, t, err));
    return find_conditions(all, t, err);
}

static bool is_kept(const assay_trial *trial, const assay_trial_table *t)
{
    for (size_t i = 0; i < trial->where_count; i++)
        if (!assay_where_holds(&trial->where[i],
                               t->table.fields[trial->where_at[i]]))
            return false;
    return true;
}

static assay_status take_values(assay_trial *trial, const assay_trial_table *t,
                                size_t passage, assay_error *err)
{
    if (!trial->columns) return ASSAY_OK;
    if (!assay_trial_room(&trial->values, passage, &trial->value_room,
                          trial->columns * sizeof *trial->values))
        return assay_fail_memory(err, "the passages");
    for (size_t c = 0; c < trial->columns; c++) {
        uint32_t *value = &trial->values[passage * trial->columns + c];
        *value = ASSAY_NO_STRING;
        if (trial->column_at[c] == ASSAY_NO_COLUMN) continue;
        const assay_slice field = t->table.fields[trial->column_at[c]];
        if (field.length && !assay_strings_add(trial->strings[c], field, value))
            return assay_fail_memory(err, "the groups");
    }
    return ASSAY_OK;
}

static assay_status take_fields(assay_trial *trial, const assay_trial_table *t,
                                assay_passage *row, assay_error *err)
{
    ASSAY_TRY(
        assay_trial_id(t, SUBJECT, trial->names.subjects, &row->subject, err));
    ASSAY_TRY(
        assay_trial_id(t, CAMERA, trial->names.cameras, &row->camera, err));
    ASSAY_TRY(assay_trial_time(t, ENTERED, 0, &row->entered, err));
    row->left = ASSAY_NEVER;
    if (assay_trial_field(t, LEFT).length)
        ASSAY_TRY(assay_trial_time(t, LEFT, 0, &row->left, err));
    if (row->left < row->entered)
        return assay_fail(err, ASSAY_EINPUT,
                          "left is before entered: correct one of them");
    row->kept = is_kept(trial, t);
    return assay_trial_yes(t, ACQUIRED, &row->acquired, err);
}

static bool same_passage(const assay_passage *a, const assay_passage *b)
{
    return a->entered == b->entered && a->left == b->left &&
           a->subject == b->subject && a->camera == b->camera &&
           a->acquired == b->acquired && a->kept == b->kept;
}

static assay_status take(void *to, const assay_trial_table *t, assay_error *err)
{
    const transits *all = to;
    assay_trial *trial = all->trial;
    uint32_t id = 0;
    assay_passage row = {.line = assay_trial_line(t)};
    assay_strings_expect(trial->names.transits, assay_trial_field(t, TRANSIT));
    ASSAY_TRY(take_fields(trial, t, &row, err));
    ASSAY_TRY(assay_trial_id(t, TRANSIT, trial->names.transits, &id, err));
    if (id < trial->passage_count) {
        const assay_passage *other = &trial->passages[id];
        trial->found.repeated++;
        return same_passage(other, &row)
                   ? ASSAY_OK
                   : assay_trial_twice(t, TRANSIT, other->line, err);
    }
    if (!assay_trial_room(&trial->passages, id, &trial->passage_room,
                          sizeof row))
        return assay_fail_memory(err, "the passages");
    trial->passages[trial->passage_count++] = row;
    trial->found.left_out += !row.kept;
    return take_values(trial, t, id, err);
}

assay_status assay_trial_take_transits(const assay_trial_job *job,
                                       const char *path, assay_error *err)
{
    transits all = {job->trial, job->wanted};
    const assay_trial_taker taker = {columns, "transits", begin,
                                     take,    &all,       &job->trial->used};
    return assay_trial_read(path, job->options, &taker,
                            &job->trial->files[job->trial->file_count++], err);
}
