// SPDX-License-Identifier: Apache-2.0
// Writes the pages that the browser tests look at: pages FOLDER makes
// full.html, two.html, counts.html, bare.html, hostile.html, searches.html and
// lists.html there. The results are made up, of normal distributions.
#include "assay/result.h"
#include "base/build.h"
#include "browser/search_page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 900, BINS = 400, TARGETS = 5 };

// A population: scores of both classes are normal.
typedef struct people {
    const char *group; // NULL: everybody
    double mated, mated_sd, other, other_sd;
    int64_t mated_n, other_n, subjects;
} people;

static const people everybody = {NULL,  0.60,  0.125,  0.04,
                                 0.105, 24000, 480000, 1680};
static const people groups[] = {
    {"African", 0.58, 0.12, 0.085, 0.11, 6000, 120000, 420},
    {"Asian", 0.57, 0.13, 0.05, 0.105, 6000, 120000, 415},
    {"Caucasian", 0.63, 0.12, 0.01, 0.095, 6000, 120000, 431},
    {"Indian", 0.62, 0.12, 0.03, 0.10, 5988, 119760, 414},
};
enum { GROUPS = 4 };

static double above(double t, double mean, double sd)
{
    return 0.5 * erfc((t - mean) / sd / sqrt(2));
}

static double fmr_of(const people *p, double t, int64_t *events)
{
    *events =
        (int64_t)floor((double)p->other_n * above(t, p->other, p->other_sd));
    return (double)*events / (double)p->other_n;
}

static double fnmr_of(const people *p, double t, int64_t *events)
{
    *events = p->mated_n - (int64_t)ceil((double)p->mated_n *
                                         above(t, p->mated, p->mated_sd));
    return (double)*events / (double)p->mated_n;
}

// The least threshold with at most this FMR, by bisection.
static double threshold_for(const people *p, double target)
{
    double low = -1;
    double high = 2;
    for (int i = 0; i < 60; i++) {
        const double middle = (low + high) / 2;
        int64_t events = 0;
        if (fmr_of(p, middle, &events) > target)
            low = middle;
        else
            high = middle;
    }
    return (double)(float)high;
}

static void set_interval(assay_figure *f)
{
    const double n = (double)f->trials / 6;
    const double z = 1.96;
    const double p = f->value;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half =
        z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    f->low = fmax(0, middle - half);
    f->high = fmin(1, middle + half);
    f->interval = "confidence";
    f->confidence = 0.95;
    f->method = "cluster-robust Wilson, t";
    f->effective = n;
}

static void add_curve(assay_result *to, const people *p)
{
    static const char *const columns[] = {"threshold",     "FMR",
                                          "FNMR",          "TMR",
                                          "false matches", "false non-matches"};
    static double values[POINTS * 6];
    const assay_label label = {"ethnicity", p->group};
    for (size_t i = 0; i < POINTS; i++) {
        int64_t fm = 0;
        int64_t fnm = 0;
        double *row = values + 6 * i;
        row[0] = (double)(float)(-0.45 + 1.6 * (double)i / POINTS);
        row[1] = fmr_of(p, row[0], &fm);
        row[2] = fnmr_of(p, row[0], &fnm);
        row[3] = 1 - row[2];
        row[4] = (double)fm;
        row[5] = (double)fnm;
    }
    const assay_curve curve = {
        "", "DET", &label, p->group != NULL, columns, 6, values, POINTS, NULL};
    assay_build_curve(to, &curve);
}

static void add_band(assay_result *to, const people *p)
{
    static const char *const columns[] = {"FMR", "FNMR", "low", "high"};
    double values[40 * 4];
    for (size_t i = 0; i < 40; i++) {
        double *row = values + 4 * i;
        assay_figure f = assay_figure_blank();
        const double t = threshold_for(p, pow(10, -5.3 * (double)i / 39));
        int64_t events = 0;
        row[0] = fmr_of(p, t, &events);
        row[1] = fnmr_of(p, t, &events);
        f.value = row[1];
        f.trials = p->mated_n / 3;
        set_interval(&f);
        row[2] = f.low;
        row[3] = f.high;
    }
    const assay_curve curve = {"", "DET band", NULL, 0,   columns,
                               4,  values,     40,   NULL};
    assay_build_curve(to, &curve);
}

