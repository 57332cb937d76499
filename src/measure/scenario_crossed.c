// SPDX-License-Identifier: Apache-2.0
#include "measure/scenario_crossed.h"

#include "base/alloc.h"
#include "count/ranked.h"
#include "stats/cluster.h"

#include <math.h>

// The bits that faces take.
static unsigned face_bits(const assay_crossed *all, size_t count)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++) most |= all[i].face;
    return most ? 32 - (unsigned)__builtin_clz(most) : 0;
}

// Sums over decisions of one face or officer; `order` by what is left of keys
// without `shift` bits.
static size_t sum(const assay_ranked *order, size_t count, unsigned shift,
                  double *x, double *m)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (!i || order[i].key >> shift != order[i - 1].key >> shift) {
            x[n] = m[n] = 0;
            n++;
        }
        x[n - 1] += order[i].index;
        m[n - 1] += 1;
    }
    return n;
}

// Over cells of an officer and a face, which have a key each.
static assay_pair_sums sum_cells(const assay_ranked *order, size_t count)
{
    assay_pair_sums sums = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < count;) {
        double e = 0, m = 0;
        const uint64_t cell = order[i].key;
        for (; i < count && order[i].key == cell; i++) {
            e += order[i].index;
            m++;
        }
        assay_pair_sums_add(&sums, e, m);
    }
    return sums;
}

// Decisions by face, or by officer and face; the index says which were taken
// on.
static bool sort_by(const assay_crossed *all, size_t count, bool faces,
                    unsigned bits, assay_ranked *order)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t officer = faces ? 0 : all[i].officer;
        order[i] = (assay_ranked){officer << bits | all[i].face, all[i].yes};
    }
    return assay_rank(order, count);
}

bool assay_scenario_crossed(const assay_crossed *all, size_t count,
                            double confidence, bool *crossed,
                            assay_interval *out)
{
    ASSAY_AUTO(assay_drop) double *room = assay_new(0, count, 4 * sizeof *room);
    ASSAY_AUTO(assay_drop)
    assay_ranked *order = assay_new(0, count, sizeof *order);
    *crossed = false;
    *out = (assay_interval){NAN, NAN};
    if (!room || !order) return false;
    double *x = room, *m = x + count, *u = m + count, *v = u + count;
    const unsigned bits = face_bits(all, count);
    if (!sort_by(all, count, true, bits, order)) return false;
    const size_t faces = sum(order, count, 0, u, v);
    if (!sort_by(all, count, false, bits, order)) return false;
    const size_t officers = sum(order, count, bits, x, m);
    if (faces == count || faces < 2 || officers < 2) return true;
    const assay_cluster c = assay_cluster_two_way(
        (assay_side){x, m, officers, NULL}, (assay_side){u, v, faces, NULL},
        sum_cells(order, count), true);
    if (c.status != ASSAY_CLUSTER_OK) return true;
    *crossed = true;
    *out = assay_cluster_interval(&c, fmax(c.variance, c.jackknife),
                                  fmin((double)officers, (double)faces),
                                  confidence);
    return true;
}
