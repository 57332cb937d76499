// SPDX-License-Identifier: Apache-2.0
#include "count/marked.h"

#include "base/alloc.h"
#include "base/spool.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096 };

struct assay_marked {
    assay_spool *spool;
    const assay_watch *watch;
    assay_marked_row filling[CHUNK]; // the last rows
    assay_marked_row reading[CHUNK];
    size_t filled;
    uint64_t chunks; // in the spool
    // Distinct marks in order of first sight, found by an open table of places.
    uint32_t *marks;
    uint32_t *places; // `room` of them, a power of 2; UINT32_MAX: free
    size_t count, room;
    uint32_t *rank; // place among the sorted ones, once closed
};

assay_status assay_marked_new(const char *spool, size_t memory,
                              const assay_watch *watch, assay_marked **out,
                              assay_error *err)
{
    *out = NULL;
    assay_marked *marked = assay_new(sizeof *marked, 0, 0);
    if (!marked) return assay_fail_memory(err, "the rows");
    marked->watch = watch;
    const assay_status status = assay_spool_new(
        spool, memory ? memory : ASSAY_SPOOL_MEMORY, &marked->spool, err);
    if (status != ASSAY_OK) {
        assay_marked_free(marked);
        return status;
    }
    *out = marked;
    return ASSAY_OK;
}

static size_t place_of(const assay_marked *marked, uint32_t mark)
{
    size_t at = (size_t)((mark * 0x9E3779B97F4A7C15u) >> 32);
    for (at &= marked->room - 1;; at = (at + 1) & (marked->room - 1)) {
        const uint32_t place = marked->places[at];
        if (place == UINT32_MAX || marked->marks[place] == mark) return at;
    }
}

static bool grow(assay_marked *marked)
{
    const size_t room = marked->room ? marked->room * 2 : 64;
    uint32_t *places = assay_new(0, room, sizeof *places);
    if (!places || !assay_grow(&marked->marks, room, sizeof *marked->marks)) {
        assay_free(places);
        return false;
    }
    memset(places, 0xFF, room * sizeof *places);
    assay_free(marked->places);
    marked->places = places;
    marked->room = room;
    for (uint32_t i = 0; i < marked->count; i++)
        places[place_of(marked, marked->marks[i])] = i;
    return true;
}

// The number of a mark, in order of first sight.
static bool number_of(assay_marked *marked, uint32_t mark, uint32_t *number)
{
    if (2 * (marked->count + 1) > marked->room && !grow(marked)) return false;
    const size_t at = place_of(marked, mark);
    if (marked->places[at] == UINT32_MAX) {
        marked->places[at] = (uint32_t)marked->count;
        marked->marks[marked->count++] = mark;
    }
    *number = marked->places[at];
    return true;
}

assay_status assay_marked_add(assay_marked *marked, const assay_marked_row *row,
                              assay_error *err)
{
    if (marked->filled == CHUNK) {
        ASSAY_TRY(assay_spool_add(marked->spool, marked->filling,
                                  sizeof marked->filling, err));
        marked->chunks++;
        marked->filled = 0;
    }
    assay_marked_row *to = &marked->filling[marked->filled];
    *to = *row;
    if (!number_of(marked, row->mark, &to->mark))
        return assay_fail_memory(err, "the rows");
    marked->filled++;
    return ASSAY_OK;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

assay_status assay_marked_close(assay_marked *marked, assay_error *err)
{
    const size_t n = marked->count;
    ASSAY_AUTO(assay_drop) uint32_t *seen = assay_new(0, n, sizeof *seen);
    marked->rank = assay_new(0, n, sizeof *marked->rank);
    if (!seen || !marked->rank) return assay_fail_memory(err, "the rows");
    if (!n) return ASSAY_OK;
    memcpy(seen, marked->marks, n * sizeof *seen);
    qsort(marked->marks, n, sizeof *marked->marks, ascending);
    for (size_t i = 0; i < n; i++) {
        const uint32_t *at = bsearch(&seen[i], marked->marks, n,
                                     sizeof *marked->marks, ascending);
        marked->rank[i] = (uint32_t)(at - marked->marks);
    }
    assay_free(marked->places);
    marked->places = NULL;
    marked->room = 0;
    return ASSAY_OK;
}

const uint32_t *assay_marked_marks(const assay_marked *marked, size_t *count)
{
    *count = marked->count;
    return marked->marks;
}

uint64_t assay_marked_rows(const assay_marked *marked)
{
    return marked->chunks * CHUNK + marked->filled;
}

// Shows `n` rows with the places of their marks, through `reading`.
static assay_status show(assay_marked *marked, size_t n,
                         assay_marked_work *work, void *context,
                         assay_error *err)
{
    for (size_t i = 0; i < n; i++)
        marked->reading[i].mark = marked->rank[marked->reading[i].mark];
    return n ? work(context, marked->reading, n, err) : ASSAY_OK;
}

static assay_status tell(const assay_marked *marked, uint64_t chunk,
                         assay_error *err)
{
    enum { EACH = 256 };
    if (chunk % EACH) return ASSAY_OK;
    return assay_go_on(marked->watch, "counting rows apart", chunk * CHUNK,
                       assay_marked_rows(marked), err);
}

assay_status assay_marked_scan(assay_marked *marked, assay_marked_work *work,
                               void *context, assay_error *err)
{
    const size_t bytes = sizeof marked->reading;
    for (uint64_t c = 0; c < marked->chunks; c++) {
        ASSAY_TRY(tell(marked, c, err));
        ASSAY_TRY(assay_spool_read(marked->spool, c * bytes, marked->reading,
                                   bytes, err));
        ASSAY_TRY(show(marked, CHUNK, work, context, err));
    }
    memcpy(marked->reading, marked->filling,
           marked->filled * sizeof *marked->filling);
    return show(marked, marked->filled, work, context, err);
}

void assay_marked_free(assay_marked *marked)
{
    if (!marked) return;
    assay_spool_free(marked->spool);
    assay_free(marked->marks);
    assay_free(marked->places);
    assay_free(marked->rank);
    assay_free(marked);
}
