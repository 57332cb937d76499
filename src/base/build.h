// SPDX-License-Identifier: Apache-2.0
/// Building a result. Whatever is handed in is copied into the result's arena,
/// so callers may use their stack. A failure of memory is remembered and comes
/// out of assay_build_end(); in between nothing needs checking.
#ifndef BASE_BUILD_H
#define BASE_BUILD_H

#include "assay/result.h"
#include "base/arena.h"

/// Starts a result of this evaluation ("verification"); NULL without memory.
assay_result *assay_build_new(const char *evaluation);

/// A figure with every field at "absent": "" or NULL strings, NaN, -1, ok; 0
/// for watchlist size and rank.
assay_figure assay_figure_blank(void);

/// Adds a figure. When `figure->id` is "", the id is made from name, at
/// (without "achieved") and group: NAME@key=value,...,attribute=value, or
/// probe.attribute=value,reference.attribute=value for a matrix cell; with
/// `threshold=group` for threshold_from "group" and `references=same` for
/// references "same group" at its end (base/figure_id.h).
void assay_build_figure(assay_result *result, const assay_figure *figure);
void assay_build_curve(assay_result *result, const assay_curve *curve);
void assay_build_statement(assay_result *result,
                           const assay_statement *statement);
void assay_build_requirement(assay_result *result,
                             const assay_requirement *requirement);
/// Adds a warning; one with the same code and text is merged, rows added.
void assay_build_warning(assay_result *result, const assay_warning *warning);
void assay_build_about(assay_result *result, const char *key, const char *text);
void assay_build_input(assay_result *result, const assay_input *input);
void assay_build_fact(assay_result *result, const char *key, const char *value);
void assay_build_fact_number(assay_result *result, const char *key,
                             double value);
void assay_build_fact_count(assay_result *result, const char *key,
                            uint64_t value);

/// The arena of the result, for texts that must live as long.
assay_arena *assay_build_arena(assay_result *result);

/// Bytes that only count/ and measure/ understand, kept for the result file:
/// `name` "counts" or "subjects"... Copied.
void assay_build_blob(assay_result *result, const char *name, const void *bytes,
                      size_t n);
/// The blob of that name, `*n` bytes; or NULL.
const void *assay_result_blob(const assay_result *result, const char *name,
                              size_t *n);
/// All blobs' names, in order; NULL at `i` beyond the last.
const char *assay_result_blob_name(const assay_result *result, size_t i);

/// Sorts warnings and inputs, and says whether memory sufficed. On failure
/// the result is freed and `*result` NULL.
assay_status assay_build_end(assay_result **result, assay_error *err);

#endif
