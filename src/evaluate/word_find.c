// SPDX-License-Identifier: Apache-2.0
#include "assay/look.h"

// One spelling of a byte: small letters, dashes for blanks and underscores.
static int spelled(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A' + 'a';
    return c == ' ' || c == '_' ? '-' : c;
}

static bool is_same(const char *a, const char *b)
{
    while (*a && spelled(*a) == spelled(*b)) {
        a++;
        b++;
    }
    return spelled(*a) == spelled(*b);
}

const assay_word *assay_word_find(const char *word)
{
    size_t count = 0;
    const assay_word *words = assay_words(&count);
    while (*word == '-') word++;
    for (size_t i = 0; i < count; i++)
        if (is_same(words[i].word, word)) return &words[i];
    return NULL;
}
