// SPDX-License-Identifier: Apache-2.0
#include "evaluate/cast.h"

#include "base/alloc.h"
#include "base/pool.h"

#include <stdio.h>
#include <string.h>

assay_status assay_cast_open(const assay_options *common, const char *subjects,
                             assay_cast *cast, assay_error *err)
{
    memset(cast, 0, sizeof *cast);
    cast->common = common;
    cast->read =
        (assay_read_options){.columns = common->columns,
                             .digest = !common->no_digest,
                             .threads = assay_pool_threads(common->threads),
                             .watch = &common->watch};
    cast->intake.subjects = assay_strings_new();
    cast->intake.groups = assay_strings_new();
    cast->samples = assay_strings_new();
    if (!cast->intake.subjects || !cast->intake.groups || !cast->samples)
        return assay_fail_memory(err, "the samples");
    if (subjects)
        ASSAY_TRY(assay_subjects_read(subjects, &cast->read,
                                      cast->intake.subjects, &cast->subjects,
                                      err));
    ASSAY_TRY(assay_groups_new(&common->by, cast->subjects, &cast->intake,
                               &cast->groups, err));
    const assay_rows_options rows = {
        &common->where,  cast->subjects, cast->groups, &cast->intake,
        &cast->distance, NULL,           NULL};
    return assay_rows_new(&rows, &cast->rows, err);
}

// The canonical place of each string.
static assay_status rank_of(const assay_strings *strings, uint32_t **out,
                            assay_error *err)
{
    const uint32_t n = assay_strings_count(strings);
    ASSAY_AUTO(assay_drop) uint32_t *order = assay_new(0, n, sizeof *order);
    *out = assay_new(0, n, sizeof **out);
    if (!order || !*out || !assay_strings_order(strings, order))
        return assay_fail_memory(err, "the samples");
    for (uint32_t i = 0; i < n; i++) (*out)[order[i]] = i;
    return ASSAY_OK;
}

assay_status assay_cast_number(assay_cast *cast, assay_error *err)
{
    assay_strings_settle(cast->intake.subjects);
    assay_strings_settle(cast->samples);
    cast->people = assay_strings_count(cast->intake.subjects);
    ASSAY_TRY(rank_of(cast->intake.subjects, &cast->rank, err));
    return rank_of(cast->samples, &cast->sample_rank, err);
}

static assay_status new_side(size_t rows, assay_side *side, assay_error *err)
{
    memset(side, 0, sizeof *side);
    side->person = assay_new(0, rows, sizeof *side->person);
    side->sample = assay_new(0, rows, sizeof *side->sample);
    side->profile = assay_new(0, rows, sizeof *side->profile);
    side->lost = assay_new(0, rows, sizeof *side->lost);
    side->out = assay_new(0, rows, sizeof *side->out);
    side->rows = rows;
    if (!side->person || !side->sample || !side->profile || !side->lost ||
        !side->out)
        return assay_fail_memory(err, "the samples");
    return ASSAY_OK;
}

// Rows `from` .. of a source as a batch; those that it doesn't have are empty.
static void fill_batch(const assay_cast *cast, const assay_side_source *source,
                       size_t from, assay_batch *batch)
{
    const size_t left = source->rows - from;
    const size_t n = left < ASSAY_BATCH_ROWS ? left : ASSAY_BATCH_ROWS;
    batch->rows = n;
    batch->has_subjects = true;
    batch->columns = cast->intake.wanted_count;
    memcpy(batch->probe, source->subject + from, n * sizeof *batch->probe);
    memcpy(batch->reference, source->subject + from, n * sizeof *batch->probe);
    for (size_t c = 0; c < batch->columns; c++)
        for (size_t i = 0; i < n; i++)
            batch->column[c][i] = source->column[c]
                                      ? source->column[c][from + i]
                                      : ASSAY_NO_STRING;
}

// A side on its way.
typedef struct taking {
    assay_cast *cast;
    const assay_side_source *from;
    assay_side *to;
    int which;
} taking;

