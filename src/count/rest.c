// SPDX-License-Identifier: Apache-2.0
// Of person i, x_i and y_i samples: as probes and as references; all against
// all, of the view's group and of no group of the view.
#include "count/rest.h"

#include "base/alloc.h"
#include "count/wide.h"

#include <stdlib.h>

// Sums over people.
typedef struct sums {
    uint64_t x, y;         // of samples
    uint64_t xs, ys, both; // people with any: of x, of y, of both
    assay_u128 xx, yy, xy; // of products
    assay_u128 x2y2;       // of (x y)^2
} sums;

static sums sums_of(const uint64_t *x, const uint64_t *y, size_t people)
{
    sums s = {0};
    for (size_t i = 0; i < people; i++) {
        const assay_u128 xy = (assay_u128)x[i] * y[i];
        s.x += x[i];
        s.y += y[i];
        s.xs += x[i] > 0;
        s.ys += y[i] > 0;
        s.both += x[i] && y[i];
        s.xx += (assay_u128)x[i] * x[i];
        s.yy += (assay_u128)y[i] * y[i];
        s.xy += xy;
        s.x2y2 += xy * xy;
    }
    return s;
}

// Pairs of samples of different people, in any one order, and of one person.
typedef struct made {
    uint64_t of[ASSAY_CLASSES];
} made;

// Each x with each y.
static made rectangle(const uint64_t *x, const uint64_t *y, size_t people)
{
    const sums s = sums_of(x, y, people);
    const assay_u128 all = (assay_u128)s.x * s.y;
    return (made){{[ASSAY_NON_MATED] = (uint64_t)(all - s.xy),
                   [ASSAY_MATED] = (uint64_t)s.xy}};
}

// Each two of x.
static made triangle(const uint64_t *x, size_t people)
{
    const sums s = sums_of(x, x, people);
    const assay_u128 all = (assay_u128)s.x * s.x;
    return (made){{[ASSAY_NON_MATED] = (uint64_t)((all - s.xx) / 2),
                   [ASSAY_MATED] = (uint64_t)((s.xx - s.x) / 2)}};
}

// Samples of each person: compared, and lost ones.
typedef struct samples {
    uint64_t *ok[2], *lost[2];
    bool any_lost;
} samples;

static void drop_samples(samples *s)
{
    for (int k = 0; k < 2; k++) {
        assay_free(s->ok[k]);
        assay_free(s->lost[k]);
    }
}

static bool in_group(const assay_members *members, const assay_rest_side *side,
                     size_t row)
{
    if (!members->profiles) return true;
    return members->profiles[side->profile ? side->profile[row] : 0];
}

static void add_sample(samples *s, const assay_rest_side *side, size_t row,
                       int k)
{
    const uint8_t became = side->lost ? side->lost[row] : 0;
    const bool lost = became == ASSAY_REST_LOST;
    if (became == ASSAY_REST_OUT) return;
    (lost ? s->lost : s->ok)[k][side->person[row]]++;
    s->any_lost = s->any_lost || lost;
}

static void count_samples(const assay_rest *rest, const assay_members *members,
                          samples *s)
{
    const assay_rest_side *probes = &rest->sides[ASSAY_SIDE_PROBE];
    const assay_rest_side *others = &rest->sides[ASSAY_SIDE_REFERENCE];
    for (size_t i = 0; i < probes->rows; i++) {
        const bool in = in_group(members, probes, i);
        if (in || rest->all_pairs) add_sample(s, probes, i, in ? 0 : 1);
    }
    if (rest->all_pairs) return;
    for (size_t i = 0; i < others->rows; i++)
        if (!members->same_references || in_group(members, others, i))
            add_sample(s, others, i, 1);
}

// Comparisons of a class that would have been made with lost samples, of
// those that a view has all against all.
static void fail_pairs(assay_view *view, const uint64_t *ok,
                       const uint64_t *lost, uint64_t *room, bool less)
{
    const made had = triangle(ok, view->people);
    for (size_t i = 0; i < view->people; i++) room[i] = ok[i] + lost[i];
    const made all = triangle(room, view->people);
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        const uint64_t n = all.of[c] - had.of[c];
        view->failed[c] += less ? -n : n;
        view->no_probe[c] += less ? -n : n;
    }
}

