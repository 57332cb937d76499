// SPDX-License-Identifier: Apache-2.0
// A 1:N result made by hand: searches of 20 drawn lists of 1,000, by group,
// with the FMR matrix, other list sizes, failures and the curves.
#ifndef UNIT_TELL_SEARCHES_H
#define UNIT_TELL_SEARCHES_H

#include "assay/result.h"
#include "base/build.h"

#include <math.h>
#include <string.h>

enum { SEARCHES_LISTED = 1000, SEARCHES_POOL = 5748 };

static inline void searches_count(assay_result *r, const char *name, double n)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.value = n;
    f.unit = "count";
    f.watchlist_size = SEARCHES_LISTED;
    assay_build_figure(r, &f);
}

// A rate of searches with its interval, at the conditions `at`.
static inline assay_figure searches_rate(const char *name, const assay_at *at,
                                         size_t at_count, int64_t events,
                                         int64_t trials)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.at = at;
    f.at_count = at_count;
    f.threshold = (double)0.570000052f;
    f.rule = "ge";
    f.value = (double)events / (double)trials;
    f.unit = "proportion";
    f.low = f.value * 0.85;
    f.high = f.value * 1.17 + 0.00001;
    f.interval = "confidence";
    f.confidence = 0.95;
    f.method = "cluster-robust Wilson, t";
    f.events = events;
    f.trials = trials;
    f.per = "search";
    f.subjects = 5749;
    f.of = strcmp(name, "FPIR") == 0 ? "non-mated searches" : "mated searches";
    f.threshold_from = "all";
    f.watchlist_size = SEARCHES_LISTED;
    if (strcmp(name, "FPIR") == 0) {
        f.target = "random watchlist";
        f.weights = "comparison";
    } else {
        f.rank = 50;
    }
    return f;
}

static inline void searches_threshold(assay_result *r, const assay_at *at,
                                      double threshold)
{
    assay_figure f = assay_figure_blank();
    f.name = "threshold";
    f.at = at;
    f.at_count = 2;
    f.threshold = f.value = threshold;
    f.rule = "ge";
    f.unit = "score";
    f.watchlist_size = SEARCHES_LISTED;
    assay_build_figure(r, &f);
}

// What stands at one threshold, for all.
static inline void searches_point(assay_result *r, double asked,
                                  double threshold, const int64_t counts[2],
                                  assay_figure_status status)
{
    const assay_at at[] = {{"FPIR", asked},
                           {"achieved", (double)counts[0] / 219672}};
    const assay_at first[] = {{"FPIR", asked}, {"rank", 1}};
    searches_threshold(r, at, threshold);
    assay_figure f = searches_rate("FPIR", at, 2, counts[0], 219672);
    f.threshold = threshold;
    f.status = status;
    assay_build_figure(r, &f);
    f = searches_rate("FNIR", at, 2, counts[1], 33580);
    f.threshold = threshold;
    f.weights = "subject";
    assay_build_figure(r, &f);
    f.id = asked > 0.005 ? "FNIR@FPIR=0.01,weights=comparison"
                         : "FNIR@FPIR=0.001,weights=comparison";
    f.weights = "comparison";
    f.value *= 0.92;
    assay_build_figure(r, &f);
    f = searches_rate("FNIR", first, 2, counts[1] + 12, 33580);
    f.threshold = threshold;
    f.rank = 1;
    assay_build_figure(r, &f);
    f = searches_rate("TPIR", at, 2, 33580 - counts[1], 33580);
    f.low = f.value * 0.97;
    f.high = f.value * 1.03;
    f.threshold = threshold;
    assay_build_figure(r, &f);
    f = searches_rate("algorithm-level FNIR", at, 2, counts[1] - 40, 33540);
    f.threshold = threshold;
    assay_build_figure(r, &f);
    f = searches_rate("false alerts on listed people", at, 2, 190, 33580);
    f.threshold = threshold;
    assay_build_figure(r, &f);
    f = searches_rate("SEL", at, 2, counts[0] + 90, 219672);
    f.of = "non-mated searches";
    f.unit = "ratio";
    f.threshold = threshold;
    assay_build_figure(r, &f);
}

static inline void searches_refused(assay_result *r)
{
    const assay_at at[] = {{"FPIR", 1e-6}};
    assay_figure f = assay_figure_blank();
    f.name = "FNIR";
    f.at = at;
    f.at_count = 1;
    f.unit = "proportion";
    f.watchlist_size = SEARCHES_LISTED;
    f.status = ASSAY_FIGURE_REFUSED;
    f.note = "needs 1,000,000 searches by people who are not on the list of "
             "1,000, has 219,672";
    assay_build_figure(r, &f);
}

