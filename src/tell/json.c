// SPDX-License-Identifier: Apache-2.0
#include "tell/json.h"

#include "tell/assay_schema.h"
#include "tell/json_parts.h"
#include "tell/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Characters that are written as themselves.
static bool is_plain(uint32_t c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' &&
           c != '&' && c != 0x7F && c != 0x2028 && c != 0x2029 &&
           c != ASSAY_NO_CHARACTER;
}

static void put_escape(assay_output *output, uint32_t c)
{
    static const char *const shorts[128] = {['"'] = "\\\"",
                                            ['\\'] = "\\\\",
                                            ['\n'] = "\\n",
                                            ['\r'] = "\\r",
                                            ['\t'] = "\\t"};
    if (c < 128 && shorts[c])
        assay_output_text(output, shorts[c]);
    else
        assay_output_format(output, "\\u%04x", (unsigned)c);
}

void assay_json_slice(assay_output *output, const char *text, size_t length)
{
    assay_output_text(output, "\"");
    for (size_t i = 0; i < length;) {
        uint32_t c = 0;
        const size_t n = assay_utf8_take(text + i, &c);
        if (is_plain(c))
            assay_output_bytes(output, text + i, n);
        else
            put_escape(output, c);
        i += n;
    }
    assay_output_text(output, "\"");
}

void assay_json_text(assay_output *output, const char *text)
{
    if (text)
        assay_json_slice(output, text, strlen(text));
    else
        assay_output_text(output, "null");
}

void assay_json_number(assay_output *output, double value)
{
    if (isnan(value))
        assay_output_text(output, "null");
    else if (isinf(value))
        assay_output_text(output, value > 0 ? "\"inf\"" : "\"-inf\"");
    else
        assay_output_double(output, value, 0);
}

void assay_json_score(assay_output *output, double value)
{
    if (isfinite(value) && fabs(value) <= 3.4028234663852886e38 &&
        (double)(float)value == value)
        assay_output_double(output, value, 9);
    else
        assay_json_number(output, value);
}

void assay_json_count(assay_output *output, int64_t count)
{
    if (count < 0)
        assay_output_text(output, "null");
    else
        assay_output_format(output, "%lld", (long long)count);
}

// `, "key": `, or without the comma where it is the first.
static void put_key(assay_output *output, const char *key, bool first)
{
    if (!first) assay_output_text(output, ", ");
    assay_json_text(output, key);
    assay_output_text(output, ": ");
}

static void put_text(assay_output *output, const char *key, const char *text)
{
    put_key(output, key, false);
    assay_json_text(output, text);
}

// A text whose absence is "" in the struct.
static void put_optional(assay_output *output, const char *key,
                         const char *text)
{
    put_text(output, key, text && text[0] ? text : NULL);
}

static void put_number(assay_output *output, const char *key, double value)
{
    put_key(output, key, false);
    assay_json_number(output, value);
}

static void put_count(assay_output *output, const char *key, int64_t count)
{
    put_key(output, key, false);
    assay_json_count(output, count);
}

// A count whose absence is 0 in the struct.
static void put_natural(assay_output *output, const char *key, int64_t count)
{
    put_count(output, key, count > 0 ? count : -1);
}

static void put_score(assay_output *output, const char *key, double value)
{
    put_key(output, key, false);
    assay_json_score(output, value);
}

void assay_json_conditions(assay_output *output, const assay_at *at,
                           size_t count)
{
    assay_output_text(output, "{");
    for (size_t i = 0; i < count; i++) {
        put_key(output, at[i].key, i == 0);
        if (strcmp(at[i].key, "threshold") == 0)
            assay_json_score(output, at[i].value);
        else
            assay_json_number(output, at[i].value);
    }
    assay_output_text(output, "}");
}

static void put_labels(assay_output *output, const assay_label *group,
                       size_t count)
{
    assay_output_text(output, "{");
    for (size_t i = 0; i < count; i++) {
        put_key(output, group[i].attribute, i == 0);
        assay_json_text(output, group[i].value);
    }
    assay_output_text(output, "}");
}

static void put_group(assay_output *output, const assay_label *group,
                      size_t count)
{
    put_key(output, "group", false);
    put_labels(output, group, count);
}

void assay_json_groups(assay_output *output, const assay_figure *figure)
{
    if (figure->reference_group_count == 0) {
        put_labels(output, figure->group, figure->group_count);
        return;
    }
    assay_output_text(output, "{");
    put_key(output, "probe", true);
    put_labels(output, figure->group, figure->group_count);
    put_key(output, "reference", false);
    put_labels(output, figure->reference_group, figure->reference_group_count);
    assay_output_text(output, "}");
}

