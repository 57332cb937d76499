// SPDX-License-Identifier: Apache-2.0
#include "browser/search_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED = 1000, POOL = 5748, MATED = 33580, OTHERS = 219672 };
enum { POINTS = 400, RANKS = 50, GROUPS = 4, SIZES = 7 };

// People searched for: how their searches score, of normal distributions.
typedef struct crowd {
    const char *name; // NULL: everybody
    double mated, other;
    double share; // of all searches
} crowd;

static const crowd everybody = {NULL, 0.66, 0.0, 1};
static const crowd groups[GROUPS] = {{"African", 0.65, 0.012, 0.25},
                                     {"Asian", 0.64, 0.006, 0.25},
                                     {"Caucasian", 0.68, -0.006, 0.25},
                                     {"Indian", 0.67, -0.02, 0.25}};
static const double sizes[SIZES] = {100, 300, 1000, 3000, POOL, 10000, 57480};

static double below(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

// The share of comparisons of two people that pass.
static double fmr_of(const crowd *c, double t)
{
    return 1 - below((t - c->other) / 0.125);
}

static double fpir_of(const crowd *c, double t, double listed)
{
    return -expm1(0.82 * listed * log1p(-fmr_of(c, t)));
}

static double fnir_of(const crowd *c, double t)
{
    return below((t - c->mated) / 0.13);
}

static double threshold_for(double target)
{
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; i++) {
        const double middle = (low + high) / 2;
        if (fpir_of(&everybody, middle, LISTED) > target)
            low = middle;
        else
            high = middle;
    }
    return (double)(float)high;
}

static void set_rate(assay_figure *f, double rate, double trials)
{
    f->unit = "proportion";
    f->trials = (int64_t)trials;
    f->events = (int64_t)floor(rate * trials);
    f->value = (double)f->events / (double)f->trials;
    const double half = 1.96 * sqrt((f->value + 4 / trials) / trials * 6);
    f->low = fmax(0, f->value - half);
    f->high = fmin(1, f->value + half);
    f->interval = "confidence";
    f->confidence = 0.95;
    f->method = "cluster-robust Wilson, t";
    f->per = "search";
    f->rule = "ge";
    f->subjects = POOL;
    f->effective = trials / 6;
    f->watchlist_size = LISTED;
    if (f->events >= 10) return;
    f->status = ASSAY_FIGURE_FEW_EVENTS;
    f->note = "fewer than 10 events";
}

static void add_rate(assay_result *to, const char *name, const assay_at *at,
                     size_t at_count, const crowd *c)
{
    const assay_label label = {"ethnicity", c->name};
    const double t = threshold_for(at->value);
    const bool fpir = strcmp(name, "FPIR") == 0;
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.at = at;
    f.at_count = at_count;
    f.threshold = t;
    f.threshold_from = "all";
    f.group = &label;
    f.group_count = c->name != NULL;
    f.of = fpir ? "searches by people who are not on the list"
                : "searches by people on the list";
    if (fpir) f.target = "random watchlist";
    double rate = fpir ? fpir_of(c, t, LISTED) : fnir_of(c, t);
    if (strcmp(name, "TPIR") == 0) rate = 1 - rate;
    if (strcmp(name, "algorithm-level FNIR") == 0) rate *= 0.98;
    if (strcmp(name, "false alerts on listed people") == 0)
        rate = 0.6 * fpir_of(c, t, LISTED);
    set_rate(&f, rate, (fpir ? OTHERS : MATED) * c->share);
    if (c->name) f.subjects /= GROUPS;
    if (at_count > 1) f.rank = 1;
    assay_build_figure(to, &f);
}

