// SPDX-License-Identifier: Apache-2.0
// What a reader of the figures of a trial must know.
#include "measure/scenario_study.h"

#include "measure/sentences.h"

#include <math.h>
#include <string.h>

static void warn(assay_study_scenario *y, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    if (text)
        assay_build_warning(y->result, &warning);
    else
        y->ledger.no_memory = true;
}

static void warn_rows(assay_study_scenario *y, const char *code,
                      assay_weight weight, const char *text, uint64_t rows)
{
    if (rows) warn(y, code, weight, text, (int64_t)rows);
}

static bool has_about(const assay_study_scenario *y, const char *key)
{
    const assay_pairs *about = &y->options->common.about;
    for (size_t i = 0; i < about->count; i++)
        if (strcmp(about->items[i].key, key) == 0) return true;
    return false;
}

static double seconds(int64_t span)
{
    return (double)span / (double)ASSAY_SECOND;
}

// Many alerts that name a volunteer who was not there: what is wrong with the
// logs would otherwise read as misses.
static void warn_astray(assay_study_scenario *y)
{
    enum { LEAST = 20 };
    const assay_clock *c = &y->s->clock;
    const uint64_t placed = c->shifted ? c->best : c->inside;
    if (c->checked < LEAST || 10 * placed >= 9 * c->checked) return;
    warn(y, "alerts_astray", ASSAY_CHANGES_THE_READING,
         assay_ledger_text(
             &y->ledger,
             "%llu of %llu alerts that name a person with passages lie in none "
             "of that person's: a clock that jumped, passages that nobody "
             "logged, or others who are taken for them; TPIR counts such "
             "passages as misses",
             (unsigned long long)(c->checked - placed),
             (unsigned long long)c->checked),
         (int64_t)(c->checked - placed));
}

// Cameras whose clocks differ from each other; "" where none do.
static const char *cameras_text(assay_study_scenario *y)
{
    const assay_clock *c = &y->s->clock;
    if (!c->own) return "";
    const char *text = assay_ledger_text(
        &y->ledger,
        "; alerts of %lu cameras are moved otherwise: in all by %.3f to %.3f s",
        (unsigned long)c->own, seconds(c->least), seconds(c->most));
    return text ? text : "";
}

static void warn_shifted(assay_study_scenario *y)
{
    const assay_clock *c = &y->s->clock;
    if (!c->shifted && !c->own) return;
    warn(y, "clock_offset", ASSAY_CHANGES_THE_READING,
         assay_ledger_text(
             &y->ledger,
             "the clocks of the logs differ: alerts are moved by %.3f s, with "
             "which %llu of %llu lie in their passage, without it %llu%s; "
             "shifts from %.3f to %.3f s do as well but for chance, and "
             "latencies are no surer than that; alerts that always come when "
             "their person has left look the same: --clock-offset says what is "
             "known",
             seconds(c->offset), (unsigned long long)c->best,
             (unsigned long long)c->checked, (unsigned long long)c->inside,
             cameras_text(y), seconds(c->low), seconds(c->high)),
         (int64_t)c->checked);
}

// Clocks that are taken to agree, as far as the alerts tell.
static void warn_range(assay_study_scenario *y)
{
    const assay_clock *c = &y->s->clock;
    if (!c->told || c->shifted || c->high - c->low <= ASSAY_SECOND) return;
    warn(y, "clock_range", ASSAY_LIMITS_IT,
         assay_ledger_text(
             &y->ledger,
             "the clocks of the logs are taken to agree, and shifts from %.3f "
             "to %.3f s put as many alerts into their passages but for chance: "
             "latencies are no surer than that, unless --clock-offset says "
             "what is known",
             seconds(c->low), seconds(c->high)),
         (int64_t)c->checked);
}

static void warn_clock(assay_study_scenario *y)
{
    const assay_clock *c = &y->s->clock;
    warn_astray(y);
    warn_shifted(y);
    warn_range(y);
    if (c->rivals)
        warn(y, "clock_unsure", ASSAY_CHANGES_THE_READING,
             "how the clocks of the logs differ is not identified: other "
             "shifts, a minute and more away, put as many alerts into their "
             "passages; --clock-offset says what is known",
             -1);
    if (!c->told && !y->s->rule.offset_given)
        warn(y, "clock_unchecked", ASSAY_FOR_THE_RECORD,
             assay_ledger_text(&y->ledger,
                               "%llu alerts name a person with passages at "
                               "their camera, too few in their passages to "
                               "tell whether the clocks of the logs agree: "
                               "they are taken to",
                               (unsigned long long)c->checked),
             -1);
    warn_rows(y, "clock_jump", ASSAY_CHANGES_THE_READING,
              assay_ledger_text(
                  &y->ledger,
                  "alerts lie outside the passage that they name, the farthest "
                  "by %.3f s: a clock that jumped, or a wrong transit_id; they "
                  "count for the passage, and in no latency",
                  seconds(y->s->seen.far_outside)),
              y->s->seen.outside);
}

static void warn_passages(assay_study_scenario *y)
{
    const assay_scenario_seen *seen = &y->s->seen;
    warn_rows(y, "merged_passages", ASSAY_FOR_THE_RECORD,
              assay_ledger_text(&y->ledger,
                                "rows of passages that begin no more than %g s "
                                "after another of that person at that camera "
                                "ended are part of it (--gap)",
                                y->options->gap),
              seen->merged);
    warn_rows(y, "open_passages", ASSAY_LIMITS_IT,
              "passages never end: they are taken to end when that person "
              "enters again, at the latest after as long as the longest other",
              seen->open);
    warn_rows(y, "long_passages", ASSAY_LIMITS_IT,
              "passages last an hour or more: perhaps nobody logged their end",
              seen->hours_long);
}

