// SPDX-License-Identifier: Apache-2.0
#include "count/discards.h"

#include "count/view_store.h"

#include <string.h>

// What one scan counts.
typedef struct scan {
    const assay_view *view;
    assay_level *levels;
    assay_discards_sum *sum;
    uint32_t key;
    size_t gate;
    bool left; // those at the gate and above
} scan;

static bool belongs(const assay_view *view, const assay_marked_row *row)
{
    const bool *profiles = view->store->members.profiles;
    return !profiles || profiles[row->profile];
}

static assay_status add_levels(void *context, const assay_marked_row *rows,
                               size_t n, assay_error *err)
{
    const scan *s = context;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        if (!belongs(s->view, &rows[i])) continue;
        assay_level *level = &s->levels[rows[i].mark];
        level->trials++;
        level->errors += rows[i].key < s->key;
    }
    return ASSAY_OK;
}

assay_status assay_discards_levels(assay_marked *marked, const assay_view *view,
                                   uint32_t key, assay_level *levels,
                                   assay_error *err)
{
    size_t n = 0;
    scan s = {.view = view, .levels = levels, .key = key};
    (void)assay_marked_marks(marked, &n);
    memset(levels, 0, n * sizeof *levels);
    return assay_marked_scan(marked, add_levels, &s, err);
}

static void count(assay_discards_sum *sum, uint32_t person, bool event)
{
    sum->trials++;
    sum->events += event;
    if (!sum->trials_of) return;
    sum->trials_of[person]++;
    sum->events_of[person] += event;
}

static assay_status add_people(void *context, const assay_marked_row *rows,
                               size_t n, assay_error *err)
{
    const scan *s = context;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        const assay_marked_row *row = &rows[i];
        const bool gone = row->mark < s->gate;
        if (!belongs(s->view, row) || (s->left && gone)) continue;
        count(s->sum, row->person, s->left ? row->key < s->key : gone);
    }
    return ASSAY_OK;
}

static assay_status scan_people(assay_marked *marked, scan *s, assay_error *err)
{
    const size_t people = s->view->people;
    assay_discards_sum *sum = s->sum;
    sum->trials = sum->events = 0;
    if (sum->trials_of) {
        memset(sum->trials_of, 0, people * sizeof *sum->trials_of);
        memset(sum->events_of, 0, people * sizeof *sum->events_of);
    }
    return assay_marked_scan(marked, add_people, s, err);
}

assay_status assay_discards_gone(assay_marked *marked, const assay_view *view,
                                 size_t gate, assay_discards_sum *sum,
                                 assay_error *err)
{
    scan s = {.view = view, .sum = sum, .gate = gate};
    return scan_people(marked, &s, err);
}

assay_status assay_discards_left(assay_marked *marked, const assay_view *view,
                                 size_t gate, uint32_t key,
                                 assay_discards_sum *sum, assay_error *err)
{
    scan s = {.view = view, .sum = sum, .key = key, .gate = gate, .left = true};
    return scan_people(marked, &s, err);
}
