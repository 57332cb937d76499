// SPDX-License-Identifier: Apache-2.0
// Everything that a view counts, against the same counted naively from the
// list of comparisons, over random designs full of ties.
#include "base/alloc.h"
#include "base/order.h"
#include "count/counter.h"
#include "count/kernels.h"
#include "count/pack.h"
#include "count/wide.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 3000, PEOPLE_MOST = 40, PROFILES = 3, POINTS = 9 };

typedef struct row {
    float score;
    uint32_t probe, reference;
    uint16_t profile[2];
    bool mated;
} row;

typedef struct design {
    row rows[ROWS];
    size_t count;
    uint32_t people;
    bool has_people, has_profiles;
    uint64_t state;
} design;

static uint32_t next(design *d)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->state >> 33);
}

// Scores on a coarse grid, so that ties abound; now and then an infinity.
static float draw_score(design *d, bool mated)
{
    const uint32_t r = next(d);
    if (r % 503 == 0) return r & 1024 ? INFINITY : -INFINITY;
    const float base = (float)(next(d) % 40) + (float)(next(d) % 20);
    return (base + (mated ? 15.0f : 0.0f)) / 32.0f - 0.5f;
}

static void make(design *d, unsigned seed)
{
    memset(d, 0, sizeof *d);
    d->state = seed * 7919u + 1u;
    d->has_people = seed % 3 != 0;
    d->has_profiles = seed % 2 == 0;
    d->people = 4 + next(d) % (PEOPLE_MOST - 4);
    const bool rectangle = seed % 5 == 1;
    d->count = 50 + next(d) % (ROWS - 50);
    for (size_t i = 0; i < d->count; i++) {
        row *r = &d->rows[i];
        r->mated = next(d) % 4 == 0;
        const uint32_t half = d->people / 2;
        r->probe = rectangle ? next(d) % half : next(d) % d->people;
        r->reference =
            r->mated ? r->probe
            : rectangle
                ? half + next(d) % half
                : (r->probe + 1 + next(d) % (d->people - 1)) % d->people;
        r->profile[0] = (uint16_t)(r->probe % PROFILES);
        r->profile[1] = (uint16_t)(r->reference % PROFILES);
        r->score = draw_score(d, r->mated);
    }
}

typedef struct want {
    bool member[ASSAY_PROFILES_MOST];
    bool all, same;
} want;

static bool belongs(const want *w, const row *r)
{
    if (w->all) return true;
    if (!w->member[r->profile[0]]) return false;
    return !w->same || w->member[r->profile[1]];
}

// Probes: two of person 0, one of them lost, and one of person 1.
static const assay_attempt attempts[] = {{.tried = true},
                                         {.person = 7, .lost = true},
                                         {.tried = true, .lost = true},
                                         {.person = 1, .tried = true}};

static assay_counter *count(const design *d, const char *kernels)
{
    assay_error err;
    assay_counter *counter = NULL;
    const assay_counter_options options = {.spool = "/tmp",
                                           .kernels = kernels,
                                           .people = d->has_people,
                                           .profiles = d->has_profiles,
                                           .error_pairs = true};
    assert_int_equal(assay_counter_new(&options, &counter, &err), ASSAY_OK);
    for (size_t i = 0; i < d->count; i++) {
        const row *r = &d->rows[i];
        const assay_block block = {
            .rows = 1,
            .mated = r->mated,
            .score = &r->score,
            .probe = d->has_people ? &r->probe : NULL,
            .reference = d->has_people ? &r->reference : NULL,
            .probe_profile = d->has_profiles ? &r->profile[0] : NULL,
            .reference_profile = d->has_profiles ? &r->profile[1] : NULL};
        assert_int_equal(assay_counter_add(counter, &block, &err), ASSAY_OK);
    }
    assert_int_equal(assay_counter_attempts(counter, ASSAY_SIDE_PROBE, attempts,
                                            sizeof attempts / sizeof *attempts,
                                            &err),
                     ASSAY_OK);
    uint32_t rank[PEOPLE_MOST];
    for (uint32_t i = 0; i < d->people; i++) rank[i] = d->people - 1 - i;
    assert_int_equal(assay_counter_close(counter, d->people,
                                         d->has_people ? rank : NULL, &err),
                     ASSAY_OK);
    return counter;
}

