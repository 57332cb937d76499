#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reader of outputs finds what docs/words.md forbids, and only that."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import words  # noqa: E402

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools",
                    "check_words")

BAD = [
    "The system is 81 % accurate.", "It has a low error rate.",
    "The hit rate was 52 of 100.", "The trial was a success.",
    "No bias was found.", "It is fair to all groups.", "B does better than A.",
    "B is worse.", "It is safe to use.", "It has been proven.",
    "The FAR is 0.001.", "The difference is significant.",
    "There is no difference between groups.", "It identified 52 people.",
    "70 % of suspects were found.", "1 in 1,000 scanned people.",
    "Roughly 39 of 1,000.", "About 39 of 1,000.", "Rates are uncertain.",
    "Men are 3 times as likely to match.",
]
GOOD = [
    "39 of every 1,000 alerts (24 to 63) were wrong, as the force recorded it.",
    "The equal error rate (EER) is 1.10 % (0.84 to 1.40).",
    "Thresholds have 9 significant digits.",
    "The test saw no difference. With 7 events it had an 80 % chance to see "
    "only one of 15-fold or more.",
    "none in 599; a rate of up to 6 in 1,000 fits that",
    "How sex was declared is not stated (about: labels).",
    "A threshold that is far above 0.3.", "Right and wrong, afar.",
]
STATED_BAD = [
    "From 25 July none was wrong because the threshold was 0.64.",
    "0 % of 599 alerts were wrong.",
    "0.0 % of pairs fail.",
]
STATED_GOOD = [
    "0 % of 599 alerts, at most 6 in 1,000.",
    "10 % (8 to 12) of pairs fail.",
    "EER 0.40 % (0.30 to 0.50).",
]


def result(sentence):
    return json.dumps({"about": {"title": "An accurate, fair system"},
                       "provenance": {"command": "assay --about x=proven y"},
                       "figures": [{"name": "better name", "of": "all pairs"}],
                       "statements": [{"text": sentence, "figures": []}]})


def page(sentence):
    return ("<!doctype html><html><head><style>.fair {}</style></head><body>"
            "<header><h1>An accurate system</h1></header>"
            '<ul class="statements"><li><p>%s</p></li></ul>'
            "<td><bdi>fair</bdi></td>"
            '<section id="words"><dd>FAR: old name</dd></section>'
            "<script>let better = 1;</script></body></html>" % sentence)


def summary(sentence):
    return ("assay 0.1.0  scores\n\n" "IN SHORT\n  %s\n\n  FMR  FNMR %%\n  0.01  "
            "0.00 %%\n\nABOUT\n  title  An accurate system\n" % sentence)


class Words(unittest.TestCase):
    def finds(self, text, expected):
        found = list(words.complaints(text))
        self.assertEqual(bool(found), expected, "%s\n%s" % (text, found))

    def test_forbidden_words_are_found_in_every_form(self):
        for sentence in BAD + STATED_BAD:
            for form in (result, page, summary):
                self.finds(form(sentence), True)
        for sentence in BAD:
            self.finds(sentence, True)

    def test_what_is_right_passes(self):
        for sentence in GOOD + STATED_GOOD:
            for form in (result, page, summary):
                self.finds(form(sentence), False)

    def test_one_to_one_and_one_to_n_stay_apart(self):
        self.finds("What 1:1 pairs give, 1:N searches give too.", True)

    def test_the_tool_says_which_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "out.txt")
            with open(path, "w", encoding="utf-8") as file:
                file.write(summary("person_17 fails on all."))
            run = [sys.executable, TOOL, path]
            self.assertEqual(subprocess.run(run, check=False).returncode, 0)
            done = subprocess.run(run + ["--never", "person_17"], check=False,
                                  stdout=subprocess.PIPE)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"out.txt: holds 'person_17'", done.stdout)


if __name__ == "__main__":
    unittest.main()
