// SPDX-License-Identifier: Apache-2.0
// Names need no escaping: group_texts.c takes none that would.
#include "simulate/template_truth.h"

#include <math.h>

static const double lowest = 0, highest = 0.9, step = 0.05;

static const char *const values[] = {"float32", "float16", "int8"};

static void put_number(assay_output *output, const char *before,
                       const char *key, double value)
{
    assay_output_format(output, "%s\"%s\": ", before, key);
    assay_output_double(output, value, 0);
}

static void put_whole(assay_output *output, const char *before, const char *key,
                      uint64_t value)
{
    assay_output_format(output, "%s\"%s\": %llu", before, key,
                        (unsigned long long)value);
}

static void put_parameters(const assay_template_truth *truth,
                           assay_output *output)
{
    const assay_simulate_templates_options *o = truth->sphere->options;
    const bool all = o->searched >= o->watchlist;
    put_whole(output, "  ", "seed", o->seed);
    put_whole(output, ",\n  \"parameters\": {", "subjects", o->subjects);
    put_whole(output, ", ", "watchlist_size", o->watchlist);
    put_whole(output, ", ", "searched", all ? o->watchlist : o->searched);
    put_whole(output, ",\n    ", "dimensions", o->dimensions);
    put_whole(output, ", ", "effective", o->effective);
    put_number(output, ", ", "images_mean", o->images_mean);
    put_whole(output, ", ", "images_most", o->images_most);
    put_number(output, ",\n    ", "noise_spread", o->noise_spread);
    put_number(output, ", ", "lambs", o->lambs);
    put_number(output, ", ", "lamb_closeness", o->lamb_closeness);
    assay_output_format(output, ", \"values\": \"%s\"},\n", values[o->values]);
}

static void put_side(assay_output *output, const char *before, const char *name,
                     assay_template_count count)
{
    assay_output_format(output, "%s\"%s\": ", before, name);
    put_whole(output, "{", "rows", count.rows);
    put_whole(output, ", ", "subjects", count.subjects);
    assay_output_text(output, "}");
}

static void put_made(const assay_template_truth *truth, assay_output *output)
{
    const bool listed = truth->sphere->options->watchlist > 0;
    put_side(output, "  \"made\": {", listed ? "references" : "templates",
             truth->counts[0]);
    if (listed) put_side(output, ", ", "probes", truth->counts[1]);
    assay_output_text(output, "},\n");
}

static void put_rule(const assay_template_truth *truth, assay_output *output)
{
    assay_output_text(
        output,
        "  \"rule\": \"of cosines at or above the threshold; group {} is "
        "everybody, people drawn by the shares; FMR and FPIR of a group are "
        "of its probes against everybody; FPIR is that of random watchlists, "
        "FNIR that of candidate lists as long as need be\",\n"
        "  \"not_covered\": \"what values lose when they are stored; FPIR of "
        "the one watchlist that was drawn; the rank of a mate; EER and "
        "AUC\",\n");
    put_number(output, "  \"relative_error\": {", "FMR and FNMR",
               truth->match_error);
    if (truth->sphere->options->watchlist)
        put_number(output, ", ", "FPIR", truth->search_error);
    assay_output_text(output, "},\n");
}

static void put_label(const assay_sphere *sphere, const char *before,
                      size_t which, assay_output *output)
{
    assay_output_format(output, "%s{", before);
    if (which)
        assay_output_format(output, "\"%s\": \"%s\"",
                            sphere->options->attribute,
                            sphere->groups[which - 1].name);
    assay_output_text(output, "}");
}

static void put_match(const assay_template_truth *truth, int i, size_t which,
                      assay_output *output)
{
    const assay_truth_point *point = &truth->matches[i];
    assay_output_text(output, i ? "," : "");
    put_number(output, "\n        {", "pooled_FMR", point->asked);
    put_number(output, ", ", "threshold", point->threshold);
    put_number(output, ", ", "FMR", point->wrong[which]);
    put_number(output, ", ", "FNMR", point->missed[which]);
    if (!which) put_number(output, ", ", "lambs", point->lambs);
    assay_output_text(output, "}");
}

