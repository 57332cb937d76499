// SPDX-License-Identifier: Apache-2.0
// How often attacks pass, species by species, and bona fide presentations
// don't.
#include "measure/attack_parts.h"

#include "base/alloc.h"
#include "base/text.h"
#include "measure/rate_figure.h"
#include "measure/thin.h"
#include "stats/zero.h"

#include <math.h>

enum { CURVE_POINTS = 200, BUCKETS = 65536 };
enum { THRESHOLD, WORST, BONA_FIDE, COLUMNS };

static const char *const columns[COLUMNS] = {"threshold", "APCER", "BPCER"};

const char *assay_attack_name(const assay_attack_part *p)
{
    return p->set->presentations ? "APCER" : "IAPAR";
}

assay_figure assay_attack_figure(const assay_attack_part *p,
                                 const assay_attack_spot *spot,
                                 const char *name)
{
    assay_figure figure = assay_figure_blank();
    figure.name = name;
    figure.unit = "proportion";
    figure.at = &spot->at;
    figure.at_count = 1;
    figure.threshold = spot->threshold;
    figure.rule = assay_study_rule(p->v);
    figure.threshold_from = spot->given ? "given" : "all";
    return figure;
}

void assay_attack_put(assay_attack_part *p, const assay_figure *figure,
                      const char *species, const assay_estimate *rate)
{
    const size_t own = species ? 1 : 0;
    const size_t more = p->group ? p->group->label_count : 0;
    assay_label *labels =
        assay_arena_new(&p->v->ledger.arena, 1 + more, sizeof *labels);
    if (!labels) p->v->ledger.no_memory = true;
    if (!labels) return;
    labels[0] = (assay_label){"species", species};
    for (size_t i = 0; i < more; i++) labels[own + i] = p->group->labels[i];
    const assay_cell cell = {.labels = labels,
                             .label_count = own + more,
                             .unknown = p->group && p->group->unknown,
                             .people = p->group ? p->present : UINT64_MAX,
                             .apart = more ? own : 0};
    const assay_entry entry = {
        .figure = *figure,
        .cell = assay_ledger_cell(&p->v->ledger, &cell),
        .guard_low = rate ? rate->guard_low : (double)NAN,
        .guard_high = rate ? rate->guard_high : (double)NAN};
    (void)assay_ledger_add(&p->v->ledger, &entry, false);
}

static const char *digits(assay_attack_part *p, double value)
{
    char text[32];
    assay_print_double(value, 3, text);
    return assay_ledger_text(&p->v->ledger, "%s", text);
}

// None of n as if independent: both bounds of docs/statistics.md 7.3.
static const char *note_none(assay_attack_part *p, const assay_estimate *rate)
{
    const double miss = 1 - p->v->options->common.confidence;
    const double n = (double)rate->trials;
    const char *two = digits(p, assay_zero_bound(n, 0.5 * miss));
    const char *one = digits(p, assay_zero_bound(n, miss));
    if (!two || !one) return NULL;
    return assay_ledger_text(
        &p->v->ledger,
        "none: at most %s two-sided, %s one-sided, if %ss were independent",
        two, one, rate->unit);
}

void assay_attack_put_rate(assay_attack_part *p, assay_figure *figure,
                           const assay_estimate *rate, const char *species)
{
    figure->per = rate->unit;
    assay_rate_fill(rate, p->v->options->common.confidence, figure);
    const bool none = rate->trials && !rate->events && rate->people < 0;
    if (!figure->note)
        figure->note =
            none ? note_none(p, rate) : assay_rate_note(&p->v->ledger, rate);
    if (rate->one_person) figure->status = ASSAY_FIGURE_SINGLE_SUBJECT;
    if (!rate->trials) figure->status = ASSAY_FIGURE_NO_DATA;
    assay_attack_put(p, figure, species, rate);
}

assay_status assay_attack_tally(assay_attack_part *p, size_t mark, size_t s,
                                assay_tallied *out, assay_error *err)
{
    const bool fail = mark == p->bona_fide;
    const size_t people = p->set->named[mark] ? p->set->people : 0;
    const uint64_t trials = p->totals[mark];
    const uint64_t passed = p->counts[mark * p->spot_count + s];
    *out = (assay_tallied){.unit = fail ? "presentation" : "attack",
                           .events = fail ? trials - passed : passed,
                           .trials = trials,
                           .people = people,
                           .room = p->room};
    if (!people) return ASSAY_OK;
    assay_presented_people of = {
        mark,      p->spots[s].key,    people,
        p->people, p->people + people, p->group ? p->group->profiles : NULL};
    ASSAY_TRY(assay_presented_persons(p->set->rows, &of, err));
    for (size_t i = 0; fail && i < people; i++)
        of.passed_of[i] = of.trials_of[i] - of.passed_of[i];
    out->trials_of = of.trials_of;
    out->events_of = of.passed_of;
    return ASSAY_OK;
}

