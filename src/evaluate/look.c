// SPDX-License-Identifier: Apache-2.0
// What a file is: asked of every format in turn, from its first bytes.
#include "assay/look.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "read/candidate_lists.h"
#include "read/comparisons.h"
#include "read/deployed_files.h"
#include "read/deployed_heading.h"
#include "read/foreign.h"
#include "read/head.h"
#include "read/heading.h"
#include "read/matrix_file.h"
#include "read/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { TEXT = 16384, NAME = 1024, CELL = 64, CELLS = 64 };

// The text that is being made.
typedef struct page {
    char text[TEXT];
    size_t length;
    char name[NAME]; // the path as a shell takes it
} page;

__attribute__((format(printf, 2, 3))) static void put(page *p,
                                                      const char *format, ...)
{
    va_list args;
    const size_t room = TEXT - p->length;
    va_start(args, format);
    const int n = vsnprintf(p->text + p->length, room, format, args);
    va_end(args);
    if (n > 0) p->length += (size_t)n < room ? (size_t)n : room - 1;
}

// Each line of `text` with two blanks before it.
static void put_lines(page *p, const char *text)
{
    while (*text) {
        const size_t n = strcspn(text, "\n");
        put(p, "  %.*s\n", (int)n, text);
        text += n + (text[n] != '\0');
    }
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (c && strchr("_-./+,:=@%", c));
}

// `text` as one word for a shell, into `word`; `other` if it is too long.
static void quote(const char *text, const char *other, char word[NAME])
{
    size_t n = 0;
    size_t plain = 0;
    while (is_plain(text[plain])) plain++;
    const bool quoted = text[plain] || !plain;
    if (quoted) word[n++] = '\'';
    for (; *text && n < NAME - 8; text++) {
        const char *more = *text == '\'' ? "'\\''" : (char[]){*text, '\0'};
        const size_t length = strlen(more);
        memcpy(word + n, more, length);
        n += length;
    }
    if (quoted) word[n++] = '\'';
    word[n] = '\0';
    if (*text) (void)snprintf(word, NAME, "%s", other);
}

// Files are written by others: what would steer a terminal becomes `?`.
static void blank_controls(char *text)
{
    for (unsigned char *c = (unsigned char *)text; *c; c++) {
        const bool long_one = c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0;
        if (long_one) c[1] = '?';
        if (long_one || (*c < 0x20 && *c != '\n') || *c == 0x7f) *c = '?';
    }
}

// What assay can't use.
static bool put_foreign(page *p, const char *words)
{
    if (words) put(p, "%s: %s\n", p->name, words);
    return words != NULL;
}

static bool is_compared(const char *evaluation)
{
    return strcmp(evaluation, "verification") == 0 ||
           strcmp(evaluation, "identification") == 0;
}

static assay_status put_result(page *p, const char *path, assay_error *err)
{
    assay_result *result = NULL;
    size_t count = 0;
    const assay_status status = assay_result_load(path, &result, err);
    if (status == ASSAY_ENOMEM) return status;
    if (status != ASSAY_OK) {
        put(p, "%s: SQLite database, but no result that can be read\n",
            p->name);
        put(p, "  %s\n", err->reason);
        memset(err, 0, sizeof *err);
        return ASSAY_OK;
    }
    (void)assay_result_figures(result, &count);
    if (strcmp(assay_result_evaluation(result), "shard") == 0) {
        put(p, "%s: a shard, a part of a search without figures of its own\n",
            p->name);
        put(p, "  assay merge %s OTHERS... -o r.assay\n", p->name);
        assay_result_free(result);
        return ASSAY_OK;
    }
    put(p, "%s: result of an assay evaluation\n", p->name);
    put(p, "  %s, %zu figures\n", assay_result_evaluation(result), count);
    put(p, "  assay report %s --html report.html\n", p->name);
    if (is_compared(assay_result_evaluation(result)))
        put(p, "  assay compare %s OTHER.assay\n", p->name);
    assay_result_free(result);
    return ASSAY_OK;
}

