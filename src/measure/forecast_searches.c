// SPDX-License-Identifier: Apache-2.0
// Rates from searches that a result keeps: any threshold from the lowest that
// it kept, any list size; beyond the size tested a limit and an estimate.
#include "base/alloc.h"
#include "base/fail.h"
#include "base/order.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/sentences.h"
#include "stats/elementary.h"

#include <math.h>
#include <string.h>

static const char *threshold_text(assay_forecast *f, uint32_t key)
{
    char text[32];
    const double value = assay_ident_threshold(&f->searches, key);
    text[assay_print_double(value, 9, text)] = '\0';
    return assay_ledger_text(&f->ledger, "%s", text);
}

static const char *fact_of(const assay_result *from, const char *key)
{
    size_t n = 0;
    const assay_fact *facts = assay_result_facts(from, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(facts[i].key, key) == 0) return facts[i].value;
    return "";
}

// From which key on all is kept, and the highest of all.
static void find_reach(assay_forecast *f)
{
    const assay_searches *s = f->input->searches;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *one = &s->searches[i];
        const uint32_t all = s->galleries[one->gallery].identities;
        const uint32_t best = one->count ? s->candidates[one->first].key : 0;
        const uint32_t mate = one->mate_known ? one->mate_key : 0;
        if (one->acquired && all > one->count && one->cut > f->floor_key)
            f->floor_key = one->cut;
        if (best > f->top_key) f->top_key = best;
        if (mate > f->top_key) f->top_key = mate;
    }
}

// Whether somebody was searched for both on a list and off it: in drawn lists
// all are. False without memory, which is remembered.
static bool give_both(assay_forecast *f)
{
    const assay_searches *s = f->input->searches;
    if (s->pool < s->gallery_count) return true;
    ASSAY_AUTO(assay_drop)
    unsigned char *roles = assay_new(0, s->people_count, sizeof *roles);
    if (!roles) f->ledger.no_memory = true;
    for (uint64_t i = 0; roles && i < s->search_count; i++) {
        const assay_searched *one = &s->searches[i];
        if (one->person >= s->people_count) continue;
        roles[one->person] |= one->mated ? 1 : 2;
        if (roles[one->person] == 3) return true;
    }
    return false;
}

assay_status assay_forecast_searches_make(assay_forecast *f, assay_error *err)
{
    static const assay_identification_options plain[2] = {{.rule = ASSAY_GE},
                                                          {.rule = ASSAY_GT}};
    const assay_result *from = f->input->from;
    f->distance = strcmp(fact_of(from, "options.direction"), "distance") == 0;
    f->strict = strcmp(fact_of(from, "options.rule"), "gt") == 0;
    // Figures alone do not tell who gave which.
    f->together = true;
    if (!f->input->searches) return ASSAY_OK;
    f->together = give_both(f);
    f->searches = (assay_identification){
        .input = {.options = &plain[f->strict],
                  .common = &f->options->common,
                  .groups = f->input->groups,
                  .group_count = f->input->group_count,
                  .distance = f->distance},
        .searches = f->input->searches,
        .ledger = &f->ledger,
        .size = f->tested,
        .random = f->options->target != ASSAY_TARGET_FIXED};
    find_reach(f);
    const assay_ident_part part = {.all = &f->searches};
    assay_ident_field field;
    const bool made = assay_ident_field_make(&part, UINT32_MAX, &field);
    f->most = field.count ? field.least : 0;
    f->used = field.count;
    assay_ident_field_end(&field);
    return made ? ASSAY_OK : assay_fail_memory(err, "the searches");
}

// The share found, from that missed.
static assay_ranged found_of(const assay_estimate *missed)
{
    return (assay_ranged){1 - missed->value, 1 - missed->high, 1 - missed->low};
}

// As the headline of the test has it: people count equally where their numbers
// of searches are unequal.
static void find_found(assay_forecast_source *s, const assay_ident_counts *c)
{
    const assay_balance balance = assay_cluster_balance(c->mated, c->people);
    const bool even = balance.subjects > 0 && balance.unequal;
    const assay_estimate missed = assay_ident_rate(
        &s->part, (assay_ident_people){c->missed, c->mated, c->people},
        even ? ASSAY_BY_SUBJECT : ASSAY_BY_COMPARISON);
    s->found_trials = (int64_t)c->trials[1];
    if (!c->trials[1]) {
        s->no_found = "no search of somebody on the list";
        return;
    }
    s->found = found_of(&missed);
    if (!even) s->found_events = (int64_t)(missed.trials - missed.events);
}

static void count_found(assay_forecast_source *s, uint32_t key)
{
    assay_forecast *f = s->forecast;
    assay_ident_counts c = {0};
    if (assay_ident_count(&s->part, key, f->input->searches->list_length, &c))
        find_found(s, &c);
    else
        f->ledger.no_memory = true;
    assay_ident_counts_end(&c);
}

static const char *outside(assay_forecast *f, uint32_t key)
{
    if (key < f->floor_key)
        return assay_ledger_text(&f->ledger,
                                 "outside the test: what searches found below "
                                 "%s was not kept; evaluate with this "
                                 "threshold, or with longer lists",
                                 threshold_text(f, f->floor_key));
    if (key > f->top_key)
        return assay_ledger_text(&f->ledger,
                                 "outside the test: no score reaches it, the "
                                 "highest is %s",
                                 threshold_text(f, f->top_key));
    return NULL;
}

