// SPDX-License-Identifier: Apache-2.0
// Designs whose non-mated comparisons are no rows below a floor, against the
// same counted row by row: random rectangles with mixed roles, and all pairs,
// with several samples a person, profiles by sample, lost samples, and ties.
#include "unit/rest_help.h"

#include "count/pack.h"
#include "count/wide.h"

enum { POINTS = 16 };

typedef struct want {
    bool member[ASSAY_PROFILES_MOST];
    bool all, same;
} want;

// The group that a seed looks at, one of all, one, two profiles.
static want want_of(unsigned seed, unsigned which)
{
    want w = {.all = which == 0, .same = which == 2};
    w.member[seed % PROFILES] = true;
    if (seed % 5 == 0) w.member[(seed + 1) % PROFILES] = true;
    return w;
}

static size_t ask(assay_point *points, const want *w, uint64_t kept)
{
    size_t n = 0;
    const uint64_t most[] = {0, 1, 3, 17, 60, 200};
    for (size_t i = 0; !w->same && i < 6; i++)
        if (most[i] < kept)
            points[n++] = (assay_point){
                .purpose = ASSAY_FOR_TARGET, .most = most[i], .own = true};
    if (!w->same)
        points[n++] = (assay_point){.purpose = ASSAY_FOR_EER, .own = true};
    const float given[] = {-0.2f, 0.31f, 0.5f, 0.71f, 1.1f};
    for (size_t i = 0; i < 5; i++)
        points[n++] = (assay_point){.purpose = ASSAY_FOR_THRESHOLD,
                                    .key = assay_key_of(given[i])};
    points[n++] = (assay_point){.purpose = ASSAY_FOR_BAND,
                                .key = assay_key_of(1.0f) & 0xFFFF0000u};
    return n;
}

static assay_view *view_of(assay_counter *counter, const want *w, uint64_t kept)
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
    if (!kept) kept = view->floor ? view->floor_matches : UINT64_MAX;
    assert_int_equal(
        assay_counter_finish(counter, view, points, ask(points, w, kept), &err),
        ASSAY_OK);
    return view;
}

static unsigned char *packed(const assay_view *view, size_t *size)
{
    assay_error err;
    unsigned char *bytes = NULL;
    assert_int_equal(assay_view_pack(view, &bytes, size, &err), ASSAY_OK);
    return bytes;
}

static void assert_same_bytes(const assay_view *a, const assay_view *b)
{
    size_t sizes[2];
    unsigned char *x = packed(a, &sizes[0]), *y = packed(b, &sizes[1]);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(x, y, sizes[0]);
    assay_free(x);
    assay_free(y);
}

// All comparisons as rows: what follows from the design alone is what counting
// rows gives, to the byte.
static void a_complete_rectangle_is_as_its_rows(void **state)
{
    (void)state;
    rest_design *d = malloc(sizeof *d);
    assert_non_null(d);
    for (unsigned seed = 1; seed <= 81; seed += 2) {
        assay_found found;
        rest_make(d, seed);
        rest_find(d, MOST, seed % 3 ? NO_BODY : BODY, &found);
        assay_counter *rows = rest_count_rows(d), *fed = rest_feed(d, &found);
        for (unsigned which = 0; which < 3; which++) {
            const want w = want_of(seed, which);
            assay_view *a = view_of(rows, &w, 0), *b = view_of(fed, &w, 0);
            assert_same_bytes(a, b);
            assay_view_free(a);
            assay_view_free(b);
        }
        assay_counter_free(rows);
        assay_counter_free(fed);
        rest_drop_found(&found);
    }
    free(d);
}

static bool member(const want *w, const rest_side *s, uint32_t row)
{
    return w->all || w->member[s->profile[row]];
}

// All pairs: whose sample either is.
static bool belongs(const rest_design *d, const want *w, const rest_pair *one)
{
    const bool p = member(w, &d->sides[0], one->probe);
    const bool r = member(w, &d->sides[1], one->reference);
    return w->same ? p && r : p || r;
}

