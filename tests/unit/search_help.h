// SPDX-License-Identifier: Apache-2.0
/// Random searches, and what a double loop finds in them.
#ifndef UNIT_SEARCH_HELP_H
#define UNIT_SEARCH_HELP_H

#include "base/alloc.h"
#include "base/order.h"
#include "search/search_run.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    HELP_ROWS = 48,
    HELP_DIMENSIONS = 40,
    HELP_PAIRS = HELP_ROWS * HELP_ROWS,
    HELP_GALLERIES = 5,
    HELP_LENGTH = 5
};

typedef struct help_side {
    assay_matrix matrix;
    uint32_t person[HELP_ROWS], sample[HELP_ROWS];
    uint8_t lost[HELP_ROWS];
    bool some_lost;
    float value[HELP_ROWS][HELP_DIMENSIONS]; // what the bytes mean
    unsigned char bytes[HELP_ROWS * HELP_DIMENSIONS * 4];
} help_side;

typedef struct help_case {
    uint64_t state;
    help_side side[2];
    uint64_t members[HELP_ROWS];
    assay_search_options options;
    assay_search_turns turns;
} help_case;

static inline uint32_t help_next(help_case *c)
{
    c->state = c->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(c->state >> 33);
}

static inline assay_status help_read(void *context, uint64_t first,
                                     size_t count, void *to, assay_error *err)
{
    const help_side *s = context;
    const size_t row = s->matrix.dimensions * assay_value_size(s->matrix.type);
    (void)err;
    assert_true(first + count <= s->matrix.rows);
    if (count) memcpy(to, s->bytes + first * row, count * row);
    return ASSAY_OK;
}

// Small integers: every type holds them and scores tie. float32 and float16
// also take quarters and a little noise.
static inline void help_value(help_case *c, help_side *s, size_t row, size_t k)
{
    const size_t size = assay_value_size(s->matrix.type);
    unsigned char *to = s->bytes + (row * s->matrix.dimensions + k) * size;
    const uint32_t r = help_next(c);
    int whole = (int)(r % 7) - (s->matrix.type == ASSAY_VALUE_U8 ? 0 : 3);
    if (r % 97 == 0) whole *= 20;
    float value = (float)whole;
    if (s->matrix.type == ASSAY_VALUE_F32) {
        if (r & 1024) value += (float)(help_next(c) % 1000) / 1024.0f;
        memcpy(to, &value, 4);
    } else if (s->matrix.type == ASSAY_VALUE_F16) {
        // 1.m x 2^e of a few m and e, and subnormals
        const uint16_t bits =
            (uint16_t)((r & 0x8000) | (r >> 16 & 7) << 7 |
                       (r % 5 ? (12 + (r >> 20) % 6) << 10 : 0));
        const int e = bits >> 10 & 31;
        value = (float)ldexp((double)((bits & 1023) + (e ? 1024 : 0)),
                             (e ? e : 1) - 25);
        if (bits & 0x8000) value = -value;
        memcpy(to, &bits, 2);
    } else {
        *to = (unsigned char)whole;
    }
    s->value[row][k] = value;
}

static inline bool help_zero(const help_side *s, size_t row)
{
    for (size_t k = 0; k < s->matrix.dimensions; k++)
        if (s->value[row][k] != 0) return false;
    return true;
}

static inline void help_copy_row(help_side *s, size_t to, size_t from)
{
    const size_t row = s->matrix.dimensions * assay_value_size(s->matrix.type);
    memcpy(s->bytes + to * row, s->bytes + from * row, row);
    memcpy(s->value[to], s->value[from], sizeof s->value[to]);
}

static inline void help_make_side(help_case *c, help_side *s, const char *name,
                                  uint32_t first_sample)
{
    static const assay_value_type types[] = {ASSAY_VALUE_F32, ASSAY_VALUE_F16,
                                             ASSAY_VALUE_I8, ASSAY_VALUE_U8};
    const uint32_t people = 1 + help_next(c) % 12;
    s->matrix.name = name;
    s->matrix.rows = help_next(c) % (HELP_ROWS + 1);
    s->matrix.type = types[help_next(c) % 4];
    s->matrix.start = 128;
    s->matrix.context = s;
    s->matrix.read = help_read;
    s->some_lost = help_next(c) % 2;
    for (uint32_t r = 0; r < s->matrix.rows; r++) {
        s->person[r] = help_next(c) % people;
        s->sample[r] = first_sample + (uint32_t)((r * 7) % HELP_ROWS);
        s->lost[r] = s->some_lost && help_next(c) % 5 == 0;
        for (size_t k = 0; k < s->matrix.dimensions; k++)
            help_value(c, s, r, k);
        if (r && help_next(c) % 6 == 0) help_copy_row(s, r, help_next(c) % r);
        if (help_zero(s, r) && !s->lost[r]) {
            const size_t size = assay_value_size(s->matrix.type);
            const float one =
                s->matrix.type == ASSAY_VALUE_F16 ? (float)ldexp(1, -14) : 1;
            unsigned char *to = s->bytes + r * s->matrix.dimensions * size;
            s->value[r][0] = one;
            if (s->matrix.type == ASSAY_VALUE_F32)
                memcpy(to, &one, 4);
            else if (s->matrix.type == ASSAY_VALUE_F16)
                to[0] = 0, to[1] = 4;
            else
                to[0] = 1;
        }
    }
}

