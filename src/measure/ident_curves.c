// SPDX-License-Identifier: Apache-2.0
// The curves of searches: DET(FPIR, FNIR) for the list that was searched and
// for smaller ones, CMC.
#include "base/alloc.h"
#include "measure/ident_study.h"
#include "measure/thin.h"
#include "stats/sums.h"
#include "stats/watchlist.h"

#include <math.h>

enum { DET_POINTS = 400, SMALL_POINTS = 60, DET_COLUMNS = 3, CMC_COLUMNS = 5 };
enum { SMALLER = 2 }; // smaller lists that get a curve

static const char *const det_columns[] = {"threshold", "FPIR", "FNIR"};
static const char *const cmc_columns[] = {"rank", "CMC", "low", "high",
                                          "optimistic"};

// Every key at which something changes, ascending; returns how many.
static size_t steps_of(const assay_ident_keys *keys, assay_step *steps)
{
    uint64_t t = 0, f = 0;
    size_t n = 0;
    while (t < keys->tops || f < keys->founds) {
        const uint32_t a = t < keys->tops ? keys->top[t] : 0;
        const uint32_t b = f < keys->founds ? keys->found[f] : 0;
        const uint32_t key = a > b ? a : b;
        if (!key || key < keys->known) break;
        while (t < keys->tops && keys->top[t] == key) t++;
        while (f < keys->founds && keys->found[f] == key) f++;
        steps[n++] = (assay_step){key, t, keys->founds - f};
    }
    for (size_t i = 0; i < n / 2; i++) {
        const assay_step swapped = steps[i];
        steps[i] = steps[n - 1 - i];
        steps[n - 1 - i] = swapped;
    }
    return n;
}

// A DET curve on its way: steps, and room for its rows.
typedef struct det {
    const assay_ident_part *part;
    const assay_ident_keys *keys;
    assay_step *steps;
    size_t count;
    double *rows;
} det;

static void add_det(const det *d, const char *id, size_t rows)
{
    const assay_curve curve = {
        .id = id,
        .name = "DET 1:N",
        .columns = det_columns,
        .column_count = DET_COLUMNS,
        .values = d->rows,
        .row_count = rows,
        .note = "each row is an exact count; what lies between two rows is "
                "not drawn"};
    if (rows) assay_ledger_curve(d->part->all->ledger, &curve, d->part->cell);
}

static void fill_det(const det *d, const assay_step *step, double fpir,
                     double *row)
{
    row[0] = assay_ident_threshold(d->part->all, step->key);
    row[1] = fpir;
    row[2] = (double)step->false_non_matches / (double)d->keys->founds;
}

// FPIR at a key for random lists of `n` of the identities searched; false where
// some search isn't known down to it.
static bool smaller_fpir(const det *d, uint32_t key, uint64_t n, double *fpir)
{
    const assay_searches *s = d->part->all->searches;
    assay_exact sum = {0};
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!assay_ident_has(d->part, search) || search->mated) continue;
        const uint64_t all = s->galleries[search->gallery].identities;
        if (search->acquired && key < search->cut) return false;
        if (n > all) return false;
        const uint32_t over = assay_ident_over(s, search, key);
        if (over) assay_exact_add(&sum, assay_watchlist_hit(over, all, n));
    }
    *fpir = assay_exact_value(&sum) / (double)d->keys->tops;
    return true;
}

static void add_smaller(const det *d, uint64_t n)
{
    size_t rows = 0;
    for (size_t i = d->count; i-- > 0;) {
        double fpir = 0;
        if (!smaller_fpir(d, d->steps[i].key, n, &fpir)) break;
        fill_det(d, &d->steps[i], fpir, d->rows + rows++ * DET_COLUMNS);
    }
    // From the strictest on; turned round, so that thresholds ascend.
    for (size_t i = 0; i < rows / 2; i++)
        for (size_t c = 0; c < DET_COLUMNS; c++) {
            double *a = d->rows + i * DET_COLUMNS + c;
            double *b = d->rows + (rows - 1 - i) * DET_COLUMNS + c;
            const double swapped = *a;
            *a = *b;
            *b = swapped;
        }
    const char *id =
        assay_ledger_text(d->part->all->ledger, "DET 1:N,watchlist_size=%llu",
                          (unsigned long long)n);
    if (id) add_det(d, id, rows);
}

static void add_dets(det *d)
{
    d->count = assay_thin(d->steps, steps_of(d->keys, d->steps), DET_POINTS);
    for (size_t i = 0; i < d->count; i++)
        fill_det(d, &d->steps[i],
                 (double)d->steps[i].false_matches / (double)d->keys->tops,
                 d->rows + i * DET_COLUMNS);
    add_det(d, "DET 1:N", d->count);
    if (d->part->group) return;
    d->count = assay_thin(d->steps, d->count, SMALL_POINTS);
    uint64_t ten = 1;
    while (ten * 10 < d->part->all->size) ten *= 10;
    for (int i = 0; i < SMALLER && ten > 1; i++, ten /= 10) add_smaller(d, ten);
}

static void draw_det(const assay_ident_part *part, const assay_ident_keys *keys)
{
    const size_t most = (size_t)(keys->tops + keys->founds);
    ASSAY_AUTO(assay_drop)
    assay_step *steps = assay_new(0, most, sizeof *steps);
    ASSAY_AUTO(assay_drop)
    double *rows = assay_new(0, most < DET_POINTS ? most : DET_POINTS,
                             DET_COLUMNS * sizeof *rows);
    det d = {part, keys, steps, 0, rows};
    if (!steps || !rows)
        part->all->ledger->no_memory = true;
    else
        add_dets(&d);
}