typedef struct naive {
    uint64_t trials[2], failed[2];
    uint64_t m[PEOPLE][PEOPLE], e[PEOPLE][PEOPLE]; // non-mated
    uint64_t margins[ASSAY_ROLES][PEOPLE], touched[PEOPLE];
    uint64_t mated_errors[PEOPLE];
} naive;

static void count_naively(const rest_design *d, const want *w, uint32_t key,
                          naive *n)
{
    memset(n, 0, sizeof *n);
    for (size_t i = 0; i < d->count; i++) {
        const rest_pair *one = &d->pairs[i];
        const uint32_t a = d->sides[0].person[one->probe];
        const uint32_t b = d->sides[1].person[one->reference];
        const bool match = assay_key_of(one->score) >= key;
        if (!belongs(d, w, one)) continue;
        if (!rest_made(one)) {
            n->failed[one->mated]++;
            continue;
        }
        n->trials[one->mated]++;
        if (one->mated) {
            n->margins[ASSAY_ROLE_MATED][a]++;
            n->mated_errors[a] += !match;
            continue;
        }
        const bool in[2] = {member(w, &d->sides[0], one->probe),
                            member(w, &d->sides[1], one->reference)};
        n->margins[in[0] ? ASSAY_ROLE_PROBE : ASSAY_ROLE_REFERENCE][a]++;
        n->margins[in[1] ? ASSAY_ROLE_PROBE : ASSAY_ROLE_REFERENCE][b]++;
        n->touched[a] += match;
        n->touched[b] += match;
        n->m[a < b ? a : b][a < b ? b : a]++;
        n->e[a < b ? a : b][a < b ? b : a] += match;
    }
}

static void check_pairs(const rest_design *d, const naive *n,
                        const assay_view *view, size_t p)
{
    uint64_t pairs = 0, m2 = 0, most = 0, e2 = 0, em = 0;
    uint64_t partners[PEOPLE] = {0}, got[PEOPLE];
    double balanced = 0, sums[PEOPLE] = {0}, got_sums[PEOPLE];
    for (uint32_t a = 0; a < d->people; a++)
        for (uint32_t b = a + 1; b < d->people; b++) {
            const uint64_t m = n->m[a][b], e = n->e[a][b];
            if (!m) continue;
            pairs++;
            m2 += m * m;
            most = m > most ? m : most;
            e2 += e * e;
            em += e * m;
            balanced += (double)e / (double)m;
            partners[a]++;
            partners[b]++;
            sums[a] += (double)e / (double)m;
            sums[b] += (double)e / (double)m;
        }
    assert_int_equal(view->pairs, pairs);
    assert_int_equal(view->most_m, most);
    assert_true(assay_wide_get(view->sum_m2) == m2);
    assert_true(assay_wide_get(view->events[p].sum_e2) == e2);
    assert_true(assay_wide_get(view->events[p].sum_em) == em);
    if (!view->balanced || view->points[p].purpose == ASSAY_FOR_BAND) return;
    assert_true(fabs(ldexp(assay_wide_double(view->events[p].balanced), -40) -
                     balanced) < 1e-9);
    assay_view_partners(view, ASSAY_ROLE_EITHER, got);
    assay_view_balanced(view, p, ASSAY_ROLE_EITHER, got_sums);
    for (uint32_t i = 0; i < d->people; i++) {
        assert_int_equal(got[d->people - 1 - i], partners[i]);
        assert_true(fabs(got_sums[d->people - 1 - i] - sums[i]) < 1e-9);
    }
}

// Samples compared, of people with non-mated comparisons.
static bool naive_balanced(const rest_design *d, const want *w, const naive *n)
{
    uint64_t images[PEOPLE] = {0};
    for (uint32_t i = 0; i < d->sides[0].rows; i++) {
        const uint32_t a = d->sides[0].person[i];
        const bool counts = !w->same || member(w, &d->sides[0], i);
        const bool touched = n->margins[ASSAY_ROLE_PROBE][a] +
                             n->margins[ASSAY_ROLE_REFERENCE][a];
        images[a] += counts && touched && !d->sides[0].lost[i];
    }
    return assay_unequal(images, d->people);
}

