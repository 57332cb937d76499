// SPDX-License-Identifier: Apache-2.0
/// What the files of a forecast share while it is measured.
#ifndef MEASURE_FORECAST_STUDY_H
#define MEASURE_FORECAST_STUDY_H

#include "measure/forecasting.h"
#include "measure/ident_field.h"
#include "measure/ledger.h"
#include "stats/alerts_in_crowd.h"

/// A range is followed in so many steps.
enum {
    ASSAY_FORECAST_THRESHOLDS = 50,
    ASSAY_FORECAST_SIZES = 50,
    ASSAY_FORECAST_PREVALENCES = 20,
    ASSAY_FORECAST_ROWS = 1024 ///< list sizes, thresholds or prevalences asked
};

/// A threshold.
typedef struct assay_forecast_threshold {
    double value; ///< in the direction of the input
    uint32_t key; ///< match when key >= this
    bool told;    ///< figures stand at it; else only curves
    bool set;     ///< the searches of the result set it themselves
} assay_forecast_threshold;

/// A list size.
typedef struct assay_forecast_size {
    double value;
    bool told;
} assay_forecast_size;

/// Rates at a threshold and a list size, of everybody or of a group.
typedef struct assay_forecast_rates {
    assay_ranged wrong;   ///< of passages by people not on the list: FPIR;
                          ///< value NaN: `no_wrong` says why
    assay_ranged found;   ///< of those by people on it: TPIR; likewise
    assay_past few, many; ///< pasts of `wrong` for the lower and the upper end
                          ///< of a day's count
    bool beyond;          ///< of lists larger than tested: ends are limits
    const char *no_wrong, *no_found;
    const char *wrong_note;      ///< or NULL
    assay_interval wrong_bounds; ///< of `wrong`, whatever alerts that nobody
                                 ///< verified were; NaN: all were
    int64_t wrong_trials, found_trials; ///< searches or passages behind them
    int64_t wrong_events, found_events; ///< -1: not whole
} assay_forecast_rates;

/// A forecast at work.
typedef struct assay_forecast {
    const assay_forecast_input *input;
    const assay_forecast_options *options;
    assay_ledger ledger;
    double confidence;
    bool distance, strict; ///< of the result: its direction and rule
    assay_forecast_threshold *thresholds;
    size_t threshold_count;
    assay_forecast_size *sizes;
    size_t size_count;
    double *prevalences; ///< ascending; the ends are told
    size_t prevalence_count;
    bool prevalence_range;
    uint64_t tested; ///< identities on the list that was tested; 0: not known
    assay_identification searches; ///< of a result with searches
    uint64_t most;                 ///< identities up to which all is exact
    uint32_t floor_key;            ///< below it not all was kept
    uint32_t top_key;              ///< no score has a higher one
    uint64_t used; ///< searches by people not on the list, that rates use
    bool together; ///< the same people may give both rates, so that these may
                   ///< go together: ends are those of both at once
} assay_forecast;

/// Where rates come from: a result with searches, or its figures.
typedef struct assay_forecast_source {
    assay_forecast *forecast;
    const assay_search_group *group; ///< NULL: everybody
    const assay_label *labels;       ///< of the group
    size_t label_count;
    bool light;            ///< only what wrong alerts need
    double threshold;      ///< at which it is open
    assay_ident_part part; ///< of the field
    assay_ident_field field;
    bool open;
    assay_ranged found;
    int64_t found_events, found_trials;
    const char *no_found;
    const char *outside; ///< why nothing is known of the threshold; or NULL
    bool fitted;
    assay_beta_binomial fit;  ///< once it was wanted; a 0 or NaN: none
    assay_ranged fmr, tested; ///< of one identity; of the largest list
} assay_forecast_source;

/// Opens a source at a threshold; whatever cannot be said is said by the rates.
void assay_forecast_open(assay_forecast_source *source,
                         const assay_forecast_threshold *threshold);
/// Rates of lists of `size` there.
assay_forecast_rates assay_forecast_at(assay_forecast_source *source,
                                       double size);