static void add_point(assay_result *to, double target, bool grouped)
{
    static const char *const names[] = {"FPIR", "FNIR", "TPIR",
                                        "algorithm-level FNIR",
                                        "false alerts on listed people"};
    const assay_at at[] = {{"FPIR", target}, {"rank", 1}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_rate(to, names[i], at, 1, &everybody);
    add_rate(to, "FNIR", at, 2, &everybody);
    for (size_t g = 0; grouped && g < GROUPS; g++)
        for (size_t i = 0; i < 2; i++)
            add_rate(to, names[i], at, 1, &groups[g]);
}

static void add_matrix(assay_result *to)
{
    const assay_at at[] = {{"FPIR", 0.01}};
    const double t = threshold_for(0.01);
    for (size_t i = 0; i < (size_t)GROUPS * GROUPS; i++) {
        const size_t p = i / GROUPS, g = i % GROUPS;
        const assay_label probe = {"ethnicity", groups[p].name};
        const assay_label reference = {"ethnicity", groups[g].name};
        assay_figure f = assay_figure_blank();
        crowd pair = groups[p];
        pair.other += p == g ? 0.02 : -0.03;
        if (p + g == 3) pair.other -= 0.03;
        f.name = "FMR";
        f.at = at;
        f.at_count = 1;
        f.threshold = t;
        f.group = &probe;
        f.group_count = 1;
        f.reference_group = &reference;
        f.reference_group_count = 1;
        f.of = "non-mated comparisons";
        set_rate(&f, fmr_of(&pair, t), 13729500);
        f.per = "comparison";
        assay_build_figure(to, &f);
    }
}

static void add_sizes(assay_result *to, double target)
{
    const double t = threshold_for(target);
    static const char *const columns[] = {
        "watchlist_size", "FPIR", "low", "high", "bound", "estimate"};
    double values[SIZES * 6];
    char id[64];
    for (size_t i = 0; i < SIZES; i++) {
        const assay_at at[] = {{"FPIR", target}, {"watchlist_size", sizes[i]}};
        const double limit = fmin(1, sizes[i] * fmr_of(&everybody, t));
        assay_figure f = assay_figure_blank();
        f.name = "FPIR";
        f.at = at;
        f.at_count = 2;
        f.threshold = t;
        set_rate(&f, fpir_of(&everybody, t, sizes[i]), OTHERS);
        f.watchlist_size = (int64_t)sizes[i];
        f.target = "random watchlist";
        if (sizes[i] > POOL) {
            f.low = f.high = f.confidence = (double)NAN;
            f.interval = "none";
            f.bounds[0] = 0;
            f.bounds[1] = limit;
            f.note = "beyond the test: beta-binomial estimate, at most the "
                     "size times the FMR";
        }
        f.events = f.trials = -1;
        assay_build_figure(to, &f);
        const bool beyond = sizes[i] > POOL;
        double *row = values + 6 * i;
        row[0] = sizes[i];
        row[1] = beyond ? (double)NAN : f.value;
        row[2] = f.low;
        row[3] = f.high;
        row[4] = beyond ? limit : (double)NAN;
        row[5] = beyond ? f.value : (double)NAN;
    }
    (void)snprintf(id, sizeof id, "FPIR by watchlist size,FPIR=%g", target);
    const assay_curve curve = {
        id, "FPIR by watchlist size", NULL, 0, columns, 6, values, SIZES, NULL};
    assay_build_curve(to, &curve);
}

static void add_det(assay_result *to, const crowd *c, double listed)
{
    static const char *const columns[] = {"threshold", "FPIR", "FNIR"};
    static double values[POINTS * 3];
    char id[64] = "DET 1:N";
    for (size_t i = 0; i < POINTS; i++) {
        double *row = values + 3 * i;
        row[0] = (double)(float)(0.2 + 0.8 * (double)i / POINTS);
        row[1] = fpir_of(c, row[0], listed);
        row[2] = fnir_of(c, row[0]);
    }
    if (listed != LISTED)
        (void)snprintf(id, sizeof id, "DET 1:N,watchlist_size=%.0f", listed);
    if (c->name) (void)snprintf(id, sizeof id, "DET 1:N,ethnicity=%s", c->name);
    const assay_label label = {"ethnicity", c->name};
    const assay_curve curve = {id,      "DET 1:N", &label, c->name != NULL,
                               columns, 3,         values, POINTS,
                               NULL};
    assay_build_curve(to, &curve);
}

// The same comparisons as pairs (1:1).
static void add_pairs(assay_result *to)
{
    static const char *const columns[] = {"threshold", "FMR", "FNMR"};
    static const char *const names[] = {"FMR", "FNMR"};
    static double values[POINTS * 3];
    const assay_at at[] = {{"FMR", 0.001}, {"achieved", 0.001}};
    const double t = 0.125 * 3.0902;
    for (size_t i = 0; i < POINTS; i++) {
        double *row = values + 3 * i;
        row[0] = (double)(float)(0.1 + 0.6 * (double)i / POINTS);
        row[1] = fmr_of(&everybody, row[0]);
        row[2] = fnir_of(&everybody, row[0]);
    }
    const assay_curve curve = {"DET", "DET",  NULL,   0,   columns,
                               3,     values, POINTS, NULL};
    assay_build_curve(to, &curve);
    for (size_t i = 0; i < 2; i++) {
        assay_figure f = assay_figure_blank();
        f.name = names[i];
        f.at = at;
        f.at_count = 2;
        f.threshold = t;
        f.of = i ? "mated comparisons" : "non-mated comparisons";
        set_rate(&f, i ? fnir_of(&everybody, t) : 0.001, i ? 242257 : 87298000);
        f.per = "comparison";
        f.watchlist_size = 0;
        assay_build_figure(to, &f);
    }
}

static void add_shares(assay_result *to)
{
    static const char *const columns[] = {
        "share of subjects", "share of false matches", "by chance"};
    const assay_at at[] = {{"FPIR", 0.01}};
    double values[101 * 3];
    for (size_t i = 0; i <= 100; i++) {
        values[3 * i] = (double)i / 100;
        values[3 * i + 1] = 1 - pow(1 - (double)i / 100, 9);
        values[3 * i + 2] = 1 - pow(1 - (double)i / 100, 2);
    }
    const assay_curve curve = {"false-match share,FPIR=0.01",
                               "false-match share",
                               NULL,
                               0,
                               columns,
                               3,
                               values,
                               101,
                               NULL};
    assay_build_curve(to, &curve);
    assay_figure f = assay_figure_blank();
    f.name = "share of false matches from the top 1 % of subjects";
    f.at = at;
    f.at_count = 1;
    f.of = "false matches";
    set_rate(&f, 0.0864, 2152);
    f.low = f.high = (double)NAN;
    f.interval = "none";
    assay_build_figure(to, &f);
    f.name = "share of false matches from people matched again";
    set_rate(&f, 0.31, 2152);
    assay_build_figure(to, &f);
}

// An exponential tail, of which high thresholds have no shape.
static void add_tail(assay_result *to)
{
    enum { COLUMNS = 9, ROWS = 24 };
    static const char *const columns[COLUMNS] = {
        "threshold", "searches above", "mean excess", "mean low", "mean high",
        "shape",     "shape low",      "shape high",  "fitted"};
    double values[ROWS * COLUMNS];
    for (size_t i = 0; i < ROWS; i++) {
        double *row = values + COLUMNS * i;
        const double n = 14000 * exp(-(double)i / 4), spread = 1 / sqrt(n);
        const bool fits = n >= 100;
        row[0] = 0.5 + (double)i / 80;
        row[1] = floor(n);
        row[2] = 0.05;
        row[3] = 0.05 * (1 - 2 * spread);
        row[4] = 0.05 * (1 + 2 * spread);
        row[5] = fits ? 0 : (double)NAN;
        row[6] = fits ? -2 * spread : (double)NAN;
        row[7] = fits ? 2 * spread : (double)NAN;
        row[8] = i == 6;
    }
    const assay_curve curve = {.id = "tail of false alerts",
                               .name = "tail of false alerts",
                               .columns = columns,
                               .column_count = COLUMNS,
                               .values = values,
                               .row_count = ROWS};
    const assay_at at[] = {{"FPIR", 1e-6}};
    assay_figure f = assay_figure_blank();
    f.name = "extrapolated FPIR";
    f.at = at;
    f.at_count = 1;
    f.threshold = 0.98;
    f.watchlist_size = LISTED;
    set_rate(&f, 1e-6, OTHERS);
    f.value = 1e-6;
    f.low = 1e-8;
    f.high = 2e-5;
    f.bounds[0] = 0;
    f.bounds[1] = 10.0 / OTHERS;
    f.events = f.trials = -1;
    f.note = "beyond the test: an extrapolation";
    assay_build_curve(to, &curve);
    assay_build_figure(to, &f);
}

static void add_ranks(assay_result *to)
{
    static const char *const columns[] = {"rank", "CMC"};
    double values[RANKS * 2];
    for (size_t i = 0; i < RANKS; i++) {
        values[2 * i] = (double)(i + 1);
        values[2 * i + 1] = 0.97 - 0.07 / (double)(i + 1);
        const assay_at at[] = {{"rank", values[2 * i]}};
        if (i != 0 && i != 9 && i != 49) continue;
        assay_figure f = assay_figure_blank();
        f.name = "CMC";
        f.at = at;
        f.at_count = 1;
        f.of = "searches by people on the list";
        set_rate(&f, values[2 * i + 1], MATED);
        f.rank = (int64_t)i + 1;
        assay_build_figure(to, &f);
    }
    const assay_curve curve = {"CMC", "CMC",  NULL,  0,   columns,
                               2,     values, RANKS, NULL};
    assay_build_curve(to, &curve);
}

static void add_count(assay_result *to, const char *name, double n)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.value = n;
    f.unit = "count";
    assay_build_figure(to, &f);
}

