// SPDX-License-Identifier: Apache-2.0
#include "measure/contrasts.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "base/figure_id.h"
#include "measure/contrast_figures.h"
#include "measure/powered.h"
#include "measure/require.h"
#include "stats/multiplicity.h"

#include <math.h>
#include <string.h>

// What all steps need.
typedef struct maker {
    assay_ledger *ledger;
    const assay_options *options;
    assay_contrasts *out;
} maker;

assay_status assay_contrasts_check(const assay_options *options,
                                   assay_error *err)
{
    const assay_group_options *groups = &options->groups;
    if (!(groups->alpha >= 0 && groups->alpha <= 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--alpha lies between 0 and 1, as in 0.5");
    if (!(groups->margin > 1) || !__builtin_isfinite(groups->margin))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--margin is a ratio above 1, as in 1.25");
    for (size_t i = 0; i < groups->reference.count; i++)
        if (!strchr(groups->reference.items[i], '='))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--reference-group '%s': write a group as sex=F",
                              groups->reference.items[i]);
    return ASSAY_OK;
}

// Whether a text names these labels, as ids do.
static bool is_named(assay_ledger *ledger, const char *text,
                     const assay_cell *cell)
{
    const assay_figure labels = {
        .name = "", .group = cell->labels, .group_count = cell->label_count};
    const char *id = assay_figure_id_make(&ledger->arena, &labels);
    const char *asked = assay_ledger_text(ledger, "@%s", text);
    if (!id) ledger->no_memory = true;
    return id && asked && assay_figure_id_same(id, asked);
}

size_t assay_contrasts_reference(const assay_ledger *ledger,
                                 const assay_options *options,
                                 const assay_group_rates *rates)
{
    const assay_texts *names = &options->groups.reference;
    // The arena alone grows, by texts that nobody keeps.
    assay_ledger *room = (assay_ledger *)(uintptr_t)ledger;
    for (size_t g = 0; g < rates->n; g++)
        for (size_t i = 0; i < names->count; i++)
            if (is_named(room, names->items[i],
                         assay_standing_cell(ledger, rates->of[g])))
                return g;
    return rates->n;
}

const char *assay_contrasts_name(const assay_ledger *ledger,
                                 const assay_group_rates *rates)
{
    return assay_standing_figure(ledger, rates->of[0])->name;
}

assay_figure assay_contrasts_figure(const assay_figure *like, const char *name,
                                    const char *unit)
{
    assay_figure figure = assay_figure_blank();
    figure.name = name;
    figure.unit = unit;
    figure.interval = "none";
    figure.at = like->at;
    figure.at_count = like->at_count;
    figure.threshold = like->threshold;
    figure.rule = like->rule;
    figure.threshold_from = like->threshold_from;
    figure.references = like->references;
    figure.watchlist_size = like->watchlist_size;
    figure.rank = like->rank;
    figure.target = like->target;
    return figure;
}

static assay_group_contrast *add(assay_contrasts *to)
{
    if (to->count == to->room) {
        const size_t more = to->room ? 2 * to->room : 64;
        if (!assay_grow(&to->items, more, sizeof *to->items)) return NULL;
        to->room = more;
    }
    return &to->items[to->count++];
}

static bool is_confirmatory(const maker *m, const assay_group_contrast *one)
{
    const assay_texts *names = &m->options->groups.confirmatory;
    const assay_figure *rate =
        assay_standing_figure(m->ledger, one->rates->of[one->group]);
    for (size_t i = 0; i < names->count; i++)
        if (assay_require_names(names->items[i], rate)) return true;
    return false;
}

static bool compare(const maker *m, const assay_group_point *point,
                    const assay_group_rates *rates, size_t g, size_t h)
{
    const double confidence = m->options->confidence;
    assay_group_contrast *one = add(m->out);
    if (!one) return false;
    *one = (assay_group_contrast){
        .point = point,
        .rates = rates,
        .group = g,
        .declared = h < rates->n,
        .sides = h < rates->n ? assay_group_to_group(rates, g, h)
                              : assay_group_to_others(rates, g),
        .adjusted = NAN};
    one->ratio = assay_contrast_ratio(&one->sides, confidence);
    one->equivalence =
        assay_contrast_equivalence(&one->sides, m->options->groups.margin);
    one->least =
        assay_contrast_least(&one->sides, ASSAY_POWERED_CHANCE, confidence);
    one->confirmatory = is_confirmatory(m, one);
    return true;
}

// Of two groups the first against the other says it all; against a declared
// one, the other.
static bool compare_rates(const maker *m, const assay_group_point *point,
                          const assay_group_rates *rates)
{
    const size_t n = rates->n;
    if (n < 2) return true;
    const size_t declared =
        assay_contrasts_reference(m->ledger, m->options, rates);
    const size_t compared = n > 2 ? n : (declared < n ? 0 : 1);
    for (size_t g = 0; g < compared; g++)
        if (!compare(m, point, rates, g, n)) return false;
    for (size_t g = 0; declared < n && g < n; g++)
        if (g != declared && !compare(m, point, rates, g, declared))
            return false;
    return true;
}

static bool adjust(const assay_contrasts *of, bool confirmatory)
{
    size_t n = 0;
    ASSAY_AUTO(assay_drop)
    assay_tested *tests = assay_new(0, of->count, sizeof *tests);
    if (!tests) return false;
    for (size_t i = 0; i < of->count; i++) {
        const assay_group_contrast *one = &of->items[i];
        if (one->confirmatory == confirmatory && !isnan(one->ratio.p))
            tests[n++] = (assay_tested){one->ratio.p, 0, i};
    }
    assay_adjust(tests, n, confirmatory ? ASSAY_HOLM : ASSAY_BH);
    for (size_t i = 0; i < n; i++) {
        of->items[tests[i].index].adjusted = tests[i].adjusted;
        of->items[tests[i].index].family = n;
    }
    return true;
}

static bool make(const maker *m)
{
    assay_contrasts *out = m->out;
    if (!assay_group_points_find(m->ledger, &out->points)) return false;
    for (size_t p = 0; p < out->points.count; p++)
        for (size_t kind = 0; kind < ASSAY_STANDING_KINDS; kind++)
            if (!compare_rates(m, &out->points.items[p],
                               &out->points.items[p].rates[kind]))
                return false;
    if (!out->count) return true;
    return adjust(out, true) && adjust(out, false);
}

// Every group that was named is there.
static assay_status check_references(const maker *m, assay_error *err)
{
    const assay_texts *names = &m->options->groups.reference;
    for (size_t i = 0; i < names->count; i++) {
        bool found = false;
        for (size_t c = 0; !found && c < m->ledger->cell_count; c++)
            found = m->ledger->cells[c].label_count &&
                    is_named(m->ledger, names->items[i], &m->ledger->cells[c]);
        if (!found)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--reference-group '%s': there is no such group "
                              "in what --by names",
                              names->items[i]);
    }
    return ASSAY_OK;
}

