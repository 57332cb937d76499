// SPDX-License-Identifier: Apache-2.0
// The table of operating points: FMR and FNMR side by side.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

// Whether it stands at an operating point.
static bool has_point(const assay_figure *f)
{
    return !isnan(assay_figure_at(f, "FMR")) ||
           !isnan(assay_figure_at(f, "threshold"));
}

// The figures of everybody that rows are made of.
static bool is_rate(const assay_figure *f)
{
    const bool named = strcmp(f->name, "FMR") == 0 ||
                       strcmp(f->name, "FNMR") == 0 ||
                       strcmp(f->name, "TMR") == 0;
    return named && has_point(f) && f->group_count == 0;
}

// Whether it is given by comparison beside the headline in which people weigh
// alike.
static bool is_beside(const assay_figure *figures, size_t count,
                      const assay_figure *f)
{
    if (!same(f->weights, "comparison")) return false;
    for (size_t i = 0; i < count; i++) {
        if (is_rate(&figures[i]) && strcmp(figures[i].name, f->name) == 0 &&
            same(figures[i].weights, "subject") &&
            assay_page_same_point(&figures[i], f))
            return true;
    }
    return false;
}

// A row of the table: an operating point, headlines or what stands beside.
typedef struct rates_row {
    const assay_figure *first; ///< any of its figures
    const assay_figure *fmr;
    const assay_figure *fnmr;
    const assay_figure *tmr;
    bool beside;
} rates_row;

static rates_row make_row(const assay_figure *figures, size_t count,
                          const assay_figure *first, bool beside)
{
    rates_row made = {first, NULL, NULL, NULL, beside};
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        if (!is_rate(f) || !assay_page_same_point(f, first) ||
            is_beside(figures, count, f) != beside)
            continue;
        if (strcmp(f->name, "FMR") == 0 && !made.fmr) made.fmr = f;
        if (strcmp(f->name, "FNMR") == 0 && !made.fnmr) made.fnmr = f;
        if (strcmp(f->name, "TMR") == 0 && !made.tmr) made.tmr = f;
    }
    return made;
}

// Whether no earlier figure stands at this operating point.
static bool starts_point(const assay_figure *figures, size_t i)
{
    if (!is_rate(&figures[i])) return false;
    for (size_t k = 0; k < i; k++) {
        if (is_rate(&figures[k]) &&
            assay_page_same_point(&figures[k], &figures[i]))
            return false;
    }
    return true;
}

// Value, interval and counts of a rate: three cells.
static void put_rate(assay_output *out, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE] = "";
    char range[ASSAY_FORMAT_SIZE] = "";
    char events[ASSAY_FORMAT_SIZE] = "";
    char trials[ASSAY_FORMAT_SIZE] = "";
    if (f) {
        assay_format_value(f, value);
        assay_format_interval(f, range);
        assay_format_count(f->events, events);
        assay_format_count(f->trials, trials);
    }
    assay_html_put(out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{}{}{}</td>",
                   value, range, events, events[0] ? " of " : "",
                   events[0] ? trials : "", NULL);
}

static void put_tag(assay_output *out, const char *text)
{
    assay_html_put(out, "<span class=\"tag\">{}</span> ", text, NULL);
}

// The figure whose status speaks for the row.
static const assay_figure *speaker(const rates_row *row)
{
    return row->fnmr ? row->fnmr : row->fmr;
}

// Whether people count equally in it.
static bool is_alike(const rates_row *row)
{
    return (row->fmr && same(row->fmr->weights, "subject")) ||
           (row->fnmr && same(row->fnmr->weights, "subject"));
}

static void put_tags(assay_output *out, const rates_row *row)
{
    const assay_figure *f = speaker(row);
    assay_output_text(out, "<td>");
    if (is_alike(row)) put_tag(out, "by person");
    if (row->beside) put_tag(out, "by comparison");
    if (f && f->status != ASSAY_FIGURE_OK)
        put_tag(out, assay_figure_status_name(f->status));
    assay_output_text(out, "</td>");
}

