// SPDX-License-Identifier: Apache-2.0
// FPIR by watchlist size and its variance: docs/statistics.md T4.8, T4.8b,
// T5.3, 4.6, against mpmath, every list of a few identities, and identities
// deleted one by one.
#include "stats/philox.h"
#include "stats/watchlist.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "certified/watchlist.inc"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define MOST 10

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void close_to(double have, double want)
{
    if (fabs(have - want) <= 1e-12 * fabs(want) + 1e-15) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

static void T5_3_other_sizes(void **state)
{
    (void)state;
    static const double want[] = {0, .4, .6666666667, .8333333333};
    double table[4], mean = 0;
    assay_watchlist_hits(10, 4, table, 4);
    for (unsigned k = 0; k < 4; k++) {
        near(assay_watchlist_hit(k, 10, 4), want[k], 1e-10);
        near(table[k], want[k], 1e-10);
        mean += 0.25 * table[k];
    }
    close_to(mean, .475);
    close_to(assay_watchlist_selectivity(6, 40, 4), .6);
    const assay_stratum strata[] = {{2, 6, 3}, {1, 4, 1}};
    close_to(assay_watchlist_hit_strata(strata, 2), .85);
    assert_true(isnan(assay_watchlist_selectivity(0, 0, 4)));
}

static void hits_against_mpmath(void **state)
{
    (void)state;
    double most = 0;
    for (size_t i = 0; i < COUNT(hit_values); i++) {
        const double *v = hit_values[i];
        const double have =
            assay_watchlist_hit((uint64_t)v[0], (uint64_t)v[1], (uint64_t)v[2]);
        const double error = fabs(have - v[3]) / (v[3] > 0 ? v[3] : 1);
        if (!(error <= most)) most = error;
        if (!(error < 1e-12))
            fail_msg("%g of %g, %g: have %.17g, want %.17g", v[0], v[1], v[2],
                     have, v[3]);
    }
    print_message("# hits: relative error at most %.2g\n", most);
}

static unsigned bits_of(unsigned set)
{
    unsigned n = 0;
    for (; set; set &= set - 1) n++;
    return n;
}

// The chance that a random list of n out of `of` holds one of `over`, list by
// list.
static double enumerated(unsigned over, unsigned of, unsigned n)
{
    double lists = 0, hits = 0;
    for (unsigned set = 0; set < 1u << MOST; set++) {
        if ((set & ~of) || bits_of(set) != n) continue;
        lists += 1;
        hits += (set & over) != 0;
    }
    return hits / lists;
}

static void every_list_of_ten(void **state)
{
    (void)state;
    for (unsigned all = 1; all <= MOST; all++) {
        const unsigned of = (1u << all) - 1;
        for (unsigned n = 0; n <= all; n++) {
            double table[MOST + 1];
            assay_watchlist_hits(all, n, table, all + 1);
            for (unsigned k = 0; k <= all; k++) {
                const double want = enumerated((1u << k) - 1, of, n);
                close_to(assay_watchlist_hit(k, all, n), want);
                close_to(table[k], want);
            }
        }
    }
}

// A list of two strata, all combinations of their lists.
static void every_list_of_two_strata(void **state)
{
    (void)state;
    const unsigned first = 0x1f, second = 0x1e0; // five and four
    const unsigned over = 0x0a1;
    double lists = 0, hits = 0;
    for (unsigned set = 0; set < 1u << MOST; set++) {
        if (bits_of(set & first) != 2 || bits_of(set & second) != 3) continue;
        lists += 1;
        hits += (set & over) != 0;
    }
    const assay_stratum strata[] = {{bits_of(over & first), 5, 2},
                                    {bits_of(over & second), 4, 3}};
    close_to(assay_watchlist_hit_strata(strata, 2), hits / lists);
}

static void properties_of_hits(void **state)
{
    (void)state;
    for (uint64_t k = 0; k <= 50; k += 5) {
        double before = 0;
        for (uint64_t n = 1; n <= 1000; n += 37) {
            const double hit = assay_watchlist_hit(k, 1000, n);
            assert_true(hit >= before && hit <= 1);
            assert_true(
                hit <= assay_watchlist_selectivity((double)k, 1000, (double)n) +
                           1e-15);
            before = hit;
        }
        close_to(assay_watchlist_hit(k, 1000, 1), (double)k / 1000);
        assert_true(assay_watchlist_hit(k, 1000, 1000) == (k > 0));
    }
}

// Searches of a small list: whose they are, and the identities over the
// threshold as a set of bits.
typedef struct design {
    unsigned identities, searches, people;
    unsigned whose[12], over[12];
} design;

typedef struct sums {
    double x[12], m[12], influence[MOST], shared;
} sums;

static sums sums_of(const design *d, unsigned n)
{
    sums s = {0};
    double cell[12][MOST] = {{0}};
    for (unsigned q = 0; q < d->searches; q++) {
        const unsigned k = bits_of(d->over[q]), who = d->whose[q];
        s.x[who] += assay_watchlist_hit(k, d->identities, n);
        s.m[who] += 1;
        for (unsigned j = 0; j < d->identities; j++)
            if (d->over[q] >> j & 1)
                cell[who][j] += assay_watchlist_influence(k, d->identities, n);
    }
    for (unsigned who = 0; who < d->people; who++)
        for (unsigned j = 0; j < d->identities; j++) {
            s.influence[j] += cell[who][j];
            s.shared += cell[who][j] * cell[who][j];
        }
    return s;
}

static double fpir_without(const design *d, unsigned without, unsigned n)
{
    const unsigned of = ((1u << d->identities) - 1) & ~without;
    double sum = 0;
    for (unsigned q = 0; q < d->searches; q++)
        sum += enumerated(d->over[q] & of, of, n);
    return sum / d->searches;
}

// (N-1)/N sum (theta_(-j) - mean)^2 with identity j really deleted and every
// list of the others enumerated.
static double gallery_by_deletion(const design *d, unsigned n)
{
    const unsigned kept = n < d->identities ? n : d->identities - 1;
    double theta[MOST], mean = 0, sum = 0;
    for (unsigned j = 0; j < d->identities; j++) {
        theta[j] = fpir_without(d, 1u << j, kept);
        mean += theta[j] / d->identities;
    }
    for (unsigned j = 0; j < d->identities; j++)
        sum += (theta[j] - mean) * (theta[j] - mean);
    return sum * (d->identities - 1) / d->identities;
}

// Sum over subject and identity of the squares of what deleting the identity
// takes off the subject's searches.
static double both_by_deletion(const design *d, unsigned n)
{
    const unsigned all = (1u << d->identities) - 1;
    const unsigned kept = n < d->identities ? n : d->identities - 1;
    double sum = 0;
    for (unsigned who = 0; who < d->people; who++)
        for (unsigned j = 0; j < d->identities; j++) {
            const unsigned of = all & ~(1u << j);
            double lost = 0;
            for (unsigned q = 0; q < d->searches; q++) {
                const unsigned over = d->over[q] & of;
                if (d->whose[q] != who || over == d->over[q]) continue;
                // Another over the threshold in the place of j, or none.
                const unsigned other = over | (of & ~over & (0 - (of & ~over)));
                lost +=
                    enumerated(other, of, kept) - enumerated(over, of, kept);
            }
            sum += lost * lost;
        }
    return sum / d->searches / d->searches;
}

// One-way by subject, leverage-corrected, from the definition.
static double probes_by_hand(const design *d, const sums *s)
{
    double x = 0, sum = 0;
    for (unsigned i = 0; i < d->people; i++) x += s->x[i];
    for (unsigned i = 0; i < d->people; i++) {
        const double r = s->x[i] - s->m[i] * x / d->searches;
        if (s->m[i] > 0) sum += r * r / (1 - s->m[i] / d->searches);
    }
    return sum / d->searches / d->searches;
}

static assay_watchlist_parts parts_of(const design *d, unsigned n,
                                      assay_cluster *random)
{
    const sums s = sums_of(d, n);
    const assay_side probes = {s.x, s.m, d->people, NULL};
    const assay_cluster fixed =
        assay_cluster_one_way(probes, n == d->identities);
    *random = assay_watchlist_random(&fixed, probes, s.influence, d->identities,
                                     s.shared, n == d->identities);
    return assay_watchlist_variance(&fixed, s.influence, d->identities,
                                    s.shared);
}

static void T4_8_random_watchlist(void **state)
{
    (void)state;
    const double x[] = {0, 1, 1, 1}, m[] = {1, 1, 1, 1};
    const double u[10] = {1};
    const assay_side probes = {x, m, 4, NULL};
    const assay_cluster fixed = assay_cluster_one_way(probes, true);
    const assay_watchlist_parts v = assay_watchlist_variance(&fixed, u, 10, 1);
    close_to(fixed.rate, .75);
    close_to(v.probes, .0625);
    close_to(v.gallery, .050625);
    close_to(v.both, .0625);
    close_to(v.variance, .0625);
    const assay_cluster random =
        assay_watchlist_random(&fixed, probes, u, 10, 1, true);
    close_to(random.variance, .0625);
    // R^2: .5625 and three of .0625; u^2: 1.
    const double s2 = .5625 + 3 * .0625 + 1;
    const double s4 = .5625 * .5625 + 3 * .0625 * .0625 + 1;
    close_to(random.nu, s2 * s2 / s4);
}

// Two strangers meet one look-alike and nobody else, four meet several: V is
// more than either part.
static const design t4_8b = {8,
                             12,
                             12,
                             {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
                             {1, 1, 3, 0x0c, 0x31, 0x84, 0, 0, 0, 0, 0, 0}};

static void T4_8b_both_parts_count(void **state)
{
    (void)state;
    assay_cluster random;
    const assay_watchlist_parts v = parts_of(&t4_8b, 8, &random);
    const sums s = sums_of(&t4_8b, 8);
    // FPIR 1/2; u = (2, 0, ...).
    close_to(random.rate, .5);
    close_to(s.influence[0], 2);
    close_to(s.shared, 2);
    close_to(v.probes, 3.0 / 132);
    close_to(v.gallery, 49.0 / 2304);
    close_to(v.both, 2.0 / 144);
    near(v.variance, .0301057449, 1e-10);
    assert_true(v.variance > v.probes && v.variance > v.gallery);
    close_to(v.gallery, gallery_by_deletion(&t4_8b, 8));
    close_to(v.both, both_by_deletion(&t4_8b, 8));
    close_to(random.variance, v.variance);
    const double s2 = 12 * .25 + 4, s4 = 12 * .0625 + 16;
    close_to(random.nu, s2 * s2 / s4);
}

// Half of the searches find nobody, the others several or the look-alike.
static design drawn(assay_random *rng)
{
    design d = {.identities = 3 + assay_random_below(rng, 5),
                .searches = 4 + assay_random_below(rng, 9),
                .people = 3 + assay_random_below(rng, 10)};
    for (unsigned q = 0; q < d.searches; q++) {
        d.whose[q] = (q < 2 ? q : assay_random_below(rng, d.people));
        const uint32_t kind = assay_random_below(rng, 8);
        if (kind == 0) d.over[q] = 1;
        if (kind > 4) d.over[q] = assay_random_below(rng, 1u << d.identities);
    }
    return d;
}

static void deleting_identities_one_by_one(void **state)
{
    (void)state;
    unsigned beyond = 0;
    assay_random rng = assay_random_at((assay_place){.seed = 53});
    for (unsigned run = 0; run < 300; run++) {
        const design d = drawn(&rng);
        for (unsigned n = 1; n <= d.identities; n++) {
            assay_cluster random;
            const sums s = sums_of(&d, n);
            const assay_watchlist_parts v = parts_of(&d, n, &random);
            close_to(random.rate, fpir_without(&d, 0, n));
            close_to(v.gallery, gallery_by_deletion(&d, n));
            close_to(v.both, both_by_deletion(&d, n));
            const double vp = probes_by_hand(&d, &s);
            if (n < d.identities) close_to(v.probes, vp);
            const double sum = v.probes + v.gallery - v.both;
            const double most = fmax(sum, fmax(v.probes, v.gallery));
            close_to(v.variance, most);
            beyond += sum > fmax(v.probes, v.gallery);
        }
    }
    // The sum decides often enough to be held.
    assert_true(beyond > 50);
}

static void order_changes_no_bit(void **state)
{
    (void)state;
    const double x[] = {.1, 1.7, .3, 0, .9}, m[] = {3, 2, 1, 1, 7};
    const double g[] = {.1, .7, 0, .2, .3, 1e-9};
    double xr[5], mr[5], gr[6];
    for (size_t i = 0; i < 5; i++) {
        xr[i] = x[4 - i];
        mr[i] = m[4 - i];
    }
    for (size_t j = 0; j < 6; j++) gr[j] = g[5 - j];
    const assay_side one = {x, m, 5, NULL}, other = {xr, mr, 5, NULL};
    const assay_cluster a = assay_cluster_one_way(one, false);
    const assay_cluster b = assay_cluster_one_way(other, false);
    const assay_cluster c = assay_watchlist_random(&a, one, g, 6, .3, false);
    const assay_cluster d = assay_watchlist_random(&b, other, gr, 6, .3, false);
    assert_true(c.variance == d.variance);
    assert_true(c.nu == d.nu);
}

static void people_in_one_place(void **state)
{
    (void)state;
    const double x[] = {1, 1, 0, 0, 0}, m[] = {2, 2, 1, 1, 1};
    const double xs[] = {1, 0}, ms[] = {2, 1}, w[] = {2, 3};
    const double g[] = {1, 1, 0};
    const assay_side each = {x, m, 5, NULL}, placed = {xs, ms, 2, w};
    const assay_cluster a = assay_cluster_one_way(each, true);
    const assay_cluster b = assay_cluster_one_way(placed, true);
    const assay_cluster c = assay_watchlist_random(&a, each, g, 3, 2, true);
    const assay_cluster d = assay_watchlist_random(&b, placed, g, 3, 2, true);
    close_to(c.variance, d.variance);
    close_to(c.nu, d.nu);
}

static void too_few_for_a_variance(void **state)
{
    (void)state;
    const double x[] = {1, 0}, m[] = {1, 1}, g[] = {1, 0};
    const assay_side two = {x, m, 2, NULL}, one = {x, m, 1, NULL};
    const assay_cluster fixed = assay_cluster_one_way(two, true);
    assay_cluster c = assay_watchlist_random(&fixed, two, g, 1, 1, true);
    assert_int_equal(c.status, ASSAY_CLUSTER_FEW_SUBJECTS);
    assert_true(isnan(c.variance) && isnan(c.jackknife));
    close_to(c.rate, .5);
    assert_true(isnan(assay_watchlist_variance(&fixed, g, 1, 1).variance));
    const assay_cluster single = assay_cluster_one_way(one, true);
    c = assay_watchlist_random(&single, one, g, 2, 1, true);
    assert_int_equal(c.status, ASSAY_CLUSTER_FEW_SUBJECTS);
}

static void interval_of_other_lists(void **state)
{
    (void)state;
    assay_cluster random;
    (void)parts_of(&t4_8b, 8, &random);
    const assay_interval wide =
        assay_cluster_interval(&random, random.variance, INFINITY, 0.95);
    const assay_interval plain =
        assay_cluster_wilson(&random, random.variance, 0.95);
    assert_true(wide.low <= plain.low && wide.high == plain.high);
    assert_true(wide.low >= 0 && wide.low < random.rate);
    assert_true(wide.high > random.rate && wide.high <= 1);
}

static void nobody_named(void **state)
{
    (void)state;
    const assay_watchlist_design fixed = {1000, 200, 50, false};
    assay_watchlist_design random = {1000, 200, 50, true};
    const assay_watchlist_zero a = assay_watchlist_zero_upper(fixed, 4, .05);
    const assay_watchlist_zero b = assay_watchlist_zero_upper(random, 4, .05);
    near(a.bounds.independent, .0029912495, 1e-10);
    close_to(a.bounds.borrowed, 1 - pow(.05, 4.0 / 1000));
    close_to(a.bounds.guaranteed, 1 - pow(.05, 1.0 / 200));
    assert_true(isnan(a.any));
    close_to(b.bounds.borrowed, a.bounds.borrowed);
    assert_true(isnan(b.bounds.guaranteed));
    // N (1 - .05^(1/min(S, N))) is at least 1.55 from N = 2 on.
    for (unsigned n = 2; n < 3000; n++) {
        random.identities = n;
        assert_true(isnan(assay_watchlist_zero_upper(random, 4, .05).any));
    }
    random.identities = 1;
    close_to(assay_watchlist_zero_upper(random, 4, .05).any, .95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_3_other_sizes),
        cmocka_unit_test(hits_against_mpmath),
        cmocka_unit_test(every_list_of_ten),
        cmocka_unit_test(every_list_of_two_strata),
        cmocka_unit_test(properties_of_hits),
        cmocka_unit_test(T4_8_random_watchlist),
        cmocka_unit_test(T4_8b_both_parts_count),
        cmocka_unit_test(deleting_identities_one_by_one),
        cmocka_unit_test(order_changes_no_bit),
        cmocka_unit_test(people_in_one_place),
        cmocka_unit_test(too_few_for_a_variance),
        cmocka_unit_test(interval_of_other_lists),
        cmocka_unit_test(nobody_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
