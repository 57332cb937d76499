// SPDX-License-Identifier: Apache-2.0
#include "assay/forecast.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "count/counter.h"
#include "count/searches_pack.h"
#include "evaluate/loaded.h"
#include "evaluate/record.h"
#include "measure/forecasting.h"
#include "measure/search_groups.h"

#include <math.h>
#include <string.h>

void assay_forecast_options_default(assay_forecast_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->passages = NAN;
    options->faces = NAN;
    options->hours = NAN;
    options->wrong_at_most = NAN;
    options->alert_seconds = NAN;
    options->right_confirmed = NAN;
    options->wrong_confirmed = NAN;
}

// A forecast at work, ended together.
typedef struct work {
    const assay_forecast_options *options;
    assay_result *from;
    assay_searches *searches;
    assay_arena arena;
    const assay_search_group *groups;
    size_t group_count;
    assay_result *result;
} work;

static void drop_work(work *w)
{
    assay_searches_free(w->searches);
    assay_arena_end(&w->arena);
    assay_result_free(w->from);
    assay_result_free(w->result);
}

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

// A number that is given lies in (0, most].
static assay_status check_number(const char *name, double value, double most,
                                 assay_error *err)
{
    if (isnan(value) || (value > 0 && value <= most)) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--%s %g: name a number above 0, at most %g", name, value,
                      most);
}

// A count of a day: one at least.
static assay_status check_count(const char *name, double value,
                                assay_error *err)
{
    if (isnan(value) || (value >= 1 && value <= 1e12)) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--%s %g: name a number from 1 to 1e12", name, value);
}

static assay_status check_numbers(const assay_forecast_options *o,
                                  assay_error *err)
{
    ASSAY_TRY(check_count("passages", o->passages, err));
    ASSAY_TRY(check_count("faces", o->faces, err));
    ASSAY_TRY(check_number("hours", o->hours, 1e6, err));
    ASSAY_TRY(check_number("seconds-per-alert", o->alert_seconds, 1e6, err));
    ASSAY_TRY(check_number("right-confirmed", o->right_confirmed, 1, err));
    ASSAY_TRY(check_number("wrong-confirmed", o->wrong_confirmed, 1, err));
    if (isnan(o->right_confirmed) != isnan(o->wrong_confirmed))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--right-confirmed and --wrong-confirmed go "
                          "together: the shares of right and of wrong alerts "
                          "that officers confirm");
    if (!isnan(o->wrong_at_most) &&
        !(o->wrong_at_most >= 0 && o->wrong_at_most <= 1e12))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--wrong-at-most: name a number of alerts from 0 on");
    if (!(o->common.confidence > 0 && o->common.confidence < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--confidence lies between 0 and 1, as in 0.95");
    return ASSAY_OK;
}

static const char *const OTHER_DAYS =
    "a record holds days at the thresholds and lists that were used, none at "
    "another; it takes a result of assay templates or candidates";
static const char *const AS_THEY_CAME =
    "a record counts alerts as they came; it takes a result of assay "
    "templates, candidates or alerts";

// A record tells of days as they were: what it cannot follow is not passed
// over.
static assay_status check_record(const assay_forecast_options *o,
                                 assay_error *err)
{
    const struct {
        const char *name, *why;
        bool asked;
    } all[] = {
        {"wrong-at-most", OTHER_DAYS, !isnan(o->wrong_at_most)},
        {"threshold", OTHER_DAYS, o->thresholds.numbers.count > 0},
        {"watchlist-size", OTHER_DAYS, o->sizes.numbers.count > 0},
        {"composition", OTHER_DAYS, o->common.groups.composition.count > 0},
        {"prevalence", AS_THEY_CAME, o->prevalence.numbers.count > 0},
        {"seconds-per-alert", AS_THEY_CAME, o->alert_seconds > 0},
        {"right-confirmed", AS_THEY_CAME, !isnan(o->right_confirmed)},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].asked)
            return assay_fail(err, ASSAY_EUSAGE, "--%s: %s", all[i].name,
                              all[i].why);
    return ASSAY_OK;
}

// What the kind of result can be asked.
static assay_status check_kind(const work *w, assay_error *err)
{
    const assay_forecast_options *o = w->options;
    const char *kind = assay_result_evaluation(w->from);
    const bool record = is(kind, "operational");
    if (!record && !is(kind, "identification") && !is(kind, "scenario") &&
        !is(kind, "verification")) {
        assay_fail(err, ASSAY_EINPUT,
                   "a result of the kind '%.40s' holds no rates of passages: "
                   "forecasts are made from what assay templates, candidates, "
                   "alerts and deployments keep with -o",
                   kind);
        return assay_fail_at(err, o->result, 0);
    }
    if (!record && !isnan(o->faces))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--faces is for records of deployments: a test "
                          "counts passages, and faces counted are not people");
    if (!record && isnan(o->passages))
        return assay_fail(err, ASSAY_EUSAGE, "how many pass? --passages 50000");
    if (record && !isnan(o->passages))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--passages: records count faces, which are not "
                          "people; give --faces or --hours");
    return record ? check_record(o, err) : ASSAY_OK;
}

