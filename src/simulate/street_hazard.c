// SPDX-License-Identifier: Apache-2.0
// Entries whose effects differ by less than 1/256 count with their mean: that
// is off by less than 1e-5 of the sum.
#include "simulate/street_hazard.h"

#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>

static const double alike = 0.00390625;
static const double table_step = 0.05, mean_step = 0.05, reach = 9;

// Entries with about the same effect.
typedef struct bin {
    double effect, count;
} bin;

// Cuts the entries, largest effect first, into bins; returns how many.
static size_t cut(const assay_street_list *list, assay_street_some some,
                  bin *bins)
{
    size_t count = 0;
    double first = 0;
    for (size_t i = 0; i < list->count; i++) {
        const assay_street_entry *entry = &list->entries[i];
        if (entry->number < some.first || entry->from > some.deployment)
            continue;
        if (!count || entry->effect <= first - alike) {
            first = entry->effect;
            bins[count++] = (bin){0, 0};
        }
        bin *to = &bins[count - 1];
        to->count++;
        to->effect += (entry->effect - to->effect) / to->count;
    }
    return count;
}

static double sum_at(const assay_street_factors *f, const bin *bins,
                     size_t count, double y)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const double above =
            assay_normal_cdf((f->reference * bins[i].effect - y) / f->rest);
        sum -= bins[i].count * assay_log1p(-above);
    }
    return sum;
}

assay_status assay_street_hazard_make(const assay_street_list *list,
                                      assay_street_some some,
                                      assay_arena *arena,
                                      assay_street_hazard *hazard,
                                      assay_error *err)
{
    const assay_street *street = list->street;
    const assay_street_factors *f = &street->factors;
    bin *bins = assay_arena_new(arena, list->count + 1, sizeof *bins);
    if (!bins) return assay_fail_memory(err, "the truth");
    const size_t count = cut(list, some, bins);
    *hazard = (assay_street_hazard){
        .common = sqrt(f->probe * f->probe + f->passage * f->passage +
                       f->deployment * f->deployment),
        .acquired = 1 - street->options->unacquired};
    for (size_t i = 0; i < count; i++) hazard->count += (size_t)bins[i].count;
    const double wide =
        assay_street_span(street) + reach * hazard->common + table_step;
    const double low = street->floor - wide;
    const double high = street->threshold + 2 + wide;
    const size_t points = (size_t)((high - low) / table_step) + 4;
    if (!assay_log_table_make(arena, low, high, points, &hazard->table))
        return assay_fail_memory(err, "the truth");
    for (size_t i = 0; i < points; i++)
        assay_log_table_set(
            &hazard->table, i,
            sum_at(f, bins, count, assay_log_table_point(&hazard->table, i)));
    return ASSAY_OK;
}

double assay_street_hazard_fpir(const assay_street_hazard *hazard, double shift,
                                double threshold)
{
    double sum = 0, all = 0;
    for (int i = 0; i <= (int)(2 * reach / mean_step); i++) {
        const double z = mean_step * i - reach;
        const double weight = assay_normal_density(z);
        const double y = threshold - shift - hazard->common * z;
        all += weight;
        if (hazard->count)
            sum -= weight * assay_expm1(-assay_log_table_at(&hazard->table, y));
    }
    return hazard->acquired * sum / all;
}
