# SPDX-License-Identifier: Apache-2.0
"""The rows of bench/run about records: of deployments as a force publishes them,
and of a trial with volunteers. No other tool reads either."""
import os
import statistics

from search_rows import Took, load


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

    def show(self, what, words, limit):
        took = [Took([self.assay, *words, "-q", "--json", self.path("d.json"),
                      "--html", self.path("d.html")])
                for _ in range(max(3, self.asked.repeat))]
        print("\n%s: %s, %s, peak %.0f MB (%s), %s"
              % (what, of(took, "cpu"), of(took, "wall"),
                 max(t.mb for t in took), limit, load()), flush=True)

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
        words = ["alerts", files["alerts"], "--threshold", "4.8", "--digest",
                 "none"]
        for name in ("transits", "watchlist", "crowd", "subjects"):
            words += ["--" + name, files[name]]
        self.show("{:,} alerts and {:,} transits, all figures, page and JSON"
                  .format(lines_of(files["alerts"]),
                          lines_of(files["transits"])),
                  words, "to be under 2 s and 500 MB")
