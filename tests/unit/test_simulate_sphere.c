// SPDX-License-Identifier: Apache-2.0
// Templates of simulated people and the law that they are said to follow: rows
// drawn at fixed seeds, counted, against rates by quadrature; quadrature
// against closed forms.
#include "simulate/sphere_search.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "simulate/template_maker.h"
#include "stats/beta.h"

enum { ROOM = 128, EACH = 40 };

static assay_error err;

// A population with all that is made of it.
typedef struct world {
    assay_simulate_templates_options options;
    assay_arena arena;
    assay_sphere sphere;
    assay_template_maker maker;
    assay_sphere_law law;
} world;

// 32 dimensions, people differ in 10 of them, so that rates show in small
// samples; two groups, one person in twenty a lamb.
static assay_simulate_templates_options small(uint64_t seed)
{
    assay_simulate_templates_options options;
    assay_simulate_templates_options_default(&options);
    options.seed = seed;
    options.directory = "not written";
    options.dimensions = 32;
    options.effective = 10;
    options.subjects = 100000;
    options.lambs = 0.05;
    options.threads = 1;
    return options;
}

// The same without groups, lambs and closeness.
static assay_simulate_templates_options plain(uint64_t seed)
{
    assay_simulate_templates_options options = small(seed);
    options.groups.count = 0;
    options.lambs = options.closeness = 0;
    return options;
}

