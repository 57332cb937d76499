#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/certified/special.inc: tails and quantiles at 40 digits. Small
arguments by mpmath's own incomplete functions, large ones by its quadrature
of the density over the log odds (or the logarithm)."""
import os
import platform
import random

import mpmath as mp

mp.mp.dps = 40
rng = random.Random(4711)


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def beta_by_quadrature(a, b, x, y):
    """Both tails from the density of the log odds, in pieces of a sigma."""
    a, b, x, y = map(mp.mpf, (a, b, x, y))
    constant = log_beta(a, b)
    sigma = mp.sqrt((a + b) / (a * b))
    start = mp.log(x) - mp.log(y)

    def density(w):
        return mp.exp(a * (w - mp.log1p(mp.exp(w))) - b * mp.log1p(mp.exp(w))
                      - constant)

    def tail(sign):
        ends = [start + sign * i * sigma for i in range(0, 61, 2)]
        return abs(mp.quad(density, ends))

    return tail(-1), tail(1)


def beta_tails(a, b, x, y):
    if min(a, b) > 300:
        lower, upper = beta_by_quadrature(a, b, x, y)
        return (lower, 1 - lower) if lower < upper else (1 - upper, upper)
    a, b, x, y = map(mp.mpf, (a, b, x, y))
    lower = mp.betainc(a, b, 0, x, regularized=True)
    upper = mp.betainc(b, a, 0, y, regularized=True)
    return (lower, 1 - lower) if lower < upper else (1 - upper, upper)


def binomial_tails(k, n, p):
    """P(X >= k) and P(X < k) by their terms."""
    p = mp.mpf(p)

    def term(i):
        return mp.exp(mp.loggamma(n + 1) - mp.loggamma(i + 1)
                      - mp.loggamma(n - i + 1) + i * mp.log(p)
                      + (n - i) * mp.log1p(-p))

    below = sum(term(i) for i in range(k))
    above, i = mp.mpf(0), k
    while i <= n and (i < n * p or term(i) > above * mp.mpf(10) ** -30):
        above += term(i)
        i += 1
    return above, below


def gamma_tails(a, x):
    if a <= 300:
        lower = mp.gammainc(mp.mpf(a), 0, mp.mpf(x), regularized=True)
        upper = mp.gammainc(mp.mpf(a), mp.mpf(x), mp.inf, regularized=True)
        return (lower, 1 - lower) if lower < upper else (1 - upper, upper)
    a, x = mp.mpf(a), mp.mpf(x)
    sigma, start, constant = 1 / mp.sqrt(a), mp.log(x), mp.loggamma(a)

    def density(w):
        return mp.exp(a * w - mp.exp(w) - constant)

    def tail(sign):
        return abs(mp.quad(density, [start + sign * i * sigma
                                     for i in range(0, 61, 2)]))

    lower, upper = tail(-1), tail(1)
    return (lower, 1 - lower) if lower < upper else (1 - upper, upper)


def beta_rows():
    rows = []
    for a, b in [(0.15, 1.4), (0.5, 20.5), (0.5, 150.5), (1, 29), (2.5, 0.7),
                 (10, 12), (15, 134), (81.5, 182.5), (200, 300), (0.01, 5),
                 (900, 90), (1100, 1300), (5e4, 2e3), (1e6, 3e6), (1e9, 5e9),
                 (1e12, 1e12), (1e9, 1e3), (7e5, 1.001e3)]:
        mean = a / (a + b)
        sigma = (mean * (1 - mean) / (a + b + 1)) ** 0.5
        for z in (-7, -2, -0.3, 0, 0.4, 2.2, 6):
            x = mean + z * sigma
            if 0 < x < 1:
                y = 1 - x
                x = 1 - y  # both exact
                rows.append((a, b, x, y) + beta_tails(a, b, x, y))
    return rows


def binomial_rows():
    rows = []
    for k, n in [(1, 10 ** 12), (10, 3147436), (3, 10 ** 6), (40, 10 ** 12),
                 (7, 14000), (1, 20), (300, 10 ** 9)]:
        for ratio in (0.05, 0.5, 0.9, 1.1, 2, 4):
            p = ratio * k / n
            rows.append((k, n, p) + binomial_tails(k, n, p))
    return rows


def gamma_rows():
    rows = []
    for a in [0.05, 0.5, 1, 2, 7.5, 11, 31, 150, 900, 1001, 2e4, 1e6, 1e9,
              1e12]:
        for z in (-6, -2, -0.5, 0, 0.7, 2, 5, 9):
            x = a + z * a ** 0.5
            if x > 0:
                rows.append((a, x) + gamma_tails(a, x))
    return rows


def normal_rows():
    points = [rng.uniform(-9, 9) for _ in range(80)]
    points += [-12.5, -20, -30, -37, 1e-9, -1e-5, 0.0]
    return [(x, mp.erfc(-mp.mpf(x) / mp.sqrt(2)) / 2) for x in points]


def normal_quantile_rows():
    points = [rng.random() for _ in range(40)]
    points += [10.0 ** -e for e in range(1, 16)] + [0.025, 0.2, 1e-100, 1e-300]
    return [(p, -mp.sqrt(2) * mp.erfinv(1 - 2 * mp.mpf(p)) if p > 1e-30 else
             mp.findroot(lambda x: mp.log(mp.erfc(-x / mp.sqrt(2)) / 2)
                         - mp.log(mp.mpf(p)),
                         -mp.sqrt(-2 * mp.log(mp.mpf(p))))) for p in points]


def student_rows():
    rows = []
    for nu in (1, 1.5, 2, 2.7, 5, 12.25, 40, 333.3, 1e4, 1e6):
        for t in (0.1, 1, 2.5, 6, 30, -1.3):
            x = mp.mpf(nu) / (nu + mp.mpf(t) ** 2)
            tail = mp.betainc(mp.mpf(nu) / 2, mp.mpf(1) / 2, 0, x,
                              regularized=True) / 2
            rows.append((t, nu, tail if t > 0 else 1 - tail))
    return rows


def table(out, name, columns, rows):
    out.write("static const double %s[][%d] = {\n" % (name, columns))
    for row in rows:
        assert len(row) == columns
        out.write("{%s},\n" % ", ".join(float(v).hex() for v in row))
    out.write("};\n")


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "special.inc"), "w", encoding="ascii") as file:
    file.write("// SPDX-License-Identifier: Apache-2.0\n")
    file.write("// Made by tests/certified/special.py with mpmath %s, Python %s,\n"
               "// 40 digits.\n" % (mp.__version__, platform.python_version()))
    table(file, "beta_values", 6, beta_rows())
    table(file, "binomial_values", 5, binomial_rows())
    table(file, "gamma_values", 4, gamma_rows())
    table(file, "normal_values", 2, normal_rows())
    table(file, "normal_quantiles", 2, normal_quantile_rows())
    table(file, "student_values", 3, student_rows())
