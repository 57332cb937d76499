// SPDX-License-Identifier: Apache-2.0
// The designs: those of method 4.9 and of the reviews of its formulas.
#include "bench/coverage.h"

#include <stdio.h>
#include <string.h>

// Half as many where nothing is held to the rule, a quarter of large designs.
enum { RUNS = 2000, SMOKE_RUNS = 200 };

typedef struct grid {
    cover_cell *cells;
    size_t count;
    unsigned runs;
    const cover_asked *asked;
} grid;

static cover_cell *next(grid *g)
{
    cover_cell *cell = &g->cells[g->count];
    *cell = (cover_cell){.runs = g->runs, .seed = g->asked->seed};
    return cell;
}

// The smoke version: one or two of each kind.
static const char *const smoke[] = {
    "pairs K=50, rho 0.3, normal, one image",
    "pairs K=20, rho 0.3, normal, geometric images",
    "rectangle 40x40, rho 0.3, t4, one image",
    "searches S=50 x 4, N=200, n=200, a 0.2, b 0.2, w 0.05, normal people, "
    "normal list",
    "searches S=15 x geometric, N=100, n=100, a 0.2, b 0.1, w 0.05, normal "
    "people, normal list",
    "ratio K=50, 50, FMR 0.02, 0.02, rho 0.1, normal",
    "groups n=4 x K=100, 30 events, one double, rho 0.1, normal",
    "passages K=20 x 10, c 0.2, a 0.1, w 0.05, normal",
    "latency K=20 x 10, rho 0",
    "records D=20, 1 wrong an hour, variance 0.25",
};

static bool is_smoke(const char *name)
{
    for (size_t i = 0; i < sizeof smoke / sizeof smoke[0]; i++)
        if (!strcmp(smoke[i], name)) return true;
    return false;
}

// Whether the cell is asked for. Its random numbers are those of its name
// (FNV), so that no other cell has a part in them.
static bool take(grid *g, cover_cell *cell)
{
    if (g->asked->only && !strstr(cell->name, g->asked->only)) return false;
    if (g->asked->smoke) {
        if (!is_smoke(cell->name)) return false;
        cell->runs = SMOKE_RUNS;
    }
    cell->stream = 2166136261u;
    for (const char *c = cell->name; *c; c++)
        cell->stream = (cell->stream ^ (unsigned char)*c) * 16777619u;
    g->count++;
    return true;
}

static const char *law_of(cover_law law)
{
    return law == COVER_T4 ? "t4" : "normal";
}

static void add_pairs(grid *g, uint32_t probes, uint32_t references, double rho,
                      unsigned kind)
{
    cover_cell *cell = next(g);
    if (kind) cell->runs /= probes < 200 ? 2 : 4;
    cell->probes = probes;
    cell->references = references;
    cell->people = references && references < probes ? references : probes;
    cell->rho = rho;
    cell->law = kind & 1 ? COVER_T4 : COVER_NORMAL;
    cell->unequal = kind & 2;
    char size[32];
    snprintf(size, sizeof size, references ? "%ux%u" : "K=%u", probes,
             references);
    snprintf(cell->name, sizeof cell->name, "%s %s, rho %g, %s, %s",
             references ? "rectangle" : "pairs", size, rho, law_of(cell->law),
             cell->unequal ? "geometric images" : "one image");
    if (take(g, cell)) cover_pairs_cell(cell);
}

// People searched for, their searches (0: geometric, mean 3), identities,
// identities of the size asked for, shares of variance, FPIR asked for; kind:
// 1 heavy people, 2 heavy lists.
typedef struct searching {
    uint32_t people, searches, listed, size;
    double a, b, w, threshold;
    unsigned kind;
} searching;

