// SPDX-License-Identifier: Apache-2.0
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"
#include "tell/search_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIGURES_MOST = 3000 };

static const char *value_of(const assay_fact *facts, size_t count,
                            const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i].key, key) == 0 && facts[i].value[0])
            return facts[i].value;
    }
    return NULL;
}

const char *assay_page_about(const assay_result *result, const char *key)
{
    size_t count = 0;
    const assay_fact *about = assay_result_about(result, &count);
    return value_of(about, count, key);
}

const char *assay_page_fact(const assay_result *result, const char *key)
{
    size_t count = 0;
    const assay_fact *facts = assay_result_facts(result, &count);
    return value_of(facts, count, key);
}

bool assay_page_is_searches(const assay_result *result)
{
    return strcmp(assay_result_evaluation(result), "identification") == 0;
}

char *assay_page_list(const assay_result *result, char *text)
{
    char number[ASSAY_FORMAT_SIZE];
    const int64_t listed = assay_search_rows_listed(result);
    if (listed > 0)
        (void)snprintf(text, ASSAY_FORMAT_SIZE, "a list of %.40s people",
                       assay_format_count(listed, number));
    else
        (void)snprintf(text, ASSAY_FORMAT_SIZE, "a list");
    return text;
}

// What an evaluation is, and what a page is called that has no other name.
typedef struct kind {
    const char *evaluation, *what, *title;
} kind;

static const kind kinds[] = {
    {"verification", "Verification: pairs of faces compared one to one (1:1)",
     "Comparison scores"},
    {"identification", "Identification: faces searched for in a list (1:N)",
     "Searches of a list"},
    {"attacks", "Presentation attacks, bona fide presentations and morphs",
     "Presentation attacks"},
    {"counts", "Published counts", "Published counts"},
    {"scenario", "Scenario evaluation: a trial with volunteers, one list (1:N)",
     "A trial with volunteers"},
    {"operational", "Operational evaluation: records of deployments",
     "Records of deployments"},
    {"comparison", "Comparison of two systems: A and B", "Two systems"},
    {"forecast", "Forecast: alerts of a day, from what a test found",
     "A day forecast"},
    {"size", "How large a test must be", "A test planned"},
};

// That of the result; of an evaluation without a name here, NULL.
static const kind *kind_of(const assay_result *result)
{
    const char *evaluation = assay_result_evaluation(result);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].evaluation, evaluation) == 0) return &kinds[i];
    return NULL;
}

const char *assay_page_kind(const assay_result *result)
{
    const kind *known = kind_of(result);
    return known ? known->what : assay_result_evaluation(result);
}

const char *assay_page_title(const assay_result *result)
{
    size_t count = 0;
    const assay_input *inputs = assay_result_inputs(result, &count);
    const kind *known = kind_of(result);
    const char *title = assay_page_about(result, "title");
    if (!title) title = assay_page_about(result, "system");
    if (!title && count == 1) title = inputs[0].name;
    if (!title && known) title = known->title;
    return title ? title : assay_result_evaluation(result);
}

void assay_page_result_heading(const assay_page *page, size_t i)
{
    if (page->count < 2) return;
    assay_html_put(page->out, "<h3><bdi>{.}</bdi></h3>\n",
                   assay_page_title(page->results[i]), NULL);
}

void assay_page_open_room(const assay_page *page, size_t i, const char *label)
{
    char number[32] = "";
    if (page->count > 1)
        (void)snprintf(number, sizeof number, ", result %zu", i + 1);
    assay_html_put(page->out,
                   "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"{.}{}\">",
                   label, number, NULL);
}

bool assay_page_has_curve(const assay_result *result, const char *name,
                          bool grouped)
{
    size_t count = 0;
    const assay_curve *curves = assay_result_curves(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(curves[i].name, name) == 0 && curves[i].row_count > 0 &&
            (curves[i].group_count > 0) == grouped)
            return true;
    }
    return false;
}

const assay_figure *assay_page_some_figures(const assay_result *result,
                                            size_t *count)
{
    const assay_figure *figures = assay_result_figures(result, count);
    if (*count > FIGURES_MOST) *count = FIGURES_MOST;
    return figures;
}

const assay_figure *assay_page_counted(const assay_result *result,
                                       const char *name)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(figures[i].name, name) == 0 && figures[i].group_count == 0 &&
            figures[i].trials >= 0)
            return &figures[i];
    }
    return NULL;
}

char *assay_page_level(const assay_result *result, char *text)
{
    char number[ASSAY_FORMAT_SIZE];
    size_t count = 0;
    double level = 0.95;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (!assay_format_has_interval(&figures[i])) continue;
        if (!(figures[i].confidence > 0)) continue;
        level = figures[i].confidence;
        break;
    }
    assay_format_level(level, number);
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%.40s %%", number);
    return text;
}

char *assay_page_point(const assay_figure *figure, char *text)
{
    char number[ASSAY_FORMAT_SIZE];
    const double fmr = assay_figure_at(figure, "FMR");
    const double fpir = assay_figure_at(figure, "FPIR");
    const double threshold = assay_figure_at(figure, "threshold");
    const double sure = assay_figure_at(figure, "confidence");
    text[0] = '\0';
    if (!isnan(fmr) || !isnan(fpir)) {
        assay_format_shortest(isnan(fmr) ? fpir : fmr, number);
        (void)snprintf(text, ASSAY_FORMAT_SIZE, "at %s %.30s%s",
                       isnan(fmr) ? "FPIR" : "FMR", number,
                       isnan(sure) ? "" : " with confidence");
    } else if (!isnan(threshold)) {
        assay_format_threshold(threshold, number);
        (void)snprintf(text, ASSAY_FORMAT_SIZE, "at threshold %.30s", number);
    }
    return text;
}

// Equal numbers, or both absent.
static bool equal(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

bool assay_page_same_point(const assay_figure *a, const assay_figure *b)
{
    static const char *const keys[] = {"FMR", "FPIR", "threshold",
                                       "confidence"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!equal(assay_figure_at(a, keys[i]), assay_figure_at(b, keys[i])))
            return false;
    }
    return true;
}

bool assay_page_open_row(assay_output *out, const assay_figure *f,
                         const char *columns)
{
    assay_html_put(out, "<tr class=\"{}\"><th scope=\"row\"><bdi>",
                   f->status == ASSAY_FIGURE_OK ? "" : "few", NULL);
    for (size_t i = 0; i < f->group_count; i++)
        assay_html_put(out, i ? ", {.}" : "{.}", f->group[i].value, NULL);
    assay_output_text(out, "</bdi></th>");
    if (!isnan(f->value)) return true;
    assay_html_put(out, "<td colspan=\"{}\">{}</td></tr>\n", columns,
                   f->note ? f->note : assay_figure_status_name(f->status),
                   NULL);
    return false;
}
