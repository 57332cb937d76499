// SPDX-License-Identifier: Apache-2.0
#include "evaluate/templates_intake.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "evaluate/shared_samples.h"
#include "read/twins.h"

#include <string.h>

// Galleries are bits of 64; one holds everybody.
enum { LISTS_MOST = 63 };

static bool has(const assay_template_files *files)
{
    return files->matrix || files->samples;
}

static assay_status need_both(const assay_template_files *files,
                              const char *what, assay_error *err)
{
    if ((files->matrix != NULL) == (files->samples != NULL)) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "%s are two files: a matrix and the CSV of its rows",
                      what);
}

static assay_status check_protocol(const assay_templates_options *o,
                                   assay_error *err)
{
    const int ways = o->all_pairs + (o->watchlist_size > 0) + (o->folds > 0);
    if (!has(&o->set) && ways)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--protocol, --watchlist-size and --folds are for "
                          "one set: SET.npy SET.csv");
    if (has(&o->set) && ways != 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          ways ? "--protocol all-pairs, --watchlist-size and "
                                 "--folds are three ways; choose one"
                               : "one set: say who meets whom with --protocol "
                                 "all-pairs, --watchlist-size N or --folds K");
    if (o->repeat < 1 || o->repeat > LISTS_MOST || o->folds > LISTS_MOST ||
        o->folds == 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--repeat is 1 to %d, --folds 2 to %d", LISTS_MOST,
                          LISTS_MOST);
    if (o->repeat > 1 && !o->watchlist_size)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--repeat goes with --watchlist-size N");
    return ASSAY_OK;
}

static assay_status check(const assay_templates_options *o, assay_error *err)
{
    const bool two = has(&o->probes) || has(&o->references);
    ASSAY_TRY(need_both(&o->set, "a set of templates", err));
    ASSAY_TRY(need_both(&o->probes, "--probes", err));
    ASSAY_TRY(need_both(&o->references, "--references", err));
    if (has(&o->set) && two)
        return assay_fail(err, ASSAY_EUSAGE,
                          "give one set, or --probes and --references, not "
                          "both");
    if (!has(&o->set) && !(has(&o->probes) && has(&o->references)))
        return assay_fail(err, ASSAY_EUSAGE,
                          "no templates; give SET.npy SET.csv, or --probes "
                          "P.npy P.csv --references R.npy R.csv");
    return check_protocol(o, err);
}

static assay_status open_set(assay_templates_intake *in, int side,
                             const assay_template_files *files,
                             const char *role, assay_error *err)
{
    ASSAY_TRY(assay_template_set_open(files->matrix, files->samples, role,
                                      &in->cast.read, &in->cast.intake,
                                      in->cast.samples, &in->sets[side], err));
    ASSAY_TRY(assay_template_set_inputs(in->sets[side],
                                        in->inputs + in->input_count, err));
    in->input_count += 2;
    return ASSAY_OK;
}

static assay_status open_sets(assay_templates_intake *in, assay_error *err)
{
    const assay_templates_options *o = in->options;
    in->one_set = has(&o->set);
    in->cast.files[0] = in->one_set ? o->set.samples : o->probes.samples;
    in->cast.files[1] = in->one_set ? NULL : o->references.samples;
    if (in->one_set) return open_set(in, 0, &o->set, "templates", err);
    ASSAY_TRY(open_set(in, ASSAY_SIDE_PROBE, &o->probes, "probes", err));
    return open_set(in, ASSAY_SIDE_REFERENCE, &o->references, "references",
                    err);
}

static const assay_input *input_of(const assay_result *record,
                                   const assay_input *like)
{
    size_t count = 0;
    const assay_input *inputs = assay_result_inputs(record, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(inputs[i].role, like->role) == 0 &&
            strcmp(inputs[i].name, like->name) == 0)
            return &inputs[i];
    return NULL;
}

