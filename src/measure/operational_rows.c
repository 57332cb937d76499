// SPDX-License-Identifier: Apache-2.0
// The rows as a curve, for plots and for whoever counts again.
#include "measure/operational_rows.h"

#include "base/alloc.h"
#include "base/fail.h"

#include <math.h>
#include <string.h>

enum { FIXED = 6 };

static const char *const columns[FIXED + ASSAY_DEPLOYED_COUNTS] = {
    "row",
    "first day",
    "last day",
    "hours",
    "threshold",
    "deployments",
    [FIXED + ASSAY_DEPLOYED_WATCHLIST] = "watchlist size",
    [FIXED + ASSAY_DEPLOYED_FACES] = "faces counted",
    [FIXED + ASSAY_DEPLOYED_ALERTS] = "alerts",
    [FIXED + ASSAY_DEPLOYED_TRUE] = "true alerts",
    [FIXED + ASSAY_DEPLOYED_TRUE_CONFIRMED] = "true confirmed",
    [FIXED + ASSAY_DEPLOYED_TRUE_UNCONFIRMED] = "true unconfirmed",
    [FIXED + ASSAY_DEPLOYED_FALSE] = "false alerts",
    [FIXED + ASSAY_DEPLOYED_FALSE_CONFIRMED] = "false confirmed",
    [FIXED + ASSAY_DEPLOYED_FALSE_UNCONFIRMED] = "false unconfirmed",
    [FIXED + ASSAY_DEPLOYED_ENGAGEMENTS] = "engagements",
    [FIXED + ASSAY_DEPLOYED_FALSE_ENGAGEMENTS] = "false alert engagements",
    [FIXED + ASSAY_DEPLOYED_STOPS_TRUE] = "interventions true",
    [FIXED + ASSAY_DEPLOYED_STOPS_FALSE] = "interventions false",
    [FIXED + ASSAY_DEPLOYED_ARRESTS] = "arrests",
    [FIXED + ASSAY_DEPLOYED_OTHER] = "other disposal",
    [FIXED + ASSAY_DEPLOYED_NO_ACTION] = "no action",
};
// The last count, deployments, stands among the first columns.
enum { WIDTH = FIXED + ASSAY_DEPLOYED_DEPLOYMENTS };

static double exactly(const assay_known *count)
{
    return count->least >= 0 && count->least == count->most
               ? (double)count->least
               : (double)NAN;
}

static void put_row(const assay_deployed *row, size_t place, double *to)
{
    const bool dated = row->when != ASSAY_WHEN_NONE;
    to[0] = (double)place;
    to[1] = dated ? (double)row->first : (double)NAN;
    to[2] = dated ? (double)row->last : (double)NAN;
    to[3] = row->seconds < 0 ? (double)NAN : (double)row->seconds / 3600;
    to[4] = row->threshold;
    to[5] = exactly(&row->counts[ASSAY_DEPLOYED_DEPLOYMENTS]);
    for (size_t k = 0; k < ASSAY_DEPLOYED_DEPLOYMENTS; k++)
        to[FIXED + k] = exactly(&row->counts[k]);
}

// A text that grows.
typedef struct names {
    char *text;
    size_t length, room;
} names;

// Adds text; what parts names becomes a slash.
static bool put_text(names *to, const char *text, bool parts)
{
    const size_t n = strlen(text);
    if (to->length + n + 1 > to->room) {
        const size_t room = (to->length + n + 1) * 2;
        if (!assay_grow(&to->text, room, 1)) return false;
        to->room = room;
    }
    memcpy(to->text + to->length, text, n + 1);
    for (size_t i = to->length; !parts && to->text[i]; i++)
        if (to->text[i] == '|') to->text[i] = '/';
    to->length += n;
    return true;
}

static bool put_name(const assay_operational_study *study, names *to,
                     const assay_deployed *row)
{
    const char *name = assay_operational_name(study, row);
    if (!name || (to->length && !put_text(to, " | ", true))) return false;
    if (!put_text(to, name, false)) return false;
    if (!row->place) return true;
    return put_text(to, " ", true) && put_text(to, row->place, false);
}

assay_status assay_operational_rows(const assay_operational_study *study,
                                    assay_error *err)
{
    const assay_deployments *rows = &study->rows;
    ASSAY_AUTO(assay_drop)
    double *values = assay_new(0, rows->count, WIDTH * sizeof *values);
    ASSAY_AUTO(assay_drop) char *text = NULL;
    names all = {NULL, 0, 0};
    if (!values) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < rows->count; i++) {
        put_row(&rows->rows[i], i, &values[i * WIDTH]);
        const bool put = put_name(study, &all, &rows->rows[i]);
        text = all.text;
        if (!put) return assay_fail_memory(err, "the rows");
    }
    const assay_curve curve = {.id = "deployments",
                               .name = "deployments",
                               .columns = columns,
                               .column_count = WIDTH,
                               .values = values,
                               .row_count = rows->count,
                               .note = text};
    assay_ledger_curve(study->ledger, &curve, 0);
    return ASSAY_OK;
}
