// SPDX-License-Identifier: Apache-2.0
// Candidates as CSV or TSV: probe_id, rank (or none), reference_id, score.
#include "read/candidate_rows.h"
#include "read/head.h"
#include "read/table.h"

#include <string.h>

enum { CELLS = 64, SURE = 80 };

// Where in the table each thing is; rank may be nowhere.
typedef struct columns {
    size_t probe, rank, reference, score;
} columns;

static bool has(const assay_slice *cells, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (assay_slice_is(cells[i], name)) return true;
    return false;
}

int assay_candidate_csv_probe(const unsigned char *head, size_t n)
{
    bool whole = false;
    assay_slice cells[CELLS];
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    if (!separator) return 0;
    size_t count = assay_head_fields(line, separator, cells, CELLS);
    if (count > CELLS) count = CELLS;
    // A list of comparisons has these too, but says who people are.
    const bool people =
        has(cells, count, "mated") || (has(cells, count, "probe_subject") &&
                                       has(cells, count, "reference_subject"));
    return has(cells, count, "probe_id") && has(cells, count, "reference_id") &&
                   (has(cells, count, "rank") || !people)
               ? SURE
               : 0;
}

static assay_status find_columns(const assay_table *table, columns *c,
                                 assay_error *err)
{
    ASSAY_TRY(assay_table_need(table, "probe_id", &c->probe, err));
    ASSAY_TRY(assay_table_need(table, "reference_id", &c->reference, err));
    ASSAY_TRY(assay_table_need(table, "score", &c->score, err));
    return assay_table_find(table, "rank", &c->rank, err);
}

static assay_status read_rank(assay_slice text, uint32_t *rank,
                              assay_error *err)
{
    uint64_t value = 0;
    if (!assay_parse_uint(text, &value) || value >= ASSAY_NO_RANK)
        return assay_fail(err, ASSAY_EINPUT,
                          "rank \"%.*s\": a whole number from 1 (or from 0) "
                          "on is needed",
                          text.length < 40 ? (int)text.length : 40, text.text);
    *rank = (uint32_t)value;
    return ASSAY_OK;
}

static assay_status take_row(assay_candidate_lists *lists,
                             const assay_table *table, const columns *c,
                             assay_error *err)
{
    const assay_slice reference = table->fields[c->reference];
    const assay_slice score = table->fields[c->score];
    assay_listed row = {.rank = ASSAY_NO_RANK};
    ASSAY_TRY(assay_candidate_rows_find(lists, false, table->fields[c->probe],
                                        &row.probe, err));
    ASSAY_TRY(
        assay_candidate_rows_tell(lists, row.probe, ASSAY_SEARCH_WENT, err));
    // A search that named nobody.
    if (!reference.length && !score.length) return ASSAY_OK;
    ASSAY_TRY(
        assay_candidate_rows_find(lists, true, reference, &row.reference, err));
    ASSAY_TRY(assay_candidate_rows_score(score, &row.score, err));
    if (c->rank != ASSAY_NO_COLUMN)
        ASSAY_TRY(read_rank(table->fields[c->rank], &row.rank, err));
    return assay_candidate_rows_add(lists, row, table->line, err);
}

static assay_status read_rows(assay_candidate_lists *lists, assay_table *table,
                              assay_error *err)
{
    columns c;
    bool end = false;
    ASSAY_TRY(find_columns(table, &c, err));
    for (;;) {
        ASSAY_TRY(assay_table_take(table, &end, err));
        if (end) return ASSAY_OK;
        if (take_row(lists, table, &c, err) != ASSAY_OK)
            return assay_table_fail(table, err);
    }
}

assay_status assay_candidate_csv_read(assay_candidate_lists *lists,
                                      const assay_read_options *options,
                                      assay_error *err)
{
    assay_candidate_file *file = &lists->files[lists->file_count - 1];
    assay_table table;
    ASSAY_TRY(assay_table_over(&table, file->source, options, err));
    const assay_status status = read_rows(lists, &table, err);
    file->input = assay_table_input(&table, "candidates");
    assay_table_close(&table);
    return status;
}
