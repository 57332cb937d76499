// SPDX-License-Identifier: Apache-2.0
/// Comparisons as they travel from the readers to the counts.
#ifndef BASE_ROWS_H
#define BASE_ROWS_H

#include "base/fail.h"
#include "base/strings.h"

/// Rows in a batch, at most.
enum { ASSAY_BATCH_ROWS = 4096, ASSAY_BATCH_COLUMNS = 16 };

/// The sides of a comparison.
enum { ASSAY_SIDE_PROBE, ASSAY_SIDE_REFERENCE, ASSAY_SIDES };

/// What a row is, besides its score.
enum {
    ASSAY_ROW_MATED = 1,        ///< of one person; else of two people
    ASSAY_ROW_FAILED = 2,       ///< comparison failed: the score means nothing
    ASSAY_ROW_NO_PROBE = 4,     ///< the probe was not acquired (FTA)
    ASSAY_ROW_NO_REFERENCE = 8, ///< the reference was not enrolled (FTE)
    ASSAY_ROW_SKIP = 16,        ///< masked out, or left out by --where
    ASSAY_ROW_ATTACK = 32,      ///< a presentation attack: of no class
    ASSAY_ROW_BONA_FIDE = 64    ///< a presentation, where files hold no
                                ///< comparisons: of no class
};

/// A batch of comparisons. Scores are float32, never NaN, never -0.
typedef struct assay_batch {
    size_t rows;         ///< 0 at the end
    uint64_t first_line; ///< line of the first row in text; 0 in binary
    bool uniform; ///< all rows have flags[0]; the other flags are not set
    float score[ASSAY_BATCH_ROWS];
    uint8_t flags[ASSAY_BATCH_ROWS];
    /// Subjects: indices into the shared table. Meaningful where
    /// `has_subjects`; ASSAY_NO_STRING for a subject that isn't known.
    bool has_subjects;
    uint32_t probe[ASSAY_BATCH_ROWS];
    uint32_t reference[ASSAY_BATCH_ROWS];
    /// Samples, where the file says which were acquired and names them: indices
    /// into `samples` of the intake. Meaningful where `has_sample[side]`.
    bool has_sample[ASSAY_SIDES];
    uint32_t sample[ASSAY_SIDES][ASSAY_BATCH_ROWS];
    /// Values of the wanted columns (`--by`, `--where`): `column[c][i]` is an
    /// index into `columns[c]` of the intake; ASSAY_NO_STRING where the file
    /// has no such column (`has_column` false), or the field is empty.
    size_t columns;
    bool has_column[ASSAY_BATCH_COLUMNS];
    uint32_t column[ASSAY_BATCH_COLUMNS][ASSAY_BATCH_ROWS];
} assay_batch;

/// Where the readers of one evaluation put what they find.
typedef struct assay_intake {
    assay_strings *subjects; ///< subject ids, shared by all files
    /// Columns wanted besides the usual ones, by our name (already mapped
    /// through `--column`): `wanted[c]`, values interned in `values[c]`. A
    /// group attribute `sex` also asks for "probe_sex" and "reference_sex".
    size_t wanted_count;
    const char *wanted[ASSAY_BATCH_COLUMNS];
    assay_strings *values[ASSAY_BATCH_COLUMNS];
    bool found[ASSAY_BATCH_COLUMNS]; ///< set by readers: some file has it
    /// Its values are numbers, or empty: readers of text refuse others with
    /// their line.
    bool numbers[ASSAY_BATCH_COLUMNS];
    /// 1 + the wanted column that names attacks; 0: nobody asks, and readers
    /// refuse them.
    size_t attack;
    bool comparisons;   ///< set by readers where somebody asks: some file says
                        ///< which rows are mated
    bool presentations; ///< the same: some file has attacks and doesn't
    /// Ids of samples, where a file says which were acquired; NULL: nobody
    /// asks.
    assay_strings *samples[ASSAY_SIDES];
    bool acquired[ASSAY_SIDES]; ///< set by readers: some file says it
    /// Headings of text files that may tell groups apart, as --by takes them
    /// (read/heading.h); NULL: nobody asks.
    assay_strings *groups;
    /// Counted by the readers, for warnings and provenance.
    uint64_t merged;   ///< adjacent scores, different as doubles, one float32
    uint64_t repeated; ///< adjacent identical rows (text formats)
} assay_intake;

#endif
