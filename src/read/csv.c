// SPDX-License-Identifier: Apache-2.0
// Long lists of comparisons: CSV or TSV with a header, columns by name (ours,
// --column, and in files of Bob theirs).
#include "base/alloc.h"
#include "read/gather.h"
#include "read/head.h"
#include "read/heading.h"
#include "read/reader.h"
#include "read/row.h"
#include "read/score.h"
#include "read/table.h"

#include <stdio.h>
#include <string.h>

enum {
    HEADINGS = 256, // of a header that a probe looks at
    SURE = 95,
    LIKELY = 85,
    PERHAPS = 40
};

// Our columns, besides the wanted ones.
enum {
    SCORE,
    MATED,
    PROBE,
    REFERENCE,
    PROBE_ID,
    REFERENCE_ID,
    PROBE_ACQUIRED,
    REFERENCE_ACQUIRED,
    ATTACK,
    COLUMNS
};

enum { NAMES = 4 };

// What each is called: by us, then by Bob.
static const char *const names[COLUMNS][NAMES] = {
    {"score"},
    {"mated"},
    {"probe_subject", "probe_subject_id"},
    {"reference_subject", "bio_ref_subject_id", "bio_ref_subject"},
    {"probe_id", "probe_template_id", "probe_key"},
    {"reference_id", "bio_ref_template_id"},
    {"probe_acquired"},
    {"reference_acquired"},
    {"probe_attack_type"},
};

typedef struct csv {
    assay_table table;
    assay_gather gather;
    assay_score_before before;
    bool bob;
    bool ids;      // rows can be told apart
    bool numbers;  // some wanted column holds numbers alone
    bool alone;    // presentations, not comparisons
    size_t attack; // the column that names attacks; or ASSAY_NO_COLUMN
    size_t column[COLUMNS];
    size_t wanted[ASSAY_BATCH_COLUMNS];
} csv;

static bool holds(const assay_slice *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (assay_slice_is(fields[i], name)) return true;
    return false;
}

// The headings of a first line that may be a header; 0: it isn't one.
static size_t header(const unsigned char *head, size_t n,
                     assay_slice fields[HEADINGS])
{
    bool whole = false;
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    if (!separator || memchr(line.text, '\0', line.length)) return 0;
    const size_t count = assay_head_fields(line, separator, fields, HEADINGS);
    return count < HEADINGS ? count : HEADINGS;
}

static int probe(const unsigned char *head, size_t n)
{
    assay_slice fields[HEADINGS];
    const size_t count = header(head, n, fields);
    if (count < 2) return 0;
    if (holds(fields, count, "score") || holds(fields, count, "mated"))
        return LIKELY;
    // Headings aren't numbers, and matrices leave the first one empty.
    for (size_t i = 0; i < count; i++)
        if (!fields[i].length || assay_head_is_number(fields[i])) return 0;
    return PERHAPS;
}

static int probe_bob(const unsigned char *head, size_t n)
{
    assay_slice fields[HEADINGS];
    const size_t count = header(head, n, fields);
    return holds(fields, count, "bio_ref_subject_id") ? SURE : 0;
}

// Finds one of our columns under any of its names.
static assay_status find(csv *state, size_t which, assay_error *err)
{
    const size_t most = state->bob ? NAMES : 1;
    size_t *column = &state->column[which];
    *column = ASSAY_NO_COLUMN;
    for (size_t i = 0; i < most && names[which][i]; i++) {
        if (*column != ASSAY_NO_COLUMN) break;
        ASSAY_TRY(
            assay_table_find(&state->table, names[which][i], column, err));
    }
    return ASSAY_OK;
}

// A wanted column, which this file need not have.
static size_t find_wanted(const csv *state, const char *name)
{
    const assay_table *table = &state->table;
    const char *heading = assay_read_heading(table->options, name);
    char theirs[128] = "";
    if (state->bob && strncmp(name, "reference_", 10) == 0)
        (void)snprintf(theirs, sizeof theirs, "bio_ref_%s", name + 10);
    for (size_t c = 0; c < table->width; c++) {
        if (strcmp(table->headings[c], heading) == 0) return c;
        if (theirs[0] && strcmp(table->headings[c], theirs) == 0) return c;
    }
    return ASSAY_NO_COLUMN;
}

static bool is_ours(const char *name)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(names[i][0], name) == 0) return true;
    return false;
}

