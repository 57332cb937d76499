// SPDX-License-Identifier: Apache-2.0
// Ten alerts that name one person in one passage are one.
#include "count/scenario_parts.h"

#include "base/alloc.h"

static bool sort_matched(const assay_scenario *s, assay_ranked **order,
                         size_t *count)
{
    size_t n = 0;
    *order = assay_new(0, s->rows.alert_count, sizeof **order);
    if (!*order) return false;
    for (size_t i = 0; i < s->rows.alert_count; i++)
        if (s->of[i] < ASSAY_OF_SPECIAL)
            // Small numbers are sorted sooner.
            (*order)[n++] = (assay_ranked){(uint64_t)s->of[i] * s->identities +
                                               assay_identity_of(s, i),
                                           (uint32_t)i};
    *count = n;
    return assay_rank(*order, n);
}

static size_t count_named(const assay_ranked *order, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !i || order[i].key != order[i - 1].key;
    return count;
}

void assay_scenario_decide(const assay_scenario *s, const assay_alert *a,
                           uint8_t *decision, int64_t *at, uint32_t *officer)
{
    if (a->decision == ASSAY_NOT_DECIDED) return;
    const int64_t decided = a->decided_at == ASSAY_NEVER
                                ? ASSAY_NEVER
                                : a->decided_at + s->offset_of[a->camera];
    const bool first = *decision == ASSAY_NOT_DECIDED || decided < *at ||
                       (decided == *at && a->officer < *officer);
    if (first) {
        *at = decided;
        *officer = a->officer;
    }
    if (*decision != ASSAY_CREDIBLE) *decision = a->decision;
}

// A recorded outcome that the passage contradicts is counted.
static void take_outcome(assay_scenario *s, assay_named *to,
                         const assay_alert *a, bool own)
{
    if (a->outcome == ASSAY_OUTCOME_UNKNOWN) return;
    s->seen.contradicted += own != (a->outcome == ASSAY_OUTCOME_RIGHT);
    if (to->outcome != ASSAY_OUTCOME_RIGHT) to->outcome = a->outcome;
}

static void add_alert(assay_scenario *s, assay_named *to, size_t alert,
                      bool own)
{
    const assay_alert *a = &s->rows.alerts[alert];
    const int64_t time = assay_scenario_time(s, alert);
    if (a->score > to->best) to->best = a->score;
    if (!assay_is_alert(s, alert)) return;
    if (time < to->first) to->first = time;
    assay_scenario_decide(s, a, &to->decision, &to->decided_at, &to->officer);
    take_outcome(s, to, a, own);
}

static void fill(assay_scenario *s, const assay_ranked *order, size_t n)
{
    assay_named *to = NULL;
    for (size_t i = 0; i < n; i++) {
        if (i + ASSAY_RANK_AHEAD < n)
            __builtin_prefetch(
                &s->rows.alerts[order[i + ASSAY_RANK_AHEAD].index]);
        const uint32_t passage = (uint32_t)(order[i].key / s->identities);
        const uint32_t identity = (uint32_t)(order[i].key % s->identities);
        assay_opportunity *o = &s->passages[passage];
        if (!i || order[i].key != order[i - 1].key) {
            if (!o->named_count) o->first_named = (uint32_t)s->named_count;
            o->named_count++;
            to = &s->named[s->named_count++];
            *to = (assay_named){.first = ASSAY_NEVER,
                                .decided_at = ASSAY_NEVER,
                                .passage = passage,
                                .identity = identity,
                                .officer = ASSAY_NO_STRING,
                                .best = s->rows.alerts[order[i].index].score};
        }
        add_alert(s, to, order[i].index, identity == o->identity);
        if (identity == o->identity) o->own_first = to->first;
        if (o->named_count > s->seen.most_named)
            s->seen.most_named = o->named_count;
    }
}

bool assay_scenario_name(assay_scenario *s)
{
    size_t n = 0;
    ASSAY_AUTO(assay_drop) assay_ranked *order = NULL;
    if (!sort_matched(s, &order, &n)) return false;
    s->named = assay_new(0, count_named(order, n), sizeof *s->named);
    if (!s->named) return false;
    fill(s, order, n);
    return true;
}
