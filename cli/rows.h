// SPDX-License-Identifier: Apache-2.0
/// Rows that several tables of options hold: written once, so that the parser,
/// every page and every manual page say the same. What a row says of one
/// command alone is its argument, a string literal, perhaps empty; a MEMBER is
/// the setting that takes the value.
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "option.h"

/// Where a setting lies.
#define AT(member) offsetof(cli_settings, member)

/// --column; MORE: ": --column score=similarity", an example of the command.
#define CLI_ROW_COLUMN(MORE)                                                   \
    {.name = "column",                                                         \
     .kind = CLI_PAIRS,                                                        \
     .argument = "OURS=THEIRS",                                                \
     .help = "a column under another heading" MORE "; may be repeated",        \
     .at = AT(common.columns)}

/// --where; WHAT is kept ("rows"); MORE: examples.
#define CLI_ROW_WHERE(WHAT, MORE)                                              \
    {.name = "where",                                                          \
     .kind = CLI_TEXTS,                                                        \
     .argument = "CONDITION",                                                  \
     .help = WHAT " to keep: a column, one of = != < <= > >= ~, a "            \
                  "value" MORE "; may be repeated, all must hold",             \
     .at = AT(common.where)}

/// --by; WHAT: which columns, and what a list of them is.
#define CLI_ROW_BY(WHAT)                                                       \
    {.name = "by",                                                             \
     .kind = CLI_LIST,                                                         \
     .argument = "LIST",                                                       \
     .help = (WHAT),                                                           \
     .at = AT(common.by)}

/// --subjects, a file; WHOSE: "people".
#define CLI_ROW_SUBJECTS(ARGUMENT, WHOSE, MEMBER)                              \
    {.name = "subjects",                                                       \
     .kind = CLI_INPUT,                                                        \
     .argument = (ARGUMENT),                                                   \
     .help = "CSV: subject_id and attributes of " WHOSE,                       \
     .at = AT(MEMBER)}

/// --distance, a flag.
#define CLI_ROW_DISTANCE(MEMBER)                                               \
    {.name = "distance",                                                       \
     .kind = CLI_FLAG,                                                         \
     .help = "smaller means more alike; thresholds are then "                  \
             "distances too",                                                  \
     .at = AT(MEMBER)}

/// --rule; WHAT it decides on: "a match".
#define CLI_ROW_RULE(WHAT)                                                     \
    {.name = "rule",                                                           \
     .kind = CLI_CHOICE,                                                       \
     .argument = "ge|gt",                                                      \
     .help = WHAT " is a score at or above the threshold (ge), or "            \
                  "above it (gt)",                                             \
     .at = AT(rule)}

/// --target; WHICH: for which lists what holds.
#define CLI_ROW_TARGET(WHICH)                                                  \
    {.name = "target",                                                         \
     .kind = CLI_CHOICE,                                                       \
     .argument = "fixed-watchlist|random-watchlist",                           \
     .help = "for which lists the intervals " WHICH,                           \
     .at = AT(list_target)}

/// --composition; WHAT: of which list.
#define CLI_ROW_COMPOSITION(WHAT)                                              \
    {.name = "composition",                                                    \
     .kind = CLI_TEXTS,                                                        \
     .argument = "LIST",                                                       \
     .help = (WHAT),                                                           \
     .at = AT(common.groups.composition)}

/// --fmr; OF: " of pairs".
#define CLI_ROW_FMR(OF, MEMBER)                                                \
    {.name = "fmr",                                                            \
     .kind = CLI_REALS,                                                        \
     .argument = "LIST",                                                       \
     .help = "FMR targets" OF ": threshold and FNMR at each "                  \
             "(1e-2,1e-3,1e-4,1e-5,1e-6, as far as the data "                  \
             "carry)",                                                         \
     .at = AT(MEMBER),                                                         \
     .most = 1}

/// --bootstrap; MORE: what it needs.
#define CLI_ROW_BOOTSTRAP(MORE, MEMBER)                                        \
    {.name = "bootstrap",                                                      \
     .kind = CLI_COUNT,                                                        \
     .argument = "B",                                                          \
     .help = "the people resampled B times (1999, say), for a DET "            \
             "band that holds the whole curve, not each point "                \
             "alone" MORE,                                                     \
     .at = AT(MEMBER),                                                         \
     .least = 99,                                                              \
     .most = 100000}

/// --margin; WHO is called equal and when.
#define CLI_ROW_MARGIN(WHO, MEMBER)                                            \
    {.name = "margin",                                                         \
     .kind = CLI_REAL,                                                         \
     .argument = "RATIO",                                                      \
     .help = WHO " within 1/RATIO and RATIO (1.25)",                           \
     .at = AT(MEMBER),                                                         \
     .least = 1,                                                               \
     .most = 1000}

/// --confidence; MORE: what else has it.
#define CLI_ROW_CONFIDENCE(MORE)                                               \
    {.name = "confidence",                                                     \
     .kind = CLI_REAL,                                                         \
     .argument = "LEVEL",                                                      \
     .help = "of the intervals" MORE " (0.95)",                                \
     .at = AT(common.confidence),                                              \
     .most = 1}

/// --require; WHAT is held to a limit, and an example.
#define CLI_ROW_REQUIRE(WHAT)                                                  \
    {.name = "require",                                                        \
     .kind = CLI_TEXTS,                                                        \
     .argument = "LIMIT",                                                      \
     .help = "hold " WHAT ": met, broken (exit status 3) or not "              \
             "shown (5); may be repeated",                                     \
     .at = AT(common.require)}

