// SPDX-License-Identifier: Apache-2.0
// Whether people differ in their mated scores (docs/statistics.md 5.4).
#include "base/alloc.h"
#include "base/order.h"
#include "measure/ident_study.h"
#include "stats/zoo.h"

#include <math.h>
#include <stdlib.h>

enum {
    // Of a person who takes part: with fewer chi-square is too coarse. With 4
    // for each of three people its 5 % is 4 %.
    SCORES_LEAST = 4,
    PEOPLE_LEAST = 2
};
// What ranks are exact for.
static const size_t scores_most = (size_t)1 << 26;

// A mated score of each probe that has one.
typedef struct scores {
    assay_grouped *all;
    size_t count;
    uint32_t *of; // of each person: how many; then its group
    size_t people;
    bool cut; // some score lies below the end of a list
} scores;

static void end_scores(scores *m)
{
    assay_free(m->all);
    assay_free(m->of);
}

// Searches stand by probe, then list: the first that knows the mate counts.
static bool collect(const assay_ident_part *part, scores *m)
{
    const assay_searches *s = part->all->searches;
    const assay_searched *last = NULL;
    m->all = assay_new(0, (size_t)s->search_count, sizeof *m->all);
    m->of = assay_new(0, s->people_count, sizeof *m->of);
    if (!m->all || !m->of) return false;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!assay_ident_has(part, search)) continue;
        m->cut = m->cut || assay_ident_unknown(search, 0, UINT32_MAX);
        if (!search->mate_known || (last && last->probe == search->probe))
            continue;
        const double score = (double)assay_score_of(search->mate_key);
        m->all[m->count++] = (assay_grouped){score, search->person};
        m->of[search->person]++;
        last = search;
    }
    return true;
}

// Leaves those of people who have enough, each of whom becomes a group.
static void keep_enough(const assay_searches *s, scores *m)
{
    size_t kept = 0;
    for (uint32_t p = 0; p < s->people_count; p++)
        m->of[p] = m->of[p] < SCORES_LEAST ? UINT32_MAX : (uint32_t)m->people++;
    for (size_t i = 0; i < m->count; i++) {
        const uint32_t group = m->of[m->all[i].group];
        if (group == UINT32_MAX) continue;
        m->all[kept++] = (assay_grouped){m->all[i].value, group};
    }
    m->count = kept;
}

static int by_value(const void *a, const void *b)
{
    const assay_grouped *x = a;
    const assay_grouped *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static void add_p(const assay_ident_part *part, const scores *m, double p)
{
    assay_figure figure = assay_ident_figure(
        part, "p of equal mated scores per subject", "probability");
    figure.method = "Kruskal-Wallis of mated scores by person, ties corrected";
    figure.per = "subject";
    if (m->cut) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = "some mates lie below the end of their lists: their "
                      "scores are not known";
    } else {
        figure.value = p;
        figure.trials = (int64_t)m->count;
        figure.subjects = (int64_t)m->people;
        figure.of = "mated scores of people who have 4 or more";
        figure.note = "a person's scores share the reference: it tells of both "
                      "together";
        if (__builtin_isnan(p)) figure.status = ASSAY_FIGURE_NO_DATA;
    }
    assay_ident_add(part, &figure, NULL, false);
}

void assay_ident_mated(const assay_ident_part *part)
{
    const assay_searches *s = part->all->searches;
    ASSAY_AUTO(end_scores) scores m = {.all = NULL};
    if (!collect(part, &m)) {
        part->all->ledger->no_memory = true;
        return;
    }
    keep_enough(s, &m);
    if (m.people < PEOPLE_LEAST || m.count >= scores_most) return;
    ASSAY_AUTO(assay_drop)
    assay_rank_sum *room = assay_new(0, m.people, sizeof *room);
    if (!room) {
        part->all->ledger->no_memory = true;
        return;
    }
    qsort(m.all, m.count, sizeof *m.all, by_value);
    add_p(part, &m, assay_kruskal_wallis(m.all, m.count, room, m.people).p);
}
