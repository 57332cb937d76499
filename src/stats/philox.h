// SPDX-License-Identifier: Apache-2.0
/// Random numbers as a pure function of a counter: any schedule, any number of
/// threads, the same numbers.
///
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011). docs/statistics.md 9.4.
/// Held by tests/unit/test_stats_random.c (T9.4: the known answers of
/// Random123, the Poisson weights and their boundary words).
#ifndef STATS_PHILOX_H
#define STATS_PHILOX_H

#include <stddef.h>
#include <stdint.h>

/// Four random words.
typedef struct assay_philox_words {
    uint32_t w[4];
} assay_philox_words;

/// The block of `counter` under `key`.
assay_philox_words assay_philox(const uint32_t counter[4],
                                const uint32_t key[2]);

/// Where a number is drawn: the counter is (unit, low word first; replicate;
/// stream), the key is the seed, low word first.
typedef struct assay_place {
    uint64_t seed;
    uint64_t unit;      ///< a subject, a comparison, a draw
    uint32_t replicate; ///< of a bootstrap or simulation
    uint32_t stream;    ///< what the numbers are for
} assay_place;

/// The four words at `place`.
assay_philox_words assay_philox_at(assay_place place);

/// The words at `place` and the `blocks` - 1 places behind it, replicate after
/// replicate: 4 x `blocks` words. Faster than so many calls.
void assay_philox_fill(assay_place place, uint32_t blocks, uint32_t *words);

/// Poisson(1) weight of a word: the number of k in 0..12 with u >= Q_k, Q_k =
/// floor(2^32 P(X <= k)). 0 to 13.
unsigned assay_poisson_weight(uint32_t u);

/// The weights of `words[0..n)`, a byte each. Faster than so many calls.
void assay_poisson_weights(const uint32_t *words, size_t n, uint8_t *weights);

/// A number in (0, 1), never 0 or 1: (the upper 52 bits of high:low + 1/2) /
/// 2^52.
double assay_uniform(uint32_t high, uint32_t low);

/// Two independent standard normals from one block (Box and Muller), with this
/// library's own logarithm, sine and cosine: the same bits everywhere.
void assay_normals(assay_philox_words words, double out[2]);

/// Draws in sequence: successive units from place.unit on.
typedef struct assay_random {
    assay_place next; ///< the block to draw after this one
    assay_philox_words words;
    unsigned left; ///< words of the block not yet used
} assay_random;

/// Starts at `place`.
assay_random assay_random_at(assay_place place);

/// The next word.
uint32_t assay_random_word(assay_random *random);

/// The next uniform in (0, 1): two words.
double assay_random_uniform(assay_random *random);

/// An integer in [0, n) without bias, n >= 1 (Lemire 2019, by rejection).
uint32_t assay_random_below(assay_random *random, uint32_t n);

/// Puts `items[0..n)` in random order (Fisher and Yates).
void assay_random_shuffle(assay_random *random, uint32_t *items, uint32_t n);

#endif