static assay_status take_row(const taking *t, const assay_batch *batch,
                             size_t i, size_t row, assay_error *err)
{
    assay_cast *cast = t->cast;
    assay_side *to = t->to;
    bool keep = true;
    ASSAY_TRY(
        assay_rows_keep(cast->rows, batch, i, t->from->column, &keep, err));
    to->out[row] = !keep;
    cast->kept += keep;
    cast->left_out += !keep;
    to->person[row] = cast->rank[t->from->subject[row]];
    to->sample[row] = cast->sample_rank[t->from->sample[row]];
    to->lost[row] = t->from->lost ? t->from->lost[row] : 0;
    if (!keep || !assay_groups_any(cast->groups)) return ASSAY_OK;
    return assay_groups_profile(cast->groups, batch, i, t->which,
                                &to->profile[row], err);
}

assay_status assay_cast_side(assay_cast *cast, const assay_side_source *from,
                             int which, assay_side *side, assay_error *err)
{
    const taking t = {cast, from, side, which};
    ASSAY_AUTO(assay_drop) assay_batch *batch = assay_new(sizeof *batch, 0, 0);
    if (!batch) return assay_fail_memory(err, "the samples");
    ASSAY_TRY(new_side(from->rows, side, err));
    side->tells = from->lost != NULL;
    for (size_t at = 0; at < from->rows; at += ASSAY_BATCH_ROWS) {
        fill_batch(cast, from, at, batch);
        for (size_t i = 0; i < batch->rows; i++)
            ASSAY_TRY(take_row(&t, batch, i, at + i, err));
    }
    return ASSAY_OK;
}

static assay_status close_groups(const assay_cast *cast, assay_error *err)
{
    char files[512] = "the files";
    const char *first = cast->files[0], *second = cast->files[1];
    if (first)
        (void)snprintf(files, sizeof files, "%.200s%s%.200s",
                       assay_base_name(first), second ? " or " : "",
                       second ? assay_base_name(second) : "");
    return assay_groups_close(cast->groups, files, err);
}

static void forget(uint32_t **numbers)
{
    assay_free(*numbers);
    *numbers = NULL;
}

assay_status assay_cast_close(assay_cast *cast, assay_error *err)
{
    forget(&cast->rank);
    forget(&cast->sample_rank);
    if (!cast->common->review) {
        assay_strings_free(cast->samples);
        cast->samples = NULL;
    }
    ASSAY_TRY(assay_rows_close(cast->rows, err));
    if (!cast->kept && cast->left_out)
        return assay_fail(err, ASSAY_EINPUT,
                          "--where leaves out all %llu samples",
                          (unsigned long long)cast->left_out);
    return close_groups(cast, err);
}

assay_status assay_cast_name_groups(assay_cast *cast,
                                    char text[ASSAY_HEADINGS_TEXT],
                                    assay_error *err)
{
    const assay_subjects *subjects = cast->subjects;
    const size_t n = subjects ? assay_subjects_attributes(subjects) : 0;
    text[0] = '\0';
    for (size_t a = 0; a < n; a++) {
        const char *name = assay_subjects_attribute(subjects, a);
        if (!assay_headings_offer(&name, 1, &cast->intake))
            return assay_fail_memory(err, "the headings");
    }
    return assay_headings_name_groups(cast->intake.groups, text, err);
}

void assay_cast_record(const assay_cast *cast, assay_result *result)
{
    if (cast->subjects) {
        const assay_input file = assay_subjects_input(cast->subjects);
        assay_build_input(result, &file);
    }
    assay_build_fact_count(result, "samples.kept", cast->kept);
    assay_build_fact_count(result, "samples.left_out", cast->left_out);
}

void assay_side_end(assay_side *side)
{
    assay_free(side->person);
    assay_free(side->sample);
    assay_free(side->profile);
    assay_free(side->lost);
    assay_free(side->out);
    memset(side, 0, sizeof *side);
}

void assay_cast_end(assay_cast *cast)
{
    assay_rows_free(cast->rows);
    assay_groups_free(cast->groups);
    assay_subjects_free(cast->subjects);
    assay_strings_free(cast->intake.subjects);
    assay_strings_free(cast->intake.groups);
    assay_strings_free(cast->samples);
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        assay_strings_free(cast->intake.values[c]);
    assay_free(cast->rank);
    assay_free(cast->sample_rank);
    memset(cast, 0, sizeof *cast);
}
