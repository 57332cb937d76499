// SPDX-License-Identifier: Apache-2.0
#include "evaluate/rows.h"

#include "base/alloc.h"
#include "base/order.h"
#include "evaluate/wanted.h"
#include "read/where.h"

#include <string.h>

enum { CONDITIONS = 16 };
enum { NOT_ASKED, HOLDS, HOLDS_NOT };

// A condition, with its answer for each value of the column seen so far.
typedef struct condition {
    assay_where where;
    bool of_subjects;
    size_t attribute; // of the subjects
    size_t column;    // of the intake
    uint8_t *answers;
    size_t answer_count;
} condition;

// The rows of one class on their way.
typedef struct columns {
    size_t n;
    float score[ASSAY_BATCH_ROWS];
    uint32_t probe[ASSAY_BATCH_ROWS], reference[ASSAY_BATCH_ROWS];
    uint16_t probe_profile[ASSAY_BATCH_ROWS];
    uint16_t reference_profile[ASSAY_BATCH_ROWS];
} columns;

struct assay_rows {
    assay_rows_options options;
    condition conditions[CONDITIONS];
    size_t condition_count;
    bool grouped;
    assay_rows_seen seen;
    assay_attempts attempts;
    columns of[ASSAY_CLASSES];
};

static assay_status find_column(assay_rows *rows, condition *c,
                                assay_error *err)
{
    assay_intake *intake = rows->options.intake;
    const assay_subjects *subjects = rows->options.subjects;
    const char *name = c->where.column;
    c->attribute = subjects ? assay_subjects_find(subjects, name) : SIZE_MAX;
    c->of_subjects = c->attribute != SIZE_MAX;
    if (c->of_subjects) return ASSAY_OK;
    return assay_wanted_column(intake, name, &c->column, err);
}

static assay_status add_conditions(assay_rows *rows, assay_error *err)
{
    const assay_texts *where = rows->options.where;
    if (where->count > CONDITIONS)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d --where",
                          CONDITIONS);
    for (size_t i = 0; i < where->count; i++) {
        condition *c = &rows->conditions[rows->condition_count++];
        ASSAY_TRY(assay_where_parse(where->items[i], &c->where, err));
        ASSAY_TRY(find_column(rows, c, err));
    }
    return ASSAY_OK;
}

assay_status assay_rows_new(const assay_rows_options *options, assay_rows **out,
                            assay_error *err)
{
    *out = NULL;
    assay_rows *rows = assay_new(sizeof *rows, 0, 0);
    if (!rows) return assay_fail_memory(err, "the rows");
    rows->options = *options;
    rows->grouped = assay_groups_any(options->groups);
    const assay_status status = add_conditions(rows, err);
    if (status != ASSAY_OK) {
        assay_rows_free(rows);
        return status;
    }
    *out = rows;
    return ASSAY_OK;
}

bool assay_rows_are_plain(const assay_rows *rows)
{
    return !rows->condition_count && !rows->grouped &&
           !rows->options.qualities && !rows->options.attacks;
}

// The answer of a condition for value `value` of `strings`, asked once.
static bool answer(condition *c, const assay_strings *strings, uint32_t value,
                   bool *memory)
{
    if (value == ASSAY_NO_STRING)
        return assay_where_holds(&c->where, (assay_slice){"", 0});
    if (value >= c->answer_count) {
        const size_t room = ((size_t)value + 1) * 2;
        if (!assay_grow(&c->answers, room, 1)) {
            *memory = false;
            return false;
        }
        memset(c->answers + c->answer_count, NOT_ASKED, room - c->answer_count);
        c->answer_count = room;
    }
    if (c->answers[value] == NOT_ASKED) {
        const assay_slice text = assay_strings_text(strings, value);
        c->answers[value] =
            assay_where_holds(&c->where, text) ? HOLDS : HOLDS_NOT;
    }
    return c->answers[value] == HOLDS;
}

static bool holds(assay_rows *rows, condition *c, const assay_batch *batch,
                  size_t i, bool *memory)
{
    if (!c->of_subjects) {
        const uint32_t value = c->column < batch->columns
                                   ? batch->column[c->column][i]
                                   : ASSAY_NO_STRING;
        return answer(c, rows->options.intake->values[c->column], value,
                      memory);
    }
    const assay_subjects *subjects = rows->options.subjects;
    const uint32_t person =
        batch->has_subjects ? batch->probe[i] : ASSAY_NO_STRING;
    const uint32_t value =
        person == ASSAY_NO_STRING
            ? ASSAY_NO_STRING
            : assay_subjects_value(subjects, c->attribute, person);
    return answer(c, assay_subjects_values(subjects, c->attribute), value,
                  memory);
}

static bool wanted(assay_rows *rows, const assay_batch *batch, size_t i,
                   bool *memory)
{
    for (size_t c = 0; c < rows->condition_count; c++)
        if (!holds(rows, &rows->conditions[c], batch, i, memory)) return false;
    return true;
}

