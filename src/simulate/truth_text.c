// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth_text.h"

#include "simulate/truth_page.h"

enum { NAME = 22 };

// A name, cut to NAME bytes; names are ASCII.
static const char *name_of(const assay_truth *truth, size_t g)
{
    return g == ASSAY_EVERYBODY ? "everybody"
                                : truth->population->groups[g].name;
}

static void put_head(assay_page *to, const assay_truth *truth)
{
    const assay_simulate_scores_options *o = truth->population->options;
    const assay_truth_part all = assay_truth_total(truth);
    char people[ASSAY_PAGE_NUMBER], images[ASSAY_PAGE_NUMBER],
        mated[ASSAY_PAGE_NUMBER], non[ASSAY_PAGE_NUMBER];
    assay_page_put(to, "assay %s  simulate scores  seed %llu\n",
                   assay_version(), (unsigned long long)o->seed);
    if (!truth->images) return;
    assay_page_put(to, "%s people, %s images, one of each the reference\n",
                   assay_page_whole(all.people, people),
                   assay_page_whole((double)truth->images, images));
    assay_page_put(to, "%s mated and %s non-mated comparisons\n",
                   assay_page_whole(all.mated, mated),
                   assay_page_whole(all.non_mated, non));
}

static void put_group(assay_page *to, const assay_truth *truth, size_t g)
{
    const assay_sim_group *group = &truth->population->groups[g];
    const assay_truth_part *part = &truth->parts[g];
    char people[ASSAY_PAGE_NUMBER], mated[ASSAY_PAGE_NUMBER],
        non[ASSAY_PAGE_NUMBER], mean[ASSAY_PAGE_NUMBER],
        shift[ASSAY_PAGE_NUMBER];
    const bool counted = truth->images > 0;
    assay_page_put(to, "  %-*.*s  %10s  %10s  %10s  %6s  %6s\n", NAME, NAME,
                   truth->population->grouped ? group->name : "everybody",
                   counted ? assay_page_whole(part->people, people)
                           : assay_page_number(part->people, 4, people),
                   counted ? assay_page_whole(part->mated, mated) : "-",
                   counted ? assay_page_whole(part->non_mated, non) : "-",
                   assay_page_number(group->mean, 4, mean),
                   assay_page_number(group->shift, 4, shift));
}

static void put_groups(assay_page *to, const assay_truth *truth)
{
    assay_page_put(to, "\nHOW THEY WERE MADE\n");
    assay_page_put(
        to, "  %-*s  %10s  %10s  %10s  %6s  %6s\n", NAME,
        truth->population->grouped ? truth->population->options->attribute : "",
        truth->images ? "people" : "share", "mated", "non-mated", "mean",
        "shift");
    for (size_t g = 0; g < truth->population->group_count; g++)
        put_group(to, truth, g);
    assay_page_put(
        to, "  Scores are normal, in standard deviations: mated ones about the "
            "mean,\n  non-mated ones about the shift.\n");
}

static void put_row(assay_page *to, const assay_truth *truth, size_t g,
                    double fmr, double threshold)
{
    char asked[ASSAY_PAGE_NUMBER], at[ASSAY_PAGE_NUMBER],
        wrong[ASSAY_PAGE_NUMBER], missed[ASSAY_PAGE_NUMBER];
    const bool first = g == ASSAY_EVERYBODY;
    assay_page_put(
        to, "  %9s  %9s  %-*.*s  %11s  %11s\n",
        first ? assay_page_number(fmr, 3, asked) : "",
        first ? assay_page_number(threshold, 5, at) : "", NAME, NAME,
        name_of(truth, g),
        assay_page_number(assay_truth_fmr(truth, g, threshold), 3, wrong),
        assay_page_number(assay_truth_fnmr(truth, g, threshold), 3, missed));
}

static void put_target(assay_page *to, const assay_truth *truth, double fmr)
{
    const assay_population *population = truth->population;
    const double threshold = assay_truth_threshold(truth, ASSAY_EVERYBODY, fmr);
    put_row(to, truth, ASSAY_EVERYBODY, fmr, threshold);
    for (size_t g = 0; population->grouped && g < population->group_count; g++)
        put_row(to, truth, g, fmr, threshold);
}

static void put_rates(assay_page *to, const assay_truth *truth)
{
    const size_t count =
        sizeof assay_truth_targets / sizeof *assay_truth_targets;
    char eer[ASSAY_PAGE_NUMBER], auc[ASSAY_PAGE_NUMBER];
    assay_page_put(to, "\nTHE TRUTH\n  %9s  %9s  %-*s  %11s  %11s\n",
                   "FMR asked", "threshold", NAME, "of", "FMR", "FNMR");
    for (size_t i = 0; i < count; i++)
        put_target(to, truth, assay_truth_targets[i]);
    assay_page_put(
        to, "  EER %s   AUC %s\n",
        assay_page_number(assay_truth_eer(truth, ASSAY_EVERYBODY), 4, eer),
        assay_page_number(assay_truth_auc(truth, ASSAY_EVERYBODY), 6, auc));
}

char *assay_truth_text(const assay_truth *truth)
{
    assay_page to = {NULL, 0, 0, false};
    put_head(&to, truth);
    put_groups(&to, truth);
    put_rates(&to, truth);
    return assay_page_end(&to);
}
