#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How often the 95 % interval of a paired difference of FMRs holds the truth.

Two systems score all pairs of K people; a share of the variance of a score is
people's, and both systems' people and pairs go together by r. The difference
of their FMRs at one threshold is 0. Prints how often it lies inside

  z      d -+ 1.96 sqrt(V), V of docs/statistics.md 4.3(b) over e_B - e_A
  t      the same with t of 4.3(e): what assay compare prints
  alone  by person alone (V_J), as where pairs were cut
  pairs  as if pairs were independent (McNemar)
  apart  from both systems' variances, as if they were independent

    python3 paired_coverage.py [runs]        needs numpy and scipy
"""
import sys

import numpy as np
from scipy import stats


def spread(x, i, j, people):
    """V_c, V_J, D/M^2 and nu of the mean of x over pairs."""
    m = len(x)
    d = x - x.mean()
    s = np.bincount(i, d, people) + np.bincount(j, d, people)
    s2 = (s ** 2).sum()
    big = (d ** 2).sum()
    c = people * (people - 1) / ((people - 2) * (people - 3))
    nu = s2 ** 2 / (s ** 4).sum() if s2 > 0 else 2
    jack = ((people - 1) / people * (people / (people - 2)) ** 2) * s2
    return (max(c * (s2 - big), big) / m ** 2, max(jack, big) / m ** 2,
            big / m ** 2, max(nu, 2))


def one(rng, people, t, share, r):
    i, j = np.triu_indices(people, 1)
    mix = np.sqrt(1 - r * r)
    errors = []
    own = rng.standard_normal(people)
    rest = rng.standard_normal(len(i))
    for k in range(2):
        if k:
            own = r * own + mix * rng.standard_normal(people)
            rest = r * rest + mix * rng.standard_normal(len(i))
        score = np.sqrt(share / 2) * (own[i] + own[j]) + \
            np.sqrt(1 - share) * rest
        errors.append((score >= t).astype(float))
    d = errors[1] - errors[0]
    v, jack, big, nu = spread(d, i, j, people)
    apart = sum(spread(e, i, j, people)[0] for e in errors)
    t_nu = stats.t.ppf(0.975, nu)
    z = stats.norm.ppf(0.975)
    off = abs(d.mean())
    return [off <= z * np.sqrt(v), off <= t_nu * np.sqrt(v),
            off <= t_nu * np.sqrt(jack), off <= z * np.sqrt(big),
            off <= z * np.sqrt(apart)]


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(f"numpy {np.__version__}, {runs} runs")
    print("people    FMR share   r      z      t  alone  pairs  apart")
    for people, fmr, share, r in [(100, 1e-2, 0.2, 0.6), (100, 1e-2, 0.2, 0.0),
                                  (200, 2e-3, 0.2, 0.6), (200, 2e-3, 0.2, 0.0),
                                  (200, 2e-3, 0.0, 0.6)]:
        rng = np.random.default_rng(47)
        t = stats.norm.isf(fmr)
        rows = np.array([one(rng, people, t, share, r) for _ in range(runs)])
        print(f"{people:6d} {fmr:6.3f} {share:5.1f} {r:3.1f} " +
              " ".join(f"{x:6.3f}" for x in rows.mean(axis=0)))


main()