assay_status assay_rows_keep(assay_rows *rows, const assay_batch *batch,
                             size_t i, const uint32_t *const *has, bool *keep,
                             assay_error *err)
{
    bool memory = true;
    *keep = true;
    for (size_t at = 0; at < rows->condition_count && *keep; at++) {
        condition *c = &rows->conditions[at];
        if (c->of_subjects || has[c->column])
            *keep = holds(rows, c, batch, i, &memory);
    }
    return memory ? ASSAY_OK : assay_fail_memory(err, "the conditions");
}

static assay_failure why(uint8_t flags)
{
    if (flags & ASSAY_ROW_NO_PROBE) return ASSAY_FAILURE_PROBE;
    if (flags & ASSAY_ROW_NO_REFERENCE) return ASSAY_FAILURE_REFERENCE;
    return ASSAY_FAILURE_UNSTATED;
}

static uint8_t flags_of(const assay_batch *batch, size_t i)
{
    return batch->flags[batch->uniform ? 0 : i];
}

static assay_status fail_unknown(assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "some comparisons have subject ids and some have none; "
                      "give them for all, or for none");
}

// Of the mated comparison that was taken last.
static assay_status take_quality(assay_rows *rows, const assay_batch *batch,
                                 size_t i, bool people, assay_error *err)
{
    const columns *of = &rows->of[ASSAY_MATED];
    const size_t n = of->n - 1;
    assay_marked_row row = {.key = assay_key_of(of->score[n]),
                            .person = people ? of->probe[n] : UINT32_MAX,
                            .profile = of->probe_profile[n]};
    if (!rows->options.qualities) return ASSAY_OK;
    return assay_qualities_take(rows->options.qualities, batch, i, &row, err);
}

static assay_status take_presentation(assay_rows *rows,
                                      const assay_batch *batch, size_t i,
                                      assay_error *err)
{
    const float score = batch->score[i];
    uint16_t profile = 0;
    // Attacks among comparisons make no group of those.
    if (rows->grouped && rows->options.intake->presentations)
        ASSAY_TRY(assay_groups_profile(rows->options.groups, batch, i,
                                       ASSAY_SIDE_PROBE, &profile, err));
    return assay_attacks_take(rows->options.attacks, batch, i,
                              *rows->options.distance ? 0.0f - score : score,
                              profile, err);
}

static assay_status take_row(assay_rows *rows, const assay_batch *batch,
                             size_t i, bool people, assay_counter *counter,
                             assay_error *err)
{
    enum {
        FAILED = ASSAY_ROW_FAILED | ASSAY_ROW_NO_PROBE | ASSAY_ROW_NO_REFERENCE
    };
    const uint8_t flags = flags_of(batch, i);
    if (flags & (ASSAY_ROW_ATTACK | ASSAY_ROW_BONA_FIDE))
        return take_presentation(rows, batch, i, err);
    const int class = flags & ASSAY_ROW_MATED ? ASSAY_MATED : ASSAY_NON_MATED;
    columns *to = &rows->of[class];
    uint16_t profile[2] = {0, 0};
    if (rows->grouped)
        ASSAY_TRY(assay_groups_profiles(rows->options.groups, batch, i,
                                        &profile[0], &profile[1], err));
    if (counter &&
        !assay_attempts_note(&rows->attempts, batch, i, flags, profile))
        return assay_fail_memory(err, "the samples");
    if (flags & FAILED) rows->seen.failed++;
    if (flags & FAILED)
        return counter ? assay_counter_fail(counter, class, profile[0],
                                            why(flags), err)
                       : ASSAY_OK;
    const size_t n = to->n++;
    to->score[n] =
        *rows->options.distance ? 0.0f - batch->score[i] : batch->score[i];
    to->probe_profile[n] = profile[0];
    to->reference_profile[n] = profile[1];
    if (people) {
        to->probe[n] = batch->probe[i];
        to->reference[n] = batch->reference[i];
        if (to->probe[n] == ASSAY_NO_STRING ||
            to->reference[n] == ASSAY_NO_STRING)
            return fail_unknown(err);
    }
    return counter && class == ASSAY_MATED
               ? take_quality(rows, batch, i, people, err)
               : ASSAY_OK;
}

static assay_status split_rows(assay_rows *rows, const assay_batch *batch,
                               bool people, assay_counter *counter,
                               assay_error *err)
{
    bool memory = true;
    const assay_rows_seen before = rows->seen;
    for (size_t i = 0; i < batch->rows; i++) {
        if (flags_of(batch, i) & ASSAY_ROW_SKIP) {
            rows->seen.masked++;
            continue;
        }
        if (!wanted(rows, batch, i, &memory)) {
            if (!memory) return assay_fail_memory(err, "the conditions");
            rows->seen.left_out++;
            continue;
        }
        rows->seen.kept++;
        ASSAY_TRY(take_row(rows, batch, i, people, counter, err));
    }
    if (!counter) rows->seen = before; // a replay: counted the first time
    return ASSAY_OK;
}

