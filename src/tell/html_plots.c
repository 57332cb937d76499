// SPDX-License-Identifier: Apache-2.0
// The places of the plots, with captions that are true alone. The script of
// the page draws into them.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Room for the texts that are put together here.
enum { TEXT = 768 };

static void put_input(assay_output *out, const assay_input *input, bool first)
{
    char digest[17] = "";
    if (input->digest)
        (void)snprintf(digest, sizeof digest, "%.16s", input->digest);
    assay_html_put(out, first ? "Data: {.}{}{}{}" : "; {.}{}{}{}", input->name,
                   digest[0] ? " (BLAKE2b " : " (no digest", digest,
                   digest[0] ? "\xE2\x80\xA6)" : ")", NULL);
}

static void put_source(const assay_page *page)
{
    size_t count = 0;
    const assay_input *inputs = assay_result_inputs(page->results[0], &count);
    assay_output_text(page->out, " data-source=\"");
    for (size_t i = 0; i < count && i < 3; i++)
        put_input(page->out, &inputs[i], i == 0);
    if (count > 3) assay_output_format(page->out, "; and %zu more", count - 3);
    if (page->count > 1)
        assay_output_format(page->out, "; and the data of %zu more result%s",
                            page->count - 1, page->count > 2 ? "s" : "");
    assay_html_put(page->out, "{}assay {}\"", count ? ". " : "",
                   assay_version(), NULL);
}

void assay_page_put_plot(const assay_page *page, const assay_page_plot *p)
{
    char id[64];
    (void)snprintf(id, sizeof id, "plot-%s-%s-%zu", p->kind, p->figure,
                   p->result);
    for (char *c = id; *c; c++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    "0123456789-",
                    *c))
            *c = '-';
    }
    assay_html_put(page->out,
                   "<figure class=\"plot\" id=\"{}\" data-plot=\"{}\" "
                   "data-name=\"{}\" data-figure=\"{}\"",
                   id, p->kind, p->name, p->figure, NULL);
    assay_output_format(page->out, " data-result=\"%zu\"", p->result);
    put_source(page);
    assay_html_put(page->out,
                   ">\n<p class=\"undrawn\">The picture is drawn by the script "
                   "of this page, which did not run; the numbers stand in the "
                   "tables.</p>\n<figcaption>{}</figcaption>\n</figure>\n",
                   p->caption, NULL);
}

// "3,000 mated and 3,000 non-mated comparisons" of the result.
static void write_counts(const assay_result *result, char *text)
{
    char mated[ASSAY_FORMAT_SIZE];
    char other[ASSAY_FORMAT_SIZE];
    const assay_figure *fnmr = assay_page_counted(result, "FNMR");
    const assay_figure *fmr = assay_page_counted(result, "FMR");
    text[0] = '\0';
    if (!fnmr || !fmr) return;
    (void)snprintf(text, TEXT, " %s mated and %s non-mated comparisons.",
                   assay_format_count(fnmr->trials, mated),
                   assay_format_count(fmr->trials, other));
}

// Whether the band of the DET holds the whole curve: its note says so.
static bool is_simultaneous(const assay_result *result)
{
    size_t count = 0;
    const assay_curve *curves = assay_result_curves(result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(curves[i].name, "DET band") == 0 && !curves[i].group_count)
            return curves[i].note &&
                   strncmp(curves[i].note, "simultaneous", 12) == 0;
    return false;
}

