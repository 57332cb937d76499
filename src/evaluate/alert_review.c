// SPDX-License-Identifier: Apache-2.0
#include "evaluate/alert_review.h"

#include "base/alloc.h"
#include "base/output.h"
#include "count/ranked.h"

#include <stdio.h>

#define NONE ASSAY_NO_STRING

// What is being written.
typedef struct review {
    assay_output *out;
    const assay_scenario *s;
    const assay_trial_names *names;
} review;

// A row; NONE leaves a field empty.
typedef struct line {
    const char *what;
    uint32_t subject, transit, alert, reference, camera, officer;
    uint64_t events, trials; // where trials is above 0
} line;

static const line blank = {NULL, NONE, NONE, NONE, NONE, NONE, NONE, 0, 0};

static void put_name(const review *r, const assay_strings *names, uint32_t i)
{
    assay_output_text(r->out, ",");
    if (i != NONE) assay_output_field(r->out, assay_strings_text(names, i));
}

static void put(const review *r, const line *l)
{
    char text[64] = ",,\n";
    assay_output_text(r->out, l->what);
    put_name(r, r->names->subjects, l->subject);
    put_name(r, r->names->transits, l->transit);
    put_name(r, r->names->alerts, l->alert);
    put_name(r, r->names->references, l->reference);
    put_name(r, r->names->cameras, l->camera);
    put_name(r, r->names->officers, l->officer);
    if (l->trials)
        (void)snprintf(text, sizeof text, ",%llu,%llu\n",
                       (unsigned long long)l->events,
                       (unsigned long long)l->trials);
    assay_output_text(r->out, text);
}

// Indices of `names`, of which there are `n`, by their texts. NULL without
// memory.
static uint32_t *order_of(const assay_strings *names)
{
    uint32_t *order = assay_new(0, assay_strings_count(names), sizeof *order);
    if (order && assay_strings_order(names, order)) return order;
    assay_free(order);
    return NULL;
}

static bool is_found(const review *r, const assay_opportunity *o)
{
    return o->own_best >= r->s->rule.threshold;
}

// Passages found of each volunteer on the list.
static bool put_volunteers(const review *r)
{
    const uint32_t n = assay_strings_count(r->names->subjects);
    ASSAY_AUTO(assay_drop) uint32_t *order = order_of(r->names->subjects);
    ASSAY_AUTO(assay_drop)
    uint64_t *counts = assay_new(0, n, 2 * sizeof *counts);
    if (!order || !counts) return false;
    for (size_t i = 0; i < r->s->count; i++) {
        const assay_opportunity *o = &r->s->passages[i];
        if (!o->kept || !o->listed) continue;
        counts[2 * (size_t)o->subject] += is_found(r, o);
        counts[2 * (size_t)o->subject + 1]++;
    }
    for (uint32_t i = 0; i < n; i++) {
        line l = blank;
        l.what = "passages found";
        l.subject = order[i];
        l.events = counts[2 * (size_t)order[i]];
        l.trials = counts[2 * (size_t)order[i] + 1];
        if (l.trials) put(r, &l);
    }
    return true;
}

// Adds an alert that an operator decided on.
static void add_decision(uint64_t *counts, uint32_t officer, uint8_t decision)
{
    counts[2 * (size_t)officer] += decision == ASSAY_CREDIBLE;
    counts[2 * (size_t)officer + 1]++;
}

static void count_named(const review *r, bool right, uint64_t *counts)
{
    for (size_t i = 0; i < r->s->named_count; i++) {
        const assay_named *one = &r->s->named[i];
        const assay_opportunity *o = &r->s->passages[one->passage];
        if (o->kept && one->officer != NONE &&
            (one->identity == o->identity) == right)
            add_decision(counts, one->officer, one->decision);
    }
}

// False ones of no certain passage. False without memory.
static bool count_loose(const review *r, uint64_t *counts)
{
    ASSAY_AUTO(assay_drop)
    assay_loose *loose = assay_new(0, r->s->loose_count, sizeof *loose);
    if (!loose) return false;
    const size_t n = assay_scenario_merge(r->s, r->s->rule.merge, loose);
    for (size_t i = 0; i < n; i++)
        if (loose[i].officer != NONE &&
            assay_scenario_loose_is(r->s, &loose[i]) == ASSAY_LOOSE_WRONG)
            add_decision(counts, loose[i].officer, loose[i].decision);
    return true;
}

