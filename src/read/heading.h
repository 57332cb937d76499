// SPDX-License-Identifier: Apache-2.0
/// Headings of other people's tables: which of our columns they may be, and
/// how to say so.
#ifndef READ_HEADING_H
#define READ_HEADING_H

#include "base/rows.h"

enum { ASSAY_HEADINGS_TEXT = 240, ASSAY_PASTE_TEXT = 160 };

/// Our name for what a heading looks like ("Similarity": "score", "id1":
/// "probe_subject"); NULL if it looks like none.
const char *assay_heading_guess(const char *heading);

/// How likely it is that a column tells groups apart, by its heading.
typedef enum assay_grouping {
    ASSAY_NO_GROUPS,    ///< a score, an id, a fold, a date
    ASSAY_MAYBE_GROUPS, ///< nobody knows: "vgg16", "att1"
    ASSAY_GROUPS        ///< "sex", "probe_age_band", "camera"
} assay_grouping;

/// How likely `heading` tells groups apart; `*name` is what --by takes: the
/// heading, without what says which side it is of ("probe_", "reference_",
/// "bio_ref_").
assay_grouping assay_heading_groups(const char *heading, const char **name);

/// Whether a column of this name holds ids of people or of samples, which no
/// published output shows.
bool assay_heading_names_people(const char *heading);

/// Whether a column of this name may name the species of attacks, or morphs.
bool assay_heading_names_attacks(const char *heading);
/// Whether it is a quality, of a side or of a comparison.
bool assay_heading_is_quality(const char *heading);

/// Adds the columns that may tell groups apart to `intake->groups`, unless
/// that is NULL. False without memory.
bool assay_headings_offer(const char *const *headings, size_t width,
                          assay_intake *intake);

/// "id1, id2, similarity", or as many as fit and "and 7 more".
void assay_headings_list(const char *const *headings, size_t width,
                         char text[ASSAY_HEADINGS_TEXT]);

/// "camera, sex": those of the headings offered that tell groups apart, or else
/// those that may, at most six, in an order that does not depend on that of the
/// files; "" where there are none.
assay_status assay_headings_name_groups(const assay_strings *offered,
                                        char text[ASSAY_HEADINGS_TEXT],
                                        assay_error *err);

/// The option that maps our column `name`: "--column score=similarity" with
/// the heading that looks like it (true), with --distance where it looks like
/// one; or "--column score=HEADING".
bool assay_headings_paste(const char *const *headings, size_t width,
                          const char *name, char text[ASSAY_PASTE_TEXT]);

#endif