// A file of HDF5, or a dataset in one.
static assay_status put_hdf5(page *p, const char *path, assay_error *err)
{
    assay_matrix_file *file = NULL;
    const assay_status status = assay_matrix_file_open(path, &file, err);
    if (status != ASSAY_OK && status != ASSAY_EINPUT) return status;
    if (status != ASSAY_OK) {
        put(p, "%s: HDF5, but no templates that can be read\n", p->name);
        put(p, "  %s\n", err->reason);
        memset(err, 0, sizeof *err);
        return ASSAY_OK;
    }
    static const char *const types[] = {"float32", "float16", "int8", "uint8"};
    const assay_matrix *m = assay_matrix_file_matrix(file);
    put(p, "%s: HDF5 with a matrix of %llu x %u %s\n", p->name,
        (unsigned long long)m->rows, m->dimensions, types[m->type]);
    put(p, "  if a row is the template of a sample:\n");
    put(p, "  assay templates %s SAMPLES.csv --protocol all-pairs\n", p->name);
    assay_matrix_file_close(file);
    return ASSAY_OK;
}

static void put_format(page *p, const assay_format *format,
                       const unsigned char *head, size_t n)
{
    char text[TEXT / 2] = "";
    put(p, "%s: %s\n", p->name, format->in_words);
    if (format->describe)
        format->describe(head, n, p->name, text, sizeof text);
    else
        (void)snprintf(text, sizeof text, "assay scores %s", p->name);
    put_lines(p, text);
}

static const assay_format *find_format(const unsigned char *head, size_t n)
{
    if (assay_format_npy.probe(head, n)) return &assay_format_npy;
    const assay_format *found = NULL;
    int best = 0;
    for (size_t i = 0; assay_formats[i]; i++) {
        const int sure = assay_formats[i]->probe(head, n);
        if (sure > best) found = assay_formats[i];
        if (sure > best) best = sure;
    }
    if (!found && assay_format_bare.probe(head, n)) return &assay_format_bare;
    return found;
}

// The headings of a table.
typedef struct headings {
    char cells[CELLS][CELL];
    const char *list[CELLS];
    size_t count;
} headings;

static bool read_headings(const unsigned char *head, size_t n, headings *out)
{
    bool whole = false;
    assay_slice cells[CELLS];
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    if (!separator) return false;
    const size_t count = assay_head_fields(line, separator, cells, CELLS);
    out->count = count < CELLS ? count : CELLS;
    for (size_t i = 0; i < out->count; i++) {
        assay_head_text(cells[i], out->cells[i], CELL);
        out->list[i] = out->cells[i];
    }
    return true;
}

static bool has(const headings *h, const char *name)
{
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->list[i], name) == 0) return true;
    return false;
}

// The heading that may stand for our column `name`; NULL: none.
static const char *like(const headings *h, const char *name)
{
    for (size_t i = 0; i < h->count; i++) {
        const char *guess = assay_heading_guess(h->list[i]);
        if (guess && strcmp(guess, name) == 0) return h->list[i];
    }
    return NULL;
}

// The column that tells groups apart, or else the first that may, as --by
// takes it and a shell too.
static assay_grouping find_group(const headings *h, char word[NAME])
{
    assay_grouping best = ASSAY_NO_GROUPS;
    const char *name = NULL;
    (void)snprintf(word, NAME, "COLUMN");
    for (size_t i = 0; i < h->count; i++) {
        const assay_grouping sure = assay_heading_groups(h->list[i], &name);
        if (sure <= best || strpbrk(name, ",*")) continue;
        best = sure;
        quote(name, "COLUMN", word);
    }
    return best;
}

// Lines of 80, broken behind a comma.
static void put_columns(page *p, const headings *h, const char *words)
{
    enum { INDENT = 11, ROOM = 80 - INDENT };
    char list[ASSAY_HEADINGS_TEXT];
    const char *rest = list;
    assay_headings_list(h->list, h->count, list);
    put(p, "%s: %s\n  columns: ", p->name, words);
    while (strlen(rest) > ROOM) {
        size_t n = ROOM;
        while (n && !(rest[n - 1] == ',' && rest[n] == ' ')) n--;
        if (!n) break;
        put(p, "%.*s\n%*s", (int)n, rest, INDENT, "");
        rest += n + 1;
    }
    put(p, "%s\n", rest);
}

