// SPDX-License-Identifier: Apache-2.0
#include "evaluate/call.h"

#include "base/alloc.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

typedef enum kind {
    TEXT,
    TEXTS,
    PAIRS,
    NUMBERS,
    REAL,
    COUNT, // unsigned, and enumerations
    WIDE,
    FLAG
} kind;

typedef struct field {
    const char *key;
    kind kind;
    size_t at;
} field;

#define AT(member) offsetof(assay_templates_options, member)

static const field fields[] = {
    {"by", TEXTS, AT(common.by)},
    {"where", TEXTS, AT(common.where)},
    {"column", PAIRS, AT(common.columns)},
    {"about", PAIRS, AT(common.about)},
    {"require", TEXTS, AT(common.require)},
    {"confidence", REAL, AT(common.confidence)},
    {"reference-group", TEXTS, AT(common.groups.reference)},
    {"confirmatory", TEXTS, AT(common.groups.confirmatory)},
    {"composition", TEXTS, AT(common.groups.composition)},
    {"alpha", REAL, AT(common.groups.alpha)},
    {"margin", REAL, AT(common.groups.margin)},
    {"seed", WIDE, AT(common.seed)},
    {"min-subjects", COUNT, AT(common.min_subjects)},
    {"no-digest", FLAG, AT(common.no_digest)},
    {"no-counts", FLAG, AT(common.no_counts)},
    {"command", TEXT, AT(common.command)},
    {"rule", COUNT, AT(lists.rule)},
    {"fpir", NUMBERS, AT(lists.fpir)},
    {"threshold", NUMBERS, AT(lists.thresholds)},
    {"rank", NUMBERS, AT(lists.ranks)},
    {"size", NUMBERS, AT(lists.sizes)},
    {"list-length", COUNT, AT(lists.list_length)},
    {"target", COUNT, AT(lists.target)},
    {"set", TEXT, AT(set.matrix)},
    {"set-samples", TEXT, AT(set.samples)},
    {"probes", TEXT, AT(probes.matrix)},
    {"probes-samples", TEXT, AT(probes.samples)},
    {"references", TEXT, AT(references.matrix)},
    {"references-samples", TEXT, AT(references.samples)},
    {"all-pairs", FLAG, AT(all_pairs)},
    {"watchlist-size", COUNT, AT(watchlist_size)},
    {"repeat", COUNT, AT(repeat)},
    {"folds", COUNT, AT(folds)},
    {"metric", COUNT, AT(metric)},
    {"subjects", TEXT, AT(subjects)},
    {"fmr", NUMBERS, AT(fmr)},
    {"bootstrap", COUNT, AT(bootstrap)},
    {"body", COUNT, AT(body)},
    {"tail", WIDE, AT(tail)},
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

// Bytes that grow. A failure of memory is remembered.
typedef struct writer {
    char *bytes;
    size_t size, room;
    bool failed;
} writer;

static void put(writer *w, const char *text)
{
    const size_t n = strlen(text) + 1;
    if (w->size + n > w->room) {
        const size_t room = 2 * (w->size + n) + 256;
        if (w->failed || !assay_grow(&w->bytes, room, 1)) {
            w->failed = true;
            return;
        }
        w->room = room;
    }
    memcpy(w->bytes + w->size, text, n);
    w->size += n;
}

static void put_text(writer *w, const char *key, const char *text)
{
    if (!text) return;
    put(w, key);
    put(w, text);
}

static void put_real(writer *w, const char *key, double value)
{
    char text[32];
    text[assay_print_double(value, 0, text)] = '\0';
    put_text(w, key, text);
}

static void put_whole(writer *w, const char *key, uint64_t value)
{
    char text[24];
    char *at = text + sizeof text - 1;
    *at = '\0';
    do *--at = (char)('0' + value % 10);
    while (value /= 10);
    put_text(w, key, at);
}

static void put_lists(writer *w, const field *f, const void *from)
{
    const assay_texts *texts = from;
    const assay_pairs *pairs = from;
    const assay_numbers *numbers = from;
    if (f->kind == TEXTS)
        for (size_t i = 0; i < texts->count; i++)
            put_text(w, f->key, texts->items[i]);
    if (f->kind == NUMBERS)
        for (size_t i = 0; i < numbers->count; i++)
            put_real(w, f->key, numbers->items[i]);
    if (f->kind != PAIRS) return;
    for (size_t i = 0; i < pairs->count; i++) {
        put_text(w, f->key, pairs->items[i].key);
        put(w, pairs->items[i].value);
    }
}

static void put_field(writer *w, const field *f, const void *from)
{
    switch (f->kind) {
    case TEXT: {
        const char *text = NULL;
        memcpy(&text, from, sizeof text);
        put_text(w, f->key, text);
        return;
    }
    case REAL: put_real(w, f->key, *(const double *)from); return;
    case COUNT: put_whole(w, f->key, *(const unsigned *)from); return;
    case WIDE: put_whole(w, f->key, *(const uint64_t *)from); return;
    case FLAG: put_whole(w, f->key, *(const bool *)from); return;
    case TEXTS:
    case PAIRS:
    case NUMBERS: put_lists(w, f, from); return;
    }
}

assay_status assay_call_pack(const assay_templates_options *options,
                             unsigned char **bytes, size_t *size,
                             assay_error *err)
{
    writer w = {.bytes = NULL};
    for (size_t i = 0; i < FIELDS; i++)
        put_field(&w, &fields[i], (const char *)options + fields[i].at);
    *bytes = NULL;
    *size = 0;
    if (w.failed) {
        assay_free(w.bytes);
        return assay_fail_memory(err, "the call");
    }
    *bytes = (unsigned char *)w.bytes;
    *size = w.size;
    return ASSAY_OK;
}

// Bytes on their way back. `failed`: they are no call; `no_memory` is what it
// says.
typedef struct reader {
    const char *at, *end;
    assay_arena *arena;
    bool failed, no_memory;
} reader;

// The next text; "" and `failed` at the end.
static const char *take(reader *r)
{
    const size_t left = (size_t)(r->end - r->at);
    const char *text = r->at;
    const char *zero = left ? memchr(text, '\0', left) : NULL;
    if (!zero) {
        r->failed = true;
        return "";
    }
    r->at = zero + 1;
    return text;
}

static const char *keep(reader *r, const char *text)
{
    const char *kept = assay_arena_copy(r->arena, text, strlen(text));
    if (!kept) r->no_memory = true;
    return kept;
}

static double take_real(reader *r)
{
    double value = 0;
    bool overflow = false;
    const char *text = take(r);
    if (strcmp(text, "nan") == 0) return NAN;
    if (!assay_parse_double(assay_slice_of(text), &value, &overflow))
        r->failed = true;
    return value;
}

static uint64_t take_whole(reader *r, uint64_t most)
{
    uint64_t value = 0;
    if (!assay_parse_uint(assay_slice_of(take(r)), &value) || value > most)
        r->failed = true;
    return r->failed ? 0 : value;
}

// One more place in a list of the arena: `*items` of `*count`.
static void *one_more(reader *r, const void *items, size_t count, size_t each)
{
    char *more = assay_arena_new(r->arena, count + 1, each);
    if (!more) {
        r->no_memory = true;
        return NULL;
    }
    if (count) memcpy(more, items, count * each);
    return more;
}

static void take_text(reader *r, assay_texts *to)
{
    const char *text = keep(r, take(r));
    const char **items = one_more(r, to->items, to->count, sizeof *items);
    if (!items) return;
    items[to->count] = text;
    *to = (assay_texts){items, to->count + 1};
}

static void take_number(reader *r, assay_numbers *to)
{
    const double value = take_real(r);
    double *items = one_more(r, to->items, to->count, sizeof *items);
    if (!items) return;
    items[to->count] = value;
    *to = (assay_numbers){items, to->count + 1};
}

static void take_pair(reader *r, assay_pairs *to)
{
    const char *key = keep(r, take(r));
    const char *value = keep(r, take(r));
    assay_pair *items = one_more(r, to->items, to->count, sizeof *items);
    if (!items) return;
    items[to->count] = (assay_pair){key, value};
    *to = (assay_pairs){items, to->count + 1};
}

static void take_field(reader *r, const field *f, void *to)
{
    switch (f->kind) {
    case TEXT: {
        const char *text = keep(r, take(r));
        memcpy(to, &text, sizeof text);
        return;
    }
    case TEXTS: take_text(r, to); return;
    case PAIRS: take_pair(r, to); return;
    case NUMBERS: take_number(r, to); return;
    case REAL: *(double *)to = take_real(r); return;
    case COUNT: *(unsigned *)to = (unsigned)take_whole(r, UINT32_MAX); return;
    case WIDE: *(uint64_t *)to = take_whole(r, UINT64_MAX); return;
    case FLAG: *(bool *)to = take_whole(r, 1) != 0; return;
    }
}

static const field *find(const char *key)
{
    for (size_t i = 0; i < FIELDS; i++)
        if (strcmp(fields[i].key, key) == 0) return &fields[i];
    return NULL;
}

// Enumerations hold what they may.
static bool in_range(const assay_templates_options *o)
{
    return o->lists.rule <= ASSAY_GT &&
           o->lists.target <= ASSAY_TARGET_RANDOM && o->metric <= ASSAY_L2 &&
           o->body <= ASSAY_BODY_SAMPLE;
}

assay_status assay_call_unpack(const unsigned char *bytes, size_t size,
                               assay_arena *arena,
                               assay_templates_options *options,
                               assay_error *err)
{
    reader r = {(const char *)bytes, (const char *)bytes + size, arena, false,
                false};
    assay_templates_options_default(options);
    while (r.at < r.end && !r.failed && !r.no_memory) {
        const field *f = find(take(&r));
        if (f)
            take_field(&r, f, (char *)options + f->at);
        else
            r.failed = true;
    }
    if (r.no_memory) return assay_fail_memory(err, "the call");
    return r.failed || !in_range(options)
               ? assay_fail(err, ASSAY_EINPUT,
                            "the record of how it was called is damaged")
               : ASSAY_OK;
}
