// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_rows.h"

#include "read/deployed_heading.h"
#include "read/heading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t first_of(const assay_deployed_cells *cells, const char *a,
                       const char *b)
{
    const size_t c = assay_deployed_column(cells, a);
    return c == SIZE_MAX ? assay_deployed_column(cells, b) : c;
}

// Whether the first row holds names of columns, of which this header has fewer.
static bool is_header_below(const assay_deployed_cells *cells)
{
    size_t here = 0, below = 0;
    if (!cells->count) return false;
    const assay_deployed_row *row = &cells->rows[0];
    const assay_deployed_file *file = &cells->files[row->file];
    for (size_t i = 0; i < file->width; i++) {
        char text[48];
        const assay_slice c = assay_slice_trim(row->cells[i]);
        const size_t n =
            c.length < sizeof text - 1 ? c.length : sizeof text - 1;
        if (n) memcpy(text, c.text, n);
        text[n] = '\0';
        here += assay_deployed_guess(cells->names[file->column[i]]) != NULL;
        below += assay_deployed_guess(text) != NULL;
    }
    return below >= 2 && below > here;
}

static assay_status no_counts(const assay_deployed_cells *cells,
                              const assay_people *people, assay_error *err)
{
    char names[ASSAY_HEADINGS_TEXT];
    char paste[ASSAY_DEPLOYED_PASTE];
    assay_headings_list(cells->names, cells->columns, names);
    assay_deployed_paste(cells, people, paste);
    if (is_header_below(cells))
        assay_fail(err, ASSAY_EINPUT,
                   "the columns are named in the next line (this one has %s): "
                   "take away what stands above it, so that their names come "
                   "first",
                   names);
    else if (paste[0])
        assay_fail(err, ASSAY_EINPUT, "no column of counts as ours: add %s",
                   paste);
    else
        assay_fail(err, ASSAY_EINPUT,
                   "no column of counts (the columns are %s): name those that "
                   "hold them with --column alerts=HEADING --column "
                   "false_alerts=HEADING; see assay help columns deployments",
                   names);
    return assay_fail_at(err, cells->files[0].path, 1);
}

assay_status assay_deployed_find(assay_deployed_cells *cells,
                                 const assay_pairs *mapped,
                                 assay_deployed_places *at, assay_error *err)
{
    ASSAY_TRY(assay_people_find(cells, &at->people, err));
    ASSAY_TRY(assay_people_check_columns(cells, mapped, &at->people, err));
    bool any = at->people.column_count > 0;
    at->row = first_of(cells, "row_id", "id");
    at->date = assay_deployed_column(cells, "date");
    at->location = assay_deployed_column(cells, "location");
    at->event = assay_deployed_column(cells, "event");
    at->duration = assay_deployed_column(cells, "duration");
    at->hours = assay_deployed_column(cells, "hours");
    at->threshold = assay_deployed_column(cells, "threshold");
    at->printed = assay_deployed_column(cells, "printed_false_alert_rate");
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++) {
        at->counts[k] = assay_deployed_column(cells, assay_deployed_names[k]);
        any = any ||
              (at->counts[k] != SIZE_MAX && k != ASSAY_DEPLOYED_WATCHLIST &&
               k != ASSAY_DEPLOYED_DEPLOYMENTS);
    }
    return any ? ASSAY_OK : no_counts(cells, &at->people, err);
}

// A row at work.
typedef struct reading {
    assay_deployed_cells *cells;
    const assay_deployed_places *at;
    const assay_deployed_row *row;
    assay_deployed *out;
    assay_remarks *remarks;
    bool memory;
} reading;

static assay_slice cell(const reading *r, size_t column)
{
    if (column == SIZE_MAX) return (assay_slice){"", 0};
    return assay_slice_trim(assay_deployed_cell(r->cells, r->row, column));
}

// The text of a cell, or NULL where it says nothing.
static const char *text_of(reading *r, size_t column)
{
    const assay_slice c = cell(r, column);
    if (assay_deployed_unknown(c)) return NULL;
    const char *text = assay_arena_copy(&r->cells->arena, c.text, c.length);
    if (!text) r->memory = false;
    return text;
}

static void remark(reading *r, assay_remark_kind kind, size_t column)
{
    const char *text = text_of(r, column);
    r->remarks->items[r->remarks->count++] = (assay_remark){
        kind, r->row->file, r->row->line, r->out->row, text ? text : ""};
}

// Where line 2 holds names, the header goes on.
static bool is_heading(const reading *r, assay_slice c)
{
    for (size_t i = 0; i < c.length; i++)
        if (c.text[i] >= '0' && c.text[i] <= '9') return false;
    return r->row->line == 2;
}

// The bytes that follow the first one of a character; 4: none begins so.
static size_t bytes_behind(unsigned char first)
{
    if (first < 0x80) return 0;
    if (first < 0xc2 || first > 0xf4) return 4;
    return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
}

