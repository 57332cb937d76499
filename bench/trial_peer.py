#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What pandas needs for two figures of `assay alerts` out of the dozens that it
writes, no interval among them.

usage: bench/trial_peer.py FOLDER THRESHOLD

FOLDER holds alerts.csv, transits.csv and watchlist.csv of `assay simulate street`.
One JSON object: CPU seconds after the imports, peak memory in MB, and the events
and trials of TPIR and FPIR at the threshold, which must be those of assay.
"""
import json
import os
import resource
import sys
import time

import pandas

GAP, GRACE = pandas.Timedelta(seconds=30), pandas.Timedelta(seconds=5)


def read(folder, name, columns, times=()):
    rows = pandas.read_csv(os.path.join(folder, name + ".csv"), usecols=columns)
    for column in times:
        rows[column] = pandas.to_datetime(rows[column], utc=True)
    return rows


def passages_of(transits):
    """Rows of one person at one camera within the gap are one passage."""
    rows = transits.sort_values(["subject_id", "camera", "entered"])
    whose = [rows.subject_id, rows.camera]
    until = rows.groupby(["subject_id", "camera"]).left.cummax()
    apart = rows.entered - until.groupby(whose).shift() > GAP
    first = rows.subject_id.ne(rows.subject_id.shift()) | rows.camera.ne(
        rows.camera.shift())
    rows["passage"] = (apart | first).cumsum()
    return rows


def by_time(alerts, rows):
    """Alerts that name no passage are of the one in which the person whom they
    name stands in front of the camera."""
    open_ones = alerts.sort_values("time")
    stand = rows.sort_values("entered")
    met = pandas.merge_asof(
        open_ones, stand[["entered", "left", "camera", "subject_id", "passage"]],
        left_on="time", right_on="entered", by=["camera", "subject_id"])
    return met[met.time - met.left <= GRACE]


def count(folder, threshold):
    rows = passages_of(read(folder, "transits", ["transit_id", "subject_id",
                                                 "camera", "entered", "left"],
                            ("entered", "left")))
    alerts = read(folder, "alerts", ["transit_id", "time", "camera",
                                     "reference_id", "score"], ("time",))
    entries = read(folder, "watchlist", ["reference_id", "subject_id"])
    alerts = alerts[alerts.score >= threshold].merge(entries, on="reference_id")
    named = alerts[alerts.transit_id.notna()].merge(
        rows[["transit_id", "subject_id", "passage"]], on="transit_id",
        suffixes=("", "_passing"))
    own = named.subject_id == named.subject_id_passing
    right = set(named.passage[own]) | set(
        by_time(alerts[alerts.transit_id.isna()], rows).passage)
    whose = rows.drop_duplicates("passage")
    listed = whose.subject_id.isin(entries.subject_id.dropna())
    others = set(whose.passage[~listed])
    wrong = set(named.passage[~own]) & others
    return [len(right - others), int(listed.sum()), len(wrong), len(others)]


def main():
    start = time.process_time()
    found = count(sys.argv[1], float(sys.argv[2]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": time.process_time() - start,
                      "mb": used.ru_maxrss / 1024, "counts": found}))


if __name__ == "__main__":
    main()
