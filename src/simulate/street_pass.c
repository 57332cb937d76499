// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_pass.h"

#include "base/alloc.h"
#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>
#include <stdlib.h>

static const double latency_sigma = 0.4;
// Seconds until somebody has decided: at least, and on average beyond.
static const double decision_least = 3, decision_mean = 8;

static void fill_operators(assay_street_sink *sink)
{
    const assay_simulate_street_options *o = sink->street->options;
    const double share = o->operator_effect;
    for (unsigned i = 0; i < o->operators; i++) {
        assay_street_dice dice =
            assay_street_dice_at(o->seed, ASSAY_STREET_OPERATOR, i);
        double bent[2];
        assay_street_normals(&dice, bent);
        for (int right = 0; right < 2; right++) {
            const double p = right ? o->operator_hit : o->operator_false;
            const double z = assay_normal_quantile(p) + sqrt(share) * bent[0];
            sink->credible[i][right] =
                share > 0 && p > 0 && p < 1
                    ? assay_normal_cdf(z / sqrt(1 - share))
                    : p;
        }
    }
}

assay_status assay_street_sink_begin(assay_street_sink *sink,
                                     assay_arena *arena, assay_error *err)
{
    const size_t cells = assay_street_parts(sink->street);
    const unsigned operators = sink->street->options->operators;
    sink->log.street = sink->street;
    sink->tallies = assay_arena_new(arena, cells, sizeof *sink->tallies);
    sink->credible =
        assay_arena_new(arena, operators + 1, sizeof *sink->credible);
    if (!sink->tallies || !sink->credible)
        return assay_fail_memory(err, "the counts");
    fill_operators(sink);
    assay_street_log_begin(&sink->log);
    return ASSAY_OK;
}

void assay_street_sink_end(assay_street_sink *sink)
{
    assay_free(sink->log.held);
    assay_free(sink->found.items);
}

static int by_score(const void *a, const void *b)
{
    const assay_street_candidate *one = a, *other = b;
    if (one->score != other->score) return one->score > other->score ? -1 : 1;
    return one->entry < other->entry ? -1 : one->entry > other->entry;
}

// All candidates of the log, best first.
static assay_status find(assay_street_sink *sink, const assay_street_passage *p,
                         assay_street_dice *dice, assay_error *err)
{
    const assay_street *street = sink->street;
    const assay_street_factors *f = &street->factors;
    const assay_street_kind *group = &street->groups.kind[p->group];
    const assay_street_kind *camera = &street->cameras.kind[p->camera];
    const assay_street_kind *light = &street->lights.kind[p->light];
    double normal[2];
    assay_street_normals(dice, normal);
    sink->found.count = 0;
    if (!p->acquired) return ASSAY_OK;
    if (p->own != ASSAY_STREET_NOBODY) {
        const double mean = group->mated + camera->mated + light->mated;
        const float score =
            (float)(mean + f->mated * p->mated + f->passage * normal[0] +
                    f->mated_rest * normal[1]);
        const assay_street_candidate own = {p->own, score, true};
        if (score >= street->logged_from)
            ASSAY_TRY(assay_street_candidate_add(&sink->found, own, err));
    }
    const double x = group->shift + camera->shift + light->shift +
                     f->probe * p->probe + f->passage * normal[0] +
                     f->deployment * p->day;
    const assay_street_probe probe = {x, p->own, p->deployment};
    ASSAY_TRY(
        assay_street_list_search(sink->list, &probe, dice, &sink->found, err));
    if (sink->found.count > 1)
        qsort(sink->found.items, sink->found.count, sizeof *sink->found.items,
              by_score);
    if (street->options->best_only && sink->found.count > 1)
        sink->found.count = 1;
    return ASSAY_OK;
}

static bool names_public(const assay_street_sink *sink,
                         const assay_street_candidate *candidate)
{
    return candidate->entry >= sink->street->options->volunteers;
}

// Alerts at a passage: right, wrong, and wrong ones that name no volunteer.
typedef struct seen {
    unsigned right, wrong, wrong_public;
} seen;

static seen look(const assay_street_sink *sink)
{
    seen s = {0, 0, 0};
    for (size_t i = 0; i < sink->found.count; i++) {
        const assay_street_candidate *c = &sink->found.items[i];
        if (c->score < sink->street->alert_from) continue;
        s.right += c->own;
        s.wrong += !c->own;
        s.wrong_public += !c->own && names_public(sink, c);
    }
    return s;
}

