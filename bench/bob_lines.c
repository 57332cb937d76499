// SPDX-License-Identifier: Apache-2.0
// Lines of Bob's 4 columns on standard output, for bench/run:
// bob_lines COUNT SUBJECTS file|random. One in a hundred is mated. In file
// order a claimed identity has its lines together; else both identities are
// drawn.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 19795;

// SplitMix64.
static uint64_t draw(void)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint64_t below(uint64_t n)
{
    return (draw() >> 32) * n >> 32;
}

// A score in millionths: close to a normal of deviation 1.
static int64_t score_of(bool mated)
{
    int64_t sum = mated ? 5000000 : 0;
    for (int i = 0; i < 4; i++) {
        const uint64_t bits = draw();
        for (int k = 0; k < 3; k++)
            sum += (int64_t)((bits >> (20 * k) & 0xFFFFF) * 1000000 >> 20);
    }
    return sum - 6000000;
}

static char *put_number(char *to, uint64_t number, int width)
{
    for (int i = width - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + width;
}

static char *put_id(char *to, char kind, uint64_t number, int width)
{
    *to++ = kind;
    to = put_number(to, number, width);
    *to++ = ' ';
    return to;
}

static char *put_score(char *to, int64_t score)
{
    const uint64_t size = (uint64_t)(score < 0 ? -score : score);
    if (score < 0) *to++ = '-';
    to = put_number(to, size / 1000000, size >= 10000000 ? 2 : 1);
    *to++ = '.';
    to = put_number(to, size % 1000000, 6);
    *to++ = '\n';
    return to;
}

int main(int count, char **words)
{
    if (count != 4) return 2;
    const uint64_t lines = strtoull(words[1], NULL, 10);
    const uint64_t subjects = strtoull(words[2], NULL, 10);
    const bool in_order = strcmp(words[3], "file") == 0;
    if (!lines || subjects < 2) return 2;
    for (uint64_t i = 0; i < lines; i++) {
        char line[96], *end = line;
        const bool mated = draw() % 100 == 0;
        const uint64_t claimed =
            in_order ? i * subjects / lines : below(subjects);
        const uint64_t other = (claimed + 1 + below(subjects - 1)) % subjects;
        end = put_id(end, 'p', claimed, 6);
        end = put_id(end, 'p', mated ? claimed : other, 6);
        end = put_id(end, 'x', i, 8);
        end = put_score(end, score_of(mated));
        if (fwrite(line, 1, (size_t)(end - line), stdout) == 0) return 1;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
