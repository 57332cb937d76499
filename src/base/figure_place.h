// SPDX-License-Identifier: Apache-2.0
/// Where a figure stands among others: its group and its conditions.
///
///     figure: {at: {FMR: 0.001}, group: {sex: F}}
///     assay_figure_at(figure, "FMR") = 0.001
#ifndef BASE_FIGURE_PLACE_H
#define BASE_FIGURE_PLACE_H

#include "assay/figures.h"

#include <stdbool.h>

/// The value of a condition; NaN: the figure has none of this name.
double assay_figure_at(const assay_figure *figure, const char *key);

/// Whether two groups are told apart by the same attributes, in one order.
bool assay_figure_same_by(const assay_figure *a, const assay_figure *b);
/// Whether both are of the same group; everybody is one too.
bool assay_figure_same_group(const assay_figure *a, const assay_figure *b);

#endif