void assay_forecast_close(assay_forecast_source *source);
/// What is known before wrong alerts are looked for: right ones.
assay_forecast_rates
assay_forecast_unknown(const assay_forecast_source *source);
/// The same for results whose searches are kept.
void assay_forecast_open_searches(assay_forecast_source *source,
                                  const assay_forecast_threshold *threshold);
assay_forecast_rates assay_forecast_at_searches(assay_forecast_source *source,
                                                double size);
/// The same for results of which only figures are known.
void assay_forecast_open_figures(assay_forecast_source *source,
                                 const assay_forecast_threshold *threshold);
assay_forecast_rates assay_forecast_at_figures(assay_forecast_source *source,
                                               double size);
/// Fills what is known of the searches; ASSAY_ENOMEM.
assay_status assay_forecast_searches_make(assay_forecast *forecast,
                                          assay_error *err);

/// Whether the count of a day with these rates stays at most `most` with the
/// confidence of the forecast.
bool assay_forecast_keeps(const assay_forecast *forecast,
                          const assay_forecast_rates *rates, double most);

/// Thresholds, sizes and prevalences from the options and the result.
assay_status assay_forecast_plan(assay_forecast *forecast, assay_error *err);

/// Adds the figures of everybody at a threshold and size; `first`: of this
/// threshold, so that what no list size changes is told once.
void assay_forecast_tell(assay_forecast *forecast,
                         const assay_forecast_threshold *threshold, double size,
                         const assay_forecast_rates *rates, bool first);
/// Adds the rates of a group there.
void assay_forecast_tell_group(assay_forecast *forecast,
                               const assay_forecast_threshold *threshold,
                               double size, const assay_forecast_rates *rates,
                               size_t cell, bool first);
/// Adds FPIR and wrong alerts of lists that are made up as given, of everybody
/// and of each group of the table.
void assay_forecast_made_up(assay_forecast *forecast);
/// One of them; `fpir` holds value, interval and note. `cell` is whose it is.
void assay_forecast_tell_made_up(assay_forecast *forecast,
                                 const assay_forecast_threshold *threshold,
                                 const assay_figure *fpir, size_t cell,
                                 bool everybody);
/// Adds the list size that keeps wrong alerts under the limit at the threshold
/// at which the source is open, and the thresholds that keep it, a list size
/// each, with all figures there. Nothing without a limit.
void assay_forecast_limit_size(assay_forecast_source *source,
                               const assay_forecast_threshold *threshold);
void assay_forecast_limit_thresholds(assay_forecast *forecast);
/// Adds the curve over list sizes at the threshold at which the source is open.
void assay_forecast_curve_sizes(assay_forecast_source *source,
                                const assay_forecast_threshold *threshold);
/// Adds the band over prevalences there.
void assay_forecast_curve_shares(assay_forecast *forecast,
                                 const assay_forecast_threshold *threshold,
                                 double size,
                                 const assay_forecast_rates *rates);

/// Curves over thresholds, a list size each, and the grid of both and
/// prevalences, while thresholds go by.
typedef struct assay_forecast_table {
    assay_forecast *forecast;
    bool wanted;                      ///< the grid is
    double *by_threshold;             ///< by size, then row
    size_t rows[ASSAY_FORECAST_ROWS]; ///< of each size
    double *grid;
    size_t grid_rows;
} assay_forecast_table;

/// False without memory.
bool assay_forecast_table_make(assay_forecast *forecast,
                               assay_forecast_table *table);
/// Adds the rates at a threshold and forecast->sizes[at].
void assay_forecast_table_add(assay_forecast_table *table, double threshold,
                              size_t at, const assay_forecast_rates *rates);
/// Adds the curves, and frees.
void assay_forecast_table_end(assay_forecast_table *table);
/// Adds statements and warnings.
void assay_forecast_words(assay_forecast *forecast, assay_result *result);
void assay_forecast_warnings(assay_forecast *forecast, assay_result *result);

/// Forecasts from a result of deployments.
assay_status assay_forecast_records(const assay_forecast_input *input,
                                    assay_result *result, assay_error *err);
/// The limit that follows from comparisons alone.
assay_status assay_forecast_pairs(const assay_forecast_input *input,
                                  assay_result *result, assay_error *err);

#endif
