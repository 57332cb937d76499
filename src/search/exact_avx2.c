// SPDX-License-Identifier: Apache-2.0
enum { WIDTH = 8, ROWS = 2 };
#include "search/exact.inc"

const assay_exact assay_exact_avx2 = {"avx2", block, pairs};
