// SPDX-License-Identifier: Apache-2.0
// What a test is to show: what is taken lies within its limits.
#include "fuzz_help.h"

#include "read/size_goal.h"

#include <math.h>

static bool is_share(double x)
{
    return x > 0 && x < 1;
}

static void check(const assay_size_goal *goal)
{
    fuzz_require(assay_goal_rate_name(goal->rate)[0] != '\0');
    if (goal->kind == ASSAY_GOAL_RATIO)
        fuzz_require(goal->number > 1 && isfinite(goal->number));
    else
        fuzz_require(is_share(goal->number));
    fuzz_require(isnan(goal->expect) || is_share(goal->expect));
    fuzz_require(isnan(goal->fmr) || is_share(goal->fmr));
    fuzz_require(isnan(goal->fpir) || is_share(goal->fpir));
    fuzz_require(isnan(goal->threshold) || isfinite(goal->threshold));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_size_goal goal;
    assay_error err;
    char *text = malloc(size + 1);
    fuzz_require(text);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    if (assay_size_goal_read(text, &goal, &err) == ASSAY_OK)
        check(&goal);
    else
        fuzz_require(err.status == ASSAY_EUSAGE && err.reason[0]);
    free(text);
    return 0;
}
