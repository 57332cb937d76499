// SPDX-License-Identifier: Apache-2.0
#include "stats/chapman.h"

assay_chapman assay_chapman_of(double first, double second, double both)
{
    const double product = (first + 1) * (second + 1);
    const double m = both + 1;
    return (assay_chapman){product / m - 1, product * (first - both) *
                                                (second - both) /
                                                (m * m * (both + 2))};
}
