// SPDX-License-Identifier: Apache-2.0
// Alerts of no certain passage: by camera, who is named, and time.
#include "count/scenario_parts.h"

#include "base/alloc.h"

static bool sort_loose(const assay_scenario *s, assay_ranked *order, size_t n)
{
    if (!assay_rank(order, n)) return false;
    for (size_t i = 0; i < n; i++)
        order[i].key = (uint64_t)s->rows.alerts[order[i].index].camera << 32 |
                       assay_identity_of(s, order[i].index);
    return assay_rank(order, n);
}

bool assay_scenario_loosen(assay_scenario *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->rows.alert_count; i++)
        n += s->of[i] >= ASSAY_OF_SPECIAL && assay_is_alert(s, i);
    ASSAY_AUTO(assay_drop) assay_ranked *order = assay_new(0, n, sizeof *order);
    s->loose = assay_new(0, n, sizeof *s->loose);
    if (!order || !s->loose) return false;
    n = 0;
    for (size_t i = 0; i < s->rows.alert_count; i++)
        if (s->of[i] >= ASSAY_OF_SPECIAL && assay_is_alert(s, i))
            order[n++] = (assay_ranked){assay_rank_key(s->rows.alerts[i].time),
                                        (uint32_t)i};
    if (!sort_loose(s, order, n)) return false;
    for (size_t i = 0; i < n; i++) s->loose[i] = order[i].index;
    s->loose_count = n;
    return true;
}

static bool continues(const assay_scenario *s, const assay_loose *last,
                      uint32_t alert, int64_t merge)
{
    return last->camera == s->rows.alerts[alert].camera &&
           last->identity == assay_identity_of(s, alert) &&
           assay_scenario_time(s, alert) - last->last <= merge;
}

static void add(const assay_scenario *s, assay_loose *to, uint32_t alert)
{
    const assay_alert *a = &s->rows.alerts[alert];
    to->last = assay_scenario_time(s, alert);
    to->alerts++;
    to->among = to->among || s->loose_among[alert];
    assay_scenario_decide(s, a, &to->decision, &to->decided_at, &to->officer);
    if (a->outcome == ASSAY_OUTCOME_UNKNOWN) return;
    if (to->outcome != ASSAY_OUTCOME_RIGHT) to->outcome = a->outcome;
}

size_t assay_scenario_merge(const assay_scenario *s, int64_t merge,
                            assay_loose *out)
{
    size_t n = 0;
    assay_loose last = {0};
    for (size_t i = 0; i < s->loose_count; i++) {
        const uint32_t alert = s->loose[i];
        if (!n || !continues(s, &last, alert, merge)) {
            if (n && out) out[n - 1] = last;
            n++;
            last = (assay_loose){.time = assay_scenario_time(s, alert),
                                 .decided_at = ASSAY_NEVER,
                                 .officer = ASSAY_NO_STRING,
                                 .camera = s->rows.alerts[alert].camera,
                                 .identity = assay_identity_of(s, alert)};
        }
        add(s, &last, alert);
    }
    if (n && out) out[n - 1] = last;
    return n;
}

// An entry that is there to fill the list is of nobody who passed.
assay_loose_is assay_scenario_loose_is(const assay_scenario *s,
                                       const assay_loose *one)
{
    const uint8_t kind = s->kind[one->identity];
    if (kind == ASSAY_KIND_SEEDED) return ASSAY_LOOSE_SEEDED;
    if (one->outcome == ASSAY_OUTCOME_RIGHT) return ASSAY_LOOSE_RIGHT;
    if (one->outcome == ASSAY_OUTCOME_WRONG || kind == ASSAY_KIND_FILLER ||
        (one->among && !s->rule.crowd))
        return ASSAY_LOOSE_WRONG;
    return ASSAY_LOOSE_UNKNOWN;
}
