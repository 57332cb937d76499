#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Which D belongs in the cluster-robust variance of the AUC.

Simulates all-against-all designs with subject effects in both classes and
compares two estimates of the variance of the AUC with its variance over runs:

  all    max(sum S_v^2 - D of all identity pairs, D)
  other  max(sum S_v^2 - D of the non-mated pairs, D)

S_v^2 holds a pair of two people twice, once for each of them, so D of the
non-mated pairs comes off once; a person's own mated pairs are in it once, and
nothing is to come off. Prints, per design, the mean of each estimate over the
true variance, and the coverage of its 95 % interval (logit scale, t).

    python3 auc_variance.py [runs]        needs numpy and scipy
"""
import sys

import numpy as np
from scipy import stats

MU = 1.8


def one(rng, people, images, share):
    effect = np.sqrt(share)
    rest = np.sqrt(1 - 2 * share)
    own = rng.standard_normal(people)
    side = rng.standard_normal(people)
    pairs = images * (images - 1) // 2
    mated = MU + effect * own[:, None] + np.sqrt(1 - share) * \
        rng.standard_normal((people, pairs))
    i, j = np.triu_indices(people, 1)
    block = images * images
    non = (effect * (side[i] + side[j]))[:, None] + rest * \
        rng.standard_normal((len(i), block))
    flat = np.sort(non, axis=None)
    low = np.searchsorted(flat, mated, 'left') / flat.size
    ordered = np.sort(mated, axis=None)
    high = 1 - np.searchsorted(ordered, non, 'right') / ordered.size
    auc = low.mean()
    psi_m = (low - auc).sum(axis=1) / mated.size
    psi_n = (high - auc).sum(axis=1) / non.size
    s = psi_m.copy()
    np.add.at(s, i, psi_n)
    np.add.at(s, j, psi_n)
    d_m, d_n = (psi_m ** 2).sum(), (psi_n ** 2).sum()
    squares = (s ** 2).sum()
    nu = squares ** 2 / (s ** 4).sum()
    d = d_m + d_n
    return auc, max(squares - d, d), max(squares - d_n, d), nu


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    truth = stats.norm.cdf(MU / np.sqrt(2))
    print(f'numpy {np.__version__}, {runs} runs, AUC {truth:.4f}')
    print('people images share   E[V]/Var: all  other   coverage: all  other')
    for people, images, share in [(60, 3, 0.0), (60, 3, 0.1), (60, 3, 0.3),
                                  (30, 4, 0.2), (100, 2, 0.3)]:
        rng = np.random.default_rng(20 + people)
        rows = np.array([one(rng, people, images, share) for _ in range(runs)])
        auc, v_all, v_other, nu = rows.T
        true = auc.var(ddof=1)
        t = stats.t.ppf(0.975, np.maximum(nu, 2))
        logit = np.log(auc / (1 - auc)) - np.log(truth / (1 - truth))
        scale = auc * (1 - auc)
        cover = [(abs(logit) <= t * np.sqrt(v) / scale).mean()
                 for v in (v_all, v_other)]
        print(f'{people:6d} {images:6d} {share:5.1f} '
              f'{v_all.mean() / true:14.2f} {v_other.mean() / true:6.2f} '
              f'{cover[0]:15.3f} {cover[1]:6.3f}')


main()
