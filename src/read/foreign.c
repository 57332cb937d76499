// SPDX-License-Identifier: Apache-2.0
#include "read/foreign.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define READS_RESULT ": assay report reads the result itself, kept with -o"

typedef struct magic {
    const char *bytes;
    size_t count;
    const char *words;
} magic;

static const char image[] =
    "image: assay compares no images, it reads scores and templates";
static const char utf16[] =
    "UTF-16 text: save it as UTF-8 (of a spreadsheet: \"CSV UTF-8\")";
static const char packed[] =
    "packed in a way that isn't read: unpack it, or use gzip or zstd";

static const magic magics[] = {
    {"PK\x03\x04", 4,
     "zip archive: a spreadsheet (.xlsx)? save the sheet as CSV (File, Save "
     "As, \"CSV UTF-8\"); else unpack it and give the files"},
    {"\xd0\xcf\x11\xe0", 4,
     "a spreadsheet's or a text's own file (.xls, .doc): save the sheet as "
     "CSV (File, Save As, \"CSV UTF-8\")"},
    {"BZh", 3, packed},
    {"\xfd"
     "7zXZ",
     5, packed},
    {"7z\xbc\xaf", 4, packed},
    {"Rar!", 4, packed},
    {"PAR1", 4, "Parquet: save the table as CSV"},
    {"%PDF", 4, "PDF: copy its table into a spreadsheet and save that as CSV"},
    {"\x80\x04", 2, "Python pickle: save the scores as .npy or CSV"},
    {"<?xml", 5, "XML: no scores; a sigset names the images of a matrix"},
    {"\xff\xd8\xff", 3, image},
    {"\x89PNG", 4, image},
    {"\xff\xfe", 2, utf16},
    {"\xfe\xff", 2, utf16},
    {"SQLite format 3", 15,
     "a result (or another SQLite database): assay report renders it"},
    {"\x89HDF", 4, "HDF5, of which templates alone are read: save it as CSV"},
    {"{\"assay\": {\"version\": ", 22,
     "JSON that assay wrote for other programs" READS_RESULT},
};

static bool holds(const unsigned char *head, size_t n, const char *text)
{
    return memmem(head, n, text, strlen(text)) != NULL;
}

static bool starts(const unsigned char *head, size_t n, const char *text)
{
    const size_t length = strlen(text);
    return n >= length && strncasecmp((const char *)head, text, length) == 0;
}

static const char *of_page(const unsigned char *head, size_t n)
{
    if (!starts(head, n, "<!doctype html") && !starts(head, n, "<html"))
        return NULL;
    if (holds(head, n, "name=\"generator\" content=\"assay "))
        return "report that assay wrote, for a browser" READS_RESULT;
    return "web page: save its table as CSV";
}

// The truth of a simulation starts as our other JSON does.
static bool is_truth(const unsigned char *head, size_t n)
{
    return starts(head, n, "{\"assay\": {\"version\": ") &&
           holds(head, n < 200 ? n : 200, "\"seed\": ") &&
           holds(head, n < 200 ? n : 200, "\"parameters\": ");
}

const char *assay_foreign_file(const unsigned char *head, size_t n)
{
    if (is_truth(head, n))
        return "the truth of what assay simulate made, to hold figures against";
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];
        if (n >= m->count && memcmp(head, m->bytes, m->count) == 0)
            return m->words;
    }
    return of_page(head, n);
}

static bool has(const char *const *headings, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(headings[i], name) == 0) return true;
    return false;
}

const char *assay_foreign_table(const char *const *headings, size_t count)
{
    if (has(headings, count, "id") && has(headings, count, "value") &&
        has(headings, count, "interval") &&
        has(headings, count, "threshold_from"))
        return "figures that assay wrote for other programs" READS_RESULT;
    if (!count || strcmp(headings[0], "what") != 0) return NULL;
    if (!has(headings, count, "operator") &&
        !has(headings, count, "probe_subject"))
        return NULL;
    return "what --review wrote: it names people, and is for the tester's eyes";
}
