// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_walk.h"

#include "base/alloc.h"
#include "simulate/street_times.h"
#include "stats/elementary.h"

#include <math.h>
#include <string.h>

enum { OPENS = 11 * 3600000, TICKS = 4096, CROWD_BITS = 40, ORDER_BITS = 34 };

// Seconds: at a camera at least and at most, between two people at a camera,
// between two passages of a person, of an interval of the counters.
static const double stay_least = 3, stay_most = 8;
static const double apart = 12, again = 45, interval = 900;
static const double jitter = 2, beside = 1;

// A walk: its slots are k = round x wide + place in the order.
typedef struct walk {
    assay_street_sink *sink;
    const assay_street *street;
    const assay_street_outputs *outputs;
    assay_street_walked *walked;
    uint64_t deployment;
    int64_t start; // ms since 1970
    double seconds, day;
    // Volunteers.
    uint32_t *order;
    uint64_t wide, slots, slot;
    double slot_seconds;
    bool joined;          // the one before joined another
    double before;        // when the one before entered; below 0: there is none
    size_t before_camera; // where
    // The one to come, at `at` seconds; infinite: there is none.
    double at;
    uint64_t subject;
    assay_street_dice dice;
    assay_street_passage passage;
    // The public, likewise.
    double rate, crowd_at;
    uint64_t crowd_count;
    assay_street_dice crowd_dice;
    assay_street_counted *counted; // of each camera
} walk;

// Slots of a round: the cameras take turns, and each round starts one on.
static uint64_t wide_of(const assay_street *street)
{
    const uint64_t cameras = street->cameras.count;
    uint64_t wide = street->people;
    while (cameras > 1 && wide % cameras != 1) wide++;
    return wide;
}

assay_status assay_street_walk_check(const assay_street *street,
                                     assay_error *err)
{
    const assay_simulate_street_options *o = street->options;
    if (!street->people) return ASSAY_OK;
    const double wide = (double)wide_of(street);
    const double slot = o->hours * 3600 / (wide * (double)o->passages);
    if (slot * (double)street->cameras.count >= apart && slot * wide >= again)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "%llu volunteers cannot pass %llu times each in %g hours "
                      "at %zu cameras, %g seconds apart at a camera and %g "
                      "between two passages of a person: name fewer, or more "
                      "hours or cameras",
                      (unsigned long long)street->people,
                      (unsigned long long)o->passages, o->hours,
                      street->cameras.count, apart, again);
}

static int64_t ms_of(const walk *w, double seconds)
{
    return w->start + (int64_t)floor(seconds * 1000 + 0.5);
}

// Cameras, lights and people of a passage to come.
static void draw_light(const walk *w, assay_street_dice *dice,
                       assay_street_passage *p)
{
    p->light =
        assay_street_kind_at(&w->street->lights, assay_street_uniform(dice));
    p->acquired = !assay_street_chance(dice, w->street->options->unacquired);
    p->deployment = (uint32_t)w->deployment;
    p->start = w->start;
    p->day = w->day;
}

// Writes the intervals that have ended by `now` seconds.
static void end_intervals(walk *w, double now)
{
    const int64_t end = ms_of(w, w->seconds);
    for (size_t c = 0; c < w->street->cameras.count; c++) {
        assay_street_counted *counted = &w->counted[c];
        while (counted->from < end && ms_of(w, now) >= counted->to) {
            if (w->outputs->crowd)
                assay_street_put_crowd(w->street, c, counted,
                                       w->outputs->crowd);
            const int64_t to = counted->to + (int64_t)(interval * 1000);
            *counted = (assay_street_counted){.from = counted->to,
                                              .to = to < end ? to : end};
        }
    }
}

// Counters see everybody, volunteers too.
static void count_passage(walk *w, assay_street_dice *dice, uint32_t camera)
{
    const double share = w->street->options->counted;
    const bool one = assay_street_chance(dice, share);
    const bool other = assay_street_chance(dice, share);
    assay_street_counted *counted = &w->counted[camera];
    counted->each[0] += one;
    counted->each[1] += other;
    counted->both += one && other;
}

// --- volunteers --------------------------------------------------------------

static bool comes(const walk *w, uint64_t subject)
{
    assay_street_dice dice =
        assay_street_dice_at(w->street->options->seed, ASSAY_STREET_COMES,
                             w->deployment * w->street->people + subject);
    return assay_street_chance(&dice, w->street->options->attendance);
}

// When and where the volunteer of the slot enters.
static void draw_entry(walk *w, assay_street_dice *dice)
{
    const double slot = w->slot_seconds;
    const double u = assay_street_uniform(dice);
    const bool joins = assay_street_chance(dice, w->street->options->overlap) &&
                       w->before >= 0 && !w->joined && w->street->people > 1;
    w->at = joins ? w->before + u * fmin(beside, slot / 2)
                  : (double)w->slot * slot + u * fmin(jitter, slot / 2);
    w->passage.camera = (uint32_t)(joins ? w->before_camera
                                         : w->slot % w->street->cameras.count);
    w->joined = joins;
    w->before = w->at;
    w->before_camera = w->passage.camera;
}

