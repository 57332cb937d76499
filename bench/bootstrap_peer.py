#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""FNMR at FMR 1e-3 in replicates of people, with numpy: the same replicates as
bench/bootstrap.c, whose file it reads.

usage: bench/bootstrap_peer.py FILE [REPLICATES]

Non-mated comparisons above FMR 1e-2 stand sorted, once; in a replicate weights are
looked up by take and added up by one cumsum. In the integers that are least work:
products of two weights fit a byte, sums 32 bits. Drawing the weights is not in its
seconds. Prints JSON: seconds of CPU and wall for the replicates done, and how many
differ from those in the file.
"""
import json
import sys
import time

import numpy


def read(path):
    with open(path, "rb") as file:
        people, kept, mated, replicates = numpy.fromfile(file, "u8", 4).tolist()
        images = numpy.fromfile(file, "u4", people)
        pairs = numpy.fromfile(file, "u4", 2 * kept).reshape(kept, 2)
        below = numpy.fromfile(file, "u4", kept)
        misses = numpy.fromfile(file, "u4", mated)
        fnmr = numpy.fromfile(file, "f8", replicates)
        weights = numpy.fromfile(file, "u1")
    weights = weights.reshape(-1, people, 64).transpose(0, 2, 1)
    return (images.astype("i8"), pairs, below, misses, fnmr,
            numpy.ascontiguousarray(weights.reshape(-1, people)[:replicates]))


def main():
    images, pairs, below, misses, fnmr, weights = read(sys.argv[1])
    count = min(int(sys.argv[2]) if len(sys.argv) > 2 else len(fnmr), len(fnmr))
    # What take wants, made once.
    probe, reference = (numpy.ascontiguousarray(pairs[:, i]).astype("i8")
                        for i in (0, 1))
    misses = misses.astype("i8")
    mated = images * (images - 1) // 2
    product = numpy.empty(len(probe), "u1")
    other = numpy.empty(len(probe), "u1")
    sums = numpy.empty(len(probe), "u4")
    found = numpy.empty(count)
    wall, cpu = time.perf_counter(), time.process_time()
    for b in range(count):
        w = weights[b]
        wide = w.astype("i8")
        own = wide * images
        allowed = (int(own.sum()) ** 2 - int((own * own).sum())) // 2 // 1000
        numpy.take(w, probe, out=product, mode="clip")
        numpy.take(w, reference, out=other, mode="clip")
        numpy.multiply(product, other, out=product)
        numpy.cumsum(product, dtype="u4", out=sums)
        at = numpy.searchsorted(sums, allowed, side="right")
        missed = int(w.take(misses[:below[at]]).sum(dtype="i8"))
        found[b] = missed / int((wide * mated).sum())
    print(json.dumps({"replicates": count,
                      "cpu": time.process_time() - cpu,
                      "wall": time.perf_counter() - wall,
                      "differ": int((found != fnmr[:count]).sum())}))


if __name__ == "__main__":
    main()