static void check_all_pairs(const rest_design *d, const want *w,
                            const assay_view *view)
{
    naive *n = malloc(sizeof *n);
    uint64_t got[PEOPLE], sum[PEOPLE];
    assert_non_null(n);
    for (size_t p = 0; p < view->point_count; p++) {
        count_naively(d, w, view->points[p].key, n);
        for (int c = 0; c < 2; c++) {
            assert_int_equal(view->trials[c], n->trials[c]);
            assert_int_equal(view->failed[c], w->same ? 0 : n->failed[c]);
            assert_int_equal(view->no_probe[c], view->failed[c]);
        }
        for (int role = 0; role < ASSAY_ROLES; role++) {
            assay_view_margins(view, (assay_role)role, got);
            for (uint32_t i = 0; i < d->people; i++)
                assert_int_equal(got[d->people - 1 - i], n->margins[role][i]);
        }
        assert_false(view->disjoint_roles);
        assert_int_equal(view->balanced, naive_balanced(d, w, n));
        assay_view_errors(view, p, ASSAY_ROLE_MATED, got);
        for (uint32_t i = 0; i < d->people; i++)
            assert_int_equal(got[d->people - 1 - i], n->mated_errors[i]);
        if (view->points[p].key <= view->floor) continue;
        assay_view_errors(view, p, ASSAY_ROLE_PROBE, got);
        assay_view_errors(view, p, ASSAY_ROLE_REFERENCE, sum);
        for (uint32_t i = 0; i < d->people; i++)
            assert_int_equal(got[d->people - 1 - i] + sum[d->people - 1 - i],
                             n->touched[i]);
        check_pairs(d, n, view, p);
    }
    free(n);
}

static void all_pairs_are_as_counted_naively(void **state)
{
    (void)state;
    rest_design *d = malloc(sizeof *d);
    assert_non_null(d);
    for (unsigned seed = 2; seed <= 80; seed += 2) {
        assay_found found;
        rest_make(d, seed);
        rest_find(d, seed % 4 ? MOST : seed * 3, NO_BODY, &found);
        assay_counter *fed = rest_feed(d, &found);
        for (unsigned which = 0; which < 3; which++) {
            const want w = want_of(seed, which);
            assay_view *view = view_of(fed, &w, 0);
            check_all_pairs(d, &w, view);
            assay_view_free(view);
        }
        assay_counter_free(fed);
        rest_drop_found(&found);
    }
    free(d);
}

// The same point of the other view: of the same purpose and number.
static size_t same_point(const assay_view *view, const assay_point *point)
{
    for (size_t p = 0; p < view->point_count; p++)
        if (view->points[p].purpose == point->purpose &&
            view->points[p].own == point->own &&
            view->points[p].most == point->most &&
            (point->own || view->points[p].key == point->key))
            return p;
    fail();
    return 0;
}

static bool same_wide(assay_wide a, assay_wide b)
{
    return a.low == b.low && a.high == b.high;
}

static void compare_people(const assay_view *a, size_t p, const assay_view *b,
                           size_t q, bool above)
{
    uint64_t x[PEOPLE], y[PEOPLE];
    double s[PEOPLE], t[PEOPLE];
    for (int role = 0; role < ASSAY_ROLES; role++) {
        assay_view_margins(a, (assay_role)role, x);
        assay_view_margins(b, (assay_role)role, y);
        assert_memory_equal(x, y, a->people * sizeof *x);
        if (!above && role != ASSAY_ROLE_MATED) continue;
        assay_view_errors(a, p, (assay_role)role, x);
        assay_view_errors(b, q, (assay_role)role, y);
        assert_memory_equal(x, y, a->people * sizeof *x);
    }
    if (!a->balanced || a->points[p].purpose == ASSAY_FOR_BAND) return;
    for (int k = 0; k < (a->disjoint_roles ? 2 : 1); k++) {
        const assay_role role = !a->disjoint_roles ? ASSAY_ROLE_EITHER
                                : k                ? ASSAY_ROLE_REFERENCE
                                                   : ASSAY_ROLE_PROBE;
        assay_view_partners(a, role, x);
        assay_view_partners(b, role, y);
        assert_memory_equal(x, y, a->people * sizeof *x);
        if (!above) continue;
        assay_view_balanced(a, p, role, s);
        assay_view_balanced(b, q, role, t);
        for (uint32_t i = 0; i < a->people; i++) assert_true(s[i] == t[i]);
    }
}

