// SPDX-License-Identifier: Apache-2.0
// One walk over a view serves both ways: a codec either appends each number or
// takes it back, so that writer and reader can't differ.
#include "count/pack.h"

#include "base/alloc.h"
#include "count/view_store.h"

#include <string.h>

enum { MAGIC = 0x31564341, VERSION = 1, WITH_FLOOR = 2 }; // "ACV1"
enum { WITH_PAIRS = 2 }; // added to either: error pairs follow
enum { PEOPLE_MOST = 1 << 24, POINTS_MOST = 1 << 16, LABELS_MOST = 64 };
enum { CELLS_MOST = 1 << 28 }; // people x points

typedef struct codec {
    bool reading;
    bool failed; // bytes that no packing made
    bool no_memory;
    unsigned char *out; // writing
    size_t size, room;
    const unsigned char *in; // reading
    size_t end, at;
    const uint32_t *person; // canonical place -> index; NULL: the same
} codec;

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

// Seven bits a byte, the lowest first; the top bit says that more follow.
static void number(codec *c, uint64_t *value)
{
    if (!c->reading) {
        uint64_t rest = *value;
        for (; rest >= 128; rest >>= 7) put(c, (unsigned char)(rest | 128));
        put(c, (unsigned char)rest);
        return;
    }
    uint64_t sum = 0;
    for (unsigned shift = 0;; shift += 7) {
        const unsigned char byte = get(c);
        if (shift == 63 && byte > 1) c->failed = true;
        if (c->failed) break;
        sum |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128)) break;
    }
    *value = c->failed ? 0 : sum;
}

static void number32(codec *c, uint32_t *value)
{
    uint64_t wide = *value;
    number(c, &wide);
    if (wide > UINT32_MAX) c->failed = true;
    *value = (uint32_t)wide;
}

// A count that memory will be taken for.
static void length(codec *c, size_t *value, size_t most)
{
    uint64_t wide = *value;
    number(c, &wide);
    if (wide > most) c->failed = true;
    *value = c->failed && c->reading ? 0 : (size_t)wide;
}

static void flag(codec *c, bool *value)
{
    uint64_t wide = *value;
    number(c, &wide);
    if (wide > 1) c->failed = true;
    *value = wide == 1;
}

static void wide(codec *c, assay_wide *value)
{
    number(c, &value->low);
    number(c, &value->high);
}

static void real(codec *c, double *value)
{
    uint64_t bits = 0;
    memcpy(&bits, value, sizeof bits);
    for (unsigned i = 0; i < 8; i++) {
        if (!c->reading)
            put(c, (unsigned char)(bits >> 8 * i));
        else if (i == 0)
            bits = get(c);
        else
            bits |= (uint64_t)get(c) << 8 * i;
    }
    memcpy(value, &bits, sizeof bits);
}

static void text(codec *c, assay_arena *arena, const char **value)
{
    enum { LONGEST = 4096 };
    const char *from = *value ? *value : "";
    size_t n = strlen(from);
    length(c, &n, LONGEST);
    if (!c->reading) {
        for (size_t i = 0; i < n; i++) put(c, (unsigned char)from[i]);
        return;
    }
    char *copy = assay_arena_new(arena, n + 1, 1);
    if (!copy) c->no_memory = true;
    for (size_t i = 0; copy && i < n; i++) copy[i] = (char)get(c);
    *value = copy ? copy : "";
}

static void *array(codec *c, assay_arena *arena, size_t n, size_t each)
{
    void *made = assay_arena_new(arena, n + 1, each);
    if (!made) c->no_memory = true;
    return made;
}

static bool broken(const codec *c)
{
    return c->failed || c->no_memory;
}

// People x columns of numbers, most of them 0: how far to the next that isn't,
// plus 1, and it; 0 ends.
typedef struct table {
    uint64_t *wide; // one of the two
    uint32_t *narrow;
} table;

static uint64_t cell(const table *t, size_t i)
{
    return t->wide ? t->wide[i] : t->narrow[i];
}

static void write_table(codec *c, const table *t, size_t people, size_t columns)
{
    uint64_t gap = 1;
    for (size_t p = 0; p < people; p++) {
        const size_t row = c->person ? c->person[p] : p;
        for (size_t k = 0; k < columns; k++, gap++) {
            uint64_t value = cell(t, row * columns + k);
            if (!value) continue;
            number(c, &gap);
            number(c, &value);
            gap = 0;
        }
    }
    gap = 0;
    number(c, &gap);
}

