// SPDX-License-Identifier: Apache-2.0
enum { WIDTH = 16, ROWS = 4 };
#include "search/exact.inc"

const assay_exact assay_exact_avx512 = {"avx512", block, pairs};
