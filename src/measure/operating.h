// SPDX-License-Identifier: Apache-2.0
/// Figures at an operating point: threshold, FMR, FNMR, TMR.
#ifndef MEASURE_OPERATING_H
#define MEASURE_OPERATING_H

#include "measure/study.h"

/// Adds the figures at all operating points of the part's view, in their
/// order: targets, each followed by what stands beside it, then thresholds.
void assay_operating_add(assay_part *part);

/// A figure of this part: group, references and status are set. `value` NaN.
assay_figure assay_operating_figure(const assay_part *part, const char *name,
                                    const char *unit);
/// An entry for it.
assay_entry assay_operating_entry(const assay_part *part,
                                  const assay_figure *figure);

#endif
