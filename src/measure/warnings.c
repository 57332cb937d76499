// SPDX-License-Identifier: Apache-2.0
#include "measure/warnings.h"

#include "measure/points.h"
#include "measure/sentences.h"

#include <string.h>

// A text that memory did not suffice for is left out, and remembered.
static void warn(assay_verification *v, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    if (!text) {
        v->ledger.no_memory = true;
        return;
    }
    const assay_warning warning = {code, weight, text, rows};
    assay_build_warning(v->result, &warning);
}

static assay_arena *arena_of(assay_verification *v)
{
    return assay_build_arena(v->result);
}

static bool about(assay_verification *v, const char *key)
{
    const assay_pairs *about = &v->options->common.about;
    for (size_t i = 0; i < about->count; i++)
        if (strcmp(about->items[i].key, key) == 0 && about->items[i].value[0])
            return true;
    return false;
}

// Figures of this target with this status.
static int64_t figures_at(assay_verification *v, double alpha,
                          assay_figure_status status)
{
    int64_t n = 0;
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_figure *figure = &v->ledger.entries[i].figure;
        n += figure->status == status && figure->at_count &&
             figure->at[0].value == alpha &&
             strcmp(figure->at[0].key, "FMR") == 0;
    }
    return n;
}

static void warn_few(assay_verification *v, const assay_target *target)
{
    const char *alpha = assay_spoken_value(arena_of(v), target->alpha);
    const char *most = assay_spoken_number(arena_of(v), target->most);
    const bool whole = alpha && most;
    warn(v, "few_events", ASSAY_LIMITS_IT,
         !whole ? NULL
                : assay_arena_format(
                      arena_of(v),
                      "at FMR %s only %s %s the threshold: given, not to "
                      "be quoted",
                      alpha, most,
                      target->most == 1 ? "score fixes" : "scores fix"),
         figures_at(v, target->alpha, ASSAY_FIGURE_FEW_EVENTS));
}

static void warn_refused(assay_verification *v, const assay_target *target)
{
    const uint64_t has = v->trials[ASSAY_NON_MATED];
    const char *alpha = assay_spoken_value(arena_of(v), target->alpha);
    const char *needs = assay_spoken_number(arena_of(v), target->needed);
    const char *there = assay_spoken_number(arena_of(v), has);
    const bool whole = alpha && needs && there;
    if (!has) return;
    warn(v, "refused", ASSAY_LIMITS_IT,
         !whole
             ? NULL
             : assay_arena_format(
                   arena_of(v), "FMR %s needs %s non-mated comparisons, has %s",
                   alpha, needs, there),
         figures_at(v, target->alpha, ASSAY_FIGURE_REFUSED));
}

// Groups whose own threshold rests on a handful.
static void warn_own(assay_verification *v)
{
    int64_t few = 0, refused = 0;
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_figure *figure = &v->ledger.entries[i].figure;
        const bool own = figure->threshold_from &&
                         strcmp(figure->threshold_from, "group") == 0;
        few += own && figure->status == ASSAY_FIGURE_FEW_EVENTS;
        const unsigned tell = v->ledger.entries[i].tell;
        refused += own && figure->status == ASSAY_FIGURE_REFUSED &&
                   !(tell & ASSAY_TELL_BELOW);
    }
    if (few)
        warn(v, "few_events", ASSAY_LIMITS_IT,
             "some thresholds of groups rest on fewer than 10 scores: given, "
             "not to be quoted",
             few);
    if (refused)
        warn(v, "refused", ASSAY_FOR_THE_RECORD,
             "some groups have too few non-mated comparisons for a threshold "
             "of their own",
             refused);
}

// The first target that is not below the floor is the easiest to carry.
static bool sets_thresholds(const assay_verification *v)
{
    size_t i = 0;
    while (i < v->target_count && v->targets[i].below) i++;
    return i < v->target_count && v->targets[i].carried;
}

