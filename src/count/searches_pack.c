// SPDX-License-Identifier: Apache-2.0
// One walk serves both ways: a codec either appends each number or takes it
// back, so that writer and reader can't differ.
#include "count/searches_pack.h"

#include "base/alloc.h"

#include <string.h>

enum { MAGIC = 0x31534341, VERSION = 1 }; // "ACS1"
enum { GALLERIES_MOST = 1 << 16, LENGTH_MOST = 1 << 20 };
// Flags of a search.
enum { MATED = 1, ACQUIRED = 2, ENROLLED = 4, KNOWN = 8, AGAIN = 16, ALL = 31 };

typedef struct codec {
    bool reading;
    bool failed; // bytes that no packing made
    bool no_memory;
    unsigned char *out; // writing
    size_t size, room;
    const unsigned char *in; // reading
    size_t end, at;
    uint32_t lowest; // writing: candidates below can be left out
    uint64_t candidates_room;
} codec;

static bool broken(const codec *c)
{
    return c->failed || c->no_memory;
}

static void put(codec *c, unsigned char byte)
{
    if (c->no_memory) return;
    if (c->size == c->room) {
        const size_t room = c->room ? c->room * 2 : 4096;
        if (!assay_grow(&c->out, room, 1)) {
            c->no_memory = true;
            return;
        }
        c->room = room;
    }
    c->out[c->size++] = byte;
}

static unsigned char get(codec *c)
{
    if (c->at >= c->end) c->failed = true;
    return c->failed ? 0 : c->in[c->at++];
}

static uint64_t read_number(codec *c)
{
    uint64_t sum = 0;
    for (unsigned shift = 0;; shift += 7) {
        const unsigned char byte = get(c);
        if (shift == 63 && byte > 1) c->failed = true;
        if (c->failed) return 0;
        sum |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128)) return sum;
    }
}

// Seven bits a byte, the lowest first; the top bit says that more follow.
static void number(codec *c, uint64_t *value)
{
    if (c->reading) {
        *value = read_number(c);
        return;
    }
    uint64_t rest = *value;
    for (; rest >= 128; rest >>= 7) put(c, (unsigned char)(rest | 128));
    put(c, (unsigned char)rest);
}

// A number of at most `most`.
static void number_to(codec *c, uint32_t *value, uint64_t most)
{
    uint64_t wide = *value;
    number(c, &wide);
    if (wide > most) c->failed = true;
    *value = c->failed ? 0 : (uint32_t)wide;
}

static void flag(codec *c, bool *value)
{
    uint32_t one = *value;
    number_to(c, &one, 1);
    *value = one == 1;
}

// How many things follow, each of a byte or more: so many bytes must be there
// before memory is taken.
static void length(codec *c, uint64_t *count)
{
    number(c, count);
    if (c->reading && *count > c->end - c->at) c->failed = true;
    if (c->failed) *count = 0;
}

static void *array(codec *c, uint64_t n, size_t each)
{
    void *made = assay_new(0, (size_t)n + 1, each);
    if (!made) c->no_memory = true;
    return made;
}

static void people(codec *c, assay_searches *s)
{
    uint64_t n = s->people_count;
    length(c, &n);
    if (n > UINT32_MAX) c->failed = true;
    if (broken(c)) return;
    s->people_count = (uint32_t)n;
    if (c->reading) s->people = array(c, n, sizeof *s->people);
    for (uint32_t p = 0; p < s->people_count && !broken(c); p++) {
        assay_searched_person *person = &s->people[p];
        uint32_t profile = person->profile;
        number_to(c, &profile, UINT16_MAX);
        person->profile = (uint16_t)profile;
        flag(c, &person->enrolled);
        number_to(c, &person->images, UINT32_MAX);
    }
}

