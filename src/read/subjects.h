// SPDX-License-Identifier: Apache-2.0
/// Subject files: CSV or TSV with subject_id and attributes, one line a
/// person; and the samples of a matrix: sample_id, subject_id, attributes.
#ifndef READ_SUBJECTS_H
#define READ_SUBJECTS_H

#include "read/comparisons.h"

/// What is known about people. Opaque; ended by assay_subjects_free().
typedef struct assay_subjects assay_subjects;

/// Reads `path`. Ids are interned in `ids` (shared with the readers of
/// scores). A subject on two lines is refused unless all attributes agree; an
/// empty attribute is unknown. On success the caller owns `*out`.
assay_status assay_subjects_read(const char *path,
                                 const assay_read_options *options,
                                 assay_strings *ids, assay_subjects **out,
                                 assay_error *err);
/// How many attributes; the name of attribute `a`.
size_t assay_subjects_attributes(const assay_subjects *subjects);
const char *assay_subjects_attribute(const assay_subjects *subjects, size_t a);
/// The attribute called `name`; SIZE_MAX if there is none.
size_t assay_subjects_find(const assay_subjects *subjects, const char *name);
/// The value of attribute `a` of the subject with index `subject` in `ids`, as
/// an index into assay_subjects_values(); ASSAY_NO_STRING: unknown.
uint32_t assay_subjects_value(const assay_subjects *subjects, size_t a,
                              uint32_t subject);
const assay_strings *assay_subjects_values(const assay_subjects *subjects,
                                           size_t a);
/// The file, for the record.
assay_input assay_subjects_input(const assay_subjects *subjects);
void assay_subjects_free(assay_subjects *subjects);

#endif
