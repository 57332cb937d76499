// SPDX-License-Identifier: Apache-2.0
#include "measure/scenario.h"

#include "base/alloc.h"
#include "base/order.h"
#include "measure/contrasts.h"
#include "measure/require.h"
#include "measure/scenario_study.h"

#include <float.h>
#include <math.h>
#include <string.h>

const char *const assay_tpir = "TPIR";
const char *const assay_tpir_able = "algorithm-level TPIR";
const char *const assay_fpir = "FPIR";
const char *const assay_fpir_able = "algorithm-level FPIR";
const char *const assay_aside = "false alerts per passage, own entry set aside";
const char *const assay_crowd_false = "false alerts per crowd passage";

static assay_status refuse_seconds(const char *name, double value, double most,
                                   assay_error *err)
{
    if (value >= 0 && value <= most) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--%s %g: name seconds between 0 and %g", name, value,
                      most);
}

static assay_status check_lists(const assay_alerts_options *o, assay_error *err)
{
    for (size_t i = 0; i < o->sizes.count; i++)
        if (!(o->sizes.items[i] >= 1) ||
            o->sizes.items[i] > floor(o->sizes.items[i]))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--watchlist-size %g: name whole numbers from 1",
                              o->sizes.items[i]);
    for (size_t i = 0; i < o->within.count; i++)
        if (!(o->within.items[i] > 0 && o->within.items[i] <= 1e6))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--within %g: name seconds above 0",
                              o->within.items[i]);
    for (size_t i = 0; i < o->thresholds.count; i++)
        if (!isfinite(o->thresholds.items[i]))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--threshold: name finite numbers");
    return ASSAY_OK;
}

assay_status assay_scenario_check(const assay_alerts_options *o,
                                  assay_error *err)
{
    static const double day = 86400, ages = 1e9;
    if (!o->alerts || !o->transits || !o->watchlist)
        return assay_fail(err, ASSAY_EUSAGE,
                          "an alert log needs the passages and the list: "
                          "assay alerts ALERTS.csv --transits T.csv "
                          "--watchlist W.csv");
    if (!(o->common.confidence > 0 && o->common.confidence < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "confidence %g: name a level above 0 and below 1, "
                          "such as 0.95",
                          o->common.confidence);
    ASSAY_TRY(refuse_seconds("gap", o->gap, day, err));
    ASSAY_TRY(refuse_seconds("merge", o->merge, day, err));
    ASSAY_TRY(refuse_seconds("grace", o->grace, day, err));
    if (!isnan(o->clock_offset) && !(fabs(o->clock_offset) <= ages))
        return assay_fail(err, ASSAY_EUSAGE, "--clock-offset %g: name seconds",
                          o->clock_offset);
    if (!isnan(o->hours) && !(o->hours > 0 && o->hours <= ages))
        return assay_fail(err, ASSAY_EUSAGE, "--hours %g: name hours above 0",
                          o->hours);
    ASSAY_TRY(check_lists(o, err));
    ASSAY_TRY(assay_contrasts_check(&o->common, err));
    return assay_require_check(&o->common.require, err);
}

float assay_scenario_least(const assay_alerts_options *o, size_t i)
{
    if (!o->thresholds.count) return -FLT_MAX;
    const float threshold = (float)o->thresholds.items[i];
    const uint32_t key = assay_key_of(assay_score_clean(threshold));
    return assay_score_of(key + (o->rule == ASSAY_GT ? 1 : 0));
}

size_t assay_scenario_spots(const assay_study_scenario *y)
{
    return y->options->thresholds.count ? y->options->thresholds.count : 1;
}

assay_scenario_spot assay_scenario_spot_at(const assay_study_scenario *y,
                                           size_t i)
{
    const float least = assay_scenario_least(y->options, i);
    if (!y->options->thresholds.count)
        return (assay_scenario_spot){false, NAN, least};
    return (assay_scenario_spot){true, y->options->thresholds.items[i], least};
}

assay_entry assay_scenario_entry(assay_study_scenario *y, size_t cell,
                                 const assay_scenario_spot *spot,
                                 assay_at at[3], const char *name)
{
    const assay_scenario_cell *c = &y->job->cells[cell];
    const assay_cell whose = {.labels = c->labels,
                              .label_count = c->label_count,
                              .unknown = c->unknown,
                              .people = c->people};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(&y->ledger, &whose),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = name;
    entry.figure.unit = "proportion";
    entry.figure.interval = "none";
    entry.figure.per = "passage";
    entry.figure.at = at;
    if (!spot || !spot->given) return entry;
    at[0] = (assay_at){"threshold", spot->threshold};
    entry.figure.at_count = 1;
    entry.figure.threshold = spot->threshold;
    entry.figure.threshold_from = "given";
    entry.figure.rule = y->rule;
    return entry;
}

const char *assay_scenario_add(assay_study_scenario *y, assay_entry *entry)
{
    return assay_ledger_add(&y->ledger, entry, false);
}

const char *assay_scenario_put_count(assay_study_scenario *y, const char *name,
                                     uint64_t count, const char *per,
                                     const char *note)
{
    assay_at at[3];
    assay_entry entry = assay_scenario_entry(y, 0, NULL, at, name);
    entry.figure.unit = "count";
    entry.figure.value = (double)count;
    entry.figure.per = per;
    entry.figure.note = note;
    return assay_scenario_add(y, &entry);
}

double assay_scenario_floor(const assay_alerts_options *options,
                            const assay_scenario *s)
{
    double low = INFINITY;
    if (!isnan(options->floor)) return (double)(float)options->floor;
    for (size_t i = 0; i < s->rows.alert_count; i++)
        if ((double)s->rows.alerts[i].score < low)
            low = (double)s->rows.alerts[i].score;
    return s->rows.alert_count ? low : (double)NAN;
}

bool assay_scenario_best_only(const assay_alerts_options *options,
                              const assay_scenario *s)
{
    return options->logged == ASSAY_LOGGED_BEST ||
           (options->logged == ASSAY_LOGGED_AS_SEEN && s->seen.most_named < 2 &&
            s->seen.most_rank < 2);
}

static bool begin(assay_study_scenario *y)
{
    const size_t people = y->s->rows.subjects;
    y->rule = !y->options->thresholds.count  ? NULL
              : y->options->rule == ASSAY_GE ? "ge"
                                             : "gt";
    y->floor = assay_scenario_floor(y->options, y->s);
    y->best_only = assay_scenario_best_only(y->options, y->s);
    y->tally.people = people;
    y->tally.events_of = assay_new(0, people, sizeof(uint64_t));
    y->tally.trials_of = assay_new(0, people, sizeof(uint64_t));
    y->tally.unsure_of = assay_new(0, people, sizeof(uint64_t));
    y->tally.maybe_of = assay_new(0, people, sizeof(uint64_t));
    y->tally.beside_of = assay_new(0, people, sizeof(uint64_t));
    y->tally.beside_events_of = assay_new(0, people, sizeof(uint64_t));
    y->room = assay_new(0, people, 3 * sizeof(double));
    y->loose_own = assay_new(0, y->s->identities, sizeof(uint64_t));
    y->loose = assay_new(0, y->s->loose_count, sizeof *y->loose);
    return y->tally.events_of && y->tally.trials_of && y->tally.unsure_of &&
           y->tally.maybe_of && y->tally.beside_of &&
           y->tally.beside_events_of && y->room && y->loose_own && y->loose;
}

void assay_scenario_end(assay_study_scenario *y)
{
    assay_free(y->tally.events_of);
    assay_free(y->tally.trials_of);
    assay_free(y->tally.unsure_of);
    assay_free(y->tally.maybe_of);
    assay_free(y->tally.beside_of);
    assay_free(y->tally.beside_events_of);
    assay_free(y->room);
    assay_free(y->loose_own);
    assay_free(y->loose);
    assay_free(y->days);
    assay_free(y->day_room);
    assay_ledger_end(&y->ledger);
}

// A log says nothing of scores below its lowest.
static assay_status check_floor(assay_study_scenario *y, assay_error *err)
{
    for (size_t i = 0; i < assay_scenario_spots(y); i++) {
        const assay_scenario_spot spot = assay_scenario_spot_at(y, i);
        if (!spot.given || !((double)spot.least < y->floor) ||
            assay_scenario_may_start(y, (double)spot.least))
            continue;
        if (y->ledger.no_memory) return assay_fail_memory(err, "the scores");
        return assay_fail(err, ASSAY_EUSAGE,
                          "--threshold %g: your log starts at %g; where it "
                          "holds all from a lower score on, say so with "
                          "--floor",
                          spot.threshold, y->floor);
    }
    return ASSAY_OK;
}

static assay_status check_sizes(const assay_study_scenario *y, assay_error *err)
{
    const uint64_t most = y->s->seen.list[0];
    for (size_t i = 0; i < y->options->sizes.count; i++)
        if (y->options->sizes.items[i] > (double)most)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--watchlist-size %.0f: the list held %llu when "
                              "it was shortest; longer ones were not searched",
                              y->options->sizes.items[i],
                              (unsigned long long)most);
    return ASSAY_OK;
}