static void count(assay_street_sink *sink, const assay_street_passage *p)
{
    const size_t part =
        assay_street_period(sink->street, p->deployment) *
            assay_street_cells(sink->street) +
        assay_street_cell(sink->street, p->group, p->camera, p->light);
    assay_street_tally *t = &sink->tallies[part];
    const seen s = look(sink);
    sink->rows_right += s.right;
    sink->rows_wrong += s.wrong;
    if (p->volunteer && !p->transit) return; // nobody knows that they passed
    if (p->seeded && p->own == ASSAY_STREET_NOBODY) {
        t->unenrolled++;
    } else if (p->seeded) {
        t->listed++;
        t->found += s.right > 0;
        t->aside += s.wrong > 0;
    } else if (p->volunteer) {
        t->unlisted++;
        t->pointed += s.wrong > 0;
    } else if (p->own == ASSAY_STREET_NOBODY) {
        t->crowd++;
        t->crowd_pointed += s.wrong_public > 0;
        t->crowd_wrong += s.wrong_public;
    } else {
        t->crowd_listed++;
        t->crowd_found += s.right > 0;
        t->crowd_aside += s.wrong_public;
    }
}

static int64_t later(int64_t time, double seconds)
{
    return time + (int64_t)floor(seconds * 1000 + 0.5);
}

// What an operator says of an alert, and what is found out.
static void decide(const assay_street_sink *sink, assay_street_dice *dice,
                   assay_street_alert *alert)
{
    const assay_simulate_street_options *o = sink->street->options;
    alert->verified = !assay_street_chance(dice, o->unverified);
    if (!o->operators) return;
    const double who = assay_street_uniform(dice) * o->operators;
    alert->who = (uint32_t)who;
    alert->decision =
        assay_street_chance(dice, sink->credible[alert->who][alert->right])
            ? ASSAY_STREET_CREDIBLE
            : ASSAY_STREET_REJECTED;
    alert->engaged =
        alert->verified && alert->decision == ASSAY_STREET_CREDIBLE;
    alert->decided = later(
        alert->time, decision_least + decision_mean * assay_street_wait(dice));
}

static void record(assay_street_sink *sink, const assay_street_passage *p,
                   const assay_street_alert *alert)
{
    assay_street_record *r = &sink->record;
    if (p->volunteer || alert->entry < sink->street->options->volunteers)
        return;
    r->alerts++;
    if (alert->verified)
        (alert->right ? r->right : r->wrong)[!alert->engaged]++;
}

// Further rows of a candidate, while the person passes.
static assay_status repeat(assay_street_sink *sink, assay_street_alert row,
                           double span, assay_street_dice *dice,
                           assay_error *err)
{
    const double mean = sink->street->options->repeats;
    const double floor_score = sink->street->floor;
    const double above = (double)row.score - floor_score;
    const int64_t first = row.time;
    row.alert = false;
    row.decision = ASSAY_STREET_UNDECIDED;
    while (assay_street_chance(dice, mean / (1 + mean))) {
        row.time = later(first, span * assay_street_uniform(dice));
        row.score = (float)(floor_score + above * assay_street_uniform(dice));
        ASSAY_TRY(assay_street_log_add(&sink->log, &row, err));
    }
    return ASSAY_OK;
}

assay_status assay_street_pass(assay_street_sink *sink,
                               const assay_street_passage *p,
                               assay_street_dice *dice, assay_error *err)
{
    const assay_simulate_street_options *o = sink->street->options;
    ASSAY_TRY(find(sink, p, dice, err));
    count(sink, p);
    for (size_t i = 0; i < sink->found.count; i++) {
        const assay_street_candidate *c = &sink->found.items[i];
        double normal[2];
        assay_street_normals(dice, normal);
        const double late = o->latency * assay_exp(latency_sigma * normal[0]);
        assay_street_alert row = {.time = later(p->entered, late),
                                  .start = p->start,
                                  .transit = p->transit,
                                  .camera = p->camera,
                                  .entry = c->entry,
                                  .rank = (uint32_t)i + 1,
                                  .score = c->score,
                                  .right = c->own,
                                  .alert =
                                      c->score >= sink->street->alert_from};
        if (row.alert) {
            decide(sink, dice, &row);
            record(sink, p, &row);
        }
        ASSAY_TRY(assay_street_log_add(&sink->log, &row, err));
        const double rest = (double)(p->left - p->entered) / 1000;
        if (o->repeats > 0) ASSAY_TRY(repeat(sink, row, rest, dice, err));
    }
    return ASSAY_OK;
}
