#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/certified/interaction.inc: the largest departure of two values
from an additive model, its variance and degrees of freedom. Each combination is
a regression of its own, the additive model and one indicator more, solved by
its normal equations in rationals; logarithms at 60 digits by decimal."""
import itertools
import os
import platform
import random
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
rng = random.Random(7)
SHAPES = [(2, 2), (2, 3), (3, 4), (2, 2, 2), (2, 3, 2), (3, 2, 2)]


def log(x):
    return Fraction(Decimal(x).ln())


def solve(matrix, rhs):
    """Gauss and Jordan; rhs has several columns."""
    n = len(matrix)
    rows = [list(a) + list(b) for a, b in zip(matrix, rhs)]
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(n):
            if i != k and rows[i][k] != 0:
                rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k])]
    return [row[n:] for row in rows]


def design(cells, shape):
    """Columns of the additive model: all, and each value but the first."""
    yield [1] * len(cells)
    for f, levels in enumerate(shape):
        for value in range(1, levels):
            yield [int(c[f] == value) for c in cells]


def departure(cells, shape, rates, cov, both):
    """Delta, its variance and nu's weights for one combination."""
    (f, i), (g, j) = both
    columns = list(design(cells, shape))
    columns.append([int(c[f] == i and c[g] == j) for c in cells])
    weights = [Fraction(r) ** 2 / Fraction(cov[k][k])
               for k, r in enumerate(rates)]
    normal = [[sum(w * x * y for w, x, y in zip(weights, a, b))
               for b in columns] for a in columns]
    rhs = [[w * x for w, x in zip(weights, a)] for a in columns]
    pull = solve(normal, rhs)[-1]  # how each ln rate moves delta
    delta = sum(p * log(r) for p, r in zip(pull, rates))
    slope = [p / Fraction(r) for p, r in zip(pull, rates)]
    variance = sum(slope[a] * slope[b] * Fraction(cov[a][b])
                   for a in range(len(cells)) for b in range(len(cells)))
    return delta, variance, slope


def largest(cells, shape, rates, cov, nu):
    best = None
    for f, g in itertools.combinations(range(len(shape)), 2):
        for i, j in itertools.product(range(shape[f]), range(shape[g])):
            both = ((f, i), (g, j))
            delta, variance, slope = departure(cells, shape, rates, cov, both)
            with_both = [log(r) for c, r in zip(cells, rates)
                         if c[f] == i and c[g] == j]
            order = (delta ** 2 / variance, delta > 0,
                     sum(with_both) / len(with_both))
            if best is None or order > best[0]:
                best = (order, both, delta, variance, slope)
    _, both, delta, variance, slope = best
    q = [s ** 2 * Fraction(cov[k][k]) for k, s in enumerate(slope)]
    df = sum(q) ** 2 / sum(x ** 2 / Fraction(v) for x, v in zip(q, nu))
    return both, delta, variance, df


def tests_of(shape):
    apart = [1 if levels == 2 else levels for levels in shape]
    return sum(a * b for a, b in itertools.combinations(apart, 2))


def text(values):
    return "{%s}" % ", ".join(float(v).hex() for v in values)


def table(shape):
    cells = list(itertools.product(*(range(levels) for levels in shape)))
    rates = [rng.uniform(.001, .2) for _ in cells]
    shared = [rng.uniform(-.1, .2) * r for r in rates]
    own = [rng.uniform(.01, .2) * r * r for r in rates]
    nu = [float(rng.randint(3, 40)) for _ in cells]
    cov = [[a * b for b in shared] for a in shared]
    for k, v in enumerate(own):
        cov[k][k] = shared[k] * shared[k] + v
    both, delta, variance, df = largest(cells, shape, rates, cov, nu)
    return "{%d, {%s}, %s, %s, %s, %s, {%d, %d}, {%d, %d}, %s, %s, %s, %d}," % (
        len(shape), ", ".join(map(str, shape)), text(rates), text(shared),
        text(own), text(nu), both[0][0], both[1][0], both[0][1], both[1][1],
        float(delta).hex(), float(variance).hex(), float(df).hex(),
        tests_of(shape))


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "interaction.inc")
    with open(path, "w", encoding="ascii") as out:
        out.write("// SPDX-License-Identifier: Apache-2.0\n"
                  "// Made by tests/certified/interaction.py with Python %s, in "
                  "rationals.\n" % platform.python_version())
        out.write("// attributes, values of each, rates, what groups share, "
                  "variance of each\n// beyond, nu; attributes and values of "
                  "the largest, delta, variance, nu, tests.\n"
                  "static const crossed_table crossed_tables[] = {\n")
        for shape in SHAPES * 2:
            out.write(table(shape) + "\n")
        out.write("};\n")


if __name__ == "__main__":
    main()
