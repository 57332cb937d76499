// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_files.h"

#include "base/alloc.h"
#include "read/deployed_heading.h"
#include "read/deployed_rows.h"
#include "read/head.h"

#include <stdlib.h>
#include <string.h>

struct assay_deployments_file {
    assay_deployed_cells cells;
    assay_deployed_places at;
    assay_deployed *rows; // first one a row of the table, then those kept
    assay_remarks remarks;
    assay_where *where;
    assay_deployed_key *conditions;
    assay_deployed_key *labels;
    const char **names; // of files
    char unread[ASSAY_DEPLOYED_PASTE];
    assay_deployed_record record;
};

static assay_status find_keys(assay_deployments_file *f,
                              const assay_deployments_wanted *wanted,
                              assay_error *err)
{
    const size_t n = wanted->where.count, by = wanted->columns.count;
    f->where = assay_new(0, n, sizeof *f->where);
    f->conditions = assay_new(0, n, sizeof *f->conditions);
    f->labels = assay_new(0, by, sizeof *f->labels);
    if (!f->where || !f->conditions || !f->labels)
        return assay_fail_memory(err, "the conditions");
    for (size_t i = 0; i < n; i++) {
        ASSAY_TRY(assay_where_parse(wanted->where.items[i], &f->where[i], err));
        ASSAY_TRY(assay_deployed_key_of(&f->cells, &f->at, f->where[i].column,
                                        "--where", &f->conditions[i], err));
    }
    for (size_t i = 0; i < by; i++)
        ASSAY_TRY(assay_deployed_key_of(&f->cells, &f->at,
                                        wanted->columns.items[i], "--by",
                                        &f->labels[i], err));
    return ASSAY_OK;
}

static assay_status make_remarks(assay_deployments_file *f, assay_error *err)
{
    assay_remarks *r = &f->remarks;
    if (r->count + ASSAY_REMARKS_OF_ROW <= r->room) return ASSAY_OK;
    const size_t room = r->room * 2 + 64 + ASSAY_REMARKS_OF_ROW;
    if (!assay_grow(&r->items, room, sizeof *r->items))
        return assay_fail_memory(err, "the rows");
    r->room = room;
    return ASSAY_OK;
}

static bool is_kept(const assay_deployments_file *f, size_t conditions,
                    const assay_deployed_row *row)
{
    for (size_t i = 0; i < conditions; i++)
        if (!assay_deployed_holds(&f->cells, &f->at, row, &f->conditions[i],
                                  &f->where[i]))
            return false;
    return true;
}

static assay_status set_labels(assay_deployments_file *f,
                               const assay_deployments_wanted *wanted,
                               const assay_deployed_row *row,
                               assay_deployed *out, assay_error *err)
{
    const size_t n = wanted->columns.count;
    assay_label *labels = assay_arena_new(&f->cells.arena, n, sizeof *labels);
    if (!labels) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < n; i++) {
        labels[i].attribute = wanted->columns.items[i];
        labels[i].value =
            assay_deployed_label(&f->cells, &f->at, row, &f->labels[i]);
        if (!labels[i].value) return assay_fail_memory(err, "the groups");
    }
    out->labels = labels;
    return ASSAY_OK;
}

static assay_status read_rows(assay_deployments_file *f, assay_error *err)
{
    f->rows = assay_new(0, f->cells.count, sizeof *f->rows);
    if (!f->rows) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < f->cells.count; i++) {
        ASSAY_TRY(make_remarks(f, err));
        ASSAY_TRY(assay_deployed_row_of(&f->cells, &f->at, &f->cells.rows[i],
                                        &f->rows[i], &f->remarks, err));
    }
    return ASSAY_OK;
}

static int by_place(const assay_remark *a, const assay_remark *b)
{
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return (a->kind > b->kind) - (a->kind < b->kind);
}

static int compare_remarks(const void *a, const void *b)
{
    return by_place(a, b);
}

static bool is_of_left_out(assay_remark_kind kind)
{
    return kind == ASSAY_REMARK_TOTALS || kind == ASSAY_REMARK_REPEAT ||
           kind == ASSAY_REMARK_WORDS;
}

// Drops the remarks of rows that are not kept.
static void keep_remarks(assay_deployments_file *f, const bool *kept)
{
    size_t count = 0, row = 0;
    if (!f->remarks.count) return;
    qsort(f->remarks.items, f->remarks.count, sizeof *f->remarks.items,
          compare_remarks);
    for (size_t i = 0; i < f->remarks.count; i++) {
        while (f->cells.rows[row].file != f->remarks.items[i].file ||
               f->cells.rows[row].line != f->remarks.items[i].line)
            row++;
        if (kept[row] || is_of_left_out(f->remarks.items[i].kind))
            f->remarks.items[count++] = f->remarks.items[i];
    }
    f->remarks.count = count;
}

static assay_status note(assay_deployments_file *f, assay_remark_kind kind,
                         size_t i, assay_error *err)
{
    const assay_deployed *row = &f->rows[i];
    ASSAY_TRY(make_remarks(f, err));
    f->remarks.items[f->remarks.count++] =
        (assay_remark){kind, row->file, row->line, row->row,
                       row->place  ? row->place
                       : row->date ? row->date
                                   : ""};
    return ASSAY_OK;
}

