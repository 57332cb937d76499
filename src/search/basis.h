// SPDX-License-Identifier: Apache-2.0
/// Directions along which templates differ most: an orthonormal basis of the
/// leading part of their second moments, by orthogonal iteration.
#ifndef SEARCH_BASIS_H
#define SEARCH_BASIS_H

#include <stdbool.h>
#include <stddef.h>

/// Writes `m` directions, strongest first, of `rows` rows of `n` values to
/// `basis` (m x n), and to `*skewed` a bound on the norm of R R' - 1. Good to
/// a few digits, no more: a filter is right with any basis, and the bound is
/// of the basis as it is. False without memory.
bool assay_basis_find(const float *sample, size_t rows, size_t n, size_t m,
                      float *basis, double *skewed);

/// The bound for the first `m` directions of a basis.
double assay_basis_skewed(const float *basis, size_t n, size_t m);

#endif
