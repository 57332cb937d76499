// SPDX-License-Identifier: Apache-2.0
// A table of the templates that were seen: open addressing over their digests,
// each with the row that had it first. Digests are spread evenly, so their
// first bits say where to look.
#include "read/twins.h"

#include "base/alloc.h"
#include "base/digest.h"

#include <string.h>

enum { BLOCK = 1 << 20 };

// What was said of a template already, in place of two bits of its digest.
#define SHARED 0x80000000u // by two samples
#define APART 0x40000000u  // by two people
#define DIGEST 0x3fffffffu

__extension__ typedef unsigned __int128 wide;

typedef struct entry {
    uint64_t high;
    uint32_t low;
    uint32_t row; // of all sets, from 1; 0: an empty place
} entry;

typedef struct table {
    const assay_twins_set *sets;
    unsigned set_count;
    const assay_watch *watch;
    assay_twins *out;
    entry *entries;
    uint64_t size;
    uint8_t *seen; // bit s: sample s was in an earlier set
    uint32_t samples;
    unsigned char *block;
    uint64_t bytes, bytes_read;
} table;

static void end_table(table *t)
{
    assay_free(t->entries);
    assay_free(t->seen);
    assay_free(t->block);
}

static size_t row_size(const assay_matrix *matrix)
{
    return matrix->dimensions * assay_value_size(matrix->type);
}

static size_t rows_at_once(const assay_matrix *matrix)
{
    const size_t n = BLOCK / row_size(matrix);
    return n ? n : 1;
}

static assay_status make_table(table *t, assay_error *err)
{
    uint64_t rows = 0;
    size_t block = 1;
    for (unsigned s = 0; s < t->set_count; s++) {
        const assay_twins_set *set = &t->sets[s];
        const size_t size = row_size(set->matrix) * rows_at_once(set->matrix);
        rows += set->matrix->rows;
        t->bytes += set->matrix->rows * row_size(set->matrix);
        if (size > block) block = size;
        for (uint64_t r = 0; r < set->matrix->rows; r++)
            if (set->sample[r] >= t->samples) t->samples = set->sample[r] + 1;
    }
    if (rows >= UINT32_MAX)
        return assay_fail(err, ASSAY_EINPUT,
                          "2^32 - 1 rows or more: templates can't be compared "
                          "with each other");
    t->size = rows + rows / 4 + 1;
    t->entries = assay_new(0, (size_t)t->size, sizeof *t->entries);
    t->seen = assay_new(0, (size_t)t->samples / 8 + 1, 1);
    t->block = assay_new(0, block, 1);
    if (!t->entries || !t->seen || !t->block)
        return assay_fail_memory(err, "what templates were seen");
    assay_scattered(t->entries, (size_t)t->size * sizeof *t->entries);
    return ASSAY_OK;
}

static bool is_zero(const unsigned char *row, size_t n)
{
    return row[0] == 0 && memcmp(row, row + 1, n - 1) == 0;
}

static entry digest_of(const unsigned char *row, size_t n)
{
    unsigned char digest[ASSAY_DIGEST_SHORT];
    entry e = {0};
    assay_digest_short(row, n, digest);
    memcpy(&e.high, digest, sizeof e.high);
    memcpy(&e.low, digest + sizeof e.high, sizeof e.low);
    e.low &= DIGEST;
    return e;
}

// Where this template is, or where it would be.
static entry *find(const table *t, const entry *key)
{
    uint64_t at = (uint64_t)((wide)key->high * t->size >> 64);
    for (;;) {
        entry *e = &t->entries[at];
        if (!e->row) return e;
        if (e->high == key->high && (e->low & DIGEST) == key->low) return e;
        at = at + 1 < t->size ? at + 1 : 0;
    }
}

// The set and row of a row of all sets, from 1.
static unsigned set_of(const table *t, uint32_t all, uint64_t *row)
{
    unsigned s = 0;
    *row = all - 1;
    while (*row >= t->sets[s].matrix->rows) *row -= t->sets[s++].matrix->rows;
    return s;
}

static void meet(const table *t, entry *before, uint32_t now)
{
    assay_twin twin;
    assay_twins *out = t->out;
    for (int i = 0; i < 2; i++)
        twin.set[i] = set_of(t, i ? now : before->row, &twin.row[i]);
    const assay_twins_set *a = &t->sets[twin.set[0]];
    const assay_twins_set *b = &t->sets[twin.set[1]];
    const bool is_new = !(before->low & SHARED);
    out->templates += is_new;
    out->samples += is_new ? 2 : 1;
    before->low |= SHARED;
    if (a->person[twin.row[0]] != b->person[twin.row[1]]) {
        out->people += !(before->low & APART);
        before->low |= APART;
    }
    if (out->shown < ASSAY_TWINS_SHOWN) out->first[out->shown++] = twin;
}

static void look_at(const table *t, const assay_twins_set *set, uint64_t r,
                    const unsigned char *row, uint32_t all)
{
    const size_t n = row_size(set->matrix);
    const uint32_t sample = set->sample[r];
    if (set->lost && set->lost[r]) return;
    if (t->seen[sample / 8] >> (sample % 8) & 1) return;
    if (is_zero(row, n)) return;
    entry key = digest_of(row, n);
    entry *place = find(t, &key);
    key.row = all;
    if (place->row)
        meet(t, place, all);
    else
        *place = key;
}

static assay_status tell(table *t, size_t bytes, assay_error *err)
{
    t->bytes_read += bytes;
    return assay_go_on(t->watch, "reading", t->bytes_read, t->bytes, err);
}

static assay_status look_at_set(table *t, const assay_twins_set *set,
                                uint32_t before, assay_error *err)
{
    const assay_matrix *m = set->matrix;
    const size_t most = rows_at_once(m);
    const size_t size = row_size(m);
    for (uint64_t first = 0; first < m->rows; first += most) {
        const uint64_t left = m->rows - first;
        const size_t n = left < most ? (size_t)left : most;
        ASSAY_TRY(m->read(m->context, first, n, t->block, err));
        for (size_t i = 0; i < n; i++)
            look_at(t, set, first + i, t->block + i * size,
                    before + (uint32_t)(first + i) + 1);
        ASSAY_TRY(tell(t, n * size, err));
    }
    for (uint64_t r = 0; r < m->rows; r++)
        t->seen[set->sample[r] / 8] |= (uint8_t)(1u << set->sample[r] % 8);
    return ASSAY_OK;
}

assay_status assay_twins_find(const assay_twins_set *sets, unsigned set_count,
                              const assay_watch *watch, assay_twins *out,
                              assay_error *err)
{
    ASSAY_AUTO(end_table)
    table t = {
        .sets = sets, .set_count = set_count, .watch = watch, .out = out};
    uint32_t before = 0;
    memset(out, 0, sizeof *out);
    ASSAY_TRY(make_table(&t, err));
    for (unsigned s = 0; s < set_count; s++) {
        ASSAY_TRY(look_at_set(&t, &sets[s], before, err));
        before += (uint32_t)sets[s].matrix->rows;
    }
    return ASSAY_OK;
}
