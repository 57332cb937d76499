// SPDX-License-Identifier: Apache-2.0
// camera, from, to, count, counter.
#include "read/trial_parts.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { CAMERA, FROM, TO, COUNT, COUNTER };

static const assay_trial_column columns[] = {
    [CAMERA] = {"camera", true},
    [FROM] = {"from", true},
    [TO] = {"to", true},
    [COUNT] = {"count", true},
    [COUNTER] = {"counter", false},
    {NULL, false},
};

static assay_status take(void *to, const assay_trial_table *t, assay_error *err)
{
    assay_trial *trial = to;
    const uint64_t most = (uint64_t)1 << 40;
    const assay_slice count = assay_trial_field(t, COUNT);
    assay_counted row = {.line = assay_trial_line(t)};
    ASSAY_TRY(
        assay_trial_id(t, CAMERA, trial->names.cameras, &row.camera, err));
    ASSAY_TRY(assay_trial_time(t, FROM, 0, &row.from, err));
    ASSAY_TRY(assay_trial_time(t, TO, 0, &row.to, err));
    ASSAY_TRY(
        assay_trial_id(t, COUNTER, trial->names.counters, &row.counter, err));
    if (row.from >= row.to)
        return assay_fail(err, ASSAY_EINPUT,
                          "to is not after from: correct one of them");
    if (!assay_parse_uint(count, &row.count) || row.count > most)
        return assay_fail(err, ASSAY_EINPUT,
                          "count is \"%.*s\": write a whole number in digits "
                          "alone",
                          count.length > 40 ? 40 : (int)count.length,
                          count.text);
    if (!assay_trial_room(&trial->counted, trial->counted_count,
                          &trial->counted_room, sizeof row))
        return assay_fail_memory(err, "the crowd counts");
    trial->counted[trial->counted_count++] = row;
    return ASSAY_OK;
}

// By camera, then time.
static int by_time(const void *a, const void *b)
{
    const assay_counted *x = a, *y = b;
    if (x->camera != y->camera) return x->camera < y->camera ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    if (x->counter != y->counter) return x->counter < y->counter ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static bool same_time(const assay_counted *a, const assay_counted *b)
{
    return a->camera == b->camera && a->from == b->from && a->to == b->to;
}

// Nobody is counted twice: counts of a camera are of the same time and by
// different counters, or of times apart.
static assay_status check_times(assay_trial *trial, const char *path,
                                assay_error *err)
{
    if (trial->counted_count)
        qsort(trial->counted, trial->counted_count, sizeof *trial->counted,
              by_time);
    for (size_t i = 1; i < trial->counted_count; i++) {
        const assay_counted *last = &trial->counted[i - 1];
        const assay_counted *row = &trial->counted[i];
        const bool same = same_time(last, row);
        if (row->camera != last->camera || row->from >= last->to ||
            (same && row->counter != last->counter))
            continue;
        assay_fail(err, ASSAY_EINPUT,
                   same ? "counts what line %u counts: name the counters, or "
                          "leave one out"
                        : "overlaps the time of line %u: give both the same "
                          "times, or times apart",
                   last->line);
        return assay_fail_at(err, path, row->line);
    }
    return ASSAY_OK;
}

assay_status assay_trial_take_crowd(const assay_trial_job *job,
                                    const char *path, assay_error *err)
{
    const assay_trial_taker taker = {columns, "crowd",    NULL,
                                     take,    job->trial, &job->trial->used};
    ASSAY_TRY(assay_trial_read(path, job->options, &taker,
                               &job->trial->files[job->trial->file_count++],
                               err));
    return check_times(job->trial, path, err);
}
