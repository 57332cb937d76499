// SPDX-License-Identifier: Apache-2.0
#include "evaluate/templates.h"

#include "base/alloc.h"
#include "evaluate/call.h"
#include "evaluate/record.h"
#include "measure/require.h"
#include "search/mpi_ranks.h"
#include "search/search.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LIST_LENGTH = 50, PATH = 4096 };
// Up to so many comparisons the body is exact unless something else is asked.
static const double exact_most = 1e10;

void assay_templates_options_default(assay_templates_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->lists.list_length = LIST_LENGTH;
    options->repeat = 1;
}

void assay_candidates_options_default(assay_candidates_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->lists.list_length = LIST_LENGTH;
    options->floor = NAN;
}

// Everything that an evaluation holds, ended together.
typedef struct work {
    assay_templates_options options; // with the body decided
    assay_templates_intake intake;
    assay_found *found;
    assay_ranks ranks;
    bool joined;
    char checkpoint[PATH];
} work;

static void drop_work(work *w)
{
    assay_found_free(w->found);
    assay_templates_intake_end(&w->intake);
    if (w->joined) assay_ranks_leave(&w->ranks);
}

assay_status assay_templates_check(const assay_templates_options *o,
                                   assay_error *err)
{
    if (o->resume && !o->checkpoint)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--resume goes on from a --checkpoint FILE; name it");
    if (o->ranks && o->shards)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--shard under mpirun: use one of the two");
    if (!o->lists.list_length)
        return assay_fail(err, ASSAY_EUSAGE, "--list-length is at least 1");
    return assay_require_check(&o->common.require, err);
}

static uint64_t present(const assay_templates_intake *in, int which)
{
    const size_t rows = in->sides[in->one_set ? 0 : which].rows;
    uint64_t n = 0;
    for (size_t r = 0; r < rows; r++) n += !in->absent[which][r];
    return n;
}

static assay_body body_of(const work *w)
{
    const assay_templates_options *o = &w->options;
    const assay_templates_intake *in = &w->intake;
    if (o->body != ASSAY_BODY_DEFAULT) return o->body;
    double all = (double)present(in, ASSAY_SIDE_PROBE) *
                 (double)present(in, ASSAY_SIDE_REFERENCE);
    if (o->all_pairs) all /= 2;
    return all <= exact_most ? ASSAY_BODY_EXACT : ASSAY_BODY_SAMPLE;
}

static assay_search_side side_of(const assay_templates_intake *in, int which)
{
    const assay_side *side = &in->sides[in->one_set ? 0 : which];
    return (assay_search_side){.matrix =
                                   assay_templates_intake_matrix(in, which),
                               .person = side->person,
                               .sample = side->sample,
                               .lost = in->absent[which]};
}

// The part of the grid that is this process's: 0 of 1 where it is all.
static void take_part(const work *w, assay_search_options *search)
{
    const assay_templates_options *o = &w->options;
    search->shard = o->shards ? o->shard - 1 : w->ranks.rank;
    search->shards = o->shards ? o->shards : w->ranks.count;
}

// Each rank has a checkpoint of its own.
static assay_status name_checkpoint(work *w, assay_error *err)
{
    const char *path = w->options.checkpoint;
    if (!path) return ASSAY_OK;
    const int n =
        w->ranks.count > 1
            ? snprintf(w->checkpoint, PATH, "%s.%u", path, w->ranks.rank)
            : snprintf(w->checkpoint, PATH, "%s", path);
    if (n > 0 && n < PATH) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "--checkpoint: the name is too long");
}

// A rank that was killed before it kept anything begins anew.
static bool goes_on(const work *w)
{
    if (!w->options.resume || w->ranks.count == 1) return w->options.resume;
    return access(w->checkpoint, F_OK) == 0 || errno != ENOENT;
}

