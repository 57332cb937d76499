#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs text cases: command lines, and what must come of them.

usage: run_cases.py --assay PROGRAM [--programs DIR] [--data DIR]
                    [--only TEXT] [--rewrite] [--keep DIR] FILE.case...

A .case file is a list of cases. `== TITLE` starts a case, `-- SECTION` starts
a section of it, the lines below are the section's body. Blank lines before the
next `==` or `--` don't count. Lines before the first `==` are comments, and so
are lines between a title and its first section.

    == a header alone is refused
    -- file a.csv
    score,mated
    -- run
    assay scores a.csv -o r.assay
    -- exit 1
    -- stderr
    a.csv:1: ~.*no rows.*

Before the command:
  -- file NAME [| FILTER]...    a file with the body, each line ended by LF
  -- stdin [| FILTER]...        the same for standard input; otherwise empty
     FILTER, left to right:     escapes   no line ends but those written:
                                          \\n \\r \\t \\\\ \\0 \\xHH
                                python    the body is Python; what it writes to
                                          `out` (binary) is the file. It has
                                          struct, math, random and npy(descr,
                                          shape, data_bytes, fortran=False)
                                repeat N  N times over
                                head N    the first N bytes; -N: all but N
                                gzip, zstd
  -- data PATH...               skip the case, in words, when the data folder
                                has no such file; $DATA in the command is it
  -- needs PROGRAM...           skip the case when a program isn't there, or
                                when it is `mpi` and no --mpi was given

The command:
  -- run                        the body goes to `sh -c` in a fresh folder that
                                holds only the files above; `assay` and what is
                                in the folder of --programs are in PATH, $TMPDIR
                                is an empty folder beside it, $TESTS where this
                                file is

What must come of it:
  -- exit N                     0 when absent; 128 + N: ended by signal N
  -- stdout, -- stderr          the text, line by line; absent: empty
  -- stdout MODE                contains  each line of the body occurs, in order
                                lacks     no line of the body occurs anywhere
                                any       anything (with another section: both)
  -- content NAME [MODE]        the same for a file that the command wrote
  -- files                      files that must be there now beside those above;
                                none other may; `!NAME` must not be there
  -- files any                  as above, but others may be there too
  -- words any                  the wording rules (words.py) don't bind this case
In exact text a line `...` stands for any number of lines, and a `~` makes the
rest of its line a regular expression (`~~` is a tilde). The folder $TMPDIR must
be empty again, always.

--rewrite writes what came into those exact sections and exits that differ; read
the difference before you commit it. --keep DIR keeps every output there.