// The species that passes most often, with an interval of the highest rate:
// "at most" holds for all where it holds for each; "at least" takes the number
// of species into account.
typedef struct worst {
    const char *species;
    assay_estimate rate;
    double low, high;
    double guard_low, guard_high; // of what decides requirements
    bool whole;                   // each has an interval
} worst;

static double either(double guard, double usual)
{
    return isnan(guard) ? usual : guard;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

// `wide` is the same rate at the level that the number of species asks for.
static void hold(worst *w, const assay_estimate *rate,
                 const assay_estimate *wide, const char *species)
{
    const double guard_high = either(rate->guard_high, rate->high);
    const double guard_low = either(wide->guard_low, wide->low);
    const bool first = !w->species;
    w->whole = (first || w->whole) && !isnan(rate->high) && !isnan(wide->low);
    w->high = first ? rate->high : larger(rate->high, w->high);
    w->low = first ? wide->low : larger(wide->low, w->low);
    w->guard_high = first ? guard_high : larger(guard_high, w->guard_high);
    w->guard_low = first ? guard_low : larger(guard_low, w->guard_low);
    if (first || rate->value > w->rate.value) {
        w->rate = *rate;
        w->species = species;
    }
}

static void put_worst(assay_attack_part *p, const assay_attack_spot *spot,
                      worst *w)
{
    assay_figure figure = assay_attack_figure(p, spot, assay_attack_name(p));
    const size_t n = p->set->species_count;
    figure.of = "attacks of the species that passes most often";
    figure.note = n > 1 ? assay_ledger_text(&p->v->ledger,
                                            "the highest of %zu species: %s", n,
                                            w->species)
                        : NULL;
    if (n > 1) {
        w->rate.low = w->whole ? w->low : (double)NAN;
        w->rate.high = w->whole ? w->high : (double)NAN;
        w->rate.method = w->whole ? "highest of the species' intervals, the "
                                    "lower end for their number"
                                  : NULL;
        w->rate.guard_low = w->guard_low;
        w->rate.guard_high = w->guard_high;
        w->rate.effective = NAN;
    }
    if (spot->few) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    assay_attack_put_rate(p, &figure, &w->rate, NULL);
}

static const char *note_few(assay_attack_part *p, const assay_attack_spot *spot)
{
    return assay_ledger_text(
        &p->v->ledger,
        "only %llu attack%s of a species fix this threshold: given, not to be "
        "quoted",
        (unsigned long long)spot->most, spot->most == 1 ? "" : "s");
}

assay_estimate assay_attack_put_mark(assay_attack_part *p, size_t mark,
                                     const assay_attack_spot *spot,
                                     const assay_tallied *seen)
{
    const bool bona_fide = mark == p->bona_fide;
    const assay_estimate rate =
        assay_estimate_tallied(seen, p->v->options->common.confidence);
    assay_figure figure = assay_attack_figure(
        p, spot, bona_fide ? "BPCER" : assay_attack_name(p));
    figure.of =
        bona_fide ? "bona fide presentations" : "attacks of the species";
    if (spot->few) {
        figure.status = ASSAY_FIGURE_FEW_EVENTS;
        figure.note = bona_fide ? note_few(p, spot) : NULL;
    }
    assay_attack_put_rate(p, &figure, &rate, p->set->species[mark]);
    return rate;
}

static assay_status put_species(assay_attack_part *p, size_t s,
                                assay_error *err)
{
    const assay_attack_set *set = p->set;
    const double level = p->v->options->common.confidence;
    const double each = 1 - (1 - level) / (double)set->species_count;
    worst w = {.species = NULL};
    for (size_t i = 0; i < set->species_count; i++) {
        const size_t mark = set->order[i];
        assay_tallied seen;
        ASSAY_TRY(assay_attack_tally(p, mark, s, &seen, err));
        const assay_estimate wide = assay_estimate_tallied(&seen, each);
        const assay_estimate rate =
            assay_attack_put_mark(p, mark, &p->spots[s], &seen);
        hold(&w, &rate, &wide, set->species[mark]);
    }
    if (w.species) put_worst(p, &p->spots[s], &w);
    return ASSAY_OK;
}

static assay_status put_bona_fide(assay_attack_part *p, size_t s,
                                  assay_error *err)
{
    assay_tallied seen;
    if (p->bona_fide == p->set->marks) return ASSAY_OK;
    ASSAY_TRY(assay_attack_tally(p, p->bona_fide, s, &seen, err));
    (void)assay_attack_put_mark(p, p->bona_fide, &p->spots[s], &seen);
    return ASSAY_OK;
}

static void put_threshold(assay_attack_part *p, const assay_attack_spot *spot)
{
    assay_figure figure = assay_attack_figure(p, spot, "threshold");
    if (!p->set->presentations || spot->given) return;
    figure.unit = "score";
    figure.value = spot->threshold;
    figure.status = spot->few ? ASSAY_FIGURE_FEW_EVENTS : ASSAY_FIGURE_OK;
    figure.note = "no species passes more often than asked";
    if (isnan(spot->threshold)) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = "no score lies beyond the greatest there is";
    }
    assay_attack_put(p, &figure, NULL, NULL);
}