static assay_ranged ranged_of(const assay_forecast_source *s,
                              const assay_estimate *rate)
{
    if (s->field.dominated) return (assay_ranged){rate->value, NAN, NAN};
    return (assay_ranged){rate->value, rate->low, rate->high};
}

void assay_forecast_open_searches(assay_forecast_source *s,
                                  const assay_forecast_threshold *threshold)
{
    assay_forecast *f = s->forecast;
    s->part = (assay_ident_part){.all = &f->searches, .group = s->group};
    s->no_found = s->outside = outside(f, threshold->key);
    if (s->outside) return;
    if (!s->light) count_found(s, threshold->key);
    s->open = true;
    if (!assay_ident_field_make(&s->part, threshold->key, &s->field)) {
        f->ledger.no_memory = true;
        s->field.count = 0;
    }
    if (!s->field.count || f->ledger.no_memory) return;
    const assay_estimate one = assay_ident_field_estimate(&s->field, 1);
    const assay_estimate all =
        assay_ident_field_estimate(&s->field, s->field.least);
    s->fmr = ranged_of(s, &one);
    s->tested = ranged_of(s, &all);
}

assay_forecast_rates assay_forecast_unknown(const assay_forecast_source *s)
{
    return (assay_forecast_rates){.wrong = {NAN, NAN, NAN},
                                  .found = s->found,
                                  .few = {0, NAN, 0},
                                  .many = {0, NAN, 0},
                                  .wrong_bounds = {NAN, NAN},
                                  .no_found = s->no_found,
                                  .wrong_trials = -1,
                                  .wrong_events = -1,
                                  .found_trials = s->found_trials,
                                  .found_events = s->found_events};
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static const char *number(assay_forecast *f, double n)
{
    const char *text = assay_spoken_number(&f->ledger.arena, (uint64_t)n);
    return text ? text : "";
}

// Of drawn lists other searches are used than their own.
static const char *note_pool(assay_forecast *f)
{
    const assay_searches *s = f->input->searches;
    if (s->pool >= s->gallery_count) return NULL;
    return assay_ledger_text(
        &f->ledger,
        "worked out from searches of all %s people who could be listed, each "
        "off the list in their own; FPIR of the drawn lists rests on other "
        "searches and differs from it",
        number(f, (double)s->galleries[s->pool].identities));
}

// Lists larger than tested: at least as the largest that was, at most so many
// times one identity.
static void set_beyond(assay_forecast_source *s, double size,
                       assay_forecast_rates *r)
{
    assay_forecast *f = s->forecast;
    if (!s->fitted && !s->light) s->fit = assay_ident_field_fit(&s->field);
    s->fitted = true;
    const bool fits = s->fit.a > 0;
    const double estimate = fits ? assay_beta_binomial_hit(s->fit, size)
                                 : assay_chance_any(s->fmr.value, size);
    const double limit = assay_union_limit(s->fmr.value, size);
    r->beyond = true;
    r->many = assay_past_of(&s->fmr, f->confidence);
    r->many.exposure /= size;
    if (size > ASSAY_BEYOND_MOST * (double)s->field.least) {
        r->no_wrong = assay_ledger_text(
            &f->ledger,
            "beyond the test: no list of more than %s was searched, and "
            "nothing is said past ten times that",
            number(f, (double)s->field.least));
        return;
    }
    if (!s->field.sum) {
        r->no_wrong = "beyond the test, in which no search named anybody";
        return;
    }
    r->wrong = (assay_ranged){clamp(estimate, s->tested.value, limit),
                              s->tested.low, least(1, s->fmr.high * size)};
    r->few = assay_past_of(&s->tested, f->confidence);
    r->wrong_note = assay_ledger_text(
        &f->ledger,
        "beyond the test: no list of more than %s was searched; %s, at least "
        "as with that many, at most the size times the FMR",
        number(f, (double)s->field.least),
        fits ? "beta-binomial estimate" : "estimate from equal chances");
}

assay_forecast_rates assay_forecast_at_searches(assay_forecast_source *s,
                                                double size)
{
    assay_forecast *f = s->forecast;
    assay_forecast_rates r = assay_forecast_unknown(s);
    r.no_wrong = s->outside;
    if (s->outside || f->ledger.no_memory) return r;
    r.wrong_trials = (int64_t)s->field.count;
    if (!s->field.count) {
        r.no_wrong = "no search by somebody who is not on the list";
        return r;
    }
    if (size > (double)s->field.least) {
        set_beyond(s, size, &r);
        return r;
    }
    const assay_estimate rate =
        assay_ident_field_estimate(&s->field, (uint64_t)size);
    r.wrong = ranged_of(s, &rate);
    r.wrong_note = note_pool(f);
    if (s->field.dominated)
        r.wrong_note = "one person makes more than 5 % of the searches: no "
                       "interval";
    if (size >= (double)s->field.most)
        r.wrong_events = (int64_t)s->field.positives;
    r.few = r.many = assay_past_of(&r.wrong, f->confidence);
    return r;
}
