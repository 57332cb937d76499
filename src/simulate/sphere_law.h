// SPDX-License-Identifier: Apache-2.0
/// The true rates of simulated templates, two images at a time.
///
/// Of two subjects the cosine is z z' + sqrt((1 - z^2)(1 - z'^2)) v with v of a
/// beta law. An image x turns a cosine c of its subject and anything else into
/// cos(a) c + sin(a) sqrt(1 - c^2) t, t of another beta law, independent of all
/// else; so do both images, one after the other. A chance is then a tail of v
/// under two sums over Gauss's nodes of t and two means over levels of noise.
/// Held by tests/unit/test_simulate_templates.c.
#ifndef SIMULATE_SPHERE_LAW_H
#define SIMULATE_SPHERE_LAW_H

#include "simulate/quadrature.h"
#include "simulate/sphere.h"

/// Stands for everybody where a group is asked for.
#define ASSAY_SPHERE_ALL SIZE_MAX

/// How fine the sums are.
typedef struct assay_fineness {
    int nodes;     ///< of the noise, at most ASSAY_NODES_MOST
    size_t points; ///< of tables
} assay_fineness;

/// The finer one is for figures, the coarser one tells their error.
extern const assay_fineness assay_fineness_fine, assay_fineness_coarse;

/// The law, in the arena that it was made with.
typedef struct assay_sphere_law {
    const assay_sphere *sphere;
    assay_fineness fineness;
    assay_nodes noise;       ///< of t
    assay_log_table across;  ///< P(t >= x)
    assay_log_table subject; ///< P(v >= x)
    /// kind x kind: P(x s >= c) of an image of one and a direction of another
    assay_log_table *directions;
} assay_sphere_law;

/// Makes the tables. `sphere` and `arena` must outlive `*law`. ASSAY_ENOMEM.
assay_status assay_sphere_law_make(const assay_sphere *sphere,
                                   assay_fineness fineness, assay_arena *arena,
                                   assay_sphere_law *law, assay_error *err);

/// P(cosine of two images of different people >= threshold), people drawn by
/// their shares: one of `probe`, the other of `reference`, groups or all.
double assay_sphere_fmr(const assay_sphere_law *law, size_t probe,
                        size_t reference, double threshold);

/// P(cosine of two images of one person < threshold).
double assay_sphere_fnmr(const assay_sphere_law *law, size_t group,
                         double threshold);

/// Of false matches at `threshold`, the share in which a lamb takes part.
double assay_sphere_lamb_part(const assay_sphere_law *law, double threshold);

/// The threshold at which the FMR of all is `fmr`, in (0, 1).
double assay_sphere_threshold(const assay_sphere_law *law, double fmr);

/// P(an image of a person of kind `kind` >= threshold against an image y), y of
/// cosine `c` with the person's direction.
double assay_sphere_near(const assay_sphere_law *law, size_t kind, double c,
                         double threshold);

/// P(one of a person's images at least matches), each with the chance p and
/// independent, over the law of how many images there are.
double assay_sphere_some(const assay_sphere *sphere, double p);

/// P(a search for a listed person of `group` finds none of the person's
/// references at or above the threshold): FNIR, lists as long as need be.
double assay_sphere_fnir(const assay_sphere_law *law, size_t group,
                         double threshold);

/// The weight of kind `kind` among people of `group`; 0 outside.
double assay_sphere_weight(const assay_sphere *sphere, size_t group,
                           size_t kind);

#endif
