// SPDX-License-Identifier: Apache-2.0
#include "measure/trials_warnings.h"

#include <math.h>

static void warn(assay_result *result, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    assay_build_warning(result, &warning);
}

static void warn_groups(const assay_trials *trials, assay_result *result)
{
    size_t compared = 0;
    for (size_t first = 1; first < trials->count;) {
        const assay_trials_table table = assay_trials_table_at(trials, first);
        compared += assay_trials_compared(&table);
        first += table.count;
    }
    if (compared > 1)
        warn(result, "many_comparisons", ASSAY_LIMITS_IT,
             "several groups are each held against all others: each interval "
             "holds by itself; the more of them, the likelier is one that "
             "leaves out equal rates by chance",
             (int64_t)compared);
}

static void warn_file(const assay_trials *trials, assay_result *result)
{
    if (trials->rows > 1)
        warn(result, "summed", ASSAY_FOR_THE_RECORD,
             "rows are summed: where their rates differ the sum is a mixture",
             (int64_t)trials->rows);
    if (trials->others[0])
        warn(result, "unused_columns", ASSAY_FOR_THE_RECORD, trials->others,
             -1);
}

void assay_trials_warnings(const assay_trials *trials, assay_result *result)
{
    const assay_counts_options *o = trials->options;
    if (trials->share && !isnan(o->expect))
        warn(result, "crowd_share", ASSAY_CHANGES_THE_READING,
             "the group's share of those who passed is taken as given: a count "
             "of residents is not a count of those who passed",
             -1);
    if (!trials->share && !o->subjects)
        warn(result, "no_subjects", ASSAY_CHANGES_THE_READING,
             "a person can be in many trials; the intervals are as if every "
             "trial were independent, and too narrow where it isn't",
             -1);
    if (trials->share)
        warn(result, "no_subjects", ASSAY_LIMITS_IT,
             "a person can be in many events; the intervals are as if every "
             "event were independent, and too narrow where it isn't",
             -1);
    warn_groups(trials, result);
    warn_file(trials, result);
}
