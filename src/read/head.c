// SPDX-License-Identifier: Apache-2.0
#include "read/head.h"

#include <string.h>

assay_slice assay_head_line(const unsigned char *head, size_t n, bool *whole)
{
    const char *text = (const char *)head;
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        n -= 3;
    }
    const char *newline = n ? memchr(text, '\n', n) : NULL;
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
