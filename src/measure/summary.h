// SPDX-License-Identifier: Apache-2.0
/// One-number figures of a view: EER, AUC, d'.
#ifndef MEASURE_SUMMARY_H
#define MEASURE_SUMMARY_H

#include "measure/study.h"

/// Adds EER and, unless only rates are wanted, AUC and d'.
void assay_summary_add(assay_part *part);

#endif
