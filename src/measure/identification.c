// SPDX-License-Identifier: Apache-2.0
#include "measure/identification.h"

#include "base/alloc.h"
#include "base/order.h"
#include "measure/contrasts.h"
#include "measure/ident_study.h"
#include "measure/make_up.h"
#include "measure/require.h"
#include "stats/threshold.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const double default_targets[] = {1e-1, 1e-2, 1e-3, 1e-4};
enum { DEFAULT_TARGETS = 4 };

double assay_ident_threshold(const assay_identification *all, uint32_t key)
{
    if (key < ASSAY_KEY_MINUS_INFINITY) key = ASSAY_KEY_MINUS_INFINITY;
    if (all->input.options->rule == ASSAY_GT) key = assay_key_before(key);
    if (key < ASSAY_KEY_MINUS_INFINITY) return NAN;
    if (key > ASSAY_KEY_PLUS_INFINITY) return NAN;
    const double score = (double)assay_score_of(key);
    return all->input.distance ? 0.0 - score : score;
}

static bool has_spot(const assay_identification *all, bool target, double value)
{
    for (size_t i = 0; i < all->spot_count; i++)
        if (all->spots[i].target == target && all->spots[i].value == value)
            return true;
    return false;
}

static assay_status plan_targets(assay_identification *all, assay_error *err)
{
    const assay_numbers *asked = &all->input.options->fpir;
    const double *from = asked->count ? asked->items : default_targets;
    const size_t n = asked->count ? asked->count : DEFAULT_TARGETS;
    for (size_t i = 0; i < n; i++) {
        if (!(from[i] > 0 && from[i] < 1))
            return assay_fail(err, ASSAY_EUSAGE,
                              "an FPIR target lies between 0 and 1, as in "
                              "--fpir 1e-3");
        if (has_spot(all, true, from[i])) continue;
        all->spots[all->spot_count++] =
            (assay_ident_spot){.target = true, .value = from[i]};
    }
    return ASSAY_OK;
}

