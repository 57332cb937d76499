// SPDX-License-Identifier: Apache-2.0
/// Where along a row of deployments a rate moved. docs/statistics.md 2.3.
///
/// Deployments are the sample, not what was counted in them: they differ among
/// themselves by more than chance within one explains, so the test permutes
/// whole deployments. It is exact where they could have come in any order.
///
/// Held by tests/unit/test_stats_shift.c.
#ifndef STATS_SHIFT_H
#define STATS_SHIFT_H

#include <stddef.h>
#include <stdint.h>

/// What the place behind a deployment may be: bits.
enum {
    ASSAY_SPLIT_OPEN = 1, ///< a change may be looked for here
    ASSAY_SPLIT_KNOWN = 2 ///< a step is on record here; goes with OPEN
};

/// Counts of deployments in order of time.
typedef struct assay_shift_series {
    const double *x;      ///< what was counted, of each of `n`
    const double *e;      ///< over how much: hours, alerts, faces; at least 0
    const uint8_t *split; ///< bits, of the place behind each; the last has none
    uint32_t n;
} assay_shift_series;

/// T of the place behind deployment k: with R = sum x / sum e, d = x - R e and
/// w = (e_1 + .. + e_k) / sum e,
///
///     T = |d_1 + .. + d_k| / sqrt((1-w)^2 sum_(i<=k) d_i^2 +
///                                 w^2 sum_(i>k) d_i^2),
///
/// the score test of one rate against two with the variance that the
/// deployments themselves show on each side: it holds also where their
/// exposures changed at k and the rate did not. `t` has n places; the last, and
/// any of which nothing can be said, is 0. `room` is 2 n numbers.
void assay_shift_statistics(const assay_shift_series *of, double *room,
                            double *t);

/// The place with the largest T of some places.
typedef struct assay_shift_peak {
    uint32_t after; ///< the deployment in front of it; `n` where there is none
    double t;       ///< T there; 0
    double p;       ///< chance of as large a T somewhere among the places where
                    ///< nothing moved; 1
} assay_shift_peak;

/// Of all open places, and of those with a step on record.
typedef struct assay_shift {
    assay_shift_peak free, known;
} assay_shift;

/// How permutations are drawn.
typedef struct assay_shift_draws {
    uint64_t seed;
    uint32_t stream;     ///< one for each series
    uint32_t replicates; ///< at most; 1,999 to be published
    double *room;        ///< assay_shift_room(n) of them
} assay_shift_draws;

/// Numbers of room for `n` deployments.
size_t assay_shift_room(uint32_t n);

/// Largest T and their p. A peak's p is (1 + replicates with as large a one) /
/// (1 + replicates); once ASSAY_SHIFT_ENOUGH of them had one it is these over
/// the replicates until then (Besag and Clifford 1991), and no more are drawn.
assay_shift assay_shift_test(const assay_shift_series *of,
                             assay_shift_draws how);

/// Replicates at which a p is settled.
enum { ASSAY_SHIFT_ENOUGH = 100 };

/// Whether the record can't tell a place with `t` from the one with the largest
/// T: their squares, twice a log likelihood, lie within 3.84 of each other.
int assay_shift_alike(double t, double largest);

#endif
