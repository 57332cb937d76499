// SPDX-License-Identifier: Apache-2.0
// What a file is: asked of every format in turn, from its first bytes.
#include "assay/look.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "read/head.h"
#include "read/heading.h"
#include "read/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

// The path as one word of a command; FILE if it is too long for a line.
static void set_name(page *p, const char *path)
{
    size_t n = 0;
    size_t plain = 0;
    while (is_plain(path[plain])) plain++;
    const bool quoted = path[plain] || !plain;
    if (quoted) p->name[n++] = '\'';
    for (; *path && n < NAME - 8; path++) {
        if (*path == '\'')
            n += (size_t)sprintf(p->name + n, "'\\''");
        else
            p->name[n++] = *path;
    }
    if (quoted) p->name[n++] = '\'';
    p->name[n] = '\0';
    if (*path) (void)snprintf(p->name, NAME, "FILE");
}

// Files are written by others: what would steer a terminal becomes `?`.
static void blank_controls(char *text)
{
    for (unsigned char *c = (unsigned char *)text; *c; c++) {
        const bool steers = (*c < 0x20 && *c != '\n') || *c == 0x7f;
        if (steers || (c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0)) *c = '?';
    }
}

// What assay can't use, by its first bytes.
typedef struct magic {
    const char *bytes;
    size_t count;
    const char *words;
} magic;

static const magic magics[] = {
    {"PK\x03\x04", 4, "zip archive (perhaps .npz): unpack it and look again"},
    {"\x89HDF", 4, "HDF5: save the scores as .npy or CSV and look again"},
    {"BZh", 3, "bzip2: unpack it and look again"},
    {"\xfd"
     "7zXZ",
     5, "xz: unpack it and look again"},
    {"PAR1", 4, "Parquet: save the table as CSV and look again"},
    {"%PDF", 4, "PDF: assay reads no documents"},
    {"\x80\x04", 2,
     "Python pickle: save the scores as .npy or CSV and look "
     "again"},
    {"<?xml", 5, "XML: no scores; a sigset names the images of a matrix"},
};

static bool put_magic(page *p, const unsigned char *head, size_t n)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];
        if (n < m->count || memcmp(head, m->bytes, m->count) != 0) continue;
        put(p, "%s: %s\n", p->name, m->words);
        return true;
    }
    return false;
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
    put(p, "%s: result of an assay evaluation\n", p->name);
    put(p, "  %s, %zu figures\n", assay_result_evaluation(result), count);
    put(p, "  assay report %s --html report.html\n", p->name);
    assay_result_free(result);
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

static bool put_scores(page *p, const unsigned char *head, size_t n)
{
    const assay_format *found = NULL;
    int best = 0;
    for (size_t i = 0; assay_formats[i]; i++) {
        const int sure = assay_formats[i]->probe(head, n);
        if (sure > best) found = assay_formats[i];
        if (sure > best) best = sure;
    }
    if (!best && assay_format_npy.probe(head, n)) found = &assay_format_npy;
    if (!best && !found && assay_format_bare.probe(head, n))
        found = &assay_format_bare;
    if (found) put_format(p, found, head, n);
    return found != NULL;
}

// The headings of a table without scores.
typedef struct headings {
    char cells[CELLS][CELL];
    const char *list[CELLS];
    size_t count;
} headings;

// Splits a header; quotes are dropped, so headings with separators fall apart.
static void split(assay_slice line, char separator, headings *out)
{
    const char *end = line.text + line.length;
    out->count = 0;
    for (const char *at = line.text; at <= end && out->count < CELLS;) {
        const char *stop = memchr(at, separator, (size_t)(end - at));
        if (!stop) stop = end;
        assay_slice cell =
            assay_slice_trim((assay_slice){at, (size_t)(stop - at)});
        if (cell.length > 1 && cell.text[0] == '"')
            cell = (assay_slice){cell.text + 1, cell.length - 2};
        char *to = out->cells[out->count];
        (void)snprintf(to, CELL, "%.*s",
                       cell.length < CELL ? (int)cell.length : CELL - 1,
                       cell.text);
        out->list[out->count++] = to;
        at = stop + 1;
    }
}

static bool has(const headings *h, const char *name)
{
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->list[i], name) == 0) return true;
    return false;
}

static bool has_scores(const headings *h)
{
    for (size_t i = 0; i < h->count; i++) {
        const char *guess = assay_heading_guess(h->list[i]);
        if (guess && strcmp(guess, "score") == 0) return true;
    }
    return false;
}

// A heading that may be an attribute of people: for the command.
static const char *attribute(const headings *h)
{
    static const char *const others[] = {"subject_id", "sample_id", "acquired"};
    for (size_t i = 0; i < h->count; i++) {
        bool other = !h->list[i][0];
        for (size_t k = 0; k < 3; k++)
            other = other || strcmp(h->list[i], others[k]) == 0;
        if (!other) return h->list[i];
    }
    return "COLUMN";
}

static void put_columns(page *p, const headings *h, const char *words)
{
    char list[ASSAY_HEADINGS_TEXT];
    assay_headings_list(h->list, h->count, list);
    put(p, "%s: %s\n  columns: %s\n", p->name, words, list);
}

// Tables that go with scores: people, samples, counts.
static bool put_table(page *p, const unsigned char *head, size_t n)
{
    bool whole = false;
    headings h;
    const assay_slice line = assay_head_line(head, n, &whole);
    const char separator = assay_head_separator(line);
    if (!separator) return false;
    split(line, separator, &h);
    if (has_scores(&h)) return false;
    if (has(&h, "sample_id") && has(&h, "subject_id")) {
        put_columns(p, &h, "table of samples, for a matrix of scores");
        put(p, "  assay scores --matrix M.npy --probes %s --references %s\n",
            p->name, p->name);
    } else if (has(&h, "subject_id")) {
        put_columns(p, &h, "table of people, for any scores with subjects");
        put(p, "  assay scores FILE --subjects %s --by %s\n", p->name,
            attribute(&h));
    } else if (has(&h, "events") && has(&h, "trials")) {
        put_columns(p, &h, "table of counts");
        put(p, "  assay counts %s\n", p->name);
    } else {
        return false;
    }
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
           "assay counts reads a table with the columns events and trials.\n"
           "assay report reads results (.assay).\n");
}

static assay_status describe(page *p, const char *path, assay_source *source,
                             assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    if (n >= 16 && memcmp(head, "SQLite format 3", 16) == 0)
        return put_result(p, path, err);
    if (put_magic(p, head, n) || put_table(p, head, n) ||
        put_scores(p, head, n))
        return ASSAY_OK;
    put_unknown(p, n);
    return ASSAY_OK;
}

assay_status assay_look(const char *path, char **text, assay_error *error)
{
    assay_source *source = NULL;
    page p = {.length = 0};
    *text = NULL;
    set_name(&p, path);
    ASSAY_TRY(assay_source_open(path, false, 1, NULL, &source, error));
    const assay_status status = describe(&p, path, source, error);
    assay_source_close(source);
    if (status != ASSAY_OK) return status;
    blank_controls(p.text);
    *text = assay_new(0, p.length + 1, 1);
    if (!*text) return assay_fail_memory(error, "the answer");
    memcpy(*text, p.text, p.length);
    return ASSAY_OK;
}
