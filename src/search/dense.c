// SPDX-License-Identifier: Apache-2.0
#include "search/sweeper.h"

// A row of scores: those of one probe with references that lie one behind the
// other in the block.
typedef struct strip {
    assay_sweep *sweep;
    assay_sweeper *w;
    uint32_t probe;
    size_t at;           // of the probe in least and kin
    const uint32_t *row; // the references
    const float *score;
    size_t n;
    bool body_only; // for the tally, and nothing else
} strip;

enum { RUN_PROBES = 8, RUN_REFERENCES = 64 };

// The finaliser of splitmix64.
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

// Whether the body's sample takes the comparisons of 8 rows with 64 rows.
static bool chosen(const assay_sweep *sweep, uint32_t probe, uint32_t reference)
{
    const uint64_t runs =
        (uint64_t)(probe / RUN_PROBES) << 32 | reference / RUN_REFERENCES;
    return mix(mix(sweep->options->seed + 0x9e3779b97f4a7c15u) ^ mix(runs)) <
           sweep->sample;
}

static void tally(const strip *s, size_t from, size_t to)
{
    assay_tally_add(s->w->tally, s->sweep->kernels, s->score + from, to - from,
                    true);
}

static void tally_sample(const strip *s, size_t from, size_t to)
{
    while (from < to) {
        size_t end = from + 1;
        const uint32_t run = s->row[from] / RUN_REFERENCES;
        while (end < to && s->row[end] / RUN_REFERENCES == run) end++;
        if (chosen(s->sweep, s->probe, s->row[from])) tally(s, from, end);
        from = end;
    }
}

// Where the scores that matter are; without branches, for there may be many.
size_t assay_sweep_select(const float *score, size_t n, float least,
                          uint16_t *at)
{
    size_t found = 0;
    for (size_t j = 0; j < n; j++) {
        at[found] = (uint16_t)j;
        found += score[j] >= least;
    }
    return found;
}

static void strangers(strip *s, size_t from, size_t to)
{
    assay_sweeper *w = s->w;
    if (s->body_only) {
        tally(s, from, to);
        return;
    }
    w->comparisons[ASSAY_NON_MATED] += to - from;
    if (w->tally && s->sweep->sample == UINT64_MAX)
        tally(s, from, to);
    else if (w->tally)
        tally_sample(s, from, to);
    uint16_t *at = w->selected;
    const size_t n =
        assay_sweep_select(s->score + from, to - from, w->least[s->at], at);
    w->matter += n;
    const assay_some some = {s->score + from, s->row + from, at, n};
    assay_sweep_strangers(s->sweep, w, s->probe, &some);
}

// Strangers between kin.
static void take_strip(strip *s)
{
    assay_sweeper *w = s->w;
    const assay_kin *kin = s->sweep->kin;
    const uint64_t end = kin->first[s->probe + 1];
    size_t from = 0;
    if (s->sweep->options->all_pairs)
        while (from < s->n && s->row[from] <= s->probe) from++;
    w->least[s->at] = assay_sweep_least(s->sweep, s->probe);
    for (size_t j = from; w->kin[s->at] < end; w->kin[s->at]++, from = ++j) {
        const uint32_t next = kin->rows[w->kin[s->at]];
        if (next > s->row[s->n - 1]) break;
        while (s->row[j] < next) j++;
        strangers(s, from, j);
        if (!s->body_only)
            assay_sweep_kin(s->sweep, w, s->probe, next, s->score[j]);
    }
    strangers(s, from, s->n);
}

// All of up to ASSAY_SWEEP_SCORED probes.
static void score_all(assay_sweep *sweep, assay_sweeper *w, size_t first,
                      size_t n)
{
    const assay_block *a = &sweep->probes;
    const assay_block *b = &sweep->references[sweep->current];
    const bool l2 = sweep->options->metric == ASSAY_L2;
    for (size_t i = 0; i < n; i++)
        w->kin[i] = assay_kin_from(sweep->kin, a->row[first + i], b->row[0]);
    for (size_t j = 0; j < b->count; j += sweep->reference_step) {
        const size_t left = b->count - j;
        const size_t m =
            left < sweep->reference_step ? left : sweep->reference_step;
        if (sweep->options->all_pairs && b->row[j + m - 1] <= a->row[first])
            continue;
        sweep->exact->block(
            (assay_exact_rows){a->values + first * a->stride, n},
            (assay_exact_rows){b->values + j * b->stride, m}, a->stride, l2,
            w->scores);
        for (size_t i = 0; i < n; i++) {
            strip s = {sweep, w,          a->row[first + i],
                       i,     b->row + j, w->scores + i * m,
                       m,     false};
            take_strip(&s);
        }
    }
}

void assay_sweep_dense(assay_sweep *sweep, assay_sweeper *w, size_t first,
                       size_t n)
{
    if (!sweep->references[sweep->current].count) return;
    for (size_t i = 0; i < n; i += ASSAY_SWEEP_SCORED)
        score_all(sweep, w, first + i,
                  n - i < ASSAY_SWEEP_SCORED ? n - i : ASSAY_SWEEP_SCORED);
}

// Those of some probes of one run with some references of one run.
static void sample_run(assay_sweep *sweep, assay_sweeper *w, const size_t at[2],
                       const size_t n[2])
{
    const assay_block *a = &sweep->probes;
    const assay_block *b = &sweep->references[sweep->current];
    sweep->exact->block((assay_exact_rows){a->values + at[0] * a->stride, n[0]},
                        (assay_exact_rows){b->values + at[1] * b->stride, n[1]},
                        a->stride, sweep->options->metric == ASSAY_L2,
                        w->scores);
    for (size_t i = 0; i < n[0]; i++) {
        const uint32_t probe = a->row[at[0] + i];
        strip s = {sweep, w,   probe, i, b->row + at[1], w->scores + i * n[1],
                   n[1],  true};
        w->kin[i] = assay_kin_from(sweep->kin, probe, s.row[0]);
        take_strip(&s);
    }
}

// Rows from `at` on, before `end`, that are of the same run of `size`.
static size_t run_length(const assay_block *block, size_t at, size_t end,
                         uint32_t size)
{
    size_t n = 1;
    const uint32_t run = block->row[at] / size;
    while (at + n < end && block->row[at + n] / size == run) n++;
    return n;
}

void assay_sweep_sample(assay_sweep *sweep, assay_sweeper *w, size_t first,
                        size_t n)
{
    const assay_block *a = &sweep->probes;
    const assay_block *b = &sweep->references[sweep->current];
    size_t length[2] = {0, 0};
    if (!w->tally) return;
    for (size_t i = first; i < first + n; i += length[0]) {
        length[0] = run_length(a, i, first + n, RUN_PROBES);
        for (size_t j = 0; j < b->count; j += length[1]) {
            length[1] = run_length(b, j, b->count, RUN_REFERENCES);
            if (chosen(sweep, a->row[i], b->row[j]))
                sample_run(sweep, w, (size_t[2]){i, j}, length);
        }
    }
}