static void read_table(codec *c, table *t, size_t people, size_t columns)
{
    const uint64_t cells = (uint64_t)people * columns;
    for (uint64_t at = 0; !broken(c);) {
        uint64_t gap = 0;
        uint64_t value = 0;
        number(c, &gap);
        if (!gap) return;
        number(c, &value);
        if (gap > cells - at || (t->narrow && value > UINT32_MAX))
            c->failed = true;
        if (broken(c)) return;
        at += gap;
        if (t->wide)
            t->wide[at - 1] = value;
        else if (t->narrow)
            t->narrow[at - 1] = (uint32_t)value;
    }
}

// Whether a table is there; and, when reading, whether it may be made.
static bool begin_table(codec *c, bool there, size_t people, size_t columns)
{
    flag(c, &there);
    if (columns && people > CELLS_MOST / columns) c->failed = true;
    return there && !broken(c);
}

static void code_table(codec *c, table *t, size_t people, size_t columns)
{
    if (!t->wide && !t->narrow) c->no_memory = true;
    if (broken(c)) return;
    if (c->reading)
        read_table(c, t, people, columns);
    else
        write_table(c, t, people, columns);
}

static void wide_table(codec *c, uint64_t **cells, size_t people,
                       size_t columns)
{
    if (!begin_table(c, *cells != NULL, people, columns)) return;
    if (c->reading) *cells = assay_new(0, people * columns, sizeof **cells);
    code_table(c, &(table){*cells, NULL}, people, columns);
}

static void narrow_table(codec *c, uint32_t **cells, size_t people,
                         size_t columns)
{
    if (!begin_table(c, *cells != NULL, people, columns)) return;
    if (c->reading) *cells = assay_new(0, people * columns, sizeof **cells);
    code_table(c, &(table){NULL, *cells}, people, columns);
}

static void labels(codec *c, assay_view *view)
{
    assay_arena *arena = &view->store->arena;
    length(c, &view->label_count, LABELS_MOST);
    const size_t n = view->label_count;
    assay_label *own = array(c, arena, n, sizeof *own);
    for (size_t i = 0; own && i < n && !broken(c); i++) {
        if (!c->reading) own[i] = view->labels[i];
        text(c, arena, &own[i].attribute);
        text(c, arena, &own[i].value);
    }
    if (c->reading) view->labels = own;
    flag(c, &view->same_references);
    flag(c, &view->unknown);
}

static void classes(codec *c, assay_view *view)
{
    for (int k = 0; k < ASSAY_CLASSES; k++) {
        number(c, &view->trials[k]);
        number(c, &view->failed[k]);
        number(c, &view->no_probe[k]);
        number(c, &view->no_reference[k]);
        real(c, &view->moments[k].mean);
        real(c, &view->moments[k].variance);
        flag(c, &view->moments[k].infinite);
        number32(c, &view->key_low[k]);
        number32(c, &view->key_high[k]);
        number32(c, &view->mode_key[k]);
        number(c, &view->mode_count[k]);
    }
}

static void samples(codec *c, assay_view *view)
{
    for (int side = 0; side < ASSAY_SIDES; side++) {
        flag(c, &view->samples[side].known);
        flag(c, &view->samples[side].by_person);
        number(c, &view->samples[side].tried);
        number(c, &view->samples[side].lost);
    }
}

static void buckets(codec *c, assay_view *view)
{
    length(c, &view->bucket_count, ASSAY_BUCKETS);
    if (c->reading) {
        view->store->buckets = array(c, &view->store->arena, view->bucket_count,
                                     sizeof *view->store->buckets);
        view->buckets = view->store->buckets;
    }
    uint32_t least = 0;
    for (size_t i = 0; i < view->bucket_count && !broken(c); i++) {
        assay_bucket *b = &view->store->buckets[i];
        number32(c, &b->bucket);
        number(c, &b->count[0]);
        number(c, &b->count[1]);
        if (b->bucket < least || b->bucket >= ASSAY_BUCKETS) c->failed = true;
        least = b->bucket + 1;
    }
}

static void point(codec *c, assay_point *p)
{
    uint64_t purpose = p->purpose;
    number(c, &purpose);
    if (purpose > ASSAY_FOR_BAND) c->failed = true;
    if (c->reading) p->purpose = (assay_purpose)purpose;
    real(c, &p->target);
    number(c, &p->most);
    flag(c, &p->own);
    number32(c, &p->key);
    number(c, &p->tied);
}

