// SPDX-License-Identifier: Apache-2.0
// FPIR at other watchlist sizes: exact up to the size tested, beyond it a limit
// and, where K varies as it does for a beta-binomial, an estimate. Whatever is
// worked out for a size is worked out for each K once, not for each search.
#include "base/alloc.h"
#include "measure/ident_field.h"
#include "measure/sentences.h"
#include "stats/elementary.h"
#include "stats/watchlist.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS = 6, LADDER = 64 };
// How far beyond the size tested anything is said.
static const double beyond_most = 10;

typedef assay_ident_field field;

// A list of sizes, ascending, each once.
typedef struct ladder {
    double *steps;
    size_t count;
} ladder;

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

// Sizes to work out: those asked for, or 10, 30, 100..., the size that was
// searched and the size that could be tested.
static bool make_ladder(const field *f, ladder *sizes)
{
    const assay_numbers *asked = &f->part->all->input.options->sizes;
    sizes->steps = assay_new(0, asked->count + LADDER, sizeof *sizes->steps);
    double *steps = sizes->steps;
    size_t n = 0;
    if (!steps) return false;
    for (; n < asked->count; n++) steps[n] = asked->items[n];
    if (!n) {
        const double most = beyond_most * (double)f->least;
        for (double ten = 10; ten <= most && n + 4 < LADDER; ten *= 10) {
            steps[n++] = ten;
            if (3 * ten <= most) steps[n++] = 3 * ten;
        }
        steps[n++] = (double)f->least;
        if (f->part->all->size <= f->least)
            steps[n++] = (double)f->part->all->size;
    }
    qsort(steps, n, sizeof *steps, ascending);
    for (size_t i = 0; i < n; i++)
        if (steps[i] >= 1 && (!i || steps[i] > steps[i - 1]))
            steps[sizes->count++] = steps[i];
    return true;
}

// What is said of sizes beyond the test.
typedef struct beyond {
    assay_beta_binomial fit;
    double fmr;    // false matches per identity searched
    double tested; // FPIR at the greatest size tested
} beyond;

static const char *number(const field *f, uint64_t count)
{
    const char *text = assay_spoken_number(&f->part->all->ledger->arena, count);
    if (!text) f->part->all->ledger->no_memory = true;
    return text ? text : "";
}

static void tell_beyond(const field *f, double size, const beyond *past,
                        assay_figure *figure)
{
    const double limit = assay_union_limit(past->fmr, size);
    const bool fits = !__builtin_isnan(past->fit.a);
    const double raw = fits ? assay_beta_binomial_hit(past->fit, size)
                            : assay_chance_any(past->fmr, size);
    if (size > beyond_most * (double)f->least || (!f->sum && !f->cut)) {
        figure->status = ASSAY_FIGURE_REFUSED;
        figure->note =
            f->sum || f->cut
                ? assay_ledger_text(
                      f->part->all->ledger,
                      "beyond the test: no list of more than %s was "
                      "searched, and nothing is said past ten times that",
                      number(f, f->least))
                : "beyond the test, in which no search named anybody";
        return;
    }
    if (f->cut) {
        assay_ident_set_bounds(past->tested, limit, figure);
        figure->note =
            assay_ident_join(f->part, "beyond the test", figure->note);
        return;
    }
    figure->value = raw < limit ? raw : limit;
    if (figure->value < past->tested) figure->value = past->tested;
    figure->bounds[0] = past->tested;
    figure->bounds[1] = limit > past->tested ? limit : past->tested;
    figure->note = assay_ledger_text(
        f->part->all->ledger,
        "beyond the test: no list of more than %s was searched; %s, at most "
        "the size times the FMR",
        number(f, f->least),
        fits ? "beta-binomial estimate" : "estimate from equal chances");
}

static void tell_within(field *f, double size, assay_figure *figure)
{
    const assay_ident_part *part = f->part;
    const assay_estimate rate = assay_ident_field_estimate(f, (uint64_t)size);
    assay_ident_set_rate(part, &rate, figure);
    figure->events = -1;
    figure->trials = -1;
    if (!(rate.value > 0) && part->all->random)
        figure->note = assay_ident_join(part, figure->note,
                                        "not guaranteed for other lists");
    if (f->open > 0)
        assay_ident_set_bounds(rate.value,
                               rate.value + f->open / (double)f->count, figure);
}