static void compare_points(const assay_view *tail, const assay_view *all)
{
    for (size_t p = 0; p < tail->point_count; p++) {
        const assay_point *point = &tail->points[p];
        if (point->purpose == ASSAY_FOR_EER) continue;
        const size_t q = same_point(all, point);
        const assay_events *x = &tail->events[p], *y = &all->events[q];
        assert_int_equal(point->key, all->points[q].key);
        assert_int_equal(point->tied, all->points[q].tied);
        assert_int_equal(x->false_non_matches, y->false_non_matches);
        const bool above = point->key > tail->floor;
        if (point->own) assert_true(above);
        compare_people(tail, p, all, q, above);
        if (!above) continue;
        assert_int_equal(x->false_matches, y->false_matches);
        assert_true(same_wide(x->sum_e2, y->sum_e2));
        assert_true(same_wide(x->sum_em, y->sum_em));
        assert_true(same_wide(x->balanced, y->balanced));
        assert_true(same_wide(x->balanced2, y->balanced2));
    }
}

// FMR - FNMR of counts, as one number.
static double lead(const assay_view *view, uint64_t matches,
                   uint64_t non_matches)
{
    return (double)matches / (double)view->trials[0] -
           (double)non_matches / (double)view->trials[1];
}

// A crossing above the floor is exact; one below lies between edges.
static unsigned compare_crossing(const assay_view *tail, const assay_view *all)
{
    const assay_crossing *x = &tail->crossing, *y = &all->crossing;
    if (!all->trials[0] || !all->trials[1]) return 0;
    if (x->found && !x->edges) {
        assert_memory_equal(x, y, sizeof *x);
        assert_true(x->key[0] > tail->floor);
        return 1;
    }
    assert_true(y->key[0] <= tail->floor);
    assert_int_equal(x->found, tail->below != ASSAY_BELOW_NOTHING);
    if (!x->found) return 2;
    assert_true(lead(tail, x->false_matches[0], x->false_non_matches[0]) > 0);
    assert_true(lead(tail, x->false_matches[1], x->false_non_matches[1]) <= 0);
    if (tail->below == ASSAY_BELOW_SAMPLED) return 4;
    assert_true(x->key[0] <= y->key[1]);
    assert_true(x->false_matches[0] >= y->false_matches[0]);
    assert_true(x->false_matches[1] <= y->false_matches[1]);
    assert_true(x->false_non_matches[0] <= y->false_non_matches[0]);
    assert_true(x->false_non_matches[1] >= y->false_non_matches[1]);
    return 8;
}

static void compare_area(const assay_view *tail, const assay_view *all)
{
    const assay_area *x = &tail->area, *y = &all->area;
    if (!all->trials[0] || !all->trials[1]) return;
    assert_true(y->counted && !y->bounded);
    if (!tail->floor) {
        assert_memory_equal(x, y, sizeof *x);
        return;
    }
    assert_false(x->counted);
    assert_int_equal(x->bounded, tail->below != ASSAY_BELOW_NOTHING);
    if (!x->bounded) return;
    assert_true(assay_wide_get(x->least2) <= assay_wide_get(y->wins2));
    assert_true(assay_wide_get(x->most2) >= assay_wide_get(y->wins2));
    assert_true(assay_wide_get(x->least2) <= assay_wide_get(x->wins2));
    assert_true(assay_wide_get(x->most2) >= assay_wide_get(x->wins2));
}