// Either sample in the group: all pairs but those with neither.
static bool fail_all_pairs(assay_view *view, const samples *s)
{
    const size_t n = view->people;
    ASSAY_AUTO(assay_drop) uint64_t *room = assay_new(0, n, sizeof *room);
    ASSAY_AUTO(assay_drop) uint64_t *ok = assay_new(0, n, sizeof *ok);
    ASSAY_AUTO(assay_drop) uint64_t *lost = assay_new(0, n, sizeof *lost);
    if (!room || !ok || !lost) return false;
    for (size_t i = 0; i < n; i++) {
        ok[i] = s->ok[0][i] + s->ok[1][i];
        lost[i] = s->lost[0][i] + s->lost[1][i];
    }
    fail_pairs(view, ok, lost, room, false);
    fail_pairs(view, s->ok[1], s->lost[1], room, true);
    return true;
}

enum { HERE = 1, LOST = 2 };

// What became of each sample on the reference side; NULL without memory.
static uint8_t *references_by_sample(const assay_rest *rest, uint32_t *end)
{
    const assay_rest_side *side = &rest->sides[ASSAY_SIDE_REFERENCE];
    *end = 0;
    for (size_t i = 0; i < side->rows; i++)
        if (side->sample[i] >= *end) *end = side->sample[i] + 1;
    uint8_t *of = assay_new(0, (size_t)*end + 1, sizeof *of);
    for (size_t i = 0; of && i < side->rows; i++) {
        const uint8_t became = side->lost ? side->lost[i] : 0;
        if (became != ASSAY_REST_OUT)
            of[side->sample[i]] = became ? LOST : HERE;
    }
    return of;
}

// A sample on both sides would have met itself: `of[0]` where it was lost as a
// probe, `of[1]` where as a reference alone.
static bool count_selves(const assay_rest *rest, const assay_members *members,
                         uint64_t of[2])
{
    const assay_rest_side *probes = &rest->sides[ASSAY_SIDE_PROBE];
    uint32_t end = 0;
    of[0] = of[1] = 0;
    if (!probes->sample || !rest->sides[ASSAY_SIDE_REFERENCE].sample)
        return true;
    ASSAY_AUTO(assay_drop)
    uint8_t *references = references_by_sample(rest, &end);
    if (!references) return false;
    for (size_t i = 0; i < probes->rows; i++) {
        const uint32_t sample = probes->sample[i];
        if (sample >= end || !in_group(members, probes, i)) continue;
        const uint8_t became = probes->lost ? probes->lost[i] : 0;
        const bool lost = became == ASSAY_REST_LOST;
        if (became == ASSAY_REST_OUT) continue;
        of[0] += lost && references[sample];
        of[1] += !lost && references[sample] == LOST;
    }
    return true;
}

static bool fail_rectangle(const assay_rest *rest, assay_view *view,
                           const samples *s)
{
    uint64_t selves[2];
    const size_t n = view->people;
    ASSAY_AUTO(assay_drop) uint64_t *tried = assay_new(0, n, sizeof *tried);
    if (!tried || !count_selves(rest, &view->store->members, selves))
        return false;
    for (size_t i = 0; i < n; i++) tried[i] = s->ok[1][i] + s->lost[1][i];
    made probe = rectangle(s->lost[0], tried, n);
    made reference = rectangle(s->ok[0], s->lost[1], n);
    probe.of[ASSAY_MATED] -= selves[0];
    reference.of[ASSAY_MATED] -= selves[1];
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        view->no_probe[c] += probe.of[c];
        view->no_reference[c] += reference.of[c];
        view->failed[c] += probe.of[c] + reference.of[c];
    }
    return true;
}

static uint64_t trials_of(const assay_view *view, uint64_t *const of[2])
{
    const size_t n = view->people;
    if (!view->store->all_pairs)
        return rectangle(of[0], of[1], n).of[ASSAY_NON_MATED];
    const uint64_t within = triangle(of[0], n).of[ASSAY_NON_MATED];
    if (view->same_references) return within;
    return within + rectangle(of[0], of[1], n).of[ASSAY_NON_MATED];
}

// Of a group; those within one are not told.
static bool count_failures(const assay_rest *rest, assay_view *view,
                           const samples *s)
{
    if (view->same_references) return true;
    return rest->all_pairs ? fail_all_pairs(view, s)
                           : fail_rectangle(rest, view, s);
}

