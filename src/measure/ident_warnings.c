// SPDX-License-Identifier: Apache-2.0
// What a reader of the figures of searches must know.
#include "measure/ident_study.h"
#include "measure/sentences.h"

#include <string.h>

// A text that memory did not suffice for is left out, and remembered.
static void warn(const assay_identification *all, assay_result *result,
                 const assay_warning *warning)
{
    if (warning->text)
        assay_build_warning(result, warning);
    else
        all->ledger->no_memory = true;
}

static const char *spoken(const assay_identification *all, double value)
{
    return assay_spoken_value(&all->ledger->arena, value);
}

static const char *number(const assay_identification *all, uint64_t count)
{
    return assay_spoken_number(&all->ledger->arena, count);
}

static void warn_classes(const assay_identification *all, assay_result *result)
{
    if (!all->trials[1])
        warn(all, result,
             &(assay_warning){"one_class", ASSAY_CHANGES_THE_READING,
                              "there are no searches of people on the list: "
                              "nothing is known of FNIR",
                              -1});
    if (!all->trials[0])
        warn(all, result,
             &(assay_warning){"one_class", ASSAY_CHANGES_THE_READING,
                              "there are no searches of people who are not on "
                              "the list: nothing is known of FPIR",
                              -1});
}

// Figures of this target with this status.
static int64_t figures_at(const assay_identification *all, double target,
                          assay_figure_status status)
{
    int64_t n = 0;
    for (size_t i = 0; i < all->ledger->count; i++) {
        const assay_figure *figure = &all->ledger->entries[i].figure;
        n += figure->status == status && figure->at_count &&
             figure->at[0].value == target &&
             strcmp(figure->at[0].key, "FPIR") == 0;
    }
    return n;
}

static void warn_few(const assay_identification *all,
                     const assay_ident_spot *spot, assay_result *result)
{
    const char *target = spoken(all, spot->value);
    const char *most = number(all, spot->most);
    const char *text =
        !target || !most
            ? NULL
            : assay_ledger_text(all->ledger,
                                "at FPIR %s only %s non-mated %s the "
                                "threshold: given, not to be quoted",
                                target, most,
                                spot->most == 1 ? "search fixes"
                                                : "searches fix");
    warn(all, result,
         &(assay_warning){
             "few_events", ASSAY_LIMITS_IT, text,
             figures_at(all, spot->value, ASSAY_FIGURE_FEW_EVENTS)});
}

static void warn_refused(const assay_identification *all,
                         const assay_ident_spot *spot, assay_result *result)
{
    const char *target = spoken(all, spot->value);
    const char *needs = number(all, spot->needed);
    const char *has = number(all, all->trials[0]);
    const bool whole = target && needs && has;
    const char *text =
        !whole ? NULL
        : spot->below
            ? assay_ledger_text(all->ledger,
                                "FPIR %s lies at a threshold below which the "
                                "lists do not go",
                                target)
            : assay_ledger_text(all->ledger,
                                "FPIR %s needs %s searches by people who are "
                                "not on the list, has %s",
                                target, needs, has);
    warn(all, result,
         &(assay_warning){"refused", ASSAY_LIMITS_IT, text,
                          figures_at(all, spot->value, ASSAY_FIGURE_REFUSED)});
}

static void warn_targets(const assay_identification *all, assay_result *result)
{
    bool set = false;
    for (size_t i = 0; all->trials[0] && i < all->spot_count; i++) {
        const assay_ident_spot *spot = &all->spots[i];
        if (!spot->target) continue;
        set = set || spot->carried;
        if (spot->carried && spot->few) warn_few(all, spot, result);
        if (!spot->carried && assay_ident_wanted(all, i))
            warn_refused(all, spot, result);
    }
    if (set)
        warn(all, result,
             &(assay_warning){"same_searches", ASSAY_FOR_THE_RECORD,
                              "the thresholds of FPIR targets were set on the "
                              "searches on which they are measured: on others "
                              "the FPIR can lie above the target",
                              -1});
}

