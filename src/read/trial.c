// SPDX-License-Identifier: Apache-2.0
#include "read/trial_parts.h"

#include "base/alloc.h"

#include <string.h>

bool assay_trial_room(void *rows, size_t count, size_t *room, size_t each)
{
    if (count < *room) return true;
    const size_t more = *room + *room / 2 + 256;
    if (!assay_grow(rows, more, each)) return false;
    *room = more;
    return true;
}

static bool make_names(assay_trial_names *n)
{
    n->cameras = assay_strings_new();
    n->references = assay_strings_new();
    // Logs number their rows.
    n->transits = assay_strings_new_in_order();
    n->alerts = assay_strings_new_in_order();
    n->subjects = assay_strings_new();
    n->officers = assay_strings_new();
    n->counters = assay_strings_new();
    return n->cameras && n->references && n->transits && n->alerts &&
           n->subjects && n->officers && n->counters;
}

static bool is_wanted(const assay_trial_wanted *wanted, const char *name)
{
    for (size_t i = 0; i < wanted->columns.count; i++)
        if (strcmp(wanted->columns.items[i], name) == 0) return true;
    return wanted->where.count > 0;
}

// Every --column names a heading of some file.
static assay_status check_columns(const assay_trial_job *job, assay_error *err)
{
    const assay_pairs *columns = &job->options->columns;
    for (size_t i = 0; i < columns->count && i < 64; i++) {
        const assay_pair *one = &columns->items[i];
        if (job->trial->used >> i & 1 || is_wanted(job->wanted, one->key))
            continue;
        return assay_fail(err, ASSAY_EUSAGE,
                          "--column %.60s=%.60s: no file has such a heading, "
                          "or there is no such column of ours",
                          one->key, one->value);
    }
    return ASSAY_OK;
}

// The watchlist first, then the transits: alerts name both.
static assay_status read_all(const assay_trial_job *job,
                             const assay_trial_paths *paths, assay_error *err)
{
    if (!make_names(&job->trial->names))
        return assay_fail_memory(err, "the ids");
    ASSAY_TRY(assay_trial_take_watchlist(job, paths->watchlist, err));
    ASSAY_TRY(assay_trial_take_transits(job, paths->transits, err));
    ASSAY_TRY(assay_trial_take_alerts(job, paths->alerts, err));
    // Nobody looks for their ids any more.
    assay_strings_settle(job->trial->names.transits);
    assay_strings_settle(job->trial->names.alerts);
    if (paths->crowd) ASSAY_TRY(assay_trial_take_crowd(job, paths->crowd, err));
    return check_columns(job, err);
}

assay_status assay_trial_open(const assay_trial_paths *paths,
                              const assay_read_options *options,
                              const assay_trial_wanted *wanted,
                              assay_trial **out, assay_error *err)
{
    *out = NULL;
    assay_trial *trial = assay_new(sizeof *trial, 0, 0);
    if (!trial) return assay_fail_memory(err, "the trial");
    const assay_trial_job job = {trial, options, wanted};
    const assay_status status = read_all(&job, paths, err);
    if (status == ASSAY_OK)
        *out = trial;
    else
        assay_trial_free(trial);
    return status;
}

assay_trial_rows assay_trial_rows_of(const assay_trial *t)
{
    return (assay_trial_rows){
        .alerts = t->alerts,
        .passages = t->passages,
        .entries = t->entries,
        .counted = t->counted,
        .alert_count = t->alert_count,
        .passage_count = t->passage_count,
        .entry_count = t->entry_count,
        .counted_count = t->counted_count,
        .cameras = assay_strings_count(t->names.cameras),
        .references = assay_strings_count(t->names.references),
        .subjects = assay_strings_count(t->names.subjects),
        .both = assay_strings_find(t->names.counters, assay_slice_of("both"))};
}

const assay_trial_names *assay_trial_names_of(const assay_trial *trial)
{
    return &trial->names;
}

const assay_trial_found *assay_trial_found_in(const assay_trial *trial)
{
    return &trial->found;
}

bool assay_trial_has(const assay_trial *trial, size_t c)
{
    return trial->column_at[c] != ASSAY_NO_COLUMN;
}

const assay_strings *assay_trial_values(const assay_trial *trial, size_t c)
{
    return trial->strings[c];
}

uint32_t assay_trial_value(const assay_trial *trial, size_t c, size_t passage)
{
    return trial->values[passage * trial->columns + c];
}

size_t assay_trial_inputs(const assay_trial *trial, assay_input inputs[4])
{
    for (size_t i = 0; i < trial->file_count; i++)
        inputs[i] = trial->files[i].input;
    return trial->file_count;
}

static void free_names(assay_trial_names *n)
{
    assay_strings_free(n->cameras);
    assay_strings_free(n->references);
    assay_strings_free(n->transits);
    assay_strings_free(n->alerts);
    assay_strings_free(n->subjects);
    assay_strings_free(n->officers);
    assay_strings_free(n->counters);
}

void assay_trial_free(assay_trial *t)
{
    if (!t) return;
    free_names(&t->names);
    for (size_t i = 0; i < t->file_count; i++)
        assay_trial_file_end(&t->files[i]);
    for (size_t c = 0; t->strings && c < t->columns; c++)
        assay_strings_free(t->strings[c]);
    assay_free(t->alerts);
    assay_free(t->passages);
    assay_free(t->entries);
    assay_free(t->counted);
    assay_free(t->first_entry);
    assay_free(t->column_at);
    assay_free(t->values);
    assay_free(t->strings);
    assay_free(t->where);
    assay_free(t->where_at);
    assay_free(t);
}
