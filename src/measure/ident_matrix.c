// SPDX-License-Identifier: Apache-2.0
// FMR by group of the probe and group of the reference, at the thresholds of
// searches (docs/statistics.md 3.1, 4.3).
#include "base/alloc.h"
#include "measure/ident_study.h"
#include "measure/sentences.h"
#include "stats/zero.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Rows of each person that take part, of one group.
typedef struct roles {
    double *probes, *references;
} roles;

// A cell on its way.
typedef struct cell {
    const assay_ident_part *part;     // of the probe's group
    const assay_search_group *across; // the reference's
    const assay_searches_from *from;
    uint32_t people;
    roles rows;
    double *m[2], *x[2]; // of each person: as probe, as reference
    bool mixed;          // somebody is both: docs/statistics.md 4.3(d)
    assay_pair_sums sums;
    double identities; // of the reference's group, on the lists
} cell;

static void end_cell(cell *c)
{
    assay_free(c->rows.probes);
    assay_free(c->rows.references);
    for (int i = 0; i < 2; i++) {
        assay_free(c->m[i]);
        assay_free(c->x[i]);
    }
}

static bool takes_part(const assay_searched_rows *rows, size_t row,
                       const assay_search_group *group)
{
    const uint16_t profile = rows->profile ? rows->profile[row] : 0;
    return !(rows->lost && rows->lost[row]) && !(rows->out && rows->out[row]) &&
           group->profiles[profile];
}

static bool is_reference(const cell *c, size_t row)
{
    const assay_searches_from *from = c->from;
    return (!from->members || from->members[row]) &&
           takes_part(&from->references, row, c->across);
}

static bool make_room(cell *c)
{
    double **const all[] = {&c->rows.probes, &c->rows.references,
                            &c->m[0],        &c->m[1],
                            &c->x[0],        &c->x[1]};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *all[i] = assay_new(0, c->people, sizeof **all[i]);
        if (!*all[i]) return false;
    }
    return true;
}

// Comparisons of different people, person by person, and their squares.
static void count_trials(cell *c)
{
    const assay_searches_from *from = c->from;
    double n = 0, r = 0, nn = 0, rr = 0, nnrr = 0, nr = 0;
    for (size_t i = 0; i < from->probes.rows; i++)
        if (takes_part(&from->probes, i, c->part->group))
            c->rows.probes[from->probes.person[i]] += 1;
    for (size_t i = 0; i < from->references.rows; i++)
        if (is_reference(c, i))
            c->rows.references[from->references.person[i]] += 1;
    for (uint32_t p = 0; p < c->people; p++) {
        const double a = c->rows.probes[p], b = c->rows.references[p];
        n += a;
        r += b;
        nn += a * a;
        rr += b * b;
        nr += a * b;
        nnrr += a * a * b * b;
        c->identities += b > 0;
        c->mixed = c->mixed || (a > 0 && b > 0);
    }
    for (uint32_t p = 0; p < c->people; p++) {
        const double a = c->rows.probes[p], b = c->rows.references[p];
        c->m[0][p] = a * (r - b);
        c->m[1][p] = b * (n - a);
    }
    c->sums.trials = n * r - nr;
    c->sums.mm = nn * rr - nnrr;
    if (c->mixed) c->sums.mm += nr * nr - nnrr;
}

// Two people of a false match.
typedef struct two {
    uint32_t probe, reference;
} two;

static int by_two(const void *a, const void *b)
{
    const two *x = a;
    const two *y = b;
    if (x->probe != y->probe) return x->probe < y->probe ? -1 : 1;
    return (x->reference > y->reference) - (x->reference < y->reference);
}

// Comparisons of two people; of mixed roles in both directions.
static double trials_of(const cell *c, two pair)
{
    const roles *rows = &c->rows;
    const double one =
        rows->probes[pair.probe] * rows->references[pair.reference];
    if (!c->mixed) return one;
    return one + rows->probes[pair.reference] * rows->references[pair.probe];
}

static void sum_pairs(cell *c, two *pairs, size_t n)
{
    double run = 0;
    for (size_t i = 0; c->mixed && i < n; i++)
        if (pairs[i].probe > pairs[i].reference)
            pairs[i] = (two){pairs[i].reference, pairs[i].probe};
    if (n) qsort(pairs, n, sizeof *pairs, by_two);
    for (size_t i = 0; i < n; i++) {
        run += 1;
        if (i + 1 < n && !by_two(&pairs[i], &pairs[i + 1])) continue;
        c->sums.ee += run * run;
        c->sums.em += run * trials_of(c, pairs[i]);
        run = 0;
    }
    c->sums.events = (double)n;
}

