// SPDX-License-Identifier: Apache-2.0
// The rates of searches (1:N) as tables: operating points, groups, sizes of
// the list.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"
#include "tell/search_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const assay_search_row *find_rows(const assay_page *page, size_t r,
                                         size_t *count)
{
    const assay_search_row *rows =
        assay_search_rows_find(page->results[r], page->arena, count);
    if (!rows) *page->no_memory = true;
    return rows;
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
        if (isnan(f->value)) assay_format_bounds(f, range);
    }
    assay_html_put(out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{}{}{}</td>",
                   value, range, events, events[0] ? " of " : "",
                   events[0] ? trials : "", NULL);
}

static void put_value(assay_output *out, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE] = "";
    if (f) assay_format_value(f, value);
    assay_html_put(out, "<td class=\"r\">{}</td>", value, NULL);
}

static bool counts_people(const assay_search_row *row)
{
    return row->fnir_beside || row->fpir_beside;
}

// Why figures may not be quoted or aren't there.
static const char *remark_of(const assay_search_row *row)
{
    const assay_figure *why = assay_search_rows_empty(row);
    if (why) return why->note;
    if (row->fpir && row->fpir->note) return row->fpir->note;
    return row->fnir ? row->fnir->note : NULL;
}

// The columns of a table: those that no row fills are left out.
typedef struct columns {
    unsigned count;
    bool enrolled; // algorithm-level FNIR
    bool people;   // a second line counts searches
} columns;

static columns find_columns(const assay_search_row *rows, size_t count)
{
    columns c = {.count = 11};
    for (size_t i = 0; rows && i < count; i++) {
        if (!assay_search_rows_overall(&rows[i])) continue;
        c.enrolled = c.enrolled || rows[i].enrolled;
        c.people = c.people || counts_people(&rows[i]);
    }
    c.count += c.enrolled;
    return c;
}

static void put_beside(assay_output *out, const assay_search_row *row,
                       const columns *c)
{
    if (!counts_people(row)) return;
    assay_output_text(out, "<tr class=\"few\"><td><span class=\"tag\">by "
                           "search</span></td><td></td>");
    put_rate(out, row->fpir_beside);
    put_rate(out, row->fnir_beside);
    assay_output_text(out, c->enrolled ? "<td></td>" : "");
    assay_output_text(out, "<td></td><td></td><td></td></tr>\n");
}

static void put_remark(assay_output *out, const assay_search_row *row,
                       const columns *c)
{
    char span[ASSAY_FORMAT_SIZE];
    const assay_figure *why = assay_search_rows_empty(row);
    const char *remark = remark_of(row);
    const bool tagged = why || assay_search_rows_few(row);
    if (!remark && !tagged) return;
    assay_html_put(out, "<tr class=\"remark\"><td></td><td colspan=\"{}\">",
                   assay_format_count((int64_t)c->count - 1, span), NULL);
    if (tagged)
        assay_html_put(out, "<span class=\"tag\">{}</span> ",
                       assay_figure_status_name(why ? why->status
                                                    : ASSAY_FIGURE_FEW_EVENTS),
                       NULL);
    assay_html_put(out, "{}</td></tr>\n", remark ? remark : "", NULL);
}

static void put_point(assay_output *out, const assay_search_row *row,
                      const columns *c)
{
    char point[ASSAY_FORMAT_SIZE];
    char threshold[ASSAY_FORMAT_SIZE];
    const size_t at = strlen("at "); // "FPIR 0.01" of "at FPIR 0.01"
    const bool remarked = remark_of(row) || assay_search_rows_few(row);
    assay_html_put(
        out,
        "<tr class=\"{}\"><th scope=\"row\">{}</th><td class=\"r\">{}</td>",
        remarked ? "remarked" : "", assay_page_point(row->any, point) + at,
        assay_format_threshold(row->any->threshold, threshold), NULL);
    put_rate(out, row->fpir);
    put_rate(out, row->fnir);
    put_value(out, row->first);
    if (c->enrolled) put_value(out, row->enrolled);
    put_value(out, row->listed);
    put_value(out, row->selectivity);
    assay_output_text(out, "</tr>\n");
    put_remark(out, row, c);
    put_beside(out, row, c);
}

