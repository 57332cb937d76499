// SPDX-License-Identifier: Apache-2.0
// Probes are listed by person and by sample; then the references are gone
// through twice in the order of their rows, to count and to note, so that kin
// stand in ascending order without sorting.
#include "search/kin.h"

#include "base/alloc.h"

// Rows by a number that they have: those of number v are rows[first[v]] ..
// rows[first[v + 1] - 1].
typedef struct by_number {
    uint32_t numbers; // how many there are
    uint32_t *first;
    uint32_t *rows;
} by_number;

static bool lost(const assay_search_side *side, uint64_t row)
{
    return side->lost && side->lost[row];
}

static void drop_list(by_number *by)
{
    assay_free(by->first);
    assay_free(by->rows);
}

static bool list_rows(const assay_search_side *side, const uint32_t *number,
                      by_number *by)
{
    const uint64_t rows = side->matrix->rows;
    for (uint64_t r = 0; r < rows; r++)
        if (number[r] >= by->numbers) by->numbers = number[r] + 1;
    by->first = assay_new(0, (size_t)by->numbers + 2, sizeof *by->first);
    by->rows = assay_new(0, (size_t)rows, sizeof *by->rows);
    if (!by->first || !by->rows) return false;
    for (uint64_t r = 0; r < rows; r++)
        if (!lost(side, r)) by->first[number[r] + 2]++;
    for (uint32_t v = 0; v < by->numbers; v++)
        by->first[v + 2] += by->first[v + 1];
    for (uint64_t r = 0; r < rows; r++)
        if (!lost(side, r)) by->rows[by->first[number[r] + 1]++] = (uint32_t)r;
    return true;
}

typedef struct finding {
    const assay_search_side *probes, *references;
    bool all_pairs;
    by_number person, sample;
    assay_kin *kin;
} finding;

// Counts or notes one: the counters stand a place higher, so that noting moves
// each to where the next begins.
static void meet(finding *f, uint32_t probe, uint32_t reference, bool note)
{
    if (f->all_pairs && reference <= probe) return;
    if (note)
        f->kin->rows[f->kin->first[probe + 1]++] = reference;
    else
        f->kin->first[probe + 2]++;
}

static void meet_row(finding *f, uint32_t reference, bool note)
{
    const uint32_t person = f->references->person[reference];
    const uint32_t sample = f->references->sample[reference];
    const by_number *p = &f->person;
    const by_number *s = &f->sample;
    if (person < p->numbers)
        for (uint32_t i = p->first[person]; i < p->first[person + 1]; i++)
            meet(f, p->rows[i], reference, note);
    if (sample >= s->numbers) return;
    for (uint32_t i = s->first[sample]; i < s->first[sample + 1]; i++)
        if (f->probes->person[s->rows[i]] != person)
            meet(f, s->rows[i], reference, note);
}

static void meet_all(finding *f, bool note)
{
    const uint64_t rows = f->references->matrix->rows;
    for (uint64_t r = 0; r < rows; r++)
        if (!lost(f->references, r)) meet_row(f, (uint32_t)r, note);
}

static bool find(finding *f)
{
    assay_kin *kin = f->kin;
    const uint64_t rows = f->probes->matrix->rows;
    if (!list_rows(f->probes, f->probes->person, &f->person) ||
        !list_rows(f->probes, f->probes->sample, &f->sample))
        return false;
    kin->first = assay_new(0, (size_t)rows + 2, sizeof *kin->first);
    if (!kin->first) return false;
    meet_all(f, false);
    for (uint64_t q = 0; q < rows; q++) kin->first[q + 2] += kin->first[q + 1];
    kin->rows = assay_new(0, (size_t)kin->first[rows + 1], sizeof *kin->rows);
    if (!kin->rows) return false;
    meet_all(f, true);
    return true;
}

bool assay_kin_find(const assay_search_side *probes,
                    const assay_search_side *references, bool all_pairs,
                    assay_kin *kin)
{
    finding f = {.probes = probes,
                 .references = all_pairs ? probes : references,
                 .all_pairs = all_pairs,
                 .kin = kin};
    *kin = (assay_kin){0};
    const bool found = find(&f);
    drop_list(&f.person);
    drop_list(&f.sample);
    if (!found) assay_kin_free(kin);
    return found;
}

uint64_t assay_kin_from(const assay_kin *kin, uint32_t probe,
                        uint32_t reference)
{
    uint64_t low = kin->first[probe];
    uint64_t high = kin->first[probe + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (kin->rows[middle] < reference)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void assay_kin_free(assay_kin *kin)
{
    assay_free(kin->first);
    assay_free(kin->rows);
    *kin = (assay_kin){0};
}
