// SPDX-License-Identifier: Apache-2.0
// A trial with volunteers: passages found of each, rates by threshold, how soon
// alerts came, operators, what merging and doubtful alerts change, and what the
// report of a test should state.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Room for the texts that are put together here.
enum { TEXT = 768 };

// A rate of passages: its name, and what it counts.
typedef struct rate {
    const char *name, *words;
} rate;

static const rate rates[] = {
    {"TPIR", "True positive identification rate (TPIR): the share of passages "
             "by people on the list that raise the right alert"},
    {"FPIR", "False positive identification rate (FPIR): the share of passages "
             "by people who are not on the list that raise an alert"},
    {"false alerts per passage, own entry set aside",
     "The share of passages by people on the list that raise an alert that "
     "names somebody else"},
};
enum { RATES = sizeof rates / sizeof *rates };

bool assay_page_is_trial(const assay_result *result)
{
    return strcmp(assay_result_evaluation(result), "scenario") == 0;
}

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

// At a threshold alone, or at none.
static bool is_plain(const assay_figure *f)
{
    return f->at_count == 0 ||
           (f->at_count == 1 && is(f->at[0].key, "threshold"));
}

// The first plain figure of this name, of groups or of everybody; or NULL.
static const assay_figure *find(const assay_page *page, size_t r,
                                const char *name, bool grouped)
{
    size_t count = 0;
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++)
        if (is(all[i].name, name) && is_plain(&all[i]) &&
            (all[i].group_count > 0) == grouped)
            return &all[i];
    return NULL;
}

// ---- Volunteers ------------------------------------------------------------

void assay_page_volunteers(const assay_page *page)
{
    char caption[TEXT];
    const assay_result *first = page->results[0];
    (void)snprintf(
        caption, sizeof caption,
        "Passages found of each volunteer on the list, those found most often "
        "first; nobody is named. Found: the right alert was raised. Broken "
        "line: TPIR, of all.%s Volunteers of the same counts stand in no "
        "order.",
        assay_page_has_curve(first, "found per volunteer", true)
            ? " Ticks above: where the volunteers of a group stand."
            : "");
    assay_output_text(page->out, "<section id=\"main-plot\">\n<h2 "
                                 "class=\"unseen\">The main plot</h2>\n");
    if (assay_page_has_curve(first, "found per volunteer", false))
        assay_page_put_plot(page,
                            &(assay_page_plot){"volunteers",
                                               "Passages found per volunteer",
                                               "", 0, caption});
    assay_output_text(page->out, "</section>\n");
}

// ---- Tables of rates -------------------------------------------------------

static void put_rate(const assay_page *page, const assay_figure *f,
                     bool grouped)
{
    char who[ASSAY_FORMAT_SIZE] = "";
    char text[4][ASSAY_FORMAT_SIZE] = {"", "", "", ""};
    char bounds[ASSAY_FORMAT_SIZE];
    if (f->at_count) assay_format_threshold(f->threshold, text[0]);
    if (grouped) assay_format_group(f->group, f->group_count, who, sizeof who);
    assay_format_interval(f, text[1]);
    assay_format_count(f->events, text[2]);
    assay_format_count(f->trials, text[3]);
    assay_html_put(page->out, "<tr><th scope=\"row\"><bdi>{.}</bdi></th>",
                   grouped ? who : f->name, NULL);
    if (grouped) assay_html_put(page->out, "<td>{}</td>", f->name, NULL);
    assay_html_put(page->out, "<td class=\"r\">{}</td>", text[0], NULL);
    if (isnan(f->value)) {
        assay_html_put(page->out, "<td colspan=\"5\">{}</td></tr>\n",
                       f->note ? f->note : assay_figure_status_name(f->status),
                       NULL);
        return;
    }
    char value[ASSAY_FORMAT_SIZE];
    assay_html_put(page->out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{}{}{}</td><td class=\"n\">{}</td>"
                   "<td>{}{}</td></tr>\n",
                   assay_format_value(f, value), text[1], text[2],
                   text[2][0] && text[3][0] ? " of " : "", text[3],
                   assay_format_bounds(f, bounds), f->of ? f->of : "",
                   is(f->weights, "subject") ? ", each person alike" : "",
                   NULL);
}