static void add_scores(assay_result *to, const people *p)
{
    static const char *const columns[] = {"from", "to", "mated", "non-mated"};
    static double values[(BINS + 1) * 4];
    for (size_t i = 0; i < BINS; i++) {
        double *row = values + 4 * i;
        const double from = -0.45 + 1.6 * (double)i / BINS;
        const double to_ = from + 1.6 / BINS;
        row[0] = (double)(float)from;
        row[1] = (double)(float)to_;
        row[2] =
            floor((double)p->mated_n * (above(from, p->mated, p->mated_sd) -
                                        above(to_, p->mated, p->mated_sd)));
        row[3] =
            floor((double)p->other_n * (above(from, p->other, p->other_sd) -
                                        above(to_, p->other, p->other_sd)));
    }
    double *tie = values + 4 * (size_t)BINS;
    tie[0] = tie[1] = 0.25;
    tie[2] = 0;
    tie[3] = 0.02 * (double)p->other_n;
    const assay_curve curve = {"", "scores", NULL,     0,   columns,
                               4,  values,   BINS + 1, NULL};
    assay_build_curve(to, &curve);
}

// A rate of these people at a threshold.
static assay_figure rate_of(const people *p, const char *name, double t,
                            const assay_label *label)
{
    assay_figure f = assay_figure_blank();
    const bool other = strcmp(name, "FMR") == 0;
    f.name = name;
    f.threshold = t;
    f.rule = "ge";
    f.unit = "proportion";
    f.value = other ? fmr_of(p, t, &f.events) : fnmr_of(p, t, &f.events);
    f.trials = other ? p->other_n : p->mated_n;
    f.per = "comparison";
    f.subjects = p->subjects;
    f.group = label;
    f.group_count = p->group != NULL;
    f.of = other ? "non-mated comparisons" : "mated comparisons";
    f.threshold_from = "all";
    f.references = other ? "all" : NULL;
    set_interval(&f);
    return f;
}

static void add_few(assay_figure *f, double target, const people *p)
{
    if (target * (double)p->other_n >= 10) return;
    f->status = ASSAY_FIGURE_FEW_EVENTS;
    f->note = "the threshold rests on fewer than 10 scores";
}

static void add_rates(assay_result *to, const people *p, double target,
                      double t, const char *from)
{
    const assay_label label = {"ethnicity", p->group};
    const char *const names[] = {"FMR", "FNMR"};
    for (int i = 0; i < 2; i++) {
        assay_figure f = rate_of(p, names[i], t, &label);
        int64_t events = 0;
        const assay_at at[] = {{"FMR", target},
                               {"achieved", fmr_of(p, t, &events)}};
        f.at = at;
        f.at_count = 2;
        f.threshold_from = from;
        add_few(&f, target, p);
        if (strcmp(from, "group") == 0 && i == 0) continue;
        assay_build_figure(to, &f);
        if (i == 1) {
            assay_figure tmr = f;
            tmr.name = "TMR";
            tmr.value = 1 - f.value;
            tmr.low = 1 - f.high;
            tmr.high = 1 - f.low;
            tmr.events = f.trials - f.events;
            assay_build_figure(to, &tmr);
        }
    }
}

// False matches with references of the same group.
static void add_same(assay_result *to, const people *p, double target, double t)
{
    const assay_label label = {"ethnicity", p->group};
    people near = *p;
    near.other += 0.03;
    near.other_n /= 4;
    assay_figure f = rate_of(&near, "FMR", t, &label);
    const assay_at at = {"FMR", target};
    f.at = &at;
    f.at_count = 1;
    f.references = "same group";
    add_few(&f, target, &near);
    assay_build_figure(to, &f);
}

