// SPDX-License-Identifier: Apache-2.0
#include "evaluate/alert_searches.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/counter.h"
#include "count/ranked.h"
#include "count/scenario_searches.h"
#include "evaluate/record.h"
#include "measure/scenario.h"

typedef struct keeping {
    const assay_alert_kept *of;
    uint32_t *subject, *reference, *camera; // places
    uint16_t *profile;                      // of a passage
    assay_searches *searches;
    assay_search_group *groups;
    size_t group_count;
    bool *members; // of the groups: ASSAY_PROFILES_MOST each
} keeping;

static void end_keeping(keeping *k)
{
    assay_free(k->subject);
    assay_free(k->reference);
    assay_free(k->camera);
    assay_free(k->profile);
    assay_searches_free(k->searches);
    assay_free(k->groups);
    assay_free(k->members);
}

// The place of each string in the canonical order.
static uint32_t *places_of(const assay_strings *strings)
{
    const uint32_t n = assay_strings_count(strings);
    ASSAY_AUTO(assay_drop) uint32_t *order = assay_new(0, n, sizeof *order);
    uint32_t *place = assay_new(0, n, sizeof *place);
    if (!order || !place || !assay_strings_order(strings, order)) {
        assay_free(place);
        return NULL;
    }
    for (uint32_t i = 0; i < n; i++) place[order[i]] = i;
    return place;
}

static bool find_places(keeping *k)
{
    const assay_trial_names *names = assay_trial_names_of(k->of->trial);
    k->subject = places_of(names->subjects);
    k->reference = places_of(names->references);
    k->camera = places_of(names->cameras);
    return k->subject && k->reference && k->camera;
}

// Splits the profiles of passages by the groups of one table, which begins at
// cell `first`; `*count` are how many there are. False without memory.
static bool split(keeping *k, size_t *first, uint32_t *count)
{
    const size_t n = k->of->scenario->count;
    ASSAY_AUTO(assay_drop) assay_ranked *order = assay_new(0, n, sizeof *order);
    if (!order) return false;
    for (size_t done = 0; done < n; ++*first) {
        const assay_scenario_cell *cell = &k->of->cells->items[*first];
        for (size_t i = 0; i < cell->count; i++) {
            const uint32_t passage = cell->members[i];
            order[passage] = (assay_ranked){
                (uint64_t)k->profile[passage] << 32 | *first, passage};
        }
        done += cell->count;
    }
    if (!assay_rank(order, n)) return false;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        *count += !i || order[i].key != order[i - 1].key;
        if (*count > ASSAY_PROFILES_MOST) return true;
        k->profile[order[i].index] = (uint16_t)(*count - 1);
    }
    return true;
}

// Combinations of groups, as profiles; none where there are too many of them.
static bool find_profiles(keeping *k)
{
    const size_t n = k->of->scenario->count;
    uint32_t profiles = 0;
    if (k->of->cells->count < 2 || !n) return true;
    k->profile = assay_new(0, n, sizeof *k->profile);
    if (!k->profile) return false;
    for (size_t c = 1; c < k->of->cells->count;)
        if (!split(k, &c, &profiles))
            return false;
        else if (profiles > ASSAY_PROFILES_MOST)
            break;
    if (profiles <= ASSAY_PROFILES_MOST) return true;
    assay_free(k->profile);
    k->profile = NULL;
    return true;
}

static bool find_groups(keeping *k)
{
    const size_t n = k->of->cells->count - 1;
    if (!k->profile) return true;
    k->groups = assay_new(0, n, sizeof *k->groups);
    k->members = assay_new(0, n, ASSAY_PROFILES_MOST * sizeof *k->members);
    if (!k->groups || !k->members) return false;
    for (size_t c = 0; c < n; c++) {
        const assay_scenario_cell *cell = &k->of->cells->items[c + 1];
        bool *profiles = k->members + c * ASSAY_PROFILES_MOST;
        for (size_t i = 0; i < cell->count; i++)
            profiles[k->profile[cell->members[i]]] = true;
        k->groups[c] = (assay_search_group){.labels = cell->labels,
                                            .label_count = cell->label_count,
                                            .unknown = cell->unknown,
                                            .profiles = profiles};
    }
    k->group_count = n;
    return true;
}

assay_status assay_alert_searches_keep(const assay_alert_kept *kept,
                                       assay_result *result, assay_error *err)
{
    ASSAY_AUTO(end_keeping) keeping k = {.of = kept};
    const assay_scenario *s = kept->scenario;
    const double floor = assay_scenario_floor(kept->options, s);
    if (!(floor > -1e38) || assay_scenario_best_only(kept->options, s))
        return ASSAY_OK;
    if (!find_places(&k) || !find_profiles(&k))
        return assay_fail_memory(err, "the searches");
    const assay_scenario_order order = {k.subject, k.reference, k.camera};
    const uint32_t cut = assay_key_of(assay_score_clean((float)floor));
    ASSAY_TRY(
        assay_scenario_searches(s, &order, cut, k.profile, &k.searches, err));
    if (!k.searches) return ASSAY_OK;
    if (!find_groups(&k)) return assay_fail_memory(err, "the searches");
    ASSAY_TRY(assay_record_searches(result, k.searches, cut, err));
    return assay_record_membership(result, k.groups, k.group_count, err);
}