static void put_point_head(const assay_page *page, size_t r, const columns *c)
{
    char level[ASSAY_FORMAT_SIZE];
    char list[ASSAY_FORMAT_SIZE];
    (void)assay_page_level(page->results[r], level);
    assay_page_open_room(page, r, "Operating points of searches");
    assay_html_put(
        page->out,
        "<table class=\"points\"><caption><span>Operating points in searches "
        "of {}: FPIR, searches by people who are not on it that give a false "
        "alert; FNIR, searches by people on it that miss them; {}SEL: "
        "candidates at or above the threshold for each search by somebody who "
        "is not on it.</span></caption><thead><tr><th scope=\"col\">At</th><th "
        "scope=\"col\" class=\"r\">Threshold</th><th scope=\"col\" "
        "class=\"r\">FPIR</th><th scope=\"col\">{} interval</th><th "
        "scope=\"col\">False alerts</th><th scope=\"col\" class=\"r\">FNIR"
        "</th><th scope=\"col\">{} interval</th><th scope=\"col\">Missed</th>"
        "<th scope=\"col\" class=\"r\">FNIR, rank 1</th>",
        assay_page_list(page->results[r], list),
        c->enrolled ? "algorithm-level: without those who could not be "
                      "acquired or enrolled; "
                    : "",
        level, level, NULL);
    if (c->enrolled)
        assay_output_text(page->out, "<th scope=\"col\" class=\"r\">FNIR, "
                                     "algorithm-level</th>");
    assay_output_text(page->out,
                      "<th scope=\"col\" class=\"r\">False alerts on listed "
                      "people</th><th scope=\"col\" class=\"r\">SEL</th></tr>"
                      "</thead><tbody>\n");
}

void assay_page_search_points(const assay_page *page, size_t r)
{
    size_t count = 0;
    bool open = false;
    const assay_search_row *rows = find_rows(page, r, &count);
    const columns c = find_columns(rows, count);
    for (size_t i = 0; rows && i < count; i++) {
        if (!assay_search_rows_overall(&rows[i])) continue;
        if (!open) put_point_head(page, r, &c);
        open = true;
        put_point(page->out, &rows[i], &c);
    }
    if (open) assay_output_text(page->out, "</tbody></table></div>\n");
    if (c.people)
        assay_output_text(page->out,
                          "<p class=\"meta\">In FNIR each person counts "
                          "equally, however many searches were made. By "
                          "search: each search does.</p>\n");
}

// ---- Sizes of the list -----------------------------------------------------

