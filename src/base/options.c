// SPDX-License-Identifier: Apache-2.0
#include "assay/options.h"

#include <string.h>

void assay_options_default(assay_options *options)
{
    memset(options, 0, sizeof *options);
    options->confidence = 0.95;
    options->seed = 1;
    options->min_subjects = 10;
    options->groups.alpha = 0.5;
    options->groups.margin = 1.25;
}
