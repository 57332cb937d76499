// SPDX-License-Identifier: Apache-2.0
/// Whether a ratio of rates rests on enough events to be read, in words
/// (docs/statistics.md 3.4).
#ifndef MEASURE_POWERED_H
#define MEASURE_POWERED_H

#include "measure/ledger.h"
#include "stats/ratio.h"

/// The chance with which a difference should show, the ratio that a test is
/// asked to show with it, and how few events of a group say nothing.
#define ASSAY_POWERED_CHANCE 0.8
#define ASSAY_POWERED_RATIO 2.0
enum { ASSAY_POWERED_FEW = 10 };

/// Whether nothing can be concluded from `ratio` where the side with fewer
/// events has `events`: fewer than 10, and ratios of 0.8 and 1.25 both fit.
bool assay_powered_not_at_all(double events, const assay_ratio *ratio);

/// What a note ends with: "; adequately powered for a ratio of 2", or "; not
/// adequately powered for a ratio of 2: 11.2 events over the design effect, it
/// takes 25"; "; no conclusion: ..." behind it where nothing can be concluded.
/// `over` is " over the design effect" or "". NULL without memory.
const char *assay_powered_note(assay_ledger *ledger,
                               const assay_adequacy *adequacy, bool nothing,
                               const char *over);

#endif
