// SPDX-License-Identifier: Apache-2.0
/// Passages of a group counted by person.
#ifndef COUNT_SCENARIO_TALLY_H
#define COUNT_SCENARIO_TALLY_H

#include "count/scenario.h"

/// What is counted of passages.
typedef enum assay_scenario_what {
    ASSAY_FOUND,          ///< of people on the list: their own entry named
    ASSAY_FOUND_ENROLLED, ///< of those acquired, and enrolled
    ASSAY_FALSE_ALERT,    ///< of people not on the list: anybody named
    ASSAY_FALSE_ACQUIRED, ///< of those acquired
    ASSAY_ASIDE,          ///< of people on the list: somebody else named
    ASSAY_FOUND_REVIEWED, ///< as ASSAY_FOUND, and an operator took it on
    ASSAY_FALSE_REVIEWED  ///< as ASSAY_FALSE_ALERT, likewise
} assay_scenario_what;

/// The question.
typedef struct assay_scenario_ask {
    assay_scenario_what what;
    float threshold; ///< of scores that count; the reviewed ones: the rule's
    int64_t within;  ///< after entering, of ASSAY_FOUND; ASSAY_NEVER: ever
    bool alone;      ///< of passages that none overlaps alone
    const uint32_t *members; ///< passages of the group; NULL: all
    size_t count;            ///< of them
} assay_scenario_ask;

/// The answer. Passages that were left out are in none of it. `maybe` are
/// passages of which nobody knows, because an alert may be another person's:
/// they are no trials. Nor are, of false alerts, `beside`: passages that others
/// overlap, of which somebody knows. To count these alone would leave out
/// overlapped passages with an alert and keep those without.
typedef struct assay_scenario_tally {
    uint64_t *events_of, *trials_of; ///< by person; the caller's, `people`
    uint64_t *unsure_of, *maybe_of;  ///< likewise
    uint64_t *beside_of, *beside_events_of;
    size_t people; ///< persons of the trial
    uint64_t events, trials;
    uint64_t unsure; ///< events that rest on alerts which may be another's
    uint64_t maybe;
    uint64_t maybe_alone; ///< of them, passages that none overlaps
    uint64_t beside, beside_events;
} assay_scenario_tally;

void assay_scenario_count(const assay_scenario *s,
                          const assay_scenario_ask *ask,
                          assay_scenario_tally *tally);

/// How many others than the person were named in a passage from a score on.
uint32_t assay_scenario_others(const assay_scenario *s,
                               const assay_opportunity *o, float threshold);

#endif
