// SPDX-License-Identifier: Apache-2.0
/// Searches of watchlists: FPIR at list sizes up to the one tested, and its
/// variance (docs/statistics.md 4.5, 4.6, 5.2).
///
/// K is the number of identities over the threshold in a search of N others;
/// a list of n holds a random n of the N. Sizes are below 2^53.
/// Vectors T4.8, T4.8b, T5.3, held by tests/unit/test_stats_watchlist.c, which
/// also enumerates small lists and deletes identities one by one.
#ifndef STATS_WATCHLIST_H
#define STATS_WATCHLIST_H

#include "stats/beyond.h"
#include "stats/cluster.h"
#include "stats/zero.h"
#include "stats/zoo.h"

#include <stdint.h>

/// The chance that a random list of `n` of the `all` >= n identities holds one
/// of the `k` <= all over the threshold: 1 - C(all - k, n) / C(all, n).
/// Relative error below 1e-12: steps over the smaller of k and n up to 10,000,
/// Stirling's formula beyond. (T5.3)
double assay_watchlist_hit(uint64_t k, uint64_t all, uint64_t n);

/// The same for k = 0 .. count - 1 at once, into `hit[0..count)`, at the cost
/// of one: for a table. count - 1 <= all.
void assay_watchlist_hits(uint64_t all, uint64_t n, double *hit, size_t count);

/// delta(k) = h(k; all-1, n') - h(k-1; all-1, n'), n' = min(n, all-1): how much
/// less likely a hit is in a search of `k` >= 1 over the threshold when one of
/// them is taken off the `all` >= 1. Absolute error below 1e-15. At n = all it
/// is 1 for k = 1, else 0. (4.5)
double assay_watchlist_influence(uint64_t k, uint64_t all, uint64_t n);

/// A stratum of a list: n of its `all` identities, of which k are over the
/// threshold.
typedef struct assay_stratum {
    uint64_t k, all, n;
} assay_stratum;

/// The same chance for a list drawn stratum by stratum. (T5.3)
double assay_watchlist_hit_strata(const assay_stratum *strata, size_t count);

/// SEL(n) = n sum K / sum N: candidates over the threshold that a search of a
/// list of `n` names on average; `over` is the sum of K, `slots` that of N,
/// over all searches. NaN without searches. (T5.3)
double assay_watchlist_selectivity(double over, double slots, double n);

/// What makes the variance of FPIR.
typedef struct assay_watchlist_parts {
    double probes;   ///< Vp: who is searched for; all of it for a fixed list
    double gallery;  ///< Vg: who is on the list, delete-one
    double both;     ///< Vi: held by Vp and by Vg
    double variance; ///< V = max(Vp + Vg - Vi, Vp, Vg)
} assay_watchlist_parts;

/// V of FPIR for lists like this one. `fixed` is assay_cluster_one_way() of the
/// probe subjects (x: sum of h or of h(K; N, n), m: searches). `influence[0 ..
/// identities)` is G_j for each identity listed, also those without any: the
/// sum over searches of assay_watchlist_influence(), at n = N the number of
/// searches that named j alone. `shared` is the sum over (subject, identity) of
/// the squares of what that subject adds to G_j. NaN where `fixed` has no
/// variance or there are fewer than 2 identities. (4.5; T4.8, T4.8b)
assay_watchlist_parts assay_watchlist_variance(const assay_cluster *fixed,
                                               const double *influence,
                                               size_t identities,
                                               double shared);

/// FPIR of a random watchlist from that of the fixed one: V from
/// assay_watchlist_variance(), at least p(1-p)/P if `counted` (for n = N only);
/// nu from the R_s^2 of `probes` (as given to assay_cluster_one_way()) and the
/// G_j^2 together, at least 2. The jackknife is V again. The result goes on to
/// assay_cluster_interval(), with infinite `units`: that searched people share
/// nobody bounds nothing for other lists.
assay_cluster assay_watchlist_random(const assay_cluster *fixed,
                                     assay_side probes, const double *influence,
                                     size_t identities, double shared,
                                     bool counted);

/// What "nobody named in any search" leaves open.
typedef struct assay_watchlist_zero {
    /// `guaranteed` is for the fixed list; NaN for a random one, for which
    /// searches of one list bound nothing.
    assay_zero_bounds bounds;
    /// N (1 - miss^(1/min(S, N))) for a random list, from S subjects and N
    /// identities that share nobody; NaN if it is not below 1. It is below 1
    /// for N = 1 only.
    double any;
} assay_watchlist_zero;

/// How many searched, whom, and of whom.
typedef struct assay_watchlist_design {
    double searches, subjects, identities;
    bool random; ///< lists like this one
} assay_watchlist_design;

/// Upper bounds of FPIR where no search named anybody; `deff` and `miss` as in
/// assay_zero_upper(). (4.6)
assay_watchlist_zero assay_watchlist_zero_upper(assay_watchlist_design design,
                                                double deff, double miss);

#endif
