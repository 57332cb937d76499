// SPDX-License-Identifier: Apache-2.0
// One walk serves both ways: a codec either appends each number or takes it
// back, so that writer and reader can't differ.
#include "base/alloc.h"
#include "count/found_fill.h"
#include "count/found_sort.h"

#include <string.h>

enum { MAGIC = 0x31464341, VERSION = 1 }; // "ACF1"

typedef struct codec {
    bool reading;
    bool failed; // bytes that no packing made
    bool no_memory;
    unsigned char *out; // writing
    size_t size, room;
    const unsigned char *in; // reading
    size_t end, at;
} codec;

static bool broken(const codec *c)
{
    return c->failed || c->no_memory;
}

static bool refuse_if(codec *c, bool bad)
{
    if (bad) c->failed = true;
    return bad;
}

static void put_number(codec *c, uint64_t value)
{
    enum { LONGEST = 10 };
    if (c->no_memory) return;
    if (c->room - c->size < LONGEST) {
        const size_t room = c->room ? c->room * 2 : 4096;
        if (!assay_grow(&c->out, room, 1)) {
            c->no_memory = true;
            return;
        }
        c->room = room;
    }
    for (; value >= 128; value >>= 7)
        c->out[c->size++] = (unsigned char)(value | 128);
    c->out[c->size++] = (unsigned char)value;
}

static uint64_t take_number(codec *c)
{
    uint64_t sum = 0;
    for (unsigned shift = 0; !c->failed; shift += 7) {
        if (refuse_if(c, c->at >= c->end)) break;
        const unsigned char byte = c->in[c->at++];
        if (refuse_if(c, shift == 63 && byte > 1)) break;
        if (refuse_if(c, shift && !byte)) break; // a longer form than needed
        sum |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128)) return sum;
    }
    return 0;
}

// Seven bits a byte, the lowest first; the top bit says that more follow.
static void number(codec *c, uint64_t *value)
{
    if (c->reading)
        *value = take_number(c);
    else
        put_number(c, *value);
}

static void number_up_to(codec *c, uint64_t *value, uint64_t most)
{
    number(c, value);
    if (refuse_if(c, *value > most)) *value = 0;
}

static void number32(codec *c, uint32_t *value)
{
    uint64_t wide = *value;
    number_up_to(c, &wide, UINT32_MAX);
    *value = (uint32_t)wide;
}

static void flag(codec *c, bool *value)
{
    uint64_t wide = *value;
    number_up_to(c, &wide, 1);
    *value = wide == 1;
}

// A count of things that take at least `each` bytes: no more than are left.
static void count_of(codec *c, uint64_t *value, unsigned each)
{
    number_up_to(c, value,
                 c->reading ? (uint64_t)(c->end - c->at) / each : UINT64_MAX);
}

// A key by how far it lies below the one before; never above it.
static void key_below(codec *c, uint32_t *key, uint32_t before)
{
    uint32_t gap = before - *key;
    number32(c, &gap);
    if (refuse_if(c, gap > before)) gap = 0;
    *key = before - gap;
}

static void head(codec *c, assay_found *f)
{
    uint64_t magic = MAGIC;
    uint64_t version = VERSION;
    uint64_t galleries = f->galleries;
    uint64_t length = f->list_length;
    number(c, &magic);
    number(c, &version);
    if (refuse_if(c, magic != MAGIC || version != VERSION)) return;
    number_up_to(c, &f->probe_rows, UINT32_MAX);
    number_up_to(c, &f->reference_rows, UINT32_MAX);
    flag(c, &f->all_pairs);
    number_up_to(c, &galleries, ASSAY_FOUND_GALLERIES_MOST);
    number_up_to(c, &length, ASSAY_FOUND_LIST_MOST);
    f->galleries = (unsigned)galleries;
    f->list_length = (unsigned)length;
    number(c, &f->comparisons[ASSAY_NON_MATED]);
    number(c, &f->comparisons[ASSAY_MATED]);
    number(c, &f->capacity);
    number32(c, &f->floor);
    flag(c, &f->body_sampled);
}

static void pairs(codec *c, const assay_found *f, assay_pair_found **at,
                  uint64_t *n)
{
    count_of(c, n, 3);
    if (broken(c)) return;
    if (c->reading) *at = assay_new(0, (size_t)*n, sizeof **at);
    if (c->reading && !*at) c->no_memory = true;
    uint32_t before = UINT32_MAX;
    for (uint64_t i = 0; i < *n && !broken(c); i++) {
        assay_pair_found *one = *at + i;
        key_below(c, &one->key, before);
        number32(c, &one->probe);
        number32(c, &one->reference);
        refuse_if(c, one->probe >= f->probe_rows ||
                         one->reference >= f->reference_rows ||
                         (i && !assay_pair_before(one - 1, one)));
        before = one->key;
    }
}

static void list(codec *c, assay_candidate *places, unsigned used)
{
    uint32_t before = UINT32_MAX;
    for (unsigned k = 0; k < used && !broken(c); k++) {
        key_below(c, &places[k].key, before);
        number32(c, &places[k].person);
        before = places[k].key;
        refuse_if(c, k && places[k - 1].key == before &&
                         places[k - 1].person >= places[k].person);
    }
}

