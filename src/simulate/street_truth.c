// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_truth.h"

#include "stats/elementary.h"
#include "stats/latent.h"
#include "stats/normal.h"

#include <math.h>

static const double step = 0.25, beyond = 1.5;
static const double mean_step = 0.05, reach = 9;

// A part is a combination in a period. What is added to mated and to non-mated
// scores.
typedef struct moved {
    double mean, shift;
} moved;

static moved moved_of(const assay_street *street, size_t part)
{
    const size_t cell = part % assay_street_cells(street);
    const size_t lights = street->lights.count;
    const size_t cameras = street->cameras.count;
    const assay_street_kind *group =
        &street->groups.kind[cell / lights / cameras];
    const assay_street_kind *camera =
        &street->cameras.kind[cell / lights % cameras];
    const assay_street_kind *light = &street->lights.kind[cell % lights];
    const moved m = {group->mated + camera->mated + light->mated,
                     group->shift + camera->shift + light->shift};
    return m;
}

static bool is_of(const assay_street *street, assay_street_of of, size_t part)
{
    const size_t cell = part % assay_street_cells(street);
    const size_t lights = street->lights.count;
    const size_t cameras = street->cameras.count;
    return (of.light == ASSAY_STREET_ANY || of.light == cell % lights) &&
           (of.camera == ASSAY_STREET_ANY ||
            of.camera == cell / lights % cameras) &&
           (of.group == ASSAY_STREET_ANY ||
            of.group == cell / lights / cameras);
}

static double acquired(const assay_street *street)
{
    return 1 - street->options->unacquired;
}

// The list in the period of a part.
static const assay_street_hazard *list_of(const assay_street_truth *truth,
                                          size_t part)
{
    return &truth->all[part / assay_street_cells(truth->street)];
}

// The share of variance that a passage's comparisons have in common.
static double common(const assay_street *street)
{
    const assay_simulate_street_options *o = street->options;
    return o->probe_effect + o->passage_effect + o->deployment_effect;
}

// FPIR of random lists of n.
static double fpir(const assay_street *street, double above, double n)
{
    return n > 0
               ? acquired(street) * assay_latent_fpir(common(street), above, n)
               : 0;
}

// A log of best candidates shows that of the public among them: by lot, since
// all entries of random lists are alike.
static void fill_crowd(const assay_street_truth *truth, size_t part, double t,
                       assay_street_rates *to)
{
    const moved m = moved_of(truth->street, part);
    const assay_street *street = truth->street;
    const double all = (double)list_of(truth, part)->count;
    const double open = (double)truth->open.count;
    to->crowd = fpir(street, t - m.shift, open);
    to->crowd_here = assay_street_hazard_fpir(&truth->open, m.shift, t);
    to->crowd_alerts = acquired(street) * open * assay_normal_cdf(m.shift - t);
    to->crowd_tpir = to->tpir;
    if (!street->options->best_only) return;
    to->crowd = all > 0 ? to->fpir * open / all : 0;
    to->crowd_alerts = to->crowd;
    to->crowd_here = open < all ? (double)NAN : to->fpir_here;
}

static void fill_rates(const assay_street_truth *truth, size_t part, double t,
                       assay_street_rates *to)
{
    const assay_street *street = truth->street;
    const moved m = moved_of(street, part);
    const assay_street_hazard *here = list_of(truth, part);
    const double all = (double)here->count;
    to->tpir = acquired(street) * assay_normal_cdf(m.mean - t);
    to->system = to->tpir;
    to->aside = fpir(street, t - m.shift, all - 1);
    to->fpir = fpir(street, t - m.shift, all);
    to->fpir_here = assay_street_hazard_fpir(here, m.shift, t);
    fill_crowd(truth, part, t, to);
}

// From the floor on in steps, with the threshold itself.
static void fill_thresholds(assay_street_truth *truth)
{
    const double floor_at = truth->street->floor;
    const double alert = truth->street->threshold;
    size_t n = 0;
    for (size_t i = 0; n + 2 < ASSAY_STREET_THRESHOLDS; i++) {
        const double t = floor_at + step * (double)i;
        const double before = n ? truth->thresholds[n - 1] : -(double)INFINITY;
        if (before < alert && t >= alert) truth->thresholds[n++] = alert;
        if (t > alert + beyond) break;
        if (t != alert) truth->thresholds[n++] = t;
    }
    truth->threshold_count = n;
}