static void warn_cut(const assay_identification *all, assay_result *result)
{
    if (all->cut)
        warn(all, result,
             &(assay_warning){"cut_lists", ASSAY_CHANGES_THE_READING,
                              "lists end above a threshold that was asked for: "
                              "who else is alike, or where the person searched "
                              "for stands, is not known below",
                              (int64_t)all->cut});
}

static void warn_people(const assay_identification *all, assay_result *result)
{
    static const struct {
        unsigned tell;
        const char *code;
        assay_weight weight;
        const char *text;
    } all_of[] = {
        {ASSAY_TELL_UNEQUAL, "uneven_subjects", ASSAY_CHANGES_THE_READING,
         "a few people give most searches of listed people: FNIR counts people "
         "equally, and what counts searches stands beside"},
        {ASSAY_TELL_DOMINATED, "dominated_searches", ASSAY_CHANGES_THE_READING,
         "one person is in more than 5 % of the searches: figures that count "
         "searches have no interval"},
        {ASSAY_TELL_FEW_CLUSTERS, "few_clusters", ASSAY_LIMITS_IT,
         "some intervals of searches rest on fewer than 8 people, or on fewer "
         "than 4 that weigh: they can miss more often than they say"},
        {ASSAY_TELL_SHORT, "short_intervals", ASSAY_LIMITS_IT,
         "for so many people searched for, with searches that fall on them as "
         "here, some intervals held the truth in less than 93 of 100 simulated "
         "runs: docs/coverage.md"},
        {ASSAY_TELL_HEAVY, "heavy_tails", ASSAY_FOR_THE_RECORD,
         "if a few people on lists are far more alike to others than all the "
         "rest, some intervals of FPIR held the truth in less than 93 of 100 "
         "simulated runs, and ended below it; nothing in a list shows it: "
         "docs/coverage.md"},
        {ASSAY_TELL_FEW_PEOPLE, "few_people", ASSAY_LIMITS_IT,
         "too few people for an interval of searches: it takes 2"}};
    for (size_t i = 0; i < sizeof all_of / sizeof all_of[0]; i++) {
        const int64_t rows =
            assay_ledger_told(all->ledger, all_of[i].tell, true);
        if (rows)
            warn(all, result,
                 &(assay_warning){all_of[i].code, all_of[i].weight,
                                  all_of[i].text, rows});
    }
}

void assay_ident_warnings(const assay_identification *all, assay_result *result)
{
    warn_classes(all, result);
    warn_targets(all, result);
    warn_cut(all, result);
    warn_people(all, result);
    const assay_entry *suspects =
        assay_ledger_find(all->ledger, "probable label errors");
    if (suspects && suspects->figure.value > 0)
        warn(all, result,
             &(assay_warning){"label_errors", ASSAY_CHANGES_THE_READING,
                              "some scores look like wrong labels: --review "
                              "FILE lists them",
                              (int64_t)suspects->figure.value});
}

static bool about(const assay_identification *all, const char *key)
{
    const assay_pairs *about = &all->input.common->about;
    for (size_t i = 0; i < about->count; i++)
        if (strcmp(about->items[i].key, key) == 0 && about->items[i].value[0])
            return true;
    return false;
}

void assay_ident_record_warnings(const assay_identification *all,
                                 size_t suppressed, assay_result *result)
{
    const assay_texts *by = &all->input.common->by;
    if (!about(all, "consent"))
        warn(all, result,
             &(assay_warning){"consent", ASSAY_FOR_THE_RECORD,
                              "The consent or licence under which these "
                              "people's data were used is not stated.",
                              -1});
    for (size_t i = 0; !about(all, "labels") && i < by->count; i++)
        warn(all, result,
             &(assay_warning){
                 "labels", ASSAY_CHANGES_THE_READING,
                 assay_ledger_text(all->ledger,
                                   "how %s was declared is not stated (about: "
                                   "labels)",
                                   by->items[i]),
                 -1});
    if (suppressed)
        warn(all, result,
             &(assay_warning){"suppressed", ASSAY_LIMITS_IT,
                              "groups with too few people to publish, and the "
                              "next smallest, so that a total does not give "
                              "them away",
                              (int64_t)suppressed});
}
