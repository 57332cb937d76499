// SPDX-License-Identifier: Apache-2.0
// Alerts and passages of a camera in the order of time: those that have begun
// and have not ended are the ones an alert can be of.
#include "count/scenario_parts.h"

#include "base/alloc.h"

// A passage that has begun and may not have ended.
typedef struct present {
    int64_t left;
    uint32_t passage, identity;
} present;

// A sweep over both. `open` are passages in front of the camera of the alert
// that is looked at, those within the grace included.
typedef struct sweep {
    assay_scenario *s;
    assay_ranked *alerts; // those that name no passage
    size_t alert_count;
    size_t next; // of s->by_camera
    present *open;
    size_t open_count;
    uint32_t camera; // of those
    int64_t least;   // of when they left
    bool *watched;   // cameras that have passages
} sweep;

static void end_sweep(sweep *w)
{
    assay_free(w->alerts);
    assay_free(w->open);
    assay_free(w->watched);
}

static bool start(sweep *w)
{
    assay_scenario *s = w->s;
    w->alerts = assay_new(0, s->rows.alert_count, sizeof *w->alerts);
    w->open = assay_new(0, ASSAY_CROWDED, sizeof *w->open);
    w->watched = assay_new(0, s->rows.cameras, sizeof *w->watched);
    s->of = assay_new(0, s->rows.alert_count, sizeof *s->of);
    s->loose_among = assay_new(0, s->rows.alert_count, sizeof *s->loose_among);
    if (!w->alerts || !w->open || !w->watched || !s->of || !s->loose_among)
        return false;
    for (size_t i = 0; i < s->rows.passage_count; i++)
        w->watched[s->rows.passages[i].camera] = true;
    return true;
}

static bool sort_alerts(sweep *w)
{
    const assay_alert *alerts = w->s->rows.alerts;
    if (!assay_rank(w->alerts, w->alert_count)) return false;
    for (size_t i = 0; i < w->alert_count; i++)
        w->alerts[i].key = alerts[w->alerts[i].index].camera;
    return assay_rank(w->alerts, w->alert_count);
}

static void close_passages(sweep *w, uint32_t camera, int64_t time)
{
    const int64_t grace = w->s->rule.grace;
    size_t kept = 0;
    if (camera != w->camera) w->open_count = 0;
    w->camera = camera;
    // Where many stand, nobody mostly has left since the alert before.
    if (w->open_count && time - w->least <= grace) return;
    w->least = INT64_MAX;
    for (size_t i = 0; i < w->open_count; i++) {
        const present one = w->open[i];
        if (time - one.left > grace) continue;
        if (one.left < w->least) w->least = one.left;
        w->open[kept++] = one;
    }
    w->open_count = kept;
}

static void open_passage(sweep *w, uint32_t passage)
{
    const assay_opportunity *o = &w->s->passages[passage];
    if (o->left < w->least) w->least = o->left;
    w->open[w->open_count++] = (present){o->left, passage, o->identity};
}

static assay_status crowded(const sweep *w, uint32_t row, assay_error *err)
{
    (void)assay_fail(err, ASSAY_EINPUT,
                     "more than %d people are in front of one camera at once: "
                     "check entered and left",
                     (int)ASSAY_CROWDED);
    err->line = w->s->rows.passages[row].line;
    return ASSAY_EINPUT;
}

// Moves on to an alert.
static assay_status move_to(sweep *w, uint32_t camera, int64_t time,
                            assay_error *err)
{
    const assay_scenario *s = w->s;
    close_passages(w, camera, time);
    for (; w->next < s->count; w->next++) {
        const uint32_t index = s->by_camera[w->next];
        const assay_opportunity *o = &s->passages[index];
        if (o->camera > camera || (o->camera == camera && o->entered > time))
            break;
        if (o->camera < camera || time - o->left > s->rule.grace) continue;
        if (w->open_count == ASSAY_CROWDED) return crowded(w, o->row, err);
        open_passage(w, index);
    }
    return ASSAY_OK;
}

// An alert of one that may be another's.
static void mark_maybe(sweep *w, float score, bool inside, int64_t time)
{
    for (size_t i = 0; i < w->open_count; i++) {
        if (inside && w->open[i].left < time) continue;
        assay_opportunity *o = &w->s->passages[w->open[i].passage];
        if (score > o->maybe_best) o->maybe_best = score;
    }
}

// Where the log says of which passage false alerts are, one that names none is
// the public's, if that passes.
static bool is_public(const assay_scenario *s)
{
    return s->rule.crowd && s->seen.linked_false > 0;
}

// The passage that an alert is of: that of the person it names; else that of
// the only one in front of the camera, if nobody else passes.
static uint32_t choose(sweep *w, size_t alert, int64_t time, bool *sure)
{
    assay_scenario *s = w->s;
    const uint32_t named = assay_identity_of(s, alert);
    size_t inside = 0;
    uint32_t only = ASSAY_OF_NONE, own = ASSAY_OF_NONE;
    for (size_t i = 0; i < w->open_count; i++) {
        const present *one = &w->open[i];
        if (one->identity == named && own == ASSAY_OF_NONE) own = one->passage;
        if (!inside || one->left >= time) only = one->passage;
        inside += one->left >= time;
    }
    if (own != ASSAY_OF_NONE) {
        const bool within = s->passages[own].left >= time;
        *sure = (within ? inside : w->open_count) == 1;
        return own;
    }
    if (!w->open_count || is_public(s)) return ASSAY_OF_NONE;
    if ((inside ? inside : w->open_count) == 1 && !s->rule.crowd) return only;
    mark_maybe(w, s->rows.alerts[alert].score, inside > 0, time);
    return ASSAY_OF_SEVERAL;
}

