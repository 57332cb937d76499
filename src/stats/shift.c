// SPDX-License-Identifier: Apache-2.0
#include "stats/shift.h"

#include "stats/philox.h"

#include <math.h>

static const double CHI2_95 = 3.841458820694124;

// The same sums in another order may differ in their last bits: those are
// ties.
static const double TIE = 1 - 1e-12;

// What a deployment adds to sums; they are permuted as they are.
typedef struct term {
    double d, e;
} term;

// Deployments in some order.
typedef struct line {
    const term *terms;
    double all_e, all_d2;
    uint32_t n;
} line;

// What stands in front of a place.
typedef struct front {
    double d, d2, e;
} front;

static void pass(front *f, term t)
{
    f->d += t.d;
    f->d2 += t.d * t.d;
    f->e += t.e;
}

// The variance of f.d; 0 where only rounding is left.
static double variance(const line *l, front f)
{
    const double w = f.e / l->all_e;
    const double v = (1 - w) * (1 - w) * f.d2 + w * w * (l->all_d2 - f.d2);
    return v > 1e-20 * l->all_d2 ? v : 0;
}

static line line_of(const assay_shift_series *of, term *terms)
{
    line l = {.terms = terms, .n = of->n};
    double all_x = 0;
    for (uint32_t i = 0; i < of->n; i++) {
        all_x += of->x[i];
        l.all_e += of->e[i];
    }
    for (uint32_t i = 0; i < of->n; i++) {
        const double d =
            l.all_e > 0 ? of->x[i] - all_x / l.all_e * of->e[i] : 0;
        terms[i] = (term){d, of->e[i]};
        l.all_d2 += d * d;
    }
    return l;
}

static void measure(const line *l, double *t)
{
    front f = {0, 0, 0};
    for (uint32_t k = 0; k < l->n; k++) {
        pass(&f, l->terms[k]);
        const double v = variance(l, f);
        t[k] = v > 0 && k + 1 < l->n ? fabs(f.d) / sqrt(v) : 0;
    }
}

size_t assay_shift_room(uint32_t n)
{
    return 3 * (size_t)n;
}

void assay_shift_statistics(const assay_shift_series *of, double *room,
                            double *t)
{
    const line l = line_of(of, (term *)room);
    measure(&l, t);
}

static assay_shift_peak peak(const assay_shift_series *of, const double *t,
                             unsigned bit)
{
    assay_shift_peak best = {of->n, 0, 1};
    for (uint32_t k = 0; k + 1 < of->n; k++)
        if (of->split[k] & bit && t[k] > best.t)
            best = (assay_shift_peak){k, t[k], 1};
    return best;
}

// A peak's count of replicates.
typedef struct tally {
    assay_shift_peak *peak;
    double square; // of T, less what makes ties
    unsigned bit;
    uint32_t reached, drawn;
} tally;

static tally tally_of(assay_shift_peak *peak, unsigned bit)
{
    return (tally){peak, peak->t * peak->t * TIE, bit, 0, 0};
}

static int settled(const tally *c)
{
    return !(c->peak->t > 0) || c->reached == ASSAY_SHIFT_ENOUGH;
}

static int reaches(const assay_shift_series *of, const line *l, const tally *c)
{
    front f = {0, 0, 0};
    for (uint32_t k = 0; k + 1 < l->n; k++) {
        pass(&f, l->terms[k]);
        if (!(of->split[k] & c->bit)) continue;
        const double v = variance(l, f);
        if (v > 0 && f.d * f.d >= c->square * v) return 1;
    }
    return 0;
}

static void settle(const tally *c)
{
    const double reached = c->reached, drawn = c->drawn;
    if (!(c->peak->t > 0)) return;
    c->peak->p = c->reached == ASSAY_SHIFT_ENOUGH ? reached / drawn
                                                  : (1 + reached) / (1 + drawn);
}

static void shuffle(assay_random *random, term *terms, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        const uint32_t j = assay_random_below(random, i);
        const term kept = terms[i - 1];
        terms[i - 1] = terms[j];
        terms[j] = kept;
    }
}

assay_shift assay_shift_test(const assay_shift_series *of,
                             assay_shift_draws how)
{
    term *terms = (term *)how.room;
    double *t = how.room + 2 * (size_t)of->n;
    const line l = line_of(of, terms);
    measure(&l, t);
    assay_shift out = {peak(of, t, ASSAY_SPLIT_OPEN),
                       peak(of, t, ASSAY_SPLIT_KNOWN)};
    tally counts[2] = {tally_of(&out.free, ASSAY_SPLIT_OPEN),
                       tally_of(&out.known, ASSAY_SPLIT_KNOWN)};
    for (uint32_t b = 0; b < how.replicates; b++) {
        if (settled(&counts[0]) && settled(&counts[1])) break;
        assay_random random =
            assay_random_at((assay_place){how.seed, 0, b, how.stream});
        shuffle(&random, terms, of->n);
        for (size_t i = 0; i < 2; i++) {
            if (settled(&counts[i])) continue;
            counts[i].drawn++;
            counts[i].reached += (uint32_t)reaches(of, &l, &counts[i]);
        }
    }
    settle(&counts[0]);
    settle(&counts[1]);
    return out;
}

int assay_shift_alike(double t, double largest)
{
    return t * t >= largest * largest - CHI2_95;
}