// What rows are besides deployments of their own.
typedef struct marks {
    bool *totals;  // they sum others, or are a note
    bool *skip;    // that, or part of the deployment of another row
    bool *repeats; // they stand in another file too
    bool *kept;    // they meet the conditions, or their deployment does
    size_t *lead;  // the row of their deployment
} marks;

static void drop_marks(marks *m)
{
    assay_free(m->totals);
    assay_free(m->skip);
    assay_free(m->repeats);
    assay_free(m->kept);
    assay_free(m->lead);
}

static bool is_note(const assay_deployments_file *f, size_t i)
{
    return assay_deployed_is_note(&f->cells, i, &f->rows[i]);
}

static assay_status mark_rows(assay_deployments_file *f, marks *m,
                              assay_error *err)
{
    const size_t n = f->cells.count;
    m->totals = assay_new(0, n, 1);
    m->skip = assay_new(0, n, 1);
    m->repeats = assay_new(0, n, 1);
    m->kept = assay_new(0, n, 1);
    m->lead = assay_new(0, n, sizeof *m->lead);
    if (!m->totals || !m->skip || !m->repeats || !m->kept || !m->lead)
        return assay_fail_memory(err, "the rows");
    assay_deployed_mark_totals(&f->cells, &f->at.people, f->rows, m->totals);
    for (size_t i = 0; i < n; i++) m->totals[i] = m->totals[i] || is_note(f, i);
    ASSAY_TRY(assay_people_join(&f->cells, &f->at.people, f->rows, m->totals,
                                m->lead, err));
    for (size_t i = 0; i < n; i++) m->skip[i] = m->totals[i] || m->lead[i] != i;
    return assay_deployed_mark_repeats(&f->cells, &f->at.people, f->rows,
                                       m->skip, m->repeats, err);
}

static assay_status mark_kept(assay_deployments_file *f, size_t conditions,
                              marks *m, assay_error *err)
{
    for (size_t i = 0; i < f->cells.count; i++) {
        const size_t lead = m->lead[i];
        const bool meets =
            !m->totals[i] && is_kept(f, conditions, &f->cells.rows[lead]);
        m->kept[i] = meets && !m->repeats[lead];
        if (m->totals[i])
            ASSAY_TRY(note(
                f, is_note(f, i) ? ASSAY_REMARK_WORDS : ASSAY_REMARK_TOTALS, i,
                err));
        if (meets && m->repeats[i])
            ASSAY_TRY(note(f, ASSAY_REMARK_REPEAT, i, err));
        f->record.rows.left_out += !m->skip[i] && !m->kept[i];
    }
    return ASSAY_OK;
}

// Moves the rows that are kept to the front.
static assay_status keep_rows(assay_deployments_file *f,
                              const assay_deployments_wanted *wanted,
                              assay_error *err)
{
    assay_deployments *rows = &f->record.rows;
    ASSAY_AUTO(drop_marks) marks m = {.kept = NULL};
    ASSAY_TRY(mark_rows(f, &m, err));
    ASSAY_TRY(mark_kept(f, wanted->where.count, &m, err));
    keep_remarks(f, m.kept);
    for (size_t i = 0; i < f->cells.count; i++) {
        if (!m.kept[i]) continue;
        f->record.joined += m.lead[i] != i;
        if (m.lead[i] != i) continue;
        f->rows[rows->count] = f->rows[i];
        ASSAY_TRY(set_labels(f, wanted, &f->cells.rows[i],
                             &f->rows[rows->count++], err));
    }
    rows->label_count = wanted->columns.count;
    rows->rows = f->rows;
    return ASSAY_OK;
}

// NULL goes last.
static int compare_texts(const char *a, const char *b)
{
    if (!a || !b) return (a == NULL) - (b == NULL);
    return strcmp(a, b);
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_days(const assay_deployed *a, const assay_deployed *b)
{
    const int none =
        (a->when == ASSAY_WHEN_NONE) - (b->when == ASSAY_WHEN_NONE);
    if (none) return none;
    if (a->when == ASSAY_WHEN_NONE) return compare_texts(a->date, b->date);
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return compare_numbers(a->last, b->last);
}

static int compare_counts(const assay_deployed *a, const assay_deployed *b)
{
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++) {
        const int least =
            compare_numbers(a->counts[k].least, b->counts[k].least);
        if (least) return least;
    }
    return 0;
}

// Where the row stood decides last, so that the order of the files does not.
static int compare_rows(const void *x, const void *y)
{
    const assay_deployed *a = x, *b = y;
    int order = compare_days(a, b);
    if (!order) order = compare_texts(a->place, b->place);
    if (!order) order = compare_texts(a->row, b->row);
    if (!order) order = compare_counts(a, b);
    if (!order) order = compare_numbers(a->seconds, b->seconds);
    if (!order) order = compare_numbers(a->file, b->file);
    if (order) return order;
    return (a->line > b->line) - (a->line < b->line);
}

