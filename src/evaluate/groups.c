// SPDX-License-Identifier: Apache-2.0
#include "evaluate/groups.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "evaluate/wanted.h"
#include "read/date.h"
#include "read/heading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ATTRIBUTES = 8, ITEMS = 16, TABLE = 4 * ASSAY_PROFILES_MOST };
#define NO_COLUMN SIZE_MAX
#define NO_PROFILE UINT16_MAX

// Where values of an attribute come from: a table of strings of somebody
// else, whose numbers `known` turns into numbers of the attribute's own.
typedef struct origin {
    const assay_strings *values; // NULL: not there
    size_t column;               // of the intake; unused for subjects
    uint32_t *known;
    size_t known_count;
} origin;

// OF_DATE: `year` and `month` are parts of the column date, where there is no
// column of that name.
enum { OF_PROBE, OF_REFERENCE, OF_ROW, OF_DATE, ORIGINS };

typedef struct attribute {
    const char *name;
    assay_strings *values;
    bool of_subjects;
    int date_parts; // 1: the year of the column date, 2: the month; 0: neither
    size_t subject_attribute;
    origin origins[ORIGINS]; // of_subjects: only OF_PROBE, for both sides
} attribute;

typedef struct item {
    size_t attributes[ATTRIBUTES];
    size_t count;
} item;

typedef struct profile {
    uint32_t values[ATTRIBUTES];
} profile;

struct assay_groups {
    assay_arena arena;
    const assay_subjects *subjects;
    const assay_intake *intake;
    attribute attributes[ATTRIBUTES];
    size_t attribute_count;
    item items[ITEMS];
    size_t item_count;
    bool all_of_subjects;
    profile profiles[ASSAY_PROFILES_MOST];
    size_t profile_count;
    uint16_t table[TABLE];
    uint16_t *of_subject; // profile of a subject, where all_of_subjects
    size_t of_subject_count;
    bool references;
    bool as_probe[ASSAY_PROFILES_MOST];
    assay_group *groups;
    size_t group_count;
};

static assay_status want_row_columns(assay_groups *groups, attribute *a,
                                     assay_intake *intake, assay_error *err)
{
    static const char *const prefix[] = {"probe_", "reference_", ""};
    a->date_parts = strcmp(a->name, "year") == 0    ? 1
                    : strcmp(a->name, "month") == 0 ? 2
                                                    : 0;
    for (size_t o = 0; o < (a->date_parts ? ORIGINS : OF_DATE); o++) {
        const char *name = o == OF_DATE
                               ? "date"
                               : assay_arena_format(&groups->arena, "%s%s",
                                                    prefix[o], a->name);
        if (!name) return assay_fail_memory(err, "the groups");
        ASSAY_TRY(
            assay_wanted_column(intake, name, &a->origins[o].column, err));
        a->origins[o].values = intake->values[a->origins[o].column];
    }
    return ASSAY_OK;
}

static bool names_people(assay_slice name)
{
    char text[64];
    if (name.length >= sizeof text) return false;
    memcpy(text, name.text, name.length);
    text[name.length] = '\0';
    return assay_heading_names_people(text);
}

static assay_status add_attribute(assay_groups *groups, assay_slice name,
                                  assay_intake *intake, size_t *index,
                                  assay_error *err)
{
    for (size_t i = 0; i < groups->attribute_count; i++) {
        if (!assay_slice_is(name, groups->attributes[i].name)) continue;
        *index = i;
        return ASSAY_OK;
    }
    if (names_people(name))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by %.*s: it names people or samples, and reports "
                          "name none; name what several people have in common",
                          (int)name.length, name.text);
    if (groups->attribute_count == ATTRIBUTES)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by names more than %d attributes", ATTRIBUTES);
    attribute *a = &groups->attributes[groups->attribute_count];
    a->name = assay_arena_copy(&groups->arena, name.text, name.length);
    a->values = assay_strings_new();
    if (!a->name || !a->values) return assay_fail_memory(err, "the groups");
    *index = groups->attribute_count++;
    a->subject_attribute = groups->subjects
                               ? assay_subjects_find(groups->subjects, a->name)
                               : SIZE_MAX;
    a->of_subjects = a->subject_attribute != SIZE_MAX;
    if (!a->of_subjects) return want_row_columns(groups, a, intake, err);
    a->origins[OF_PROBE].values =
        assay_subjects_values(groups->subjects, a->subject_attribute);
    return ASSAY_OK;
}

