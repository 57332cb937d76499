// SPDX-License-Identifier: Apache-2.0
// The HTML report: one file, no network, whole without its script.
#include "assay/result.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "tell/compare_rows.h"
#include "tell/html_bundle.h"
#include "tell/html_page.h"
#include "tell/html_put.h"

#include <assert.h>

// No script but ours can run and nothing can be fetched, whatever the texts
// of a result hold.
static void put_head(const assay_page *page)
{
    assay_html_put(
        page->out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"
        "\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; style-src {}; script-src {}; img-src blob: data:; base-uri "
        "'none'; form-action 'none'\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<meta "
        "name=\"referrer\" content=\"no-referrer\">\n<meta "
        "name=\"color-scheme\" content=\"light dark\">\n<meta "
        "name=\"generator\" content=\"assay {}\">\n<title>{.}</title>\n"
        "<style>",
        assay_web_style_hash, assay_web_script_hash, assay_version(),
        assay_page_title(page->results[0]), NULL);
    assay_output_bytes(page->out, assay_web_style, assay_web_style_size);
    assay_output_text(page->out,
                      "</style>\n</head>\n<body>\n<a class=\"skip\" "
                      "href=\"#in-short\">To what it says in short</a>\n"
                      "<main>\n");
}

static void put_pairs(const assay_page *page)
{
    assay_page_groups(page);
    assay_page_plots(page);
    assay_page_quality(page);
    assay_page_attacks(page);
    assay_page_failures(page);
    assay_page_label_errors(page);
}

// Ranks say nothing about people who are not on the list: they come last.
static void put_searches(const assay_page *page)
{
    assay_page_sizes(page);
    assay_page_search_groups(page);
    assay_page_shares(page);
    assay_page_failures(page);
    assay_page_label_errors(page);
    assay_page_pairs(page);
    assay_page_ranks(page);
}

static void put_main_plot(const assay_page *page)
{
    if (assay_compare_rows_has(page->results[0]))
        assay_page_compare_plot(page);
    else if (assay_page_is_record(page->results[0]))
        assay_page_ladder(page);
    else if (assay_page_is_trial(page->results[0]))
        assay_page_volunteers(page);
    else if (assay_page_is_forecast(page->results[0]))
        assay_page_forecast_plot(page);
    else if (assay_page_is_searches(page->results[0]))
        assay_page_search_plot(page);
    else
        assay_page_main_plot(page);
}

static void put_tables(const assay_page *page)
{
    if (assay_compare_rows_has(page->results[0]))
        assay_page_compare_table(page);
    else if (assay_page_is_record(page->results[0]))
        assay_page_definitions(page);
    else if (assay_page_is_trial(page->results[0]))
        assay_page_alerts(page);
    else if (assay_page_is_forecast(page->results[0]))
        assay_page_forecast(page);
    else if (assay_page_is_searches(page->results[0]))
        put_searches(page);
    else
        put_pairs(page);
}

// What a record says against itself stands before its tables.
static void put_body(const assay_page *page)
{
    const bool record = assay_page_is_record(page->results[0]);
    assay_page_title_block(page);
    assay_output_text(page->out, "<div class=\"first\">\n");
    assay_page_in_short(page);
    put_main_plot(page);
    assay_output_text(page->out, "</div>\n");
    if (record) assay_page_deployments(page);
    assay_page_told(page);
    assay_page_requirements(page);
    if (record) assay_page_warnings(page);
    put_tables(page);
    assay_page_figures(page);
    if (!record) assay_page_warnings(page);
    assay_page_record(page);
    assay_page_words(page);
    assay_html_put(page->out,
                   "<footer>assay {}. This page is one file: it asks no "
                   "network for anything and tells nobody that it was read."
                   "</footer>\n</main>\n",
                   assay_version(), NULL);
}

static assay_status put_page(const assay_page *page, assay_error *err)
{
    put_head(page);
    put_body(page);
    const assay_status status = assay_page_data(page, err);
    if (status != ASSAY_OK) return status;
    if (*page->no_memory) return assay_fail_memory(err, "the page");
    assay_output_text(page->out, "<script>");
    assay_output_bytes(page->out, assay_web_script, assay_web_script_size);
    assay_output_text(page->out, "</script>\n</body>\n</html>\n");
    return ASSAY_OK;
}

static void drop_arena(assay_arena *arena)
{
    assay_arena_end(arena);
}

assay_status assay_result_write_html(const assay_result *const *results,
                                     size_t count, const char *path,
                                     assay_error *error)
{
    assert(results && count > 0 && path && error);
    assay_output *out = NULL;
    assay_status status = assay_output_open(path, &out, error);
    if (status != ASSAY_OK) return status;
    bool no_memory = false;
    ASSAY_AUTO(drop_arena) assay_arena arena = {NULL};
    const assay_page page = {out, results, count, &arena, &no_memory};
    status = put_page(&page, error);
    if (status == ASSAY_OK) return assay_output_commit(out, error);
    assay_output_abandon(out);
    return status;
}
