// SPDX-License-Identifier: Apache-2.0
/// Logs of a trial, written on the spot and evaluated.
#ifndef UNIT_ALERTS_HELP_H
#define UNIT_ALERTS_HELP_H

#include <math.h>

#include "assay/alerts.h"
#include "unit/folder.h"

enum { LOG_ALERTS, LOG_TRANSITS, LOG_WATCHLIST, LOG_CROWD, LOG_SUBJECTS, LOGS };

static char log_paths[LOGS][2 * PATH];
static assay_result *log_result;
static assay_error log_error;

static inline int log_begin(void **state)
{
    static const char *const names[LOGS] = {"a.csv", "t.csv", "w.csv", "c.csv",
                                            "s.csv"};
    if (make_folder(state)) return -1;
    for (int i = 0; i < LOGS; i++)
        (void)snprintf(log_paths[i], sizeof log_paths[i], "%s/%s", folder,
                       names[i]);
    return 0;
}

static inline int log_end(void **state)
{
    assay_result_free(log_result);
    log_result = NULL;
    return drop_folder(state);
}

static inline void log_write(int which, const char *text)
{
    FILE *file = fopen(log_paths[which], "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/// Options that read the logs; without crowd and subjects.
static inline assay_alerts_options log_options(void)
{
    assay_alerts_options options;
    assay_alerts_options_default(&options);
    options.alerts = log_paths[LOG_ALERTS];
    options.transits = log_paths[LOG_TRANSITS];
    options.watchlist = log_paths[LOG_WATCHLIST];
    options.common.threads = 1;
    options.common.no_digest = true;
    return options;
}

static inline assay_status log_try(const assay_alerts_options *options)
{
    assay_result_free(log_result);
    log_result = NULL;
    return assay_alerts_evaluate(options, &log_result, &log_error);
}

static inline void log_evaluate(const assay_alerts_options *options)
{
    if (log_try(options) != ASSAY_OK)
        fail_msg("%s:%d: %s", log_error.file, (int)log_error.line,
                 log_error.reason);
}

static inline const assay_figure *log_figure(const char *id)
{
    const assay_figure *figure = assay_result_find(log_result, id);
    if (!figure) fail_msg("no figure %s", id);
    return figure;
}

/// Events and trials of a rate.
static inline void log_rate(const char *id, int64_t events, int64_t trials)
{
    const assay_figure *figure = log_figure(id);
    if (figure->events != events || figure->trials != trials)
        fail_msg("%s: %d of %d, not %d of %d", id, (int)figure->events,
                 (int)figure->trials, (int)events, (int)trials);
}

static inline void log_count(const char *id, double value)
{
    const assay_figure *figure = log_figure(id);
    if (!(figure->value >= value && figure->value <= value))
        fail_msg("%s: %g, not %g", id, figure->value, value);
}

/// Rows of the warning of this code; -2: there is none.
static inline int64_t log_warned(const char *code)
{
    size_t count = 0;
    const assay_warning *warnings = assay_result_warnings(log_result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(warnings[i].code, code) == 0) return warnings[i].rows;
    return -2;
}

/// The options refuse the logs with a reason that holds `words`, at `line`.
static inline void log_refused(const assay_alerts_options *options,
                               uint64_t line, const char *words)
{
    assert_int_not_equal(log_try(options), ASSAY_OK);
    if (!strstr(log_error.reason, words) || log_error.line != line)
        fail_msg("%s:%d: %s", log_error.file, (int)log_error.line,
                 log_error.reason);
}

#endif