// Takes down the score of an alert in its passage.
static void note(assay_scenario *s, size_t alert, uint32_t passage, bool sure)
{
    const float score = s->rows.alerts[alert].score;
    assay_opportunity *o = &s->passages[passage];
    if (assay_identity_of(s, alert) != o->identity) {
        if (score > o->other_best) o->other_best = score;
        return;
    }
    if (score > o->own_best) o->own_best = score;
    if (sure && score > o->own_sure) o->own_sure = score;
}

static void count_loose(sweep *w, uint32_t of, int64_t time, uint32_t camera)
{
    assay_scenario *s = w->s;
    s->seen.several += of == ASSAY_OF_SEVERAL;
    if (of != ASSAY_OF_NONE) return;
    s->seen.none++;
    s->seen.before += time < s->first;
    s->seen.after += time > s->last;
    s->seen.no_camera += !w->watched[camera];
}

static assay_status match_by_time(sweep *w, assay_error *err)
{
    assay_scenario *s = w->s;
    for (size_t i = 0; i < w->alert_count; i++) {
        bool sure = false;
        const uint32_t alert = w->alerts[i].index;
        const uint32_t camera = s->rows.alerts[alert].camera;
        const int64_t time = assay_scenario_time(s, alert);
        ASSAY_TRY(move_to(w, camera, time, err));
        const uint32_t of = choose(w, alert, time, &sure);
        s->of[alert] = of;
        s->loose_among[alert] = w->open_count > 0 && !is_public(s);
        if (of < ASSAY_OF_SPECIAL) note(s, alert, of, sure);
        if (!assay_is_alert(s, alert)) continue;
        if (of < ASSAY_OF_SPECIAL) {
            s->seen.shared_own += !sure;
            s->seen.left_out += !s->passages[of].kept;
        } else {
            count_loose(w, of, time, camera);
        }
    }
    return ASSAY_OK;
}

// An alert outside the passage that it names tells of a clock that jumped.
static void count_named(assay_scenario *s, size_t alert, assay_opportunity *o)
{
    const int64_t time = assay_scenario_time(s, alert);
    const int64_t early = o->entered - time;
    const int64_t late = time - o->left - s->rule.grace;
    const int64_t far = early > late ? early : late;
    s->seen.linked_false += assay_identity_of(s, alert) != o->identity;
    s->seen.left_out += !o->kept;
    if (far <= 0) return;
    s->seen.outside++;
    o->outside = true;
    if (far > s->seen.far_outside) s->seen.far_outside = far;
}

static void count_alert(assay_scenario *s, size_t alert)
{
    const assay_alert *a = &s->rows.alerts[alert];
    s->seen.alerts++;
    if (a->rank > s->seen.most_rank) s->seen.most_rank = a->rank;
    s->seen.pictures +=
        a->outcome != ASSAY_OUTCOME_UNKNOWN && a->basis == ASSAY_BASIS_PICTURES;
    s->seen.off_list += !assay_spans_hold(
        &s->listed, assay_identity_of(s, alert), assay_scenario_time(s, alert));
}

// Asks for the passage that an alert names.
static void expect_passage(const assay_scenario *s, size_t alert)
{
    if (alert >= s->rows.alert_count) return;
    const uint32_t transit = s->rows.alerts[alert].transit;
    if (transit == ASSAY_NO_STRING) return;
    const char *o = (const char *)&s->passages[s->passage_of_row[transit]];
    __builtin_prefetch(o, 1);
    __builtin_prefetch(o + sizeof(assay_opportunity) - 1, 1);
}

// Alerts that say of which passage they are; the others are listed.
static void match_by_name(sweep *w)
{
    assay_scenario *s = w->s;
    for (size_t i = 0; i < s->rows.alert_count; i++) {
        const assay_alert *a = &s->rows.alerts[i];
        const bool is_alert = assay_is_alert(s, i);
        expect_passage(s, i + ASSAY_RANK_AHEAD);
        if (is_alert) count_alert(s, i);
        if (a->transit == ASSAY_NO_STRING) {
            w->alerts[w->alert_count++] =
                (assay_ranked){assay_rank_key(a->time), (uint32_t)i};
            continue;
        }
        s->of[i] = s->passage_of_row[a->transit];
        note(s, i, s->of[i], true);
        if (is_alert) count_named(s, i, &s->passages[s->of[i]]);
    }
}

assay_status assay_scenario_match(assay_scenario *s, assay_error *err)
{
    ASSAY_AUTO(end_sweep) sweep w = {.s = s};
    if (!start(&w)) return assay_fail_memory(err, "the alerts");
    match_by_name(&w);
    if (!sort_alerts(&w)) return assay_fail_memory(err, "the alerts");
    return match_by_time(&w, err);
}