static assay_status plan_thresholds(assay_identification *all, assay_error *err)
{
    const assay_numbers *asked = &all->input.options->thresholds;
    const uint32_t shift = all->input.options->rule == ASSAY_GT ? 1 : 0;
    for (size_t i = 0; i < asked->count; i++) {
        const double given = asked->items[i];
        if (!(fabs(given) <= (double)FLT_MAX) && !__builtin_isinf(given))
            return assay_fail(err, ASSAY_EUSAGE,
                              "a threshold must be a number that a float32 "
                              "can hold");
        const float score = assay_score_clean(
            (float)(all->input.distance ? 0.0 - given : given));
        if (has_spot(all, false, given)) continue;
        all->spots[all->spot_count++] = (assay_ident_spot){
            .value = given, .key = assay_key_of(score) + shift};
    }
    return ASSAY_OK;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

static assay_status plan_ranks(assay_identification *all, assay_error *err)
{
    const assay_numbers *asked = &all->input.options->ranks;
    const size_t n = asked->count ? asked->count : 1;
    all->ranks = assay_new(0, n, sizeof *all->ranks);
    if (!all->ranks) return assay_fail_memory(err, "the ranks");
    all->ranks[0] = 1;
    for (size_t i = 0; i < asked->count; i++) {
        const double rank = asked->items[i];
        if (!(rank >= 1 && rank <= 1e9 && floor(rank) == rank))
            return assay_fail(err, ASSAY_EUSAGE,
                              "a rank is a whole number from 1 on");
        all->ranks[i] = (uint32_t)rank;
    }
    qsort(all->ranks, n, sizeof *all->ranks, ascending);
    for (size_t i = 0; i < n; i++)
        if (!i || all->ranks[i] != all->ranks[all->rank_count - 1])
            all->ranks[all->rank_count++] = all->ranks[i];
    return ASSAY_OK;
}

static assay_status check_sizes(const assay_identification *all,
                                assay_error *err)
{
    const assay_numbers *sizes = &all->input.options->sizes;
    for (size_t i = 0; i < sizes->count; i++) {
        const double n = sizes->items[i];
        if (!(n >= 1 && n <= 1e12 && floor(n) == n))
            return assay_fail(err, ASSAY_EUSAGE,
                              "a watchlist size is a whole number from 1 on");
    }
    if (!(all->input.common->confidence > 0 &&
          all->input.common->confidence < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--confidence lies between 0 and 1, as in 0.95");
    return ASSAY_OK;
}

static void drop(assay_identification **all)
{
    assay_identification_free(*all);
}

assay_status assay_identification_new(const assay_identification_input *input,
                                      assay_identification **out,
                                      assay_error *err)
{
    *out = NULL;
    ASSAY_AUTO(drop) assay_identification *all = assay_new(sizeof *all, 0, 0);
    if (!all) return assay_fail_memory(err, "the figures");
    all->input = *input;
    const size_t most = input->options->fpir.count + DEFAULT_TARGETS +
                        input->options->thresholds.count;
    all->spots = assay_new(0, most, sizeof *all->spots);
    if (!all->spots) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(assay_require_check(&input->common->require, err));
    ASSAY_TRY(assay_contrasts_check(input->common, err));
    ASSAY_TRY(assay_make_up_check(input, err));
    ASSAY_TRY(plan_targets(all, err));
    ASSAY_TRY(plan_thresholds(all, err));
    ASSAY_TRY(plan_ranks(all, err));
    ASSAY_TRY(check_sizes(all, err));
    *out = all;
    all = NULL;
    return ASSAY_OK;
}

// The lowest threshold at which at most `most` searches go wrong.
void assay_ident_set_key(const assay_ident_keys *keys, assay_ident_spot *spot)
{
    const uint64_t n = keys->tops;
    const uint32_t left_out = spot->most < n ? keys->top[spot->most] : 0;
    // A search without any candidate has none at whatever threshold.
    spot->key = left_out ? left_out + 1 : ASSAY_KEY_MINUS_INFINITY;
    spot->below = spot->key < keys->known;
    const uint64_t wrong = assay_ident_at_least(keys->top, n, spot->key);
    if (left_out)
        spot->tied = assay_ident_at_least(keys->top, n, left_out) - wrong;
    spot->achieved = (double)wrong / (double)n;
}

static void set_target(const assay_ident_keys *keys, assay_ident_spot *spot)
{
    spot->most = assay_allowed(spot->value, keys->tops);
    spot->needed = assay_allowed_trials(spot->value, 1);
    spot->carried = spot->most >= 1;
    spot->few = spot->carried && spot->most < ASSAY_IDENT_FEW;
    if (!spot->carried) return;
    assay_ident_set_key(keys, spot);
    spot->carried = !spot->below;
}

static bool set_targets(assay_identification *all)
{
    const assay_ident_part part = {all, NULL, 0};
    assay_ident_keys_end(&all->keys);
    if (!assay_ident_keys_of(&part, &all->keys)) return false;
    for (size_t i = 0; i < all->spot_count; i++)
        if (all->spots[i].target) set_target(&all->keys, &all->spots[i]);
    return true;
}

assay_status assay_identification_lowest(assay_identification *all,
                                         const assay_searches *searches,
                                         uint32_t *lowest, assay_error *err)
{
    *lowest = UINT32_MAX;
    all->searches = searches;
    if (!set_targets(all)) return assay_fail_memory(err, "the figures");
    for (size_t i = 0; i < all->spot_count; i++) {
        const assay_ident_spot *spot = &all->spots[i];
        if (assay_ident_stands(spot) && spot->key < *lowest)
            *lowest = spot->key;
    }
    return ASSAY_OK;
}

static int by_size(const void *a, const void *b)
{
    return ascending(a, b);
}

// Identities of the watchlists: the median.
static bool find_size(assay_identification *all)
{
    const assay_searches *s = all->searches;
    ASSAY_AUTO(assay_drop)
    uint32_t *sizes = assay_new(0, s->gallery_count, sizeof *sizes);
    unsigned n = 0;
    if (!sizes) return false;
    for (unsigned g = 0; g < s->gallery_count; g++) {
        // Whoever is searched for is taken off the pool.
        const uint32_t most =
            s->galleries[g].identities - (g == s->pool ? 1 : 0);
        if (s->galleries[g].identities && most > all->greatest)
            all->greatest = most;
        if (g != s->pool) sizes[n++] = s->galleries[g].identities;
    }
    if (n) qsort(sizes, n, sizeof *sizes, by_size);
    all->size = n ? sizes[n / 2] : 0;
    return true;
}

static void measure_part(assay_identification *all,
                         const assay_search_group *group, uint64_t people)
{
    const assay_cell cell = {.labels = group ? group->labels : NULL,
                             .label_count = group ? group->label_count : 0,
                             .unknown = group && group->unknown,
                             .people = people};
    const assay_ident_part part = {all, group,
                                   assay_ledger_cell(all->ledger, &cell)};
    assay_ident_totals(&part);
    assay_ident_rates(&part);
    assay_ident_curves(&part);
    assay_ident_compositions(&part);
    if (group) return;
    assay_ident_sizes(&part);
    assay_ident_tail_of(&part);
    assay_ident_zoo(&part);
    assay_ident_mated(&part);
    assay_ident_suspects(&part);
}

uint64_t assay_ident_people_of(const assay_identification *all,
                               const assay_search_group *group, bool *memory)
{
    const assay_searches *s = all->searches;
    const assay_ident_part part = {
        .all = (assay_identification *)(uintptr_t)all, .group = group};
    ASSAY_AUTO(assay_drop)
    bool *seen = assay_new(0, s->people_count, sizeof *seen);
    uint64_t n = 0;
    *memory = *memory && seen;
    for (uint64_t i = 0; seen && i < s->search_count; i++) {
        const uint32_t person = s->searches[i].person;
        if (!assay_ident_has(&part, &s->searches[i]) || seen[person]) continue;
        seen[person] = true;
        n++;
    }
    return n;
}

assay_status assay_identification_measure(assay_identification *all,
                                          const assay_searches *searches,
                                          assay_ledger *ledger,
                                          assay_error *err)
{
    bool memory = true;
    all->searches = searches;
    all->ledger = ledger;
    const assay_target_list target = all->input.options->target;
    all->random = target == ASSAY_TARGET_RANDOM ||
                  (target == ASSAY_TARGET_DEFAULT && searches->drawn);
    all->greatest = 0;
    memory = find_size(all) && set_targets(all) && assay_ident_safe(all);
    if (memory)
        measure_part(all, NULL, assay_ident_people_of(all, NULL, &memory));
    for (size_t g = 0; memory && g < all->input.group_count; g++) {
        const assay_search_group *group = &all->input.groups[g];
        if (group->only_references) continue;
        measure_part(all, group, assay_ident_people_of(all, group, &memory));
    }
    return memory && !ledger->no_memory ? ASSAY_OK
                                        : assay_fail_memory(err, "the figures");
}

void assay_identification_tell(const assay_identification *all,
                               assay_ledger *ledger, assay_result *result)
{
    if (ledger->no_memory) return;
    assay_ident_warnings(all, result);
    assay_ident_words(all, result);
}

assay_status assay_identification_end(const assay_identification *all,
                                      assay_ledger *ledger,
                                      assay_result *result, assay_error *err)
{
    const assay_options *common = all->input.common;
    ASSAY_AUTO(assay_contrasts_end) assay_contrasts contrasts = {.count = 0};
    const size_t suppressed =
        assay_ledger_suppress(ledger, common->min_subjects);
    ASSAY_TRY(assay_contrasts_make(ledger, common, &contrasts, err));
    assay_ledger_blank(ledger);
    assay_ident_record_warnings(all, suppressed, result);
    assay_identification_tell(all, ledger, result);
    if (ledger->no_memory) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(assay_require_hold(&common->require, ledger, result, err));
    assay_ledger_flush(ledger, result);
    return ledger->no_memory ? assay_fail_memory(err, "the figures") : ASSAY_OK;
}

void assay_identification_free(assay_identification *all)
{
    if (!all) return;
    assay_ident_keys_end(&all->keys);
    assay_free(all->spots);
    assay_free(all->safe);
    assay_free(all->ranks);
    assay_free(all);
}