static assay_status add_item(assay_groups *groups, const char *text,
                             assay_intake *intake, assay_error *err)
{
    if (groups->item_count == ITEMS)
        return assay_fail(err, ASSAY_EUSAGE, "--by has more than %d parts",
                          ITEMS);
    item *it = &groups->items[groups->item_count++];
    assay_slice rest = assay_slice_of(text);
    for (;;) {
        const char *star = memchr(rest.text, '*', rest.length);
        const size_t n = star ? (size_t)(star - rest.text) : rest.length;
        const assay_slice name = assay_slice_trim((assay_slice){rest.text, n});
        if (!name.length || it->count == ATTRIBUTES)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--by %s: name an attribute, or several joined "
                              "by *, as in 'sex*age_band'",
                              text);
        ASSAY_TRY(add_attribute(groups, name, intake,
                                &it->attributes[it->count], err));
        it->count++;
        if (!star) return ASSAY_OK;
        rest.text += n + 1;
        rest.length -= n + 1;
    }
}

assay_status assay_groups_new(const assay_texts *by,
                              const assay_subjects *subjects,
                              assay_intake *intake, assay_groups **out,
                              assay_error *err)
{
    *out = NULL;
    assay_groups *groups = assay_new(sizeof *groups, 0, 0);
    if (!groups) return assay_fail_memory(err, "the groups");
    groups->subjects = subjects;
    groups->intake = intake;
    groups->all_of_subjects = true;
    memset(groups->table, 0xFF, sizeof groups->table);
    for (size_t i = 0; i < by->count; i++) {
        const assay_status status = add_item(groups, by->items[i], intake, err);
        if (status == ASSAY_OK) continue;
        assay_groups_free(groups);
        return status;
    }
    for (size_t i = 0; i < groups->attribute_count; i++)
        if (!groups->attributes[i].of_subjects) groups->all_of_subjects = false;
    *out = groups;
    return ASSAY_OK;
}

bool assay_groups_any(const assay_groups *groups)
{
    return groups->item_count > 0;
}

// "2024" or "2024-03" of a date; nothing where it is not that precise.
static assay_slice part_of_date(assay_slice text, int parts, char room[16])
{
    assay_date date;
    if (!assay_date_parse(text, &date) || date.precision < parts)
        return (assay_slice){"", 0};
    if (parts == 1)
        (void)snprintf(room, 16, "%04d", date.part[0]);
    else
        (void)snprintf(room, 16, "%04d-%02d", date.part[0], date.part[1]);
    return assay_slice_of(room);
}

// Number `value` of an origin as a number of the attribute; a value that is
// empty is not known.
static bool own_value(attribute *a, origin *from, uint32_t value, uint32_t *own)
{
    *own = ASSAY_NO_STRING;
    if (value == ASSAY_NO_STRING) return true;
    if (value >= from->known_count) {
        const size_t room = ((size_t)value + 1) * 2;
        if (!assay_grow(&from->known, room, sizeof *from->known)) return false;
        for (size_t i = from->known_count; i < room; i++)
            from->known[i] = ASSAY_NO_STRING;
        from->known_count = room;
    }
    if (from->known[value] == ASSAY_NO_STRING) {
        char room[16];
        assay_slice text = assay_strings_text(from->values, value);
        if (from == &a->origins[OF_DATE])
            text = part_of_date(text, a->date_parts, room);
        if (!text.length) return true;
        if (!assay_strings_add(a->values, text, &from->known[value]))
            return false;
    }
    *own = from->known[value];
    return true;
}