// `--column similarity=score` is the wrong way round.
static assay_status check_mapping(const csv *state, assay_error *err)
{
    const assay_pairs pairs = state->table.options->columns;
    for (size_t i = 0; i < pairs.count; i++) {
        const assay_pair pair = pairs.items[i];
        if (is_ours(pair.key) || !is_ours(pair.value)) continue;
        return assay_fail(err, ASSAY_EUSAGE,
                          "--column %.80s=%.80s: ours comes first, so "
                          "--column %.80s=%.80s",
                          pair.key, pair.value, pair.value, pair.key);
    }
    return ASSAY_OK;
}

enum { OPTIONS_TEXT = 2 * ASSAY_PASTE_TEXT };

static bool says_class(const csv *state)
{
    return state->column[MATED] != ASSAY_NO_COLUMN ||
           (state->column[PROBE] != ASSAY_NO_COLUMN &&
            state->column[REFERENCE] != ASSAY_NO_COLUMN);
}

// The options by which the headings would say which comparisons are mated;
// false: none looks like it.
static bool class_options(const csv *state, char text[OPTIONS_TEXT])
{
    const assay_table *t = &state->table;
    char probe_paste[ASSAY_PASTE_TEXT];
    char reference_paste[ASSAY_PASTE_TEXT];
    if (assay_headings_paste(t->headings, t->width, "mated", text)) return true;
    const bool people = assay_headings_paste(t->headings, t->width,
                                             "probe_subject", probe_paste);
    const bool both =
        assay_headings_paste(t->headings, t->width, "reference_subject",
                             reference_paste) &&
        people;
    (void)snprintf(text, OPTIONS_TEXT, "%s %s", probe_paste, reference_paste);
    return both;
}

// Neither of the ways to say which comparisons are mated.
static assay_status refuse_class(const csv *state, assay_error *err)
{
    const assay_table *t = &state->table;
    char list[ASSAY_HEADINGS_TEXT];
    char options[OPTIONS_TEXT];
    assay_headings_list(t->headings, t->width, list);
    const bool any = class_options(state, options);
    assay_fail(err, ASSAY_EINPUT,
               "no column says which comparisons are mated (the columns are "
               "%s): %s%s",
               list,
               any ? "add "
                   : "name it with --column mated=HEADING, or "
                     "the people with ",
               options);
    return assay_lines_fail(&t->lines, 1, err);
}

// With the options that the class needs too, so that one line does.
static assay_status refuse_score(const csv *state, assay_error *err)
{
    char options[OPTIONS_TEXT];
    char reason[sizeof err->reason];
    assay_table_missing(&state->table, "score", err);
    if (says_class(state) || !class_options(state, options)) return err->status;
    memcpy(reason, err->reason, sizeof reason);
    assay_fail(err, ASSAY_EINPUT, "%s %s", reason, options);
    return assay_lines_fail(&state->table.lines, 1, err);
}

// Without a class, but with attacks: presentations, whose person may be called
// the subject.
static assay_status find_presentations(csv *state, assay_intake *intake,
                                       assay_error *err)
{
    state->attack = ASSAY_NO_COLUMN;
    if (!intake->attack) return ASSAY_OK;
    state->attack = find_wanted(state, intake->wanted[intake->attack - 1]);
    state->alone = !says_class(state) && state->attack != ASSAY_NO_COLUMN;
    intake->presentations = intake->presentations || state->alone;
    intake->comparisons = intake->comparisons || says_class(state);
    if (!state->alone || state->column[PROBE] != ASSAY_NO_COLUMN)
        return ASSAY_OK;
    return assay_table_find(&state->table, "subject", &state->column[PROBE],
                            err);
}

static assay_status find_columns(csv *state, assay_intake *intake,
                                 assay_error *err)
{
    const assay_table *table = &state->table;
    size_t *column = state->column;
    for (size_t i = 0; i < COLUMNS; i++) ASSAY_TRY(find(state, i, err));
    ASSAY_TRY(find_presentations(state, intake, err));
    if (column[SCORE] == ASSAY_NO_COLUMN) return refuse_score(state, err);
    if (!says_class(state) && !state->alone) return refuse_class(state, err);
    // What Bob calls template may be a person's.
    if (state->bob) column[REFERENCE_ID] = ASSAY_NO_COLUMN;
    state->ids = table->width > 2;
    return ASSAY_OK;
}

// Samples are told apart where a side says which were acquired.
static assay_status open_samples(csv *state, assay_intake *intake,
                                 assay_error *err)
{
    static const size_t columns[ASSAY_SIDES][2] = {
        {PROBE_ACQUIRED, PROBE_ID}, {REFERENCE_ACQUIRED, REFERENCE_ID}};
    for (int s = 0; s < ASSAY_SIDES; s++) {
        if (state->column[columns[s][0]] == ASSAY_NO_COLUMN) continue;
        intake->acquired[s] = true;
        if (state->column[columns[s][1]] == ASSAY_NO_COLUMN) continue;
        ASSAY_TRY(assay_gather_samples(&state->gather, intake, s, err));
    }
    return ASSAY_OK;
}

