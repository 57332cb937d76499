// SPDX-License-Identifier: Apache-2.0
// Warnings, and how the result was obtained.
#include "tell/html_page.h"

#include "tell/format.h"
#include "tell/html_put.h"

#include <stdio.h>
#include <string.h>

static void put_warning(assay_output *out, const assay_warning *warning)
{
    char rows[ASSAY_FORMAT_SIZE];
    assay_html_put(out,
                   "<li><code>{.}</code><span>{}<span class=\"soft\">{}{}{}"
                   "</span></span></li>\n",
                   warning->code, warning->text,
                   warning->rows >= 0 ? " \xC2\xB7 " : "",
                   assay_format_count(warning->rows, rows),
                   warning->rows < 0    ? ""
                   : warning->rows == 1 ? " row or figure"
                                        : " rows or figures",
                   NULL);
}

static void put_weight(const assay_page *page, size_t r, assay_weight weight)
{
    static const char *const titles[] = {"Changes the reading", "Limits it",
                                         "For the record"};
    size_t count = 0;
    bool open = false;
    const assay_warning *all = assay_result_warnings(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (all[i].weight != weight) continue;
        if (!open)
            assay_html_put(
                page->out, "<h3>{}</h3>\n<ul class=\"warnings{}\">\n",
                titles[weight],
                weight == ASSAY_CHANGES_THE_READING ? " heavy" : "", NULL);
        open = true;
        put_warning(page->out, &all[i]);
    }
    if (open) assay_output_text(page->out, "</ul>\n");
}

void assay_page_warnings(const assay_page *page)
{
    assay_output_text(page->out,
                      "<section id=\"warnings\">\n<h2>Warnings</h2>\n");
    for (size_t i = 0; i < page->count; i++) {
        size_t count = 0;
        (void)assay_result_warnings(page->results[i], &count);
        assay_page_result_heading(page, i);
        if (count == 0)
            assay_output_text(page->out, "<p>The checks of the input found "
                                         "nothing to warn of.</p>\n");
        for (int w = ASSAY_CHANGES_THE_READING; w <= ASSAY_FOR_THE_RECORD; w++)
            put_weight(page, i, (assay_weight)w);
    }
    assay_output_text(page->out, "</section>\n");
}

// Whether an earlier figure has the same name.
static bool named_before(const assay_figure *figures, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(figures[k].name, figures[i].name) == 0) return true;
    }
    return false;
}

static void put_definitions(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    assay_output_text(page->out,
                      "<h3>What was counted</h3>\n<dl class=\"facts\">\n");
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        if (named_before(figures, i) || !f->of[0]) continue;
        assay_html_put(page->out, "<dt><bdi>{.}</bdi></dt><dd>of {.}</dd>\n",
                       f->name, f->of, NULL);
    }
    assay_output_text(page->out, "</dl>\n");
}

static void put_rule(const assay_page *page, size_t r)
{
    static const char *const rules[][2] = {{"ge", "at or above"},
                                           {"gt", "above"},
                                           {"le", "at or below"},
                                           {"lt", "below"}};
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; figures[i].rule && k < 4; k++) {
            if (strcmp(figures[i].rule, rules[k][0]) != 0) continue;
            assay_html_put(page->out,
                           "<p>A comparison counts as a match when its score "
                           "is {} the threshold (rule {}).</p>\n",
                           rules[k][1], rules[k][0], NULL);
            return;
        }
    }
}

// Whether an earlier figure has the same method.
static bool method_before(const assay_figure *figures, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (figures[k].method &&
            strcmp(figures[k].method, figures[i].method) == 0)
            return true;
    }
    return false;
}

static void put_method(assay_output *out, const assay_figure *figures,
                       size_t count, size_t i)
{
    char users[ASSAY_FORMAT_SIZE];
    int64_t n = 0;
    for (size_t k = i; k < count; k++)
        n += figures[k].method &&
             strcmp(figures[k].method, figures[i].method) == 0;
    assay_html_put(out, "<li>{} ({} {})</li>\n", figures[i].method,
                   assay_format_count(n, users), n == 1 ? "figure" : "figures",
                   NULL);
}

// How often such intervals hold the truth where it is known: the rule and the
// least of docs/coverage.md.
static void put_coverage(const assay_page *page, size_t r)
{
    const char *kind = assay_result_evaluation(page->results[r]);
    if (strcmp(kind, "verification") != 0 &&
        strcmp(kind, "identification") != 0)
        return;
    assay_output_text(
        page->out,
        "<p>In simulated tests, whose truth is known, nominal 95 % intervals "
        "that count people, of rates and of ratios of two groups, held it in "
        "93 to 98 of 100 tests: with 20 people and 20 expected errors or more, "
        "people in equally many comparisons, who differ as a normal "
        "distribution has it. Where people differ by a heavy tail some held it "
        "in only 67 of 100; nothing in a sample shows whether they do. For "
        "designs like that of this test the warnings short_intervals and "
        "heavy_tails say where it was so (docs/coverage.md).</p>\n");
}

static void put_methods(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    char level[ASSAY_FORMAT_SIZE];
    (void)assay_page_level(page->results[r], level);
    assay_html_put(
        page->out,
        "<h3>How sure</h3>\n<p>A {} interval is made by a rule that holds "
        "the true value in {} of tests like this one. It counts people, "
        "not {}, where people are known: one person in many of them tells "
        "less than many people in one each. Where no "
        "interval is given the status or the note says why.</p>\n",
        level, level,
        assay_page_is_searches(page->results[r]) ? "searches" : "comparisons",
        NULL);
    put_coverage(page, r);
    assay_output_text(page->out, "<ul class=\"methods\">\n");
    for (size_t i = 0; i < count; i++) {
        if (figures[i].method && !method_before(figures, i))
            put_method(page->out, figures, count, i);
    }
    assay_output_text(page->out, "</ul>\n");
}

