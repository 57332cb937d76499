// SPDX-License-Identifier: Apache-2.0
#include "stats/philox.h"

#include "stats/elementary.h"
#include "stats/sincos.h"

#include <math.h>
#include <string.h>

// floor(2^32 P(X <= k)) for X ~ Poisson(1), k = 0..12.
static const uint32_t poisson_steps[13] = {
    0x5E2D58D8, 0xBC5AB1B1, 0xEB715E1D, 0xFB239797, 0xFF1025F5,
    0xFFD90F3B, 0xFFFA8B71, 0xFFFF540C, 0xFFFFED1F, 0xFFFFFE21,
    0xFFFFFFD4, 0xFFFFFFFC, 0xFFFFFFFF};

static assay_philox_words one_round(assay_philox_words c, uint32_t k0,
                                    uint32_t k1)
{
    const uint64_t a = UINT64_C(0xD2511F53) * c.w[0];
    const uint64_t b = UINT64_C(0xCD9E8D57) * c.w[2];
    const assay_philox_words out = {
        {(uint32_t)(b >> 32) ^ c.w[1] ^ k0, (uint32_t)b,
         (uint32_t)(a >> 32) ^ c.w[3] ^ k1, (uint32_t)a}};
    return out;
}

assay_philox_words assay_philox(const uint32_t counter[4],
                                const uint32_t key[2])
{
    assay_philox_words c = {{counter[0], counter[1], counter[2], counter[3]}};
    uint32_t k0 = key[0], k1 = key[1];
    for (int i = 0; i < 10; i++) {
        c = one_round(c, k0, k1);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

assay_philox_words assay_philox_at(assay_place place)
{
    const uint32_t counter[4] = {(uint32_t)place.unit,
                                 (uint32_t)(place.unit >> 32), place.replicate,
                                 place.stream};
    const uint32_t key[2] = {(uint32_t)place.seed,
                             (uint32_t)(place.seed >> 32)};
    return assay_philox(counter, key);
}

// Two blocks at a time: the multiplications of one wait for each other.
static void two_blocks(const uint32_t counter[4], const uint32_t key[2],
                       uint32_t words[8])
{
    uint32_t a0 = counter[0], a1 = counter[1], a2 = counter[2];
    uint32_t a3 = counter[3], b0 = a0, b1 = a1, b2 = a2 + 1, b3 = a3;
    uint32_t k0 = key[0], k1 = key[1];
    for (int i = 0; i < 10; i++) {
        const uint64_t p = UINT64_C(0xD2511F53) * a0;
        const uint64_t q = UINT64_C(0xCD9E8D57) * a2;
        const uint64_t r = UINT64_C(0xD2511F53) * b0;
        const uint64_t s = UINT64_C(0xCD9E8D57) * b2;
        a0 = (uint32_t)(q >> 32) ^ a1 ^ k0;
        a2 = (uint32_t)(p >> 32) ^ a3 ^ k1;
        b0 = (uint32_t)(s >> 32) ^ b1 ^ k0;
        b2 = (uint32_t)(r >> 32) ^ b3 ^ k1;
        a1 = (uint32_t)q;
        a3 = (uint32_t)p;
        b1 = (uint32_t)s;
        b3 = (uint32_t)r;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    const uint32_t out[8] = {a0, a1, a2, a3, b0, b1, b2, b3};
    memcpy(words, out, sizeof out);
}

void assay_philox_fill(assay_place place, uint32_t blocks, uint32_t *words)
{
    const uint32_t key[2] = {(uint32_t)place.seed,
                             (uint32_t)(place.seed >> 32)};
    uint32_t counter[4] = {(uint32_t)place.unit, (uint32_t)(place.unit >> 32),
                           place.replicate, place.stream};
    for (; blocks >= 2; blocks -= 2, words += 8, counter[2] += 2)
        two_blocks(counter, key, words);
    if (!blocks) return;
    const assay_philox_words last = assay_philox(counter, key);
    memcpy(words, last.w, sizeof last.w);
}

unsigned assay_poisson_weight(uint32_t u)
{
    unsigned w = 0;
    while (w < 13 && u >= poisson_steps[w]) w++;
    return w;
}

// Without branches, so that it goes many words at a time.
void assay_poisson_weights(const uint32_t *words, size_t n, uint8_t *weights)
{
    enum { MANY = 16 };
    size_t i = 0;
    for (; i + MANY <= n; i += MANY) {
        uint32_t w[MANY] = {0};
        for (size_t k = 0; k < 13; k++)
            for (size_t j = 0; j < MANY; j++)
                w[j] += words[i + j] >= poisson_steps[k];
        for (size_t j = 0; j < MANY; j++) weights[i + j] = (uint8_t)w[j];
    }
    for (; i < n; i++) weights[i] = (uint8_t)assay_poisson_weight(words[i]);
}

double assay_uniform(uint32_t high, uint32_t low)
{
    const uint64_t bits = ((uint64_t)high << 32 | low) >> 12;
    return ((double)bits + 0.5) * 0x1p-52;
}

void assay_normals(assay_philox_words words, double out[2])
{
    const double u = assay_uniform(words.w[0], words.w[1]);
    const double turns = assay_uniform(words.w[2], words.w[3]);
    const double radius = sqrt(-2 * assay_log(u));
    double sine, cosine;
    assay_sincos_turns(turns, &sine, &cosine);
    out[0] = radius * cosine;
    out[1] = radius * sine;
}

assay_random assay_random_at(assay_place place)
{
    const assay_random random = {place, {{0}}, 0};
    return random;
}

uint32_t assay_random_word(assay_random *random)
{
    if (random->left == 0) {
        random->words = assay_philox_at(random->next);
        random->next.unit++;
        random->left = 4;
    }
    return random->words.w[4 - random->left--];
}

double assay_random_uniform(assay_random *random)
{
    const uint32_t high = assay_random_word(random);
    return assay_uniform(high, assay_random_word(random));
}

uint32_t assay_random_below(assay_random *random, uint32_t n)
{
    const uint32_t least = (uint32_t)(-n) % n; // 2^32 mod n
    uint64_t product;
    do product = (uint64_t)assay_random_word(random) * n;
    while ((uint32_t)product < least);
    return (uint32_t)(product >> 32);
}

void assay_random_shuffle(assay_random *random, uint32_t *items, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        const uint32_t j = assay_random_below(random, i);
        const uint32_t kept = items[i - 1];
        items[i - 1] = items[j];
        items[j] = kept;
    }
}
