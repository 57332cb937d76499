// SPDX-License-Identifier: Apache-2.0
#include "assay/merge.h"

#include "base/alloc.h"
#include "evaluate/call.h"
#include "evaluate/templates.h"

#include <stdlib.h>
#include <string.h>

void assay_merge_options_default(assay_merge_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
}

// Everything that a merge holds, ended together.
typedef struct work {
    const assay_merge_options *options;
    assay_arena arena;
    assay_templates_options call;
    assay_result *first; // the shard whose record is taken over
    uint64_t shards;
    bool *seen; // by number of the shard
    assay_found *found;
    assay_templates_intake intake;
} work;

static void drop_work(work *w)
{
    assay_templates_intake_end(&w->intake);
    assay_found_free(w->found);
    assay_result_free(w->first);
    assay_free(w->seen);
    assay_arena_end(&w->arena);
}

static void drop_result(assay_result **result)
{
    assay_result_free(*result);
}

static uint64_t fact_of(const assay_result *result, const char *key)
{
    size_t count = 0;
    uint64_t value = 0;
    const assay_fact *facts = assay_result_facts(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].key, key) == 0 &&
            assay_parse_uint(assay_slice_of(facts[i].value), &value))
            return value;
    return 0;
}

static assay_status check_shard(work *w, const assay_result *shard,
                                assay_error *err)
{
    size_t n = 0;
    const uint64_t number = fact_of(shard, "shard");
    const uint64_t shards = fact_of(shard, "shards");
    if (strcmp(assay_result_evaluation(shard), ASSAY_SHARD_EVALUATION) != 0 ||
        !assay_result_blob(shard, ASSAY_SHARD_FOUND, &n) || !number ||
        number > shards || shards > 65536)
        return assay_fail(err, ASSAY_EINPUT,
                          "this is no shard; merge what assay templates "
                          "--shard i/n wrote");
    if (!w->seen) {
        w->shards = shards;
        w->seen = assay_new(0, shards, sizeof *w->seen);
        if (!w->seen) return assay_fail_memory(err, "the shards");
    }
    if (shards != w->shards)
        return assay_fail(err, ASSAY_EINPUT,
                          "this is shard %llu of %llu, the others are of %llu",
                          (unsigned long long)number,
                          (unsigned long long)shards,
                          (unsigned long long)w->shards);
    if (w->seen[number - 1])
        return assay_fail(err, ASSAY_EINPUT, "shard %llu is given twice",
                          (unsigned long long)number);
    w->seen[number - 1] = true;
    return ASSAY_OK;
}

static bool same_blob(const assay_result *a, const assay_result *b,
                      const char *name)
{
    size_t n = 0;
    size_t m = 0;
    const void *one = assay_result_blob(a, name, &n);
    const void *other = assay_result_blob(b, name, &m);
    return one && other && n == m && memcmp(one, other, n) == 0;
}

// Adds what a shard found; the first one is kept.
static assay_status add_shard(work *w, assay_result **shard, assay_error *err)
{
    size_t n = 0;
    assay_found *found = NULL;
    ASSAY_TRY(check_shard(w, *shard, err));
    if (w->first && (!same_blob(w->first, *shard, ASSAY_SHARD_DIGEST) ||
                     !same_blob(w->first, *shard, ASSAY_SHARD_CALL)))
        return assay_fail(err, ASSAY_EINPUT,
                          "this shard is of another search: other inputs or "
                          "other options");
    const void *bytes = assay_result_blob(*shard, ASSAY_SHARD_FOUND, &n);
    ASSAY_TRY(assay_found_unpack(bytes, n, &found, err));
    if (!w->first) {
        w->found = found;
        w->first = *shard;
        *shard = NULL;
        return ASSAY_OK;
    }
    const assay_status status = assay_found_merge(w->found, found, err);
    assay_found_free(found);
    return status;
}

static assay_status add_all(work *w, assay_error *err)
{
    const assay_texts *paths = &w->options->shards;
    for (size_t i = 0; i < paths->count; i++) {
        ASSAY_AUTO(drop_result) assay_result *shard = NULL;
        ASSAY_TRY(assay_result_load(paths->items[i], &shard, err));
        if (add_shard(w, &shard, err) != ASSAY_OK)
            return assay_fail_at(err, paths->items[i], 0);
    }
    for (uint64_t s = 0; s < w->shards; s++)
        if (!w->seen[s])
            return assay_fail(
                err, ASSAY_EINPUT,
                "shard %llu of %llu is missing: run assay "
                "templates --shard %llu/%llu",
                (unsigned long long)s + 1, (unsigned long long)w->shards,
                (unsigned long long)s + 1, (unsigned long long)w->shards);
    return ASSAY_OK;
}

// The options of the shards, with what is this machine's own.
static assay_status recall(work *w, assay_error *err)
{
    size_t n = 0;
    const assay_options *own = &w->options->common;
    const void *bytes = assay_result_blob(w->first, ASSAY_SHARD_CALL, &n);
    ASSAY_TRY(
        assay_call_unpack(bytes ? bytes : "", n, &w->arena, &w->call, err));
    w->call.common.threads = own->threads;
    w->call.common.spool = own->spool;
    w->call.common.memory = own->memory;
    w->call.common.kernels = own->kernels;
    w->call.common.review = own->review;
    w->call.common.watch = own->watch;
    return ASSAY_OK;
}

static assay_status evaluate(work *w, assay_result **out, assay_error *err)
{
    size_t n = 0;
    if (!w->options->shards.count)
        return assay_fail(err, ASSAY_EUSAGE, "no shards; give SHARD.assay...");
    ASSAY_TRY(add_all(w, err));
    ASSAY_TRY(recall(w, err));
    ASSAY_TRY(assay_templates_check(&w->call, err));
    ASSAY_TRY(assay_templates_intake_read(&w->call, w->first, &w->intake, err));
    const void *search = assay_result_blob(w->first, ASSAY_SHARD_DIGEST, &n);
    if (!search || n != ASSAY_DIGEST_BYTES ||
        memcmp(search, w->intake.digest, n) != 0)
        return assay_fail(err, ASSAY_EINPUT,
                          "the CSVs have changed since the shards were "
                          "searched; search again");
    return assay_templates_tell(&w->intake, w->found, out, err);
}

assay_status assay_merge_evaluate(const assay_merge_options *options,
                                  assay_result **out, assay_error *err)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    return evaluate(&w, out, err);
}
