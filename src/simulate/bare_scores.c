// SPDX-License-Identifier: Apache-2.0
// Scores are drawn in pairs, a block of Philox each; a mixture of groups takes
// a word more for each score, four to a block.
#include "simulate/bare_scores.h"

#include "base/alloc.h"
#include "base/output.h"
#include "simulate/group_texts.h"
#include "simulate/npy_head.h"
#include "stats/philox.h"

enum { BLOCK = 1 << 14 };

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "scores are written as '<f4'");

// The marginal distribution: normals about the groups' centres.
typedef struct mixture {
    uint64_t seed;
    assay_sim_stream pairs, groups;
    size_t count;
    double centre[ASSAY_GROUPS_MOST];
    double
        upto[ASSAY_GROUPS_MOST]; // sums of the shares; the last is never asked
} mixture;

static mixture mixture_of(const assay_population *population, bool mated)
{
    mixture m = {.seed = population->options->seed,
                 .pairs =
                     mated ? ASSAY_SIM_BARE_MATED : ASSAY_SIM_BARE_NON_MATED,
                 .groups = mated ? ASSAY_SIM_BARE_MATED_GROUP
                                 : ASSAY_SIM_BARE_NON_MATED_GROUP,
                 .count = population->group_count};
    double upto = 0;
    for (size_t g = 0; g < m.count; g++) {
        const assay_sim_group *group = &population->groups[g];
        m.centre[g] = mated ? group->mean : group->shift;
        m.upto[g] = upto += group->share;
    }
    return m;
}

static double centre_at(const mixture *m, uint32_t word)
{
    const double u = ((double)word + 0.5) * 0x1p-32;
    size_t g = 0;
    while (g + 1 < m->count && u >= m->upto[g]) g++;
    return m->centre[g];
}

// Four scores: numbers 4 `quad` and on.
static void draw(const mixture *m, uint64_t quad, float scores[4])
{
    const assay_place place = {m->seed, 2 * quad, 0, (uint32_t)m->pairs};
    const assay_place next = {m->seed, 2 * quad + 1, 0, (uint32_t)m->pairs};
    double z[4];
    assay_normals(assay_philox_at(place), z);
    assay_normals(assay_philox_at(next), z + 2);
    if (m->count == 1) {
        for (int i = 0; i < 4; i++) scores[i] = (float)(z[i] + m->centre[0]);
        return;
    }
    const assay_place which = {m->seed, quad, 0, (uint32_t)m->groups};
    const assay_philox_words words = assay_philox_at(which);
    for (int i = 0; i < 4; i++)
        scores[i] = (float)(z[i] + centre_at(m, words.w[i]));
}

static assay_status put_scores(const assay_population *population,
                               const mixture *m, uint64_t count,
                               assay_output *output, assay_error *err)
{
    const assay_watch *watch = &population->options->watch;
    ASSAY_AUTO(assay_drop) float *block = assay_new(0, BLOCK, sizeof *block);
    if (!block) return assay_fail_memory(err, "the scores");
    for (uint64_t done = 0; done < count; done += BLOCK) {
        const uint64_t left = count - done;
        const size_t n = left < BLOCK ? (size_t)left : BLOCK;
        ASSAY_TRY(assay_go_on(watch, "simulating", done, count, err));
        for (size_t i = 0; i < n; i += 4) draw(m, (done + i) / 4, block + i);
        assay_output_bytes(output, block, n * sizeof *block);
        if (assay_output_failed(output)) return ASSAY_OK;
    }
    return ASSAY_OK;
}

assay_status assay_bare_scores_write(const assay_population *population,
                                     bool mated, const char *path,
                                     uint64_t count, assay_error *err)
{
    const mixture m = mixture_of(population, mated);
    assay_output *output = NULL;
    ASSAY_TRY(assay_output_open(path, &output, err));
    assay_npy_put_head(output, "<f4", count, 0);
    const assay_status status = put_scores(population, &m, count, output, err);
    if (status == ASSAY_OK) return assay_output_commit(output, err);
    assay_output_abandon(output);
    return status;
}
