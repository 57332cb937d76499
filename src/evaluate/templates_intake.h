// SPDX-License-Identifier: Apache-2.0
/// The files of an evaluation of templates: sets opened, people and samples
/// numbered, watchlists drawn; ready to be searched.
#ifndef EVALUATE_TEMPLATES_INTAKE_H
#define EVALUATE_TEMPLATES_INTAKE_H

#include "assay/templates.h"
#include "evaluate/cast.h"
#include "evaluate/draws.h"
#include "read/template_set.h"

enum { ASSAY_DIGEST_BYTES = 32 };

/// Everything that the files say. Ended by assay_templates_intake_end().
typedef struct assay_templates_intake {
    const assay_templates_options *options;
    assay_cast cast;
    assay_template_set *sets[ASSAY_SIDES]; ///< one set: the first alone
    assay_input inputs[2 * ASSAY_SIDES];
    size_t input_count;
    assay_side sides[ASSAY_SIDES]; ///< one set: both are its rows
    /// Rows that are never compared on this side: not acquired, left out, or no
    /// reference of any watchlist.
    uint8_t *absent[ASSAY_SIDES];
    assay_draws draws;  ///< one set with watchlists
    bool one_set;       ///< both sides are the same rows
    uint64_t twins;     ///< samples whose template another sample has too
    uint64_t shared;    ///< samples that are in both sets
    unsigned galleries; ///< 0: pairs only
    unsigned char digest[ASSAY_DIGEST_BYTES]; ///< of all that shapes a search
} assay_templates_intake;

/// Opens and reads. `record` (or NULL) is a result made from the same files,
/// whose digests are taken over. ASSAY_EUSAGE where the options don't say who
/// meets whom. assay_templates_intake_end() is due even after a failure.
assay_status assay_templates_intake_read(const assay_templates_options *options,
                                         const assay_result *record,
                                         assay_templates_intake *intake,
                                         assay_error *err);
/// Matrix of a side.
const assay_matrix *
assay_templates_intake_matrix(const assay_templates_intake *intake, int side);
void assay_templates_intake_end(assay_templates_intake *intake);

#endif
