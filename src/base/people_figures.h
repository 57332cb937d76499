// SPDX-License-Identifier: Apache-2.0
/// Names of the figures that deployments have by group of the people alerted.
#ifndef BASE_PEOPLE_FIGURES_H
#define BASE_PEOPLE_FIGURES_H

#include "assay/figures.h"

#include <stdbool.h>

/// Which of them; counts in the order of assay_people_count.
typedef enum assay_people_figure {
    ASSAY_OF_GROUP_ALERTS,      ///< "alerts of the group"
    ASSAY_OF_GROUP_TRUE,        ///< "true alerts of the group"
    ASSAY_OF_GROUP_FALSE,       ///< "false alerts of the group"
    ASSAY_OF_GROUP_SHARE_FALSE, ///< "share of false alerts"
    ASSAY_OF_GROUP_SHARE,       ///< "share of alerts"
    ASSAY_OF_GROUP_RATE,        ///< "false alerts per alert of the group"
    ASSAY_OF_GROUP_RATIO,       ///< "rate ratio to all others of false ..."
    ASSAY_OF_GROUP_LEAST,       ///< "least ratio shown of false alerts ..."
    ASSAY_OF_GROUP_NONE,        ///< "chance of no false alert if rates were..."
    ASSAY_OF_GROUP_FIGURES      ///< how many there are
} assay_people_figure;

/// Their names.
extern const char *const assay_people_figures[ASSAY_OF_GROUP_FIGURES];

/// Which of them a figure is; ASSAY_OF_GROUP_FIGURES: none.
assay_people_figure assay_people_figure_of(const assay_figure *figure);

#endif
