// SPDX-License-Identifier: Apache-2.0
#include "measure/fold.h"

#include <string.h>

static uint32_t slot_of(uint64_t kind, const double *const *columns,
                        size_t count, size_t i)
{
    uint64_t hash = kind * 0x9E3779B97F4A7C15u;
    for (size_t c = 0; c < count; c++) {
        uint64_t bits = 0;
        memcpy(&bits, &columns[c][i], sizeof bits);
        hash = (hash ^ bits) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash >> 32) & (ASSAY_FOLD_SLOTS - 1);
}

static bool is_row(const assay_fold *fold, size_t row, uint64_t kind,
                   const double *const *columns, size_t count, size_t i)
{
    if (fold->kinds[row] != kind) return false;
    for (size_t c = 0; c < count; c++)
        if (fold->errors[c][row] != columns[c][i]) return false;
    return true;
}

// The row of what was seen of person `i`, made when it is new; or
// ASSAY_FOLD_ROWS when there is no more room.
static size_t row_of(assay_fold *fold, uint16_t kind,
                     const double *const *columns, size_t count, size_t i)
{
    uint32_t slot = slot_of(kind, columns, count, i);
    while (fold->slots[slot]) {
        const size_t row = fold->slots[slot] - 1u;
        if (is_row(fold, row, kind, columns, count, i)) return row;
        slot = (slot + 1) & (ASSAY_FOLD_SLOTS - 1);
    }
    const size_t row = fold->rows;
    if (row == ASSAY_FOLD_ROWS) return row;
    for (size_t c = 0; c < count; c++) fold->errors[c][row] = columns[c][i];
    fold->kinds[row] = kind;
    fold->weights[row] = 0;
    fold->rows++;
    fold->slots[slot] = (uint16_t)fold->rows;
    return row;
}

static void clear(assay_fold *fold)
{
    fold->rows = 0;
    memset(fold->slots, 0, sizeof fold->slots);
}

static bool sort_people(assay_kinds *kinds, assay_fold *fold,
                        const double *const *margins, size_t n)
{
    clear(fold);
    for (size_t i = 0; i < n; i++) {
        const size_t row = row_of(fold, 0, margins, kinds->columns, i);
        if (row == ASSAY_FOLD_ROWS) return false;
        fold->weights[row]++;
        kinds->kind_of[i] = (uint16_t)row;
    }
    kinds->count = fold->rows;
    memcpy(kinds->people, fold->weights, sizeof kinds->people);
    for (size_t c = 0; c < kinds->columns; c++)
        memcpy(kinds->margins[c], fold->errors[c], sizeof kinds->margins[c]);
    return true;
}

void assay_kinds_make(assay_kinds *kinds, assay_fold *fold,
                      const double *const *margins, size_t columns, size_t n)
{
    if (kinds->made) return;
    kinds->made = true;
    kinds->columns = columns;
    kinds->few = sort_people(kinds, fold, margins, n);
}

// People without an error, a row for each kind, at the front.
static void start(assay_fold *fold, const assay_kinds *kinds)
{
    clear(fold);
    fold->rows = kinds->count;
    for (size_t k = 0; k < kinds->count; k++) {
        fold->kinds[k] = (uint16_t)k;
        fold->weights[k] = kinds->people[k];
        for (size_t c = 0; c < kinds->columns; c++) fold->errors[c][k] = 0;
    }
}

static bool move(assay_fold *fold, const assay_kinds *kinds,
                 const double *const *errors, size_t i)
{
    const uint16_t kind = kinds->kind_of[i];
    const size_t row = row_of(fold, kind, errors, kinds->columns, i);
    if (row == ASSAY_FOLD_ROWS) return false;
    fold->weights[kind]--;
    fold->weights[row]++;
    return true;
}

// Drops rows that nobody is left in, and gives the others their margins.
static void finish(assay_fold *fold, const assay_kinds *kinds)
{
    size_t kept = 0;
    for (size_t row = 0; row < fold->rows; row++) {
        if (!(fold->weights[row] > 0)) continue;
        fold->weights[kept] = fold->weights[row];
        for (size_t c = 0; c < kinds->columns; c++) {
            fold->errors[c][kept] = fold->errors[c][row];
            fold->margins[c][kept] = kinds->margins[c][fold->kinds[row]];
        }
        kept++;
    }
    fold->rows = kept;
}

bool assay_fold_errors(assay_fold *fold, const assay_kinds *kinds,
                       const double *const *errors, size_t n)
{
    if (!kinds->few) return false;
    const double *first = errors[0], *last = errors[kinds->columns - 1];
    start(fold, kinds);
    for (size_t i = 0; i < n; i++)
        if ((first[i] > 0 || last[i] > 0) && !move(fold, kinds, errors, i))
            return false;
    finish(fold, kinds);
    return true;
}
