// SPDX-License-Identifier: Apache-2.0
// Searches made of what was found, and packed.
#include "ident_help.h"

#include "count/searches_pack.h"

#include <stdio.h>

enum { PROBES = 12, REFERENCES = 14, PEOPLE = 8, LISTS = 3 };

// A search of a few templates, its scores known.
typedef struct small {
    uint64_t state;
    uint32_t person[2][REFERENCES];
    uint16_t profile[2][REFERENCES];
    uint8_t lost[2][REFERENCES];
    uint32_t sample[2][REFERENCES];
    uint64_t members[REFERENCES];
    float score[PROBES][REFERENCES];
    unsigned length;
    uint64_t capacity;
    assay_found found;
    assay_candidate lists[PROBES * LISTS * REFERENCES];
    uint16_t used[PROBES * LISTS];
    assay_pair_found mates[PROBES * REFERENCES], tail[PROBES * REFERENCES];
} small;

static uint32_t next(small *s)
{
    s->state = s->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(s->state >> 33);
}

static int by_key(const void *a, const void *b)
{
    const assay_pair_found *x = a;
    const assay_pair_found *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    if (x->probe != y->probe) return x->probe < y->probe ? -1 : 1;
    return (x->reference > y->reference) - (x->reference < y->reference);
}

// The best of a person's references on a list for a probe; 0: none.
static uint32_t best(const small *s, uint32_t q, unsigned g, uint32_t person)
{
    uint32_t key = 0;
    for (uint32_t r = 0; r < REFERENCES; r++) {
        if (s->person[1][r] != person || s->lost[1][r] ||
            !(s->members[r] >> g & 1))
            continue;
        const uint32_t one = help_key(s->score[q][r]);
        if (one > key) key = one;
    }
    return key;
}

// All others on the list, best first.
static uint32_t others(const small *s, uint32_t q, unsigned g,
                       assay_candidate *to)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < PEOPLE; p++) {
        const uint32_t key = best(s, q, g, p);
        if (key && p != s->person[0][q]) to[n++] = (assay_candidate){key, p};
    }
    if (n) qsort(to, n, sizeof *to, help_best_first);
    return n;
}

static void find_pairs(small *s)
{
    uint64_t n = 0, m = 0;
    for (uint32_t q = 0; q < PROBES; q++)
        for (uint32_t r = 0; r < REFERENCES; r++) {
            if (s->lost[0][q] || s->lost[1][r]) continue;
            const assay_pair_found one = {help_key(s->score[q][r]), q, r};
            if (s->person[0][q] == s->person[1][r])
                s->mates[m++] = one;
            else
                s->tail[n++] = one;
        }
    qsort(s->mates, m, sizeof *s->mates, by_key);
    qsort(s->tail, n, sizeof *s->tail, by_key);
    s->found.floor = n > s->capacity ? s->tail[s->capacity].key : 0;
    while (n && s->tail[n - 1].key <= s->found.floor) n--;
    s->found.mate_count = m;
    s->found.tail_count = n;
}

static void find(small *s)
{
    memset(&s->found, 0, sizeof s->found);
    find_pairs(s);
    for (uint32_t q = 0; q < PROBES; q++)
        for (unsigned g = 0; g < LISTS; g++) {
            assay_candidate all[PEOPLE];
            const size_t at = (size_t)q * LISTS + g;
            uint32_t n = s->lost[0][q] ? 0 : others(s, q, g, all);
            if (n > s->length) n = s->length;
            memset(s->lists + at * s->length, 0, s->length * sizeof *s->lists);
            if (n) memcpy(s->lists + at * s->length, all, n * sizeof *all);
            s->used[at] = (uint16_t)n;
        }
    s->found.probe_rows = PROBES;
    s->found.reference_rows = REFERENCES;
    s->found.mates = s->mates;
    s->found.tail = s->tail;
    s->found.lists = s->lists;
    s->found.list_used = s->used;
    s->found.galleries = LISTS;
    s->found.list_length = s->length;
}

static void make(small *s, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    s->state = seed;
    s->length = 1 + next(s) % 5;
    s->capacity = next(s) % 120;
    for (int side = 0; side < 2; side++)
        for (uint32_t r = 0; r < REFERENCES; r++) {
            s->person[side][r] = next(s) % PEOPLE;
            s->lost[side][r] = next(s) % 7 == 0;
            s->sample[side][r] = (uint32_t)side * REFERENCES + r;
        }
    for (uint32_t r = 0; r < REFERENCES; r++) s->members[r] = next(s) % 8;
    for (uint32_t q = 0; q < PROBES; q++)
        for (uint32_t r = 0; r < REFERENCES; r++)
            s->score[q][r] = (float)(next(s) % 12) / 12.0f;
    find(s);
}

static assay_searches *searches_of(small *s, uint32_t lowest)
{
    const assay_searches_from from = {
        .found = &s->found,
        .probes = {s->person[0], s->profile[0], s->lost[0], NULL, PROBES,
                   s->sample[0]},
        .references = {s->person[1], s->profile[1], s->lost[1], NULL,
                       REFERENCES, s->sample[1]},
        .members = s->members,
        .people = PEOPLE,
        .pool = LISTS,
        .lowest = lowest};
    assay_searches *out = NULL;
    assay_error err;
    assert_int_equal(assay_searches_make(&from, &out, &err), ASSAY_OK);
    return out;
}