static void points(codec *c, assay_view *view)
{
    assay_arena *arena = &view->store->arena;
    length(c, &view->point_count, POINTS_MOST);
    const size_t n = view->point_count;
    if (c->reading) {
        view->store->points = array(c, arena, n, sizeof(assay_point));
        view->store->events = array(c, arena, n, sizeof(assay_events));
        view->points = view->store->points;
        view->events = view->store->events;
    }
    for (size_t i = 0; i < n && !broken(c); i++) {
        assay_events *e = &view->store->events[i];
        point(c, &view->store->points[i]);
        if (i && view->points[i].key < view->points[i - 1].key)
            c->failed = true;
        number(c, &e->false_matches);
        number(c, &e->false_non_matches);
        wide(c, &e->sum_e2);
        wide(c, &e->sum_em);
        wide(c, &e->balanced);
        wide(c, &e->balanced2);
    }
}

static void crossing(codec *c, assay_view *view)
{
    assay_crossing *x = &view->crossing;
    flag(c, &x->found);
    for (int i = 0; i < 2; i++) {
        number32(c, &x->key[i]);
        number(c, &x->false_matches[i]);
        number(c, &x->false_non_matches[i]);
    }
}

static void area(codec *c, assay_view *view)
{
    assay_area *a = &view->area;
    flag(c, &a->counted);
    flag(c, &a->by_pair);
    wide(c, &a->wins2);
    wide(c, &a->squares[0]);
    wide(c, &a->squares[1]);
    wide(c, &a->pair_q2);
    wide(c, &a->pair_qm);
}

static void balance_columns(codec *c, assay_view *view)
{
    struct assay_view_store *store = view->store;
    if (c->reading)
        store->balanced_of = array(c, &store->arena, view->point_count,
                                   sizeof *store->balanced_of);
    store->balanced_points = 0;
    for (size_t p = 0; p < view->point_count && !broken(c); p++) {
        const bool band = view->points[p].purpose == ASSAY_FOR_BAND;
        store->balanced_of[p] =
            band ? UINT32_MAX : (uint32_t)store->balanced_points++;
    }
}

static void people(codec *c, assay_view *view)
{
    struct assay_view_store *store = view->store;
    size_t n = view->people;
    length(c, &n, PEOPLE_MOST);
    view->people = (uint32_t)n;
    flag(c, &view->disjoint_roles);
    flag(c, &view->balanced);
    number(c, &view->pairs);
    wide(c, &view->sum_m2);
    number(c, &view->most_m);
    balance_columns(c, view);
    for (int r = 0; r < ASSAY_ROLES && !broken(c); r++) {
        wide_table(c, &store->margins[r], n, 1);
        narrow_table(c, &store->errors[r], n, view->point_count);
        wide_table(c, &store->placements[r], n, 1);
    }
    for (int side = 0; side < 2 && !broken(c); side++) {
        wide_table(c, &store->partners[side], n, 1);
        wide_table(c, &store->balanced[side], n, store->balanced_points);
    }
    for (int side = 0; side < ASSAY_SIDES && !broken(c); side++) {
        wide_table(c, &store->tried[side], n, 1);
        wide_table(c, &store->lost[side], n, 1);
    }
}

static void below(codec *c, assay_view *view)
{
    uint64_t known = view->below;
    number32(c, &view->floor);
    number(c, &known);
    if (!view->floor || known > ASSAY_BELOW_COUNTED) c->failed = true;
    if (c->reading) view->below = (assay_below)known;
    number(c, &view->below_sample);
    number(c, &view->floor_matches);
    number(c, &view->floor_non_matches);
    flag(c, &view->crossing.edges);
    flag(c, &view->area.bounded);
    wide(c, &view->area.least2);
    wide(c, &view->area.most2);
}

static bool is_after(const assay_error_pair *a, const assay_error_pair *b)
{
    if (a->first != b->first) return a->first < b->first;
    if (a->second != b->second) return a->second < b->second;
    return a->column < b->column && a->trials == b->trials;
}

// Whether a pair that was read can stand behind the one before it (or NULL).
static bool is_pair(const assay_view *view, const assay_error_pair *before,
                    const assay_error_pair *pair)
{
    const bool placed = view->disjoint_roles ? pair->first != pair->second
                                             : pair->first < pair->second;
    if (!placed || pair->first >= view->people || pair->second >= view->people)
        return false;
    if (pair->column >= view->point_count || !pair->errors ||
        pair->errors > pair->trials)
        return false;
    return !before || is_after(before, pair);
}

static void error_pair(codec *c, uint32_t *last, assay_error_pair *pair)
{
    uint32_t more = pair->first - *last;
    number32(c, &more);
    if (c->reading && more > UINT32_MAX - *last) c->failed = true;
    if (c->reading) pair->first = *last + more;
    *last = pair->first;
    number32(c, &pair->second);
    number32(c, &pair->column);
    number32(c, &pair->errors);
    number(c, &pair->trials);
}

