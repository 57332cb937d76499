// SPDX-License-Identifier: Apache-2.0
// Each string is a record in one growing buffer; a record starts at a multiple
// of 4 bytes, its unit. Slots of an open table, at most three quarters full,
// hold the unit of a record and 24 bits of its hash, so that a lookup touches
// two cache lines: the slots and the record.
//
//     slots    [tag:24 unit:40] [0] [tag unit] ...    0: empty
//     records  [index:32 length:16 text ... 0 padding] ...
//     units    index -> unit
//
// Both lines are prefetched for a block of strings before either is needed.
// While strings come in order there are no slots: what follows the last one is
// new. Slots are made with the first that doesn't.
//
// The hash is keyed with random bits, so nobody can write a file whose ids all
// fall into one slot; numbers don't depend on the hash.
#include "base/strings.h"

#include "base/alloc.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { BLOCK = 1024, UNIT = 4, FIRST_SLOTS = 256, TAG_SHIFT = 40 };

#define UNIT_MASK (((uint64_t)1 << TAG_SHIFT) - 1)

__extension__ typedef unsigned __int128 wide;

typedef struct record {
    uint32_t index;
    uint16_t length;
    char text[];
} record;

enum { HEAD = offsetof(record, text) };

struct assay_strings {
    uint64_t key[2];
    uint64_t *slots;
    size_t mask; // slots - 1
    char *records;
    size_t used; // units of `records`; unit 0 is left out
    size_t room; // units
    uint32_t *units;
    size_t units_room;
    uint32_t count;
    bool in_order; // so far; there are no slots
};

static void make_key(uint64_t key[2])
{
    if (getrandom(key, 16, GRND_NONBLOCK) == 16) return;
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    key[0] = (uint64_t)(uintptr_t)key * 0x9E3779B97F4A7C15u;
    key[1] = (uint64_t)now.tv_nsec * 0xD1B54A32D192ED03u;
}

assay_strings *assay_strings_new_in_order(void)
{
    assay_strings *strings = assay_new(sizeof *strings, 0, 0);
    if (!strings) return NULL;
    make_key(strings->key);
    strings->mask = FIRST_SLOTS - 1;
    strings->used = 1;
    strings->in_order = true;
    return strings;
}

assay_strings *assay_strings_new(void)
{
    assay_strings *strings = assay_strings_new_in_order();
    if (!strings) return NULL;
    strings->in_order = false;
    strings->slots = assay_new(0, FIRST_SLOTS, sizeof *strings->slots);
    if (strings->slots) return strings;
    assay_free(strings);
    return NULL;
}

void assay_strings_free(assay_strings *strings)
{
    if (!strings) return;
    assay_free(strings->slots);
    assay_free(strings->records);
    assay_free(strings->units);
    assay_free(strings);
}

