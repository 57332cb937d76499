// SPDX-License-Identifier: Apache-2.0
#include "cmd_help.h"

#include "near.h"
#include "pages.h"
#include "say.h"

#include <string.h>
#include <strings.h>

static const char *const columns_of_scores[] = {
    "Columns that assay scores reads, by name; others are left alone.",
    "",
    "  score                    the comparison score; empty: it failed",
    "  mated                    1 or true: same person; 0, -1 or false:",
    "                           different people",
    "  probe_subject            who the probe and who the reference is of: in",
    "  reference_subject        place of `mated`; intervals then count people",
    "  probe_id, reference_id   the images; a repeated comparison shows",
    "  probe_acquired           0: no usable probe (failure to acquire)",
    "  reference_acquired       0: no usable reference (failure to enrol)",
    "",
    "One of `mated` and the two subjects is needed. Any other column may be",
    "named by --where and --by; --by sex reads probe_sex and reference_sex,",
    "else sex. Other headings: --column score=similarity --column mated=label.",
    "",
    "The file of --subjects has subject_id, and a column an attribute. Those",
    "of --probes and --references have sample_id, subject_id, attributes, and",
    "perhaps acquired (0: no usable image).",
    "",
    "--quality NAME reads probe_NAME and reference_NAME, else NAME: numbers,",
    "empty where not known. --attack NAME: a species of attacks, empty or bona",
    "fide for all else; then `mated` and subjects may be missing "
    "(presentations,",
    "with `subject`), and attacks with an id in `morph` are compared with the",
    "contributor in `subject`, or probe_subject, by `system` where there are",
    "several.",
    NULL,
};

static const char *const columns_of_counts[] = {
    "Columns that assay counts reads, by name; others are left alone.",
    "",
    "  events    how many of the trials, a whole number",
    "  trials    a whole number",
    "",
    "Any other column may be named by --where and --by. Other headings:",
    "--column events='False alerts' --column trials=Alerts.",
    NULL,
};

static const char *const columns_of_deployments[] = {
    "Columns that assay deployments reads, by name; all may be missing but one",
    "of the counts. Others are for --where and --by.",
    "",
    "  row_id, id             what a row is called in the checks",
    "  date                   2024-05-28, 2024-05, 2024, "
    "2024-05-28/2024-06-02,",
    "                         28/05/24; another leaves the row out of time",
    "  location, event        where, or at what",
    "  duration, hours        5h03m, 4hr 47m, 4:47, 4.5",
    "  watchlist_size         people on the list",
    "  faces_seen             faces that the system counted",
    "  alerts                 however they ended",
    "  true_alerts            right, as recorded; of them",
    "  true_confirmed         by speaking to the person, and",
    "  true_unconfirmed       judged from the pictures alone",
    "  false_alerts           wrong, as recorded; false_confirmed and",
    "                         false_unconfirmed likewise",
    "  engagements            people spoken to; false_alert_engagements after",
    "                         false alerts",
    "  interventions_true, interventions_false, arrests, other_disposal,",
    "  no_action              what became of alerts",
    "  threshold, printed_false_alert_rate",
    "  deployments            how many a row is; else 1",
    "  alerts_GROUP, true_alerts_GROUP, false_alerts_GROUP",
    "                         of people: false_alerts_black, alerts_female,",
    "                         alerts_18-24; any other with a colon,",
    "                         false_alerts:residents, or two,",
    "                         false_alerts:borough:Croydon",
    "  ethnicity, sex, gender, race, age, age_band, age_group",
    "                         the group of the people of a row, where a",
    "                         deployment has a row a group",
    "",
    "Counts: 8600, 8,600, c. 8,600, <5 (0 to 4). Blank, N/A, n/k, * and - are",
    "not known, never 0. Other headings: --column 'faces_seen=Faces seen'.",
    "The JSON of ALHFRS is read as it is.",
    NULL,
};

static const char *const columns_of_templates[] = {
    "Columns that assay templates reads in the CSV of the rows, a line a row.",
    "",
    "  sample_id    the image or template: each its own",
    "  subject_id   the person; several samples of a person are mates, and",
    "               several references of a person are one identity",
    "  acquired     0: no usable template (failure to acquire, as a reference",
    "               failure to enrol), whatever the row holds; else a number",
    "               above 0. Without the column all were acquired",
    "",
    "Any other column may be named by --where and --by: sex, camera, date; "
    "where",
    "probes and references differ, probe_sex and reference_sex. Attributes of",
    "people may come from --subjects, a CSV with subject_id. Other headings:",
    "--column subject_id=person.",
    NULL,
};

