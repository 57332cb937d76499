// SPDX-License-Identifier: Apache-2.0
// alert_id, time, camera, reference_id, score; transit_id, rank, decision,
// decided_at, operator, outcome, basis.
#include "read/trial_parts.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>

enum {
    ALERT,
    TIME,
    CAMERA,
    REFERENCE,
    SCORE,
    TRANSIT,
    RANK,
    DECISION,
    DECIDED,
    OPERATOR,
    OUTCOME,
    BASIS
};

static const assay_trial_column columns[] = {
    [ALERT] = {"alert_id", true},
    [TIME] = {"time", true},
    [CAMERA] = {"camera", true},
    [REFERENCE] = {"reference_id", true},
    [SCORE] = {"score", true},
    [TRANSIT] = {"transit_id", false},
    [RANK] = {"rank", false},
    [DECISION] = {"decision", false},
    [DECIDED] = {"decided_at", false},
    [OPERATOR] = {"operator", false},
    [OUTCOME] = {"outcome", false},
    [BASIS] = {"basis", false},
    {NULL, false},
};

static const char *const decisions[] = {"credible", "rejected", NULL};
static const char *const outcomes[] = {"right", "wrong", NULL};
static const char *const bases[] = {"engagement", "pictures", NULL};

static assay_status begin(void *to, assay_trial_table *t, assay_error *err)
{
    assay_trial *trial = to;
    (void)err;
    trial->found.has_outcome = t->at[OUTCOME] != ASSAY_NO_COLUMN;
    trial->found.has_decision = t->at[DECISION] != ASSAY_NO_COLUMN;
    trial->found.has_rank = t->at[RANK] != ASSAY_NO_COLUMN;
    trial->found.has_transit = t->at[TRANSIT] != ASSAY_NO_COLUMN;
    trial->found.has_basis = t->at[BASIS] != ASSAY_NO_COLUMN;
    return ASSAY_OK;
}

// The number of the passage that an alert names. Rows mostly follow those of
// the other file, so it is mostly the one named last or soon after it.
static uint32_t find_passage(assay_trial *trial, assay_slice field)
{
    enum { NEAR = 4, MANY = 2000 };
    assay_strings *names = trial->names.transits;
    for (uint32_t i = 0; i < NEAR; i++)
        if (assay_strings_is(names, trial->near + i, field))
            return trial->near + i;
    if (trial->far++ == MANY) assay_strings_index(names);
    return assay_strings_find(names, field);
}

static assay_status refuse_unknown(const assay_trial_table *t, size_t c,
                                   const char *where, assay_error *err)
{
    const assay_slice field = assay_trial_field(t, c);
    return assay_fail(err, ASSAY_EINPUT,
                      "%s \"%.*s\" is not in the %s: add it there, or correct "
                      "it",
                      t->columns[c].name,
                      field.length > 40 ? 40 : (int)field.length, field.text,
                      where);
}

static assay_status take_reference(const assay_trial *trial,
                                   const assay_trial_table *t, uint32_t *id,
                                   assay_error *err)
{
    const assay_slice field = assay_trial_field(t, REFERENCE);
    if (field.length) *id = assay_strings_find(trial->names.references, field);
    return *id != ASSAY_NO_STRING
               ? ASSAY_OK
               : refuse_unknown(t, REFERENCE, "watchlist", err);
}

static assay_status take_transit(assay_trial *trial, const assay_trial_table *t,
                                 uint32_t *id, assay_error *err)
{
    const assay_slice field = assay_trial_field(t, TRANSIT);
    if (!field.length) return ASSAY_OK;
    *id = find_passage(trial, field);
    if (*id == ASSAY_NO_STRING)
        return refuse_unknown(t, TRANSIT, "transits", err);
    trial->near = *id;
    return ASSAY_OK;
}

// A decimal comma: digits on both sides of the only comma.
static bool has_comma(assay_slice field, char point[41])
{
    float score = 0;
    bool overflow = false;
    const char *comma = memchr(field.text, ',', field.length);
    if (!comma || field.length > 40) return false;
    memcpy(point, field.text, field.length);
    point[field.length] = '\0';
    point[comma - field.text] = '.';
    return assay_parse_score((assay_slice){point, field.length}, &score,
                             &overflow);
}

