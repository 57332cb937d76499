// SPDX-License-Identifier: Apache-2.0
// Provenance: facts with dots in their keys, as nested objects.
#include "tell/json.h"

#include "base/alloc.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 8 }; // objects in each other; further dots stay in the key

// Facts that are being written; those of one object stand together.
typedef struct tree {
    assay_output *output;
    const assay_fact *facts; // sorted
    const assay_input *inputs;
    size_t input_count;
} tree;

// A dot sorts before everything, so that the facts of one object stand
// together and a fact stands before those below it.
static int rank_of(char c)
{
    if (c == '\0') return 0;
    return c == '.' ? 1 : 1 + (unsigned char)c;
}

static int by_key(const void *a, const void *b)
{
    const char *x = ((const assay_fact *)a)->key;
    const char *y = ((const assay_fact *)b)->key;
    while (*x && *x == *y) {
        x++;
        y++;
    }
    const int order = rank_of(*x) - rank_of(*y);
    return order ? order
                 : strcmp(((const assay_fact *)a)->value,
                          ((const assay_fact *)b)->value);
}

// The part of a key up to its dot, or, at the depth where nesting ends, all.
static size_t part_of(const char *key, int depth)
{
    return depth < DEEPEST ? strcspn(key, ".") : strlen(key);
}

// Whether `text` is a number as JSON writes it.
static bool is_json_number(const char *text)
{
    double value = 0;
    bool overflow = false;
    const char *digits = text + (*text == '-');
    const char *end = text + strlen(text);
    if (!(digits[0] >= '0' && digits[0] <= '9')) return false;
    if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return false;
    if (end[-1] < '0' || end[-1] > '9' || strstr(text, ".e")) return false;
    return assay_parse_double(assay_slice_of(text), &value, &overflow) &&
           !overflow;
}

static void put_fact(const tree *t, const assay_fact *fact)
{
    if (fact->is_number && is_json_number(fact->value))
        assay_output_text(t->output, fact->value);
    else
        assay_json_text(t->output, fact->value);
}

static void put_input(assay_output *output, const assay_input *input)
{
    assay_output_text(output, "\n{\"name\": ");
    assay_json_text(output, input->name);
    assay_output_text(output, ", \"role\": ");
    assay_json_text(output, input->role);
    assay_output_text(output, ", \"format\": ");
    assay_json_text(output, input->format);
    assay_output_format(output, ", \"bytes\": %llu, \"rows\": %llu",
                        (unsigned long long)input->bytes,
                        (unsigned long long)input->rows);
    assay_output_text(output, ", \"digest\": ");
    assay_json_text(output, input->digest);
    assay_output_text(output, "}");
}

static void put_inputs(const tree *t)
{
    assay_output_text(t->output, "\"inputs\": [");
    for (size_t i = 0; i < t->input_count; i++) {
        if (i > 0) assay_output_text(t->output, ",");
        put_input(t->output, &t->inputs[i]);
    }
    assay_output_text(t->output, "]");
}

// How many of `count` facts, from the first, begin with its first `length`
// bytes and then end or, unless they must (`whole`), go on below.
static size_t count_alike(const assay_fact *facts, size_t count, size_t length,
                          bool whole)
{
    size_t n = 1;
    for (; n < count; n++) {
        const char *key = facts[n].key;
        if (strncmp(key, facts[0].key, length) != 0) break;
        if (key[length] != '\0' && (whole || key[length] != '.')) break;
    }
    return n;
}

// `inputs` is ours.
static bool is_reserved(const tree *t, const char *key, size_t length)
{
    return t->inputs && length == 6 && strncmp(key, "inputs", 6) == 0;
}

// NOLINTBEGIN(misc-no-recursion): no deeper than DEEPEST

// The members of an object: `count` facts whose keys share their first `skip`
// bytes. A fact beside an object of its own name goes into it under "". Of
// facts with one key the first is written.
static void put_members(const tree *t, const assay_fact *facts, size_t count,
                        size_t skip, int depth)
{
    bool first = depth > 0 || !t->inputs;
    size_t alike = 0;
    for (size_t i = 0; i < count; i += alike) {
        const char *key = facts[i].key;
        const size_t from = skip + (depth > 0 && key[skip] == '.');
        const size_t length = part_of(key + from, depth);
        const bool leaf = depth > 0 && key[skip] == '\0';
        alike = count_alike(facts + i, count - i, from + length,
                            leaf || depth == DEEPEST);
        if (depth == 0 && is_reserved(t, key, length)) continue;
        if (!first) assay_output_text(t->output, ", ");
        if (depth == 0) assay_output_text(t->output, "\n");
        first = false;
        assay_json_slice(t->output, key + from, length);
        assay_output_text(t->output, ": ");
        if (facts[i + alike - 1].key[from + length] == '\0') {
            put_fact(t, &facts[i]);
            continue;
        }
        assay_output_text(t->output, "{");
        put_members(t, facts + i, alike, from + length, depth + 1);
        assay_output_text(t->output, "}");
    }
}

// NOLINTEND(misc-no-recursion)

bool assay_json_facts(assay_output *output, const assay_fact *facts,
                      size_t count, const assay_input *inputs,
                      size_t input_count)
{
    ASSAY_AUTO(assay_drop)
    assay_fact *sorted = assay_new(0, count, sizeof *sorted);
    if (!sorted) return false;
    if (count) {
        memcpy(sorted, facts, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_key);
    }
    const tree t = {output, sorted, inputs, input_count};
    assay_output_text(output, "{");
    if (inputs) put_inputs(&t);
    put_members(&t, sorted, count, 0, 0);
    assay_output_text(output, "}");
    return true;
}
