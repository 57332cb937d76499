#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How often intervals of `assay compare` hold the truth, through the program.

Two systems of one law, whose people and comparisons go together by 0.6, score
the same people, all against all, four mated comparisons each: every difference
is 0, every ratio 1. With --searches the people are searched for, three times
each, the first 40 of them on a list, which is drawn anew like all else. Prints, for each figure, the share of runs whose interval
holds that, and of those in which a system is called lower; and the share of
runs in which any figure is, which Holm keeps below 0.05.

    bench/compare_coverage.py [--searches] ASSAY [RUNS [PEOPLE]]  needs numpy
"""
import json
import math
import os
import subprocess
import sys
import tempfile

import numpy as np

ALIKE = 0.6
LISTED, TIMES = 40, 3
SCORES = ["--fmr", "0.05", "--threshold", "1.5"]
LISTS = ["--probes", "p.csv", "--references", "r.csv", "--fpir", "0.1",
         "--threshold", "2.6", "--target", "random-watchlist"]


def pair(rng, shape):
    """The same of both systems."""
    one = rng.standard_normal(shape)
    other = rng.standard_normal(shape)
    return one, ALIKE * one + math.sqrt(1 - ALIKE * ALIKE) * other


def write_scores(rng, people):
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


def write_lists(rng, people):
    probes = [(p, t) for p in range(people) for t in range(TIMES)]
    for name, ids in (("p", [(f"q{p}_{t}", p) for p, t in probes]),
                      ("r", [(f"r{p}", p) for p in range(LISTED)])):
        with open(name + ".csv", "w", encoding="ascii") as out:
            out.write("sample_id,subject_id\n")
            out.writelines(f"{sample},s{p}\n" for sample, p in ids)
    side, other = pair(rng, people), pair(rng, LISTED)
    time, rest = pair(rng, (people, TIMES)), pair(rng, (people, TIMES, LISTED))
    own = pair(rng, LISTED)
    for k, name in enumerate("ab"):
        with open(name + ".csv", "w", encoding="ascii") as out:
            out.write("probe_id,rank,reference_id,score\n")
            for p, t in probes:
                x = 0.35 * side[k][p] + 0.35 * other[k] + \
                    0.3 * time[k][p, t] + 0.8 * rest[k][p, t]
                if p < LISTED:
                    x[p] += 3 + 0.6 * own[k][p]
                for rank, g in enumerate(np.argsort(-x)):
                    out.write(f"q{p}_{t},{rank + 1},r{g},{x[g]:.5f}\n")


def compare(assay, searches):
    for name in "ab":
        how = ["candidates", name + ".csv", *LISTS] if searches else \
            ["scores", name + ".csv", *SCORES]
        subprocess.check_call([assay, *how, "-q", "--digest", "none",
                               "-o", name + ".assay"])
    subprocess.check_call([assay, "compare", "a.assay", "b.assay", "-q",
                           "--digest", "none", "--json", "c.json"])
    with open("c.json", encoding="utf-8") as file:
        return [f for f in json.load(file)["figures"]
                if f["low"] is not None and f["name"][1] != " "]


def main():
    words = [w for w in sys.argv[1:] if w != "--searches"]
    searches = len(words) < len(sys.argv) - 1
    assay = os.path.abspath(words[0])
    runs = int(words[1]) if len(words) > 1 else 500
    people = int(words[2]) if len(words) > 2 else 80
    write = write_lists if searches else write_scores
    held, lower, any_lower = {}, {}, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for run in range(runs):
            write(np.random.default_rng([people, run]), people)
            called = False
            for f in compare(assay, searches):
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
