// SPDX-License-Identifier: Apache-2.0
/// The truth as a text for the terminal.
#ifndef SIMULATE_TRUTH_TEXT_H
#define SIMULATE_TRUTH_TEXT_H

#include "simulate/truth.h"

/// A text of at most 80 columns, ended by assay_free(); NULL without memory.
char *assay_truth_text(const assay_truth *truth);

#endif