static inline uint64_t load8(const char *p)
{
    uint64_t v = 0;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint64_t load4(const char *p)
{
    uint32_t v = 0;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Up to 16 bytes in two words; the words overlap where there are fewer.
static inline void two_words(const char *p, size_t n, uint64_t words[2])
{
    words[0] = words[1] = 0;
    if (n >= 8) {
        words[0] = load8(p);
        words[1] = load8(p + n - 8);
    } else if (n >= 4) {
        words[0] = load4(p);
        words[1] = load4(p + n - 4);
    } else if (n) {
        words[0] = (unsigned char)p[0];
        words[1] =
            (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
    }
}

// After wyhash (public domain): multiply keyed words, fold the halves.
static inline uint64_t hash_of(const assay_strings *strings, assay_slice s)
{
    const char *p = s.text;
    size_t n = s.length;
    uint64_t words[2];
    uint64_t state = strings->key[0] ^ s.length;
    for (; n > 16; n -= 16, p += 16)
        state = mix(load8(p) ^ strings->key[1], load8(p + 8) ^ state);
    two_words(p, n, words);
    state = mix(words[0] ^ strings->key[1], words[1] ^ state);
    return mix(state ^ 0xE7037ED1A0B428DBu, strings->key[1] ^ s.length);
}

static inline bool same_bytes(const char *a, const char *b, size_t n)
{
    uint64_t words_a[2], words_b[2];
    if (n > 16) return memcmp(a, b, n) == 0;
    two_words(a, n, words_a);
    two_words(b, n, words_b);
    return words_a[0] == words_b[0] && words_a[1] == words_b[1];
}

static inline const record *record_at(const assay_strings *strings,
                                      uint64_t unit)
{
    const void *at = strings->records + unit * UNIT;
    return at;
}

// The slot that holds `s`, or the empty one where it belongs.
static inline uint64_t *slot_of(const assay_strings *strings, assay_slice s,
                                uint64_t hash)
{
    for (size_t i = hash & strings->mask;; i = (i + 1) & strings->mask) {
        uint64_t *slot = &strings->slots[i];
        if (!*slot) return slot;
        if ((*slot ^ hash) >> TAG_SHIFT) continue;
        const record *r = record_at(strings, *slot & UNIT_MASK);
        if (r->length == s.length && same_bytes(r->text, s.text, s.length))
            return slot;
    }
}

// `n` slots, a power of two above the strings that there are.
static bool make_slots(assay_strings *strings, size_t n)
{
    uint64_t *slots = assay_new(0, n, sizeof *slots);
    if (!slots) return false;
    assay_scattered(slots, n * sizeof *slots);
    for (uint32_t k = 0; k < strings->count; k++) {
        const uint64_t unit = strings->units[k];
        const record *r = record_at(strings, unit);
        const uint64_t hash =
            hash_of(strings, (assay_slice){r->text, r->length});
        size_t i = hash & (n - 1);
        while (slots[i]) i = (i + 1) & (n - 1);
        slots[i] = hash >> TAG_SHIFT << TAG_SHIFT | unit;
    }
    assay_free(strings->slots);
    strings->slots = slots;
    strings->mask = n - 1;
    return true;
}

// Room for one more string of `length` bytes.
static bool make_room(assay_strings *strings, size_t length)
{
    const size_t units = (HEAD + length) / UNIT + 1;
    if (length > UINT16_MAX || strings->count == ASSAY_NO_STRING) return false;
    if (strings->used + units > UINT32_MAX) return false;
    if (strings->used + units > strings->room) {
        const size_t room = 2 * strings->room + units + 512;
        if (!assay_grow(&strings->records, room, UNIT)) return false;
        assay_scattered(strings->records, room * UNIT);
        strings->room = room;
    }
    if (strings->count == strings->units_room) {
        const size_t room = 2 * strings->units_room + 64;
        if (!assay_grow(&strings->units, room, sizeof *strings->units))
            return false;
        strings->units_room = room;
    }
    return true;
}

static size_t slots_of(const assay_strings *strings)
{
    return strings->mask + 1;
}

static bool is_full(const assay_strings *strings)
{
    return strings->count >= slots_of(strings) / 4 * 3;
}

// Puts a new string behind all others and returns its unit; 0 without memory.
static uint64_t append(assay_strings *strings, assay_slice s)
{
    if (!make_room(strings, s.length)) return 0;
    const size_t units = (HEAD + s.length) / UNIT + 1;
    const uint64_t unit = strings->used;
    char *at = strings->records + unit * UNIT;
    const record head = {strings->count, (uint16_t)s.length};
    memset(at + (units - 1) * UNIT, 0, UNIT);
    memcpy(at, &head, HEAD);
    if (s.length) memcpy(at + HEAD, s.text, s.length);
    strings->units[strings->count++] = (uint32_t)unit;
    strings->used += units;
    return unit;
}

static bool insert(assay_strings *strings, assay_slice s, uint64_t hash,
                   uint32_t *index)
{
    if (is_full(strings) && !make_slots(strings, 2 * slots_of(strings)))
        return false;
    const uint64_t unit = append(strings, s);
    if (!unit) return false;
    *slot_of(strings, s, hash) = hash >> TAG_SHIFT << TAG_SHIFT | unit;
    *index = strings->count - 1;
    return true;
}

static inline bool look_up(assay_strings *strings, assay_slice s, uint64_t hash,
                           uint32_t *index)
{
    const uint64_t slot = *slot_of(strings, s, hash);
    if (!slot) return insert(strings, s, hash, index);
    *index = record_at(strings, slot & UNIT_MASK)->index;
    return true;
}

// Hashes a block and asks for its slots. What equals the slice before it is
// marked in `same` and left out.
static void hash_block(const assay_strings *strings, const assay_slice *slices,
                       size_t n, uint64_t *hash, bool *same)
{
    for (size_t i = 0; i < n; i++) {
        const assay_slice s = slices[i];
        same[i] = i && s.length == slices[i - 1].length &&
                  same_bytes(s.text, slices[i - 1].text, s.length);
        if (same[i]) continue;
        hash[i] = hash_of(strings, s);
        __builtin_prefetch(&strings->slots[hash[i] & strings->mask]);
    }
}

// Asks for the records that the slots name.
static void fetch_block(const assay_strings *strings, size_t n,
                        const uint64_t *hash, const bool *same)
{
    for (size_t i = 0; i < n; i++) {
        if (same[i]) continue;
        const uint64_t slot = strings->slots[hash[i] & strings->mask];
        if (slot)
            __builtin_prefetch(strings->records + (slot & UNIT_MASK) * UNIT);
    }
}

static bool intern_block(assay_strings *strings, const assay_slice *slices,
                         size_t n, uint32_t *index)
{
    uint64_t hash[BLOCK];
    bool same[BLOCK];
    hash_block(strings, slices, n, hash, same);
    fetch_block(strings, n, hash, same);
    for (size_t i = 0; i < n; i++) {
        if (same[i])
            index[i] = index[i - 1];
        else if (!look_up(strings, slices[i], hash[i], &index[i]))
            return false;
    }
    return true;
}

static bool leave_order(assay_strings *strings)
{
    size_t n = slots_of(strings);
    while (strings->count >= n / 4 * 3) n *= 2;
    if (!make_slots(strings, n)) return false;
    strings->in_order = false;
    return true;
}

// Compares with the string of a number: the shorter comes first.
static int compare(const assay_strings *strings, assay_slice s, uint32_t index)
{
    const record *r = record_at(strings, strings->units[index]);
    if (s.length != r->length) return s.length < r->length ? -1 : 1;
    return s.length ? memcmp(s.text, r->text, s.length) : 0;
}

bool assay_strings_intern(assay_strings *strings, const assay_slice *slices,
                          size_t n, uint32_t *index)
{
    if (strings->in_order && !leave_order(strings)) return false;
    for (size_t i = 0; i < n; i += BLOCK) {
        const size_t part = n - i < BLOCK ? n - i : BLOCK;
        if (!intern_block(strings, slices + i, part, index + i)) return false;
    }
    return true;
}

bool assay_strings_add(assay_strings *strings, assay_slice slice,
                       uint32_t *index)
{
    if (strings->in_order) {
        const uint32_t n = strings->count;
        const int order = n ? compare(strings, slice, n - 1) : 1;
        *index = order ? n : n - 1;
        if (order >= 0) return order == 0 || append(strings, slice);
        if (!leave_order(strings)) return false;
    }
    return look_up(strings, slice, hash_of(strings, slice), index);
}

void assay_strings_expect(const assay_strings *strings, assay_slice slice)
{
    if (strings->in_order) return;
    __builtin_prefetch(
        &strings->slots[hash_of(strings, slice) & strings->mask]);
}

bool assay_strings_is(const assay_strings *strings, uint32_t index,
                      assay_slice slice)
{
    if (index >= strings->count) return false;
    const record *r = record_at(strings, strings->units[index]);
    return r->length == slice.length &&
           same_bytes(r->text, slice.text, slice.length);
}

static uint32_t find_in_order(const assay_strings *strings, assay_slice slice)
{
    uint32_t low = 0, high = strings->count;
    while (low < high) {
        const uint32_t mid = low + (high - low) / 2;
        const int order = compare(strings, slice, mid);
        if (!order) return mid;
        if (order > 0)
            low = mid + 1;
        else
            high = mid;
    }
    return ASSAY_NO_STRING;
}

uint32_t assay_strings_find(const assay_strings *strings, assay_slice slice)
{
    if (strings->in_order) return find_in_order(strings, slice);
    const uint64_t slot = *slot_of(strings, slice, hash_of(strings, slice));
    return slot ? record_at(strings, slot & UNIT_MASK)->index : ASSAY_NO_STRING;
}

void assay_strings_index(assay_strings *strings)
{
    if (strings->in_order) (void)leave_order(strings);
}

void assay_strings_settle(assay_strings *strings)
{
    assay_free(strings->slots);
    strings->slots = NULL;
}

uint32_t assay_strings_count(const assay_strings *strings)
{
    return strings->count;
}

assay_slice assay_strings_text(const assay_strings *strings, uint32_t index)
{
    const record *r = record_at(strings, strings->units[index]);
    return (assay_slice){r->text, r->length};
}

static int by_text(const void *a, const void *b, void *context)
{
    const assay_strings *strings = context;
    uint32_t i = 0, k = 0;
    memcpy(&i, a, sizeof i);
    memcpy(&k, b, sizeof k);
    const assay_slice x = assay_strings_text(strings, i);
    const assay_slice y = assay_strings_text(strings, k);
    const size_t shorter = x.length < y.length ? x.length : y.length;
    const int order = shorter ? memcmp(x.text, y.text, shorter) : 0;
    if (order) return order;
    return (x.length > y.length) - (x.length < y.length);
}

bool assay_strings_order(const assay_strings *strings, uint32_t *order)
{
    union {
        const assay_strings *in;
        void *out;
    } context = {strings}; // qsort_r() takes no const
    for (uint32_t i = 0; i < strings->count; i++) order[i] = i;
    if (strings->count)
        qsort_r(order, strings->count, sizeof *order, by_text, context.out);
    return true;
}
