#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One small file of scores under the rules that other tools follow: the tables
of docs/other-tools.md.

usage: bench/other_tools.py ASSAY

The scores are drawn here, seeded, and rounded to two decimals, as many systems
print them. scikit-learn is asked where it is installed; the rules of bob.measure,
pyeer and score-analysis are written out below, as their documentation and
sources have them. assay reads the same file.
"""
import json
import math
import os
import random
import subprocess
import sys
import tempfile

TARGETS = (1e-2, 1e-3, 4e-4, 1e-4)


def scores():
    draw = random.Random(19795)
    mated = [round(draw.gauss(4, 1), 2) for _ in range(500)]
    others = [round(draw.gauss(0, 1), 2) for _ in range(5000)]
    return mated, others


def above(values, threshold, strictly=False):
    if strictly:
        return sum(v > threshold for v in values)
    return sum(v >= threshold for v in values)


def rates(mated, others, threshold, strictly=False):
    return (above(others, threshold, strictly) / len(others),
            1 - above(mated, threshold, strictly) / len(mated))


def bob(mated, others, target):
    """bob.measure.far_threshold: an impostor score, the lowest one at which the
    share of impostor scores at or above it is at most the target."""
    best = math.nextafter(max(others), math.inf)
    for value in sorted(set(others), reverse=True):
        if above(others, value) / len(others) > target:
            break
        best = value
    return rates(mated, others, best)


def pyeer(mated, others, target):
    """pyeer: of all scores the one whose rate is nearest to the target, whether
    above or below."""
    candidates = sorted(set(mated + others))
    return min((rates(mated, others, value) for value in candidates),
               key=lambda rate: abs(rate[0] - target))


def score_analysis(mated, others, target):
    """score-analysis: the threshold is interpolated between two impostor
    scores."""
    ranked = sorted(others)
    at = (1 - target) * len(ranked) - 1
    low, high = math.floor(at), math.ceil(at)
    share = high - at if high > low else 1
    low, high = (min(max(i, 0), len(ranked) - 1) for i in (low, high))
    return rates(mated, others, share * ranked[low] + (1 - share) * ranked[high])


def sklearn(mated, others, target):
    from sklearn.metrics import roc_curve
    false, true, _ = roc_curve([1] * len(mated) + [0] * len(others),
                               mated + others, drop_intermediate=False)
    last = max(i for i in range(len(false)) if false[i] <= target)
    return false[last], 1 - true[last]


def eer_interpolated(mated, others):
    """Where the lines between the steps of FMR and FNMR cross."""
    before = (1.0, 0.0)
    for value in sorted(set(mated + others)) + [math.inf]:
        now = rates(mated, others, value)
        if now[1] >= now[0]:
            gap = before[0] - before[1]
            part = gap / (gap + now[1] - now[0])
            return before[0] + part * (now[0] - before[0])
        before = now
    return before[0]


def eer_midpoint(mated, others):
    """The mean of both rates where they are nearest to each other."""
    return sum(min((rates(mated, others, value)
                    for value in sorted(set(mated + others))),
                   key=lambda rate: abs(rate[0] - rate[1]))) / 2


def assay(program, mated, others):
    with tempfile.TemporaryDirectory() as folder:
        for name, values in (("m", mated), ("n", others)):
            with open(os.path.join(folder, name), "w") as file:
                file.writelines("%.2f\n" % value for value in values)
        command = [program, "scores", "--mated", "m", "--non-mated", "n", "-q",
                   "--fmr", ",".join("%g" % t for t in TARGETS), "--json", "-"]
        done = subprocess.run(command, cwd=folder, check=True,
                              stdout=subprocess.PIPE)
    return {f["id"]: f for f in json.loads(done.stdout)["figures"]}


def cell(rate):
    return "%.4f at %.4f" % (rate[1], rate[0])


def assay_cell(figures, target):
    fnmr = figures["FNMR@FMR=%.10g" % target]
    if fnmr["value"] is None:
        return "refused"
    mark = "" if fnmr["status"] == "ok" else " !"
    return "%.4f at %.4f%s" % (fnmr["value"], fnmr["at"]["achieved"], mark)


def main():
    program = os.path.abspath(sys.argv[1])
    mated, others = scores()
    figures = assay(program, mated, others)
    rows = [("scikit-learn `roc_curve`", sklearn), ("bob.measure", bob),
            ("pyeer", pyeer), ("score-analysis", score_analysis)]
    print("| FNMR at achieved FMR | %s |" % " | ".join("%g" % t for t in TARGETS))
    print("|---|" + "---|" * len(TARGETS))
    print("| **assay** | %s |" %
          " | ".join(assay_cell(figures, t) for t in TARGETS))
    for name, rule in rows:
        try:
            cells = [cell(rule(mated, others, t)) for t in TARGETS]
        except ImportError:
            cells = ["not installed"] * len(TARGETS)
        print("| %s | %s |" % (name, " | ".join(cells)))
    print()
    print("EER: assay %.6f, interpolated %.6f, midpoint %.6f" % (
        figures["EER"]["value"], eer_interpolated(mated, others),
        eer_midpoint(mated, others)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