assay_status assay_attack_rates(assay_attack_part *p, assay_error *err)
{
    for (size_t s = 0; s < p->spot_count; s++) {
        put_threshold(p, &p->spots[s]);
        if (p->set->species_count) ASSAY_TRY(put_species(p, s, err));
        ASSAY_TRY(put_bona_fide(p, s, err));
    }
    return ASSAY_OK;
}

// ---- The curve -------------------------------------------------------------

// Edges of buckets, thinned by attacks that pass and bona fide that don't.
static assay_status choose_edges(assay_attack_part *p, assay_step *steps,
                                 size_t *n, assay_error *err)
{
    ASSAY_AUTO(assay_drop)
    uint64_t(*buckets)[2] = assay_new(0, BUCKETS, sizeof *buckets);
    uint64_t above = 0, below = 0;
    *n = 0;
    if (!buckets) return assay_fail_memory(err, "the curve");
    ASSAY_TRY(
        assay_presented_buckets(p->set->rows, p->bona_fide, buckets, err));
    for (uint32_t b = 0; b < BUCKETS; b++) above += buckets[b][0];
    for (uint32_t b = 0; b < BUCKETS; b++) {
        if (!buckets[b][0] && !buckets[b][1]) continue;
        steps[(*n)++] = (assay_step){b << 16, above, below};
        above -= buckets[b][0];
        below += buckets[b][1];
        const uint32_t next = (b + 1) << 16;
        if (b + 1 < BUCKETS && !buckets[b + 1][0] && !buckets[b + 1][1] &&
            next <= 0xFF800000u)
            steps[(*n)++] = (assay_step){next, above, below};
    }
    *n = assay_thin(steps, *n, CURVE_POINTS);
    return ASSAY_OK;
}

// The highest share of a species that passes at edge `i` of `n`.
static double worst_at(const assay_attack_part *p, const uint64_t *counts,
                       size_t i, size_t n)
{
    double most = 0;
    for (size_t m = 0; m < p->set->marks; m++) {
        const double share = (double)counts[m * n + i] / (double)p->totals[m];
        if (m != p->bona_fide && share > most) most = share;
    }
    return most;
}

static assay_status put_curve(assay_attack_part *p, const assay_step *steps,
                              size_t n, assay_error *err)
{
    uint32_t keys[CURVE_POINTS];
    double rows[CURVE_POINTS * COLUMNS];
    const uint64_t all = p->totals[p->bona_fide];
    ASSAY_AUTO(assay_drop)
    uint64_t *counts = assay_new(0, p->set->marks * n + 1, sizeof *counts);
    if (!counts) return assay_fail_memory(err, "the curve");
    for (size_t i = 0; i < n; i++) keys[i] = steps[i].key;
    const assay_presented_keys at = {keys, n, NULL};
    ASSAY_TRY(assay_presented_above(p->set->rows, &at, counts, err));
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        double *row = &rows[kept * COLUMNS];
        row[THRESHOLD] = assay_study_threshold(p->v, keys[i]);
        row[WORST] = worst_at(p, counts, i, n);
        row[BONA_FIDE] =
            (double)(all - counts[p->bona_fide * n + i]) / (double)all;
        if (!isnan(row[THRESHOLD])) kept++;
    }
    const assay_curve curve = {
        .name = "APCER and BPCER",
        .columns = columns,
        .column_count = COLUMNS,
        .values = rows,
        .row_count = kept,
        .note = "APCER of the species that passes most often at that "
                "threshold; each row is an exact count"};
    assay_ledger_curve(&p->v->ledger, &curve, 0);
    return ASSAY_OK;
}

assay_status assay_attack_curve(assay_attack_part *p, assay_error *err)
{
    size_t n = 0;
    if (p->bona_fide == p->set->marks || !p->set->species_count)
        return ASSAY_OK;
    ASSAY_AUTO(assay_drop)
    assay_step *steps = assay_new(0, (size_t)2 * BUCKETS, sizeof *steps);
    if (!steps) return assay_fail_memory(err, "the curve");
    ASSAY_TRY(choose_edges(p, steps, &n, err));
    return put_curve(p, steps, n, err);
}
