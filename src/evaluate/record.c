// SPDX-License-Identifier: Apache-2.0
#include "evaluate/record.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "count/error_pairs.h"
#include "count/pack.h"
#include "count/searches_pack.h"
#include "measure/search_groups.h"
#include "read/heading.h"
#include "read/where.h"

#include <stdio.h>
#include <string.h>

static void join(assay_result *result, const char *key,
                 const assay_texts *texts)
{
    const char *all = "";
    for (size_t i = 0; all && i < texts->count; i++)
        all = assay_arena_format(assay_build_arena(result), "%s%s%s", all,
                                 i ? "; " : "", texts->items[i]);
    if (texts->count) assay_build_fact(result, key, all);
}

// "probe_subject=(not shown)" where a condition names people, else itself.
static const char *published(assay_result *result, const char *condition)
{
    assay_where where;
    assay_error unused = {0};
    if (assay_where_parse(condition, &where, &unused) != ASSAY_OK ||
        !assay_heading_names_people(where.column))
        return condition;
    const size_t n = (size_t)(where.value.text - condition);
    return assay_arena_format(assay_build_arena(result), "%.*s(not shown)",
                              (int)n, condition);
}

static void join_where(assay_result *result, const assay_texts *where)
{
    const char *all = "";
    for (size_t i = 0; all && i < where->count; i++) {
        const char *one = published(result, where->items[i]);
        all = one ? assay_arena_format(assay_build_arena(result), "%s%s%s", all,
                                       i ? "; " : "", one)
                  : NULL;
    }
    if (where->count) assay_build_fact(result, "options.where", all);
}

// The command line, unless a condition in it names people.
static bool may_show_command(assay_result *result, const assay_texts *where)
{
    for (size_t i = 0; i < where->count; i++)
        if (published(result, where->items[i]) != where->items[i]) return false;
    return true;
}

void assay_record_common(assay_result *result, const assay_options *options)
{
    for (size_t i = 0; i < options->about.count; i++)
        assay_build_about(result, options->about.items[i].key,
                          options->about.items[i].value);
    join(result, "options.by", &options->by);
    join_where(result, &options->where);
    join(result, "options.require", &options->require);
    assay_build_fact_number(result, "options.confidence", options->confidence);
    assay_build_fact_count(result, "options.min_subjects",
                           options->min_subjects);
    assay_build_fact_count(result, "options.seed", options->seed);
    for (size_t i = 0; i < options->columns.count; i++) {
        const char *key =
            assay_arena_format(assay_build_arena(result), "options.column.%s",
                               options->columns.items[i].key);
        if (key) assay_build_fact(result, key, options->columns.items[i].value);
    }
}

void assay_record_groups(assay_result *result, const assay_options *options)
{
    const assay_group_options *groups = &options->groups;
    if (!options->by.count) return;
    join(result, "options.reference_group", &groups->reference);
    join(result, "options.confirmatory", &groups->confirmatory);
    join(result, "options.composition", &groups->composition);
    assay_build_fact_number(result, "options.alpha", groups->alpha);
    assay_build_fact_number(result, "options.margin", groups->margin);
}

void assay_record_scores(assay_result *result,
                         const assay_scores_options *options, bool distance)
{
    assay_record_common(result, &options->common);
    assay_record_groups(result, &options->common);
    assay_build_fact(result, "options.rule",
                     options->rule == ASSAY_GE ? "ge" : "gt");
    assay_build_fact(result, "options.direction",
                     distance ? "distance" : "similarity");
    join(result, "options.failed", &options->failed);
    join(result, "options.choose", &options->choose);
    join(result, "options.quality", &options->quality);
    if (options->bootstrap)
        assay_build_fact_count(result, "options.bootstrap", options->bootstrap);
    if (options->attack)
        assay_build_fact(result, "options.attack", options->attack);
    for (size_t i = 0; i < options->systems.count; i++) {
        const assay_pair *one = &options->systems.items[i];
        const char *key = assay_arena_format(assay_build_arena(result),
                                             "options.system.%s", one->key);
        if (key) assay_build_fact(result, key, one->value);
    }
    if (options->thresholds_from)
        assay_build_fact(result, "options.thresholds_from",
                         assay_base_name(options->thresholds_from));
}

void assay_record_run(assay_result *result, const assay_options *options,
                      const char *kernels)
{
    assay_build_fact(result, "version", assay_version());
    if (options->command && may_show_command(result, &options->where))
        assay_build_fact(result, "command", options->command);
    assay_build_fact_count(result, "run.threads",
                           assay_pool_threads(options->threads));
    assay_build_fact(result, "run.kernels", kernels);
}

assay_status assay_record_view(assay_result *result, const assay_view *view,
                               assay_error *err)
{
    enum { PAIRS_MOST = 24 << 20 };
    char name[32] = "";
    size_t n = 0, size = 0, all = 0;
    for (const char *blob; (blob = assay_result_blob_name(result, n)); n++) {
        (void)assay_result_blob(result, blob, &size);
        all += size;
    }
    if (all > PAIRS_MOST) assay_error_pairs_forget(view);
    (void)snprintf(name, sizeof name, "counts.%zu", n);
    ASSAY_AUTO(assay_drop) unsigned char *bytes = NULL;
    ASSAY_TRY(assay_view_pack(view, &bytes, &size, err));
    assay_build_blob(result, name, bytes, size);
    return ASSAY_OK;
}

assay_status assay_record_searches(assay_result *result,
                                   const assay_searches *searches,
                                   uint32_t lowest, assay_error *err)
{
    enum { MOST = 30 << 20 };
    size_t size = 0;
    ASSAY_AUTO(assay_drop) unsigned char *bytes = NULL;
    ASSAY_TRY(assay_searches_pack(searches, lowest, MOST, &bytes, &size, err));
    if (bytes) assay_build_blob(result, "searches", bytes, size);
    return ASSAY_OK;
}

assay_status assay_record_membership(assay_result *result,
                                     const assay_search_group *groups,
                                     size_t count, assay_error *err)
{
    size_t size = 0;
    if (!count) return ASSAY_OK;
    ASSAY_AUTO(assay_drop) unsigned char *bytes = NULL;
    ASSAY_TRY(assay_search_groups_pack(groups, count, &bytes, &size, err));
    assay_build_blob(result, "groups", bytes, size);
    return ASSAY_OK;
}

assay_status assay_record_people(assay_result *result,
                                 const assay_strings *people, assay_error *err)
{
    if (!people) return ASSAY_OK;
    const uint32_t n = assay_strings_count(people);
    size_t size = 0;
    ASSAY_AUTO(assay_drop) uint32_t *order = assay_new(0, n, sizeof *order);
    if (!order || !assay_strings_order(people, order))
        return assay_fail_memory(err, "the people");
    for (uint32_t i = 0; i < n; i++)
        size += assay_strings_text(people, i).length + 1;
    ASSAY_AUTO(assay_drop) char *all = assay_new(0, size, 1);
    if (!all) return assay_fail_memory(err, "the people");
    char *at = all;
    for (uint32_t i = 0; i < n; i++) {
        const assay_slice id = assay_strings_text(people, order[i]);
        memcpy(at, id.text, id.length);
        at += id.length + 1; // ids end with the 0 of the new memory
    }
    assay_build_blob(result, "subjects", all, size);
    return ASSAY_OK;
}
