// SPDX-License-Identifier: Apache-2.0
// The FMR matrix: who passes for whom, a table with number and count in each
// cell. How a cell compares with all of them together is its colour.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FEW = 10, WHICH = 256 };

// All figures of a result, and one cell of the matrix that is written.
typedef struct matrix {
    const assay_figure *figures;
    size_t count;
    const assay_figure *first;
    double overall; ///< of all its cells together; NaN: not known
} matrix;

static bool same_labels(const assay_label *a, const assay_label *b,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(a[i].attribute, b[i].attribute) != 0 ||
            strcmp(a[i].value, b[i].value) != 0)
            return false;
    }
    return true;
}

static bool same_attributes(const assay_label *a, const assay_label *b,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(a[i].attribute, b[i].attribute) != 0) return false;
    }
    return true;
}

static bool is_cell(const assay_figure *f)
{
    return f->reference_group_count > 0 &&
           f->reference_group_count == f->group_count &&
           strcmp(f->unit, "proportion") == 0;
}

static bool in_matrix(const assay_figure *f, const assay_figure *first)
{
    return is_cell(f) && f->group_count == first->group_count &&
           strcmp(f->name, first->name) == 0 &&
           same_attributes(f->group, first->group, f->group_count) &&
           assay_page_same_point(f, first);
}

static bool same_probes(const assay_figure *a, const assay_figure *b)
{
    return same_labels(a->group, b->group, a->group_count);
}

static bool same_references(const assay_figure *a, const assay_figure *b)
{
    return same_labels(a->reference_group, b->reference_group,
                       a->reference_group_count);
}

// The cell of these groups; where people weigh alike in one of two, that one.
static const assay_figure *find(const matrix *m, const assay_figure *probe,
                                const assay_figure *reference)
{
    const assay_figure *found = NULL;
    for (size_t i = 0; i < m->count; i++) {
        const assay_figure *f = &m->figures[i];
        if (!in_matrix(f, m->first) || !same_probes(f, probe) ||
            !same_references(f, reference))
            continue;
        if (!found || (f->weights && strcmp(f->weights, "subject") == 0))
            found = f;
    }
    return found;
}

// The FMR of these probes against all references, where it is given.
static const assay_figure *find_all(const matrix *m, const assay_figure *probe)
{
    for (size_t i = 0; i < m->count; i++) {
        const assay_figure *f = &m->figures[i];
        if (f->reference_group_count == 0 &&
            strcmp(f->name, probe->name) == 0 &&
            assay_figure_same_group(f, probe) &&
            assay_page_same_point(f, probe) &&
            !(f->references && strcmp(f->references, "same group") == 0) &&
            !(f->threshold_from && strcmp(f->threshold_from, "group") == 0))
            return f;
    }
    return NULL;
}

// Whether no earlier cell of the matrix has these probes, or, with
// `references`, these references.
static bool is_new(const matrix *m, size_t i, bool references)
{
    const assay_figure *f = &m->figures[i];
    if (!in_matrix(f, m->first)) return false;
    for (size_t k = 0; k < i; k++) {
        const assay_figure *g = &m->figures[k];
        if (in_matrix(g, m->first) &&
            (references ? same_references(f, g) : same_probes(f, g)))
            return false;
    }
    return true;
}

static double overall_of(const matrix *m)
{
    double events = 0;
    double trials = 0;
    for (size_t i = 0; i < m->count; i++) {
        const assay_figure *f = &m->figures[i];
        if (!in_matrix(f, m->first) || f->events < 0 || f->trials < 0) continue;
        if (f->weights && strcmp(f->weights, "subject") == 0) continue;
        events += (double)f->events;
        trials += (double)f->trials;
    }
    return trials > 0 ? events / trials : (double)NAN;
}

// By how much it lies above or below all cells together, in steps of which two
// are a factor of ten.
static const char *colour_of(const matrix *m, const assay_figure *f)
{
    // 10^(1/4), 10^(3/4), 10^(5/4)
    static const double edges[] = {1.7782794100389228, 5.623413251903491,
                                   17.78279410038923};
    static const char *const above[] = {"r0", "r1", "r2", "r3"};
    static const char *const below[] = {"r0", "r-1", "r-2", "r-3"};
    if (!(f->value > 0) || !(m->overall > 0)) return "r0";
    const double ratio = f->value / m->overall;
    const double size = ratio > 1 ? ratio : 1 / ratio;
    size_t step = 0;
    while (step < 3 && size > edges[step]) step++;
    return ratio > 1 ? above[step] : below[step];
}

static void put_labels(assay_output *out, const assay_label *labels, size_t n)
{
    assay_output_text(out, "<bdi>");
    for (size_t i = 0; i < n; i++)
        assay_html_put(out, i ? ", {.}" : "{.}", labels[i].value, NULL);
    assay_output_text(out, "</bdi>");
}