static assay_status search(work *w, assay_error *err)
{
    const assay_templates_options *o = &w->options;
    const assay_templates_intake *in = &w->intake;
    ASSAY_TRY(name_checkpoint(w, err));
    assay_search_options search = {
        .metric = o->metric,
        .probes = side_of(in, ASSAY_SIDE_PROBE),
        .references = side_of(in, ASSAY_SIDE_REFERENCE),
        .all_pairs = o->all_pairs,
        .galleries = {.count = in->galleries,
                      .members = in->draws.members,
                      .list_length = o->lists.list_length},
        .tail = o->tail,
        .body = body_of(w),
        .seed = o->common.seed,
        .threads = o->common.threads,
        .memory = o->common.memory,
        .kernels = o->common.kernels,
        .checkpoint = o->checkpoint ? w->checkpoint : NULL,
        .resume = goes_on(w),
        .digest = in->digest,
        .watch = &o->common.watch};
    take_part(w, &search);
    return assay_search_run(&search, &w->found, err);
}

static assay_status take_theirs(void *context, const unsigned char *bytes,
                                size_t size, assay_error *err)
{
    work *w = context;
    assay_found *theirs = NULL;
    ASSAY_TRY(assay_found_unpack(bytes, size, &theirs, err));
    const assay_status status = assay_found_merge(w->found, theirs, err);
    assay_found_free(theirs);
    return status;
}

// What all ranks found, in the first one.
static assay_status gather(work *w, assay_error *err)
{
    ASSAY_AUTO(assay_drop) unsigned char *mine = NULL;
    size_t size = 0;
    assay_status status = ASSAY_OK;
    if (w->ranks.rank) status = assay_found_pack(w->found, &mine, &size, err);
    ASSAY_TRY(assay_ranks_agree(&w->ranks, status, err));
    status = assay_ranks_gather(&w->ranks, mine, size, take_theirs, w, err);
    return assay_ranks_agree(&w->ranks, status, err);
}

static assay_status keep_blob(assay_result *result, const char *name,
                              assay_status packed, unsigned char *bytes,
                              size_t size)
{
    if (packed == ASSAY_OK) assay_build_blob(result, name, bytes, size);
    assay_free(bytes);
    return packed;
}

// A result that only assay merge makes sense of.
static assay_status tell_shard(work *w, assay_result **out, assay_error *err)
{
    const assay_templates_options *o = &w->options;
    unsigned char *bytes = NULL;
    size_t size = 0;
    assay_result *result = assay_build_new(ASSAY_SHARD_EVALUATION);
    if (!result) return assay_fail_memory(err, "the result");
    *out = result;
    for (size_t i = 0; i < w->intake.input_count; i++)
        assay_build_input(result, &w->intake.inputs[i]);
    assay_build_fact(result, "version", assay_version());
    assay_build_fact_count(result, "shard", o->shard);
    assay_build_fact_count(result, "shards", o->shards);
    assay_build_blob(result, ASSAY_SHARD_DIGEST, w->intake.digest,
                     ASSAY_DIGEST_BYTES);
    assay_status status = assay_call_pack(o, &bytes, &size, err);
    ASSAY_TRY(keep_blob(result, ASSAY_SHARD_CALL, status, bytes, size));
    status = assay_found_pack(w->found, &bytes, &size, err);
    ASSAY_TRY(keep_blob(result, ASSAY_SHARD_FOUND, status, bytes, size));
    return assay_build_end(out, err);
}

static assay_status run(work *w, assay_error *err)
{
    ASSAY_TRY(assay_templates_check(&w->options, err));
    ASSAY_TRY(assay_templates_intake_read(&w->options, NULL, &w->intake, err));
    return search(w, err);
}

static assay_status evaluate(work *w, assay_result **out, assay_error *err)
{
    w->ranks = (assay_ranks){0, 1};
    if (w->options.ranks) ASSAY_TRY(assay_ranks_join(&w->ranks, err));
    w->joined = w->options.ranks;
    const assay_status mine = run(w, err);
    ASSAY_TRY(assay_ranks_agree(&w->ranks, mine, err));
    if (w->options.shards) return tell_shard(w, out, err);
    ASSAY_TRY(gather(w, err));
    if (w->ranks.rank) return ASSAY_OK;
    return assay_templates_tell(&w->intake, w->found, out, err);
}

assay_status assay_templates_evaluate(const assay_templates_options *options,
                                      assay_result **out, assay_error *err)
{
    ASSAY_AUTO(drop_work) work w = {.options = *options};
    *out = NULL;
    const assay_status status = evaluate(&w, out, err);
    if (status == ASSAY_OK) return ASSAY_OK;
    assay_result_free(*out);
    *out = NULL;
    return status;
}
