// SPDX-License-Identifier: Apache-2.0
#include "measure/interactions.h"

#include "base/alloc.h"
#include "base/text.h"
#include "measure/contrasts.h"
#include "measure/powered.h"
#include "measure/spreads.h"
#include "stats/interaction.h"

#include <math.h>
#include <string.h>

// Values as numbers, in the order in which groups have them.
typedef struct values {
    size_t *levels; // of each attribute
    size_t *level;  // n x attributes
    double *room;
} values;

static void end_values(values *v)
{
    assay_free(v->levels);
    assay_free(v->level);
    assay_free(v->room);
}

static bool make_values(const assay_crossing *of, values *v)
{
    v->levels = assay_new(0, of->label_count, sizeof *v->levels);
    v->level = assay_new(0, of->n * of->label_count, sizeof *v->level);
    v->room = assay_new(0, assay_interaction_room(of->n), sizeof *v->room);
    return v->levels && v->level && v->room;
}

static const char *value_of(const assay_crossing *of, size_t g, size_t f)
{
    return of->labels[g][f].value;
}

static void number(const assay_crossing *of, values *v)
{
    const size_t factors = of->label_count;
    for (size_t f = 0; f < factors; f++)
        for (size_t g = 0; g < of->n; g++) {
            size_t h = 0;
            while (strcmp(value_of(of, h, f), value_of(of, g, f)) != 0) h++;
            v->level[g * factors + f] =
                h < g ? v->level[h * factors + f] : v->levels[f]++;
        }
}

static const char *why_alone(assay_ledger *ledger, const assay_crossing *of,
                             const values *v)
{
    for (size_t f = 0; f < of->label_count; f++)
        if (v->levels[f] < 2)
            return assay_ledger_text(ledger,
                                     "%s has one value alone among the groups "
                                     "that are shown",
                                     of->labels[0][f].attribute);
    return NULL;
}

static const char *why_gaps(assay_ledger *ledger, const assay_crossing *of,
                            const values *v)
{
    double all = 1;
    for (size_t f = 0; f < of->label_count; f++) all *= (double)v->levels[f];
    double gaps = all - (double)of->n;
    if (gaps < (double)of->left_out) gaps = (double)of->left_out;
    if (!(gaps > 0)) return NULL;
    return assay_ledger_text(
        ledger,
        "needs a rate of every combination of values; %.0f "
        "without one: nobody, too few people, or no "
        "interval",
        gaps);
}

static const char *why_zero(assay_ledger *ledger, const assay_crossing *of)
{
    size_t zeros = 0, flat = 0;
    for (size_t g = 0; g < of->n; g++) {
        zeros += !(of->rate[g] > 0);
        flat += !(of->covariance[g * of->n + g] > 0);
    }
    if (!zeros && flat)
        return "a group in which nobody differs has no variance";
    if (!zeros) return NULL;
    return assay_ledger_text(ledger,
                             "%zu of %zu groups without an event: a rate of 0 "
                             "has no logarithm",
                             zeros, of->n);
}

// "sex=F with ethnicity=Asian".
static const char *who(assay_ledger *ledger, const assay_crossing *of,
                       const values *v, const assay_interaction *found)
{
    const assay_label *label[2] = {NULL, NULL};
    for (size_t i = 0; i < 2; i++)
        for (size_t g = 0; g < of->n && !label[i]; g++)
            if (v->level[g * of->label_count + found->factor[i]] ==
                found->level[i])
                label[i] = &of->labels[g][found->factor[i]];
    if (!label[0] || !label[1]) return NULL;
    return assay_ledger_text(ledger, "%s=%s with %s=%s", label[0]->attribute,
                             label[0]->value, label[1]->attribute,
                             label[1]->value);
}

static const char *note_of(assay_ledger *ledger, const char *both,
                           const assay_interaction *found)
{
    char p[32];
    const char *says = found->low > 1 ? ": more than the two account for one "
                                        "by one"
                       : found->high < 1
                           ? ": less than the two account for one by one"
                           : ", not told from what the two account for one by "
                             "one";
    p[assay_print_double(found->p, 3, p)] = '\0';
    if (!both) return NULL;
    if (found->tests == 1)
        return assay_ledger_text(ledger, "%s%s; p %s", both, says, p);
    return assay_ledger_text(ledger,
                             "%s%s; p %s, adjusted for %zu combinations", both,
                             says, p, found->tests);
}