size_t assay_street_truth_alert(const assay_street_truth *truth)
{
    size_t at = 0;
    while (truth->thresholds[at] < truth->street->threshold) at++;
    return at;
}

assay_street_tally assay_street_truth_tally(const assay_street_truth *truth,
                                            assay_street_of of)
{
    assay_street_tally sum = {0};
    for (size_t c = 0; c < assay_street_parts(truth->street); c++) {
        const assay_street_tally *t = &truth->sink->tallies[c];
        if (!is_of(truth->street, of, c)) continue;
        sum.listed += t->listed;
        sum.found += t->found;
        sum.aside += t->aside;
        sum.unenrolled += t->unenrolled;
        sum.unlisted += t->unlisted;
        sum.pointed += t->pointed;
        sum.crowd += t->crowd;
        sum.crowd_pointed += t->crowd_pointed;
        sum.crowd_wrong += t->crowd_wrong;
        sum.crowd_listed += t->crowd_listed;
        sum.crowd_found += t->crowd_found;
        sum.crowd_aside += t->crowd_aside;
    }
    return sum;
}

static double share(double sum, uint64_t passages)
{
    return passages ? sum / (double)passages : (double)NAN;
}

assay_street_rates assay_street_truth_at(const assay_street_truth *truth,
                                         assay_street_of of, size_t at)
{
    assay_street_rates sum = {0};
    const assay_street_tally all = assay_street_truth_tally(truth, of);
    for (size_t c = 0; c < assay_street_parts(truth->street); c++) {
        const assay_street_tally *t = &truth->sink->tallies[c];
        const assay_street_rates *r =
            &truth->rates[c * truth->threshold_count + at];
        if (!is_of(truth->street, of, c)) continue;
        sum.tpir += (double)t->listed * r->tpir;
        sum.aside += (double)t->listed * r->aside;
        sum.fpir += (double)t->unlisted * r->fpir;
        sum.fpir_here += (double)t->unlisted * r->fpir_here;
        sum.crowd += (double)t->crowd * r->crowd;
        sum.crowd_here += (double)t->crowd * r->crowd_here;
        sum.crowd_alerts += (double)t->crowd * r->crowd_alerts;
        sum.crowd_tpir += (double)t->crowd_listed * r->crowd_tpir;
    }
    const assay_street_rates rates = {
        share(sum.tpir, all.listed),
        share(sum.tpir, all.listed + all.unenrolled),
        share(sum.aside, all.listed),
        share(sum.fpir, all.unlisted),
        share(sum.fpir_here, all.unlisted),
        share(sum.crowd, all.crowd),
        share(sum.crowd_here, all.crowd),
        share(sum.crowd_alerts, all.crowd),
        share(sum.crowd_tpir, all.crowd_listed)};
    return rates;
}

// Of volunteers who are not on the list; without such, of the public.
double assay_street_truth_fpir(const assay_street_truth *truth,
                               assay_street_of of, double n)
{
    const assay_street *street = truth->street;
    const double t = street->threshold;
    const assay_street_tally all = assay_street_truth_tally(truth, of);
    const bool crowd = !all.unlisted;
    double sum = 0;
    for (size_t c = 0; c < assay_street_parts(street); c++) {
        const assay_street_tally *tally = &truth->sink->tallies[c];
        const uint64_t weight = crowd ? tally->crowd : tally->unlisted;
        if (is_of(street, of, c) && weight)
            sum +=
                (double)weight * fpir(street, t - moved_of(street, c).shift, n);
    }
    return share(sum, crowd ? all.crowd : all.unlisted);
}

