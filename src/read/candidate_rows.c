// SPDX-License-Identifier: Apache-2.0
// Rows are gathered as they come, then moved, where they lie, to the list of
// their probe, which is sorted and checked:
//
//     row    | of probe 0 | of probe 1 | ...
//     first  0            3            5 ...
#include "read/candidate_rows.h"

#include "base/alloc.h"
#include "read/score.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 64, FIRST_ROOM = 4096, LINE_BITS = 44 };

#define LINE_MOST ((1ull << LINE_BITS) - 1)

assay_status assay_candidate_rows_add(assay_candidate_lists *lists,
                                      assay_listed candidate, uint64_t line,
                                      assay_error *err)
{
    if (lists->row_count == lists->row_room) {
        const size_t room =
            lists->row_room ? (size_t)lists->row_room * 3 / 2 : FIRST_ROOM;
        if (!assay_grow(&lists->row, room, sizeof *lists->row))
            return assay_fail_memory(err, "the candidates");
        lists->row_room = room;
    }
    const uint64_t file = lists->file_count - 1;
    candidate.where = file << LINE_BITS | (line < LINE_MOST ? line : LINE_MOST);
    lists->row[lists->row_count++] = candidate;
    return ASSAY_OK;
}

assay_status assay_candidate_rows_tell(assay_candidate_lists *lists,
                                       uint32_t probe, uint8_t what,
                                       assay_error *err)
{
    const uint8_t both = ASSAY_SEARCH_FAILED | ASSAY_SEARCH_WENT;
    if (probe >= lists->told_room) {
        const size_t room = (size_t)probe + probe / 2 + FIRST_ROOM;
        if (!assay_grow(&lists->told, room, 1))
            return assay_fail_memory(err, "the searches");
        memset(lists->told + lists->told_room, 0, room - lists->told_room);
        lists->told_room = room;
    }
    const uint8_t now = (uint8_t)(lists->told[probe] | what);
    if ((now & both) == both)
        return assay_fail(err, ASSAY_EINPUT,
                          "this search failed on one line and not on another: "
                          "give each search one return code");
    lists->told[probe] = now | ASSAY_SEARCH_TOLD;
    return ASSAY_OK;
}

static assay_status refuse_id(const assay_candidate_lists *lists,
                              bool is_reference, assay_slice id,
                              assay_error *err)
{
    const assay_sample_list *list =
        is_reference ? lists->references : lists->probes;
    const char *side = is_reference ? "reference" : "probe";
    if (!id.length)
        return assay_fail(err, ASSAY_EINPUT, "%s_id is empty: name the %s",
                          side, side);
    return assay_fail(err, ASSAY_EINPUT,
                      "%s_id \"%.*s\" is no sample_id of %.80s: add it there "
                      "with its subject, or leave it out here",
                      side, id.length < SHOWN ? (int)id.length : SHOWN, id.text,
                      assay_base_name(assay_sample_list_path(list)));
}

assay_status assay_candidate_rows_find(const assay_candidate_lists *lists,
                                       bool is_reference, assay_slice id,
                                       uint32_t *place, assay_error *err)
{
    const uint32_t number = assay_strings_find(lists->ids, id);
    *place = assay_sample_list_find(
        is_reference ? lists->references : lists->probes, number);
    if (*place != ASSAY_NO_STRING) return ASSAY_OK;
    return refuse_id(lists, is_reference, id, err);
}

assay_status assay_candidate_rows_score(assay_slice text, float *score,
                                        assay_error *err)
{
    bool overflow = false;
    if (assay_parse_score(text, score, &overflow) && !overflow) return ASSAY_OK;
    if (!text.length)
        return assay_fail(err, ASSAY_EINPUT,
                          "score is empty: a candidate has a score; leave "
                          "reference_id empty too where there is none");
    if (text.length == 3 && strncasecmp(text.text, "nan", 3) == 0)
        return assay_fail(err, ASSAY_EINPUT,
                          "a score that is not a number (NaN): leave out "
                          "candidates without a score");
    return assay_score_refuse(text, err);
}

