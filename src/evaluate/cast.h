// SPDX-License-Identifier: Apache-2.0
/// Who takes part in an evaluation of templates or candidate lists: people,
/// samples, groups, and what --where leaves out.
///
///     open -> [read files] -> number -> side ... -> close
#ifndef EVALUATE_CAST_H
#define EVALUATE_CAST_H

#include "assay/options.h"
#include "base/build.h"
#include "evaluate/groups.h"
#include "evaluate/rows.h"
#include "read/heading.h"

/// People, and how files about them are read. Ended by assay_cast_end().
typedef struct assay_cast {
    const assay_options *common;
    assay_read_options read;
    assay_intake intake;
    assay_strings *samples; ///< ids of samples, shared by both sides; NULL once
                            ///< closed, where no --review names them
    assay_subjects *subjects;
    assay_groups *groups;
    assay_rows *rows;
    bool distance;
    uint32_t people;       ///< how many, once numbered
    uint32_t *rank;        ///< of a subject of the intake: canonical place
    uint32_t *sample_rank; ///< of a sample: canonical place; both until closed
    uint64_t kept;         ///< samples that take part
    uint64_t left_out;     ///< by --where
    const char *files[2];  ///< that tell of samples, for what is said of them;
                           ///< NULL: none
} assay_cast;

/// Samples as a reader gives them; arrays are its own. NULL: not there.
typedef struct assay_side_source {
    size_t rows;
    const uint32_t *subject, *sample;
    const uint8_t *lost;
    const uint32_t *column[ASSAY_BATCH_COLUMNS];
} assay_side_source;

/// Samples of one side, those that take part and those that don't. Arrays of
/// `rows`; ended by assay_side_end().
typedef struct assay_side {
    size_t rows;
    uint32_t *person;  ///< canonical place of the person
    uint32_t *sample;  ///< canonical place of the sample's id
    uint16_t *profile; ///< combination of group labels
    uint8_t *lost;     ///< 1: not acquired
    uint8_t *out;      ///< 1: left out by --where
    bool tells;        ///< the file says which were acquired
} assay_side;

/// Reads the subjects file (or NULL) and takes --by, --where and --column.
/// assay_cast_end() is due even after a failure.
assay_status assay_cast_open(const assay_options *common, const char *subjects,
                             assay_cast *cast, assay_error *err);
/// When every file was read: numbers people and samples in canonical order.
/// Nobody is looked up by id any more.
assay_status assay_cast_number(assay_cast *cast, assay_error *err);
/// Works out one side. `which`: ASSAY_SIDE_..., ASSAY_SIDES for a set that is
/// both.
assay_status assay_cast_side(assay_cast *cast, const assay_side_source *from,
                             int which, assay_side *side, assay_error *err);
/// After the last side: the groups stand. Fails where --by or --where name what
/// no file has.
assay_status assay_cast_close(assay_cast *cast, assay_error *err);
/// The columns that could be --by, "camera, sex", into `text`; "" if none.
assay_status assay_cast_name_groups(assay_cast *cast,
                                    char text[ASSAY_HEADINGS_TEXT],
                                    assay_error *err);
/// Adds the subjects file to the record.
void assay_cast_record(const assay_cast *cast, assay_result *result);
void assay_side_end(assay_side *side);
void assay_cast_end(assay_cast *cast);

#endif