static void open_rates(const assay_page *page, size_t r, const char *label,
                       bool grouped)
{
    char level[ASSAY_FORMAT_SIZE];
    assay_page_open_room(page, r, label);
    assay_html_put(page->out,
                   "<table class=\"points\">\n<caption><span>{}</span>"
                   "</caption>\n<thead><tr><th scope=\"col\">{}</th>{}",
                   label, grouped ? "Group" : "Rate", "", NULL);
    if (grouped) assay_output_text(page->out, "<th scope=\"col\">Rate</th>");
    assay_html_put(page->out,
                   "<th scope=\"col\" class=\"r\">Threshold</th>"
                   "<th scope=\"col\" class=\"r\">As counted</th>"
                   "<th scope=\"col\">{} interval</th>"
                   "<th scope=\"col\">Counts</th>"
                   "<th scope=\"col\">Least to most</th>"
                   "<th scope=\"col\">Of</th></tr></thead>\n<tbody>\n",
                   assay_page_level(page->results[r], level), NULL);
}

static bool is_of(const assay_figure *f, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is(f->name, names[i])) return true;
    return false;
}

// ---- Groups ----------------------------------------------------------------

// Whether it is a rate of a group that stands in the table of `like`.
static bool in_table(const assay_figure *f, const assay_figure *like)
{
    return f->group_count > 0 && is_plain(f) && assay_figure_same_by(f, like) &&
           assay_page_same_point(f, like);
}

static bool is_grouped(const assay_page *page, size_t r)
{
    for (size_t i = 0; i < RATES; i++)
        if (find(page, r, rates[i].name, true)) return true;
    return false;
}