static void add_summary(assay_result *to, const char *name, double value,
                        const char *unit, const char *note)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.value = value;
    f.unit = unit;
    f.interval = "none";
    f.note = note;
    if (strcmp(name, "EER") == 0 || strcmp(name, "AUC") == 0) {
        f.low = value * 0.97;
        f.high = fmin(1, value * 1.02);
        f.interval = "confidence";
        f.confidence = 0.95;
        f.method = "linearised, logit, t";
    }
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
        "Set so that 10 in 1,000 pairs of different people pass as one person, "
        "it fails on 9 (7 to 11) of every 1,000 pairs of the same person.",
        "FNMR@FMR=0.01");
    say(to, ASSAY_IN_SHORT,
        "Set so that 10 in 10,000 pairs of different people pass, it fails on "
        "36 (31 to 42) of every 1,000 pairs of the same person.",
        "FNMR@FMR=0.001");
    say(to, ASSAY_IN_SHORT,
        "At that threshold pairs of different people pass least often in the "
        "group Caucasian, 1 (0 to 3) of 10,000, and most often in the group "
        "African, 31 (24 to 39) of 10,000.",
        "FMR@FMR=0.001,ethnicity=African");
    say(to, ASSAY_IN_SHORT,
        "At threshold 0.364409477, of 1,000,000 pairs of different people, "
        "1,002 (840 to 1,195) would pass as the same person, each two people "
        "counting equally.",
        "FMR@FMR=0.001");
    say(to, ASSAY_IN_SHORT,
        "At that threshold it fails on ethnicity Asian, 57 (44 to 73) of 1,000 "
        "pairs of the same person, and on Caucasian, 13 (8 to 23), each person "
        "counting equally.",
        "FNMR@FMR=0.001,ethnicity=Asian");
    say(to, ASSAY_CANNOT_BE_TOLD,
        "How often a search of a watchlist goes wrong: these are pairs (1:1), "
        "not searches of a list.",
        NULL);
    say(to, ASSAY_TO_KNOW_IT,
        "Search lists of the intended size with people who are on them and "
        "people who are not: assay templates or assay candidates.",
        NULL);
    say(to, ASSAY_CANNOT_BE_TOLD,
        "What it does in a street: no camera, light, crowd or missed face is "
        "in these comparisons.",
        NULL);
    say(to, ASSAY_TO_KNOW_IT,
        "A trial with volunteers where it will stand: assay alerts.", NULL);
}

static void warn(assay_result *to, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    assay_build_warning(to, &warning);
}

static void add_record(assay_result *to, const char *name)
{
    const assay_input input = {
        name,
        "scores",
        "csv",
        41880123,
        504000,
        "3f9ac1d2b7e84f10556677aa0bc1de2f3f9ac1d2b7e84f10556677aa0bc1de2f"};
    const assay_input people_ = {
        "people.csv",
        "subjects",
        "csv",
        40210,
        1680,
        "99aac1d2b7e84f10556677aa0bc1de2f3f9ac1d2b7e84f10556677aa0bc1de2f"};
    assay_build_input(to, &input);
    assay_build_input(to, &people_);
    warn(to, "few_events", ASSAY_CHANGES_THE_READING,
         "At FMR 0.00001 fewer than 10 scores fix the threshold: the figures "
         "are given, not to be quoted.",
         5);
    warn(to, "unequal_counts", ASSAY_LIMITS_IT,
         "Some people are in many more comparisons than others: rates in which "
         "every person weighs alike stand first.",
         -1);
    warn(to, "tie", ASSAY_LIMITS_IT,
         "One score, 0.25, makes up 2 % of the non-mated comparisons: is it a "
         "failure code? If so: --failed 0.25.",
         9600);
    warn(to, "repeated_rows", ASSAY_FOR_THE_RECORD,
         "Adjacent rows that are the same were kept.", 12);
    assay_build_fact(to, "command",
                     "assay scores scores.csv --subjects people.csv --by "
                     "ethnicity --html report.html");
    assay_build_fact(to, "options.rule", "ge");
    assay_build_fact(to, "options.confidence", "0.95");
    assay_build_fact_count(to, "rows.kept", 504000);
    assay_build_fact_count(to, "rows.left_out", 0);
    assay_build_fact(to, "run.kernels", "avx2");
    assay_build_fact_count(to, "run.threads", 2);
}