// Sizes of drawn lists are worked out from other searches than the head of the
// table: where the two differ, a reader must know why.
static const char *note_pool(const field *f)
{
    const assay_searches *s = f->part->all->searches;
    if (s->pool >= s->gallery_count) return NULL;
    return assay_ledger_text(
        f->part->all->ledger,
        "worked out from searches of all %s people who could be listed, each "
        "off the list in their own; FPIR of the drawn lists rests on other "
        "searches and differs from it",
        number(f, s->galleries[s->pool].identities));
}

// One row of the curve, and a figure.
static void tell_size(field *f, const assay_ident_spot *spot, double size,
                      const beyond *past, double *row)
{
    const assay_ident_part *part = f->part;
    assay_at at[4];
    size_t n = assay_ident_at(spot, at);
    at[n++] = (assay_at){"watchlist_size", size};
    assay_figure figure = assay_ident_figure(part, "FPIR", "proportion");
    assay_ident_set_spot(part, spot, at, n, &figure);
    figure.watchlist_size = (int64_t)size;
    figure.per = "search";
    figure.of = "searches by people not on the list";
    figure.target = part->all->random ? "random watchlist" : "fixed watchlist";
    const bool within = size <= (double)f->least;
    if (within)
        tell_within(f, size, &figure);
    else
        tell_beyond(f, size, past, &figure);
    figure.note = assay_ident_join(part, figure.note, note_pool(f));
    row[0] = size;
    row[1] = within ? figure.value : (double)NAN;
    row[2] = figure.low;
    row[3] = figure.high;
    row[4] = size < (double)f->least ? (double)NAN
             : within                ? figure.value
                                     : figure.bounds[1];
    row[5] = within ? (double)NAN : figure.value;
    assay_ident_add(part, &figure, NULL, false);
}

static void tell_ladder(field *f, const assay_ident_spot *spot,
                        const ladder *sizes)
{
    static const char *const columns[COLUMNS] = {
        "watchlist_size", "FPIR", "low", "high", "bound", "estimate"};
    const assay_ident_part *part = f->part;
    assay_ledger *ledger = part->all->ledger;
    ASSAY_AUTO(assay_drop)
    double *values = assay_new(0, sizes->count, COLUMNS * sizeof *values);
    if (!values) {
        ledger->no_memory = true;
        return;
    }
    const beyond past = {.fit = assay_ident_field_fit(f),
                         .fmr = assay_watchlist_selectivity(
                             (double)f->sum + f->hidden, f->slots, 1),
                         .tested = assay_ident_field_cluster(f, f->least).rate};
    for (size_t i = 0; i < sizes->count; i++)
        tell_size(f, spot, sizes->steps[i], &past, values + i * COLUMNS);
    const assay_curve curve = {
        .id = assay_ident_curve_id(part, "FPIR by watchlist size", spot),
        .name = "FPIR by watchlist size",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = sizes->count,
        .note = assay_ident_join(part,
                                 "exact up to the size tested; beyond it a "
                                 "limit and an estimate",
                                 note_pool(f))};
    // Of cut lists only figures: what is least and most is no curve.
    if (curve.id && sizes->count && !f->cut)
        assay_ledger_curve(ledger, &curve, part->cell);
}

static void tell_spot(const assay_ident_part *part,
                      const assay_ident_spot *spot)
{
    ASSAY_AUTO(assay_ident_field_end) field f;
    ladder sizes = {NULL, 0};
    const bool made =
        assay_ident_field_make(part, spot->key, &f) && make_ladder(&f, &sizes);
    if (!made)
        part->all->ledger->no_memory = true;
    else if (f.count && f.least)
        tell_ladder(&f, spot, &sizes);
    assay_free(sizes.steps);
}

void assay_ident_sizes(const assay_ident_part *part)
{
    const assay_identification *all = part->all;
    for (size_t i = 0; i < all->spot_count; i++)
        if (assay_ident_stands(&all->spots[i])) tell_spot(part, &all->spots[i]);
}
