// SPDX-License-Identifier: Apache-2.0
/// The highest scores of non-mated searches as a tail: fitted to all of them,
/// and again without each person (docs/statistics.md 5.3).
///
/// Scores are similarities here, whatever the input has.
#ifndef MEASURE_IDENT_EXCESS_H
#define MEASURE_IDENT_EXCESS_H

#include "measure/ident_study.h"
#include "stats/excess.h"

/// The best candidate of a non-mated search.
typedef struct assay_ident_excess {
    uint32_t key;
    uint32_t next;     ///< the candidate after it; 0: none is known
    uint32_t person;   ///< searched for
    uint32_t identity; ///< named
} assay_ident_excess;

/// Best candidates above a threshold, and room to fit tails to them. Ended by
/// assay_ident_excesses_end().
typedef struct assay_ident_excesses {
    const assay_ident_part *part;
    assay_ident_excess *all; ///< ascending
    size_t count;
    uint64_t searches; ///< non-mated, of everybody
    uint32_t *of;      ///< of each person: how many of these
    bool *listed;      ///< of each person: an identity that may be left out
    struct assay_ident_role
        *roles; ///< in which a person is part of an excess; by person
    size_t role_count;
    double *y, *below; ///< room for all
    double *gone[2];   ///< room for those of one person, and their sums
    double *come[2];   ///< room for what stands in their place
    struct assay_ident_alike *alike; ///< people by how many searches they have
    size_t alike_count;
} assay_ident_excesses;

/// A tail that was fitted.
typedef struct assay_ident_tail {
    double from;       ///< the threshold u, a similarity
    uint64_t excesses; ///< above it
    uint64_t people;   ///< who were searched for in these
    assay_tail_fit fit;
    assay_tail_jackknife jackknife;
    double mean;      ///< of the excesses
    double mean_half; ///< half of its interval by people, for a t of 1
} assay_ident_tail;

/// Collects the best candidates with keys above `lowest`. False without
/// memory.
bool assay_ident_excesses_of(const assay_ident_part *part, uint32_t lowest,
                             assay_ident_excesses *excesses);
/// Fits those above `key`, at least the `lowest` of before.
assay_ident_tail assay_ident_fit(assay_ident_excesses *excesses, uint32_t key);
/// The `count` excesses that the last tail was fitted to.
assay_excesses assay_ident_fitted(const assay_ident_excesses *excesses,
                                  const assay_ident_tail *tail);
void assay_ident_excesses_end(assay_ident_excesses *excesses);

#endif