// The option that names the column which stands for ours, where one is needed.
static void put_column(page *p, const headings *h, const char *name)
{
    char option[NAME];
    char word[NAME];
    const char *heading = like(h, name);
    if (has(h, name)) return;
    (void)snprintf(option, sizeof option, "%s=%s", name,
                   heading ? heading : "HEADING");
    quote(option, "HEADING", word);
    put(p, " --column %s", word);
}

static bool holds_distances(const headings *h)
{
    const char *score = like(h, "score");
    return !has(h, "score") && score && strncasecmp(score, "dist", 4) == 0;
}

// The command for a list of comparisons, with every --column that it needs.
static void put_command(page *p, const headings *h, bool is_bob)
{
    const bool by_people = like(h, "probe_subject") && !has(h, "mated");
    put(p, "  assay scores %s", p->name);
    if (!is_bob) put_column(p, h, "score");
    if (!is_bob && !by_people) put_column(p, h, "mated");
    if (!is_bob && by_people) put_column(p, h, "probe_subject");
    if (!is_bob && by_people) put_column(p, h, "reference_subject");
    put(p, "%s", holds_distances(h) ? " --distance" : "");
}

// The first column that names attacks, as a shell takes it; false: none.
static bool find_attack(const headings *h, char word[NAME])
{
    for (size_t i = 0; i < h->count; i++) {
        if (!assay_heading_names_attacks(h->list[i])) continue;
        quote(h->list[i], "COLUMN", word);
        return true;
    }
    return false;
}

static bool has_quality(const headings *h)
{
    for (size_t i = 0; i < h->count; i++)
        if (assay_heading_is_quality(h->list[i])) return true;
    return false;
}

// Scores of attacks that say nothing of who is compared with whom.
static void put_presentations(page *p, const headings *h, const char *attack)
{
    put_columns(p, h, "table of presentations, one a line");
    put(p, "  assay scores %s", p->name);
    put_column(p, h, "score");
    put(p, " --attack %s\n", attack);
}

static void put_comparisons(page *p, const headings *h, bool is_bob)
{
    char group[NAME];
    char attack[NAME];
    const bool attacks = find_attack(h, attack);
    const bool classes = is_bob || like(h, "mated") || like(h, "probe_subject");
    if (attacks && !classes) {
        put_presentations(p, h, attack);
        return;
    }
    put_columns(p, h, "table of comparisons, one a line");
    put_command(p, h, is_bob);
    put(p, "%s%s\n", attacks ? " --attack " : "", attacks ? attack : "");
    if (has_quality(h)) {
        put_command(p, h, is_bob);
        put(p, " --quality quality\n");
    }
    const assay_grouping sure = find_group(h, group);
    if (sure == ASSAY_MAYBE_GROUPS)
        put(p, "  if %s tells groups apart: add --by %s\n", group, group);
    if (sure != ASSAY_GROUPS) return;
    put_command(p, h, is_bob);
    put(p, " --by %s\n", group);
}

// A table of a trial with volunteers.
typedef struct trial_table {
    const char *keys[3];  // columns that tell it apart
    const char *needs[6]; // columns that it must have; ends NULL
    const char *words;
    const char *command; // with the file in the place of %s
} trial_table;

static const trial_table trial_tables[] = {
    {{"alert_id", "alert_id", "alert_id"},
     {"alert_id", "time", "camera", "reference_id", "score", NULL},
     "alert log of a trial, an alert a line",
     "assay alerts %s --transits T.csv --watchlist W.csv"},
    {{"transit_id", "subject_id", "transit_id"},
     {"transit_id", "subject_id", "camera", "entered", "left", NULL},
     "passages of a trial, one a line",
     "assay alerts ALERTS.csv --transits %s --watchlist W.csv"},
    {{"reference_id", "subject_id", "reference_id"},
     {NULL},
     "watchlist of a trial, an entry a line",
     "assay alerts ALERTS.csv --transits T.csv --watchlist %s"},
    {{"camera", "count", "from"},
     {NULL},
     "counts of a crowd, a stretch of time a line",
     "assay alerts ALERTS.csv --transits T.csv --watchlist W.csv --crowd %s"},
};