static bool row_value(attribute *a, const assay_batch *batch, size_t i,
                      bool reference, uint32_t *own)
{
    origin *side = &a->origins[reference ? OF_REFERENCE : OF_PROBE];
    if (side->column < batch->columns &&
        !own_value(a, side, batch->column[side->column][i], own))
        return false;
    if (*own != ASSAY_NO_STRING || reference) return true;
    for (size_t o = OF_ROW; o < (a->date_parts ? ORIGINS : OF_DATE); o++) {
        origin *row = &a->origins[o];
        if (*own != ASSAY_NO_STRING || row->column >= batch->columns) continue;
        if (!own_value(a, row, batch->column[row->column][i], own))
            return false;
    }
    return true;
}

static bool subject_value(const assay_groups *groups, attribute *a,
                          uint32_t subject, uint32_t *own)
{
    if (subject == ASSAY_NO_STRING) return true;
    return own_value(
        a, &a->origins[OF_PROBE],
        assay_subjects_value(groups->subjects, a->subject_attribute, subject),
        own);
}

static bool same(const profile *a, const profile *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static uint16_t intern(assay_groups *groups, const profile *wanted)
{
    uint64_t hash = 1469598103934665603u;
    for (size_t a = 0; a < groups->attribute_count; a++)
        hash = (hash ^ wanted->values[a]) * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(hash >> 40) % TABLE;
    while (groups->table[at] != NO_PROFILE) {
        if (same(&groups->profiles[groups->table[at]], wanted))
            return groups->table[at];
        at = (at + 1) % TABLE;
    }
    if (groups->profile_count == ASSAY_PROFILES_MOST) return NO_PROFILE;
    const uint16_t number = (uint16_t)groups->profile_count++;
    groups->profiles[number] = *wanted;
    groups->table[at] = number;
    return number;
}

static assay_status too_many(assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "the attributes of --by have more than %d combinations; "
                      "name fewer attributes, or attributes with fewer values",
                      ASSAY_PROFILES_MOST);
}

static assay_status profile_of(assay_groups *groups, const assay_batch *batch,
                               size_t i, bool reference, uint16_t *number,
                               assay_error *err)
{
    profile p;
    memset(&p, 0xFF, sizeof p);
    for (size_t at = 0; at < groups->attribute_count; at++) {
        attribute *a = &groups->attributes[at];
        const uint32_t subject = !batch->has_subjects ? ASSAY_NO_STRING
                                 : reference          ? batch->reference[i]
                                                      : batch->probe[i];
        const bool done =
            a->of_subjects ? subject_value(groups, a, subject, &p.values[at])
                           : row_value(a, batch, i, reference, &p.values[at]);
        if (!done) return assay_fail_memory(err, "the groups");
        if (reference && p.values[at] != ASSAY_NO_STRING)
            groups->references = true;
    }
    *number = intern(groups, &p);
    return *number == NO_PROFILE ? too_many(err) : ASSAY_OK;
}

// Where the subjects file knows everything, each subject is looked up once.
static assay_status remembered(assay_groups *groups, const assay_batch *batch,
                               size_t i, bool reference, uint16_t *number,
                               assay_error *err)
{
    const uint32_t subject = reference ? batch->reference[i] : batch->probe[i];
    if (!batch->has_subjects || subject == ASSAY_NO_STRING)
        return profile_of(groups, batch, i, reference, number, err);
    if (subject >= groups->of_subject_count) {
        const size_t room = ((size_t)subject + 1) * 2;
        if (!assay_grow(&groups->of_subject, room, sizeof(uint16_t)))
            return assay_fail_memory(err, "the groups");
        for (size_t s = groups->of_subject_count; s < room; s++)
            groups->of_subject[s] = NO_PROFILE;
        groups->of_subject_count = room;
    }
    if (groups->of_subject[subject] == NO_PROFILE)
        ASSAY_TRY(profile_of(groups, batch, i, reference,
                             &groups->of_subject[subject], err));
    *number = groups->of_subject[subject];
    if (reference) groups->references = true;
    return ASSAY_OK;
}

