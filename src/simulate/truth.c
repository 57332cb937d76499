// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth.h"

#include "stats/normal.h"

#include <math.h>

const double assay_truth_targets[5] = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6};

assay_truth_part assay_truth_total(const assay_truth *truth)
{
    assay_truth_part sum = {0, 0, 0};
    for (size_t g = 0; g < truth->population->group_count; g++) {
        sum.people += truth->parts[g].people;
        sum.mated += truth->parts[g].mated;
        sum.non_mated += truth->parts[g].non_mated;
    }
    return sum;
}

double assay_truth_fmr(const assay_truth *truth, size_t group, double threshold)
{
    const assay_sim_group *groups = truth->population->groups;
    if (group != ASSAY_EVERYBODY)
        return assay_normal_cdf(groups[group].shift - threshold);
    double sum = 0;
    for (size_t g = 0; g < truth->population->group_count; g++)
        sum += truth->parts[g].non_mated *
               assay_normal_cdf(groups[g].shift - threshold);
    return sum / assay_truth_total(truth).non_mated;
}

double assay_truth_fnmr(const assay_truth *truth, size_t group,
                        double threshold)
{
    const assay_sim_group *groups = truth->population->groups;
    if (group != ASSAY_EVERYBODY)
        return assay_normal_cdf(threshold - groups[group].mean);
    double sum = 0;
    for (size_t g = 0; g < truth->population->group_count; g++)
        sum += truth->parts[g].mated *
               assay_normal_cdf(threshold - groups[g].mean);
    return sum / assay_truth_total(truth).mated;
}

// Means are within +-100, and beyond 38 of one nothing is left.
static const double edge = 150;

double assay_truth_threshold(const assay_truth *truth, size_t group, double fmr)
{
    double low = -edge, high = edge;
    for (int i = 0; i < 100; i++) {
        const double middle = 0.5 * (low + high);
        if (assay_truth_fmr(truth, group, middle) > fmr)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double assay_truth_eer(const assay_truth *truth, size_t group)
{
    double low = -edge, high = edge;
    for (int i = 0; i < 100; i++) {
        const double middle = 0.5 * (low + high);
        if (assay_truth_fmr(truth, group, middle) >
            assay_truth_fnmr(truth, group, middle))
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (assay_truth_fmr(truth, group, high) +
                  assay_truth_fnmr(truth, group, high));
}

// P(mean + Z > shift + Z') for one group's mated and another's non-mated.
static double above(const assay_sim_group *mated,
                    const assay_sim_group *non_mated)
{
    return assay_normal_cdf((mated->mean - non_mated->shift) * sqrt(0.5));
}

double assay_truth_auc(const assay_truth *truth, size_t group)
{
    const assay_sim_group *groups = truth->population->groups;
    const size_t count = truth->population->group_count;
    const assay_truth_part all = assay_truth_total(truth);
    if (group != ASSAY_EVERYBODY) return above(&groups[group], &groups[group]);
    double sum = 0;
    for (size_t g = 0; g < count; g++)
        for (size_t h = 0; h < count; h++)
            sum += truth->parts[g].mated * truth->parts[h].non_mated *
                   above(&groups[g], &groups[h]);
    return sum / (all.mated * all.non_mated);
}
