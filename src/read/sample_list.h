// SPDX-License-Identifier: Apache-2.0
/// A file of samples by itself: whose each sample is, and what else is known
/// of it.
///
///     sample_id,subject_id,sex,acquired
///     a-1,a,F,1
///     ...
///
/// CSV or TSV, plain, gzip or zstd. Rows of a matrix of templates, or the
/// probes and the references of candidate lists.
#ifndef READ_SAMPLE_LIST_H
#define READ_SAMPLE_LIST_H

#include "read/comparisons.h"

/// Opaque; ended by assay_sample_list_free().
typedef struct assay_sample_list assay_sample_list;

/// Reads `path`. `role` ("templates", "probes", "references": a constant) is
/// for the record and decides which columns are taken for those that the intake
/// wants (read/samples.h). `ids` interns sample ids and may be shared by
/// several lists; subjects go into intake->subjects, values into
/// intake->values. Refused with its line: an empty id, a sample_id that comes
/// twice in this file. No samples at all are no failure. On success the caller
/// owns `*out`.
assay_status assay_sample_list_read(const char *path, const char *role,
                                    const assay_read_options *options,
                                    assay_intake *intake, assay_strings *ids,
                                    assay_sample_list **out, assay_error *err);
/// An empty list, for a file that says by the way whose each sample is; it has
/// no lines, no columns and nobody lost.
assay_status assay_sample_list_new(assay_strings *ids, assay_sample_list **out,
                                   assay_error *err);
/// Adds a sample that isn't in it, by its number in `ids`; `*place` is its
/// place.
assay_status assay_sample_list_add(assay_sample_list *list, uint32_t id,
                                   uint32_t subject, uint32_t *place,
                                   assay_error *err);
/// How many samples there are.
size_t assay_sample_list_count(const assay_sample_list *list);
/// Of each sample, in the order of the file: its person, an index into
/// intake->subjects; its number in `ids`; 1 where `acquired` is 0 (NULL: the
/// file has no such column); the value of wanted column `c`, an index into
/// intake->values[c] (NULL: the file doesn't have it).
const uint32_t *assay_sample_list_subjects(const assay_sample_list *list);
const uint32_t *assay_sample_list_samples(const assay_sample_list *list);
const uint8_t *assay_sample_list_lost(const assay_sample_list *list);
const uint32_t *assay_sample_list_column(const assay_sample_list *list,
                                         size_t c);
/// The sample with this number in `ids`: its place in the arrays above;
/// ASSAY_NO_STRING: it is not in this list.
uint32_t assay_sample_list_find(const assay_sample_list *list, uint32_t id);
/// Line of a sample in its file, for errors.
uint64_t assay_sample_list_line(const assay_sample_list *list, size_t sample);
/// The path as it was given, for errors; "" where there is no file.
const char *assay_sample_list_path(const assay_sample_list *list);
/// The file for the record; strings live as long as the list.
assay_input assay_sample_list_input(const assay_sample_list *list);
/// Forgets the samples; the path and the file for the record stay.
void assay_sample_list_forget(assay_sample_list *list);
/// Frees; NULL is allowed.
void assay_sample_list_free(assay_sample_list *list);

#endif
