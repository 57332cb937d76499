// SPDX-License-Identifier: Apache-2.0
/// Directions of subjects and templates of images, each a pure function of the
/// seed and its number.
///
/// Both are made of values from a table of 2^16 equally likely ones, quantiles
/// of the normal law with its variance and its fourth moment: what that is
/// worth stands in docs/formats/simulated.md.
#ifndef SIMULATE_TEMPLATE_MAKER_H
#define SIMULATE_TEMPLATE_MAKER_H

#include "simulate/sphere.h"

/// What all rows share; in the arena that it was made with.
typedef struct assay_template_maker {
    const assay_sphere *sphere;
    uint32_t dimensions;   ///< d
    uint32_t room;         ///< floats of a vector: d rounded up, the rest 0
    const uint32_t *order; ///< which of d axes the first e + 1 become
    const float *turns;    ///< layers x 2 x room: how pairs are turned
    const float *normals;  ///< 2^16 of them
} assay_template_maker;

/// Makes what rows share. ASSAY_ENOMEM.
assay_status assay_template_maker_make(const assay_sphere *sphere,
                                       assay_arena *arena,
                                       assay_template_maker *maker,
                                       assay_error *err);

/// Writes the direction s of subject number `subject`, who is of kind `kind`:
/// `room` floats of length 1. As many behind them are scratch.
void assay_template_direction(const assay_template_maker *maker,
                              uint64_t subject, uint32_t kind,
                              float *direction);

/// Writes image number `image` (sphere.h) of a subject of kind `kind` with this
/// direction: `room` floats of length 1.
void assay_template_row(const assay_template_maker *maker,
                        const float *direction, uint32_t kind, uint64_t image,
                        float *row);

#endif