// Everything listed is there with its score; nothing at or above the cut is
// missing; the cut is at most `most`.
static void check_search(const small *s, const assay_searches *all,
                         const assay_searched *one, uint32_t lowest)
{
    assay_candidate truth[PEOPLE];
    const uint32_t n = others(s, one->probe, one->gallery, truth);
    const assay_candidate *list = all->candidates + one->first;
    const uint32_t key = best(s, one->probe, one->gallery, one->person);
    if (!one->acquired) {
        assert_int_equal(one->count, 0);
        assert_false(one->mate_known);
        return;
    }
    assert_true(one->count >= (n < s->length ? n : s->length));
    for (uint32_t i = 0; i < one->count; i++) {
        assert_int_equal(list[i].key, truth[i].key);
        assert_int_equal(list[i].person, truth[i].person);
    }
    for (uint32_t i = one->count; i < n; i++)
        assert_true(truth[i].key < one->cut);
    if (one->count == n && n < s->length) assert_int_equal(one->cut, 0);
    const uint32_t known =
        lowest > s->found.floor ? lowest : s->found.floor + 1;
    assert_true(one->cut <= known);
    assert_int_equal(one->mate_known, key > 0);
    if (key) assert_int_equal(one->mate_key, key);
}

static void searches_are_those_of_a_double_loop(void **state)
{
    (void)state;
    static small s;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        make(&s, seed);
        const uint32_t lowest =
            seed % 3 ? help_key((float)(seed % 12) / 12.0f) : UINT32_MAX;
        assay_searches *all = searches_of(&s, lowest);
        assert_int_equal(all->search_count, PROBES * LISTS);
        for (uint64_t i = 0; i < all->search_count; i++)
            check_search(&s, all, &all->searches[i], lowest);
        assay_searches_free(all);
    }
}

static void who_failed_to_enrol_is_mated(void **state)
{
    (void)state;
    static small s;
    make(&s, 3);
    for (uint32_t r = 0; r < REFERENCES; r++) {
        s.person[1][r] = r % PEOPLE;
        s.members[r] = 7;
        s.lost[1][r] = r % PEOPLE == 2;
    }
    find(&s);
    assay_searches *all = searches_of(&s, UINT32_MAX);
    assert_int_equal(all->galleries[0].identities, PEOPLE - 1);
    assert_int_equal(all->galleries[0].attempted, PEOPLE);
    for (uint64_t i = 0; i < all->search_count; i++) {
        const assay_searched *one = &all->searches[i];
        assert_true(one->mated);
        assert_int_equal(one->enrolled, one->person != 2);
    }
    assay_searches_free(all);
}

// Probe 5 is reference 3, of a person who has no other, or one that failed.
static void check_self(bool acquired, bool other)
{
    static small s;
    make(&s, 4);
    for (uint32_t r = 0; r < REFERENCES; r++) {
        s.lost[1][r] = 0;
        s.members[r] = 7;
        if (s.person[1][r] == 5) s.person[1][r] = 6;
    }
    s.person[0][5] = s.person[1][3] = 5;
    s.lost[0][5] = s.lost[1][3] = !acquired;
    s.sample[1][3] = s.sample[0][5];
    if (other) s.person[1][4] = 5;
    s.lost[1][4] = other;
    find(&s);
    uint64_t kept = 0; // never compared
    for (uint64_t i = 0; i < s.found.mate_count; i++)
        if (s.mates[i].probe != 5) s.mates[kept++] = s.mates[i];
    s.found.mate_count = kept;
    assay_searches *all = searches_of(&s, UINT32_MAX);
    uint64_t of_it = 0;
    for (uint64_t i = 0; i < all->search_count; i++) {
        const assay_searched *one = &all->searches[i];
        if (one->probe != 5) continue;
        of_it++;
        assert_true(one->mated && !one->enrolled && !one->mate_known);
    }
    assert_int_equal(of_it, other ? LISTS : 0);
    assay_searches_free(all);
}

static void a_sample_is_not_searched_for_against_itself(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) check_self(i & 1, i & 2);
}

