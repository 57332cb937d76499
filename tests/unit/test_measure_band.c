// SPDX-License-Identifier: Apache-2.0
// The confidence of each point at which a whole DET is held.
#include "measure/band.h"

#include "stats/normal.h"
#include "stats/philox.h"
#include "stats/replicates.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 40, PAIRS = PEOPLE * (PEOPLE - 1) / 2, MATES = 3 * PEOPLE };

static uint32_t images[PEOPLE], mated[PEOPLE], below[PAIRS], misses[MATES];
static assay_two pairs[PAIRS];

// All pairs in random order of score; mates mostly above them.
static assay_band_source source_of(uint32_t replicates, unsigned threads)
{
    assay_random r = assay_random_at((assay_place){8, 0, 0, 0});
    uint32_t order[PAIRS], n = 0;
    for (uint32_t i = 0; i < PAIRS; i++) order[i] = i;
    assay_random_shuffle(&r, order, PAIRS);
    for (uint32_t a = 0; a < PEOPLE; a++) {
        images[a] = 1;
        mated[a] = 3;
        for (uint32_t b = a + 1; b < PEOPLE; b++)
            pairs[order[n++]] = (assay_two){a, b};
    }
    for (uint32_t i = 0; i < MATES; i++) misses[i] = i * 7 % PEOPLE;
    for (uint32_t i = 0; i < PAIRS; i++)
        below[i] = MATES * (PAIRS - i) / PAIRS / 2;
    return (assay_band_source){.det = {.sides = {PEOPLE, images, images},
                                       .mated = mated,
                                       .pairs = pairs,
                                       .below = below,
                                       .pair_count = PAIRS,
                                       .misses = misses},
                               .replicates = replicates,
                               .seed = 3,
                               .threads = threads};
}

static const double alphas[] = {0.02, 0.05, 0.1, 0.3};

static assay_band band_of(uint32_t replicates, unsigned threads,
                          bool reached[4])
{
    const assay_band_source source = source_of(replicates, threads);
    assay_band band;
    assert_true(assay_band_make(&source, alphas, 4, 0.95, reached, &band));
    return band;
}

static void threads_change_no_bit(void **state)
{
    (void)state;
    bool reached[4];
    const assay_band one = band_of(599, 1, reached);
    for (int i = 0; i < 4; i++) assert_true(reached[i]);
    assert_int_equal(one.replicates, 599);
    assert_true(one.confidence > 0.96 && one.confidence < 0.999);
    for (unsigned threads = 2; threads < 6; threads += 3) {
        const assay_band many = band_of(599, threads, reached);
        assert_memory_equal(&many.confidence, &one.confidence, sizeof(double));
    }
    // Other replicates, another number.
    assert_true(band_of(300, 1, reached).confidence != one.confidence);
}

// The same by one batch after the other.
static void the_confidence_is_that_of_the_farthest(void **state)
{
    (void)state;
    enum { B = 2 * ASSAY_LANES };
    static double logits[4 * B], room[B];
    static uint8_t weights[PEOPLE * ASSAY_LANES];
    static uint64_t errors[4 * ASSAY_LANES];
    assay_band_source source = source_of(B, 2);
    assay_resample_det det = source.det;
    det.alphas = alphas;
    det.targets = 4;
    assay_resampled out = {.errors = errors};
    for (uint32_t b = 0; b < B; b += ASSAY_LANES) {
        assay_resample_weights(3, 9, b, PEOPLE, weights);
        assay_resample_fnmr(&det, weights, &out);
        for (size_t t = 0; t < 4; t++)
            for (size_t l = 0; l < ASSAY_LANES; l++)
                logits[t * B + b + l] = assay_replicates_logit(
                    (double)errors[t * ASSAY_LANES + l], (double)out.mated[l]);
    }
    const double c = assay_replicates_farthest(logits, 4, B, 0.95, room);
    bool reached[4];
    const assay_band band = band_of(B, 2, reached);
    assert_true(fabs(band.confidence - (1 - 2 * assay_normal_cdf(-c))) < 1e-15);
}

static void what_pairs_do_not_reach_plays_no_part(void **state)
{
    (void)state;
    bool reached[4];
    assay_band_source source = source_of(199, 2);
    assay_band band;
    source.det.pair_count = PAIRS / 7;
    assert_true(assay_band_make(&source, alphas, 4, 0.95, reached, &band));
    assert_true(reached[0] && reached[1] && !reached[3]);
    assert_true(band.confidence > 0.95);
    source.det.pair_count = 0;
    assert_true(assay_band_make(&source, alphas, 4, 0.95, reached, &band));
    assert_true(!reached[0] && isnan(band.confidence));
}

// Of three people some replicates hold nobody, or one alone.
static void replicates_without_a_class_are_left_out(void **state)
{
    (void)state;
    static const assay_two three[] = {{0, 1}, {0, 2}, {1, 2}};
    static const uint32_t lower[] = {3, 2, 1}, whose[] = {0, 1, 2};
    bool reached[1];
    assay_band_source source = source_of(50, 1);
    assay_band band;
    const double half = 0.4;
    source.det.sides.subjects = 3;
    source.det.pairs = three;
    source.det.pair_count = 3;
    source.det.below = lower;
    source.det.misses = whose;
    assert_true(assay_band_make(&source, &half, 1, 0.95, reached, &band));
    assert_int_equal(band.replicates, 50); // of 128
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_no_bit),
        cmocka_unit_test(the_confidence_is_that_of_the_farthest),
        cmocka_unit_test(what_pairs_do_not_reach_plays_no_part),
        cmocka_unit_test(replicates_without_a_class_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
