// SPDX-License-Identifier: Apache-2.0
#include "measure/forecast_study.h"

#include <math.h>
#include <string.h>

static void warn(assay_result *result, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    assay_build_warning(result, &warning);
}

static int64_t count_noted(const assay_ledger *ledger, const char *words)
{
    int64_t n = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const char *note = ledger->entries[i].figure.note;
        n += note && strstr(note, words) != NULL;
    }
    return n;
}

static int64_t count_refused(const assay_ledger *ledger)
{
    int64_t n = 0;
    for (size_t i = 0; i < ledger->count; i++)
        n += ledger->entries[i].figure.status == ASSAY_FIGURE_REFUSED;
    return n;
}

// Told thresholds that the searches of the test set themselves.
static int64_t count_set(const assay_forecast *f)
{
    int64_t n = 0;
    for (size_t i = 0; i < f->threshold_count; i++)
        n += f->thresholds[i].told && f->thresholds[i].set;
    return n;
}

void assay_forecast_warnings(assay_forecast *f, assay_result *result)
{
    const int64_t beyond = count_noted(&f->ledger, "beyond the test:");
    const int64_t refused = count_refused(&f->ledger);
    const int64_t set = count_set(f);
    if (beyond)
        warn(result, "beyond_test", ASSAY_CHANGES_THE_READING,
             "figures beyond the test: lists larger than any that was "
             "searched; their intervals are limits",
             beyond);
    if (set)
        warn(result, "same_searches", ASSAY_LIMITS_IT,
             "thresholds that the searches of the test set themselves: wrong "
             "alerts there come out as they were aimed at, and more come "
             "where the threshold meets other people",
             set);
    if (f->prevalence_count)
        warn(result, "prevalence_given", ASSAY_CHANGES_THE_READING,
             "the share of passages by people on the list is taken as given",
             -1);
    if (!isnan(f->options->right_confirmed))
        warn(result, "officers_given", ASSAY_CHANGES_THE_READING,
             "the shares of alerts that officers confirm are taken as given, "
             "without an interval of their own",
             -1);
    if (refused)
        warn(result, "refused", ASSAY_LIMITS_IT,
             "figures that the test cannot tell: their notes say why", refused);
}
