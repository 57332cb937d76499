// SPDX-License-Identifier: Apache-2.0
/// A result: looked at, written, read again.
///
/// An evaluation (assay/scores.h, assay/counts.h) makes one. Everything that an
/// accessor lends lives as long as the result.
#ifndef ASSAY_RESULT_H
#define ASSAY_RESULT_H

#include "assay/figures.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Opaque; ended by assay_result_free().
typedef struct assay_result assay_result;

/// "verification", "counts"...
ASSAY_API const char *assay_result_evaluation(const assay_result *result);

/// The figures in their order of presentation; `*count` of them.
ASSAY_API const assay_figure *assay_result_figures(const assay_result *result,
                                                   size_t *count);
/// The figure with this id, or NULL. Numbers in an id are compared as numbers
/// ("FNMR@FMR=1e-3" finds "FNMR@FMR=0.001"), keys in any order.
ASSAY_API const assay_figure *assay_result_find(const assay_result *result,
                                                const char *id);
/// The curves.
ASSAY_API const assay_curve *assay_result_curves(const assay_result *result,
                                                 size_t *count);
/// The statements, in short first; a "to know it" follows its "cannot".
ASSAY_API const assay_statement *
assay_result_statements(const assay_result *result, size_t *count);
/// What `--require` asked, held against the figures.
ASSAY_API const assay_requirement *
assay_result_requirements(const assay_result *result, size_t *count);
/// The warnings, heaviest first.
ASSAY_API const assay_warning *assay_result_warnings(const assay_result *result,
                                                     size_t *count);
/// The `about` texts as (key, text).
ASSAY_API const assay_fact *assay_result_about(const assay_result *result,
                                               size_t *count);
/// The inputs, in canonical order (role, then name, then digest).
ASSAY_API const assay_input *assay_result_inputs(const assay_result *result,
                                                 size_t *count);
/// How the result was obtained.
ASSAY_API const assay_fact *assay_result_facts(const assay_result *result,
                                               size_t *count);

/// Frees `result` and all it lent out. NULL is allowed.
ASSAY_API void assay_result_free(assay_result *result);

/// Writes the result as an SQLite database (docs/formats/assay.md). Like every
/// writer here: the file appears whole or not at all, an older file of that
/// name is replaced only by a whole one.
ASSAY_API ASSAY_MUST_CHECK assay_status assay_result_save(
    const assay_result *result, const char *path, assay_error *error);
/// Reads a file that assay_result_save() wrote. On failure `*out` is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status assay_result_load(const char *path,
                                                          assay_result **out,
                                                          assay_error *error);
/// Writes the result as JSON (docs/formats/json.md); "-" is standard output.
ASSAY_API ASSAY_MUST_CHECK assay_status assay_result_write_json(
    const assay_result *result, const char *path, assay_error *error);
/// Writes the figures as CSV, one a line (docs/formats/csv.md).
ASSAY_API ASSAY_MUST_CHECK assay_status assay_result_write_csv(
    const assay_result *result, const char *path, assay_error *error);
/// Writes one self-contained HTML page for `count` results, the first leading.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_result_write_html(const assay_result *const *results, size_t count,
                        const char *path, assay_error *error);

/// How the terminal summary is to look.
typedef struct assay_summary_options {
    unsigned width; ///< columns; at least 60, 80 by default
    bool verbose;   ///< every warning and provenance
    bool colour;    ///< emphasis by ANSI sequences
} assay_summary_options;

/// The summary in words and tables, for a terminal. On success the caller owns
/// `*text` (a C string) and ends it with assay_text_free().
ASSAY_API ASSAY_MUST_CHECK assay_status assay_result_summary(
    const assay_result *result, const assay_summary_options *options,
    char **text, assay_error *error);
/// Frees a text that the library made. NULL is allowed.
ASSAY_API void assay_text_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