static uint64_t at_or_above(const design *d, const want *w, bool mated,
                            uint32_t key)
{
    uint64_t n = 0;
    for (size_t i = 0; i < d->count; i++) {
        const row *r = &d->rows[i];
        if (r->mated == mated && belongs(w, r) && assay_key_of(r->score) >= key)
            n++;
    }
    return n;
}

static uint64_t equal_to(const design *d, const want *w, bool mated,
                         uint32_t key)
{
    return at_or_above(d, w, mated, key) - at_or_above(d, w, mated, key + 1);
}

// The least key at which at most `most` non-mated comparisons match.
static uint32_t least_key(const design *d, const want *w, uint64_t most)
{
    uint32_t best = ASSAY_KEY_MINUS_INFINITY;
    if (at_or_above(d, w, false, best) <= most) return best;
    best = ASSAY_KEY_PLUS_INFINITY + 1;
    for (size_t i = 0; i < d->count; i++) {
        const uint32_t key = assay_key_of(d->rows[i].score) + 1;
        if (key < best && at_or_above(d, w, false, key) <= most) best = key;
    }
    return best;
}

static size_t ask(assay_point points[POINTS], bool own)
{
    size_t n = 0;
    const uint64_t most[] = {0, 3, 17, 120, 1000000};
    for (size_t i = 0; own && i < 5; i++)
        points[n++] = (assay_point){
            .purpose = ASSAY_FOR_TARGET, .most = most[i], .own = true};
    if (own) points[n++] = (assay_point){.purpose = ASSAY_FOR_EER, .own = true};
    points[n++] = (assay_point){.purpose = ASSAY_FOR_THRESHOLD,
                                .key = assay_key_of(0.5f)};
    points[n++] = (assay_point){.purpose = ASSAY_FOR_THRESHOLD,
                                .key = assay_key_of(0.71f)};
    points[n++] = (assay_point){.purpose = ASSAY_FOR_BAND,
                                .key = assay_key_of(1.0f) & 0xFFFF0000u};
    return n;
}

// e_ij and m_ij of the pair of people (a, b), unordered unless roles are apart.
static void pair_of(const design *d, const want *w, uint32_t a, uint32_t b,
                    bool ordered, uint32_t key, uint64_t *e, uint64_t *m)
{
    *e = *m = 0;
    for (size_t i = 0; i < d->count; i++) {
        const row *r = &d->rows[i];
        const bool forth = r->probe == a && r->reference == b;
        const bool back = !ordered && r->probe == b && r->reference == a;
        if (r->mated || !belongs(w, r) || !(forth || back)) continue;
        *m += 1;
        *e += assay_key_of(r->score) >= key;
    }
}

typedef struct naive {
    uint64_t pairs, m2, most_m, e2, em;
    double balanced;
    uint64_t partners[2][PEOPLE_MOST];
    double sums[2][PEOPLE_MOST];
} naive;

static void naive_pairs(const design *d, const want *w, bool ordered,
                        uint32_t key, naive *n)
{
    memset(n, 0, sizeof *n);
    for (uint32_t a = 0; a < d->people; a++) {
        for (uint32_t b = ordered ? 0 : a + 1; b < d->people; b++) {
            uint64_t e = 0;
            uint64_t m = 0;
            if (a == b) continue;
            pair_of(d, w, a, b, ordered, key, &e, &m);
            if (!m) continue;
            n->pairs++;
            n->m2 += m * m;
            n->e2 += e * e;
            n->em += e * m;
            if (m > n->most_m) n->most_m = m;
            const double share = (double)e / (double)m;
            n->balanced += share;
            n->partners[0][a]++;
            n->partners[ordered][b]++;
            n->sums[0][a] += share;
            n->sums[ordered][b] += share;
        }
    }
}

static uint64_t naive_errors(const design *d, const want *w, assay_role role,
                             uint32_t person, uint32_t key, bool margins)
{
    uint64_t n = 0;
    for (size_t i = 0; i < d->count; i++) {
        const row *r = &d->rows[i];
        const bool mated = role == ASSAY_ROLE_MATED;
        const uint32_t who =
            role == ASSAY_ROLE_REFERENCE ? r->reference : r->probe;
        if (r->mated != mated || who != person || !belongs(w, r)) continue;
        const bool match = assay_key_of(r->score) >= key;
        n += margins || match != mated;
    }
    return n;
}

