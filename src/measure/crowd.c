// SPDX-License-Identifier: Apache-2.0
#include "measure/crowd.h"

#include "base/alloc.h"
#include <string.h>

size_t assay_crowd_sides(const assay_crowd *crowd)
{
    return crowd->view->disjoint_roles ? 2 : 1;
}

// Where nothing is added nothing is written: such memory is not taken.
static void add_room(const assay_crowd *crowd, double *to)
{
    for (size_t i = 0; i < crowd->people; i++)
        if (crowd->room[i]) to[i] += (double)crowd->room[i];
}

static void add_margins(const assay_crowd *crowd, assay_role role, double *to)
{
    assay_view_margins(crowd->view, role, crowd->room);
    add_room(crowd, to);
}

static void add_errors(const assay_crowd *crowd, size_t p, assay_role role,
                       double *to)
{
    assay_view_errors(crowd->view, p, role, crowd->room);
    add_room(crowd, to);
}

static void clear(const assay_crowd *crowd, double *array)
{
    for (size_t i = 0; i < crowd->people; i++)
        if (array[i] < 0 || array[i] > 0) array[i] = 0;
}

static double *array(const assay_crowd *crowd, bool *good)
{
    double *made = assay_new(0, crowd->people, sizeof *made);
    if (!made) *good = false;
    return made;
}

static bool make_kinds(assay_crowd *crowd)
{
    crowd->kinds = assay_new(0, ASSAY_KINDS, sizeof *crowd->kinds);
    crowd->kind_room =
        assay_new(0, ASSAY_KINDS * crowd->people, sizeof *crowd->kind_room);
    if (!crowd->kinds || !crowd->kind_room) return false;
    for (size_t k = 0; k < ASSAY_KINDS; k++)
        crowd->kinds[k].kind_of = crowd->kind_room + k * crowd->people;
    return true;
}

static bool make_arrays(assay_crowd *crowd)
{
    const size_t sides = assay_crowd_sides(crowd);
    bool good = true;
    crowd->room = assay_new(0, crowd->people, sizeof *crowd->room);
    crowd->mated = array(crowd, &good);
    crowd->ones = array(crowd, &good);
    for (size_t s = 0; s < sides; s++) {
        crowd->sides[s] = array(crowd, &good);
        if (crowd->view->balanced) crowd->partners[s] = array(crowd, &good);
    }
    for (size_t s = 0; s < 2; s++) {
        crowd->folds[s] = assay_new(sizeof *crowd->folds[s], 0, 0);
        if (!crowd->folds[s]) good = false;
        crowd->errors[s] = array(crowd, &good);
        crowd->shares[s] = array(crowd, &good);
    }
    return good && crowd->room && make_kinds(crowd);
}

static void fill_partners(assay_crowd *crowd)
{
    const size_t sides = assay_crowd_sides(crowd);
    static const assay_role roles[2][2] = {
        {ASSAY_ROLE_EITHER, ASSAY_ROLE_EITHER},
        {ASSAY_ROLE_PROBE, ASSAY_ROLE_REFERENCE}};
    for (size_t s = 0; crowd->view->balanced && s < sides; s++) {
        assay_view_partners(crowd->view, roles[sides - 1][s], crowd->room);
        for (size_t i = 0; i < crowd->people; i++)
            crowd->partners[s][i] = (double)crowd->room[i];
    }
}

static double share_of_largest(const double *m, size_t n, double trials)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) most = m[i] > most ? m[i] : most;
    return trials > 0 ? most / trials : 0;
}

static void look_at_balance(assay_crowd *crowd)
{
    const size_t n = crowd->people, sides = assay_crowd_sides(crowd);
    const double trials = (double)crowd->view->trials[ASSAY_NON_MATED];
    const assay_balance mated = assay_cluster_balance(crowd->mated, n);
    crowd->mated_people = mated.subjects;
    crowd->unequal_mated = mated.unequal;
    crowd->largest_mated = mated.subjects > 0 ? mated.largest : 0;
    crowd->unequal_non_mated = crowd->view->balanced;
    for (size_t s = 0; s < sides; s++) {
        const double largest = share_of_largest(crowd->sides[s], n, trials);
        if (largest > crowd->largest_non_mated)
            crowd->largest_non_mated = largest;
        crowd->side_people[s] =
            assay_cluster_balance(crowd->sides[s], n).subjects;
        crowd->non_mated_people += crowd->side_people[s];
    }
}

