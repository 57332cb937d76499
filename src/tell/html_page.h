// SPDX-License-Identifier: Apache-2.0
/// The parts of the HTML report, in the order of the page.
#ifndef TELL_HTML_PAGE_H
#define TELL_HTML_PAGE_H

#include "assay/result.h"
#include "base/arena.h"
#include "base/output.h"

/// The page that is being written.
typedef struct assay_page {
    assay_output *out;
    const assay_result *const *results; ///< the first leads
    size_t count;
    assay_arena *arena; ///< for what lives as long as the page
    bool *no_memory;    ///< set where memory ended
} assay_page;

/// A place that the script draws into, with a caption that is true alone.
typedef struct assay_page_plot {
    const char *kind;   ///< "det", "rates"...: what draws it
    const char *name;   ///< what it is called: "DET curve"
    const char *figure; ///< name of the figures it shows; or ""
    size_t result;
    const char *caption;
} assay_page_plot;

/// Writes it.
void assay_page_put_plot(const assay_page *page, const assay_page_plot *plot);
/// The two panels of a rate group by group: dots with intervals.
void assay_page_group_plot(const assay_page *page, size_t i, const char *name,
                           bool grouped);

/// Whether it evaluates searches of a list (1:N).
bool assay_page_is_searches(const assay_result *result);
/// "a list of 1,000 people", "a list". `text` has ASSAY_FORMAT_SIZE bytes.
char *assay_page_list(const assay_result *result, char *text);

/// What kind of evaluation it is, in words.
const char *assay_page_kind(const assay_result *result);
/// What a result is called on the page: its title or system, or what it was
/// made from.
const char *assay_page_title(const assay_result *result);
/// The `about` text of this key, or NULL.
const char *assay_page_about(const assay_result *result, const char *key);
/// The fact of this key, or NULL.
const char *assay_page_fact(const assay_result *result, const char *key);
/// Writes the name of result `i` as a heading, where the page has several.
void assay_page_result_heading(const assay_page *page, size_t i);
/// Opens the room of a table of result `i`, which scrolls where the table is
/// wider than the page; `</div>` closes it.
void assay_page_open_room(const assay_page *page, size_t i, const char *label);
/// Whether the result has a curve of this name, of everybody or of groups.
bool assay_page_has_curve(const assay_result *result, const char *name,
                          bool grouped);
/// The figures that a page can hold: all, or the first few thousand.
const assay_figure *assay_page_some_figures(const assay_result *result,
                                            size_t *count);
/// The first figure of this name and everybody that has trials, or NULL.
const assay_figure *assay_page_counted(const assay_result *result,
                                       const char *name);
/// "at FMR 0.001", "at FPIR 0.01", "at threshold 0.3975"; "" without such a
/// condition. `text` has ASSAY_FORMAT_SIZE bytes.
char *assay_page_point(const assay_figure *figure, char *text);

/// Opens the row of a group in a table of `columns` cells beside its name.
/// False: the figure has no value; the row says why and is closed.
bool assay_page_open_row(assay_output *out, const assay_figure *figure,
                         const char *columns);

/// The confidence of the result's intervals as a heading has it: "95 %".
/// `text` has ASSAY_FORMAT_SIZE bytes.
char *assay_page_level(const assay_result *result, char *text);

/// Whether both stand at the same operating point.
bool assay_page_same_point(const assay_figure *a, const assay_figure *b);

void assay_page_title_block(const assay_page *page);
void assay_page_in_short(const assay_page *page);
void assay_page_told(const assay_page *page);
void assay_page_requirements(const assay_page *page);
void assay_page_main_plot(const assay_page *page);
void assay_page_groups(const assay_page *page);
void assay_page_plots(const assay_page *page);
/// Attacks against bona fide presentations: nothing without the curve.
void assay_page_attacks(const assay_page *page);
/// What leaving out pairs by quality would do: nothing without qualities.
void assay_page_quality(const assay_page *page);
/// What searches (1:N) hold of pairs (1:1): nothing where they hold none.
void assay_page_pairs(const assay_page *page);
/// The rates of everybody at the operating points of result `i`.
void assay_page_points(const assay_page *page, size_t i);
/// The rates of the groups of result `i`, one table for each operating point,
/// and (`matrix`) the FMR matrices.
void assay_page_group_tables(const assay_page *page, size_t i, bool matrix);
/// Opens the block of tables at the operating point of `like`; `</div>` closes
/// it. The script shows those of one point at a time.
void assay_page_open_point(const assay_page *page, const assay_figure *like);
/// Below the rates of groups, of which `like` is one of result `i`: their
/// ratios, and how far they lie apart. False: there are none.
bool assay_page_contrasts(const assay_page *page, size_t i,
                          const assay_figure *like);
/// The plot of the ratios of the rate `rate` of result `i`; nothing without
/// any.
void assay_page_ratio_plot(const assay_page *page, size_t i, const char *rate);
/// How those are to be read.
void assay_page_contrast_words(const assay_page *page);
/// The cells of the FMR matrices of result `i`: who passes for whom. Each is a
/// block at its operating point.
void assay_page_matrix(const assay_page *page, size_t i);
void assay_page_failures(const assay_page *page);
/// Of searches (1:N): misses against false alerts, sizes of the list, groups,
/// who causes false matches, label errors, ranks.
void assay_page_search_plot(const assay_page *page);
void assay_page_sizes(const assay_page *page);
void assay_page_search_groups(const assay_page *page);
void assay_page_shares(const assay_page *page);
void assay_page_label_errors(const assay_page *page);
void assay_page_ranks(const assay_page *page);
/// FPIR by size of the list, at the operating point that leads.
void assay_page_size_table(const assay_page *page, size_t i);
/// The tail of false alerts of result `i`, and what is extrapolated along it.
void assay_page_tail_plot(const assay_page *page, size_t i);
void assay_page_tail_table(const assay_page *page, size_t i);
/// The rates of everybody at the operating points of searches.
void assay_page_search_points(const assay_page *page, size_t i);
/// FPIR and FNIR of the groups of result `i`, one table each, and the FMR
/// matrices.
void assay_page_search_tables(const assay_page *page, size_t i);
/// Whether it evaluates records of deployments.
bool assay_page_is_record(const assay_result *result);
/// Of records: the ladder of definitions; time lines and the funnel; every
/// rate in a table.
void assay_page_ladder(const assay_page *page);
void assay_page_deployments(const assay_page *page);
void assay_page_definitions(const assay_page *page);
/// By group of the people alerted, of result `i`; nothing without any.
void assay_page_people(const assay_page *page, size_t i);
/// Whether it evaluates a trial with volunteers.
bool assay_page_is_trial(const assay_result *result);
/// Of a trial: passages found per volunteer; and everything else.
void assay_page_volunteers(const assay_page *page);
void assay_page_alerts(const assay_page *page);
/// Whether it is a forecast of a day.
bool assay_page_is_forecast(const assay_result *result);
/// Of a forecast: alerts by size of the list; and everything else.
void assay_page_forecast_plot(const assay_page *page);
void assay_page_forecast(const assay_page *page);
/// Of a comparison: the curves of both systems, and what differs.
void assay_page_compare_plot(const assay_page *page);
void assay_page_compare_table(const assay_page *page);
void assay_page_figures(const assay_page *page);
void assay_page_warnings(const assay_page *page);
void assay_page_record(const assay_page *page);
void assay_page_words(const assay_page *page);
/// The data block that the script reads.
assay_status assay_page_data(const assay_page *page, assay_error *err);

#endif