// Whether it is this table: of one whose needs are told, by headings that are
// like ours too.
static bool is_trial_table(const trial_table *table, const headings *h)
{
    const bool near = table->needs[0] != NULL;
    for (size_t i = 0; i < 3; i++)
        if (!has(h, table->keys[i]) && !(near && like(h, table->keys[i])))
            return false;
    return true;
}

static bool put_trial_table(page *p, const headings *h)
{
    const size_t count = sizeof trial_tables / sizeof *trial_tables;
    const trial_table *table = trial_tables;
    while (table < trial_tables + count && !is_trial_table(table, h)) table++;
    if (table == trial_tables + count) return false;
    const char *rest = strstr(table->command, "%s");
    put_columns(p, h, table->words);
    put(p, "  %.*s%s%s", (int)(rest - table->command), table->command, p->name,
        rest + 2);
    for (const char *const *need = table->needs; *need; need++)
        put_column(p, h, *need);
    put(p, "\n  assay help columns alerts    what each file of it holds\n");
    return true;
}

// People, who go with every kind of rows.
static void put_people(page *p, const headings *h)
{
    static const char *const commands[] = {
        "scores FILE", "alerts ALERTS.csv --transits T.csv --watchlist W.csv",
        "size 'TPIR +- 0.05'"};
    char group[NAME];
    (void)find_group(h, group);
    put_columns(p, h, "table of people, which --subjects takes");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        put(p, "  assay %s --subjects %s --by %s\n", commands[i], p->name,
            group);
    put(p, "  assay templates and assay candidates take --subjects too\n");
}

// Tables that go with scores: people, samples, counts.
static bool put_other_table(page *p, const headings *h)
{
    if (put_trial_table(p, h)) return true;
    if (has(h, "sample_id") && has(h, "subject_id")) {
        put_columns(p, h,
                    "table of samples, for templates, candidate lists or a "
                    "matrix of scores");
        put(p, "  assay templates M.npy %s --protocol all-pairs\n", p->name);
        put(p, "  assay candidates LIST.csv --probes %s --references R.csv\n",
            p->name);
        put(p, "  assay scores --matrix M.npy --probes %s --references %s\n",
            p->name, p->name);
    } else if (has(h, "subject_id")) {
        put_people(p, h);
    } else if (has(h, "events") && has(h, "trials")) {
        put_columns(p, h, "table of counts");
        put(p, "  assay counts %s\n", p->name);
    } else {
        return false;
    }
    return true;
}

static void put_candidates(page *p, const headings *h)
{
    put_columns(p, h, "candidate lists of searches, a candidate a line");
    put(p, "  assay candidates %s --probes P.csv --references R.csv", p->name);
    put_column(p, h, "score");
    put(p, "%s\n", holds_distances(h) ? " --distance" : "");
}

// Records of deployments, as we call their columns or others do.
static bool put_deployments(page *p, const unsigned char *head, size_t n,
                            const headings *h)
{
    bool json = false;
    if (!assay_deployments_probe(head, n, &json)) return false;
    if (json)
        put(p, "%s: records of deployments, the JSON of ALHFRS\n", p->name);
    else
        put_columns(p, h, "records of deployments, one a row");
    put(p, "  assay deployments %s", p->name);
    for (size_t i = 0; i < h->count; i++) {
        char option[NAME], word[NAME];
        const char *ours = assay_deployed_guess(h->list[i]);
        if (!ours || has(h, ours)) continue;
        (void)snprintf(option, sizeof option, "%s=%s", ours, h->list[i]);
        quote(option, "HEADING", word);
        put(p, " --column %s", word);
    }
    put(p, "\n");
    return true;
}

static void put_table(page *p, const unsigned char *head, size_t n, bool is_bob)
{
    headings h = {.count = 0};
    (void)read_headings(head, n, &h);
    const bool has_scores = has(&h, "score") || like(&h, "score");
    if (put_foreign(p, assay_foreign_table(h.list, h.count))) return;
    if ((has(&h, "alert_id") || like(&h, "alert_id")) && put_trial_table(p, &h))
        return;
    if (has_scores && assay_candidate_csv_probe(head, n)) {
        put_candidates(p, &h);
    } else if (has_scores || is_bob) {
        put_comparisons(p, &h, is_bob);
    } else if (!put_deployments(p, head, n, &h) && !put_other_table(p, &h)) {
        put_columns(p, &h, "table without a column that is known");
        put(p,
            "  if it holds scores: assay scores %s --column score=HEADING "
            "--column mated=HEADING\n",
            p->name);
    }
}

