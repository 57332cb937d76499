// SPDX-License-Identifier: Apache-2.0
#include "evaluate/intake.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "evaluate/rows.h"
#include "read/heading.h"

#include <string.h>

enum { REPLAYS = 32 };

// A reader that shows its rows again instead of being spooled.
typedef struct again {
    assay_scores_intake *intake;
    assay_reader *reader;
} again;

struct assay_scores_intake {
    const assay_scores_options *options;
    assay_read_options read;
    assay_intake columns;
    assay_subjects *subjects;
    assay_groups *groups;
    assay_qualities *qualities; // NULL: none asked for
    assay_attacks *attacks;     // the same
    assay_rows *rows;
    assay_counter *counter;
    assay_batch *batch;
    bool started; // the first rows were seen
    bool people;  // they have subjects
    bool distance;
    assay_row_facts facts;
    char group_columns[ASSAY_HEADINGS_TEXT];
    assay_reader **readers; // kept open for their inputs, and to be replayed
    size_t reader_count;
    again again[REPLAYS];
    size_t again_count;
};

static assay_status need_one_way(const assay_scores_options *o,
                                 assay_error *err)
{
    const int ways = (o->files.count > 0) + (o->mated || o->non_mated) +
                     (o->scores || o->labels) + (o->matrix != NULL);
    if (!ways)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no scores; give FILE..., --mated A --non-mated B, "
                          "--scores S --labels L, or --matrix M --probes P "
                          "--references R");
    if (ways > 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "scores are given in two ways; use one: FILE..., "
                          "--mated and --non-mated, --scores and --labels, "
                          "or --matrix");
    if ((o->scores != NULL) != (o->labels != NULL))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--scores and --labels come together");
    if (o->matrix && (!o->probes || !o->references))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--matrix needs --probes and --references");
    return ASSAY_OK;
}

static assay_status fail_in(assay_error *err, const assay_reader *reader)
{
    assay_input inputs[4];
    const size_t n = assay_reader_inputs(reader, inputs);
    return n ? assay_fail_at(err, inputs[0].name, 0) : err->status;
}

// The direction of the scores, from the options and what files declare.
static assay_status agree(assay_scores_intake *in, const assay_reader *reader,
                          assay_error *err)
{
    const assay_direction says = assay_reader_direction(reader);
    const bool distance = in->options->distance || says == ASSAY_DISTANCE;
    if (in->options->distance && says == ASSAY_SIMILARITY) {
        assay_fail(err, ASSAY_EUSAGE,
                   "the file says that it holds similarities; leave out "
                   "--distance");
        return fail_in(err, reader);
    }
    if (in->started && distance != in->distance) {
        assay_fail(err, ASSAY_EINPUT,
                   "distances here, similarities in the files before; "
                   "evaluate them apart");
        return fail_in(err, reader);
    }
    in->distance = distance;
    return ASSAY_OK;
}

// Both sides: a file may name the probe's subject only. Attacks say nothing
// of it: where all are, comparisons are taken to have people.
static bool knows_people(const assay_batch *batch)
{
    size_t i = 0;
    if (!batch->rows || !batch->has_subjects) return false;
    while (i < batch->rows && batch->flags[i] & ASSAY_ROW_ATTACK) i++;
    return i == batch->rows || (batch->probe[i] != ASSAY_NO_STRING &&
                                batch->reference[i] != ASSAY_NO_STRING);
}

// What the first rows decide: whether people are known, and how to count.
static assay_status start(assay_scores_intake *in, assay_error *err)
{
    const assay_options *common = &in->options->common;
    in->started = true;
    in->people = knows_people(in->batch);
    const assay_counter_options counter = {
        .spool = common->spool ? common->spool : "/tmp",
        .memory = (size_t)common->memory,
        .kernels = common->kernels,
        .people = in->people,
        .profiles = assay_groups_any(in->groups),
        .rates_only = in->options->rates_only,
        .error_pairs = !common->no_counts,
        .watch = &common->watch};
    return assay_counter_new(&counter, &in->counter, err);
}

static assay_status replay_rewind(void *context, assay_error *err)
{
    again *a = context;
    return assay_reader_rewind(a->reader, err);
}

