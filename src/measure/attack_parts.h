// SPDX-License-Identifier: Apache-2.0
/// What the files that measure attacks share.
#ifndef MEASURE_ATTACK_PARTS_H
#define MEASURE_ATTACK_PARTS_H

#include "measure/attacks.h"
#include "measure/estimate.h"
#include "measure/study.h"

/// Where figures of attacks stand.
typedef struct assay_attack_spot {
    assay_at at;
    double threshold; ///< in the direction of the input; NaN: beyond all
    uint32_t key;     ///< a score passes from it on
    bool given;       ///< the threshold was given
    bool few;         ///< a handful of scores fix it
    uint64_t most;    ///< an APCER target: attacks of a species that may pass
} assay_attack_spot;

enum { ASSAY_ATTACK_SPOTS = 64 };

/// Attacks while they are measured.
typedef struct assay_attack_part {
    assay_verification *v;
    const assay_attack_set *set;
    const assay_attack_group *group; ///< whose rows are looked at; NULL: all
    uint64_t present; ///< people behind the figure of a group that is added;
                      ///< UINT64_MAX: not known
    uint64_t *totals; ///< rows of each mark
    uint64_t *counts; ///< of each mark, those that pass at each spot
    uint64_t *people; ///< trials, then events, of each person
    double *room;
    assay_attack_spot spots[ASSAY_ATTACK_SPOTS]; ///< ascending by key
    size_t spot_count;
    size_t bona_fide; ///< its place; set->marks: none
} assay_attack_part;

/// A figure at a spot.
assay_figure assay_attack_figure(const assay_attack_part *part,
                                 const assay_attack_spot *spot,
                                 const char *name);
/// Counts rows at all spots, of everybody or of the group.
assay_status assay_attack_count(assay_attack_part *part, assay_error *err);
/// Of the rows of a mark, those that pass at spot `s`; or (bona fide) don't.
assay_status assay_attack_tally(assay_attack_part *part, size_t mark, size_t s,
                                assay_tallied *out, assay_error *err);
/// Adds a figure of a species, or of all (NULL), of the group; `rate`, or NULL,
/// is what it was made of.
void assay_attack_put(assay_attack_part *part, const assay_figure *figure,
                      const char *species, const assay_estimate *rate);
/// Fills a figure from its rate and adds it.
void assay_attack_put_rate(assay_attack_part *part, assay_figure *figure,
                           const assay_estimate *rate, const char *species);
/// Adds the rate of a mark at a spot, and returns it.
assay_estimate assay_attack_put_mark(assay_attack_part *part, size_t mark,
                                     const assay_attack_spot *spot,
                                     const assay_tallied *seen);
/// "APCER" of presentations, "IAPAR" of comparisons.
const char *assay_attack_name(const assay_attack_part *part);

/// Adds the figures at all spots: each species, the highest, bona fide.
assay_status assay_attack_rates(assay_attack_part *part, assay_error *err);
/// Adds them for each group: each species, bona fide. Small groups are told by
/// their people.
assay_status assay_attack_groups(assay_attack_part *part,
                                 const assay_attack_group *groups, size_t n,
                                 assay_error *err);
/// Adds the figures of morphs at all spots.
assay_status assay_attack_morphs(assay_attack_part *part, assay_error *err);
/// Adds the curve of APCER and BPCER.
assay_status assay_attack_curve(assay_attack_part *part, assay_error *err);

#endif