static void put_det(const assay_page *page)
{
    char caption[TEXT];
    char counts[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    const bool band = assay_page_has_curve(page->results[0], "DET band", false);
    write_counts(page->results[0], counts);
    (void)assay_page_level(page->results[0], level);
    (void)snprintf(
        caption, sizeof caption,
        "DET curve: the share of pairs of the same person that fail (FNMR) "
        "against the share of pairs of different people that pass (FMR), as "
        "the threshold moves.%.200s%s%s%s Rings: the FMR asked for, with the "
        "threshold T. Pale and dashed: fewer than 10 false matches.",
        counts, band ? " Band: " : "", band ? level : "",
        !band ? ""
        : is_simultaneous(page->results[0])
            ? " band of the whole curve."
            : " interval of the FNMR, point by point.");
    assay_page_put_plot(page,
                        &(assay_page_plot){"det", "DET curve", "", 0, caption});
}

// Rates of other references or other lists than those of the plain names.
static bool is_aside(const assay_figure *f)
{
    return strcmp(f->name, "cross-group FMR") == 0 ||
           strncmp(f->name, "FPIR of a ", 10) == 0;
}

// The names of the rates that groups have, in order of first sight.
static size_t grouped_rates(const assay_result *result, bool grouped,
                            const char *names[4])
{
    size_t count = 0;
    size_t n = 0;
    const assay_figure *figures = assay_page_some_figures(result, &count);
    for (size_t i = 0; i < count && n < 4; i++) {
        const assay_figure *f = &figures[i];
        if ((f->group_count > 0) != grouped || f->trials < 0 ||
            f->reference_group_count > 0 || is_aside(f) ||
            !isnan(assay_figure_at(f, "discard")) ||
            strcmp(f->unit, "proportion") != 0 || strcmp(f->name, "TMR") == 0)
            continue;
        size_t k = 0;
        while (k < n && strcmp(names[k], f->name) != 0) k++;
        if (k == n) names[n++] = f->name;
    }
    return n;
}

// ", in searches of a list of 1,000 people"; "" of other rates.
static const char *in_searches(const assay_result *result, const char *name,
                               char *text)
{
    char list[ASSAY_FORMAT_SIZE];
    text[0] = '\0';
    if (strcmp(name, "FPIR") == 0 || strcmp(name, "FNIR") == 0)
        (void)snprintf(text, ASSAY_FORMAT_SIZE, ", in searches of %.60s",
                       assay_page_list(result, list));
    return text;
}

// What a rate of a trial with volunteers is, likewise.
static const char *what_of_passages(const char *name)
{
    static const char *const words[][2] = {
        {"TPIR", "True positive identification rate (TPIR): the share of "
                 "passages by people on the list that raised the right alert"},
        {"FPIR", "False positive identification rate (FPIR): the share of "
                 "passages by people who are not on the list that raised an "
                 "alert"},
        {"false alerts per passage, own entry set aside",
         "The share of passages by people on the list in which somebody else "
         "was named"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i][0]) == 0) return words[i][1];
    return NULL;
}

// What a rate is, at the start of a caption; NULL: the name says it.
static const char *what_is(const assay_result *result, const char *name)
{
    if (strcmp(assay_result_evaluation(result), "scenario") == 0)
        return what_of_passages(name);
    static const char *const words[][2] = {
        {"FMR",
         "False match rate (FMR): the share of pairs of different people "
         "that pass"},
        {"FNMR", "False non-match rate (FNMR): the share of pairs of the same "
                 "person that fail"},
        {"FPIR", "False positive identification rate (FPIR): the share of "
                 "searches by people who are not on the list that give a false "
                 "alert"},
        {"FNIR", "False negative identification rate (FNIR): the share of "
                 "searches by people on the list that miss them"},
        {"APCER", "APCER: the share of attacks of a species taken for bona "
                  "fide"},
        {"BPCER", "BPCER: the share of bona fide presentations taken for "
                  "attacks"},
        {"IAPAR", "IAPAR: the share of attacks of a species that pass as the "
                  "person attacked"},
        {"MMPMR", "MMPMR: the share of morphs that match every contributor"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i][0]) == 0) return words[i][1];
    return NULL;
}

