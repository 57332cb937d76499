// SPDX-License-Identifier: Apache-2.0
/// Groups of people as options name them: NAME[:SHARE[:NUMBER[:NUMBER]]].
#ifndef SIMULATE_GROUP_TEXTS_H
#define SIMULATE_GROUP_TEXTS_H

#include "assay/options.h"
#include "base/arena.h"
#include "base/fail.h"

/// Groups that may be named, and numbers behind a share.
enum { ASSAY_GROUPS_MOST = 64, ASSAY_GROUP_NUMBERS = 2 };

/// What the texts may say.
typedef struct assay_group_grammar {
    const char *form;    ///< "NAME:SHARE:MATED MEAN:NON-MATED SHIFT"
    const char *example; ///< "F:0.5:4.9:0.4"
    double least[ASSAY_GROUP_NUMBERS];
    double most[ASSAY_GROUP_NUMBERS];
    double usual[ASSAY_GROUP_NUMBERS]; ///< of what a text leaves out
} assay_group_grammar;

/// What a text says.
typedef struct assay_group_text {
    const char *name; ///< in the arena
    double share;     ///< of the people; all sum to 1
    double numbers[ASSAY_GROUP_NUMBERS];
} assay_group_text;

/// Takes `texts` apart into `groups`, as many; `arena` keeps the names. Groups
/// that name no share get an equal part of what the others leave. ASSAY_EUSAGE
/// says what is wrong, also that there are too many or a name comes twice.
assay_status assay_group_texts(const assay_group_grammar *grammar,
                               assay_texts texts, assay_arena *arena,
                               assay_group_text *groups, assay_error *err);

/// Whether `attribute` (NULL: no) may be the heading of a column of groups.
bool assay_group_attribute(const char *attribute);

#endif
