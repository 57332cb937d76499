#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/certified/predictive.inc: tails of negative binomial counts at
40 digits by mpmath, summed term by term from both ends."""
import os
import platform

import mpmath as mp

mp.mp.dps = 40


def term_of(mean, shape, k):
    mean, shape = mp.mpf(mean), mp.mpf(shape)
    return mp.exp(mp.loggamma(shape + k) - mp.loggamma(shape) - mp.loggamma(k + 1)
                  + shape * mp.log(shape / (shape + mean))
                  + (k * mp.log(mean / (shape + mean)) if k else 0))


def at_most(mean, shape, k):
    """The terms from k down to 0."""
    q = mp.mpf(mean) / (mp.mpf(shape) + mp.mpf(mean))
    term = total = term_of(mean, shape, k)
    for i in range(k, 0, -1):
        term *= mp.mpf(i) / ((mp.mpf(shape) + i - 1) * q)
        total += term
    return total


def above(mean, shape, k):
    """The terms from k + 1 on, until they no longer count."""
    q = mp.mpf(mean) / (mp.mpf(shape) + mp.mpf(mean))
    term = total = term_of(mean, shape, k + 1)
    i = k + 1
    while i < mean or term > total * mp.mpf(10) ** -30:
        term *= (mp.mpf(shape) + i) / (i + 1) * q
        total += term
        i += 1
    return total


def values():
    out = []
    for mean in (1e-6, 0.2, 3, 40, 2500):
        for shape in (0.5, 1.5, 10.5, 400, 1e6):
            for times in (0, 0.5, 1, 1.5, 4):
                k = int(mean * times) + (1 if times == 4 else 0)
                low = at_most(mean, shape, k)
                high = above(mean, shape, k)
                assert abs(low + high - 1) < 1e-25
                out.append((mean, shape, k, low, high))
    return out


def rows(values):
    for row in values:
        yield "{" + ", ".join(float(v).hex() for v in row) + "},"


def main():
    lines = ["// SPDX-License-Identifier: Apache-2.0",
             "// Made by tests/certified/predictive.py with mpmath %s, Python %s,"
             % (mp.__version__, platform.python_version()),
             "// 40 digits. Mean, shape, k, P(count <= k), P(count > k).",
             "static const double predictive_values[][5] = {",
             *rows(values()), "};"]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "predictive.inc")
    with open(path, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