assay_status assay_candidate_lists_fail(const assay_candidate_lists *lists,
                                        const assay_listed *candidate,
                                        assay_error *err)
{
    const assay_candidate_file *file =
        &lists->files[candidate->where >> LINE_BITS];
    return assay_fail_at(err, file->path, candidate->where & LINE_MOST);
}

static int by_place(const assay_listed *a, const assay_listed *b)
{
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return (a->where > b->where) - (a->where < b->where);
}

static int by_similarity(const void *left, const void *right)
{
    const assay_listed *a = left;
    const assay_listed *b = right;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return by_place(a, b);
}

static int by_distance(const void *left, const void *right)
{
    const assay_listed *a = left;
    const assay_listed *b = right;
    if (a->score != b->score) return a->score < b->score ? -1 : 1;
    return by_place(a, b);
}

// Most files are sorted already.
static void sort_list(const assay_candidate_lists *lists, assay_listed *list,
                      size_t n)
{
    int (*const order)(const void *, const void *) =
        lists->distance ? by_distance : by_similarity;
    for (size_t i = 1; i < n; i++) {
        if (order(&list[i - 1], &list[i]) <= 0) continue;
        qsort(list, n, sizeof *list, order);
        return;
    }
}

static assay_status refuse_rank(const assay_candidate_lists *lists,
                                const assay_listed *list, size_t i,
                                assay_error *err)
{
    const assay_listed *better = &list[i - 1];
    assay_fail(err, ASSAY_EINPUT,
               "rank %lu with the score %.9g, but rank %lu has %.9g: ranks "
               "and scores contradict each other; are these %s?",
               (unsigned long)list[i].rank, (double)list[i].score,
               (unsigned long)better->rank, (double)better->score,
               lists->distance ? "similarities (without --distance)"
                               : "distances (--distance)");
    return assay_candidate_lists_fail(lists, &list[i], err);
}

static assay_status refuse_gap(const assay_candidate_lists *lists,
                               const assay_listed *row, size_t before,
                               assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "rank %lu, but the list has only %zu candidate%s before it: "
               "give whole lists, from the first rank on",
               (unsigned long)row->rank, before, before == 1 ? "" : "s");
    return assay_candidate_lists_fail(lists, row, err);
}

// Ranks of a sorted list grow where scores differ, and leave out no place.
static assay_status check_ranks(const assay_candidate_lists *lists,
                                const assay_listed *list, size_t n,
                                uint32_t lowest, assay_error *err)
{
    for (size_t i = 1; i < n; i++) {
        const bool known = list[i].rank != ASSAY_NO_RANK;
        if (known && list[i].score != list[i - 1].score &&
            list[i].rank <= list[i - 1].rank)
            return refuse_rank(lists, list, i, err);
    }
    for (size_t i = 0; i < n; i++) {
        const bool known = list[i].rank != ASSAY_NO_RANK;
        if (known && list[i].rank - lowest > i)
            return refuse_gap(lists, &list[i], i, err);
    }
    return ASSAY_OK;
}

// `last[r]` is the list, from 1, in which reference r was last seen.
static assay_status check_twice(const assay_candidate_lists *lists,
                                const assay_listed *list, size_t n,
                                uint32_t *last, assay_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const uint32_t mark = list[i].probe + 1;
        if (last[list[i].reference] != mark) {
            last[list[i].reference] = mark;
            continue;
        }
        assay_fail(err, ASSAY_EINPUT,
                   "this reference is in the list of this search already: give "
                   "each candidate once, with its best score");
        return assay_candidate_lists_fail(lists, &list[i], err);
    }
    return ASSAY_OK;
}

