// SPDX-License-Identifier: Apache-2.0
enum { WIDTH = 4, ROWS = 2 };
#include "search/exact.inc"

const assay_exact assay_exact_c = {"c", block, pairs};
