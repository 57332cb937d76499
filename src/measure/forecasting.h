// SPDX-License-Identifier: Apache-2.0
/// Forecasts: figures, curves and statements about a day, from the rates that
/// a result holds or that its counts give anew (docs/statistics.md 5.7).
#ifndef MEASURE_FORECASTING_H
#define MEASURE_FORECASTING_H

#include "assay/forecast.h"
#include "base/build.h"
#include "count/searches.h"
#include "measure/identification.h"

/// What is forecast, and what is known.
typedef struct assay_forecast_input {
    const assay_forecast_options *options;
    const assay_result *from;         ///< the result
    const assay_searches *searches;   ///< its searches; NULL: not kept
    const assay_search_group *groups; ///< `group_count`, of the searches
    size_t group_count;
} assay_forecast_input;

/// Measures into `result`: figures, curves, statements, warnings,
/// requirements.
assay_status assay_forecast_measure(const assay_forecast_input *input,
                                    assay_result *result, assay_error *err);

#endif