static inline assay_search_side help_search_side(help_side *s)
{
    return (assay_search_side){.matrix = &s->matrix,
                               .person = s->person,
                               .sample = s->sample,
                               .lost = s->some_lost ? s->lost : NULL};
}

/// The random search number `seed`.
static inline void help_make(help_case *c, unsigned seed)
{
    static const uint64_t tails[] = {1, 2, 5, 40, 1 << 20, 0};
    static const assay_body bodies[] = {ASSAY_BODY_NONE, ASSAY_BODY_EXACT,
                                        ASSAY_BODY_SAMPLE};
    memset(c, 0, sizeof *c);
    c->state = seed * 7919u + 1u;
    for (int i = 0; i < 3; i++) (void)help_next(c);
    const uint32_t dimensions = 1 + help_next(c) % HELP_DIMENSIONS;
    c->side[0].matrix.dimensions = dimensions;
    c->side[1].matrix.dimensions = dimensions;
    help_make_side(c, &c->side[0], "probes.npy", 0);
    help_make_side(c, &c->side[1], "references.npy",
                   help_next(c) % 2 ? 1000 : 7);
    assay_search_options *o = &c->options;
    o->metric = (assay_metric)(help_next(c) % 3);
    o->all_pairs = help_next(c) % 4 == 0;
    o->probes = help_search_side(&c->side[0]);
    o->references = help_search_side(&c->side[1]);
    if (!o->all_pairs) o->galleries.count = help_next(c) % (HELP_GALLERIES + 1);
    o->galleries.list_length = 1 + help_next(c) % HELP_LENGTH;
    const bool few = help_next(c) % 3 == 0; // most are in no gallery
    for (size_t r = 0; r < HELP_ROWS; r++)
        c->members[r] = few && help_next(c) % 16
                            ? 0
                            : help_next(c) & ((1u << o->galleries.count) - 1);
    if (o->galleries.count != 1 || help_next(c) % 2)
        o->galleries.members = c->members;
    o->tail = tails[help_next(c) % 6];
    o->body = bodies[help_next(c) % 3];
    o->seed = help_next(c);
    o->threads = 1;
    c->turns.grid.probe_rows = 1 + help_next(c) % HELP_ROWS;
    c->turns.grid.reference_rows = 1 + help_next(c) % HELP_ROWS;
    c->turns.sample = 1 + help_next(c) % HELP_PAIRS;
    c->turns.filter_all = help_next(c) % 3;
}

static inline double help_norm(const float *value, size_t d)
{
    double lane[16] = {0};
    for (size_t k = 0; k < d; k++)
        lane[k % 16] += (double)value[k] * (double)value[k];
    for (int half = 8; half; half /= 2)
        for (int l = 0; l < half; l++) lane[l] += lane[l + half];
    return sqrt(lane[0]);
}

// The reference arithmetic, as search.h puts it.
static inline float help_score(const help_case *c, const help_side *sa,
                               size_t ra, const help_side *sb, size_t rb)
{
    const size_t d = sa->matrix.dimensions;
    volatile float lane[16] = {0}; // nothing is kept wider
    const double norm[2] = {help_norm(sa->value[ra], d),
                            help_norm(sb->value[rb], d)};
    for (size_t k = 0; k < d; k++) {
        float a = sa->value[ra][k];
        float b = sb->value[rb][k];
        if (c->options.metric == ASSAY_COSINE) {
            a = (float)((double)a / norm[0]);
            b = (float)((double)b / norm[1]);
        }
        const volatile float off = a - b;
        const volatile float product =
            c->options.metric == ASSAY_L2 ? off * off : a * b;
        lane[k % 16] = lane[k % 16] + product;
    }
    for (int half = 8; half; half /= 2)
        for (int l = 0; l < half; l++) lane[l] = lane[l] + lane[l + half];
    const float sum = lane[0];
    return (c->options.metric == ASSAY_L2 ? -sqrtf(sum) : sum) + 0.0f;
}

/// What a double loop finds. Arrays of fixed size stand in for those of
/// assay_found.
typedef struct help_found {
    uint64_t comparisons[2];
    assay_pair_found mates[HELP_PAIRS], all[HELP_PAIRS];
    size_t mate_count, all_count, tail_count;
    uint32_t floor;
    assay_candidate lists[HELP_ROWS][HELP_GALLERIES][HELP_ROWS];
    unsigned used[HELP_ROWS][HELP_GALLERIES];
} help_found;

static inline int help_compare_pairs(const void *a, const void *b)
{
    const assay_pair_found *x = a;
    const assay_pair_found *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    if (x->probe != y->probe) return x->probe < y->probe ? -1 : 1;
    return (x->reference > y->reference) - (x->reference < y->reference);
}

static inline int help_compare_candidates(const void *a, const void *b)
{
    const assay_candidate *x = a;
    const assay_candidate *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    return (x->person > y->person) - (x->person < y->person);
}