static void check_people_at(const design *d, const want *w,
                            const assay_view *view, size_t p)
{
    uint64_t got[PEOPLE_MOST];
    for (int role = 0; role < ASSAY_ROLES; role++) {
        assay_view_errors(view, p, (assay_role)role, got);
        for (uint32_t i = 0; i < d->people; i++)
            assert_int_equal(got[d->people - 1 - i],
                             naive_errors(d, w, (assay_role)role, i,
                                          view->points[p].key, false));
    }
    naive n;
    naive_pairs(d, w, view->disjoint_roles, view->points[p].key, &n);
    assert_int_equal(view->pairs, n.pairs);
    assert_int_equal(view->most_m, n.most_m);
    assert_true(assay_wide_get(view->sum_m2) == n.m2);
    assert_true(assay_wide_get(view->events[p].sum_e2) == n.e2);
    assert_true(assay_wide_get(view->events[p].sum_em) == n.em);
    if (!view->balanced || view->points[p].purpose == ASSAY_FOR_BAND) return;
    assert_true(fabs(ldexp(assay_wide_double(view->events[p].balanced), -40) -
                     n.balanced) < 1e-9);
    for (int side = 0; side < (view->disjoint_roles ? 2 : 1); side++) {
        const assay_role role = !view->disjoint_roles ? ASSAY_ROLE_EITHER
                                : side                ? ASSAY_ROLE_REFERENCE
                                                      : ASSAY_ROLE_PROBE;
        double sums[PEOPLE_MOST];
        assay_view_partners(view, role, got);
        assay_view_balanced(view, p, role, sums);
        for (uint32_t i = 0; i < d->people; i++) {
            const uint32_t at = d->people - 1 - i;
            assert_int_equal(got[at], n.partners[side][i]);
            assert_true(fabs(sums[at] - n.sums[side][i]) < 1e-9);
        }
    }
}

static void check_points(const design *d, const want *w, const assay_view *view)
{
    for (size_t p = 0; p < view->point_count; p++) {
        const assay_point *point = &view->points[p];
        const assay_events *events = &view->events[p];
        if (p) assert_true(view->points[p - 1].key <= point->key);
        if (point->own && point->purpose == ASSAY_FOR_TARGET) {
            assert_int_equal(point->key, least_key(d, w, point->most));
            const bool left = at_or_above(d, w, false, 0) > point->most;
            assert_int_equal(point->tied,
                             left ? equal_to(d, w, false, point->key - 1) : 0);
        }
        assert_int_equal(events->false_matches,
                         at_or_above(d, w, false, point->key));
        assert_int_equal(events->false_non_matches,
                         view->trials[1] - at_or_above(d, w, true, point->key));
        if (d->has_people) check_people_at(d, w, view, p);
    }
}

static int by_number(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a;
    const uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void check_crossing(const design *d, const want *w,
                           const assay_view *view)
{
    uint32_t keys[ROWS + 1];
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++)
        if (belongs(w, &d->rows[i])) keys[n++] = assay_key_of(d->rows[i].score);
    qsort(keys, n, sizeof *keys, by_number);
    const uint64_t trials = view->trials[0];
    const uint64_t mated = view->trials[1];
    uint32_t before = 0;
    keys[n] = ASSAY_KEY_PLUS_INFINITY + 1;
    for (size_t i = 0; i <= n; i++) {
        const uint64_t fm = at_or_above(d, w, false, keys[i]);
        const uint64_t fnm = mated - at_or_above(d, w, true, keys[i]);
        if (fm * mated <= fnm * trials) {
            assert_true(view->crossing.found);
            assert_int_equal(view->crossing.key[1], keys[i]);
            assert_int_equal(view->crossing.key[0], before);
            assert_int_equal(view->crossing.false_matches[1], fm);
            assert_int_equal(view->crossing.false_non_matches[1], fnm);
            assert_int_equal(view->crossing.false_matches[0],
                             at_or_above(d, w, false, before));
            return;
        }
        before = keys[i];
    }
    fail();
}

static uint64_t placement(const design *d, const want *w, const row *of)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < d->count; i++) {
        const row *r = &d->rows[i];
        if (r->mated == of->mated || !belongs(w, r)) continue;
        const bool wins =
            of->mated ? of->score > r->score : of->score < r->score;
        sum += wins ? 2 : of->score == r->score ? 1 : 0;
    }
    return sum;
}

