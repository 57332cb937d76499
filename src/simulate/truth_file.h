// SPDX-License-Identifier: Apache-2.0
/// truth.json: the parameters and the true rates.
#ifndef SIMULATE_TRUTH_FILE_H
#define SIMULATE_TRUTH_FILE_H

#include "base/output.h"
#include "simulate/truth.h"

/// Writes one JSON object.
void assay_truth_put(const assay_truth *truth, assay_output *output);

#endif
