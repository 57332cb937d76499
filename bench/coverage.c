// SPDX-License-Identifier: Apache-2.0
// How often intervals hold the truth:
//
//     coverage [--smoke | --full] [--seed N] [--lfw DIR] [--threads N]
//              [--only TEXT] [--keep FILE] [--page FILE] [--table FILE]
//              [--commit TEXT]
//
// Prints each figure of each design with each method. --smoke runs few designs
// 200 times, and its counts are a test (coverage_smoke.txt). --seed is that of
// docs/coverage.md unless said: formulas are tried out on others. --page and
// --table write docs/coverage.md and the table that the product warns from;
// they take --full and --lfw. --only takes the designs whose names hold TEXT.
// --keep adds what was counted of each design to FILE, and takes it from there
// when it is asked for again: a FILE is of one law and one formula of a design,
// and a change of either takes another.
#include "bench/coverage.h"

#include "base/pool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Of docs/coverage.md. No formula was tuned on what it draws.
enum { PUBLISHED = 20261126 };

typedef struct asked {
    cover_asked which;
    unsigned threads;
    const char *page, *table, *commit, *keep;
} asked;

static const char *const methods[COVER_METHODS] = {
    "printed", "wide", "micro", "z", "independent", "bootstrap", "other"};

double cover_rate(const cover_count *count)
{
    const double held = count->intervals - count->below - count->above;
    return count->intervals ? held / count->intervals : (double)NAN;
}

typedef struct job {
    const cover_cell *cell;
    cover_outcome *outcomes; // COVER_PER_RUN a run
} job;

static bool run_one(void *context, size_t part, unsigned thread)
{
    const job *j = context;
    (void)thread;
    cover_outcome *to = j->outcomes + part * COVER_PER_RUN;
    for (size_t i = 0; i < COVER_PER_RUN; i++)
        to[i] = (cover_outcome){NAN, NAN, NAN};
    return j->cell->run(j->cell, (uint32_t)part, to);
}

static void add(const cover_outcome *outcome, cover_count *count)
{
    if (!(outcome->low <= outcome->high)) {
        count->none++;
        return;
    }
    count->intervals++;
    count->below += outcome->truth < outcome->low;
    count->above += outcome->truth > outcome->high;
    // Of what is 0 the width itself.
    const double unit = outcome->truth == 0 ? 1 : outcome->truth;
    count->width += (outcome->high - outcome->low) / unit;
}

// Run after run, so that sums don't depend on threads.
static bool run_cell(const cover_cell *cell, unsigned threads,
                     cover_counts counts)
{
    job j = {cell, assay_new(0, (size_t)cell->runs * COVER_PER_RUN,
                             sizeof *j.outcomes)};
    memset(counts, 0, sizeof(cover_counts));
    const bool done =
        j.outcomes && assay_pool_run(threads, cell->runs, run_one, &j);
    for (size_t r = 0; done && r < cell->runs; r++)
        for (size_t f = 0; f < cell->figure_count; f++)
            for (size_t m = 0; m < COVER_METHODS; m++)
                add(&j.outcomes[r * COVER_PER_RUN + f * COVER_METHODS + m],
                    &counts[f][m]);
    for (size_t f = 0; f < cell->figure_count; f++)
        for (size_t m = 0; m < COVER_METHODS; m++)
            if (counts[f][m].intervals)
                counts[f][m].width /= counts[f][m].intervals;
    assay_free(j.outcomes);
    return done;
}

// What was counted of a design, as it is kept.
typedef struct kept {
    uint32_t seed, stream, runs;
    cover_counts counts;
} kept;

static bool recall(const char *path, const cover_cell *cell,
                   cover_counts counts)
{
    FILE *file = path ? fopen(path, "rb") : NULL;
    bool found = false;
    kept one;
    while (file && !found && fread(&one, sizeof one, 1, file) == 1)
        found = one.seed == cell->seed && one.stream == cell->stream &&
                one.runs == cell->runs;
    if (file) fclose(file);
    if (found) memcpy(counts, one.counts, sizeof one.counts);
    return found;
}

