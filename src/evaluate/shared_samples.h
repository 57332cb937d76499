// SPDX-License-Identifier: Apache-2.0
/// Samples that are a probe and a reference: one id in the files of both sides
/// is one sample, which never meets itself.
#ifndef EVALUATE_SHARED_SAMPLES_H
#define EVALUATE_SHARED_SAMPLES_H

#include "evaluate/cast.h"

/// Counts them into `*count`. `ids` has the number of each reference in
/// cast->samples. Refused with file and sample, ASSAY_EINPUT: one that the
/// other side gives to another person, or that was acquired on one side alone.
/// After both sides, before assay_cast_close().
assay_status assay_shared_count(const assay_cast *cast,
                                const assay_side sides[ASSAY_SIDES],
                                const uint32_t *ids, uint64_t *count,
                                assay_error *err);

#endif
