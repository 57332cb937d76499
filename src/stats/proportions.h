// SPDX-License-Identifier: Apache-2.0
/// Intervals of one proportion or one count, and of the difference of two,
/// where trials are independent (docs/statistics.md 4.1).
///
/// A confidence is in (0, 1), 0.95 by habit; an interval leaves
/// (1 - confidence)/2 on each side. Counts are doubles so that effective
/// numbers of trials can be given; whole numbers are exact below 2^53.
/// Vectors T4.1, T2.1, T2.2, T2.6, held by tests/unit/test_stats_proportions.c.
#ifndef STATS_PROPORTIONS_H
#define STATS_PROPORTIONS_H

/// Both ends. NaN where there is none.
typedef struct assay_interval {
    double low, high;
} assay_interval;

/// Wilson's (1927) score interval of a rate `p` from `n` > 0 trials (real:
/// n_eff of cluster.h), with `z` a normal or t quantile:
/// (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n),
/// in a form in which nothing cancels: exactly 0 at p = 0, 1 at p = 1.
assay_interval assay_wilson(double p, double n, double z);

/// The same for `x` events of `n` trials, z from the confidence.
assay_interval assay_wilson_counts(double x, double n, double confidence);

/// Clopper and Pearson's (1934) exact interval: Beta^-1(a/2; x, n-x+1) to
/// Beta^-1(1-a/2; x+1, n-x); 0 at x = 0, 1 at x = n.
assay_interval assay_clopper_pearson(double x, double n, double confidence);

/// Quantiles of Beta(x + 1/2, n - x + 1/2); 0 at x = 0, 1 at x = n.
assay_interval assay_jeffreys(double x, double n, double confidence);

/// Exact interval of the mean of a Poisson count `x`; divide by the exposure
/// for a rate. Gamma^-1(a/2; x) to Gamma^-1(1-a/2; x+1).
assay_interval assay_poisson_interval(double x, double confidence);

/// One-sided lower bound of the mean of a Poisson count `x` >= 1 that is
/// missed with chance `miss`: lambda_x. Divided by n it is the modified Wilson
/// lower end for x = 1, 2, 3 (Brown, Cai, DasGupta 2001, miss 0.05).
double assay_poisson_low(double x, double miss);

/// Interval of p1 - p2 by Newcombe's (1998) method 10, from the two Wilson
/// intervals.
assay_interval assay_newcombe(double x1, double n1, double x2, double n2,
                              double confidence);

/// McNemar's test of paired outcomes of which `b` changed one way and `c` the
/// other: chi-square without correction, its p, and the exact p (binomial).
typedef struct assay_mcnemar {
    double chi2, p, exact;
} assay_mcnemar;

/// b + c > 0, else NaN.
assay_mcnemar assay_mcnemar_test(double b, double c);

#endif
