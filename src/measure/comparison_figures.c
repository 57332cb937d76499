// SPDX-License-Identifier: Apache-2.0
// What was compared, as figures: of A, of B, their difference, their ratio.
#include "measure/comparison_study.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { AT_MOST = 8 };

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

const char *assay_comparison_verdict(assay_comparison *c,
                                     const assay_compared *of)
{
    char margin[32];
    const char *lower = of->verdict == ASSAY_A_LOWER   ? "A lower"
                        : of->verdict == ASSAY_B_LOWER ? "B lower"
                                                       : NULL;
    if (c->same) return "the same counts";
    if (!of->equal) return lower ? lower : "cannot tell";
    assay_print_double(c->input->options->margin, 0, margin);
    return assay_ledger_text(&c->ledger, "%s%sequal within %s",
                             lower ? lower : "", lower ? "; " : "", margin);
}

// The conditions of a figure of both; thresholds apart where they differ.
static size_t conditions(const assay_compared *of, assay_at at[AT_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < of->of[0]->at_count && n + 1 < AT_MOST; i++) {
        const assay_at *a = &of->of[0]->at[i], *b = &of->of[1]->at[i];
        if (is(a->key, "achieved")) continue;
        const bool differ = a->value < b->value || a->value > b->value;
        at[n++] = *a;
        if (!differ) continue;
        at[n - 1].key = "threshold_A";
        at[n++] = (assay_at){"threshold_B", b->value};
    }
    return n;
}

static assay_figure_status status_of(const assay_compared *of)
{
    const assay_figure_status a = of->of[0]->status, b = of->of[1]->status;
    return a > b ? a : b; // from ok to suppressed, each withholds more
}

static const char *join(assay_comparison *c, const char *a, const char *b)
{
    return b ? assay_ledger_text(&c->ledger, "%s; %s", a, b) : a;
}

static const char *why_none(const assay_compared *of)
{
    for (int s = 0; s < 2; s++) {
        const assay_figure *f = of->of[s];
        if (f->status == ASSAY_FIGURE_SUPPRESSED) return f->note;
        if (__builtin_isnan(f->value)) return f->note;
    }
    if (!of->method) return "no interval";
    if (status_of(of) == ASSAY_FIGURE_FEW_EVENTS)
        return "too few events in a system's own figure";
    return NULL;
}

static const char *difference_note(assay_comparison *c,
                                   const assay_compared *of)
{
    if (__builtin_isnan(of->difference.value)) return why_none(of);
    const char *note = assay_comparison_verdict(c, of);
    if (!note) return NULL;
    if (of->beside)
        note = "stands beside the figure that counts people equally";
    note = join(c, note, why_none(of));
    if (!note || !of->by_person) return note;
    return join(c, note,
                "by person alone: a result keeps too few of the pairs that "
                "match");
}

// Returns the id, or NULL without memory.
static const char *put(assay_comparison *c, const assay_compared *of,
                       const assay_figure *figure)
{
    const assay_figure *a = of->of[0];
    const assay_cell like = {.labels = a->group,
                             .label_count = a->group_count,
                             .unknown = assay_comparison_unknown(c, a),
                             .people = UINT64_MAX};
    const assay_entry entry = {.figure = *figure,
                               .cell = assay_ledger_cell(&c->ledger, &like),
                               .guard_low = NAN,
                               .guard_high = NAN,
                               .beside = of->beside};
    return c->ledger.no_memory
               ? NULL
               : assay_ledger_add(&c->ledger, &entry, of->beside);
}

static void put_own(assay_comparison *c, const assay_compared *of, int s)
{
    assay_figure figure = *of->of[s];
    figure.name =
        assay_ledger_text(&c->ledger, "%s %s", s ? "B" : "A", figure.name);
    figure.id = "";
    if (figure.name) (void)put(c, of, &figure);
}

// What difference and ratio have in common.
static assay_figure frame(assay_comparison *c, const assay_compared *of,
                          const char *what, assay_at at[AT_MOST])
{
    const assay_figure *a = of->of[0];
    assay_figure figure = assay_figure_blank();
    figure.name = assay_ledger_text(&c->ledger, "%s %s", what, a->name);
    figure.at = at;
    figure.at_count = conditions(of, at);
    figure.unit = what;
    figure.per = a->per;
    figure.subjects = of->people;
    figure.of = a->of;
    figure.weights = a->weights;
    figure.threshold_from = a->threshold_from;
    figure.references = a->references;
    figure.watchlist_size = a->watchlist_size;
    figure.rank = a->rank;
    figure.target = a->target;
    figure.reference_group = a->reference_group;
    figure.reference_group_count = a->reference_group_count;
    figure.status = status_of(of);
    return figure;
}

static void set_interval(const assay_comparison *c, const assay_compared *of,
                         const assay_paired *told, assay_figure *figure)
{
    figure->value = told->value;
    figure->low = told->low;
    figure->high = told->high;
    if (!of->method || __builtin_isnan(told->low)) return;
    figure->method = of->method;
    figure->interval = "confidence";
    figure->confidence = c->input->options->common.confidence;
}

static void put_difference(assay_comparison *c, assay_compared *of)
{
    assay_at at[AT_MOST];
    assay_figure figure = frame(c, of, "difference", at);
    set_interval(c, of, &of->difference, &figure);
    figure.note = difference_note(c, of);
    if (figure.name) of->id = put(c, of, &figure);
}

// Of a descriptive figure a ratio says nothing, of an area next to nothing.
static bool has_ratio(const assay_figure *figure)
{
    return !is(figure->name, "d'") && !is(figure->name, "AUC");
}

static void put_ratio(assay_comparison *c, const assay_compared *of)
{
    assay_at at[AT_MOST];
    assay_figure figure = frame(c, of, "ratio", at);
    const bool shown = figure.status != ASSAY_FIGURE_REFUSED &&
                       figure.status != ASSAY_FIGURE_SUPPRESSED;
    set_interval(c, of, &of->ratio, &figure);
    if (shown && __builtin_isnan(figure.value)) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = "one of both is 0: they have no ratio";
    } else if (!shown) {
        figure.note = why_none(of);
    }
    if (figure.name) (void)put(c, of, &figure);
}

// The curve of a system, with the system as a label.
static void put_curve(assay_comparison *c, const assay_curve *from, int s)
{
    enum { LABELS = 8 };
    assay_label labels[LABELS] = {{"system", s ? "B" : "A"}};
    const size_t n = from->group_count;
    assay_curve curve = *from;
    if (n + 1 > LABELS) return;
    if (n) memcpy(labels + 1, from->group, n * sizeof *labels);
    const assay_cell like = {
        .labels = labels, .label_count = n + 1, .people = UINT64_MAX};
    const size_t cell = assay_ledger_cell(&c->ledger, &like);
    curve.id = NULL;
    if (!c->ledger.no_memory) assay_ledger_curve(&c->ledger, &curve, cell);
}

static void put_curves(assay_comparison *c)
{
    for (int s = 0; s < 2; s++) {
        size_t n = 0;
        const assay_curve *curves =
            assay_result_curves(c->input->sides[s].result, &n);
        for (size_t i = 0; i < n; i++)
            if (is(curves[i].name, "DET") && !curves[i].group_count)
                put_curve(c, &curves[i], s);
    }
}

void assay_comparison_figures(assay_comparison *c)
{
    for (size_t i = 0; i < c->count; i++) {
        assay_compared *of = &c->figures[i];
        put_own(c, of, 0);
        put_own(c, of, 1);
        put_difference(c, of);
        if (has_ratio(of->of[0])) put_ratio(c, of);
    }
    put_curves(c);
}
