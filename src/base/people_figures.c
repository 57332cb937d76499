// SPDX-License-Identifier: Apache-2.0
#include "base/people_figures.h"

#include <string.h>

const char *const assay_people_figures[ASSAY_OF_GROUP_FIGURES] = {
    [ASSAY_OF_GROUP_ALERTS] = "alerts of the group",
    [ASSAY_OF_GROUP_TRUE] = "true alerts of the group",
    [ASSAY_OF_GROUP_FALSE] = "false alerts of the group",
    [ASSAY_OF_GROUP_SHARE_FALSE] = "share of false alerts",
    [ASSAY_OF_GROUP_SHARE] = "share of alerts",
    [ASSAY_OF_GROUP_RATE] = "false alerts per alert of the group",
    [ASSAY_OF_GROUP_RATIO] =
        "rate ratio to all others of false alerts per alert",
    [ASSAY_OF_GROUP_LEAST] = "least ratio shown of false alerts per alert",
    [ASSAY_OF_GROUP_NONE] = "chance of no false alert if rates were equal",
};

assay_people_figure assay_people_figure_of(const assay_figure *figure)
{
    int i = 0;
    while (i < ASSAY_OF_GROUP_FIGURES &&
           strcmp(assay_people_figures[i], figure->name) != 0)
        i++;
    return (assay_people_figure)i;
}