bool assay_rest_count(const assay_rest *rest, assay_view *view)
{
    struct assay_view_store *store = view->store;
    ASSAY_AUTO(drop_samples) samples s = {.any_lost = false};
    for (int k = 0; k < 2; k++) {
        s.ok[k] = assay_new(0, view->people, sizeof *s.ok[k]);
        s.lost[k] = assay_new(0, view->people, sizeof *s.lost[k]);
        if (!s.ok[k] || !s.lost[k]) return false;
    }
    count_samples(rest, &store->members, &s);
    store->all_pairs = rest->all_pairs;
    view->trials[ASSAY_NON_MATED] = trials_of(view, s.ok);
    if (s.any_lost && !count_failures(rest, view, &s)) return false;
    for (int k = 0; k < 2; k++) {
        store->samples_of[k] = s.ok[k];
        s.ok[k] = NULL;
    }
    return true;
}

static void fill_margins(assay_view *view, const sums *s)
{
    const struct assay_view_store *store = view->store;
    const uint64_t *x = store->samples_of[0], *y = store->samples_of[1];
    uint64_t *probes = store->margins[ASSAY_ROLE_PROBE];
    uint64_t *references = store->margins[ASSAY_ROLE_REFERENCE];
    const bool same = view->same_references;
    for (size_t i = 0; i < view->people; i++) {
        const uint64_t others = s->x - x[i];
        const uint64_t outside = s->y - y[i];
        // Both are zero so far: nothing is written where nothing is.
        if (x[i] && store->all_pairs)
            probes[i] = x[i] * (others + (same ? 0 : outside));
        else if (x[i])
            probes[i] = x[i] * outside;
        if (y[i] && !(store->all_pairs && same)) references[i] = y[i] * others;
    }
}

static bool disjoint(const assay_view *view)
{
    const uint64_t *probes = view->store->margins[ASSAY_ROLE_PROBE];
    const uint64_t *references = view->store->margins[ASSAY_ROLE_REFERENCE];
    for (size_t i = 0; i < view->people; i++)
        if (probes[i] && references[i]) return false;
    return true;
}

// What of a person weighs in the false match rate: their samples where all are
// compared with all, else their comparisons.
static uint64_t weight_of(const assay_view *view, size_t i)
{
    const struct assay_view_store *store = view->store;
    const uint64_t *x = store->samples_of[0], *y = store->samples_of[1];
    const uint64_t touched = store->margins[ASSAY_ROLE_PROBE][i] +
                             store->margins[ASSAY_ROLE_REFERENCE][i];
    if (!store->all_pairs || !touched) return touched;
    return x[i] + (view->same_references ? 0 : y[i]);
}

static bool set_balanced(assay_view *view)
{
    const struct assay_view_store *store = view->store;
    const size_t n = view->people;
    if (view->disjoint_roles) {
        view->balanced = assay_unequal(store->margins[ASSAY_ROLE_PROBE], n) ||
                         assay_unequal(store->margins[ASSAY_ROLE_REFERENCE], n);
        return true;
    }
    ASSAY_AUTO(assay_drop) uint64_t *weights = assay_new(0, n, sizeof *weights);
    if (!weights) return false;
    for (size_t i = 0; i < n; i++) weights[i] = weight_of(view, i);
    view->balanced = assay_unequal(weights, n);
    return true;
}

static uint64_t two_of(uint64_t n)
{
    return n ? n * (n - 1) / 2 : 0;
}

// Of m_ij = P_i R_j, and where roles mix, of m_ij + m_ji.
static void sum_rectangle(assay_view *view, const sums *s)
{
    assay_u128 squares = s->xx * s->yy - s->x2y2;
    view->pairs = s->xs * s->ys - s->both;
    if (!view->disjoint_roles) {
        squares += s->xy * s->xy - s->x2y2;
        view->pairs -= two_of(s->both);
    }
    view->sum_m2 = assay_wide_of(squares);
}

// Sum over i < j of x_i x_j squared: half of (sum x^2)^2 - sum x^4.
static void sum_same(assay_view *view, const sums *s)
{
    const uint64_t *x = view->store->samples_of[0];
    assay_u128 squares = s->xx * s->xx;
    for (size_t i = 0; i < view->people; i++) {
        const assay_u128 xx = (assay_u128)x[i] * x[i];
        squares -= xx * xx;
    }
    view->pairs = two_of(s->xs);
    view->sum_m2 = assay_wide_of(squares / 2);
}

// Of m_ij = x_i x_j + x_i y_j + y_i x_j: the product of all samples of both but
// for that of those outside.
static void sum_either(assay_view *view)
{
    const uint64_t *x = view->store->samples_of[0];
    const uint64_t *y = view->store->samples_of[1];
    assay_u128 aa = 0, ab = 0, bb = 0, own = 0; // a = x + y, b = y
    uint64_t people = 0, outside = 0;
    for (size_t i = 0; i < view->people; i++) {
        const assay_u128 a = x[i] + y[i], b = y[i];
        aa += a * a;
        ab += a * b;
        bb += b * b;
        own += (a * a - b * b) * (a * a - b * b);
        people += a > 0;
        outside += a && !x[i];
    }
    view->pairs = two_of(people) - two_of(outside);
    // Modulo 2^128, in which the whole lies.
    view->sum_m2 = assay_wide_of((aa * aa - 2 * ab * ab + bb * bb - own) / 2);
}