static void add_failures(assay_result *to)
{
    const char *const names[] = {"FTA", "FTE"};
    for (int i = 0; i < 2; i++) {
        assay_figure f = assay_figure_blank();
        f.name = names[i];
        f.unit = "proportion";
        f.events = 31 - 20 * i;
        f.trials = 8400;
        f.value = (double)f.events / (double)f.trials;
        f.per = "attempt";
        f.of = i ? "enrolments" : "acquisition attempts";
        set_interval(&f);
        assay_build_figure(to, &f);
    }
}

static void add_all_rates(assay_result *to, bool grouped)
{
    for (int i = 0; i < TARGETS; i++) {
        const double target = pow(10, -(i + 1)) * (i ? 1 : 0.5);
        const double t = threshold_for(&everybody, target);
        add_rates(to, &everybody, target, t, "all");
        for (int g = 0; grouped && g < GROUPS; g++) {
            const double own = threshold_for(&groups[g], target);
            add_rates(to, &groups[g], target, t, "all");
            add_same(to, &groups[g], target, t);
            add_rates(to, &groups[g], target, own, "group");
        }
    }
}

static assay_result *verification(const people *p, bool grouped,
                                  const char *title)
{
    assay_result *to = assay_build_new("verification");
    if (!to) abort();
    if (title) assay_build_about(to, "title", title);
    assay_build_about(to, "system", "Made-up matcher");
    assay_build_about(to, "version", "2.1");
    assay_build_about(to, "dates", "3 to 21 March 2025");
    assay_build_about(to, "tester", "Example laboratory");
    assay_build_about(to, "labels", "declared by the people themselves");
    add_all_rates(to, grouped);
    add_summary(to, "EER", 0.0081, "proportion",
                "3,888 of 480,000 and 194 of 24,000");
    add_summary(to, "AUC", 0.99931, "proportion", "counted exactly");
    add_summary(to, "d'", 4.85, "ratio", "descriptive, no interval");
    add_failures(to);
    add_curve(to, p);
    for (int g = 0; grouped && g < GROUPS; g++) add_curve(to, &groups[g]);
    add_band(to, p);
    add_scores(to, p);
    add_sentences(to);
    add_record(to, "scores.csv");
    const assay_requirement asked = {"FNMR@FMR=0.001 <= 0.05",
                                     "FNMR@FMR=0.001",
                                     0.05,
                                     0.036,
                                     0.031,
                                     0.042,
                                     ASSAY_MET,
                                     NULL};
    assay_build_requirement(to, &asked);
    return to;
}

static assay_result *counts(void)
{
    assay_result *to = assay_build_new("counts");
    const char *const names[] = {"Black", "other"};
    const int64_t events[] = {4, 2};
    const int64_t trials[] = {450, 1430};
    if (!to) abort();
    for (int i = 0; i < 2; i++) {
        assay_figure f = assay_figure_blank();
        const assay_label label = {"group", names[i]};
        f.name = "rate";
        f.unit = "proportion";
        f.events = events[i];
        f.trials = trials[i];
        f.value = (double)events[i] / (double)trials[i];
        f.per = "trial";
        f.of = "trials";
        f.group = &label;
        f.group_count = 1;
        set_interval(&f);
        f.method = "Clopper-Pearson, exact";
        assay_build_figure(to, &f);
    }
    add_summary(to, "ratio", 6.36, "ratio", "exact conditional interval");
    say(to, ASSAY_IN_SHORT,
        "4 of 450 in the group Black: 9 (2 to 23) of 1,000. 2 of 1,430 in the "
        "group other: 1 (0 to 5) of 1,000.",
        "rate,group=Black");
    say(to, ASSAY_CANNOT_BE_TOLD, "That the groups are alike.", NULL);
    say(to, ASSAY_TO_KNOW_IT,
        "Six events had an 80 % chance to show only a difference of 14-fold or "
        "more.",
        NULL);
    return to;
}