static assay_status open_table(assay_reader *reader, bool bob, assay_error *err)
{
    assay_intake *intake = reader->intake;
    bool has[ASSAY_BATCH_COLUMNS] = {false};
    csv *state = assay_new(sizeof *state, 0, 0);
    if (!state) return assay_fail_memory(err, "a reader");
    reader->state = state;
    state->bob = bob;
    if (bob) reader->nan_fails = true;
    ASSAY_TRY(assay_table_over(&state->table, reader->sources[0].source,
                               &reader->options, err));
    ASSAY_TRY(check_mapping(state, err));
    ASSAY_TRY(find_columns(state, intake, err));
    for (size_t c = 0; c < intake->wanted_count; c++) {
        state->wanted[c] = find_wanted(state, intake->wanted[c]);
        has[c] = state->wanted[c] != ASSAY_NO_COLUMN;
        state->numbers = state->numbers || intake->numbers[c];
    }
    if (!assay_headings_offer(state->table.headings, state->table.width,
                              intake))
        return assay_fail_memory(err, "the headings");
    const bool subjects = state->column[PROBE] != ASSAY_NO_COLUMN ||
                          state->column[REFERENCE] != ASSAY_NO_COLUMN;
    ASSAY_TRY(assay_gather_open(&state->gather, intake, subjects, has, err));
    return open_samples(state, intake, err);
}

static assay_status open_csv(assay_reader *reader, assay_error *err)
{
    return open_table(reader, false, err);
}

static assay_status open_bob(assay_reader *reader, assay_error *err)
{
    return open_table(reader, true, err);
}

// A field of the row; empty where the file has no such column.
static inline assay_slice field(const csv *state, size_t which)
{
    const size_t column = state->column[which];
    if (column == ASSAY_NO_COLUMN) return (assay_slice){"", 0};
    return state->table.fields[column];
}

static inline bool has(const csv *state, size_t which)
{
    return state->column[which] != ASSAY_NO_COLUMN;
}

static assay_status refuse_attack(assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "a presentation attack (probe_attack_type): these "
                      "figures are for comparisons without attacks; leave "
                      "the row out, or tell attacks with --attack "
                      "probe_attack_type");
}

static assay_status read_class(const csv *state, uint8_t *flags,
                               assay_error *err)
{
    const assay_row_people people = {
        .has_label = has(state, MATED),
        .label = field(state, MATED),
        .has_subjects = has(state, PROBE) && has(state, REFERENCE),
        .probe = field(state, PROBE),
        .reference = field(state, REFERENCE),
    };
    if (state->attack != ASSAY_NO_COLUMN)
        ASSAY_TRY(
            assay_row_attack(state->table.fields[state->attack], flags, err));
    if (*flags) return ASSAY_OK; // attacks have no class
    if (state->alone) {
        *flags = ASSAY_ROW_BONA_FIDE;
        return ASSAY_OK;
    }
    ASSAY_TRY(assay_row_class(&people, flags, err));
    if (state->attack != state->column[ATTACK] && field(state, ATTACK).length)
        return refuse_attack(err);
    if (!has(state, PROBE_ID) || !has(state, REFERENCE_ID)) return ASSAY_OK;
    return assay_row_samples(field(state, PROBE_ID), field(state, REFERENCE_ID),
                             err);
}

static assay_status read_acquired(const csv *state, uint8_t *flags,
                                  assay_error *err)
{
    if (has(state, PROBE_ACQUIRED))
        ASSAY_TRY(assay_row_acquired("probe_acquired",
                                     field(state, PROBE_ACQUIRED),
                                     ASSAY_ROW_NO_PROBE, flags, err));
    if (has(state, REFERENCE_ACQUIRED))
        ASSAY_TRY(assay_row_acquired("reference_acquired",
                                     field(state, REFERENCE_ACQUIRED),
                                     ASSAY_ROW_NO_REFERENCE, flags, err));
    return ASSAY_OK;
}

// The score, unless what it would compare wasn't there.
static assay_status read_score(assay_reader *reader, csv *state, float *score,
                               uint8_t *flags, assay_error *err)
{
    const assay_slice text = field(state, SCORE);
    bool same = true;
    *score = 0;
    if (!(*flags & (ASSAY_ROW_NO_PROBE | ASSAY_ROW_NO_REFERENCE))) {
        if (!text.length)
            *flags |= ASSAY_ROW_FAILED;
        else if (assay_score_read(reader, &state->before, text, score, flags,
                                  &same) != ASSAY_OK)
            return assay_score_refuse(text, err);
    }
    // Rows without ids repeat by chance.
    if (same && state->ids && assay_lines_repeated(&state->table.lines))
        reader->intake->repeated++;
    return ASSAY_OK;
}

