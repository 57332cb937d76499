// SPDX-License-Identifier: Apache-2.0
// What was counted as docs/coverage.md, and the kinds of designs that fall
// short as a table in C.
#include "bench/coverage.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double LOW = 0.93, HIGH = 0.98;

// A family: its heading, what is said of it, and what OTHER is.
typedef struct section {
    const char *heading, *says, *other;
    const char *constant; // of measure/coverage.h; NULL: no warning
} section;

static const section sections[COVER_FAMILIES] = {
    {"FMR, all against all (4.3(b))",
     "Each two people once, or images x images times; with unequal counts the "
     "headline is subject-balanced.",
     NULL, "ASSAY_COVERED_FMR_PAIRS"},
    {"FMR, probes against other references (4.3(c))",
     "Probe people x reference people.", NULL, "ASSAY_COVERED_FMR_RECTANGLE"},
    {"FNMR at a given threshold (4.3(a))",
     "4 mated comparisons of each person; geometric: as many as images.", NULL,
     "ASSAY_COVERED_FNMR"},
    {"FNMR at an FMR (4.8)",
     "The threshold is set on the same comparisons. Runs whose comparisons "
     "carry fewer than 10 false matches have no interval here.",
     "threshold taken as given", "ASSAY_COVERED_FNMR_AT"},
    {"EER", "Logit scale, t.", "Wilson, same variance and t",
     "ASSAY_COVERED_EER"},
    {"AUC", "Logit scale, t. Events play no part in the rule.",
     "Wilson, same variance and t", "ASSAY_COVERED_AUC"},
    {"FPIR, this list (4.5)", "The truth is that of the list drawn.", NULL,
     "ASSAY_COVERED_FPIR_FIXED"},
    {"FPIR, lists like it (4.5)",
     "The truth is the mean over lists. n < N: from the searches of the larger "
     "list (5.2). Where no search named anybody nothing follows, and there is "
     "no interval.",
     "interval of this list, taken for lists like it",
     "ASSAY_COVERED_FPIR_RANDOM"},
    {"Ratio of two groups' FMR (3.3)",
     "Groups without common people. *Independent*: Katz.",
     "exact conditional, as if independent", NULL},
    {"DET band",
     "FNMR at all FMRs of 1, 2, 5 a decade up to 0.2 that 10 false matches "
     "carry, held at once; confidence from 399 replicates of the people.",
     "pointwise 95 % intervals, taken for a band", NULL},
    {"How far groups lie apart (3.2)",
     "FMR within groups and FNMR of 4 mated comparisons a person, whose "
     "effects "
     "are independent; events of each rate in a group, on average. One double: "
     "the last group's rates are twice those of the others; 1 to 3: in equal "
     "ratios from the first to the last. Of equal groups only the lower end "
     "can "
     "miss, of some the upper one alone: 97.5 % is what is aimed at there. "
     "*Bootstrap*: 399 replicates of the "
     "people.",
     "delta method", NULL},
    {"TPIR of passages (4.3(a))",
     "K volunteers on the list, each of so many passages; c is the share of "
     "variance that is the person's.",
     NULL, NULL},
    {"FPIR of passages (4.5), this list",
     "K volunteers who are not on a list of 1,000, none of which is "
     "likelier to be named than another; a and w as of searches.",
     NULL, NULL},
    {"Latency (2.2)",
     "Order statistics by person, and as if times were independent, of K "
     "people's log-normal times with sigma 0.4; rho is the share of the "
     "variance of the logarithm that is the person's. Where no rank serves, an "
     "end is open: then the "
     "mean width is infinite. Events play no part in the rule.",
     NULL, NULL},
    {"False alerts per alert (2.2, 4.3(a))",
     "D deployments of 3 to 8 hours are the sample, and what people are in the "
     "rule. Their rates of false alerts and of true ones, twice as many, "
     "differ by a log-normal effect each, mean 1 and this variance.",
     NULL, NULL},
    {"False alerts per hour (2.2, 4.3(a))", "Likewise.", NULL, NULL},
    {"False alerts of the next deployment (5.5)",
     "The interval is to hold a count that is drawn after it; widths and "
     "counts have 1 added. *Independent*: one rate for all deployments; "
     "*spread as known*: of the gamma that the moments of the record give. "
     "With 1 to 20 hours each deployment differs by a gamma effect; the next "
     "ten are asked for as if they were one that long.",
     "spread as known", NULL},
    {"Alerts taken on by operators (7.2)",
     "O operators decide on F faces of so many alerts each, an operator for "
     "each alert at random; a is the share of variance that is the operator's, "
     "b the face's. What people are in the rule are operators.",
     "by operator alone", NULL}};

static const char *const columns[COVER_METHODS] = {
    "printed",   "delete-one", "per comparison", "z for t", "independent",
    "bootstrap", NULL};

bool cover_held(const cover_cell *cell, const cover_figure *figure)
{
    // 200 passages of which 1 - 0.9 are missed are 20 events less a rounding.
    const double events = figure->planned * (1 + 1e-12);
    return !cell->real && !cell->unequal && cell->law == COVER_NORMAL &&
           !cell->heavy_list && cell->people >= 20 && events >= 20;
}

