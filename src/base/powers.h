// SPDX-License-Identifier: Apache-2.0
/// The powers that reading and printing of numbers share, each exact.
#ifndef BASE_POWERS_H
#define BASE_POWERS_H

#include <stdint.h>

enum {
    ASSAY_MOST_TEN = 22, ///< 10^22 = 2^22 * 5^22 is a double, 10^23 is not
    ASSAY_MOST_FIVE = 27 ///< 5^27 < 2^63
};

/// 10^k as a double.
extern const double assay_ten[ASSAY_MOST_TEN + 1];
/// 5^k.
extern const uint64_t assay_five[ASSAY_MOST_FIVE + 1];

#endif