// Alerts that each operator took on, of those that were false or right.
static bool put_officers(const review *r, bool right, const char *what)
{
    const uint32_t n = assay_strings_count(r->names->officers);
    ASSAY_AUTO(assay_drop) uint32_t *order = order_of(r->names->officers);
    ASSAY_AUTO(assay_drop)
    uint64_t *counts = assay_new(0, n, 2 * sizeof *counts);
    if (!order || !counts) return false;
    count_named(r, right, counts);
    if (!right && !count_loose(r, counts)) return false;
    for (uint32_t i = 0; i < n; i++) {
        line l = blank;
        l.what = what;
        l.officer = order[i];
        l.events = counts[2 * (size_t)order[i]];
        l.trials = counts[2 * (size_t)order[i] + 1];
        if (l.trials) put(r, &l);
    }
    return true;
}

static bool put_missed(const review *r)
{
    const uint32_t n = assay_strings_count(r->names->transits);
    ASSAY_AUTO(assay_drop) uint32_t *order = order_of(r->names->transits);
    if (!order) return false;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t passage = r->s->passage_of_row[order[i]];
        const assay_opportunity *o = &r->s->passages[passage];
        if (!o->kept || !o->listed || is_found(r, o) || o->row != order[i])
            continue;
        line l = blank;
        l.what = o->acquired ? "missed" : "missed, not acquired";
        l.subject = o->subject;
        l.transit = order[i];
        l.camera = o->camera;
        put(r, &l);
    }
    return true;
}

// What is to be said of an alert, or NULL.
static const char *word_of(const review *r, size_t alert)
{
    const assay_scenario *s = r->s;
    const assay_alert *a = &s->rows.alerts[alert];
    if (!(a->score >= s->rule.threshold)) return NULL;
    if (s->of[alert] == ASSAY_OF_NONE) return "of no passage";
    if (s->of[alert] == ASSAY_OF_SEVERAL) return "of one of several";
    const assay_opportunity *o = &s->passages[s->of[alert]];
    const int64_t time = assay_scenario_time(s, alert);
    const bool own = s->identity_of_reference[a->reference] == o->identity;
    if (!o->kept) return NULL;
    if (a->outcome && own != (a->outcome == ASSAY_OUTCOME_RIGHT))
        return "recorded otherwise";
    if (a->transit != NONE &&
        (time < o->entered || time - o->left > s->rule.grace))
        return "outside its passage";
    return own ? NULL : "false alert";
}

static bool put_alerts(const review *r)
{
    const uint32_t n = assay_strings_count(r->names->alerts);
    ASSAY_AUTO(assay_drop) uint32_t *order = order_of(r->names->alerts);
    if (!order) return false;
    for (uint32_t i = 0; i < n; i++) {
        line l = blank;
        const assay_alert *a = &r->s->rows.alerts[order[i]];
        const uint32_t of = r->s->of[order[i]];
        l.what = word_of(r, order[i]);
        l.alert = order[i];
        l.reference = a->reference;
        l.camera = a->camera;
        l.officer = a->officer;
        if (of < ASSAY_OF_SPECIAL) {
            l.subject = r->s->passages[of].subject;
            l.transit = r->s->passages[of].row;
        }
        if (l.what) put(r, &l);
    }
    return true;
}

static bool put_all(const review *r)
{
    assay_output_text(r->out,
                      "what,subject_id,transit_id,alert_id,reference_id,"
                      "camera,operator,events,of\n");
    return put_volunteers(r) &&
           put_officers(r, true, "right alerts taken on") &&
           put_officers(r, false, "false alerts taken on") && put_missed(r) &&
           put_alerts(r);
}

assay_status assay_alert_review_write(const char *path,
                                      const assay_trial *trial,
                                      const assay_scenario *scenario,
                                      assay_error *err)
{
    review r = {NULL, scenario, assay_trial_names_of(trial)};
    ASSAY_TRY(assay_output_open(path, &r.out, err));
    if (put_all(&r)) return assay_output_commit(r.out, err);
    assay_output_abandon(r.out);
    return assay_fail_memory(err, "the review");
}
