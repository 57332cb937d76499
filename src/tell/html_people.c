// SPDX-License-Identifier: Apache-2.0
// Deployments by group of the people alerted: a table, and how to read it.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "base/people_figures.h"
#include "tell/format.h"
#include "tell/html_put.h"

enum { NAME = 512 }; // of a group and its period, whole

static bool is_of_people(const assay_figure *f)
{
    return assay_people_figure_of(f) < ASSAY_OF_GROUP_FIGURES;
}

// The figure of the group of `first`, among those that stand together; or NULL.
static const assay_figure *find(const assay_figure *first, size_t count,
                                assay_people_figure which)
{
    for (size_t i = 0; i < count; i++)
        if (assay_people_figure_of(&first[i]) == which) return &first[i];
    return NULL;
}

// "8", or "8 to 9" where the group of one is not stated; none: "".
static void put_count(const assay_page *page, const assay_figure *f)
{
    char least[ASSAY_FORMAT_SIZE] = "", most[ASSAY_FORMAT_SIZE] = "";
    const bool open = f && !__builtin_isnan(f->bounds[1]);
    if (f) assay_format_count((int64_t)f->value, least);
    if (open) assay_format_count((int64_t)f->bounds[1], most);
    assay_html_put(page->out, "<td class=\"r\">{}{}{}</td>", least,
                   open ? " to " : "", most, NULL);
}

static void put_counts(const assay_page *page, const assay_figure *first,
                       size_t count)
{
    static const assay_people_figure which[] = {
        ASSAY_OF_GROUP_ALERTS, ASSAY_OF_GROUP_TRUE, ASSAY_OF_GROUP_FALSE};
    for (size_t i = 0; i < sizeof which / sizeof *which; i++)
        put_count(page, find(first, count, which[i]));
}

static void put_value(const assay_page *page, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE], range[ASSAY_FORMAT_SIZE];
    char bounds[ASSAY_FORMAT_SIZE];
    if (!f || __builtin_isnan(f->value)) {
        assay_output_text(page->out, "<td></td><td></td>");
        return;
    }
    assay_format_value(f, value);
    assay_format_bounds(f, bounds);
    assay_html_put(page->out, "<td class=\"n\">{}</td><td class=\"n\">{}</td>",
                   bounds[0] ? bounds : value, assay_format_interval(f, range),
                   NULL);
}

static size_t put_group(const assay_page *page, const assay_figure *figures,
                        size_t count, size_t first)
{
    char who[NAME];
    size_t i = first;
    while (i < count && assay_figure_same_group(&figures[first], &figures[i]))
        i++;
    const assay_figure *own = &figures[first];
    assay_html_put(
        page->out, "<tr><th scope=\"row\"><bdi>{.}</bdi></th>",
        assay_format_group(own->group, own->group_count, who, sizeof who),
        NULL);
    put_counts(page, own, i - first);
    put_value(page, find(own, i - first, ASSAY_OF_GROUP_SHARE_FALSE));
    put_value(page, find(own, i - first, ASSAY_OF_GROUP_RATE));
    put_value(page, find(own, i - first, ASSAY_OF_GROUP_RATIO));
    assay_output_text(page->out, "</tr>\n");
    return i;
}

static void put_groups(const assay_page *page, const assay_figure *figures,
                       size_t count, size_t labels)
{
    size_t i = 0;
    while (i < count)
        i = is_of_people(&figures[i]) && figures[i].group_count == labels
                ? put_group(page, figures, count, i)
                : i + 1;
}

static void put_table(const assay_page *page, size_t r)
{
    size_t count = 0;
    char level[ASSAY_FORMAT_SIZE];
    const assay_result *result = page->results[r];
    const assay_figure *figures = assay_page_some_figures(result, &count);
    assay_page_open_room(page, r, "By group of people");
    assay_html_put(
        page->out,
        "<table class=\"definitions\">\n<caption>By group of people</caption>\n"
        "<thead><tr><th scope=\"col\">Group</th>"
        "<th scope=\"col\" class=\"r\">Alerts</th>"
        "<th scope=\"col\" class=\"r\">Right</th>"
        "<th scope=\"col\" class=\"r\">Wrong</th>"
        "<th scope=\"col\">Share of wrong alerts</th>"
        "<th scope=\"col\">{} interval</th>"
        "<th scope=\"col\">Wrong per alert of the group</th>"
        "<th scope=\"col\">{} interval</th>"
        "<th scope=\"col\">Ratio to all others</th>"
        "<th scope=\"col\">{} interval</th></tr></thead>\n<tbody>\n",
        assay_page_level(result, level), level, level, NULL);
    put_groups(page, figures, count, 2);
    put_groups(page, figures, count, 1);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

static bool has_people(const assay_result *result)
{
    size_t count = 0;
    const assay_figure *figures = assay_page_some_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        if (is_of_people(&figures[i])) return true;
    return false;
}

void assay_page_people(const assay_page *page, size_t r)
{
    if (!has_people(page->results[r])) return;
    assay_output_text(page->out, "<section>\n<h2>By group of people</h2>\n");
    assay_page_result_heading(page, r);
    put_table(page, r);
    assay_output_text(
        page->out,
        "<p class=\"meta\">Groups are as the force recorded them. A share of "
        "wrong alerts is "
        "no rate per person who passed: a group can have most of them where "
        "more of it passed, where more of it is on the list, or where the "
        "system points at it wrongly more often; the record does not tell "
        "which. Wrong per alert depends on who of a group is listed and "
        "passes. Each alert whose group is not stated could be of any: two "
        "numbers are the least and the most. A ratio whose interval holds 1 "
        "is not one of 1. To know rates by group: the group of all who "
        "passed, counted there, or a trial with volunteers.</p>\n"
        "</section>\n");
}
