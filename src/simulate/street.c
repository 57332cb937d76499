// SPDX-License-Identifier: Apache-2.0
#include "simulate/street.h"

#include "simulate/group_texts.h"
#include "simulate/street_times.h"
#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>
#include <string.h>

// Beyond these a score holds no digit of the normal that it is made of.
static const double farthest = 100;
// 9999-12-31.
static const int64_t last_day = 2932896;
// Candidates of a passage, on average, that a log is to hold.
static const double most_candidates = 100;

static bool is_share(double value)
{
    return value >= 0 && value < 1;
}

static bool is_chance(double value)
{
    return value >= 0 && value <= 1;
}

static assay_status take_kinds(assay_texts texts, const char *form,
                               double usual_mean, assay_arena *arena,
                               assay_street_kinds *kinds, assay_error *err)
{
    const assay_group_grammar grammar = {form,
                                         "day:0.7:0.1",
                                         {-farthest, -farthest},
                                         {farthest, farthest},
                                         {usual_mean, 0}};
    assay_group_text taken[ASSAY_GROUPS_MOST];
    const size_t count = texts.count ? texts.count : 1;
    if (texts.count)
        ASSAY_TRY(assay_group_texts(&grammar, texts, arena, taken, err));
    kinds->kind = assay_arena_new(arena, count, sizeof *kinds->kind);
    if (!kinds->kind) return assay_fail_memory(err, "the street");
    kinds->count = count;
    kinds->named = texts.count > 0;
    kinds->kind[0] = (assay_street_kind){"", 1, usual_mean, 0};
    for (size_t i = 0; i < texts.count; i++)
        kinds->kind[i] =
            (assay_street_kind){taken[i].name, taken[i].share,
                                taken[i].numbers[0], taken[i].numbers[1]};
    return ASSAY_OK;
}

static assay_status take_all_kinds(assay_arena *arena, assay_street *street,
                                   assay_error *err)
{
    const assay_simulate_street_options *o = street->options;
    if (o->groups.count && !assay_group_attribute(o->attribute))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the attribute of the groups: letters, digits, "
                          "blanks and . _ + -, not subject_id");
    if (!o->cameras.count)
        return assay_fail(err, ASSAY_EUSAGE, "no camera: name one or more");
    ASSAY_TRY(take_kinds(o->groups, "NAME:SHARE:MATED MEAN:NON-MATED SHIFT",
                         o->mated_mean, arena, &street->groups, err));
    ASSAY_TRY(take_kinds(o->cameras, "NAME:SHARE:MATED SHIFT:NON-MATED SHIFT",
                         0, arena, &street->cameras, err));
    ASSAY_TRY(take_kinds(o->lights, "NAME:SHARE:MATED SHIFT:NON-MATED SHIFT", 0,
                         arena, &street->lights, err));
    if (assay_street_cells(street) > ASSAY_STREET_CELLS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%zu combinations of group, camera and light: name "
                          "fewer, for %d at most",
                          assay_street_cells(street), ASSAY_STREET_CELLS);
    return ASSAY_OK;
}

static assay_status check_days(const assay_simulate_street_options *o,
                               assay_error *err)
{
    if (!o->directory)
        return assay_fail(err, ASSAY_EUSAGE,
                          "nowhere to write: name a folder (-o DIR)");
    if (o->deployments < 1 || o->deployments > 100000)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu deployments: name 1 to 100,000",
                          (unsigned long long)o->deployments);
    if (o->every < 1 || o->every > 365)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu days between deployments: name 1 to 365",
                          (unsigned long long)o->every);
    if (!(o->hours > 0 && o->hours <= 12))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%g hours a deployment: name more than 0, up to 12",
                          o->hours);
    return ASSAY_OK;
}