static void warn_orphans(assay_study_scenario *y)
{
    const assay_scenario_seen *seen = &y->s->seen;
    const bool most = !y->s->rule.crowd && 2 * seen->none >= seen->alerts;
    warn_rows(
        y, "orphan_alerts", most ? ASSAY_CHANGES_THE_READING : ASSAY_LIMITS_IT,
        assay_ledger_text(
            &y->ledger,
            "alerts fall in no passage (%llu before the first one, %llu "
            "after the last, %llu at cameras without any): they are in "
            "upper bounds alone",
            (unsigned long long)seen->before, (unsigned long long)seen->after,
            (unsigned long long)seen->no_camera),
        seen->none);
    warn_rows(y, "unknown_cameras", ASSAY_CHANGES_THE_READING,
              assay_ledger_text(&y->ledger,
                                "alerts come from cameras at which no passage "
                                "was logged: check how both logs call them%s",
                                y->job->logs->cameras),
              seen->no_camera);
    warn_rows(y, "ambiguous_tracks", ASSAY_LIMITS_IT,
              "alerts name none of those in front of the camera, and may be of "
              "any: passages that others overlap, with an alert or without, "
              "are no trials of false alerts, and in the bounds both ways",
              seen->several);
    warn_rows(y, "shared_tracks", ASSAY_FOR_THE_RECORD,
              "alerts name one of several in front of the camera: taken as "
              "that person's, and left out in the lower bound of TPIR",
              seen->shared_own);
}

static void warn_records(assay_study_scenario *y)
{
    const assay_scenario_seen *seen = &y->s->seen;
    warn_rows(y, "off_list", ASSAY_LIMITS_IT,
              "alerts name entries that were not on the list at that time",
              seen->off_list);
    warn_rows(y, "contradicted", ASSAY_LIMITS_IT,
              "alerts are recorded as right or wrong against what the log of "
              "passages says: the passages decide",
              seen->contradicted);
    warn_rows(y, "repeated_rows", ASSAY_LIMITS_IT,
              "rows stand twice, word for word: each counts once",
              y->job->logs->repeated);
    if (y->options->common.where.count)
        warn_rows(y, "where_loose", ASSAY_LIMITS_IT,
                  "--where chooses passages: alerts of no passage are all "
                  "counted still",
                  y->loose_count);
    warn_rows(y, "suppressed", ASSAY_LIMITS_IT,
              "groups of too few people are suppressed, each with the next "
              "smallest of its table",
              y->suppressed);
}

static void warn_list(assay_study_scenario *y)
{
    const uint64_t *list = y->s->seen.list;
    const assay_entry *aside = NULL;
    for (size_t i = 0; i < y->ledger.count && !aside; i++)
        if (strcmp(y->ledger.entries[i].figure.name, assay_aside) == 0)
            aside = &y->ledger.entries[i];
    if (y->best_only && aside && aside->figure.trials > 0)
        warn(y, "masked_by_mate", ASSAY_CHANGES_THE_READING,
             "no passage has two candidates: if the log keeps the best one "
             "alone, somebody else who was named behind the right person is "
             "hidden, and false alerts of people on the list are too few "
             "(--logged all if it keeps every candidate)",
             -1);
    if (list[0] != list[2])
        warn(y, "list_changed", ASSAY_LIMITS_IT,
             assay_ledger_text(&y->ledger,
                               "the list changed: %llu to %llu identities when "
                               "passages began, median %llu; rates are of all "
                               "of these lists together",
                               (unsigned long long)list[0],
                               (unsigned long long)list[2],
                               (unsigned long long)list[1]),
             -1);
    if (y->uneven)
        warn(y, "unequal_counts", ASSAY_CHANGES_THE_READING,
             "passages fall so unequally on people that rates count people "
             "equally; those by passage stand beside",
             -1);
}

static void warn_figures(assay_study_scenario *y)
{
    const assay_ledger *l = &y->ledger;
    const int64_t few = assay_ledger_told(l, ASSAY_TELL_FEW_CLUSTERS, true);
    const int64_t lone = assay_ledger_told(l, ASSAY_TELL_FEW_PEOPLE, true);
    const int64_t one = assay_ledger_told(l, ASSAY_TELL_DOMINATED, true);
    if (few)
        warn(y, "few_clusters", ASSAY_LIMITS_IT,
             "fewer than 8 people, or fewer than 4 that weigh, stand behind "
             "figures",
             few);
    if (lone)
        warn(y, "few_people", ASSAY_LIMITS_IT,
             "figures of one person have no interval", lone);
    if (one)
        warn(y, "dominated", ASSAY_CHANGES_THE_READING,
             "passages fall unequally on people and one has more than 5 % of "
             "them: figures that count passages have no interval",
             one);
    if (!has_about(y, "consent"))
        warn(y, "consent", ASSAY_FOR_THE_RECORD,
             "The consent or licence under which these people's data were used "
             "is not stated.",
             -1);
    if (y->options->common.by.count && !has_about(y, "labels"))
        warn(y, "labels", ASSAY_CHANGES_THE_READING,
             "how group labels were declared is not stated (about: labels)",
             -1);
    if (y->job->logs->groups[0])
        warn(y, "unused_columns", ASSAY_FOR_THE_RECORD, y->job->logs->groups,
             -1);
}

void assay_scenario_warnings(assay_study_scenario *y)
{
    warn_clock(y);
    warn_passages(y);
    warn_orphans(y);
    warn_records(y);
    assay_scenario_warn_rows(y);
    assay_scenario_warn_cut(y);
    warn_list(y);
    warn_figures(y);
}
