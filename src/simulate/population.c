// SPDX-License-Identifier: Apache-2.0
#include "simulate/population.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { FIELDS = 4, LONGEST_NAME = 60, MOST_GROUPS = 64 };

// Beyond these a score holds no digit of the normal that it is made of.
static const double farthest = 100;

static bool is_name(assay_slice name)
{
    static const char legal[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._+-";
    if (name.length == 0 || name.length > LONGEST_NAME) return false;
    for (size_t i = 0; i < name.length; i++)
        if (!memchr(legal, name.text[i], sizeof legal - 1)) return false;
    return true;
}

// Cuts `text` at its colons; returns how many parts there are, at most
// FIELDS + 1.
static size_t cut(const char *text, assay_slice parts[FIELDS])
{
    size_t count = 0;
    for (;;) {
        const size_t length = strcspn(text, ":");
        if (count == FIELDS) return FIELDS + 1;
        parts[count++] = (assay_slice){text, length};
        if (!text[length]) return count;
        text += length + 1;
    }
}

static assay_status take_number(const char *group, assay_slice part,
                                double least, double most, double *to,
                                assay_error *err)
{
    bool overflow = false;
    double value = 0;
    if (!assay_parse_double(part, &value, &overflow) || overflow ||
        !(value >= least && value <= most))
        return assay_fail(err, ASSAY_EUSAGE,
                          "group %s: %.*s is no number from %g to %g; a group "
                          "is NAME:SHARE:MATED MEAN:NON-MATED SHIFT",
                          group, part.length > 30 ? 30 : (int)part.length,
                          part.text, least, most);
    *to = value;
    return ASSAY_OK;
}

static assay_status take_group(const char *text, assay_arena *arena,
                               assay_sim_group *group, assay_error *err)
{
    assay_slice parts[FIELDS] = {{NULL, 0}};
    const size_t count = cut(text, parts);
    if (count > FIELDS || !is_name(parts[0]))
        return assay_fail(
            err, ASSAY_EUSAGE,
            "group %.60s: write NAME:SHARE:MATED MEAN:NON-MATED SHIFT, such as "
            "F:0.5:4.9:0.4; a name has letters, digits, blanks and . _ + -",
            text);
    group->name = assay_arena_copy(arena, parts[0].text, parts[0].length);
    if (!group->name) return assay_fail_memory(err, "the groups");
    const char *name = group->name;
    if (count > 1)
        ASSAY_TRY(take_number(name, parts[1], 0, 1, &group->share, err));
    if (count > 2)
        ASSAY_TRY(take_number(name, parts[2], -farthest, farthest, &group->mean,
                              err));
    if (count > 3)
        ASSAY_TRY(take_number(name, parts[3], -farthest, farthest,
                              &group->shift, err));
    return ASSAY_OK;
}

// Gives the groups without a share an equal part of what the others leave.
static assay_status share_out(assay_sim_group *groups, size_t count,
                              assay_error *err)
{
    double given = 0;
    size_t open = 0;
    for (size_t g = 0; g < count; g++) {
        if (isnan(groups[g].share))
            open++;
        else
            given += groups[g].share;
    }
    const double left = 1 - given;
    if (open ? left <= 0 : fabs(left) > 1e-9)
        return assay_fail(err, ASSAY_EUSAGE,
                          "the shares of the groups sum to %.9g: they must sum "
                          "to 1, or to less where a group names none",
                          given);
    for (size_t g = 0; g < count; g++)
        if (isnan(groups[g].share)) groups[g].share = left / (double)open;
    return ASSAY_OK;
}

static assay_status take_groups(const assay_simulate_scores_options *options,
                                assay_arena *arena, assay_sim_group *groups,
                                assay_error *err)
{
    for (size_t g = 0; g < options->groups.count; g++) {
        groups[g] = (assay_sim_group){"", NAN, options->mated_mean, 0};
        ASSAY_TRY(take_group(options->groups.items[g], arena, &groups[g], err));
        for (size_t before = 0; before < g; before++)
            if (strcmp(groups[before].name, groups[g].name) == 0)
                return assay_fail(err, ASSAY_EUSAGE,
                                  "group %s is named twice: name each once",
                                  groups[g].name);
    }
    return share_out(groups, options->groups.count, err);
}

static bool is_share(double value)
{
    return value >= 0 && value < 1;
}

static bool is_legal_attribute(const char *attribute)
{
    return attribute && is_name(assay_slice_of(attribute)) &&
           strcmp(attribute, "subject_id") != 0;
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
    if (options->groups.count > MOST_GROUPS)
        return assay_fail(err, ASSAY_EUSAGE, "%zu groups: name at most %d",
                          options->groups.count, MOST_GROUPS);
    if (options->groups.count && !is_legal_attribute(options->attribute))
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