static assay_status refuse_score(assay_slice field, assay_error *err)
{
    char point[41];
    if (has_comma(field, point))
        return assay_fail(err, ASSAY_EINPUT,
                          "score is \"%.*s\": write a decimal point, %s",
                          (int)field.length, field.text, point);
    return assay_fail(err, ASSAY_EINPUT, "score is \"%.*s\": write a number",
                      field.length > 40 ? 40 : (int)field.length, field.text);
}

static assay_status take_score(const assay_trial_table *t, float *score,
                               assay_error *err)
{
    bool overflow = false;
    const assay_slice field = assay_trial_field(t, SCORE);
    if (assay_parse_score(field, score, &overflow) && isfinite(*score))
        return ASSAY_OK;
    return refuse_score(field, err);
}

static assay_status take_rank(const assay_trial_table *t, uint32_t *rank,
                              assay_error *err)
{
    uint64_t value = 0;
    const assay_slice field = assay_trial_field(t, RANK);
    *rank = 0;
    if (!field.length) return ASSAY_OK;
    if (!assay_parse_uint(field, &value) || !value || value >= UINT32_MAX)
        return assay_fail(
            err, ASSAY_EINPUT, "rank is \"%.*s\": write a whole number from 1",
            field.length > 40 ? 40 : (int)field.length, field.text);
    *rank = (uint32_t)value;
    return ASSAY_OK;
}

static assay_status take_words(assay_trial *trial, const assay_trial_table *t,
                               assay_alert *row, assay_error *err)
{
    ASSAY_TRY(assay_trial_word(t, DECISION, decisions, &row->decision, err));
    ASSAY_TRY(assay_trial_word(t, OUTCOME, outcomes, &row->outcome, err));
    ASSAY_TRY(assay_trial_word(t, BASIS, bases, &row->basis, err));
    ASSAY_TRY(assay_trial_time(t, DECIDED, ASSAY_NEVER, &row->decided_at, err));
    return assay_trial_id(t, OPERATOR, trial->names.officers, &row->officer,
                          err);
}

static assay_status take_fields(assay_trial *trial, const assay_trial_table *t,
                                assay_alert *row, assay_error *err)
{
    const assay_trial_names *n = &trial->names;
    ASSAY_TRY(assay_trial_time(t, TIME, 0, &row->time, err));
    ASSAY_TRY(assay_trial_id(t, CAMERA, n->cameras, &row->camera, err));
    ASSAY_TRY(take_reference(trial, t, &row->reference, err));
    ASSAY_TRY(take_transit(trial, t, &row->transit, err));
    ASSAY_TRY(take_score(t, &row->score, err));
    ASSAY_TRY(take_rank(t, &row->rank, err));
    return take_words(trial, t, row, err);
}

static bool same_alert(const assay_alert *a, const assay_alert *b)
{
    return a->time == b->time && a->decided_at == b->decided_at &&
           !(a->score < b->score) && !(a->score > b->score) &&
           a->camera == b->camera && a->reference == b->reference &&
           a->transit == b->transit && a->rank == b->rank &&
           a->officer == b->officer && a->decision == b->decision &&
           a->outcome == b->outcome && a->basis == b->basis;
}

static assay_status take(void *to, const assay_trial_table *t, assay_error *err)
{
    assay_trial *trial = to;
    uint32_t id = 0;
    assay_alert row = {.line = assay_trial_line(t),
                       .reference = ASSAY_NO_STRING,
                       .transit = ASSAY_NO_STRING};
    assay_strings_expect(trial->names.alerts, assay_trial_field(t, ALERT));
    ASSAY_TRY(take_fields(trial, t, &row, err));
    ASSAY_TRY(assay_trial_id(t, ALERT, trial->names.alerts, &id, err));
    if (id < trial->alert_count) {
        const assay_alert *other = &trial->alerts[id];
        trial->found.repeated++;
        return same_alert(other, &row)
                   ? ASSAY_OK
                   : assay_trial_twice(t, ALERT, other->line, err);
    }
    if (!assay_trial_room(&trial->alerts, id, &trial->alert_room, sizeof row))
        return assay_fail_memory(err, "the alerts");
    trial->alerts[trial->alert_count++] = row;
    return ASSAY_OK;
}

assay_status assay_trial_take_alerts(const assay_trial_job *job,
                                     const char *path, assay_error *err)
{
    const assay_trial_taker taker = {columns, "alerts",   begin,
                                     take,    job->trial, &job->trial->used};
    return assay_trial_read(path, job->options, &taker,
                            &job->trial->files[job->trial->file_count++], err);
}
