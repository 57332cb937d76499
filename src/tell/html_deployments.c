// SPDX-License-Identifier: Apache-2.0
// Records of deployments: the ladder of definitions, the time lines, the
// funnel, and every rate in a table.
#include "tell/html_page.h"

#include "base/people_figures.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <string.h>

bool assay_page_is_record(const assay_result *result)
{
    return strcmp(assay_result_evaluation(result), "operational") == 0;
}

void assay_page_ladder(const assay_page *page)
{
    assay_page_put_plot(
        page,
        &(assay_page_plot){
            "ladder", "The ladder of definitions", "", 0,
            "One set of counts, a row for each rate that is made of "
            "them. Dots: as counted; lines: where the rate behind them "
            "could lie if days like these came again; an arrow to the "
            "left: none was counted; a pale bar: the least and the most, "
            "whatever the outcomes are that are not known. Faces counted "
            "are not people: one person can be counted many times. A dotted "
            "upright line: a published rate that was claimed."});
}

static void put_lines(const assay_page *page, size_t r)
{
    const assay_result *result = page->results[r];
    if (!assay_page_has_curve(result, "time line of faces counted", false) &&
        !assay_page_has_curve(result, "time line of alerts", false) &&
        !assay_page_has_curve(result, "time line of wrong alerts", false))
        return;
    assay_page_put_plot(
        page, &(assay_page_plot){
                  "timelines", "Time lines", "", r,
                  "Time lines over one axis of dates, a deployment each: "
                  "faces counted per hour; alerts as the force recorded them; "
                  "wrong alerts per 1,000, filled where they pass the short "
                  "line, the limit that 99.73 of 100 deployments of one rate "
                  "keep. Dotted verticals: from here on the threshold T, as "
                  "recorded. Dashed: where the record is divided."});
}

static void put_funnel(const assay_page *page, size_t r)
{
    const assay_result *result = page->results[r];
    assay_output_text(page->out, "<div class=\"pair\">\n<div>\n");
    assay_page_put_plot(
        page, &(assay_page_plot){
                  "funnel", "The funnel", "", r,
                  "What became of alerts, each stage as far as the record "
                  "tells. Judged by speaking to the person, or, pale, from the "
                  "pictures alone. A right alert means that the face is the "
                  "listed person's, not that the person should have been "
                  "listed or stopped. Stages can overlap."});
    assay_output_text(page->out, "</div>\n<div>\n");
    if (assay_page_has_curve(result, "time line of wrong alerts", false))
        assay_page_put_plot(
            page, &(assay_page_plot){
                      "deployments", "Deployments and chance", "", r,
                      "Wrong per 1,000 alerts against the number of alerts in "
                      "a deployment. Short lines: the limit of one rate for "
                      "its period, which 99.73 of 100 deployments keep; few "
                      "alerts can give any share. Filled: beyond it."});
    assay_output_text(page->out, "</div>\n</div>\n");
}

void assay_page_deployments(const assay_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        if (!assay_page_is_record(page->results[i])) continue;
        assay_output_text(page->out, "<section>\n<h2>Day by day</h2>\n");
        assay_page_result_heading(page, i);
        put_lines(page, i);
        assay_output_text(page->out, "</section>\n<section>\n<h2>From alert to "
                                     "outcome</h2>\n");
        put_funnel(page, i);
        assay_output_text(page->out, "</section>\n");
        assay_page_people(page, i);
    }
}

// A rate that divides one count by another; those of groups of people have a
// table of their own.
static bool is_rate(const assay_figure *f)
{
    if (assay_people_figure_of(f) < ASSAY_OF_GROUP_FIGURES) return false;
    return f->trials > 0 ||
           (f->events >= 0 && f->per && strcmp(f->per, "subject") == 0) ||
           (f->events >= 0 && strncmp(f->unit, "per ", 4) == 0);
}

static void put_counted(const assay_page *page, const assay_figure *f)
{
    char events[ASSAY_FORMAT_SIZE];
    char trials[ASSAY_FORMAT_SIZE];
    assay_format_count(f->events, events);
    assay_format_count(f->trials, trials);
    assay_html_put(page->out, "<td class=\"r\">{}{}{}</td>", events,
                   f->trials > 0 && f->events >= 0 ? " of " : "", trials, NULL);
}

static void put_rate(const assay_page *page, const assay_figure *f)
{
    char who[ASSAY_FORMAT_SIZE];
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char bounds[ASSAY_FORMAT_SIZE];
    if (f->group_count)
        assay_format_group(f->group, f->group_count, who, sizeof who);
    else
        memcpy(who, "all rows", sizeof "all rows");
    assay_html_put(page->out,
                   "<tr><th scope=\"row\"><bdi>{.}</bdi></th>"
                   "<td><bdi>{.}</bdi></td>",
                   f->name, who, NULL);
    put_counted(page, f);
    assay_html_put(page->out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{}</td><td>{.}</td></tr>\n",
                   assay_format_value(f, value),
                   assay_format_interval(f, range),
                   assay_format_bounds(f, bounds), f->of ? f->of : "", NULL);
}

// The rates of this name, of all rows and of groups, below each other.
static void put_named(const assay_page *page, const assay_figure *figures,
                      size_t count, size_t first)
{
    for (size_t k = 0; k < first; k++)
        if (is_rate(&figures[k]) &&
            strcmp(figures[k].name, figures[first].name) == 0)
            return;
    for (size_t k = first; k < count; k++)
        if (is_rate(&figures[k]) &&
            strcmp(figures[k].name, figures[first].name) == 0)
            put_rate(page, &figures[k]);
}

static void put_table(const assay_page *page, size_t r)
{
    size_t count = 0;
    char level[ASSAY_FORMAT_SIZE];
    const assay_result *result = page->results[r];
    const assay_figure *figures = assay_page_some_figures(result, &count);
    assay_page_result_heading(page, r);
    assay_page_open_room(page, r, "The same counts, every definition");
    assay_html_put(page->out,
                   "<table class=\"definitions\">\n<caption>The same counts, "
                   "every definition</caption>\n<thead><tr>"
                   "<th scope=\"col\">Rate</th><th scope=\"col\">Rows</th>"
                   "<th scope=\"col\" class=\"r\">Counted</th>"
                   "<th scope=\"col\" class=\"r\">Rate</th>"
                   "<th scope=\"col\">{} interval</th>"
                   "<th scope=\"col\">Least to most</th>"
                   "<th scope=\"col\">Of</th></tr></thead>\n<tbody>\n",
                   assay_page_level(result, level), NULL);
    for (size_t i = 0; i < count; i++)
        if (is_rate(&figures[i])) put_named(page, figures, count, i);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

void assay_page_definitions(const assay_page *page)
{
    assay_output_text(page->out, "<section id=\"definitions\">\n"
                                 "<h2>Every definition</h2>\n");
    for (size_t i = 0; i < page->count; i++)
        if (assay_page_is_record(page->results[i])) put_table(page, i);
    assay_output_text(page->out, "</section>\n");
}
