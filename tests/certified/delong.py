#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/certified/delong.inc: two correlated scores of 113 cases, and
what DeLong, DeLong and Clarke-Pearson (1988) say of their areas.

A twin of vector T4.9 (pROC's aSAH, 72 and 41 cases, a score on a grid and one
of five grades), whose data are not here. The numbers come from the definition
alone, in rationals: every pair of a mated and a non-mated score, structural
components, covariances with n - 1. `linear` is the same variance with n in
place of n - 1, as assay linearises it."""
import math
import os
import platform
import random
from fractions import Fraction as F

MATED, OTHER = 41, 72
rng = random.Random(49)


def draw(mated):
    """A score on a grid of 0.01, and a grade 1 to 5 that goes with it."""
    latent = rng.gauss(0.9 if mated else 0, 1)
    grid = round(latent + rng.gauss(0, 0.7), 2)
    grade = max(1, min(5, round(2.5 + 0.9 * latent + rng.gauss(0, 0.8))))
    return grid, grade


def win(x, y):
    return F(1) if x > y else F(1, 2) if x == y else F(0)


def components(scores, which):
    mated = [F(str(s[which])) for s in scores[:MATED]]
    other = [F(str(s[which])) for s in scores[MATED:]]
    v10 = [sum(win(x, y) for y in other) / OTHER for x in mated]
    v01 = [sum(win(x, y) for x in mated) / MATED for y in other]
    return sum(v10) / MATED, v10, v01


def covariance(x, y, less):
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / (len(x) - less)


def main():
    scores = [draw(True) for _ in range(MATED)] + \
             [draw(False) for _ in range(OTHER)]
    a, a10, a01 = components(scores, 0)
    b, b10, b01 = components(scores, 1)

    def var(x10, x01, y10, y01, less):
        return covariance(x10, y10, less) / MATED + \
            covariance(x01, y01, less) / OTHER

    d10 = [y - x for x, y in zip(a10, b10)]
    d01 = [y - x for x, y in zip(a01, b01)]
    delong = var(d10, d01, d10, d01, 1)
    z = float(b - a) / math.sqrt(delong)
    values = [("auc_a", a), ("auc_b", b), ("var_a", var(a10, a01, a10, a01, 1)),
              ("var_b", var(b10, b01, b10, b01, 1)),
              ("cov", var(a10, a01, b10, b01, 1)), ("var_difference", delong),
              ("linear", var(d10, d01, d10, d01, 0)), ("z", z),
              ("p", math.erfc(abs(z) / math.sqrt(2)))]
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "delong.inc"), "w", encoding="ascii") as out:
        out.write("// SPDX-License-Identifier: Apache-2.0\n"
                  "// Made by tests/certified/delong.py with Python "
                  f"{platform.python_version()}, in rationals.\n"
                  f"enum {{ DELONG_MATED = {MATED}, DELONG_OTHER = {OTHER} }};\n"
                  "// Scores of both systems, the mated cases first.\n"
                  "static const double delong_scores[][2] = {\n")
        for grid, grade in scores:
            out.write(f"{{{grid:.2f}, {grade}}},\n")
        out.write("};\n")
        for name, value in values:
            out.write(f"static const double delong_{name} = "
                      f"{float(value).hex()}; // {float(value):.12g}\n")


main()
