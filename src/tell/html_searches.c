// SPDX-License-Identifier: Apache-2.0
// Searches of a list (1:N): the places of their plots, with captions that are
// true alone, in the order of the page.
#include "tell/html_page.h"

#include "tell/format.h"
#include "tell/html_put.h"
#include "tell/search_rows.h"

#include <stdio.h>
#include <string.h>

// Room for the texts that are put together here.
enum { TEXT = 768 };

static bool has(const assay_page *page, size_t r, const char *name)
{
    return assay_page_has_curve(page->results[r], name, false);
}

static bool any_has(const assay_page *page, const char *name)
{
    for (size_t i = 0; i < page->count; i++) {
        if (has(page, i, name)) return true;
    }
    return false;
}

// " 33,580 searches by the former, 219,672 by the latter."
static void write_counts(const assay_result *result, char *text)
{
    char mated[ASSAY_FORMAT_SIZE];
    char other[ASSAY_FORMAT_SIZE];
    const assay_figure *fnir = assay_page_counted(result, "FNIR");
    const assay_figure *fpir = assay_page_counted(result, "FPIR");
    text[0] = '\0';
    if (!fnir || !fpir || fpir->trials < 0) return;
    (void)snprintf(text, TEXT, " %s searches by the former, %s by the latter.",
                   assay_format_count(fnir->trials, mated),
                   assay_format_count(fpir->trials, other));
}

static void put_main(const assay_page *page)
{
    char caption[TEXT];
    char counts[TEXT];
    char list[ASSAY_FORMAT_SIZE];
    write_counts(page->results[0], counts);
    (void)snprintf(
        caption, sizeof caption,
        "Searches of %.60s: misses of people on it (FNIR) against false alerts "
        "on people who are not (FPIR), as the threshold moves.%.160s Rings: "
        "the FPIR asked for, with the threshold T. Pale and dashed: fewer than "
        "10 false alerts.",
        assay_page_list(page->results[0], list), counts);
    assay_page_put_plot(page, &(assay_page_plot){"det-n",
                                                 "Misses against false alerts",
                                                 "", 0, caption});
}

void assay_page_search_plot(const assay_page *page)
{
    assay_output_text(page->out, "<section id=\"main-plot\">\n<h2 "
                                 "class=\"unseen\">The main plot</h2>\n");
    if (has(page, 0, "DET 1:N")) put_main(page);
    assay_output_text(page->out, "</section>\n");
}

// ---- Sizes of the list -----------------------------------------------------

static void put_sizes(const assay_page *page, size_t r)
{
    char caption[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    char list[ASSAY_FORMAT_SIZE];
    if (!has(page, r, "FPIR by watchlist size")) return;
    (void)snprintf(
        caption, sizeof caption,
        "The share of searches by people who are not on the list that give a "
        "false alert (FPIR), by size of the list, at one threshold; %.60s was "
        "searched. Solid: sizes that the test holds, with %s intervals. "
        "Dashed, "
        "beyond the test: an estimate for sizes that it does not hold, shaded "
        "up to the limit, the size times the FMR.",
        assay_page_list(page->results[r], list),
        assay_page_level(page->results[r], level));
    assay_page_put_plot(page,
                        &(assay_page_plot){"sizes", "FPIR by size of the list",
                                           "", r, caption});
}

void assay_page_sizes(const assay_page *page)
{
    assay_output_text(page->out,
                      "<section id=\"sizes\">\n<h2>What the threshold and the "
                      "size of the list do</h2>\n");
    for (size_t i = 0; i < page->count; i++) {
        assay_page_result_heading(page, i);
        assay_output_text(page->out, "<div class=\"pair\">\n");
        put_sizes(page, i);
        assay_page_tail_plot(page, i);
        assay_output_text(page->out, "<div>\n");
        assay_page_size_table(page, i);
        assay_output_text(page->out, "</div>\n");
        assay_page_tail_table(page, i);
        assay_output_text(page->out, "</div>\n");
        assay_page_search_points(page, i);
    }
    assay_output_text(page->out, "</section>\n");
}

// ---- Groups ----------------------------------------------------------------

static bool has_groups(const assay_result *result, const char *name)
{
    size_t count = 0;
    const assay_figure *figures = assay_page_some_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (figures[i].group_count > 0 && strcmp(figures[i].name, name) == 0)
            return true;
    }
    return false;
}

