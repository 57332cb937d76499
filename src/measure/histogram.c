// SPDX-License-Identifier: Apache-2.0
#include "measure/histogram.h"

#include "base/order.h"
#include "measure/floor.h"

#include <float.h>

enum { FROM, TO, NON_MATED, MATED, COLUMNS };

static const char *const columns[COLUMNS] = {"from", "to", "non-mated",
                                             "mated"};

// The buckets of the infinities hold nothing else.
static bool is_finite_bucket(uint32_t bucket)
{
    return bucket > ASSAY_KEY_MINUS_INFINITY >> 16 &&
           bucket < ASSAY_KEY_PLUS_INFINITY >> 16;
}

// The score at the lower edge of a bucket; the end of what is finite at most.
static double edge_score(uint32_t bucket)
{
    const float score = assay_score_of(bucket << 16);
    return score <= FLT_MAX ? (double)score : (double)FLT_MAX;
}

// The first bucket whose lower edge is at or above `score`.
static uint32_t bucket_from(double score)
{
    const uint32_t key = assay_key_of(assay_score_clean((float)score));
    return (key >> 16) + ((key & 0xFFFFu) ? 1u : 0u);
}

// First and last finite bucket; false when there is none.
static bool extent(const assay_view *view, uint32_t *first, uint32_t *last)
{
    bool found = false;
    for (size_t i = 0; i < view->bucket_count; i++) {
        const uint32_t bucket = view->buckets[i].bucket;
        if (!is_finite_bucket(bucket)) continue;
        if (!found) *first = bucket;
        *last = bucket;
        found = true;
    }
    return found;
}

// The bin [from, to) in buckets, in the direction of the input.
static void fill(const assay_part *part, uint32_t from, uint32_t to,
                 double *row)
{
    const assay_view *view = part->view;
    const bool distance = part->verification->facts->distance;
    row[FROM] = distance ? 0.0 - edge_score(to) : edge_score(from);
    row[TO] = distance ? 0.0 - edge_score(from) : edge_score(to);
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        const uint64_t above = assay_view_at_or_above(view, c, from << 16);
        const uint64_t beyond = assay_view_at_or_above(view, c, to << 16);
        row[c == ASSAY_MATED ? MATED : NON_MATED] = (double)(above - beyond);
    }
}

// Distances run the other way: the rows are turned round.
static void reverse(double *rows, size_t n)
{
    for (size_t i = 0; i < n / 2; i++)
        for (size_t c = 0; c < COLUMNS; c++) {
            const double kept = rows[i * COLUMNS + c];
            rows[i * COLUMNS + c] = rows[(n - 1 - i) * COLUMNS + c];
            rows[(n - 1 - i) * COLUMNS + c] = kept;
        }
}

static size_t fill_bins(const assay_part *part, uint32_t first, uint32_t last,
                        double *rows)
{
    const double low = edge_score(first), high = edge_score(last + 1);
    const double width = (high - low) / ASSAY_HISTOGRAM_BINS;
    uint32_t from = first;
    size_t n = 0;
    for (int i = 1; i <= ASSAY_HISTOGRAM_BINS; i++) {
        uint32_t to =
            i < ASSAY_HISTOGRAM_BINS ? bucket_from(low + i * width) : last + 1;
        if (to > last + 1) to = last + 1;
        if (to <= from) continue;
        fill(part, from, to, &rows[n++ * COLUMNS]);
        from = to;
    }
    return n;
}

// Scores that no axis can show.
static uint64_t infinite(const assay_view *view)
{
    uint64_t n = 0;
    for (size_t i = 0; i < view->bucket_count; i++)
        if (!is_finite_bucket(view->buckets[i].bucket))
            n += view->buckets[i].count[0] + view->buckets[i].count[1];
    return n;
}

void assay_histogram_add(const assay_part *part)
{
    double rows[ASSAY_HISTOGRAM_BINS * COLUMNS];
    uint32_t first = 0, last = 0;
    if (assay_floor_blind(part->view) || !extent(part->view, &first, &last))
        return;
    const size_t n = fill_bins(part, first, last, rows);
    if (part->verification->facts->distance) reverse(rows, n);
    assay_ledger *ledger = &part->verification->ledger;
    const char *span = part->verification->facts->distance
                           ? "comparisons with a score above 'from' and up to "
                             "'to'"
                           : "comparisons with a score of 'from' and more, "
                             "below 'to'";
    const uint64_t left = infinite(part->view);
    const char *note =
        left ? assay_ledger_text(ledger, "%s; %llu infinite ones are not shown",
                                 span, (unsigned long long)left)
             : span;
    if (note && assay_floor_sampled(part->view)) {
        const char *sample = assay_floor_sample_note(part);
        note = assay_ledger_text(ledger, "%s; below the most alike ones %s",
                                 note, sample ? sample : "");
    }
    const assay_curve curve = {.name = "scores",
                               .columns = columns,
                               .column_count = COLUMNS,
                               .values = rows,
                               .row_count = n,
                               .note = note};
    assay_ledger_curve(ledger, &curve, part->cell);
}
