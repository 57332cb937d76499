// SPDX-License-Identifier: Apache-2.0
/// What a result means in the street: right and wrong alerts, misses and work
/// on a day, from the rates of a test or the counts of a record.
#ifndef ASSAY_FORECAST_H
#define ASSAY_FORECAST_H

#include "assay/options.h"
#include "assay/templates.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Numbers; or a range, from the first of two to the second.
typedef struct assay_span {
    assay_numbers numbers; ///< none: not given
    bool range;            ///< two numbers are the ends of a range
} assay_span;

/// What to forecast, and from what. NaN: not given.
typedef struct assay_forecast_options {
    assay_options common;  ///< of it confidence, about, require and command
    const char *result;    ///< a result of assay templates, candidates, alerts,
                           ///< deployments; of scores only a limit follows
    double passages;       ///< people who pass, on a day
    double faces;          ///< faces counted on a day: for records
    double hours;          ///< how long the day is
    assay_span thresholds; ///< none: those of the result
    assay_span sizes;      ///< identities on the list; none: as tested
    assay_span prevalence; ///< shares of passages by people on the list
    double wrong_at_most;  ///< wrong alerts that 95 % of days may have: the
                           ///< threshold, and the list size, that keep it
    double alert_seconds;  ///< an officer's time with an alert
    double right_confirmed;   ///< share of right alerts that officers confirm
    double wrong_confirmed;   ///< share of wrong ones
    assay_target_list target; ///< whose list; by default lists like the one
                              ///< that was tested
} assay_forecast_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_forecast_options_default(assay_forecast_options *options);

/// Forecasts; the result's evaluation is "forecast". Refused (ASSAY_EINPUT): a
/// result without rates of passages, searches or faces; (ASSAY_EUSAGE) options
/// that ask what such a result cannot say. On success the caller owns `*out`;
/// on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_forecast_evaluate(const assay_forecast_options *options,
                        assay_result **out, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
