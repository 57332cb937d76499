// SPDX-License-Identifier: Apache-2.0
// Rows that may be of one event.
#include "measure/operational_checks.h"

#include <string.h>
#include <strings.h>

// A row is held against so many that follow it.
enum { NEAR = 1000 };

// How two rows stand to each other.
typedef enum kinship { STRANGERS, SAME_DAY, TWINS, RIVALS } kinship;

// The length of a place without what stands in brackets at its end.
static size_t bare(const char *place)
{
    size_t n = strlen(place);
    const char *bracket = n && place[n - 1] == ')' ? strrchr(place, '(') : NULL;
    if (bracket && bracket > place) n = (size_t)(bracket - place);
    while (n && place[n - 1] == ' ') n--;
    return n;
}

static bool same_place(const char *a, const char *b)
{
    const size_t n = bare(a);
    return n == bare(b) && strncasecmp(a, b, n) == 0;
}

static bool is_known(const assay_known *count)
{
    return count->least >= 0;
}

// Whether the counts of two rows differ, are the same (two or more of them), or
// nothing is known of both.
typedef struct alike {
    bool differ, same;
} alike;

static alike compare_counts(const assay_deployed *a, const assay_deployed *b)
{
    alike found = {false, false};
    size_t same = 0;
    for (size_t k = 0; k < ASSAY_DEPLOYED_DEPLOYMENTS; k++) {
        const assay_known *x = &a->counts[k], *y = &b->counts[k];
        if (is_known(x) != is_known(y)) found.differ = true;
        if (!is_known(x) || !is_known(y)) continue;
        if (x->least != y->least || x->most != y->most) found.differ = true;
        same += x->least == y->least && x->least > 0;
    }
    found.same = !found.differ && same >= 2;
    return found;
}

static bool is_coarse(const assay_deployed *row)
{
    return row->when != ASSAY_WHEN_DAY;
}

// Whether some count besides the watchlist's is known.
static bool has_counts(const assay_deployed *row)
{
    for (size_t k = ASSAY_DEPLOYED_FACES; k < ASSAY_DEPLOYED_DEPLOYMENTS; k++)
        if (is_known(&row->counts[k])) return true;
    return false;
}

static kinship kinship_of(const assay_deployed *a, const assay_deployed *b)
{
    if (!a->place || !b->place || a->when == ASSAY_WHEN_NONE ||
        b->when == ASSAY_WHEN_NONE || !same_place(a->place, b->place))
        return STRANGERS;
    const bool coarse = is_coarse(a) || is_coarse(b);
    const bool same_date = a->first == b->first && a->last == b->last;
    const alike counts = compare_counts(a, b);
    if (!same_date && !(is_coarse(a) && is_coarse(b) && a->first <= b->last &&
                        b->first <= a->last))
        return STRANGERS;
    if (counts.same) return TWINS;
    if (!coarse) return strcmp(a->place, b->place) == 0 ? SAME_DAY : STRANGERS;
    return counts.differ && has_counts(a) && has_counts(b) ? RIVALS : STRANGERS;
}

// Rows of kin of row `i` that follow it, as "met-112, met-113"; each is marked.
typedef struct family {
    const char *names;
    size_t count;
} family;

static void join(assay_operational_study *study, family *kin,
                 const assay_deployed *row)
{
    const char *name = assay_operational_name(study, row);
    if (!name || !kin->names) {
        kin->names = NULL;
        return;
    }
    kin->names = kin->count ? assay_ledger_text(study->ledger, "%s, %s",
                                                kin->names, name)
                            : name;
    kin->count++;
}

static void add_family(assay_findings *findings, assay_check check,
                       const family *kin, const assay_deployed *row)
{
    if (kin->count < 2 && kin->names) return;
    if (kin->names)
        assay_checks_add(findings, check, kin->names, row->place);
    else
        findings->no_memory = true;
}

// Dates that start on one day or, where both are coarse, overlap stand near
// each other: rows are in order of their first day.
static bool may_be_kin(const assay_deployed *a, const assay_deployed *b)
{
    if (a->when == ASSAY_WHEN_NONE || b->when == ASSAY_WHEN_NONE) return false;
    return b->first <= a->last;
}

static void find_kin(assay_operational_study *study, assay_findings *findings,
                     kinship wanted, assay_check check, bool *seen)
{
    const assay_deployments *all = &study->asked->record->rows;
    for (size_t i = 0; i < all->count; i++) {
        const assay_deployed *row = &all->rows[i];
        family kin = {"", 0};
        if (seen[i]) continue;
        join(study, &kin, row);
        for (size_t k = i + 1; k < all->count && k - i <= NEAR; k++) {
            if (!may_be_kin(row, &all->rows[k])) break;
            if (seen[k] || kinship_of(row, &all->rows[k]) != wanted) continue;
            seen[i] = seen[k] = true;
            join(study, &kin, &all->rows[k]);
        }
        add_family(findings, check, &kin, row);
    }
}

void assay_checks_rivals(assay_operational_study *study,
                         assay_findings *findings, bool *apart)
{
    find_kin(study, findings, RIVALS, ASSAY_CHECK_RIVALS, apart);
}

void assay_checks_same(assay_operational_study *study, assay_findings *findings,
                       bool *seen)
{
    const size_t n = study->asked->record->rows.count;
    memset(seen, 0, n);
    find_kin(study, findings, TWINS, ASSAY_CHECK_DUPLICATES, seen);
    memset(seen, 0, n);
    find_kin(study, findings, SAME_DAY, ASSAY_CHECK_SAME_DAY, seen);
}