// The largest m_ij is that of two people of whom fewer than two others have as
// much of both x and y: m never falls with any of the four numbers.
typedef struct front {
    uint64_t x, y;
    uint32_t person;
} front;

enum { SMALL = 4096 };

static int by_samples(const void *a, const void *b)
{
    const front *p = a;
    const front *q = b;
    if (p->x != q->x) return p->x > q->x ? -1 : 1;
    if (p->y != q->y) return p->y > q->y ? -1 : 1;
    return p->person < q->person ? -1 : 1;
}

// Keeps the two with the most y of each small x; all of greater ones.
static size_t gather_front(const assay_view *view, front *to)
{
    const uint64_t *x = view->store->samples_of[0];
    const uint64_t *y = view->store->samples_of[1];
    size_t n = 2 * (size_t)SMALL;
    for (uint32_t i = 0; i < view->people; i++) {
        const front one = {x[i], y[i], i};
        if (!x[i] && !y[i]) continue;
        if (x[i] >= SMALL) {
            to[n++] = one;
            continue;
        }
        front *two = &to[2 * x[i]];
        const bool first = y[i] >= two[0].y;
        if (first) two[1] = two[0];
        if (first || y[i] >= two[1].y) two[first ? 0 : 1] = one;
    }
    return n;
}

static size_t cut_front(front *all, size_t n)
{
    uint64_t most = 0, second = 0; // y of those before
    size_t kept = 0;
    qsort(all, n, sizeof *all, by_samples);
    for (size_t i = 0; i < n; i++) {
        if (!all[i].x && !all[i].y) continue;
        if (kept >= 2 && all[i].y <= second) continue;
        const uint64_t y = all[i].y;
        second = y > most ? most : y > second ? y : second;
        most = y > most ? y : most;
        all[kept++] = all[i];
    }
    return kept;
}

static bool find_most(assay_view *view)
{
    const uint64_t *x = view->store->samples_of[0];
    size_t large = 0;
    for (size_t i = 0; i < view->people; i++) large += x[i] >= SMALL;
    ASSAY_AUTO(assay_drop)
    front *all = assay_new(0, 2 * (size_t)SMALL + large, sizeof *all);
    if (!all) return false;
    const size_t n = cut_front(all, gather_front(view, all));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            if (i == j) continue;
            const uint64_t m =
                assay_rest_pair(view, all[i].person, all[j].person);
            if (m > view->most_m) view->most_m = m;
        }
    return true;
}

bool assay_rest_margins(assay_view *view)
{
    const struct assay_view_store *store = view->store;
    const sums s =
        sums_of(store->samples_of[0], store->samples_of[1], view->people);
    fill_margins(view, &s);
    view->disjoint_roles = !store->all_pairs && disjoint(view);
    if (!store->all_pairs)
        sum_rectangle(view, &s);
    else if (view->same_references)
        sum_same(view, &s);
    else
        sum_either(view);
    return set_balanced(view) && find_most(view);
}

// Others that somebody with (x, y) is compared with, of all `s` counts.
static uint64_t partners_of(const assay_view *view, const sums *s, bool x,
                            bool y)
{
    const uint64_t any = s->xs + s->ys - s->both;
    if (!view->store->all_pairs) {
        if (x && y) return any - 1;
        return x ? s->ys : y ? s->xs : 0;
    }
    if (view->same_references) return x ? s->xs - 1 : 0;
    return x ? any - 1 : y ? s->xs : 0;
}

void assay_rest_partners(assay_view *view)
{
    struct assay_view_store *store = view->store;
    const uint64_t *x = store->samples_of[0], *y = store->samples_of[1];
    const sums s = sums_of(x, y, view->people);
    for (size_t i = 0; i < view->people; i++) {
        if (view->disjoint_roles) {
            store->partners[0][i] = x[i] ? s.ys - (y[i] > 0) : 0;
            store->partners[1][i] = y[i] ? s.xs - (x[i] > 0) : 0;
        } else {
            store->partners[0][i] = partners_of(view, &s, x[i], y[i]);
        }
    }
}
