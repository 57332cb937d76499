// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"

static const cli_option reads[] = {
    {.name = "RESULT",
     .kind = CLI_FILES,
     .flags = CLI_ORDERED,
     .argument = "A.assay B.assay",
     .help = "two results that assay scores, templates or candidates kept with "
             "-o: of the same people and the same comparisons or searches",
     .at = AT(operands)},
    {.name = "unpaired",
     .kind = CLI_FLAG,
     .help = "they are of different data, or keep no counts: compared as if "
             "independent",
     .at = AT(compare.unpaired)},
    {.name = NULL},
};

static const cli_option figures[] = {
    CLI_ROW_MARGIN(
        "systems are called equal where the whole interval of their ratio lies",
        compare.margin),
    {.name = "multiplicity",
     .kind = CLI_CHOICE,
     .argument = "holm|bh|none",
     .help = "what is kept in check where many figures are compared: the "
             "chance of any wrong 'lower' (holm), the share of wrong ones "
             "among them (bh), nothing (none)",
     .at = AT(multiplicity)},
    CLI_ROW_CONFIDENCE(", and of what is called lower"),
    CLI_ROW_REQUIRE("a difference or a ratio to a limit, as 'ratio "
                    "FNMR@FMR=0.001,sex=* <= 1.05'"),
    CLI_ROW_REVIEW(": on whom the systems differ"),
    CLI_ROW_DIGEST("both results in the record"),
    {.name = NULL},
};

static const cli_section section_reads = {"Results to compare", reads};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {&section_reads, &section_figures,
                                              &cli_section_outputs, NULL};

static const char *const usage[] = {"A.assay B.assay [OPTION]...", NULL};

static const char *const examples[] = {
    "what changed from one version to the next, on the same data",
    "assay compare old.assay new.assay",
    "a gate for releases: people are missed at most 5 % more often",
    "assay compare a.assay b.assay --require 'ratio FNMR@FMR=0.001 <= 1.05'",
    "of which people the two differ",
    "assay compare old.assay new.assay --review people.csv",
    NULL,
};

static const char *const see[] = {
    "assay scores --help       how results of comparisons are made",
    "assay templates --help    how results of templates are made",
    "assay report --help       the result again, as a page or JSON",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    if (s->operands.count != 2)
        return cli_usage(task, "two results are compared; give A.assay "
                               "B.assay");
    s->compare.common = s->common;
    s->compare.a = s->operands.items[0];
    s->compare.b = s->operands.items[1];
    s->compare.multiplicity = (assay_multiplicity)s->multiplicity;
    const assay_status status =
        assay_compare_evaluate(&s->compare, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_compare = {
    .name = "compare",
    .brief = "two systems on the same data: what differs, for whom",
    .usage = usage,
    .about =
        "Compares two results figure by figure: difference (B minus A) and "
        "ratio (B over A) with intervals, at the same FMR or FPIR and at the "
        "thresholds that were given, of everybody and per group. Where both "
        "are of the same people and comparisons, what they have in common is "
        "taken into account, person by person and pair by pair. Each figure "
        "ends in words: A lower, B lower, equal within the margin, cannot "
        "tell.\n\nOther thresholds are compared the strictest of A with the "
        "strictest of B and so on, where both were given as many.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
