// SPDX-License-Identifier: Apache-2.0
// Simulated scores: the same bytes for the same seed, and rates that are what
// they are said to be, by sums over fixed seeds.
#include "assay/simulate.h"
#include "unit/folder.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "assay/result.h"
#include "base/digest.h"
#include "simulate/bare_scores.h"
#include "simulate/drawn.h"
#include "simulate/truth.h"
#include "stats/normal.h"

static assay_error err;

static const char *const files[] = {"scores.csv", "subjects.csv", "truth.json"};

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

static void simulate(const assay_simulate_scores_options *options)
{
    char *truth = NULL;
    assert_int_equal(assay_simulate_scores(options, &truth, &err), ASSAY_OK);
    assert_non_null(truth);
    assay_text_free(truth);
}

static void digest_all(char hex[ASSAY_DIGEST_HEX + 1])
{
    assay_digest *digest = assay_digest_new(false);
    assert_non_null(digest);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assay_digest_add(digest, bytes, read_file(files[i]));
    assay_digest_end(digest, hex);
    assay_digest_free(digest);
}

static void same_seed_same_bytes(void **state)
{
    (void)state;
    char hex[3][ASSAY_DIGEST_HEX + 1];
    const uint64_t seeds[] = {7, 7, 8};
    for (int i = 0; i < 3; i++) {
        const assay_simulate_scores_options options = small(seeds[i]);
        simulate(&options);
        digest_all(hex[i]);
    }
    assert_string_equal(hex[0], hex[1]);
    assert_string_not_equal(hex[0], hex[2]);
}

// What a seed gives is part of the format: a report can cite it. truth.json
// has the version in it, so only the other two are held.
static void golden_population(void **state)
{
    (void)state;
    char hex[ASSAY_DIGEST_HEX + 1];
    const assay_simulate_scores_options options = small(1);
    simulate(&options);
    assay_digest *digest = assay_digest_new(false);
    assert_non_null(digest);
    for (int i = 0; i < 2; i++)
        assay_digest_add(digest, bytes, read_file(files[i]));
    assay_digest_end(digest, hex);
    assay_digest_free(digest);
    assert_string_equal(
        hex,
        "9f88e12d03eec7f89cd359a2daf2bdf1be89a64671030f62f77a6421580fcc66");
}

static void rows_are_what_they_should_be(void **state)
{
    (void)state;
    const assay_simulate_scores_options options = small(1);
    size_t mated = 0, non_mated = 0;
    simulate(&options);
    (void)read_file("scores.csv");
    char *line = strtok(bytes, "\n");
    assert_string_equal(
        line, "probe_id,reference_id,probe_subject,reference_subject,score");
    while ((line = strtok(NULL, "\n"))) {
        char probe[16], reference[16], who[16], whom[16], again[32];
        float score = 0;
        assert_int_equal(sscanf(line, "%15[^,],%15[^,],%15[^,],%15[^,],%f",
                                probe, reference, who, whom, &score),
                         5);
        assert_true(strncmp(probe, who, strlen(who)) == 0);
        assert_true(strcmp(probe, reference) != 0);
        assert_string_equal(reference + strlen(whom), "-1");
        (void)snprintf(again, sizeof again, "%.9g", (double)score);
        assert_string_equal(strrchr(line, ',') + 1, again);
        *(strcmp(who, whom) == 0 ? &mated : &non_mated) += 1;
    }
    assert_true(mated > 0);
    assert_int_equal(non_mated, 20 * mated);
}

// No probe meets a reference twice, and the choice is spread over all.
static void references_are_drawn_without_return(void **state)
{
    (void)state;
    const assay_simulate_scores_options options = small(3);
    size_t met[41] = {0};
    bool seen[41] = {false};
    char before[16] = "";
    simulate(&options);
    (void)read_file("scores.csv");
    (void)strtok(bytes, "\n");
    for (char *line; (line = strtok(NULL, "\n"));) {
        char probe[16];
        unsigned reference = 0;
        assert_int_equal(sscanf(line, "%15[^,],s%u-1", probe, &reference), 2);
        assert_in_range(reference, 1, 40);
        if (strcmp(probe, before) != 0) memset(seen, 0, sizeof seen);
        assert_false(seen[reference]);
        seen[reference] = true;
        met[reference]++;
        memcpy(before, probe, sizeof before);
    }
    for (size_t i = 1; i <= 40; i++) assert_true(met[i] > 10);
}

static void people_without_groups(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(1);
    options.groups.count = 0;
    simulate(&options);
    (void)read_file("subjects.csv");
    assert_memory_equal(bytes, "subject_id\ns01\ns02\n", 19);
    (void)read_file("truth.json");
    assert_non_null(strstr(bytes, "\"mated_mean\": 5.2, "));
    assert_null(strstr(bytes, "\"sex\""));
}

// The population, the people and the truth of a seed, without files.
typedef struct drawing {
    assay_arena arena;
    assay_population population;
    assay_drawn drawn;
} drawing;

