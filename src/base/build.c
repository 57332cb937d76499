// SPDX-License-Identifier: Apache-2.0
#include "base/build.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "base/figure_id.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A growing array; what its items point to lies in the arena.
typedef struct list {
    void *items;
    size_t count;
    size_t room;
} list;

typedef struct blob {
    const char *name;
    const void *bytes;
    size_t n;
} blob;

struct assay_result {
    assay_arena arena;
    bool out_of_memory;
    const char *evaluation;
    list figures;
    list curves;
    list statements;
    list requirements;
    list warnings;
    list about;
    list inputs;
    list facts;
    list blobs;
};

// Appends one item of `size` bytes, unless memory has ended.
static void append(assay_result *result, list *to, const void *item,
                   size_t size)
{
    if (result->out_of_memory) return;
    if (to->count == to->room) {
        const size_t room = to->room ? 2 * to->room : 16;
        if (!assay_grow(&to->items, room, size)) {
            result->out_of_memory = true;
            return;
        }
        to->room = room;
    }
    memcpy((char *)to->items + to->count * size, item, size);
    to->count++;
}

// NULL stays NULL.
static const char *keep(assay_result *result, const char *text)
{
    const char *copy = assay_arena_string(&result->arena, text);
    if (text && !copy) result->out_of_memory = true;
    return copy;
}

// NULL becomes "".
static const char *keep_text(assay_result *result, const char *text)
{
    return keep(result, text ? text : "");
}

static void *keep_bytes(assay_result *result, const void *bytes, size_t n,
                        size_t each)
{
    void *copy = assay_arena_new(&result->arena, n, each);
    if (!copy)
        result->out_of_memory = true;
    else if (n)
        memcpy(copy, bytes, n * each);
    return copy;
}

static const assay_at *keep_at(assay_result *result, const assay_at *at,
                               size_t n)
{
    assay_at *copy = keep_bytes(result, at, n, sizeof *at);
    for (size_t i = 0; copy && i < n; i++)
        copy[i].key = keep_text(result, at[i].key);
    return copy;
}

static const assay_label *keep_group(assay_result *result,
                                     const assay_label *group, size_t n)
{
    assay_label *copy = keep_bytes(result, group, n, sizeof *group);
    for (size_t i = 0; copy && i < n; i++) {
        copy[i].attribute = keep_text(result, group[i].attribute);
        copy[i].value = keep_text(result, group[i].value);
    }
    return copy;
}

static const char *const *keep_texts(assay_result *result,
                                     const char *const *texts, size_t n)
{
    const char **copy = assay_arena_new(&result->arena, n, sizeof *copy);
    if (!copy) result->out_of_memory = true;
    for (size_t i = 0; copy && i < n; i++)
        copy[i] = keep_text(result, texts[i]);
    return copy;
}

assay_result *assay_build_new(const char *evaluation)
{
    assay_result *result = assay_new(sizeof *result, 0, 0);
    if (!result) return NULL;
    result->evaluation = keep_text(result, evaluation);
    if (!result->out_of_memory) return result;
    assay_result_free(result);
    return NULL;
}

assay_figure assay_figure_blank(void)
{
    const double none = __builtin_nan("");
    return (assay_figure){
        .id = "",
        .name = "",
        .threshold = none,
        .value = none,
        .unit = "",
        .low = none,
        .high = none,
        .interval = "none",
        .confidence = none,
        .bounds = {none, none},
        .events = -1,
        .trials = -1,
        .per = "",
        .subjects = -1,
        .effective = none,
        .of = "",
        .status = ASSAY_FIGURE_OK,
    };
}

void assay_build_figure(assay_result *result, const assay_figure *figure)
{
    assay_figure copy = *figure;
    copy.name = keep_text(result, figure->name);
    copy.at = keep_at(result, figure->at, figure->at_count);
    copy.rule = keep(result, figure->rule);
    copy.unit = keep_text(result, figure->unit);
    copy.interval = keep_text(result, figure->interval);
    copy.method = keep(result, figure->method);
    copy.per = keep_text(result, figure->per);
    copy.group = keep_group(result, figure->group, figure->group_count);
    copy.of = keep_text(result, figure->of);
    copy.weights = keep(result, figure->weights);
    copy.threshold_from = keep(result, figure->threshold_from);
    copy.references = keep(result, figure->references);
    copy.target = keep(result, figure->target);
    copy.reference_group = keep_group(result, figure->reference_group,
                                      figure->reference_group_count);
    copy.note = keep(result, figure->note);
    if (result->out_of_memory) return;
    const bool has_id = figure->id && figure->id[0];
    copy.id = has_id ? keep(result, figure->id)
                     : assay_figure_id_make(&result->arena, &copy);
    if (!copy.id) result->out_of_memory = true;
    append(result, &result->figures, &copy, sizeof copy);
}

