// SPDX-License-Identifier: Apache-2.0
/// What searches show at one threshold, from which FPIR of every list up to the
/// smallest that was searched follows (docs/statistics.md 4.5, 5.2).
///
///     make -> [estimate | cluster | fit]... -> end
///
/// Only searches that name somebody are kept one by one; people whose searches
/// name nobody are kept by how many searches they have, so that a list size
/// costs no more than there are matches.
#ifndef MEASURE_IDENT_FIELD_H
#define MEASURE_IDENT_FIELD_H

#include "measure/ident_study.h"
#include "stats/beyond.h"

/// Opaque rows of it.
struct assay_field_search;
struct assay_field_match;

/// Searches by people who are not on the list, of a part, at a key.
typedef struct assay_ident_field {
    const assay_ident_part *part;
    uint64_t count;       ///< searches
    uint64_t least, most; ///< identities that a search was held against
    uint64_t positives;   ///< searches that name somebody
    uint64_t sum;         ///< matches in them
    uint32_t most_k;      ///< in one of them
    double slots;         ///< identities that all were held against
    bool cut;             ///< some list ends above the threshold
    bool dominated;       ///< counts are unequal and one person makes more than
                          ///< 5 % of the searches: no interval is to be told
    double hidden;        ///< identities that cut lists can hide
    double open;          ///< at the last size: sum over cut lists of 1 - h(K)
    // Held and used in ident_field.c alone.
    struct assay_field_search *searches; // that name somebody or are cut
    size_t search_count;
    struct assay_field_match *matches; // by searched person, then identity
    size_t match_count;
    uint64_t *others; // of a kind: identities a search was held against
    uint32_t kinds;
    double *x, *m, *w; // people, those alike together
    size_t rows;
    double *influence; // by listed identity
    size_t listed;
    double *hit, *delta; // by kind, then K
} assay_ident_field;

/// Collects them; false without memory. Ended by assay_ident_field_end(), also
/// then.
bool assay_ident_field_make(const assay_ident_part *part, uint32_t key,
                            assay_ident_field *field);
void assay_ident_field_end(assay_ident_field *field);

/// FPIR of lists of `n` >= 1, up to field->least, and what searched people (and
/// for a random list identities) say of its variance.
assay_cluster assay_ident_field_cluster(assay_ident_field *field, uint64_t n);
/// The same with its interval.
assay_estimate assay_ident_field_estimate(assay_ident_field *field, uint64_t n);
/// How matches vary from search to search, for larger lists. NaN where they
/// vary no more than by chance, where a list was cut, or without memory.
assay_beta_binomial assay_ident_field_fit(const assay_ident_field *field);
/// The keys of the best candidates of the same searches, descending: where the
/// number of searches that name somebody changes. The caller owns them
/// (assay_free()); NULL without memory.
uint32_t *assay_ident_field_tops(const assay_ident_part *part, size_t *n);

#endif
