// SPDX-License-Identifier: Apache-2.0
// The logs of a trial, each with its length before it but the last: watchlist,
// transits, alerts, crowd. What was read is joined too.
#include "fuzz_parts.h"

#include "base/alloc.h"
#include "count/scenario_searches.h"
#include "count/scenario_tally.h"
#include "count/searches_pack.h"
#include "read/trial.h"

static uint64_t mix_alerts(const assay_scenario *s, uint64_t sum)
{
    for (size_t i = 0; i < s->rows.alert_count; i++) {
        const assay_alert *a = &s->rows.alerts[i];
        fuzz_require(isfinite(a->score));
        fuzz_require(a->transit == ASSAY_NO_STRING ||
                     a->transit < s->rows.passage_count);
        fuzz_require(s->of[i] >= ASSAY_OF_SPECIAL || s->of[i] < s->count);
        sum = fuzz_mix(sum, &a->time, sizeof a->time);
        sum = fuzz_mix(sum, &s->of[i], sizeof s->of[i]);
    }
    return sum;
}

static uint64_t mix_passages(const assay_scenario *s, uint64_t sum)
{
    uint64_t named = 0;
    for (size_t i = 0; i < s->count; i++) {
        const assay_opportunity *o = &s->passages[i];
        fuzz_require(o->entered <= o->left);
        fuzz_require(!(o->own_sure > o->own_best));
        fuzz_require(o->list_size <= s->identities);
        named += o->named_count;
        sum = fuzz_mix(sum, &o->entered, sizeof o->entered);
        sum = fuzz_mix(sum, &o->own_best, sizeof o->own_best);
    }
    fuzz_require(named == s->named_count);
    return sum;
}

// No more events than trials, whatever is asked.
static void count_all(const assay_scenario *s)
{
    const size_t n = s->rows.subjects;
    uint64_t *room = calloc(6 * n + 1, sizeof *room);
    fuzz_require(room != NULL);
    assay_scenario_tally t = {.events_of = room,
                              .trials_of = room + n,
                              .unsure_of = room + 2 * n,
                              .maybe_of = room + 3 * n,
                              .beside_of = room + 4 * n,
                              .beside_events_of = room + 5 * n,
                              .people = n};
    for (int what = ASSAY_FOUND; what <= ASSAY_FALSE_REVIEWED; what++) {
        const assay_scenario_ask ask = {.what = (assay_scenario_what)what,
                                        .threshold = 0.5F,
                                        .within = ASSAY_NEVER};
        assay_scenario_count(s, &ask, &t);
        fuzz_require(t.events <= t.trials && t.unsure <= t.events);
        fuzz_require(t.trials + t.maybe + t.beside <= s->count);
        fuzz_require(t.beside_events <= t.beside && t.maybe_alone <= t.maybe);
    }
    free(room);
}

// The passages as searches: at most one of each, read back as they were packed.
static void search(const assay_scenario *s)
{
    const uint32_t most =
        s->rows.subjects + s->rows.references + s->rows.cameras;
    uint32_t *place = calloc((size_t)most + 1, sizeof *place);
    fuzz_require(place != NULL);
    for (uint32_t i = 0; i < most; i++) place[i] = i;
    const assay_scenario_order order = {place, place, place};
    assay_searches *made = NULL, *again = NULL;
    unsigned char *bytes = NULL;
    size_t size = 0;
    assay_error err;
    fuzz_require(assay_scenario_searches(s, &order, 1, NULL, &made, &err) ==
                 ASSAY_OK);
    free(place);
    if (!made) return;
    fuzz_require(made->search_count <= s->count);
    fuzz_require(assay_searches_pack(made, 1, SIZE_MAX, &bytes, &size, &err) ==
                 ASSAY_OK);
    fuzz_require(assay_searches_unpack(bytes, size, &again, &err) == ASSAY_OK);
    fuzz_require(again->search_count == made->search_count);
    fuzz_require(again->candidate_count == made->candidate_count);
    assay_free(bytes);
    assay_searches_free(made);
    assay_searches_free(again);
}

static uint64_t join(const assay_trial *trial)
{
    const assay_trial_rows rows = assay_trial_rows_of(trial);
    const assay_scenario_rule rule = {.gap = 30 * ASSAY_SECOND,
                                      .grace = 5 * ASSAY_SECOND,
                                      .merge = 60 * ASSAY_SECOND,
                                      .threshold = 0.25F};
    assay_scenario *s = NULL;
    assay_error err;
    const assay_status status = assay_scenario_join(&rows, &rule, &s, &err);
    fuzz_require((s != NULL) == (status == ASSAY_OK));
    if (!s) return fuzz_error(&err, 0);
    uint64_t sum = mix_alerts(s, 0);
    sum = mix_passages(s, sum);
    fuzz_require(assay_scenario_merge(s, 0, NULL) <= s->loose_count);
    fuzz_require(assay_scenario_merge(s, rule.merge, NULL) <=
                 assay_scenario_merge(s, 0, NULL));
    count_all(s);
    search(s);
    assay_scenario_free(s);
    return sum;
}

static uint64_t read_trial(const assay_trial_paths *paths, size_t block)
{
    static const char *const columns[] = {"sex"};
    static const char *const where[] = {"camera!=2"};
    const assay_read_options options = {.threads = 1, .block = block};
    const assay_trial_wanted wanted = {{columns, 1}, {where, 1}};
    assay_trial *trial = NULL;
    assay_error err;
    const assay_status status =
        assay_trial_open(paths, &options, &wanted, &trial, &err);
    fuzz_require((trial != NULL) == (status == ASSAY_OK));
    const uint64_t sum = trial ? join(trial) : fuzz_error(&err, 0);
    assay_trial_free(trial);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parts parts = {data, size};
    const fuzz_file list = fuzz_part(&parts, false);
    const fuzz_file transits = fuzz_part(&parts, false);
    const fuzz_file alerts = fuzz_part(&parts, false);
    const fuzz_file crowd = fuzz_part(&parts, true);
    const assay_trial_paths paths = {alerts.path, transits.path, list.path,
                                     crowd.path};
    const assay_trial_paths without = {alerts.path, transits.path, list.path,
                                       NULL};
    (void)read_trial(&without, 0);
    const uint64_t whole = read_trial(&paths, 0);
    fuzz_require(read_trial(&paths, 1 + size % 97) == whole);
    fuzz_close(list);
    fuzz_close(transits);
    fuzz_close(alerts);
    fuzz_close(crowd);
    return 0;
}
