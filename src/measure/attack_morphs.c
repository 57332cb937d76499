// SPDX-License-Identifier: Apache-2.0
// Morphs: how many match all their contributors, in one system or in several
// (docs/statistics.md 7.4).
#include "measure/attack_parts.h"

#include "base/alloc.h"
#include "measure/morph_design.h"
#include "measure/points.h"
#include "stats/morphs.h"

#include <math.h>

enum { ATTEMPTS_MOST = 100 };

// What is held of morphs while they are measured.
typedef struct room {
    assay_morph_design design;
    size_t systems;
    uint64_t *counts;      // of each pair
    assay_contributor *of; // of each system, of each place of a contributor
    uint64_t *tried;       // of each morph, of each system: of the contributor
    uint64_t *matched;     // with the fewest, attempts, and those that match
    bool *event;           // of each morph
    uint64_t attempts;     // the most of a contributor
} room;

static void drop_room(room *r)
{
    assay_morph_design_end(&r->design);
    assay_free(r->counts);
    assay_free(r->of);
    assay_free(r->tried);
    assay_free(r->matched);
    assay_free(r->event);
}

static bool make_room(const assay_attack_set *set, room *r)
{
    const size_t morphs = set->morph_count;
    r->systems = set->system_count ? set->system_count : 1;
    if (!assay_morph_design_begin(set, &r->design)) return false;
    const size_t places = r->design.places;
    r->counts = assay_new(0, set->pairs + 1, sizeof *r->counts);
    r->of = assay_new(0, places * r->systems + 1, sizeof *r->of);
    r->tried = assay_new(0, morphs * r->systems + 1, sizeof *r->tried);
    r->matched = assay_new(0, morphs * r->systems + 1, sizeof *r->matched);
    r->event = assay_new(0, morphs + 1, sizeof *r->event);
    return r->counts && r->of && r->tried && r->matched && r->event;
}

// The contributors of a morph in a system.
static assay_contributor *of_morph(const room *r, size_t morph, size_t system)
{
    return r->of + system * r->design.places + r->design.morphs[morph].first;
}

static assay_contributor *of_pair(const assay_attack_set *set, const room *r,
                                  size_t pair)
{
    return r->of + set->system_of[pair] * r->design.places +
           r->design.place_of[pair];
}

static void find_least(const assay_attack_set *set, room *r, size_t system)
{
    for (size_t m = 0; m < set->morph_count; m++) {
        const assay_contributor *of = of_morph(r, m, system);
        uint64_t *tried = &r->tried[m * r->systems + system];
        uint64_t *matched = &r->matched[m * r->systems + system];
        *tried = *matched = UINT64_MAX;
        for (size_t i = 0; i < r->design.morphs[m].count; i++) {
            if (of[i].attempts < *tried) *tried = of[i].attempts;
            if (of[i].passed < *matched) *matched = of[i].passed;
        }
    }
}

static assay_status count_attempts(const assay_attack_set *set, room *r,
                                   assay_error *err)
{
    ASSAY_TRY(assay_presented_totals(set->morphs, NULL, r->counts, err));
    for (size_t i = 0; i < set->pairs; i++) {
        of_pair(set, r, i)->attempts = r->counts[i];
        if (r->counts[i] > r->attempts) r->attempts = r->counts[i];
    }
    return ASSAY_OK;
}

// What of each contributor, compared by a system, has a score at `key` or
// above.
static assay_status count_passed(const assay_attack_set *set, uint32_t key,
                                 size_t system, room *r, assay_error *err)
{
    const assay_presented_keys at = {&key, 1, NULL};
    ASSAY_TRY(assay_presented_above(set->morphs, &at, r->counts, err));
    for (size_t i = 0; i < set->pairs; i++)
        if (set->system_of[i] == system)
            of_pair(set, r, i)->passed = r->counts[i];
    find_least(set, r, system);
    return ASSAY_OK;
}

static const char *strict(const assay_attack_part *p)
{
    return p->v->facts->distance ? "lt" : "gt";
}

// A figure of morphs. A score that is equal to a threshold given does not
// count, whatever the rule.
static assay_figure figure_at(const assay_attack_part *p,
                              const assay_attack_spot *spot, const char *name)
{
    assay_figure figure = assay_attack_figure(p, spot, name);
    figure.rule = spot->given ? strict(p) : assay_study_rule(p->v);
    figure.of = "morphs";
    if (spot->few) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    return figure;
}

// The share of morphs that are events.
static void put_share(assay_attack_part *p, room *r, assay_figure *figure)
{
    const assay_estimate rate = assay_morph_design_rate(
        &r->design, r->event, p->v->options->common.confidence);
    if (!figure->note && r->design.shared && rate.events &&
        assay_morph_design_independent(&r->design))
        figure->note = "a contributor can be in many morphs, which are not all "
                       "of two people: the interval is too narrow";
    assay_attack_put_rate(p, figure, &rate, NULL);
}

static void put_best(assay_attack_part *p, room *r,
                     const assay_attack_spot *spot, size_t system)
{
    assay_figure figure = figure_at(p, spot, "MMPMR");
    for (size_t m = 0; m < p->set->morph_count; m++)
        r->event[m] = r->matched[m * r->systems + system] > 0;
    put_share(p, r, &figure);
}

