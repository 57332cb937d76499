// SPDX-License-Identifier: Apache-2.0
// Figures of searches at thresholds.
#include "base/alloc.h"
#include "base/order.h"
#include "base/text.h"
#include "measure/covered.h"
#include "measure/ident_study.h"
#include "measure/sentences.h"
#include "stats/threshold.h"

#include <math.h>

assay_figure assay_ident_figure(const assay_ident_part *part, const char *name,
                                const char *unit)
{
    assay_figure figure = assay_figure_blank();
    figure.name = name;
    figure.unit = unit;
    figure.watchlist_size = (int64_t)part->all->size;
    return figure;
}

size_t assay_ident_at(const assay_ident_spot *spot, assay_at at[4])
{
    if (!spot->target) {
        at[0] = (assay_at){"threshold", spot->value};
        return 1;
    }
    size_t n = 0;
    at[n++] = (assay_at){"FPIR", spot->value};
    if (spot->confidence > 0)
        at[n++] = (assay_at){"confidence", spot->confidence};
    at[n++] = (assay_at){"achieved", spot->achieved};
    return n;
}

const char *assay_ident_curve_id(const assay_ident_part *part, const char *name,
                                 const assay_ident_spot *spot)
{
    assay_ledger *ledger = part->all->ledger;
    const char *value = assay_spoken_value(&ledger->arena, spot->value);
    if (!value) ledger->no_memory = true;
    return !value
               ? NULL
               : assay_ledger_text(ledger, "%s,%s=%s", name,
                                   spot->target ? "FPIR" : "threshold", value);
}

bool assay_ident_stands(const assay_ident_spot *spot)
{
    return !spot->target || spot->carried;
}

const char *assay_ident_join(const assay_ident_part *part, const char *a,
                             const char *b)
{
    if (!a || !b) return a ? a : b;
    return assay_ledger_text(part->all->ledger, "%s; %s", a, b);
}

static const char *rule_of(const assay_identification *all)
{
    static const char *const rules[2][2] = {{"ge", "gt"}, {"le", "lt"}};
    return rules[all->input.distance][all->input.options->rule == ASSAY_GT];
}

static const char *number(const assay_ident_part *part, uint64_t count)
{
    const char *text = assay_spoken_number(&part->all->ledger->arena, count);
    if (!text) part->all->ledger->no_memory = true;
    return text ? text : "";
}

static const char *note_few(const assay_ident_part *part,
                            const assay_ident_spot *spot)
{
    const char *rest =
        spot->safe_needed
            ? assay_ledger_text(part->all->ledger,
                                "; one that keeps the FPIR with confidence "
                                "needs %s searches by people who are not on "
                                "the list",
                                number(part, spot->safe_needed))
            : "";
    return assay_ledger_text(
        part->all->ledger,
        "only %llu non-mated %s this threshold: given, not to be quoted%s",
        (unsigned long long)spot->most,
        spot->most == 1 ? "search fixes" : "searches fix", rest ? rest : "");
}

void assay_ident_set_spot(const assay_ident_part *part,
                          const assay_ident_spot *spot, const assay_at *at,
                          size_t count, assay_figure *figure)
{
    figure->at = at;
    figure->at_count = count;
    figure->threshold = assay_ident_threshold(part->all, spot->key);
    figure->rule = rule_of(part->all);
    figure->threshold_from = spot->target ? "all" : "given";
    if (!spot->few) return;
    figure->status = ASSAY_FIGURE_FEW_EVENTS;
    figure->note = note_few(part, spot);
}

void assay_ident_add(const assay_ident_part *part, const assay_figure *figure,
                     const assay_estimate *rate, bool beside)
{
    assay_entry entry = {.figure = *figure,
                         .cell = part->cell,
                         .guard_low = rate ? rate->guard_low : (double)NAN,
                         .guard_high = rate ? rate->guard_high : (double)NAN};
    if (rate)
        entry.tell =
            (rate->few_clusters ? ASSAY_TELL_FEW_CLUSTERS : 0u) |
            (rate->falls_short & ASSAY_COVERED_SHORT ? ASSAY_TELL_SHORT : 0u) |
            (rate->falls_short == ASSAY_COVERED_HEAVY ? ASSAY_TELL_HEAVY : 0u) |
            (rate->few_people && rate->trials ? ASSAY_TELL_FEW_PEOPLE : 0u) |
            (rate->dominated ? ASSAY_TELL_DOMINATED : 0u) |
            (beside ? ASSAY_TELL_UNEQUAL : 0u);
    (void)assay_ledger_add(part->all->ledger, &entry, beside);
}

