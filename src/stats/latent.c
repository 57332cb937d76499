// SPDX-License-Identifier: Apache-2.0
// The trapezoid rule on the whole line: of an analytic function that falls off
// as a normal density it is exact to e^(-2 pi w/h), w the width of the strip in
// which the function stays bounded. Here that is about pi/2 over the slope at
// which the logarithm of the chance of a match rises.
#include "stats/latent.h"

#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>

double assay_latent_fpir(double rho, double threshold, double n)
{
    const double share = sqrt(rho), rest = sqrt(1 - rho);
    if (!(rho > 0)) return assay_chance_any(assay_normal_cdf(-threshold), n);
    // Rises by less than (|z| + 1) per unit of z = (threshold - share x)/rest.
    const double steepest = share / rest * (threshold / rest + 2);
    const double step = 0.2 / (1 + steepest);
    const double from = -12, to = share * threshold + 12;
    const unsigned steps = (unsigned)((to - from) / step) + 1;
    double sum = 0, lost = 0;
    for (unsigned i = 0; i <= steps; i++) {
        const double x = from + i * step;
        const double p = assay_normal_cdf((share * x - threshold) / rest);
        const double term = assay_normal_density(x) * assay_chance_any(p, n);
        // Neumaier; all terms are positive.
        const double t = sum + term;
        lost += sum >= term ? (sum - t) + term : (term - t) + sum;
        sum = t;
    }
    return step * (sum + lost);
}
