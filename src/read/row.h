// SPDX-License-Identifier: Apache-2.0
/// What the fields of a comparison say besides its score.
#ifndef READ_ROW_H
#define READ_ROW_H

#include "base/rows.h"

/// The fields that say whether a comparison is mated.
typedef struct assay_row_people {
    bool has_label;    ///< there is a column that says so
    bool has_subjects; ///< both people have a column
    assay_slice label;
    assay_slice probe, reference;
} assay_row_people;

/// Sets or leaves ASSAY_ROW_MATED. The label decides: 1 or true or mated, 0,
/// -1 or false or non-mated; else whether the subjects are the same. Refused:
/// another label, one that contradicts the subjects, an empty subject where
/// there is no label. Failures have no position.
assay_status assay_row_class(const assay_row_people *people, uint8_t *flags,
                             assay_error *err);
/// Sets `flag` if the field says 0 or false: not acquired. Any other number, or
/// true, is acquired; all else is refused. `column` is its name.
assay_status assay_row_acquired(const char *column, assay_slice field,
                                uint8_t flag, uint8_t *flags, assay_error *err);
/// Sets ASSAY_ROW_ATTACK unless the field is empty or "bona fide" (in any case,
/// joined by a blank, _ or -, or written as one word). Words that mean either
/// are refused.
assay_status assay_row_attack(assay_slice field, uint8_t *flags,
                              assay_error *err);
/// Refuses a sample that is compared with itself.
assay_status assay_row_samples(assay_slice probe, assay_slice reference,
                               assay_error *err);

#endif