static void add_failure(assay_result *to, const char *name, double rate)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.of = "presentations";
    set_rate(&f, rate, 13233);
    f.per = "attempt";
    f.watchlist_size = 0;
    assay_build_figure(to, &f);
}

static void say(assay_result *to, assay_statement_kind kind, const char *text,
                const char *id)
{
    const char *const ids[] = {id};
    const assay_statement said = {kind, text, ids, id ? 1 : 0};
    assay_build_statement(to, &said);
}

static void add_sentences(assay_result *to)
{
    say(to, ASSAY_IN_SHORT,
        "With 1,000 on the list, set so that 10 in 1,000 searches by people "
        "who are not on it give a false alert, 18 (16 to 20) of 100 searches "
        "by people on it miss them.",
        "FNIR@FPIR=0.01");
    say(to, ASSAY_IN_SHORT,
        "With 1,000 on the list, set to 1 false alert in 1,000 such searches, "
        "30 (27 to 33) of 100 searches by people on it miss them.",
        "FNIR@FPIR=0.001");
    say(to, ASSAY_IN_SHORT,
        "At the first threshold a list of 100 gives 1 false alert in 1,000 "
        "searches, a list of 5,748 gives 56.",
        "FPIR@FPIR=0.01,watchlist_size=100");
    say(to, ASSAY_CANNOT_BE_TOLD,
        "What a street gives: no camera, light, crowd or missed face is in it.",
        NULL);
    say(to, ASSAY_TO_KNOW_IT,
        "A trial with volunteers where it will stand: assay alerts.", NULL);
    say(to, ASSAY_CANNOT_BE_TOLD,
        "Searches of lists above 5,748: beyond the test, a limit alone is "
        "shown.",
        NULL);
    say(to, ASSAY_TO_KNOW_IT, "More references.", NULL);
}

