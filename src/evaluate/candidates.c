// SPDX-License-Identifier: Apache-2.0
#include "assay/templates.h"

#include "base/alloc.h"
#include "base/order.h"
#include "evaluate/listed.h"
#include "evaluate/record.h"
#include "evaluate/shared_samples.h"
#include "evaluate/suspects.h"
#include "measure/identification.h"
#include "measure/require.h"

#include <math.h>
#include <string.h>

// Everything that an evaluation holds, ended together.
typedef struct work {
    const assay_candidates_options *options;
    assay_cast cast;
    assay_candidate_lists *lists;
    assay_side sides[ASSAY_SIDES];
    assay_searches *searches;
    assay_listed_ends ends;
    uint64_t shared; // samples that are on both sides
    assay_search_group *groups;
    char group_columns[ASSAY_HEADINGS_TEXT];
    assay_identification *identification;
    assay_ledger ledger;
    assay_result *result;
} work;

static void drop_work(work *w)
{
    assay_identification_free(w->identification);
    assay_ledger_end(&w->ledger);
    assay_searches_free(w->searches);
    for (int s = 0; s < ASSAY_SIDES; s++) assay_side_end(&w->sides[s]);
    assay_candidate_lists_free(w->lists);
    assay_free(w->groups);
    assay_cast_end(&w->cast);
    assay_result_free(w->result);
}

static assay_status check(const assay_candidates_options *o, assay_error *err)
{
    if (!o->files.count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no candidate lists; give LIST.csv --probes P.csv "
                          "--references R.csv");
    if (!o->lists.list_length)
        return assay_fail(err, ASSAY_EUSAGE, "--list-length is at least 1");
    return assay_require_check(&o->common.require, err);
}

static assay_status take_side(work *w, const assay_sample_list *list, int which,
                              assay_error *err)
{
    assay_side_source from = {.rows = assay_sample_list_count(list),
                              .subject = assay_sample_list_subjects(list),
                              .sample = assay_sample_list_samples(list),
                              .lost = assay_sample_list_lost(list)};
    for (size_t c = 0; c < ASSAY_BATCH_COLUMNS; c++)
        from.column[c] = assay_sample_list_column(list, c);
    return assay_cast_side(&w->cast, &from, which, &w->sides[which], err);
}

static assay_status check_probes(const work *w, assay_error *err)
{
    const assay_side *probes = &w->sides[ASSAY_SIDE_PROBE];
    for (size_t r = 0; r < probes->rows; r++)
        if (!probes->out[r]) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "no probes left: --where leaves out all %llu",
                      (unsigned long long)probes->rows);
}

static assay_status read(work *w, assay_error *err)
{
    const assay_candidates_options *o = w->options;
    const assay_candidate_files files = {.lists = o->files,
                                         .probes = o->probes,
                                         .references = o->references,
                                         .distance = o->distance};
    ASSAY_TRY(assay_cast_open(&o->common, o->subjects, &w->cast, err));
    w->cast.read.format = o->format;
    w->cast.distance = o->distance;
    w->cast.files[0] = o->probes;
    w->cast.files[1] = o->references;
    ASSAY_TRY(assay_candidate_lists_open(&files, &w->cast.read, &w->cast.intake,
                                         w->cast.samples, &w->lists, err));
    ASSAY_TRY(assay_cast_number(&w->cast, err));
    ASSAY_TRY(take_side(w, assay_candidate_lists_probes(w->lists),
                        ASSAY_SIDE_PROBE, err));
    ASSAY_TRY(take_side(w, assay_candidate_lists_references(w->lists),
                        ASSAY_SIDE_REFERENCE, err));
    if (assay_candidate_lists_share(w->lists))
        ASSAY_TRY(
            assay_shared_count(&w->cast, w->sides,
                               assay_sample_list_samples(
                                   assay_candidate_lists_references(w->lists)),
                               &w->shared, err));
    ASSAY_TRY(assay_cast_close(&w->cast, err));
    ASSAY_TRY(check_probes(w, err));
    return assay_cast_name_groups(&w->cast, w->group_columns, err);
}

static assay_status make_searches(work *w, assay_error *err)
{
    const assay_candidates_options *o = w->options;
    const uint32_t shift = o->lists.rule == ASSAY_GT ? 1 : 0;
    const float floor = (float)(o->distance ? 0.0 - o->floor : o->floor);
    const bool has_floor = !__builtin_isnan(o->floor);
    const assay_listed_from from = {
        .lists = w->lists,
        .probes = &w->sides[ASSAY_SIDE_PROBE],
        .references = &w->sides[ASSAY_SIDE_REFERENCE],
        .people = w->cast.people,
        .share = assay_candidate_lists_share(w->lists),
        .list_length = o->lists.list_length,
        .distance = o->distance,
        .has_floor = has_floor,
        .floor =
            has_floor ? assay_key_of(assay_score_clean(floor)) + shift : 0};
    ASSAY_TRY(assay_listed_searches(&from, &w->searches, &w->ends, err));
    if (!w->ends.below_floor) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "--floor: %llu candidates do not match at it; give the "
                      "threshold that the system logged at",
                      (unsigned long long)w->ends.below_floor);
}

