// SPDX-License-Identifier: Apache-2.0
/// What the tails of the gamma and beta distributions share.
#ifndef STATS_TAIL_H
#define STATS_TAIL_H

/// Both sides of a distribution at a point; each is accurate relative to
/// itself, however small. lower + upper = 1.
typedef struct assay_tails {
    double lower, upper;
} assay_tails;

/// x ln(x/m) + m - x for x >= 0, m > 0, given also difference = x - m, which
/// the caller may know better than the subtraction would give it: half the
/// deviance of a Poisson count (Loader 2000, his bd0). Relative error below
/// 4e-15.
double assay_deviance(double x, double m, double difference);

/// Integral of e^-phi(s) over s >= 0, for a convex phi with phi(0) = 0,
/// phi'(0) = slope >= 0 and phi''(0) = curvature > 0 that is close to a
/// parabola until it has reached 40. Relative error about 1e-15.
/// Gauss-Legendre, 16 points on each of 4 pieces.
double assay_tail_integral(double (*phi)(double s, const double *parameters),
                           const double *parameters, double slope,
                           double curvature);

#endif
