#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How often intervals of `assay compare` hold the truth, through the program.

Two systems of one law, whose people and comparisons go together by 0.6, score
the same people, all against all, four mated comparisons each: every difference
is 0, every ratio 1. Prints, for each figure, the share of runs whose interval
holds that, and of those in which a system is called lower; and the share of
runs in which any figure is, which Holm keeps below 0.05.

    bench/compare_coverage.py ASSAY [RUNS [PEOPLE]]    needs numpy
"""
import json
import math
import os
import subprocess
import sys
import tempfile

import numpy as np

ALIKE = 0.6


def pair(rng, shape):
    """The same of both systems."""
    one = rng.standard_normal(shape)
    other = rng.standard_normal(shape)
    return one, ALIKE * one + math.sqrt(1 - ALIKE * ALIKE) * other


def write(rng, people):
    i, j = np.triu_indices(people, 1)
    side, own = pair(rng, people), pair(rng, people)
    rest, mated = pair(rng, len(i)), pair(rng, (people, 4))
    for s, name in enumerate("ab"):
        non = math.sqrt(0.1) * (side[s][i] + side[s][j]) + \
            math.sqrt(0.8) * rest[s]
        same = 2.5 + math.sqrt(0.3) * own[s][:, None] + \
            math.sqrt(0.7) * mated[s]
        with open(name + ".csv", "w", encoding="ascii") as out:
            out.write("score,mated,probe_subject,reference_subject\n")
            for p, q, x in zip(i, j, non):
                out.write(f"{x:.5f},0,p{p},p{q}\n")
            for p in range(people):
                for x in same[p]:
                    out.write(f"{x:.5f},1,p{p},p{p}\n")


def compare(assay):
    for name in "ab":
        subprocess.check_call([assay, "scores", name + ".csv", "--fmr", "0.05",
                               "--threshold", "1.5", "-q", "--digest", "none",
                               "-o", name + ".assay"])
    subprocess.check_call([assay, "compare", "a.assay", "b.assay", "-q",
                           "--digest", "none", "--json", "c.json"])
    with open("c.json", encoding="utf-8") as file:
        return [f for f in json.load(file)["figures"]
                if f["low"] is not None and f["name"][1] != " "]


def main():
    assay = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    people = int(sys.argv[3]) if len(sys.argv) > 3 else 80
    held, lower, any_lower = {}, {}, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for run in range(runs):
            write(np.random.default_rng([people, run]), people)
            called = False
            for f in compare(assay):
                truth = 1 if f["unit"] == "ratio" else 0
                holds = f["low"] <= truth <= f["high"]
                held.setdefault(f["id"], []).append(holds)
                told = " lower" in (f["note"] or "")[:8]
                lower[f["id"]] = lower.get(f["id"], 0) + told
                called = called or told
            any_lower += called
        os.chdir("/")
    print(f"{runs} runs of {people} people")
    for name in sorted(held):
        print(f"{name:36s} {np.mean(held[name]):.3f}  "
              f"lower {lower[name] / runs:.3f}")
    print(f"any lower {any_lower / runs:.3f}")


main()
