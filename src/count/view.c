// SPDX-License-Identifier: Apache-2.0
#include "count/view.h"

#include "base/alloc.h"
#include "count/view_store.h"
#include "count/wide.h"

#include <math.h>
#include <string.h>

double assay_wide_double(assay_wide wide)
{
    return (double)assay_wide_get(wide);
}

static size_t place(const struct assay_view_store *store, size_t person)
{
    return store->rank ? store->rank[person] : person;
}

// Of very many people most have nothing: memory in which only zeros were ever
// meant to stand is not taken until it is written.
static void put(uint64_t *to, uint64_t value)
{
    if (*to != value) *to = value;
}

static void spread(const assay_view *view, const uint64_t *from, uint64_t *to)
{
    for (size_t i = 0; i < view->people; i++)
        put(&to[place(view->store, i)], from ? from[i] : 0);
}

void assay_view_margins(const assay_view *view, assay_role role,
                        uint64_t *margins)
{
    spread(view, view->store->margins[role], margins);
}

void assay_view_tried(const assay_view *view, int side, uint64_t *tried)
{
    spread(view, view->store->tried[side], tried);
}

void assay_view_lost(const assay_view *view, int side, uint64_t *lost)
{
    spread(view, view->store->lost[side], lost);
}

// Columns below `p` + 1 (mated), or from `p` on (non-mated): who fails at p.
static uint64_t errors_at(const uint32_t *columns, size_t points, size_t p,
                          bool mated)
{
    const size_t first = mated ? 0 : p;
    const size_t end = mated ? p + 1 : points;
    uint64_t sum = 0;
    for (size_t c = first; c < end; c++) sum += columns[c];
    return sum;
}

void assay_view_errors(const assay_view *view, size_t p, assay_role role,
                       uint64_t *errors)
{
    const uint32_t *all = view->store->errors[role];
    const size_t points = view->point_count;
    for (size_t i = 0; i < view->people; i++)
        put(&errors[place(view->store, i)],
            all ? errors_at(all + i * points, points, p,
                            role == ASSAY_ROLE_MATED)
                : 0);
}

static size_t side_of(const assay_view *view, assay_role role)
{
    return view->disjoint_roles && role == ASSAY_ROLE_REFERENCE ? 1 : 0;
}

void assay_view_partners(const assay_view *view, assay_role role,
                         uint64_t *partners)
{
    spread(view, view->store->partners[side_of(view, role)], partners);
}

void assay_view_balanced(const assay_view *view, size_t p, assay_role role,
                         double *sums)
{
    const struct assay_view_store *store = view->store;
    const uint64_t *all = store->balanced[side_of(view, role)];
    const size_t columns = store->balanced_points;
    const size_t first = store->balanced_of[p];
    for (size_t i = 0; i < view->people; i++) {
        uint64_t sum = 0;
        for (size_t c = first; c < columns; c++) sum += all[i * columns + c];
        sums[place(store, i)] = ldexp((double)sum, -40);
    }
}

void assay_view_placements(const assay_view *view, assay_role role,
                           double *placements)
{
    const uint64_t *all = view->store->placements[role];
    for (size_t i = 0; i < view->people; i++)
        placements[place(view->store, i)] = all ? (double)all[i] : 0;
}

uint64_t assay_view_at_or_above(const assay_view *view, int class, uint32_t key)
{
    uint64_t sum = 0;
    for (size_t i = view->bucket_count; i-- > 0;) {
        if (view->buckets[i].bucket < key >> 16) break;
        sum += view->buckets[i].count[class];
    }
    return sum;
}

bool assay_unequal(const uint64_t *margins, size_t n)
{
    uint64_t least = UINT64_MAX;
    uint64_t most = 0;
    uint64_t people = 0;
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t m = margins[i];
        if (!m) continue;
        people++;
        least = m < least ? m : least;
        most = m > most ? m : most;
        sum += (double)m;
        squares += (double)m * (double)m;
    }
    if (people < 2) return false;
    if ((double)most > 3 * (double)least) return true;
    return sum * sum < 0.7 * (double)people * squares;
}

static inline bool belongs(const assay_members *members,
                           const assay_block *block, size_t i)
{
    const bool probe = members->profiles[block->probe_profile[i]];
    const bool reference = members->profiles[block->reference_profile[i]];
    if (members->same_references) return probe && reference;
    return probe || (members->either && reference);
}

const assay_block *assay_members_of(const assay_members *members,
                                    const assay_block *block,
                                    assay_gathered *to)
{
    if (!members->profiles) return block;
    size_t n = 0;
    for (size_t i = 0; i < block->rows; i++) {
        const bool in = belongs(members, block, i);
        to->score[n] = block->score[i];
        if (block->probe) {
            to->probe[n] = block->probe[i];
            to->reference[n] = block->reference[i];
        }
        n += in;
    }
    to->block = (assay_block){.rows = n,
                              .mated = block->mated,
                              .score = to->score,
                              .probe = block->probe ? to->probe : NULL,
                              .reference = block->probe ? to->reference : NULL};
    return &to->block;
}

void assay_view_free(assay_view *view)
{
    if (!view) return;
    struct assay_view_store *store = view->store;
    if (store) {
        for (size_t r = 0; r < ASSAY_ROLES; r++) {
            assay_free(store->errors[r]);
            assay_free(store->margins[r]);
            assay_free(store->placements[r]);
        }
        for (size_t s = 0; s < 2; s++) {
            assay_free(store->partners[s]);
            assay_free(store->balanced[s]);
            assay_free(store->tried[s]);
            assay_free(store->lost[s]);
            assay_free(store->samples_of[s]);
        }
        assay_error_pairs_end(&store->error_pairs);
        assay_arena_end(&store->arena);
    }
    assay_free(store);
    assay_free(view);
}