static void draw_volunteer(walk *w, uint64_t subject, uint64_t round)
{
    const assay_street *street = w->street;
    const assay_simulate_street_options *o = street->options;
    const assay_street_person person = assay_street_draw(street, subject);
    const uint64_t passage =
        (w->deployment * o->passages + round) * street->people + subject;
    w->dice = assay_street_dice_at(o->seed, ASSAY_STREET_WALK, passage);
    const bool seeded = subject < o->volunteers && person.from <= w->deployment;
    w->subject = subject;
    w->passage = (assay_street_passage){.probe = person.probe,
                                        .mated = person.mated,
                                        .own = seeded && person.enrolled
                                                   ? (uint32_t)subject
                                                   : ASSAY_STREET_NOBODY,
                                        .group = person.group,
                                        .seeded = seeded,
                                        .volunteer = true};
    draw_entry(w, &w->dice);
    draw_light(w, &w->dice, &w->passage);
    const double stays =
        stay_least + (stay_most - stay_least) * assay_street_uniform(&w->dice);
    w->passage.entered = ms_of(w, w->at);
    w->passage.left = ms_of(w, w->at + stays);
}

// Goes to the next slot in which somebody walks.
static void next_volunteer(walk *w)
{
    w->at = INFINITY;
    for (; w->slot < w->slots; w->slot++) {
        const uint64_t place = w->slot % w->wide;
        if (place >= w->street->people || !comes(w, w->order[place])) {
            w->before = -1;
            continue;
        }
        draw_volunteer(w, w->order[place], w->slot / w->wide);
        w->slot++;
        return;
    }
}

static assay_status pass_volunteer(walk *w, assay_error *err)
{
    const assay_simulate_street_options *o = w->street->options;
    if (assay_street_chance(&w->dice, o->orphans)) {
        w->walked->lost++;
    } else {
        w->passage.transit = ++w->walked->transits;
        assay_street_put_transit(w->street, &w->passage, w->subject,
                                 w->deployment, w->outputs->transits);
    }
    w->walked->beside += w->joined;
    end_intervals(w, w->at);
    count_passage(w, &w->dice, w->passage.camera);
    ASSAY_TRY(assay_street_pass(w->sink, &w->passage, &w->dice, err));
    next_volunteer(w);
    return ASSAY_OK;
}

// --- the public --------------------------------------------------------------

static void next_stranger(walk *w)
{
    w->crowd_dice =
        assay_street_dice_at(w->street->options->seed, ASSAY_STREET_CROWD,
                             w->deployment << CROWD_BITS | w->crowd_count++);
    w->crowd_at += assay_street_wait(&w->crowd_dice) / w->rate;
    if (!(w->crowd_at < w->seconds)) w->crowd_at = INFINITY;
}

static void count_faces(walk *w, assay_street_dice *dice)
{
    const double faces = assay_street_faces(w->street, w->deployment);
    const double whole = floor(faces);
    w->sink->record.passages++;
    w->sink->record.faces +=
        (uint64_t)whole + assay_street_chance(dice, faces - whole);
}

static void draw_stranger(walk *w, assay_street_dice *dice,
                          assay_street_passage *p)
{
    const assay_street *street = w->street;
    const assay_simulate_street_options *o = street->options;
    double normal[2];
    p->camera =
        assay_street_kind_at(&street->cameras, assay_street_uniform(dice));
    p->group =
        assay_street_kind_at(&street->groups, assay_street_uniform(dice));
    p->own = ASSAY_STREET_NOBODY;
    if (assay_street_chance(dice, o->prevalence)) {
        const double which = assay_street_uniform(dice);
        p->own = (uint32_t)(o->volunteers +
                            (uint64_t)(which * (double)street->operational));
        const assay_street_person person =
            assay_street_draw(street, assay_street_subject(street, p->own));
        p->group = person.group;
        p->probe = person.probe;
        p->mated = person.mated;
        return;
    }
    assay_street_normals(dice, normal);
    p->probe = normal[0];
}

static assay_status pass_stranger(walk *w, assay_error *err)
{
    assay_street_dice *dice = &w->crowd_dice;
    assay_street_passage p = {.entered = ms_of(w, w->crowd_at)};
    end_intervals(w, w->crowd_at);
    draw_stranger(w, dice, &p);
    draw_light(w, dice, &p);
    count_passage(w, dice, p.camera);
    count_faces(w, dice);
    p.left = ms_of(w, w->crowd_at + stay_most);
    ASSAY_TRY(assay_street_pass(w->sink, &p, dice, err));
    next_stranger(w);
    return ASSAY_OK;
}

// --- deployments -------------------------------------------------------------

