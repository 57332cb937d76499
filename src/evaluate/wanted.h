// SPDX-License-Identifier: Apache-2.0
/// Columns that an evaluation wants besides the usual ones.
#ifndef EVALUATE_WANTED_H
#define EVALUATE_WANTED_H

#include "base/rows.h"

/// Asks the intake for the column `name`, which must live as long as it;
/// `*column` is its index.
assay_status assay_wanted_column(assay_intake *intake, const char *name,
                                 size_t *column, assay_error *err);

#endif