void assay_build_curve(assay_result *result, const assay_curve *curve)
{
    assay_curve copy = *curve;
    size_t values = 0;
    if (__builtin_mul_overflow(curve->row_count, curve->column_count, &values))
        result->out_of_memory = true;
    if (result->out_of_memory) return;
    copy.id = keep_text(result, curve->id);
    copy.name = keep_text(result, curve->name);
    copy.group = keep_group(result, curve->group, curve->group_count);
    copy.columns = keep_texts(result, curve->columns, curve->column_count);
    copy.values = keep_bytes(result, curve->values, values, sizeof(double));
    copy.note = keep(result, curve->note);
    append(result, &result->curves, &copy, sizeof copy);
}

void assay_build_statement(assay_result *result,
                           const assay_statement *statement)
{
    assay_statement copy = *statement;
    copy.text = keep_text(result, statement->text);
    copy.figures =
        keep_texts(result, statement->figures, statement->figure_count);
    append(result, &result->statements, &copy, sizeof copy);
}

void assay_build_requirement(assay_result *result,
                             const assay_requirement *requirement)
{
    assay_requirement copy = *requirement;
    copy.text = keep_text(result, requirement->text);
    copy.figure = keep_text(result, requirement->figure);
    copy.note = keep(result, requirement->note);
    append(result, &result->requirements, &copy, sizeof copy);
}

