// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_cells.h"

#include "base/alloc.h"
#include "read/comparisons.h"
#include "read/deployed_people.h"
#include "read/foreign.h"
#include "read/table.h"

#include <string.h>

size_t assay_deployed_column(const assay_deployed_cells *cells,
                             const char *name)
{
    for (size_t c = 0; c < cells->columns; c++)
        if (strcmp(cells->names[c], name) == 0) return c;
    return SIZE_MAX;
}

assay_slice assay_deployed_cell(const assay_deployed_cells *cells,
                                const assay_deployed_row *row, size_t column)
{
    const assay_deployed_file *file = &cells->files[row->file];
    for (size_t i = 0; i < file->width; i++)
        if (file->column[i] == column) return row->cells[i];
    return (assay_slice){"", 0};
}

assay_status assay_deployed_fail(const assay_deployed_cells *cells,
                                 const assay_deployed_row *row,
                                 assay_error *err)
{
    return assay_fail_at(err, cells->files[row->file].path, row->line);
}

assay_deployed_file *assay_deployed_add_file(assay_deployed_cells *cells,
                                             const char *path,
                                             assay_source *source)
{
    if (cells->file_count == cells->file_room) {
        const size_t room = cells->file_room * 2 + 4;
        if (!assay_grow(&cells->files, room, sizeof *cells->files)) return NULL;
        cells->file_room = room;
    }
    assay_deployed_file *file = &cells->files[cells->file_count++];
    *file = (assay_deployed_file){.path = path, .source = source};
    return file;
}

assay_status assay_deployed_add_column(assay_deployed_cells *cells,
                                       const char *name, uint16_t *column,
                                       assay_error *err)
{
    size_t c = assay_deployed_column(cells, name);
    if (c == SIZE_MAX) {
        if (cells->columns == ASSAY_DEPLOYED_COLUMNS)
            return assay_fail(err, ASSAY_EINPUT, "more than %d columns",
                              ASSAY_DEPLOYED_COLUMNS);
        c = cells->columns;
        cells->names[c] = assay_arena_string(&cells->arena, name);
        if (!cells->names[c]) return assay_fail_memory(err, "the columns");
        cells->columns++;
    }
    *column = (uint16_t)c;
    return ASSAY_OK;
}

static assay_status make_room(assay_deployed_cells *cells, assay_error *err)
{
    if (cells->count == ASSAY_DEPLOYED_ROWS)
        return assay_fail(err, ASSAY_EINPUT,
                          "more than %d rows: a record of deployments is "
                          "shorter",
                          ASSAY_DEPLOYED_ROWS);
    if (cells->count < cells->room) return ASSAY_OK;
    const size_t room = cells->room + cells->room / 2 + 64;
    if (!assay_grow(&cells->rows, room, sizeof *cells->rows))
        return assay_fail_memory(err, "the rows");
    cells->room = room;
    return ASSAY_OK;
}

assay_status assay_deployed_add_row(assay_deployed_cells *cells, uint64_t line,
                                    const assay_slice *fields, assay_error *err)
{
    assay_deployed_file *file = &cells->files[cells->file_count - 1];
    size_t bytes = 0;
    ASSAY_TRY(make_room(cells, err));
    for (size_t i = 0; i < file->width; i++) bytes += fields[i].length;
    assay_slice *copy =
        assay_arena_new(&cells->arena, file->width, sizeof *copy);
    char *text = assay_arena_new(&cells->arena, bytes + 1, 1);
    if (!copy || !text) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < file->width; i++) {
        copy[i] = (assay_slice){text, fields[i].length};
        if (fields[i].length) memcpy(text, fields[i].text, fields[i].length);
        text += fields[i].length;
    }
    cells->rows[cells->count++] =
        (assay_deployed_row){(uint32_t)(cells->file_count - 1), line, copy};
    file->rows++;
    return ASSAY_OK;
}

// What our column of the heading is called: as --column says, of that heading
// or of the count in front of a group of people, else as it is. `name` is room.
static const char *ours_of(const assay_read_options *options,
                           const char *heading, char name[ASSAY_PEOPLE_OURS])
{
    for (size_t i = 0; i < options->columns.count; i++)
        if (strcmp(options->columns.items[i].value, heading) == 0)
            return options->columns.items[i].key;
    for (size_t i = 0; i < options->columns.count; i++)
        if (assay_people_heading_behind(heading,
                                        options->columns.items[i].value,
                                        options->columns.items[i].key, name))
            return name;
    return heading;
}

// Every heading that --column names has to be there, or else our own.
static assay_status check_mapped(const assay_table *table, assay_error *err)
{
    const assay_pairs *pairs = &table->options->columns;
    for (size_t i = 0; i < pairs->count; i++) {
        size_t column = 0;
        bool own = false;
        for (size_t c = 0; c < table->width; c++)
            own = own || strcmp(table->headings[c], pairs->items[i].key) == 0;
        if (!own)
            ASSAY_TRY(
                assay_table_find(table, pairs->items[i].key, &column, err));
    }
    return ASSAY_OK;
}