static void error_pairs(codec *c, assay_view *view)
{
    assay_error_pairs *list = &view->store->error_pairs;
    uint32_t last = 0;
    list->kept = true;
    length(c, &list->from, POINTS_MOST);
    length(c, &list->count, ASSAY_ERROR_PAIRS_MOST);
    // No more are made room for than there are bytes for.
    if (c->reading && list->count > c->end - c->at) c->failed = true;
    if (broken(c)) return;
    if (c->reading)
        list->items = assay_new(0, list->count, sizeof *list->items);
    if (!list->items && list->count) c->no_memory = true;
    for (size_t i = 0; i < list->count && !broken(c); i++) {
        error_pair(c, &last, &list->items[i]);
        if (!is_pair(view, i ? &list->items[i - 1] : NULL, &list->items[i]))
            c->failed = true;
    }
}

static uint64_t version_of(const assay_view *view)
{
    const uint64_t version = view->floor ? WITH_FLOOR : VERSION;
    return version + (view->store->error_pairs.kept ? WITH_PAIRS : 0);
}

static void walk(codec *c, assay_view *view)
{
    uint64_t magic = MAGIC;
    uint64_t version = version_of(view);
    number(c, &magic);
    number(c, &version);
    if (magic != MAGIC || version < VERSION ||
        version > WITH_FLOOR + WITH_PAIRS)
        c->failed = true;
    if (broken(c)) return;
    const bool pairs = version > WITH_FLOOR;
    if (pairs) version -= WITH_PAIRS;
    labels(c, view);
    classes(c, view);
    samples(c, view);
    buckets(c, view);
    points(c, view);
    crossing(c, view);
    area(c, view);
    flag(c, &view->has_people);
    if (view->has_people && !broken(c)) people(c, view);
    if (version == WITH_FLOOR && !broken(c)) below(c, view);
    if (pairs && !broken(c)) error_pairs(c, view);
}

static uint32_t *people_in_order(const assay_view *view)
{
    uint32_t *person = assay_new(0, view->people, sizeof *person);
    for (uint32_t i = 0; person && i < view->people; i++)
        person[view->store->rank ? view->store->rank[i] : i] = i;
    return person;
}

assay_status assay_view_pack(const assay_view *view, unsigned char **bytes,
                             size_t *size, assay_error *err)
{
    *bytes = NULL;
    *size = 0;
    ASSAY_AUTO(assay_drop) uint32_t *person = people_in_order(view);
    if (!person) return assay_fail_memory(err, "the counts");
    assay_error_pairs_sort(&view->store->error_pairs, view->store->rank,
                           view->disjoint_roles);
    codec c = {.person = person};
    assay_view copy = *view; // the walk reads and writes; here it only reads
    walk(&c, &copy);
    if (c.no_memory || c.failed) {
        assay_free(c.out);
        return c.no_memory ? assay_fail_memory(err, "the counts")
                           : assay_fail(err, ASSAY_EUNSUPPORTED,
                                        "too many people and thresholds to "
                                        "keep their counts; leave them out "
                                        "with --counts none");
    }
    *bytes = c.out;
    *size = c.size;
    return ASSAY_OK;
}

// What the accessors rely on.
static bool whole(const assay_view *view)
{
    const struct assay_view_store *s = view->store;
    if (!view->has_people) return true;
    for (int r = 0; r < ASSAY_ROLES; r++)
        if (!s->margins[r]) return false;
    if (!view->balanced) return true;
    return s->partners[0] && s->balanced[0] &&
           (!view->disjoint_roles || (s->partners[1] && s->balanced[1]));
}

assay_status assay_view_unpack(const unsigned char *bytes, size_t size,
                               assay_view **out, assay_error *err)
{
    *out = NULL;
    assay_view *view = assay_new(sizeof *view, 0, 0);
    if (view) view->store = assay_new(sizeof *view->store, 0, 0);
    if (!view || !view->store) {
        assay_view_free(view);
        return assay_fail_memory(err, "the counts");
    }
    codec c = {.reading = true, .in = bytes, .end = size};
    walk(&c, view);
    const bool bad = c.failed || c.at != size || !whole(view);
    if (!bad && !c.no_memory) {
        *out = view;
        return ASSAY_OK;
    }
    assay_view_free(view);
    if (c.no_memory) return assay_fail_memory(err, "the counts");
    assay_fail(err, ASSAY_EINPUT, "these are no packed counts");
    return assay_fail_byte(err, "", c.at);
}
