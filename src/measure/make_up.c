// SPDX-License-Identifier: Apache-2.0
#include "measure/make_up.h"

#include "base/alloc.h"
#include "base/figure_id.h"
#include "base/text.h"
#include "count/counter.h"

#include <math.h>
#include <string.h>

static bool same_table(const assay_search_group *a, const assay_search_group *b)
{
    if (a->label_count != b->label_count) return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].attribute, b->labels[i].attribute) != 0)
            return false;
    return true;
}

void assay_make_up_end(assay_make_up *groups)
{
    assay_free(groups->of);
    assay_free(groups->stratum_of);
    assay_free(groups->counts);
    for (size_t i = 0; i < groups->count; i++) assay_free(groups->lists[i].of);
    memset(groups, 0, sizeof *groups);
}

size_t assay_make_up_of(const assay_make_up *groups, const assay_searches *s,
                        uint32_t person)
{
    return groups->stratum_of[s->people[person].profile];
}

uint64_t assay_make_up_count(const assay_make_up *groups, unsigned gallery,
                             size_t stratum)
{
    return groups->counts[gallery * groups->strata + stratum];
}

static bool find_strata(const assay_ident_part *part, assay_make_up *out)
{
    const assay_identification_input *input = &part->all->input;
    out->of = assay_new(0, input->group_count + 1, sizeof *out->of);
    out->profiles = ASSAY_PROFILES_MOST;
    out->stratum_of = assay_new(0, out->profiles, sizeof *out->stratum_of);
    if (!out->of || !out->stratum_of) return false;
    for (size_t g = 0; g < input->group_count; g++)
        if (same_table(part->group, &input->groups[g]) &&
            !input->groups[g].unknown)
            out->of[out->strata++] = &input->groups[g];
    for (size_t p = 0; p < out->profiles; p++) {
        size_t h = 0;
        while (h < out->strata && !out->of[h]->profiles[p]) h++;
        out->stratum_of[p] = h;
    }
    out->strata++;
    return true;
}

static bool count_identities(const assay_ident_part *part, assay_make_up *out)
{
    const assay_searches *s = part->all->searches;
    out->counts =
        assay_new(0, s->gallery_count * out->strata, sizeof *out->counts);
    if (!out->counts) return false;
    for (unsigned g = 0; g < s->gallery_count; g++)
        for (uint32_t p = 0; p < s->people_count; p++)
            if (assay_searches_has(s->galleries[g].enrolled, p))
                out->counts[g * out->strata + assay_make_up_of(out, s, p)]++;
    return true;
}

// The fewest identities of a stratum that a search is held against.
static uint64_t fewest(const assay_ident_part *part, const assay_make_up *of,
                       size_t stratum)
{
    const assay_searches *s = part->all->searches;
    const bool pool = s->pool < s->gallery_count;
    uint64_t least = UINT64_MAX;
    for (unsigned g = 0; g < s->gallery_count; g++) {
        const uint64_t n = assay_make_up_count(of, g, stratum);
        if (pool && g != s->pool) continue;
        if (n - (pool && n) < least) least = n - (pool && n);
    }
    return least < UINT64_MAX ? least : 0;
}

// Room for one more list; NULL without memory.
static assay_make_up_list *add_list(assay_make_up *to, const char *name)
{
    assay_make_up_list *list = &to->lists[to->count];
    *list = (assay_make_up_list){
        .name = name, .of = assay_new(0, to->strata, sizeof *list->of)};
    if (!list->of) return NULL;
    to->count++;
    return list;
}

// The stratum that lacks most of its part, `each` of its identities, of those
// that have more.
static size_t lacking(const assay_ident_part *part, const assay_make_up *to,
                      const assay_make_up_list *list, double each)
{
    size_t most = 0;
    double lack = -1;
    for (size_t h = 0; h < to->strata; h++) {
        const double have = (double)fewest(part, to, h);
        const double own = each * have - (double)list->of[h];
        if (!(own > lack) || !((double)list->of[h] < have)) continue;
        lack = own;
        most = h;
    }
    return most;
}

// As those that were searched are made up: each stratum its part, rounded down,
// what is left to those that lack most.
static bool add_tested(const assay_ident_part *part, assay_make_up *to,
                       uint64_t size)
{
    double all = 0;
    assay_make_up_list *list =
        add_list(to, "FPIR of a list made up as the one searched");
    if (!list) return false;
    for (size_t h = 0; h < to->strata; h++) all += (double)fewest(part, to, h);
    const double each = (double)size / all;
    for (size_t h = 0; h < to->strata; h++) {
        list->of[h] = (uint64_t)floor(each * (double)fewest(part, to, h));
        list->size += list->of[h];
    }
    for (; list->size < size; list->size++)
        list->of[lacking(part, to, list, each)]++;
    list->note = "each group its part of those who could be listed";
    return true;
}

static bool add_balanced(const assay_ident_part *part, assay_make_up *to,
                         uint64_t each)
{
    assay_make_up_list *list = add_list(to, "FPIR of a balanced list");
    if (!list) return false;
    for (size_t h = 0; h + 1 < to->strata; h++)
        if (fewest(part, to, h)) {
            list->of[h] = each;
            list->size += each;
        }
    list->note = "as many of each group";
    return true;
}

