// SPDX-License-Identifier: Apache-2.0
// Title block, statements and requirements.
#include "tell/html_page.h"

#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct about_line {
    const char *key;
    const char *label;
} about_line;

static const about_line about_lines[] = {
    {"system", "System"},
    {"version", "Version"},
    {"threshold_chosen", "Threshold chosen"},
    {"place", "Place"},
    {"dates", "Dates"},
    {"tester", "Tester"},
    {"client", "Client"},
    {"consent", "Consent or licence"},
};

static const char *kind_of(const assay_result *result, char *text)
{
    char list[ASSAY_FORMAT_SIZE];
    if (!assay_page_is_searches(result)) return assay_page_kind(result);
    (void)snprintf(text, ASSAY_FORMAT_SIZE,
                   "Identification: faces searched for in %.40s (1:N)",
                   assay_page_list(result, list));
    return text;
}

void assay_page_title_block(const assay_page *page)
{
    assay_output *out = page->out;
    const assay_result *first = page->results[0];
    char kind[ASSAY_FORMAT_SIZE];
    assay_html_put(out,
                   "<header>\n<p class=\"kind\">{}</p>\n<h1><bdi>{}</bdi></h1>"
                   "\n<dl class=\"about\">\n",
                   kind_of(first, kind), assay_page_title(first), NULL);
    for (size_t i = 0; i < sizeof about_lines / sizeof *about_lines; i++) {
        const char *text = assay_page_about(first, about_lines[i].key);
        assay_html_put(out,
                       text ? "<div><dt>{}</dt><dd><bdi>{}</bdi></dd></div>\n"
                            : "<div><dt>{}</dt><dd class=\"blank\">not stated"
                              "</dd></div>\n",
                       about_lines[i].label, text, NULL);
    }
    assay_output_text(out, "</dl>\n</header>\n");
}

// Links to the figures that a statement stands on.
static void put_links(const assay_page *page, size_t r,
                      const assay_statement *statement)
{
    size_t count = 0;
    const assay_result *result = page->results[r];
    const assay_figure *figures = assay_page_some_figures(result, &count);
    if (statement->figure_count == 0) return;
    assay_output_text(page->out, "<div class=\"ids\">");
    for (size_t i = 0; i < statement->figure_count; i++) {
        const char *id = statement->figures[i];
        const assay_figure *figure = assay_result_find(result, id);
        if (!figure || (size_t)(figure - figures) >= count) continue;
        assay_output_format(page->out, "<a href=\"#f%zu-%zu\">", r,
                            (size_t)(figure - figures));
        assay_html_put(page->out, "<bdi>{.}</bdi></a> ", id, NULL);
    }
    assay_output_text(page->out, "</div>");
}

static const char *rule_sign(const assay_result *result)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        const char *rule = figures[i].rule;
        if (!rule) continue;
        if (strcmp(rule, "gt") == 0) return ">";
        if (strcmp(rule, "le") == 0) return "\xE2\x89\xA4";
        if (strcmp(rule, "lt") == 0) return "<";
        break;
    }
    return "\xE2\x89\xA5";
}

static bool has_kind(const assay_statement *all, size_t count,
                     assay_statement_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].kind == kind) return true;
    return false;
}

static void put_sentences(const assay_page *page, size_t r,
                          assay_statement_kind kind)
{
    size_t count = 0;
    const assay_statement *all =
        assay_result_statements(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (all[i].kind != kind) continue;
        assay_html_put(page->out, "<li><p>{}</p> ", all[i].text, NULL);
        put_links(page, r, &all[i]);
        assay_output_text(page->out, "</li>\n");
    }
}

static void put_short(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_statement *all =
        assay_result_statements(page->results[r], &count);
    assay_output_format(page->out,
                        "<ul class=\"statements\" data-result=\"%zu\"", r);
    assay_html_put(page->out, " data-title=\"{.}\" data-rule=\"{}\">\n",
                   assay_page_title(page->results[r]),
                   rule_sign(page->results[r]), NULL);
    put_sentences(page, r, ASSAY_IN_SHORT);
    assay_output_text(page->out, "</ul>\n");
    if (!has_kind(all, count, ASSAY_CLAIM)) return;
    assay_output_text(page->out, "<h3>Claim</h3>\n<ul class=\"statements\">\n");
    put_sentences(page, r, ASSAY_CLAIM);
    assay_output_text(page->out, "</ul>\n");
}

