// SPDX-License-Identifier: Apache-2.0
#include "base/alloc.h"
#include "base/order.h"
#include "count/feed.h"
#include "count/searches.h"
#include "evaluate/record.h"
#include "evaluate/suspects.h"
#include "evaluate/templates.h"
#include "evaluate/templates_band.h"
#include "measure/identification.h"
#include "measure/verification.h"
#include "search/search.h"

#include <math.h>

// Everything that telling holds, ended together.
typedef struct telling {
    assay_templates_intake *in;
    const assay_found *found;
    assay_scores_options pairs; // the options of 1:1 figures
    assay_row_facts facts;
    char group_columns[ASSAY_HEADINGS_TEXT];
    assay_rest_side sides[ASSAY_SIDES];
    uint8_t *parts[ASSAY_SIDES]; // what becomes of rows: ASSAY_REST_...
    assay_counter *counter;
    assay_searches *searches;
    assay_search_group *groups;
    assay_identification *identification;
    assay_verification *verification;
    assay_result *result;
    assay_templates_band band;
    bool no_counts; // not asked for, or of too many people
} telling;

static void drop_telling(telling *t)
{
    assay_verification_free(t->verification);
    assay_identification_free(t->identification);
    assay_searches_free(t->searches);
    assay_counter_free(t->counter);
    assay_free(t->groups);
    for (int s = 0; s < ASSAY_SIDES; s++) assay_free(t->parts[s]);
    assay_result_free(t->result);
    assay_templates_band_end(&t->band);
}

static void drop_view(assay_view **view)
{
    assay_view_free(*view);
}

static const assay_side *side_of(const telling *t, int which)
{
    return &t->in->sides[t->in->one_set ? 0 : which];
}

// Rows of a side for the counts of pairs: who is compared, who was lost, who
// takes no part.
static assay_status make_side(telling *t, int which, assay_error *err)
{
    const assay_side *side = side_of(t, which);
    const uint64_t *members =
        which == ASSAY_SIDE_REFERENCE ? t->in->draws.members : NULL;
    uint8_t *part = assay_new(0, side->rows, sizeof *part);
    t->parts[which] = part;
    if (!part) return assay_fail_memory(err, "the samples");
    for (size_t r = 0; r < side->rows; r++)
        part[r] = side->out[r] || (members && !members[r]) ? ASSAY_REST_OUT
                  : side->lost[r]                          ? ASSAY_REST_LOST
                                                           : 0;
    t->sides[which] = (assay_rest_side){.person = side->person,
                                        .profile = side->profile,
                                        .sample = side->sample,
                                        .lost = part,
                                        .rows = side->rows};
    return ASSAY_OK;
}

static assay_status count_attempts(telling *t, int which, assay_error *err)
{
    const assay_side *side = side_of(t, which);
    ASSAY_AUTO(assay_drop)
    assay_attempt *all = assay_new(0, side->rows, sizeof *all);
    if (!all) return assay_fail_memory(err, "the samples");
    if (!side->tells) return ASSAY_OK;
    for (size_t r = 0; r < side->rows; r++)
        all[r] = (assay_attempt){.person = side->person[r],
                                 .profile = side->profile[r],
                                 .tried = t->parts[which][r] != ASSAY_REST_OUT,
                                 .lost = side->lost[r] != 0};
    return assay_counter_attempts(t->counter, which, all, side->rows, err);
}

static assay_status count_pairs(telling *t, assay_error *err)
{
    enum { ROW_BYTES = 16 };
    const assay_options *common = &t->in->options->common;
    const uint64_t rows = t->found->mate_count + t->found->tail_count;
    const assay_counter_options how = {
        .spool = common->spool ? common->spool : "/tmp",
        .memory = (size_t)(ROW_BYTES * rows + (64u << 20)),
        .people = true,
        .profiles = true,
        .error_pairs = !common->no_counts,
        .watch = &common->watch};
    ASSAY_TRY(assay_counter_new(&how, &t->counter, err));
    ASSAY_TRY(make_side(t, ASSAY_SIDE_PROBE, err));
    ASSAY_TRY(make_side(t, ASSAY_SIDE_REFERENCE, err));
    ASSAY_TRY(assay_counter_feed(t->counter, t->found, t->sides, err));
    ASSAY_TRY(count_attempts(t, ASSAY_SIDE_PROBE, err));
    if (!t->in->options->all_pairs)
        ASSAY_TRY(count_attempts(t, ASSAY_SIDE_REFERENCE, err));
    // People are numbered canonically: no other place for them.
    return assay_counter_close(t->counter, t->in->cast.people, NULL, err);
}

