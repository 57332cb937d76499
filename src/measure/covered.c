// SPDX-License-Identifier: Apache-2.0
#include "measure/covered.h"

#include <stddef.h>
#include <stdint.h>

typedef struct kind {
    assay_covered figure;
    uint32_t from, below; // people
    bool unequal, heavy;
    double least; // share of runs
} kind;

// An end that is no kind: there may be none.
static const kind kinds[] = {
#include "measure/covered.inc"
    {ASSAY_COVERED_FMR_PAIRS, 0, 0, false, false, 1}};

unsigned assay_covered_short(assay_covered figure, double people, bool unequal)
{
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const kind *k = &kinds[i];
        if (k->figure == figure && k->unequal == unequal && people >= k->from &&
            people < k->below)
            bits |= k->heavy ? ASSAY_COVERED_HEAVY : ASSAY_COVERED_SHORT;
    }
    return bits;
}