static void put_grid(const assay_template_truth *truth, size_t which,
                     assay_output *output)
{
    const int steps = (int)((highest - lowest) / step + 0.5);
    const size_t group = assay_truth_group(which);
    assay_output_text(output, ",\n      \"rates\": [");
    for (int i = 0; i <= steps; i++) {
        const double t = (double)i / 20;
        put_number(output, i ? ",\n        {" : "\n        {", "threshold", t);
        put_number(output, ", ", "FMR",
                   assay_sphere_fmr(truth->law, group, ASSAY_SPHERE_ALL, t));
        put_number(output, ", ", "FNMR",
                   assay_sphere_fnmr(truth->law, group, t));
        assay_output_text(output, "}");
    }
    assay_output_text(output, "]");
}

static void put_search(const assay_template_truth *truth, int i, size_t which,
                       assay_output *output)
{
    const assay_truth_point *point = &truth->searches[i];
    const double size = (double)truth->sphere->options->watchlist;
    assay_output_text(output, i ? "," : "");
    put_number(output, "\n        {", "pooled_FPIR", point->asked);
    put_number(output, ", ", "threshold", point->threshold);
    put_number(output, ", ", "FPIR", point->wrong[which]);
    put_number(output, ", ", "FNIR", point->missed[which]);
    if (!which) {
        const char *const before = ",\n          \"sizes\": [{";
        if (size >= 10) {
            put_number(output, before, "watchlist_size", floor(size / 10));
            put_number(output, ", ", "FPIR", point->tenfold[0]);
        }
        put_number(output, size >= 10 ? "}, {" : before, "watchlist_size",
                   size * 10);
        put_number(output, ", ", "FPIR", point->tenfold[1]);
        assay_output_text(output, "}]");
    }
    assay_output_text(output, "}");
}

static void put_truth(const assay_template_truth *truth, size_t which,
                      assay_output *output)
{
    const assay_sphere *sphere = truth->sphere;
    put_label(sphere, "    {\"group\": ", which, output);
    if (which || !sphere->grouped) {
        const assay_sphere_group *group =
            &sphere->groups[which ? which - 1 : 0];
        put_number(output, ", ", "share", group->share);
        put_number(output, ", ", "noise", group->noise);
        put_number(output, ", ", "closeness", group->closeness);
    }
    assay_output_text(output, ",\n      \"targets\": [");
    for (int i = 0; i < ASSAY_TRUTH_MATCHES; i++)
        put_match(truth, i, which, output);
    assay_output_text(output, "]");
    put_grid(truth, which, output);
    if (sphere->options->watchlist) {
        assay_output_text(output, ",\n      \"searches\": [");
        for (int i = 0; i < ASSAY_TRUTH_SEARCHES; i++)
            put_search(truth, i, which, output);
        assay_output_text(output, "]");
    }
    assay_output_text(output, "}");
}

static void put_cells(const assay_template_truth *truth, double threshold,
                      assay_output *output)
{
    const assay_sphere *sphere = truth->sphere;
    put_number(output, "    {", "threshold", threshold);
    assay_output_text(output, ", \"cells\": [");
    for (size_t g = 0; g < sphere->group_count; g++)
        for (size_t h = 0; h < sphere->group_count; h++) {
            put_label(sphere,
                      g || h ? ",\n      {\"probe\": " : "\n      {\"probe\": ",
                      1 + g, output);
            put_label(sphere, ", \"reference\": ", 1 + h, output);
            put_number(output, ", ", "FMR",
                       assay_sphere_fmr(truth->law, g, h, threshold));
            assay_output_text(output, "}");
        }
    assay_output_text(output, "]}");
}

static void put_matrix(const assay_template_truth *truth, assay_output *output)
{
    assay_output_text(output, ",\n  \"FMR_matrix\": [\n");
    for (int i = 0; i < ASSAY_TRUTH_MATCHES; i++) {
        assay_output_text(output, i ? ",\n" : "");
        put_cells(truth, truth->matches[i].threshold, output);
    }
    assay_output_text(output, "]");
}

void assay_template_truth_put(const assay_template_truth *truth,
                              assay_output *output)
{
    assay_output_format(output, "{\"assay\": {\"version\": \"%s\"},\n",
                        assay_version());
    put_parameters(truth, output);
    put_made(truth, output);
    put_rule(truth, output);
    assay_output_text(output, "  \"truth\": [\n");
    for (size_t i = 0; i < assay_truth_rates(truth->sphere); i++) {
        assay_output_text(output, i ? ",\n" : "");
        put_truth(truth, i, output);
    }
    assay_output_text(output, "]");
    if (truth->sphere->grouped) put_matrix(truth, output);
    assay_output_text(output, "}\n");
}