static const char *const columns_of_candidates[] = {
    "Columns that assay candidates reads in the lists, by name.",
    "",
    "  probe_id       the search: a sample_id of --probes",
    "  reference_id   the candidate: a sample_id of --references",
    "  score          its score",
    "  rank           its place, from 1 (or 0); without it the scores order",
    "",
    "A probe without a line returned no candidate. The files of --probes and",
    "--references have sample_id, subject_id, attributes, and perhaps acquired",
    "(0: a failure to acquire, of a reference to enrol). Other headings:",
    "--column score=similarity --column probe_id=search.",
    NULL,
};

// A sheet to fill in, or to look up: one row a column.
static const char *const columns_of_alerts[] = {
    "file,column,needed,what it holds",
    "alerts,alert_id,yes,\"an id of its own\"",
    "alerts,time,yes,\"when: 2024-05-03T10:15:20.5Z or with +01:00\"",
    "alerts,camera,yes,\"as in transits\"",
    "alerts,reference_id,yes,\"who was named: an entry of the watchlist\"",
    "alerts,score,yes,\"its score; candidates below the threshold too if "
    "they are logged\"",
    "alerts,transit_id,no,\"the passage if it is known; else camera and time "
    "tell\"",
    "alerts,rank,no,\"place among the candidates from 1\"",
    "alerts,decision,no,\"credible rejected or none: what an operator made "
    "of it\"",
    "alerts,decided_at,no,\"when\"",
    "alerts,operator,no,\"who decided\"",
    "alerts,outcome,no,\"right wrong or unknown: what became of it\"",
    "alerts,basis,no,\"engagement or pictures: how that is known\"",
    "transits,transit_id,yes,\"an id of its own\"",
    "transits,subject_id,yes,\"who passed\"",
    "transits,camera,yes,\"which camera\"",
    "transits,entered,yes,\"when the person came into view\"",
    "transits,left,yes,\"when the person left it; may be empty\"",
    "transits,acquired,no,\"0: no usable face was captured\"",
    "transits,session,no,\"this and any other column: for --by and --where\"",
    "watchlist,reference_id,yes,\"an id of the entry\"",
    "watchlist,subject_id,yes,\"whose entry it is; empty: nobody of the "
    "trial\"",
    "watchlist,kind,no,\"seeded operational or filler\"",
    "watchlist,from,no,\"on the list from then on; empty: always\"",
    "watchlist,to,no,\"until before then; empty: always\"",
    "watchlist,enrolled,no,\"0: a failure to enrol\"",
    "crowd,camera,yes,\"which camera\"",
    "crowd,from,yes,\"counted from then\"",
    "crowd,to,yes,\"until then\"",
    "crowd,count,yes,\"people who passed\"",
    "crowd,counter,no,\"who counted; both: those that two of them saw\"",
    "subjects,subject_id,yes,\"a volunteer\"",
    "subjects,sex,no,\"this and any other column: attributes for --by\"",
    NULL,
};

static int put_lines(const char *const *lines)
{
    for (; *lines; lines++) (void)printf("%s\n", *lines);
    return cli_end_output();
}

static int help_columns(const char *command)
{
    if (!command || strcmp(command, "scores") == 0)
        return put_lines(columns_of_scores);
    if (strcmp(command, "counts") == 0) return put_lines(columns_of_counts);
    if (strcmp(command, "alerts") == 0) return put_lines(columns_of_alerts);
    if (strcmp(command, "deployments") == 0)
        return put_lines(columns_of_deployments);
    if (strcmp(command, "templates") == 0)
        return put_lines(columns_of_templates);
    if (strcmp(command, "candidates") == 0)
        return put_lines(columns_of_candidates);
    (void)fprintf(stderr, "assay help columns: scores, templates, candidates, "
                          "alerts, counts or deployments\n");
    return CLI_USAGE;
}

// "--fmr", "fmr" or "-q".
static const cli_option *find_option(const cli_command *command,
                                     const char *word)
{
    if (word[0] == '-' && word[1] && !word[2])
        return cli_option_of_letter(command, word[1]);
    while (*word == '-') word++;
    return cli_option_find(command, word);
}