// The digests of a record of the same files, which are not read for them again.
static assay_status take_over(assay_templates_intake *in,
                              const assay_result *record, assay_error *err)
{
    for (size_t i = 0; i < in->input_count; i++) {
        const assay_input *known = input_of(record, &in->inputs[i]);
        if (!known || known->bytes != in->inputs[i].bytes)
            return assay_fail(err, ASSAY_EINPUT,
                              "%s is not the file that was searched",
                              in->inputs[i].name);
        in->inputs[i].digest = known->digest;
    }
    return ASSAY_OK;
}

static assay_side_source source_of(const assay_template_set *set)
{
    assay_side_source from = {.rows =
                                  (size_t)assay_template_set_matrix(set)->rows,
                              .subject = assay_template_set_subjects(set),
                              .sample = assay_template_set_samples(set),
                              .lost = assay_template_set_lost(set)};
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        from.column[c] = assay_template_set_column(set, c);
    return from;
}

static assay_status take_side(assay_templates_intake *in, int side, int which,
                              assay_error *err)
{
    const assay_side_source from = source_of(in->sets[side]);
    return assay_cast_side(&in->cast, &from, which, &in->sides[side], err);
}

static assay_status count_shared(assay_templates_intake *in, assay_error *err)
{
    if (in->one_set) return ASSAY_OK;
    const assay_template_set *references = in->sets[ASSAY_SIDE_REFERENCE];
    return assay_shared_count(&in->cast, in->sides,
                              assay_template_set_samples(references),
                              &in->shared, err);
}

static assay_status take_sides(assay_templates_intake *in, assay_error *err)
{
    ASSAY_TRY(assay_cast_number(&in->cast, err));
    ASSAY_TRY(take_side(in, ASSAY_SIDE_PROBE,
                        in->one_set ? ASSAY_SIDES : ASSAY_SIDE_PROBE, err));
    if (!in->one_set)
        ASSAY_TRY(
            take_side(in, ASSAY_SIDE_REFERENCE, ASSAY_SIDE_REFERENCE, err));
    ASSAY_TRY(count_shared(in, err));
    for (int side = 0; side < (in->one_set ? 1 : ASSAY_SIDES); side++)
        assay_template_set_forget(in->sets[side]);
    return assay_cast_close(&in->cast, err);
}

static assay_status draw(assay_templates_intake *in, assay_error *err)
{
    const assay_templates_options *o = in->options;
    const assay_draw how = {.seed = o->common.seed,
                            .size = o->watchlist_size,
                            .repeat = o->repeat,
                            .folds = o->folds};
    if (!in->one_set) in->galleries = 1;
    if (!in->one_set || o->all_pairs) return ASSAY_OK;
    ASSAY_TRY(assay_draws_make(&how, &in->sides[0], in->cast.people, &in->draws,
                               err));
    in->galleries = in->draws.galleries;
    return ASSAY_OK;
}

static assay_status mark_absent(assay_templates_intake *in, int which,
                                assay_error *err)
{
    const assay_side *side = &in->sides[in->one_set ? 0 : which];
    uint8_t *absent = assay_new(0, side->rows, 1);
    in->absent[which] = absent;
    if (!absent) return assay_fail_memory(err, "the samples");
    const uint64_t *members =
        which == ASSAY_SIDE_REFERENCE ? in->draws.members : NULL;
    uint64_t present = 0;
    for (size_t r = 0; r < side->rows; r++) {
        absent[r] = side->lost[r] || side->out[r] || (members && !members[r]);
        present += !absent[r];
    }
    if (present) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "no %s left: every sample was not acquired%s",
                      in->one_set ? "templates"
                      : which     ? "references"
                                  : "probes",
                      in->cast.left_out ? " or is left out by --where" : "");
}

