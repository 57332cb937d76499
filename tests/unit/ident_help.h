// SPDX-License-Identifier: Apache-2.0
/// Searches made by hand, or at random: a score for each probe and person.
#ifndef UNIT_IDENT_HELP_H
#define UNIT_IDENT_HELP_H

#include "base/alloc.h"
#include "base/order.h"
#include "measure/identification.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HELP_PEOPLE = 64, HELP_PROBES = 512, HELP_LISTS = 4 };

/// Who is where, and who is like whom.
typedef struct help_lists {
    uint32_t people;
    unsigned lists; ///< galleries; `pool` is one of them, or == lists
    unsigned pool;
    bool drawn;
    bool enrolled[HELP_LISTS][HELP_PEOPLE], failed[HELP_LISTS][HELP_PEOPLE];
    unsigned probes;
    uint32_t person[HELP_PROBES];
    uint16_t profile[HELP_PROBES];
    bool lost[HELP_PROBES];
    float score[HELP_PROBES][HELP_PEOPLE];
    unsigned length; ///< L
    bool has_floor;  ///< lists hold candidates from this score on only
    float floor;     ///< the score
    bool no_mate;    ///< mates below the end of a list are not known
    uint64_t state;  ///< of the random numbers
    unsigned groups; ///< groups "A", "B"... of profiles 0, 1...
    assay_identification_options options;
    assay_options common;
} help_lists;

static inline void help_begin(help_lists *h)
{
    memset(h, 0, sizeof *h);
    h->length = 50;
    h->state = 1;
    assay_options_default(&h->common);
    h->common.min_subjects = 0;
    h->lists = h->pool = 1;
}

static inline uint32_t help_next(help_lists *h)
{
    h->state = h->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(h->state >> 33);
}

static inline int help_best_first(const void *a, const void *b)
{
    const assay_candidate *x = a;
    const assay_candidate *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    return (x->person > y->person) - (x->person < y->person);
}

static inline uint32_t help_key(float score)
{
    return assay_key_of(assay_score_clean(score));
}

// All others on the list, best first, then cut.
static inline void help_candidates(const help_lists *h, assay_searches *s,
                                   assay_searched *search)
{
    const uint32_t floor = h->has_floor ? help_key(h->floor) : 0;
    assay_candidate *list = s->candidates + s->candidate_count;
    uint32_t n = 0;
    search->first = s->candidate_count;
    for (uint32_t p = 0; p < h->people; p++)
        if (h->enrolled[search->gallery][p] && p != search->person)
            list[n++] =
                (assay_candidate){help_key(h->score[search->probe][p]), p};
    if (n) qsort(list, n, sizeof *list, help_best_first);
    if (n > h->length) {
        n = h->length;
        search->cut = list[n - 1].key + 1;
    }
    while (n && list[n - 1].key < floor) n--;
    if (search->cut < floor) search->cut = floor;
    search->count = n;
    s->candidate_count += n;
}

static inline void help_search(const help_lists *h, assay_searches *s,
                               uint32_t q, unsigned g)
{
    const uint32_t who = h->person[q];
    assay_searched *search = &s->searches[s->search_count++];
    *search =
        (assay_searched){.probe = q,
                         .person = who,
                         .profile = h->profile[q],
                         .gallery = (uint16_t)g,
                         .mated = h->enrolled[g][who] || h->failed[g][who],
                         .acquired = !h->lost[q],
                         .enrolled = h->enrolled[g][who],
                         .first = s->candidate_count};
    if (h->lost[q]) return;
    help_candidates(h, s, search);
    const uint32_t key = help_key(h->score[q][who]);
    search->mate_known = search->enrolled && !(h->no_mate && key < search->cut);
    search->mate_key = search->mate_known ? key : 0;
}

static inline void help_gallery(const help_lists *h, unsigned g,
                                assay_gallery *to)
{
    const size_t words = h->people / 64 + 1;
    to->enrolled = assay_new(0, words, sizeof(uint64_t));
    to->failed = assay_new(0, words, sizeof(uint64_t));
    for (uint32_t p = 0; p < h->people; p++) {
        if (h->enrolled[g][p]) to->enrolled[p / 64] |= (uint64_t)1 << (p % 64);
        if (h->failed[g][p]) to->failed[p / 64] |= (uint64_t)1 << (p % 64);
        to->identities += h->enrolled[g][p];
        to->attempted += h->enrolled[g][p] || h->failed[g][p];
        to->images += h->enrolled[g][p];
    }
}

/// The searches; ended by assay_searches_free().
static inline assay_searches *help_make(const help_lists *h)
{
    const size_t most = (size_t)h->probes * h->lists;
    assay_searches *s = assay_new(sizeof *s, 0, 0);
    s->people = assay_new(0, h->people, sizeof *s->people);
    s->people_count = h->people;
    s->galleries = assay_new(0, h->lists, sizeof *s->galleries);
    s->gallery_count = h->lists;
    s->searches = assay_new(0, most, sizeof *s->searches);
    s->candidates = assay_new(0, most * h->people, sizeof *s->candidates);
    s->list_length = h->length;
    s->drawn = h->drawn;
    s->pool = h->pool;
    for (unsigned g = 0; g < h->lists; g++)
        help_gallery(h, g, &s->galleries[g]);
    for (uint32_t q = 0; q < h->probes; q++)
        for (unsigned g = 0; g < h->lists; g++) help_search(h, s, q, g);
    return s;
}