static void compare_scores(const assay_view *tail, const assay_view *all)
{
    const bool whole = !tail->floor || tail->below == ASSAY_BELOW_COUNTED;
    uint64_t sum = 0;
    for (size_t i = 0; i < tail->bucket_count; i++)
        sum += tail->buckets[i].count[0];
    assert_int_equal(sum, tail->floor && tail->below == ASSAY_BELOW_NOTHING
                              ? tail->floor_matches
                              : all->trials[0]);
    for (uint32_t b = (tail->floor >> 16) + 1; b < 65536; b += 7)
        for (int c = 0; c < 2; c++)
            assert_int_equal(assay_view_at_or_above(tail, c, b << 16),
                             assay_view_at_or_above(all, c, b << 16));
    if (!whole) return;
    assert_int_equal(tail->bucket_count, all->bucket_count);
    assert_memory_equal(tail->buckets, all->buckets,
                        all->bucket_count * sizeof *all->buckets);
    for (int c = 0; c < 2; c++) {
        if (!all->trials[c]) continue;
        assert_memory_equal(&tail->moments[c].mean, &all->moments[c].mean,
                            sizeof(double));
        assert_memory_equal(&tail->moments[c].variance,
                            &all->moments[c].variance, sizeof(double));
        assert_int_equal(tail->key_low[c], all->key_low[c]);
        assert_int_equal(tail->key_high[c], all->key_high[c]);
    }
}

static unsigned compare(const assay_view *tail, const assay_view *all)
{
    assert_memory_equal(tail->trials, all->trials, sizeof all->trials);
    assert_memory_equal(tail->failed, all->failed, sizeof all->failed);
    assert_memory_equal(tail->no_probe, all->no_probe, sizeof all->no_probe);
    assert_memory_equal(tail->no_reference, all->no_reference,
                        sizeof all->no_reference);
    assert_int_equal(tail->disjoint_roles, all->disjoint_roles);
    assert_int_equal(tail->balanced, all->balanced);
    assert_int_equal(tail->pairs, all->pairs);
    assert_int_equal(tail->most_m, all->most_m);
    assert_true(same_wide(tail->sum_m2, all->sum_m2));
    compare_points(tail, all);
    if (all->same_references) return 0;
    compare_scores(tail, all);
    compare_area(tail, all);
    return compare_crossing(tail, all);
}

static void check_packing(const assay_view *view)
{
    assay_error err;
    assay_view *back = NULL;
    size_t size = 0;
    unsigned char *bytes = packed(view, &size);
    assert_int_equal(assay_view_unpack(bytes, size, &back, &err), ASSAY_OK);
    assert_same_bytes(view, back);
    assert_int_equal(back->floor, view->floor);
    assert_int_equal(back->floor_matches,
                     view->floor ? view->floor_matches : 0);
    assert_int_equal(back->below, view->below);
    assay_view_free(back);
    for (size_t cut = 0; cut < size; cut += 1 + size / 20) {
        assert_int_equal(assay_view_unpack(bytes, cut, &back, &err),
                         ASSAY_EINPUT);
        assert_null(back);
    }
    assay_free(bytes);
}

// Tails from none to all: above the floor everything is as with all rows.
static void views_above_a_floor_are_exact(void **state)
{
    (void)state;
    unsigned seen = 0;
    rest_design *d = malloc(sizeof *d);
    assert_non_null(d);
    for (unsigned seed = 1; seed <= 90; seed++) {
        assay_found found, whole;
        rest_make(d, seed);
        rest_find(d, MOST, NO_BODY, &whole);
        const uint64_t capacity[] = {1, 5, 40, whole.tail_count / 2,
                                     whole.tail_count};
        rest_find(d, capacity[seed % 5], (int)(seed / 2 % 4), &found);
        assay_counter *all = rest_feed(d, &whole), *fed = rest_feed(d, &found);
        for (unsigned which = 0; which < 3; which++) {
            const want w = want_of(seed, which);
            assay_view *a = view_of(fed, &w, 0), *b = view_of(all, &w, 0);
            seen |= compare(a, b);
            check_packing(a);
            assay_view_free(a);
            assay_view_free(b);
        }
        assay_counter_free(all);
        assay_counter_free(fed);
        rest_drop_found(&found);
        rest_drop_found(&whole);
    }
    assert_int_equal(seen, 15); // crossings of every kind
    free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_complete_rectangle_is_as_its_rows),
        cmocka_unit_test(all_pairs_are_as_counted_naively),
        cmocka_unit_test(views_above_a_floor_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