static void keep(const char *path, const cover_cell *cell, cover_counts counts)
{
    FILE *file = path ? fopen(path, "ab") : NULL;
    if (!file) return;
    kept one = {.seed = cell->seed, .stream = cell->stream, .runs = cell->runs};
    memcpy(one.counts, counts, sizeof one.counts);
    if (fwrite(&one, sizeof one, 1, file) != 1) perror(path);
    fclose(file);
}

static void show(const cover_cell *cell, cover_counts counts)
{
    for (size_t f = 0; f < cell->figure_count; f++) {
        const cover_figure *figure = &cell->figures[f];
        printf("%s; %s; events %.3g\n", cell->name, figure->name,
               figure->planned);
        for (size_t m = 0; m < COVER_METHODS; m++) {
            const cover_count *c = &counts[f][m];
            if (!c->intervals) continue;
            printf("  %-12s %5u held %5u, below %4u, above %4u, none %4u  "
                   "%.3f width %.3f\n",
                   methods[m], c->intervals, c->intervals - c->below - c->above,
                   c->below, c->above, c->none, cover_rate(c), c->width);
        }
    }
    fflush(stdout);
}

static bool parse(int argc, char **argv, asked *a)
{
    *a = (asked){.which = {.smoke = true, .seed = PUBLISHED}};
    for (int i = 1; i < argc; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(argv[i], "--smoke")) {
            a->which.smoke = true;
        } else if (!strcmp(argv[i], "--full")) {
            a->which.smoke = false;
        } else if (!next) {
            return false;
        } else {
            if (!strcmp(argv[i], "--lfw"))
                a->which.lfw = next;
            else if (!strcmp(argv[i], "--only"))
                a->which.only = next;
            else if (!strcmp(argv[i], "--page"))
                a->page = next;
            else if (!strcmp(argv[i], "--table"))
                a->table = next;
            else if (!strcmp(argv[i], "--keep"))
                a->keep = next;
            else if (!strcmp(argv[i], "--commit"))
                a->commit = next;
            else if (!strcmp(argv[i], "--seed"))
                a->which.seed = (uint32_t)strtoul(next, NULL, 10);
            else if (!strcmp(argv[i], "--threads"))
                a->threads = (unsigned)strtoul(next, NULL, 10);
            else
                return false;
            i++;
        }
    }
    return true;
}

static int run_all(const asked *a, cover_cell *cells, cover_counts *counts)
{
    const size_t n = cover_grid(cells, &a->which);
    for (size_t i = 0; i < n; i++) {
        if (!recall(a->keep, &cells[i], counts[i])) {
            if (!run_cell(&cells[i], assay_pool_threads(a->threads),
                          counts[i])) {
                fprintf(stderr, "%s: out of memory\n", cells[i].name);
                return 1;
            }
            keep(a->keep, &cells[i], counts[i]);
        }
        show(&cells[i], counts[i]);
    }
    printf("%zu designs\n", n);
    const cover_results results = {cells, counts, n, a->which.seed,
                                   a->commit ? a->commit : "not said"};
    if (a->page && !cover_write_page(a->page, &results)) return 1;
    if (a->table && !cover_write_table(a->table, &results)) return 1;
    return 0;
}

int main(int argc, char **argv)
{
    asked a;
    if (!parse(argc, argv, &a)) {
        fprintf(stderr, "usage: coverage [--smoke | --full] [--seed N] [--lfw "
                        "DIR] [--threads N] [--only TEXT] [--keep FILE] "
                        "[--page FILE] [--table FILE] [--commit TEXT]\n");
        return 2;
    }
    cover_cell *cells = assay_new(0, COVER_CELLS, sizeof *cells);
    cover_counts *counts = assay_new(0, COVER_CELLS, sizeof *counts);
    const int status = cells && counts ? run_all(&a, cells, counts) : 1;
    for (size_t i = 0; cells && i < COVER_CELLS; i++)
        cover_spread_end(&cells[i].probe);
    assay_free(cells);
    assay_free(counts);
    return status;
}
