// SPDX-License-Identifier: Apache-2.0
#include "base/figure_id.h"

#include "base/text.h"

#include <string.h>

// An id is made in two runs over the same fields: the first, without a text,
// finds the length.
typedef struct writer {
    char *text; // NULL: only count
    size_t length;
    bool has_condition;
} writer;

static void put(writer *to, const char *text, size_t n)
{
    if (to->text) memcpy(to->text + to->length, text, n);
    to->length += n;
}

static void put_string(writer *to, const char *text)
{
    put(to, text, strlen(text));
}

static void put_escaped(writer *to, const char *text, bool is_key)
{
    for (; *text; text++) {
        if (*text == ',')
            put_string(to, "%2C");
        else if (*text == '%')
            put_string(to, "%25");
        else if (*text == '=' && is_key)
            put_string(to, "%3D");
        else
            put(to, text, 1);
    }
}

static void put_condition(writer *to, const char *key, const char *value)
{
    put_string(to, to->has_condition ? "," : "@");
    to->has_condition = true;
    put_string(to, key);
    put_string(to, "=");
    put_string(to, value);
}

static bool is_text(const char *text, const char *wanted)
{
    return text && strcmp(text, wanted) == 0;
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

// Attributes that have the name of a condition, or of a side of a cell.
static bool is_condition(const char *attribute)
{
    static const char *const keys[] = {
        "FMR",        "FPIR",       "threshold",  "achieved",
        "confidence", "references", "weights",    "watchlist_size",
        "rank",       "discard",    "limit",      "APCER",
        "folds",      "alpha",      "margin",     "power",
        "attempts",   "systems",    "prevalence", "wrong_at_most",
        "faces",      "hours",      "within",     "part",
        "at_most",    "at_least",   "ratio",      "expect",
        "quantile",   "merge"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(attribute, keys[i]) == 0) return true;
    return begins_with(attribute, "probe.") ||
           begins_with(attribute, "reference.");
}

static void put_label(writer *to, const char *side, const assay_label *label)
{
    put_string(to, to->has_condition ? "," : "@");
    to->has_condition = true;
    if (side[0])
        put_string(to, side);
    else if (is_condition(label->attribute))
        put_string(to, "group.");
    put_escaped(to, label->attribute, true);
    put_string(to, "=");
    put_escaped(to, label->value, false);
}

static void put_group(writer *to, const assay_figure *figure)
{
    const bool cell = figure->reference_group_count > 0;
    for (size_t i = 0; i < figure->group_count; i++)
        put_label(to, cell ? "probe." : "", &figure->group[i]);
    for (size_t i = 0; i < figure->reference_group_count; i++)
        put_label(to, "reference.", &figure->reference_group[i]);
}

static void put_id(writer *to, const assay_figure *figure)
{
    put_string(to, figure->name);
    for (size_t i = 0; i < figure->at_count; i++) {
        char value[32];
        if (strcmp(figure->at[i].key, "achieved") == 0) continue;
        assay_print_double(figure->at[i].value, 0, value);
        put_condition(to, figure->at[i].key, value);
    }
    put_group(to, figure);
    if (is_text(figure->threshold_from, "group"))
        put_condition(to, "threshold", "group");
    if (is_text(figure->references, "same group"))
        put_condition(to, "references", "same");
}

const char *assay_figure_id_make(assay_arena *arena, const assay_figure *figure)
{
    writer to = {0};
    put_id(&to, figure);
    to = (writer){.text = assay_arena_new(arena, to.length + 1, 1)};
    if (to.text) put_id(&to, figure);
    return to.text;
}

// The name at the start of an id; `rest` holds the conditions.
static assay_slice name_of(const char *id, assay_slice *rest)
{
    const size_t length = strcspn(id, "@");
    *rest = assay_slice_of(id + length + (id[length] == '@'));
    return (assay_slice){id, length};
}

// Takes the next condition off `rest`; false when there is none.
static bool next_condition(assay_slice *rest, assay_slice *condition)
{
    if (!rest->length) return false;
    const char *comma = memchr(rest->text, ',', rest->length);
    const size_t length = comma ? (size_t)(comma - rest->text) : rest->length;
    *condition = assay_slice_trim((assay_slice){rest->text, length});
    rest->text += length + (comma ? 1 : 0);
    rest->length -= length + (comma ? 1 : 0);
    return true;
}

static assay_slice key_of(assay_slice condition, assay_slice *value)
{
    const char *equals =
        condition.length ? memchr(condition.text, '=', condition.length) : NULL;
    const size_t length =
        equals ? (size_t)(equals - condition.text) : condition.length;
    const size_t skip = length + (equals ? 1 : 0);
    *value = assay_slice_trim(
        (assay_slice){condition.text + skip, condition.length - skip});
    return assay_slice_trim((assay_slice){condition.text, length});
}

static bool same_text(assay_slice a, assay_slice b)
{
    return a.length == b.length &&
           (!a.length || memcmp(a.text, b.text, a.length) == 0);
}

static bool same_value(assay_slice a, assay_slice b)
{
    double x = 0, y = 0;
    bool overflow = false;
    if (same_text(a, b)) return true;
    return assay_parse_double(a, &x, &overflow) && !overflow &&
           assay_parse_double(b, &y, &overflow) && !overflow && x == y;
}

static bool same_condition(assay_slice a, assay_slice b)
{
    assay_slice value_a, value_b;
    const assay_slice key_a = key_of(a, &value_a);
    const assay_slice key_b = key_of(b, &value_b);
    return same_text(key_a, key_b) && same_value(value_a, value_b);
}

// How many of `conditions` are the same as `wanted`.
static size_t count_same(assay_slice conditions, assay_slice wanted)
{
    size_t n = 0;
    assay_slice one;
    while (next_condition(&conditions, &one)) n += same_condition(one, wanted);
    return n;
}

// Whether each condition of `a` is in `b` as often as in `a`.
static bool all_in(assay_slice a, assay_slice b)
{
    assay_slice rest = a, one;
    while (next_condition(&rest, &one))
        if (count_same(a, one) != count_same(b, one)) return false;
    return true;
}

bool assay_figure_id_same(const char *a, const char *b)
{
    assay_slice rest_a, rest_b;
    const assay_slice name_a = name_of(a, &rest_a);
    const assay_slice name_b = name_of(b, &rest_b);
    return same_text(assay_slice_trim(name_a), assay_slice_trim(name_b)) &&
           all_in(rest_a, rest_b) && all_in(rest_b, rest_a);
}