// A set of people, eight to a byte.
static void bits(codec *c, uint64_t **set, uint32_t count)
{
    const size_t words = (size_t)count / 64 + 1;
    if (c->reading) *set = array(c, words, sizeof **set);
    for (uint32_t p = 0; p < count && !broken(c); p += 8) {
        uint64_t *word = &(*set)[p / 64];
        const unsigned shift = p % 64;
        if (!c->reading) {
            put(c, (unsigned char)(*word >> shift));
            continue;
        }
        const unsigned char byte = get(c);
        if (count - p < 8 && byte >> (count - p)) c->failed = true;
        *word |= (uint64_t)byte << shift;
    }
}

static void galleries(codec *c, assay_searches *s)
{
    uint64_t n = s->gallery_count;
    length(c, &n);
    if (n > GALLERIES_MOST) c->failed = true;
    if (broken(c)) return;
    if (c->reading) s->galleries = array(c, n, sizeof *s->galleries);
    s->gallery_count = c->no_memory ? 0 : (unsigned)n;
    for (unsigned g = 0; g < s->gallery_count && !broken(c); g++) {
        assay_gallery *gallery = &s->galleries[g];
        number_to(c, &gallery->identities, s->people_count);
        number_to(c, &gallery->attempted, s->people_count);
        number(c, &gallery->images);
        bits(c, &gallery->enrolled, s->people_count);
        if (!broken(c)) bits(c, &gallery->failed, s->people_count);
    }
}

// How many candidates of a list are kept, and above which key the rest lies.
static uint32_t kept(const codec *c, const assay_searched *search,
                     const assay_candidate *list, uint32_t *cut)
{
    uint32_t n = 0;
    *cut = search->cut;
    while (n < search->count &&
           (!n || list[n].key >= c->lowest ||
            (search->mate_known && list[n].key >= search->mate_key)))
        n++;
    if (n < search->count && list[n].key >= *cut) *cut = list[n].key + 1;
    return n;
}

static void candidate(codec *c, assay_candidate *one, uint32_t *key,
                      uint32_t people)
{
    uint32_t down = *key - one->key;
    number_to(c, &down, *key);
    number_to(c, &one->person, people ? people - 1 : 0);
    if (c->reading) one->key = *key - down;
    *key = one->key;
    if (!people) c->failed = true;
}

static bool more_room(codec *c, assay_searches *s, uint64_t more)
{
    const uint64_t want = s->candidate_count + more;
    if (!c->reading || want <= c->candidates_room) return true;
    const uint64_t room = want + want / 2 + 64;
    if (!assay_grow(&s->candidates, (size_t)room, sizeof *s->candidates)) {
        c->no_memory = true;
        return false;
    }
    c->candidates_room = room;
    return true;
}

static void candidates(codec *c, assay_searches *s, assay_searched *search)
{
    uint64_t n = 0;
    uint32_t key = UINT32_MAX, cut = search->cut;
    if (!c->reading && search->count)
        n = kept(c, search, s->candidates + search->first, &cut);
    number_to(c, &cut, UINT32_MAX);
    length(c, &n);
    if (n > UINT32_MAX) c->failed = true;
    if (broken(c) || !more_room(c, s, n)) return;
    if (c->reading) {
        search->cut = cut;
        search->first = s->candidate_count;
        search->count = (uint32_t)n;
        s->candidate_count += n;
    }
    for (uint64_t i = 0; i < n && !broken(c); i++)
        candidate(c, &s->candidates[search->first + i], &key, s->people_count);
}

static uint32_t flags_of(const assay_searched *search, bool again)
{
    return (search->mated ? MATED : 0u) | (search->acquired ? ACQUIRED : 0u) |
           (search->enrolled ? ENROLLED : 0u) |
           (search->mate_known ? KNOWN : 0u) | (again ? AGAIN : 0u);
}