// The chance to be found at a passage, given the person's effect.
static double found_given(const assay_street_truth *truth, assay_street_of of,
                          double z)
{
    const assay_street *street = truth->street;
    const assay_street_factors *f = &street->factors;
    const double rest = sqrt(1 - f->mated * f->mated);
    double sum = 0, passages = 0;
    for (size_t c = 0; c < assay_street_parts(street); c++) {
        if (!is_of(street, of, c)) continue;
        const double weight = (double)truth->sink->tallies[c].listed;
        const double mean = moved_of(street, c).mean + f->mated * z;
        passages += weight;
        sum += weight * assay_normal_cdf((mean - street->threshold) / rest);
    }
    return acquired(street) * sum / passages;
}

// Groups are of people, so they are taken one by one.
double assay_street_truth_within(const assay_street_truth *truth,
                                 assay_street_of of, unsigned k)
{
    const size_t groups = truth->street->groups.count;
    double sum = 0, passages = 0;
    for (size_t g = 0; g < groups; g++) {
        const assay_street_of one = {g, of.camera, of.light};
        const double weight =
            (double)assay_street_truth_tally(truth, one).listed;
        if ((of.group != ASSAY_STREET_ANY && of.group != g) || !(weight > 0))
            continue;
        double mean = 0, all = 0;
        for (int i = 0; i <= (int)(2 * reach / mean_step); i++) {
            const double z = mean_step * i - reach;
            const double density = assay_normal_density(z);
            all += density;
            mean += density *
                    assay_chance_any(found_given(truth, one, z), (double)k);
        }
        passages += weight;
        sum += weight * mean / all;
    }
    return passages > 0 ? sum / passages : (double)NAN;
}

// Wrong alerts at a passage of the public, given the deployment's effect.
static double wrong_given(const assay_street_truth *truth, double y)
{
    const assay_street *street = truth->street;
    const assay_street_factors *f = &street->factors;
    const double rest = sqrt(1 - f->deployment * f->deployment);
    double sum = 0;
    for (size_t c = 0; c < assay_street_parts(street); c++)
        sum += (double)truth->sink->tallies[c].crowd *
               assay_normal_cdf((moved_of(street, c).shift + f->deployment * y -
                                 street->threshold) /
                                rest);
    return sum;
}

double assay_street_truth_spread(const assay_street_truth *truth)
{
    double one = 0, two = 0, all = 0;
    for (int i = 0; i <= (int)(2 * reach / mean_step); i++) {
        const double y = mean_step * i - reach;
        const double density = assay_normal_density(y);
        const double wrong = wrong_given(truth, y);
        all += density;
        one += density * wrong;
        two += density * wrong * wrong;
    }
    return one > 0 ? sqrt(fmax(two * all / (one * one) - 1, 0)) : (double)NAN;
}

assay_street_load assay_street_truth_load(const assay_street_truth *truth)
{
    const double open = (double)truth->open.count;
    const size_t at = assay_street_truth_alert(truth);
    double wrong = 0, right = 0, passages = 0;
    for (size_t c = 0; c < assay_street_parts(truth->street); c++) {
        const assay_street_tally *t = &truth->sink->tallies[c];
        const assay_street_rates *r =
            &truth->rates[c * truth->threshold_count + at];
        const double listed = (double)t->crowd_listed;
        passages += (double)t->crowd + listed;
        wrong += (double)t->crowd * r->crowd_alerts;
        if (open > 1) wrong += listed * r->crowd_alerts * (open - 1) / open;
        right += listed * r->crowd_tpir;
    }
    const assay_street_load load = {
        passages > 0 ? wrong / passages : (double)NAN,
        passages > 0 ? right / passages : (double)NAN};
    return load;
}

// --- logs of best candidates -------------------------------------------------

enum { SLICES = 100 };

// The chance that no other entry reaches `s`, given the passage's effect q.
static double none_above(const assay_street_truth *truth, double s, double n)
{
    const assay_simulate_street_options *o = truth->street->options;
    const double shared = o->probe_effect + o->deployment_effect;
    const double rest = sqrt(1 - shared - o->passage_effect);
    double sum = 0, all = 0;
    for (int i = -30; i <= 30; i++) {
        const double r = 0.2 * i, density = assay_normal_density(r);
        const double above = assay_normal_cdf((sqrt(shared) * r - s) / rest);
        all += density;
        sum += density * assay_exp(n * assay_log1p(-above));
    }
    return sum / all;
}

