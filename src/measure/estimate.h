// SPDX-License-Identifier: Apache-2.0
/// FMR and FNMR of a view at a point, with their intervals: by people where
/// they are known (method.md 4.3, 4.6), else as if comparisons were
/// independent (4.1).
#ifndef MEASURE_ESTIMATE_H
#define MEASURE_ESTIMATE_H

#include "measure/crowd.h"

/// By what a rate is weighted.
typedef enum assay_weighting {
    ASSAY_BY_COMPARISON,
    ASSAY_BY_SUBJECT ///< each person, or each two people, count equally
} assay_weighting;

/// A rate with its interval.
typedef struct assay_estimate {
    const char *unit; ///< what a trial is: "comparison", "presentation"
    uint64_t events, trials;
    double value;     ///< NaN without trials
    double low, high; ///< NaN: no interval
    /// The wider interval by the delete-one-subject variance, for requirements;
    /// NaN where low and high serve.
    double guard_low, guard_high;
    double effective;         ///< NaN at 0 and 1, and without an interval
    double variance;          ///< NaN without an interval
    double nu;                ///< infinite without people
    double deff;              ///< borrowed, where there is no event or nothing
                              ///< but; NaN
    int64_t people;           ///< behind it; -1: not known
    const char *method;       ///< NULL without an interval
    bool extreme;             ///< no event, or nothing but: 4.6
    double extreme_bounds[3]; ///< independent, borrowed (or NaN), guaranteed
    bool few_clusters;        ///< fewer than 8 people, or nu < 4
    bool few_people;          ///< too few for an interval (or only one)
    bool one_person;
    unsigned falls_short; ///< a headline whose interval, in designs of its
                          ///< kind, holds the truth too seldom: bits of
                          ///< covered.h
    bool dominated;       ///< a person has more than 5 % of the comparisons
} assay_estimate;

/// FNMR at point `p` of the crowd's view.
assay_estimate assay_estimate_fnmr(assay_crowd *crowd, size_t p,
                                   assay_weighting weighting);
/// FMR at point `p`; by subject only where view->balanced.
assay_estimate assay_estimate_fmr(assay_crowd *crowd, size_t p,
                                  assay_weighting weighting);

/// Events of trials that each belong to one person.
typedef struct assay_tallied {
    const char *unit; ///< "comparison", "presentation"
    uint64_t events, trials;
    /// Of each of `people`; NULL: not known whose the trials are.
    const uint64_t *events_of, *trials_of;
    size_t people;
    double *room; ///< 2 x people, where they are known
} assay_tallied;

/// Any rate of such trials, each counting the same: as FNMR by comparison.
assay_estimate assay_estimate_tallied(const assay_tallied *seen,
                                      double confidence);
/// The mean of the people's own rates: each person counts equally, as FNMR by
/// subject. People must be known.
assay_estimate assay_estimate_balanced(const assay_tallied *seen,
                                       double confidence);

/// Events of trials that each belong to two people out of one set: morphs.
typedef struct assay_coupled {
    assay_tallied of; ///< events_of, trials_of: that touch each person
    assay_pair_sums pairs;
} assay_coupled;

/// The rate of such trials: as FMR by comparison of all against all.
assay_estimate assay_estimate_coupled(const assay_coupled *seen,
                                      double confidence);

#endif
