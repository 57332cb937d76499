#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All pairs of a set of templates with numpy, scipy and scikit-learn.

usage: bench/lfw_peer.py TEMPLATES.npy SAMPLES.csv [--threads N]
                         [--expect COUNTS]

What a researcher who knows these libraries and wants intervals that know about
people writes: one matrix product, ROC and AUC of scikit-learn, EER, d', FNMR at
FMR 1e-2 to 1e-5, and for FMR and FNMR at each, per comparison and with people in
balance, the intervals of docs/statistics.md 4.3. One JSON object: the figures,
wall and CPU seconds after the imports and without reading the files, peak memory,
the BLAS. scikit-learn leaves out thresholds between which only FMR changes, so an
FMR reached may be a few counts below the target's. --expect 1198,4788,... fails when the counts of false non-matches are
others. Needs 6 GB of memory for LFW's 13,233 samples.
"""
import argparse
import csv
import json
import resource
import sys
import time

from faiss_peer import blas_in_use, set_environment

TARGETS = (1e-2, 1e-3, 1e-4, 1e-5)


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("templates")
    parser.add_argument("samples")
    parser.add_argument("--expect")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def people_of(path, np):
    with open(path, newline="") as file:
        names = [row["subject_id"] for row in csv.DictReader(file)]
    return np.unique(names, return_inverse=True)[1]


class Pairs:
    """Every two samples once: scores and whose they are."""

    def __init__(self, np, rows, people):
        self.np, self.people = np, people
        self.images = np.bincount(people)
        unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        scores = unit @ unit.T
        self.at = np.triu_indices(len(people), 1)
        self.scores = scores[self.at]
        self.mated = people[self.at[0]] == people[self.at[1]]

    def people_at(self, chosen):
        return (self.people[self.at[0][chosen]],
                self.people[self.at[1][chosen]])


def wilson(np, stats, p, variance, nu):
    if not 0 < p < 1 or not variance > 0:
        return [None, None]
    n = p * (1 - p) / variance
    t = stats.t.ppf(0.975, nu)
    middle = (p + t * t / (2 * n)) / (1 + t * t / n)
    half = t * np.sqrt(p * (1 - p) / n + (t / (2 * n)) ** 2) / (1 + t * t / n)
    return [float(middle - half), float(middle + half)]


def freedom(squares, most):
    fourth = (squares ** 2).sum()
    return min(max(squares.sum() ** 2 / fourth, 2), most) if fourth else most


def jackknife(x, m):
    """Of a rate of sums, a person left out at a time."""
    left = (x.sum() - x) / (m.sum() - m)
    return (len(x) - 1) / len(x) * ((left - left.mean()) ** 2).sum()


def one_way(np, stats, x, m, counted):
    """FNMR: 4.3(a)."""
    x, m = x[m > 0], m[m > 0]
    p = x.sum() / m.sum()
    s = x - m * p
    variance = (s ** 2 / (1 - m / m.sum())).sum() / m.sum() ** 2
    one = jackknife(x, m)
    if counted:
        variance = max(variance, p * (1 - p) / m.sum())
        one = max(one, p * (1 - p) / m.sum())
    nu = freedom(s ** 2, len(x) - 1)
    return {"rate": float(p), "interval": wilson(np, stats, p, variance, nu),
            "jackknife": wilson(np, stats, p, one, nu)}


def dyadic(np, stats, events, sides, sizes):
    """FMR: 4.3(b). `events` of the pairs of people that have any."""
    if sizes is None:  # balanced: each two people count 1
        count = sides[2]
        m_v = np.full(count, count - 1.0)
        total, mm = count * (count - 1) / 2, count * (count - 1) / 2
        of_pair = np.ones(len(events))
    else:
        count = len(sizes)
        m_v = sizes * (sizes.sum() - sizes)
        total = m_v.sum() / 2
        mm = ((sizes ** 2).sum() ** 2 - (sizes ** 4).sum()) / 2
        of_pair = sizes[sides[0]] * sizes[sides[1]]
    x_v = (np.bincount(sides[0], events, count)
           + np.bincount(sides[1], events, count))
    p = events.sum() / total
    s = x_v - m_v * p
    d = ((events ** 2).sum() - 2 * p * (events * of_pair).sum() + p * p * mm)
    c = 1 / (1 - (m_v ** 2).sum() / total ** 2 + mm / total ** 2)
    floor = max(d, total * p * (1 - p) if sizes is not None else 0)
    variance = max(c * ((s ** 2).sum() - d), floor) / total ** 2
    left = (events.sum() - x_v) / (total - m_v)
    one = max((count - 1) / count * ((left - left.mean()) ** 2).sum(),
              floor / total ** 2)
    nu = max(freedom(s ** 2, count), 2)
    return {"rate": float(p), "interval": wilson(np, stats, p, variance, nu),
            "jackknife": wilson(np, stats, p, one, nu)}


def fnmr_at(np, stats, pairs, threshold, mated_of):
    people = len(pairs.images)
    missed = pairs.scores[pairs.mated] < threshold
    x = np.bincount(mated_of[missed], minlength=people).astype(float)
    m = np.bincount(mated_of, minlength=people).astype(float)
    has = m > 0
    balanced = one_way(np, stats, x[has] / m[has], np.ones(has.sum()), False)
    return {"events": int(missed.sum()),
            "by_comparison": one_way(np, stats, x, m, True),
            "by_subject": balanced}


def fmr_at(np, stats, pairs, threshold):
    matched = np.flatnonzero(~pairs.mated & (pairs.scores >= threshold))
    a, b = pairs.people_at(matched)
    people = len(pairs.images)
    key = np.minimum(a, b).astype(np.int64) * people + np.maximum(a, b)
    pair, events = np.unique(key, return_counts=True)
    first, second = pair // people, pair % people
    images = pairs.images.astype(float)
    share = events / (images[first] * images[second])
    return {"events": len(matched),
            "by_comparison": dyadic(np, stats, events.astype(float),
                                    (first, second), images),
            "by_subject": dyadic(np, stats, share, (first, second, people),
                                 None)}


def eer_of(np, fmr, tmr):
    """Where FMR and FNMR cross, on the line between two thresholds."""
    d = fmr - (1 - tmr)
    i = int(np.argmax(d >= 0))
    a = d[i - 1] / (d[i - 1] - d[i])
    return float(fmr[i - 1] + a * (fmr[i] - fmr[i - 1]))


def figures(np, stats, metrics, rows, people):
    pairs = Pairs(np, rows, people)
    fmr, tmr, thresholds = metrics.roc_curve(pairs.mated, pairs.scores)
    mated, others = pairs.scores[pairs.mated], pairs.scores[~pairs.mated]
    spread = np.sqrt((mated.var(ddof=1, dtype=np.float64)
                      + others.var(ddof=1, dtype=np.float64)) / 2)
    out = {"mated": len(mated), "non_mated": len(others),
           "eer": eer_of(np, fmr, tmr), "auc": float(metrics.auc(fmr, tmr)),
           "d_prime": float((mated.mean(dtype=np.float64)
                             - others.mean(dtype=np.float64)) / spread),
           "at": {}}
    mated_of = pairs.people_at(pairs.mated)[0]
    for target in TARGETS:
        most = len(others) // round(1 / target)
        last = np.searchsorted(np.rint(fmr * len(others)), most, "right") - 1
        threshold = thresholds[last]
        out["at"][target] = {
            "threshold": float(threshold),
            "FMR": fmr_at(np, stats, pairs, threshold),
            "FNMR": fnmr_at(np, stats, pairs, threshold, mated_of)}
    return out


def main():
    asked = options()
    set_environment(asked.threads)
    try:
        import numpy as np
        from scipy import stats
        import sklearn
        from sklearn import metrics
    except ImportError as missing:
        sys.exit(str(missing))
    blas = blas_in_use()
    if not blas:
        sys.exit("numpy is on the reference BLAS, which is no peer: install "
                 "libopenblas0-openmp")
    rows = np.load(asked.templates)
    people = people_of(asked.samples, np)
    start = time.perf_counter(), time.process_time()
    out = figures(np, stats, metrics, rows, people)
    out["wall"] = time.perf_counter() - start[0]
    out["cpu"] = time.process_time() - start[1]
    out["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out["tool"] = "numpy %s, scikit-learn %s" % (np.__version__,
                                                 sklearn.__version__)
    out["blas"] = blas
    print(json.dumps(out))
    counts = [at["FNMR"]["events"] for at in out["at"].values()]
    if asked.expect and asked.expect != ",".join(map(str, counts)):
        sys.exit("other counts than expected: %s" % counts)


if __name__ == "__main__":
    main()