static void warn_targets(assay_verification *v)
{
    for (size_t i = 0; i < v->target_count; i++) {
        const assay_target *target = &v->targets[i];
        if (!assay_points_wanted(v, i)) continue;
        if (target->few) warn_few(v, target);
        if (!target->carried && !target->below) warn_refused(v, target);
    }
    warn_own(v);
    if (sets_thresholds(v))
        warn(v, "same_data", ASSAY_FOR_THE_RECORD,
             "the thresholds of FMR targets were set on the comparisons on "
             "which they are measured: on others the FMR can lie above the "
             "target",
             -1);
}

// A warning that figures carry: in words for all, and for some groups only.
typedef struct told {
    unsigned tell;
    const char *code;
    assay_weight weight;
    const char *text, *of_groups;
} told;

#define NOBODY_KNOWN                                                           \
    "a person can be in many pairs; the intervals are too narrow. Who is in "  \
    "which pair is not given, so they are as if no two pairs shared a "        \
    "person. Give columns probe_subject and reference_subject"

static const told of_people[] = {
    {ASSAY_TELL_NO_PEOPLE, "no_subjects", ASSAY_CHANGES_THE_READING,
     NOBODY_KNOWN, NOBODY_KNOWN},
    {ASSAY_TELL_UNEQUAL, "unequal_counts", ASSAY_CHANGES_THE_READING,
     "some people are in many more comparisons than others: rates count people "
     "equally, and those that count comparisons stand beside",
     "in some groups some people are in many more comparisons than others: "
     "rates of these groups count people equally, and those that count "
     "comparisons stand beside"},
    {ASSAY_TELL_DOMINATED, "dominated", ASSAY_CHANGES_THE_READING,
     "one person is in more than 5 % of the comparisons: figures that count "
     "comparisons have no interval",
     "in some groups one person is in more than 5 % of the comparisons: "
     "figures "
     "of these groups that count comparisons have no interval"},
    {ASSAY_TELL_FEW_CLUSTERS, "few_clusters", ASSAY_LIMITS_IT,
     "some intervals rest on fewer than 8 people, or on fewer than 4 that "
     "weigh: they can miss more often than they say",
     "some intervals of groups rest on fewer than 8 people, or on fewer than 4 "
     "that weigh: they can miss more often than they say"},
    {ASSAY_TELL_SHORT, "short_intervals", ASSAY_LIMITS_IT,
     "for so many people, with comparisons that fall on them as here, some "
     "intervals held the truth in less than 93 of 100 simulated runs: "
     "docs/coverage.md",
     "for so many people, with comparisons that fall on them as here, some "
     "intervals of groups held the truth in less than 93 of 100 simulated "
     "runs: docs/coverage.md"},
    {ASSAY_TELL_HEAVY, "heavy_tails", ASSAY_FOR_THE_RECORD,
     "if a few people are far more alike to others than all the rest, some "
     "intervals of such designs held the truth in less than 93 of 100 "
     "simulated runs, and ended below it; nothing in a sample shows it: "
     "docs/coverage.md",
     "if a few people are far more alike to others than all the rest, some "
     "intervals of groups held the truth in less than 93 of 100 simulated "
     "runs, and ended below it; nothing in a sample shows it: "
     "docs/coverage.md"},
    {ASSAY_TELL_FEW_PEOPLE, "few_people", ASSAY_LIMITS_IT,
     "too few people for an interval: it takes 2 with mated comparisons, 4 "
     "with non-mated ones",
     "some groups have too few people for an interval: it takes 2 with mated "
     "comparisons, 4 with non-mated ones"},
    {ASSAY_TELL_BELOW, "below_tail", ASSAY_LIMITS_IT,
     "some figures take pairs of different people that are less alike than "
     "those kept: they are not given; --tail keeps more",
     "some figures of groups take pairs of different people that are less "
     "alike than those kept: they are not given; --tail keeps more"},
    {ASSAY_TELL_SAMPLED, "sampled", ASSAY_LIMITS_IT,
     "figures of the whole range of scores rest on a sample of comparisons; "
     "their bounds hold whatever the others are",
     "figures of the whole range of scores rest on a sample of comparisons; "
     "their bounds hold whatever the others are"}};

