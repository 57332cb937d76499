// SPDX-License-Identifier: Apache-2.0
#include "count/scenario_parts.h"

#include "base/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_SECONDS = 60, LONG_SECONDS = 3600 };

// By person and time; with `cameras`, by person, camera and time.
static bool sort_rows(assay_scenario *s, assay_ranked *order, bool cameras)
{
    const assay_trial_rows *r = &s->rows;
    const size_t n = r->passage_count;
    for (size_t i = 0; i < n; i++)
        order[i] =
            (assay_ranked){assay_rank_key(r->passages[i].entered), (uint32_t)i};
    if (!assay_rank(order, n)) return false;
    for (size_t i = 0; i < n; i++) {
        const assay_passage *p = &r->passages[order[i].index];
        s->row_by_time[i] = order[i].index;
        // Small numbers are sorted sooner.
        order[i].key =
            (uint64_t)p->subject * r->cameras + (cameras ? p->camera : 0);
    }
    return assay_rank(order, n);
}

static int64_t longest(const assay_trial_rows *r)
{
    int64_t most = 0;
    for (size_t i = 0; i < r->passage_count; i++) {
        const assay_passage *p = &r->passages[i];
        if (p->left != ASSAY_NEVER && p->left - p->entered > most)
            most = p->left - p->entered;
    }
    return most ? most : USUAL_SECONDS * ASSAY_SECOND;
}

// A passage that never ends does when the person next enters anywhere, or with
// the longest of the others. `i`: its place in the order of person and time.
static int64_t end_of(assay_scenario *s, const assay_ranked *order, size_t i,
                      int64_t most)
{
    const assay_trial_rows *r = &s->rows;
    const int64_t entered = r->passages[order[i].index].entered;
    s->seen.open++;
    if (i + 1 < r->passage_count && order[i + 1].key == order[i].key) {
        const int64_t next = r->passages[order[i + 1].index].entered;
        if (next < entered + most) return next;
    }
    s->seen.open_last++;
    return entered + most;
}

static bool close_rows(assay_scenario *s, assay_ranked *order, int64_t *left)
{
    const assay_trial_rows *r = &s->rows;
    bool open = false;
    for (size_t i = 0; i < r->passage_count; i++) {
        left[i] = r->passages[i].left;
        open = open || left[i] == ASSAY_NEVER;
    }
    if (open && !sort_rows(s, order, false)) return false;
    const int64_t most = open ? longest(r) : 0;
    for (size_t i = 0; open && i < r->passage_count; i++)
        if (left[order[i].index] == ASSAY_NEVER)
            left[order[i].index] = end_of(s, order, i, most);
    for (size_t i = 0; i < r->passage_count; i++)
        s->seen.hours_long +=
            left[i] - r->passages[i].entered >= LONG_SECONDS * ASSAY_SECOND;
    return true;
}

static void start_passage(assay_scenario *s, uint32_t row, int64_t left)
{
    const assay_passage *p = &s->rows.passages[row];
    assay_opportunity *o = &s->passages[s->count++];
    *o = (assay_opportunity){.entered = p->entered,
                             .left = left,
                             .own_first = ASSAY_NEVER,
                             .subject = p->subject,
                             .camera = p->camera,
                             .row = row,
                             .identity = s->identity_of_subject[p->subject],
                             .own_best = -INFINITY,
                             .own_sure = -INFINITY,
                             .other_best = -INFINITY,
                             .maybe_best = -INFINITY,
                             .acquired = p->acquired,
                             .kept = p->kept};
    if (p->entered < s->first) s->first = p->entered;
    o->list_size = assay_scenario_list_size(s, o->entered);
    if (o->identity == ASSAY_NOBODY) return;
    o->listed = assay_spans_hold(&s->listed, o->identity, o->entered);
    o->enrolled = assay_spans_hold(&s->enrolled, o->identity, o->entered);
}