static assay_status read_searches(work *w, assay_error *err)
{
    size_t n = 0;
    const void *bytes = assay_result_blob(w->from, "searches", &n);
    if (!bytes) return ASSAY_OK;
    ASSAY_TRY(assay_searches_unpack(bytes, n, &w->searches, err));
    bytes = assay_result_blob(w->from, "groups", &n);
    if (!bytes) return ASSAY_OK;
    ASSAY_TRY(assay_search_groups_unpack(bytes, n, &w->arena, &w->groups,
                                         &w->group_count, err));
    for (uint64_t i = 0; i < w->searches->search_count; i++)
        if (w->searches->searches[i].profile >= ASSAY_PROFILES_MOST)
            return assay_fail(err, ASSAY_EINPUT,
                              "the groups of searches are damaged");
    return ASSAY_OK;
}

// "0.1,0.2", "0.1..0.2".
static void record_span(const work *w, const char *key, const assay_span *span)
{
    assay_arena *arena = assay_build_arena(w->result);
    const char *all = "";
    for (size_t i = 0; all && i < span->numbers.count; i++)
        all = assay_arena_format(arena, "%s%s%.17g", all,
                                 !i            ? ""
                                 : span->range ? ".."
                                               : ",",
                                 span->numbers.items[i]);
    if (all && all[0]) assay_build_fact(w->result, key, all);
}

static void record_number(const work *w, const char *key, double value)
{
    if (!isnan(value)) assay_build_fact_number(w->result, key, value);
}

static void record_options(const work *w)
{
    const assay_forecast_options *o = w->options;
    const char *from = assay_result_evaluation(w->from);
    assay_record_common(w->result, &o->common);
    assay_build_fact(w->result, "from.evaluation", from);
    record_number(w, "options.passages", o->passages);
    record_number(w, "options.faces", o->faces);
    record_number(w, "options.hours", o->hours);
    record_span(w, "options.threshold", &o->thresholds);
    record_span(w, "options.watchlist_size", &o->sizes);
    record_span(w, "options.prevalence", &o->prevalence);
    record_number(w, "options.wrong_at_most", o->wrong_at_most);
    record_number(w, "options.seconds_per_alert", o->alert_seconds);
    record_number(w, "options.right_confirmed", o->right_confirmed);
    record_number(w, "options.wrong_confirmed", o->wrong_confirmed);
    if (w->searches)
        assay_build_fact(w->result, "options.target",
                         o->target == ASSAY_TARGET_FIXED ? "fixed watchlist"
                                                         : "random watchlist");
    assay_build_fact(w->result, "version", assay_version());
    if (o->common.command)
        assay_build_fact(w->result, "command", o->common.command);
}

// What is said of pairs (1:1) beside the searches, which no forecast uses.
static bool is_of_pairs(const assay_warning *warning)
{
    return is(warning->code, "unequal_counts") ||
           is(warning->code, "dominated");
}

// What changes the reading of the result changes that of the forecast.
static void pass_warnings(const work *w)
{
    size_t n = 0;
    const assay_warning *all = assay_result_warnings(w->from, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i].weight == ASSAY_CHANGES_THE_READING && !is_of_pairs(&all[i]))
            assay_build_warning(w->result, &all[i]);
}

static assay_status measure(work *w, assay_error *err)
{
    const assay_forecast_input input = {.options = w->options,
                                        .from = w->from,
                                        .searches = w->searches,
                                        .groups = w->groups,
                                        .group_count = w->group_count};
    const assay_status status = assay_forecast_measure(&input, w->result, err);
    if (status == ASSAY_EINPUT)
        return assay_fail_at(err, w->options->result, 0);
    return status;
}

static assay_status evaluate(work *w, assay_error *err)
{
    const char *path = w->options->result;
    ASSAY_TRY(check_numbers(w->options, err));
    if (!path)
        return assay_fail(err, ASSAY_EUSAGE,
                          "a forecast is made from a result: R.assay");
    ASSAY_TRY(assay_result_load(path, &w->from, err));
    ASSAY_TRY(check_kind(w, err));
    if (read_searches(w, err) != ASSAY_OK) return assay_fail_at(err, path, 0);
    w->result = assay_build_new("forecast");
    if (!w->result) return assay_fail_memory(err, "the result");
    const assay_loaded from = {w->from, path, "from"};
    ASSAY_TRY(assay_loaded_input(&from, w->options->common.no_digest, w->result,
                                 err));
    record_options(w);
    assay_loaded_origin(&from, w->result);
    pass_warnings(w);
    ASSAY_TRY(measure(w, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_forecast_evaluate(const assay_forecast_options *options,
                                     assay_result **out, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.options = options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, error));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