static void put_all(assay_attack_part *p, room *r,
                    const assay_attack_spot *spot, size_t system)
{
    assay_figure figure = figure_at(p, spot, "MMPMR of all attempts");
    for (size_t m = 0; m < p->set->morph_count; m++)
        r->event[m] =
            assay_morphs_all(of_morph(r, m, system), r->design.morphs[m].count);
    put_share(p, r, &figure);
}

static void put_product(assay_attack_part *p, const room *r,
                        const assay_attack_spot *spot, size_t system)
{
    assay_morphs sum = {0};
    for (size_t m = 0; m < p->set->morph_count; m++)
        assay_morphs_add(&sum, of_morph(r, m, system),
                         r->design.morphs[m].count);
    assay_figure figure = figure_at(p, spot, "ProdAvg-MMPMR");
    figure.value = assay_morphs_prod_avg(&sum);
    figure.note = "mean over morphs; no interval";
    assay_attack_put(p, &figure, NULL, NULL);
}

static void put_system(assay_attack_part *p, room *r,
                       const assay_attack_spot *spot, size_t system)
{
    put_best(p, r, spot, system);
    put_all(p, r, spot, system);
    put_product(p, r, spot, system);
}

// ---- MAP -------------------------------------------------------------------

// Morphs that could not be matched as often, so many attempts not having been
// made.
static const char *note_short(assay_attack_part *p, const room *r,
                              uint64_t attempts, size_t systems)
{
    unsigned long long n = 0;
    for (size_t m = 0; m < p->set->morph_count; m++)
        n += assay_morphs_systems(r->tried + m * r->systems, r->systems,
                                  attempts) < systems;
    return n ? assay_ledger_text(
                   &p->v->ledger,
                   "of %llu morph%s too few attempts were made for it", n,
                   n == 1 ? "" : "s")
             : NULL;
}

static void put_cell(assay_attack_part *p, room *r,
                     const assay_attack_spot *spot, uint64_t attempts,
                     size_t systems)
{
    const assay_at at[] = {
        spot->at, {"attempts", (double)attempts}, {"systems", (double)systems}};
    const size_t skip = spot->at.key ? 0 : 1;
    assay_figure figure = figure_at(p, spot, "MAP");
    figure.at = at + skip;
    figure.at_count = 3 - skip;
    figure.note = note_short(p, r, attempts, systems);
    for (size_t m = 0; m < p->set->morph_count; m++)
        r->event[m] = assay_morphs_systems(r->matched + m * r->systems,
                                           r->systems, attempts) >= systems;
    put_share(p, r, &figure);
}

static void put_map(assay_attack_part *p, room *r,
                    const assay_attack_spot *spot)
{
    if (r->attempts < 2 && r->systems < 2) return; // MMPMR says it
    for (uint64_t a = 1; a <= r->attempts && a <= ATTEMPTS_MOST; a++)
        for (size_t s = 1; s <= r->systems; s++) put_cell(p, r, spot, a, s);
}

// ---- One system at thresholds, or several at their own -------------------

static assay_status put_one(assay_attack_part *p, room *r, assay_error *err)
{
    for (size_t s = 0; s < p->spot_count; s++) {
        const assay_attack_spot *spot = &p->spots[s];
        const bool equal = spot->given && p->v->options->rule == ASSAY_GE;
        ASSAY_TRY(count_passed(p->set, spot->key + (equal ? 1 : 0), 0, r, err));
        put_system(p, r, spot, 0);
        put_map(p, r, spot);
    }
    return ASSAY_OK;
}

static assay_status put_named(assay_attack_part *p, room *r, size_t s,
                              assay_error *err)
{
    const assay_attack_system *system = &p->set->systems[s];
    const assay_label label = {"system", system->name};
    const assay_attack_group of = {.labels = &label, .label_count = 1};
    assay_attack_spot spot = {.at = {"threshold", system->threshold},
                              .threshold = system->threshold,
                              .given = true};
    if (!assay_points_key(p->v, system->threshold, &spot.key))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--system %s: its threshold must be a number that a "
                          "float32 can hold",
                          system->name);
    const bool equal = p->v->options->rule == ASSAY_GE;
    ASSAY_TRY(count_passed(p->set, spot.key + (equal ? 1 : 0), s, r, err));
    p->group = &of;
    p->present = UINT64_MAX;
    put_system(p, r, &spot, s);
    p->group = NULL;
    return ASSAY_OK;
}

static assay_status put_several(assay_attack_part *p, room *r, assay_error *err)
{
    const assay_attack_spot own = {.threshold = NAN, .given = true};
    for (size_t s = 0; s < r->systems; s++) ASSAY_TRY(put_named(p, r, s, err));
    put_map(p, r, &own);
    return ASSAY_OK;
}

assay_status assay_attack_morphs(assay_attack_part *p, assay_error *err)
{
    ASSAY_AUTO(drop_room) room r = {.systems = 0};
    if (!p->set->pairs) return ASSAY_OK;
    if (!make_room(p->set, &r)) return assay_fail_memory(err, "the morphs");
    ASSAY_TRY(count_attempts(p->set, &r, err));
    return (p->set->system_count ? put_several : put_one)(p, &r, err);
}