static bool is_utf8(assay_slice c)
{
    for (size_t i = 0; i < c.length;) {
        const size_t n = bytes_behind((unsigned char)c.text[i]);
        if (n > 3 || i + n >= c.length) return false;
        for (size_t k = 1; k <= n; k++)
            if (((unsigned char)c.text[i + k] & 0xc0) != 0x80) return false;
        i += n + 1;
    }
    return true;
}

// Of a byte that is no UTF-8 nobody knows what it was, perhaps a dash.
static assay_status refuse_bytes(const reading *r, size_t column,
                                 assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "%s holds bytes that are no UTF-8: save the sheet as \"CSV "
               "UTF-8\"",
               r->cells->names[column]);
    return assay_deployed_fail(r->cells, r->row, err);
}

static assay_status refuse(const reading *r, size_t column, const char *why,
                           assay_error *err)
{
    const assay_slice c = cell(r, column);
    const int shown = c.length > 40 ? 40 : (int)c.length;
    if (!is_utf8(c)) return refuse_bytes(r, column, err);
    assay_fail(err, ASSAY_EINPUT, "%s is \"%.*s\": %s%s",
               r->cells->names[column], shown, c.text, why,
               is_heading(r, c) ? "; or, if this line belongs to the header, "
                                  "write each name in one line"
                                : "");
    return assay_deployed_fail(r->cells, r->row, err);
}

static assay_status take_counts(reading *r, assay_error *err)
{
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++) {
        const size_t column = r->at->counts[k];
        assay_known *count = &r->out->counts[k];
        assay_count_mark mark = ASSAY_COUNT_PLAIN;
        *count = (assay_known){-1, -1};
        if (column == SIZE_MAX) continue;
        const char *why =
            assay_deployed_count_of(cell(r, column), count, &mark);
        if (why) return refuse(r, column, why, err);
        if (mark == ASSAY_COUNT_ABOUT) remark(r, ASSAY_REMARK_ABOUT, column);
        if (mark == ASSAY_COUNT_NOTED) remark(r, ASSAY_REMARK_NOTED, column);
    }
    assay_known *several = &r->out->counts[ASSAY_DEPLOYED_DEPLOYMENTS];
    if (several->least < 0) *several = (assay_known){1, 1};
    return ASSAY_OK;
}

static void take_date(reading *r)
{
    const assay_slice c = cell(r, r->at->date);
    const assay_deployed_date date = assay_deployed_date_of(c);
    r->out->date = text_of(r, r->at->date);
    r->out->when = date.when;
    r->out->first = date.first;
    r->out->last = date.last;
    if (date.when == ASSAY_WHEN_NONE && r->out->date)
        remark(r, ASSAY_REMARK_DATE, r->at->date);
}

static void take_duration(reading *r)
{
    const size_t column =
        cell(r, r->at->duration).length ? r->at->duration : r->at->hours;
    const assay_slice c = cell(r, column);
    r->out->seconds = assay_deployed_duration_of(c);
    if (r->out->seconds < 0 && !assay_deployed_unknown(c))
        remark(r, ASSAY_REMARK_DURATION, column);
}

static assay_status take_people(reading *r, assay_error *err)
{
    assay_people_marked marked;
    ASSAY_TRY(assay_people_take(r->cells, &r->at->people, r->row, r->out,
                                &marked, err));
    if (marked.about != SIZE_MAX) remark(r, ASSAY_REMARK_ABOUT, marked.about);
    if (marked.noted != SIZE_MAX) remark(r, ASSAY_REMARK_NOTED, marked.noted);
    return ASSAY_OK;
}

assay_status assay_deployed_row_of(assay_deployed_cells *cells,
                                   const assay_deployed_places *at,
                                   const assay_deployed_row *row,
                                   assay_deployed *out, assay_remarks *remarks,
                                   assay_error *err)
{
    reading r = {cells, at, row, out, remarks, true};
    memset(out, 0, sizeof *out);
    out->file = row->file;
    out->line = row->line;
    out->row = text_of(&r, at->row);
    out->place = text_of(&r, at->location);
    if (!out->place) out->place = text_of(&r, at->event);
    take_date(&r);
    take_duration(&r);
    out->threshold = assay_deployed_number_of(cell(&r, at->threshold));
    out->printed = assay_deployed_rate_of(cell(&r, at->printed));
    ASSAY_TRY(take_counts(&r, err));
    ASSAY_TRY(take_people(&r, err));
    return r.memory ? ASSAY_OK : assay_fail_memory(err, "the rows");
}

static const struct {
    const char *name;
    assay_deployed_kind kind;
} of_date[] = {{"year", YEAR}, {"month", MONTH}};