static inline assay_status help_figures(const help_lists *h,
                                        const assay_searches *s,
                                        assay_result *result, assay_error *err)
{
    static bool profiles[8][65536];
    assay_search_group groups[8];
    assay_label labels[8];
    static const char *const names[] = {"A", "B", "C", "D"};
    assay_ledger ledger = {.no_memory = false};
    assay_identification *all = NULL;
    uint32_t lowest = 0;
    for (unsigned g = 0; g < h->groups; g++) {
        memset(profiles[g], 0, sizeof profiles[g]);
        profiles[g][g] = true;
        labels[g] = (assay_label){"group", names[g]};
        groups[g] =
            (assay_search_group){&labels[g], 1, false, profiles[g], false};
    }
    const assay_identification_input input = {.options = &h->options,
                                              .common = &h->common,
                                              .groups = groups,
                                              .group_count = h->groups};
    assay_status status = assay_identification_new(&input, &all, err);
    if (status == ASSAY_OK)
        status = assay_identification_lowest(all, s, &lowest, err);
    if (status == ASSAY_OK)
        status = assay_identification_measure(all, s, &ledger, err);
    if (status == ASSAY_OK)
        status = assay_identification_end(all, &ledger, result, err);
    assay_identification_free(all);
    assay_ledger_end(&ledger);
    return status;
}

/// The result of these searches; ended by assay_result_free().
static inline assay_result *help_measure(const help_lists *h,
                                         const assay_searches *s)
{
    assay_error err = {0};
    assay_result *result = assay_build_new("identification");
    assert_non_null(result);
    if (help_figures(h, s, result, &err) != ASSAY_OK)
        fail_msg("%s", err.reason);
    assert_int_equal(assay_build_end(&result, &err), ASSAY_OK);
    return result;
}

static inline assay_result *help_run(const help_lists *h)
{
    assay_searches *s = help_make(h);
    assay_result *result = help_measure(h, s);
    assay_searches_free(s);
    return result;
}

/// The figure with this id; fails the test if there is none.
static inline const assay_figure *figure_of(const assay_result *result,
                                            const char *id)
{
    static const assay_figure none;
    const assay_figure *figure = assay_result_find(result, id);
    if (figure) return figure;
    fail_msg("no figure %s", id);
    return &none;
}

static inline void assert_near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 6e-11 + 1e-10 * fabs(wanted)))
        fail_msg("%.12g, not %.12g", value, wanted);
}

static inline void assert_counts(const assay_result *result, const char *id,
                                 int64_t events, int64_t trials)
{
    const assay_figure *figure = figure_of(result, id);
    if (figure->events != events || figure->trials != trials)
        fail_msg("%s: %lld of %lld", id, (long long)figure->events,
                 (long long)figure->trials);
    assert_near(figure->value, (double)events / (double)trials);
}

static const double help_at[] = {0.6};

/// A probe with its scores against people 0 ..
static inline void help_probe(help_lists *h, uint32_t person,
                              const float *scores, size_t n)
{
    const unsigned q = h->probes++;
    h->person[q] = person;
    h->lost[q] = !scores;
    for (size_t i = 0; scores && i < n; i++) h->score[q][i] = scores[i];
}

/// A crowd and people on the list, scores in steps so that they tie.
static inline void help_random(help_lists *h, uint64_t seed, uint32_t people,
                               unsigned probes)
{
    help_begin(h);
    h->state = seed * 2 + 1;
    h->people = people;
    h->probes = probes;
    for (uint32_t p = 0; p < people; p++) {
        h->enrolled[0][p] = help_next(h) % 2;
        h->failed[0][p] = !h->enrolled[0][p] && help_next(h) % 9 == 0;
    }
    h->enrolled[0][0] = true;
    h->enrolled[0][1] = h->failed[0][1] = false;
    for (unsigned q = 0; q < probes; q++) {
        h->person[q] = help_next(h) % people;
        h->lost[q] = help_next(h) % 11 == 0;
        h->profile[q] = h->person[q] % 2;
        for (uint32_t p = 0; p < people; p++)
            h->score[q][p] = (float)(help_next(h) % 20) / 20.0f +
                             (p == h->person[q] ? 0.3f : 0.0f);
    }
    h->person[0] = 0;
    h->person[1] = 1;
}

static inline bool help_mated(const help_lists *h, unsigned q)
{
    return h->enrolled[0][h->person[q]] || h->failed[0][h->person[q]];
}

/// Ten on the list, and as many of them at 0.9 as each of `n` searches names.
static inline void help_named(help_lists *h, const unsigned *k, unsigned n)
{
    help_begin(h);
    h->people = 10 + n;
    for (uint32_t p = 0; p < 10; p++) h->enrolled[0][p] = true;
    for (unsigned q = 0; q < n; q++) {
        help_probe(h, 10 + q, (float[]){0}, 1);
        for (unsigned j = 0; j < k[q]; j++) h->score[q][j] = 0.9f;
    }
    h->options.thresholds = (assay_numbers){help_at, 1};
}

#endif