static assay_status twice(const assay_table *table, const char *name,
                          assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "two columns are called \"%.80s\": rename one; where the "
               "header has two lines, write each name whole in one line",
               name);
    return assay_lines_fail(&table->lines, 1, err);
}

// A sheet often begins with its title.
static assay_status check_title(const assay_table *table, assay_error *err)
{
    size_t named = 0;
    for (size_t c = 0; c < table->width; c++)
        named += table->headings[c][0] != '\0';
    if (named > 1 || table->width == 1) return ASSAY_OK;
    if (named)
        assay_fail(err, ASSAY_EINPUT,
                   "the first line names one column of %zu: take the title "
                   "away, so that the names of the columns come first",
                   table->width);
    else
        assay_fail(err, ASSAY_EINPUT,
                   "the first line names none of %zu columns: take it away, so "
                   "that the names of the columns come first",
                   table->width);
    return assay_lines_fail(&table->lines, 1, err);
}

static assay_status take_header(assay_deployed_cells *cells,
                                const assay_table *table, assay_error *err)
{
    assay_deployed_file *file = &cells->files[cells->file_count - 1];
    ASSAY_TRY(check_title(table, err));
    ASSAY_TRY(check_mapped(table, err));
    file->column =
        assay_arena_new(&cells->arena, table->width, sizeof *file->column);
    if (!file->column) return assay_fail_memory(err, "the columns");
    for (size_t c = 0; c < table->width; c++) {
        char ours[ASSAY_PEOPLE_OURS];
        const char *name = ours_of(table->options, table->headings[c], ours);
        ASSAY_TRY(
            assay_deployed_add_column(cells, name, &file->column[c], err));
        for (size_t k = 0; name[0] && k < c; k++)
            if (file->column[k] == file->column[c])
                return twice(table, name, err);
    }
    file->width = table->width;
    return ASSAY_OK;
}

static bool is_blank_row(const assay_table *table)
{
    for (size_t c = 0; c < table->width; c++)
        if (table->fields[c].length) return false;
    return true;
}

static assay_status read_rows(assay_deployed_cells *cells, assay_table *table,
                              assay_error *err)
{
    bool end = false;
    for (;;) {
        ASSAY_TRY(assay_table_take(table, &end, err));
        if (end) return ASSAY_OK;
        if (is_blank_row(table)) continue;
        if (assay_deployed_add_row(cells, table->line, table->fields, err) !=
            ASSAY_OK)
            return assay_table_fail(table, err);
    }
}

static assay_status read_table(assay_deployed_cells *cells,
                               const assay_read_options *options,
                               assay_error *err)
{
    assay_table table;
    assay_deployed_file *file = &cells->files[cells->file_count - 1];
    ASSAY_TRY(assay_table_over(&table, file->source, options, err));
    file->format = table.separator == '\t' ? "tsv" : "csv";
    assay_status status = take_header(cells, &table, err);
    if (status == ASSAY_OK) status = read_rows(cells, &table, err);
    assay_table_close(&table);
    return status;
}

static bool is_json(const unsigned char *head, size_t n)
{
    size_t i = 0;
    if (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) i = 3;
    while (i < n && (head[i] == ' ' || head[i] == '\n' || head[i] == '\r' ||
                     head[i] == '\t'))
        i++;
    return i < n && (head[i] == '{' || head[i] == '[');
}

static assay_status read_kind(assay_deployed_cells *cells,
                              const assay_read_options *options,
                              assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    const assay_deployed_file *file = &cells->files[cells->file_count - 1];
    ASSAY_TRY(
        assay_source_peek(file->source, ASSAY_HEAD_BYTES, &head, &n, err));
    if (!assay_foreign_file(head, n) && is_json(head, n))
        return assay_deployed_json_read(cells, err);
    return read_table(cells, options, err);
}

assay_status assay_deployed_cells_read(assay_deployed_cells *cells,
                                       const char *path,
                                       const assay_read_options *options,
                                       assay_error *err)
{
    assay_source *source = NULL;
    ASSAY_TRY(assay_source_open(path, options->digest, options->threads,
                                options->watch, &source, err));
    if (!assay_deployed_add_file(cells, path, source)) {
        assay_source_close(source);
        return assay_fail_memory(err, "the files");
    }
    return read_kind(cells, options, err);
}

void assay_deployed_cells_end(assay_deployed_cells *cells)
{
    for (size_t i = 0; i < cells->file_count; i++)
        assay_source_close(cells->files[i].source);
    assay_free(cells->files);
    assay_free(cells->rows);
    assay_arena_end(&cells->arena);
    memset(cells, 0, sizeof *cells);
}