// `room` holds the probes' margins.
static void count_people(assay_crowd *crowd)
{
    for (size_t i = 0; i < crowd->people; i++) {
        const bool own = crowd->mated[i] > 0 || crowd->room[i] > 0;
        const bool other =
            crowd->sides[0][i] > 0 ||
            (crowd->view->disjoint_roles && crowd->sides[1][i] > 0);
        if (crowd->mated[i] > 0) crowd->ones[i] = 1;
        crowd->probes += own;
        crowd->present += own || other;
    }
}

static void fill_margins(assay_crowd *crowd)
{
    const size_t last = assay_crowd_sides(crowd) - 1;
    add_margins(crowd, ASSAY_ROLE_MATED, crowd->mated);
    add_margins(crowd, ASSAY_ROLE_REFERENCE, crowd->sides[last]);
    add_margins(crowd, ASSAY_ROLE_PROBE, crowd->sides[0]);
    count_people(crowd);
    fill_partners(crowd);
    look_at_balance(crowd);
}

bool assay_crowd_begin(const assay_view *view, double confidence,
                       assay_crowd *crowd)
{
    *crowd = (assay_crowd){.view = view, .confidence = confidence};
    if (!view->has_people) return true;
    crowd->people = view->people;
    if (make_arrays(crowd)) {
        fill_margins(crowd);
        return true;
    }
    assay_crowd_end(crowd);
    return false;
}

void assay_crowd_end(assay_crowd *crowd)
{
    assay_free(crowd->kind_room);
    assay_free(crowd->kinds);
    assay_free(crowd->room);
    assay_free(crowd->mated);
    assay_free(crowd->ones);
    for (size_t s = 0; s < 2; s++) {
        assay_free(crowd->sides[s]);
        assay_free(crowd->partners[s]);
        assay_free(crowd->folds[s]);
        assay_free(crowd->errors[s]);
        assay_free(crowd->shares[s]);
    }
    memset(crowd, 0, sizeof *crowd);
}

void assay_crowd_mated_errors(assay_crowd *crowd, size_t p)
{
    clear(crowd, crowd->errors[0]);
    add_errors(crowd, p, ASSAY_ROLE_MATED, crowd->errors[0]);
}

void assay_crowd_non_mated_errors(assay_crowd *crowd, size_t p)
{
    const size_t last = assay_crowd_sides(crowd) - 1;
    for (size_t s = 0; s <= last; s++) clear(crowd, crowd->errors[s]);
    add_errors(crowd, p, ASSAY_ROLE_PROBE, crowd->errors[0]);
    add_errors(crowd, p, ASSAY_ROLE_REFERENCE, crowd->errors[last]);
}

void assay_crowd_balanced_errors(assay_crowd *crowd, size_t p)
{
    if (!crowd->view->disjoint_roles) {
        assay_view_balanced(crowd->view, p, ASSAY_ROLE_EITHER,
                            crowd->errors[0]);
        return;
    }
    assay_view_balanced(crowd->view, p, ASSAY_ROLE_PROBE, crowd->errors[0]);
    assay_view_balanced(crowd->view, p, ASSAY_ROLE_REFERENCE, crowd->errors[1]);
}

assay_side assay_crowd_side(assay_crowd *crowd, size_t kinds, const double *x,
                            const double *m, size_t s)
{
    const double *const margins[] = {m}, *const errors[] = {x};
    assay_kinds *sorted = &crowd->kinds[kinds];
    assay_fold *fold = crowd->folds[s];
    assay_kinds_make(sorted, fold, margins, 1, crowd->people);
    if (!assay_fold_errors(fold, sorted, errors, crowd->people))
        return (assay_side){x, m, crowd->people, NULL};
    return (assay_side){fold->errors[0], fold->margins[0], fold->rows,
                        fold->weights};
}