// Every rate that was named is one that groups are compared by.
static assay_status check_confirmatory(const maker *m, assay_error *err)
{
    const assay_texts *names = &m->options->groups.confirmatory;
    for (size_t i = 0; i < names->count; i++) {
        bool found = false;
        for (size_t c = 0; !found && c < m->out->count; c++) {
            const assay_group_contrast *one = &m->out->items[c];
            found = assay_require_names(
                names->items[i],
                assay_standing_figure(m->ledger, one->rates->of[one->group]));
        }
        if (!found)
            return assay_fail(err, ASSAY_EUSAGE,
                              "--confirmatory '%s': no rate of this name is "
                              "compared between groups; write one as "
                              "FNMR@FMR=0.001,sex=*",
                              names->items[i]);
    }
    return ASSAY_OK;
}

assay_status assay_contrasts_make(assay_ledger *ledger,
                                  const assay_options *options,
                                  assay_contrasts *out, assay_error *err)
{
    const maker m = {ledger, options, out};
    *out = (assay_contrasts){0};
    if (ledger->no_memory) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(check_references(&m, err));
    if (!make(&m)) return assay_fail_memory(err, "the groups");
    ASSAY_TRY(check_confirmatory(&m, err));
    ledger->contrasts = out;
    assay_contrast_figures(ledger, options, out);
    return ledger->no_memory ? assay_fail_memory(err, "the figures") : ASSAY_OK;
}

void assay_contrasts_end(assay_contrasts *contrasts)
{
    assay_group_points_end(&contrasts->points);
    assay_free(contrasts->items);
    memset(contrasts, 0, sizeof *contrasts);
}