// Why a figure may not be quoted or isn't there, or what ties and a lack of
// events did: a line of its own.
static const char *remark_of(const rates_row *row)
{
    const assay_figure *f = speaker(row);
    if (row->beside) return NULL;
    if (f && f->status != ASSAY_FIGURE_OK) return f->note;
    return row->fmr ? row->fmr->note : NULL;
}

// The FMR that the threshold reached, where no figure of its own gives it.
static void put_reached(assay_output *out, const rates_row *row)
{
    char value[ASSAY_FORMAT_SIZE];
    const double reached = assay_figure_at(row->first, "achieved");
    if (row->fmr || isnan(reached) || row->beside) {
        put_rate(out, row->fmr);
        return;
    }
    assay_html_put(
        out, "<td class=\"r\">{} %</td><td></td><td></td>",
        assay_format_percent(reached, assay_format_decimals(reached), value),
        NULL);
}

static void put_row(assay_output *out, const rates_row *row)
{
    char point[ASSAY_FORMAT_SIZE];
    char threshold[ASSAY_FORMAT_SIZE];
    char tmr[ASSAY_FORMAT_SIZE];
    // What stands before "FMR 0.001" in "at FMR 0.001".
    const size_t at = strlen("at ");
    if (row->beside && !row->fmr && !row->fnmr) return;
    assay_html_put(out,
                   "<tr class=\"{}{}\"><th scope=\"row\">{}</th>"
                   "<td class=\"r\">{}</td>",
                   row->beside ? "few" : "", remark_of(row) ? " remarked" : "",
                   assay_page_point(row->first, point) + at,
                   assay_format_threshold(row->first->threshold, threshold),
                   NULL);
    put_reached(out, row);
    put_rate(out, row->fnmr);
    assay_html_put(out, "<td class=\"r\">{}</td>",
                   row->tmr ? assay_format_value(row->tmr, tmr) : "", NULL);
    put_tags(out, row);
    assay_output_text(out, "</tr>\n");
    if (remark_of(row))
        assay_html_put(out,
                       "<tr class=\"remark\"><td></td><td colspan=\"9\">{}"
                       "</td></tr>\n",
                       remark_of(row), NULL);
}

static void put_head(const assay_page *page, size_t r)
{
    assay_page_open_room(page, r, "Operating points");
    char level[ASSAY_FORMAT_SIZE];
    (void)assay_page_level(page->results[r], level);
    assay_html_put(
        page->out,
        "<table><caption><span>Operating points: FMR, pairs of "
        "different people that pass; FNMR, pairs of the same person that fail; "
        "TMR = 1 \xE2\x88\x92 FNMR.</span></caption><thead><tr><th "
        "scope=\"col\">At"
        "</th><th scope=\"col\" class=\"r\">Threshold</th><th scope=\"col\" "
        "class=\"r\">FMR</th><th scope=\"col\">{} interval</th><th "
        "scope=\"col\">False matches</th><th scope=\"col\" class=\"r\">FNMR"
        "</th><th scope=\"col\">{} interval</th><th scope=\"col\">False "
        "non-matches</th><th scope=\"col\" class=\"r\">TMR</th><th "
        "scope=\"col\">Remarks</th></tr></thead><tbody>\n",
        level, level, NULL);
}

void assay_page_points(const assay_page *page, size_t r)
{
    size_t count = 0;
    bool open = false;
    bool alike = false;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (!starts_point(figures, i)) continue;
        if (!open) put_head(page, r);
        open = true;
        const rates_row first = make_row(figures, count, &figures[i], false);
        const rates_row second = make_row(figures, count, &figures[i], true);
        alike = alike || is_alike(&first);
        put_row(page->out, &first);
        put_row(page->out, &second);
    }
    if (open) assay_output_text(page->out, "</tbody></table></div>\n");
    if (alike)
        assay_output_text(page->out,
                          "<p class=\"meta\">By person: each person, and for "
                          "FMR each two people, counts equally, however many "
                          "comparisons they are in. By comparison: each "
                          "comparison does.</p>\n");
}