static void put_cell(assay_output *out, const matrix *m, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE];
    char events[ASSAY_FORMAT_SIZE];
    char trials[ASSAY_FORMAT_SIZE];
    if (!f) {
        assay_output_text(out, "<td></td>");
        return;
    }
    if (isnan(f->value)) {
        assay_html_put(out, "<td class=\"cell soft\">{}</td>",
                       f->note ? f->note : assay_figure_status_name(f->status),
                       NULL);
        return;
    }
    const bool few = f->events >= 0 && f->events < FEW;
    assay_html_put(
        out, "<td class=\"cell {}{}\"><b>{}</b><br><span>{} of {}</span>",
        colour_of(m, f), few ? " hatched" : "", assay_format_value(f, value),
        assay_format_count(f->events, events),
        assay_format_count(f->trials, trials), NULL);
    assay_output_text(out, few ? "<span class=\"unseen\">, few events</span>"
                                 "</td>"
                               : "</td>");
}

static void put_row(assay_output *out, const matrix *m,
                    const assay_figure *probe, bool all)
{
    assay_output_text(out, "<tr><th scope=\"row\">");
    put_labels(out, probe->group, probe->group_count);
    assay_output_text(out, "</th>");
    for (size_t i = 0; i < m->count; i++) {
        if (is_new(m, i, true))
            put_cell(out, m, find(m, probe, &m->figures[i]));
    }
    if (all) put_cell(out, m, find_all(m, probe));
    assay_output_text(out, "</tr>\n");
}

static bool has_all(const matrix *m)
{
    for (size_t i = 0; i < m->count; i++) {
        if (is_new(m, i, false) && find_all(m, &m->figures[i])) return true;
    }
    return false;
}

// "sex, age at FPIR 0.01": which matrix it is.
static const char *write_which(const matrix *m, char text[WHICH])
{
    char point[ASSAY_FORMAT_SIZE];
    size_t used = 0;
    const assay_figure *first = m->first;
    text[0] = '\0';
    for (size_t i = 0; i < first->group_count && used < WHICH / 2; i++)
        used += (size_t)snprintf(text + used, WHICH - used, "%s%.40s",
                                 i ? ", " : "", first->group[i].attribute);
    assay_page_point(first, point);
    (void)snprintf(text + used, WHICH - used, " %s",
                   point[0] ? point : "as counted");
    return text;
}

static void put_head(const assay_page *page, size_t r, const matrix *m)
{
    char which[WHICH];
    char label[WHICH + ASSAY_FORMAT_SIZE];
    (void)snprintf(label, sizeof label, "Who passes for whom, by %s",
                   write_which(m, which));
    assay_page_open_room(page, r, label);
    assay_html_put(page->out,
                   "<table class=\"matrix\"><caption><span>FMR by {}</span>"
                   "</caption><thead><tr><th scope=\"col\">Searched for</th>",
                   which, NULL);
    for (size_t i = 0; i < m->count; i++) {
        if (!is_new(m, i, true)) continue;
        assay_output_text(page->out, "<th scope=\"col\">references ");
        put_labels(page->out, m->figures[i].reference_group,
                   m->figures[i].reference_group_count);
        assay_output_text(page->out, "</th>");
    }
}

static void put_matrix(const assay_page *page, size_t r, const matrix *m)
{
    char which[WHICH];
    const bool all = has_all(m);
    assay_page_open_point(page, m->first);
    put_head(page, r, m);
    if (all)
        assay_output_text(page->out, "<th scope=\"col\">all references</th>");
    assay_output_text(page->out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < m->count; i++) {
        if (is_new(m, i, false)) put_row(page->out, m, &m->figures[i], all);
    }
    assay_html_put(
        page->out,
        "</tbody></table></div>\n<p class=\"meta\">Who passes for whom by {}, "
        "the false match rate (FMR): of comparisons of people of the group at "
        "the left with references of the group above, the share that passes. "
        "Orange: above all cells together, blue: below. Hatched (on paper "
        "with a dashed edge): fewer than 10 false matches, not to be "
        "quoted.</p>\n</div>\n",
        write_which(m, which), NULL);
}

// Whether no earlier cell belongs to its matrix.
static bool starts(const assay_figure *figures, size_t i)
{
    if (!is_cell(&figures[i])) return false;
    for (size_t k = 0; k < i; k++) {
        if (in_matrix(&figures[k], &figures[i])) return false;
    }
    return true;
}

void assay_page_matrix(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (!starts(figures, i)) continue;
        matrix m = {figures, count, &figures[i], (double)NAN};
        m.overall = overall_of(&m);
        put_matrix(page, r, &m);
    }
}
