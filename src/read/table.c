// SPDX-License-Identifier: Apache-2.0
#include "read/table.h"

#include "base/alloc.h"
#include "read/cut.h"
#include "read/foreign.h"
#include "read/head.h"
#include "read/heading.h"
#include "read/reader.h"

#include <stdio.h>
#include <string.h>

assay_status assay_table_fail(const assay_table *table, assay_error *err)
{
    return assay_lines_fail(&table->lines, table->line, err);
}

// Copies the header's fields as C strings.
static assay_status keep_headings(assay_table *table, const assay_slice *fields,
                                  assay_error *err)
{
    size_t bytes = 0;
    for (size_t c = 0; c < table->width; c++) bytes += fields[c].length + 1;
    table->heads = assay_new(0, bytes, 1);
    table->headings = assay_new(0, table->width, sizeof *table->headings);
    if (!table->heads || !table->headings)
        return assay_fail_memory(err, "the columns of a table");
    char *to = table->heads;
    for (size_t c = 0; c < table->width; c++) {
        if (fields[c].length) memcpy(to, fields[c].text, fields[c].length);
        table->headings[c] = to;
        to += fields[c].length + 1;
    }
    return ASSAY_OK;
}

static assay_status read_header(assay_table *table, assay_error *err)
{
    assay_line line = {0};
    bool end = false;
    ASSAY_TRY(assay_lines_take(&table->lines, &line, &end, err));
    table->line = 1;
    if (end || line.start == line.end)
        return assay_fail(err, ASSAY_EINPUT,
                          end ? "the file is empty: a header and rows were "
                                "expected"
                              : "an empty line where the header should be: "
                                "start the file with the names of its columns");
    const size_t most = line.mark_count + 1;
    table->fields = assay_new(0, most, sizeof *table->fields);
    if (!table->fields) return assay_fail_memory(err, "the columns of a table");
    ASSAY_TRY(
        assay_line_fields(&line, table->fields, most, &table->width, err));
    return keep_headings(table, table->fields, err);
}

assay_status assay_table_over(assay_table *table, assay_source *source,
                              const assay_read_options *options,
                              assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    bool whole = false;
    memset(table, 0, sizeof *table);
    table->options = options;
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    const char *foreign = assay_foreign_file(head, n);
    if (foreign)
        return assay_fail(err, ASSAY_EINPUT, "%s", foreign),
               assay_fail_at(err, assay_source_path(source), 1);
    table->separator = assay_head_separator(assay_head_line(head, n, &whole));
    if (!table->separator) table->separator = ',';
    const char special[2] = {table->separator, '"'};
    assay_lines_open(&table->lines, source, options->block, special);
    table->lines.breaks = true;
    const assay_status status = read_header(table, err);
    if (status == ASSAY_OK) return ASSAY_OK;
    assay_table_fail(table, err);
    assay_table_close(table);
    return status;
}

assay_status assay_table_open(assay_table *table, const char *path,
                              const assay_read_options *options,
                              assay_error *err)
{
    assay_source *source = NULL;
    memset(table, 0, sizeof *table);
    ASSAY_TRY(assay_source_open(path, options->digest, options->threads,
                                options->watch, &source, err));
    const assay_status status = assay_table_over(table, source, options, err);
    if (status == ASSAY_OK)
        table->own = source;
    else
        assay_source_close(source);
    return status;
}

static assay_status at_header(const assay_table *table, assay_error *err)
{
    return assay_lines_fail(&table->lines, 1, err);
}

assay_status assay_table_find(const assay_table *table, const char *name,
                              size_t *column, assay_error *err)
{
    const char *heading = assay_read_heading(table->options, name);
    *column = ASSAY_NO_COLUMN;
    for (size_t c = 0; c < table->width; c++) {
        if (strcmp(table->headings[c], heading) != 0) continue;
        if (*column != ASSAY_NO_COLUMN)
            return assay_fail(err, ASSAY_EINPUT,
                              "two columns are called \"%.80s\": rename one",
                              heading),
                   at_header(table, err);
        *column = c;
    }
    if (*column != ASSAY_NO_COLUMN || heading == name) return ASSAY_OK;
    char names[ASSAY_HEADINGS_TEXT];
    assay_headings_list(table->headings, table->width, names);
    assay_fail(err, ASSAY_EINPUT,
               "no column \"%.80s\" for --column %.40s=: the columns are %s",
               heading, name, names);
    return at_header(table, err);
}

assay_status assay_table_missing(const assay_table *table, const char *name,
                                 assay_error *err)
{
    char names[ASSAY_HEADINGS_TEXT];
    char paste[ASSAY_PASTE_TEXT];
    assay_headings_list(table->headings, table->width, names);
    const bool any =
        assay_headings_paste(table->headings, table->width, name, paste);
    assay_fail(err, ASSAY_EINPUT,
               "no column \"%s\" (the columns are %s): %s %s", name, names,
               any ? "add" : "name the one that holds it with", paste);
    return at_header(table, err);
}

assay_status assay_table_need(const assay_table *table, const char *name,
                              size_t *column, assay_error *err)
{
    ASSAY_TRY(assay_table_find(table, name, column, err));
    if (*column != ASSAY_NO_COLUMN) return ASSAY_OK;
    return assay_table_missing(table, name, err);
}

static assay_status refuse_width(const assay_table *table, size_t count,
                                 assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "%zu field%s where the header has %zu: %s",
               count, count == 1 ? "" : "s", table->width,
               count > table->width
                   ? "put fields that hold the separator in quotes"
                   : "leave fields empty, but keep their separators");
    return assay_table_fail(table, err);
}

assay_status assay_table_next(assay_table *table, bool *taken, assay_error *err)
{
    assay_line line = {0};
    size_t count = 0;
    do {
        *taken = assay_lines_next(&table->lines, &line);
        if (!*taken) return ASSAY_OK;
    } while (line.start == line.end);
    table->line = line.number;
    if (assay_line_fields(&line, table->fields, table->width, &count, err) !=
        ASSAY_OK)
        return assay_table_fail(table, err);
    if (count != table->width) return refuse_width(table, count, err);
    table->rows++;
    return ASSAY_OK;
}

assay_status assay_table_fill(assay_table *table, bool *end, assay_error *err)
{
    return assay_lines_fill(&table->lines, end, err);
}

assay_status assay_table_take(assay_table *table, bool *end, assay_error *err)
{
    bool taken = false;
    *end = false;
    for (;;) {
        ASSAY_TRY(assay_table_next(table, &taken, err));
        if (taken) return ASSAY_OK;
        ASSAY_TRY(assay_table_fill(table, end, err));
        if (*end) return ASSAY_OK;
    }
}

assay_input assay_table_input(const assay_table *table, const char *role)
{
    assay_source *source = table->lines.source;
    return (assay_input){
        .name = assay_base_name(assay_source_path(source)),
        .role = role,
        .format = table->separator == '\t' ? "tsv" : "csv",
        .bytes = assay_source_raw_bytes(source),
        .rows = table->rows,
        .digest = assay_source_digest(source),
    };
}

void assay_table_close(assay_table *table)
{
    assay_lines_close(&table->lines);
    assay_source_close(table->own);
    assay_free(table->heads);
    assay_free(table->headings);
    assay_free(table->fields);
    memset(table, 0, sizeof *table);
}
