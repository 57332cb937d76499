// SPDX-License-Identifier: Apache-2.0
/// A published rate held against every reading of the same counts.
/// docs/statistics.md 2.4.
#ifndef MEASURE_CLAIM_H
#define MEASURE_CLAIM_H

#include "assay/status.h"

#include <stdbool.h>

/// How a rate was written.
typedef enum assay_claim_form {
    ASSAY_CLAIM_ONE_IN,  ///< "1 in 33,000"
    ASSAY_CLAIM_ON_BASE, ///< "81 %", "0.0003 %", "39 in 1,000", "0.08"
    ASSAY_CLAIM_COUNTS   ///< "7 of 8"
} assay_claim_form;

/// A claim.
typedef struct assay_claim {
    assay_claim_form form;
    double number; ///< 33,000; 81; 39; 7
    double base;   ///< 1; 100; 1,000; 8
    double step;   ///< of the last digit of `number` that is written: 1,000
                   ///< of "33,000", 1 of "80 %", 0.0001 of "0.0003 %"
    double rate;   ///< as a proportion
} assay_claim;

/// Reads a claim. `text` may have thousands separators, "per cent" and the
/// words hundred, thousand, million. On failure `err` says what to write.
assay_status assay_claim_read(const char *text, assay_claim *claim,
                              assay_error *err);

/// What becomes of a claim under a reading: the best first.
typedef enum assay_claim_verdict {
    ASSAY_CLAIM_COMES_OUT, ///< equals it when rounded, or cut off, to its
                           ///< digits; a claim of none, or of all, when no
                           ///< event was seen, or nothing else
    ASSAY_CLAIM_NEAR,      ///< within 5 % of it; of none, or all, what is
                           ///< that when rounded to the digits
    ASSAY_CLAIM_INSIDE,    ///< the interval alone holds it
    ASSAY_CLAIM_NO,        ///< none of these
    ASSAY_CLAIM_VERDICTS   ///< how many there are
} assay_claim_verdict;

/// "comes out", "near", "inside the interval only", "does not come out".
const char *assay_claim_verdict_name(assay_claim_verdict verdict);

/// Counts under a definition, and the interval of their rate; NaN: none.
typedef struct assay_claim_counts {
    double events, trials;
    double low, high;
} assay_claim_counts;

/// The verdict. Without trials: no.
assay_claim_verdict assay_claim_hold(const assay_claim *claim,
                                     const assay_claim_counts *counts);
/// Whether it comes out only because digits were cut off, not rounded.
bool assay_claim_cut_off(const assay_claim *claim,
                         const assay_claim_counts *counts);

#endif