// Rows with people, no conditions and no groups: the usual long list.
static assay_status split_people(assay_rows *rows, const assay_batch *batch,
                                 assay_counter *counter, assay_error *err)
{
    const float sign = *rows->options.distance ? -1.0f : 1.0f;
    uint32_t unknown = 0;
    for (size_t i = 0; i < batch->rows; i++) {
        const uint8_t flags = batch->flags[batch->uniform ? 0 : i];
        if (flags & ~ASSAY_ROW_MATED)
            return split_rows(rows, batch, true, counter, err);
    }
    for (size_t i = 0; i < batch->rows; i++) {
        columns *to = &rows->of[batch->flags[batch->uniform ? 0 : i]];
        const size_t n = to->n++;
        to->score[n] = sign * batch->score[i] + 0.0f;
        to->probe[n] = batch->probe[i];
        to->reference[n] = batch->reference[i];
        unknown |= (uint32_t)(batch->probe[i] == ASSAY_NO_STRING ||
                              batch->reference[i] == ASSAY_NO_STRING);
    }
    if (unknown) return fail_unknown(err);
    if (counter) rows->seen.kept += batch->rows;
    return ASSAY_OK;
}

static assay_block block_of(const assay_rows *rows, int class, bool people)
{
    const columns *of = &rows->of[class];
    return (assay_block){
        .rows = of->n,
        .mated = class == ASSAY_MATED,
        .score = of->score,
        .probe = people ? of->probe : NULL,
        .reference = people ? of->reference : NULL,
        .probe_profile = rows->grouped ? of->probe_profile : NULL,
        .reference_profile = rows->grouped ? of->reference_profile : NULL};
}

// Bare scores of one class need no look at each row.
static void split_uniform(assay_rows *rows, const assay_batch *batch,
                          assay_block blocks[ASSAY_CLASSES])
{
    const int class =
        batch->flags[0] & ASSAY_ROW_MATED ? ASSAY_MATED : ASSAY_NON_MATED;
    const float *score = batch->score;
    if (*rows->options.distance) {
        float *negated = rows->of[class].score;
        for (size_t i = 0; i < batch->rows; i++) negated[i] = 0.0f - score[i];
        score = negated;
    }
    blocks[class] = (assay_block){
        .rows = batch->rows, .mated = class == ASSAY_MATED, .score = score};
}

assay_status assay_rows_split(assay_rows *rows, const assay_batch *batch,
                              bool people, assay_counter *counter,
                              assay_block blocks[ASSAY_CLASSES],
                              assay_error *err)
{
    memset(blocks, 0, ASSAY_CLASSES * sizeof *blocks);
    const uint8_t plain = ASSAY_ROW_MATED;
    if (batch->uniform && !people && assay_rows_are_plain(rows) &&
        !(batch->flags[0] & ~plain)) {
        split_uniform(rows, batch, blocks);
        if (counter) rows->seen.kept += batch->rows;
        return ASSAY_OK;
    }
    if (people && !batch->has_subjects)
        return assay_fail(err, ASSAY_EINPUT,
                          "no subject ids here, but the files before have "
                          "them; give them in all files, or in none");
    rows->of[0].n = rows->of[1].n = 0;
    const bool simple = people && assay_rows_are_plain(rows) &&
                        !batch->has_sample[ASSAY_SIDE_PROBE] &&
                        !batch->has_sample[ASSAY_SIDE_REFERENCE];
    ASSAY_TRY((simple ? split_people(rows, batch, counter, err)
                      : split_rows(rows, batch, people, counter, err)));
    for (int class = 0; class < ASSAY_CLASSES; class ++)
        blocks[class] = block_of(rows, class, people);
    return ASSAY_OK;
}

assay_status assay_rows_close(const assay_rows *rows, assay_error *err)
{
    for (size_t i = 0; i < rows->condition_count; i++) {
        const condition *c = &rows->conditions[i];
        if (c->of_subjects || rows->options.intake->found[c->column]) continue;
        return assay_fail(err, ASSAY_EINPUT,
                          "--where %s: no file has a column %s; name one "
                          "that it has, or map it with --column "
                          "%s='Their heading'",
                          rows->options.where->items[i], c->where.column,
                          c->where.column);
    }
    return ASSAY_OK;
}

const assay_attempts *assay_rows_attempts(const assay_rows *rows)
{
    return &rows->attempts;
}

assay_rows_seen assay_rows_were(const assay_rows *rows)
{
    return rows->seen;
}

void assay_rows_free(assay_rows *rows)
{
    if (!rows) return;
    assay_attempts_end(&rows->attempts);
    for (size_t i = 0; i < CONDITIONS; i++)
        assay_free(rows->conditions[i].answers);
    assay_free(rows);
}
