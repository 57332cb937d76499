// SPDX-License-Identifier: Apache-2.0
// The error of a rate is how far the same sums, made coarser, are from it: more
// than what the finer ones are off by.
#include "simulate/template_truth.h"

#include <math.h>

static const double match_targets[ASSAY_TRUTH_MATCHES] = {1e-2, 1e-3, 1e-4,
                                                          1e-5, 1e-6};
static const double search_targets[ASSAY_TRUTH_SEARCHES] = {1e-1, 1e-2, 1e-3};

// Rates below this are not told of with an error of their own.
static const double least_rate = 1e-12;

static void note_error(double fine, double coarse, double *most)
{
    if (fine > least_rate) *most = fmax(*most, fabs(coarse / fine - 1));
}

static void fill_match(assay_template_truth *truth,
                       const assay_sphere_law *coarse, double asked,
                       assay_truth_point *point)
{
    const assay_sphere_law *law = truth->law;
    const double t = assay_sphere_threshold(law, asked);
    point->asked = asked;
    point->threshold = t;
    point->lambs = assay_sphere_lamb_part(law, t);
    for (size_t i = 0; i < assay_truth_rates(truth->sphere); i++) {
        const size_t group = assay_truth_group(i);
        point->wrong[i] = assay_sphere_fmr(law, group, ASSAY_SPHERE_ALL, t);
        point->missed[i] = assay_sphere_fnmr(law, group, t);
        note_error(point->wrong[i],
                   assay_sphere_fmr(coarse, group, ASSAY_SPHERE_ALL, t),
                   &truth->match_error);
        note_error(point->missed[i], assay_sphere_fnmr(coarse, group, t),
                   &truth->match_error);
    }
}

static void fill_search(assay_template_truth *truth,
                        assay_sphere_search *search,
                        assay_sphere_search *coarse, double asked,
                        assay_truth_point *point)
{
    const double size = (double)truth->sphere->options->watchlist;
    point->asked = asked;
    point->threshold = assay_sphere_search_for(coarse, size, asked);
    assay_sphere_search_at(search, point->threshold);
    for (size_t i = 0; i < assay_truth_rates(truth->sphere); i++) {
        const size_t group = assay_truth_group(i);
        point->wrong[i] = assay_sphere_fpir(search, group, size);
        point->missed[i] =
            assay_sphere_fnir(truth->law, group, point->threshold);
        note_error(point->wrong[i], assay_sphere_fpir(coarse, group, size),
                   &truth->search_error);
    }
    point->tenfold[0] =
        assay_sphere_fpir(search, ASSAY_SPHERE_ALL, floor(size / 10));
    point->tenfold[1] = assay_sphere_fpir(search, ASSAY_SPHERE_ALL, size * 10);
}

static assay_status fill_searches(assay_template_truth *truth,
                                  const assay_sphere_law *coarse_law,
                                  assay_arena *arena, assay_error *err)
{
    assay_sphere_search fine, coarse;
    ASSAY_TRY(assay_sphere_search_make(truth->law, arena, &fine, err));
    ASSAY_TRY(assay_sphere_search_make(coarse_law, arena, &coarse, err));
    for (int i = 0; i < ASSAY_TRUTH_SEARCHES; i++)
        fill_search(truth, &fine, &coarse, search_targets[i],
                    &truth->searches[i]);
    return ASSAY_OK;
}

assay_status assay_template_truth_make(const assay_sphere *sphere,
                                       const assay_template_count counts[2],
                                       assay_arena *arena,
                                       assay_template_truth *truth,
                                       assay_error *err)
{
    assay_sphere_law coarse;
    assay_sphere_law *law = assay_arena_new(arena, 1, sizeof *law);
    if (!law) return assay_fail_memory(err, "the truth");
    *truth = (assay_template_truth){
        .sphere = sphere, .counts = {counts[0], counts[1]}, .law = law};
    ASSAY_TRY(
        assay_sphere_law_make(sphere, assay_fineness_fine, arena, law, err));
    ASSAY_TRY(assay_sphere_law_make(sphere, assay_fineness_coarse, arena,
                                    &coarse, err));
    for (int i = 0; i < ASSAY_TRUTH_MATCHES; i++)
        fill_match(truth, &coarse, match_targets[i], &truth->matches[i]);
    if (!sphere->options->watchlist) return ASSAY_OK;
    return fill_searches(truth, &coarse, arena, err);
}