static inline void help_list(help_found *f, size_t probe, unsigned g,
                             uint32_t person, uint32_t key)
{
    assay_candidate *list = f->lists[probe][g];
    unsigned at = 0;
    while (at < f->used[probe][g] && list[at].person != person) at++;
    if (at == f->used[probe][g]) {
        f->used[probe][g]++;
        list[at] = (assay_candidate){0, person};
    }
    if (key > list[at].key) list[at].key = key;
}

static inline void help_meet(const help_case *c, help_found *f, uint32_t p,
                             uint32_t r)
{
    const help_side *a = &c->side[0];
    const help_side *b = c->options.all_pairs ? a : &c->side[1];
    if (a->lost[p] || b->lost[r] || a->sample[p] == b->sample[r]) return;
    if (c->options.all_pairs && a->sample[p] > b->sample[r]) return;
    const uint32_t key = assay_key_of(help_score(c, a, p, b, r));
    const assay_pair_found pair = {key, p, r};
    const bool mated = a->person[p] == b->person[r];
    f->comparisons[mated]++;
    if (mated)
        f->mates[f->mate_count++] = pair;
    else
        f->all[f->all_count++] = pair;
    for (unsigned g = 0; !mated && g < c->options.galleries.count; g++)
        if (!c->options.galleries.members ||
            c->options.galleries.members[r] >> g & 1)
            help_list(f, p, g, b->person[r], key);
}

static inline uint64_t help_references(const help_case *c)
{
    return c->side[c->options.all_pairs ? 0 : 1].matrix.rows;
}

static inline void help_find(const help_case *c, uint64_t capacity,
                             help_found *f)
{
    memset(f, 0, sizeof *f);
    for (uint32_t p = 0; p < c->side[0].matrix.rows; p++)
        for (uint32_t r = 0; r < help_references(c); r++) help_meet(c, f, p, r);
    qsort(f->mates, f->mate_count, sizeof *f->mates, help_compare_pairs);
    qsort(f->all, f->all_count, sizeof *f->all, help_compare_pairs);
    if (f->all_count > capacity) f->floor = f->all[capacity].key;
    while (f->tail_count < f->all_count && f->all[f->tail_count].key > f->floor)
        f->tail_count++;
    for (size_t p = 0; p < HELP_ROWS; p++)
        for (unsigned g = 0; g < c->options.galleries.count; g++)
            qsort(f->lists[p][g], f->used[p][g], sizeof(assay_candidate),
                  help_compare_candidates);
}

static inline void help_check_lists(const help_case *c, const help_found *f,
                                    const assay_found *found)
{
    const unsigned length = found->list_length;
    for (size_t p = 0; p < found->probe_rows; p++)
        for (unsigned g = 0; g < found->galleries; g++) {
            const size_t at = p * found->galleries + g;
            const unsigned used =
                f->used[p][g] < length ? f->used[p][g] : length;
            assert_int_equal(found->list_used[at], used);
            for (unsigned k = 0; k < length; k++) {
                const assay_candidate none = {0, 0};
                const assay_candidate want =
                    k < used ? f->lists[p][g][k] : none;
                assert_int_equal(found->lists[at * length + k].key, want.key);
                assert_int_equal(found->lists[at * length + k].person,
                                 want.person);
            }
        }
    (void)c;
}

static inline void help_check_body(const help_found *f,
                                   const assay_found *found)
{
    if (!found->body) return;
    if (found->body_sampled) {
        assert_true(found->body->total <= f->all_count);
        return;
    }
    static assay_tally_bucket want[ASSAY_BUCKETS];
    memset(want, 0, sizeof want);
    for (size_t i = 0; i < f->all_count; i++) {
        const uint64_t low = f->all[i].key & 0xffff;
        want[f->all[i].key >> 16].count++;
        want[f->all[i].key >> 16].sum += low;
        want[f->all[i].key >> 16].square += low * low;
    }
    assert_int_equal(found->body->total, f->all_count);
    assert_memory_equal(found->body->buckets, want, sizeof want);
}

/// Asserts that `found` is what the double loop found.
static inline void help_check(const help_case *c, const help_found *f,
                              const assay_found *found)
{
    assert_int_equal(found->probe_rows, c->side[0].matrix.rows);
    assert_int_equal(found->reference_rows, help_references(c));
    assert_int_equal(found->all_pairs, c->options.all_pairs);
    for (int k = 0; k < 2; k++)
        assert_int_equal(found->comparisons[k], f->comparisons[k]);
    assert_int_equal(found->mate_count, f->mate_count);
    if (f->mate_count)
        assert_memory_equal(found->mates, f->mates,
                            f->mate_count * sizeof *f->mates);
    assert_int_equal(found->floor, f->floor);
    assert_int_equal(found->tail_count, f->tail_count);
    if (f->tail_count)
        assert_memory_equal(found->tail, f->all,
                            f->tail_count * sizeof *f->all);
    assert_int_equal(found->galleries, c->options.galleries.count);
    assert_int_equal(found->body != NULL, c->options.body != ASSAY_BODY_NONE);
    help_check_lists(c, f, found);
    help_check_body(f, found);
}

#endif
