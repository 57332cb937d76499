// SPDX-License-Identifier: Apache-2.0
/// 128-bit arithmetic for sums that outgrow 64 bits.
#ifndef COUNT_WIDE_H
#define COUNT_WIDE_H

#include "count/view.h"

__extension__ typedef unsigned __int128 assay_u128;

/// The number that the two halves make.
static inline assay_u128 assay_wide_get(assay_wide wide)
{
    return (assay_u128)wide.high << 64 | wide.low;
}

/// The two halves of a number.
static inline assay_wide assay_wide_of(assay_u128 value)
{
    return (assay_wide){(uint64_t)value, (uint64_t)(value >> 64)};
}

/// `wide` += `value`.
static inline void assay_wide_add(assay_wide *wide, assay_u128 value)
{
    *wide = assay_wide_of(assay_wide_get(*wide) + value);
}

#endif
