// SPDX-License-Identifier: Apache-2.0
// Rows by the values of what --by names: sorted, and a group where they change.
#include "measure/operational_rates.h"

#include "base/alloc.h"
#include "base/fail.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS_MOST = 1000 };

// A row, and by what it is sorted.
typedef struct placed {
    size_t row;
    const assay_deployed *deployed;
    const assay_operational_item *item;
} placed;

static const char *value_of(const placed *p, size_t i)
{
    return p->deployed->labels[p->item->labels[i]].value;
}

// One unknown value makes the whole group unknown.
static bool is_unknown(const placed *p)
{
    for (size_t i = 0; i < p->item->count; i++)
        if (!value_of(p, i)[0]) return true;
    return false;
}

static int by_group(const placed *a, const placed *b)
{
    const bool unknown = is_unknown(a);
    if (unknown != is_unknown(b)) return unknown ? 1 : -1;
    for (size_t i = 0; !unknown && i < a->item->count; i++) {
        const int order = strcmp(value_of(a, i), value_of(b, i));
        if (order) return order;
    }
    return 0;
}

static int compare(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    const int order = by_group(a, b);
    if (order) return order;
    return (a->row > b->row) - (a->row < b->row);
}

static const assay_label *labels_of(assay_operational_study *study,
                                    const placed *p)
{
    assay_label *labels =
        assay_arena_new(&study->ledger->arena, p->item->count, sizeof *labels);
    for (size_t i = 0; labels && i < p->item->count; i++) {
        labels[i] = p->deployed->labels[p->item->labels[i]];
        if (is_unknown(p)) labels[i].value = "unknown";
    }
    return labels;
}

static assay_status add_group(assay_operational_study *study, const placed *at,
                              const size_t *rows, size_t count,
                              assay_error *err)
{
    const assay_operational_group group = {
        labels_of(study, at), at->item->count, is_unknown(at), rows, count};
    if (!group.labels) return assay_fail_memory(err, "the groups");
    assay_operational_figures(study, &group);
    return ASSAY_OK;
}

static assay_status add_sorted(assay_operational_study *study,
                               const placed *sorted, const size_t *rows,
                               assay_error *err)
{
    size_t groups = 0, first = 0;
    for (size_t i = 1; i <= study->rows.count; i++) {
        if (i < study->rows.count && by_group(&sorted[first], &sorted[i]) == 0)
            continue;
        if (groups++ == GROUPS_MOST)
            return assay_fail(
                err, ASSAY_EUSAGE,
                "--by %.80s: more than %d groups: name a column "
                "with fewer values",
                sorted->deployed->labels[sorted->item->labels[0]].attribute,
                GROUPS_MOST);
        ASSAY_TRY(
            add_group(study, &sorted[first], rows + first, i - first, err));
        first = i;
    }
    return ASSAY_OK;
}

static assay_status add_item(assay_operational_study *study,
                             const assay_operational_item *item,
                             assay_error *err)
{
    const size_t n = study->rows.count;
    ASSAY_AUTO(assay_drop) placed *sorted = assay_new(0, n, sizeof *sorted);
    ASSAY_AUTO(assay_drop) size_t *rows = assay_new(0, n, sizeof *rows);
    if (!sorted || !rows) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < n; i++)
        sorted[i] = (placed){i, &study->rows.rows[i], item};
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0; i < n; i++) rows[i] = sorted[i].row;
    return add_sorted(study, sorted, rows, err);
}

static bool is_of_people(const assay_deployments *all, const char *attribute)
{
    for (size_t g = 0; g < all->group_count; g++)
        if (strcmp(all->groups[g].label.attribute, attribute) == 0) return true;
    return false;
}

// Whether an item is a group of people, not of rows; it cannot be both.
static assay_status check_item(const assay_operational_study *study,
                               const assay_operational_item *item, bool *people,
                               assay_error *err)
{
    const assay_label *labels = study->rows.rows[0].labels;
    for (size_t i = 0; i < item->count; i++)
        *people = *people ||
                  is_of_people(&study->rows, labels[item->labels[i]].attribute);
    if (!*people || item->count == 1) return ASSAY_OK;
    for (size_t i = 0; i < item->count; i++)
        if (is_of_people(&study->rows, labels[item->labels[i]].attribute))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--by: %.60s is of people, not of rows: name it "
                              "by itself",
                              labels[item->labels[i]].attribute);
    return ASSAY_OK;
}

assay_status assay_operational_groups(assay_operational_study *study,
                                      assay_error *err)
{
    for (size_t i = 0; study->rows.count && i < study->asked->item_count; i++) {
        const assay_operational_item *item = &study->asked->items[i];
        bool people = false;
        ASSAY_TRY(check_item(study, item, &people, err));
        if (!people) ASSAY_TRY(add_item(study, item, err));
    }
    return ASSAY_OK;
}
