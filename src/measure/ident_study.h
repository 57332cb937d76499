// SPDX-License-Identifier: Apache-2.0
/// What the files of an identification share while it is measured.
#ifndef MEASURE_IDENT_STUDY_H
#define MEASURE_IDENT_STUDY_H

#include "measure/estimate.h"
#include "measure/identification.h"

enum {
    ASSAY_IDENT_FEW = 10 ///< a target that allows fewer events is not quoted
};

/// An operating point: an FPIR target, or a threshold that was given.
typedef struct assay_ident_spot {
    bool target;          ///< an FPIR target
    double value;         ///< of the target or the threshold
    uint32_t key;         ///< match when key >= this
    uint64_t most;        ///< target: searches that may go wrong
    uint64_t needed;      ///< target: searches that carry it
    bool carried;         ///< target: most >= 1
    bool few;             ///< carried, and most below ASSAY_IDENT_FEW
    bool below;           ///< target: lies where lists were cut
    uint64_t tied;        ///< target: searches equal to the one left out
    double achieved;      ///< target: FPIR that came of it
    double confidence;    ///< with which the target is kept; 0: as it comes
    const char *note;     ///< with confidence: what it rests on
    uint64_t safe_needed; ///< few, and no threshold keeps it with confidence:
                          ///< searches that would do; or 0
} assay_ident_spot;

/// Keys that decide the searches of a part, each class descending. Ended by
/// assay_ident_keys_end().
typedef struct assay_ident_keys {
    uint32_t *top;   ///< greatest candidate of non-mated searches; 0: none
    uint32_t *found; ///< mate within the list; 0: missed anyhow
    uint64_t tops, founds;
    uint32_t known; ///< from this key on everything is known
} assay_ident_keys;

struct assay_identification {
    assay_identification_input input;
    assay_ident_spot *spots;
    size_t spot_count;
    assay_ident_spot *safe; ///< targets with few events, kept with confidence
    size_t safe_count;
    uint32_t *ranks; ///< asked, ascending, each once
    size_t rank_count;
    const assay_searches *searches;
    assay_ledger *ledger;
    uint64_t size;      ///< identities on a watchlist: the median
    uint64_t trials[2]; ///< searches of everybody: non-mated, mated
    uint64_t cut;       ///< searches whose list is cut above a threshold
    uint64_t greatest;  ///< identities of the greatest list that was searched
    bool random;        ///< FPIR holds for lists like this one
    assay_ident_keys keys; ///< of everybody
};

/// One group, or everybody, while it is measured.
typedef struct assay_ident_part {
    assay_identification *all;
    const assay_search_group *group; ///< NULL: everybody
    size_t cell;
} assay_ident_part;

/// Searches of a part at a key. Arrays have a place for each person. Ended by
/// assay_ident_counts_end().
typedef struct assay_ident_counts {
    size_t people;
    double *non_mated, *false_positives; ///< searches of each, and those gone
                                         ///< wrong
    double *mated, *missed;              ///< system-level, within `rank`
    double *unsure; ///< of those missed: the mate may lie below the cut
    double *completed, *failed; ///< mated, acquired and enrolled
    double *on_list;            ///< mated ones that named somebody else
    double *able_non_mated;     ///< non-mated ones that were acquired
    double *searched;           ///< of either kind
    double *alerts;             ///< of these, with a candidate
    double *influence;          ///< u_j of the `identities` on any watchlist
    uint32_t identities;        ///< on any watchlist
    double shared;              ///< sum of u_sj^2
    uint64_t trials[2];         ///< searches attempted: non-mated, mated
    uint64_t acquired[2];       ///< of them, with a probe that was acquired
    uint64_t positives;         ///< non-mated searches with a candidate
    uint64_t candidates;        ///< of them together, at most L each
    uint64_t able;              ///< mated searches, acquired and enrolled
    uint64_t on_list_alerts; ///< mated searches with a candidate other than the
                             ///< mate
    uint64_t unknown_positives;  ///< non-mated searches that may have a
                                 ///< candidate below the cut of their list
    uint64_t unknown_candidates; ///< candidates that their lists can hide
    uint64_t unknown_searches;   ///< non-mated ones whose lists hide some
    uint64_t unknown_misses;     ///< mated ones whose mate may lie below it
    uint64_t unknown_on_list;    ///< mated ones that may name somebody else
} assay_ident_counts;

