// SPDX-License-Identifier: Apache-2.0
#include "simulate/group_texts.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { FIELDS = 2 + ASSAY_GROUP_NUMBERS, LONGEST_NAME = 60 };

static bool is_name(assay_slice name)
{
    static const char legal[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._+-";
    if (name.length == 0 || name.length > LONGEST_NAME) return false;
    for (size_t i = 0; i < name.length; i++)
        if (!memchr(legal, name.text[i], sizeof legal - 1)) return false;
    return true;
}

// Cuts `text` at its colons; returns how many parts there are, at most
// FIELDS + 1.
static size_t cut(const char *text, assay_slice parts[FIELDS])
{
    size_t count = 0;
    for (;;) {
        const size_t length = strcspn(text, ":");
        if (count == FIELDS) return FIELDS + 1;
        parts[count++] = (assay_slice){text, length};
        if (!text[length]) return count;
        text += length + 1;
    }
}

static assay_status take_number(const assay_group_grammar *grammar,
                                const char *group, assay_slice part, int which,
                                double *to, assay_error *err)
{
    const double least = which < 0 ? 0 : grammar->least[which];
    const double most = which < 0 ? 1 : grammar->most[which];
    bool overflow = false;
    double value = 0;
    if (!assay_parse_double(part, &value, &overflow) || overflow ||
        !(value >= least && value <= most))
        return assay_fail(err, ASSAY_EUSAGE,
                          "group %s: %.*s is no number from %g to %g; a group "
                          "is %s",
                          group, part.length > 30 ? 30 : (int)part.length,
                          part.text, least, most, grammar->form);
    *to = value;
    return ASSAY_OK;
}

static assay_status take_group(const assay_group_grammar *grammar,
                               const char *text, assay_arena *arena,
                               assay_group_text *group, assay_error *err)
{
    assay_slice parts[FIELDS] = {{NULL, 0}};
    const size_t count = cut(text, parts);
    if (count > FIELDS || !is_name(parts[0]))
        return assay_fail(err, ASSAY_EUSAGE,
                          "group %.60s: write %s, such as %s; a name has "
                          "letters, digits, blanks and . _ + -",
                          text, grammar->form, grammar->example);
    group->name = assay_arena_copy(arena, parts[0].text, parts[0].length);
    if (!group->name) return assay_fail_memory(err, "the groups");
    if (count > 1)
        ASSAY_TRY(take_number(grammar, group->name, parts[1], -1, &group->share,
                              err));
    for (int i = 0; i + 2 < (int)count; i++)
        ASSAY_TRY(take_number(grammar, group->name, parts[i + 2], i,
                              &group->numbers[i], err));
    return ASSAY_OK;
}

// Gives the groups without a share an equal part of what the others leave.
static assay_status share_out(assay_group_text *groups, size_t count,
                              assay_error *err)
{
    double given = 0;
    size_t open = 0;
    for (size_t g = 0; g < count; g++) {
        if (isnan(groups[g].share))
            open++;
        else
            given += groups[g].share;
    }
    const double left = 1 - given;
    if (open ? left <= 0 : fabs(left) > 1e-9)
        return assay_fail(err, ASSAY_EUSAGE,
                          "the shares of the groups sum to %.9g: they must sum "
                          "to 1, or to less where a group names none",
                          given);
    for (size_t g = 0; g < count; g++)
        if (isnan(groups[g].share)) groups[g].share = left / (double)open;
    return ASSAY_OK;
}

assay_status assay_group_texts(const assay_group_grammar *grammar,
                               assay_texts texts, assay_arena *arena,
                               assay_group_text *groups, assay_error *err)
{
    if (texts.count > ASSAY_GROUPS_MOST)
        return assay_fail(err, ASSAY_EUSAGE, "%zu groups: name at most %d",
                          texts.count, ASSAY_GROUPS_MOST);
    for (size_t g = 0; g < texts.count; g++) {
        groups[g] = (assay_group_text){.share = NAN};
        memcpy(groups[g].numbers, grammar->usual, sizeof grammar->usual);
        ASSAY_TRY(take_group(grammar, texts.items[g], arena, &groups[g], err));
        for (size_t before = 0; before < g; before++)
            if (strcmp(groups[before].name, groups[g].name) == 0)
                return assay_fail(err, ASSAY_EUSAGE,
                                  "group %s is named twice: name each once",
                                  groups[g].name);
    }
    return share_out(groups, texts.count, err);
}

bool assay_group_attribute(const char *attribute)
{
    return attribute && is_name(assay_slice_of(attribute)) &&
           strcmp(attribute, "subject_id") != 0;
}
