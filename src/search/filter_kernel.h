// SPDX-License-Identifier: Apache-2.0
/// The loops of the filter, compiled once for each instruction set from
/// filter.inc. What they compute stands in docs/search.md.
#ifndef SEARCH_FILTER_KERNEL_H
#define SEARCH_FILTER_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_FILTER_CHUNK = 64,   ///< codes of a row are padded to a multiple
    ASSAY_FILTER_COLUMNS = 16, ///< of the basis lie together
    ASSAY_FILTER_PROBES = 256, ///< against a group at once
    /// Products of rows whose squares sum to no more are known from their last
    /// 16 bits: taken as -16384 .. 49151, they are never too small.
    ASSAY_FILTER_SQUARES = 49151
};

/// Codes of rows, for one stage. A row u is coded as scale x q, with integers
/// -limit .. limit; every figure but the scale is an upper bound.
typedef struct assay_stage {
    size_t bytes;   ///< of a row: codes, padded with zeros
    uint8_t *rows;  ///< a row behind the other: probes hold q + offset,
                    ///< references q; NULL: not needed
    int8_t *panels; ///< references: 4 codes of each row of a panel, then the
                    ///< next 4; NULL: not needed
    int32_t *bias;  ///< - offset x sum of q
    float *scale;   ///< s
    float *size;    ///< norms of u and of s q
    float *error;   ///< norm of R u - s q, and what rounding adds
    float *image;   ///< norm of R u
    float *rest;    ///< norm of what R does not see of u
    float *shift;   ///< added to a product: - |u|^2 / 2 under l2, else 0
} assay_stage;

/// What a stage makes codes of.
typedef struct assay_coder {
    size_t values;      ///< of a row as it is prepared: a multiple of 16
    size_t coordinates; ///< m; equal to `values` where there is no basis
    const float *basis; ///< m / 16 blocks of `values` x 16; NULL: the identity
    int limit, offset;
    int squares; ///< what squares of a row's codes may sum to; 0: anything
    bool probes, l2;
    double slack;  ///< error grows by this share of the size: kappa
    double blur;   ///< a projection is off by this share of the norm: pi
    double skewed; ///< how far the basis is from orthonormal: delta'
    unsigned panel;
} assay_coder;

/// A group of references against probes, in one stage.
typedef struct assay_group {
    const assay_stage *probes;
    size_t first_probe, probe_count; ///< up to ASSAY_FILTER_PROBES
    const assay_stage *references;
    size_t first_panel;
    const float *least; ///< of each probe: what a bound must reach
} assay_group;

/// A table of kernels.
typedef struct assay_filter_kernel {
    const char *name; ///< "c", "avx2", "avx512", "vnni"
    int limit[2];     ///< of the codes of both stages
    int offset[2];
    int squares;    ///< of the first stage: 0, or ASSAY_FILTER_SQUARES
    unsigned panel; ///< references that lie together
    unsigned group; ///< references of a group: panels, at most 64
    /// What else takes time, measured by bench/search_kernels.c, in looks at 64
    /// codes by the first stage; it decides about speed alone.
    struct {
        double each;  ///< of a comparison, besides its products
        double again; ///< of a second look, by dimension
        double turn;  ///< of a row into a basis, by direction
    } cost;
    /// Codes rows `first` .. `first + n - 1` of `stage` from `values`.
    void (*code)(const assay_coder *coder, const float *values, size_t first,
                 size_t n, const assay_stage *stage);
    /// Writes, for each probe, which references of the group can't be rejected:
    /// bit r for row r of the group.
    void (*group_masks)(const assay_group *group, uint64_t *masks);
    /// Products of the codes of 4 probes with those of a reference each.
    void (*products)(const uint8_t *const probes[4],
                     const int8_t *const references[4], size_t bytes,
                     int32_t sums[4]);
} assay_filter_kernel;

enum { ASSAY_FILTER_MAX = 4 };

/// The tables that this processor can run, plain C first; returns how many.
size_t assay_filter_find(const assay_filter_kernel *found[ASSAY_FILTER_MAX]);

/// The table called `name`, the best for NULL; NULL if there is none.
const assay_filter_kernel *assay_filter_choose(const char *name);

extern const assay_filter_kernel assay_filter_c;
#if defined ASSAY_HAVE_X86_KERNELS
extern const assay_filter_kernel assay_filter_avx2;
extern const assay_filter_kernel assay_filter_avx512;
extern const assay_filter_kernel assay_filter_vnni;
#endif

#endif