static void packed_searches_have_the_same_figures(void **state)
{
    (void)state;
    static help_lists h;
    static const double at[] = {0.6}, targets[] = {0.3};
    help_begin(&h);
    h.people = 40;
    h.probes = 200;
    h.length = 10;
    for (uint32_t p = 0; p < 40; p++) h.enrolled[0][p] = p % 3 == 0;
    for (unsigned q = 0; q < h.probes; q++) {
        h.person[q] = q % 40;
        for (uint32_t p = 0; p < 40; p++)
            h.score[q][p] = (float)(help_next(&h) % 20) / 20.0f;
    }
    h.options.thresholds = (assay_numbers){at, 1};
    h.options.fpir = (assay_numbers){targets, 1};
    assay_searches *s = help_make(&h), *again = NULL;
    unsigned char *bytes = NULL;
    size_t size = 0, n = 0, m = 0;
    assay_error err;
    assert_int_equal(
        assay_searches_pack(s, help_key(0.6f), SIZE_MAX, &bytes, &size, &err),
        ASSAY_OK);
    assert_int_equal(assay_searches_unpack(bytes, size, &again, &err),
                     ASSAY_OK);
    assert_true(again->candidate_count < s->candidate_count);
    assay_result *a = help_measure(&h, s), *b = help_measure(&h, again);
    const assay_figure *x = assay_result_figures(a, &n);
    const assay_figure *y = assay_result_figures(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(x[i].id, y[i].id);
        if (memcmp(&x[i].value, &y[i].value, sizeof(double)) != 0)
            fail_msg("%s: %g, not %g", x[i].id, y[i].value, x[i].value);
    }
    for (size_t cut = 0; cut < size; cut++) {
        assay_searches *none = NULL;
        assert_int_equal(assay_searches_unpack(bytes, cut, &none, &err),
                         ASSAY_EINPUT);
        assert_null(none);
    }
    assay_free(bytes);
    assert_int_equal(assay_searches_pack(s, 0, size / 2, &bytes, &size, &err),
                     ASSAY_OK);
    assert_null(bytes);
    assay_result_free(a);
    assay_result_free(b);
    assay_searches_free(s);
    assay_searches_free(again);
}

// False matches and comparisons of a cell by looking at every comparison.
static void check_cell(const small *s, const assay_result *r, unsigned g,
                       unsigned h, float threshold)
{
    static const char *const names[] = {"A", "B"};
    char id[96];
    int64_t events = 0, trials = 0;
    for (uint32_t q = 0; q < PROBES; q++)
        for (uint32_t k = 0; k < REFERENCES; k++) {
            if (s->lost[0][q] || s->lost[1][k] || !s->members[k] ||
                s->profile[0][q] != g || s->profile[1][k] != h ||
                s->person[0][q] == s->person[1][k])
                continue;
            trials++;
            events += s->score[q][k] >= threshold;
        }
    (void)snprintf(id, sizeof id,
                   "FMR@threshold=0.5,probe.group=%s,reference.group=%s",
                   names[g], names[h]);
    if (trials) {
        assert_counts(r, id, events, trials);
        return;
    }
    assert_int_equal(figure_of(r, id)->status, ASSAY_FIGURE_NO_DATA);
}

static void the_matrix_is_that_of_a_double_loop(void **state)
{
    (void)state;
    static small s;
    static bool profiles[2][65536];
    static const double at[] = {0.5};
    const assay_label labels[] = {{"group", "A"}, {"group", "B"}};
    const assay_search_group groups[] = {
        {&labels[0], 1, false, profiles[0], false},
        {&labels[1], 1, false, profiles[1], false}};
    const assay_identification_options options = {.thresholds = {at, 1}};
    assay_options common;
    assay_options_default(&common);
    common.min_subjects = 0;
    profiles[0][0] = profiles[1][1] = true;
    const assay_identification_input input = {.options = &options,
                                              .common = &common,
                                              .groups = groups,
                                              .group_count = 2};
    for (uint64_t seed = 1; seed <= 100; seed++) {
        make(&s, seed);
        s.capacity = PROBES * REFERENCES;
        for (int side = 0; side < 2; side++)
            for (uint32_t k = 0; k < REFERENCES; k++)
                s.profile[side][k] = (uint16_t)(s.person[side][k] % 2);
        find(&s);
        const assay_searches_from from = {
            .found = &s.found,
            .probes = {s.person[0], s.profile[0], s.lost[0], NULL, PROBES,
                       s.sample[0]},
            .references = {s.person[1], s.profile[1], s.lost[1], NULL,
                           REFERENCES, s.sample[1]},
            .members = s.members,
            .people = PEOPLE,
            .pool = LISTS};
        assay_error err = {0};
        assay_searches *all = searches_of(&s, UINT32_MAX);
        assay_ledger ledger = {.no_memory = false};
        assay_identification *i = NULL;
        assay_result *r = assay_build_new("identification");
        assert_int_equal(assay_identification_new(&input, &i, &err), ASSAY_OK);
        assert_int_equal(assay_identification_measure(i, all, &ledger, &err),
                         ASSAY_OK);
        assert_int_equal(assay_identification_matrix(i, &from, &err), ASSAY_OK);
        assert_int_equal(assay_identification_end(i, &ledger, r, &err),
                         ASSAY_OK);
        assert_int_equal(assay_build_end(&r, &err), ASSAY_OK);
        for (unsigned g = 0; g < 2; g++)
            for (unsigned h = 0; h < 2; h++) check_cell(&s, r, g, h, 0.5f);
        assay_identification_free(i);
        assay_ledger_end(&ledger);
        assay_searches_free(all);
        assay_result_free(r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(searches_are_those_of_a_double_loop),
        cmocka_unit_test(who_failed_to_enrol_is_mated),
        cmocka_unit_test(a_sample_is_not_searched_for_against_itself),
        cmocka_unit_test(packed_searches_have_the_same_figures),
        cmocka_unit_test(the_matrix_is_that_of_a_double_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
