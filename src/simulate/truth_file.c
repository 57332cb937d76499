// SPDX-License-Identifier: Apache-2.0
// Names need no escaping: population.c takes none that would.
#include "simulate/truth_file.h"

#include <math.h>

static const double step = 0.25;

static void put_number(assay_output *output, const char *key, double value)
{
    assay_output_format(output, "\"%s\": ", key);
    assay_output_double(output, value, 0);
}

static void put_parameters(const assay_truth *truth, assay_output *output)
{
    const assay_simulate_scores_options *o = truth->population->options;
    assay_output_format(
        output, "  \"seed\": %llu,\n  \"parameters\": {\"subjects\": %llu, ",
        (unsigned long long)o->seed, (unsigned long long)o->subjects);
    put_number(output, "images_mean", o->images_mean);
    assay_output_format(output, ", \"references\": %llu,\n    ",
                        (unsigned long long)o->references);
    put_number(output, "probe_effect", o->probe_effect);
    assay_output_text(output, ", ");
    put_number(output, "reference_effect", o->reference_effect);
    assay_output_text(output, ",\n    ");
    put_number(output, "image_effect", o->image_effect);
    assay_output_text(output, ", ");
    put_number(output, "mated_effect", o->mated_effect);
    assay_output_text(output, "},\n");
}

// Who a truth is of: their label, how they were made, what was made of them.
static void put_who(const assay_truth *truth, size_t g, assay_output *output)
{
    const assay_population *population = truth->population;
    const bool all = g == ASSAY_EVERYBODY;
    const assay_truth_part part =
        all ? assay_truth_total(truth) : truth->parts[g];
    assay_output_text(output, "    {\"group\": {");
    if (!all)
        assay_output_format(output, "\"%s\": \"%s\"",
                            population->options->attribute,
                            population->groups[g].name);
    assay_output_text(output, "},");
    if (!all || population->group_count == 1) {
        const assay_sim_group *group = &population->groups[all ? 0 : g];
        assay_output_text(output, " ");
        put_number(output, "share", group->share);
        assay_output_text(output, ", ");
        put_number(output, "mated_mean", group->mean);
        assay_output_text(output, ", ");
        put_number(output, "non_mated_shift", group->shift);
        assay_output_text(output, ",");
    }
    assay_output_text(output, "\n      ");
    put_number(output, "subjects", part.people);
    assay_output_text(output, ", ");
    put_number(output, "mated", part.mated);
    assay_output_text(output, ", ");
    put_number(output, "non_mated", part.non_mated);
    assay_output_text(output, ",\n      ");
    put_number(output, "EER", assay_truth_eer(truth, g));
    assay_output_text(output, ", ");
    put_number(output, "AUC", assay_truth_auc(truth, g));
}

static void put_rates(const assay_truth *truth, size_t g, double threshold,
                      assay_output *output)
{
    put_number(output, "threshold", threshold);
    assay_output_text(output, ", ");
    put_number(output, "FMR", assay_truth_fmr(truth, g, threshold));
    assay_output_text(output, ", ");
    put_number(output, "FNMR", assay_truth_fnmr(truth, g, threshold));
    assay_output_text(output, "}");
}

// At the thresholds that give everybody the FMR asked for.
static void put_targets(const assay_truth *truth, size_t g,
                        assay_output *output)
{
    const size_t count =
        sizeof assay_truth_targets / sizeof *assay_truth_targets;
    assay_output_text(output, ",\n      \"targets\": [");
    for (size_t i = 0; i < count; i++) {
        const double fmr = assay_truth_targets[i];
        assay_output_text(output, i ? ",\n        {" : "\n        {");
        put_number(output, "pooled_FMR", fmr);
        assay_output_text(output, ", ");
        put_rates(truth, g, assay_truth_threshold(truth, ASSAY_EVERYBODY, fmr),
                  output);
    }
    assay_output_text(output, "]");
}

static double lowest(const assay_truth *truth)
{
    double low = truth->population->groups[0].shift;
    for (size_t g = 1; g < truth->population->group_count; g++)
        low = fmin(low, truth->population->groups[g].shift);
    return floor(low) - 4;
}

static double highest(const assay_truth *truth)
{
    double high = truth->population->groups[0].mean;
    for (size_t g = 1; g < truth->population->group_count; g++)
        high = fmax(high, truth->population->groups[g].mean);
    return ceil(high) + 4;
}

static void put_grid(const assay_truth *truth, size_t g, assay_output *output)
{
    const double low = lowest(truth);
    const int steps = (int)((highest(truth) - low) / step);
    assay_output_text(output, ",\n      \"rates\": [");
    for (int i = 0; i <= steps; i++) {
        assay_output_text(output, i ? ",\n        {" : "\n        {");
        put_rates(truth, g, low + step * i, output);
    }
    assay_output_text(output, "]}");
}

static void put_truth(const assay_truth *truth, size_t g, assay_output *output)
{
    put_who(truth, g, output);
    put_targets(truth, g, output);
    put_grid(truth, g, output);
}

void assay_truth_put(const assay_truth *truth, assay_output *output)
{
    const assay_population *population = truth->population;
    assay_output_format(output, "{\"assay\": {\"version\": \"%s\"},\n",
                        assay_version());
    put_parameters(truth, output);
    assay_output_text(
        output,
        "  \"rule\": \"FMR(T) = 1 - Phi(T - non_mated_shift), FNMR(T) = "
        "Phi(T - mated_mean); group {} is everybody, by comparison\",\n"
        "  \"truth\": [\n");
    put_truth(truth, ASSAY_EVERYBODY, output);
    for (size_t g = 0; population->grouped && g < population->group_count;
         g++) {
        assay_output_text(output, ",\n");
        put_truth(truth, g, output);
    }
    assay_output_text(output, "\n  ]}\n");
}