// The false matches from `key` on, of the cell.
static bool count_events(cell *c, uint32_t key)
{
    const assay_found *found = c->from->found;
    const assay_searches_from *from = c->from;
    uint64_t end = 0;
    size_t n = 0;
    while (end < found->tail_count && found->tail[end].key >= key) end++;
    ASSAY_AUTO(assay_drop)
    two *pairs = assay_new(0, (size_t)end, sizeof *pairs);
    if (!pairs) return false;
    for (uint64_t i = 0; i < end; i++) {
        const assay_pair_found *one = &found->tail[i];
        if (!takes_part(&from->probes, one->probe, c->part->group) ||
            !is_reference(c, one->reference))
            continue;
        pairs[n] = (two){from->probes.person[one->probe],
                         from->references.person[one->reference]};
        c->x[0][pairs[n].probe] += 1;
        c->x[1][pairs[n].reference] += 1;
        n++;
    }
    sum_pairs(c, pairs, n);
    return true;
}

static uint64_t people_in(const double *m, uint32_t people)
{
    uint64_t n = 0;
    for (uint32_t p = 0; p < people; p++) n += m[p] > 0;
    return n;
}

static assay_cluster cluster_of(cell *c, double *units)
{
    const assay_side probes = {c->x[0], c->m[0], c->people, NULL};
    const assay_side references = {c->x[1], c->m[1], c->people, NULL};
    if (!c->mixed) {
        *units = assay_design_units(ASSAY_DESIGN_TWO_WAY,
                                    (double)people_in(c->m[0], c->people),
                                    (double)people_in(c->m[1], c->people));
        return assay_cluster_two_way(probes, references, c->sums, true);
    }
    for (uint32_t p = 0; p < c->people; p++) {
        c->x[0][p] += c->x[1][p];
        c->m[0][p] += c->m[1][p];
    }
    *units = assay_design_units(ASSAY_DESIGN_DYADIC,
                                (double)people_in(c->m[0], c->people), 0);
    return assay_cluster_dyadic(probes, c->sums, true);
}

static void set_interval(const assay_ident_part *part, cell *c,
                         assay_figure *figure)
{
    const double confidence = part->all->input.common->confidence;
    const assay_balance balances[2] = {
        assay_cluster_balance(c->m[0], c->people),
        assay_cluster_balance(c->m[1], c->people)};
    double units = 0;
    const assay_cluster cluster = cluster_of(c, &units);
    figure->subjects = (int64_t)cluster.subjects;
    if (cluster.status != ASSAY_CLUSTER_OK) {
        figure->note = "too few people for an interval";
        return;
    }
    // By comparison, with unequal counts: the delete-one-person variance.
    const bool unequal = balances[0].unequal || balances[1].unequal;
    const bool wide = unequal && cluster.jackknife > cluster.variance;
    const double variance = wide ? cluster.jackknife : cluster.variance;
    const assay_interval ends =
        assay_cluster_interval(&cluster, variance, units, confidence);
    figure->low = ends.low;
    figure->high = ends.high;
    figure->effective = assay_cluster_effective(&cluster, variance);
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method =
        !figure->events ? "bound from comparisons that share nobody"
        : wide          ? "cluster-robust Wilson, delete-one-person variance, t"
        : c->mixed      ? "cluster-robust Wilson by pairs of people, t"
                   : "cluster-robust Wilson by probe and reference people, "
                     "t";
}

static void set_counts(const assay_ident_part *part, const cell *c,
                       assay_figure *figure)
{
    figure->events = (int64_t)c->sums.events;
    figure->trials = (int64_t)c->sums.trials;
    figure->per = "comparison";
    figure->of = "non-mated comparisons";
    figure->weights = "comparison";
    if (!(c->sums.trials > 0)) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        figure->note = "nobody of one group met anybody of the other";
        return;
    }
    figure->value = c->sums.events / c->sums.trials;
    if (figure->events >= ASSAY_IDENT_FEW) return;
    figure->status = ASSAY_FIGURE_FEW_EVENTS;
    figure->note = assay_ledger_text(
        part->all->ledger, "%lld false match%s: given, not to be quoted",
        (long long)figure->events, figure->events == 1 ? "" : "es");
}

