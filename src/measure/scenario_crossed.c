// SPDX-License-Identifier: Apache-2.0
#include "measure/scenario_crossed.h"

#include "base/alloc.h"
#include "stats/cluster.h"

#include <math.h>
#include <stdlib.h>

static int by_face(const void *a, const void *b)
{
    const assay_crossed *x = a, *y = b;
    if (x->face != y->face) return x->face < y->face ? -1 : 1;
    return x->officer < y->officer ? -1 : x->officer > y->officer;
}

static int by_officer(const void *a, const void *b)
{
    const assay_crossed *x = a, *y = b;
    if (x->officer != y->officer) return x->officer < y->officer ? -1 : 1;
    return x->face < y->face ? -1 : x->face > y->face;
}

// Sums over decisions of one face or officer, in the order of `all`.
static size_t sum(const assay_crossed *all, size_t count, bool faces, double *x,
                  double *m)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const bool same = i && (faces ? all[i].face == all[i - 1].face
                                      : all[i].officer == all[i - 1].officer);
        if (!same) {
            x[n] = m[n] = 0;
            n++;
        }
        x[n - 1] += all[i].yes;
        m[n - 1] += 1;
    }
    return n;
}

// Over cells of an officer and a face; `all` by officer, then face.
static assay_pair_sums sum_cells(const assay_crossed *all, size_t count)
{
    assay_pair_sums sums = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < count;) {
        double e = 0, m = 0;
        const assay_crossed *cell = &all[i];
        for (; i < count && all[i].officer == cell->officer &&
               all[i].face == cell->face;
             i++) {
            e += all[i].yes;
            m++;
        }
        sums.events += e;
        sums.trials += m;
        sums.ee += e * e;
        sums.em += e * m;
        sums.mm += m * m;
    }
    return sums;
}

bool assay_scenario_crossed(assay_crossed *all, size_t count, double confidence,
                            bool *crossed, assay_interval *out)
{
    ASSAY_AUTO(assay_drop) double *room = assay_new(0, count, 4 * sizeof *room);
    *crossed = false;
    *out = (assay_interval){NAN, NAN};
    if (!room) return false;
    double *x = room, *m = x + count, *u = m + count, *v = u + count;
    if (count) qsort(all, count, sizeof *all, by_face);
    const size_t faces = sum(all, count, true, u, v);
    if (count) qsort(all, count, sizeof *all, by_officer);
    const size_t officers = sum(all, count, false, x, m);
    if (faces == count || faces < 2 || officers < 2) return true;
    const assay_cluster c = assay_cluster_two_way(
        (assay_side){x, m, officers, NULL}, (assay_side){u, v, faces, NULL},
        sum_cells(all, count), true);
    if (c.status != ASSAY_CLUSTER_OK) return true;
    *crossed = true;
    *out = assay_cluster_interval(&c, fmax(c.variance, c.jackknife),
                                  fmin((double)officers, (double)faces),
                                  confidence);
    return true;
}
