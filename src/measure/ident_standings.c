// SPDX-License-Identifier: Apache-2.0
// What stands behind FPIR and FNIR of a group, for groups to be held against
// each other.
#include "base/alloc.h"
#include "measure/ident_study.h"

#include <math.h>

static void add(const assay_ident_part *part, const assay_standing *one,
                const assay_bearing_from sides[2])
{
    assay_ledger *ledger = part->all->ledger;
    if (!assay_standings_add(&ledger->standings, one, sides))
        ledger->no_memory = true;
}

// What each identity on a random list adds: (u_j - mean) of the jackknife.
static double *influences(const assay_ident_counts *c)
{
    const double n = c->identities;
    double mean = 0;
    double *x = assay_new(0, c->identities, sizeof *x);
    for (uint32_t j = 0; x && j < c->identities; j++)
        mean += c->influence[j] / n;
    for (uint32_t j = 0; x && j < c->identities; j++)
        x[j] = (c->influence[j] - mean) * sqrt((n - 1) / n);
    return x;
}

static void add_fpir(const assay_ident_part *part, const assay_ident_counts *c,
                     size_t entry)
{
    const assay_estimate rate = assay_ident_fpir(part, c, false);
    assay_standing one = {.kind = ASSAY_STANDING_FALSE,
                          .entry = entry,
                          .people_known = true,
                          .two_way = !part->all->random,
                          .listed = part->all->random,
                          .whole = (double)c->trials[0]};
    ASSAY_AUTO(assay_drop) double *x = influences(c);
    ASSAY_AUTO(assay_drop)
    double *zeros = assay_new(0, c->identities, sizeof *zeros);
    assay_bearing_from sides[2] = {
        {c->false_positives, c->non_mated, c->people}, {NULL, NULL, 0}};
    if (part->all->random)
        sides[1] = (assay_bearing_from){x, zeros, c->identities};
    if (!x || !zeros) {
        part->all->ledger->no_memory = true;
        return;
    }
    assay_standing_estimate(&rate, &one);
    add(part, &one, sides);
}

static void add_fnir(const assay_ident_part *part, assay_ident_people of,
                     assay_bearing_from people, assay_standing one)
{
    const assay_estimate rate = assay_ident_rate(
        part, of, one.by_subject ? ASSAY_BY_SUBJECT : ASSAY_BY_COMPARISON);
    assay_bearing_from sides[2] = {people, {NULL, NULL, 0}};
    assay_standing_estimate(&rate, &one);
    add(part, &one, sides);
}

// With each search counting 1, and with each person.
static void add_fnirs(const assay_ident_part *part, const assay_ident_counts *c,
                      size_t entry)
{
    const assay_ident_people of = {c->missed, c->mated, c->people};
    const assay_balance balance = assay_cluster_balance(c->mated, c->people);
    ASSAY_AUTO(assay_drop)
    double *shares = assay_new(0, c->people, sizeof *shares);
    ASSAY_AUTO(assay_drop) double *ones = assay_new(0, c->people, sizeof *ones);
    assay_standing one = {.kind = ASSAY_STANDING_MISSED,
                          .entry = entry,
                          .people_known = true,
                          .unequal = balance.subjects > 0 && balance.unequal,
                          .whole = (double)c->trials[1]};
    if (!shares || !ones) {
        part->all->ledger->no_memory = true;
        return;
    }
    add_fnir(part, of, (assay_bearing_from){c->missed, c->mated, c->people},
             one);
    for (size_t i = 0; i < c->people; i++) {
        ones[i] = c->mated[i] > 0;
        shares[i] = c->mated[i] > 0 ? c->missed[i] / c->mated[i] : 0;
    }
    one.by_subject = true;
    one.whole = balance.subjects;
    add_fnir(part, of, (assay_bearing_from){shares, ones, c->people}, one);
}

void assay_ident_stand(const assay_ident_part *part,
                       const assay_ident_counts *counts, size_t fpir,
                       size_t fnir)
{
    if (!part->group || part->all->ledger->no_memory) return;
    if (counts->trials[0]) add_fpir(part, counts, fpir);
    if (counts->trials[1]) add_fnirs(part, counts, fnir);
}
