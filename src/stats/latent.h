// SPDX-License-Identifier: Apache-2.0
/// FPIR where the truth is known: searches whose chance of a match differs as a
/// normal variable does (docs/statistics.md 5.1). A truth for tests.
///
/// T5.1, T5.2, held by tests/unit/test_stats_beyond.c.
#ifndef STATS_LATENT_H
#define STATS_LATENT_H

/// Scores sqrt(rho) x + sqrt(1 - rho) e, x one to a search, e one to an
/// identity, both standard normal: the chance that any of `n` identities
/// reaches `threshold`,
/// integral of phi(x) (1 - Phi((T - sqrt(rho) x)/sqrt(1 - rho))^n) dx.
/// 0 <= rho <= 0.99, 0 < threshold <= 30, n >= 1. Relative error below 1e-12.
/// At rho = 0 it is the binomial 1 - (1 - FMR)^n. (T5.1, T5.2)
double assay_latent_fpir(double rho, double threshold, double n);

#endif
