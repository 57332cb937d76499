// SPDX-License-Identifier: Apache-2.0
/// Presentation attacks: how often each species passes, and morphs
/// (docs/statistics.md 7.3, 7.4).
///
/// Comparisons with attacks among them give IAPAR at the thresholds of the
/// comparisons; presentations alone give APCER and BPCER, at thresholds given
/// or set on APCER targets. Attacks are never among FMR and FNMR.
#ifndef MEASURE_ATTACKS_H
#define MEASURE_ATTACKS_H

#include "count/presented.h"
#include "measure/verification.h"

/// People of a group, by the profiles of rows.
typedef struct assay_attack_group {
    const assay_label *labels;
    size_t label_count;
    bool unknown;
    const bool *profiles; ///< by number
} assay_attack_group;

/// A system that compared morphs.
typedef struct assay_attack_system {
    const char *name;
    double threshold; ///< in the direction of the input
} assay_attack_system;

/// What was read.
struct assay_attack_set {
    assay_marked *rows;         ///< attacks, and bona fide presentations
    const char *const *species; ///< of each mark by place; NULL: bona fide
    const size_t *order;        ///< places of species, by name
    size_t marks;               ///< distinct ones
    size_t species_count;       ///< of them, but for bona fide
    bool presentations;         ///< no comparisons: PAD alone
    size_t people;              ///< 0: nobody is known
    const bool *named;          ///< of each mark: known whose all its rows are
    uint64_t failed;            ///< attacks and presentations without a score
    assay_marked *morphs;       ///< comparisons of morphs with contributors,
                                ///< each with its pair as the mark
    const uint32_t *morph_of;   ///< the morph of each pair (by mark)
    const uint32_t *contributor_of; ///< the contributor of each pair
    const uint32_t *system_of;      ///< the system of each pair
    size_t pairs;                   ///< a morph, a contributor and a system
    size_t contributors;            ///< people have numbers below it
    size_t morph_count;
    const assay_attack_system *systems; ///< each with its own threshold
    size_t system_count;                ///< 0: one, at everybody's thresholds
};

/// Adds figures to those of comparisons, at the thresholds of everybody's view.
assay_status assay_attacks_view(assay_verification *verification,
                                const assay_attack_set *set,
                                const assay_view *everybody, assay_error *err);
/// Adds sentences and warnings; called by the verification's end.
void assay_attacks_tell(assay_verification *verification,
                        const assay_attack_set *set);
/// Measures presentations alone: figures, also of `group_count` groups, curve,
/// sentences, requirements.
assay_status assay_attacks_measure(assay_verification *verification,
                                   const assay_attack_set *set,
                                   const assay_attack_group *groups,
                                   size_t group_count, assay_error *err);

#endif