static void warn(telling *t, const char *code, const char *text, uint64_t rows)
{
    const assay_warning warning = {code, ASSAY_LIMITS_IT, text, (int64_t)rows};
    if (rows) assay_build_warning(t->result, &warning);
}

// A list of tens of millions has more counts by person than a result keeps.
static assay_status keep_counts(telling *t, const assay_view *view,
                                assay_error *err)
{
    if (t->no_counts) return ASSAY_OK;
    const assay_status status = assay_record_view(t->result, view, err);
    if (status != ASSAY_EUNSUPPORTED) return status;
    t->no_counts = true;
    warn(t, "counts_left_out",
         "people: too many for the result to keep the counts of each",
         view->people);
    return ASSAY_OK;
}

static assay_status measure_view(telling *t, const assay_view_request *request,
                                 assay_error *err)
{
    ASSAY_AUTO(drop_view) assay_view *view = NULL;
    size_t count = 0;
    ASSAY_TRY(assay_counter_view(t->counter, request, &view, err));
    const assay_point *points =
        assay_verification_points(t->verification, view, &count);
    if (!points) return assay_fail_memory(err, "the thresholds");
    ASSAY_TRY(assay_counter_finish(t->counter, view, points, count, err));
    ASSAY_TRY(assay_verification_view(t->verification, view, err));
    return keep_counts(t, view, err);
}

static assay_status measure_group(telling *t, const assay_group *group,
                                  assay_error *err)
{
    assay_view_request request = {.labels = group->labels,
                                  .label_count = group->label_count,
                                  .unknown = group->unknown,
                                  .profiles = group->profiles};
    if (!group->of_probes) return ASSAY_OK;
    ASSAY_TRY(measure_view(t, &request, err));
    if (group->unknown || !assay_groups_of_references(t->in->cast.groups))
        return ASSAY_OK;
    request.same_references = true;
    return measure_view(t, &request, err);
}

static assay_status resample(telling *t, assay_error *err)
{
    const assay_templates_options *o = t->in->options;
    if (!o->bootstrap) return ASSAY_OK;
    ASSAY_TRY(assay_templates_band_make(t->found, t->sides, t->in->cast.people,
                                        &t->band, err));
    t->band.source.replicates = o->bootstrap;
    t->band.source.seed = o->common.seed;
    t->band.source.threads = o->common.threads;
    assay_verification_resample(t->verification, &t->band.source);
    return ASSAY_OK;
}

static assay_status measure_pairs(telling *t, assay_error *err)
{
    const assay_view_request everybody = {0};
    const assay_groups *groups = t->in->cast.groups;
    ASSAY_TRY(assay_verification_new(&t->pairs, &t->facts, t->result,
                                     &t->verification, err));
    ASSAY_TRY(resample(t, err));
    ASSAY_TRY(measure_view(t, &everybody, err));
    for (size_t g = 0; g < assay_groups_count(groups); g++)
        ASSAY_TRY(measure_group(t, assay_groups_at(groups, g), err));
    return ASSAY_OK;
}

static assay_searches_from searches_from(const telling *t, uint32_t lowest)
{
    const assay_side *probes = side_of(t, ASSAY_SIDE_PROBE);
    const assay_side *references = side_of(t, ASSAY_SIDE_REFERENCE);
    const uint64_t *members = t->in->draws.members;
    return (assay_searches_from){
        .found = t->found,
        .probes = {probes->person, probes->profile, probes->lost, probes->out,
                   probes->rows, probes->sample},
        .references = {references->person, references->profile,
                       references->lost, references->out, references->rows,
                       references->sample},
        .members = members,
        .people = t->in->cast.people,
        .drawn = members != NULL,
        .pool = members ? t->in->galleries - 1 : t->in->galleries,
        .lowest = lowest};
}

