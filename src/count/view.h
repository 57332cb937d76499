// SPDX-License-Identifier: Apache-2.0
/// What was counted of one set of comparisons: all of them, or those whose
/// probe belongs to one group, or those within one group. measure/ makes
/// figures of it; nothing here is a rate.
///
/// A score matches at an operating point when key(score) >= point.key
/// (base/order.h); both rules and distances have been turned into that.
/// Points are sorted by key, so their errors are nested.
///
/// People are numbered 0 .. people-1 in canonical order (by id), the same in
/// every view; somebody with no comparison in this view has margins 0.
#ifndef COUNT_VIEW_H
#define COUNT_VIEW_H

#include "assay/figures.h"
#include "base/fail.h"
#include "base/rows.h"

/// Classes index arrays of two.
enum { ASSAY_NON_MATED = 0, ASSAY_MATED = 1, ASSAY_CLASSES = 2 };

/// In which part a person is in a comparison. A mated comparison counts once,
/// for its one person; a non-mated one for its probe and for its reference.
typedef enum assay_role {
    ASSAY_ROLE_MATED,     ///< the person of mated comparisons
    ASSAY_ROLE_PROBE,     ///< probe of non-mated comparisons
    ASSAY_ROLE_REFERENCE, ///< reference of non-mated comparisons
    ASSAY_ROLES,
    /// Either side of non-mated identity pairs, a pair that was compared in
    /// both directions once: only for partners and balanced sums.
    ASSAY_ROLE_EITHER = ASSAY_ROLES
} assay_role;

/// An unsigned number of 128 bits, in two halves.
typedef struct assay_wide {
    uint64_t low, high;
} assay_wide;

/// As a double, rounded once.
double assay_wide_double(assay_wide wide);

/// Why a point was asked for.
typedef enum assay_purpose {
    ASSAY_FOR_TARGET,    ///< an FMR target: most = floor(alpha * trials)
    ASSAY_FOR_WILKS,     ///< the same target with confidence (method.md 6.1)
    ASSAY_FOR_THRESHOLD, ///< a threshold that was given
    ASSAY_FOR_EER,       ///< t_i, the first threshold with FMR <= FNMR
    ASSAY_FOR_BAND       ///< a point of the DET band: a bucket edge
} assay_purpose;

/// What was asked: the caller fills it in, the count adds `key`, `tied`.
typedef struct assay_point {
    assay_purpose purpose;
    double target; ///< alpha; or the threshold as given; NaN for the others
    uint64_t most; ///< target, Wilks: non-mated matches allowed
    bool own;      ///< the threshold is set on this view itself: the count
                   ///< finds `key`; else the caller has set it
    uint32_t key;  ///< match exactly when key(score) >= key
    uint64_t tied; ///< target, Wilks: non-mated scores equal to the one that
                   ///< the threshold had to leave out (0: none left out)
} assay_point;

/// What was seen at a point.
typedef struct assay_events {
    uint64_t false_matches;
    uint64_t false_non_matches;
    /// Sums over identity pairs of non-mated comparisons, e_ij errors of m_ij:
    /// sum e^2 and sum e*m. Without people: e = e^2, m = 1.
    assay_wide sum_e2, sum_em;
    /// Subject-balanced (only where view.balanced): sum over pairs of e/m and
    /// of (e/m)^2, in units of 2^-40, each e/m rounded to the unit.
    assay_wide balanced, balanced2;
} assay_events;

/// Level-1 tally: 65,536 buckets of the key's upper 16 bits; here those with
/// anything in them, ascending.
typedef struct assay_bucket {
    uint32_t bucket;               ///< key >> 16
    uint64_t count[ASSAY_CLASSES]; ///< comparisons of each class
} assay_bucket;

/// Moments of a class, from exact integer sums per bucket.
typedef struct assay_moments {
    double mean;
    double variance; ///< with n - 1; NaN when n < 2
    bool infinite;   ///< some score is infinite: no moments
} assay_moments;

/// The neighbours between which FMR and FNMR cross (method.md, EER).
typedef struct assay_crossing {
    bool found;                ///< false: a class is empty
    uint32_t key[2];           ///< t_(i-1), t_i; key beyond +inf for the end
    uint64_t false_matches[2]; ///< at each
    uint64_t false_non_matches[2];
    /// They cross between these keys, which are no neighbouring scores but the
    /// nearest ones with known counts: below the floor, edges of buckets.
    bool edges;
} assay_crossing;

/// The area under the ROC as integers. A placement of a mated score is twice
/// the non-mated scores below it plus those equal; of a non-mated score twice
/// the mated ones above plus those equal.
typedef struct assay_area {
    bool counted;
    assay_wide wins2;                  ///< 2 x wins + ties
    assay_wide squares[ASSAY_CLASSES]; ///< sum of placement^2
    /// Over identity pairs of non-mated comparisons, Q = sum of placements:
    /// sum Q^2 and sum Q*m. Meaningful where `by_pair`.
    bool by_pair;
    assay_wide pair_q2, pair_qm;
    /// Below the floor scores are known by bucket: `wins2` takes those of a
    /// bucket for equal, and lies between these two whatever they are. Squares,
    /// pairs and placements are not counted.
    bool bounded;
    assay_wide least2, most2;
} assay_area;

