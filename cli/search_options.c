// SPDX-License-Identifier: Apache-2.0
// Options of the commands that search watchlists.
#include "option.h"

#define AT(member) offsetof(cli_settings, member)

static const cli_option searches[] = {
    {.name = "fpir",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "FPIR targets: threshold, FNIR and TPIR at each (1e-1,1e-2,1e-3,"
             "1e-4, as far as the data carry)",
     .at = AT(lists.fpir),
     .most = 1},
    {.name = "threshold",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "thresholds: the same figures at each",
     .at = AT(lists.thresholds)},
    {.name = "rank",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "ranks at which a mate must stand, besides the whole list (1)",
     .at = AT(lists.ranks),
     .most = 1e9},
    {.name = "composition",
     .kind = CLI_TEXTS,
     .argument = "LIST",
     .help = "a list made up by group, as 'sex=F:300,sex=M:700': FPIR of each "
             "group at it; may be repeated, one a table of --by",
     .at = AT(common.groups.composition)},
    {.name = "list-length",
     .kind = CLI_COUNT,
     .argument = "L",
     .help = "candidates that count in a search (50)",
     .at = AT(lists.list_length),
     .least = 1,
     .most = 1000},
    {.name = "sizes",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "watchlist sizes at which FPIR is worked out: exact up to the "
             "size tested, beyond it, to ten times that, with its bound",
     .at = AT(lists.sizes),
     .most = 1e12},
    {.name = "target",
     .kind = CLI_CHOICE,
     .argument = "fixed-watchlist|random-watchlist",
     .help = "for which lists the intervals of FPIR hold: this very one, or "
             "lists like it (drawn lists: random; else fixed)",
     .at = AT(list_target)},
    {.name = "rule",
     .kind = CLI_CHOICE,
     .argument = "ge|gt",
     .help = "a match is a score at or above the threshold (ge), or above it "
             "(gt)",
     .at = AT(rule)},
    {.name = "confidence",
     .kind = CLI_REAL,
     .argument = "LEVEL",
     .help = "of the intervals (0.95)",
     .at = AT(common.confidence),
     .most = 1},
    {.name = "require",
     .kind = CLI_TEXTS,
     .argument = "LIMIT",
     .help = "hold a figure to a limit, as 'FNIR@FPIR=0.001 <= 0.3'; met, "
             "broken (exit status 3) or not shown (5); may be repeated",
     .at = AT(common.require)},
    {.name = "review",
     .kind = CLI_OUTPUT,
     .flags = CLI_UNTRACED,
     .argument = "FILE.csv",
     .help = "what names people: probable label errors, for the tester's eyes",
     .at = AT(common.review)},
    {.name = NULL},
};

const cli_section cli_section_searches = {"Figures of searches", searches};
