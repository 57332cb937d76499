// SPDX-License-Identifier: Apache-2.0
/// What a command is made of: tables of options, from which the parser, the
/// pages of --help and the checks of the manual pages are made.
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "heap.h"

#include "assay/assay.h"

/// What may follow an option, and the type of the setting that takes it.
typedef enum cli_kind {
    CLI_FLAG,   ///< nothing; bool
    CLI_CHOICE, ///< one of `argument` ("ge|gt"); unsigned: which of them
    CLI_WORD,   ///< a text; const char *
    CLI_INPUT,  ///< a file to read, `-` is standard input; const char *
    CLI_OUTPUT, ///< a file to write, `-` is standard output; const char *
    CLI_FOLDER, ///< a folder; const char *
    CLI_REAL,   ///< a number above `least` and below `most`; double
    CLI_COUNT,  ///< a whole number, `least` to `most`; unsigned
    CLI_WIDE,   ///< a whole number, `least` to `most`; uint64_t
    CLI_SIZE,   ///< bytes, perhaps with K, M, G or T; uint64_t
    CLI_SPAN,   ///< numbers and commas, or LOW..HIGH, as CLI_REALS; assay_span
    CLI_SET,    ///< two files, a matrix and the CSV of its rows;
                ///< assay_template_files
    CLI_REALS,  ///< numbers and commas, above `least`, below `most`;
                ///< assay_numbers
    CLI_LIST,   ///< texts and commas; assay_texts
    CLI_TEXTS,  ///< a text, again for more; assay_texts
    CLI_PAIRS,  ///< key=text, again for more; assay_pairs
    CLI_FILES,  ///< words without dashes: files to read; assay_texts
    CLI_WORDS   ///< words without dashes; assay_texts
} cli_kind;

/// How an option differs from others.
enum {
    CLI_UNTRACED = 1,  ///< changes no figure: stays out of the record
    CLI_UNPLANNED = 2, ///< may not stand in a plan
    CLI_FROM = 4,      ///< `least` itself is allowed
    CLI_ORDERED = 8    ///< files whose order matters
};

/// An option.
typedef struct cli_option {
    const char *name;     ///< "non-mated"; NULL ends a table
    char letter;          ///< 'o'; 0: none
    cli_kind kind;        ///< what follows it
    unsigned flags;       ///< CLI_UNTRACED...
    const char *argument; ///< what follows it, for the pages: "FILE"
    const char *help;     ///< what it is for
    size_t at;            ///< offset of its setting in cli_settings
    double least;         ///< of numbers
    double most;          ///< of numbers; 0: no limits
} cli_option;

/// Options under a heading.
typedef struct cli_section {
    const char *title;         ///< "Scores to read"
    const cli_option *options; ///< ended by a name NULL
} cli_section;

/// What the options of a command line said. Later wins over the defaults.
typedef struct cli_settings {
    assay_options common; ///< becomes that of the evaluation
    assay_scores_options scores;
    assay_counts_options counts;
    assay_simulate_scores_options simulate;
    assay_simulate_templates_options simulate_templates;
    assay_simulate_street_options simulate_street;
    assay_templates_options templates;
    assay_candidates_options candidates;
    assay_merge_options merge;
    assay_compare_options compare;
    assay_deployments_options deployments;
    assay_alerts_options alerts;
    assay_forecast_options forecast;
    assay_size_options size;
    assay_identification_options lists; ///< of both
    assay_texts operands;               ///< words without dashes
    const char *plan;                   ///< --plan
    const char *result;                 ///< -o
    const char *json;                   ///< --json
    const char *csv;                    ///< --csv
    const char *html;                   ///< --html
    bool quiet;                         ///< -q
    bool verbose;                       ///< -v
    bool help;                          ///< --help
    unsigned rule;                      ///< ge, gt
    unsigned values;                    ///< float32, float16, int8
    unsigned digest;                    ///< blake2b, none
    unsigned counts_kept;               ///< all, none
    unsigned protocol;                  ///< all-pairs, none
    unsigned metric;                    ///< cosine, dot, l2
    unsigned body;                      ///< auto, none, exact, sample
    unsigned multiplicity;              ///< holm, bh, none
    unsigned logged;                    ///< auto, all, best
    unsigned list_target; ///< fixed-watchlist, random-watchlist, neither
    const char *shard;    ///< "2/8"
} cli_settings;

typedef struct cli_task cli_task;

/// A command.
typedef struct cli_command {
    const char *name;                   ///< "scores", "simulate scores"
    const char *brief;                  ///< a line for the overview
    const char *const *usage;           ///< lines after its name; ends NULL
    const char *about;                  ///< paragraphs, apart by blank lines
    const cli_section *const *sections; ///< ends NULL
    const char *const *examples;        ///< what, command, what...; ends NULL
    const char *const *see;             ///< lines of SEE ALSO; ends NULL
    int (*run)(cli_task *task);         ///< returns the exit status
} cli_command;

/// An option as it was given.
typedef struct cli_given {
    const cli_option *option;
    const char *value; ///< NULL: a flag
    const char *where; ///< "plan.yaml:3"; NULL: on the command line
} cli_given;

/// Options as they were given, in order.
typedef struct cli_givens {
    cli_given *items;
    size_t count;
    size_t room;
} cli_givens;

/// A command that runs.
struct cli_task {
    const cli_command *command;
    cli_heap *heap;
    cli_settings settings;
    cli_givens givens; ///< what the plan and the command line said
};

/// The commands, ended by NULL.
extern const cli_command *const cli_commands[];
extern const cli_command cli_command_scores;
extern const cli_command cli_command_alerts;
extern const cli_command cli_command_counts;
extern const cli_command cli_command_simulate_scores;
extern const cli_command cli_command_simulate_templates;
extern const cli_command cli_command_simulate_street;
extern const cli_command cli_command_report;
extern const cli_command cli_command_templates;
extern const cli_command cli_command_candidates;
extern const cli_command cli_command_merge;
extern const cli_command cli_command_compare;
extern const cli_command cli_command_deployments;
extern const cli_command cli_command_forecast;
extern const cli_command cli_command_size;

/// Sections that commands share.
extern const cli_section cli_section_groups;
extern const cli_section cli_section_against;
extern const cli_section cli_section_outputs;
extern const cli_section cli_section_working;
extern const cli_section cli_section_searches;

/// What --rule and --target say.
assay_rule cli_rule(const cli_settings *settings);
assay_target_list cli_target(const cli_settings *settings);

/// The command of this name, or NULL.
const cli_command *cli_command_find(const char *name);
/// The option of this name, or NULL.
const cli_option *cli_option_find(const cli_command *command, const char *name);
/// The option of this letter, or NULL.
const cli_option *cli_option_of_letter(const cli_command *command, char letter);
/// Whether the option takes words without dashes.
bool cli_option_is_word(const cli_option *option);
/// The option that takes words without dashes, or NULL.
const cli_option *cli_option_of_words(const cli_command *command);

#endif
