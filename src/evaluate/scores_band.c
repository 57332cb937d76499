// SPDX-License-Identifier: Apache-2.0
#include "evaluate/scores_band.h"

#include "base/alloc.h"
#include "count/compared.h"
#include "count/counter_parts.h"
#include "count/extremes.h"

enum { MOST = 1 << 22 };

void assay_scores_band_end(assay_scores_band *band)
{
    assay_free(band->mated);
    assay_free(band->below);
    assay_free(band->misses);
    assay_free(band->times);
    assay_free(band->pairs);
    assay_free(band->compared);
}

static bool take_pair(void *context, assay_compared_pair pair)
{
    assay_scores_band *band = context;
    if (band->compared_count == band->compared_room) {
        const size_t room = 2 * band->compared_room + 1024;
        if (!assay_grow(&band->compared, room, sizeof *band->compared) ||
            !assay_grow(&band->times, room, sizeof *band->times))
            return false;
        band->compared_room = room;
    }
    band->times[band->compared_count] = pair.times;
    band->compared[band->compared_count++] = (assay_two){pair.low, pair.high};
    return true;
}

// Comparisons of a class, the most extreme first.
typedef struct extremes {
    assay_extreme *items;
    size_t count;
} extremes;

static void drop_extremes(extremes *e)
{
    assay_free(e->items);
}

static bool make_room(assay_scores_band *band, uint32_t people, size_t pairs,
                      size_t mates)
{
    band->mated = assay_new(0, people, sizeof *band->mated);
    band->misses = assay_new(0, mates, sizeof *band->misses);
    band->pairs = assay_new(0, pairs, sizeof *band->pairs);
    band->below = assay_new(0, pairs, sizeof *band->below);
    return band->mated && band->misses && band->pairs && band->below;
}

// Mates ascend, others descend: mates above one are those behind a place that
// only moves down.
static void fill(const uint32_t *rank, const extremes *mates,
                 const extremes *others, assay_scores_band *band)
{
    for (size_t i = 0; i < mates->count; i++) {
        band->misses[i] = rank[mates->items[i].probe];
        band->mated[band->misses[i]]++;
    }
    size_t below = mates->count;
    for (size_t i = 0; i < others->count; i++) {
        const assay_extreme *one = &others->items[i];
        while (below && mates->items[below - 1].key > one->key) below--;
        band->pairs[i] = (assay_two){rank[one->probe], rank[one->reference]};
        band->below[i] = (uint32_t)below;
    }
}

static assay_status count_trials(assay_counter *counter,
                                 uint64_t trials[ASSAY_CLASSES],
                                 assay_error *err)
{
    const assay_view_request everybody = {0};
    assay_view *view = NULL;
    ASSAY_TRY(assay_counter_view(counter, &everybody, &view, err));
    for (int c = 0; c < ASSAY_CLASSES; c++) trials[c] = view->trials[c];
    assay_view_free(view);
    return ASSAY_OK;
}

static assay_status take_extremes(assay_counter *counter, int class,
                                  uint64_t trials, extremes *out,
                                  assay_error *err)
{
    const size_t most = trials < MOST ? (size_t)trials : MOST;
    return assay_counter_extremes(counter, class, most, &out->items,
                                  &out->count, err);
}

static assay_status check(uint32_t people, const uint64_t *trials,
                          assay_error *err)
{
    if (!people)
        return assay_fail(err, ASSAY_EINPUT,
                          "--bootstrap: who is in each comparison is not "
                          "given, and people are resampled; give columns "
                          "probe_subject and reference_subject");
    if (trials[ASSAY_MATED] <= MOST) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUNSUPPORTED,
                      "--bootstrap takes up to %d mated comparisons", MOST);
}

assay_status assay_scores_band_make(assay_counter *counter, uint32_t people,
                                    assay_scores_band *out, assay_error *err)
{
    uint64_t trials[ASSAY_CLASSES];
    ASSAY_AUTO(drop_extremes) extremes mates = {0};
    ASSAY_AUTO(drop_extremes) extremes others = {0};
    ASSAY_TRY(count_trials(counter, trials, err));
    ASSAY_TRY(check(people, trials, err));
    ASSAY_TRY(assay_counter_compared(counter, take_pair, out, err));
    ASSAY_TRY(
        take_extremes(counter, ASSAY_MATED, trials[ASSAY_MATED], &mates, err));
    ASSAY_TRY(take_extremes(counter, ASSAY_NON_MATED, trials[ASSAY_NON_MATED],
                            &others, err));
    if (!make_room(out, people, others.count, mates.count))
        return assay_fail_memory(err, "what is resampled");
    fill(assay_counter_rank(counter), &mates, &others, out);
    out->source.det =
        (assay_resample_det){.sides = {.subjects = people},
                             .compared = out->compared,
                             .times = out->times,
                             .compared_count = out->compared_count,
                             .mated = out->mated,
                             .pairs = out->pairs,
                             .below = out->below,
                             .pair_count = others.count,
                             .misses = out->misses};
    return ASSAY_OK;
}