// A sample of the references whose person is another one in the probes.
static assay_status find_twins(assay_templates_intake *in, assay_error *err)
{
    assay_twins_set sets[ASSAY_SIDES];
    assay_twins twins;
    const unsigned count = in->one_set ? 1 : 2;
    for (unsigned s = 0; s < count; s++)
        sets[s] = (assay_twins_set){assay_template_set_matrix(in->sets[s]),
                                    in->sides[s].sample, in->sides[s].person,
                                    in->absent[s]};
    ASSAY_TRY(
        assay_twins_find(sets, count, &in->options->common.watch, &twins, err));
    in->twins = twins.samples;
    return ASSAY_OK;
}

static void drop_digest(assay_digest **digest)
{
    assay_digest_free(*digest);
}

// Of a hexadecimal digit.
static int value_of(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

static void add(assay_digest *digest, const void *bytes, size_t n)
{
    if (n) assay_digest_add(digest, bytes, n);
}

static void add_side(const assay_templates_intake *in, int which,
                     assay_digest *digest)
{
    const assay_side *side = &in->sides[in->one_set ? 0 : which];
    add(digest, side->person, side->rows * sizeof *side->person);
    add(digest, side->sample, side->rows * sizeof *side->sample);
    add(digest, in->absent[which], side->rows);
}

// What a checkpoint or a shard must agree in.
static assay_status digest(assay_templates_intake *in, assay_error *err)
{
    const assay_templates_options *o = in->options;
    ASSAY_AUTO(drop_digest) assay_digest *of = assay_digest_new(false);
    if (!of) return assay_fail_memory(err, "the digest");
    const uint64_t numbers[] = {o->metric,     o->body,
                                o->tail,       o->common.seed,
                                in->galleries, o->lists.list_length,
                                o->all_pairs};
    add(of, numbers, sizeof numbers);
    for (size_t i = 0; i < in->input_count; i++) {
        const assay_input *input = &in->inputs[i];
        add(of, &input->bytes, sizeof input->bytes);
        if (input->digest) add(of, input->digest, strlen(input->digest));
    }
    add_side(in, ASSAY_SIDE_PROBE, of);
    add_side(in, ASSAY_SIDE_REFERENCE, of);
    if (in->draws.members)
        add(of, in->draws.members,
            in->sides[0].rows * sizeof *in->draws.members);
    char hex[ASSAY_DIGEST_HEX + 1];
    assay_digest_end(of, hex);
    for (size_t i = 0; i < ASSAY_DIGEST_BYTES; i++)
        in->digest[i] = (unsigned char)(value_of(hex[2 * i]) * 16 +
                                        value_of(hex[2 * i + 1]));
    return ASSAY_OK;
}

assay_status assay_templates_intake_read(const assay_templates_options *options,
                                         const assay_result *record,
                                         assay_templates_intake *in,
                                         assay_error *err)
{
    memset(in, 0, sizeof *in);
    in->options = options;
    ASSAY_TRY(check(options, err));
    ASSAY_TRY(
        assay_cast_open(&options->common, options->subjects, &in->cast, err));
    in->cast.distance = options->metric == ASSAY_L2;
    if (record) in->cast.read.digest = false;
    ASSAY_TRY(open_sets(in, err));
    if (record) ASSAY_TRY(take_over(in, record, err));
    ASSAY_TRY(take_sides(in, err));
    ASSAY_TRY(draw(in, err));
    ASSAY_TRY(mark_absent(in, ASSAY_SIDE_PROBE, err));
    ASSAY_TRY(mark_absent(in, ASSAY_SIDE_REFERENCE, err));
    if (!record) ASSAY_TRY(find_twins(in, err));
    return digest(in, err);
}

const assay_matrix *
assay_templates_intake_matrix(const assay_templates_intake *in, int side)
{
    return assay_template_set_matrix(in->sets[in->one_set ? 0 : side]);
}

void assay_templates_intake_end(assay_templates_intake *in)
{
    assay_draws_end(&in->draws);
    for (int s = 0; s < ASSAY_SIDES; s++) {
        assay_free(in->absent[s]);
        assay_side_end(&in->sides[s]);
        assay_template_set_close(in->sets[s]);
    }
    assay_cast_end(&in->cast);
    memset(in, 0, sizeof *in);
}