Output is TAP, one line a case.
"""
import argparse
import gzip
import io
import math
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile

import words

TIMEOUT = 120
SECTIONS = {"file", "stdin", "data", "needs", "run", "exit", "stdout",
            "stderr", "content", "files", "words"}
MODES = {"exact", "contains", "lacks", "any"}


class Section:
    def __init__(self, words, line):
        self.words, self.line, self.body = words, line, []

    def args(self):
        return self.words[1:]

    def mode(self, at=1):
        return self.words[at] if len(self.words) > at else "exact"


class Case:
    def __init__(self, title, line):
        self.title, self.line, self.sections = title, line, []

    def all(self, name):
        return [s for s in self.sections if s.words[0] == name]

    def one(self, name):
        found = self.all(name)
        return found[0] if found else None


def parse(text):
    cases, section = [], None
    for number, line in enumerate(text.split("\n")):
        if line.startswith("== "):
            cases.append(Case(line[3:].strip(), number))
            section = None
        elif line.startswith("-- ") and cases:
            section = Section(line[3:].split(), number)
            demand(section.words[0] in SECTIONS, number, line)
            cases[-1].sections.append(section)
        elif section:
            section.body.append(line)
    for case in cases:
        for section in case.sections:
            while section.body and not section.body[-1].strip():
                section.body.pop()
        demand(len(case.all("run")) == 1, case.line, "one `-- run` a case")
    return cases


def demand(holds, number, what):
    if not holds:
        raise SystemExit("line %d: %s" % (number + 1, what))


# --- making files -----------------------------------------------------------

ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|.)")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}


def unescape(data):
    def one(match):
        what = match.group(1)
        if what[:1] == b"x":
            return bytes([int(what[1:], 16)])
        return ESCAPES[what]

    return ESCAPE.sub(one, data.replace(b"\n", b""))


def npy(descr, shape, data, fortran=False):
    head = "{'descr': %r, 'fortran_order': %r, 'shape': %r, }" % (
        descr, fortran, tuple(shape))
    head += " " * (-(len(head) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + \
        head.encode() + data


def from_python(data):
    out = io.BytesIO()
    exec(data.decode(), {"out": out, "struct": struct, "math": math,
                         "random": random, "npy": npy})
    return out.getvalue()


def filtered(data, words):
    if words[0] == "escapes":
        return unescape(data)
    if words[0] == "python":
        return from_python(data)
    if words[0] == "repeat":
        return data * int(words[1])
    if words[0] == "head":
        return data[:int(words[1])]
    if words[0] == "gzip":
        return gzip.compress(data, mtime=0)
    if words[0] == "zstd":
        return subprocess.run(["zstd", "-q", "-c"], input=data, check=True,
                              stdout=subprocess.PIPE).stdout
    raise ValueError("unknown filter %r" % words[0])


def made(section, filters):
    data = "".join(line + "\n" for line in section.body).encode()
    for one in " ".join(filters).split("|"):
        if one.split():
            data = filtered(data, one.split())
    return data


# --- comparing --------------------------------------------------------------

def pattern(line):
    """The regular expression for one expected line."""
    plain, tilde, rest = re.sub("~~", "\0", line).partition("~")
    expression = re.escape(plain.replace("\0", "~"))
    return expression + (rest.replace("\0", "~") if tilde else "")


def same(expected, text):
    """Whether the lines of `text` are those of `expected`."""
    parts = [r"(?:[^\n]*\n)*?" if line == "..." else pattern(line) + r"\n"
             for line in expected]
    if text and not text.endswith("\n"):
        text += "\n"
    return re.fullmatch("".join(parts), text) is not None


def in_order(expected, text):
    at = 0
    for line in expected:
        found = text.find(line, at)
        if found < 0:
            return False
        at = found + len(line)
    return True


def agrees(section, mode, text):
    demand(mode in MODES, section.line, mode)
    if mode == "any":
        return True
    if mode == "contains":
        return in_order(section.body, text)
    if mode == "lacks":
        return not any(line in text for line in section.body)
    return same(section.body, text)


# --- running ----------------------------------------------------------------

class Skip(Exception):
    pass


class Outcome:
    """What a command did, and every way in which that is wrong."""

    def __init__(self):
        self.problems, self.rewrites = [], []

    def wrong(self, what, got, section=None, lines=None):
        self.problems.append((what, got))
        if section is not None:
            self.rewrites.append((section, lines))


def environment(options, root):
    env = {name: value for name, value in os.environ.items()
           if name.endswith("SAN_OPTIONS") or name == "GLIBC_TUNABLES"}
    path = [os.path.join(root, "bin"), options.programs, "/usr/bin", "/bin"]
    env.update(PATH=":".join(path), LC_ALL="C", TZ="UTC", HOME=root,
               TMPDIR=os.path.join(root, "tmp"), DATA=options.data,
               TESTS=os.path.dirname(os.path.abspath(__file__)))
    return env


def prepare(case, options, root):
    """Makes the folders and files; returns the standard input."""
    for name in ("bin", "tmp", "work"):
        os.mkdir(os.path.join(root, name))
    os.symlink(options.assay, os.path.join(root, "bin", "assay"))
    for section in case.all("data"):
        for path in section.args():
            if not os.path.exists(os.path.join(options.data, path)):
                raise Skip("no %s in the data folder" % path)
    needs = [name for s in case.all("needs") for name in s.args()]
    for section in case.all("file"):
        needs += ["zstd"] if "zstd" in section.args()[1:] else []
    for name in needs:
        if not (options.mpi if name == "mpi" else shutil.which(name)):
            raise Skip("needs %s" % name)
    for section in case.all("file"):
        path = os.path.join(root, "work", section.args()[0])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(made(section, section.args()[1:]))
    stdin = case.one("stdin")
    return made(stdin, stdin.args()) if stdin else b""


def listing(folder):
    found = set()
    for path, _, names in os.walk(folder):
        for name in names:
            found.add(os.path.relpath(os.path.join(path, name), folder))
    return found


def check_text(case, name, text, outcome, sections=None):
    sections = case.all(name) if sections is None else sections
    at = 2 if name.startswith("content") else 1
    if not sections:
        if text:
            outcome.wrong("%s is not empty" % name, text)
    for section in sections:
        mode = section.mode(at)
        if not agrees(section, mode, text):
            exact = mode == "exact"
            outcome.wrong("%s differs (%s, line %d)" %
                          (name, mode, section.line + 1), text,
                          section if exact else None, text.splitlines())


def check_contents(case, folder, outcome):
    for section in case.all("content"):
        name = section.args()[0]
        try:
            with open(os.path.join(folder, name), encoding="utf-8",
                      errors="replace") as file:
                text = file.read()
        except OSError as error:
            outcome.wrong("content %s" % name, str(error))
            continue
        check_text(case, "content " + name, text, outcome, [section])


def check_files(case, folder, before, outcome):
    new = listing(folder) - before
    section = case.one("files")
    names = [n.strip() for n in section.body if n.strip()] if section else []
    for name in names:
        gone = name.startswith("!")
        if os.path.exists(os.path.join(folder, name.lstrip("!"))) == gone:
            outcome.wrong("file %s" % name, "there" if gone else "not there")
    contents = {s.args()[0] for s in case.all("content")}
    if section is None or section.mode() != "any":
        extra = new - set(names) - contents
        if extra:
            outcome.wrong("files that should not be there",
                          "\n".join(sorted(extra)))


def check_words(case, folder, before, texts, outcome):
    if case.one("words"):
        return
    for name in sorted(listing(folder) - before):
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        if b"\0" not in data:
            texts.append(data.decode("utf-8", "replace"))
    found = [what for text in texts for what in words.complaints(text)]
    if found:
        outcome.wrong("docs/words.md", "\n".join(found))


def execute(case, options, root, stdin):
    command = "\n".join(case.one("run").body) or " ".join(
        case.one("run").args())
    try:
        done = subprocess.run(["sh", "-c", command], input=stdin,
                              cwd=os.path.join(root, "work"),
                              env=environment(options, root),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return None
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return (status, done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"))


def check(case, options, root):
    outcome = Outcome()
    stdin = prepare(case, options, root)
    folder = os.path.join(root, "work")
    before = listing(folder)
    done = execute(case, options, root, stdin)
    if done is None:
        outcome.wrong("no end", "after %d s" % TIMEOUT)
        return outcome
    status, stdout, stderr = done
    section = case.one("exit")
    expected = int(section.args()[0]) if section else 0
    if status != expected:
        outcome.wrong("exit %d, not %d" % (status, expected), stderr)
        if section:
            outcome.rewrites.append((section, status))
    check_text(case, "stdout", stdout, outcome)
    check_text(case, "stderr", stderr, outcome)
    check_contents(case, folder, outcome)
    check_files(case, folder, before, outcome)
    check_words(case, folder, before, [stdout, stderr], outcome)
    left = listing(os.path.join(root, "tmp"))
    if left:
        outcome.wrong("files left in $TMPDIR", "\n".join(sorted(left)))
    if options.keep:
        keep(case, options.keep, folder, stdout, stderr)
    return outcome


def keep(case, where, folder, stdout, stderr):
    name = re.sub(r"[^a-z0-9]+", "-", case.title.lower()).strip("-")
    target = os.path.join(where, name)
    shutil.copytree(folder, os.path.join(target, "work"), dirs_exist_ok=True)
    for stream, text in (("stdout", stdout), ("stderr", stderr)):
        with open(os.path.join(target, stream), "w") as out:
            out.write(text)


def rewrite(path, text, changes):
    """Puts what came into the sections that said otherwise."""
    lines = text.split("\n")
    for section, new in sorted(changes, key=lambda c: -c[0].line):
        start = section.line + 1
        if isinstance(new, int):
            lines[section.line] = "-- exit %d" % new
        else:
            new = [line.replace("~", "~~") for line in new]
            lines[start:start + len(section.body)] = new
    with open(path, "w") as out:
        out.write("\n".join(lines))


def report(number, title, outcome):
    word = "not ok" if outcome.problems else "ok"
    print("%s %d - %s" % (word, number, title.replace("#", "")))
    for what, got in outcome.problems:
        print("# " + what)
        for line in got.splitlines()[:40]:
            print("#   " + line)
    sys.stdout.flush()


def run_case(case, options):
    with tempfile.TemporaryDirectory(prefix="case-") as root:
        return check(case, options, os.path.realpath(root))


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--assay", required=True)
    parser.add_argument("--programs", default="/none")
    parser.add_argument("--data", default="")
    parser.add_argument("--mpi", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--rewrite", action="store_true")
    parser.add_argument("--keep")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    options.assay = os.path.abspath(options.assay)
    options.programs = os.path.abspath(options.programs)
    options.data = os.path.abspath(options.data) if options.data else "/none"
    return options


def main():
    # Whoever is told to stop takes the folder of its case along.
    for one in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(one, lambda told, frame: sys.exit(128 + told))
    options = arguments()
    number, failed = 0, 0
    for path in options.files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        changes = []
        for case in parse(text):
            if options.only not in case.title:
                continue
            number += 1
            try:
                outcome = run_case(case, options)
            except Skip as why:
                print("ok %d - %s # SKIP %s" % (number, case.title, why))
                continue
            report(number, case.title, outcome)
            failed += bool(outcome.problems)
            changes += outcome.rewrites
        if options.rewrite and changes:
            rewrite(path, text, changes)
    print("1..%d" % number)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