static void add_record(assay_result *to)
{
    const assay_warning warned[] = {
        {"uneven_subjects", ASSAY_CHANGES_THE_READING,
         "A few people give most searches of the list of 1,000.", 40},
        {"labels", ASSAY_LIMITS_IT,
         "How ethnicity was declared is not stated (about: labels).", -1}};
    const assay_input in = {"lfw.npy", "templates", "npy",
                            6776000,   13233,       NULL};
    assay_build_warning(to, &warned[0]);
    assay_build_warning(to, &warned[1]);
    assay_build_input(to, &in);
    assay_build_fact(to, "subcommand", "templates");
    assay_build_fact(to, "options.rule", "ge");
    assay_build_fact(to, "command",
                     "assay templates lfw.npy lfw.csv --watchlist-size 1000 "
                     "--repeat 20 --html report.html");
}

assay_result *search_page(const char *title, bool grouped)
{
    static const double targets[] = {0.1, 0.01, 0.001, 0.0001};
    assay_result *to = assay_build_new("identification");
    if (!to) abort();
    assay_build_about(to, "title", title);
    add_count(to, "watchlists", 20);
    add_count(to, "identities on the watchlist", LISTED);
    add_count(to, "mated searches", MATED);
    add_count(to, "non-mated searches", OTHERS);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        add_point(to, targets[i], grouped);
    add_sizes(to, 0.01);
    add_sizes(to, 0.001);
    if (grouped) add_matrix(to);
    if (grouped) add_pairs(to);
    add_tail(to);
    add_shares(to);
    add_ranks(to);
    add_failure(to, "FTA of searches", 0.002);
    add_failure(to, "FTE of identities", 0.001);
    add_count(to, "probable label errors", 15);
    for (size_t i = 0; i < 5; i++) add_det(to, &everybody, sizes[i]);
    for (size_t i = 0; grouped && i < GROUPS; i++)
        add_det(to, &groups[i], LISTED);
    add_sentences(to);
    add_record(to);
    return to;
}