static void put_texts(assay_output *output, const char *const *texts,
                      size_t count)
{
    assay_output_text(output, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) assay_output_text(output, ", ");
        assay_json_text(output, texts[i]);
    }
    assay_output_text(output, "]");
}

static void put_bounds(assay_output *output, const double bounds[2])
{
    put_key(output, "bounds", false);
    if (isnan(bounds[0]) && isnan(bounds[1])) {
        assay_output_text(output, "null");
        return;
    }
    assay_output_text(output, "[");
    assay_json_number(output, bounds[0]);
    assay_output_text(output, ", ");
    assay_json_number(output, bounds[1]);
    assay_output_text(output, "]");
}

static void put_value(assay_output *output, const assay_figure *figure)
{
    if (strcmp(figure->unit, "score") == 0)
        put_score(output, "value", figure->value);
    else
        put_number(output, "value", figure->value);
}

static void put_figure(assay_output *output, const assay_figure *figure)
{
    assay_output_text(output, "{\"id\": ");
    assay_json_text(output, figure->id);
    put_text(output, "name", figure->name);
    put_key(output, "at", false);
    assay_json_conditions(output, figure->at, figure->at_count);
    put_score(output, "threshold", figure->threshold);
    put_optional(output, "rule", figure->rule);
    put_value(output, figure);
    put_optional(output, "unit", figure->unit);
    put_number(output, "low", figure->low);
    put_number(output, "high", figure->high);
    put_optional(output, "interval", figure->interval);
    put_number(output, "confidence", figure->confidence);
    put_optional(output, "method", figure->method);
    put_bounds(output, figure->bounds);
    put_count(output, "events", figure->events);
    put_count(output, "trials", figure->trials);
    put_optional(output, "per", figure->per);
    put_count(output, "subjects", figure->subjects);
    put_number(output, "effective", figure->effective);
    put_key(output, "group", false);
    assay_json_groups(output, figure);
    put_optional(output, "of", figure->of);
    put_optional(output, "weights", figure->weights);
    put_optional(output, "threshold_from", figure->threshold_from);
    put_optional(output, "references", figure->references);
    put_natural(output, "watchlist_size", figure->watchlist_size);
    put_natural(output, "rank", figure->rank);
    put_optional(output, "target", figure->target);
    put_text(output, "status", assay_figure_status_name(figure->status));
    put_optional(output, "note", figure->note);
    assay_output_text(output, "}");
}

// Columns of a curve that hold scores.
static bool is_score_column(const char *name)
{
    return strcmp(name, "threshold") == 0 || strcmp(name, "from") == 0 ||
           strcmp(name, "quality") == 0 || strcmp(name, "to") == 0;
}

static void put_point(assay_output *output, const assay_curve *curve,
                      size_t row)
{
    const double *values = curve->values + row * curve->column_count;
    assay_output_text(output, row > 0 ? ",[" : "[");
    for (size_t i = 0; i < curve->column_count; i++) {
        if (i > 0) assay_output_text(output, ",");
        if (is_score_column(curve->columns[i]))
            assay_json_score(output, values[i]);
        else
            assay_json_number(output, values[i]);
    }
    assay_output_text(output, "]");
}

static void put_curve(assay_output *output, const assay_curve *curve)
{
    assay_output_text(output, "{\"id\": ");
    assay_json_text(output, curve->id);
    put_text(output, "name", curve->name);
    put_group(output, curve->group, curve->group_count);
    put_key(output, "columns", false);
    put_texts(output, curve->columns, curve->column_count);
    put_key(output, "points", false);
    assay_output_text(output, "[");
    for (size_t row = 0; row < curve->row_count; row++)
        put_point(output, curve, row);
    assay_output_text(output, "]");
    put_optional(output, "note", curve->note);
    assay_output_text(output, "}");
}

static void put_statement(assay_output *output,
                          const assay_statement *statement)
{
    assay_output_text(output, "{\"kind\": ");
    assay_json_text(output, assay_statement_kind_name(statement->kind));
    put_text(output, "text", statement->text);
    put_key(output, "figures", false);
    put_texts(output, statement->figures, statement->figure_count);
    assay_output_text(output, "}");
}

static void put_requirement(assay_output *output,
                            const assay_requirement *requirement)
{
    assay_output_text(output, "{\"text\": ");
    assay_json_text(output, requirement->text);
    put_optional(output, "figure", requirement->figure);
    put_number(output, "limit", requirement->limit);
    put_number(output, "value", requirement->value);
    put_number(output, "low", requirement->low);
    put_number(output, "high", requirement->high);
    put_text(output, "verdict", assay_verdict_name(requirement->verdict));
    put_optional(output, "note", requirement->note);
    assay_output_text(output, "}");
}