// Whether a figure of all comparisons has it too.
static bool of_everybody(const assay_verification *v, unsigned tell)
{
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_entry *entry = &v->ledger.entries[i];
        const bool pairs = !(entry->figure.watchlist_size > 0);
        if (pairs && entry->cell == 0 && (entry->tell & tell)) return true;
    }
    return false;
}

static void warn_people(assay_verification *v)
{
    for (size_t i = 0; i < sizeof of_people / sizeof of_people[0]; i++) {
        const told *one = &of_people[i];
        const int64_t rows = assay_ledger_told(&v->ledger, one->tell, false);
        if (!rows) continue;
        warn(v, one->code, one->weight,
             of_everybody(v, one->tell) ? one->text : one->of_groups, rows);
    }
}

static void warn_classes(assay_verification *v)
{
    if (!v->trials[ASSAY_MATED])
        warn(v, "one_class", ASSAY_CHANGES_THE_READING,
             "there are no mated comparisons: nothing is known of FNMR", -1);
    if (!v->trials[ASSAY_NON_MATED])
        warn(v, "one_class", ASSAY_CHANGES_THE_READING,
             "there are no non-mated comparisons: nothing is known of FMR", -1);
    if (v->all_equal)
        warn(v, "all_equal", ASSAY_CHANGES_THE_READING,
             "all scores are equal: no threshold tells pairs apart", -1);
}

static void warn_heavy(assay_verification *v, int class)
{
    const uint64_t count = v->heavy_count[class];
    const double share = (double)count / (double)v->trials[class];
    if (!count || v->all_equal) return;
    const char *score = assay_spoken_value(arena_of(v), v->heavy_score[class]);
    const char *many = assay_spoken_share(
        arena_of(v), (double)(uint64_t)(share * 1000 + 0.5) / 1000);
    const bool whole = score && many;
    warn(v, "heavy_value", ASSAY_CHANGES_THE_READING,
         !whole ? NULL
                : assay_arena_format(
                      arena_of(v),
                      "%s %s scores are %s: a failure code? If so, "
                      "--failed %s counts them as failed comparisons",
                      many, class == ASSAY_MATED ? "mated" : "non-mated", score,
                      score),
         (int64_t)count);
}

static void warn_rows(assay_verification *v)
{
    const assay_row_facts *facts = v->facts;
    if (facts->merged)
        warn(v, "rounded", ASSAY_FOR_THE_RECORD,
             "scores that differ as written are equal as float32: ties that "
             "the files do not have",
             (int64_t)facts->merged);
    if (facts->repeated_files)
        warn(v, "repeated_files", ASSAY_CHANGES_THE_READING,
             "a file of scores has the same content as another one: its "
             "comparisons are counted twice",
             (int64_t)facts->repeated_files);
    if (facts->repeated)
        warn(v, "repeated_rows", ASSAY_LIMITS_IT,
             "rows that repeat the row before them are counted each time",
             (int64_t)facts->repeated);
}

static void warn_about(assay_verification *v)
{
    const assay_texts *by = &v->options->common.by;
    if (!about(v, "consent"))
        warn(v, "consent", ASSAY_FOR_THE_RECORD,
             "The consent or licence under which these people's data were used "
             "is not stated.",
             -1);
    if (about(v, "labels")) return;
    for (size_t i = 0; i < by->count; i++)
        warn(v, "labels", ASSAY_CHANGES_THE_READING,
             assay_arena_format(arena_of(v),
                                "how %s was declared is not stated (about: "
                                "labels)",
                                by->items[i]),
             -1);
}

void assay_warnings_suppressed(assay_verification *v, size_t suppressed)
{
    if (suppressed)
        warn(v, "suppressed", ASSAY_LIMITS_IT,
             "groups with too few people to publish, and the next smallest, so "
             "that a total does not give them away",
             (int64_t)suppressed);
}

void assay_warnings_add(assay_verification *v, size_t suppressed)
{
    warn_classes(v);
    warn_targets(v);
    warn_people(v);
    warn_heavy(v, ASSAY_MATED);
    warn_heavy(v, ASSAY_NON_MATED);
    warn_rows(v);
    warn_about(v);
    assay_warnings_suppressed(v, suppressed);
}
