// SPDX-License-Identifier: Apache-2.0
#include "stats/zoo.h"

#include "stats/beta.h"
#include "stats/elementary.h"
#include "stats/gamma.h"
#include "stats/sums.h"

#include <math.h>

static const assay_tested untested = {NAN, NAN, NAN};

static assay_tested chi_square(double statistic, double df)
{
    const double upper = assay_gamma_tails(0.5 * df, 0.5 * statistic).upper;
    return (assay_tested){statistic, df, upper};
}

assay_tested assay_overdispersion(const assay_seen_k *seen, size_t count)
{
    assay_exact searches = {0}, sum = {0}, squares = {0};
    for (size_t i = 0; i < count; i++) {
        const double k = (double)seen[i].k;
        assay_exact_add(&searches, seen[i].searches);
        assay_exact_add(&sum, seen[i].searches * k);
        assay_exact_add(&squares, seen[i].searches * k * k);
    }
    const double n = assay_exact_value(&searches);
    const double s = assay_exact_value(&sum);
    if (!(n >= 2) || !(s > 0)) return untested;
    const double spread =
        assay_product_difference(assay_exact_value(&squares), n, s, s);
    return chi_square(spread / s, n - 1);
}

// Adds the ranks of `sorted`, each less the mean rank and twice, so that all
// are whole numbers; returns the sum of their squares.
static double add_ranks(const assay_grouped *sorted, size_t n,
                        assay_rank_sum *room)
{
    assay_exact squares = {0};
    for (size_t from = 0, to = 0; from < n; from = to) {
        while (to < n && sorted[to].value == sorted[from].value) to++;
        // Ranks from + 1 .. to, whose mean is (from + 1 + to) / 2.
        const double rank = (double)(from + to) - (double)n;
        for (size_t i = from; i < to; i++) {
            room[sorted[i].group].ranks += rank;
            room[sorted[i].group].size += 1;
        }
        assay_exact_add(&squares, rank * rank * (double)(to - from));
    }
    return assay_exact_value(&squares);
}

assay_tested assay_kruskal_wallis(const assay_grouped *sorted, size_t n,
                                  assay_rank_sum *room, size_t groups)
{
    for (size_t g = 0; g < groups; g++) room[g] = (assay_rank_sum){0, 0};
    const double all = add_ranks(sorted, n, room);
    assay_exact between = {0};
    double filled = 0;
    for (size_t g = 0; g < groups; g++) {
        if (!(room[g].size > 0)) continue;
        filled += 1;
        assay_exact_add(&between, room[g].ranks * room[g].ranks / room[g].size);
    }
    if (filled < 2 || !(all > 0)) return untested;
    const double h = (double)(n - 1) * assay_exact_value(&between) / all;
    return chi_square(h, filled - 1);
}

double assay_gini(const double *x, size_t n)
{
    assay_exact sum = {0}, ranked = {0};
    for (size_t i = 0; i < n; i++) {
        // Ranks from the middle: equal values cancel to exactly 0.
        const double rank = 2 * (double)i - (double)(n - 1);
        assay_exact_add(&sum, x[i]);
        assay_exact_add(&ranked, rank * x[i]);
    }
    const double all = assay_exact_value(&sum);
    if (!(all > 0)) return NAN;
    return assay_exact_value(&ranked) / ((double)n * all);
}

double assay_top_share(const double *x, size_t n, double top)
{
    assay_exact sum = {0}, part = {0};
    const double whole = floor(top);
    for (size_t i = 0; i < n; i++) {
        const double place = (double)(n - 1 - i); // from the top, from 0
        const double share = place < whole    ? 1
                             : place == whole ? top - whole
                                              : 0;
        assay_exact_add(&sum, x[i]);
        assay_exact_add(&part, share * x[i]);
    }
    const double all = assay_exact_value(&sum);
    return all > 0 ? assay_exact_value(&part) / all : (double)NAN;
}

// E min(B, most) for B ~ Binomial(n, q), most a whole number.
static double mean_of_least(double n, double q, double most)
{
    const double mean = n * q, rest = most - mean;
    if (!(most > 0)) return 0;
    if (most >= n || q >= 1) return most < mean ? most : mean;
    // What is left out has less than e^-40 of the chance (Chernoff).
    if (rest * rest > 80 * (mean + (rest > 0 ? rest : 0)))
        return rest > 0 ? mean : most;
    const double below =
        most > 1 ? mean * assay_binomial_at_most(most - 2, n - 1, q) : 0;
    return below + most * assay_binomial_at_least(most, n, q);
}

double assay_top_share_by_chance(double mean, double people, double top)
{
    const double whole = floor(top), part = top - whole;
    double sum = 0;
    if (!(top > 0)) return 0;
    if (top >= people) return 1;
    // Of the `top` greatest as many exceed t as of all, at most `top`: their
    // sum is the sum of that over t. Below the first t everybody does.
    const double spread = 12 * sqrt(mean) + 40;
    double t = mean > spread ? floor(mean - spread) : 0;
    sum += t * top;
    for (;; t += 1) {
        const double q = assay_poisson_at_least(t + 1, mean);
        if (people * q <= 1e-17 * sum || !(q > 0)) break;
        const double least = mean_of_least(people, q, whole);
        const double more =
            part > 0 ? mean_of_least(people, q, whole + 1) : least;
        sum += (1 - part) * least + part * more;
    }
    return sum / (mean * people);
}