// What tells the presentation; left out where it is that of the search before.
static void presentation(codec *c, const assay_searches *s,
                         assay_searched *search, const assay_searched *before)
{
    uint32_t profile = search->profile;
    uint32_t ahead = search->probe - (before ? before->probe : 0);
    const uint32_t most = s->people_count ? s->people_count - 1 : 0;
    number_to(c, &ahead, UINT32_MAX - (before ? before->probe : 0));
    number_to(c, &search->person, most);
    number_to(c, &profile, UINT16_MAX);
    if (!c->reading) return;
    search->probe = (before ? before->probe : 0) + ahead;
    search->profile = (uint16_t)profile;
}

static bool is_again(const assay_searched *search, const assay_searched *before)
{
    return before && before->probe == search->probe &&
           before->person == search->person &&
           before->profile == search->profile;
}

static void search(codec *c, assay_searches *s, uint64_t i)
{
    assay_searched *one = &s->searches[i];
    const assay_searched *before = i ? one - 1 : NULL;
    uint32_t flags = flags_of(one, is_again(one, before));
    uint32_t gallery = one->gallery;
    number_to(c, &flags, ALL);
    if ((flags & AGAIN) && !before) c->failed = true;
    if (broken(c)) return;
    if (c->reading && (flags & AGAIN)) {
        one->probe = before->probe;
        one->person = before->person;
        one->profile = before->profile;
    }
    if (!(flags & AGAIN)) presentation(c, s, one, before);
    number_to(c, &gallery, s->gallery_count ? s->gallery_count - 1 : 0);
    if (flags & KNOWN) number_to(c, &one->mate_key, UINT32_MAX);
    if (c->reading) {
        one->gallery = (uint16_t)gallery;
        one->mated = flags & MATED;
        one->acquired = flags & ACQUIRED;
        one->enrolled = flags & ENROLLED;
        one->mate_known = flags & KNOWN;
        if (!s->people_count || !s->gallery_count ||
            is_again(one, before) != ((flags & AGAIN) != 0))
            c->failed = true;
    }
    if (!broken(c)) candidates(c, s, one);
}

static void walk(codec *c, assay_searches *s)
{
    uint64_t magic = MAGIC, version = VERSION;
    number(c, &magic);
    number(c, &version);
    if (magic != MAGIC || version != VERSION) c->failed = true;
    number_to(c, &s->list_length, LENGTH_MOST);
    if (!s->list_length) c->failed = true;
    flag(c, &s->drawn);
    number_to(c, &s->pool, UINT32_MAX);
    if (!broken(c)) people(c, s);
    if (!broken(c)) galleries(c, s);
    uint64_t n = s->search_count;
    if (!broken(c)) length(c, &n);
    if (broken(c)) return;
    if (c->reading) s->searches = array(c, n, sizeof *s->searches);
    s->search_count = c->no_memory ? 0 : n;
    for (uint64_t i = 0; i < s->search_count && !broken(c); i++)
        search(c, s, i);
}

assay_status assay_searches_pack(const assay_searches *searches,
                                 uint32_t lowest, size_t most,
                                 unsigned char **bytes, size_t *size,
                                 assay_error *err)
{
    codec c = {.lowest = lowest};
    assay_searches copy = *searches; // the walk reads and writes; here it reads
    *bytes = NULL;
    *size = 0;
    walk(&c, &copy);
    if (broken(&c) || c.size > most) {
        assay_free(c.out);
        return c.no_memory ? assay_fail_memory(err, "the searches") : ASSAY_OK;
    }
    *bytes = c.out;
    *size = c.size;
    return ASSAY_OK;
}

assay_status assay_searches_unpack(const unsigned char *bytes, size_t size,
                                   assay_searches **out, assay_error *err)
{
    *out = NULL;
    assay_searches *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "the searches");
    codec c = {.reading = true, .in = bytes, .end = size};
    walk(&c, s);
    if (!broken(&c) && c.at == size) {
        *out = s;
        return ASSAY_OK;
    }
    assay_searches_free(s);
    if (c.no_memory) return assay_fail_memory(err, "the searches");
    assay_fail(err, ASSAY_EINPUT, "these are no packed searches");
    return assay_fail_byte(err, "", c.at);
}
