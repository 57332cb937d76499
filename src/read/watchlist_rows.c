// SPDX-License-Identifier: Apache-2.0
// reference_id, subject_id, kind, from, to, enrolled. A reference may have
// several rows: the periods in which it was on the list.
#include "read/trial_parts.h"

#include "base/alloc.h"

enum { REFERENCE, SUBJECT, KIND, FROM, TO, ENROLLED };

static const assay_trial_column columns[] = {
    [REFERENCE] = {"reference_id", true},
    [SUBJECT] = {"subject_id", true},
    [KIND] = {"kind", false},
    [FROM] = {"from", false},
    [TO] = {"to", false},
    [ENROLLED] = {"enrolled", false},
    {NULL, false},
};

static const char *const kinds[] = {"seeded", "operational", "filler", NULL};

static assay_status begin(void *to, assay_trial_table *t, assay_error *err)
{
    assay_trial *trial = to;
    (void)err;
    trial->found.has_kind = t->at[KIND] != ASSAY_NO_COLUMN;
    trial->found.has_enrolled = t->at[ENROLLED] != ASSAY_NO_COLUMN;
    return ASSAY_OK;
}

// The subject may be blank: an entry whose person is not in the trial.
static assay_status take_subject(assay_trial *trial, const assay_trial_table *t,
                                 uint32_t *subject, assay_error *err)
{
    const assay_slice field = assay_trial_field(t, SUBJECT);
    *subject = ASSAY_NO_STRING;
    if (!field.length) return ASSAY_OK;
    return assay_strings_add(trial->names.subjects, field, subject)
               ? ASSAY_OK
               : assay_fail_memory(err, "the subjects");
}

static assay_status take_period(assay_trial *trial, const assay_trial_table *t,
                                assay_entry_row *row, assay_error *err)
{
    ASSAY_TRY(assay_trial_time(t, FROM, ASSAY_ALWAYS, &row->from, err));
    ASSAY_TRY(assay_trial_time(t, TO, ASSAY_NEVER, &row->to, err));
    if (row->from >= row->to)
        return assay_fail(err, ASSAY_EINPUT,
                          "to is not after from: correct one of them");
    trial->found.has_periods = trial->found.has_periods ||
                               row->from != ASSAY_ALWAYS ||
                               row->to != ASSAY_NEVER;
    return ASSAY_OK;
}

static bool same_entry(const assay_entry_row *a, const assay_entry_row *b)
{
    return a->from == b->from && a->to == b->to && a->kind == b->kind &&
           a->enrolled == b->enrolled;
}

// Rows of one reference are of one person and one kind.
static assay_status check_first(assay_trial *trial, const assay_trial_table *t,
                                const assay_entry_row *row, bool *repeated,
                                assay_error *err)
{
    const size_t room = trial->first_room;
    *repeated = false;
    if (!assay_trial_room(&trial->first_entry, row->reference,
                          &trial->first_room, sizeof *trial->first_entry))
        return assay_fail_memory(err, "the watchlist");
    for (size_t i = room; i < trial->first_room; i++)
        trial->first_entry[i] = UINT32_MAX;
    uint32_t *first = &trial->first_entry[row->reference];
    if (*first == UINT32_MAX) {
        *first = (uint32_t)trial->entry_count;
        return ASSAY_OK;
    }
    const assay_entry_row *other = &trial->entries[*first];
    if (other->subject != row->subject || other->kind != row->kind)
        return assay_trial_twice(t, REFERENCE, other->line, err);
    *repeated = same_entry(other, row);
    return ASSAY_OK;
}

static assay_status take(void *to, const assay_trial_table *t, assay_error *err)
{
    assay_trial *trial = to;
    bool repeated = false;
    assay_entry_row row = {.line = assay_trial_line(t)};
    ASSAY_TRY(assay_trial_id(t, REFERENCE, trial->names.references,
                             &row.reference, err));
    ASSAY_TRY(take_subject(trial, t, &row.subject, err));
    ASSAY_TRY(assay_trial_word(t, KIND, kinds, &row.kind, err));
    ASSAY_TRY(take_period(trial, t, &row, err));
    ASSAY_TRY(assay_trial_yes(t, ENROLLED, &row.enrolled, err));
    ASSAY_TRY(check_first(trial, t, &row, &repeated, err));
    if (repeated) {
        trial->found.repeated++;
        return ASSAY_OK;
    }
    if (!assay_trial_room(&trial->entries, trial->entry_count,
                          &trial->entry_room, sizeof row))
        return assay_fail_memory(err, "the watchlist");
    trial->entries[trial->entry_count++] = row;
    return ASSAY_OK;
}

assay_status assay_trial_take_watchlist(const assay_trial_job *job,
                                        const char *path, assay_error *err)
{
    const assay_trial_taker taker = {columns, "watchlist", begin,
                                     take,    job->trial,  &job->trial->used};
    return assay_trial_read(path, job->options, &taker,
                            &job->trial->files[job->trial->file_count++], err);
}