static void shuffle(walk *w)
{
    const assay_place place = {w->street->options->seed,
                               w->deployment << ORDER_BITS, 0,
                               ASSAY_STREET_ORDER};
    const uint32_t people = (uint32_t)w->street->people;
    assay_random random = assay_random_at(place);
    for (uint32_t i = 0; i < people; i++) w->order[i] = i;
    assay_random_shuffle(&random, w->order, people);
}

static void begin_volunteers(walk *w)
{
    w->slot = 0;
    w->before = -1;
    w->joined = false;
    w->at = INFINITY;
    if (!w->street->people) return;
    shuffle(w);
    next_volunteer(w);
}

static void begin_crowd(walk *w)
{
    const assay_simulate_street_options *o = w->street->options;
    const double spread = o->crowd_spread;
    assay_street_dice dice =
        assay_street_dice_at(o->seed, ASSAY_STREET_DAY, w->deployment);
    double normal[2];
    // The first of the two is assay_street_effect().
    assay_street_normals(&dice, normal);
    w->rate = (double)o->crowd *
              assay_exp(spread * normal[1] - spread * spread / 2) / w->seconds;
    const int64_t end = ms_of(w, w->seconds);
    const int64_t to = ms_of(w, interval);
    for (size_t c = 0; c < w->street->cameras.count; c++)
        w->counted[c] =
            (assay_street_counted){.from = w->start, .to = to < end ? to : end};
    w->crowd_count = 0;
    w->crowd_at = o->crowd ? 0 : (double)INFINITY;
    if (o->crowd) next_stranger(w);
}

static assay_status go_on(const walk *w, double now, assay_error *err)
{
    const assay_simulate_street_options *o = w->street->options;
    const double steps = 1000;
    const double done = (double)w->deployment + now / w->seconds;
    return assay_go_on(&o->watch, "simulating", (uint64_t)(steps * done),
                       (uint64_t)(steps * (double)o->deployments), err);
}

static assay_status walk_past(walk *w, assay_error *err)
{
    for (unsigned i = 0;; i++) {
        const double now = fmin(w->at, w->crowd_at);
        if (isinf(now)) return ASSAY_OK;
        if (assay_street_log_full(&w->sink->log))
            assay_street_log_flush(&w->sink->log, ms_of(w, now));
        if (i % TICKS == 0) ASSAY_TRY(go_on(w, now, err));
        ASSAY_TRY(w->at <= w->crowd_at ? pass_volunteer(w, err)
                                       : pass_stranger(w, err));
    }
}

static void end_deployment(walk *w)
{
    const assay_street *street = w->street;
    assay_street_record *record = &w->sink->record;
    assay_street_dice dice =
        assay_street_dice_at(street->options->seed, ASSAY_STREET_DAY,
                             street->options->deployments + w->deployment);
    if (street->options->crowd) end_intervals(w, w->seconds);
    assay_street_log_flush(&w->sink->log, INT64_MAX);
    if (w->outputs->deployments)
        assay_street_put_deployment(street, w->deployment, record, &dice,
                                    w->outputs->deployments);
    w->walked->passages += record->passages;
    w->walked->faces += record->faces;
    w->walked->recorded[w->deployment] = *record;
    *record = (assay_street_record){0};
}

static assay_status walk_deployment(walk *w, assay_error *err)
{
    w->start =
        assay_street_day(w->street, w->deployment) * ASSAY_STREET_DAY_MS +
        OPENS;
    w->day = assay_street_effect(w->street, w->deployment);
    begin_volunteers(w);
    begin_crowd(w);
    ASSAY_TRY(walk_past(w, err));
    end_deployment(w);
    return ASSAY_OK;
}

assay_status assay_street_walk(assay_street_sink *sink,
                               const assay_street_outputs *outputs,
                               assay_arena *arena, assay_street_walked *walked,
                               assay_error *err)
{
    const assay_street *street = sink->street;
    const assay_simulate_street_options *o = street->options;
    walk w = {.sink = sink,
              .street = street,
              .outputs = outputs,
              .walked = walked,
              .seconds = o->hours * 3600,
              .wide = wide_of(street)};
    *walked = (assay_street_walked){
        .recorded = assay_arena_new(arena, (size_t)o->deployments,
                                    sizeof *walked->recorded)};
    w.order =
        assay_arena_new(arena, (size_t)street->people + 1, sizeof *w.order);
    w.counted =
        assay_arena_new(arena, street->cameras.count, sizeof *w.counted);
    if (!walked->recorded || !w.order || !w.counted)
        return assay_fail_memory(err, "the walk");
    w.slots = w.wide * o->passages;
    if (w.slots) w.slot_seconds = w.seconds / (double)w.slots;
    for (; w.deployment < o->deployments; w.deployment++)
        ASSAY_TRY(walk_deployment(&w, err));
    return ASSAY_OK;
}