static assay_status replay_next(void *context, const assay_scan *scan,
                                assay_block blocks[ASSAY_CLASSES],
                                assay_error *err)
{
    (void)scan;
    again *a = context;
    assay_scores_intake *in = a->intake;
    do {
        ASSAY_TRY(assay_reader_next(a->reader, in->batch, err));
        if (!in->batch->rows) return ASSAY_OK;
        ASSAY_TRY(
            assay_rows_split(in->rows, in->batch, false, NULL, blocks, err));
    } while (!blocks[0].rows && !blocks[1].rows);
    return ASSAY_OK;
}

static bool can_replay(const assay_scores_intake *in,
                       const assay_reader *reader)
{
    return assay_reader_can_rewind(reader) && !in->people &&
           assay_rows_are_plain(in->rows) && in->again_count < REPLAYS;
}

static assay_status count_batch(assay_scores_intake *in, bool replay,
                                assay_error *err)
{
    assay_block blocks[ASSAY_CLASSES];
    ASSAY_TRY(assay_rows_split(in->rows, in->batch, in->people, in->counter,
                               blocks, err));
    for (int class = 0; class < ASSAY_CLASSES; class ++) {
        if (!blocks[class].rows) continue;
        ASSAY_TRY((replay ? assay_counter_tally : assay_counter_add)(
            in->counter, &blocks[class], err));
    }
    return ASSAY_OK;
}

static assay_status read_all(assay_scores_intake *in, assay_reader *reader,
                             assay_error *err)
{
    assay_input inputs[4];
    ASSAY_TRY(assay_reader_next(reader, in->batch, err));
    ASSAY_TRY(agree(in, reader, err));
    if (in->attacks && assay_reader_inputs(reader, inputs))
        assay_attacks_file(in->attacks, inputs[0].name);
    if (!in->started) ASSAY_TRY(start(in, err));
    const bool replay = can_replay(in, reader);
    while (in->batch->rows) {
        if (count_batch(in, replay, err) != ASSAY_OK)
            return fail_in(err, reader);
        ASSAY_TRY(assay_reader_next(reader, in->batch, err));
    }
    if (!replay) return ASSAY_OK;
    again *a = &in->again[in->again_count++];
    *a = (again){in, reader};
    const assay_replay how = {a, replay_rewind, replay_next, false};
    return assay_counter_replay(in->counter, &how, err);
}

static assay_status keep(assay_scores_intake *in, assay_reader *reader,
                         assay_error *err)
{
    const size_t n = in->reader_count + 1;
    if (!assay_grow(&in->readers, n, sizeof *in->readers)) {
        assay_reader_close(reader);
        return assay_fail_memory(err, "the files");
    }
    in->readers[in->reader_count++] = reader;
    return read_all(in, reader, err);
}

static assay_status read_bare(assay_scores_intake *in, const char *path,
                              bool mated, assay_error *err)
{
    assay_reader *reader = NULL;
    if (!path) return ASSAY_OK;
    ASSAY_TRY(assay_reader_open_bare(path, mated, &in->read, &in->columns,
                                     &reader, err));
    return keep(in, reader, err);
}

static assay_status read_files(assay_scores_intake *in, assay_error *err)
{
    const assay_scores_options *o = in->options;
    assay_reader *reader = NULL;
    if (o->mated || o->non_mated) {
        ASSAY_TRY(read_bare(in, o->mated, true, err));
        return read_bare(in, o->non_mated, false, err);
    }
    if (o->scores) {
        ASSAY_TRY(assay_reader_open_vectors(o->scores, o->labels, &in->read,
                                            &in->columns, &reader, err));
        return keep(in, reader, err);
    }
    if (o->matrix) {
        ASSAY_TRY(assay_reader_open_matrix(o->matrix, o->probes, o->references,
                                           &in->read, &in->columns, &reader,
                                           err));
        return keep(in, reader, err);
    }
    for (size_t i = 0; i < o->files.count; i++) {
        ASSAY_TRY(assay_reader_open(o->files.items[i], &in->read, &in->columns,
                                    &reader, err));
        ASSAY_TRY(keep(in, reader, err));
    }
    return ASSAY_OK;
}

