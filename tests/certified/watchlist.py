#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/certified/watchlist.inc: chances of hits, models of larger lists
and latent rates at 40 digits by mpmath, fits by its root finder and by
scipy's optimiser, both of which must agree."""
import os
import platform
import random

import mpmath as mp
import numpy
import scipy
from scipy import optimize, special, stats

mp.mp.dps = 40
rng = random.Random(53)


def hit(k, everyone, n):
    """1 - C(all - k, n)/C(all, n)."""
    if k + n > everyone:
        return mp.mpf(1)
    if min(k, n) <= 2000:
        miss = mp.mpf(1)
        for t in range(min(k, n)):
            miss *= mp.mpf(everyone - max(k, n) - t) / (everyone - t)
        return 1 - miss
    return -mp.expm1(mp.loggamma(everyone - k + 1) + mp.loggamma(everyone - n + 1)
                     - mp.loggamma(everyone + 1)
                     - mp.loggamma(everyone - k - n + 1))


def hits():
    cases = [(0, 10, 4), (10, 10, 1), (1, 10, 10), (3, 1000, 998), (5, 5, 5),
             (2, 20000000, 10), (50, 20000000, 1), (20000, 20000000, 2),
             (10000, 40000, 10000), (10001, 30000, 10001), (20000, 40000, 20000),
             (10001, 20002, 10001), (10001, 20003, 10001), (15000, 2 * 10**7, 20000),
             (10001, 10**12, 10**6), (20000, 10**12, 10**7), (10**6, 10**12, 10**5)]
    for _ in range(60):
        everyone = int(10 ** rng.uniform(0.5, 8))
        k = int(everyone ** rng.uniform(0, 1))
        n = int(everyone ** rng.uniform(0, 1))
        cases.append((k, everyone, n))
    return [(k, a, n, hit(k, a, n)) for k, a, n in cases]


def beta_binomial_hits():
    out = []
    for a in (1e-3, 0.05, 0.5, 1, 3.7, 200):
        for b in (0.3, 20, 4999.5, 1e6, 1e9, 1e12):
            for n in (1, 10, 1000, 1e5, 2e7):
                x, y, m = mp.mpf(a), mp.mpf(b), mp.mpf(n)
                miss = (mp.loggamma(y + m) + mp.loggamma(x + y)
                        - mp.loggamma(y) - mp.loggamma(x + y + m))
                out.append((a, b, n, -mp.expm1(miss)))
    return out


def likelihood(a, b, seen, everyone):
    """Without what depends on neither; K by how often."""
    total = sum(w for _, w in seen)
    out = -total * (mp.loggamma(a + b + everyone) - mp.loggamma(a + b))
    for k, w in seen:
        out += w * (mp.loggamma(a + k) - mp.loggamma(a)
                    + mp.loggamma(b + everyone - k) - mp.loggamma(b))
    return out


def fit(seen, everyone):
    ks = numpy.array([k for k, _ in seen], float)
    ws = numpy.array([w for _, w in seen], float)

    def minus(x):
        a, b = numpy.exp(x)
        return -float((ws * stats.betabinom.logpmf(ks, everyone, a, b)).sum())

    mean = (ks * ws).sum() / ws.sum() / everyone
    best = min((optimize.minimize(minus, [numpy.log(mean * s),
                                          numpy.log((1 - mean) * s)],
                                  method="Nelder-Mead",
                                  options={"xatol": 1e-10, "fatol": 1e-12,
                                           "maxiter": 20000})
                for s in (1, 100, 1e4)), key=lambda r: r.fun)
    start = [mp.exp(mp.mpf(float(x))) for x in best.x]

    def slopes(a, b):
        total = sum(w for _, w in seen)
        both = total * (mp.digamma(a + b + everyone) - mp.digamma(a + b))
        return (sum(w * (mp.digamma(a + k) - mp.digamma(a)) for k, w in seen)
                - both,
                sum(w * (mp.digamma(b + everyone - k) - mp.digamma(b))
                    for k, w in seen) - both)

    a, b = mp.findroot(slopes, start)
    assert likelihood(a, b, seen, everyone) >= likelihood(*start, seen, everyone)
    assert abs(a / start[0] - 1) < 1e-3 and abs(b / start[1] - 1) < 1e-3
    return a, b


FITS = [
    (10, [(0, 1), (1, 1), (2, 1), (3, 1), (9, 1)]),
    (100, [(0, 70), (1, 15), (2, 6), (3, 4), (5, 2), (8, 2), (20, 1)]),
    (1000, [(0, 900), (1, 60), (2, 25), (3, 10), (7, 4), (30, 1)]),
    (178000, [(0, 9700), (1, 220), (2, 50), (3, 18), (4, 7), (9, 4), (40, 1)]),
    (20, [(0, 4), (20, 3), (11, 2)]),
]


