// SPDX-License-Identifier: Apache-2.0
/// Permutation of the groups of subjects, with a statistic that is studentised:
/// do the rates of groups differ at all? docs/statistics.md 3.5.
///
/// Valid where the subjects of all groups met the same references (FNMR, FNIR,
/// FPIR of a fixed list). Not of comparisons within a group: other labels would
/// be other pairs. Held by tests/unit/test_stats_permutation.c.
#ifndef STATS_PERMUTATION_H
#define STATS_PERMUTATION_H

#include <stddef.h>
#include <stdint.h>

/// Subjects and their groups.
typedef struct assay_permuted {
    const double *m;       ///< trials of each, above 0
    const uint32_t *group; ///< of each, below `groups`
    uint32_t subjects;
    uint32_t groups; ///< each with at least one subject
} assay_permuted;

/// Events of a rate: x of those subjects that have any.
typedef struct assay_borne {
    const uint32_t *subject; ///< `count` of them
    const double *x;         ///< events of each, 0 < x <= m
    uint32_t count;
} assay_borne;

/// Numbers of room for `rates` rates.
size_t assay_permutation_room(uint32_t groups, size_t rates);

/// T_g = |ln r_g - ln r_pool| / se_g with each subject in `label[subject]`:
/// se_g of ln r_g by the one-way variance of cluster.h, V = sum S_i^2/(1 -
/// m_i/M)/M^2, at least p(1-p)/M. Of a group without an event r is (1/2)/(M+1).
/// 0 without any event, and of a group of one subject. `room` is
/// assay_permutation_room(groups, 0) numbers; `t` one for each group.
void assay_permutation_statistic(const assay_permuted *of,
                                 const assay_borne *borne,
                                 const uint32_t *label, double *room,
                                 double *t);

/// How labels are drawn.
typedef struct assay_permutations {
    uint64_t seed;
    uint32_t replicates; ///< 9,999 to be published
    uint32_t *labels;    ///< room: one for each subject
    double *room;        ///< assay_permutation_room()
} assay_permutations;

/// p_g = (1 + #{replicates with max over groups of T* >= T_g}) / (1 +
/// replicates), single-step max-T: adjusted for the number of groups. One
/// permutation serves all `rates`; `p` is by rate, then by group.
void assay_permutation_test(const assay_permuted *of, const assay_borne *borne,
                            size_t rates, assay_permutations how, double *p);

#endif