static assay_status check_people(const assay_simulate_street_options *o,
                                 assay_error *err)
{
    const uint64_t people = o->volunteers + o->others;
    if (o->volunteers > 1000000 || o->others > 1000000)
        return assay_fail(err, ASSAY_EUSAGE,
                          "volunteers: name up to 1,000,000 on the list, and "
                          "as many who are not");
    if (people && (o->passages < 1 || o->passages > 10000))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu passages of a volunteer in a deployment: name "
                          "1 to 10,000",
                          (unsigned long long)o->passages);
    if (!people && !o->crowd)
        return assay_fail(err, ASSAY_EUSAGE,
                          "neither volunteers nor a crowd: nobody walks past");
    if (o->crowd > 100000000)
        return assay_fail(err, ASSAY_EUSAGE,
                          "a crowd of %llu: name up to 100,000,000 passages a "
                          "deployment",
                          (unsigned long long)o->crowd);
    if (!(o->crowd_spread >= 0 && o->crowd_spread <= 3))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the spread of the crowd is that of a logarithm: "
                          "name 0 to 3");
    if (!is_chance(o->attendance) || !(o->attendance > 0))
        return assay_fail(err, ASSAY_EUSAGE,
                          "attendance is a chance: name more than 0, up to 1");
    return ASSAY_OK;
}

static assay_status check_list(const assay_simulate_street_options *o,
                               assay_error *err)
{
    if (o->watchlist < 1 || o->watchlist > 10000000)
        return assay_fail(err, ASSAY_EUSAGE,
                          "a watchlist of %llu: name 1 to 10,000,000 entries",
                          (unsigned long long)o->watchlist);
    if (o->filler > o->watchlist || o->volunteers > o->watchlist - o->filler)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu volunteers and %llu filler entries do not fit "
                          "a watchlist of %llu",
                          (unsigned long long)o->volunteers,
                          (unsigned long long)o->filler,
                          (unsigned long long)o->watchlist);
    if (o->prevalence > 0 && o->crowd &&
        o->volunteers + o->filler == o->watchlist)
        return assay_fail(err, ASSAY_EUSAGE,
                          "listed people are to walk past, but no entry is "
                          "operational: name a larger watchlist, or a "
                          "prevalence of 0");
    return ASSAY_OK;
}

static assay_status check_shares(const assay_simulate_street_options *o,
                                 assay_error *err)
{
    const struct {
        const char *what;
        double value;
    } shares[] = {{"prevalence", o->prevalence},
                  {"the share of entries that failed", o->unenrolled},
                  {"the share of entries that come late", o->late},
                  {"the share of passages not acquired", o->unacquired},
                  {"the share of passages side by side", o->overlap},
                  {"the share of passages that the log lacks", o->orphans},
                  {"the share of alerts never verified", o->unverified}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (!is_chance(shares[i].value))
            return assay_fail(err, ASSAY_EUSAGE, "%s: name 0 to 1",
                              shares[i].what);
    if (!is_chance(o->operator_hit) || !is_chance(o->operator_false) ||
        !is_share(o->operator_effect) || o->operators > 1000)
        return assay_fail(err, ASSAY_EUSAGE,
                          "operators: up to 1000, who find a share of 0 to 1 "
                          "of the right and of the wrong alerts credible, with "
                          "an effect of 0 or more, below 1");
    return ASSAY_OK;
}

static assay_status check_counting(const assay_simulate_street_options *o,
                                   assay_error *err)
{
    if (o->counters > 2 || !is_chance(o->counted))
        return assay_fail(err, ASSAY_EUSAGE,
                          "counters: 0 to 2, who count a share of 0 to 1");
    if (!(o->faces_per_person > 0 && o->faces_per_person <= 1000))
        return assay_fail(err, ASSAY_EUSAGE,
                          "faces counted of a passage: name more than 0, up "
                          "to 1000");
    if (!(o->repeats >= 0 && o->repeats <= 100))
        return assay_fail(err, ASSAY_EUSAGE,
                          "further rows of a candidate: name 0 to 100");
    if (!(o->latency > 0 && o->latency <= 60))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the median latency: name more than 0, up to 60 "
                          "seconds");
    if (!(fabs(o->clock_offset) <= 86400 && fabs(o->clock_drift) <= 600))
        return assay_fail(err, ASSAY_EUSAGE,
                          "clocks: an offset within a day, a drift within 10 "
                          "minutes an hour");
    return ASSAY_OK;
}

