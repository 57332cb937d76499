// SPDX-License-Identifier: Apache-2.0
#include "assay/alerts.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "evaluate/alert_cameras.h"
#include "evaluate/alert_groups.h"
#include "evaluate/alert_review.h"
#include "evaluate/alert_searches.h"
#include "evaluate/record.h"

#include <math.h>
#include <string.h>

void assay_alerts_options_default(assay_alerts_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->floor = NAN;
    options->gap = 30;
    options->merge = 60;
    options->grace = 5;
    options->clock_offset = NAN;
    options->hours = NAN;
}

// An evaluation at work, ended together.
typedef struct work {
    const assay_alerts_options *options;
    assay_arena arena;
    assay_alert_by by;
    assay_trial *trial;
    assay_subjects *subjects;
    assay_trial_rows rows;
    assay_scenario *scenario;
    assay_alert_cells cells;
    assay_result *result;
} work;

static void drop_work(work *w)
{
    assay_trial_free(w->trial);
    assay_subjects_free(w->subjects);
    assay_scenario_free(w->scenario);
    assay_result_free(w->result);
    assay_arena_end(&w->arena);
}

static assay_status read_files(work *w, assay_error *err)
{
    const assay_alerts_options *o = w->options;
    const assay_read_options options = {
        .columns = o->common.columns,
        .digest = !o->common.no_digest,
        .threads = assay_pool_threads(o->common.threads),
        .watch = &o->common.watch};
    const assay_trial_paths paths = {o->alerts, o->transits, o->watchlist,
                                     o->crowd};
    const assay_trial_wanted wanted = {{w->by.names, w->by.count},
                                       o->common.where};
    ASSAY_TRY(assay_trial_open(&paths, &options, &wanted, &w->trial, err));
    if (o->subjects)
        ASSAY_TRY(assay_subjects_read(o->subjects, &options,
                                      assay_trial_names_of(w->trial)->subjects,
                                      &w->subjects, err));
    w->rows = assay_trial_rows_of(w->trial);
    return ASSAY_OK;
}

static int64_t micro(double seconds)
{
    return (int64_t)floor(seconds * (double)ASSAY_SECOND + 0.5);
}

static assay_status join(work *w, assay_error *err)
{
    const assay_alerts_options *o = w->options;
    const assay_scenario_rule rule = {
        .gap = micro(o->gap),
        .grace = micro(o->grace),
        .merge = micro(o->merge),
        .offset = isnan(o->clock_offset) ? 0 : micro(o->clock_offset),
        .offset_given = !isnan(o->clock_offset),
        .crowd = o->crowd != NULL,
        .threshold = assay_scenario_least(o, 0)};
    const assay_status status =
        assay_scenario_join(&w->rows, &rule, &w->scenario, err);
    return status == ASSAY_EINPUT ? assay_fail_at(err, o->transits, err->line)
                                  : status;
}

static void record_numbers(work *w, const char *key, const assay_numbers *list)
{
    const char *all = "";
    char text[32];
    for (size_t i = 0; all && i < list->count; i++) {
        text[assay_print_double(list->items[i], 0, text)] = '\0';
        all = assay_arena_format(&w->arena, "%s%s%s", all, i ? "," : "", text);
    }
    if (list->count && all) assay_build_fact(w->result, key, all);
}

static void record_rules(work *w)
{
    static const char *const logged[] = {"as seen", "all", "best"};
    const assay_alerts_options *o = w->options;
    record_numbers(w, "options.threshold", &o->thresholds);
    record_numbers(w, "options.watchlist_size", &o->sizes);
    record_numbers(w, "options.within", &o->within);
    assay_build_fact(w->result, "options.rule",
                     o->rule == ASSAY_GE ? "ge" : "gt");
    assay_build_fact(w->result, "options.logged", logged[o->logged]);
    assay_build_fact_number(w->result, "options.gap", o->gap);
    assay_build_fact_number(w->result, "options.merge", o->merge);
    assay_build_fact_number(w->result, "options.grace", o->grace);
    if (!isnan(o->hours))
        assay_build_fact_number(w->result, "options.hours", o->hours);
    if (!isnan(o->floor))
        assay_build_fact_number(w->result, "options.floor", o->floor);
    if (!isnan(o->clock_offset))
        assay_build_fact_number(w->result, "options.clock_offset",
                                o->clock_offset);
    assay_build_fact_number(w->result, "clock_offset",
                            (double)w->scenario->clock.offset /
                                (double)ASSAY_SECOND);
}

