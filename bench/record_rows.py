# SPDX-License-Identifier: Apache-2.0
"""The rows of bench/run about records: of deployments as a force publishes them,
and of a trial with volunteers. No other tool reads either; pandas, told how, counts
two of the figures of a trial."""
import json
import os
import statistics
import subprocess
import sys

from search_rows import HERE, Took, load, middle, why

THRESHOLD = "4.8"


def of(took, kind):
    """Median and ends: what one is to expect, and how far to trust it."""
    all_of = [getattr(t, kind) for t in took]
    return "%.2f s %s (%.2f to %.2f)" % (statistics.median(all_of), kind,
                                         min(all_of), max(all_of))


def lines_of(path):
    """Rows below the heading."""
    with open(path, "rb") as file:
        return sum(block.count(b"\n")
                   for block in iter(lambda: file.read(1 << 20), b"")) - 1


class RecordRows:
    def __init__(self, asked):
        self.asked = asked
        self.assay = os.path.join(asked.build, "assay")

    def path(self, *names):
        return os.path.join(self.asked.data, *names)

    def take(self, words):
        return [Took([self.assay, *words, "-q", "--json", self.path("d.json"),
                      "--html", self.path("d.html")])
                for _ in range(max(3, self.asked.repeat))]

    def show(self, what, words, limit):
        took = self.take(words)
        print("\n%s: %s, %s, peak %.0f MB (%s), %s"
              % (what, of(took, "cpu"), of(took, "wall"),
                 max(t.mb for t in took), limit, load()), flush=True)
        return middle(took, "cpu")

    def deployments(self):
        """A record of a few hundred rows to its page and JSON."""
        if not self.asked.records:
            print("\nDeployments left out: --records FILE.csv")
            return
        self.show("Records of %d deployments, all figures, page and JSON"
                  % lines_of(self.asked.records),
                  ["deployments", self.asked.records], "to be under 0.3 s")

    def alerts(self):
        """About 1e6 alerts, some of them below the threshold, and 1e6 passages
        of volunteers."""
        folder = self.path("trial")
        days = max(2, int(100 * self.asked.scale))
        Took([self.assay, "simulate", "street", "-q", "-o", folder,
              "--deployments", str(days), "--every", "1", "--hours", "12",
              "--cameras", "a,b,c,d", "--volunteers", "1070", "--others", "42",
              "--passages", "9", "--watchlist-size", "2000", "--crowd", "1000",
              "--floor", "3.9"])
        files = {name: os.path.join(folder, name + ".csv") for name in
                 ("alerts", "transits", "watchlist", "crowd", "subjects")}
        words = ["alerts", files["alerts"], "--threshold", THRESHOLD]
        for name in ("transits", "watchlist", "crowd", "subjects"):
            words += ["--" + name, files[name]]
        cpu = self.show(
            "{:,} alerts and {:,} transits, all figures, page and JSON".format(
                lines_of(files["alerts"]), lines_of(files["transits"])),
            words + ["--digest", "none"], "to be under 2 s and 500 MB")
        self.beside_pandas(folder, cpu)
        with_digest = middle(self.take(words + ["--digest", "blake2b"]), "cpu")
        print("The digest of the inputs: %.2f s cpu" % (with_digest - cpu),
              flush=True)

    def counts(self):
        """Events and trials of TPIR and FPIR in the result just written."""
        with open(self.path("d.json")) as file:
            figures = {f["id"]: f for f in json.load(file)["figures"]}
        both = [figures[name + "@threshold=" + THRESHOLD]
                for name in ("TPIR", "FPIR")]
        return [f[key] for f in both for key in ("events", "trials")]

    def beside_pandas(self, folder, cpu):
        done = subprocess.run(
            [sys.executable, os.path.join(HERE, "trial_peer.py"), folder,
             THRESHOLD], capture_output=True, text=True)
        if done.returncode:
            print("pandas left out: %s" % why(done))
            return
        peer = json.loads(done.stdout)
        same = peer["counts"] == self.counts()
        print("pandas, two of the figures without intervals: %.1f s cpu, "
              "%.0f MB: %.1f-fold, %s"
              % (peer["cpu"], peer["mb"], peer["cpu"] / cpu,
                 "same counts" if same else "OTHER COUNTS %s, ours %s"
                 % (peer["counts"], self.counts())), flush=True)
