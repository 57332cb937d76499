// SPDX-License-Identifier: Apache-2.0
/// Logs of simulated streets, evaluated, and what is true of them.
#ifndef UNIT_STREET_HELP_H
#define UNIT_STREET_HELP_H

#include "alerts_help.h"

#include "assay/simulate.h"

static char street_truth[1 << 20];

static inline const char *street_path(const char *name)
{
    static char paths[8][128];
    static unsigned next;
    char *path = paths[next++ % 8];
    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline int street_end(void **state)
{
    static const char *const names[] = {
        "alerts.csv",   "transits.csv", "watchlist.csv",  "crowd.csv",
        "subjects.csv", "truth.json",   "deployments.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(street_path(names[i]));
    return log_end(state);
}

static inline assay_simulate_street_options street_options(void)
{
    assay_simulate_street_options o;
    assay_simulate_street_options_default(&o);
    o.directory = folder;
    return o;
}

/// Options that read its logs.
static inline assay_alerts_options street_logs(bool crowd)
{
    assay_alerts_options o = log_options();
    o.alerts = street_path("alerts.csv");
    o.transits = street_path("transits.csv");
    o.watchlist = street_path("watchlist.csv");
    if (crowd) o.crowd = street_path("crowd.csv");
    return o;
}

/// Draws the street and reads its truth.
static inline void street_draw(const assay_simulate_street_options *o)
{
    char *text = NULL;
    if (assay_simulate_street(o, &text, &log_error) != ASSAY_OK)
        fail_msg("%s", log_error.reason);
    assay_text_free(text);
    FILE *file = fopen(street_path("truth.json"), "r");
    assert_non_null(file);
    const size_t n = fread(street_truth, 1, sizeof street_truth - 1, file);
    street_truth[n] = '\0';
    assert_int_equal(fclose(file), 0);
}

/// The first number of that name in its truth.
static inline double street_true(const char *name)
{
    char key[96];
    (void)snprintf(key, sizeof key, "\"%s\":", name);
    const char *at = strstr(street_truth, key);
    if (!at) fail_msg("no %s in the truth", name);
    return strtod(at + strlen(key), NULL);
}

/// Whether the interval of a figure holds a value; no interval holds none.
static inline bool street_holds(const assay_figure *figure, double value)
{
    return figure->low <= value && value <= figure->high;
}

#endif