static bool inside(const cover_count *c)
{
    const double rate = cover_rate(c);
    return rate >= LOW && rate <= HIGH;
}

static const char *judged(const cover_count *c)
{
    if (inside(c)) return "held";
    return cover_rate(c) > HIGH ? "**above**" : "**below**";
}

// Whether a method has any interval in a family.
static bool has_method(const cover_results *r, size_t family, size_t method)
{
    for (size_t i = 0; i < r->count; i++)
        for (size_t f = 0; f < r->cells[i].figure_count; f++)
            if (r->cells[i].figures[f].family == family &&
                r->counts[i][f][method].intervals)
                return true;
    return false;
}

static void write_count(FILE *file, const cover_count *c)
{
    if (!c->intervals) {
        fprintf(file, " - |");
        return;
    }
    const double n = c->intervals;
    fprintf(file, " %.3f (%.3f/%.3f; %.3g)", cover_rate(c), c->below / n,
            c->above / n, c->width);
    if (c->none) fprintf(file, " of %u", c->intervals);
    fprintf(file, " |");
}

static void write_row(FILE *file, const cover_results *r, size_t i, size_t f,
                      const bool *shown)
{
    const cover_cell *cell = &r->cells[i];
    const cover_figure *figure = &cell->figures[f];
    const bool held = cover_held(cell, figure);
    fprintf(file, "| %s | %s | ", cell->name, figure->name);
    if (isfinite(figure->planned))
        fprintf(file, "%.3g | ", figure->planned);
    else
        fprintf(file, "- | ");
    fprintf(file, "%s |", held ? judged(&r->counts[i][f][COVER_PRINTED]) : "");
    for (size_t m = 0; m < COVER_METHODS; m++)
        if (shown[m]) write_count(file, &r->counts[i][f][m]);
    fprintf(file, "\n");
}

static void write_section(FILE *file, const cover_results *r, size_t family)
{
    bool shown[COVER_METHODS];
    const section *s = &sections[family];
    for (size_t m = 0; m < COVER_METHODS; m++)
        shown[m] = has_method(r, family, m);
    if (!shown[COVER_PRINTED]) return;
    fprintf(file, "\n## %s\n%s\n\n| design | figure | events | rule |",
            s->heading, s->says);
    size_t wide = 4;
    for (size_t m = 0; m < COVER_METHODS; m++) {
        if (!shown[m]) continue;
        fprintf(file, " %s |", columns[m] ? columns[m] : s->other);
        wide++;
    }
    fprintf(file, "\n|");
    for (size_t m = 0; m < wide; m++) fprintf(file, "---|");
    fprintf(file, "\n");
    for (size_t i = 0; i < r->count; i++)
        for (size_t f = 0; f < r->cells[i].figure_count; f++)
            if (r->cells[i].figures[f].family == family)
                write_row(file, r, i, f, shown);
}

// What a row of the verdict tells apart.
enum { RULE, OTHERS, HEAVY, REAL, CLASSES };

static size_t class_of(const cover_cell *cell, const cover_figure *figure)
{
    if (cell->real) return REAL;
    if (cell->law != COVER_NORMAL || cell->heavy_list) return HEAVY;
    return cover_held(cell, figure) ? RULE : OTHERS;
}

// Of a family, by class: rows, rows inside and above, the least coverage.
typedef struct verdict {
    unsigned rows, inside, above;
    double least;
} verdict;

static void judge(const cover_results *r, size_t family, verdict of[CLASSES])
{
    for (size_t c = 0; c < CLASSES; c++) of[c] = (verdict){0, 0, 0, 1};
    for (size_t i = 0; i < r->count; i++)
        for (size_t f = 0; f < r->cells[i].figure_count; f++) {
            const cover_figure *figure = &r->cells[i].figures[f];
            const cover_count *c = &r->counts[i][f][COVER_PRINTED];
            // Fewer than 100 intervals say little.
            if (figure->family != family || c->intervals < 100) continue;
            verdict *v = &of[class_of(&r->cells[i], figure)];
            v->rows++;
            v->inside += inside(c);
            v->above += cover_rate(c) > HIGH;
            v->least = fmin(v->least, cover_rate(c));
        }
}

static void write_verdict(FILE *file, const cover_results *r)
{
    fprintf(file,
            "\n| figure | under the rule | of them hold | above | least "
            "| other normal rows | least | t4 rows | least | LFW rows | least "
            "|\n");
    for (size_t i = 0; i < 11; i++) fprintf(file, "|---");
    fprintf(file, "|\n");
    for (size_t f = 0; f < COVER_FAMILIES; f++) {
        verdict of[CLASSES];
        judge(r, f, of);
        fprintf(file, "| %s |", sections[f].heading);
        for (size_t c = 0; c < CLASSES; c++) {
            fprintf(file, " %u |", of[c].rows);
            if (c == RULE)
                fprintf(file, " %u | %u |", of[c].inside, of[c].above);
            if (of[c].rows)
                fprintf(file, " %.3f |", of[c].least);
            else
                fprintf(file, " - |");
        }
        fprintf(file, "\n");
    }
}

