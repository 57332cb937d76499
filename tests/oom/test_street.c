// SPDX-License-Identifier: Apache-2.0
// Each allocation of a simulated street fails once.
#include "oom/oom.h"

#include "assay/result.h"
#include "assay/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/assay-test-XXXXXX";
static const char *const files[] = {
    "alerts.csv", "transits.csv",    "watchlist.csv", "subjects.csv",
    "crowd.csv",  "deployments.csv", "truth.json"};

static int make(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

// Removes the files; returns how many there were.
static size_t clear(void)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        count += unlink(path) == 0;
    }
    return count;
}

static int end(void **state)
{
    (void)state;
    (void)clear();
    return rmdir(folder);
}

static assay_status simulate(void *context)
{
    const bool *best = context;
    assay_simulate_street_options options;
    assay_error error;
    char *truth = NULL;
    assay_simulate_street_options_default(&options);
    options.directory = folder;
    options.deployments = 2;
    options.crowd = 300;
    options.threshold = 3.5;
    options.floor = 3;
    options.repeats = 1;
    options.best_only = *best;
    const assay_status status = assay_simulate_street(&options, &truth, &error);
    assert_true((status == ASSAY_OK) == (truth != NULL));
    assay_text_free(truth);
    const size_t there = clear();
    // All or nothing.
    assert_true(status == ASSAY_OK ? there == 7 : there == 0);
    return status;
}

static void streets(void **state)
{
    (void)state;
    for (int best = 0; best < 2; best++) {
        bool only = best;
        assert_true(oom_fail_each(simulate, &only) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streets),
    };
    return cmocka_run_group_tests(tests, make, end);
}
