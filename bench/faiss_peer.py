#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""FAISS's exhaustive search on the templates that bench/run searches.

usage: bench/faiss_peer.py [--references R.npy --probes P.npy]
                           [--reference-count N] [--probe-count N]
                           [--dimensions D] [--threads N] [--top K]
                           [--repeat N]

IndexFlatIP, the top K of each probe, all probes in one call, which FAISS cuts
into blocks of 4,096 itself: no counts, no mates, no figures. Without
files it searches random unit vectors. Rows are read as float32 and, as cosine
asks, divided by their norm. Neither that nor building the index is timed.

One JSON object: comparisons per second of wall time and per CPU second (what a
core does of it, whoever else is on the machine), each run and the median;
FAISS's version and the BLAS it multiplies with; the machine's load before and
after. Debian's FAISS takes whichever BLAS is installed, and the reference one
is some seventy times slower than OpenBLAS: with that there is no peer, and it
says so (libopenblas0-openmp is what to install). Settings by hand of OpenBLAS's
kernels and cache are taken out of the environment, so that it runs at full
speed; where it takes a processor that is newer than itself for a Pentium 4, it is
told which kernels suit it.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--references")
    parser.add_argument("--probes")
    parser.add_argument("--reference-count", type=int, default=1000000)
    parser.add_argument("--probe-count", type=int, default=10000)
    parser.add_argument("--dimensions", type=int, default=512)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    if bool(asked.references) != bool(asked.probes):
        parser.error("--references and --probes go together")
    return asked


CORE = """
import ctypes
library = ctypes.CDLL("libopenblas.so.0")
library.openblas_get_corename.restype = ctypes.c_char_p
print(library.openblas_get_corename().decode())
"""


def fitting_core():
    """What OpenBLAS should take this processor for, where it does not know it:
    it would use instructions of 2004, a quarter as fast. None: it knows."""
    asked = subprocess.run([sys.executable, "-c", CORE], capture_output=True,
                           text=True)
    if asked.stdout.strip().lower() not in ("prescott", "core2", "nehalem"):
        return None
    with open("/proc/cpuinfo") as file:
        flags = next((set(line.split()) for line in file
                      if line.startswith("flags")), set())
    if {"avx512f", "avx512bw", "avx512dq", "avx512vl"} <= flags:
        return "SKYLAKEX"
    return "HASWELL" if {"avx2", "fma"} <= flags else None


def set_environment(threads):
    """Before numpy and FAISS load their libraries, which read it once."""
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    core = fitting_core()
    if core:
        os.environ["OPENBLAS_CORETYPE"] = core
    # A thread that has nothing to do sleeps: one thread is one core.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)


def blas_in_use():
    """The library of this process that does the products."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "/" in line}
    names = sorted({os.path.basename(os.path.realpath(p)) for p in paths})
    for known in ("openblas", "mkl", "blis"):
        for name in names:
            if known in name:
                return name
    return None


def random_rows(numpy, count, dimensions, seed):
    draw = numpy.random.default_rng(seed)
    return draw.standard_normal((count, dimensions), dtype=numpy.float32)


def unit(numpy, rows, most):
    rows = numpy.array(rows[:most], dtype=numpy.float32, order="C")
    for at in range(0, len(rows), 65536):
        part = rows[at:at + 65536]
        norm = numpy.linalg.norm(part.astype(numpy.float64), axis=1)
        part /= numpy.maximum(norm, 1e-30)[:, None]
    return rows


def side(numpy, path, count, asked, seed):
    if path:
        rows = numpy.load(path, mmap_mode="r")
    else:
        rows = random_rows(numpy, count, asked.dimensions, seed)
    return unit(numpy, rows, count)


def seconds(index, probes, asked):
    """Of wall and of CPU."""
    start = time.perf_counter(), time.process_time()
    index.search(probes, asked.top)
    return time.perf_counter() - start[0], time.process_time() - start[1]


def main():
    asked = options()
    set_environment(asked.threads)
    try:
        import numpy
        import faiss
    except ImportError as missing:
        sys.exit(str(missing))
    blas = blas_in_use()
    if not blas:
        sys.exit("FAISS is on the reference BLAS, which is no peer: install "
                 "libopenblas0-openmp")
    faiss.omp_set_num_threads(asked.threads)
    references = side(numpy, asked.references, asked.reference_count, asked, 1)
    probes = side(numpy, asked.probes, asked.probe_count, asked, 2)
    index = faiss.IndexFlatIP(references.shape[1])
    index.add(references)
    comparisons = len(references) * len(probes)
    before = os.getloadavg()[0]
    index.search(probes[:100], asked.top)
    times = [seconds(index, probes, asked) for _ in range(asked.repeat)]
    wall, cpu = ([comparisons / t for t in kind] for kind in zip(*times))
    print(json.dumps({
        "tool": "faiss " + faiss.__version__, "blas": blas,
        "threads": asked.threads, "references": len(references),
        "probes": len(probes), "dimensions": references.shape[1],
        "top": asked.top, "rate": statistics.median(wall), "rates": wall,
        "rate_per_cpu": statistics.median(cpu), "rates_per_cpu": cpu,
        "load": [before, os.getloadavg()[0]]}))


if __name__ == "__main__":
    main()
