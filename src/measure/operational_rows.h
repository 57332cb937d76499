// SPDX-License-Identifier: Apache-2.0
/// The rows of deployments as a curve of the result.
#ifndef MEASURE_OPERATIONAL_ROWS_H
#define MEASURE_OPERATIONAL_ROWS_H

#include "base/fail.h"
#include "measure/operational.h"

/// Adds the curve "deployments" to the ledger: a row each, in canonical order,
/// days since 1970-01-01, hours, threshold and counts; NaN where a count is
/// unknown or masked. Its note names the rows: "met-044 Westminster | ...".
assay_status assay_operational_rows(const assay_operational_study *study,
                                    assay_error *err);

#endif
