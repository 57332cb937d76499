// SPDX-License-Identifier: Apache-2.0
#include "simulate/population.h"

#include "simulate/group_texts.h"

#include <math.h>
#include <string.h>

// Beyond these a score holds no digit of the normal that it is made of.
static const double farthest = 100;

static assay_status take_groups(const assay_simulate_scores_options *options,
                                assay_arena *arena, assay_sim_group *groups,
                                assay_error *err)
{
    const assay_group_grammar grammar = {
        "NAME:SHARE:MATED MEAN:NON-MATED SHIFT",
        "F:0.5:4.9:0.4",
        {-farthest, -farthest},
        {farthest, farthest},
        {options->mated_mean, 0}};
    assay_group_text texts[ASSAY_GROUPS_MOST];
    ASSAY_TRY(assay_group_texts(&grammar, options->groups, arena, texts, err));
    for (size_t g = 0; g < options->groups.count; g++)
        groups[g] = (assay_sim_group){texts[g].name, texts[g].share,
                                      texts[g].numbers[0], texts[g].numbers[1]};
    return ASSAY_OK;
}

static bool is_share(double value)
{
    return value >= 0 && value < 1;
}

static assay_status check_people(const assay_simulate_scores_options *options,
                                 assay_error *err)
{
    if (options->subjects < 2 || options->subjects > 10000000)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu people: name 2 to 10,000,000",
                          (unsigned long long)options->subjects);
    if (!(options->images_mean > 1 && options->images_mean <= 1000))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%g images a person: name a mean above 1, up to 1000",
                          options->images_mean);
    if (options->references < 1)
        return assay_fail(err, ASSAY_EUSAGE,
                          "no references for a probe: name 1 or more");
    if (options->groups.count > ASSAY_GROUPS_MOST)
        return assay_fail(err, ASSAY_EUSAGE, "%zu groups: name at most %d",
                          options->groups.count, ASSAY_GROUPS_MOST);
    if (options->groups.count && !assay_group_attribute(options->attribute))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the attribute of the groups: letters, digits, "
                          "blanks and . _ + -, not subject_id");
    return ASSAY_OK;
}

static assay_status check_scores(const assay_simulate_scores_options *options,
                                 assay_error *err)
{
    const double a = options->probe_effect, b = options->reference_effect;
    const double w = options->image_effect, c = options->mated_effect;
    if (!is_share(a) || !is_share(b) || !is_share(w) || !is_share(c))
        return assay_fail(err, ASSAY_EUSAGE,
                          "an effect is a share of the variance: name 0 or "
                          "more, below 1");
    if (!(a + b + w < 1) || !(c + w < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the effects take up all of the variance: those of "
                          "probe, reference and image must sum to less than "
                          "1, those of mated and image too");
    if (!(fabs(options->mated_mean) <= farthest))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the mated mean is counted in standard deviations: "
                          "name -%g to %g",
                          farthest, farthest);
    return ASSAY_OK;
}

static assay_status check_outputs(const assay_simulate_scores_options *options,
                                  assay_error *err)
{
    const bool both = options->mated && options->non_mated;
    if (!options->directory && !options->mated && !options->non_mated)
        return assay_fail(err, ASSAY_EUSAGE,
                          "nothing to write: name a folder (-o DIR), or a file "
                          "of bare scores (--mated FILE, --non-mated FILE)");
    if (both && strcmp(options->mated, options->non_mated) == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "mated and non-mated scores to one file: name two");
    if ((options->mated && options->mated_count < 1) ||
        (options->non_mated && options->non_mated_count < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "a file of no scores: name a count of 1 or more");
    return ASSAY_OK;
}

static assay_sim_factors
factors_of(const assay_simulate_scores_options *options)
{
    const double a = options->probe_effect, b = options->reference_effect;
    const double w = options->image_effect, c = options->mated_effect;
    const assay_sim_factors factors = {sqrt(a), sqrt(b),
                                       sqrt(w), sqrt(1 - a - b - w),
                                       sqrt(c), sqrt(1 - c - w)};
    return factors;
}

assay_status assay_population_make(const assay_simulate_scores_options *options,
                                   assay_arena *arena,
                                   assay_population *population,
                                   assay_error *err)
{
    const size_t count = options->groups.count ? options->groups.count : 1;
    ASSAY_TRY(check_outputs(options, err));
    ASSAY_TRY(check_people(options, err));
    ASSAY_TRY(check_scores(options, err));
    assay_sim_group *groups = assay_arena_new(arena, count, sizeof *groups);
    if (!groups) return assay_fail_memory(err, "the groups");
    groups[0] = (assay_sim_group){"", 1, options->mated_mean, 0};
    if (options->groups.count)
        ASSAY_TRY(take_groups(options, arena, groups, err));
    *population = (assay_population){
        options, groups, count, options->groups.count > 0, factors_of(options)};
    return ASSAY_OK;
}
