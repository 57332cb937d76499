// SPDX-License-Identifier: Apache-2.0
#include "read/counts_text.h"

#include <string.h>

enum { GROUPS_MOST = 1000, SHOWN = 60 };

static const char *const FORM = "write EVENTS/TRIALS, such as 10/3147436, or "
                                "GROUP=EVENTS/TRIALS,GROUP=EVENTS/TRIALS";

const char *assay_counts_wrong(uint64_t events, uint64_t trials)
{
    if (events > trials)
        return "more events than trials: events come first, and each is a "
               "trial";
    if (trials > ASSAY_COUNT_MOST)
        return "more than 1,000,000,000,000,000 trials: that is more than can "
               "be measured";
    return NULL;
}

static assay_status refuse(assay_slice part, const char *why, assay_error *err)
{
    const int shown = part.length > SHOWN ? SHOWN : (int)part.length;
    return assay_fail(err, ASSAY_EUSAGE, "counts '%.*s': %s", shown, part.text,
                      why);
}

static assay_slice before(assay_slice text, size_t at)
{
    return assay_slice_trim((assay_slice){text.text, at});
}

static assay_slice behind(assay_slice text, size_t at)
{
    return assay_slice_trim(
        (assay_slice){text.text + at + 1, text.length - at - 1});
}

// Where `mark` stands first, or last; SIZE_MAX: nowhere.
static size_t find(assay_slice text, char mark, bool last)
{
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] == mark && (last || at == SIZE_MAX)) at = i;
    return at;
}

static assay_status take_numbers(assay_slice whole, assay_slice numbers,
                                 assay_counts_part *part, assay_error *err)
{
    const size_t slash = find(numbers, '/', false);
    if (slash == SIZE_MAX ||
        !assay_parse_uint(before(numbers, slash), &part->events) ||
        !assay_parse_uint(behind(numbers, slash), &part->trials))
        return refuse(whole, FORM, err);
    const char *wrong = assay_counts_wrong(part->events, part->trials);
    return wrong ? refuse(whole, wrong, err) : ASSAY_OK;
}

static assay_status take_part(assay_slice text, assay_arena *arena,
                              assay_counts_part *part, assay_error *err)
{
    const size_t equals = find(text, '=', true);
    *part = (assay_counts_part){NULL, 0, 0};
    if (equals == SIZE_MAX) return take_numbers(text, text, part, err);
    const assay_slice name = before(text, equals);
    if (!name.length)
        return refuse(text, "a group without a name: write GROUP=4/450", err);
    part->name = assay_arena_copy(arena, name.text, name.length);
    if (!part->name) return assay_fail_memory(err, "the groups");
    return take_numbers(text, behind(text, equals), part, err);
}

// Groups have names, no two alike; everybody stands alone.
static assay_status check_names(const assay_counts_part *parts, size_t count,
                                assay_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (count > 1 && !parts[i].name)
            return assay_fail(err, ASSAY_EUSAGE,
                              "counts: several, and number %zu has no name: %s",
                              i + 1, FORM);
        for (size_t k = 0; k < i; k++)
            if (strcmp(parts[k].name, parts[i].name) == 0)
                return assay_fail(err, ASSAY_EUSAGE,
                                  "counts: group %.60s is named twice: name "
                                  "each once",
                                  parts[i].name);
    }
    return ASSAY_OK;
}

static size_t count_parts(const char *text)
{
    size_t count = 1;
    for (; *text; text++) count += *text == ',';
    return count;
}

assay_status assay_counts_text(const char *text, assay_arena *arena,
                               assay_counts_part **parts, size_t *count,
                               assay_error *err)
{
    const size_t n = count_parts(text);
    *parts = NULL;
    *count = 0;
    if (n > GROUPS_MOST)
        return assay_fail(err, ASSAY_EUSAGE,
                          "counts: %zu groups: give more than %d in a file", n,
                          GROUPS_MOST);
    assay_counts_part *all = assay_arena_new(arena, n, sizeof *all);
    if (!all) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < n; i++) {
        const size_t length = strcspn(text, ",");
        ASSAY_TRY(take_part(assay_slice_trim((assay_slice){text, length}),
                            arena, &all[i], err));
        text += length + 1;
    }
    ASSAY_TRY(check_names(all, n, err));
    *parts = all;
    *count = n;
    return ASSAY_OK;
}