assay_status assay_groups_profile(assay_groups *groups,
                                  const assay_batch *batch, size_t i, int side,
                                  uint16_t *number, assay_error *err)
{
    const bool reference = side == ASSAY_SIDE_REFERENCE;
    ASSAY_TRY((groups->all_of_subjects ? remembered : profile_of)(
        groups, batch, i, reference, number, err));
    if (side == ASSAY_SIDES) groups->references = true;
    if (!reference) groups->as_probe[*number] = true;
    return ASSAY_OK;
}

assay_status assay_groups_profiles(assay_groups *groups,
                                   const assay_batch *batch, size_t i,
                                   uint16_t *probe, uint16_t *reference,
                                   assay_error *err)
{
    ASSAY_TRY(
        assay_groups_profile(groups, batch, i, ASSAY_SIDE_PROBE, probe, err));
    return assay_groups_profile(groups, batch, i, ASSAY_SIDE_REFERENCE,
                                reference, err);
}

bool assay_groups_of_references(const assay_groups *groups)
{
    return groups->references;
}

static bool known(const attribute *a)
{
    return assay_strings_count(a->values) > 0;
}

static bool found(const assay_groups *groups, const attribute *a)
{
    if (a->of_subjects) return true;
    for (size_t o = 0; o < (a->date_parts ? ORIGINS : OF_DATE); o++)
        if (groups->intake->found[a->origins[o].column]) return true;
    return false;
}

// The profiles that `group` takes: those with the values of `like` in the
// attributes of the item; for the unknown, those that lack one.
static void take_profiles(const assay_groups *groups, const item *it,
                          const profile *like, assay_group *group)
{
    for (size_t p = 0; p < groups->profile_count; p++) {
        bool all = true;
        bool lacks = false;
        for (size_t i = 0; i < it->count; i++) {
            const size_t a = it->attributes[i];
            const uint32_t value = groups->profiles[p].values[a];
            if (value == ASSAY_NO_STRING) lacks = true;
            if (like && value != like->values[a]) all = false;
        }
        group->profiles[p] = like ? all : lacks;
        if (group->profiles[p] && groups->as_probe[p]) group->of_probes = true;
    }
}

static bool lacks_one(const item *it, const profile *p)
{
    for (size_t i = 0; i < it->count; i++)
        if (p->values[it->attributes[i]] == ASSAY_NO_STRING) return true;
    return false;
}

static bool name_group(assay_groups *groups, const item *it,
                       const profile *like, assay_group *group)
{
    assay_label *labels =
        assay_arena_new(&groups->arena, it->count, sizeof *labels);
    if (!labels) return false;
    for (size_t i = 0; i < it->count; i++) {
        const attribute *a = &groups->attributes[it->attributes[i]];
        labels[i].attribute = a->name;
        labels[i].value = "unknown";
        if (!like) continue;
        const assay_slice text =
            assay_strings_text(a->values, like->values[it->attributes[i]]);
        labels[i].value =
            assay_arena_copy(&groups->arena, text.text, text.length);
        if (!labels[i].value) return false;
    }
    group->labels = labels;
    group->label_count = it->count;
    group->unknown = !like;
    return true;
}

static bool add_group(assay_groups *groups, const item *it, const profile *like)
{
    const size_t n = groups->group_count + 1;
    if (!assay_grow(&groups->groups, n, sizeof *groups->groups)) return false;
    assay_group *group = &groups->groups[groups->group_count];
    memset(group, 0, sizeof *group);
    if (!name_group(groups, it, like, group)) return false;
    take_profiles(groups, it, like, group);
    groups->group_count = n;
    return true;
}