static void add_searches(grid *g, const searching *s)
{
    cover_cell *cell = next(g);
    cell->people = cell->probes = s->people;
    cell->transits = s->searches;
    cell->unequal = s->searches == 0;
    cell->references = s->listed;
    cell->list = s->size;
    cell->a = s->a;
    cell->b = s->b;
    cell->w = s->w;
    cell->threshold = s->threshold;
    cell->law = s->kind & 1 ? COVER_T4 : COVER_NORMAL;
    cell->heavy_list = s->kind & 2;
    char each[16];
    snprintf(each, sizeof each, s->searches ? "%u" : "geometric", s->searches);
    snprintf(cell->name, sizeof cell->name,
             "searches S=%u x %s, N=%u, n=%u, a %g, b %g, w %g, %s people, %s "
             "list%s",
             s->people, each, s->listed, s->size, s->a, s->b, s->w,
             law_of(cell->law), cell->heavy_list ? "t4" : "normal",
             s->threshold > 4 ? ", few events" : "");
    if (take(g, cell)) cover_searches_cell(cell);
}

static void add_ratio(grid *g, uint32_t a, uint32_t b, double rate_a,
                      double rate_b, double rho, cover_law law)
{
    cover_cell *cell = next(g);
    cell->probes = a;
    cell->references = b;
    cell->people = a < b ? a : b;
    cell->rho = rho;
    cell->law = law;
    cell->at[0] = rate_a;
    cell->at[1] = rate_b;
    snprintf(cell->name, sizeof cell->name,
             "ratio K=%u, %u, FMR %g, %g, rho %g, %s", a, b, rate_a, rate_b,
             rho, law_of(law));
    if (take(g, cell)) cover_ratio_cell(cell);
}

static void add_all_pairs(grid *g)
{
    static const uint32_t people[] = {20, 50, 200};
    static const double rhos[] = {0, 0.1, 0.3};
    static const struct {
        uint32_t probes, references;
        double rho;
    } rectangles[] = {{200, 200, 0},
                      {200, 200, 0.3},
                      {60, 400, 0.2},
                      {40, 40, 0.3},
                      {8, 100, 0.2}};
    for (unsigned kind = 0; kind < 4; kind++) {
        for (size_t k = 0; k < 3; k++)
            for (size_t r = 0; r < 3; r++)
                add_pairs(g, people[k], 0, rhos[r], kind);
        for (size_t i = 0; i < 5; i++)
            add_pairs(g, rectangles[i].probes, rectangles[i].references,
                      rectangles[i].rho, kind);
        add_pairs(g, 100, 0, 0.2, kind); // as method-evidence.md 2.4
        add_pairs(g, 10, 0, 0.2, kind);
    }
}