static assay_result *bare(void)
{
    assay_result *to = assay_build_new("verification");
    if (!to) abort();
    assay_figure f = assay_figure_blank();
    f.name = "FNMR";
    f.status = ASSAY_FIGURE_NO_DATA;
    f.unit = "proportion";
    f.of = "mated comparisons";
    f.trials = 0;
    f.note = "no mated comparisons";
    assay_build_figure(to, &f);
    return to;
}

// Texts that try to break out of the page, in every place that holds one.
static assay_result *hostile(void)
{
    static char longest[10241];
    memset(longest, 'W', sizeof longest - 1);
    const char *const texts[] = {
        "</script><script>window.broken=1</script>",
        "\"><img src=x onerror=window.broken=1>",
        "' onmouseover='window.broken=1",
        "<!--<script>",
        "\xE2\x80\xAE"
        "desrever \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
        "=cmd|'/c calc'!A1",
        "\xFF\xC0\x80 not UTF-8 \x01\x1B[31m",
        longest,
    };
    assay_result *to = assay_build_new("verification");
    if (!to) abort();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        people p = groups[i % GROUPS];
        p.group = texts[i];
        add_rates(to, &p, 0.01, 0.3, "all");
        add_curve(to, &p);
        say(to, (assay_statement_kind)(i % 3), texts[i], texts[i]);
        warn(to, texts[i], ASSAY_LIMITS_IT, texts[i], 1);
        assay_build_about(to, i ? texts[i] : "title", texts[i]);
        assay_build_fact(to, texts[i], texts[i]);
        const assay_input input = {texts[i], texts[i], texts[i],
                                   1,        1,        texts[i]};
        assay_build_input(to, &input);
    }
    add_rates(to, &everybody, 0.01, 0.3, "all");
    add_curve(to, &everybody);
    add_scores(to, &everybody);
    return to;
}

static int write_page(const char *folder, const char *name,
                      assay_result **results, size_t count)
{
    char path[4096];
    assay_error err = {0};
    const assay_result *all[4];
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        good = good && assay_build_end(&results[i], &err) == ASSAY_OK;
        all[i] = results[i];
    }
    (void)snprintf(path, sizeof path, "%s/%s.html", folder, name);
    good = good && assay_result_write_html(all, count, path, &err) == ASSAY_OK;
    for (size_t i = 0; i < count; i++) assay_result_free(results[i]);
    if (!good) (void)fprintf(stderr, "%s: %s\n", path, err.reason);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    people second = everybody;
    second.mated += 0.03;
    assay_result *full[] = {
        verification(&everybody, true, "A made-up matcher on made-up people")};
    assay_result *two[] = {verification(&everybody, false, "Version 2.1"),
                           verification(&second, false, "Version 3.0")};
    assay_result *one[] = {counts()};
    assay_result *little[] = {bare()};
    assay_result *bad[] = {hostile()};
    assay_result *found[] = {
        search_page("A made-up list of made-up people", true)};
    assay_result *lists[] = {search_page("Version 2.1", false),
                             search_page("Version 3.0", false)};
    int failed = write_page(argv[1], "full", full, 1);
    failed |= write_page(argv[1], "two", two, 2);
    failed |= write_page(argv[1], "counts", one, 1);
    failed |= write_page(argv[1], "bare", little, 1);
    failed |= write_page(argv[1], "hostile", bad, 1);
    failed |= write_page(argv[1], "searches", found, 1);
    failed |= write_page(argv[1], "lists", lists, 2);
    return failed;
}
