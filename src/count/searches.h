// SPDX-License-Identifier: Apache-2.0
/// Searches of watchlists as they are counted: who was searched for in which
/// gallery, whom the system named, and what can't be known because a list was
/// cut. Both `assay templates` and `assay candidates` end here; measure/ makes
/// the 1:N figures of it.
///
/// A *search* is one probe presentation against one gallery. A candidate is an
/// enrolled identity other than the probe's own, with its identity score (the
/// best of its references). A score matches at a threshold when key >= k
/// (base/order.h).
#ifndef COUNT_SEARCHES_H
#define COUNT_SEARCHES_H

#include "base/fail.h"
#include "count/found.h"

#define ASSAY_NOBODY UINT32_MAX

/// A person, in canonical order (by id).
typedef struct assay_searched_person {
    uint16_t profile; ///< as a reference: combination of group labels
    bool enrolled;    ///< in some gallery, with a reference that was acquired
    uint32_t images;  ///< reference samples enrolled, all galleries
} assay_searched_person;

/// A gallery.
typedef struct assay_gallery {
    uint32_t identities; ///< enrolled
    uint32_t attempted;  ///< enrolled or failed to enrol
    uint64_t images;     ///< references of the enrolled ones
    uint64_t *enrolled;  ///< bit p: person p is enrolled
    uint64_t *failed;    ///< bit p: person p failed to enrol
} assay_gallery;

/// A probe presentation against a gallery.
typedef struct assay_searched {
    uint32_t probe;   ///< number of the presentation
    uint32_t person;  ///< whose it is
    uint16_t profile; ///< of the probe
    uint16_t gallery;
    bool mated;        ///< its person is enrolled there, or failed to enrol
    bool acquired;     ///< false: failure to acquire, no candidates
    bool enrolled;     ///< mated: false where the person failed to enrol
    bool mate_known;   ///< mated: the mate's score is known
    uint32_t mate_key; ///< that score; 0 where not known
    /// Every candidate with key >= cut is listed; others may exist below. 0:
    /// the list is complete.
    uint32_t cut;
    uint64_t first; ///< its candidates in `candidates`
    uint32_t count; ///< of them, by key descending, then person
} assay_searched;

/// All searches of an evaluation. All arrays belong to it.
typedef struct assay_searches {
    assay_searched_person *people;
    uint32_t people_count;
    assay_gallery *galleries;
    unsigned gallery_count;
    assay_searched *searches; ///< by probe, then gallery
    uint64_t search_count;
    assay_candidate *candidates;
    uint64_t candidate_count;
    unsigned list_length; ///< L: a longer list counts as cut after L
    bool drawn; ///< galleries were drawn at random from the people of a set
    /// The gallery that holds everybody from whom the others were drawn, for
    /// FPIR by watchlist size; gallery_count: there is none. It is no
    /// watchlist: each search of it counts as one whose person is taken off the
    /// list.
    unsigned pool;
} assay_searches;

/// The rows of a side of the search that found; arrays have a place for each.
typedef struct assay_searched_rows {
    const uint32_t *person;
    const uint16_t *profile; ///< NULL: 0 throughout
    const uint8_t *lost;     ///< 1: not acquired
    const uint8_t *out;      ///< 1: takes no part; NULL: all do
    size_t rows;
    /// Which sample it is, the same numbers on both sides; NULL on either: no
    /// sample is on both.
    const uint32_t *sample;
} assay_searched_rows;

/// What searches are made of.
typedef struct assay_searches_from {
    const assay_found *found; ///< with lists
    assay_searched_rows probes, references;
    const uint64_t *members; ///< of a reference row: bit g, it is in gallery g;
                             ///< NULL: all are in the one gallery
    uint32_t people;
    bool drawn;
    unsigned pool;   ///< as in assay_searches
    uint32_t lowest; ///< candidates of the tail with at least this key are
                     ///< listed too, however many; UINT32_MAX: none
} assay_searches_from;

/// Makes the searches of what a search of templates found. Every probe row that
/// takes part is searched for in every gallery, except the reference of a
/// person in a gallery that was drawn, and a probe whose person has no other
/// sample there: a sample never meets itself, so that a probe that is a
/// reference too is searched for as if it weren't one. A person is enrolled
/// with one reference that was acquired, and failed to enrol with none of them.
/// On success the caller owns `*out`.
assay_status assay_searches_make(const assay_searches_from *from,
                                 assay_searches **out, assay_error *err);
/// Whether a person is in a set of bits, as assay_gallery has them.
bool assay_searches_has(const uint64_t *bits, uint32_t person);
/// Frees; NULL is allowed.
void assay_searches_free(assay_searches *searches);

#endif