// A row of the matrix as it is told: sums over the reference's groups.
typedef struct row {
    double weighted, balanced; // of FMR
    double identities, groups; // on the lists; groups that are known
    bool weighs, balances;     // every cell that has weight is told
} row;

static void put(const assay_ident_part *part, const assay_ident_spot *spot,
                const assay_figure *like, const cell *c)
{
    assay_figure figure = *like;
    assay_at at[4];
    const size_t n = assay_ident_at(spot, at);
    figure.at = at;
    figure.at_count = n;
    figure.threshold = assay_ident_threshold(part->all, spot->key);
    figure.threshold_from = spot->target ? "all" : "given";
    if (c) {
        figure.reference_group = c->across->labels;
        figure.reference_group_count = c->across->label_count;
    }
    assay_ident_add(part, &figure, NULL, false);
}

// A group of which nobody is on the lists has no weight.
static void weigh(const cell *c, double rate, row *sums)
{
    const bool told = !isnan(rate);
    if (!(c->identities > 0)) return;
    sums->weighs = sums->weighs && told;
    sums->identities += c->identities;
    if (told) sums->weighted += c->identities * rate;
    if (c->across->unknown) return;
    sums->balances = sums->balances && told;
    sums->groups += 1;
    if (told) sums->balanced += rate;
}

static bool add_cell(const assay_ident_part *part, const assay_ident_spot *spot,
                     const assay_search_group *across,
                     const assay_searches_from *from, row *sums)
{
    ASSAY_AUTO(end_cell)
    cell c = {
        .part = part, .across = across, .from = from, .people = from->people};
    if (!make_room(&c)) return false;
    count_trials(&c);
    if (!count_events(&c, spot->key)) return false;
    assay_figure figure = assay_ident_figure(part, "FMR", "proportion");
    set_counts(part, &c, &figure);
    const char *few = figure.note;
    if (c.sums.trials > 0) set_interval(part, &c, &figure);
    figure.note =
        assay_ident_join(part, few, figure.note == few ? NULL : figure.note);
    put(part, spot, &figure, &c);
    weigh(&c, c.sums.trials > 0 ? figure.value : (double)NAN, sums);
    return true;
}

static bool same_table(const assay_search_group *a, const assay_search_group *b)
{
    if (a->label_count != b->label_count) return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].attribute, b->labels[i].attribute) != 0)
            return false;
    return true;
}

static void add_row_figures(const assay_ident_part *part,
                            const assay_ident_spot *spot, const row *sums)
{
    assay_figure figure =
        assay_ident_figure(part, "watchlist-weighted FMR", "proportion");
    figure.of = "non-mated comparisons, groups of references weighted as on "
                "the list";
    figure.per = "comparison";
    figure.value = sums->weighted / sums->identities;
    if (sums->weighs && sums->identities > 0) put(part, spot, &figure, NULL);
    if (!sums->balances || !(sums->groups > 0)) return;
    figure.name = "group-balanced FMR";
    figure.of = "non-mated comparisons, groups of references weighted equally";
    figure.value = sums->balanced / sums->groups;
    put(part, spot, &figure, NULL);
}

static bool add_row(const assay_ident_part *part, const assay_ident_spot *spot,
                    const assay_searches_from *from)
{
    const assay_identification_input *input = &part->all->input;
    row sums = {.weighs = true, .balances = true};
    for (size_t h = 0; h < input->group_count; h++) {
        const assay_search_group *across = &input->groups[h];
        if (same_table(part->group, across) &&
            !add_cell(part, spot, across, from, &sums))
            return false;
    }
    add_row_figures(part, spot, &sums);
    return true;
}

assay_status assay_identification_matrix(assay_identification *all,
                                         const assay_searches_from *from,
                                         assay_error *err)
{
    const assay_identification_input *input = &all->input;
    bool memory = true;
    for (size_t g = 0; g < input->group_count; g++) {
        const assay_search_group *group = &input->groups[g];
        if (group->unknown || group->only_references) continue;
        const assay_cell own = {.labels = group->labels,
                                .label_count = group->label_count};
        const assay_ident_part part = {all, group,
                                       assay_ledger_cell(all->ledger, &own)};
        for (size_t i = 0; memory && i < all->spot_count; i++) {
            const assay_ident_spot *spot = &all->spots[i];
            if (assay_ident_stands(spot) && spot->key > from->found->floor)
                memory = add_row(&part, spot, from);
        }
    }
    return memory && !all->ledger->no_memory
               ? ASSAY_OK
               : assay_fail_memory(err, "the figures");
}
