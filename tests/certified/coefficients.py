#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the polynomials of src/stats/lgamma.c and src/stats/erf.c, and the
Gauss-Legendre nodes of src/stats/tail.c. Chebyshev interpolation at 60 digits,
turned into powers of x minus the middle of the interval. Needs mpmath (1.2.1
was used)."""
import mpmath as mp

mp.mp.dps = 60


def chebyshev(f, a, b, n):
    a, b = mp.mpf(a), mp.mpf(b)
    nodes = [mp.cos(mp.pi * (k + mp.mpf(1) / 2) / (n + 1)) for k in range(n + 1)]
    values = [f((a + b) / 2 + (b - a) / 2 * x) for x in nodes]
    c = [2 * sum(values[k] * mp.cos(j * mp.pi * (k + mp.mpf(1) / 2) / (n + 1))
                 for k in range(n + 1)) / (n + 1) for j in range(n + 1)]
    c[0] /= 2
    return c


def powers(c, half_width):
    before, now = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    out = [mp.mpf(0)] * len(c)
    out[0] = c[0]
    for j in range(1, len(c)):
        for i, t in enumerate(now):
            out[i] += c[j] * t
        after = [mp.mpf(0)] + [2 * t for t in now]
        for i, t in enumerate(before):
            after[i] -= t
        before, now = now, after
    return [x / half_width ** i for i, x in enumerate(out)]


def gamma_part(x):
    return mp.loggamma(x) / ((x - 1) * (x - 2))


def erfc_scaled(x):
    return mp.erfc(x) * mp.exp(x * x)


def erfc_far(z):
    x = 1 / mp.sqrt(z)
    return x * erfc_scaled(x)


def erf_near(z):
    x = mp.sqrt(z)
    return mp.erf(x) / x - 1


def table(name, f, a, b, degree):
    c = powers(chebyshev(f, a, b, degree), (mp.mpf(b) - mp.mpf(a)) / 2)
    print("static const double %s[] = {" % name)
    for x in c:
        print("    %s," % float(x).hex())
    print("};")


def nodes(n):
    for i in range(n // 2):
        x = mp.cos(mp.pi * (i + mp.mpf(3) / 4) / (n + mp.mpf(1) / 2))
        for _ in range(12):
            slope = n * (x * mp.legendre(n, x) - mp.legendre(n - 1, x)) / (x * x - 1)
            x -= mp.legendre(n, x) / slope
        print("    {%s, %s}," % (float(x).hex(),
                                 float(2 / ((1 - x * x) * slope ** 2)).hex()))


table("lgamma_low", gamma_part, "0.75", "1.5", 21)
table("lgamma_high", gamma_part, "1.5", "2.5", 18)
table("erf_near", erf_near, "0", "0.25", 8)
table("erfcx_half", erfc_scaled, "0.5", "1", 13)
table("erfcx_one", erfc_scaled, "1", "2", 16)
table("erfcx_two", erfc_scaled, "2", "4", 19)
table("erfcx_far", erfc_far, "0", "0.0625", 14)
nodes(16)
