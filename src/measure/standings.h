// SPDX-License-Identifier: Apache-2.0
/// What stands behind the rates of groups: variances, and whose errors they
/// are, so that two rates can be held against each other though they share
/// people (docs/statistics.md 3.3).
///
/// They belong to a ledger, whose figures they are of.
#ifndef MEASURE_STANDINGS_H
#define MEASURE_STANDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_estimate;

/// Which rate of a group.
typedef enum assay_standing_kind {
    ASSAY_STANDING_FALSE,  ///< FMR against all references; FPIR
    ASSAY_STANDING_NEAR,   ///< FMR against references of the same group
    ASSAY_STANDING_MISSED, ///< FNMR, FNIR
    ASSAY_STANDING_FOUND,  ///< TPIR
    ASSAY_STANDING_ASIDE,  ///< false alerts of people on the list
    ASSAY_STANDING_KINDS
} assay_standing_kind;

/// People of one side, ascending: events of each among their comparisons, or
/// weights of them.
typedef struct assay_bearing {
    uint32_t *who;
    double *x, *m; ///< m above 0, or x not 0
    uint32_t count;
} assay_bearing;

/// A rate of a group at a condition.
typedef struct assay_standing {
    assay_standing_kind kind;
    size_t entry;      ///< of the ledger: the headline figure of that rate
    bool by_subject;   ///< weights
    bool unequal;      ///< comparisons are so unequal that it should be
    bool people_known; ///< sides are, if room was found
    bool two_way;      ///< probes and references are different people
    bool listed;       ///< sides[1] are identities by their number on the list
    double rate;       ///< NaN without trials
    double variance;   ///< NaN: too few people for an interval
    double nu, deff;   ///< deff NaN where it isn't known
    uint64_t events, trials;
    double whole;   ///< what the rate is a share of: trials, people or pairs
    uint64_t pairs; ///< identity pairs of non-mated comparisons; 0: none
    /// Over identity pairs of non-mated comparisons, as assay_pair_sums.
    double sum_e, sum_ee, sum_em, sum_mm;
    assay_bearing sides[2];
} assay_standing;

/// All of a ledger. All zero is empty; ended by assay_standings_end().
typedef struct assay_standings {
    assay_standing *items;
    size_t count, room;
    size_t bytes;   ///< that sides take
    bool without;   ///< some have no sides: there was no more room
    uint64_t pairs; ///< identity pairs of everybody's non-mated comparisons
} assay_standings;

/// The people of a side as arrays of `n`; x NULL: none.
typedef struct assay_bearing_from {
    const double *x, *m;
    size_t n;
} assay_bearing_from;

/// Adds a copy of `one` with the people of `sides`, which are left out where
/// ASSAY_STANDINGS_BYTES are used up. False without memory.
bool assay_standings_add(assay_standings *standings, const assay_standing *one,
                         const assay_bearing_from sides[2]);

/// Memory for the people of all standings; beyond, groups are taken to share
/// nobody.
enum { ASSAY_STANDINGS_BYTES = 64 << 20 };

/// Sets rate, variance, nu, deff, events and trials from an estimate. A rate of
/// 1 gets the variance that half an event less would give.
void assay_standing_estimate(const struct assay_estimate *rate,
                             assay_standing *one);

/// Covariance of two rates by the people that bear both: sum of psi_v psi'_v,
/// psi = (x - m rate)/whole (docs/statistics.md 4.8). `both_ways`: some people
/// were compared in both directions, so that a pair can be in both rates; a
/// covariance above 0 is then not taken into account. What is shared is not
/// more than what the variances hold beyond independent comparisons: at most
/// sqrt((V - p(1-p)/n) (V' - p'(1-p')/n')), either sign.
double assay_standing_covariance(const assay_standing *a,
                                 const assay_standing *b, bool both_ways);

void assay_standings_end(assay_standings *standings);

#endif