static void put_group_plot(const assay_page *page, size_t r, const rate *of)
{
    char caption[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    if (!find(page, r, of->name, true)) return;
    (void)snprintf(caption, sizeof caption,
                   "%s, group by group. Dots with %s intervals; the broken "
                   "line is everybody. Grey: not to be quoted, with the "
                   "reason.",
                   of->words, assay_page_level(page->results[r], level));
    assay_page_put_plot(
        page, &(assay_page_plot){"groups", of->name, of->name, r, caption});
}

// The rates of the groups that stand in the table of `like`, rate by rate.
static void put_group_table(const assay_page *page, size_t r,
                            const assay_figure *like)
{
    size_t count = 0;
    char point[ASSAY_FORMAT_SIZE];
    char label[2 * ASSAY_FORMAT_SIZE];
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    assay_page_point(like, point);
    (void)snprintf(label, sizeof label, "Rates by %.40s%s %.60s",
                   like->group[0].attribute,
                   like->group_count > 1 ? " and others" : "",
                   point[0] ? point : "as counted");
    open_rates(page, r, label, true);
    for (size_t k = 0; k < RATES; k++)
        for (size_t i = 0; i < count; i++)
            if (is(all[i].name, rates[k].name) && in_table(&all[i], like))
                put_rate(page, &all[i], true);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

// Whether figure `i` is the first TPIR of its table and threshold.
static bool starts_table(const assay_figure *all, size_t i)
{
    if (!is(all[i].name, "TPIR") || !in_table(&all[i], &all[i])) return false;
    for (size_t k = 0; k < i; k++)
        if (is(all[k].name, "TPIR") && in_table(&all[k], &all[i])) return false;
    return true;
}

static void put_group_tables(const assay_page *page, size_t r)
{
    size_t count = 0;
    bool words = false;
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    assay_output_format(page->out,
                        "<div class=\"by-point\" data-result=\"%zu\">\n", r);
    for (size_t i = 0; i < count; i++) {
        if (!starts_table(all, i)) continue;
        assay_page_open_point(page, &all[i]);
        put_group_table(page, r, &all[i]);
        words = assay_page_contrasts(page, r, &all[i]) || words;
        assay_output_text(page->out, "</div>\n");
    }
    if (words) assay_page_contrast_words(page);
    assay_output_text(page->out, "</div>\n");
}

static void put_groups(const assay_page *page, size_t r)
{
    if (!is_grouped(page, r)) return;
    assay_page_result_heading(page, r);
    assay_output_text(page->out, "<div class=\"pair\">\n");
    for (size_t i = 0; i < RATES; i++) put_group_plot(page, r, &rates[i]);
    for (size_t i = 0; i < 2; i++)
        assay_page_ratio_plot(page, r, rates[i].name);
    assay_output_text(page->out, "</div>\n");
    put_group_tables(page, r);
}

// ---- Threshold and time ----------------------------------------------------

// A quantile of seconds.
static void put_time(const assay_page *page, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char count[ASSAY_FORMAT_SIZE];
    char share[ASSAY_FORMAT_SIZE];
    assay_format_shortest(100 * assay_figure_at(f, "quantile"), share);
    assay_html_put(page->out,
                   "<tr><th scope=\"row\">{}</th><td class=\"r\">{} %</td>"
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{} {}</td><td>{}</td></tr>\n",
                   f->name, share,
                   isnan(f->value) ? assay_figure_status_name(f->status)
                                   : assay_format_value(f, value),
                   assay_format_interval(f, range),
                   assay_format_count(f->trials, count), f->of ? f->of : "",
                   f->note ? f->note : "", NULL);
}

static void put_times(const assay_page *page, size_t r)
{
    size_t count = 0;
    char level[ASSAY_FORMAT_SIZE];
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    assay_page_open_room(page, r, "Times");
    assay_html_put(page->out,
                   "<table class=\"points\">\n<thead><tr><th scope=\"col\">"
                   "Time</th><th scope=\"col\" class=\"r\">Of them, up to</th>"
                   "<th scope=\"col\" class=\"r\">Seconds</th>"
                   "<th scope=\"col\">{} interval</th><th scope=\"col\">Of</th>"
                   "<th scope=\"col\">Note</th></tr></thead>\n<tbody>\n",
                   assay_page_level(page->results[r], level), NULL);
    for (size_t i = 0; i < count; i++)
        if (!all[i].group_count && is(all[i].unit, "seconds"))
            put_time(page, &all[i]);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

static void put_curves(const assay_page *page, size_t r)
{
    const assay_result *result = page->results[r];
    char level[ASSAY_FORMAT_SIZE];
    char caption[TEXT];
    (void)assay_page_level(result, level);
    assay_output_text(page->out, "<div class=\"pair\">\n");
    (void)snprintf(
        caption, sizeof caption,
        "Passages found, and passages with a false alert, as the threshold "
        "moves, from the lowest score of the log on. Dots with %s intervals: "
        "at the thresholds asked for; hollow, at the foot: none. Shares of 0 "
        "are not drawn on the logarithmic axis. Alerts that may be another "
        "person's are left out of the lines.",
        level);
    if (assay_page_has_curve(result, "rates by threshold", false))
        assay_page_put_plot(page, &(assay_page_plot){"trial-rates",
                                                     "Rates by threshold", "",
                                                     r, caption});
    (void)snprintf(
        caption, sizeof caption,
        "How soon: the share of passages by people on the list that had raised "
        "the right alert so many seconds after entering. Band: %s interval, "
        "point by point. Those never found are in the rest, so that the line "
        "does not reach 1. Passages that the clock of the alerts contradicts "
        "are left out.",
        level);
    if (assay_page_has_curve(result, "latency", false))
        assay_page_put_plot(page, &(assay_page_plot){"latency",
                                                     "Time to the right alert",
                                                     "", r, caption});
    assay_output_text(page->out, "</div>\n");
    put_times(page, r);
}

// ---- Operators -------------------------------------------------------------

static const char *const operator_rows[] = {
    "right alerts taken on",    "false alerts taken on", "TPIR after review",
    "FPIR after review",        "operators' d'",         "operators' c",
    "operators' beta",          "operators' AUC",        "operators",
    "alerts without a decision"};
enum { OPERATOR_ROWS = sizeof operator_rows / sizeof *operator_rows };

static void put_operator(const assay_page *page, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char events[ASSAY_FORMAT_SIZE];
    char trials[ASSAY_FORMAT_SIZE];
    assay_format_count(f->trials, trials);
    assay_html_put(page->out,
                   "<tr><th scope=\"row\">{}</th><td class=\"r\">{}</td>"
                   "<td class=\"n\">{}</td><td class=\"n\">{}{}{}</td>"
                   "<td>{}</td><td>{}</td></tr>\n",
                   f->name,
                   isnan(f->value) ? assay_figure_status_name(f->status)
                                   : assay_format_value(f, value),
                   assay_format_interval(f, range),
                   assay_format_count(f->events, events),
                   trials[0] ? " of " : "", trials, f->of ? f->of : "",
                   f->note ? f->note : "", NULL);
}

static void put_operators(const assay_page *page, size_t r)
{
    char level[ASSAY_FORMAT_SIZE];
    assay_page_result_heading(page, r);
    if (!find(page, r, operator_rows[0], false)) {
        assay_output_text(page->out, "<p>No decision of an operator is "
                                     "logged.</p>\n");
        return;
    }
    assay_page_open_room(page, r, "Operators");
    assay_html_put(page->out,
                   "<table class=\"points\">\n<caption><span>What operators "
                   "made of alerts whose truth is known, and what is left of "
                   "both rates after them</span></caption>\n<thead><tr>"
                   "<th scope=\"col\">Measure</th>"
                   "<th scope=\"col\" class=\"r\">Value</th>"
                   "<th scope=\"col\">{} interval</th>"
                   "<th scope=\"col\">Counts</th><th scope=\"col\">Of</th>"
                   "<th scope=\"col\">Note</th></tr></thead>\n<tbody>\n",
                   assay_page_level(page->results[r], level), NULL);
    for (size_t i = 0; i < OPERATOR_ROWS; i++) {
        const assay_figure *f = find(page, r, operator_rows[i], false);
        if (f) put_operator(page, f);
    }
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

// ---- Alerts of no certain passage ------------------------------------------

static const char *const bound_rows[] = {
    "TPIR",
    "FPIR",
    "false alerts per passage, own entry set aside",
    "algorithm-level TPIR",
    "algorithm-level FPIR",
    "false alerts per crowd passage",
    "right alerts per alert",
    "false alerts per hour"};
enum { BOUND_ROWS = sizeof bound_rows / sizeof *bound_rows };

static void put_bounds(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    open_rates(page, r,
               "Rates as counted, and the least and the most that each can be, "
               "whoever the alerts of no certain passage are of, and whatever "
               "those are that nobody verified; blank: nothing is open",
               false);
    for (size_t i = 0; i < count; i++)
        if (!all[i].group_count && is_plain(&all[i]) &&
            is_of(&all[i], bound_rows, BOUND_ROWS))
            put_rate(page, &all[i], false);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

static const assay_curve *find_curve(const assay_result *result,
                                     const char *name)
{
    size_t count = 0;
    const assay_curve *all = assay_result_curves(result, &count);
    for (size_t i = 0; i < count; i++)
        if (is(all[i].name, name) && !all[i].group_count) return &all[i];
    return NULL;
}

// A count that a file may hold as any number; "" of one that is none.
static char *whole(double value, char *text)
{
    text[0] = '\0';
    return value >= 0 && value < 1e15 ? assay_format_count((int64_t)value, text)
                                      : text;
}

// A row of the curve: seconds, alerts of no certain passage, all, all per hour.
static void put_merge(const assay_page *page, const double *row)
{
    char text[3][ASSAY_FORMAT_SIZE];
    char hourly[ASSAY_FORMAT_SIZE] = "";
    if (!isnan(row[3])) assay_format_digits(row[3], 3, hourly);
    assay_html_put(page->out,
                   "<tr><th scope=\"row\">{} s</th><td class=\"r\">{}</td>"
                   "<td class=\"r\">{}</td><td class=\"r\">{}</td></tr>\n",
                   assay_format_shortest(row[0], text[0]),
                   whole(row[1], text[1]), whole(row[2], text[2]), hourly,
                   NULL);
}

static void put_merging(const assay_page *page, size_t r)
{
    const assay_result *result = page->results[r];
    const assay_curve *curve = find_curve(result, "merging");
    const char *used = assay_page_fact(result, "options.merge");
    if (!curve || curve->column_count != 4) return;
    assay_page_open_room(page, r, "Merging rule");
    assay_html_put(page->out,
                   "<table class=\"sides\">\n<caption><span>Alerts of no "
                   "certain passage that name one person at one camera no more "
                   "than so many seconds apart count once; in use: {} s</span>"
                   "</caption>\n<thead><tr><th scope=\"col\">Merged within</th>"
                   "<th scope=\"col\" class=\"r\">Alerts of no certain passage"
                   "</th><th scope=\"col\" class=\"r\">All alerts</th>"
                   "<th scope=\"col\" class=\"r\">All alerts per hour</th></tr>"
                   "</thead>\n<tbody>\n",
                   used ? used : "not stated", NULL);
    for (size_t i = 0; i < curve->row_count; i++)
        put_merge(page, curve->values + 4 * i);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

// ---- What a report should state --------------------------------------------

static const char items_prefix[] = "items.";

// "4", "Place and light" of "items.04_place_and_light".
static void put_item(const assay_page *page, const assay_fact *fact)
{
    char words[ASSAY_FORMAT_SIZE];
    const char *number = fact->key + strlen(items_prefix);
    const char *name = strchr(number, '_');
    const bool blank = is(fact->value, "not stated");
    if (!name) return;
    number += number[0] == '0';
    (void)snprintf(words, sizeof words, "%.*s. %s", (int)(name - number),
                   number, name + 1);
    for (char *c = words; *c; c++)
        if (*c == '_') *c = ' ';
    assay_html_put(page->out,
                   blank ? "<tr><th scope=\"row\">{}</th><td class=\"blank\">"
                           "not stated</td></tr>\n"
                         : "<tr><th scope=\"row\">{}</th><td><bdi>{}</bdi></td>"
                           "</tr>\n",
                   words, fact->value, NULL);
}

static void put_items(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_fact *facts = assay_result_facts(page->results[r], &count);
    assay_page_result_heading(page, r);
    assay_page_open_room(page, r, "What the report of a test should state");
    assay_output_text(page->out,
                      "<table class=\"sides\">\n<thead><tr><th scope=\"col\">"
                      "Item</th><th scope=\"col\">As stated</th></tr></thead>"
                      "\n<tbody>\n");
    for (size_t i = 0; i < count; i++)
        if (strncmp(facts[i].key, items_prefix, strlen(items_prefix)) == 0)
            put_item(page, &facts[i]);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

// ---- The page --------------------------------------------------------------

typedef void put_part(const assay_page *page, size_t r);

static void put_doubtful(const assay_page *page, size_t r)
{
    assay_page_result_heading(page, r);
    put_merging(page, r);
    put_bounds(page, r);
}

// A section with a part for each trial of the page.
static void put_section(const assay_page *page, const char *id,
                        const char *head, put_part *part)
{
    assay_html_put(page->out, "<section id=\"{}\">\n<h2>{}</h2>\n", id, head,
                   NULL);
    for (size_t i = 0; i < page->count; i++)
        if (assay_page_is_trial(page->results[i])) part(page, i);
    assay_output_text(page->out, "</section>\n");
}

void assay_page_alerts(const assay_page *page)
{
    bool grouped = false;
    for (size_t i = 0; i < page->count; i++)
        grouped = grouped || (assay_page_is_trial(page->results[i]) &&
                              is_grouped(page, i));
    if (grouped) put_section(page, "groups", "Groups and cameras", put_groups);
    put_section(page, "threshold", "Threshold and time", put_curves);
    put_section(page, "operators", "Operators", put_operators);
    put_section(page, "doubtful", "Alerts of no certain passage", put_doubtful);
    put_section(page, "items", "What the report of a test should state",
                put_items);
}
