// SPDX-License-Identifier: Apache-2.0
#include "measure/thin.h"

#include "stats/elementary.h"

#include <math.h>

// Where a count stands on a logarithmic axis; none is half of one.
static double place(uint64_t count)
{
    return assay_log10((double)count + 0.5);
}

static double way(const assay_step *a, const assay_step *b)
{
    return fabs(place(b->false_matches) - place(a->false_matches)) +
           fabs(place(b->false_non_matches) - place(a->false_non_matches));
}

size_t assay_thin(assay_step *steps, size_t n, size_t most)
{
    if (n <= most) return n;
    double length = 0;
    for (size_t i = 1; i < n; i++) length += way(&steps[i - 1], &steps[i]);
    const double each = length / (double)(most - 1);
    double gone = 0;
    size_t kept = 1;
    assay_step before = steps[0];
    for (size_t i = 1; i + 1 < n; i++) {
        gone += way(&before, &steps[i]);
        before = steps[i];
        if (gone < each * (double)kept || kept + 1 >= most) continue;
        steps[kept++] = before;
    }
    steps[kept++] = steps[n - 1];
    return kept;
}