static void put_size(assay_output *out, const assay_figure *f)
{
    char size[ASSAY_FORMAT_SIZE];
    char value[ASSAY_FORMAT_SIZE];
    char limit[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char alerts[ASSAY_FORMAT_SIZE] = "";
    const bool cut = assay_search_rows_cut(f);
    const bool beyond = assay_search_rows_beyond(f) || cut;
    const double rate = beyond ? f->bounds[1] : f->value;
    assay_format_count((int64_t)assay_search_rows_size(f), size);
    if (!isnan(rate)) assay_format_digits(1000 * rate, 3, alerts);
    if (beyond)
        (void)snprintf(
            limit, sizeof limit, "at most %.40s %%",
            assay_format_percent(rate, assay_format_decimals(rate), value));
    assay_html_put(out,
                   "<tr class=\"{}\"><th scope=\"row\">{}</th><td "
                   "class=\"r\">{}</td><td class=\"n\">{}</td><td "
                   "class=\"r\">{}{}</td></tr>\n",
                   beyond ? "few" : "", size,
                   beyond ? limit : assay_format_value(f, value),
                   cut      ? "lists were cut"
                   : beyond ? "beyond the test"
                            : assay_format_interval(f, range),
                   beyond ? "\xE2\x89\xA4 " : "", alerts, NULL);
}

static void put_size_head(const assay_page *page, size_t r,
                          const assay_search_row *lead)
{
    char point[ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    assay_page_open_room(page, r, "FPIR by size of the list");
    assay_html_put(
        page->out,
        "<table class=\"sizes\"><caption><span>FPIR by size of the list, {} in "
        "the list that "
        "was searched</span></caption><thead><tr><th scope=\"col\">List of</th>"
        "<th scope=\"col\" class=\"r\">FPIR</th><th scope=\"col\">{} interval"
        "</th><th scope=\"col\" class=\"r\">False alerts in 1,000 searches by "
        "people who are not on it</th></tr></thead><tbody>\n",
        assay_page_point(lead->any, point),
        assay_page_level(page->results[r], level), NULL);
}

void assay_page_size_table(const assay_page *page, size_t r)
{
    size_t rows = 0;
    size_t count = 0;
    bool open = false;
    const assay_search_row *all = find_rows(page, r, &rows);
    const assay_search_row *lead =
        all ? assay_search_rows_lead(page->results[r], all, rows, NULL) : NULL;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; lead && i < count; i++) {
        if (!assay_search_rows_size_of(&figures[i], lead)) continue;
        if (!open) put_size_head(page, r, lead);
        open = true;
        put_size(page->out, &figures[i]);
    }
    if (!open) return;
    assay_output_text(page->out, "</tbody></table></div>\n");
    const char *note = assay_search_rows_size_note(page->results[r], lead);
    if (note)
        assay_html_put(page->out, "<p class=\"meta\">{}</p>\n", note, NULL);
}

// ---- Groups ----------------------------------------------------------------

// A rate of a table of groups.
typedef struct rate {
    const char *name;  // "FPIR"
    const char *words; // what it counts
    const char *head;  // over its counts
    const assay_figure *(*of)(const assay_search_row *row);
} rate;

static const assay_figure *fpir_of(const assay_search_row *row)
{
    return row->fpir;
}

static const assay_figure *fnir_of(const assay_search_row *row)
{
    return row->fnir;
}

static const rate rates[] = {
    {"FPIR", "searches by people who are not on it that give a false alert",
     "False alerts", fpir_of},
    {"FNIR", "searches by people on it that miss them", "Missed", fnir_of},
};

static void put_group(assay_output *out, const assay_figure *f)
{
    char people[ASSAY_FORMAT_SIZE];
    if (!assay_page_open_row(out, f, "4")) return;
    assay_html_put(out, "<td class=\"r\">{}</td>",
                   assay_format_count(f->subjects, people), NULL);
    put_rate(out, f);
    assay_output_text(out, "</tr>\n");
}

static void put_group_head(const assay_page *page, size_t r,
                           const assay_figure *like, const rate *which)
{
    char label[3 * ASSAY_FORMAT_SIZE];
    char point[ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    char list[ASSAY_FORMAT_SIZE];
    char by[ASSAY_FORMAT_SIZE] = "";
    for (size_t i = 0; i < like->group_count; i++)
        (void)snprintf(by + strlen(by), sizeof by - strlen(by), "%s%.40s",
                       i ? ", " : "", like->group[i].attribute);
    assay_page_point(like, point);
    (void)snprintf(label, sizeof label, "%s by %s %s", which->name, by, point);
    assay_page_open_room(page, r, label);
    assay_html_put(
        page->out,
        "<table class=\"sides\"><caption><span>{} by {} {}, in searches of {}: "
        "{}</span></caption><thead><tr><th scope=\"col\">{}</th><th "
        "scope=\"col\" class=\"r\">People</th><th scope=\"col\" class=\"r\">{}"
        "</th><th scope=\"col\">{} interval</th><th scope=\"col\">{}</th></tr>"
        "</thead><tbody>\n",
        which->name, by, point, assay_page_list(page->results[r], list),
        which->words, by, which->name,
        assay_page_level(page->results[r], level), which->head, NULL);
}

static bool in_table(const assay_figure *f, const assay_figure *like)
{
    return f->group_count > 0 && assay_figure_same_by(f, like) &&
           assay_search_rows_same_point(f, like);
}

// The table of one rate for the groups that are told apart as those of row
// `first` are, at its operating point.
static void put_table(const assay_page *page, size_t r,
                      const assay_search_row *rows, size_t count,
                      const rate *which)
{
    const assay_figure *like = rows[0].any;
    put_group_head(page, r, like, which);
    for (size_t i = 0; i < count; i++) {
        if (in_table(rows[i].any, like) && which->of(&rows[i]))
            put_group(page->out, which->of(&rows[i]));
    }
    assay_output_text(page->out, "</tbody></table></div>\n");
}

static bool starts_table(const assay_search_row *rows, size_t i)
{
    if (rows[i].any->group_count == 0) return false;
    for (size_t k = 0; k < i; k++) {
        if (in_table(rows[k].any, rows[i].any)) return false;
    }
    return true;
}

void assay_page_search_tables(const assay_page *page, size_t r)
{
    size_t count = 0;
    bool words = false;
    const assay_search_row *rows = find_rows(page, r, &count);
    assay_output_format(page->out,
                        "<div class=\"by-point\" data-result=\"%zu\">\n", r);
    for (size_t i = 0; rows && i < count; i++) {
        if (!starts_table(rows, i)) continue;
        assay_page_open_point(page, rows[i].any);
        assay_output_text(page->out, "<div class=\"pair\">\n");
        for (size_t k = 0; k < sizeof rates / sizeof *rates; k++)
            put_table(page, r, rows + i, count - i, &rates[k]);
        assay_output_text(page->out, "</div>\n");
        words = assay_page_contrasts(page, r, rows[i].any) || words;
        assay_output_text(page->out, "</div>\n");
    }
    if (words) assay_page_contrast_words(page);
    assay_page_matrix(page, r);
    assay_output_text(page->out, "</div>\n");
}