static bool is_grouped(const assay_result *result)
{
    return has_groups(result, "FPIR") || has_groups(result, "FNIR") ||
           has_groups(result, "FMR");
}

static void put_groups(const assay_page *page, size_t r)
{
    static const char *const names[] = {"FPIR", "FNIR"};
    if (!is_grouped(page->results[r])) return;
    assay_page_result_heading(page, r);
    assay_output_text(page->out, "<div class=\"pair\">\n");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (has_groups(page->results[r], names[i]))
            assay_page_group_plot(page, r, names[i], true);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assay_page_ratio_plot(page, r, names[i]);
    assay_output_text(page->out, "</div>\n");
    assay_page_search_tables(page, r);
    if (!assay_page_has_curve(page->results[r], "DET 1:N", true)) return;
    assay_page_put_plot(
        page,
        &(assay_page_plot){
            "det-n-groups", "Misses against false alerts by group", "", r,
            "Misses against false alerts group by group, in searches of the "
            "same list: FNIR of those who are on it against FPIR of those who "
            "are not. At one FPIR the curves stand at different thresholds. "
            "Pale and dashed: fewer than 10 false alerts."});
}

void assay_page_search_groups(const assay_page *page)
{
    bool any = false;
    for (size_t i = 0; i < page->count; i++)
        any = any || is_grouped(page->results[i]);
    if (!any) return;
    assay_output_text(page->out,
                      "<section id=\"groups\">\n<h2>Groups</h2>\n<p>A search "
                      "belongs to the group of who is searched for. Being "
                      "wrongly pointed at and being missed are two questions, "
                      "and stand in two panels.</p>\n");
    for (size_t i = 0; i < page->count; i++) put_groups(page, i);
    assay_output_text(page->out, "</section>\n");
}

// ---- Who causes false matches ----------------------------------------------

// What is told of who causes false matches, a column each.
typedef struct told {
    const char *name;
    const char *head;
} told;

static const told share_columns[] = {
    {"share of false matches from the top 1 % of subjects",
     "From the 1 % of people who cause most"},
    {"share of false matches from people matched again",
     "From people who are matched again"},
    {"people on the list matched by several others",
     "People on the list who are matched by several others"},
};
enum { SHARE_COLUMNS = 3 };

static const assay_figure *find_told(const assay_page *page, size_t r,
                                     const assay_figure *like, size_t column)
{
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(figures[i].name, share_columns[column].name) == 0 &&
            figures[i].group_count == 0 &&
            assay_page_same_point(&figures[i], like))
            return &figures[i];
    }
    return NULL;
}

static void put_share_head(const assay_page *page, size_t r)
{
    char list[ASSAY_FORMAT_SIZE];
    assay_page_open_room(page, r, "Who causes false matches");
    assay_html_put(
        page->out,
        "<table class=\"sides sizes\"><caption><span>False matches in "
        "searches of {}</span></caption><thead><tr><th "
        "scope=\"col\">At</th><th scope=\"col\" class=\"r\">False "
        "matches</th>",
        assay_page_list(page->results[r], list), NULL);
    for (size_t k = 0; k < SHARE_COLUMNS; k++)
        assay_html_put(page->out, "<th scope=\"col\" class=\"r\">{}</th>",
                       share_columns[k].head, NULL);
    assay_output_text(page->out, "</tr></thead><tbody>\n");
}

static void put_share_row(const assay_page *page, size_t r,
                          const assay_figure *f)
{
    char text[ASSAY_FORMAT_SIZE];
    const size_t at = strlen("at ");
    (void)assay_page_point(f, text);
    assay_html_put(page->out, "<tr><th scope=\"row\">{}</th>",
                   text[0] ? text + at : "all", NULL);
    assay_html_put(page->out, "<td class=\"r\">{}</td>",
                   assay_format_count(f->trials, text), NULL);
    for (size_t k = 0; k < SHARE_COLUMNS; k++) {
        const assay_figure *one = find_told(page, r, f, k);
        assay_html_put(page->out, "<td class=\"r\">{}</td>",
                       one ? assay_format_value(one, text) : "", NULL);
    }
    assay_output_text(page->out, "</tr>\n");
}

