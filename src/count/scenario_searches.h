// SPDX-License-Identifier: Apache-2.0
/// The passages of a trial as searches of its watchlist: what forecasts and
/// other list sizes are worked out from (count/searches.h).
///
/// A passage is a search by its person of the list at the time of entering;
/// those named in it are the candidates, the person's own entry the mate.
/// Passages of people on the list are mated searches; those of others that
/// another person's overlaps, which are in bounds alone, are no searches.
#ifndef COUNT_SCENARIO_SEARCHES_H
#define COUNT_SCENARIO_SEARCHES_H

#include "count/scenario.h"
#include "count/searches.h"

/// The place of each string in an order that does not depend on the files'.
typedef struct assay_scenario_order {
    const uint32_t *subject, *reference, *camera;
} assay_scenario_order;

/// Makes them. `cut`: the key from which on every candidate is logged;
/// `profile`: of each passage (NULL: 0). On success the caller owns `*out`,
/// which is NULL where it would say what is not known: passages in which
/// alerts from `cut` on may be the public's, or too many different lists.
assay_status assay_scenario_searches(const assay_scenario *s,
                                     const assay_scenario_order *order,
                                     uint32_t cut, const uint16_t *profile,
                                     assay_searches **out, assay_error *err);

#endif