static void add_all_searches(grid *g)
{
    static const searching all[] = {
        {200, 2, 200, 200, 0.2, 0.3, 0.05, 3.0, 0},
        {400, 1, 500, 500, 0.1, 0.3, 0, 3.6, 0},
        {100, 4, 100, 100, 0.2, 0.2, 0.1, 2.9, 0},
        {300, 1, 1000, 100, 0.2, 0.2, 0, 3.5, 0},
        {300, 1, 1000, 300, 0.2, 0.2, 0, 3.5, 0},
        {300, 2, 1000, 100, 0, 0, 0, 3.5, 0},
        {50, 4, 200, 200, 0.2, 0.2, 0.05, 3.0, 0},
        {20, 10, 200, 200, 0.2, 0.2, 0.05, 3.0, 0},
        {200, 2, 200, 200, 0.2, 0.3, 0.05, 4.2, 0},
        {200, 0, 200, 200, 0.2, 0.3, 0.05, 3.2, 0},
        {15, 0, 100, 100, 0.2, 0.1, 0.05, 2.9, 0},
        {200, 2, 200, 200, 0.2, 0.3, 0.05, 3.2, 1},
        {200, 2, 200, 200, 0.2, 0.3, 0.05, 3.2, 2},
        {400, 1, 500, 500, 0.1, 0.1, 0, 3.4, 3},
        {50, 4, 200, 200, 0.2, 0.2, 0.05, 3.0, 2},
        {20, 10, 200, 200, 0.2, 0.2, 0.05, 3.0, 2},
        {200, 0, 200, 200, 0.2, 0.3, 0.05, 3.2, 2},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        add_searches(g, &all[i]);
}

static void add_ratios(grid *g)
{
    add_ratio(g, 150, 150, 0.002, 0.002, 0.2, COVER_NORMAL);
    add_ratio(g, 150, 100, 0.004, 0.002, 0.2, COVER_NORMAL);
    add_ratio(g, 150, 100, 0.004, 0.008, 0, COVER_NORMAL);
    add_ratio(g, 200, 60, 0.002, 0.02, 0.3, COVER_NORMAL);
    add_ratio(g, 50, 50, 0.02, 0.02, 0.1, COVER_NORMAL);
    add_ratio(g, 150, 150, 0.002, 0.002, 0.2, COVER_T4);
}

// Rates of 100 people a group, however far apart.
static void add_spreads(grid *g)
{
    static const size_t groups[] = {4, 8};
    static const double events[] = {10, 30, 100};
    for (size_t n = 0; n < 2; n++)
        for (unsigned shape = 0; shape < COVER_SHAPES; shape++)
            for (size_t e = 0; e < 3; e++) {
                cover_cell *cell = next(g);
                cell->runs = g->runs / 4;
                cell->people = cell->probes = 100;
                cell->rho = 0.1;
                cell->groups = groups[n];
                cell->shape = shape;
                cell->events = events[e];
                snprintf(cell->name, sizeof cell->name,
                         "groups n=%zu x K=%u, %g events, %s, rho %g, normal",
                         cell->groups, cell->people, cell->events,
                         cover_shape_name(shape), cell->rho);
                if (take(g, cell)) cover_spread_cell(cell);
            }
}

static void add_streets(grid *g)
{
    static const struct {
        uint32_t people, passages;
        double c, a;
        cover_law law;
    } all[] = {
        {7, 10, 0.2, 0.1, COVER_NORMAL},   {7, 50, 0.2, 0.1, COVER_NORMAL},
        {20, 10, 0.2, 0.1, COVER_NORMAL},  {20, 50, 0.2, 0.1, COVER_NORMAL},
        {60, 10, 0, 0, COVER_NORMAL},      {60, 10, 0.2, 0.1, COVER_NORMAL},
        {60, 10, 0.4, 0.3, COVER_NORMAL},  {60, 50, 0.2, 0.1, COVER_NORMAL},
        {200, 10, 0.2, 0.1, COVER_NORMAL}, {7, 10, 0.2, 0.1, COVER_T4},
        {20, 10, 0.2, 0.1, COVER_T4},      {60, 10, 0.4, 0.3, COVER_T4}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        cover_cell *cell = next(g);
        if (all[i].law == COVER_T4) cell->runs /= 2;
        cell->people = cell->probes = all[i].people;
        cell->transits = all[i].passages;
        cell->list = 1000;
        cell->rho = all[i].c;
        cell->a = all[i].a;
        cell->w = 0.05;
        cell->law = all[i].law;
        snprintf(cell->name, sizeof cell->name,
                 "passages K=%u x %u, c %g, a %g, w %g, %s", cell->people,
                 cell->transits, cell->rho, cell->a, cell->w,
                 law_of(cell->law));
        if (take(g, cell)) cover_street_cell(cell);
    }
}

static void add_latencies(grid *g)
{
    static const uint32_t people[] = {7, 20, 60};
    static const double rhos[] = {0, 0.05, 0.2};
    for (size_t k = 0; k < 3; k++)
        for (size_t r = 0; r < 3; r++) {
            cover_cell *cell = next(g);
            cell->people = cell->probes = people[k];
            cell->transits = 10;
            cell->rho = rhos[r];
            snprintf(cell->name, sizeof cell->name, "latency K=%u x %u, rho %g",
                     cell->people, cell->transits, cell->rho);
            if (take(g, cell)) cover_latency_cell(cell);
        }
}

static void add_records(grid *g)
{
    static const uint32_t deployments[] = {8, 20, 60};
    static const double wrong[] = {0.1, 1}, variances[] = {0, 0.25, 1};
    for (size_t d = 0; d < 3; d++)
        for (size_t w = 0; w < 2; w++)
            for (size_t v = 0; v < 3; v++) {
                cover_cell *cell = next(g);
                cell->people = cell->probes = deployments[d];
                cell->a = variances[v];
                cell->at[0] = wrong[w];
                cell->at[1] = 2 * wrong[w];
                snprintf(cell->name, sizeof cell->name,
                         "records D=%u, %g wrong an hour, variance %g",
                         cell->people, cell->at[0], cell->a);
                if (take(g, cell)) cover_records_cell(cell);
            }
}

// A few deployments of which one may hold most of the hours.
static void add_unequal_records(grid *g)
{
    static const uint32_t deployments[] = {5, 8, 20};
    static const double wrong[] = {0.1, 1}, variances[] = {0.3, 1, 3};
    for (size_t i = 0; i < 18; i++) {
        cover_cell *cell = next(g);
        cell->people = cell->probes = deployments[i / 6];
        cell->a = variances[i % 3];
        cell->at[0] = wrong[i / 3 % 2];
        cell->at[1] = 2 * cell->at[0];
        cell->unequal = true;
        snprintf(cell->name, sizeof cell->name,
                 "records D=%u of 1 to 20 hours, %g wrong an hour, gamma "
                 "variance %g",
                 cell->people, cell->at[0], cell->a);
        if (take(g, cell)) cover_records_cell(cell);
    }
}

static void add_lfw(grid *g, const char *dir)
{
    static const struct {
        uint32_t cap, least;
    } populations[] = {{1, 1},          {5, 1}, {20, 1},
                       {UINT32_MAX, 1}, {5, 2}, {20, 2}};
    static const uint32_t people[] = {50, 100, 200};
    for (size_t p = 0; p < sizeof populations / sizeof populations[0]; p++) {
        const uint32_t cap = populations[p].cap, least = populations[p].least;
        const cover_lfw *from = NULL;
        for (size_t k = 0; k < 3; k++) {
            cover_cell *cell = next(g);
            char most[16];
            snprintf(most, sizeof most, cap < 1000 ? "%u" : "all", cap);
            cell->people = people[k];
            cell->unequal = cap > 1;
            cell->runs = g->runs / 2;
            snprintf(cell->name, sizeof cell->name,
                     "LFW K=%u of those with %u images or more, at most %s",
                     people[k], least, most);
            if (!take(g, cell)) continue;
            if (!from) from = cover_lfw_population(dir, cap, least);
            cell->lfw = from;
            if (from)
                cover_lfw_cell(cell);
            else
                g->count--;
        }
    }
}

// Volunteers who pass 2 to 60 times.
static void add_unequal_streets(grid *g)
{
    static const uint32_t people[] = {7, 15, 20, 60};
    static const double effects[] = {0.1, 0.2, 0.4};
    for (size_t i = 0; i < 12; i++) {
        cover_cell *cell = next(g);
        cell->people = cell->probes = people[i / 3];
        cell->list = 1000;
        cell->rho = effects[i % 3];
        cell->a = cell->rho / 2;
        cell->w = 0.05;
        cell->unequal = true;
        snprintf(cell->name, sizeof cell->name,
                 "passages K=%u x 2 to 60, c %g, a %g, w %g, normal",
                 cell->people, cell->rho, cell->a, cell->w);
        if (take(g, cell)) cover_street_cell(cell);
    }
}

static void add_operators(grid *g)
{
    static const uint32_t operators[] = {3, 6, 12, 24};
    static const double own[] = {0, 0.1, 0.2}, face[] = {0.3, 0.1, 0.3};
    for (size_t i = 0; i < 12; i++) {
        cover_cell *cell = next(g);
        cell->people = cell->probes = operators[i / 3];
        cell->references = 40;
        cell->transits = 10;
        cell->a = own[i % 3];
        cell->b = face[i % 3];
        snprintf(cell->name, sizeof cell->name,
                 "operators O=%u, F=%u x %u, a %g, b %g, normal", cell->people,
                 cell->references, cell->transits, cell->a, cell->b);
        if (take(g, cell)) cover_operators_cell(cell);
    }
}

size_t cover_grid(cover_cell *cells, const cover_asked *asked)
{
    grid g = {cells, 0, asked->smoke ? SMOKE_RUNS : RUNS, asked};
    add_all_pairs(&g);
    add_all_searches(&g);
    add_ratios(&g);
    add_spreads(&g);
    add_streets(&g);
    add_latencies(&g);
    add_records(&g);
    add_unequal_streets(&g);
    add_operators(&g);
    add_unequal_records(&g);
    if (asked->lfw) add_lfw(&g, asked->lfw);
    return g.count;
}