/// Counts a part at `key`, mates within `rank`. False without memory.
bool assay_ident_count(const assay_ident_part *part, uint32_t key,
                       uint32_t rank, assay_ident_counts *counts);
void assay_ident_counts_end(assay_ident_counts *counts);

/// A part at a key.
typedef struct assay_ident_at_key {
    const assay_ident_part *part;
    uint32_t key;
} assay_ident_at_key;

/// sum of u_sj of one system times u_sj of another, of the same searches. False
/// without memory.
bool assay_ident_shared(const assay_ident_at_key *a,
                        const assay_ident_at_key *b, double *sum);

/// Whom the non-mated searches of a part name, at a threshold. Ended by
/// assay_ident_named_end().
typedef struct assay_ident_named {
    size_t people;
    double *named;       ///< of each person: candidates, at most L a search
    double *places;      ///< that there are: min(N, L) a search
    double *matched;     ///< of the `identities` on any watchlist
    uint32_t identities; ///< on any watchlist
    double shared;       ///< sum over person and identity of the squares
    uint64_t searches, candidates;
    double all_places;
} assay_ident_named;

/// Counts them; `able`: of probes that were acquired alone. False without
/// memory.
bool assay_ident_named_of(const assay_ident_part *part, uint32_t key, bool able,
                          assay_ident_named *named);
void assay_ident_named_end(assay_ident_named *named);
/// Whether somebody is on any watchlist; the pool is none.
bool assay_ident_is_listed(const assay_searches *searches, uint32_t person);
/// Of an array with a place for each person those on any watchlist, to its
/// front; returns how many.
uint32_t assay_ident_listed(const assay_searches *searches, double *of);

/// Whether a search belongs to a part; searches of the pool to none.
bool assay_ident_has(const assay_ident_part *part,
                     const assay_searched *search);
/// Candidates of a search with at least this key.
uint32_t assay_ident_over(const assay_searches *searches,
                          const assay_searched *search, uint32_t key);
/// Pessimistic rank of the mate: 1 + the candidates at least as alike;
/// UINT32_MAX where the mate isn't known.
uint32_t assay_ident_rank(const assay_searches *searches,
                          const assay_searched *search);

/// Whether the mate may be among the first `rank` and match at `key` though the
/// list doesn't name it: it was cut above. One that names so many others above
/// the cut misses the mate wherever it is.
bool assay_ident_unknown(const assay_searched *search, uint32_t key,
                         uint32_t rank);
/// Bounds of a rate whatever the outcomes of `unknown` searches were: events
/// (`more`), or none. Its value is refused; `note` says why (NULL: as
/// assay_ident_set_cut() does). Nothing where all are known.
void assay_ident_bound(assay_figure *figure, uint64_t unknown, bool more,
                       const char *note);
/// Sets key, ties and what was achieved of a target by spot->most.
void assay_ident_set_key(const assay_ident_keys *keys, assay_ident_spot *spot);
/// Sets all->safe; false without memory.
bool assay_ident_safe(assay_identification *all);
/// The design effect of FPIR at the highest threshold with 30 events, from the
/// larger of V and V_J (an "at most"); NaN if there is none.
double assay_ident_deff(const assay_ident_part *part);
/// People whose probes are in a group (NULL: everybody); `*memory` becomes
/// false without memory.
uint64_t assay_ident_people_of(const assay_identification *all,
                               const assay_search_group *group, bool *memory);
/// People with non-mated searches.
uint64_t assay_ident_searched(const assay_ident_part *part);

/// The keys of a part; false without memory.
bool assay_ident_keys_of(const assay_ident_part *part, assay_ident_keys *keys);
void assay_ident_keys_end(assay_ident_keys *keys);
/// How many of `n` descending keys are at least `key`.
uint64_t assay_ident_at_least(const uint32_t *keys, uint64_t n, uint32_t key);

/// The threshold, in the direction of the input, at which keys from this one on
/// match; NaN where there is none.
double assay_ident_threshold(const assay_identification *all, uint32_t key);
/// Whether a target is told of though it is not carried: those asked for, and
/// of the others the first.
bool assay_ident_wanted(const assay_identification *all, size_t spot);
/// Whether figures stand at a spot: given, or a target that is carried.
bool assay_ident_stands(const assay_ident_spot *spot);

