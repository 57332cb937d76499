// SPDX-License-Identifier: Apache-2.0
/// From an estimate to the figure that carries it.
#ifndef MEASURE_RATE_FIGURE_H
#define MEASURE_RATE_FIGURE_H

#include "measure/estimate.h"
#include "measure/ledger.h"

/// Fills value, interval, counts and people. Status and note stay.
void assay_rate_fill(const assay_estimate *rate, double confidence,
                     assay_figure *figure);
/// Why there is no interval, or what none (or nothing but) leaves open; NULL
/// where there is nothing to say. Lives as long as the ledger.
const char *assay_rate_note(assay_ledger *ledger, const assay_estimate *rate);
/// What warnings have to say of it: ASSAY_TELL_...
unsigned assay_rate_tell(const assay_estimate *rate);

#endif
