// SPDX-License-Identifier: Apache-2.0
/// Numbers in sequence at a place of their own: of a passage, a person, an
/// alert. They depend on the seed and on what they belong to, never on the
/// order of the work.
#ifndef SIMULATE_STREET_DICE_H
#define SIMULATE_STREET_DICE_H

#include "stats/philox.h"

#include <stdbool.h>

/// What the numbers at a place are for.
typedef enum assay_street_stream {
    ASSAY_STREET_PERSON = 0x61740001, ///< unit: the person
    ASSAY_STREET_DAY,                 ///< unit: the deployment
    ASSAY_STREET_ORDER,               ///< unit: the deployment << 34, and on
    ASSAY_STREET_COMES,               ///< unit: deployment x people + person
    ASSAY_STREET_WALK,                ///< unit: the volunteers' passage
    ASSAY_STREET_CROWD,               ///< unit: deployment << 40 | passage
    ASSAY_STREET_OPERATOR             ///< unit: the operator
} assay_street_stream;

/// Blocks of four words, replicate after replicate.
typedef struct assay_street_dice {
    assay_place next;
    assay_philox_words words;
    unsigned left; ///< words not yet used
} assay_street_dice;

/// Starts at a place.
static inline assay_street_dice
assay_street_dice_at(uint64_t seed, assay_street_stream stream, uint64_t unit)
{
    const assay_street_dice dice = {
        {seed, unit, 0, (uint32_t)stream}, {{0, 0, 0, 0}}, 0};
    return dice;
}

/// The next uniform number in (0, 1).
double assay_street_uniform(assay_street_dice *dice);

/// Whether something of chance `p` happens.
bool assay_street_chance(assay_street_dice *dice, double p);

/// The next two standard normals.
void assay_street_normals(assay_street_dice *dice, double out[2]);

/// The next number of the exponential law of mean 1.
double assay_street_wait(assay_street_dice *dice);

#endif
