// SPDX-License-Identifier: Apache-2.0
/// Probable label errors: mates that score like strangers, strangers that score
/// like mates. Counted in the result, named in the review file alone.
#ifndef EVALUATE_SUSPECTS_H
#define EVALUATE_SUSPECTS_H

#include "count/found.h"
#include "count/searches.h"
#include "evaluate/cast.h"

/// How many of each there are.
typedef struct assay_suspects {
    uint64_t mates;     ///< mated, and less alike than half of the non-mated
                        ///< (by buckets of the body; 0 without one)
    uint64_t strangers; ///< non-mated, and more alike than half of the mated
} assay_suspects;

/// Counts them.
assay_suspects assay_suspects_count(const assay_found *found);
/// Whose ids are written.
typedef struct assay_suspects_of {
    const assay_cast *cast;
    const assay_side *probes, *references;
} assay_suspects_of;

/// Writes the CSV `path` (NULL: none): what, samples, people, score; the most
/// suspect first, at most 1,000 of each.
assay_status assay_suspects_write(const assay_suspects_of *of,
                                  const assay_found *found, const char *path,
                                  assay_error *err);
/// The same for searches (measure/identification.h has the rule), by probe: the
/// sample of a reference is left empty, since an identity may have several.
assay_status assay_suspects_write_searches(const assay_suspects_of *of,
                                           const assay_searches *searches,
                                           const char *path, assay_error *err);

#endif
