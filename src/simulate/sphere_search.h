// SPDX-License-Identifier: Apache-2.0
/// The true FPIR of simulated templates.
///
/// What a probe x has to do with a reference of anybody depends on two numbers:
/// how long x is along m, and within the e dimensions. Given these the listed
/// people match or not independently of each other, so a list of n has a match
/// with the chance 1 - (1 - p)^n, p over the law of listed people; FPIR is its
/// mean over the two numbers. It is that of random watchlists of n people.
#ifndef SIMULATE_SPHERE_SEARCH_H
#define SIMULATE_SPHERE_SEARCH_H

#include "simulate/sphere_law.h"

/// Probes and their chances, in the arena that it was made with.
typedef struct assay_sphere_search {
    const assay_sphere_law *law;
    assay_nodes along, within; ///< of a probe's two numbers
    size_t steps;              ///< of v
    const double *v, *weights; ///< the law of v, `steps` of each
    double threshold;
    assay_log_table some[ASSAY_SPHERE_GROUPS]; ///< P(a person matches | cosine)
    double *chances; ///< kind x level x along x within
} assay_sphere_search;

/// Makes what thresholds share. ASSAY_ENOMEM.
assay_status assay_sphere_search_make(const assay_sphere_law *law,
                                      assay_arena *arena,
                                      assay_sphere_search *search,
                                      assay_error *err);

/// Finds the chances at a threshold; the rates below are at it.
void assay_sphere_search_at(assay_sphere_search *search, double threshold);

/// P(a search for a person of `group`, a group or all, who is not listed has a
/// candidate at or above the threshold), over lists of `size` people.
double assay_sphere_fpir(const assay_sphere_search *search, size_t group,
                         double size);

/// Searches as assay_sphere_search_at() for the threshold at which the FPIR of
/// all is `fpir`, in (0, 1).
double assay_sphere_search_for(assay_sphere_search *search, double size,
                               double fpir);

#endif