// "0.0125", with three digits, for a note.
static const char *rounded(const assay_ident_part *part, double value)
{
    char text[32];
    assay_print_double(value, 3, text);
    return assay_ledger_text(part->all->ledger, "%s", text);
}

static const char *note_extreme(const assay_ident_part *part,
                                const assay_estimate *rate)
{
    const double *bounds = rate->extreme_bounds;
    const bool shared = !__builtin_isnan(bounds[1]);
    const bool sure = !__builtin_isnan(bounds[2]);
    const char *alone = rounded(part, bounds[0]);
    const char *borrowed = shared ? rounded(part, bounds[1]) : "";
    const char *safe = sure ? rounded(part, bounds[2]) : "";
    if (!alone || !borrowed || !safe) return NULL;
    return assay_ledger_text(
        part->all->ledger, "%s %s if searches were independent%s%s%s%s%s%s",
        rate->events ? "nothing but: at least" : "none: at most", alone,
        shared ? ", " : "", borrowed,
        shared ? " if they cluster as at the nearest threshold with 30" : "",
        sure ? ", " : "", safe,
        sure ? " whatever they share" : "; not guaranteed for other lists");
}

static const char *note_rate(const assay_ident_part *part,
                             const assay_estimate *rate)
{
    if (rate->one_person) return "one person: no interval";
    if (rate->few_people) return "too few people for an interval";
    if (rate->dominated)
        return "one person has more than 5 % of the searches: no interval by "
               "search";
    return rate->extreme && rate->method ? note_extreme(part, rate) : NULL;
}

void assay_ident_set_rate(const assay_ident_part *part,
                          const assay_estimate *rate, assay_figure *figure)
{
    figure->value = rate->value;
    figure->low = rate->low;
    figure->high = rate->high;
    figure->method = rate->method;
    figure->effective = rate->effective;
    figure->subjects = rate->people;
    figure->events = (int64_t)rate->events;
    figure->trials = (int64_t)rate->trials;
    figure->per = "search";
    if (!rate->trials) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        return;
    }
    if (rate->one_person) figure->status = ASSAY_FIGURE_SINGLE_SUBJECT;
    figure->note = assay_ident_join(part, figure->note, note_rate(part, rate));
    if (!rate->method) return;
    figure->interval = "confidence";
    figure->confidence = part->all->input.common->confidence;
}

// A spot of a part, counted.
typedef struct spot_counts {
    const assay_ident_part *part;
    const assay_ident_spot *spot;
    const assay_ident_counts *counts;
} spot_counts;

// A figure at a spot.
typedef struct at_spot {
    assay_figure figure;
    assay_at at[4];
    size_t count;
} at_spot;

static void place(const spot_counts *at, const char *name, const char *unit,
                  at_spot *out)
{
    out->figure = assay_ident_figure(at->part, name, unit);
    out->count = assay_ident_at(at->spot, out->at);
    assay_ident_set_spot(at->part, at->spot, out->at, out->count, &out->figure);
}

static void put(const spot_counts *at, at_spot *of, const assay_estimate *rate,
                bool beside)
{
    of->figure.at_count = of->count;
    assay_ident_add(at->part, &of->figure, rate, beside);
}

void assay_ident_set_bounds(double least, double most, assay_figure *figure)
{
    figure->bounds[0] = least;
    figure->bounds[1] = most < 1 ? most : 1;
    assay_ident_set_cut(figure);
}

void assay_ident_set_cut(assay_figure *figure)
{
    figure->status = ASSAY_FIGURE_REFUSED;
    figure->note = "lists end above this threshold: what lies below is not "
                   "known";
    figure->value = figure->low = figure->high = NAN;
    figure->interval = "none";
    figure->method = NULL;
    figure->confidence = figure->effective = NAN;
}

void assay_ident_bound(assay_figure *figure, uint64_t unknown, bool more,
                       const char *note)
{
    if (!unknown || !(figure->trials > 0)) return;
    const double part = (double)unknown / (double)figure->trials;
    const double value = (double)figure->events / (double)figure->trials;
    assay_ident_set_bounds(more ? value : value - part,
                           more ? value + part : value, figure);
    if (note) figure->note = note;
}

