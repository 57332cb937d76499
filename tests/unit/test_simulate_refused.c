// SPDX-License-Identifier: Apache-2.0
// Simulations that can't be, or that end early: what is said and left behind.
#include "assay/simulate.h"
#include "unit/folder.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assay/result.h"

static assay_error err;

// 40 people in two groups, about 100 probes with 20 references each.
static assay_simulate_scores_options small(uint64_t seed)
{
    assay_simulate_scores_options options;
    assay_simulate_scores_options_default(&options);
    options.seed = seed;
    options.directory = folder;
    options.subjects = 40;
    options.references = 20;
    return options;
}

// Where the reader of a pipe has gone, writing ends at once.
static void reader_has_gone(void **state)
{
    (void)state;
    int ends[2];
    char path[32], *truth = NULL;
    assay_simulate_scores_options options = small(1);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(close(ends[0]), 0);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    options.directory = NULL;
    options.non_mated = path;
    options.non_mated_count = UINT64_C(1000000000000);
    const assay_status status = assay_simulate_scores(&options, &truth, &err);
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(status, ASSAY_EWRITE);
    assert_null(truth);
}

static bool stop(void *context, const char *stage, uint64_t done,
                 uint64_t total)
{
    (void)stage;
    (void)total;
    *(uint64_t *)context = done;
    return done == 0;
}

static void stopped_leaves_nothing(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(1);
    uint64_t done = 0;
    char path[PATH + 16], *truth = NULL;
    options.subjects = 400;
    options.watch = (assay_watch){&done, stop};
    assert_int_equal(assay_simulate_scores(&options, &truth, &err),
                     ASSAY_ESTOPPED);
    assert_true(done > 0);
    (void)snprintf(path, sizeof path, "%s/n.npy", folder);
    options.directory = NULL;
    options.non_mated = path;
    assert_int_equal(assay_simulate_scores(&options, &truth, &err),
                     ASSAY_ESTOPPED);
    assert_int_equal(files_there(), 0);
}

static void refused(const assay_simulate_scores_options *options,
                    assay_status status, const char *why)
{
    char *truth = NULL;
    assert_int_equal(assay_simulate_scores(options, &truth, &err), status);
    assert_null(truth);
    if (!strstr(err.reason, why)) fail_msg("%s", err.reason);
}

static void groups_that_make_no_sense(void **state)
{
    (void)state;
    static const struct {
        const char *groups[3], *why;
    } all[] = {
        {{"F:0.5:4:0:1"}, "write NAME:SHARE"},
        {{""}, "write NAME:SHARE"},
        {{"a\"b"}, "write NAME:SHARE"},
        {{"F:x"}, "x is no number from 0 to 1"},
        {{"F:"}, " is no number from 0 to 1"},
        {{"F:1.5"}, "1.5 is no number"},
        {{"F:0.5:nan"}, "nan is no number"},
        {{"F:0.5:1e9"}, "1e9 is no number"},
        {{"F:0.5:4:inf"}, "inf is no number"},
        {{"F:0.5", "M:0.4"}, "sum to 0.9"},
        {{"F:0.5", "M:0.5", "X"}, "sum to 1"},
        {{"F", "F"}, "named twice"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assay_simulate_scores_options options = small(1);
        options.groups = (assay_texts){all[i].groups, 0};
        for (size_t g = 0; g < 3 && all[i].groups[g]; g++)
            options.groups.count++;
        refused(&options, ASSAY_EUSAGE, all[i].why);
    }
    assert_int_equal(files_there(), 0);
}

static void options_that_make_no_sense(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(1);
    options.directory = NULL;
    refused(&options, ASSAY_EUSAGE, "nothing to write");
    options.mated = options.non_mated = "-";
    refused(&options, ASSAY_EUSAGE, "to one file");
    options.non_mated = NULL;
    options.mated_count = 0;
    refused(&options, ASSAY_EUSAGE, "no scores");
    options = small(1);
    options.subjects = 1;
    refused(&options, ASSAY_EUSAGE, "1 people");
    options = small(1);
    options.images_mean = 1;
    refused(&options, ASSAY_EUSAGE, "1 images");
    options.images_mean = (double)NAN;
    refused(&options, ASSAY_EUSAGE, "images");
    options = small(1);
    options.images_mean = 1.0000001;
    refused(&options, ASSAY_EUSAGE, "second image");
    options = small(1);
    options.references = 0;
    refused(&options, ASSAY_EUSAGE, "references");
    options = small(1);
    options.attribute = "subject_id";
    refused(&options, ASSAY_EUSAGE, "attribute");
    options = small(1);
    options.probe_effect = options.reference_effect = 0.5;
    refused(&options, ASSAY_EUSAGE, "all of the variance");
    options.probe_effect = -0.1;
    refused(&options, ASSAY_EUSAGE, "share of the variance");
    options = small(1);
    options.mated_mean = INFINITY;
    refused(&options, ASSAY_EUSAGE, "mated mean");
    assert_int_equal(files_there(), 0);
}

static void folders_that_cannot_be(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(1);
    char path[PATH + 32];
    (void)snprintf(path, sizeof path, "%s/no/such", folder);
    options.directory = path;
    refused(&options, ASSAY_EWRITE, "can't be made");
    (void)snprintf(path, sizeof path, "%s/file", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    refused(&options, ASSAY_EWRITE, "");
    // One of the three can't be written: none appears.
    options.directory = folder;
    assert_int_equal(mkdir(path_of("truth.json"), 0777), 0);
    refused(&options, ASSAY_EWRITE, "folder");
    assert_int_equal(rmdir(path_of("truth.json")), 0);
    assert_int_equal(files_there(), 1);
}

static void text_fits_a_terminal(void **state)
{
    (void)state;
    static const char *const groups[] = {
        "a name of sixty characters which is as long as they may be.x:0.5:5.25",
        "B"};
    assay_simulate_scores_options options = small(UINT64_MAX);
    char *truth = NULL;
    options.groups = (assay_texts){groups, 2};
    assert_int_equal(assay_simulate_scores(&options, &truth, &err), ASSAY_OK);
    for (const char *line = truth; *line;) {
        const size_t length = strcspn(line, "\n");
        if (length > 80)
            fail_msg("%zu columns: %.*s", length, (int)length, line);
        line += length + 1;
    }
    assert_non_null(strstr(truth, "THE TRUTH"));
    assay_text_free(truth);
}

#define IN_FOLDER(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(reader_has_gone),
        IN_FOLDER(stopped_leaves_nothing),
        IN_FOLDER(groups_that_make_no_sense),
        IN_FOLDER(options_that_make_no_sense),
        IN_FOLDER(folders_that_cannot_be),
        IN_FOLDER(text_fits_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