static bool put_scores(page *p, const unsigned char *head, size_t n)
{
    const assay_format *format = find_format(head, n);
    const bool is_bob = format == &assay_format_bob_csv;
    if (!format) return false;
    if (is_bob || format == &assay_format_csv)
        put_table(p, head, n, is_bob);
    else
        put_format(p, format, head, n);
    return true;
}

static void put_unknown(page *p, size_t n)
{
    put(p, n ? "%s: in no format that assay reads\n" : "%s: empty\n", p->name);
    put(p, "assay scores reads comparison scores, plain, gzip or zstd, as\n");
    for (size_t i = 0; assay_formats[i]; i++)
        put(p, "  %-9s %s\n", assay_formats[i]->name,
            assay_formats[i]->in_words);
    put(p, "  --mated A --non-mated B           a number a line, or .npy\n"
           "  --scores S --labels L             two vectors, text or .npy\n"
           "  --matrix M.npy --probes P.csv --references R.csv\n"
           "assay templates reads matrices of templates, .npy or HDF5, with "
           "their samples.\n"
           "assay candidates reads candidate lists: CSV with probe_id, rank, "
           "reference_id,\n"
           "score; logs of the FRVT 1:N validation; bob4, bob5.\n"
           "assay alerts reads the logs of a trial: alerts, passages, the "
           "list, the crowd.\n"
           "assay counts reads a table with the columns events and trials.\n"
           "assay deployments reads records of deployments, one a row, and "
           "the JSON of\n"
           "ALHFRS.\n"
           "assay report reads results (.assay).\n"
           "--plan FILE.yaml takes a command's options as a file.\n");
}

static bool put_json(page *p, const unsigned char *head, size_t n)
{
    const headings none = {.count = 0};
    bool json = false;
    return assay_deployments_probe(head, n, &json) && json &&
           put_deployments(p, head, n, &none);
}

static bool put_searches(page *p, const unsigned char *head, size_t n)
{
    if (!assay_candidate_frvt_probe(head, n)) return false;
    put(p, "%s: candidate lists, as the FRVT 1:N validation logs them\n",
        p->name);
    put(p, "  assay candidates %s --probes P.csv --references R.csv\n",
        p->name);
    return true;
}

static assay_status describe(page *p, const char *path, assay_source *source,
                             assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    if (n >= 16 && memcmp(head, "SQLite format 3", 16) == 0)
        return put_result(p, path, err);
    if (n >= 4 && memcmp(head, "\x89HDF", 4) == 0)
        return put_hdf5(p, path, err);
    if (put_foreign(p, assay_foreign_file(head, n)) ||
        put_searches(p, head, n) || put_json(p, head, n) ||
        put_scores(p, head, n))
        return ASSAY_OK;
    put_unknown(p, n);
    return ASSAY_OK;
}

static assay_status look_at(page *p, const char *path, assay_error *err)
{
    assay_source *source = NULL;
    assay_status status = assay_source_open(path, false, 1, NULL, &source, err);
    // What is before the colon may be a file.
    if (status == ASSAY_EREAD && strstr(path, ":/"))
        return put_hdf5(p, path, err);
    if (status == ASSAY_OK) status = describe(p, path, source, err);
    assay_source_close(source);
    return status;
}

assay_status assay_look(const char *path, char **text, assay_error *error)
{
    page p = {.length = 0};
    *text = NULL;
    quote(path, "FILE", p.name);
    const assay_status status = look_at(&p, path, error);
    if (status != ASSAY_OK) return status;
    blank_controls(p.text);
    *text = assay_new(0, p.length + 1, 1);
    if (!*text) return assay_fail_memory(error, "the answer");
    memcpy(*text, p.text, p.length);
    return ASSAY_OK;
}