static void put_warning(assay_output *output, const assay_warning *warning)
{
    assay_output_text(output, "{\"code\": ");
    assay_json_text(output, warning->code);
    put_text(output, "weight", assay_weight_name(warning->weight));
    put_text(output, "text", warning->text);
    put_count(output, "rows", warning->rows);
    assay_output_text(output, "}");
}

// A list of things that lie `size` bytes apart, one a line.
typedef struct things {
    const char *key;
    const void *items;
    size_t count;
    size_t size;
} things;

static void put_list(assay_output *output, things list,
                     void (*put)(assay_output *, const void *))
{
    assay_output_text(output, ",\n");
    assay_json_text(output, list.key);
    assay_output_text(output, ": [");
    for (size_t i = 0; i < list.count; i++) {
        assay_output_text(output, i > 0 ? ",\n" : "\n");
        put(output, (const char *)list.items + i * list.size);
    }
    assay_output_text(output, "]");
}

static void any_statement(assay_output *output, const void *item)
{
    put_statement(output, item);
}

static void any_figure(assay_output *output, const void *item)
{
    put_figure(output, item);
}

static void any_curve(assay_output *output, const void *item)
{
    put_curve(output, item);
}

static void any_requirement(assay_output *output, const void *item)
{
    put_requirement(output, item);
}

static void any_warning(assay_output *output, const void *item)
{
    put_warning(output, item);
}

static void put_head(assay_output *output, const assay_result *result)
{
    size_t n = 0;
    const assay_fact *about = assay_result_about(result, &n);
    assay_output_text(output, "{\"assay\": {\"version\": ");
    assay_json_text(output, assay_version());
    assay_output_format(output, ", \"schema\": %d},\n\"about\": {",
                        ASSAY_SCHEMA);
    for (size_t i = 0; i < n; i++) {
        put_key(output, about[i].key, i == 0);
        assay_json_text(output, about[i].value);
    }
    assay_output_text(output, "},\n\"evaluation\": ");
    assay_json_text(output, assay_result_evaluation(result));
}

// All figures; or, for the plots of a page, packed ones. False without memory.
static bool put_figures(assay_output *output, const assay_result *result,
                        bool drawn)
{
    things list = {.key = "figures", .size = sizeof(assay_figure)};
    const assay_figure *figures = assay_result_figures(result, &list.count);
    list.items = figures;
    if (!drawn) {
        put_list(output, list, any_figure);
        return true;
    }
    assay_output_text(output, ",\n\"figures\": ");
    return assay_json_figures(output, figures, list.count);
}

static bool put_lists(assay_output *output, const assay_result *result,
                      bool drawn)
{
    things list = {.key = "statements", .size = sizeof(assay_statement)};
    list.items = assay_result_statements(result, &list.count);
    put_list(output, list, any_statement);
    const bool memory = put_figures(output, result, drawn);
    list = (things){.key = "curves", .size = sizeof(assay_curve)};
    list.items = assay_result_curves(result, &list.count);
    put_list(output, list, any_curve);
    list = (things){.key = "requirements", .size = sizeof(assay_requirement)};
    list.items = assay_result_requirements(result, &list.count);
    put_list(output, list, any_requirement);
    list = (things){.key = "warnings", .size = sizeof(assay_warning)};
    list.items = assay_result_warnings(result, &list.count);
    put_list(output, list, any_warning);
    return memory;
}

static void put_result(assay_output *output, const assay_result *result,
                       bool drawn, bool *no_memory)
{
    size_t fact_count = 0;
    size_t input_count = 0;
    const assay_fact *facts = assay_result_facts(result, &fact_count);
    const assay_input *inputs = assay_result_inputs(result, &input_count);
    static const assay_input none;
    put_head(output, result);
    if (!put_lists(output, result, drawn)) *no_memory = true;
    assay_output_text(output, ",\n\"provenance\": ");
    if (!assay_json_facts(output, facts, fact_count, inputs ? inputs : &none,
                          input_count))
        *no_memory = true;
    assay_output_text(output, "}\n");
}

void assay_json_result(assay_output *output, const assay_result *result,
                       bool *no_memory)
{
    put_result(output, result, false, no_memory);
}

void assay_json_drawn(assay_output *output, const assay_result *result,
                      bool *no_memory)
{
    put_result(output, result, true, no_memory);
}

assay_status assay_result_write_json(const assay_result *result,
                                     const char *path, assay_error *error)
{
    assay_output *output = NULL;
    bool no_memory = false;
    ASSAY_TRY(assay_output_open(path, &output, error));
    assay_json_result(output, result, &no_memory);
    if (!no_memory) return assay_output_commit(output, error);
    assay_output_abandon(output);
    return assay_fail_memory(error, "the JSON file");
}
