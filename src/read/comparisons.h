// SPDX-License-Identifier: Apache-2.0
/// Files of comparison scores: the table of formats, and how one is read.
///
/// A format is one file of this folder and one line of the table in
/// comparisons.c. Readers give scores as they stand in the file; the sign of
/// distances is turned by who asked (src/evaluate).
#ifndef READ_COMPARISONS_H
#define READ_COMPARISONS_H

#include "assay/options.h"
#include "base/rows.h"

/// Limits of text, each refused with file:line.
enum {
    ASSAY_FIELD_MOST = 4096,   ///< bytes of a field
    ASSAY_LINE_MOST = 1 << 20, ///< bytes of a line; rows of matrices: none
    ASSAY_HEAD_BYTES = 1 << 16 ///< decompressed bytes that a probe sees
};

/// How to read.
typedef struct assay_read_options {
    const char *format;  ///< NULL: sniffed; else a name of the table
    assay_pairs columns; ///< our column = the heading in the file
    assay_texts failed;  ///< scores that mean "failed": numbers, or "nan"
    const char *mask;    ///< BEE mask; NULL: file beside it is not looked for
    bool digest;         ///< digest the bytes as they are read
    unsigned threads;    ///< 1: no helper threads
    const assay_watch *watch; ///< told the bytes read; may stop; or NULL
    size_t block; ///< bytes of text to read at a time; 0: a good size
} assay_read_options;

/// Whether a file says in which direction its scores run.
typedef enum assay_direction {
    ASSAY_DIRECTION_UNKNOWN,
    ASSAY_SIMILARITY,
    ASSAY_DISTANCE
} assay_direction;

/// Opaque; ended by assay_reader_close().
typedef struct assay_reader assay_reader;

/// What a format does; one constant for each.
typedef struct assay_format {
    const char *name;     ///< for --format: "csv", "bob4", "npy"...
    const char *in_words; ///< "Bob 4-column text: claimed real probe score"
    /// How sure, 0 (no) to 100, from the first `n` bytes, decompressed. A file
    /// shorter than `n` is whole.
    int (*probe)(const unsigned char *head, size_t n);
    /// Opens on a source that stands at its first byte and makes the state. On
    /// success the reader owns it.
    assay_status (*open)(assay_reader *reader, assay_error *err);
    /// Fills the batch; rows = 0 at the end. Errors carry file and line/byte.
    assay_status (*next)(assay_reader *reader, assay_batch *batch,
                         assay_error *err);
    /// Starts again from the first row; NULL: can't (or only after spooling).
    assay_status (*rewind)(assay_reader *reader, assay_error *err);
    /// Frees the state; may be called after a failed open.
    void (*close)(assay_reader *reader);
    /// For `assay FILE`: writes what the file holds (columns, sizes) and the
    /// command to type into `text`, from its first bytes; NULL: only in_words.
    void (*describe)(const unsigned char *head, size_t n, const char *name,
                     char *text, size_t size);
} assay_format;

/// Formats of labelled scores, ended by NULL.
extern const assay_format *const assay_formats[];
/// Those of them that are tables with headings.
extern const assay_format assay_format_csv;     // csv.c
extern const assay_format assay_format_bob_csv; // csv.c
/// Formats that an option chooses: not in the table, not sniffed by it.
extern const assay_format assay_format_bare; // bare.c: text, one class
extern const assay_format assay_format_npy;  // npy_scores.c: one class

/// Opens a file of labelled scores in any format of the table. `intake` must
/// outlive the reader.
assay_status assay_reader_open(const char *path,
                               const assay_read_options *options,
                               assay_intake *intake, assay_reader **out,
                               assay_error *err);
/// Opens bare scores of one class: text (the last blank-separated token of a
/// line is the score) or a .npy vector.
assay_status assay_reader_open_bare(const char *path, bool mated,
                                    const assay_read_options *options,
                                    assay_intake *intake, assay_reader **out,
                                    assay_error *err);
/// Opens two vectors of equal length, text or .npy: scores and labels (1 or
/// true: mated; 0, -1 or false: non-mated).
assay_status assay_reader_open_vectors(const char *scores, const char *labels,
                                       const assay_read_options *options,
                                       assay_intake *intake, assay_reader **out,
                                       assay_error *err);
/// Opens a .npy matrix whose rows are the lines of the CSV `probes` and whose
/// columns those of `references`: sample_id, subject_id, attributes,
/// optionally acquired (0: failure). Mated: equal subject_id. A sample is not
/// compared with itself: equal sample ids are left out.
assay_status assay_reader_open_matrix(const char *matrix, const char *probes,
                                      const char *references,
                                      const assay_read_options *options,
                                      assay_intake *intake, assay_reader **out,
                                      assay_error *err);

/// The next batch; `batch->rows` is 0 at the end. After a failure only
/// assay_reader_close() may be called.
assay_status assay_reader_next(assay_reader *reader, assay_batch *batch,
                               assay_error *err);
/// Whether assay_reader_rewind() works: an uncompressed .npy or BEE regular
/// file. Known from the start.
bool assay_reader_can_rewind(const assay_reader *reader);
/// Starts again at the first row; the file must not have changed (a file cut
/// short meanwhile is an error with its byte).
assay_status assay_reader_rewind(assay_reader *reader, assay_error *err);
/// The direction that the file declares (BEE: S2, D2).
assay_direction assay_reader_direction(const assay_reader *reader);
/// Name of the format in words; the files that were read, with bytes, rows and
/// digests: `inputs` (at most 4) is filled once the end has been reached,
/// strings live as long as the reader. Returns how many.
size_t assay_reader_inputs(const assay_reader *reader, assay_input inputs[4]);
/// Closes; NULL is allowed.
void assay_reader_close(assay_reader *reader);

#endif