static inline void searches_sizes(assay_result *r)
{
    static const double sizes[] = {100, 300, 1000, 3000, 5748, 10000};
    static const double rates[] = {0.001, 0.0031, 0.0099, 0.0279, 0.0498};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const assay_at at[] = {{"FPIR", 0.01}, {"watchlist_size", sizes[i]}};
        assay_figure f = searches_rate("FPIR", at, 2, 0, 219672);
        f.events = f.trials = -1;
        f.watchlist_size = (int64_t)sizes[i];
        if (i < 5) {
            f.value = rates[i];
            f.low = 0.8 * rates[i];
            f.high = 1.2 * rates[i];
        } else {
            f.value = 0.08;
            f.low = f.high = f.confidence = (double)NAN;
            f.interval = "none";
            f.bounds[0] = 0;
            f.bounds[1] = 0.1031;
            f.note = "beyond the test: beta-binomial estimate, at most the "
                     "size times the FMR";
        }
        assay_build_figure(r, &f);
    }
}

static inline void searches_group(assay_result *r, const char *sex,
                                  const int64_t counts[2],
                                  assay_figure_status status)
{
    const assay_at at[] = {{"FPIR", 0.01}, {"achieved", 0.0099}};
    const assay_label label[] = {{"sex", sex}};
    static const char *const names[] = {"FPIR", "FNIR"};
    for (size_t i = 0; i < 2; i++) {
        assay_figure f =
            searches_rate(names[i], at, 2, counts[i], i ? 16790 : 109836);
        f.group = label;
        f.group_count = 1;
        f.status = status;
        if (status == ASSAY_FIGURE_SUPPRESSED) {
            f.value = f.low = f.high = (double)NAN;
            f.events = f.trials = -1;
            f.note = "too few people to publish";
        }
        assay_build_figure(r, &f);
    }
}

static inline void searches_matrix(assay_result *r)
{
    static const char *const sexes[] = {"F", "M"};
    static const int64_t events[2][2] = {{812, 6}, {44, 1290}};
    for (size_t i = 0; i < 4; i++) {
        const assay_at at[] = {{"FPIR", 0.01}, {"achieved", 0.0099}};
        const assay_label probe[] = {{"sex", sexes[i / 2]}};
        const assay_label reference[] = {{"sex", sexes[i % 2]}};
        assay_figure f =
            searches_rate("FMR", at, 2, events[i / 2][i % 2], 54918000);
        f.per = "comparison";
        f.of = "non-mated comparisons";
        f.group = probe;
        f.group_count = 1;
        f.reference_group = reference;
        f.reference_group_count = 1;
        if (events[i / 2][i % 2] < 10) f.status = ASSAY_FIGURE_FEW_EVENTS;
        assay_build_figure(r, &f);
    }
}

static inline void searches_others(assay_result *r)
{
    static const double ranks[] = {1, 10, 50};
    const assay_at asked[] = {{"FPIR", 0.01}};
    for (size_t i = 0; i < 3; i++) {
        const assay_at at[] = {{"rank", ranks[i]}};
        assay_figure f =
            searches_rate("CMC", at, 1, 30000 + 100 * (int64_t)i, 33540);
        f.threshold = (double)NAN;
        f.rule = NULL;
        f.rank = (int64_t)ranks[i];
        f.threshold_from = NULL;
        assay_build_figure(r, &f);
    }
    assay_figure f = searches_rate("FTA of searches", NULL, 0, 12, 13233);
    f.threshold = (double)NAN;
    f.of = "presentations of probes";
    assay_build_figure(r, &f);
    f.name = "FTE of identities";
    f.events = 3;
    f.value = 3.0 / 5749;
    f.low = 0.0001;
    f.high = 0.0016;
    f.of = "people who were to be listed";
    assay_build_figure(r, &f);
    f = searches_rate("share of false matches from the top 1 % of subjects",
                      asked, 1, 860, 2152);
    f.of = "false matches";
    assay_build_figure(r, &f);
    searches_count(r, "probable label errors", 15);
}

// A curve of `n` rows of as many values as it has column names, up to NULL.
static inline void searches_curve(assay_result *r, assay_curve c,
                                  const char *const *columns, size_t n)
{
    while (columns[c.column_count]) c.column_count++;
    c.columns = columns;
    c.row_count = n;
    assay_build_curve(r, &c);
}

