// SPDX-License-Identifier: Apache-2.0
// A result made by hand, with all that a result can hold: every status, NaN,
// -1, infinities, groups, hostile texts. The numbers are the reference results
// of LFW View 2 where there are such.
#ifndef UNIT_TELL_SAMPLE_H
#define UNIT_TELL_SAMPLE_H

#include "assay/result.h"
#include "base/build.h"

#include <math.h>
#include <string.h>

#define SAMPLE_HOSTILE "=x\"</script><b>\n\x1b[31m,\xff\xe2\x80\xa8'"

static inline void sample_count(assay_result *r, const char *name, double n)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.value = n;
    f.unit = "count";
    assay_build_figure(r, &f);
}

// A rate with its interval at a point that `at` describes.
static inline assay_figure sample_rate(const char *name, const assay_at *at,
                                       size_t at_count, int64_t events,
                                       int64_t trials)
{
    assay_figure f = assay_figure_blank();
    f.name = name;
    f.at = at;
    f.at_count = at_count;
    f.threshold = (double)0.277103394f;
    f.rule = "ge";
    f.value = (double)events / (double)trials;
    f.unit = "proportion";
    f.low = f.value * 0.7;
    f.high = f.value * 1.4 + 0.0001;
    f.interval = "confidence";
    f.confidence = 0.95;
    f.method = "cluster-robust Wilson, t";
    f.events = events;
    f.trials = trials;
    f.per = "comparison";
    f.subjects = 4281;
    f.effective = 812.4;
    f.of = strcmp(name, "FMR") == 0 ? "non-mated comparisons"
                                    : "mated comparisons";
    f.threshold_from = "all";
    return f;
}

static inline void sample_point(assay_result *r, double asked, int64_t false_ms,
                                int64_t misses, assay_figure_status status)
{
    const assay_at at[] = {{"FMR", asked},
                           {"achieved", (double)false_ms / 3000}};
    assay_figure f = sample_rate("FMR", at, 2, false_ms, 3000);
    f.status = status;
    assay_build_figure(r, &f);
    f = sample_rate("FNMR", at, 2, misses, 3000);
    f.status = status;
    assay_build_figure(r, &f);
    f = sample_rate("TMR", at, 2, 3000 - misses, 3000);
    f.low = 0.97;
    f.high = 0.99;
    assay_build_figure(r, &f);
}

static inline void sample_refused(assay_result *r)
{
    const assay_at at[] = {{"FMR", 0.0001}};
    assay_figure f = assay_figure_blank();
    f.name = "FNMR";
    f.at = at;
    f.at_count = 1;
    f.unit = "proportion";
    f.status = ASSAY_FIGURE_REFUSED;
    f.note = "needs 10,000 pairs of different people, has 3,000";
    assay_build_figure(r, &f);
}

static inline void sample_group(assay_result *r, const char *group,
                                int64_t misses, assay_figure_status status)
{
    const assay_at at[] = {{"FMR", 0.01}, {"achieved", 0.01}};
    const assay_label label[] = {{"sex", group}};
    assay_figure f = sample_rate("FMR", at, 2, misses / 2, 1500);
    f.group = label;
    f.group_count = 1;
    f.references = "all";
    f.status = status;
    if (status == ASSAY_FIGURE_SUPPRESSED)
        f.value = f.low = f.high = (double)NAN;
    assay_build_figure(r, &f);
    f.references = "same group";
    assay_build_figure(r, &f);
    f = sample_rate("FNMR", at, 2, misses, 1500);
    f.group = label;
    f.group_count = 1;
    f.status = status;
    f.note =
        status == ASSAY_FIGURE_SUPPRESSED ? "too few people to publish" : NULL;
    if (status == ASSAY_FIGURE_SUPPRESSED)
        f.value = f.low = f.high = (double)NAN;
    assay_build_figure(r, &f);
    f.threshold_from = "group";
    assay_build_figure(r, &f);
}

static inline void sample_summaries(assay_result *r)
{
    assay_figure f = assay_figure_blank();
    f.name = "EER";
    f.value = 0.011;
    f.low = 0.0084;
    f.high = 0.014;
    f.interval = "confidence";
    f.confidence = 0.95;
    f.unit = "proportion";
    f.note = "33 of 3,000 at one side, 34 at the other";
    assay_build_figure(r, &f);
    f = assay_figure_blank();
    f.name = "AUC";
    f.value = 0.99815;
    f.unit = "proportion";
    assay_build_figure(r, &f);
    f = assay_figure_blank();
    f.name = "d'";
    f.value = 5.1534982213;
    f.unit = "deviations";
    assay_build_figure(r, &f);
}

// What no measure gives, but a file can hold.
static inline void sample_odd(assay_result *r)
{
    const assay_at at[] = {{"confidence", 0.95}, {"x,y", -0.0}};
    const assay_label group[] = {{"a,b", SAMPLE_HOSTILE}, {"n", "-1"}};
    assay_figure f = assay_figure_blank();
    f.name = "ratio " SAMPLE_HOSTILE;
    f.at = at;
    f.at_count = 2;
    f.group = group;
    f.group_count = 2;
    f.unit = "ratio";
    f.value = -0.1;
    f.low = -HUGE_VAL;
    f.high = HUGE_VAL;
    f.threshold = 1e300;
    f.bounds[0] = 5e-324;
    f.bounds[1] = 1.7976931348623157e308;
    f.events = INT64_MAX;
    f.trials = 0;
    f.status = ASSAY_FIGURE_SINGLE_SUBJECT;
    f.weights = "subject";
    f.note = SAMPLE_HOSTILE;
    assay_build_figure(r, &f);
}