static void lists(codec *c, assay_found *f)
{
    uint64_t n = f->probe_rows * f->galleries;
    if (refuse_if(c, c->reading && n > c->end - c->at)) return;
    if (c->reading) {
        f->lists = assay_new(0, (size_t)n, f->list_length * sizeof *f->lists);
        f->list_used = assay_new(0, (size_t)n, sizeof *f->list_used);
    }
    if (!f->lists || !f->list_used) c->no_memory = true;
    for (uint64_t i = 0; i < n && !broken(c); i++) {
        uint64_t used = f->list_used[i];
        number_up_to(c, &used, f->list_length);
        f->list_used[i] = (uint16_t)used;
        list(c, f->lists + i * f->list_length, (unsigned)used);
    }
}

static void write_buckets(codec *c, const assay_tally *t)
{
    uint64_t gap = 1;
    for (size_t b = 0; b < ASSAY_BUCKETS; b++, gap++) {
        const assay_tally_bucket *bucket = &t->buckets[b];
        if (!bucket->count) continue;
        put_number(c, gap);
        put_number(c, bucket->count);
        put_number(c, bucket->sum);
        put_number(c, bucket->square);
        gap = 0;
    }
    put_number(c, 0);
}

static void read_buckets(codec *c, assay_tally *t)
{
    uint64_t total = 0;
    for (uint64_t at = 0; !broken(c);) {
        const uint64_t gap = take_number(c);
        if (!gap) break;
        if (refuse_if(c, gap > ASSAY_BUCKETS - at)) return;
        at += gap;
        assay_tally_bucket *bucket = &t->buckets[at - 1];
        bucket->count = take_number(c);
        bucket->sum = take_number(c);
        bucket->square = take_number(c);
        refuse_if(c, !bucket->count || bucket->count > t->total - total);
        total += bucket->count;
    }
    refuse_if(c, total != t->total);
}

static bool ends_fit(const assay_tally *t)
{
    return !t->total || (t->low <= t->high && t->buckets[t->low >> 16].count &&
                         t->buckets[t->high >> 16].count);
}

static void body(codec *c, assay_found *f)
{
    bool there = f->body != NULL;
    flag(c, &there);
    if (!there || broken(c)) return;
    if (c->reading) f->body = assay_tally_new();
    if (!f->body) {
        c->no_memory = true;
        return;
    }
    number(c, &f->body->total);
    number32(c, &f->body->low);
    number32(c, &f->body->high);
    if (c->reading)
        read_buckets(c, f->body);
    else
        write_buckets(c, f->body);
    refuse_if(c, c->reading && !ends_fit(f->body));
}

static bool tail_fits(const assay_found *f)
{
    return f->tail_count <= f->capacity && f->capacity &&
           (!f->tail_count || f->tail[f->tail_count - 1].key > f->floor) &&
           f->mate_count == f->comparisons[ASSAY_MATED] &&
           f->tail_count <= f->comparisons[ASSAY_NON_MATED];
}

static void walk(codec *c, assay_found *f)
{
    head(c, f);
    if (!broken(c)) pairs(c, f, &f->mates, &f->mate_count);
    if (!broken(c)) pairs(c, f, &f->tail, &f->tail_count);
    if (!broken(c)) refuse_if(c, c->reading && !tail_fits(f));
    if (!broken(c)) lists(c, f);
    if (!broken(c)) body(c, f);
}

assay_status assay_found_pack(const assay_found *found, unsigned char **bytes,
                              size_t *size, assay_error *err)
{
    codec c = {0};
    assay_found copy = *found; // the walk reads and writes; here it only reads
    *bytes = NULL;
    *size = 0;
    walk(&c, &copy);
    if (broken(&c)) {
        assay_free(c.out);
        return c.no_memory ? assay_fail_memory(err, "what was found, packed")
                           : assay_fail(err, ASSAY_EUNSUPPORTED,
                                        "what was found is too large to pack");
    }
    *bytes = c.out;
    *size = c.size;
    return ASSAY_OK;
}

assay_status assay_found_unpack(const unsigned char *bytes, size_t size,
                                assay_found **out, assay_error *err)
{
    *out = NULL;
    assay_found *found = assay_new(sizeof *found, 0, 0);
    if (!found) return assay_fail_memory(err, "what was found");
    codec c = {.reading = true, .in = bytes, .end = size};
    walk(&c, found);
    const bool bad = c.failed || (!c.no_memory && c.at != size);
    found->mate_room = found->mate_count;
    found->tail_room = found->tail_count;
    if (!bad && !c.no_memory) {
        *out = found;
        return ASSAY_OK;
    }
    assay_found_free(found);
    if (!bad) return assay_fail_memory(err, "what was found");
    assay_fail(err, ASSAY_EINPUT, "these are no packed findings of a search");
    return assay_fail_byte(err, "", c.at);
}