assay_status assay_deployed_key_of(const assay_deployed_cells *cells,
                                   const assay_deployed_places *at,
                                   const char *name, const char *option,
                                   assay_deployed_key *key, assay_error *err)
{
    char names[ASSAY_HEADINGS_TEXT];
    *key = (assay_deployed_key){assay_deployed_column(cells, name), PLAIN};
    for (size_t i = 0; i < sizeof of_date / sizeof *of_date; i++)
        if (key->column == SIZE_MAX && at->date != SIZE_MAX &&
            strcmp(of_date[i].name, name) == 0) {
            key->kind = of_date[i].kind;
            return ASSAY_OK;
        }
    if (assay_people_has(&at->people, name)) {
        *key = (assay_deployed_key){SIZE_MAX, PEOPLE};
        if (strcmp(option, "--where") != 0) return ASSAY_OK;
        return assay_fail(err, ASSAY_EUSAGE,
                          "--where %.60s: a group of people is no condition: "
                          "faces counted are everybody's; each group has "
                          "figures of its own",
                          name);
    }
    if (key->column == SIZE_MAX) {
        assay_headings_list(cells->names, cells->columns, names);
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s %.60s: no such column; the columns are %s",
                          option, name, names);
    }
    if (key->column == at->date) key->kind = DATE;
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++)
        if (key->column == at->counts[k]) key->kind = COUNT;
    if (key->kind == COUNT && at->people.by_count && at->people.group_count &&
        strcmp(option, "--where") == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--where %.60s: rows are of groups of people here, "
                          "and a condition on counts would part deployments: "
                          "name a column that is no count",
                          name);
    return ASSAY_OK;
}

// Year or month of a day, as text.
static assay_slice part_of(const char *day, assay_deployed_kind kind)
{
    const size_t want = kind == YEAR ? 4 : 7;
    const size_t n = strlen(day);
    return (assay_slice){day, n < want ? 0 : want};
}

// What is no date is neither before nor after one.
static bool words_hold(assay_slice c, const assay_deployed_key *key,
                       const assay_where *where)
{
    const bool known = key->kind == DATE && !assay_deployed_unknown(c);
    switch (where->operator) {
    case ASSAY_WHERE_EQ:
    case ASSAY_WHERE_NE:
    case ASSAY_WHERE_CONTAINS:
        return assay_where_holds(where, known ? c : (assay_slice){"", 0});
    case ASSAY_WHERE_LT:
    case ASSAY_WHERE_LE:
    case ASSAY_WHERE_GT:
    case ASSAY_WHERE_GE: break;
    }
    return false;
}

// A date at both its ends, or the year or month of them.
static bool date_holds(assay_slice c, const assay_deployed_key *key,
                       const assay_where *where)
{
    const assay_deployed_date date = assay_deployed_date_of(c);
    if (date.when == ASSAY_WHEN_NONE) return words_hold(c, key, where);
    if (key->kind == DATE)
        return assay_where_holds(where, assay_slice_of(date.from)) &&
               assay_where_holds(where, assay_slice_of(date.to));
    return assay_where_holds(where, part_of(date.from, key->kind)) &&
           assay_where_holds(where, part_of(date.to, key->kind));
}

static assay_slice count_text(assay_slice c, char text[32])
{
    assay_known count;
    assay_count_mark mark = ASSAY_COUNT_PLAIN;
    if (assay_deployed_count_of(c, &count, &mark)) return c;
    if (count.least < 0 || count.least != count.most)
        return (assay_slice){"", 0};
    (void)snprintf(text, 32, "%lld", (long long)count.least);
    return assay_slice_of(text);
}

bool assay_deployed_holds(const assay_deployed_cells *cells,
                          const assay_deployed_places *at,
                          const assay_deployed_row *row,
                          const assay_deployed_key *key,
                          const assay_where *where)
{
    char text[32];
    const bool of_day = key->kind == YEAR || key->kind == MONTH;
    const assay_slice c = assay_slice_trim(
        assay_deployed_cell(cells, row, of_day ? at->date : key->column));
    if (key->kind == PLAIN)
        return assay_where_holds(
            where, assay_deployed_unknown(c) ? (assay_slice){"", 0} : c);
    if (key->kind == COUNT)
        return assay_where_holds(where, count_text(c, text));
    return date_holds(c, key, where);
}

const char *assay_deployed_label(assay_deployed_cells *cells,
                                 const assay_deployed_places *at,
                                 const assay_deployed_row *row,
                                 const assay_deployed_key *key)
{
    const bool of_day = key->kind == YEAR || key->kind == MONTH;
    if (key->kind == PEOPLE) return "";
    assay_slice c = assay_slice_trim(
        assay_deployed_cell(cells, row, of_day ? at->date : key->column));
    if (assay_deployed_unknown(c)) return "";
    if (of_day) {
        const assay_deployed_date date = assay_deployed_date_of(c);
        const assay_slice from = part_of(date.from, key->kind);
        const assay_slice to = part_of(date.to, key->kind);
        if (from.length != to.length ||
            (from.length && memcmp(from.text, to.text, from.length) != 0))
            return "";
        return assay_arena_copy(&cells->arena, from.text, from.length);
    }
    return assay_arena_copy(&cells->arena, c.text, c.length);
}
