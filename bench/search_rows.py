# SPDX-License-Identifier: Apache-2.0
"""The rows of bench/run about templates: searches against FAISS and against what
the processor can do, LFW against numpy and scikit-learn, FPIR by watchlist size,
and a list that is larger than memory.

Both kinds of seconds are told. Those of wall are what one waits for, on a machine
with nothing else to do; those of CPU are what it costs, whoever else is on it.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LFW = {"mobilefacenet": (1198, 4788, 15070, 37126),
       "mobilenet": (4028, 14273, 32989, 60235)}
SMALL = 200  # probes of the run that is taken off the whole


class Took:
    """One process: seconds of wall and CPU, peak MB."""

    def __init__(self, command):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit("%s: exit %d" % (" ".join(command), child.returncode))
        self.wall = time.perf_counter() - start
        self.cpu = used.ru_utime + used.ru_stime
        self.mb = used.ru_maxrss / 1024


def middle(took, kind):
    return statistics.median(getattr(t, kind) for t in took)


def rows_of(npy):
    """Of a two-dimensional .npy, from its header alone."""
    with open(npy, "rb") as file:
        head = file.read(256).decode("latin-1")
    return int(head.split("'shape': (")[1].split(",")[0])


def head_of(folder, name, count):
    """The first rows of a side as files of their own."""
    import numpy
    matrix = os.path.join(folder, name + ".npy")
    short = os.path.join(folder, "%s-%d" % (name, count))
    numpy.save(short + ".npy", numpy.load(matrix, mmap_mode="r")[:count])
    with open(os.path.join(folder, name + ".csv")) as file:
        lines = [file.readline() for _ in range(count + 1)]
    with open(short + ".csv", "w") as file:
        file.writelines(lines)
    return [short + ".npy", short + ".csv"]


def why(done):
    """What a peer that failed said last."""
    said = done.stderr.strip().splitlines()
    return said[-1] if said else "exit %d" % done.returncode


def load():
    return "load %.1f" % os.getloadavg()[0]


class SearchRows:
    def __init__(self, asked):
        self.asked = asked
        self.assay = os.path.join(asked.build, "assay")
        self.made = None

    def path(self, *names):
        return os.path.join(self.asked.data, *names)

    def simulated(self):
        """About 1e6 references of a third as many people and 1e4 probes, half
        of them of people on the list."""
        if self.made:
            return self.made
        listed = max(300, int(333333 * self.asked.scale))
        people = max(100, int(3333 * self.asked.scale))
        folder = self.path("templates")
        Took([self.assay, "simulate", "templates", "-q", "-o", folder,
              "--subjects", str(listed + people // 2), "--watchlist-size",
              str(listed), "--searched", str(people - people // 2)])
        with open(os.path.join(folder, "truth.json")) as file:
            truth = json.load(file)["truth"][0]["targets"]
        at = [t for t in truth if t["pooled_FMR"] == 1e-4][0]
        print("\nTemplates: cosine %.3f at FMR 1e-4 (to be 0.30 to 0.40), where "
              "the 1 %% of people closest to others take part in %.0f %% of false "
              "matches (at least 10)" % (at["threshold"], 100 * at["lambs"]))
        self.made = folder
        return folder

    def sides(self, folder, probes=None):
        def files(name):
            return [os.path.join(folder, name + end) for end in (".npy", ".csv")]
        return (["--probes", *(probes or files("probes")), "--references",
                 *files("references")])

    def templates(self, words, threads, out="t.json"):
        return [self.assay, "templates", *words, "-q", "--digest", "none",
                "--threads", str(threads), "--json", self.path(out)]

    def peak(self):
        program = os.path.join(self.asked.build, "bench", "bench_peak")
        done = subprocess.run([program, "512"], check=True, capture_output=True)
        return json.loads(done.stdout)

    def faiss(self, folder, threads):
        words = ["--references", os.path.join(folder, "references.npy"),
                 "--probes", os.path.join(folder, "probes.npy"),
                 "--reference-count", "100000000", "--probe-count", "100000000",
                 "--threads", str(threads), "--repeat",
                 str(self.asked.repeat)]
        done = subprocess.run([sys.executable,
                               os.path.join(HERE, "faiss_peer.py"), *words],
                              capture_output=True, text=True)
        if done.returncode:
            print("FAISS left out:", why(done))
            return None
        return json.loads(done.stdout)

    def searches(self, folder, threads):
        """Comparisons a second: of the whole process, and of the search alone,
        which is what a run with a few probes less takes less."""
        references = rows_of(os.path.join(folder, "references.npy"))
        probes = rows_of(os.path.join(folder, "probes.npy"))
        few = min(SMALL, probes // 4)
        # Counts above FMR 1e-4 and the 50 best of each probe, no more.
        words = ["--body", "none", "--list-length", "50", "--memory", "8G",
                 "--tail", str(max(1000, int(1.1e-4 * references * probes)))]
        whole, short = self.sides(folder), self.sides(
            folder, head_of(folder, "probes", few))
        long, brief = [], []
        for _ in range(self.asked.repeat):
            long.append(Took(self.templates(whole + words, threads)))
            brief.append(Took(self.templates(short + words, threads, "b.json")))
        out = {"mb": max(t.mb for t in long)}
        for kind in ("wall", "cpu"):
            took = middle(long, kind)
            out[kind] = references * probes / took
            out["search " + kind] = (references * (probes - few) /
                                     max(1e-9, took - middle(brief, kind)))
        return out

    def search(self):
        folder = self.simulated()
        references = rows_of(os.path.join(folder, "references.npy"))
        probes = rows_of(os.path.join(folder, "probes.npy"))
        print("\n| {:,} x {:,}, 512-d | whole, M/s wall | search, M/s wall | "
              "search, M/s CPU | FAISS, M/s wall | FAISS, M/s CPU | ratio wall | "
              "ratio CPU | share of peak |\n".format(references, probes) +
              "|---" * 9 + "|")
        wall = {}
        for threads in (1, 2):
            peak = self.peak()["int8"]
            ours, peer = self.searches(folder, threads), self.faiss(folder,
                                                                    threads)
            wall[threads] = ours["search wall"]
            print("| threads %d, %s, %.0f MB | %.0f | %.0f | %.0f |"
                  % (threads, load(), ours["mb"], ours["wall"] / 1e6,
                     ours["search wall"] / 1e6, ours["search cpu"] / 1e6),
                  end="")
            if peer:
                print(" %.0f | %.0f | %.2f | %.2f |"
                      % (peer["rate"] / 1e6, peer["rate_per_cpu"] / 1e6,
                         ours["search wall"] / peer["rate"],
                         ours["search cpu"] / peer["rate_per_cpu"]), end="")
            else:
                print(" - | - | - | - |", end="")
            if peak:
                print(" %.0f %% of %.0f M/s, %s |"
                      % (100 * ours["search cpu"] / peak["rate"],
                         peak["rate"] / 1e6, peak["kernels"]), flush=True)
            else:
                print(" - |", flush=True)
        print("2 threads over 1: %.2f (to be 1.9)" % (wall[2] / wall[1]))

    def misses(self):
        with open(self.path("t.json")) as file:
            figures = {f["id"]: f for f in json.load(file)["figures"]}
        return [figures["FNMR@FMR=%s" % t]["events"]
                for t in ("0.01", "0.001", "0.0001", "0.00001")]

    def lfw(self):
        if not self.asked.lfw:
            print("\nLFW left out: --lfw DIR says where lfw.csv and "
                  "lfw_mobilefacenet.npy are")
            return
        print("\n| LFW, all pairs, one thread | ours, s wall | s CPU | MB | peer, "
              "s wall | s CPU | MB | ratio wall | ratio CPU | counts |\n" +
              "|---" * 10 + "|")
        samples = os.path.join(self.asked.lfw, "lfw.csv")
        for name, expected in LFW.items():
            matrix = os.path.join(self.asked.lfw, "lfw_%s.npy" % name)
            if os.path.exists(matrix):
                self.lfw_row(name, matrix, samples, expected)

    def lfw_row(self, name, matrix, samples, expected):
        words = [matrix, samples, "--protocol", "all-pairs"]
        took = [Took(self.templates(words, 1))
                for _ in range(self.asked.repeat)]
        counts = self.misses()
        done = subprocess.run([sys.executable, os.path.join(HERE, "lfw_peer.py"),
                               matrix, samples], capture_output=True, text=True)
        wall, cpu = middle(took, "wall"), middle(took, "cpu")
        print("| %s, %s | %.2f | %.2f | %.0f |"
              % (name, load(), wall, cpu, max(t.mb for t in took)), end="")
        if done.returncode:
            print(" left out: %s |" % why(done))
            return
        peer = json.loads(done.stdout)
        theirs = [at["FNMR"]["events"] for at in peer["at"].values()]
        print(" %.1f | %.1f | %.0f | %.1f | %.1f | ours %s, theirs %s, known %s |"
              % (peer["wall"], peer["cpu"], peer["mb"], peer["wall"] / wall,
                 peer["cpu"] / cpu, counts, theirs, list(expected)), flush=True)

    def bootstrap(self):
        """2,000 replicates of FNMR at FMR 1e-3, one thread, drawing the weights
        included; the peer does 300 of the same."""
        if not self.asked.lfw:
            print("\nBootstrap left out: --lfw DIR")
            return
        program = os.path.join(self.asked.build, "bench", "bench_bootstrap")
        kept = self.path("bootstrap.bin")
        done = subprocess.run([program, self.asked.lfw, "lfw_mobilefacenet",
                               "2000", kept], check=True, capture_output=True)
        ours = json.loads(done.stdout)
        done = subprocess.run([sys.executable, os.path.join(
            HERE, "bootstrap_peer.py"), kept, "300"], capture_output=True,
            text=True)
        print("\n2,000 replicates of FNMR at FMR 1e-3 over people, LFW, all pairs: "
              "%.3f s CPU, %.3f s wall, 95 %% of them in %.4f to %.4f, %s"
              % (ours["cpu"], ours["wall"], ours["low"], ours["high"], load()))
        if done.returncode:
            print("numpy left out:", why(done))
            return
        peer = json.loads(done.stdout)
        times = 2000 / peer["replicates"]
        print("numpy %.1f s CPU, %.1f s wall: %.0f x CPU, %.0f x wall (to be 30); "
              "%d of %d replicates differ (to be 0)"
              % (peer["cpu"] * times, peer["wall"] * times,
                 peer["cpu"] * times / ours["cpu"],
                 peer["wall"] * times / ours["wall"], peer["differ"],
                 peer["replicates"]), flush=True)

    def sizes(self):
        """20 sizes against one, run by run: what the other 19 take after the same
        search. The list is short, so that the search does not drown it."""
        folder = self.simulated()
        most = rows_of(os.path.join(folder, "references.npy"))
        side = head_of(folder, "references", min(most, 30000))
        with open(side[1]) as file:
            listed = len({line.split(",")[1] for line in file}) - 1
        words = ["--probes", os.path.join(folder, "probes.npy"),
                 os.path.join(folder, "probes.csv"), "--references", *side,
                 "--body", "none", "--tail", "100000", "--fpir", "0.1",
                 "--target", "random-watchlist", "--sizes"]
        every = ",".join(str(listed * i // 20) for i in range(1, 21))
        more = []
        for _ in range(max(3, self.asked.repeat)):
            one = Took(self.templates(words + [str(listed)], 1))
            more.append(Took(self.templates(words + [every], 1)).cpu - one.cpu)
        with open(self.path("t.json")) as file:
            told = [f for f in json.load(file)["figures"]
                    if "watchlist_size" in f["at"] and f["low"] is not None]
        print("\nFPIR for 20 sizes up to %d, %d searches: %.2f s CPU more than for "
              "one (%.2f to %.2f; to be under 1), %d with intervals; the search "
              "and one size %.1f s, %s"
              % (listed, rows_of(os.path.join(folder, "probes.npy")),
                 statistics.median(more), min(more), max(more), len(told),
                 one.cpu, load()), flush=True)

    def forecast(self):
        """50 thresholds by 50 list sizes by 20 prevalences, from searches that a
        result keeps."""
        folder, kept = self.path("street"), self.path("street.assay")
        people = max(300, int(5000 * min(1, self.asked.scale)))
        Took([self.assay, "simulate", "templates", "-q", "-o", folder,
              "--subjects", str(people), "--seed", "3"])
        Took([self.assay, "templates", os.path.join(folder, "templates.npy"),
              os.path.join(folder, "samples.csv"), "--watchlist-size",
              str(people // 5), "--repeat", "5", "--body", "none", "-q", "-o",
              kept])
        words = [self.assay, "forecast", kept, "--passages", "50000",
                 "--threshold", "0.38..0.5", "--watchlist-size",
                 "10..%d" % (people - 1), "--prevalence", "1e-6..1e-3", "-q"]
        bare, told = [], []
        for _ in range(max(3, self.asked.repeat)):
            bare.append(Took(words).cpu)
            told.append(Took(words + ["--json", self.path("f.json")]).cpu)
        with open(self.path("f.json")) as file:
            grid = [c for c in json.load(file)["curves"]
                    if c["name"] == "forecast grid"][0]["points"]
        print("\nForecast of %d cells, intervals, %d people, %.1f MB result: "
              "%.2f s CPU (%.2f to %.2f; to be under 1), with %.1f MB of JSON "
              "%.2f, %s"
              % (len(grid), people, os.path.getsize(kept) / 1e6,
                 statistics.median(bare), min(bare), max(bare),
                 os.path.getsize(self.path("f.json")) / 1e6,
                 statistics.median(told), load()), flush=True)

    def disk(self):
        """2e7 references of int8, 10 GB on disk, in 2 GB of memory."""
        listed = max(1000, int(2e7 * self.asked.scale))
        folder = self.path("large")
        try:
            made = Took([self.assay, "simulate", "templates", "-q", "-o", folder,
                         "--subjects", str(listed + 1000), "--watchlist-size",
                         str(listed), "--searched", "0", "--images-mean", "1",
                         "--values", "int8"])
            matrix = os.path.join(folder, "references.npy")
            took = Took(self.templates(
                self.sides(folder) + ["--body", "none", "--memory", "2G"], 2))
            made_of = rows_of(matrix) * rows_of(os.path.join(folder,
                                                             "probes.npy"))
            print("\n{:,} references of int8, {:.1f} GB on disk, --memory 2G: "
                  "peak {:.0f} MB, {:.0f} s wall, {:.0f} s CPU, {:.0f} M "
                  "comparisons/s; generated in {:.0f} s, {}"
                  .format(rows_of(matrix), os.path.getsize(matrix) / 1e9,
                          took.mb, took.wall, took.cpu,
                          made_of / took.wall / 1e6, made.wall, load()),
                  flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