static int by_labels(const void *a, const void *b)
{
    const assay_group *x = a;
    const assay_group *y = b;
    if (x->unknown != y->unknown) return x->unknown ? 1 : -1;
    for (size_t i = 0; i < x->label_count; i++) {
        const int order = strcmp(x->labels[i].value, y->labels[i].value);
        if (order) return order;
    }
    return 0;
}

static bool add_groups(assay_groups *groups, const item *it)
{
    const size_t first = groups->group_count;
    bool unknown = false;
    for (size_t p = 0; p < groups->profile_count; p++) {
        if (lacks_one(it, &groups->profiles[p])) {
            unknown = true;
            continue;
        }
        bool taken = false;
        for (size_t g = first; g < groups->group_count && !taken; g++)
            taken = groups->groups[g].profiles[p];
        if (!taken && !add_group(groups, it, &groups->profiles[p]))
            return false;
    }
    if (unknown && !add_group(groups, it, NULL)) return false;
    if (groups->group_count > first)
        qsort(groups->groups + first, groups->group_count - first,
              sizeof *groups->groups, by_labels);
    return true;
}

// " and none in --subjects, which has sex, age_band"; "" without a file.
static const char *names_of_subjects(assay_groups *groups)
{
    const char *all = " and none in --subjects, which has";
    if (!groups->subjects) return "";
    const size_t n = assay_subjects_attributes(groups->subjects);
    for (size_t a = 0; all && a < n; a++)
        all = assay_arena_format(&groups->arena, "%s%s %s", all, a ? "," : "",
                                 assay_subjects_attribute(groups->subjects, a));
    return n && all ? all : " and none in --subjects";
}

static assay_status fail_to_find(assay_groups *groups, const attribute *a,
                                 const char *files, assay_error *err)
{
    const char *columns =
        files
            ? a->name
            : assay_arena_format(&groups->arena, "%s, probe_%s or reference_%s",
                                 a->name, a->name, a->name);
    if (!columns) return assay_fail_memory(err, "the groups");
    return assay_fail(
        err, ASSAY_EINPUT,
        "--by %s: no column %s in %s%s; %sor name a column with --column "
        "%s='Their heading'",
        a->name, columns, files ? files : "the scores",
        names_of_subjects(groups),
        groups->subjects ? "" : "give it in a file with --subjects, ", a->name);
}

assay_status assay_groups_close(assay_groups *groups, const char *files,
                                assay_error *err)
{
    for (size_t a = 0; a < groups->attribute_count; a++) {
        const attribute *at = &groups->attributes[a];
        if (!found(groups, at)) return fail_to_find(groups, at, files, err);
        if (!known(at))
            return assay_fail(err, ASSAY_EINPUT,
                              "--by %s: every value is empty%s", at->name,
                              at->date_parts ? " or no date" : "");
    }
    for (size_t i = 0; i < groups->item_count; i++)
        if (!add_groups(groups, &groups->items[i]))
            return assay_fail_memory(err, "the groups");
    return ASSAY_OK;
}

size_t assay_groups_count(const assay_groups *groups)
{
    return groups->group_count;
}

const assay_group *assay_groups_at(const assay_groups *groups, size_t g)
{
    return &groups->groups[g];
}

void assay_groups_free(assay_groups *groups)
{
    if (!groups) return;
    for (size_t a = 0; a < groups->attribute_count; a++) {
        attribute *at = &groups->attributes[a];
        for (size_t o = 0; o < ORIGINS; o++) assay_free(at->origins[o].known);
    }
    for (size_t a = 0; a < ATTRIBUTES; a++)
        assay_strings_free(groups->attributes[a].values);
    assay_free(groups->of_subject);
    assay_free(groups->groups);
    assay_arena_end(&groups->arena);
    assay_free(groups);
}
