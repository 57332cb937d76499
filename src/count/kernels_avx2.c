// SPDX-License-Identifier: Apache-2.0
#include "count/kernels.inc"

const assay_kernels assay_kernels_avx2 = {"avx2", tally, moments, select_keys,
                                          range,  cells, above};