static assay_status make_searches(telling *t, uint32_t lowest, assay_error *err)
{
    const assay_searches_from from = searches_from(t, lowest);
    assay_searches_free(t->searches);
    t->searches = NULL;
    return assay_searches_make(&from, &t->searches, err);
}

static assay_status take_groups(telling *t, assay_error *err)
{
    const assay_groups *groups = t->in->cast.groups;
    const size_t n = assay_groups_count(groups);
    t->groups = assay_new(0, n, sizeof *t->groups);
    if (!t->groups) return assay_fail_memory(err, "the groups");
    for (size_t g = 0; g < n; g++) {
        const assay_group *group = assay_groups_at(groups, g);
        t->groups[g] = (assay_search_group){group->labels, group->label_count,
                                            group->unknown, group->profiles,
                                            !group->of_probes};
    }
    return ASSAY_OK;
}

static assay_status measure_searches(telling *t, assay_error *err)
{
    const assay_templates_options *o = t->in->options;
    if (!t->in->galleries) return ASSAY_OK;
    ASSAY_TRY(take_groups(t, err));
    const assay_identification_input input = {
        .options = &o->lists,
        .common = &o->common,
        .distance = t->facts.distance,
        .group_column = t->facts.group_column,
        .group_columns = t->facts.group_columns,
        .groups = t->groups,
        .group_count = assay_groups_count(t->in->cast.groups)};
    ASSAY_TRY(assay_identification_new(&input, &t->identification, err));
    ASSAY_TRY(make_searches(t, UINT32_MAX, err));
    uint32_t lowest = UINT32_MAX;
    ASSAY_TRY(assay_identification_lowest(t->identification, t->searches,
                                          &lowest, err));
    if (lowest != UINT32_MAX) ASSAY_TRY(make_searches(t, lowest, err));
    ASSAY_TRY(assay_identification_measure(
        t->identification, t->searches,
        assay_verification_ledger(t->verification), err));
    const assay_searches_from from = searches_from(t, lowest);
    ASSAY_TRY(assay_identification_matrix(t->identification, &from, err));
    assay_verification_with(t->verification, t->identification);
    if (t->no_counts) return ASSAY_OK;
    ASSAY_TRY(assay_record_membership(
        t->result, t->groups, assay_groups_count(t->in->cast.groups), err));
    return assay_record_searches(t->result, t->searches, lowest, err);
}

static void count_suspects(telling *t)
{
    const assay_suspects count = assay_suspects_count(t->found);
    assay_figure figure = assay_figure_blank();
    figure.name = "probable label errors";
    figure.unit = "count";
    figure.per = "comparison";
    figure.value = (double)(count.mates + count.strangers);
    figure.note = "mates less alike than half of the strangers, strangers more "
                  "alike than half of the mates: --review FILE lists them";
    const assay_entry entry = {
        .figure = figure, .guard_low = NAN, .guard_high = NAN};
    (void)assay_ledger_add(assay_verification_ledger(t->verification), &entry,
                           false);
}