// What was stated about the test and doesn't stand in the title block.
static void put_about(const assay_page *page, size_t r)
{
    static const char *const shown[] = {
        "title", "system", "version", "threshold_chosen", "place",
        "dates", "tester", "client",  "consent"};
    size_t count = 0;
    const assay_result *result = page->results[r];
    const assay_fact *about = assay_result_about(result, &count);
    assay_output_text(page->out,
                      "<h3>As the tester states it</h3>\n<dl class=\"facts\">"
                      "\n");
    for (size_t i = 0; i < count; i++) {
        bool before = false;
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            before = before || strcmp(about[i].key, shown[k]) == 0;
        if (!before)
            assay_html_put(page->out, "<dt>{.}</dt><dd><bdi>{}</bdi></dd>\n",
                           about[i].key, about[i].value, NULL);
    }
    if (!assay_page_about(result, "deviations"))
        assay_output_text(page->out, "<dt>deviations</dt><dd class=\"blank\">"
                                     "not stated</dd>\n");
    assay_output_text(page->out, "</dl>\n");
}

static bool has_warning(const assay_result *result, const char *code)
{
    size_t count = 0;
    const assay_warning *all = assay_result_warnings(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].code, code) == 0) return true;
    }
    return false;
}

// A warning says so already where the evaluation knows it.
static void put_unstated(const assay_page *page, size_t r)
{
    const assay_result *result = page->results[r];
    if (!assay_page_about(result, "consent") && !has_warning(result, "consent"))
        assay_output_text(page->out,
                          "<p>The consent or licence under which these "
                          "people&#39;s data were used is not stated.</p>\n");
}

static void put_inputs(const assay_page *page, size_t r)
{
    char bytes[ASSAY_FORMAT_SIZE];
    char rows[ASSAY_FORMAT_SIZE];
    size_t count = 0;
    const assay_input *inputs = assay_result_inputs(page->results[r], &count);
    if (count == 0) return;
    assay_page_open_room(page, r, "Inputs");
    assay_output_text(
        page->out,
        "<table><caption><span>Inputs</span></caption><thead><tr><th "
        "scope=\"col\">"
        "File</th><th scope=\"col\">As</th><th scope=\"col\">Format</th><th "
        "scope=\"col\" class=\"r\">Bytes</th><th scope=\"col\" class=\"r\">"
        "Rows</th><th scope=\"col\">BLAKE2b-256</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < count; i++) {
        const assay_input *in = &inputs[i];
        assay_html_put(page->out,
                       "<tr><th scope=\"row\"><bdi>{.}</bdi></th><td>{}</td>"
                       "<td>{}</td><td class=\"r\">{}</td><td class=\"r\">{}"
                       "</td><td><code>{}</code></td></tr>\n",
                       in->name, in->role, in->format,
                       assay_format_count((int64_t)in->bytes, bytes),
                       assay_format_count((int64_t)in->rows, rows),
                       in->digest ? in->digest : "not worked out", NULL);
    }
    assay_output_text(page->out, "</tbody></table></div>\n");
}

// Facts of this run alone, or those that every run would have.
static void put_facts(const assay_page *page, size_t r, bool of_run)
{
    size_t count = 0;
    const assay_fact *facts = assay_result_facts(page->results[r], &count);
    assay_output_text(page->out, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < count; i++) {
        const bool run = strncmp(facts[i].key, "run.", 4) == 0;
        if (run != of_run || strstr(facts[i].key, "command")) continue;
        if (strncmp(facts[i].key, "items.", 6) == 0) continue;
        assay_html_put(page->out,
                       "<dt><bdi>{.}</bdi></dt><dd><bdi>{}</bdi></dd>\n",
                       facts[i].key, facts[i].value, NULL);
    }
    assay_output_text(page->out, "</dl>\n");
}

static void put_run(const assay_page *page, size_t r)
{
    size_t count = 0, any = 0;
    const assay_fact *facts = assay_result_facts(page->results[r], &count);
    for (size_t i = 0; i < count; i++)
        any += strncmp(facts[i].key, "run.", 4) == 0;
    if (!any) return;
    assay_output_text(page->out, "<h3>This run</h3>\n");
    put_facts(page, r, true);
}

static void put_command(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_fact *facts = assay_result_facts(page->results[r], &count);
    assay_output_text(page->out, "<h3>To recompute it</h3>\n");
    for (size_t i = 0; i < count; i++) {
        if (strstr(facts[i].key, "command"))
            assay_html_put(page->out, "<pre>{}</pre>\n", facts[i].value, NULL);
    }
    assay_html_put(page->out,
                   "<p>With assay {} and inputs of these digests, this command "
                   "gives every figure again to the last digit, whatever the "
                   "machine and the number of threads. The options that it "
                   "stood for:</p>\n",
                   assay_version(), NULL);
}

void assay_page_record(const assay_page *page)
{
    assay_output_text(page->out, "<section id=\"record\">\n<h2>How it was "
                                 "obtained</h2>\n");
    for (size_t i = 0; i < page->count; i++) {
        assay_page_result_heading(page, i);
        assay_output_text(page->out, "<div class=\"pair\">\n<div>\n");
        put_definitions(page, i);
        put_rule(page, i);
        put_methods(page, i);
        put_about(page, i);
        put_unstated(page, i);
        assay_output_text(page->out, "</div>\n<div>\n");
        put_command(page, i);
        put_facts(page, i, false);
        put_run(page, i);
        assay_output_text(page->out, "</div>\n</div>\n");
        put_inputs(page, i);
    }
    assay_output_text(page->out, "</section>\n");
}