static void record(work *w)
{
    assay_input inputs[4];
    const assay_options *common = &w->options->common;
    const assay_trial_found *found = assay_trial_found_in(w->trial);
    const size_t n = assay_trial_inputs(w->trial, inputs);
    for (size_t i = 0; i < n; i++) assay_build_input(w->result, &inputs[i]);
    if (w->subjects) {
        const assay_input input = assay_subjects_input(w->subjects);
        assay_build_input(w->result, &input);
    }
    assay_build_fact(w->result, "subcommand", "alerts");
    assay_record_common(w->result, common);
    assay_record_groups(w->result, common);
    record_rules(w);
    if (common->where.count) {
        assay_build_fact_count(w->result, "rows.kept",
                               w->rows.passage_count - found->left_out);
        assay_build_fact_count(w->result, "rows.left_out", found->left_out);
    }
    assay_build_fact(w->result, "version", assay_version());
    if (common->command)
        assay_build_fact(w->result, "command", common->command);
}

// What conditions leave over is at least one passage.
static assay_status check_kept(const work *w, assay_error *err)
{
    const assay_trial_found *found = assay_trial_found_in(w->trial);
    if (!w->options->common.where.count ||
        found->left_out < w->rows.passage_count)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "no passage meets all conditions: change --where");
}

static assay_status measure(work *w, assay_error *err)
{
    const assay_trial_found *found = assay_trial_found_in(w->trial);
    const assay_alert_sources from = {w->trial, w->subjects, w->scenario};
    const char *cameras = "";
    ASSAY_TRY(assay_alert_cameras_tell(&from, &w->arena, &cameras, err));
    const assay_scenario_logs logs = {.repeated = found->repeated,
                                      .has_outcome = found->has_outcome,
                                      .has_decision = found->has_decision,
                                      .has_kind = found->has_kind,
                                      .has_basis = found->has_basis,
                                      .has_acquired = found->has_acquired,
                                      .has_transit = found->has_transit,
                                      .groups = "",
                                      .cameras = cameras};
    const assay_scenario_job job = {w->options, w->scenario, &logs,
                                    w->cells.items, w->cells.count};
    return assay_scenario_measure(&job, w->result, err);
}

static assay_status keep(work *w, assay_error *err)
{
    const assay_alert_kept kept = {w->options, w->trial, w->scenario,
                                   &w->cells};
    return assay_alert_searches_keep(&kept, w->result, err);
}

static assay_status evaluate(work *w, assay_error *err)
{
    const assay_texts *by = &w->options->common.by;
    ASSAY_TRY(assay_scenario_check(w->options, err));
    ASSAY_TRY(assay_alert_by_parse(by, &w->arena, &w->by, err));
    ASSAY_TRY(read_files(w, err));
    ASSAY_TRY(join(w, err));
    const assay_alert_sources from = {w->trial, w->subjects, w->scenario};
    ASSAY_TRY(assay_alert_cells_make(&from, &w->by, &w->arena, &w->cells, err));
    w->result = assay_build_new("scenario");
    if (!w->result) return assay_fail_memory(err, "the result");
    record(w);
    ASSAY_TRY(check_kept(w, err));
    ASSAY_TRY(measure(w, err));
    if (!w->options->common.no_counts) ASSAY_TRY(keep(w, err));
    if (w->options->common.review)
        ASSAY_TRY(assay_alert_review_write(w->options->common.review, w->trial,
                                           w->scenario, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_alerts_evaluate(const assay_alerts_options *options,
                                   assay_result **out, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, error));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
