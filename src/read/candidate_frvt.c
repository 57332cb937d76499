// SPDX-License-Identifier: Apache-2.0
// Candidate lists as the FRVT 1:N validation writes them: single blanks
// between the fields, ranks from 0, the header again where logs were put
// together:
//
//     searchId candidateRank searchRetCode isAssigned templateId score decision
//     0 0 0 1 17 0.8125 1
//     0 1 0 0  -1 0            no candidate: templateId is empty
//     1 0 7 0  0 0             a search that failed: searchRetCode is not 0
#include "read/candidate_rows.h"
#include "read/head.h"
#include "read/lines.h"

#include <string.h>

enum { SEARCH, RANK, CODE, ASSIGNED, TEMPLATE, SCORE, DECISION, FIELDS };
enum { SURE = 90 };

static const char header[] =
    "searchId candidateRank searchRetCode isAssigned templateId score decision";

// Blanks at the end don't count.
static assay_slice without_end(assay_slice line)
{
    while (line.length && (line.text[line.length - 1] == ' ' ||
                           line.text[line.length - 1] == '\r'))
        line.length--;
    return line;
}

int assay_candidate_frvt_probe(const unsigned char *head, size_t n)
{
    bool whole = false;
    const assay_slice line = without_end(assay_head_line(head, n, &whole));
    return whole && assay_slice_is(line, header) ? SURE : 0;
}

// Splits at each single blank; returns how many fields there are.
static size_t split(assay_slice line, assay_slice fields[FIELDS])
{
    size_t count = 0;
    const char *at = line.text;
    const char *end = line.text + line.length;
    while (line.length) {
        const char *blank = memchr(at, ' ', (size_t)(end - at));
        const char *stop = blank ? blank : end;
        if (count < FIELDS)
            fields[count] = (assay_slice){at, (size_t)(stop - at)};
        count++;
        if (!blank) break;
        at = blank + 1;
    }
    return count;
}

static assay_status read_number(assay_slice text, const char *name,
                                uint64_t *value, assay_error *err)
{
    if (assay_parse_uint(text, value) && *value < ASSAY_NO_RANK - 1)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "%s \"%.*s\": a whole number is needed", name,
                      text.length < 40 ? (int)text.length : 40, text.text);
}

static assay_status take_candidate(assay_candidate_lists *lists,
                                   const assay_slice fields[FIELDS],
                                   assay_listed row, uint64_t line,
                                   assay_error *err)
{
    ASSAY_TRY(assay_candidate_rows_find(lists, true, fields[TEMPLATE],
                                        &row.reference, err));
    ASSAY_TRY(assay_candidate_rows_score(fields[SCORE], &row.score, err));
    return assay_candidate_rows_add(lists, row, line, err);
}

static assay_status take_fields(assay_candidate_lists *lists,
                                const assay_slice fields[FIELDS], uint64_t line,
                                assay_error *err)
{
    uint64_t rank = 0;
    uint64_t code = 0;
    uint64_t assigned = 0;
    assay_listed row = {0};
    ASSAY_TRY(assay_candidate_rows_find(lists, false, fields[SEARCH],
                                        &row.probe, err));
    ASSAY_TRY(read_number(fields[RANK], "candidateRank", &rank, err));
    ASSAY_TRY(read_number(fields[CODE], "searchRetCode", &code, err));
    ASSAY_TRY(read_number(fields[ASSIGNED], "isAssigned", &assigned, err));
    ASSAY_TRY(assay_candidate_rows_tell(
        lists, row.probe, code ? ASSAY_SEARCH_FAILED : ASSAY_SEARCH_WENT, err));
    row.rank = (uint32_t)rank + 1;
    // What a failed search left in its fields means nothing.
    if (!assigned || code) return ASSAY_OK;
    return take_candidate(lists, fields, row, line, err);
}

static assay_status take_row(assay_candidate_lists *lists, assay_slice text,
                             uint64_t line, assay_error *err)
{
    assay_slice fields[FIELDS] = {{0}};
    const size_t count = split(text, fields);
    if (count == FIELDS) return take_fields(lists, fields, line, err);
    return assay_fail(err, ASSAY_EINPUT,
                      "%zu field%s between single blanks where an FRVT "
                      "candidate list has %d (%s)",
                      count, count == 1 ? "" : "s", FIELDS, header);
}

static assay_status read_lines(assay_candidate_lists *lists, assay_lines *from,
                               uint64_t *rows, assay_error *err)
{
    assay_line line = {0};
    bool end = false;
    for (;;) {
        ASSAY_TRY(assay_lines_take(from, &line, &end, err));
        if (end) return ASSAY_OK;
        const assay_slice text = without_end(assay_line_slice(&line));
        if (!text.length || assay_slice_is(text, header)) continue;
        if (take_row(lists, text, line.number, err) != ASSAY_OK)
            return assay_lines_fail(from, line.number, err);
        ++*rows;
    }
}

assay_status assay_candidate_frvt_read(assay_candidate_lists *lists,
                                       const assay_read_options *options,
                                       assay_error *err)
{
    static const char blanks[2] = {' ', '\t'};
    assay_candidate_file *file = &lists->files[lists->file_count - 1];
    assay_lines lines = {0};
    uint64_t rows = 0;
    assay_lines_open(&lines, file->source, options->block, blanks);
    const assay_status status = read_lines(lists, &lines, &rows, err);
    assay_lines_close(&lines);
    file->input = (assay_input){
        .name = assay_base_name(file->path),
        .role = "candidates",
        .format = "frvt",
        .bytes = assay_source_raw_bytes(file->source),
        .rows = rows,
        .digest = assay_source_digest(file->source),
    };
    return status;
}