// Completed searches of people who are on the list, by rank of the mate.
typedef struct ranked {
    uint32_t *worst, *best; // of a search: its mate's rank
    uint32_t *person;
    uint32_t *named; // of a search whose mate may lie below the cut: others
                     // that its list names; else UINT32_MAX
    double *trials, *found; // of each person: searches, those within a rank
    size_t count;
} ranked;

static void end_ranked(ranked *r)
{
    assay_free(r->worst);
    assay_free(r->best);
    assay_free(r->person);
    assay_free(r->named);
    assay_free(r->trials);
    assay_free(r->found);
}

static bool rank_all(const assay_ident_part *part, ranked *r)
{
    const assay_searches *s = part->all->searches;
    const size_t n = (size_t)s->search_count;
    r->worst = assay_new(0, n, sizeof *r->worst);
    r->best = assay_new(0, n, sizeof *r->best);
    r->person = assay_new(0, n, sizeof *r->person);
    r->named = assay_new(0, n, sizeof *r->named);
    r->trials = assay_new(0, s->people_count, sizeof *r->trials);
    r->found = assay_new(0, s->people_count, sizeof *r->found);
    if (!r->worst || !r->best || !r->person || !r->named || !r->trials ||
        !r->found)
        return false;
    for (size_t i = 0; i < n; i++) {
        const assay_searched *search = &s->searches[i];
        if (!assay_ident_has(part, search) || !search->mated ||
            !search->acquired || !search->enrolled)
            continue;
        const bool known = search->mate_known;
        r->trials[search->person] += 1;
        r->person[r->count] = search->person;
        r->named[r->count] = assay_ident_unknown(search, 0, UINT32_MAX)
                                 ? search->count
                                 : UINT32_MAX;
        r->worst[r->count] = assay_ident_rank(s, search);
        r->best[r->count++] =
            known ? 1 + assay_ident_over(s, search, search->mate_key + 1)
                  : UINT32_MAX;
    }
    return true;
}

// Whether so many searches name their mate within a rank.
typedef struct at_rank {
    uint32_t rank;
    uint64_t unknown; // it may be there: their lists were cut before
    double best;      // if it came first among equal scores
} at_rank;

static void add_cmc_figure(const assay_ident_part *part, const at_rank *of,
                           const assay_estimate *rate)
{
    const uint32_t rank = of->rank;
    const double best = of->best;
    const assay_at at = {"rank", rank};
    assay_figure figure = assay_ident_figure(part, "CMC", "proportion");
    figure.at = &at;
    figure.at_count = 1;
    figure.rank = rank;
    assay_ident_set_rate(part, rate, &figure);
    figure.of = "mated searches, acquired and enrolled";
    figure.weights = "comparison";
    const char *said = "says nothing about people who are not on the list";
    if (best > rate->value)
        said = assay_ledger_text(part->all->ledger,
                                 "%s; %.6g if the mate came first among equal "
                                 "scores",
                                 said, best);
    figure.note = assay_ident_join(part, said, figure.note);
    assay_ident_bound(&figure, of->unknown, true,
                      "lists end before this rank: what lies below is not "
                      "known");
    assay_ident_add(part, &figure, rate, false);
}

static bool is_told(const assay_identification *all, uint32_t rank)
{
    for (size_t i = 0; i < all->rank_count; i++)
        if (all->ranks[i] == rank) return true;
    return rank == all->searches->list_length;
}

// Returns how many ranks are known.
static size_t fill_cmc(const assay_ident_part *part, const ranked *r,
                       double *values)
{
    const assay_searches *s = part->all->searches;
    size_t known = 0;
    for (uint32_t rank = 1; rank <= s->list_length; rank++) {
        double *row = values + (size_t)(rank - 1) * CMC_COLUMNS;
        at_rank at = {.rank = rank};
        uint64_t best = 0;
        for (size_t i = 0; i < r->count; i++) {
            r->found[r->person[i]] += r->worst[i] == rank;
            best += r->best[i] <= rank;
            at.unknown += r->named[i] < rank;
        }
        const assay_ident_people of = {r->found, r->trials, s->people_count};
        const assay_estimate rate =
            assay_ident_rate(part, of, ASSAY_BY_COMPARISON);
        row[0] = rank;
        row[1] = rate.value;
        row[2] = rate.low;
        row[3] = rate.high;
        row[4] = at.best = (double)best / (double)r->count;
        known += !at.unknown;
        if (is_told(part->all, rank)) add_cmc_figure(part, &at, &rate);
    }
    return known;
}

static void add_cmc(const assay_ident_part *part)
{
    const size_t length = part->all->searches->list_length;
    ASSAY_AUTO(end_ranked) ranked r = {.worst = NULL};
    ASSAY_AUTO(assay_drop)
    double *values = assay_new(0, length, CMC_COLUMNS * sizeof *values);
    if (!values || !rank_all(part, &r)) {
        part->all->ledger->no_memory = true;
        return;
    }
    if (!r.count) return;
    const size_t known = fill_cmc(part, &r, values);
    const assay_curve curve = {
        .name = "CMC",
        .columns = cmc_columns,
        .column_count = CMC_COLUMNS,
        .values = values,
        .row_count = known,
        .note = "says nothing about people who are not on the list; a mate "
                "beyond the last rank is not found"};
    if (known) assay_ledger_curve(part->all->ledger, &curve, part->cell);
}

void assay_ident_curves(const assay_ident_part *part)
{
    assay_ident_keys keys;
    if (!assay_ident_keys_of(part, &keys))
        part->all->ledger->no_memory = true;
    else if (keys.tops && keys.founds)
        draw_det(part, &keys);
    assay_ident_keys_end(&keys);
    if (!part->group) add_cmc(part);
}
