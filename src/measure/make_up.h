// SPDX-License-Identifier: Apache-2.0
/// Lists made up by group: how many identities of each group a list holds, as
/// the one that was searched, evenly, or as somebody gave it
/// (docs/statistics.md 3.1).
#ifndef MEASURE_MAKE_UP_H
#define MEASURE_MAKE_UP_H

#include "measure/ident_study.h"

/// A list.
typedef struct assay_make_up_list {
    const char *name; ///< of its figure
    const char *note; ///< or NULL
    uint64_t *of;     ///< identities of each stratum
    uint64_t size;    ///< all of them
    bool beyond;      ///< more of a stratum than a search was held against
} assay_make_up_list;

/// The groups of a table as strata of lists; the last stratum is of people who
/// are in none. Ended by assay_make_up_end().
typedef struct assay_make_up {
    size_t strata;
    const assay_search_group **of; ///< of each stratum but the last
    size_t *stratum_of;            ///< of each profile
    size_t profiles;
    uint64_t *counts; ///< identities by gallery, then stratum
    assay_make_up_list lists[3];
    size_t count; ///< of lists
} assay_make_up;

/// Finds the strata of the table of a part and the lists: one made up as the
/// one that was searched and a balanced one, of the same size, the greatest
/// that both can have; none where fewer than two groups are on the list, or one
/// with fewer people than a table may show. And the one that was given, if it
/// is of this table. False without memory.
bool assay_make_up_find(const assay_ident_part *part, assay_make_up *out);
void assay_make_up_end(assay_make_up *groups);

/// The stratum of a person on a list.
size_t assay_make_up_of(const assay_make_up *groups, const assay_searches *s,
                        uint32_t person);
/// Identities of a stratum in a gallery.
uint64_t assay_make_up_count(const assay_make_up *groups, unsigned gallery,
                             size_t stratum);

/// Sets value, interval, counts and notes of FPIR of a part (everybody where it
/// has no group) at a key and such a list. False without memory.
bool assay_ident_drawn(const assay_ident_part *part, uint32_t key,
                       const assay_make_up *groups,
                       const assay_make_up_list *list, assay_figure *figure);

/// Checks what was given: ASSAY_EUSAGE where it can't be read, or names no
/// group.
assay_status assay_make_up_check(const assay_identification_input *input,
                                 assay_error *err);

#endif