static void bound(assay_figure *figure, uint64_t unknown, bool more)
{
    assay_ident_bound(figure, unknown, more, NULL);
}

static const char *note_ties(const assay_ident_part *part,
                             const assay_ident_spot *spot)
{
    if (part->group || spot->tied < 2) return NULL;
    return assay_ledger_text(part->all->ledger,
                             "%llu searches with equal scores were left out "
                             "together",
                             (unsigned long long)spot->tied);
}

static const char *target_of(const assay_ident_part *part)
{
    return part->all->random ? "random watchlist" : "fixed watchlist";
}

static void say_none(const char *what, assay_figure *figure)
{
    if (figure->status == ASSAY_FIGURE_NO_DATA) figure->note = what;
}

static const char *const NO_MATED = "there are no searches of listed people";
static const char *const NO_OTHERS =
    "there are no searches of people who are not listed";

// `able`: of probes that were acquired.
static void add_fpir(const spot_counts *at, bool able)
{
    const assay_ident_counts *c = at->counts;
    const assay_estimate rate = assay_ident_fpir(at->part, c, able);
    at_spot of;
    place(at, able ? "algorithm-level FPIR" : "FPIR", "proportion", &of);
    assay_ident_set_rate(at->part, &rate, &of.figure);
    say_none(able ? "no probe was acquired" : NO_OTHERS, &of.figure);
    of.figure.of = able ? "non-mated searches whose probe was acquired"
                        : "non-mated searches";
    of.figure.target = target_of(at->part);
    of.figure.weights = "comparison";
    if (!able)
        of.figure.note = assay_ident_join(at->part, of.figure.note,
                                          note_ties(at->part, at->spot));
    bound(&of.figure, c->unknown_positives, true);
    put(at, &of, &rate, false);
}

static void set_sel(const spot_counts *at, const assay_ident_named *named,
                    bool able, at_spot *of)
{
    const assay_ident_counts *c = at->counts;
    const assay_estimate rate = assay_ident_sel(at->part, c, named, able);
    const double least = rate.value;
    const double more = (double)c->unknown_candidates / (double)rate.trials;
    assay_ident_set_rate(at->part, &rate, &of->figure);
    say_none(able ? "no probe was acquired" : NO_OTHERS, &of->figure);
    if (c->unknown_candidates && rate.trials) {
        of->figure.bounds[0] = least;
        of->figure.bounds[1] = least + more;
        assay_ident_set_cut(&of->figure);
    }
    put(at, of, &rate, false);
}

static void add_sel(const spot_counts *at, bool able)
{
    assay_ident_named named;
    at_spot of;
    place(at, able ? "algorithm-level SEL" : "SEL", "candidates per search",
          &of);
    of.figure.rank = at->part->all->searches->list_length;
    of.figure.of = able ? "non-mated searches whose probe was acquired"
                        : "non-mated searches";
    of.figure.target = target_of(at->part);
    of.figure.weights = "comparison";
    if (assay_ident_named_of(at->part, at->spot->key, able, &named))
        set_sel(at, &named, able, &of);
    else
        at->part->all->ledger->no_memory = true;
    assay_ident_named_end(&named);
}

static void add_tpir(const spot_counts *at, const assay_figure *fnir)
{
    assay_figure figure = *fnir;
    figure.name = "TPIR";
    figure.value = 1 - fnir->value;
    figure.low = 1 - fnir->high;
    figure.high = 1 - fnir->low;
    figure.events = fnir->trials - fnir->events;
    figure.bounds[0] = 1 - fnir->bounds[1];
    figure.bounds[1] = 1 - fnir->bounds[0];
    if (fnir->status == ASSAY_FIGURE_OK) figure.note = "1 - FNIR";
    assay_ident_add(at->part, &figure, NULL, false);
}

// A miss rate within a rank: of all who are on the list, or of those who were
// acquired and enrolled.
typedef struct misses {
    uint32_t rank;
    bool system;
} misses;

// Of misses in which each person counts 1.
static void bound_even(assay_figure *figure, const assay_estimate *rate,
                       const double *unsure, assay_ident_people of)
{
    double sum = 0, people = 0;
    for (size_t i = 0; i < of.n; i++) {
        if (!(of.m[i] > 0)) continue;
        sum += unsure[i] / of.m[i];
        people += 1;
    }
    if (!(sum > 0)) return;
    figure->bounds[0] =
        rate->value > sum / people ? rate->value - sum / people : 0;
    figure->bounds[1] = rate->value;
}