/// Adds counts of searches and failures.
void assay_ident_totals(const assay_ident_part *part);
/// Adds the figures of a part at all spots.
void assay_ident_rates(const assay_ident_part *part);
/// Remembers FPIR and FNIR of a group, whose figures are the entries `fpir` and
/// `fnir` of the ledger, for groups to be held against each other.
void assay_ident_stand(const assay_ident_part *part,
                       const assay_ident_counts *counts, size_t fpir,
                       size_t fnir);
/// Adds FPIR of a group at lists of other make-up by group.
void assay_ident_compositions(const assay_ident_part *part);
/// Adds FPIR by watchlist size, of everybody.
void assay_ident_sizes(const assay_ident_part *part);
/// Adds FPIR beyond the thresholds that searches carry, of everybody.
void assay_ident_tail_of(const assay_ident_part *part);
/// Adds who causes false matches, of everybody.
void assay_ident_zoo(const assay_ident_part *part);
/// Adds whether people differ in their mated scores, of everybody.
void assay_ident_mated(const assay_ident_part *part);
/// Adds how many scores look like wrong labels, of everybody.
void assay_ident_suspects(const assay_ident_part *part);
/// Adds the curves "DET 1:N" and, of everybody, "CMC".
void assay_ident_curves(const assay_ident_part *part);
/// Adds warnings.
void assay_ident_warnings(const assay_identification *all,
                          assay_result *result);
/// Adds the warnings that pairs beside the searches would give too: what was
/// suppressed, what is not stated about the data.
void assay_ident_record_warnings(const assay_identification *all,
                                 size_t suppressed, assay_result *result);
/// Adds statements.
void assay_ident_words(const assay_identification *all, assay_result *result);

/// A figure of this part, without value.
assay_figure assay_ident_figure(const assay_ident_part *part, const char *name,
                                const char *unit);
/// Conditions of a spot into `at`; returns how many.
size_t assay_ident_at(const assay_ident_spot *spot, assay_at at[4]);
/// The name of a curve at a spot: "FPIR by watchlist size,FPIR=0.01"; or NULL.
const char *assay_ident_curve_id(const assay_ident_part *part, const char *name,
                                 const assay_ident_spot *spot);
/// Sets threshold, rule, conditions and status by the spot.
void assay_ident_set_spot(const assay_ident_part *part,
                          const assay_ident_spot *spot, const assay_at *at,
                          size_t count, assay_figure *figure);
/// Takes value and interval out: lists end above the threshold.
void assay_ident_set_cut(assay_figure *figure);
/// The same of a rate, of which the least and the most are known.
void assay_ident_set_bounds(double least, double most, assay_figure *figure);
/// Adds a figure; `rate` (or NULL) says what warnings must tell of it.
void assay_ident_add(const assay_ident_part *part, const assay_figure *figure,
                     const assay_estimate *rate, bool beside);
/// Two notes as one sentence, either of which may be NULL.
const char *assay_ident_join(const assay_ident_part *part, const char *a,
                             const char *b);

/// People of whom x of m searches each went wrong.
typedef struct assay_ident_people {
    const double *x, *m;
    size_t n;
} assay_ident_people;

/// A rate by people, weighted by the search or by the person.
assay_estimate assay_ident_rate(const assay_ident_part *part,
                                assay_ident_people people,
                                assay_weighting weighting);
/// FPIR at a key, for this list or for lists like it; `able`: of probes that
/// were acquired alone.
assay_estimate assay_ident_fpir(const assay_ident_part *part,
                                const assay_ident_counts *counts, bool able);
/// SEL, likewise.
assay_estimate assay_ident_sel(const assay_ident_part *part,
                               const assay_ident_counts *counts,
                               const assay_ident_named *named, bool able);
/// A miss rate at a threshold that the non-mated searches of this very part
/// set: the variance holds what the threshold adds.
assay_estimate assay_ident_misses(const assay_ident_part *part,
                                  const assay_ident_counts *counts,
                                  assay_ident_people people,
                                  assay_weighting weighting);
/// The slope of the DET at the FPIR of `counts`: dFNIR/dFPIR, negative or 0;
/// all->keys stand.
double assay_ident_slope(const assay_ident_part *part,
                         const assay_ident_counts *counts);
/// Value, interval and counts of a rate into a figure.
void assay_ident_set_rate(const assay_ident_part *part,
                          const assay_estimate *rate, assay_figure *figure);

#endif
