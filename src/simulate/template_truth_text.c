// SPDX-License-Identifier: Apache-2.0
#include "simulate/template_truth.h"

#include "simulate/truth_page.h"

enum { NAME = 22 };

typedef char digits[ASSAY_PAGE_NUMBER];

static const char *name_of(const assay_template_truth *truth, size_t which)
{
    return which ? truth->sphere->groups[which - 1].name : "everybody";
}

static void put_side(assay_page *to, const assay_template_truth *truth,
                     assay_sphere_side side, const char *what)
{
    digits rows, subjects;
    assay_page_put(
        to, "%s %s of %s people\n",
        assay_page_whole((double)truth->counts[side].rows, rows), what,
        assay_page_whole((double)truth->counts[side].subjects, subjects));
}

static void put_head(assay_page *to, const assay_template_truth *truth)
{
    const assay_simulate_templates_options *o = truth->sphere->options;
    assay_page_put(to, "assay %s  simulate templates  seed %llu\n",
                   assay_version(), (unsigned long long)o->seed);
    put_side(to, truth, ASSAY_SPHERE_SET,
             o->watchlist ? "references" : "templates");
    if (o->watchlist) put_side(to, truth, ASSAY_SPHERE_PROBES, "probes");
    assay_page_put(to, "%u dimensions, people differ in %u of them\n",
                   o->dimensions, o->effective);
}

static void put_kind(assay_page *to, const char *name, double share,
                     double noise, double closeness)
{
    digits a, b, c;
    assay_page_put(to, "  %-*.*s  %7s  %7s  %10s\n", NAME, NAME, name,
                   assay_page_number(share, 4, a),
                   noise < 0 ? "" : assay_page_number(noise, 4, b),
                   assay_page_number(closeness, 4, c));
}

static void put_groups(assay_page *to, const assay_template_truth *truth)
{
    const assay_sphere *sphere = truth->sphere;
    const assay_simulate_templates_options *o = sphere->options;
    assay_page_put(to, "\nHOW THEY WERE MADE\n  %-*s  %7s  %7s  %10s\n", NAME,
                   sphere->grouped ? o->attribute : "", "share", "noise",
                   "closeness");
    for (size_t g = 0; g < sphere->group_count; g++) {
        const assay_sphere_group *group = &sphere->groups[g];
        put_kind(to, sphere->grouped ? group->name : "everybody", group->share,
                 group->noise, group->closeness);
    }
    if (o->lambs > 0)
        put_kind(to, "lambs, of each", o->lambs, -1, o->lamb_closeness);
    assay_page_put(to, "  Noise is the power of an image's against its "
                       "person's; closeness the cosine\n  of people and one "
                       "direction that all share.\n");
}

static void put_row(assay_page *to, const assay_template_truth *truth,
                    const assay_truth_point *point, size_t which)
{
    digits asked, at, wrong, missed;
    assay_page_put(to, "  %10s  %9s  %-*.*s  %11s  %11s\n",
                   which ? "" : assay_page_number(point->asked, 3, asked),
                   which ? "" : assay_page_number(point->threshold, 5, at),
                   NAME, NAME, name_of(truth, which),
                   assay_page_number(point->wrong[which], 3, wrong),
                   assay_page_number(point->missed[which], 3, missed));
}

static void put_points(assay_page *to, const assay_template_truth *truth,
                       const assay_truth_point *points, int count)
{
    for (int i = 0; i < count; i++)
        for (size_t j = 0; j < assay_truth_rates(truth->sphere); j++)
            put_row(to, truth, &points[i], j);
}

static void put_matches(assay_page *to, const assay_template_truth *truth)
{
    digits error, part;
    const assay_truth_point *middle = &truth->matches[2];
    assay_page_put(to,
                   "\nTHE TRUTH OF TWO IMAGES\n  %10s  %9s  %-*s  %11s  "
                   "%11s\n",
                   "FMR asked", "threshold", NAME, "of", "FMR", "FNMR");
    put_points(to, truth, truth->matches, ASSAY_TRUTH_MATCHES);
    if (truth->sphere->options->lambs > 0)
        assay_page_put(to,
                       "  Lambs take part in %s of the false matches at "
                       "FMR 0.0001.\n",
                       assay_page_number(middle->lambs, 2, part));
    assay_page_put(to, "  By quadrature: off by less than %s of each.\n",
                   assay_page_number(truth->match_error, 1, error));
}

static void put_searches(assay_page *to, const assay_template_truth *truth)
{
    digits error, size;
    if (!truth->sphere->options->watchlist) return;
    assay_page_put(
        to, "\nTHE TRUTH OF SEARCHES, watchlists of %s people\n",
        assay_page_whole((double)truth->sphere->options->watchlist, size));
    assay_page_put(to, "  %10s  %9s  %-*s  %11s  %11s\n", "FPIR asked",
                   "threshold", NAME, "of", "FPIR", "FNIR");
    put_points(to, truth, truth->searches, ASSAY_TRUTH_SEARCHES);
    assay_page_put(to,
                   "  FPIR is that of watchlists drawn anew, FNIR that of "
                   "candidate lists as long\n  as need be.\n  By quadrature: "
                   "off by less than %s of "
                   "each.\n",
                   assay_page_number(truth->search_error, 1, error));
}

char *assay_template_truth_text(const assay_template_truth *truth)
{
    assay_page to = {NULL, 0, 0, false};
    put_head(&to, truth);
    put_groups(&to, truth);
    put_matches(&to, truth);
    put_searches(&to, truth);
    return assay_page_end(&to);
}