static void set(assay_ledger *ledger, const assay_crossing *of, const values *v,
                const assay_interaction *found, assay_figure *figure)
{
    figure->value = found->value;
    figure->low = found->low;
    figure->high = found->high;
    figure->interval = "confidence";
    figure->confidence = of->confidence;
    figure->method =
        of->clustered
            ? "beside an additive model of logarithms, cluster-robust, t, "
              "Bonferroni"
            : "beside an additive model of logarithms, as if independent, "
              "Bonferroni";
    figure->note = note_of(ledger, who(ledger, of, v, found), found);
}

void assay_interactions_fill(assay_ledger *ledger, const assay_crossing *of,
                             assay_figure *figure)
{
    ASSAY_AUTO(end_values) values v = {NULL, NULL, NULL};
    assay_interaction found = {.tests = 0};
    if (!make_values(of, &v)) {
        ledger->no_memory = true;
        return;
    }
    number(of, &v);
    const assay_crossed crossed = {of->n,    of->label_count, v.levels, v.level,
                                   of->rate, of->covariance,  of->nu};
    const char *why = why_gaps(ledger, of, &v);
    if (!why) why = why_alone(ledger, of, &v);
    if (!why) why = why_zero(ledger, of);
    if (!why &&
        !assay_interaction_largest(&crossed, of->confidence, v.room, &found))
        why = "the groups share so many people that no departure has a "
              "variance";
    if (!why) {
        set(ledger, of, &v, &found, figure);
        return;
    }
    figure->status = ASSAY_FIGURE_REFUSED;
    figure->note = why;
}

static bool is_few(const assay_group_rates *rates, const assay_figure *like)
{
    for (size_t g = 0; g < rates->n; g++)
        if (rates->of[g]->events < ASSAY_POWERED_FEW) return true;
    return like->status == ASSAY_FIGURE_FEW_EVENTS;
}

static void add(assay_ledger *ledger, const assay_options *options,
                const assay_group_rates *rates,
                const assay_label *const *labels)
{
    // A copy: the entries move while figures are added.
    const assay_figure like = *assay_standing_figure(ledger, rates->of[0]);
    const assay_crossing of = {.labels = labels,
                               .label_count = like.group_count,
                               .n = rates->n,
                               .rate = rates->rate,
                               .covariance = rates->covariance,
                               .nu = rates->nu,
                               .left_out = rates->left_out,
                               .confidence = options->confidence,
                               .clustered = rates->of[0]->people_known};
    const char *name =
        assay_ledger_text(ledger, "largest interaction %s", like.name);
    assay_figure figure =
        assay_contrasts_figure(&like, name ? name : "", "ratio");
    figure.weights = rates->by_subject ? "subject" : "comparison";
    figure.of = assay_ledger_text(ledger, "rates of %zu groups", rates->n);
    assay_interactions_fill(ledger, &of, &figure);
    if (figure.status == ASSAY_FIGURE_OK && is_few(rates, &like))
        figure.status = ASSAY_FIGURE_FEW_EVENTS;
    const assay_entry entry = {.figure = figure,
                               .cell = assay_spreads_cell(ledger, rates),
                               .guard_low = NAN,
                               .guard_high = NAN};
    (void)assay_ledger_add(ledger, &entry, false);
}

void assay_interactions_add(assay_ledger *ledger, const assay_options *options,
                            const assay_group_point *point)
{
    for (size_t kind = 0; kind < ASSAY_STANDING_KINDS; kind++) {
        const assay_group_rates *rates = &point->rates[kind];
        if (rates->n < 2 || ledger->no_memory ||
            assay_standing_cell(ledger, rates->of[0])->label_count < 2)
            continue;
        ASSAY_AUTO(assay_drop)
        const assay_label **labels = assay_new(0, rates->n, sizeof *labels);
        if (!labels) {
            ledger->no_memory = true;
            return;
        }
        for (size_t g = 0; g < rates->n; g++)
            labels[g] = assay_standing_cell(ledger, rates->of[g])->labels;
        add(ledger, options, rates, labels);
    }
}
