// SPDX-License-Identifier: Apache-2.0
/// The people and images that a seed draws from a population.
#ifndef SIMULATE_DRAWN_H
#define SIMULATE_DRAWN_H

#include "simulate/population.h"

/// A person. The effects are standard normals.
typedef struct assay_drawn_person {
    double probe;         ///< u: wolves have a large one
    double reference;     ///< v: lambs have a large one
    double mated;         ///< z: goats have a small one
    uint64_t first_image; ///< number of the reference; probes follow it
    uint32_t images;      ///< at least 1
    uint32_t group;       ///< index into the groups
} assay_drawn_person;

/// All people, and how many comparisons are made of them.
typedef struct assay_drawn {
    assay_drawn_person *people; ///< `count` of them
    uint64_t count;             ///< of the people
    uint64_t images;            ///< of all people together
    uint64_t references;        ///< non-mated comparisons of each probe
} assay_drawn;

/// Draws the people. On success `drawn` is ended by assay_drawn_end().
assay_status assay_drawn_make(const assay_population *population,
                              assay_drawn *drawn, assay_error *err);
/// Frees.
void assay_drawn_end(assay_drawn *drawn);

/// The mated score of image `image` (a probe) of `person`.
double assay_drawn_mated(const assay_population *population,
                         const assay_drawn_person *person, uint64_t image);

/// The non-mated score of that image and the reference of person number
/// `other`.
double assay_drawn_non_mated(const assay_population *population,
                             const assay_drawn *drawn,
                             const assay_drawn_person *person, uint64_t image,
                             uint64_t other);

#endif
