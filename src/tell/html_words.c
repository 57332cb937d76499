// SPDX-License-Identifier: Apache-2.0
// The glossary: the terms that are on this page, with their old names.
#include "tell/html_page.h"

#include "assay/look.h"
#include "tell/html_put.h"

#include <string.h>

// Terms that the page itself uses.
static const char pair_terms[] =
    "FMR FNMR TMR DET ROC mated non-mated threshold, operating point, "
    "comparison, confidence interval, probe, reference";
static const char search_terms[] =
    "FPIR FNIR TPIR FTA FTE CMC selectivity watchlist identification mated "
    "non-mated threshold, operating point, confidence interval, probe, "
    "reference, rank";

static bool is_letter(char c)
{
    const char lower = (char)(c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '\'';
}

// Whether `word` stands in `text` as a word of its own.
static bool stands_in(const char *word, const char *text)
{
    const size_t n = strlen(word);
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        const bool starts = at == text || !is_letter(at[-1]);
        if (starts && !is_letter(at[n])) return true;
    }
    return false;
}

static bool in_figures(const assay_result *result, const char *word)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        if (strcmp(f->name, word) == 0 ||
            strcmp(assay_figure_status_name(f->status), word) == 0 ||
            (f->method && stands_in(word, f->method)))
            return true;
    }
    return false;
}

static bool in_texts(const assay_result *result, const char *word)
{
    size_t count = 0;
    const assay_statement *said = assay_result_statements(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (stands_in(word, said[i].text)) return true;
    }
    const assay_warning *warned = assay_result_warnings(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(warned[i].code, word) == 0 ||
            stands_in(word, warned[i].text))
            return true;
    }
    return false;
}

static bool on_page(const assay_page *page, const char *word)
{
    const bool searches = assay_page_is_searches(page->results[0]);
    const bool pairs =
        !searches || assay_page_has_curve(page->results[0], "DET", false);
    if (searches && stands_in(word, search_terms)) return true;
    if (pairs && stands_in(word, pair_terms)) return true;
    for (size_t i = 0; i < page->count; i++) {
        if (in_figures(page->results[i], word) ||
            in_texts(page->results[i], word))
            return true;
    }
    return false;
}

// The old names that send their reader to this word.
static void put_old_names(assay_output *out, const char *word)
{
    size_t count = 0;
    size_t seen = 0;
    const assay_word *words = assay_words(&count);
    for (size_t i = 0; i < count; i++) {
        const bool spelling = words[i].option && strchr(words[i].word, '-');
        if (spelling || !words[i].see || strcmp(words[i].see, word) != 0)
            continue;
        assay_html_put(out,
                       seen++ ? ", {}"
                              : " Also called or mixed up with: "
                                "{}",
                       words[i].word, NULL);
    }
    if (seen) assay_output_text(out, ".");
}

void assay_page_words(const assay_page *page)
{
    size_t count = 0;
    const assay_word *words = assay_words(&count);
    assay_output_text(page->out, "<section id=\"words\">\n<h2>Words</h2>\n"
                                 "<dl class=\"words\">\n");
    for (size_t i = 0; i < count; i++) {
        if (words[i].see || !on_page(page, words[i].word)) continue;
        assay_html_put(page->out, "<div><dt>{}</dt><dd>{}", words[i].word,
                       words[i].meaning, NULL);
        put_old_names(page->out, words[i].word);
        assay_output_text(page->out, "</dd></div>\n");
    }
    assay_output_text(page->out, "</dl>\n</section>\n");
}
