// SPDX-License-Identifier: Apache-2.0
/// The people of a view as arrays of doubles, as the statistics want them.
#ifndef MEASURE_CROWD_H
#define MEASURE_CROWD_H

#include "count/view.h"
#include "measure/fold.h"
#include "stats/cluster.h"

/// By which margins people are sorted into kinds (fold.h).
enum {
    ASSAY_KINDS_MATED,
    ASSAY_KINDS_ONES,
    ASSAY_KINDS_SIDES,        ///< two: of either or probes, of references
    ASSAY_KINDS_PARTNERS = 4, ///< two, alike
    ASSAY_KINDS_JOINT = 6,    ///< mated comparisons, non-mated ones touched
    ASSAY_KINDS_JOINT_ONES,   ///< whether any mated, non-mated ones touched
    ASSAY_KINDS
};

/// Arrays have `people` places; all NULL where people are not known. Filled for
/// one operating point at a time. Ended by assay_crowd_end().
typedef struct assay_crowd {
    const assay_view *view;
    double confidence;
    size_t people;
    double *mated;        ///< mated comparisons of each
    double *sides[2];     ///< non-mated comparisons: of either side in [0]; or
                          ///< of probes and of references where roles are apart
    double *partners[2];  ///< alike; only where view->balanced
    double *ones;         ///< 1 where `mated` is above 0
    double *errors[2];    ///< room: errors of a point, or shares
    double *shares[2];    ///< room
    uint64_t *room;       ///< room
    assay_fold *folds[2]; ///< room
    assay_kinds *kinds;   ///< ASSAY_KINDS of them, made when wanted
    uint16_t *kind_room;
    assay_cluster last; ///< the FNMR that was looked at last
    // How comparisons lie on people.
    double mated_people, non_mated_people; ///< with any
    double side_people[2];
    bool unequal_mated, unequal_non_mated;
    double largest_mated, largest_non_mated; ///< share of the fullest person
    uint64_t present; ///< people with any comparison in this view
    uint64_t probes;  ///< people of the group: mated or as a probe
} assay_crowd;

/// Fills margins; false without memory (the crowd is empty then).
bool assay_crowd_begin(const assay_view *view, double confidence,
                       assay_crowd *crowd);
void assay_crowd_end(assay_crowd *crowd);

/// One column of errors and its margins, with like people put together where
/// they make few kinds. `s` (0, 1) says which room to use.
assay_side assay_crowd_side(assay_crowd *crowd, size_t kinds, const double *x,
                            const double *m, size_t s);

/// How many arrays `sides` has: 2 where roles are apart.
size_t assay_crowd_sides(const assay_crowd *crowd);
/// Errors of each person at point `p` into `errors[0]` (mated).
void assay_crowd_mated_errors(assay_crowd *crowd, size_t p);
/// Errors at point `p` into `errors[0 .. sides)` (non-mated).
void assay_crowd_non_mated_errors(assay_crowd *crowd, size_t p);
/// Sums of e/m at point `p` into `errors[0 .. sides)`.
void assay_crowd_balanced_errors(assay_crowd *crowd, size_t p);

#endif