static world *start(assay_simulate_templates_options options)
{
    world *w = assay_new(sizeof *w, 0, 1);
    assert_non_null(w);
    w->options = options;
    if (assay_sphere_make(&w->options, &w->arena, &w->sphere, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    assert_int_equal(
        assay_template_maker_make(&w->sphere, &w->arena, &w->maker, &err),
        ASSAY_OK);
    assert_int_equal(assay_sphere_law_make(&w->sphere, assay_fineness_fine,
                                           &w->arena, &w->law, &err),
                     ASSAY_OK);
    return w;
}

static void end(world *w)
{
    assay_arena_end(&w->arena);
    assay_free(w);
}

static double cosine(const float *a, const float *b, size_t n)
{
    double dot = 0, squares[2] = {0, 0};
    for (size_t i = 0; i < n; i++) {
        dot += (double)a[i] * (double)b[i];
        squares[0] += (double)a[i] * (double)a[i];
        squares[1] += (double)b[i] * (double)b[i];
    }
    return dot / sqrt(squares[0] * squares[1]);
}

// Writes an image; returns the person's kind.
static uint32_t draw(const world *w, uint64_t subject, assay_sphere_side side,
                     uint32_t image, float row[ROOM])
{
    float direction[2 * ROOM];
    const uint32_t kind = assay_sphere_draw(&w->sphere, subject).kind;
    assert_true(w->maker.room <= ROOM);
    assay_template_direction(&w->maker, subject, kind, direction);
    assay_template_row(&w->maker, direction, kind,
                       assay_sphere_image(subject, side, image), row);
    return kind;
}

// Four standard deviations of a count of independent trials.
static bool is_near(double count, double trials, double chance)
{
    const double miss = count - trials * chance;
    return miss * miss < 16 * trials * chance * (1 - chance);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Cosines of two directions each: moments, and Kolmogorov and Smirnov's
// distance from the beta law, below its 5 % point 1.36 / sqrt(n).
static void directions_are_uniform(void **state)
{
    (void)state;
    enum { PAIRS = 20000 };
    static double cosines[PAIRS];
    world *w = start(plain(3));
    double squares = 0, sum = 0, distance = 0;
    for (uint64_t i = 0; i < PAIRS; i++) {
        float a[2 * ROOM], b[2 * ROOM];
        assay_template_direction(&w->maker, 2 * i, 0, a);
        assay_template_direction(&w->maker, 2 * i + 1, 0, b);
        cosines[i] = cosine(a, b, 32);
        sum += cosines[i];
        squares += cosines[i] * cosines[i];
    }
    qsort(cosines, PAIRS, sizeof *cosines, by_value);
    for (int i = 0; i < PAIRS; i++) {
        const assay_share s = {0.5 * (1 + cosines[i]), 0.5 * (1 - cosines[i])};
        const double p = assay_beta_tails(4.5, 4.5, s).lower;
        distance = fmax(
            distance, fmax(p - i / (double)PAIRS, (i + 1) / (double)PAIRS - p));
    }
    assert_true(fabs(sum / PAIRS) < 4 / sqrt(10.0 * PAIRS));
    assert_true(fabs(squares / PAIRS - 0.1) < 4 * 0.1 * sqrt(1.5 / PAIRS));
    assert_true(distance < 1.36 / sqrt(PAIRS));
    end(w);
}

// Whatever the dimensions are, also where they are no power of two or all of
// them are effective, directions and images have length 1 and the cosine of an
// image and its direction is that of its noise.
static void rows_have_length_one(void **state)
{
    (void)state;
    static const unsigned sizes[][2] = {{4, 3},   {5, 3},  {7, 6},   {8, 8},
                                        {13, 12}, {32, 3}, {97, 97}, {128, 99}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assay_simulate_templates_options options = plain(5);
        options.dimensions = sizes[i][0];
        options.effective = sizes[i][1];
        world *w = start(options);
        for (uint64_t subject = 0; subject < EACH; subject++) {
            float direction[2 * ROOM], row[ROOM];
            const size_t n = options.dimensions;
            const uint64_t image = assay_sphere_image(subject, 0, 0);
            const unsigned level = assay_sphere_level(&w->sphere, image);
            double squares = 0;
            assay_template_direction(&w->maker, subject, 0, direction);
            assay_template_row(&w->maker, direction, 0, image, row);
            for (size_t j = 0; j < n; j++)
                squares += (double)row[j] * (double)row[j];
            assert_true(fabs(squares - 1) < 2e-6);
            assert_true(fabs(cosine(direction, row, n) -
                             w->sphere.kinds[0].noise[level].cosine) < 1e-6);
        }
        end(w);
    }
}

// The closed forms that are left without noise, and without two people.
static void law_without_noise(void **state)
{
    (void)state;
    assay_simulate_templates_options options = plain(1);
    options.noise = 0;
    world *w = start(options);
    for (int i = -8; i <= 8; i++) {
        const double t = 0.1 * i;
        const assay_share s = {0.5 * (1 + t), 0.5 * (1 - t)};
        const double truth = assay_beta_tails(4.5, 4.5, s).upper;
        const double ours =
            assay_sphere_fmr(&w->law, ASSAY_SPHERE_ALL, ASSAY_SPHERE_ALL, t);
        assert_true(fabs(ours / truth - 1) < 1e-6);
        assert_true(assay_sphere_fnmr(&w->law, ASSAY_SPHERE_ALL, t) == 0);
    }
    end(w);
}

static void law_of_one_person(void **state)
{
    (void)state;
    assay_simulate_templates_options options = plain(1);
    options.noise = 0.25; // cosine 0.8 with the other image, plus 0.2 t
    options.noise_spread = 0;
    world *w = start(options);
    for (int i = 13; i <= 19; i++) {
        const double t = 0.05 * i;
        const double x = (t - 0.8) / 0.2;
        const assay_share s = {0.5 * (1 + x), 0.5 * (1 - x)};
        const double truth = assay_beta_tails(15, 15, s).lower;
        const double ours = assay_sphere_fnmr(&w->law, ASSAY_SPHERE_ALL, t);
        assert_true(fabs(ours / truth - 1) < 1e-6);
    }
    end(w);
}

static void lists_of_one_are_pairs(void **state)
{
    (void)state;
    assay_simulate_templates_options options = small(1);
    options.images_mean = 1;
    world *w = start(options);
    assay_sphere_search search;
    assert_int_equal(
        assay_sphere_search_make(&w->law, &w->arena, &search, &err), ASSAY_OK);
    for (int i = 3; i <= 6; i++) {
        const double t = 0.1 * i;
        assay_sphere_search_at(&search, t);
        for (size_t g = 0; g < 2; g++) {
            const double fmr =
                assay_sphere_fmr(&w->law, g, ASSAY_SPHERE_ALL, t);
            assert_true(fabs(assay_sphere_fpir(&search, g, 1) / fmr - 1) <
                        1e-5);
        }
        assert_true(fabs(assay_sphere_fnir(&w->law, 0, t) /
                             assay_sphere_fnmr(&w->law, 0, t) -
                         1) < 1e-12);
    }
    end(w);
}

static void thresholds_give_what_is_asked(void **state)
{
    (void)state;
    world *w = start(small(1));
    assay_sphere_search search;
    const double t = assay_sphere_threshold(&w->law, 1e-3);
    assert_true(
        fabs(assay_sphere_fmr(&w->law, ASSAY_SPHERE_ALL, ASSAY_SPHERE_ALL, t) /
                 1e-3 -
             1) < 1e-9);
    assert_int_equal(
        assay_sphere_search_make(&w->law, &w->arena, &search, &err), ASSAY_OK);
    (void)assay_sphere_search_for(&search, 50, 0.01);
    assert_true(fabs(assay_sphere_fpir(&search, ASSAY_SPHERE_ALL, 50) / 0.01 -
                     1) < 1e-6);
    end(w);
}

// The pairs of people (2 i, 2 i + 1), an image each, and two images of the
// first: independent trials, so counts are binomial about the truth.
static void pairs_keep_to_the_truth(void **state)
{
    (void)state;
    enum { PAIRS = 50000 };
    static const struct {
        double threshold;
        unsigned false_matches[3], false_non_matches[3]; // all, F, M
    } counted[] = {{0.4, {4527, 2365, 2162}, {1407, 1173, 234}},
                   {0.55, {1007, 515, 492}, {7150, 5257, 1893}},
                   {0.7, {77, 41, 36}, {21449, 13315, 8134}}};
    world *w = start(small(11));
    static float cosines[2][PAIRS];
    static uint32_t groups[PAIRS];
    double people[2] = {0, 0};
    for (uint64_t i = 0; i < PAIRS; i++) {
        float first[ROOM], second[ROOM], again[ROOM];
        groups[i] = draw(w, 2 * i, 0, 0, first) / 2;
        (void)draw(w, 2 * i, 0, 1, again);
        (void)draw(w, 2 * i + 1, 0, 0, second);
        cosines[0][i] = (float)cosine(first, second, 32);
        cosines[1][i] = (float)cosine(first, again, 32);
        people[groups[i]]++;
    }
    for (size_t k = 0; k < sizeof counted / sizeof *counted; k++) {
        const double t = counted[k].threshold;
        unsigned wrong[3] = {0}, missed[3] = {0};
        for (size_t i = 0; i < PAIRS; i++) {
            const bool match = (double)cosines[0][i] >= t;
            const bool miss = (double)cosines[1][i] < t;
            wrong[0] += match;
            missed[0] += miss;
            wrong[1 + groups[i]] += match;
            missed[1 + groups[i]] += miss;
        }
        for (size_t g = 0; g < 3; g++) {
            const size_t group = g ? g - 1 : ASSAY_SPHERE_ALL;
            const double n = g ? people[g - 1] : PAIRS;
            assert_true(
                is_near(wrong[g], n,
                        assay_sphere_fmr(&w->law, group, ASSAY_SPHERE_ALL, t)));
            assert_true(
                is_near(missed[g], n, assay_sphere_fnmr(&w->law, group, t)));
            assert_int_equal(wrong[g], counted[k].false_matches[g]);
            assert_int_equal(missed[g], counted[k].false_non_matches[g]);
        }
    }
    end(w);
}

// The best cosine of a probe among the references of a person.
static double best_of(const world *w, const float *probe, uint64_t subject)
{
    const uint32_t images = assay_sphere_draw(&w->sphere, subject).images[0];
    double best = -1;
    for (uint32_t i = 0; i < images; i++) {
        float row[ROOM];
        (void)draw(w, subject, ASSAY_SPHERE_SET, i, row);
        best = fmax(best, cosine(probe, row, 32));
    }
    return best;
}

// Each trial is a watchlist of its own people, searched for one who is not
// listed and for the first who is.
static void searches_keep_to_the_truth(void **state)
{
    (void)state;
    enum { TRIALS = 3000, LIST = 30 };
    static const struct {
        double threshold;
        unsigned false_positives, false_negatives;
    } counted[] = {{0.5, 2335, 112}, {0.6, 1142, 362}, {0.7, 273, 858}};
    enum { THRESHOLDS = sizeof counted / sizeof *counted };
    world *w = start(small(17));
    assay_sphere_search search;
    unsigned wrong[THRESHOLDS] = {0}, missed[THRESHOLDS] = {0};
    for (uint64_t i = 0; i < TRIALS; i++) {
        const uint64_t first = i * (LIST + 1);
        float probe[ROOM], mate[ROOM];
        double best = -1;
        (void)draw(w, first + LIST, ASSAY_SPHERE_PROBES, 0, probe);
        (void)draw(w, first, ASSAY_SPHERE_PROBES, 0, mate);
        for (uint64_t j = 0; j < LIST; j++)
            best = fmax(best, best_of(w, probe, first + j));
        const double own = best_of(w, mate, first);
        for (size_t k = 0; k < THRESHOLDS; k++) {
            wrong[k] += best >= counted[k].threshold;
            missed[k] += own < counted[k].threshold;
        }
    }
    assert_int_equal(
        assay_sphere_search_make(&w->law, &w->arena, &search, &err), ASSAY_OK);
    for (size_t k = 0; k < THRESHOLDS; k++) {
        const double t = counted[k].threshold;
        assay_sphere_search_at(&search, t);
        assert_true(
            is_near(wrong[k], TRIALS,
                    assay_sphere_fpir(&search, ASSAY_SPHERE_ALL, LIST)));
        assert_true(is_near(missed[k], TRIALS,
                            assay_sphere_fnir(&w->law, ASSAY_SPHERE_ALL, t)));
        assert_int_equal(wrong[k], counted[k].false_positives);
        assert_int_equal(missed[k], counted[k].false_negatives);
    }
    end(w);
}

// Gauss's rule of n nodes has the moments of the law up to degree 2 n - 1.
static void nodes_have_the_moments(void **state)
{
    (void)state;
    static const double laws[][2] = {{1, 1}, {0.5, 0.5}, {4.5, 206}, {49.5, 3}};
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        const double a = laws[i][0], b = laws[i][1];
        assay_nodes nodes;
        assay_nodes_beta(a, b, 8, &nodes);
        double moment = 1;
        for (int power = 0; power < 16; power++) {
            double ours = 0;
            for (int j = 0; j < 8; j++)
                ours += nodes.weight[j] * pow(nodes.at[j], power);
            assert_true(fabs(ours / moment - 1) < 1e-11);
            moment *= (a + power) / (a + b + power);
        }
    }
}

static void images_are_as_many_as_asked(void **state)
{
    (void)state;
    assay_simulate_templates_options options = small(2);
    options.images_most = 4;
    world *w = start(options);
    unsigned counts[5] = {0};
    enum { PEOPLE = 30000 };
    for (uint64_t i = 0; i < PEOPLE; i++) {
        const uint32_t images = assay_sphere_draw(&w->sphere, i).images[0];
        assert_true(images >= 1 && images <= 4);
        counts[images]++;
    }
    const double more = 2.0 / 3; // of the mean 3
    assert_true(is_near(counts[1], PEOPLE, 1 - more));
    assert_true(is_near(counts[2], PEOPLE, more * (1 - more)));
    assert_true(is_near(counts[4], PEOPLE, more * more * more));
    // One chance in two for each image.
    const double none = (1 - more) * (0.5 + more * (0.25 + more * 0.125)) +
                        more * more * more * 0.0625;
    assert_true(fabs(assay_sphere_some(&w->sphere, 0.5) - (1 - none)) < 1e-15);
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions_are_uniform),
        cmocka_unit_test(rows_have_length_one),
        cmocka_unit_test(law_without_noise),
        cmocka_unit_test(law_of_one_person),
        cmocka_unit_test(lists_of_one_are_pairs),
        cmocka_unit_test(thresholds_give_what_is_asked),
        cmocka_unit_test(pairs_keep_to_the_truth),
        cmocka_unit_test(searches_keep_to_the_truth),
        cmocka_unit_test(nodes_have_the_moments),
        cmocka_unit_test(images_are_as_many_as_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
