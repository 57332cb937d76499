// SPDX-License-Identifier: Apache-2.0
// Attacks: what was presented, and how often it passes; and thresholds chosen.
#include "tell/terminal_cells.h"

#include "tell/format.h"

#include <string.h>

// "500 attacks of 3 species".
static const char *attacks_of(const assay_terminal *to, const char *also)
{
    char attacks[ASSAY_FORMAT_SIZE], morphs[ASSAY_FORMAT_SIZE];
    const double n = assay_terminal_count(to, "attacks");
    const double m = assay_terminal_count(to, "morphs");
    assay_format_fixed(n, 0, attacks);
    assay_format_fixed(m, 0, morphs);
    return assay_arena_format(
        to->arena, "%s%s%s%s%s%s%s", also, also[0] && n > 0 ? ", " : "",
        n > 0 ? attacks : "", n > 0 ? (n == 1 ? " attack" : " attacks") : "",
        (also[0] || n > 0) && m > 0 ? ", " : "", m > 0 ? morphs : "",
        m > 0 ? (m == 1 ? " morph" : " morphs") : "");
}

void assay_terminal_attacks_head(const assay_terminal *to)
{
    char others[ASSAY_FORMAT_SIZE];
    const double n = assay_terminal_count(to, "bona fide presentations");
    assay_format_fixed(n, 0, others);
    const char *also =
        n > 0 ? assay_arena_format(to->arena, "%s bona fide presentation%s",
                                   others, n == 1 ? "" : "s")
              : "";
    const char *text = also ? attacks_of(to, also) : NULL;
    if (text)
        text = assay_arena_format(to->arena, "%s%s", text,
                                  assay_terminal_rule(to));
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
    assay_terminal_where(to);
}

static bool is_of_attacks(const assay_terminal *to, const assay_figure *figure)
{
    return to && (strcmp(figure->name, "IAPAR") == 0 ||
                  strcmp(figure->name, "MAP") == 0 ||
                  strstr(figure->name, "MMPMR") != NULL);
}

void assay_terminal_attacks(const assay_terminal *to)
{
    if (!to->verbose) assay_terminal_list(to, is_of_attacks);
}

static bool is_chosen(const assay_terminal *to, const assay_figure *figure)
{
    return to && !figure->group_count &&
           (strcmp(figure->name, "chosen threshold") == 0 ||
            strncmp(figure->name, "cross-fitted ", 13) == 0);
}

void assay_terminal_chosen(const assay_terminal *to)
{
    if (!to->verbose) assay_terminal_list(to, is_chosen);
}
