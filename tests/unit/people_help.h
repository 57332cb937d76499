// SPDX-License-Identifier: Apache-2.0
/// Records with groups of the people alerted, evaluated on the spot.
#ifndef UNIT_PEOPLE_HELP_H
#define UNIT_PEOPLE_HELP_H

#include "deployed_help.h"

static inline assay_status try(const char *text, const char *where,
                               const char *by, assay_result **result)
{
    const char *file = file_of(text);
    assay_deployments_options options;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){&file, 1};
    options.common.where = (assay_texts){&where, where ? 1 : 0};
    options.common.by = (assay_texts){&by, by ? 1 : 0};
    return assay_deployments_evaluate(&options, result, &err);
}

static inline assay_result *of(const char *text)
{
    assay_result *result = NULL;
    if (try(text, NULL, NULL, &result) != ASSAY_OK) fail_msg("%s", err.reason);
    return result;
}

static inline void refused(const char *text, const char *where, const char *by,
                           const char *part)
{
    assay_result *result = NULL;
    assert_int_not_equal(try(text, where, by, &result), ASSAY_OK);
    assert_null(result);
    if (!strstr(err.reason, part)) fail_msg("%s", err.reason);
}

// The first statement that has `part`, or NULL.
static inline const char *said(const assay_result *result, const char *part)
{
    size_t count = 0;
    const assay_statement *all = assay_result_statements(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strstr(all[i].text, part)) return all[i].text;
    return NULL;
}

static inline void bounds(const assay_result *result, const char *id,
                          double least, double most)
{
    const assay_figure *f = find(result, id);
    if (!is_close(f->bounds[0], least, 1e-12) ||
        !is_close(f->bounds[1], most, 1e-12))
        fail_msg("%s: %.10g to %.10g", id, f->bounds[0], f->bounds[1]);
}

#define RATIO "rate ratio to all others of false alerts per alert"

// Of 20 alerts 4 are of no group, 1 of them wrong.
static const char open[] =
    "date,location,alerts,false_alerts,alerts:black,alerts:white,"
    "false_alerts:black,false_alerts:white\n"
    "2025-01-10,A,12,2,5,5,1,0\n"
    "2025-01-17,A,8,1,4,2,1,0\n";

#endif