static assay_status measure(work *w, assay_error *err)
{
    const assay_candidates_options *o = w->options;
    const size_t n = assay_groups_count(w->cast.groups);
    w->groups = assay_new(0, n, sizeof *w->groups);
    if (!w->groups) return assay_fail_memory(err, "the groups");
    for (size_t g = 0; g < n; g++) {
        const assay_group *group = assay_groups_at(w->cast.groups, g);
        w->groups[g] = (assay_search_group){group->labels, group->label_count,
                                            group->unknown, group->profiles,
                                            !group->of_probes};
    }
    const assay_identification_input input = {.options = &o->lists,
                                              .common = &o->common,
                                              .distance = o->distance,
                                              .group_column =
                                                  w->group_columns[0] != '\0',
                                              .group_columns = w->group_columns,
                                              .groups = w->groups,
                                              .group_count = n};
    ASSAY_TRY(assay_identification_new(&input, &w->identification, err));
    uint32_t lowest = 0; // lists hold all that they ever will
    ASSAY_TRY(assay_identification_lowest(w->identification, w->searches,
                                          &lowest, err));
    ASSAY_TRY(assay_identification_measure(w->identification, w->searches,
                                           &w->ledger, err));
    if (o->common.no_counts) return ASSAY_OK;
    ASSAY_TRY(assay_record_membership(w->result, w->groups, n, err));
    return assay_record_searches(w->result, w->searches, lowest, err);
}

// What the lists alone can't tell: whether the longest would have gone on.
static void warn_longest(work *w)
{
    const assay_warning warning = {
        "length_or_floor", ASSAY_LIMITS_IT,
        w->ends.limited
            ? "the longest lists may end at a length that the system keeps to, "
              "or at --floor, which can't be known from them. Taken as cut: "
              "more lists end there than one candidate before, or all hold one"
            : "the longest lists may end at --floor, or at a length that the "
              "system keeps to, which can't be known from them. Taken as "
              "complete down to --floor: a limit of length would end more of "
              "them there",
        (int64_t)w->ends.at_longest};
    assay_build_warning(w->result, &warning);
}

static void warn_ends(work *w)
{
    const assay_warning warning = {
        "no_floor", ASSAY_CHANGES_THE_READING,
        "lists end at different lengths: either the system had no more "
        "candidates, or it logs above a threshold; --floor says which. Taken "
        "as complete down to the least score that any list holds",
        (int64_t)w->ends.before};
    if (w->ends.before && __builtin_isnan(w->options->floor))
        assay_build_warning(w->result, &warning);
    if (w->ends.at_longest && !__builtin_isnan(w->options->floor))
        warn_longest(w);
}

static void warn_shared(work *w)
{
    const assay_warning warning = {
        "shared_samples", ASSAY_LIMITS_IT,
        "samples that are a probe and a reference: a list that names the very "
        "sample searched for is read without it",
        (int64_t)w->shared};
    if (w->shared) assay_build_warning(w->result, &warning);
}

static void record(work *w)
{
    const assay_candidates_options *o = w->options;
    assay_result *result = w->result;
    for (size_t i = 0; i < assay_candidate_lists_inputs(w->lists); i++) {
        const assay_input input = assay_candidate_lists_input(w->lists, i);
        assay_build_input(result, &input);
    }
    assay_cast_record(&w->cast, result);
    assay_record_common(result, &o->common);
    assay_record_groups(result, &o->common);
    assay_build_fact(result, "subcommand", "candidates");
    assay_build_fact(result, "options.rule",
                     o->lists.rule == ASSAY_GE ? "ge" : "gt");
    assay_build_fact(result, "options.direction",
                     o->distance ? "distance" : "similarity");
    assay_build_fact_count(result, "lists.longest", w->ends.longest);
    assay_build_fact_count(result, "lists.cut_at_length", w->ends.at_length);
    if (!__builtin_isnan(o->floor))
        assay_build_fact_number(result, "options.floor", o->floor);
    assay_record_run(result, &o->common, "none");
    warn_ends(w);
    warn_shared(w);
}

static assay_status evaluate(work *w, assay_error *err)
{
    ASSAY_TRY(check(w->options, err));
    ASSAY_TRY(read(w, err));
    ASSAY_TRY(make_searches(w, err));
    w->result = assay_build_new("identification");
    if (!w->result) return assay_fail_memory(err, "the result");
    ASSAY_TRY(measure(w, err));
    record(w);
    ASSAY_TRY(assay_identification_end(w->identification, &w->ledger, w->result,
                                       err));
    if (!w->options->common.no_counts)
        ASSAY_TRY(assay_record_people(w->result, w->cast.intake.subjects, err));
    const assay_suspects_of of = {&w->cast, &w->sides[ASSAY_SIDE_PROBE],
                                  &w->sides[ASSAY_SIDE_REFERENCE]};
    ASSAY_TRY(assay_suspects_write_searches(&of, w->searches,
                                            w->options->common.review, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_candidates_evaluate(const assay_candidates_options *options,
                                       assay_result **out, assay_error *err)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, err));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
