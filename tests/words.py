# SPDX-License-Identifier: Apache-2.0
"""Reads outputs against the wording rules of docs/words.md.

Every output of every text case goes through complaints(); a case about the old
words themselves says `-- words any`.
"""
import html
import json
import re

# What no sentence that a user sees may say, and what of it is meant otherwise.
NEVER = [
    r"(?:in)?accura(?:te|cy)", r"(?<!equal )error rates?", r"hit rates?",
    r"success(?:es|ful)?", r"bias(?:ed|es)?", r"(?:un)?fair(?:er|ness)?",
    r"better", r"worse", r"safe(?:r|ty)?", r"proven", r"(?-i:FAR)",
    r"significant(?! digits?)", r"(?<!saw )no difference", r"identified",
    r"suspects?", r"scanned people", r"roughly", r"uncertain",
]
WORDS = [re.compile(r"\b(?:%s)\b" % word, re.I) for word in NEVER]
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\n+")
ONE_TO_ONE, ONE_TO_MANY = re.compile(r"\b1:1\b"), re.compile(r"\b1:N\b")


def from_html(text):
    """What of a page a reader sees, and the data that its script shows."""
    text = re.sub(r"<script(?![^>]*json)[^>]*>.*?</script>", " ", text,
                  flags=re.S | re.I)
    text = re.sub(r"<style[^>]*>.*?</style>", " ", text, flags=re.S | re.I)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def from_json(text):
    """The strings that are sentences."""
    found = []

    def walk(value):
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, str) and " " in value:
            found.append(value)

    walk(json.loads(text))
    return "\n\n".join(found)


def visible(text):
    head = text.lstrip()[:200].lower()
    if head.startswith("<!doctype html") or head.startswith("<html"):
        return from_html(text)
    if head.startswith("{"):
        try:
            return from_json(text)
        except ValueError:
            return text
    return text


def complaints(text):
    """Each forbidden word, with the sentence in which it stands."""
    for sentence in SENTENCE.split(visible(text)):
        line = " ".join(sentence.split())[:200]
        for word in WORDS:
            found = word.search(line)
            if found:
                yield "%r in: %s" % (found.group(0), line)
        if ONE_TO_ONE.search(line) and ONE_TO_MANY.search(line):
            yield "1:1 and 1:N in one sentence: " + line
