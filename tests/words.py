# SPDX-License-Identifier: Apache-2.0
"""Reads outputs against the wording rules of docs/words.md.

Every output of every text case goes through complaints(); a case about the old
words themselves says `-- words any`. tools/check_words does the same for files.

Texts that the reader of the data brought along (about, provenance, labels) are
theirs; the glossary of a page names old words on purpose.
"""
import html
import json
import re

# What no sentence that a user sees may say, and what of it is meant otherwise.
NEVER = [
    r"(?:in)?accura(?:te|tely|cy)", r"(?<!equal )error rates?", r"hit rates?",
    r"success(?:es|ful|fully)?", r"bias(?:ed|es)?", r"(?:un)?fair(?:er|ness)?",
    r"better", r"worse", r"safe(?:r|ty|ly)?", r"proven", r"(?-i:FAR)",
    r"significant(?:ly)?(?! digits?)", r"(?<!saw )no difference",
    r"identified", r"suspects?", r"scanned people", r"roughly",
    r"approximately", r"uncertain", r"about [\d.,]+",
    r"times (?:as|more|less) likely",
]
# What, besides, no statement may say: a cause, or zero without what fits it.
NEVER_STATED = [
    r"because", r"due to", r"owing to", r"caused by",
    r"(?<![\d.])0(?:\.0+)? ?%(?!.*(?:up to|at most))",
]
# Where in a result's JSON our own sentences stand.
OURS = ("statements", "figures", "curves", "requirements", "warnings")
SENTENCES = ("text", "note", "of", "method")

WORDS = [re.compile(r"\b(?:%s)\b" % word, re.I) for word in NEVER]
STATED = [re.compile(word, re.I) for word in NEVER_STATED]
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\n+")
ONE_TO_ONE, ONE_TO_MANY = re.compile(r"\b1:1\b"), re.compile(r"\b1:N\b")
HEADING = re.compile(r"^[A-Z][A-Z ]+$")


def without(text, *patterns):
    for pattern in patterns:
        text = re.sub(pattern, " ", text, flags=re.S | re.I)
    return text


def plain(text):
    """The characters of a piece of HTML, a blank for each tag."""
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def from_html(text):
    """What of a page a reader sees, but for what is theirs."""
    text = without(text, r"<script[^>]*>.*?</script>",
                   r"<style[^>]*>.*?</style>", r"<header>.*?</header>",
                   r"<bdi>.*?</bdi>", r'<section id="words">.*?</section>')
    return plain(re.sub(r"</(?:p|li|td|th|dd|dt|h\d|figcaption)>", "\n\n",
                        text))


def sentences_of(value, key=""):
    """The strings in a JSON value, or those under the keys of sentences."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from sentences_of(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from sentences_of(one, key)
    elif isinstance(value, str) and " " in value:
        if not key or key in SENTENCES:
            yield value


def from_json(root):
    """The strings that are sentences of ours; in a JSON file of another kind
    all that hold a blank."""
    if isinstance(root, dict) and "figures" in root:
        root = {key: root.get(key) for key in OURS}
        return list(sentences_of(root, "-"))
    return [one for value in (root.values() if isinstance(root, dict) else [root])
            for one in sentences_of(value)]


def kind_of(text):
    """("html", text), ("json", what it holds) or ("text", text)."""
    head = text.lstrip()[:200].lower()
    if head.startswith("<!doctype html") or head.startswith("<html"):
        return "html", text
    if head.startswith("{"):
        try:
            return "json", json.loads(text)
        except ValueError:
            pass
    return "text", text


def without_theirs(text):
    """A terminal summary without the sections that quote the reader."""
    kept, theirs = [], False
    for line in text.split("\n"):
        if HEADING.match(line):
            theirs = line in ("ABOUT", "INPUTS", "HOW IT WAS OBTAINED")
        if not theirs:
            kept.append(line)
    return "\n".join(kept)


def visible(text):
    kind, what = kind_of(text)
    if kind == "html":
        return from_html(what)
    if kind == "json":
        return "\n\n".join(from_json(what))
    return without_theirs(what)


def statements(text):
    """The statements of an output, joined; "" where it has none."""
    kind, what = kind_of(text)
    if kind == "json":
        said = what.get("statements", []) if isinstance(what, dict) else []
        return "\n\n".join(one.get("text", "") for one in said)
    if kind == "html":
        lists = re.findall(r'<ul class="statements".*?</ul>', what, flags=re.S)
        return plain(re.sub(r"</li>", "\n\n", " ".join(lists)))
    found, inside = [], False
    for line in what.split("\n"):
        if HEADING.match(line):
            inside = line in ("IN SHORT", "CANNOT BE TOLD FROM THIS")
            found.append("")
        elif not line.strip():
            inside = False
            found.append("")
        elif inside:
            found.append(line)
    return "\n".join(found)


def lines_of(text):
    for sentence in SENTENCE.split(text):
        yield " ".join(sentence.split())[:400]


def complaints(text):
    """Each forbidden word, with the sentence in which it stands."""
    for line in lines_of(visible(text)):
        for word in WORDS:
            found = word.search(line)
            if found:
                yield "%r in: %s" % (found.group(0), line[:200])
        if ONE_TO_ONE.search(line) and ONE_TO_MANY.search(line):
            yield "1:1 and 1:N in one sentence: " + line[:200]
    for line in lines_of(statements(text)):
        for word in STATED:
            found = word.search(line)
            if found:
                yield "%r in a statement: %s" % (found.group(0), line[:200])
