// SPDX-License-Identifier: Apache-2.0
#include "read/head.h"

#include <string.h>

// The first newline outside quotes; where they never close, the first.
static const char *line_end(const char *text, size_t n)
{
    const char *first = NULL;
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"') quoted = !quoted;
        if (text[i] != '\n') continue;
        if (!quoted) return text + i;
        if (!first) first = text + i;
    }
    return first;
}

assay_slice assay_head_line(const unsigned char *head, size_t n, bool *whole)
{
    const char *text = (const char *)head;
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        n -= 3;
    }
    const char *newline = line_end(text, n);
    *whole = newline != NULL;
    size_t length = newline ? (size_t)(newline - text) : n;
    if (length && text[length - 1] == '\r') length--;
    return (assay_slice){text, length};
}

char assay_head_separator(assay_slice line)
{
    static const char known[] = {',', '\t', ';'};
    size_t seen[sizeof known] = {0};
    size_t best = 0;
    bool quoted = false;
    for (size_t i = 0; i < line.length; i++) {
        if (line.text[i] == '"') quoted = !quoted;
        for (size_t k = 0; k < sizeof known; k++)
            seen[k] += !quoted && line.text[i] == known[k];
    }
    for (size_t k = 1; k < sizeof known; k++)
        if (seen[k] > seen[best]) best = k;
    return seen[best] ? known[best] : '\0';
}

static assay_slice unquoted(assay_slice field)
{
    field = assay_slice_trim(field);
    if (field.length < 2 || field.text[0] != '"') return field;
    return (assay_slice){field.text + 1, field.length - 2};
}

size_t assay_head_fields(assay_slice line, char separator, assay_slice *fields,
                         size_t most)
{
    size_t count = 0;
    size_t start = 0;
    bool quoted = false;
    for (size_t i = 0; i <= line.length; i++) {
        const bool end = i == line.length;
        if (!end && line.text[i] == '"') quoted = !quoted;
        if (!end && (quoted || line.text[i] != separator)) continue;
        const assay_slice field = {line.text + start, i - start};
        if (count < most) fields[count] = unquoted(field);
        count++;
        start = i + 1;
    }
    return count;
}

void assay_head_text(assay_slice field, char *to, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < field.length && n + 1 < room; i++) {
        const char c = field.text[i];
        if (c == '\r' && i + 1 < field.length && field.text[i + 1] == '\n')
            continue;
        to[n++] = c == '\n' ? ' ' : c;
    }
    to[n] = '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

size_t assay_head_words(assay_slice line, assay_slice *words, size_t most)
{
    size_t count = 0;
    size_t start = 0;
    for (size_t i = 0; i <= line.length; i++) {
        if (i < line.length && !is_blank(line.text[i])) continue;
        if (i > start && count < most)
            words[count] = (assay_slice){line.text + start, i - start};
        count += i > start;
        start = i + 1;
    }
    return count;
}

bool assay_head_is_number(assay_slice field)
{
    double value = 0;
    bool overflow = false;
    if (assay_parse_double(field, &value, &overflow)) return true;
    return field.length == 3 && (field.text[0] | 0x20) == 'n' &&
           (field.text[1] | 0x20) == 'a' && (field.text[2] | 0x20) == 'n';
}