static void check_area(const design *d, const want *w, const assay_view *view)
{
    uint64_t wins[2] = {0, 0};
    uint64_t squares[2] = {0, 0};
    uint64_t people[ASSAY_ROLES][PEOPLE_MOST] = {{0}};
    for (size_t i = 0; i < d->count; i++) {
        const row *r = &d->rows[i];
        if (!belongs(w, r)) continue;
        const uint64_t own = placement(d, w, r);
        wins[r->mated] += own;
        squares[r->mated] += own * own;
        if (!d->has_people) continue;
        people[r->mated ? ASSAY_ROLE_MATED : ASSAY_ROLE_PROBE][r->probe] += own;
        if (!r->mated) people[ASSAY_ROLE_REFERENCE][r->reference] += own;
    }
    assert_true(view->area.counted);
    assert_int_equal(wins[0], wins[1]);
    assert_true(assay_wide_get(view->area.wins2) == wins[0]);
    assert_true(assay_wide_get(view->area.squares[0]) == squares[0]);
    assert_true(assay_wide_get(view->area.squares[1]) == squares[1]);
    double got[PEOPLE_MOST];
    for (int role = 0; d->has_people && role < ASSAY_ROLES; role++) {
        assay_view_placements(view, (assay_role)role, got);
        for (uint32_t i = 0; i < d->people; i++)
            assert_true(got[d->people - 1 - i] == (double)people[role][i]);
    }
}

static void check_moments(const design *d, const want *w,
                          const assay_view *view)
{
    for (int mated = 0; mated < 2; mated++) {
        double sum = 0;
        double squares = 0;
        uint64_t n = 0;
        bool infinite = false;
        for (size_t i = 0; i < d->count; i++) {
            const row *r = &d->rows[i];
            if (r->mated != mated || !belongs(w, r)) continue;
            if (isinf(r->score)) infinite = true;
            n++;
            sum += (double)r->score;
        }
        assert_int_equal(view->trials[mated], n);
        assert_int_equal(view->moments[mated].infinite, infinite);
        if (infinite || n < 2) continue;
        for (size_t i = 0; i < d->count; i++) {
            const row *r = &d->rows[i];
            if (r->mated != mated || !belongs(w, r)) continue;
            const double off = (double)r->score - sum / (double)n;
            squares += off * off;
        }
        assert_true(fabs(view->moments[mated].mean - sum / (double)n) < 1e-12);
        assert_true(fabs(view->moments[mated].variance -
                         squares / (double)(n - 1)) < 1e-12);
    }
}

// The commonest score, where it makes up more than 1 % of its class.
static void check_heavy(const design *d, const want *w, const assay_view *view)
{
    for (int mated = 0; mated < 2; mated++) {
        uint64_t most = 0;
        for (size_t i = 0; i < d->count; i++) {
            const row *r = &d->rows[i];
            if (r->mated != mated || !belongs(w, r)) continue;
            const uint64_t n = equal_to(d, w, mated, assay_key_of(r->score));
            if (n > most) most = n;
        }
        const bool heavy = most > view->trials[mated] / 100 && most > 1;
        assert_int_equal(view->mode_count[mated], heavy ? most : 0);
        if (heavy)
            assert_int_equal(equal_to(d, w, mated, view->mode_key[mated]),
                             most);
    }
}

static void check_samples(const assay_view *view, bool all)
{
    uint64_t tried[PEOPLE_MOST], lost[PEOPLE_MOST];
    const assay_tried *probes = &view->samples[ASSAY_SIDE_PROBE];
    assert_true(probes->known);
    assert_false(view->samples[ASSAY_SIDE_REFERENCE].known);
    if (!all) return;
    assert_int_equal(probes->tried, 3);
    assert_int_equal(probes->lost, 1);
    assert_int_equal(probes->by_person, view->has_people);
    if (!view->has_people) return;
    assay_view_tried(view, ASSAY_SIDE_PROBE, tried);
    assay_view_lost(view, ASSAY_SIDE_PROBE, lost);
    // In canonical order, which is the other way round.
    assert_int_equal(tried[view->people - 1], 2);
    assert_int_equal(lost[view->people - 1], 1);
    assert_int_equal(tried[view->people - 2], 1);
    assert_int_equal(lost[view->people - 2], 0);
}

