// SPDX-License-Identifier: Apache-2.0
/// Counts to come after a record of deployments, when how far deployments lie
/// apart is known from them alone (docs/statistics.md 5.6).
///
/// A spread that is taken as known makes the next count look surer than it is
/// where deployments are few or one holds most of the exposure. So it is not
/// taken as known. The count of a deployment is negative binomial about
/// rate x exposure, with the squared spread b = variance/mean^2 of the rates of
/// deployments; what comes is averaged over b, by how well it fits the counts
/// about the rate of the record, X/E, and over the rate, by how well it fits X
/// in E, a count of squared spread b sum e^2/E^2. So the middle stays at X/E
/// also where long deployments go at another rate than short ones. Before the
/// record b has the density 1/(1 + b)^2 up to 20, the rate Jeffreys' at that b.
///
/// Where deployments differ by no more than chance alone makes them (index of
/// dispersion 1 or less), without an event, and of fewer than two, nothing is
/// between them: NegBin(x + 1/2, E/(E + next)), assay_predict() of the sums.
/// Vector T5.10, held by tests/unit/test_stats_to_come.c; how often it holds
/// the next count by bench/coverage_records.c.
#ifndef STATS_TO_COME_H
#define STATS_TO_COME_H

#include "stats/foreseen.h"

#include <stdbool.h>
#include <stddef.h>

enum { ASSAY_TO_COME_MOST = 256 };

/// What a record says of the counts after it: a mixture.
typedef struct assay_to_come {
    struct assay_to_come_part {
        double rate;   ///< events of one exposure
        double shape;  ///< of the negative binomial
        double weight; ///< sum 1
    } parts[ASSAY_TO_COME_MOST];
    size_t count;
    bool differ; ///< deployments do, beyond chance
} assay_to_come;

/// Of `n` deployments with whole `events` each in `exposure`, which are put in
/// an order of their own, so that theirs is none to the result. Exposures of 0
/// are left out; with none above it, `count` is 0. Takes some 100 logarithms a
/// deployment.
assay_to_come assay_to_come_of(double *events, double *exposure, size_t n);

/// P(count <= k) in one deployment of exposure `next`, k >= 0 and whole.
double assay_to_come_at_most(const assay_to_come *of, double next, double k);
/// Its mean, chance of none, and the ends of assay_predictive_interval(),
/// infinite beyond 1e15. The
/// mean is that of the mixture, above that of the record where little is
/// known; infinite rates are none of a record's, so it is finite.
assay_foreseen assay_to_come_in(const assay_to_come *of, double next,
                                double chance);
/// The chance of one event or more in a deployment, were the expected count
/// known to be `mean`.
double assay_to_come_any(const assay_to_come *of, double mean);

#endif