static assay_status check_effects(const assay_simulate_street_options *o,
                                  assay_error *err)
{
    const double a = o->probe_effect, b = o->reference_effect;
    const double w = o->passage_effect, d = o->deployment_effect;
    const double c = o->mated_effect;
    if (!is_share(a) || !is_share(b) || !is_share(w) || !is_share(c) ||
        !is_share(d))
        return assay_fail(err, ASSAY_EUSAGE,
                          "an effect is a share of the variance: name 0 or "
                          "more, below 1");
    if (!(a + b + w + d < 1) || !(a + w + d <= 0.99) || !(c + w < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the effects take up all of the variance: those of "
                          "probe, reference, passage and deployment must sum "
                          "to less than 1, those of mated and passage too");
    if (!(fabs(o->mated_mean) <= farthest))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the mated mean is counted in standard deviations: "
                          "name -%g to %g",
                          farthest, farthest);
    return ASSAY_OK;
}

static double largest_shift(const assay_street_kinds *kinds)
{
    double most = kinds->kind[0].shift;
    for (size_t i = 1; i < kinds->count; i++)
        most = fmax(most, kinds->kind[i].shift);
    return most;
}

// The floor decides how many candidates a passage has.
static assay_status check_floor(const assay_street *street, assay_error *err)
{
    const double shift = largest_shift(&street->groups) +
                         largest_shift(&street->cameras) +
                         largest_shift(&street->lights);
    const double above = street->floor - shift;
    const double candidates =
        (double)street->options->watchlist * assay_normal_cdf(-above);
    if (!(street->threshold <= 30 && street->floor <= street->threshold))
        return assay_fail(err, ASSAY_EUSAGE,
                          "threshold and logging floor: name up to 30 standard "
                          "deviations, the floor not above the threshold");
    if (!(above > 0.5))
        return assay_fail(err, ASSAY_EUSAGE,
                          "a logging floor of %g is not above the scores of "
                          "strangers, shifted by up to %g: name a larger one",
                          street->floor, shift);
    if (candidates > most_candidates)
        return assay_fail(err, ASSAY_EUSAGE,
                          "above %g a passage has %.0f candidates on average: "
                          "name a larger threshold or floor, or a smaller list",
                          street->floor, candidates);
    return ASSAY_OK;
}

static assay_status take_change(const char *text, assay_street *street,
                                assay_error *err)
{
    const size_t date = strcspn(text, ":");
    const assay_slice day = {text, date};
    bool overflow = false;
    if (text[date] && assay_street_day_parse(day, &street->change_day) &&
        assay_parse_double(assay_slice_of(text + date + 1), &street->change,
                           &overflow) &&
        street->change > 0 && street->change <= 1000)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "counter change: %.40s is not a day and a factor up to "
                      "1000, such as 2024-03-05:4.5",
                      text);
}

static assay_status take_dates(assay_street *street, assay_error *err)
{
    const assay_simulate_street_options *o = street->options;
    street->change = 1;
    street->change_day = INT64_MAX;
    if (!o->start ||
        !assay_street_day_parse(assay_slice_of(o->start), &street->first_day))
        return assay_fail(err, ASSAY_EUSAGE,
                          "start: %.40s is no day from 1971 to 2999, such as "
                          "2024-01-09",
                          o->start ? o->start : "");
    if (assay_street_day(street, o->deployments) > last_day)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu deployments, %llu days from one to the next, "
                          "end after the year 9999: name fewer of either",
                          (unsigned long long)o->deployments,
                          (unsigned long long)o->every);
    if (!o->counter_change) return ASSAY_OK;
    return take_change(o->counter_change, street, err);
}