static int64_t add_rows(int64_t a, int64_t b)
{
    int64_t sum = 0;
    if (a < 0) return b;
    if (b < 0) return a;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static const char *text_of(const char *text)
{
    return text ? text : "";
}

static assay_warning *warning_like(const assay_result *result,
                                   const assay_warning *wanted)
{
    assay_warning *warnings = result->warnings.items;
    for (size_t i = 0; i < result->warnings.count; i++)
        if (strcmp(warnings[i].code, text_of(wanted->code)) == 0 &&
            strcmp(warnings[i].text, text_of(wanted->text)) == 0)
            return &warnings[i];
    return NULL;
}

void assay_build_warning(assay_result *result, const assay_warning *warning)
{
    assay_warning *twin = warning_like(result, warning);
    if (twin) {
        twin->rows = add_rows(twin->rows, warning->rows);
        if (warning->weight < twin->weight) twin->weight = warning->weight;
        return;
    }
    assay_warning copy = *warning;
    copy.code = keep_text(result, warning->code);
    copy.text = keep_text(result, warning->text);
    append(result, &result->warnings, &copy, sizeof copy);
}

void assay_build_input(assay_result *result, const assay_input *input)
{
    assay_input copy = *input;
    copy.name = keep_text(result, input->name);
    copy.role = keep_text(result, input->role);
    copy.format = keep_text(result, input->format);
    copy.digest = keep(result, input->digest);
    append(result, &result->inputs, &copy, sizeof copy);
}

static void add_fact(assay_result *result, list *to, assay_fact fact)
{
    fact.key = keep_text(result, fact.key);
    fact.value = keep_text(result, fact.value);
    append(result, to, &fact, sizeof fact);
}

void assay_build_about(assay_result *result, const char *key, const char *text)
{
    add_fact(result, &result->about, (assay_fact){key, text, false});
}

void assay_build_fact(assay_result *result, const char *key, const char *value)
{
    add_fact(result, &result->facts, (assay_fact){key, value, false});
}

void assay_build_fact_number(assay_result *result, const char *key,
                             double value)
{
    char text[32];
    const bool is_number = __builtin_isfinite(value);
    assay_print_double(value, 0, text);
    add_fact(result, &result->facts, (assay_fact){key, text, is_number});
}

void assay_build_fact_count(assay_result *result, const char *key,
                            uint64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    add_fact(result, &result->facts, (assay_fact){key, text, true});
}

assay_arena *assay_build_arena(assay_result *result)
{
    return &result->arena;
}

void assay_build_blob(assay_result *result, const char *name, const void *bytes,
                      size_t n)
{
    const blob copy = {keep_text(result, name), keep_bytes(result, bytes, n, 1),
                       n};
    append(result, &result->blobs, &copy, sizeof copy);
}

// Heaviest first; then by code and text, so that the order of the inputs does
// not show.
static int by_weight(const void *a, const void *b)
{
    const assay_warning *x = a;
    const assay_warning *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
    const int code = strcmp(x->code, y->code);
    return code ? code : strcmp(x->text, y->text);
}

static int by_role(const void *a, const void *b)
{
    const assay_input *x = a;
    const assay_input *y = b;
    const int role = strcmp(x->role, y->role);
    const int name = strcmp(x->name, y->name);
    if (role) return role;
    return name ? name : strcmp(text_of(x->digest), text_of(y->digest));
}

static void sort(list *items, size_t size,
                 int (*compare)(const void *, const void *))
{
    if (items->count) qsort(items->items, items->count, size, compare);
}

assay_status assay_build_end(assay_result **result, assay_error *err)
{
    assay_result *built = *result;
    if (built->out_of_memory) {
        assay_result_free(built);
        *result = NULL;
        return assay_fail_memory(err, "the result");
    }
    sort(&built->warnings, sizeof(assay_warning), by_weight);
    sort(&built->inputs, sizeof(assay_input), by_role);
    return ASSAY_OK;
}

const char *assay_result_evaluation(const assay_result *result)
{
    return result->evaluation;
}

static const void *lend(const list *items, size_t *count)
{
    *count = items->count;
    return items->items;
}

const assay_figure *assay_result_figures(const assay_result *result,
                                         size_t *count)
{
    return lend(&result->figures, count);
}

const assay_figure *assay_result_find(const assay_result *result,
                                      const char *id)
{
    const assay_figure *figures = result->figures.items;
    const size_t n = result->figures.count;
    for (size_t i = 0; i < n; i++)
        if (strcmp(figures[i].id, id) == 0) return &figures[i];
    for (size_t i = 0; i < n; i++)
        if (assay_figure_id_same(figures[i].id, id)) return &figures[i];
    return NULL;
}

const assay_curve *assay_result_curves(const assay_result *result,
                                       size_t *count)
{
    return lend(&result->curves, count);
}

const assay_statement *assay_result_statements(const assay_result *result,
                                               size_t *count)
{
    return lend(&result->statements, count);
}

const assay_requirement *assay_result_requirements(const assay_result *result,
                                                   size_t *count)
{
    return lend(&result->requirements, count);
}

const assay_warning *assay_result_warnings(const assay_result *result,
                                           size_t *count)
{
    return lend(&result->warnings, count);
}

const assay_fact *assay_result_about(const assay_result *result, size_t *count)
{
    return lend(&result->about, count);
}

const assay_input *assay_result_inputs(const assay_result *result,
                                       size_t *count)
{
    return lend(&result->inputs, count);
}

const assay_fact *assay_result_facts(const assay_result *result, size_t *count)
{
    return lend(&result->facts, count);
}

const void *assay_result_blob(const assay_result *result, const char *name,
                              size_t *n)
{
    const blob *blobs = result->blobs.items;
    *n = 0;
    for (size_t i = 0; i < result->blobs.count; i++) {
        if (strcmp(blobs[i].name, name) != 0) continue;
        *n = blobs[i].n;
        return blobs[i].bytes;
    }
    return NULL;
}

const char *assay_result_blob_name(const assay_result *result, size_t i)
{
    const blob *blobs = result->blobs.items;
    return i < result->blobs.count ? blobs[i].name : NULL;
}

void assay_result_free(assay_result *result)
{
    if (!result) return;
    assay_free(result->figures.items);
    assay_free(result->curves.items);
    assay_free(result->statements.items);
    assay_free(result->requirements.items);
    assay_free(result->warnings.items);
    assay_free(result->about.items);
    assay_free(result->inputs.items);
    assay_free(result->facts.items);
    assay_free(result->blobs.items);
    assay_arena_end(&result->arena);
    assay_free(result);
}
