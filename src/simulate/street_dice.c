// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_dice.h"

#include "stats/elementary.h"

static void turn(assay_street_dice *dice)
{
    dice->words = assay_philox_at(dice->next);
    dice->next.replicate++;
    dice->left = 4;
}

double assay_street_uniform(assay_street_dice *dice)
{
    if (dice->left < 2) turn(dice);
    dice->left -= 2;
    return assay_uniform(dice->words.w[dice->left],
                         dice->words.w[dice->left + 1]);
}

bool assay_street_chance(assay_street_dice *dice, double p)
{
    return assay_street_uniform(dice) < p;
}

void assay_street_normals(assay_street_dice *dice, double out[2])
{
    turn(dice);
    dice->left = 0;
    assay_normals(dice->words, out);
}

double assay_street_wait(assay_street_dice *dice)
{
    return -assay_log(assay_street_uniform(dice));
}
