// SPDX-License-Identifier: Apache-2.0
// Options of the commands that search watchlists.
#include "option.h"
#include "rows.h"

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
    CLI_ROW_COMPOSITION(
        "a list made up by group, as 'sex=F:300,sex=M:700': FPIR of each group "
        "at it; may be repeated, one a table of --by"),
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
    CLI_ROW_TARGET("of FPIR hold: this very one, or lists like it (drawn "
                   "lists: random; else fixed)"),
    CLI_ROW_RULE("a match"),
    CLI_ROW_CONFIDENCE(""),
    CLI_ROW_REQUIRE("a figure to a limit, as 'FNIR@FPIR=0.001 <= 0.3'"),
    CLI_ROW_REVIEW(": probable label errors"),
    {.name = NULL},
};

const cli_section cli_section_searches = {"Figures of searches", searches};
