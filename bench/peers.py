#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What other tools need for the figures of bench/run.

usage: bench/peers.py sklearn|numpy MATED.npy NON-MATED.npy
       bench/peers.py pandas LINES

One JSON object: CPU seconds after the imports, peak memory in MB, and the false
non-matches at FMR 1e-2 to 1e-6, which must be those of assay.
"""
import json
import resource
import sys
import time

import numpy as np

TARGETS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)


def allowed(count, target):
    """The most false matches of `count` within the target, as decimals say."""
    return int(count * round(target * 1e6) // 1000000)


def by_partition(mated, others):
    """FNMR counts: the k-th largest non-mated score by selection."""
    wanted = [allowed(len(others), t) for t in TARGETS]
    ranks = sorted({len(others) - k - 1 for k in wanted if k >= 1})
    part = np.partition(others, ranks)
    # A match is a score above the first that must not pass.
    return [int((mated <= part[len(others) - k - 1]).sum()) if k >= 1 else None
            for k in wanted]


def eer_by_bins(mated, others):
    """The EER to a bin of 65,536: what a histogram gives."""
    low = min(mated.min(), others.min())
    high = max(mated.max(), others.max())
    m = np.cumsum(np.histogram(mated, 65536, (low, high))[0]) / len(mated)
    o = 1 - np.cumsum(np.histogram(others, 65536, (low, high))[0]) / len(others)
    i = int(np.argmin(np.abs(m - o)))
    return float((m[i] + o[i]) / 2)


def of_numpy(paths):
    mated, others = (np.load(p) for p in paths)
    misses = by_partition(mated, others)
    return misses, eer_by_bins(mated, others)


def of_sklearn(paths):
    from sklearn.metrics import det_curve
    mated, others = (np.load(p) for p in paths)
    scores = np.concatenate([mated, others])
    labels = np.concatenate([np.ones(len(mated), np.int8),
                             np.zeros(len(others), np.int8)])
    start = time.process_time()
    fmr, fnmr, _ = det_curve(labels, scores)
    misses = []
    for target in TARGETS:
        most = allowed(len(others), target)
        fits = np.rint(fmr * len(others)) <= most
        misses.append(int(round(fnmr[fits].min() * len(mated)))
                      if most >= 1 else None)
    i = int(np.argmin(np.abs(fmr - fnmr)))
    return misses, float((fmr[i] + fnmr[i]) / 2), start


def of_pandas(paths):
    import pandas
    start = time.process_time()
    rows = pandas.read_csv(paths[0], sep=" ", header=None,
                           names=["claimed", "real", "probe", "score"],
                           usecols=["claimed", "real", "score"])
    mated = (rows.claimed == rows.real).to_numpy()
    scores = rows.score.to_numpy().astype(np.float32)
    misses = by_partition(scores[mated], scores[~mated])
    return misses, eer_by_bins(scores[mated], scores[~mated]), start


def main():
    tool, paths = sys.argv[1], sys.argv[2:]
    start = time.process_time()
    found = {"numpy": of_numpy, "sklearn": of_sklearn,
             "pandas": of_pandas}[tool](paths)
    if len(found) == 3:
        start = found[2]
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": time.process_time() - start,
                      "mb": used.ru_maxrss / 1024,
                      "misses": found[0], "eer": found[1]}))


if __name__ == "__main__":
    main()
