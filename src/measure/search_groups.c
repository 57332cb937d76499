// SPDX-License-Identifier: Apache-2.0
// Texts, each with a 0 behind it: how many groups; of each its labels, two
// flags, its profiles. A label can hold anything but a 0.
#include "measure/search_groups.h"

#include "base/alloc.h"
#include "base/text.h"
#include "count/counter.h"

#include <stdio.h>
#include <string.h>

enum { GROUPS_MOST = 1 << 16, LABELS_MOST = 64 };

typedef struct writer {
    char *bytes;
    size_t size, room;
    bool no_memory;
} writer;

static void put(writer *w, const char *text)
{
    const size_t n = strlen(text) + 1;
    if (w->no_memory) return;
    if (w->size + n > w->room) {
        const size_t room = 2 * w->room + n + 256;
        if (!assay_grow(&w->bytes, room, 1)) {
            w->no_memory = true;
            return;
        }
        w->room = room;
    }
    memcpy(w->bytes + w->size, text, n);
    w->size += n;
}

static void put_number(writer *w, size_t number)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%zu", number);
    put(w, text);
}

static void put_group(writer *w, const assay_search_group *group)
{
    size_t n = 0;
    put_number(w, group->label_count);
    for (size_t i = 0; i < group->label_count; i++) {
        put(w, group->labels[i].attribute);
        put(w, group->labels[i].value);
    }
    put_number(w, group->unknown);
    put_number(w, group->only_references);
    for (size_t p = 0; p < ASSAY_PROFILES_MOST; p++) n += group->profiles[p];
    put_number(w, n);
    for (size_t p = 0; p < ASSAY_PROFILES_MOST; p++)
        if (group->profiles[p]) put_number(w, p);
}

assay_status assay_search_groups_pack(const assay_search_group *groups,
                                      size_t count, unsigned char **bytes,
                                      size_t *size, assay_error *err)
{
    writer w = {.bytes = NULL};
    *bytes = NULL;
    *size = 0;
    put_number(&w, count);
    for (size_t i = 0; i < count; i++) put_group(&w, &groups[i]);
    if (w.no_memory) {
        assay_free(w.bytes);
        return assay_fail_memory(err, "the groups");
    }
    *bytes = (unsigned char *)w.bytes;
    *size = w.size;
    return ASSAY_OK;
}

typedef struct reader {
    const char *bytes;
    size_t size, at;
    assay_arena *arena;
    bool failed, no_memory;
} reader;

static const char *take(reader *r)
{
    const size_t left = r->size - r->at;
    const char *text = left ? r->bytes + r->at : NULL;
    const char *zero = left ? memchr(text, '\0', left) : NULL;
    if (!zero) {
        r->failed = true;
        return "";
    }
    r->at += (size_t)(zero - text) + 1;
    return text;
}

static const char *keep(reader *r)
{
    const char *kept = assay_arena_string(r->arena, take(r));
    if (!kept) r->no_memory = true;
    return kept;
}

static size_t take_number(reader *r, uint64_t most)
{
    uint64_t value = 0;
    const char *text = take(r);
    if (!assay_parse_uint(assay_slice_of(text), &value) || value > most)
        r->failed = true;
    return r->failed ? 0 : (size_t)value;
}

static void *room(reader *r, size_t n, size_t each)
{
    void *made = assay_arena_new(r->arena, n + 1, each);
    if (!made) r->no_memory = true;
    return made;
}

static bool stopped(const reader *r)
{
    return r->failed || r->no_memory;
}

static void take_profiles(reader *r, assay_search_group *group)
{
    bool *profiles = room(r, ASSAY_PROFILES_MOST, sizeof *profiles);
    const size_t n = take_number(r, ASSAY_PROFILES_MOST);
    size_t least = 0;
    for (size_t i = 0; i < n && !stopped(r); i++) {
        const size_t p = take_number(r, ASSAY_PROFILES_MOST - 1);
        if (p < least) r->failed = true;
        if (!stopped(r)) profiles[p] = true;
        least = p + 1;
    }
    group->profiles = profiles;
}

static void take_group(reader *r, assay_search_group *group)
{
    const size_t n = take_number(r, LABELS_MOST);
    assay_label *labels = room(r, n, sizeof *labels);
    if (!n) r->failed = true;
    for (size_t i = 0; i < n && !stopped(r); i++) {
        labels[i].attribute = keep(r);
        labels[i].value = keep(r);
    }
    group->labels = labels;
    group->label_count = n;
    group->unknown = take_number(r, 1) == 1;
    group->only_references = take_number(r, 1) == 1;
    if (!stopped(r)) take_profiles(r, group);
}

assay_status assay_search_groups_unpack(const void *bytes, size_t size,
                                        assay_arena *arena,
                                        const assay_search_group **groups,
                                        size_t *count, assay_error *err)
{
    reader r = {.bytes = bytes, .size = size, .arena = arena};
    const size_t n = take_number(&r, GROUPS_MOST);
    // No more are made room for than there are bytes for.
    if (n > size) r.failed = true;
    assay_search_group *all = NULL;
    if (!r.failed) all = room(&r, n, sizeof *all);
    for (size_t i = 0; i < n && !stopped(&r); i++) take_group(&r, &all[i]);
    if (r.at != size) r.failed = true;
    *groups = all;
    *count = n;
    if (r.no_memory) return assay_fail_memory(err, "the groups");
    if (!r.failed) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT, "these are no packed groups");
    return assay_fail_byte(err, "", r.at);
}
