// SPDX-License-Identifier: Apache-2.0
#include "measure/choose.h"

#include "base/text.h"
#include "measure/clusters.h"
#include "measure/rate_figure.h"
#include "measure/sentences.h"
#include "measure/statements.h"
#include "measure/study.h"
#include "stats/threshold.h"

#include <math.h>
#include <string.h>

static const char *const FORM = "write 'FMR <= NUMBER', as in 'FMR<=1e-4'";
static const char *const JUDGED[ASSAY_CLASSES] = {"cross-fitted FMR",
                                                  "cross-fitted FNMR"};

assay_status assay_choose_parse(const char *text, double *alpha,
                                assay_error *err)
{
    bool overflow = false;
    const char *sign = strstr(text, "<=");
    const assay_slice name = {text, sign ? (size_t)(sign - text) : 0};
    if (sign && assay_slice_is(assay_slice_trim(name), "FMR") &&
        assay_parse_double(assay_slice_trim(assay_slice_of(sign + 2)), alpha,
                           &overflow) &&
        *alpha > 0 && *alpha < 1)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "--choose '%s': %s", text, FORM);
}

size_t assay_choose_points(const assay_view *tallied,
                           const assay_choice *choice,
                           assay_point points[ASSAY_CHOOSE_POINTS])
{
    // The target, and points at which people show how they cluster.
    static const uint64_t more[] = {30, 100, 300};
    const uint64_t trials = tallied->trials[ASSAY_NON_MATED];
    const uint64_t most = assay_allowed(choice->alpha, trials);
    size_t n = 0;
    if (!trials) return 0;
    points[n++] = (assay_point){.purpose = ASSAY_FOR_TARGET,
                                .target = choice->alpha,
                                .most = most,
                                .own = true};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i] > most && more[i] < trials)
            points[n++] = (assay_point){.purpose = ASSAY_FOR_TARGET,
                                        .target = choice->alpha,
                                        .most = more[i],
                                        .own = true};
    return n;
}

// The point of the target: the strictest.
static size_t strictest(const assay_view *view)
{
    size_t found = 0;
    for (size_t p = 0; p < view->point_count; p++)
        if (view->points[p].most <= view->points[found].most) found = p;
    return found;
}

bool assay_choose_most(const assay_view *view, const assay_choice *choice,
                       assay_chosen *out)
{
    assay_crowd crowd;
    const double miss = 1 - choice->confidence;
    const double n = (double)view->trials[ASSAY_NON_MATED];
    uint64_t most = 0;
    *out = (assay_chosen){.trials = view->trials[ASSAY_NON_MATED]};
    if (!assay_crowd_begin(view, choice->confidence, &crowd)) return false;
    const double seen = view->point_count
                            ? assay_clusters_borrowed_deff(
                                  &crowd, strictest(view), ASSAY_NON_MATED)
                            : (double)NAN;
    const double units = assay_clusters_units(&crowd, ASSAY_NON_MATED);
    assay_crowd_end(&crowd);
    const double deff = isnan(seen) ? n / (units > 1 ? units : 1)
                        : seen > 1  ? seen
                                    : 1;
    const double least =
        ceil((double)assay_wilks_least(choice->alpha, miss) * deff);
    out->needed = least < 0x1p63 ? (uint64_t)least : UINT64_MAX;
    out->effective = floor(n / deff);
    // Each independent one stands for deff of them, where that was seen.
    out->found =
        n > 0 &&
        (isnan(seen)
             ? assay_wilks_allowed(out->effective, choice->alpha, miss, &most)
             : assay_wilks_clustered(n, deff, choice->alpha, miss, &most));
    out->most = most;
    return true;
}

// ---- Figures ---------------------------------------------------------------

static assay_figure figure_at(const assay_choice *choice, const char *name,
                              assay_at at[3])
{
    assay_figure figure = assay_figure_blank();
    at[0] = (assay_at){"FMR", choice->alpha};
    at[1] = (assay_at){"confidence", choice->confidence};
    at[2] = (assay_at){"folds", (double)choice->folds};
    figure.name = name;
    figure.unit = "proportion";
    figure.at = at;
    figure.at_count = 3;
    return figure;
}

static const char *spoken(assay_ledger *ledger, uint64_t n)
{
    const char *text = assay_spoken_number(&ledger->arena, n);
    if (!text) ledger->no_memory = true;
    return text ? text : "";
}

