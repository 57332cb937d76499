// SPDX-License-Identifier: Apache-2.0
enum {
    LANES = 4,
    VECTORS = 1,
    ROWS = 4,
    LIMIT_1 = 63,
    SQUARES_1 = 0,
    LIMIT_2 = 63,
    PART_2 = 0
};
#include "search/filter_plain.inc"
//
#define COSTS {0.6, 0.06, 0.5}
#define UNROLL 0
#define PARTS_2 0
#include "search/filter.inc"

const assay_filter_kernel assay_filter_c = KERNEL("c");
