// SPDX-License-Identifier: Apache-2.0
/// Who contributed to which morphs, and rates over morphs whose intervals know
/// of it (docs/statistics.md 7.4).
///
/// A morph of two people is a trial that belongs to both, as a comparison of
/// two people is: morphs that share a contributor go alike, and the variance is
/// that of 4.3(b). Of one contributor each it is that of 4.3(a). Where morphs
/// have other numbers of contributors, or not all the same, no such variance is
/// known, and they are taken as independent.
#ifndef MEASURE_MORPH_DESIGN_H
#define MEASURE_MORPH_DESIGN_H

#include "measure/attacks.h"
#include "measure/estimate.h"

/// A morph: `count` contributors, whose places are from `first` on.
typedef struct assay_morph {
    size_t first, count;
} assay_morph;

/// All zero is empty; ended by assay_morph_design_end().
typedef struct assay_morph_design {
    const assay_attack_set *set;
    uint32_t *who;       ///< the person at each place
    size_t *place_of;    ///< the place of each pair
    size_t places;       ///< of contributors of morphs
    assay_morph *morphs; ///< set->morph_count of them
    size_t *couples;     ///< numbers of morphs, those of one couple together
    size_t contributors; ///< of each morph; 0: not all have as many
    bool shared;         ///< some person contributed to several
    uint64_t *events_of, *trials_of; ///< morphs of each person
    double *room;
} assay_morph_design;

/// Makes it of what was read, which must outlive it; false without memory.
bool assay_morph_design_begin(const assay_attack_set *set,
                              assay_morph_design *design);
/// The share of morphs that are `matched` (by number).
assay_estimate assay_morph_design_rate(assay_morph_design *design,
                                       const bool *matched, double confidence);
/// Whether intervals take morphs as independent.
bool assay_morph_design_independent(const assay_morph_design *design);
void assay_morph_design_end(assay_morph_design *design);

#endif