static assay_status open_people(assay_scores_intake *in, assay_error *err)
{
    const char *path = in->options->subjects;
    in->batch = assay_new(sizeof *in->batch, 0, 0);
    in->columns.groups = assay_strings_new();
    bool made = in->batch && in->columns.groups;
    for (int s = 0; s < ASSAY_SIDES; s++) {
        in->columns.samples[s] = assay_strings_new();
        made = made && in->columns.samples[s];
    }
    if (!made) return assay_fail_memory(err, "the rows");
    if (path && strcmp(path, "none") == 0) return ASSAY_OK;
    in->columns.subjects = assay_strings_new();
    if (!in->columns.subjects) return assay_fail_memory(err, "the rows");
    if (!path) return ASSAY_OK;
    return assay_subjects_read(path, &in->read, in->columns.subjects,
                               &in->subjects, err);
}

static assay_status close_people(assay_scores_intake *in, assay_error *err)
{
    if (!in->people) return assay_counter_close(in->counter, 0, NULL, err);
    const assay_strings *ids = in->columns.subjects;
    const uint32_t n = assay_strings_count(ids);
    ASSAY_AUTO(assay_drop) uint32_t *order = assay_new(0, n, sizeof *order);
    ASSAY_AUTO(assay_drop) uint32_t *rank = assay_new(0, n, sizeof *rank);
    if (!order || !rank || !assay_strings_order(ids, order))
        return assay_fail_memory(err, "the people");
    for (uint32_t i = 0; i < n; i++) rank[order[i]] = i;
    return assay_counter_close(in->counter, n, rank, err);
}

// The digest of the scores of reader `r`; NULL where none was made.
static const char *digest_of(const assay_scores_intake *in, size_t r)
{
    assay_input inputs[4];
    return assay_reader_inputs(in->readers[r], inputs) ? inputs[0].digest
                                                       : NULL;
}

// Files that have the content of one before them.
static uint64_t repeated_files(const assay_scores_intake *in)
{
    uint64_t n = 0;
    for (size_t r = 1; r < in->reader_count; r++) {
        const char *digest = digest_of(in, r);
        bool seen = false;
        for (size_t b = 0; digest && b < r && !seen; b++) {
            const char *before = digest_of(in, b);
            seen = before && strcmp(before, digest) == 0;
        }
        n += seen;
    }
    return n;
}

static bool offer_subjects(assay_scores_intake *in)
{
    const size_t n = in->subjects ? assay_subjects_attributes(in->subjects) : 0;
    for (size_t a = 0; a < n; a++) {
        const char *name = assay_subjects_attribute(in->subjects, a);
        if (!assay_headings_offer(&name, 1, &in->columns)) return false;
    }
    return true;
}

static assay_status name_groups(assay_scores_intake *in, assay_error *err)
{
    if (!offer_subjects(in)) return assay_fail_memory(err, "the headings");
    ASSAY_TRY(
        assay_headings_name_groups(in->columns.groups, in->group_columns, err));
    in->facts.group_column = in->group_columns[0] != '\0';
    in->facts.group_columns = in->group_columns;
    return ASSAY_OK;
}

static assay_status close_intake(assay_scores_intake *in, assay_error *err)
{
    if (!in->started) ASSAY_TRY(start(in, err));
    ASSAY_TRY(assay_rows_close(in->rows, err));
    if (in->attacks) ASSAY_TRY(assay_attacks_close(in->attacks, err));
    ASSAY_TRY(assay_groups_close(in->groups, NULL, err));
    if (in->qualities) ASSAY_TRY(assay_qualities_close(in->qualities, err));
    const assay_rows_seen seen = assay_rows_were(in->rows);
    if (!seen.kept && seen.left_out)
        return assay_fail(err, ASSAY_EINPUT, "--where leaves out all %llu rows",
                          (unsigned long long)seen.left_out);
    if (seen.kept == seen.failed)
        return assay_fail(err, ASSAY_EINPUT,
                          seen.failed ? "neither mated nor non-mated scores: "
                                        "all %llu comparisons failed"
                                      : "neither mated nor non-mated scores: "
                                        "the files leave all out",
                          (unsigned long long)seen.failed);
    in->facts = (assay_row_facts){
        .files = in->reader_count,
        .kept = seen.kept,
        .left_out = seen.left_out,
        .merged = in->columns.merged,
        .repeated = in->columns.repeated,
        .repeated_files = repeated_files(in),
        .acquired = {in->columns.acquired[0], in->columns.acquired[1]},
        .distance = in->distance};
    ASSAY_TRY(
        assay_attempts_count(assay_rows_attempts(in->rows), in->counter, err));
    ASSAY_TRY(name_groups(in, err));
    return close_people(in, err);
}

