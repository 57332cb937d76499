// SPDX-License-Identifier: Apache-2.0
/// What a format sees of a reader, and the table's formats. Only for src/read.
///
///     reader = sources (files) + options + intake + the format's own state
///
/// A format reads with assay_source_read() or through read/lines.h, fills the
/// batch with read/gather.h or by itself, and keeps what it needs in `state`.
#ifndef READ_READER_H
#define READ_READER_H

#include "read/comparisons.h"
#include "read/source.h"

enum { ASSAY_READER_SOURCES = 4, ASSAY_FAILED_MOST = 16 };

/// A file of a reader.
typedef struct assay_reader_source {
    assay_source *source; ///< NULL: read elsewhere, `input` says what came
    const char *role;     ///< "scores", "mated", "labels", "mask", "probes"...
    uint64_t rows;        ///< rows in it; counted by the reader for the first
    assay_input input;    ///< only where `source` is NULL
} assay_reader_source;

/// An open reader. `open` of a format finds sources[0] at its first byte.
struct assay_reader {
    const assay_format *format;
    assay_read_options options; ///< texts are the caller's
    assay_intake *intake;
    assay_reader_source sources[ASSAY_READER_SOURCES];
    size_t source_count;
    void *state;               ///< the format's; freed by its `close`
    assay_direction direction; ///< set by `open` where the file says it
    bool mated;                ///< bare scores: of which class
    bool nan_fails;            ///< NaN is a failed comparison: by --failed nan
                               ///< or because `open` says so (Bob, BEE)
    float failed[ASSAY_FAILED_MOST]; ///< scores that mean "failed"
    size_t failed_count;
    uint64_t rows; ///< rows given out since the start or the last rewind
};

/// Makes a reader without sources; checks and parses `options->failed`. On
/// failure `*out` is NULL.
assay_status assay_reader_new(const assay_format *format,
                              const assay_read_options *options,
                              assay_intake *intake, assay_reader **out,
                              assay_error *err);
/// Opens `path` as the next source, digested as the options ask. The role is a
/// constant.
assay_status assay_reader_add(assay_reader *reader, const char *path,
                              const char *role, assay_error *err);
/// Lists a file that was read by other means (read/table.h) among the inputs.
void assay_reader_add_input(assay_reader *reader, const char *role,
                            assay_input input);
/// Calls the format's `open` and hands the reader over in `*out`; on failure
/// closes it and `*out` is NULL.
assay_status assay_reader_start(assay_reader *reader, assay_reader **out,
                                assay_error *err);

/// Whether this score is one that `--failed` names (equal as float32).
static inline bool assay_reader_fails(const assay_reader *reader, float score)
{
    for (size_t i = 0; i < reader->failed_count; i++)
        if (reader->failed[i] == score) return true;
    return false;
}

/// A score of a binary file: makes -0 +0; NaN and scores that `--failed` names
/// set ASSAY_ROW_FAILED in `*flags` and give 0. False: NaN where none is
/// allowed (use assay_reader_refuse_nan()).
static inline bool assay_reader_take(const assay_reader *reader, float score,
                                     float *out, uint8_t *flags)
{
    const bool nan = score != score;
    *out = score + 0.0f;
    if (!nan && (!reader->failed_count || !assay_reader_fails(reader, *out)))
        return true;
    *out = 0;
    *flags |= ASSAY_ROW_FAILED;
    return !nan || reader->nan_fails;
}

/// The refusal of a NaN score in words; the caller adds line or byte.
assay_status assay_reader_refuse_nan(assay_error *err);

/// Name of source `i` as the user gave it, for errors.
const char *assay_reader_path(const assay_reader *reader, size_t i);

/// The heading that stands for our column `name` by --column; `name` itself if
/// it isn't mapped.
const char *assay_read_heading(const assay_read_options *options,
                               const char *name);

// The formats of labelled scores: in the table of comparisons.c; those that
// others look at too stand in comparisons.h.
extern const assay_format assay_format_bob2;       // bob.c
extern const assay_format assay_format_bob4;       // bob.c
extern const assay_format assay_format_bob5;       // bob.c
extern const assay_format assay_format_matrix_csv; // matrix_csv.c
extern const assay_format assay_format_bee;        // bee.c
#endif