// Asks for what a row of the order will need.
static void expect_row(const assay_scenario *s, const assay_ranked *order,
                       const int64_t *left, size_t i)
{
    if (i >= s->rows.passage_count) return;
    const uint32_t row = order[i].index;
    const char *p = (const char *)&s->rows.passages[row];
    __builtin_prefetch(p);
    __builtin_prefetch(p + sizeof(assay_passage) - 1);
    __builtin_prefetch(&left[row]);
    __builtin_prefetch(&s->passage_of_row[row], 1);
}

// `starts`: whether a row is the earliest of its passage.
static void join_rows(assay_scenario *s, const assay_ranked *order,
                      const int64_t *left, bool *starts)
{
    uint64_t key = 0;
    s->first = INT64_MAX;
    s->last = INT64_MIN;
    for (size_t i = 0; i < s->rows.passage_count; i++) {
        expect_row(s, order, left, i + ASSAY_RANK_AHEAD);
        const uint32_t row = order[i].index;
        const assay_passage *p = &s->rows.passages[row];
        assay_opportunity *last = s->count ? &s->passages[s->count - 1] : NULL;
        if (left[row] > s->last) s->last = left[row];
        if (last && order[i].key == key &&
            p->entered - last->left <= s->rule.gap) {
            if (left[row] > last->left) last->left = left[row];
            last->acquired = last->acquired || p->acquired;
            last->kept = last->kept || p->kept;
            s->seen.merged++;
        } else {
            starts[row] = true;
            start_passage(s, row, left[row]);
        }
        key = order[i].key;
        s->passage_of_row[row] = (uint32_t)s->count - 1;
    }
}

// Rows are in the order of time, and so are the first ones of passages.
static bool sort_by_camera(assay_scenario *s, assay_ranked *order,
                           const bool *starts)
{
    size_t n = 0;
    s->by_camera = assay_new(0, s->count, sizeof *s->by_camera);
    if (!s->by_camera) return false;
    for (size_t i = 0; i < s->rows.passage_count; i++) {
        const uint32_t row = s->row_by_time[i];
        if (starts[row])
            order[n++] = (assay_ranked){s->rows.passages[row].camera,
                                        s->passage_of_row[row]};
    }
    if (!assay_rank(order, n)) return false;
    for (size_t i = 0; i < n; i++) s->by_camera[i] = order[i].index;
    return true;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

// Least, median and greatest size of the list.
static bool range_sizes(assay_scenario *s)
{
    size_t n = 0;
    ASSAY_AUTO(assay_drop)
    uint32_t *sizes = assay_new(0, s->count, sizeof *sizes);
    if (!sizes) return false;
    bool same = true;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->passages[i].kept) continue;
        sizes[n++] = s->passages[i].list_size;
        same = same && sizes[n - 1] == sizes[0];
    }
    if (!n) return true;
    if (!same) qsort(sizes, n, sizeof *sizes, by_number);
    s->seen.list[0] = sizes[0];
    s->seen.list[1] = sizes[(n - 1) / 2];
    s->seen.list[2] = sizes[n - 1];
    return true;
}

bool assay_scenario_passages(assay_scenario *s)
{
    const size_t n = s->rows.passage_count;
    ASSAY_AUTO(assay_drop) assay_ranked *order = assay_new(0, n, sizeof *order);
    ASSAY_AUTO(assay_drop) int64_t *left = assay_new(0, n, sizeof *left);
    ASSAY_AUTO(assay_drop) bool *starts = assay_new(0, n, sizeof *starts);
    s->passages = assay_new(0, n, sizeof *s->passages);
    s->passage_of_row = assay_new(0, n, sizeof *s->passage_of_row);
    s->row_by_time = assay_new(0, n, sizeof *s->row_by_time);
    if (!order || !left || !starts || !s->passages || !s->passage_of_row ||
        !s->row_by_time)
        return false;
    if (!close_rows(s, order, left) || !sort_rows(s, order, true)) return false;
    join_rows(s, order, left, starts);
    return sort_by_camera(s, order, starts) && range_sizes(s);
}
