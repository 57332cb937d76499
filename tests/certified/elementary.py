#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/certified/elementary.inc: arguments (exact doubles) and the
function there at 40 digits, as a double and what that double lacks."""
import os
import platform
import random

import mpmath as mp

mp.mp.dps = 60
rng = random.Random(20190)


def spread(low, high, n, signed=False):
    """n numbers whose logarithms are even between low and high."""
    out = []
    for i in range(n):
        e = low + (high - low) * (i + rng.random()) / n
        x = float(mp.mpf(10) ** mp.mpf(e))
        out.append(-x if signed and rng.random() < 0.5 else x)
    return out


def even(low, high, n):
    return [low + (high - low) * (i + rng.random()) / n for i in range(n)]


def log1p(x):
    return mp.log(1 + mp.mpf(x))


FUNCTIONS = [
    ("exp", mp.exp, even(-708, 709.7, 150) + even(-1, 1, 80)
     + spread(-18, 0, 40, True)),
    ("log", mp.log, spread(-307, 308, 120) + even(0.5, 2, 120)
     + [5e-324, 1e-310, 1.0 - 2.0 ** -53, 1.0 + 2.0 ** -52]),
    ("expm1", lambda x: mp.exp(mp.mpf(x)) - 1, even(-40, 700, 90)
     + even(-2, 2, 160) + spread(-18, 0, 60, True)),
    ("log1p", log1p, even(-0.999, 3, 160) + spread(-18, 300, 80)
     + [-x for x in spread(-18, -0.01, 60)]),
    ("log10", mp.log10, spread(-300, 300, 120) + even(0.5, 20, 80)),
    ("lgamma", mp.loggamma, even(0.01, 12, 400) + spread(-18, 15, 120)
     + [1 + x for x in spread(-15, -1, 30, True)]
     + [2 + x for x in spread(-15, -1, 30, True)]),
    ("erf", mp.erf, even(-3, 3, 160) + spread(-300, 0.8, 60, True)),
    ("erfc", mp.erfc, even(-6, 6, 200) + even(0.5, 26.5, 200)
     + spread(-18, 0, 40, True)),
    ("erfc_scaled", lambda x: mp.erfc(x) * mp.exp(mp.mpf(x) ** 2),
     even(0.5, 6, 160) + spread(0.5, 2.5, 60)),
    ("sin", mp.sin, even(-10, 10, 160) + even(-500000, 500000, 80)
     + spread(-9, 0, 40, True)),
    ("cos", mp.cos, even(-10, 10, 160) + even(-500000, 500000, 80)
     + spread(-9, 0, 40, True)),
    ("log1p_minus", lambda x: log1p(x) - x, even(-0.999, 3, 120)
     + spread(-12, 6, 60) + [-x for x in spread(-12, -0.01, 60)]),
    ("expm1_minus", lambda x: mp.exp(mp.mpf(x)) - 1 - mp.mpf(x),
     even(-5, 5, 120) + spread(-12, 0, 60, True)),
    ("stirling_rest", lambda x: mp.loggamma(mp.mpf(x) + 1)
     - ((mp.mpf(x) + 0.5) * mp.log(x) - x + mp.log(2 * mp.pi) / 2),
     spread(-8, 12, 160)),
]


def write(out):
    out.write("// SPDX-License-Identifier: Apache-2.0\n")
    out.write("// Made by tests/certified/elementary.py with mpmath %s, Python %s,\n"
              % (mp.__version__, platform.python_version()))
    out.write("// 60 digits: argument, value, what the value lacks.\n")
    for name, f, points in FUNCTIONS:
        out.write("static const certified %s_values[] = {\n" % name)
        for x in points:
            y = f(mp.mpf(x))
            high = float(y)
            out.write("{%s, %s, %s},\n" % (float(x).hex(), high.hex(),
                                          float(y - mp.mpf(high)).hex()))
        out.write("};\n")


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "elementary.inc"), "w", encoding="ascii") as file:
    write(file)
