// SPDX-License-Identifier: Apache-2.0
/// The rates of a view as the cluster statistics see them.
#ifndef MEASURE_CLUSTERS_H
#define MEASURE_CLUSTERS_H

#include "measure/crowd.h"
#include "stats/cluster.h"

/// FNMR at point `p`; leaves the errors in crowd->errors[0], and what it
/// returns in crowd->last.
assay_cluster assay_clusters_mated(assay_crowd *crowd, size_t p);
/// The same, each person counting 1: the shares are left in crowd->shares[0].
assay_cluster assay_clusters_balanced_mated(assay_crowd *crowd, size_t p);
/// FMR at point `p`; leaves the errors in crowd->errors.
assay_cluster assay_clusters_non_mated(assay_crowd *crowd, size_t p);
/// The same, each two people counting 1; only where view->balanced.
assay_cluster assay_clusters_balanced_non_mated(assay_crowd *crowd, size_t p);

/// The design effect at the point nearest to `p` with at least 30 events; NaN
/// if there is none (method.md 4.6).
double assay_clusters_borrowed_deff(assay_crowd *crowd, size_t p, int class);
/// Comparisons of a class that share nobody.
double assay_clusters_units(const assay_crowd *crowd, int class);

#endif