static void gather_fields(csv *state, const assay_intake *intake, size_t row)
{
    assay_gather *gather = &state->gather;
    if (gather->probe) {
        gather->probe[row] = field(state, PROBE);
        gather->reference[row] = field(state, REFERENCE);
    }
    if (gather->sample[ASSAY_SIDE_PROBE])
        gather->sample[ASSAY_SIDE_PROBE][row] = field(state, PROBE_ID);
    if (gather->sample[ASSAY_SIDE_REFERENCE])
        gather->sample[ASSAY_SIDE_REFERENCE][row] = field(state, REFERENCE_ID);
    for (size_t c = 0; c < intake->wanted_count; c++)
        if (gather->column[c])
            gather->column[c][row] = state->table.fields[state->wanted[c]];
}

// A wanted column of numbers that holds something else.
static assay_status check_numbers(const csv *state, const assay_intake *intake,
                                  assay_error *err)
{
    for (size_t c = 0; c < intake->wanted_count; c++) {
        double value = 0;
        bool overflow = false;
        if (!intake->numbers[c] || state->wanted[c] == ASSAY_NO_COLUMN)
            continue;
        const assay_slice text = state->table.fields[state->wanted[c]];
        if (!text.length || assay_parse_double(text, &value, &overflow))
            continue;
        return assay_fail(err, ASSAY_EINPUT, "%.80s: no number: '%.*s'",
                          intake->wanted[c],
                          text.length > 40 ? 40 : (int)text.length, text.text);
    }
    return ASSAY_OK;
}

static assay_status take_row(assay_reader *reader, csv *state,
                             assay_batch *batch, assay_error *err)
{
    const size_t row = batch->rows;
    uint8_t *flags = &batch->flags[row];
    *flags = 0;
    ASSAY_TRY(read_class(state, flags, err));
    ASSAY_TRY(read_acquired(state, flags, err));
    ASSAY_TRY(read_score(reader, state, &batch->score[row], flags, err));
    if (state->numbers) ASSAY_TRY(check_numbers(state, reader->intake, err));
    gather_fields(state, reader->intake, row);
    if (row == 0) batch->first_line = state->table.line;
    batch->rows++;
    return ASSAY_OK;
}

// Takes the rows that are at hand, as far as the batch has room.
static assay_status take_rows(assay_reader *reader, csv *state,
                              assay_batch *batch, assay_error *err)
{
    bool taken = true;
    while (batch->rows < ASSAY_BATCH_ROWS) {
        ASSAY_TRY(assay_table_next(&state->table, &taken, err));
        if (!taken) return ASSAY_OK;
        if (take_row(reader, state, batch, err) != ASSAY_OK)
            return assay_table_fail(&state->table, err);
    }
    return ASSAY_OK;
}

static assay_status next(assay_reader *reader, assay_batch *batch,
                         assay_error *err)
{
    csv *state = reader->state;
    bool end = false;
    assay_gather_begin(&state->gather, reader->intake, batch);
    while (batch->rows < ASSAY_BATCH_ROWS && !end) {
        ASSAY_TRY(take_rows(reader, state, batch, err));
        ASSAY_TRY(
            assay_gather_flush(&state->gather, reader->intake, batch, err));
        assay_score_settle(&state->before);
        if (batch->rows < ASSAY_BATCH_ROWS)
            ASSAY_TRY(assay_table_fill(&state->table, &end, err));
    }
    if (batch->rows || reader->rows) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "a header without rows: put the comparisons under it");
    return assay_lines_fail(&state->table.lines, 1, err);
}

static void end(assay_reader *reader)
{
    csv *state = reader->state;
    if (!state) return;
    assay_table_close(&state->table);
    assay_gather_close(&state->gather);
    assay_free(state);
    reader->state = NULL;
}

const assay_format assay_format_csv = {
    .name = "csv",
    .in_words = "CSV or TSV: a header, then a comparison a line",
    .probe = probe,
    .open = open_csv,
    .next = next,
    .close = end,
};
const assay_format assay_format_bob_csv = {
    .name = "bob-csv",
    .in_words = "Bob CSV: probe_subject_id, bio_ref_subject_id, score",
    .probe = probe_bob,
    .open = open_bob,
    .next = next,
    .close = end,
};