static const char *const head[] = {
    "How often a nominal 95 % interval holds the truth, where the truth is "
    "known.",
    "",
    "Each design is drawn 2,000 times (LFW, unequal counts and t4 1,000 times, "
    "with 200",
    "people or more and groups 500 times), counted and measured by the "
    "functions of the product.",
    "A cell says: coverage (share of runs with the truth below the lower end / "
    "above the upper",
    "end; mean width / truth, of a truth of 0 the width itself), and of how "
    "many runs, where",
    "some had no interval. The standard",
    "error of .95 is .005 at 2,000 runs, .007 at 1,000, .010 at 500. *Events*: "
    "expected",
    "errors. No run is left out for what came of it: one without an event "
    "counts with the",
    "interval that 4.6 gives it.",
    "",
    "**Designs.** People differ by effects of variance rho, normal or of "
    "Student's t with 4",
    "degrees of freedom (t4); with geometric images a person has 1, 2, 3, ... "
    "of them, mean 3.",
    "Scores have variance 1, mated ones mean 3.6. Searches: share a of the "
    "variance is the",
    "searched person's, w the search's, b the listed identity's. LFW: people "
    "drawn without",
    "replacement from 5,749, or from the 1,680 with two images or more; the "
    "truth is that of",
    "all of them, wrong labels kept.",
    "",
    "**Rule** (docs/statistics.md 4.9): normal effects, equal counts, 20 "
    "people and 20",
    "expected events or more: coverage within [.93, .98], or it is *below* or "
    "*above*. All else",
    "is run and shown, whatever comes of it. *Delete-one* is the interval by "
    "which requirements",
    "of the form \"at most\" are judged."};

bool cover_write_page(const char *path, const cover_results *results)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        return false;
    }
    fprintf(file,
            "# Coverage of intervals\nMade by `bench/coverage` "
            "(bench/README.md) at commit %s, seed %" PRIu32 "; not edited.\n",
            results->commit, results->seed);
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        fprintf(file, "%s\n", head[i]);
    write_verdict(file, results);
    for (size_t f = 0; f < COVER_FAMILIES; f++) write_section(file, results, f);
    return fclose(file) == 0;
}

// --- kinds of designs -------------------------------------------------------

static const uint32_t bands[] = {0, 20, 50, 200, UINT32_MAX};
enum { BANDS = 4 };

// Whether a design's intervals hold the truth too seldom. Of many designs the
// least is low by chance: two standard errors below, where people differ as the
// formula takes them to; of heavy tails, which no sample shows, at all.
static bool falls_short(const cover_count *c, bool heavy)
{
    const double rate = cover_rate(c), n = c->intervals;
    return rate + (heavy ? 0 : 2 * sqrt(rate * (1 - rate) / n)) < LOW;
}

// The least coverage of a kind's designs that fall short: 1 unequal counts, 2
// heavy tails. Fewer than 300 intervals say little.
static double least_of(const cover_results *r, size_t family, size_t band,
                       unsigned kind)
{
    double least = 1;
    for (size_t i = 0; i < r->count; i++) {
        const cover_cell *cell = &r->cells[i];
        const bool heavy = cell->law == COVER_T4 || cell->heavy_list;
        const bool of = cell->people >= bands[band] &&
                        cell->people < bands[band + 1] &&
                        cell->unequal == (kind & 1) && heavy == (kind >> 1);
        for (size_t f = 0; of && f < cell->figure_count; f++) {
            const cover_count *c = &r->counts[i][f][COVER_PRINTED];
            if (cell->figures[f].family != family || c->intervals < 300)
                continue;
            if (cover_rate(c) < least && falls_short(c, heavy))
                least = cover_rate(c);
        }
    }
    return least;
}

bool cover_write_table(const char *path, const cover_results *results)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        return false;
    }
    fprintf(file,
            "// SPDX-License-Identifier: Apache-2.0\n"
            "// clang-format off\n"
            "// Made by bench/coverage --full at commit %s, seed %" PRIu32
            "; not edited.\n"
            "// Kinds of designs whose intervals hold the truth in less than "
            "%.2f of runs,\n"
            "// where tails aren't heavy by two standard errors.\n"
            "// {figure, people from, people below, unequal counts, heavy "
            "tails, least "
            "coverage}\n",
            results->commit, results->seed, LOW);
    for (size_t f = 0; f < COVER_FAMILIES; f++)
        for (size_t b = 0; b < BANDS && sections[f].constant; b++)
            for (unsigned kind = 0; kind < 4; kind++) {
                const double least = least_of(results, f, b, kind);
                if (least < LOW)
                    fprintf(file, "{%s, %uu, %uu, %s, %s, %.3f},\n",
                            sections[f].constant, bands[b], bands[b + 1],
                            kind & 1 ? "true" : "false",
                            kind >> 1 ? "true" : "false", least);
            }
    return fclose(file) == 0;
}