void assay_page_group_plot(const assay_page *page, size_t r, const char *name,
                           bool grouped)
{
    char caption[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    char list[ASSAY_FORMAT_SIZE];
    const char *what = what_is(page->results[r], name);
    const bool of_species =
        strcmp(name, "APCER") == 0 || strcmp(name, "IAPAR") == 0;
    (void)snprintf(caption, sizeof caption,
                   "%s%.200s%s%s. Dots with %s intervals%s Grey: not to be "
                   "quoted, with the reason.",
                   what ? "" : "Each ", what ? what : name,
                   in_searches(page->results[r], name, list),
                   grouped ? ", group by group" : "",
                   assay_page_level(page->results[r], level),
                   !grouped     ? "."
                   : of_species ? "; the broken line is the species that "
                                  "passes most often."
                                : "; the broken line is everybody.");
    assay_page_put_plot(page,
                        &(assay_page_plot){"groups", name, name, r, caption});
}

// How many of the rates of groups the main plot shows already.
static size_t shown_above(const assay_page *page, size_t r)
{
    return r == 0 && !assay_page_has_curve(page->results[0], "DET", false);
}

static void put_group_plots(const assay_page *page, size_t r)
{
    const char *names[4];
    const size_t n = grouped_rates(page->results[r], true, names);
    const size_t first = shown_above(page, r);
    if (n <= first) return;
    assay_output_text(page->out, "<div class=\"pair\">\n");
    for (size_t i = first; i < n; i++)
        assay_page_group_plot(page, r, names[i], true);
    for (size_t i = 0; i < n; i++) assay_page_ratio_plot(page, r, names[i]);
    assay_output_text(page->out, "</div>\n");
}

void assay_page_main_plot(const assay_page *page)
{
    const char *names[4];
    const assay_result *first = page->results[0];
    assay_output_text(page->out, "<section id=\"main-plot\">\n<h2 "
                                 "class=\"unseen\">The main plot</h2>\n");
    if (assay_page_has_curve(first, "DET", false)) {
        put_det(page);
    } else {
        const bool grouped = grouped_rates(first, true, names) > 0;
        if (grouped_rates(first, grouped, names) > 0)
            assay_page_group_plot(page, 0, names[0], grouped);
    }
    assay_output_text(page->out, "</section>\n");
}

static void put_groups(const assay_page *page, size_t r)
{
    const char *names[4];
    if (grouped_rates(page->results[r], true, names) == 0) return;
    assay_page_result_heading(page, r);
    put_group_plots(page, r);
    assay_page_group_tables(page, r, true);
    if (!assay_page_has_curve(page->results[r], "DET", true)) return;
    assay_page_put_plot(
        page, &(assay_page_plot){
                  "det-groups", "DET curves by group", "", r,
                  "DET curves group by group: the share of pairs of the "
                  "same person that fail (FNMR) against the share of pairs "
                  "of different people that pass (FMR). At one FMR the "
                  "curves stand at different thresholds. Pale and dashed: "
                  "fewer than 10 false matches."});
}

void assay_page_groups(const assay_page *page)
{
    const char *names[4];
    bool any = false;
    for (size_t i = 0; i < page->count; i++)
        any = any || grouped_rates(page->results[i], true, names) >
                         shown_above(page, i);
    if (!any) return;
    assay_output_text(page->out, "<section id=\"groups\">\n<h2>Groups</h2>\n");
    if (assay_page_has_curve(page->results[0], "DET", false))
        assay_output_text(page->out,
                          "<p>A comparison belongs to the group of its probe. "
                          "Passing for somebody else and failing as oneself "
                          "are two questions, and stand in two panels.</p>\n");
    for (size_t i = 0; i < page->count; i++) put_groups(page, i);
    assay_output_text(page->out, "</section>\n");
}

static void put_scores_plot(const assay_page *page, size_t r)
{
    char caption[TEXT];
    char counts[TEXT];
    if (!assay_page_has_curve(page->results[r], "scores", false)) return;
    write_counts(page->results[r], counts);
    (void)snprintf(caption, sizeof caption,
                   "Scores of pairs of the same person (mated) and of pairs of "
                   "different people (non-mated), each as shares of its own "
                   "class.%.200s Verticals: the thresholds asked for. A single "
                   "score that many comparisons share stands as a spike.",
                   counts);
    assay_page_put_plot(
        page,
        &(assay_page_plot){"scores", "Score distributions", "", r, caption});
}

static void put_rates_plot(const assay_page *page)
{
    assay_page_put_plot(
        page, &(assay_page_plot){
                  "rates", "Rates by threshold", "", 0,
                  "The share of pairs of different people that pass (FMR) "
                  "and the share of pairs of the same person that fail "
                  "(FNMR) at each threshold. Raising the threshold lowers "
                  "the one and raises the other. Verticals: the thresholds "
                  "asked for."});
}

void assay_page_plots(const assay_page *page)
{
    const bool det = assay_page_has_curve(page->results[0], "DET", false);
    if (!det && !assay_page_has_curve(page->results[0], "scores", false))
        return;
    assay_html_put(page->out,
                   "<section id=\"plots\">\n<h2>{}</h2>\n<div class=\"pair\">"
                   "\n",
                   det ? "What moving the threshold does" : "Scores", NULL);
    if (det) put_rates_plot(page);
    for (size_t i = 0; i < page->count; i++) put_scores_plot(page, i);
    assay_output_text(page->out, "</div>\n");
    for (size_t i = 0; i < page->count; i++) {
        assay_page_result_heading(page, i);
        assay_page_points(page, i);
    }
    assay_output_text(page->out, "</section>\n");
}

static bool has_group_of(const assay_result *result, const char *name)
{
    size_t count = 0;
    const assay_figure *figures = assay_page_some_figures(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (figures[i].group_count > 0 &&
            figures[i].reference_group_count == 0 &&
            strcmp(figures[i].name, name) == 0)
            return true;
    }
    return false;
}

static void put_pairs(const assay_page *page, size_t r)
{
    static const char *const names[] = {"FMR", "FNMR"};
    assay_page_result_heading(page, r);
    assay_page_points(page, r);
    assay_output_text(page->out, "<div class=\"pair\">\n");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (has_group_of(page->results[r], names[i]))
            assay_page_group_plot(page, r, names[i], true);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assay_page_ratio_plot(page, r, names[i]);
    assay_output_text(page->out, "</div>\n");
    assay_page_group_tables(page, r, false);
}

void assay_page_pairs(const assay_page *page)
{
    if (!assay_page_has_curve(page->results[0], "DET", false)) return;
    assay_output_text(page->out,
                      "<section id=\"pairs\">\n<h2>The same comparisons as "
                      "pairs (1:1)</h2>\n<div class=\"pair\">\n");
    put_det(page);
    put_rates_plot(page);
    for (size_t i = 0; i < page->count; i++) put_scores_plot(page, i);
    assay_output_text(page->out, "</div>\n");
    for (size_t i = 0; i < page->count; i++) put_pairs(page, i);
    assay_output_text(page->out, "</section>\n");
}
