// SPDX-License-Identifier: Apache-2.0
// The rates of groups: one table for each operating point, a line a group.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// All figures of a result, the one whose operating point and attributes a table
// shows, and which columns have anything in them.
typedef struct sheet {
    const assay_figure *figures;
    size_t count;
    const assay_figure *first;
    bool people;
    bool near; ///< FMR with references of the same group
    bool own;  ///< thresholds of the groups' own
} sheet;

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_grouped_rate(const assay_figure *f)
{
    return f->group_count > 0 && f->reference_group_count == 0 &&
           strcmp(f->unit, "proportion") == 0 &&
           (strcmp(f->name, "FMR") == 0 || strcmp(f->name, "FNMR") == 0);
}

static bool in_table(const assay_figure *f, const assay_figure *first)
{
    return is_grouped_rate(f) && assay_figure_same_by(f, first) &&
           assay_page_same_point(f, first);
}

// What tells one rate of a group from another at the same operating point.
typedef struct kind {
    const char *name;
    bool same_references;
    bool own_threshold;
} kind;

static bool is_kind(const assay_figure *f, const kind *want)
{
    return strcmp(f->name, want->name) == 0 &&
           same(f->references, "same group") == want->same_references &&
           same(f->threshold_from, "group") == want->own_threshold;
}

// The group's figure of this kind: the one in which people weigh alike, where
// there are two. NULL: none.
static const assay_figure *find(const sheet *s, const assay_figure *group,
                                const kind *want)
{
    const assay_figure *found = NULL;
    for (size_t i = 0; i < s->count; i++) {
        const assay_figure *f = &s->figures[i];
        if (!in_table(f, s->first) || !assay_figure_same_group(f, group) ||
            !is_kind(f, want))
            continue;
        if (!found || same(f->weights, "subject")) found = f;
    }
    return found;
}

// "12.28 % (11.83 to 12.74 %)" over "14,739 of 120,000".
static void put_rate(assay_output *out, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char events[ASSAY_FORMAT_SIZE];
    char trials[ASSAY_FORMAT_SIZE];
    if (!f) {
        assay_output_text(out, "<td></td>");
        return;
    }
    assay_format_interval(f, range);
    assay_format_count(f->events, events);
    assay_html_put(out, "<td class=\"n\">{}{}{}{}",
                   assay_format_value(f, value), range[0] ? " (" : "", range,
                   range[0] ? ")" : "", NULL);
    if (events[0])
        assay_html_put(out, "<br><span class=\"soft\">{} of {}</span>", events,
                       assay_format_count(f->trials, trials), NULL);
    if (f->status != ASSAY_FIGURE_OK)
        assay_html_put(out, " <span class=\"tag\">{}</span>",
                       assay_figure_status_name(f->status), NULL);
    assay_output_text(out, "</td>");
}

// The group's own threshold and its FNMR there.
static void put_own(assay_output *out, const assay_figure *f)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_html_put(out, "<td class=\"r\">{}</td>",
                   f ? assay_format_threshold(f->threshold, text) : "", NULL);
    put_rate(out, f);
}

static const kind kinds[] = {{"FMR", false, false},
                             {"FMR", true, false},
                             {"FNMR", false, false},
                             {"FNMR", false, true}};

static void put_row(assay_output *out, const sheet *s,
                    const assay_figure *group)
{
    char people[ASSAY_FORMAT_SIZE];
    assay_output_text(out, "<tr><th scope=\"row\"><bdi>");
    for (size_t i = 0; i < group->group_count; i++)
        assay_html_put(out, i ? ", {.}" : "{.}", group->group[i].value, NULL);
    assay_output_text(out, "</bdi></th>");
    if (s->people)
        assay_html_put(out, "<td class=\"r\">{}</td>",
                       assay_format_count(group->subjects, people), NULL);
    put_rate(out, find(s, group, &kinds[0]));
    if (s->near) put_rate(out, find(s, group, &kinds[1]));
    put_rate(out, find(s, group, &kinds[2]));
    if (s->own) put_own(out, find(s, group, &kinds[3]));
    assay_output_text(out, "</tr>\n");
}