// Both of one size: no greater than the list that was searched, nor than the
// smallest group allows.
static bool add_pair(const assay_ident_part *part, assay_make_up *to)
{
    uint64_t least = UINT64_MAX, groups = 0;
    for (size_t h = 0; h + 1 < to->strata; h++) {
        const uint64_t n = fewest(part, to, h);
        if (!n) continue;
        groups++;
        least = n < least ? n : least;
    }
    if (groups < 2 || least < part->all->input.common->min_subjects)
        return true;
    const uint64_t whole = part->all->size / groups;
    const uint64_t each = whole < least ? whole : least;
    return !each || (add_tested(part, to, groups * each) &&
                     add_balanced(part, to, each));
}

// The next "GROUP:N" of a text; false where it can't be read.
static bool next_part(const char **text, assay_slice *group, uint64_t *count)
{
    const char *at = *text;
    for (; *at; at++) {
        const size_t n = *at == ':' ? strspn(at + 1, "0123456789") : 0;
        if (!n || n > 12 || (at[1 + n] && at[1 + n] != ',')) continue;
        *group = assay_slice_trim((assay_slice){*text, (size_t)(at - *text)});
        *count = 0;
        for (size_t i = 1; i <= n; i++)
            *count = 10 * *count + (uint64_t)(at[i] - '0');
        *text = at + 1 + n + (at[1 + n] == ',');
        return group->length > 0;
    }
    return false;
}

// Whether a text names the labels of a group, as ids do; `*no_memory` becomes
// true where that can't be told.
static bool is_named(assay_arena *arena, assay_slice text,
                     const assay_search_group *group, bool *no_memory)
{
    const assay_figure labels = {
        .name = "", .group = group->labels, .group_count = group->label_count};
    const char *id = assay_figure_id_make(arena, &labels);
    const char *name = assay_arena_copy(arena, text.text, text.length);
    const char *asked = name ? assay_arena_format(arena, "@%s", name) : NULL;
    *no_memory = *no_memory || !id || !asked;
    return id && asked && assay_figure_id_same(id, asked);
}

// The group of this name; NULL: none.
static const assay_search_group *
group_named(const assay_identification_input *input, assay_arena *arena,
            assay_slice text, bool *no_memory)
{
    for (size_t g = 0; g < input->group_count; g++)
        if (!input->groups[g].unknown &&
            is_named(arena, text, &input->groups[g], no_memory))
            return &input->groups[g];
    return NULL;
}

static void drop_arena(assay_arena *arena)
{
    assay_arena_end(arena);
}

static assay_status check_one(const assay_identification_input *input,
                              const char *text, assay_error *err)
{
    ASSAY_AUTO(drop_arena) assay_arena arena = {0};
    const assay_search_group *first = NULL;
    const char *rest = text;
    while (*rest) {
        assay_slice name = {NULL, 0};
        uint64_t count = 0;
        if (!next_part(&rest, &name, &count))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--composition '%s': write groups and how many "
                              "of each are listed: sex=F:300,sex=M:700",
                              text);
        bool no_memory = false;
        const assay_search_group *group =
            group_named(input, &arena, name, &no_memory);
        if (no_memory) return assay_fail_memory(err, "the groups");
        if (!group || (first && !same_table(first, group)))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--composition: '%.*s' is no group of a table "
                              "in which all others are, of those that --by "
                              "names",
                              (int)name.length, name.text);
        first = group;
    }
    return ASSAY_OK;
}

assay_status assay_make_up_check(const assay_identification_input *input,
                                 assay_error *err)
{
    const assay_texts *given = &input->common->groups.composition;
    for (size_t i = 0; i < given->count; i++)
        ASSAY_TRY(check_one(input, given->items[i], err));
    return ASSAY_OK;
}

// Reads a list that was given; `*mine`: it is of this table.
static void read_given(const assay_ident_part *part, const assay_make_up *to,
                       const char *text, assay_make_up_list *list, bool *mine)
{
    assay_ledger *ledger = part->all->ledger;
    assay_slice name = {NULL, 0};
    uint64_t count = 0;
    while (*text && next_part(&text, &name, &count))
        for (size_t h = 0; h + 1 < to->strata; h++) {
            if (!is_named(&ledger->arena, name, to->of[h], &ledger->no_memory))
                continue;
            list->of[h] += count;
            list->size += count;
            *mine = true;
            list->beyond = list->beyond || list->of[h] > fewest(part, to, h);
        }
}

static bool add_given(const assay_ident_part *part, assay_make_up *to)
{
    const assay_texts *given = &part->all->input.common->groups.composition;
    for (size_t i = 0; i < given->count; i++) {
        bool mine = false;
        assay_make_up_list *list =
            add_list(to, "FPIR of a list made up as given");
        if (!list) return false;
        list->note = given->items[i];
        read_given(part, to, given->items[i], list, &mine);
        if (mine) return true;
        assay_free(list->of);
        to->count--;
    }
    return true;
}

bool assay_make_up_find(const assay_ident_part *part, assay_make_up *out)
{
    return find_strata(part, out) && count_identities(part, out) &&
           add_pair(part, out) && add_given(part, out);
}
