// SPDX-License-Identifier: Apache-2.0
#include "stats/threshold.h"

#include "stats/beta.h"
#include "stats/elementary.h"

#include <math.h>

__extension__ typedef unsigned __int128 wide;

// 10^k for k <= 22 is exact in a double, so digits / 10^k is the nearest double
// to that decimal: what a reader of it would get.
bool assay_decimal_of(double x, assay_decimal *out)
{
    *out = (assay_decimal){0, 0};
    if (!(x >= 0 && x <= 1)) return false;
    double power = 1;
    for (unsigned places = 0; places <= 22; places++, power *= 10) {
        const double digits = floor(x * power + 0.5);
        if (digits >= 1e15) return false;
        if (digits / power == x) {
            *out = (assay_decimal){(uint64_t)digits, places};
            return true;
        }
    }
    return false;
}

static wide ten_to(unsigned places)
{
    wide power = 1;
    for (; places > 0; places--) power *= 10;
    return power;
}

uint64_t assay_allowed(double alpha, uint64_t n)
{
    assay_decimal d;
    if (assay_decimal_of(alpha, &d))
        return (uint64_t)((wide)d.digits * n / ten_to(d.places));
    const assay_long p = assay_product(alpha, (double)n);
    const double whole = floor(p.high);
    return (uint64_t)(whole == p.high && p.low < 0 ? whole - 1 : whole);
}

static uint64_t rounded_up(wide above, wide below)
{
    const wide n = (above + below - 1) / below;
    return n > UINT64_MAX ? UINT64_MAX : (uint64_t)n;
}

uint64_t assay_allowed_trials(double alpha, uint64_t m)
{
    assay_decimal d;
    if (!(alpha > 0)) return UINT64_MAX;
    if (assay_decimal_of(alpha, &d)) {
        const wide power = ten_to(d.places);
        if (m > (~(wide)0 - d.digits) / power) return UINT64_MAX;
        return rounded_up(m * power, d.digits);
    }
    const double n = floor((double)m / alpha);
    if (n >= 0x1p53) return UINT64_MAX;
    uint64_t least = (uint64_t)n;
    while (least > 0 && assay_allowed(alpha, least - 1) >= m) least--;
    while (assay_allowed(alpha, least) < m) least++;
    return least;
}

bool assay_wilks_allowed(double n, double alpha, double miss, uint64_t *m)
{
    *m = 0;
    if (!(assay_binomial_at_most(0, n, alpha) <= miss)) return false;
    uint64_t from = 0, to = (uint64_t)floor(n * alpha) + 1;
    while (from < to) {
        const uint64_t middle = from + (to - from + 1) / 2;
        if (assay_binomial_at_most((double)middle, n, alpha) <= miss) {
            from = middle;
        } else {
            to = middle - 1;
        }
    }
    *m = from;
    return true;
}

bool assay_wilks_clustered(double n, double deff, double alpha, double miss,
                           uint64_t *m)
{
    if (!assay_wilks_allowed(floor(n / deff), alpha, miss, m)) return false;
    *m = (uint64_t)floor((double)*m * deff);
    return true;
}

uint64_t assay_wilks_least(double alpha, double miss)
{
    const double per_trial = assay_log1p(-alpha), limit = assay_log(miss);
    const double n = floor(limit / per_trial);
    if (!(n < 0x1p53)) return UINT64_MAX;
    uint64_t least = n > 1 ? (uint64_t)n - 1 : 0;
    while ((double)least * per_trial > limit) least++;
    return least;
}