static assay_status open_rows(assay_scores_intake *in, assay_error *err)
{
    const assay_rows_options rows = {&in->options->common.where,
                                     in->subjects,
                                     in->groups,
                                     &in->columns,
                                     &in->distance,
                                     in->qualities,
                                     in->attacks};
    return assay_rows_new(&rows, &in->rows, err);
}

static assay_status read_into(assay_scores_intake *in, assay_error *err)
{
    const assay_options *common = &in->options->common;
    ASSAY_TRY(need_one_way(in->options, err));
    in->read =
        (assay_read_options){.format = in->options->format,
                             .columns = common->columns,
                             .failed = in->options->failed,
                             .mask = in->options->mask,
                             .digest = !common->no_digest,
                             .threads = assay_pool_threads(common->threads),
                             .watch = &common->watch};
    ASSAY_TRY(open_people(in, err));
    ASSAY_TRY(assay_groups_new(&common->by, in->subjects, &in->columns,
                               &in->groups, err));
    ASSAY_TRY(
        assay_qualities_new(in->options, &in->columns, &in->qualities, err));
    ASSAY_TRY(assay_attacks_new(in->options, &in->columns, &in->attacks, err));
    ASSAY_TRY(open_rows(in, err));
    ASSAY_TRY(read_files(in, err));
    return close_intake(in, err);
}

assay_status assay_scores_intake_read(const assay_scores_options *options,
                                      assay_scores_intake **out,
                                      assay_error *err)
{
    *out = NULL;
    assay_scores_intake *in = assay_new(sizeof *in, 0, 0);
    if (!in) return assay_fail_memory(err, "the rows");
    in->options = options;
    const assay_status status = read_into(in, err);
    if (status != ASSAY_OK) {
        assay_scores_intake_free(in);
        return status;
    }
    *out = in;
    return ASSAY_OK;
}

assay_counter *assay_scores_intake_counter(assay_scores_intake *intake)
{
    return intake->counter;
}

const assay_groups *assay_scores_intake_groups(const assay_scores_intake *in)
{
    return in->groups;
}

assay_qualities *assay_scores_intake_qualities(assay_scores_intake *in)
{
    return in->qualities;
}

const assay_attack_set *
assay_scores_intake_attacks(const assay_scores_intake *in)
{
    return in->attacks ? assay_attacks_set(in->attacks) : NULL;
}

const assay_row_facts *assay_scores_intake_facts(const assay_scores_intake *in)
{
    return &in->facts;
}

bool assay_scores_intake_distance(const assay_scores_intake *intake)
{
    return intake->distance;
}

void assay_scores_intake_record(const assay_scores_intake *intake,
                                assay_result *result)
{
    assay_input inputs[4];
    for (size_t r = 0; r < intake->reader_count; r++) {
        const size_t n = assay_reader_inputs(intake->readers[r], inputs);
        for (size_t i = 0; i < n; i++) assay_build_input(result, &inputs[i]);
    }
    if (intake->subjects) {
        const assay_input file = assay_subjects_input(intake->subjects);
        assay_build_input(result, &file);
    }
    assay_build_fact_count(result, "rows.kept", intake->facts.kept);
    assay_build_fact_count(result, "rows.left_out", intake->facts.left_out);
}

const assay_strings *assay_scores_intake_people(const assay_scores_intake *in)
{
    return in->people ? in->columns.subjects : NULL;
}

void assay_scores_intake_free(assay_scores_intake *intake)
{
    if (!intake) return;
    assay_counter_free(intake->counter);
    for (size_t i = 0; i < intake->reader_count; i++)
        assay_reader_close(intake->readers[i]);
    assay_free(intake->readers);
    assay_rows_free(intake->rows);
    assay_qualities_free(intake->qualities);
    assay_attacks_free(intake->attacks);
    assay_groups_free(intake->groups);
    assay_subjects_free(intake->subjects);
    assay_strings_free(intake->columns.subjects);
    assay_strings_free(intake->columns.groups);
    for (int s = 0; s < ASSAY_SIDES; s++)
        assay_strings_free(intake->columns.samples[s]);
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        assay_strings_free(intake->columns.values[c]);
    assay_free(intake->batch);
    assay_free(intake);
}