// Whether no earlier figure of this table is of the same group.
static bool starts_row(const sheet *s, size_t i)
{
    if (!in_table(&s->figures[i], s->first)) return false;
    for (size_t k = 0; k < i; k++) {
        if (in_table(&s->figures[k], s->first) &&
            assay_figure_same_group(&s->figures[k], &s->figures[i]))
            return false;
    }
    return true;
}

static void put_heads(assay_output *out, const sheet *s, const char *level)
{
    if (s->people)
        assay_output_text(out, "<th scope=\"col\" class=\"r people\">People"
                               "</th>");
    assay_html_put(out,
                   "<th scope=\"col\">FMR ({} interval), false matches</th>",
                   level, NULL);
    if (s->near)
        assay_output_text(out, "<th scope=\"col\">The same, references of the "
                               "same group</th>");
    assay_html_put(
        out, "<th scope=\"col\">FNMR ({} interval), false non-matches</th>",
        level, NULL);
    if (s->own)
        assay_output_text(out, "<th scope=\"col\" class=\"r own\">Own "
                               "threshold</th><th scope=\"col\">FNMR at the "
                               "group&#39;s own</th>");
    assay_output_text(out, "</tr></thead><tbody>\n");
}

static void put_head(const assay_page *page, size_t r, const sheet *s)
{
    const assay_figure *first = s->first;
    char label[3 * ASSAY_FORMAT_SIZE];
    char point[ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    char by[ASSAY_FORMAT_SIZE] = "";
    for (size_t i = 0; i < first->group_count; i++)
        (void)snprintf(by + strlen(by), sizeof by - strlen(by), "%s%.40s",
                       i ? ", " : "", first->group[i].attribute);
    assay_page_point(s->first, point);
    (void)snprintf(label, sizeof label, "Rates by %s %s", by, point);
    assay_page_open_room(page, r, label);
    assay_html_put(page->out,
                   "<table class=\"rates\"><caption><span>By {} {}</span>"
                   "</caption><thead><tr><th scope=\"col\">{}</th>",
                   by, point[0] ? point : "as counted", by, NULL);
    put_heads(page->out, s, assay_page_level(page->results[r], level));
}

// Whether no earlier figure belongs to the table of this one.
static bool starts_table(const assay_figure *figures, size_t i)
{
    if (!is_grouped_rate(&figures[i])) return false;
    for (size_t k = 0; k < i; k++) {
        if (in_table(&figures[k], &figures[i])) return false;
    }
    return true;
}

static sheet make_sheet(const assay_figure *figures, size_t count,
                        const assay_figure *first)
{
    sheet s = {figures, count, first, false, false, false};
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        if (!in_table(f, first)) continue;
        s.people = s.people || f->subjects >= 0;
        s.near = s.near || is_kind(f, &kinds[1]);
        s.own = s.own || is_kind(f, &kinds[3]);
    }
    return s;
}

void assay_page_group_tables(const assay_page *page, size_t r, bool matrix)
{
    size_t count = 0;
    bool words = false;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    assay_output_format(page->out,
                        "<div class=\"by-point\" data-result=\"%zu\">\n", r);
    for (size_t i = 0; i < count; i++) {
        if (!starts_table(figures, i)) continue;
        const sheet s = make_sheet(figures, count, &figures[i]);
        assay_page_open_point(page, s.first);
        put_head(page, r, &s);
        for (size_t k = 0; k < count; k++) {
            if (starts_row(&s, k)) put_row(page->out, &s, &figures[k]);
        }
        assay_output_text(page->out, "</tbody></table></div>\n");
        words = assay_page_contrasts(page, r, s.first) || words;
        assay_output_text(page->out, "</div>\n");
    }
    if (words) assay_page_contrast_words(page);
    if (matrix) assay_page_matrix(page, r);
    assay_output_text(page->out, "</div>\n");
}