// The option of ours that has this name, in whichever command.
static bool help_option(const char *word)
{
    bool found = false;
    for (const cli_command *const *c = cli_commands; *c; c++) {
        const cli_option *option = find_option(*c, word);
        if (!option) continue;
        if (found) (void)fputc('\n', stdout);
        cli_page_option(*c, option, stdout);
        found = true;
    }
    return found;
}

static void put_word(const assay_word *word)
{
    (void)printf("%s\n  ", word->word);
    cli_wrap(stdout, word->meaning, 2, 2);
    if (word->see) (void)printf("  Here: %s.\n", word->see);
    if (word->option) (void)printf("  Option: %s\n", word->option);
}

// The entries whose words hold `text`, where it is none itself.
static size_t list_like(const char *text)
{
    size_t count = 0, found = 0;
    const assay_word *words = assay_words(&count);
    for (size_t i = 0; i < count; i++) {
        if (!strcasestr(words[i].word, text)) continue;
        (void)fprintf(stderr, "%s%s",
                      found++ ? ", " : "  near it: ", words[i].word);
        if (found == 6) break;
    }
    if (found) (void)fputc('\n', stderr);
    return found;
}

static const char *nearest_word(const char *text)
{
    size_t count = 0;
    const char *best = NULL;
    const assay_word *words = assay_words(&count);
    for (size_t i = 0; i < count; i++)
        best = cli_nearer(text, best, words[i].word);
    for (const cli_command *const *c = cli_commands; *c; c++)
        best = cli_nearer(text, best, (*c)->name);
    return best;
}

static int no_such_word(const char *text)
{
    const char *near = nearest_word(text);
    (void)fprintf(stderr, "assay help: no command or word '%s'%s%s%s\n", text,
                  near ? "; did you mean " : "", near ? near : "",
                  near ? "?" : "");
    if (!near) (void)list_like(text);
    (void)fprintf(stderr, "Try: assay help\n");
    return CLI_USAGE;
}

static int help_word(const char *text)
{
    const assay_word *word = text[0] == '-' ? NULL : assay_word_find(text);
    if (word) {
        put_word(word);
    } else if (!help_option(text)) {
        word = assay_word_find(text);
        if (!word) return no_such_word(text);
        put_word(word);
    }
    return cli_end_output();
}

// The words of the line as one text.
static const char *joined(int count, char **words, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (int i = 0; i < count; i++) {
        const int n = snprintf(text + length, size - length, "%s%s",
                               i ? " " : "", words[i]);
        if (n < 0 || (size_t)n >= size - length) break;
        length += (size_t)n;
    }
    return text;
}

// "scores --fmr": one option of one command.
static bool help_option_of(int count, char **words)
{
    char name[64];
    const cli_command *command =
        cli_command_find(joined(count - 1, words, name, sizeof name));
    const cli_option *option =
        command ? find_option(command, words[count - 1]) : NULL;
    if (option) cli_page_option(command, option, stdout);
    return option != NULL;
}

// The commands whose names begin with this word.
static int help_family(const char *word, const char *brief)
{
    const size_t length = strlen(word);
    const cli_command *first = NULL;
    (void)printf("assay %s: %s\n\n", word, brief);
    for (const cli_command *const *c = cli_commands; *c; c++) {
        if (strncmp((*c)->name, word, length) != 0) continue;
        (void)printf("  assay %-20s %s\n", (*c)->name, (*c)->brief);
        if (!first) first = *c;
    }
    if (first)
        (void)printf("\nThe options of one: assay help %s\n", first->name);
    return cli_end_output();
}

int cli_help(int count, char **words)
{
    char text[256];
    if (!count) {
        cli_page_overview(stdout);
        return cli_end_output();
    }
    if (strcmp(words[0], "columns") == 0)
        return help_columns(count > 1 ? words[1] : NULL);
    joined(count, words, text, sizeof text);
    const cli_command *command = cli_command_find(text);
    if (strcmp(text, "simulate") == 0)
        return help_family(text, "what has a known truth, to test tools on");
    if (!command && help_option_of(count, words)) return cli_end_output();
    if (!command) return help_word(text);
    cli_page_command(command, stdout);
    return cli_end_output();
}