static assay_status check_acquired(const assay_candidate_lists *lists,
                                   const assay_listed *list, size_t n,
                                   assay_error *err)
{
    const uint8_t *probe = assay_sample_list_lost(lists->probes);
    const uint8_t *reference = assay_sample_list_lost(lists->references);
    const bool no_probe = n && probe && probe[list->probe];
    size_t i = 0;
    while (!no_probe && i < n && !(reference && reference[list[i].reference]))
        i++;
    if (i == n) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the %s was not acquired (its acquired is 0 in %.80s), but here "
               "it has a score: correct one of them",
               no_probe ? "probe" : "reference",
               assay_base_name(assay_sample_list_path(
                   no_probe ? lists->probes : lists->references)));
    return assay_candidate_lists_fail(lists, &list[i], err);
}

// Where ranks begin: 0 if some row has it, else 1.
static uint32_t find_lowest(const assay_candidate_lists *lists)
{
    uint32_t lowest = 1;
    for (uint64_t i = 0; i < lists->row_count; i++)
        if (lists->row[i].rank == 0) lowest = 0;
    return lowest;
}

static assay_status check_list(assay_candidate_lists *lists, size_t probe,
                               uint32_t lowest, uint32_t *last,
                               assay_error *err)
{
    const size_t n = (size_t)(lists->first[probe + 1] - lists->first[probe]);
    if (!n) return ASSAY_OK;
    assay_listed *list = lists->row + lists->first[probe];
    sort_list(lists, list, n);
    ASSAY_TRY(check_acquired(lists, list, n, err));
    ASSAY_TRY(check_twice(lists, list, n, last, err));
    ASSAY_TRY(check_ranks(lists, list, n, lowest, err));
    if (n > lists->longest) lists->longest = n;
    return ASSAY_OK;
}

static assay_status check_lists(assay_candidate_lists *lists, size_t probes,
                                assay_error *err)
{
    const size_t references = assay_sample_list_count(lists->references);
    ASSAY_AUTO(assay_drop)
    uint32_t *last = assay_new(0, references, sizeof *last);
    if (!last) return assay_fail_memory(err, "the references");
    const uint32_t lowest = find_lowest(lists);
    for (size_t p = 0; p < probes; p++)
        ASSAY_TRY(check_list(lists, p, lowest, last, err));
    return ASSAY_OK;
}

// Moves each row to the list of its probe; `next` is where each list goes on.
static void move_rows(assay_candidate_lists *lists, size_t probes,
                      uint64_t *next)
{
    for (size_t p = 0; p < probes; p++) {
        while (next[p] < lists->first[p + 1]) {
            assay_listed *here = &lists->row[next[p]];
            assay_listed *there = &lists->row[next[here->probe]++];
            const assay_listed kept = *there;
            *there = *here;
            *here = kept;
        }
    }
}

static assay_status make_lists(assay_candidate_lists *lists, size_t probes,
                               assay_error *err)
{
    lists->first = assay_new(0, probes + 1, sizeof *lists->first);
    ASSAY_AUTO(assay_drop) uint64_t *next = assay_new(0, probes, sizeof *next);
    if (!lists->first || !next) return assay_fail_memory(err, "the searches");
    for (uint64_t i = 0; i < lists->row_count; i++)
        lists->first[lists->row[i].probe + 1]++;
    for (size_t p = 0; p < probes; p++) lists->first[p + 1] += lists->first[p];
    if (probes) memcpy(next, lists->first, probes * sizeof *next);
    move_rows(lists, probes, next);
    return ASSAY_OK;
}

assay_status assay_candidate_rows_close(assay_candidate_lists *lists,
                                        assay_error *err)
{
    const size_t probes = assay_sample_list_count(lists->probes);
    // Each probe has a place in `told`, mentioned or not.
    if (probes)
        ASSAY_TRY(assay_candidate_rows_tell(lists, (uint32_t)probes, 0, err));
    ASSAY_TRY(make_lists(lists, probes, err));
    return check_lists(lists, probes, err);
}
