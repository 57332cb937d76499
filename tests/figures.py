#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""For text cases: what a JSON result says, a line each, or whether two agree.

usage: figures.py R.json ID...      id: events of trials, value, status
       figures.py --same A.json B.json...   all but provenance.run
       figures.py --alike A.json B.json...  all but provenance
       figures.py --warnings R.json
       figures.py --facts R.json KEY...
"""
import json
import sys


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def number(value):
    return "none" if value is None else "%.6g" % value


def line(figure):
    return "%s: %s of %s, %s, %s" % (
        figure["id"], figure["events"], figure["trials"],
        number(figure["value"]), figure["status"])


def show(path, ids):
    figures = load(path)["figures"]
    for wanted in ids:
        found = [f for f in figures if f["id"] == wanted]
        print(line(found[0]) if found else wanted + ": not there")
    if not ids:
        print("\n".join(line(f) for f in figures))


def stripped(path, wholly):
    result = load(path)
    result["provenance"].pop("run", None)
    if wholly:
        result["provenance"] = None
    return result


def same(first, others, wholly):
    a = stripped(first, wholly)
    for path in others:
        b = stripped(path, wholly)
        for key in sorted(a.keys() | b.keys()):
            if a.get(key) != b.get(key):
                print("%s and %s differ in %s" % (first, path, key))
                return 1
    print("same")
    return 0


def main():
    words = sys.argv[1:]
    if words[0] in ("--same", "--alike"):
        return same(words[1], words[2:], words[0] == "--alike")
    if words[0] == "--warnings":
        for one in load(words[1])["warnings"]:
            print(one["code"])
    elif words[0] == "--facts":
        for key in words[2:]:
            value = load(words[1])["provenance"]
            for part in key.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            print("%s: %s" % (key, value))
    else:
        show(words[0], words[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
