// SPDX-License-Identifier: Apache-2.0
/// What leaving out the mated comparisons of the lowest quality would do:
/// FNMR of the rest, whom it leaves out, and curves of error versus discard
/// (docs/statistics.md 7.1).
#ifndef MEASURE_QUALITY_H
#define MEASURE_QUALITY_H

#include "count/discards.h"
#include "measure/verification.h"

/// Makes an assay_quality, ended by assay_quality_free().
/// `rows` are the mated comparisons with their quality, `missing` others have
/// none. `verification` and `rows` must outlive it. ASSAY_EUSAGE where shares
/// to discard make no sense.
assay_status assay_quality_new(assay_verification *verification,
                               assay_marked *rows, uint64_t missing,
                               assay_quality **out, assay_error *err);
/// Adds the figures and curves of a view that was added to the verification.
/// Everybody comes first: gates are theirs.
assay_status assay_quality_view(assay_quality *quality, const assay_view *view,
                                assay_error *err);
/// Adds sentences and warnings, once all views were seen and small groups
/// suppressed.
void assay_quality_tell(assay_quality *quality);
void assay_quality_free(assay_quality *quality);

#endif