static void measure(assay_study_scenario *y)
{
    assay_scenario_sort_alerts(y);
    assay_scenario_rates(y);
    assay_scenario_sizes(y);
    assay_scenario_people(y);
    assay_scenario_public(y);
    assay_scenario_alerts(y);
    assay_scenario_latency(y);
    assay_scenario_review(y);
    assay_scenario_totals(y);
    assay_scenario_thresholds(y);
}

static assay_status tell(assay_study_scenario *y, assay_error *err)
{
    const assay_options *common = &y->options->common;
    ASSAY_AUTO(assay_contrasts_end) assay_contrasts contrasts = {.count = 0};
    y->suppressed = assay_ledger_suppress(&y->ledger, common->min_subjects);
    ASSAY_TRY(assay_contrasts_make(&y->ledger, common, &contrasts, err));
    assay_ledger_blank(&y->ledger);
    assay_scenario_warnings(y);
    assay_scenario_words(y);
    assay_scenario_items(y);
    if (y->ledger.no_memory) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(assay_require_hold(&common->require, &y->ledger, y->result, err));
    assay_ledger_flush(&y->ledger, y->result);
    return y->ledger.no_memory ? assay_fail_memory(err, "the figures")
                               : ASSAY_OK;
}

assay_status assay_scenario_measure(const assay_scenario_job *job,
                                    assay_result *result, assay_error *err)
{
    ASSAY_AUTO(assay_scenario_end)
    assay_study_scenario y = {.job = job,
                              .options = job->options,
                              .s = job->scenario,
                              .result = result,
                              .hours = NAN};
    if (!begin(&y)) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(assay_scenario_need_threshold(&y, err));
    ASSAY_TRY(check_floor(&y, err));
    ASSAY_TRY(check_sizes(&y, err));
    measure(&y);
    if (y.ledger.no_memory) return assay_fail_memory(err, "the figures");
    return tell(&y, err);
}
