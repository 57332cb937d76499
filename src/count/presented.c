// SPDX-License-Identifier: Apache-2.0
#include "count/presented.h"

#include "base/alloc.h"

#include <string.h>

enum { BUCKETS = 65536, DIGIT = 256 };

static bool counts_in(const bool *profiles, const assay_marked_row *row)
{
    return !profiles || profiles[row->profile];
}

typedef struct totals {
    const bool *profiles;
    uint64_t *of;
} totals;

static assay_status add_totals(void *context, const assay_marked_row *rows,
                               size_t n, assay_error *err)
{
    const totals *t = context;
    (void)err;
    for (size_t i = 0; i < n; i++)
        t->of[rows[i].mark] += counts_in(t->profiles, &rows[i]);
    return ASSAY_OK;
}

assay_status assay_presented_totals(assay_marked *rows, const bool *profiles,
                                    uint64_t *of, assay_error *err)
{
    size_t marks = 0;
    totals t = {profiles, of};
    (void)assay_marked_marks(rows, &marks);
    memset(of, 0, marks * sizeof *of);
    return assay_marked_scan(rows, add_totals, &t, err);
}

// A byte of the keys that are looked for, the highest first.
typedef struct digits {
    assay_presented_rank *ranks;
    size_t n;
    unsigned shift; // of the byte
    uint64_t (*seen)[DIGIT];
} digits;

// The first rank of a mark.
static size_t first_of(const digits *d, size_t mark)
{
    size_t from = 0, to = d->n;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (d->ranks[middle].mark < mark)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static assay_status add_digits(void *context, const assay_marked_row *rows,
                               size_t n, assay_error *err)
{
    const digits *d = context;
    // The bytes above are found already.
    const uint64_t known = ~(uint64_t)0 << (d->shift + 8);
    (void)err;
    for (size_t i = 0; i < n; i++)
        for (size_t r = first_of(d, rows[i].mark);
             r < d->n && d->ranks[r].mark == rows[i].mark; r++)
            if (!((d->ranks[r].key ^ rows[i].key) & known))
                d->seen[r][rows[i].key >> d->shift & 0xFF]++;
    return ASSAY_OK;
}

// The byte in which the rank lies, from the greatest on.
static void settle(assay_presented_rank *rank, const uint64_t *seen,
                   unsigned shift)
{
    uint32_t digit = DIGIT - 1;
    while (digit > 0 && seen[digit] < rank->rank) rank->rank -= seen[digit--];
    rank->key |= digit << shift;
}

assay_status assay_presented_ranks(assay_marked *rows,
                                   assay_presented_rank *ranks, size_t n,
                                   assay_error *err)
{
    ASSAY_AUTO(assay_drop)
    uint64_t(*seen)[DIGIT] = assay_new(0, n + 1, sizeof *seen);
    if (!seen) return assay_fail_memory(err, "the thresholds");
    for (size_t r = 0; r < n; r++) ranks[r].key = 0;
    for (unsigned byte = 4; byte-- > 0;) {
        digits d = {ranks, n, 8 * byte, seen};
        memset(seen, 0, n * sizeof *seen);
        ASSAY_TRY(assay_marked_scan(rows, add_digits, &d, err));
        for (size_t r = 0; r < n; r++) settle(&ranks[r], seen[r], d.shift);
    }
    return ASSAY_OK;
}

typedef struct above {
    const assay_presented_keys *at;
    uint64_t *counts;
} above;

static assay_status add_above(void *context, const assay_marked_row *rows,
                              size_t n, assay_error *err)
{
    const above *a = context;
    const assay_presented_keys *at = a->at;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        size_t from = 0, to = at->n; // keys below `from` pass
        if (!counts_in(at->profiles, &rows[i])) continue;
        while (from < to) {
            const size_t middle = (from + to) / 2;
            if (at->keys[middle] <= rows[i].key)
                from = middle + 1;
            else
                to = middle;
        }
        if (from) a->counts[rows[i].mark * at->n + from - 1]++;
    }
    return ASSAY_OK;
}

assay_status assay_presented_above(assay_marked *rows,
                                   const assay_presented_keys *at,
                                   uint64_t *counts, assay_error *err)
{
    size_t marks = 0;
    const size_t n = at->n;
    above a = {at, counts};
    (void)assay_marked_marks(rows, &marks);
    memset(counts, 0, marks * n * sizeof *counts);
    ASSAY_TRY(assay_marked_scan(rows, add_above, &a, err));
    for (size_t m = 0; m < marks; m++)
        for (size_t k = n; k-- > 1;) counts[m * n + k - 1] += counts[m * n + k];
    return ASSAY_OK;
}

static assay_status add_persons(void *context, const assay_marked_row *rows,
                                size_t n, assay_error *err)
{
    const assay_presented_people *of = context;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].mark != of->mark || !counts_in(of->profiles, &rows[i]))
            continue;
        of->trials_of[rows[i].person]++;
        of->passed_of[rows[i].person] += rows[i].key >= of->key;
    }
    return ASSAY_OK;
}

assay_status assay_presented_persons(assay_marked *rows,
                                     assay_presented_people *of,
                                     assay_error *err)
{
    memset(of->trials_of, 0, of->people * sizeof *of->trials_of);
    memset(of->passed_of, 0, of->people * sizeof *of->passed_of);
    return assay_marked_scan(rows, add_persons, of, err);
}

typedef struct buckets {
    uint64_t (*counts)[2];
    size_t mark;
} buckets;

static assay_status add_buckets(void *context, const assay_marked_row *rows,
                                size_t n, assay_error *err)
{
    const buckets *b = context;
    (void)err;
    for (size_t i = 0; i < n; i++)
        b->counts[rows[i].key >> 16][rows[i].mark == b->mark]++;
    return ASSAY_OK;
}

assay_status assay_presented_buckets(assay_marked *rows, size_t mark,
                                     uint64_t (*counts)[2], assay_error *err)
{
    buckets b = {counts, mark};
    memset(counts, 0, BUCKETS * sizeof *counts);
    return assay_marked_scan(rows, add_buckets, &b, err);
}