static void record(telling *t)
{
    static const char *const metrics[] = {"cosine", "dot", "l2"};
    const assay_templates_options *o = t->in->options;
    assay_result *result = t->result;
    for (size_t i = 0; i < t->in->input_count; i++)
        assay_build_input(result, &t->in->inputs[i]);
    assay_cast_record(&t->in->cast, result);
    assay_record_common(result, &o->common);
    assay_record_groups(result, &o->common);
    assay_build_fact(result, "subcommand", "templates");
    assay_build_fact(result, "options.rule",
                     o->lists.rule == ASSAY_GE ? "ge" : "gt");
    assay_build_fact(result, "options.direction",
                     t->facts.distance ? "distance" : "similarity");
    assay_build_fact(result, "options.metric", metrics[o->metric]);
    assay_build_fact_count(result, "comparisons.mated",
                           t->found->comparisons[ASSAY_MATED]);
    assay_build_fact_count(result, "comparisons.non_mated",
                           t->found->comparisons[ASSAY_NON_MATED]);
    assay_build_fact_count(result, "tail", t->found->tail_count);
    if (o->bootstrap)
        assay_build_fact_count(result, "options.bootstrap", o->bootstrap);
    if (t->found->floor)
        assay_build_fact_number(result, "tail.floor",
                                (double)assay_score_of(t->found->floor));
    assay_build_fact(result, "body",
                     !t->found->body          ? "none"
                     : t->found->body_sampled ? "sample"
                                              : "exact");
    assay_record_run(result, &o->common,
                     assay_search_kernels(o->common.kernels));
    warn(t, "shared_samples",
         "samples that are a probe and a reference: they were never compared "
         "with themselves",
         t->in->shared);
    warn(t, "twins",
         "samples have a template that another sample has too, byte for byte",
         t->in->twins);
}

static void record_draws(telling *t)
{
    const assay_templates_options *o = t->in->options;
    if (!t->in->draws.members) return;
    assay_build_fact_count(t->result, "galleries.count", t->in->galleries - 1);
    assay_build_fact(t->result, "galleries.drawn",
                     o->folds ? "folds" : "at random");
    if (o->watchlist_size)
        assay_build_fact_count(t->result, "galleries.identities",
                               o->watchlist_size);
}

static assay_status prepare(telling *t, assay_error *err)
{
    const assay_templates_options *o = t->in->options;
    assay_scores_options_default(&t->pairs);
    t->pairs.common = o->common;
    t->no_counts = o->common.no_counts;
    t->pairs.rule = o->lists.rule;
    t->pairs.fmr = o->fmr;
    t->pairs.thresholds = o->lists.thresholds;
    ASSAY_TRY(assay_cast_name_groups(&t->in->cast, t->group_columns, err));
    t->facts =
        (assay_row_facts){.files = t->in->input_count / 2,
                          .kept = t->in->cast.kept,
                          .left_out = t->in->cast.left_out,
                          .distance = o->metric == ASSAY_L2,
                          .acquired = {side_of(t, 0)->tells,
                                       !o->all_pairs && side_of(t, 1)->tells},
                          .group_column = t->group_columns[0] != '\0',
                          .group_columns = t->group_columns};
    t->result =
        assay_build_new(t->in->galleries ? "identification" : "verification");
    return t->result ? ASSAY_OK : assay_fail_memory(err, "the result");
}

static assay_status review(telling *t, assay_error *err)
{
    const char *path = t->in->options->common.review;
    const assay_suspects_of of = {&t->in->cast, side_of(t, ASSAY_SIDE_PROBE),
                                  side_of(t, ASSAY_SIDE_REFERENCE)};
    return t->searches
               ? assay_suspects_write_searches(&of, t->searches, path, err)
               : assay_suspects_write(&of, t->found, path, err);
}

static assay_status tell(telling *t, assay_error *err)
{
    ASSAY_TRY(prepare(t, err));
    ASSAY_TRY(count_pairs(t, err));
    ASSAY_TRY(measure_pairs(t, err));
    ASSAY_TRY(measure_searches(t, err));
    if (!t->searches) count_suspects(t);
    ASSAY_TRY(assay_verification_end(t->verification, err));
    record(t);
    record_draws(t);
    if (!t->no_counts)
        ASSAY_TRY(
            assay_record_people(t->result, t->in->cast.intake.subjects, err));
    ASSAY_TRY(review(t, err));
    return assay_build_end(&t->result, err);
}

assay_status assay_templates_tell(assay_templates_intake *intake,
                                  const assay_found *found, assay_result **out,
                                  assay_error *err)
{
    ASSAY_AUTO(drop_telling) telling t = {.in = intake, .found = found};
    *out = NULL;
    ASSAY_TRY(tell(&t, err));
    *out = t.result;
    t.result = NULL;
    return ASSAY_OK;
}
