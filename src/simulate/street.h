// SPDX-License-Identifier: Apache-2.0
/// A street: the options of assay_simulate_street(), checked and taken apart,
/// and who its people are.
///
/// Everybody is a function of the seed and their number: volunteers on the list
/// come first, then those who are not on it, then the other listed people.
#ifndef SIMULATE_STREET_H
#define SIMULATE_STREET_H

#include "assay/simulate.h"
#include "base/arena.h"
#include "base/fail.h"
#include "simulate/street_dice.h"

/// Of groups, cameras and lights each; and of their combinations.
enum { ASSAY_STREET_KINDS = 64, ASSAY_STREET_CELLS = 256 };

/// A group, a camera or a light.
typedef struct assay_street_kind {
    const char *name; ///< "" where there is only one, without a name
    double share;     ///< of the public; of people, for a group
    double mated;     ///< what it adds to the mean of mated scores
    double shift;     ///< what it adds to non-mated ones
} assay_street_kind;

/// Kinds of one sort.
typedef struct assay_street_kinds {
    assay_street_kind *kind; ///< `count` of them, at least 1
    size_t count;
    bool named; ///< else there is one, of everybody
} assay_street_kinds;

/// Square roots of shares of variance.
typedef struct assay_street_factors {
    double probe, reference, passage, deployment, rest; ///< of non-mated scores
    double mated, mated_rest; ///< of mated ones, besides the passage
} assay_street_factors;

/// The street.
typedef struct assay_street {
    const assay_simulate_street_options *options;
    assay_street_kinds groups, cameras, lights;
    assay_street_factors factors;
    double threshold, floor;       ///< of alerts, of the log
    float alert_from, logged_from; ///< as scores are compared with them
    int64_t first_day;             ///< since 1970-01-01
    int64_t change_day;   ///< from which on the counter counts otherwise
    double change;        ///< so many times more
    uint64_t people;      ///< volunteers, on the list or not
    uint64_t operational; ///< entries of people who may walk past
} assay_street;

/// A person. The effects are standard normals.
typedef struct assay_street_person {
    double probe;     ///< u
    double reference; ///< v, of their entry
    double mated;     ///< z
    uint32_t group;
    uint32_t from; ///< deployment from which on their entry is on the list
    bool enrolled; ///< and works
} assay_street_person;

/// Which combination of group, camera and light.
static inline size_t assay_street_cell(const assay_street *street, size_t group,
                                       size_t camera, size_t light)
{
    return (group * street->cameras.count + camera) * street->lights.count +
           light;
}

/// How many parts of time there are in which the list is the same.
static inline size_t assay_street_periods(const assay_street *street)
{
    return street->options->late > 0 && street->options->deployments > 1 ? 2
                                                                         : 1;
}

/// The first deployment of the second.
static inline uint32_t assay_street_middle(const assay_street *street)
{
    return (uint32_t)(street->options->deployments / 2);
}

/// In which of them a deployment is.
static inline size_t assay_street_period(const assay_street *street,
                                         uint64_t deployment)
{
    return assay_street_periods(street) > 1 &&
           deployment >= assay_street_middle(street);
}

/// How many combinations there are.
static inline size_t assay_street_cells(const assay_street *street)
{
    return street->groups.count * street->cameras.count * street->lights.count;
}

/// How many in all periods.
static inline size_t assay_street_parts(const assay_street *street)
{
    return assay_street_periods(street) * assay_street_cells(street);
}

/// Checks the options and takes them apart into `arena`; `options` and `arena`
/// must outlive `*street`. ASSAY_EUSAGE says which option is wrong.
assay_status assay_street_make(const assay_simulate_street_options *options,
                               assay_arena *arena, assay_street *street,
                               assay_error *err);

/// Person number `subject`.
assay_street_person assay_street_draw(const assay_street *street,
                                      uint64_t subject);

/// Whose entry number `entry` of the list is.
static inline uint64_t assay_street_subject(const assay_street *street,
                                            uint64_t entry)
{
    return entry < street->options->volunteers
               ? entry
               : entry + street->options->others;
}

/// The effect of deployment number `deployment` on non-mated scores.
double assay_street_effect(const assay_street *street, uint64_t deployment);

/// Faces counted of a passage on average, in that deployment.
double assay_street_faces(const assay_street *street, uint64_t deployment);

/// As far as groups, cameras and lights may shift a non-mated score.
double assay_street_span(const assay_street *street);
/// Tells the watch of step `i` of `all`, now and then. ASSAY_ESTOPPED where it
/// asks to stop.
assay_status assay_street_go_on(const assay_street *street, const char *stage,
                                uint64_t i, uint64_t all, assay_error *err);

/// The kind at `u` in (0, 1) of the shares.
uint32_t assay_street_kind_at(const assay_street_kinds *kinds, double u);

/// Days since 1970-01-01 of that deployment.
static inline int64_t assay_street_day(const assay_street *street,
                                       uint64_t deployment)
{
    return street->first_day + (int64_t)(deployment * street->options->every);
}

#endif
