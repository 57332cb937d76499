// SPDX-License-Identifier: Apache-2.0
// Simulated templates as files: the same bytes whoever writes them, what they
// hold, and what is said and left behind where there can be none.
#include "assay/simulate.h"
#include "unit/folder.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assay/result.h"
#include "base/digest.h"

enum { HEAD = 128 };

static assay_error err;

// 120 people, 25 of them listed, 10 of these searched for.
static assay_simulate_templates_options small(uint64_t seed)
{
    assay_simulate_templates_options options;
    assay_simulate_templates_options_default(&options);
    options.seed = seed;
    options.directory = folder;
    options.subjects = 120;
    options.watchlist = 25;
    options.searched = 10;
    options.dimensions = 40;
    options.effective = 12;
    options.noise_spread = 0.5;
    options.lambs = 0;
    return options;
}

static void simulate(const assay_simulate_templates_options *options)
{
    char *truth = NULL;
    if (assay_simulate_templates(options, &truth, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    assert_non_null(truth);
    assay_text_free(truth);
}

static void digest_of(const char *const *files, size_t count,
                      char hex[ASSAY_DIGEST_HEX + 1])
{
    assay_digest *digest = assay_digest_new(false);
    assert_non_null(digest);
    for (size_t i = 0; i < count; i++)
        assay_digest_add(digest, bytes, read_file(files[i]));
    assay_digest_end(digest, hex);
    assay_digest_free(digest);
}

// What a seed gives is part of the format: a report can cite it. truth.json
// has the version in it.
static void golden_list(void **state)
{
    (void)state;
    static const char *const files[] = {"references.npy", "references.csv",
                                        "probes.npy", "probes.csv",
                                        "subjects.csv"};
    char hex[4][ASSAY_DIGEST_HEX + 1];
    const unsigned threads[] = {1, 2, 7, 1};
    for (int i = 0; i < 4; i++) {
        assay_simulate_templates_options options = small(i == 3 ? 2 : 1);
        options.threads = threads[i];
        options.lambs = 0.01;
        simulate(&options);
        assert_int_equal(files_there(), 6);
        digest_of(files, 5, hex[i]);
    }
    assert_string_equal(hex[0], hex[1]);
    assert_string_equal(hex[0], hex[2]);
    assert_string_not_equal(hex[0], hex[3]);
    assert_string_equal(
        hex[0],
        "3a47f61415544bcd5ee93d4632c80edc202d849d6906549a81048dc3cf5f5eef");
}

static void truth_does_not_depend_on_threads(void **state)
{
    (void)state;
    static const char *const files[] = {"truth.json"};
    char hex[2][ASSAY_DIGEST_HEX + 1];
    for (unsigned i = 0; i < 2; i++) {
        assay_simulate_templates_options options = small(1);
        options.threads = 1 + 2 * i;
        simulate(&options);
        digest_of(files, 1, hex[i]);
    }
    assert_string_equal(hex[0], hex[1]);
}

static size_t lines(const char *name)
{
    size_t count = 0;
    (void)read_file(name);
    for (const char *c = bytes; *c; c++) count += *c == '\n';
    return count;
}

// Rows of a matrix, from its size.
static size_t rows(const char *name, size_t row_bytes)
{
    const size_t n = read_file(name) - HEAD;
    assert_int_equal(n % row_bytes, 0);
    return n / row_bytes;
}

static void one_set(void **state)
{
    (void)state;
    assay_simulate_templates_options options = small(4);
    options.watchlist = 0;
    options.groups.count = 0;
    simulate(&options);
    assert_int_equal(files_there(), 4);
    const size_t count = rows("templates.npy", 40 * sizeof(float));
    assert_int_equal(memcmp(bytes, "\x93NUMPY\x01\0\x76\0{'descr': '<f4'", 25),
                     0);
    assert_int_equal(count + 1, lines("samples.csv"));
    assert_memory_equal(bytes, "sample_id,subject_id\ns001-1,s001\n", 33);
    assert_int_equal(lines("subjects.csv"), 121);
    assert_memory_equal(bytes, "subject_id\ns001\n", 16);
}

static void both_sides_of_a_list(void **state)
{
    (void)state;
    assay_simulate_templates_options options = small(4);
    options.images_mean = 1;
    simulate(&options);
    assert_int_equal(rows("references.npy", 40 * sizeof(float)), 25);
    assert_int_equal(rows("probes.npy", 40 * sizeof(float)), 10 + 95);
    assert_int_equal(lines("references.csv"), 26);
    assert_int_equal(lines("probes.csv"), 106);
    // The last who is searched for among the listed, then the crowd.
    const char *last = strstr(bytes, "\ns010p1,s010,");
    assert_non_null(last);
    assert_memory_equal(strchr(last + 1, '\n'), "\ns026p1,s026,", 13);
}

// The float of a half-precision number.
static float float_of(uint16_t half)
{
    const int exponent = half >> 10 & 31;
    const int part = half & 1023;
    const double size =
        exponent ? ldexp(1024 + part, exponent - 25) : ldexp(part, -24);
    return (float)(half & 0x8000 ? -size : size);
}

// What other types hold is the nearest to what float32 holds.
static void other_types(void **state)
{
    (void)state;
    static float exact[1 << 17];
    assay_simulate_templates_options options = small(6);
    options.watchlist = 0;
    simulate(&options);
    const size_t count = rows("templates.npy", 40 * sizeof(float)) * 40;
    assert_true(count < sizeof exact / sizeof *exact);
    memcpy(exact, bytes + HEAD, count * sizeof *exact);
    options.values = ASSAY_TEMPLATES_FLOAT16;
    simulate(&options);
    assert_int_equal(rows("templates.npy", 2), count);
    for (size_t i = 0; i < count; i++) {
        uint16_t half;
        memcpy(&half, bytes + HEAD + 2 * i, sizeof half);
        const double gap = fabs((double)(float_of(half) - exact[i]));
        int exponent;
        (void)frexp((double)exact[i], &exponent);
        const int least = exponent - 12 > -25 ? exponent - 12 : -25;
        assert_true(gap <= ldexp(1, least));
    }
    options.values = ASSAY_TEMPLATES_INT8;
    simulate(&options);
    assert_int_equal(rows("templates.npy", 1), count);
    const double length = 127 * sqrt(40) / 6;
    for (size_t i = 0; i < count; i++) {
        const double scaled = length * (double)exact[i];
        const double kept = scaled > 127 ? 127 : scaled < -127 ? -127 : scaled;
        assert_true(fabs((double)(signed char)bytes[HEAD + i] - kept) < 0.5001);
    }
}

static void refused(const assay_simulate_templates_options *options,
                    assay_status status, const char *why)
{
    char *truth = NULL;
    assert_int_equal(assay_simulate_templates(options, &truth, &err), status);
    assert_null(truth);
    if (!strstr(err.reason, why)) fail_msg("%s", err.reason);
}

#define REFUSED(change, why)                                                   \
    do {                                                                       \
        assay_simulate_templates_options o = small(1);                         \
        change;                                                                \
        refused(&o, ASSAY_EUSAGE, why);                                        \
    } while (0)

static void options_that_make_no_sense(void **state)
{
    (void)state;
    static const char *const odd[] = {"F:0.5:-1"}, *const close[] = {"F::1:1"};
    static const char *const many[] = {"a", "b", "c", "d", "e",
                                       "f", "g", "h", "i"};
    REFUSED(o.directory = NULL, "nowhere to write");
    REFUSED(o.subjects = 1, "1 people");
    REFUSED(o.watchlist = 121, "watchlist of 121");
    REFUSED((o.watchlist = 120, o.searched = 0), "there is no probe");
    REFUSED(o.images_mean = 0.5, "images of a person");
    REFUSED(o.images_mean = (double)NAN, "images of a person");
    REFUSED(o.images_most = 0, "images of a person");
    REFUSED(o.images_most = 1001, "images of a person");
    REFUSED(o.dimensions = 3, "3 dimensions");
    REFUSED(o.dimensions = 65537, "65537 dimensions");
    REFUSED(o.effective = 2, "2 of them effective");
    REFUSED(o.effective = 41, "41 of them effective");
    REFUSED(o.effective = 40, "leave none for the direction");
    REFUSED(o.noise = -1, "noise is");
    REFUSED(o.noise = INFINITY, "noise is");
    REFUSED(o.noise_spread = 2, "spread");
    REFUSED(o.closeness = 1, "closeness is");
    REFUSED(o.lamb_closeness = -0.1, "closeness is");
    REFUSED(o.lambs = 1, "lambs are a share");
    REFUSED(o.attribute = "subject_id", "attribute");
    REFUSED((o.groups = (assay_texts){odd, 1}), "-1 is no number");
    REFUSED((o.groups = (assay_texts){close, 1}), "is no number");
    REFUSED((o.groups = (assay_texts){many, 9}), "9 groups");
    assert_int_equal(files_there(), 0);
}

static void folders_that_cannot_be(void **state)
{
    (void)state;
    assay_simulate_templates_options options = small(1);
    char path[PATH + 32];
    (void)snprintf(path, sizeof path, "%s/no/such", folder);
    options.directory = path;
    refused(&options, ASSAY_EWRITE, "can't be made");
    // One of the files can't be written: none appears.
    options.directory = folder;
    assert_int_equal(mkdir(path_of("probes.csv"), 0777), 0);
    refused(&options, ASSAY_EWRITE, "folder");
    assert_int_equal(rmdir(path_of("probes.csv")), 0);
    assert_int_equal(files_there(), 0);
}

static bool stop(void *context, const char *stage, uint64_t done,
                 uint64_t total)
{
    (void)done;
    (void)total;
    return strcmp(stage, context) != 0;
}

static void stopped_leaves_nothing(void **state)
{
    (void)state;
    static char stages[][16] = {"simulating", "naming"};
    for (int i = 0; i < 2; i++) {
        assay_simulate_templates_options options = small(1);
        options.watch = (assay_watch){stages[i], stop};
        refused(&options, ASSAY_ESTOPPED, "stopped");
        assert_int_equal(files_there(), 0);
    }
}

static void text_fits_a_terminal(void **state)
{
    (void)state;
    static const char *const groups[] = {
        "a name of sixty characters which is as long as they may be.x:0.5:5.25",
        "B"};
    assay_simulate_templates_options options = small(UINT64_MAX);
    char *truth = NULL;
    options.groups = (assay_texts){groups, 2};
    assert_int_equal(assay_simulate_templates(&options, &truth, &err),
                     ASSAY_OK);
    for (const char *line = truth; *line;) {
        const size_t length = strcspn(line, "\n");
        if (length > 80)
            fail_msg("%zu columns: %.*s", length, (int)length, line);
        line += length + 1;
    }
    assert_non_null(strstr(truth, "THE TRUTH OF SEARCHES"));
    assay_text_free(truth);
}

#define IN_FOLDER(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(golden_list),
        IN_FOLDER(truth_does_not_depend_on_threads),
        IN_FOLDER(one_set),
        IN_FOLDER(both_sides_of_a_list),
        IN_FOLDER(other_types),
        IN_FOLDER(options_that_make_no_sense),
        IN_FOLDER(folders_that_cannot_be),
        IN_FOLDER(stopped_leaves_nothing),
        IN_FOLDER(text_fits_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
