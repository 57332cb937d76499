// SPDX-License-Identifier: Apache-2.0
/// An output file that appears whole or not at all.
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include "base/fail.h"
#include "base/text.h"

#include <stddef.h>

/// Opaque; ended by assay_output_commit() or assay_output_abandon().
typedef struct assay_output assay_output;

/// Starts a file that will be `path`; "-" is standard output (then nothing is
/// undone). The bytes go to an unnamed or temporary file beside it.
assay_status assay_output_open(const char *path, assay_output **out,
                               assay_error *err);
/// Appends. The first failure is kept and reported by assay_output_commit(),
/// so that writers needn't check each call.
void assay_output_bytes(assay_output *output, const void *bytes, size_t n);
/// Appends a C string.
void assay_output_text(assay_output *output, const char *text);
/// Appends printf-formatted text. Never use it for doubles (locale):
/// assay_output_double() is for those.
void assay_output_format(assay_output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/// Appends a number as assay_print_double() does.
void assay_output_double(assay_output *output, double value, int digits);
/// Appends a field of CSV, between quotes when it must be.
void assay_output_field(assay_output *output, assay_slice field);
/// Whether a write has failed already: what goes on for long can stop early.
bool assay_output_failed(const assay_output *output);
/// Brings all that was written to the disk; nothing appears yet, and nothing
/// may be written any more. Fails where any write did, as assay_output_commit()
/// then does too.
assay_status assay_output_finish(assay_output *output, assay_error *err);
/// Makes the file appear under its name, or fails and leaves what was there.
/// Frees `output` in both cases.
assay_status assay_output_commit(assay_output *output, assay_error *err);
/// Drops what was written. NULL is allowed.
void assay_output_abandon(assay_output *output);

/// For a writer that needs a path of its own (SQLite): a name beside `path`
/// for it to fill, which assay_output_rename() makes appear as `path` or
/// assay_output_unlink() removes. `temporary` has `size` bytes.
assay_status assay_output_temporary(const char *path, char *temporary,
                                    size_t size, assay_error *err);
assay_status assay_output_rename(const char *temporary, const char *path,
                                 assay_error *err);
void assay_output_unlink(const char *temporary);

#endif
