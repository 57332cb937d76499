// SPDX-License-Identifier: Apache-2.0
/// The steps of assay_scenario_join(), in their order.
#ifndef COUNT_SCENARIO_PARTS_H
#define COUNT_SCENARIO_PARTS_H

#include "count/ranked.h"
#include "count/scenario.h"

/// Who is on the list, when. False without memory, as all of these.
bool assay_scenario_list(assay_scenario *s);
/// Passages out of the rows, in the order of person, camera and time.
bool assay_scenario_passages(assay_scenario *s);
/// Which passages others overlap.
bool assay_scenario_beside(assay_scenario *s);
/// How far the clock of the alerts is off.
bool assay_scenario_clock(assay_scenario *s);
/// Which passage each alert belongs to.
assay_status assay_scenario_match(assay_scenario *s, assay_error *err);
/// Who was named in each passage.
bool assay_scenario_name(assay_scenario *s);
/// Alerts of no certain passage.
bool assay_scenario_loosen(assay_scenario *s);

/// Whether a row of the alert log is an alert.
static inline bool assay_is_alert(const assay_scenario *s, size_t alert)
{
    return s->rows.alerts[alert].score >= s->rule.threshold;
}
/// Whom it names.
static inline uint32_t assay_identity_of(const assay_scenario *s, size_t alert)
{
    return s->identity_of_reference[s->rows.alerts[alert].reference];
}

/// Takes down what an operator made of an alert: credible if any was. The
/// earliest decision is whose; that of the lower number where two are.
void assay_scenario_decide(const assay_scenario *s, const assay_alert *a,
                           uint8_t *decision, int64_t *at, uint32_t *officer);

#endif
