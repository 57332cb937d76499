// SPDX-License-Identifier: Apache-2.0
// Scores of Bob as the lists of searches: the list of a probe is all lines that
// name it. Who its person is, and whose each reference, stands there too:
//
//     claimed       real  probe  score      the reference is the claimed person
//     claimed model real  probe  score      the reference is the model
#include "base/alloc.h"
#include "read/candidate_rows.h"

#include <string.h>

enum { PROBE_ID, REFERENCE_ID };

// Where ids of the file stand in the tables of the evaluation.
typedef struct reading {
    assay_candidate_lists *lists;
    assay_intake intake; // of the file: its samples by their texts
    assay_batch *batch;
    assay_reader *reader;
    bool models;
} reading;

static void end_reading(reading *r)
{
    assay_strings_free(r->intake.values[PROBE_ID]);
    assay_strings_free(r->intake.values[REFERENCE_ID]);
    assay_free(r->batch);
}

static assay_status refuse_two(const reading *r, bool is_reference,
                               assay_slice id, uint32_t person,
                               assay_error *err)
{
    const assay_slice other = assay_strings_text(r->intake.subjects, person);
    return assay_fail(err, ASSAY_EINPUT,
                      "the %s \"%.*s\" is of \"%.*s\" on an earlier line, but "
                      "of another person here: give each sample one person",
                      is_reference ? "reference" : "probe",
                      id.length < 64 ? (int)id.length : 64, id.text,
                      other.length < 64 ? (int)other.length : 64, other.text);
}

// The place of a sample, which becomes known with its first line.
static assay_status place_of(const reading *r, bool is_reference,
                             assay_slice id, uint32_t person, uint32_t *place,
                             assay_error *err)
{
    assay_candidate_lists *lists = r->lists;
    assay_sample_list *list = is_reference ? lists->references : lists->probes;
    uint32_t number = 0;
    if (!assay_strings_add(lists->ids, id, &number))
        return assay_fail_memory(err, "the samples");
    *place = assay_sample_list_find(list, number);
    if (*place == ASSAY_NO_STRING)
        return assay_sample_list_add(list, number, person, place, err);
    const uint32_t known = assay_sample_list_subjects(list)[*place];
    return known == person ? ASSAY_OK
                           : refuse_two(r, is_reference, id, known, err);
}

static assay_status take_row(const reading *r, size_t i, uint64_t line,
                             assay_error *err)
{
    const assay_batch *b = r->batch;
    const assay_intake *in = &r->intake;
    const uint8_t flags = b->flags[b->uniform ? 0 : i];
    const bool failed = flags & ASSAY_ROW_FAILED;
    assay_listed row = {.score = b->score[i], .rank = ASSAY_NO_RANK};
    const assay_slice probe =
        assay_strings_text(in->values[PROBE_ID], b->column[PROBE_ID][i]);
    const assay_slice reference =
        r->models ? assay_strings_text(in->values[REFERENCE_ID],
                                       b->column[REFERENCE_ID][i])
                  : assay_strings_text(in->subjects, b->reference[i]);
    ASSAY_TRY(place_of(r, false, probe, b->probe[i], &row.probe, err));
    ASSAY_TRY(
        place_of(r, true, reference, b->reference[i], &row.reference, err));
    ASSAY_TRY(assay_candidate_rows_tell(
        r->lists, row.probe, failed ? ASSAY_SEARCH_TOLD : ASSAY_SEARCH_WENT,
        err));
    return failed ? ASSAY_OK
                  : assay_candidate_rows_add(r->lists, row, line, err);
}

static assay_status read_rows(reading *r, const char *path, assay_error *err)
{
    assay_batch *b = r->batch;
    for (;;) {
        ASSAY_TRY(assay_reader_next(r->reader, b, err));
        if (!b->rows) return ASSAY_OK;
        for (size_t i = 0; i < b->rows; i++)
            if (take_row(r, i, b->first_line + i, err) != ASSAY_OK)
                return assay_fail_at(err, path, b->first_line + i);
    }
}

static assay_status open_bob(reading *r, const char *path,
                             const assay_read_options *options,
                             assay_error *err)
{
    r->intake.subjects = r->lists->intake->subjects;
    r->intake.wanted_count = r->models ? 2 : 1;
    r->intake.wanted[PROBE_ID] = "probe_id";
    r->intake.wanted[REFERENCE_ID] = "reference_id";
    r->intake.values[PROBE_ID] = assay_strings_new();
    r->intake.values[REFERENCE_ID] = assay_strings_new();
    r->batch = assay_new(sizeof *r->batch, 0, 0);
    if (!r->batch || !r->intake.values[PROBE_ID] ||
        !r->intake.values[REFERENCE_ID])
        return assay_fail_memory(err, "the candidates");
    return assay_reader_open(path, options, &r->intake, &r->reader, err);
}

static assay_status read_all(reading *r, const assay_read_options *options,
                             assay_error *err)
{
    assay_candidate_file *file = &r->lists->files[r->lists->file_count - 1];
    ASSAY_TRY(open_bob(r, file->path, options, err));
    file->reader = r->reader;
    ASSAY_TRY(read_rows(r, file->path, err));
    r->lists->intake->merged += r->intake.merged;
    r->lists->intake->repeated += r->intake.repeated;
    assay_input inputs[4];
    (void)assay_reader_inputs(r->reader, inputs);
    file->input = inputs[0];
    file->input.role = "candidates";
    return ASSAY_OK;
}

assay_status assay_candidate_bob_read(assay_candidate_lists *lists,
                                      const assay_read_options *options,
                                      assay_error *err)
{
    ASSAY_AUTO(end_reading)
    reading r = {.lists = lists,
                 .models = strcmp(options->format, "bob5") == 0};
    return read_all(&r, options, err);
}
