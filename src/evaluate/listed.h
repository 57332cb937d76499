// SPDX-License-Identifier: Apache-2.0
/// Candidate lists of a system as counted searches of one watchlist.
#ifndef EVALUATE_LISTED_H
#define EVALUATE_LISTED_H

#include "count/searches.h"
#include "evaluate/cast.h"
#include "read/candidate_lists.h"

/// What searches are made of.
typedef struct assay_listed_from {
    const assay_candidate_lists *lists;
    const assay_side *probes, *references;
    uint32_t people;
    bool share;           ///< an id that both sides have is one sample
    unsigned list_length; ///< candidates that count in a search
    bool distance;        ///< scores are negated
    bool has_floor;       ///< only candidates with at least this key were
    uint32_t floor;       ///< logged
} assay_listed_from;

/// How lists end, for what is said of them.
typedef struct assay_listed_ends {
    uint64_t at_longest; ///< lists as long as the longest that don't hold
                         ///< everybody
    bool limited;        ///< these are taken as cut at that length: without a
                         ///< floor, or where more lists have it than are one
                         ///< candidate shorter, or it is 1; else the floor is
                         ///< taken to end them
    uint64_t at_length;  ///< lists that are cut so
    uint64_t before;     ///< shorter ones that don't hold everybody
    uint64_t longest;    ///< candidates of the longest list
    uint32_t least;      ///< least key of any list: without a floor, shorter
                         ///< lists are taken as complete down to it
    uint64_t
        below_floor; ///< candidates that lie below the floor that was given
} assay_listed_ends;

/// Makes the searches. Every probe that --where keeps is one; references that
/// it leaves out are on nobody's list. A sample never meets itself, as in
/// assay_searches_make(): a probe that is a reference too is searched for as if
/// it weren't one, and is no search where its person has no other. On success
/// the caller owns `*out` (assay_searches_free()).
assay_status assay_listed_searches(const assay_listed_from *from,
                                   assay_searches **out,
                                   assay_listed_ends *ends, assay_error *err);

#endif