static const char *short_of(assay_ledger *ledger, const assay_chosen *of)
{
    return assay_ledger_text(ledger,
                             "a threshold that keeps it with confidence needs "
                             "%s non-mated comparisons, of as many times the "
                             "people; has %s",
                             spoken(ledger, of->needed),
                             spoken(ledger, of->trials));
}

static void put(assay_verification *v, const assay_figure *figure)
{
    const assay_entry entry = {
        .figure = *figure, .guard_low = NAN, .guard_high = NAN};
    (void)assay_ledger_add(&v->ledger, &entry, false);
}

static void put_threshold(assay_verification *v, const assay_choice *choice,
                          const assay_chosen *all)
{
    assay_at at[3];
    assay_ledger *ledger = &v->ledger;
    assay_figure figure = figure_at(choice, "chosen threshold", at);
    figure.at_count = 2;
    figure.unit = "score";
    figure.threshold_from = "all";
    figure.status = ASSAY_FIGURE_REFUSED;
    figure.note = all->found ? "no score lies beyond the greatest there is"
                             : short_of(ledger, all);
    if (all->found) {
        figure.threshold = assay_study_threshold(v, all->key);
        figure.rule = assay_study_rule(v);
        figure.value = figure.threshold;
    }
    if (!isnan(figure.value)) {
        figure.status = ASSAY_FIGURE_OK;
        figure.note = assay_ledger_text(
            ledger,
            "set on all people: %s of %s may match, which count as %s "
            "independent ones; how it does on others the folds say",
            spoken(ledger, all->most), spoken(ledger, all->trials),
            spoken(ledger, (uint64_t)all->effective));
    }
    put(v, &figure);
}

static void put_folds(assay_verification *v, const assay_choice *choice,
                      const assay_chosen *of)
{
    assay_at at[3];
    double low = INFINITY, high = -INFINITY;
    const assay_chosen *lacking = NULL;
    for (unsigned k = 0; k < choice->folds; k++) {
        const double t = assay_study_threshold(v, of[k].key);
        if (!of[k].found || isnan(t)) {
            lacking = &of[k];
            continue;
        }
        low = t < low ? t : low;
        high = t > high ? t : high;
    }
    if (!lacking) {
        assay_figure ends = figure_at(choice, "lowest chosen threshold", at);
        ends.unit = "score";
        ends.value = low;
        ends.note = "each set on the people of all other folds";
        put(v, &ends);
        ends.name = "highest chosen threshold";
        ends.value = high;
        put(v, &ends);
        return;
    }
    for (int class = 0; class < ASSAY_CLASSES; class ++) {
        assay_figure figure = figure_at(choice, JUDGED[class], at);
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = lacking->found
                          ? "no score lies beyond the greatest there is"
                          : short_of(&v->ledger, lacking);
        put(v, &figure);
    }
}

void assay_choose_threshold(assay_verification *v, const assay_choice *choice,
                            const assay_chosen *all,
                            const assay_chosen *of_folds)
{
    put_threshold(v, choice, all);
    put_folds(v, choice, of_folds);
    v->chosen = true;
}

typedef struct judged {
    assay_verification *v;
    const assay_choice *choice;
    assay_crowd *crowd;
    size_t cell;
} judged;

static void put_rate(const judged *j, int class, assay_weighting weighting,
                     bool beside)
{
    assay_at at[3];
    assay_ledger *ledger = &j->v->ledger;
    const bool mated = class == ASSAY_MATED;
    const assay_estimate rate =
        mated ? assay_estimate_fnmr(j->crowd, 0, weighting)
              : assay_estimate_fmr(j->crowd, 0, weighting);
    assay_figure figure = figure_at(j->choice, JUDGED[class], at);
    assay_rate_fill(&rate, j->v->options->common.confidence, &figure);
    figure.threshold_from = "folds";
    figure.per = "comparison";
    figure.of =
        mated ? "mated comparisons" : "non-mated comparisons within a fold";
    figure.weights = weighting == ASSAY_BY_SUBJECT ? "subject" : "comparison";
    figure.note = assay_rate_note(ledger, &rate);
    if (!mated && j->crowd->view->label_count) figure.references = "all";
    if (rate.one_person) figure.status = ASSAY_FIGURE_SINGLE_SUBJECT;
    if (!rate.trials) {
        figure.status = ASSAY_FIGURE_NO_DATA;
        figure.note = mated ? "there are no mated comparisons"
                            : "there are no non-mated comparisons in a fold";
    }
    const assay_entry entry = {.figure = figure,
                               .cell = j->cell,
                               .guard_low = rate.guard_low,
                               .guard_high = rate.guard_high,
                               .tell = assay_rate_tell(&rate) |
                                       (beside ? ASSAY_TELL_UNEQUAL : 0u)};
    (void)assay_ledger_add(ledger, &entry, beside);
}

