// SPDX-License-Identifier: Apache-2.0
/// What the make-up of a watchlist does to the people of one group.
/// docs/statistics.md 3.1.
///
/// Vector T3.1, held by tests/unit/test_stats_differential.c.
#ifndef STATS_COMPOSITION_H
#define STATS_COMPOSITION_H

#include <stddef.h>

/// SEL = sum over h of N_h FMR_h: candidates that a search names on average,
/// `identities[h]` = N_h on the list of each of `n` groups, `fmr[h]` of the
/// searching group against references of h. No assumption but the linearity of
/// a mean.
double assay_composition_sel(const double *fmr, const double *identities,
                             size_t n);

/// FPIR = 1 - prod over h of (1 - FMR_h)^N_h: what it would be if comparisons
/// were independent. They aren't, and it is then too high.
double assay_composition_fpir(const double *fmr, const double *identities,
                              size_t n);

#endif