/// --review; WHAT is in it: ": probable label errors".
#define CLI_ROW_REVIEW(WHAT)                                                   \
    {.name = "review",                                                         \
     .kind = CLI_OUTPUT,                                                       \
     .flags = CLI_UNTRACED,                                                    \
     .argument = "FILE.csv",                                                   \
     .help = "what names people" WHAT ", for the tester's eyes",               \
     .at = AT(common.review)}

/// --digest; OF what, and what it costs.
#define CLI_ROW_DIGEST(OF)                                                     \
    {.name = "digest",                                                         \
     .kind = CLI_CHOICE,                                                       \
     .argument = "blake2b|none",                                               \
     .help = "digest of " OF,                                                  \
     .at = AT(digest)}

/// --threads; WHAT depends on it in no way.
#define CLI_ROW_THREADS(WHAT, MEMBER)                                          \
    {.name = "threads",                                                        \
     .kind = CLI_COUNT,                                                        \
     .flags = CLI_UNTRACED,                                                    \
     .argument = "N",                                                          \
     .help = "how many work (as many as the machine has); no " WHAT            \
             " depends on it",                                                 \
     .at = AT(MEMBER),                                                         \
     .least = 1,                                                               \
     .most = 1024}

/// --seed; OF what.
#define CLI_ROW_SEED(OF, MEMBER)                                               \
    {.name = "seed",                                                           \
     .kind = CLI_WIDE,                                                         \
     .argument = "N",                                                          \
     .help = OF " (1)",                                                        \
     .at = AT(MEMBER)}

/// --html.
#define CLI_ROW_HTML                                                           \
    {.name = "html",                                                           \
     .kind = CLI_OUTPUT,                                                       \
     .flags = CLI_UNTRACED,                                                    \
     .argument = "FILE",                                                       \
     .help = "the report: one page that needs nothing else",                   \
     .at = AT(html)}

/// --json; MORE: of what.
#define CLI_ROW_JSON(MORE)                                                     \
    {.name = "json",                                                           \
     .kind = CLI_OUTPUT,                                                       \
     .flags = CLI_UNTRACED,                                                    \
     .argument = "FILE",                                                       \
     .help = "everything as JSON; - is standard output" MORE,                  \
     .at = AT(json)}

/// --csv; MORE: of what.
#define CLI_ROW_CSV(MORE)                                                      \
    {.name = "csv",                                                            \
     .kind = CLI_OUTPUT,                                                       \
     .flags = CLI_UNTRACED,                                                    \
     .argument = "FILE",                                                       \
     .help = "the figures, one a line" MORE,                                   \
     .at = AT(csv)}

/// -q; WHAT is not said.
#define CLI_ROW_QUIET(WHAT)                                                    \
    {.name = "quiet",                                                          \
     .letter = 'q',                                                            \
     .kind = CLI_FLAG,                                                         \
     .flags = CLI_UNTRACED,                                                    \
     .help = (WHAT),                                                           \
     .at = AT(quiet)}

/// -v.
#define CLI_ROW_VERBOSE                                                        \
    {.name = "verbose",                                                        \
     .letter = 'v',                                                            \
     .kind = CLI_FLAG,                                                         \
     .flags = CLI_UNTRACED,                                                    \
     .help = "every warning, and how the figures were obtained",               \
     .at = AT(verbose)}

/// -h.
#define CLI_ROW_HELP                                                           \
    {.name = "help",                                                           \
     .letter = 'h',                                                            \
     .kind = CLI_FLAG,                                                         \
     .flags = CLI_UNTRACED | CLI_UNPLANNED,                                    \
     .help = "this page",                                                      \
     .at = AT(help)}

/// -o of a simulator; WHAT goes into the folder.
#define CLI_ROW_FOLDER(WHAT, MEMBER)                                           \
    {.name = "output",                                                         \
     .letter = 'o',                                                            \
     .kind = CLI_FOLDER,                                                       \
     .argument = "DIR",                                                        \
     .help = "folder for " WHAT "; made where there is none",                  \
     .at = AT(MEMBER)}

/// --seed of a simulator.
#define CLI_ROW_BYTES(MEMBER)                                                  \
    CLI_ROW_SEED("the same seed and options give the same bytes", MEMBER)

/// --attribute of a simulator.
#define CLI_ROW_ATTRIBUTE(MEMBER)                                              \
    {.name = "attribute",                                                      \
     .kind = CLI_WORD,                                                         \
     .argument = "NAME",                                                       \
     .help = "what tells the groups apart (sex)",                              \
     .at = AT(MEMBER)}

/// --groups of a simulator; FORM: "[:SHARE...]]], (F:0.5...)".
#define CLI_ROW_GROUPS(FORM, MEMBER)                                           \
    {.name = "groups",                                                         \
     .kind = CLI_LIST,                                                         \
     .argument = "LIST",                                                       \
     .help = "groups of people, each NAME" FORM                                \
             "; none: one group without a name",                               \
     .at = AT(MEMBER)}

/// A whole number, LEAST to MOST, of a simulator.
#define CLI_ROW_NUMBER(NAME, ARGUMENT, HELP, MEMBER, LEAST, MOST)              \
    {.name = (NAME),                                                           \
     .kind = CLI_WIDE,                                                         \
     .argument = (ARGUMENT),                                                   \
     .help = (HELP),                                                           \
     .at = AT(MEMBER),                                                         \
     .least = (LEAST),                                                         \
     .most = (MOST)}

/// A share from 0 on, below MOST, of a simulator.
#define CLI_ROW_SHARE(NAME, HELP, MEMBER, MOST)                                \
    {.name = (NAME),                                                           \
     .kind = CLI_REAL,                                                         \
     .flags = CLI_FROM,                                                        \
     .argument = "SHARE",                                                      \
     .help = (HELP),                                                           \
     .at = AT(MEMBER),                                                         \
     .most = (MOST)}

#endif