static void start(drawing *d, const assay_simulate_scores_options *options)
{
    d->arena.blocks = NULL;
    assert_int_equal(
        assay_population_make(options, &d->arena, &d->population, &err),
        ASSAY_OK);
    assert_int_equal(assay_drawn_make(&d->population, &d->drawn, &err),
                     ASSAY_OK);
}

static void end(drawing *d)
{
    assay_drawn_end(&d->drawn);
    assay_arena_end(&d->arena);
}

// Sums of a rate over seeds: the seeds are independent, so their spread is the
// error of the mean whatever depends on what within one.
typedef struct spread {
    double n, sum, squares;
} spread;

static void add(spread *s, double value)
{
    s->n++;
    s->sum += value;
    s->squares += value * value;
}

static double mean_of(const spread *s)
{
    return s->sum / s->n;
}

static double error_of(const spread *s)
{
    const double mean = mean_of(s);
    return sqrt((s->squares / s->n - mean * mean) / (s->n - 1));
}

static void check_near(const spread *s, double truth)
{
    const double off = (mean_of(s) - truth) / error_of(s);
    if (!(fabs(off) < 3.5))
        fail_msg("%g is %.2f standard errors off %g", mean_of(s), off, truth);
}

enum { SEEDS = 200, GROUPS = 2 };

// Of each seed, the share of comparisons of a group beyond the threshold.
static void add_rates(const drawing *d, double threshold, spread fmr[GROUPS],
                      spread fnmr[GROUPS])
{
    double wrong[GROUPS] = {0}, missed[GROUPS] = {0};
    double pairs[GROUPS] = {0}, mates[GROUPS] = {0};
    for (uint64_t i = 0; i < d->drawn.count; i++) {
        const assay_drawn_person *p = &d->drawn.people[i];
        for (uint64_t t = 1; t < p->images; t++) {
            const uint64_t image = p->first_image + t;
            mates[p->group]++;
            missed[p->group] +=
                assay_drawn_mated(&d->population, p, image) < threshold;
            for (uint64_t j = 0; j < d->drawn.count; j++) {
                if (j == i) continue;
                pairs[p->group]++;
                wrong[p->group] +=
                    assay_drawn_non_mated(&d->population, &d->drawn, p, image,
                                          j) >= threshold;
            }
        }
    }
    for (int g = 0; g < GROUPS; g++) {
        if (mates[g] == 0) continue;
        add(&fmr[g], wrong[g] / pairs[g]);
        add(&fnmr[g], missed[g] / mates[g]);
    }
}

static void rates_agree_with_the_truth(void **state)
{
    (void)state;
    const double threshold = 2;
    static const char *const groups[] = {"A:0.4:3:0.5", "B"};
    spread fmr[GROUPS] = {{0}}, fnmr[GROUPS] = {{0}};
    assay_simulate_scores_options options = small(0);
    options.groups = (assay_texts){groups, GROUPS};
    options.mated_mean = 3.5;
    drawing d;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        options.seed = seed;
        start(&d, &options);
        add_rates(&d, threshold, fmr, fnmr);
        end(&d);
    }
    check_near(&fmr[0], assay_normal_cdf(0.5 - threshold));
    check_near(&fmr[1], assay_normal_cdf(0 - threshold));
    check_near(&fnmr[0], assay_normal_cdf(threshold - 3));
    check_near(&fnmr[1], assay_normal_cdf(threshold - 3.5));
}

// Subjects differ as much as the options say: two probes of a person share a
// part of their non-mated scores against others, two mated ones of theirs.
static void effects_are_shares_of_the_variance(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(5);
    options.subjects = 4000;
    options.groups.count = 0;
    options.probe_effect = 0.3;
    options.mated_effect = 0.4;
    drawing d;
    start(&d, &options);
    spread product = {0, 0, 0}, mated = {0, 0, 0};
    for (uint64_t i = 0; i < d.drawn.count; i++) {
        const assay_drawn_person *p = &d.drawn.people[i];
        if (p->images < 3) continue;
        const uint64_t one = p->first_image + 1, two = one + 1;
        add(&product, assay_drawn_non_mated(&d.population, &d.drawn, p, one,
                                            (i + 1) % d.drawn.count) *
                          assay_drawn_non_mated(&d.population, &d.drawn, p, two,
                                                (i + 2) % d.drawn.count));
        add(&mated, (assay_drawn_mated(&d.population, p, one) - 5.2) *
                        (assay_drawn_mated(&d.population, p, two) - 5.2));
    }
    check_near(&product, 0.3);
    check_near(&mated, 0.4);
    end(&d);
}

static void images_have_the_mean_asked_for(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(2);
    options.subjects = 20000;
    options.images_mean = 4;
    spread images = {0, 0, 0}, singles = {0, 0, 0}, first = {0, 0, 0};
    drawing d;
    start(&d, &options);
    for (uint64_t i = 0; i < d.drawn.count; i++) {
        add(&images, d.drawn.people[i].images);
        add(&singles, d.drawn.people[i].images == 1);
        add(&first, d.drawn.people[i].group == 0);
    }
    check_near(&images, 4);
    check_near(&singles, 0.25);
    check_near(&first, 0.5);
    end(&d);
}