static assay_status no_rows(const assay_deployments_file *f, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "%s",
               f->record.rows.left_out
                   ? "no row meets all conditions: change --where"
                   : "a header without rows: put deployments under it");
    return assay_fail_at(err, f->cells.files[0].path, 1);
}

static assay_status set_record(assay_deployments_file *f, assay_error *err)
{
    f->names = assay_new(0, f->cells.file_count, sizeof *f->names);
    if (!f->names) return assay_fail_memory(err, "the files");
    for (size_t i = 0; i < f->cells.file_count; i++)
        f->names[i] = assay_base_name(f->cells.files[i].path);
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++)
        f->record.rows.has[k] = f->at.counts[k] != SIZE_MAX;
    for (size_t c = 0; c < f->at.people.column_count; c++)
        f->record.rows
            .has[assay_people_names[f->at.people.columns[c].count].count] =
            true;
    f->record.rows.groups = f->at.people.groups;
    f->record.rows.group_count = f->at.people.group_count;
    assay_deployed_paste(&f->cells, &f->at.people, f->unread);
    f->record.files = f->names;
    f->record.file_count = f->cells.file_count;
    f->record.remarks = f->remarks.items;
    f->record.remark_count = f->remarks.count;
    f->record.unread = f->unread;
    return ASSAY_OK;
}

static assay_status read_all(assay_deployments_file *f,
                             const assay_deployments_wanted *wanted,
                             const assay_read_options *options,
                             assay_error *err)
{
    for (size_t i = 0; i < wanted->files.count; i++)
        ASSAY_TRY(assay_deployed_cells_read(&f->cells, wanted->files.items[i],
                                            options, err));
    ASSAY_TRY(assay_deployed_find(&f->cells, &options->columns, &f->at, err));
    ASSAY_TRY(find_keys(f, wanted, err));
    ASSAY_TRY(read_rows(f, err));
    ASSAY_TRY(keep_rows(f, wanted, err));
    if (!f->record.rows.count) return no_rows(f, err);
    qsort(f->rows, f->record.rows.count, sizeof *f->rows, compare_rows);
    return set_record(f, err);
}

assay_status assay_deployments_read(const assay_deployments_wanted *wanted,
                                    const assay_read_options *options,
                                    assay_deployments_file **out,
                                    assay_error *err)
{
    assay_deployments_file *f = assay_new(sizeof *f, 0, 0);
    *out = NULL;
    if (!f) return assay_fail_memory(err, "the deployments");
    const assay_status status = read_all(f, wanted, options, err);
    if (status == ASSAY_OK)
        *out = f;
    else
        assay_deployments_free(f);
    return status;
}

const assay_deployed_record *
assay_deployments_record(const assay_deployments_file *files)
{
    return &files->record;
}

assay_input assay_deployments_input(const assay_deployments_file *files,
                                    size_t i)
{
    const assay_deployed_file *file = &files->cells.files[i];
    return (assay_input){
        .name = files->names[i],
        .role = "deployments",
        .format = file->format,
        .bytes = assay_source_raw_bytes(file->source),
        .rows = file->rows,
        .digest = assay_source_digest(file->source),
    };
}

void assay_deployments_free(assay_deployments_file *files)
{
    if (!files) return;
    assay_deployed_cells_end(&files->cells);
    assay_free(files->rows);
    assay_free(files->remarks.items);
    assay_free(files->where);
    assay_free(files->conditions);
    assay_free(files->labels);
    assay_free(files->names);
    assay_free(files);
}

static bool is_ours(assay_slice heading)
{
    return assay_slice_is(heading, "alerts") ||
           assay_slice_is(heading, "true_alerts") ||
           assay_slice_is(heading, "false_alerts") ||
           assay_slice_is(heading, "faces_seen");
}

static bool probe_table(const unsigned char *head, size_t n)
{
    enum { CELLS = 64 };
    assay_slice cells[CELLS];
    bool whole = false;
    size_t counts = 0, where = 0;
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    if (!separator) return false;
    size_t count = assay_head_fields(line, separator, cells, CELLS);
    if (count > CELLS) count = CELLS;
    for (size_t i = 0; i < count; i++) {
        char heading[64];
        assay_head_text(cells[i], heading, sizeof heading);
        const char *guess = assay_deployed_guess(heading);
        const assay_slice ours = guess ? assay_slice_of(guess) : cells[i];
        counts += is_ours(ours);
        where += assay_slice_is(ours, "date") ||
                 assay_slice_is(ours, "location") ||
                 assay_slice_is(ours, "event");
    }
    return counts && where;
}

bool assay_deployments_probe(const unsigned char *head, size_t n, bool *json)
{
    static const char key[] = "\"deployments\"";
    size_t i = 0;
    if (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) i = 3;
    while (i < n && strchr(" \t\r\n", head[i]) && head[i]) i++;
    *json = i < n && head[i] == '{' && memmem(head, n, key, sizeof key - 1);
    return *json || probe_table(head, n);
}