def latent(rho, threshold, n):
    rho, threshold = mp.mpf(rho), mp.mpf(threshold)

    def term(x):
        p = mp.ncdf((mp.sqrt(rho) * x - threshold) / mp.sqrt(1 - rho))
        return mp.npdf(x) * -mp.expm1(n * mp.log1p(-p))

    if not rho:
        return -mp.expm1(n * mp.log1p(-mp.ncdf(-threshold)))
    ends = [mp.mpf(i) / 2 for i in range(-26, 61)]
    return mp.quad(term, ends)


def latents():
    out = []
    for rho in (0, 0.01, 0.1, 0.3, 0.5, 0.9):
        for threshold in (1, 3, 4.753424308823, 6):
            for n in (1, 100, 178000):
                out.append((rho, threshold, n, latent(rho, threshold, n)))
    return out


def gpd_likely(y):
    """The peak of the likelihood, from scipy's optimiser to mpmath's root."""
    def minus(x):
        shape, scale = x[0], numpy.exp(x[1])
        z = 1 + shape * y / scale
        if (z <= 0).any() or shape <= -1:
            return 1e300
        return len(y) * x[1] + (1 + 1 / shape) * numpy.log(z).sum()

    found = optimize.minimize(minus, [0.1, numpy.log(y.mean())],
                              method="Nelder-Mead",
                              options={"xatol": 1e-11, "fatol": 1e-13,
                                       "maxiter": 20000}).x
    start = (mp.mpf(float(found[0])), mp.exp(mp.mpf(float(found[1]))))

    def slopes(shape, scale):
        z = [1 + shape * mp.mpf(float(v)) / scale for v in y]
        logs = sum(mp.log(v) for v in z)
        rest = sum((1 - 1 / v) for v in z)
        return (logs / shape - (1 + shape) * rest / shape,
                -len(y) + (1 + 1 / shape) * rest)

    shape, scale = mp.findroot(slopes, start)
    assert abs(shape - start[0]) < 1e-4
    value = (-len(y) * mp.log(scale) - (1 + 1 / shape)
             * sum(mp.log(1 + shape * mp.mpf(float(v)) / scale) for v in y))
    return shape, scale, value


def number(x):
    return float(x).hex()


def rows(name, width, values):
    lines = ["static const double %s[][%d] = {" % (name, width)]
    for row in values:
        lines.append("{%s}," % ", ".join(number(x) for x in row))
    return lines + ["};"]


def gpd_rows():
    """Quantiles of a law in steps: what is fitted is told by its shape."""
    out = []
    for shape, m in ((-0.4, 60), (-0.05, 100), (0.2, 60), (0.9, 200)):
        p = (numpy.arange(m) + 0.5) / m
        y = 0.03 * special.expm1(-shape * numpy.log1p(-p)) / shape
        out.append((shape, m, *gpd_likely(y)))
    y = numpy.array([.1, .3, .5, .7, .9, 1.1, 1.4, 2.2, 3.1, 4.6])
    return out, [gpd_likely(y)]


def fit_rows():
    out, seen_rows = [], []
    for i, (everyone, seen) in enumerate(FITS):
        out.append((everyone, len(seen_rows), len(seen), *fit(seen, everyone)))
        seen_rows += seen
    return out, seen_rows


def main():
    fits, seen = fit_rows()
    laws, ten = gpd_rows()
    lines = ["// SPDX-License-Identifier: Apache-2.0",
             "// Made by tests/certified/watchlist.py with mpmath %s, scipy %s, "
             "numpy %s," % (mp.__version__, scipy.__version__,
                            numpy.__version__),
             "// Python %s, 40 digits." % platform.python_version(),
             "// k, all, n, chance."]
    lines += rows("hit_values", 4, hits())
    lines.append("// a, b, n, chance.")
    lines += rows("beta_binomial_values", 4, beta_binomial_hits())
    lines.append("// all, first and number of its rows below, a, b.")
    lines += rows("fit_values", 5, fits)
    lines.append("// K, searches.")
    lines += rows("fit_seen", 2, seen)
    lines.append("// rho, threshold, n, FPIR.")
    lines += rows("latent_values", 4, latents())
    lines.append("// Quantiles of shape, m of them: shape, scale, likelihood.")
    lines += rows("gpd_values", 5, laws)
    lines.append("// The ten of T5.6.")
    lines += rows("gpd_ten", 3, ten)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "watchlist.inc")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
