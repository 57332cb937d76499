// SPDX-License-Identifier: Apache-2.0
/// The figures of groups against each other, and of how far a table of them
/// lies apart.
#ifndef MEASURE_CONTRAST_FIGURES_H
#define MEASURE_CONTRAST_FIGURES_H

#include "measure/contrasts.h"

/// Adds the figures of all contrasts, and those of spreads.h and permuted.h.
void assay_contrast_figures(assay_ledger *ledger, const assay_options *options,
                            const assay_contrasts *contrasts);

#endif
