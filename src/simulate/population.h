// SPDX-License-Identifier: Apache-2.0
/// Who the simulated people are, and how their scores come about: the options,
/// checked, with the texts of the groups taken apart.
#ifndef SIMULATE_POPULATION_H
#define SIMULATE_POPULATION_H

#include "assay/simulate.h"
#include "base/arena.h"
#include "base/fail.h"

/// A group of people.
typedef struct assay_sim_group {
    const char *name; ///< "F"; "" without groups
    double share;     ///< of the people; all sum to 1
    double mean;      ///< of mated scores
    double shift;     ///< mean of non-mated scores
} assay_sim_group;

/// The factors of the parts of a score: square roots of shares of variance.
typedef struct assay_sim_factors {
    double probe, reference, image, rest; ///< of a non-mated score
    double mated, mated_rest;             ///< of a mated one, besides image
} assay_sim_factors;

/// A population.
typedef struct assay_population {
    const assay_simulate_scores_options *options;
    const assay_sim_group *groups; ///< `group_count` of them
    size_t group_count;            ///< at least 1
    bool grouped;                  ///< whether groups have names
    assay_sim_factors factors;
} assay_population;

/// What the numbers at a place of Philox are for.
typedef enum assay_sim_stream {
    ASSAY_SIM_PERSON = 0x61730001, ///< unit: the subject
    ASSAY_SIM_ABILITY,             ///< unit: the subject
    ASSAY_SIM_IMAGE,               ///< unit: the image
    ASSAY_SIM_CHOICE,              ///< unit: in sequence
    ASSAY_SIM_MATED,               ///< unit: the image
    ASSAY_SIM_NON_MATED,           ///< unit: image x subjects + reference
    ASSAY_SIM_BARE_MATED,          ///< unit: the pair of scores
    ASSAY_SIM_BARE_NON_MATED,      ///< unit: the pair of scores
    ASSAY_SIM_BARE_MATED_GROUP,    ///< unit: the four scores
    ASSAY_SIM_BARE_NON_MATED_GROUP ///< unit: the four scores
} assay_sim_stream;

/// Checks the options and takes the groups apart into `arena`; `options` and
/// `arena` must outlive `*population`. ASSAY_EUSAGE says which option is wrong.
assay_status assay_population_make(const assay_simulate_scores_options *options,
                                   assay_arena *arena,
                                   assay_population *population,
                                   assay_error *err);

#endif
