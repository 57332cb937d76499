// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_claim.h"

#include "base/days.h"
#include "base/fail.h"
#include "base/figure_place.h"
#include "base/people_figures.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

// The year of a row; -1 where its date spans more than one, or is none.
static int year_of(const assay_deployed *row)
{
    if (row->when == ASSAY_WHEN_NONE) return -1;
    const int year = assay_days_year(row->first);
    return year == assay_days_year(row->last) ? year : -1;
}

static bool has_years(const assay_operational_study *study)
{
    const assay_texts *by = &study->asked->options->common.by;
    int seen = -1;
    for (size_t i = 0; i < by->count; i++)
        if (strcmp(by->items[i], "year") == 0) return false;
    for (size_t i = 0; i < study->rows.count; i++) {
        const int year = year_of(&study->rows.rows[i]);
        if (year >= 0 && seen >= 0 && year != seen) return true;
        seen = year >= 0 ? year : seen;
    }
    return false;
}

static assay_status add_year(assay_operational_study *study, int year,
                             assay_error *err)
{
    assay_arena *arena = &study->ledger->arena;
    size_t *rows = assay_arena_new(arena, study->rows.count, sizeof *rows);
    assay_label *label = assay_arena_new(arena, 1, sizeof *label);
    if (!rows || !label) return assay_fail_memory(err, "the years");
    assay_operational_group group = {
        .labels = label, .label_count = 1, .rows = rows};
    *label = (assay_label){"year", assay_arena_format(arena, "%d", year)};
    if (!label->value) return assay_fail_memory(err, "the years");
    for (size_t i = 0; i < study->rows.count; i++)
        if (year_of(&study->rows.rows[i]) == year) rows[group.count++] = i;
    assay_operational_figures(study, &group);
    return ASSAY_OK;
}

assay_status assay_claim_years(assay_operational_study *study, assay_error *err)
{
    int last = -1;
    if (!has_years(study)) return ASSAY_OK;
    // Rows stand by their first day.
    for (size_t i = 0; i < study->rows.count; i++) {
        const int year = year_of(&study->rows.rows[i]);
        if (year <= last) continue;
        last = year;
        ASSAY_TRY(add_year(study, year, err));
    }
    return ASSAY_OK;
}

static bool is_claimed(const assay_operational_study *study, double rate)
{
    const assay_ledger *ledger = study->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *f = &ledger->entries[i].figure;
        if (strcmp(f->name, "claim") == 0 &&
            fabs(f->value - assay_double_as_printed(rate, 9)) <= 0)
            return true;
    }
    return false;
}

static void add_claim(assay_operational_study *study, const char *text,
                      double rate)
{
    const assay_at at = {"rate", assay_double_as_printed(rate, 9)};
    const assay_cell all = {.people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(study->ledger, &all),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = "claim";
    entry.figure.at = &at;
    entry.figure.at_count = 1;
    entry.figure.value = at.value;
    entry.figure.unit = "proportion";
    entry.figure.interval = "none";
    entry.figure.note = text;
    (void)assay_ledger_add(study->ledger, &entry, false);
}

assay_status assay_claim_figures(assay_operational_study *study,
                                 assay_error *err)
{
    const assay_texts *claims = &study->asked->options->claims;
    for (size_t i = 0; i < claims->count; i++) {
        assay_claim claim;
        ASSAY_TRY(assay_claim_read(claims->items[i], &claim, err));
        if (!is_claimed(study, claim.rate))
            add_claim(study, claims->items[i], claim.rate);
    }
    return ASSAY_OK;
}

static bool is_of_people(const assay_operational_study *study,
                         const char *attribute)
{
    for (size_t g = 0; g < study->rows.group_count; g++)
        if (strcmp(study->rows.groups[g].label.attribute, attribute) == 0)
            return true;
    return false;
}

bool assay_claim_holds(const assay_operational_study *study, size_t row,
                       const assay_figure *figure)
{
    const assay_deployed *of = &study->rows.rows[row];
    for (size_t i = 0; i < figure->group_count; i++) {
        const assay_label *want = &figure->group[i];
        // Every row has alerts of every group of people.
        bool found = is_of_people(study, want->attribute);
        for (size_t k = 0; k < study->rows.label_count; k++)
            found = found ||
                    (strcmp(of->labels[k].attribute, want->attribute) == 0 &&
                     strcmp(of->labels[k].value, want->value) == 0);
        if (found) continue;
        uint64_t year = 0;
        if (strcmp(want->attribute, "year") != 0 ||
            !assay_parse_uint(assay_slice_of(want->value), &year) ||
            year_of(of) != (int)year)
            return false;
    }
    return true;
}

// Readings as they are gathered.
static const char right_alerts[] = "true alerts per alert";

typedef struct gatherer {
    const assay_operational_study *study;
    const assay_claim *claim;
    assay_reading *all;
    assay_readings *out;
} gatherer;

// Trials are 1 where they are no whole number.
assay_claim_counts assay_claim_counts_of(const assay_figure *f,
                                         assay_reading_end end)
{
    const bool whole = f->trials > 0;
    const double trials = whole ? (double)f->trials : 1;
    const double rate = end == ASSAY_READING_MOST    ? f->bounds[1]
                        : end == ASSAY_READING_LEAST ? f->bounds[0]
                                                     : f->value;
    const double events = whole ? floor(rate * trials + 0.5) : rate;
    if (end == ASSAY_READING_REST)
        return (assay_claim_counts){trials - events, trials, 1 - f->high,
                                    1 - f->low};
    return (assay_claim_counts){events, trials, f->low, f->high};
}

static void add(gatherer *g, const assay_figure *f, assay_reading_end end)
{
    const assay_claim_counts counts = assay_claim_counts_of(f, end);
    const assay_claim_verdict verdict = assay_claim_hold(g->claim, &counts);
    g->all[g->out->count++] = (assay_reading){f, end, counts, verdict};
    g->out->of[verdict]++;
}

// Whether the same rows have a rate of that name.
static bool has(const gatherer *g, const assay_figure *of, const char *name)
{
    const assay_ledger *ledger = g->study->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *f = &ledger->entries[i].figure;
        if (strcmp(f->name, name) == 0 && assay_figure_same_group(f, of))
            return true;
    }
    return false;
}

