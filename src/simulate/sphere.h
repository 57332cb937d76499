// SPDX-License-Identifier: Apache-2.0
/// Simulated people as directions: the options, checked, and who the subjects
/// are (include/assay/simulate.h has the law).
#ifndef SIMULATE_SPHERE_H
#define SIMULATE_SPHERE_H

#include "assay/simulate.h"
#include "base/arena.h"
#include "base/fail.h"

/// Levels of noise, and groups at most.
enum { ASSAY_SPHERE_LEVELS = 16, ASSAY_SPHERE_GROUPS = 8 };
/// Kinds of people: of each group ordinary ones and lambs.
enum { ASSAY_SPHERE_KINDS = 2 * ASSAY_SPHERE_GROUPS };

/// An angle by its cosine and sine.
typedef struct assay_angle {
    double cosine, sine;
} assay_angle;

/// People of one law. Kind 2 g is the ordinary people of group g, 2 g + 1 its
/// lambs.
typedef struct assay_sphere_kind {
    double share;      ///< of the people; all sum to 1; may be 0
    assay_angle place; ///< against the direction m: the cosine is z
    assay_angle noise[ASSAY_SPHERE_LEVELS]; ///< of an image against s
} assay_sphere_kind;

/// A group as it was asked for.
typedef struct assay_sphere_group {
    const char *name; ///< "" without groups
    double share, noise, closeness;
} assay_sphere_group;

/// A population.
typedef struct assay_sphere {
    const assay_simulate_templates_options *options;
    assay_sphere_group groups[ASSAY_SPHERE_GROUPS];
    size_t group_count; ///< at least 1
    bool grouped;       ///< whether groups have names
    bool centred;       ///< whether some closeness isn't 0
    size_t kind_count;  ///< 2 x group_count
    assay_sphere_kind kinds[ASSAY_SPHERE_KINDS];
} assay_sphere;

/// What the numbers at a place of Philox are for.
typedef enum assay_sphere_stream {
    ASSAY_SPHERE_PERSON = 0x61740001, ///< unit: the subject
    ASSAY_SPHERE_DIRECTION, ///< unit: the subject; replicate: the block
    ASSAY_SPHERE_NOISE, ///< unit: assay_sphere_image(); replicate: the block
    ASSAY_SPHERE_LEVEL, ///< unit: assay_sphere_image()
    ASSAY_SPHERE_FRAME  ///< unit: in sequence
} assay_sphere_stream;

/// Which matrix a row is in.
typedef enum assay_sphere_side {
    ASSAY_SPHERE_SET,   ///< the only one, or the references
    ASSAY_SPHERE_PROBES ///< the probes against a watchlist
} assay_sphere_side;

/// A subject.
typedef struct assay_sphere_person {
    uint32_t kind;      ///< index into the kinds
    uint32_t images[2]; ///< on each side, 1 to images_most
} assay_sphere_person;

/// Checks the options and fills `*sphere`; `options` and `arena` must outlive
/// it. ASSAY_EUSAGE says which option is wrong.
assay_status assay_sphere_make(const assay_simulate_templates_options *options,
                               assay_arena *arena, assay_sphere *sphere,
                               assay_error *err);

/// Draws subject number `subject`.
assay_sphere_person assay_sphere_draw(const assay_sphere *sphere,
                                      uint64_t subject);

/// The number of an image, the `image`th of `subject` on a side.
uint64_t assay_sphere_image(uint64_t subject, assay_sphere_side side,
                            uint32_t image);

/// The level of noise of image number `image`.
unsigned assay_sphere_level(const assay_sphere *sphere, uint64_t image);

/// How many images `subject` has on a side: 0 where it isn't on it.
uint32_t assay_sphere_rows(const assay_sphere *sphere, uint64_t subject,
                           assay_sphere_side side);

#endif