static assay_truth truth_of(drawing *d, const assay_truth_part *parts)
{
    const assay_truth truth = {&d->population, parts, 0};
    return truth;
}

// 1 - Phi(3) and Phi(-1.5) are in any table; thresholds are where they lead.
static void truth_in_closed_form(void **state)
{
    (void)state;
    static const char *const groups[] = {"A:0.25:4.5:1", "B:0.75:6:0"};
    const assay_truth_part parts[] = {{1, 100, 1000}, {3, 300, 1000}};
    assay_simulate_scores_options options = small(1);
    options.groups = (assay_texts){groups, 2};
    drawing d;
    start(&d, &options);
    const assay_truth truth = truth_of(&d, parts);
    assert_true(fabs(assay_truth_fmr(&truth, 0, 4) / 1.3498980316300933e-3 -
                     1) < 1e-12);
    assert_true(fabs(assay_truth_fnmr(&truth, 0, 3) / 6.6807201268858058e-2 -
                     1) < 1e-12);
    assert_true(
        fabs(assay_truth_fmr(&truth, ASSAY_EVERYBODY, 4) -
             (assay_truth_fmr(&truth, 0, 4) + assay_truth_fmr(&truth, 1, 4)) /
                 2) < 1e-17);
    assert_true(fabs(assay_truth_fnmr(&truth, ASSAY_EVERYBODY, 4) -
                     (0.25 * assay_truth_fnmr(&truth, 0, 4) +
                      0.75 * assay_truth_fnmr(&truth, 1, 4))) < 1e-15);
    assert_true(fabs(assay_truth_threshold(&truth, 0, 1.3498980316300933e-3) -
                     4) < 1e-9);
    // Symmetric about the middle of 1 and 4.5, where both are Phi(-1.75).
    assert_true(fabs(assay_truth_eer(&truth, 0) - 4.0059156863817086e-2) <
                1e-12);
    assert_true(fabs(assay_truth_auc(&truth, 0) -
                     assay_normal_cdf(3.5 / sqrt(2))) < 1e-15);
    end(&d);
}

static void bare_scores_are_a_vector(void **state)
{
    (void)state;
    assay_simulate_scores_options options = small(4);
    char path[PATH + 16];
    (void)snprintf(path, sizeof path, "%s/n.npy", folder);
    options.directory = NULL;
    options.non_mated = path;
    options.non_mated_count = 100003;
    options.groups.count = 0;
    simulate(&options);
    assert_int_equal(files_there(), 1);
    assert_int_equal(read_file("n.npy"), 128 + 4 * 100003);
    assert_memory_equal(bytes,
                        "\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', "
                        "'fortran_order': False, 'shape': (100003,), }",
                        72);
    spread scores = {0, 0, 0}, squares = {0, 0, 0}, cubes = {0, 0, 0};
    spread tail = {0, 0, 0}, fourths = {0, 0, 0};
    for (size_t i = 0; i < 100003; i++) {
        float x = 0;
        memcpy(&x, bytes + 128 + 4 * i, sizeof x);
        const double z = (double)x;
        add(&scores, z);
        add(&squares, z * z);
        add(&cubes, z * z * z);
        add(&fourths, z * z * z * z);
        add(&tail, x >= 3.0f);
    }
    check_near(&scores, 0);
    check_near(&squares, 1);
    check_near(&cubes, 0);
    check_near(&fourths, 3);
    check_near(&tail, 1.3498980316300933e-3);
}

static void bare_scores_of_groups_are_a_mixture(void **state)
{
    (void)state;
    static const char *const groups[] = {"A:0.2:1:0", "B:0.8:9:0"};
    assay_simulate_scores_options options = small(4);
    char path[PATH + 16];
    (void)snprintf(path, sizeof path, "%s/m.npy", folder);
    options.directory = NULL;
    options.mated = path;
    options.mated_count = 50000;
    options.groups = (assay_texts){groups, 2};
    simulate(&options);
    assert_int_equal(read_file("m.npy"), 128 + 4 * 50000);
    spread low = {0, 0, 0}, of_low = {0, 0, 0};
    for (size_t i = 0; i < 50000; i++) {
        float x = 0;
        memcpy(&x, bytes + 128 + 4 * i, sizeof x);
        add(&low, x < 5);
        if (x < 5) add(&of_low, (double)x);
    }
    check_near(&low, 0.2 * assay_normal_cdf(4) + 0.8 * assay_normal_cdf(-4));
    check_near(&of_low, 1);
}

#define IN_FOLDER(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(same_seed_same_bytes),
        IN_FOLDER(golden_population),
        IN_FOLDER(rows_are_what_they_should_be),
        IN_FOLDER(references_are_drawn_without_return),
        IN_FOLDER(people_without_groups),
        cmocka_unit_test(rates_agree_with_the_truth),
        cmocka_unit_test(effects_are_shares_of_the_variance),
        cmocka_unit_test(images_have_the_mean_asked_for),
        cmocka_unit_test(truth_in_closed_form),
        IN_FOLDER(bare_scores_are_a_vector),
        IN_FOLDER(bare_scores_of_groups_are_a_mixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