void assay_page_in_short(const assay_page *page)
{
    assay_output_text(page->out,
                      "<section id=\"in-short\">\n<h2>In short</h2>\n");
    for (size_t i = 0; i < page->count; i++) {
        assay_page_result_heading(page, i);
        put_short(page, i);
    }
    assay_output_text(page->out, "</section>\n");
}

static void put_told_row(assay_output *out, const assay_statement *all,
                         size_t count, size_t i)
{
    const bool answered = i + 1 < count && all[i + 1].kind == ASSAY_TO_KNOW_IT;
    assay_html_put(out,
                   "<tr><td data-head=\"Cannot be told from this\">{}</td>"
                   "<td data-head=\"To know it\">{}</td></tr>\n",
                   all[i].text, answered ? all[i + 1].text : "", NULL);
}

static bool has_untold(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_statement *all =
        assay_result_statements(page->results[r], &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].kind == ASSAY_CANNOT_BE_TOLD) return true;
    return false;
}

static void put_told(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_statement *all =
        assay_result_statements(page->results[r], &count);
    if (!has_untold(page, r)) return;
    assay_page_result_heading(page, r);
    assay_output_text(
        page->out, "<table class=\"told\"><thead><tr>"
                   "<th scope=\"col\">Cannot be told from this</th>"
                   "<th scope=\"col\">To know it</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < count; i++) {
        if (all[i].kind == ASSAY_CANNOT_BE_TOLD)
            put_told_row(page->out, all, count, i);
    }
    assay_output_text(page->out, "</tbody></table>\n");
}

void assay_page_told(const assay_page *page)
{
    bool any = false;
    for (size_t i = 0; i < page->count; i++) any |= has_untold(page, i);
    if (!any) return;
    assay_output_text(page->out, "<section id=\"told\">\n<h2 class=\"unseen\">"
                                 "What cannot be told, and what would tell it"
                                 "</h2>\n");
    for (size_t i = 0; i < page->count; i++) put_told(page, i);
    assay_output_text(page->out, "</section>\n");
}

static void put_requirement(assay_output *out, const assay_requirement *asked)
{
    char limits[ASSAY_FORMAT_SIZE];
    char low[ASSAY_FORMAT_SIZE];
    char high[ASSAY_FORMAT_SIZE];
    limits[0] = '\0';
    if (!isnan(asked->low) && !isnan(asked->high))
        (void)snprintf(limits, sizeof limits, "%.40s to %.40s",
                       assay_format_rate(asked->low, low),
                       assay_format_rate(asked->high, high));
    assay_html_put(out,
                   "<tr><th scope=\"row\"><code>{}</code></th><td class=\"n\">"
                   "<span class=\"tag{}\">{}</span></td><td class=\"r\">{}</td>"
                   "<td class=\"n\">{}</td><td>{}</td></tr>\n",
                   asked->text, asked->verdict == ASSAY_BROKEN ? " bad" : "",
                   assay_verdict_name(asked->verdict),
                   assay_format_rate(asked->value, low), limits,
                   asked->note ? asked->note : "", NULL);
}

void assay_page_requirements(const assay_page *page)
{
    size_t all = 0;
    for (size_t i = 0; i < page->count; i++) {
        size_t count = 0;
        (void)assay_result_requirements(page->results[i], &count);
        all += count;
    }
    if (all == 0) return;
    assay_output_text(
        page->out,
        "<section id=\"requirements\">\n<h2>Requirements</h2>\n<div "
        "class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\""
        "Requirements\"><table><thead><tr><th scope=\"col\">Asked</th>"
        "<th scope=\"col\">Verdict</th><th scope=\"col\" class=\"r\">Value"
        "</th><th scope=\"col\">Interval</th><th scope=\"col\">What would "
        "settle it</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < page->count; i++) {
        size_t count = 0;
        const assay_requirement *asked =
            assay_result_requirements(page->results[i], &count);
        for (size_t k = 0; k < count; k++)
            put_requirement(page->out, &asked[k]);
    }
    assay_output_text(page->out,
                      "</tbody></table></div>\n<p class=\"meta\">"
                      "Met: the whole interval complies. Broken: "
                      "none of it does. Not shown: the limit lies "
                      "inside it, or there is none.</p></section>\n");
}