static void add_misses(const spot_counts *at, misses which,
                       assay_weighting weighting, bool beside)
{
    const assay_ident_counts *c = at->counts;
    const assay_identification *all = at->part->all;
    const assay_ident_people of = {which.system ? c->missed : c->failed,
                                   which.system ? c->mated : c->completed,
                                   c->people};
    const bool sets = at->spot->target && !at->part->group;
    const assay_estimate rate =
        sets ? assay_ident_misses(at->part, c, of, weighting)
             : assay_ident_rate(at->part, of, weighting);
    at_spot put_at;
    place(at, which.system ? "FNIR" : "algorithm-level FNIR", "proportion",
          &put_at);
    if (which.rank != all->searches->list_length)
        put_at.at[put_at.count++] = (assay_at){"rank", which.rank};
    assay_figure *figure = &put_at.figure;
    assay_ident_set_rate(at->part, &rate, figure);
    say_none(which.system ? NO_MATED
                          : "no search of a listed person was acquired and "
                            "enrolled",
             figure);
    figure->rank = which.rank;
    figure->of = which.system ? "mated searches"
                              : "mated searches, acquired and enrolled";
    figure->weights = weighting == ASSAY_BY_SUBJECT ? "subject" : "comparison";
    bound(figure, c->unknown_misses, false);
    if (weighting == ASSAY_BY_SUBJECT) bound_even(figure, &rate, c->unsure, of);
    put(at, &put_at, &rate, beside);
    if (which.system && !beside) add_tpir(at, figure);
}

static void add_fnir(const spot_counts *at, misses which)
{
    const assay_ident_counts *c = at->counts;
    const assay_balance balance = assay_cluster_balance(
        which.system ? c->mated : c->completed, c->people);
    const bool unequal = balance.subjects > 0 && balance.unequal;
    if (unequal) add_misses(at, which, ASSAY_BY_SUBJECT, false);
    add_misses(at, which, ASSAY_BY_COMPARISON, unequal);
}

// Searches of listed people that point at somebody else.
static void add_on_list(const spot_counts *at)
{
    const assay_ident_counts *c = at->counts;
    const assay_ident_people people = {c->on_list, c->mated, c->people};
    const assay_estimate rate =
        assay_ident_rate(at->part, people, ASSAY_BY_COMPARISON);
    at_spot of;
    place(at, "false alerts on listed people", "proportion", &of);
    assay_ident_set_rate(at->part, &rate, &of.figure);
    say_none(NO_MATED, &of.figure);
    of.figure.of = "mated searches";
    of.figure.target = "fixed watchlist";
    of.figure.weights = "comparison";
    bound(&of.figure, c->unknown_on_list, true);
    put(at, &of, &rate, false);
}

// Searches of anybody that point at somebody else.
static void add_alerts(const spot_counts *at)
{
    const assay_ident_counts *c = at->counts;
    const assay_ident_people people = {c->alerts, c->searched, c->people};
    const assay_estimate rate =
        assay_ident_rate(at->part, people, ASSAY_BY_COMPARISON);
    at_spot of;
    place(at, "false alerts per search", "proportion", &of);
    assay_ident_set_rate(at->part, &rate, &of.figure);
    of.figure.of = "searches, of listed people too";
    of.figure.target = "fixed watchlist";
    of.figure.weights = "comparison";
    bound(&of.figure, c->unknown_positives + c->unknown_on_list, true);
    put(at, &of, &rate, false);
}

static void add_threshold(const spot_counts *at)
{
    at_spot of;
    place(at, "threshold", "score", &of);
    of.figure.value = of.figure.threshold;
    of.figure.note = assay_ident_join(at->part, of.figure.note, at->spot->note);
    of.figure.note = assay_ident_join(at->part, of.figure.note,
                                      note_ties(at->part, at->spot));
    if (__builtin_isnan(of.figure.value)) {
        of.figure.status = ASSAY_FIGURE_REFUSED;
        of.figure.note = "no score lies beyond the greatest there is";
    }
    put(at, &of, NULL, false);
}

static void add_rank(const assay_ident_part *part, const assay_ident_spot *spot,
                     uint32_t rank)
{
    assay_ident_counts c;
    if (assay_ident_count(part, spot->key, rank, &c))
        add_fnir(&(spot_counts){part, spot, &c}, (misses){rank, true});
    else
        part->all->ledger->no_memory = true;
    assay_ident_counts_end(&c);
}