assay_status assay_street_make(const assay_simulate_street_options *options,
                               assay_arena *arena, assay_street *street,
                               assay_error *err)
{
    const assay_simulate_street_options *o = options;
    ASSAY_TRY(check_days(o, err));
    ASSAY_TRY(check_people(o, err));
    ASSAY_TRY(check_list(o, err));
    ASSAY_TRY(check_shares(o, err));
    ASSAY_TRY(check_counting(o, err));
    ASSAY_TRY(check_effects(o, err));
    const double a = o->probe_effect, b = o->reference_effect;
    const double w = o->passage_effect, d = o->deployment_effect;
    const double c = o->mated_effect;
    *street = (assay_street){
        .options = o,
        .factors = {sqrt(a), sqrt(b), sqrt(w), sqrt(d), sqrt(1 - a - b - w - d),
                    sqrt(c), sqrt(1 - c - w)},
        .threshold = o->threshold,
        .floor = isnan(o->floor) ? o->threshold : o->floor,
        .people = o->volunteers + o->others,
        .operational = o->watchlist - o->filler - o->volunteers};
    street->alert_from = (float)street->threshold;
    street->logged_from = (float)street->floor;
    ASSAY_TRY(take_all_kinds(arena, street, err));
    ASSAY_TRY(take_dates(street, err));
    return check_floor(street, err);
}

assay_status assay_street_go_on(const assay_street *street, const char *stage,
                                uint64_t i, uint64_t all, assay_error *err)
{
    enum { OFTEN = 1 << 12 };
    if (i % OFTEN != 0) return ASSAY_OK;
    return assay_go_on(&street->options->watch, stage, i, all, err);
}

double assay_street_span(const assay_street *street)
{
    const assay_street_kinds *all[] = {&street->groups, &street->cameras,
                                       &street->lights};
    double sum = 0;
    for (size_t k = 0; k < 3; k++) {
        double most = 0;
        for (size_t i = 0; i < all[k]->count; i++)
            most = fmax(most, fabs(all[k]->kind[i].shift));
        sum += most;
    }
    return sum;
}

uint32_t assay_street_kind_at(const assay_street_kinds *kinds, double u)
{
    double upto = kinds->kind[0].share;
    uint32_t i = 0;
    while (i + 1 < kinds->count && u >= upto) upto += kinds->kind[++i].share;
    return i;
}

assay_street_person assay_street_draw(const assay_street *street,
                                      uint64_t subject)
{
    const assay_simulate_street_options *o = street->options;
    assay_street_dice dice =
        assay_street_dice_at(o->seed, ASSAY_STREET_PERSON, subject);
    double pair[2], other[2];
    assay_street_normals(&dice, pair);
    assay_street_normals(&dice, other);
    assay_street_person person = {
        .probe = pair[0], .reference = pair[1], .mated = other[0]};
    person.group =
        assay_street_kind_at(&street->groups, assay_street_uniform(&dice));
    person.enrolled =
        subject >= o->volunteers || !assay_street_chance(&dice, o->unenrolled);
    if (subject < o->volunteers && assay_street_periods(street) > 1 &&
        assay_street_chance(&dice, o->late))
        person.from = assay_street_middle(street);
    return person;
}

double assay_street_effect(const assay_street *street, uint64_t deployment)
{
    assay_street_dice dice = assay_street_dice_at(street->options->seed,
                                                  ASSAY_STREET_DAY, deployment);
    double pair[2];
    assay_street_normals(&dice, pair);
    return pair[0];
}

double assay_street_faces(const assay_street *street, uint64_t deployment)
{
    const bool changed =
        assay_street_day(street, deployment) >= street->change_day;
    return street->options->faces_per_person * (changed ? street->change : 1);
}