/// What is known of non-mated scores at or below a view's floor.
typedef enum assay_below {
    ASSAY_BELOW_NOTHING, ///< their number
    ASSAY_BELOW_SAMPLED, ///< by bucket, as a sample of all comparisons has them
    ASSAY_BELOW_COUNTED  ///< by bucket
} assay_below;

/// The samples of one side that were tried, and those of them that were not
/// acquired (probes) or not enrolled (references).
typedef struct assay_tried {
    bool known;     ///< files say so, sample by sample
    bool by_person; ///< whose each is, too
    uint64_t tried, lost;
} assay_tried;

/// One view. Opaque beyond these fields; ended by assay_view_free().
typedef struct assay_view {
    const assay_label *labels; ///< the group; none: everybody
    size_t label_count;
    bool same_references; ///< only references of the same group
    bool unknown;         ///< the row of those whose group isn't known

    uint64_t trials[ASSAY_CLASSES]; ///< completed comparisons
    uint64_t failed[ASSAY_CLASSES]; ///< comparisons that failed, for no stated
                                    ///< reason, and those of the next two:
    uint64_t no_probe[ASSAY_CLASSES];     ///< probe not acquired
    uint64_t no_reference[ASSAY_CLASSES]; ///< reference not enrolled

    assay_tried samples[ASSAY_SIDES]; ///< of people in the group, either side

    /// Non-mated comparisons with a key at or below the floor are known in
    /// number (they are among the trials) and as `below` says; 0: none, all
    /// were seen one by one. Where a point's key is not above the floor, its
    /// false matches and all that comes of them are those above the floor
    /// alone.
    uint32_t floor;
    assay_below below;
    uint64_t below_sample;      ///< comparisons in the sample
    uint64_t floor_matches;     ///< non-mated comparisons above the floor
    uint64_t floor_non_matches; ///< mated ones at or below it; not counted in
                                ///< a view of the same references

    /// Without anything known below the floor, only those above it.
    const assay_bucket *buckets;
    size_t bucket_count;
    assay_moments moments[ASSAY_CLASSES];
    uint32_t key_low[ASSAY_CLASSES];  ///< least key of each class; 0: not known
    uint32_t key_high[ASSAY_CLASSES]; ///< greatest
    /// The commonest score of each class, if it makes up more than 1 % of the
    /// class, and how often it comes; else count 0.
    uint32_t mode_key[ASSAY_CLASSES];
    uint64_t mode_count[ASSAY_CLASSES];

    const assay_point *points; ///< ascending by key
    const assay_events *events;
    size_t point_count;
    assay_crossing crossing;
    assay_area area;

    bool has_people; ///< subjects of both sides are known in every comparison
    uint32_t people; ///< length of all per-person arrays
    /// Nobody is probe and reference of non-mated comparisons: 4.3(c).
    bool disjoint_roles;
    uint64_t pairs;    ///< identity pairs with non-mated comparisons
    assay_wide sum_m2; ///< sum of m_ij^2 over them
    uint64_t most_m;   ///< greatest m_ij
    bool balanced;     ///< people's non-mated comparisons are unequal in number
                   ///< (assay_unequal): balanced sums were made, for all points
                   ///< but those of the band
    struct assay_view_store *store;
} assay_view;

/// Comparisons of each person in a role: fills `margins` (view->people).
void assay_view_margins(const assay_view *view, assay_role role,
                        uint64_t *margins);
/// Errors of each person in a role at point `p`: fills `errors`.
void assay_view_errors(const assay_view *view, size_t p, assay_role role,
                       uint64_t *errors);
/// Partners of each person: identity pairs with non-mated comparisons that
/// touch them. Role EITHER in the dyadic design, PROBE or REFERENCE where
/// view->disjoint_roles. Only where view->balanced.
void assay_view_partners(const assay_view *view, assay_role role,
                         uint64_t *partners);
/// Sum of e/m over those pairs, at point `p`, as a double (exact multiples of
/// 2^-40). Only where view->balanced.
void assay_view_balanced(const assay_view *view, size_t p, assay_role role,
                         double *sums);
/// Sum of placements (assay_area) of each person in role MATED, PROBE or
/// REFERENCE; only where view->area.counted and view->has_people.
void assay_view_placements(const assay_view *view, assay_role role,
                           double *placements);

/// Samples of each person on a side (ASSAY_SIDE_...), and those lost; only
/// where view->samples[side].by_person.
void assay_view_tried(const assay_view *view, int side, uint64_t *tried);
void assay_view_lost(const assay_view *view, int side, uint64_t *lost);

/// Non-mated (mated) comparisons with key(score) >= key, exact at bucket edges
/// (key & 0xFFFF == 0), from the buckets.
uint64_t assay_view_at_or_above(const assay_view *view, int class,
                                uint32_t key);

/// Whether numbers of comparisons are so unequal that the subject-balanced
/// rate is the headline (method.md 1.4): over those of the `n` margins that
/// are not 0, most/least > 3 or (sum m)^2 / sum m^2 < 0.7 K.
bool assay_unequal(const uint64_t *margins, size_t n);

/// Frees; NULL is allowed.
void assay_view_free(assay_view *view);

#endif