static void check_packing(const assay_view *view)
{
    assay_error err;
    unsigned char *bytes = NULL;
    unsigned char *again = NULL;
    size_t size = 0;
    size_t size_again = 0;
    assay_view *back = NULL;
    assert_int_equal(assay_view_pack(view, &bytes, &size, &err), ASSAY_OK);
    assert_int_equal(assay_view_unpack(bytes, size, &back, &err), ASSAY_OK);
    assert_int_equal(assay_view_pack(back, &again, &size_again, &err),
                     ASSAY_OK);
    assert_int_equal(size, size_again);
    assert_memory_equal(bytes, again, size);
    if (!view->same_references) check_samples(back, !view->label_count);
    assay_view_free(back);
    for (size_t cut = 0; cut < size; cut += 1 + size / 50) {
        assert_int_equal(assay_view_unpack(bytes, cut, &back, &err),
                         ASSAY_EINPUT);
        assert_null(back);
    }
    assay_free(bytes);
    assay_free(again);
}

static void check_view(const design *d, assay_counter *counter, const want *w)
{
    assay_error err;
    assay_view *view = NULL;
    assay_point points[POINTS];
    const assay_label label = {"group", "x"};
    const assay_view_request request = {.labels = &label,
                                        .label_count = w->all ? 0 : 1,
                                        .profiles = w->all ? NULL : w->member,
                                        .same_references = w->same};
    assert_int_equal(assay_counter_view(counter, &request, &view, &err),
                     ASSAY_OK);
    const size_t n = ask(points, !w->same);
    assert_int_equal(assay_counter_finish(counter, view, points, n, &err),
                     ASSAY_OK);
    assert_int_equal(view->trials[0], at_or_above(d, w, false, 0));
    assert_int_equal(view->trials[1], at_or_above(d, w, true, 0));
    check_points(d, w, view);
    check_packing(view);
    if (!w->same && view->trials[0] && view->trials[1]) {
        check_crossing(d, w, view);
        check_area(d, w, view);
        check_moments(d, w, view);
        check_heavy(d, w, view);
    }
    assay_view_free(view);
}

static void views_equal_naive_counts(void **state)
{
    (void)state;
    design *d = malloc(sizeof *d);
    assert_non_null(d);
    for (unsigned seed = 1; seed <= 30; seed++) {
        make(d, seed);
        assay_counter *counter = count(d, NULL);
        want w = {.all = true};
        check_view(d, counter, &w);
        w.all = false;
        w.member[seed % PROFILES] = true;
        if (d->has_profiles) check_view(d, counter, &w);
        w.same = true;
        if (d->has_profiles) check_view(d, counter, &w);
        assay_counter_free(counter);
    }
    free(d);
}

// The same bytes for every instruction set and any order of the rows.
static void bytes_do_not_depend_on_kernels_or_order(void **state)
{
    (void)state;
    const assay_kernels *found[ASSAY_KERNELS_MAX];
    const size_t n = assay_kernels_find(found);
    design *d = malloc(sizeof *d);
    unsigned char *first = NULL;
    size_t first_size = 0;
    assert_non_null(d);
    make(d, 4);
    for (size_t k = 0; k < n + 1; k++) {
        assay_error err;
        assay_view *view = NULL;
        assay_point points[POINTS];
        unsigned char *bytes = NULL;
        size_t size = 0;
        for (size_t i = 0; k == n && i < d->count / 2; i++) {
            const row swap = d->rows[i];
            d->rows[i] = d->rows[d->count - 1 - i];
            d->rows[d->count - 1 - i] = swap;
        }
        assay_counter *counter = count(d, k < n ? found[k]->name : NULL);
        const assay_view_request all = {0};
        assert_int_equal(assay_counter_view(counter, &all, &view, &err),
                         ASSAY_OK);
        assert_int_equal(assay_counter_finish(counter, view, points,
                                              ask(points, true), &err),
                         ASSAY_OK);
        assert_int_equal(assay_view_pack(view, &bytes, &size, &err), ASSAY_OK);
        if (first) {
            assert_int_equal(size, first_size);
            assert_memory_equal(bytes, first, size);
            assay_free(bytes);
        } else {
            first = bytes;
            first_size = size;
        }
        assay_view_free(view);
        assay_counter_free(counter);
    }
    assay_free(first);
    free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_equal_naive_counts),
        cmocka_unit_test(bytes_do_not_depend_on_kernels_or_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