static inline void sample_curves(assay_result *r)
{
    static const char *const det[] = {"threshold", "FMR", "FNMR"};
    static const double points[] = {
        -HUGE_VAL, 1, 0, (double)0.2771f, 0.01, 0.011, (double)NAN, -0.0, 0.1};
    static const assay_label group[] = {{"sex", "F"}};
    assay_curve c = {.id = "DET",
                     .name = "DET",
                     .columns = det,
                     .column_count = 3,
                     .values = points,
                     .row_count = 3};
    assay_build_curve(r, &c);
    c.id = "DET,sex=F";
    c.group = group;
    c.group_count = 1;
    c.note = "pointwise";
    c.row_count = 0;
    assay_build_curve(r, &c);
}

static inline void sample_words(assay_result *r)
{
    static const char *const ids[] = {"FNMR@FMR=0.01", "FMR@FMR=0.01"};
    const assay_statement said[] = {
        {ASSAY_IN_SHORT,
         "Set so that 10 in 1,000 pairs of different people pass as one "
         "person, it fails on 11 (7 to 17) of every 1,000 pairs of the same "
         "person.",
         ids, 2},
        {ASSAY_CANNOT_BE_TOLD,
         "How often a search of a watchlist goes wrong: these are pairs (1:1).",
         NULL, 0},
        {ASSAY_TO_KNOW_IT, "Searches of a list of that size.", NULL, 0}};
    for (size_t i = 0; i < 3; i++) assay_build_statement(r, &said[i]);
    assay_requirement asked = {.text = "FNMR@FMR=0.01 <= 0.02",
                               .figure = "FNMR@FMR=0.01",
                               .limit = 0.02,
                               .value = 0.011,
                               .low = 0.0077,
                               .high = 0.0155,
                               .verdict = ASSAY_MET};
    assay_build_requirement(r, &asked);
    asked = (assay_requirement){.text = "FNMR@FMR=0.0001 <= 0.2",
                                .figure = "",
                                .limit = 0.2,
                                .value = (double)NAN,
                                .low = (double)NAN,
                                .high = (double)NAN,
                                .verdict = ASSAY_NOT_SHOWN,
                                .note = "needs 7,000 more pairs"};
    assay_build_requirement(r, &asked);
}

static inline void sample_warnings(assay_result *r)
{
    static const char *const codes[] = {"few_events",
                                        "no_subjects",
                                        "ties",
                                        "labels",
                                        "merged_scores_of_a_file",
                                        "w6",
                                        "w7",
                                        "w8"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const assay_warning w = {
            codes[i],
            i == 1  ? ASSAY_CHANGES_THE_READING
            : i > 6 ? ASSAY_FOR_THE_RECORD
                    : ASSAY_LIMITS_IT,
            "a person can be in many pairs, so that the intervals are too "
            "narrow; with subjects they are right",
            i == 0 ? -1 : (int64_t)i};
        assay_build_warning(r, &w);
    }
}

static inline void sample_origin(assay_result *r)
{
    static const unsigned char blob[] = {0, 1, 2, 255, 0};
    assay_build_about(r, "system", "V4 2.1");
    assay_build_about(r, "title", SAMPLE_HOSTILE);
    const assay_input in[] = {
        {"b.csv", "scores", "csv", 2, 1, NULL},
        {"a.csv", "scores", "csv", UINT64_C(5000000000), 6000,
         "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}};
    assay_build_input(r, &in[0]);
    assay_build_input(r, &in[1]);
    assay_build_fact(r, "options.rule", "ge");
    assay_build_fact_count(r, "options.seed", UINT64_MAX);
    assay_build_fact(r, "run.machine", "x86-64");
    assay_build_fact_number(r, "options.confidence", 0.95);
    assay_build_fact(r, "options", "a leaf beside an object");
    assay_build_fact(r, "a.b.c.d.e.f.g.h.i.j.k", "deep");
    assay_build_blob(r, "counts", blob, sizeof blob);
    assay_build_blob(r, "subjects", "", 0);
}

// The result; NULL without memory.
static inline assay_result *sample_result(void)
{
    assay_error err;
    assay_result *r = assay_build_new("verification");
    if (!r) return NULL;
    sample_count(r, "mated comparisons", 3000);
    sample_count(r, "non-mated comparisons", 3000);
    sample_count(r, "comparisons", 6000);
    sample_count(r, "subjects", 4281);
    sample_point(r, 0.01, 30, 33, ASSAY_FIGURE_OK);
    sample_point(r, 0.001, 3, 155, ASSAY_FIGURE_FEW_EVENTS);
    sample_refused(r);
    sample_group(r, "F", 20, ASSAY_FIGURE_OK);
    sample_group(r, "M", 13, ASSAY_FIGURE_OK);
    sample_group(r, "X", 1, ASSAY_FIGURE_SUPPRESSED);
    sample_summaries(r);
    sample_odd(r);
    sample_curves(r);
    sample_words(r);
    sample_warnings(r);
    sample_origin(r);
    return assay_build_end(&r, &err) == ASSAY_OK ? r : NULL;
}

#endif
