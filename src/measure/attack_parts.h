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
/// Adds a figure of a species, or of all (NULL); `rate`, or NULL, is what it
/// was made of.
void assay_attack_put(assay_attack_part *part, const assay_figure *figure,
                      const char *species, const assay_estimate *rate);
/// Fills a figure from its rate and adds it.
void assay_attack_put_rate(assay_attack_part *part, assay_figure *figure,
                           const assay_estimate *rate, const char *species);
/// "APCER" of presentations, "IAPAR" of comparisons.
const char *assay_attack_name(const assay_attack_part *part);

/// Adds the figures at all spots: each species, the highest, bona fide.
assay_status assay_attack_rates(assay_attack_part *part, assay_error *err);
/// Adds the figures of morphs at all spots.
assay_status assay_attack_morphs(assay_attack_part *part, assay_error *err);
/// Adds the curve of APCER and BPCER.
assay_status assay_attack_curve(assay_attack_part *part, assay_error *err);

#endif
