// SPDX-License-Identifier: Apache-2.0
/// Records as files, and the figures made of them.
#ifndef UNIT_DEPLOYED_HELP_H
#define UNIT_DEPLOYED_HELP_H

#include "assay/deployments.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static assay_error err;
static char path[64];

static inline int drop_file(void **state)
{
    (void)state;
    if (path[0]) (void)unlink(path);
    path[0] = '\0';
    return 0;
}

static inline const char *file_of(const char *text)
{
    (void)drop_file(NULL);
    (void)snprintf(path, sizeof path, "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
    return path;
}

static inline const assay_figure *find(const assay_result *result,
                                       const char *id)
{
    const assay_figure *figure = assay_result_find(result, id);
    if (figure) return figure;
    fail_msg("no figure %s", id);
    abort();
}

static inline bool is_close(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fmax(fabs(a), fabs(b));
}

static inline void check(const assay_result *result, const char *id,
                         int64_t events, int64_t trials)
{
    const assay_figure *f = find(result, id);
    if (f->events != events || f->trials != trials)
        fail_msg("%s: %lld of %lld", id, (long long)f->events,
                 (long long)f->trials);
}

#endif