static void add_counted(const spot_counts *at)
{
    const assay_ident_part *part = at->part;
    const assay_ident_counts *c = at->counts;
    const uint32_t length = part->all->searches->list_length;
    if (at->spot->target && !part->group) add_threshold(at);
    const size_t fpir = part->all->ledger->count;
    add_fpir(at, false);
    const size_t fnir = part->all->ledger->count;
    add_fnir(at, (misses){length, true});
    assay_ident_stand(part, c, fpir, fnir);
    for (size_t i = 0; i < part->all->rank_count; i++)
        if (part->all->ranks[i] < length)
            add_rank(part, at->spot, part->all->ranks[i]);
    if (c->able != c->trials[1]) add_fnir(at, (misses){length, false});
    if (c->acquired[0] != c->trials[0]) add_fpir(at, true);
    add_sel(at, false);
    if (c->acquired[0] != c->trials[0]) add_sel(at, true);
    add_on_list(at);
    add_alerts(at);
    const uint64_t cut = c->unknown_searches + c->unknown_misses;
    if (!part->group && cut > part->all->cut) part->all->cut = cut;
}

static void add_spot(const assay_ident_part *part, const assay_ident_spot *spot)
{
    assay_identification *all = part->all;
    assay_ident_counts c;
    if (assay_ident_count(part, spot->key, all->searches->list_length, &c))
        add_counted(&(spot_counts){part, spot, &c});
    else
        all->ledger->no_memory = true;
    assay_ident_counts_end(&c);
}

// The threshold that keeps a target with confidence.
static void add_safe(const assay_ident_part *part, const assay_ident_spot *spot)
{
    const uint32_t length = part->all->searches->list_length;
    assay_ident_counts c;
    const spot_counts at = {part, spot, &c};
    if (assay_ident_count(part, spot->key, length, &c)) {
        if (!part->group) add_threshold(&at);
        add_fpir(&at, false);
        add_fnir(&at, (misses){length, true});
    } else {
        part->all->ledger->no_memory = true;
    }
    assay_ident_counts_end(&c);
}

static void add_safe_of(const assay_ident_part *part, double target)
{
    const assay_identification *all = part->all;
    for (size_t i = 0; i < all->safe_count; i++)
        if (all->safe[i].value == target) add_safe(part, &all->safe[i]);
}

static void add_refused(const assay_ident_part *part,
                        const assay_ident_spot *spot, const char *name)
{
    const assay_at at = {"FPIR", spot->value};
    const uint64_t has = part->all->trials[0];
    assay_figure figure =
        assay_ident_figure(part, name, name[0] == 't' ? "score" : "proportion");
    figure.at = &at;
    figure.at_count = 1;
    figure.threshold_from = "all";
    figure.status = has ? ASSAY_FIGURE_REFUSED : ASSAY_FIGURE_NO_DATA;
    figure.note =
        !has ? NO_OTHERS
        : spot->below
            ? "lists end above the threshold that this target needs"
            : assay_ledger_text(part->all->ledger,
                                "needs %s searches by people who are not on "
                                "the list, has %s",
                                number(part, spot->needed), number(part, has));
    assay_entry entry = {.figure = figure,
                         .cell = part->cell,
                         .guard_low = NAN,
                         .guard_high = NAN,
                         .needed = spot->below ? 0 : spot->needed};
    (void)assay_ledger_add(part->all->ledger, &entry, false);
}

bool assay_ident_wanted(const assay_identification *all, size_t i)
{
    const assay_ident_spot *spots = all->spots;
    if (all->input.options->fpir.count || spots[i].carried || spots[i].below)
        return true;
    return i == 0 || spots[i - 1].carried || spots[i - 1].below;
}

void assay_ident_rates(const assay_ident_part *part)
{
    const assay_identification *all = part->all;
    for (size_t i = 0; i < all->spot_count; i++) {
        const assay_ident_spot *spot = &all->spots[i];
        if (assay_ident_stands(spot)) {
            add_spot(part, spot);
        } else if (!part->group && assay_ident_wanted(all, i)) {
            add_refused(part, spot, "threshold");
            add_refused(part, spot, "FPIR");
            add_refused(part, spot, "FNIR");
        }
        if (spot->target) add_safe_of(part, spot->value);
    }
}
