// SPDX-License-Identifier: Apache-2.0
// What differs between two systems: the curves of both, and a table with a line
// a figure.
#include "tell/html_page.h"

#include "tell/compare_rows.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_MOST = 1000 };

void assay_page_compare_plot(const assay_page *page)
{
    if (!assay_page_has_curve(page->results[0], "DET", true)) return;
    assay_output_text(page->out, "<section id=\"main-plot\">\n<h2 "
                                 "class=\"unseen\">The main plot</h2>\n");
    assay_page_put_plot(
        page, &(assay_page_plot){
                  "det-groups", "DET curves of both", "", 0,
                  "DET curves of both systems: the share of pairs of the same "
                  "person that fail (FNMR) against the share of pairs of "
                  "different people that pass (FMR). At one FMR the curves "
                  "stand at different thresholds. Pale and dashed: fewer than "
                  "10 false matches."});
    assay_output_text(page->out, "</section>\n");
}

static void put_head(const assay_page *page)
{
    char level[ASSAY_FORMAT_SIZE];
    assay_page_level(page->results[0], level);
    assay_html_put(
        page->out,
        "<table><caption><span>Both systems at the same operating "
        "points</span></caption>\n<thead><tr><th scope=\"col\">"
        "Figure</th><th scope=\"col\" class=\"r\">A</th><th scope=\"col\" "
        "class=\"r\">B"
        "</th><th scope=\"col\" class=\"r\">B minus A</th><th scope=\"col\">{} "
        "interval</th><th scope=\"col\" class=\"r\">B to A</th><th "
        "scope=\"col\">{} interval</th><th scope=\"col\">Verdict"
        "</th></tr></thead>\n<tbody>\n",
        level, level, NULL);
}

// Name, operating point and group: "FNMR at FMR 0.001, F".
static void put_name(const assay_page *page, const assay_compare_row *row)
{
    char group[ASSAY_FORMAT_SIZE] = "", point[ASSAY_FORMAT_SIZE];
    const assay_figure *d = row->difference;
    const bool near = d->references && strcmp(d->references, "same group") == 0;
    const bool own =
        d->threshold_from && strcmp(d->threshold_from, "group") == 0;
    if (d->group_count) assay_format_group(d->group, d->group_count, group, 60);
    assay_page_point(row->a, point);
    assay_html_put(page->out, "<tr><th scope=\"row\">{}{}{}{}{.}{}{}</th>",
                   row->name, point[0] ? " " : "", point, group[0] ? ", " : "",
                   group, own ? ", own threshold" : "",
                   near ? ", same group" : "", NULL);
}

static void put_cell(const assay_page *page, const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE] = "";
    if (figure && !isnan(figure->value)) assay_format_value(figure, text);
    assay_html_put(page->out, "<td class=\"r\">{}</td>", text, NULL);
}

static void put_range(const assay_page *page, const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE] = "";
    if (figure && !isnan(figure->low)) assay_format_interval(figure, text);
    assay_html_put(page->out, "<td class=\"n\">{}</td>", text, NULL);
}

static void put_row(const assay_page *page, const assay_compare_row *row)
{
    char verdict[ASSAY_FORMAT_SIZE];
    put_name(page, row);
    put_cell(page, row->a);
    put_cell(page, row->b);
    put_cell(page, row->difference);
    put_range(page, row->difference);
    put_cell(page, row->ratio);
    put_range(page, row->ratio);
    assay_html_put(page->out, "<td>{}</td></tr>\n",
                   isnan(row->difference->value)
                       ? assay_figure_status_name(row->difference->status)
                       : assay_compare_rows_verdict(row, verdict),
                   NULL);
}

void assay_page_compare_table(const assay_page *page)
{
    size_t rows = 0;
    assay_compare_row row;
    const char *margin = assay_page_fact(page->results[0], "options.margin");
    assay_output_text(page->out,
                      "<section id=\"differences\">\n<h2>What differs</h2>\n");
    assay_html_put(page->out,
                   "<p>A lower, B lower: the systems differ beyond chance, all "
                   "lines taken together. Equal: the whole interval of the "
                   "ratio lies within 1/{} and {}. All other figures stand in "
                   "the list below.</p>\n",
                   margin ? margin : "", margin ? margin : "", NULL);
    assay_page_open_room(page, 0, "What differs");
    put_head(page);
    for (size_t i = 0; rows < ROWS_MOST &&
                       assay_compare_rows_next(page->results[0], &i, &row);) {
        const bool area = !row.ratio && strcmp(row.name, "AUC") == 0;
        if (!assay_compare_rows_main(&row) && !area) continue;
        put_row(page, &row);
        rows++;
    }
    assay_output_text(page->out, "</tbody>\n</table></div>\n</section>\n");
}