// Whether alerts of one outcome alone are recorded, so that a claim may be of
// all others.
static bool is_alone(const gatherer *g, const assay_figure *f)
{
    if (strcmp(f->name, right_alerts) == 0)
        return !has(g, f, assay_operational_false_alerts);
    return strcmp(f->name, assay_operational_false_alerts) == 0 &&
           !has(g, f, right_alerts);
}

static void add_figure(gatherer *g, const assay_figure *f)
{
    const bool either = strcmp(f->name, assay_operational_either) == 0;
    if (!either) add(g, f, ASSAY_READING_SEEN);
    if (either && f->bounds[0] < f->value) add(g, f, ASSAY_READING_LEAST);
    if (f->bounds[1] > f->value) add(g, f, ASSAY_READING_MOST);
    if (is_alone(g, f)) add(g, f, ASSAY_READING_REST);
}

// The number of a definition that claims are held against; 64: it is none.
static size_t definition_of(const assay_figure *f)
{
    const assay_pooled_rate *rate = assay_timeline_rate(f->name);
    const assay_people_figure people = assay_people_figure_of(f);
    if (rate) return (size_t)(rate - assay_operational_rates);
    if (people == ASSAY_OF_GROUP_SHARE_FALSE || people == ASSAY_OF_GROUP_RATE)
        return assay_operational_rate_count + (size_t)people;
    return 64;
}

static bool is_reading(const assay_figure *f)
{
    return definition_of(f) < 64 && !isnan(f->value) &&
           strcmp(f->unit, "proportion") == 0;
}

// Figures of a group stand together; a definition is counted where it is first
// seen.
static void count_kinds(assay_readings *r)
{
    uint64_t seen[ASSAY_READING_ENDS] = {0};
    for (size_t i = 0; i < r->count; i++) {
        const assay_reading *a = &r->all[i];
        const uint64_t bit = UINT64_C(1) << definition_of(a->figure);
        r->definitions += !(seen[a->end] & bit);
        seen[a->end] |= bit;
        r->groups +=
            i == 0 || !assay_figure_same_group(r->all[i - 1].figure, a->figure);
    }
}

assay_status assay_claim_readings(const assay_operational_study *study,
                                  const assay_claim *claim,
                                  assay_readings *readings, assay_error *err)
{
    const assay_ledger *ledger = study->ledger;
    *readings = (assay_readings){.count = 0};
    // At most as many of a figure as there are ends.
    gatherer g = {study, claim,
                  assay_arena_new(&study->ledger->arena,
                                  ASSAY_READING_ENDS * ledger->count + 1,
                                  sizeof *g.all),
                  readings};
    if (!g.all) return assay_fail_memory(err, "the claim");
    for (size_t i = 0; i < ledger->count; i++)
        if (is_reading(&ledger->entries[i].figure))
            add_figure(&g, &ledger->entries[i].figure);
    readings->all = g.all;
    count_kinds(readings);
    return ASSAY_OK;
}

assay_status assay_claim_answer(assay_operational_study *study,
                                assay_error *err)
{
    const assay_texts *claims = &study->asked->options->claims;
    for (size_t i = 0; i < claims->count; i++) {
        assay_claim claim;
        assay_readings readings;
        ASSAY_TRY(assay_claim_read(claims->items[i], &claim, err));
        ASSAY_TRY(assay_claim_readings(study, &claim, &readings, err));
        assay_claim_say(study, claims->items[i], &claim, &readings);
    }
    return ASSAY_OK;
}