static inline void searches_curves(assay_result *r)
{
    static const char *const det[] = {"threshold", "FPIR", "FNIR", NULL};
    static const char *const sizes[] = {"watchlist_size", "FPIR",  "low",
                                        "high",           "bound", NULL};
    static const char *const share[] = {"share of subjects",
                                        "share of false matches", NULL};
    static const char *const cmc[] = {"rank", "CMC", "low", "high", NULL};
    static const double n = (double)NAN;
    static const double det_1000[] = {0.3,   0.5,   0.02, 0.5,   0.05,
                                      0.12,  0.57,  0.01, 0.237, 0.65,
                                      0.001, 0.454, 0.8,  1e-5,  0.9};
    static const double det_100[] = {0.3,  0.05, 0.02,   0.5,  0.005,
                                     0.12, 0.65, 0.0001, 0.454};
    const double by_size[] = {1,      1e-5,   0.8e-5, 1.2e-5, n,      100,
                              0.001,  0.0008, 0.0012, n,      1000,   0.0099,
                              0.0079, 0.0119, n,      5748,   0.0498, 0.0398,
                              0.0598, 0.0498, 10000,  n,      n,      n,
                              0.1031, 57480,  n,      n,      n,      0.41};
    static const double shares[] = {0,   0,    0.01, 0.4, 0.05,
                                    0.7, 0.25, 0.95, 1,   1};
    const double ranks[] = {1,    0.893, 0.88, 0.905, 10, 0.9,
                            0.89, 0.911, 50,   0.902, n,  n};
    searches_curve(
        r,
        (assay_curve){.id = "DET 1:N", .name = "DET 1:N", .values = det_1000},
        det, 5);
    searches_curve(r,
                   (assay_curve){.id = "DET 1:N,watchlist_size=100",
                                 .name = "DET 1:N",
                                 .values = det_100},
                   det, 3);
    searches_curve(r,
                   (assay_curve){.id = "FPIR by watchlist size,FPIR=0.01",
                                 .name = "FPIR by watchlist size",
                                 .values = by_size},
                   sizes, 6);
    searches_curve(r,
                   (assay_curve){.id = "false-match share,FPIR=0.01",
                                 .name = "false-match share",
                                 .values = shares},
                   share, 5);
    searches_curve(
        r, (assay_curve){.id = "CMC", .name = "CMC", .values = ranks}, cmc, 3);
}

static inline void searches_words(assay_result *r)
{
    static const char *const first[] = {"FNIR@FPIR=0.01", "FPIR@FPIR=0.01"};
    static const char *const share[] = {
        "share of false matches from the top 1 % of subjects@FPIR=0.01"};
    const assay_statement said[] = {
        {ASSAY_IN_SHORT,
         "With 1,000 on the list, set so that 10 in 1,000 searches by people "
         "who are not on it give a false alert, 24 (20 to 28) of 100 searches "
         "of people on the list miss them.",
         first, 2},
        {ASSAY_IN_SHORT,
         "1 of 100 people causes 40 of 100 false matches in searches of a list "
         "of 1,000.",
         share, 1},
        {ASSAY_CANNOT_BE_TOLD,
         "What a street gives: no camera, light, crowd or missed face is in "
         "it.",
         NULL, 0},
        {ASSAY_CANNOT_BE_TOLD,
         "Searches of lists above 5,748: beyond the test, only a limit is "
         "shown.",
         NULL, 0},
        {ASSAY_TO_KNOW_IT, "More references.", NULL, 0}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assay_build_statement(r, &said[i]);
    const assay_warning warned[] = {
        {"uneven_subjects", ASSAY_CHANGES_THE_READING,
         "a few people give most mated searches of the list of 1,000", 40},
        {"labels", ASSAY_LIMITS_IT,
         "how sex was declared is not stated (about: labels)", -1}};
    for (size_t i = 0; i < sizeof warned / sizeof *warned; i++)
        assay_build_warning(r, &warned[i]);
}

static inline void searches_origin(assay_result *r)
{
    assay_build_fact(r, "subcommand", "templates");
    assay_build_fact_count(r, "galleries.count", 20);
    assay_build_fact_count(r, "galleries.identities", SEARCHES_LISTED);
    assay_build_fact(r, "galleries.drawn", "at random");
    assay_build_about(r, "system", "MobileFaceNet, a sample");
    const assay_input in = {"lfw.npy", "templates", "npy",
                            6776000,   13233,       NULL};
    assay_build_input(r, &in);
}

// The result; NULL without memory.
static inline assay_result *searches_result(void)
{
    static const int64_t at_2[] = {2174, 7958}, at_3[] = {218, 15245};
    static const int64_t few[] = {4, 22000};
    static const int64_t women[] = {1060, 4310}, men[] = {1114, 3648};
    static const int64_t none[] = {0, 0};
    assay_error err;
    assay_result *r = assay_build_new("identification");
    if (!r) return NULL;
    searches_count(r, "watchlists", 20);
    searches_count(r, "identities on the watchlist", SEARCHES_LISTED);
    searches_count(r, "mated searches", 33580);
    searches_count(r, "non-mated searches", 219672);
    searches_count(r, "subjects", 5749);
    searches_point(r, 0.01, (double)0.570000052f, at_2, ASSAY_FIGURE_OK);
    searches_point(r, 0.001, (double)0.651000023f, at_3, ASSAY_FIGURE_OK);
    searches_point(r, 0.00002, (double)0.9f, few, ASSAY_FIGURE_FEW_EVENTS);
    searches_refused(r);
    searches_sizes(r);
    searches_group(r, "F", women, ASSAY_FIGURE_OK);
    searches_group(r, "M", men, ASSAY_FIGURE_OK);
    searches_group(r, "X", none, ASSAY_FIGURE_SUPPRESSED);
    searches_matrix(r);
    searches_others(r);
    searches_curves(r);
    searches_words(r);
    searches_origin(r);
    return assay_build_end(&r, &err) == ASSAY_OK ? r : NULL;
}

#endif