static void put_share_figures(const assay_page *page, size_t r)
{
    bool open = false;
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(figures[i].name, share_columns[0].name) != 0 ||
            figures[i].group_count > 0)
            continue;
        if (!open) put_share_head(page, r);
        open = true;
        put_share_row(page, r, &figures[i]);
    }
    if (open) assay_output_text(page->out, "</tbody></table></div>\n");
}

static void put_share(const assay_page *page, size_t r)
{
    if (!has(page, r, "false-match share")) return;
    assay_page_result_heading(page, r);
    assay_output_text(page->out, "<div class=\"pair\">\n");
    assay_page_put_plot(
        page,
        &(assay_page_plot){
            "shares", "Who causes false matches", "", r,
            "Who causes false matches: the people of the list ranked by how "
            "many they cause, the first from the left. The line gives the "
            "share of all false matches that so many people cause together; "
            "the broken line is that of equal shares. Nobody is named here: "
            "who they are stands in the file of --review alone."});
    assay_output_text(page->out, "<div>\n");
    put_share_figures(page, r);
    assay_output_text(page->out, "</div>\n</div>\n");
}

void assay_page_shares(const assay_page *page)
{
    if (!any_has(page, "false-match share")) return;
    assay_output_text(page->out, "<section id=\"shares\">\n<h2>Who causes "
                                 "false matches</h2>\n");
    for (size_t i = 0; i < page->count; i++) put_share(page, i);
    assay_output_text(page->out, "</section>\n");
}

// ---- Label errors and ranks ------------------------------------------------

static void put_label_errors(const assay_page *page, size_t r)
{
    char number[ASSAY_FORMAT_SIZE];
    const assay_figure *f =
        assay_result_find(page->results[r], "probable label errors");
    if (!f || !(f->value >= 0)) return;
    assay_page_result_heading(page, r);
    assay_html_put(
        page->out,
        f->value > 0
            ? "<p>{} look like wrong labels: one person who scores like two "
              "people, or two people who score like one. They are counted as "
              "labelled. Which they are stands in the file of --review alone, "
              "that of people with access to the data.</p>\n"
            : "<p>{}: no score looks like a wrong label.</p>\n",
        assay_format_count((int64_t)f->value, number), NULL);
}

void assay_page_label_errors(const assay_page *page)
{
    bool any = false;
    for (size_t i = 0; i < page->count; i++)
        any = any || assay_result_find(page->results[i],
                                       "probable label errors") != NULL;
    if (!any) return;
    assay_output_text(page->out, "<section id=\"labels\">\n<h2>Probable label "
                                 "errors</h2>\n");
    for (size_t i = 0; i < page->count; i++) put_label_errors(page, i);
    assay_output_text(page->out, "</section>\n");
}

static void put_ranks(const assay_page *page, size_t r)
{
    char caption[TEXT];
    char list[ASSAY_FORMAT_SIZE];
    if (!has(page, r, "CMC")) return;
    (void)snprintf(
        caption, sizeof caption,
        "Cumulative match characteristic (CMC) in searches of %.60s: the share "
        "of searches by people on it whose own reference is among the first k "
        "candidates, whatever their scores.",
        assay_page_list(page->results[r], list));
    assay_page_put_plot(page, &(assay_page_plot){"cmc", "CMC", "", r, caption});
}

void assay_page_ranks(const assay_page *page)
{
    if (!any_has(page, "CMC")) return;
    assay_output_text(page->out,
                      "<section id=\"ranks\">\n<h2>Ranks: this says nothing "
                      "about people who are not on the list</h2>\n<div "
                      "class=\"pair\">\n");
    for (size_t i = 0; i < page->count; i++) put_ranks(page, i);
    assay_output_text(page->out, "</div>\n</section>\n");
}