static void put_class(const judged *j, int class)
{
    const assay_crowd *crowd = j->crowd;
    const bool unequal = (class == ASSAY_MATED ? crowd->unequal_mated
                                               : crowd->unequal_non_mated) &&
                         crowd->view->trials[class] > 0;
    if (unequal) put_rate(j, class, ASSAY_BY_SUBJECT, false);
    put_rate(j, class, ASSAY_BY_COMPARISON, unequal);
}

assay_status assay_choose_view(assay_verification *v,
                               const assay_choice *choice,
                               const assay_view *view, assay_error *err)
{
    assay_crowd crowd;
    const assay_cell cell = {.labels = view->labels,
                             .label_count = view->label_count,
                             .unknown = view->unknown,
                             .people = UINT64_MAX};
    if (!assay_crowd_begin(view, v->options->common.confidence, &crowd))
        return assay_fail_memory(err, "the people");
    const judged j = {v, choice, &crowd, assay_ledger_cell(&v->ledger, &cell)};
    put_class(&j, ASSAY_NON_MATED);
    put_class(&j, ASSAY_MATED);
    assay_crowd_end(&crowd);
    return v->ledger.no_memory ? assay_fail_memory(err, "the figures")
                               : ASSAY_OK;
}

// ---- Sentences -------------------------------------------------------------

static assay_arena *arena_of(assay_verification *v)
{
    return &v->ledger.arena;
}

// The last of everybody that can be quoted: the strictest target comes last.
static const assay_figure *find(const assay_verification *v, const char *name)
{
    const assay_figure *found = NULL;
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_entry *entry = &v->ledger.entries[i];
        const assay_figure *figure = &entry->figure;
        if (entry->cell == 0 && !entry->beside &&
            strcmp(figure->name, name) == 0 &&
            figure->status == ASSAY_FIGURE_OK && !isnan(figure->high))
            found = figure;
    }
    return found;
}

// "3 (1 to 8) of 100,000"; "none of 5,000".
static const char *counted(assay_verification *v, const assay_figure *figure,
                           const char **fits)
{
    const assay_spoken rate = assay_spoken_of(figure);
    const bool none = rate.events == 0;
    const uint64_t base =
        none ? (uint64_t)rate.trials : assay_spoken_base(rate.value);
    const char *of = assay_spoken_number(arena_of(v), base);
    const char *count =
        none ? "none" : assay_spoken_range(arena_of(v), &rate, base);
    *fits = none ? assay_spoken_fits(arena_of(v), &rate) : "";
    if (!of || !count || !*fits) return NULL;
    return assay_arena_format(arena_of(v), "%s of %s", count, of);
}

void assay_choose_tell(assay_verification *v)
{
    const char *fits[2] = {"", ""};
    const assay_figure *fmr = find(v, JUDGED[ASSAY_NON_MATED]);
    const assay_figure *fnmr = find(v, JUDGED[ASSAY_MATED]);
    if (!fmr || !fnmr) return;
    const char *ids[2] = {fmr->id, fnmr->id};
    const char *passed = counted(v, fmr, &fits[0]);
    const char *failed = counted(v, fnmr, &fits[1]);
    const char *target = assay_spoken_share(arena_of(v), fmr->at[0].value);
    const bool whole = passed && failed && target;
    assay_statements_say(
        v, ASSAY_IN_SHORT,
        whole ? assay_arena_format(
                    arena_of(v),
                    "With thresholds chosen to let at most %s pairs of "
                    "different people pass, and judged on people on whom they "
                    "were not chosen, %s pairs of different people pass%s, and "
                    "it fails on %s pairs of the same person%s.",
                    target, passed, fits[0], failed, fits[1])
              : NULL,
        ids, 2);
}
