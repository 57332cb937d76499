// SPDX-License-Identifier: Apache-2.0
/// What is true of simulated templates: rates at targets, with their errors.
#ifndef SIMULATE_TEMPLATE_TRUTH_H
#define SIMULATE_TEMPLATE_TRUTH_H

#include "simulate/sphere_search.h"
#include "simulate/template_files.h"

/// Targets of FMR and of FPIR.
enum { ASSAY_TRUTH_MATCHES = 5, ASSAY_TRUTH_SEARCHES = 3 };
/// Rates of everybody, then of the groups.
enum { ASSAY_TRUTH_RATES = 1 + ASSAY_SPHERE_GROUPS };

/// Rates at a threshold: FMR and FNMR, or FPIR and FNIR.
typedef struct assay_truth_point {
    double asked, threshold;
    double wrong[ASSAY_TRUTH_RATES];  ///< FMR or FPIR
    double missed[ASSAY_TRUTH_RATES]; ///< FNMR or FNIR
    double lambs;      ///< their part in false matches; not of searches
    double tenfold[2]; ///< FPIR of a tenth and ten times the list
} assay_truth_point;

/// The truth.
typedef struct assay_template_truth {
    const assay_sphere *sphere;
    assay_template_count counts[2]; ///< of each side
    const assay_sphere_law *law;    ///< the fine one
    assay_truth_point matches[ASSAY_TRUTH_MATCHES];
    assay_truth_point searches[ASSAY_TRUTH_SEARCHES]; ///< with a watchlist
    double match_error;  ///< of FMR and FNMR, the largest relative to itself
    double search_error; ///< of FPIR
} assay_template_truth;

/// Finds it; all that `*truth` leans on is in `arena`.
assay_status assay_template_truth_make(const assay_sphere *sphere,
                                       const assay_template_count counts[2],
                                       assay_arena *arena,
                                       assay_template_truth *truth,
                                       assay_error *err);

/// The text for the terminal; NULL without memory. The caller frees it.
char *assay_template_truth_text(const assay_template_truth *truth);

/// Writes one JSON object.
void assay_template_truth_put(const assay_template_truth *truth,
                              assay_output *output);

/// The group at `which` of the rates.
static inline size_t assay_truth_group(size_t which)
{
    return which ? which - 1 : ASSAY_SPHERE_ALL;
}

/// How many rates there are: everybody's alone, where groups have no names.
static inline size_t assay_truth_rates(const assay_sphere *sphere)
{
    return sphere->grouped ? 1 + sphere->group_count : 1;
}

#endif