// Given q: the own entry reaches t before all others; and any other does, and
// none of them lies behind it. By Simpson's rule from t on.
static assay_street_best best_given(const assay_street_truth *truth,
                                    size_t part, double q)
{
    const moved m = moved_of(truth->street, part);
    const assay_street *street = truth->street;
    const double t = street->threshold;
    const double n = (double)list_of(truth, part)->count - 1;
    const double own = street->factors.passage * q + m.mean;
    const double others = street->factors.passage * q + m.shift;
    const double wide = sqrt(1 - street->options->passage_effect);
    const double width = (fmax(t + 4, own + 9) - t) / SLICES;
    double sum = 0;
    for (int i = 0; i <= SLICES; i++) {
        const double s = t + width * i;
        const double weight = i == 0 || i == SLICES ? 1 : i % 2 ? 4 : 2;
        sum += weight * assay_normal_density((s - own) / wide) *
               none_above(truth, s - others, n);
    }
    const double first = sum * width / 3 / wide;
    const double below = assay_normal_cdf((t - own) / wide);
    const assay_street_best best = {
        first, 1 - below * none_above(truth, t - others, n) - first};
    return best;
}

// Mean over the passage's effect.
static assay_street_best best_of(const assay_street_truth *truth, size_t part)
{
    const double got = acquired(truth->street);
    assay_street_best mean = {0, 0};
    double all = 0;
    for (int i = -20; i <= 20; i++) {
        const double q = 0.3 * i, density = assay_normal_density(q);
        const assay_street_best b = best_given(truth, part, q);
        all += density;
        mean.tpir += density * b.tpir;
        mean.aside += density * b.aside;
    }
    mean.tpir *= got / all;
    mean.aside *= got / all;
    return mean;
}

assay_street_best assay_street_truth_best(const assay_street_truth *truth,
                                          assay_street_of of)
{
    const uint64_t listed = assay_street_truth_tally(truth, of).listed;
    assay_street_best sum = {0, 0};
    for (size_t c = 0; c < assay_street_parts(truth->street); c++) {
        const double passages = (double)truth->sink->tallies[c].listed;
        if (!truth->best || !is_of(truth->street, of, c)) continue;
        sum.tpir += passages * truth->best[c].tpir;
        sum.aside += passages * truth->best[c].aside;
    }
    const assay_street_best none = {NAN, NAN};
    const assay_street_best best = {share(sum.tpir, listed),
                                    share(sum.aside, listed)};
    return truth->best ? best : none;
}

static assay_status fill_best(assay_street_truth *truth, assay_arena *arena,
                              assay_error *err)
{
    const size_t parts = assay_street_parts(truth->street);
    truth->best = assay_arena_new(arena, parts, sizeof *truth->best);
    if (!truth->best) return assay_fail_memory(err, "the truth");
    for (size_t c = 0; c < parts; c++)
        if (truth->sink->tallies[c].listed) truth->best[c] = best_of(truth, c);
    return ASSAY_OK;
}

assay_status assay_street_truth_make(assay_street_truth *truth,
                                     assay_arena *arena, assay_error *err)
{
    const assay_street *street = truth->street;
    const size_t parts = assay_street_parts(street);
    const uint32_t seeded = (uint32_t)street->options->volunteers;
    for (uint32_t p = 0; p < assay_street_periods(street); p++) {
        const assay_street_some there = {0, p * assay_street_middle(street)};
        ASSAY_TRY(assay_street_hazard_make(truth->list, there, arena,
                                           &truth->all[p], err));
    }
    const assay_street_some open = {seeded, 0};
    ASSAY_TRY(
        assay_street_hazard_make(truth->list, open, arena, &truth->open, err));
    fill_thresholds(truth);
    truth->rates = assay_arena_new(arena, parts * truth->threshold_count,
                                   sizeof *truth->rates);
    if (!truth->rates) return assay_fail_memory(err, "the truth");
    for (size_t c = 0; c < parts; c++)
        for (size_t t = 0; t < truth->threshold_count; t++)
            fill_rates(truth, c, truth->thresholds[t],
                       &truth->rates[c * truth->threshold_count + t]);
    return street->options->best_only ? fill_best(truth, arena, err) : ASSAY_OK;
}
