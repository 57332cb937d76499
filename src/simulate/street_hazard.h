// SPDX-License-Identifier: Apache-2.0
/// FPIR of the very list that was drawn: entries reach a threshold each on its
/// own, once what a passage's comparisons have in common is given.
#ifndef SIMULATE_STREET_HAZARD_H
#define SIMULATE_STREET_HAZARD_H

#include "simulate/quadrature.h"
#include "simulate/street_list.h"

/// The sum over entries of -ln Phi((y - sqrt(b) v_j)/sqrt(rest)), by y.
typedef struct assay_street_hazard {
    assay_log_table table;
    double common; ///< standard deviation of what comparisons share
    double acquired;
    size_t count; ///< entries
} assay_street_hazard;

/// Which entries.
typedef struct assay_street_some {
    uint32_t first;      ///< numbers from here on
    uint32_t deployment; ///< that are there at this one
} assay_street_some;

/// Makes it of them.
assay_status assay_street_hazard_make(const assay_street_list *list,
                                      assay_street_some some,
                                      assay_arena *arena,
                                      assay_street_hazard *hazard,
                                      assay_error *err);

/// The chance that a passage whose scores are shifted by `shift` reaches
/// `threshold` with any of them; mean over people, passages, deployments.
double assay_street_hazard_fpir(const assay_street_hazard *hazard, double shift,
                                double threshold);

#endif
