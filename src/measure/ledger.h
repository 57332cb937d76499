// SPDX-License-Identifier: Apache-2.0
/// Figures and curves held back until all groups have been seen, because a
/// small group is suppressed together with the next smallest of its table.
///
/// Everything handed in is copied. A failure of memory is remembered in
/// `no_memory`; in between nothing needs checking.
#ifndef MEASURE_LEDGER_H
#define MEASURE_LEDGER_H

#include "base/build.h"
#include "measure/standings.h"

/// What a warning has to tell of a figure.
enum {
    ASSAY_TELL_FEW_CLUSTERS = 1,
    ASSAY_TELL_FEW_PEOPLE = 2,
    ASSAY_TELL_DOMINATED = 4,
    ASSAY_TELL_NO_PEOPLE = 8,
    ASSAY_TELL_UNEQUAL = 16,
    ASSAY_TELL_BELOW = 32,   ///< not given: it lies below the floor
    ASSAY_TELL_SAMPLED = 64, ///< rests on a sample
    ASSAY_TELL_SHORT = 128,  ///< designs of its kind hold the truth too seldom
    ASSAY_TELL_HEAVY = 256   ///< they do where people differ by a heavy tail
};

/// A figure, and what the other parts of measure/ must know of it.
typedef struct assay_entry {
    assay_figure figure;
    size_t cell; ///< whose it is: index of a cell
    /// Ends of the wider interval that decides requirements (method.md 4.3(b),
    /// V_J); NaN: low and high of the figure do.
    double guard_low, guard_high;
    unsigned tell;   ///< ASSAY_TELL_...
    bool beside;     ///< stands beside the headline: `weights=comparison`
    uint64_t needed; ///< refused or few events: trials that would do; or 0
} assay_entry;

/// One row of a table by group; or everybody.
typedef struct assay_cell {
    const assay_label *labels;
    size_t label_count;
    bool unknown;
    uint64_t people; ///< UINT64_MAX where people are not known
    bool suppressed;
    bool counts_only; ///< the row of unknown groups, if small: counts show
    size_t apart;     ///< so many labels, from the first on, tell tables apart
                      ///< by their values too: the species of attacks
} assay_cell;

/// Whether a sentence may give the rate of an entry (NULL: it may not).
bool assay_entry_quotable(const assay_entry *entry);
/// Whether two cells are of the same attributes, whatever their values.
bool assay_cell_same_attributes(const assay_cell *a, const assay_cell *b);

/// Holds them. All zero is empty; ended by assay_ledger_end().
typedef struct assay_ledger {
    assay_arena arena;
    bool no_memory;
    assay_entry *entries;
    size_t count, room;
    assay_curve *curves;
    size_t *curve_cells;
    size_t curve_count, curve_room;
    assay_cell *cells;
    size_t cell_count, cell_room;
    assay_standings standings; ///< what stands behind rates of groups
    const struct assay_contrasts *contrasts; ///< of them; NULL: not made
} assay_ledger;

/// The cell of these labels: an older one, or a new one. `people` counts when
/// it is new.
size_t assay_ledger_cell(assay_ledger *ledger, const assay_cell *cell);
/// Adds `entry` and makes its id, with `,weights=comparison` where `beside`
/// says that it stands beside the headline.
/// Returns the id, which lives as long as the ledger; or NULL.
const char *assay_ledger_add(assay_ledger *ledger, const assay_entry *entry,
                             bool beside);
/// Adds a curve of a cell. Its id, or where it has none its name, is followed
/// by the labels of the cell.
void assay_ledger_curve(assay_ledger *ledger, const assay_curve *curve,
                        size_t cell);
/// A text that lives as long as the ledger; or NULL.
const char *assay_ledger_text(assay_ledger *ledger, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/// Marks the cells with fewer than `min_people` people, and in each table that
/// has any the next smallest one. Tables are told apart by attributes, and by
/// what `apart` says. A small row of people whose group is not known keeps its
/// counts unless a group is small: nothing of any group can be learned from it.
/// Returns how many were marked.
size_t assay_ledger_suppress(assay_ledger *ledger, uint64_t min_people);
/// Takes out what a suppressed figure may not show.
void assay_ledger_blank(assay_ledger *ledger);
/// Hands figures and curves to `result`, in their order.
void assay_ledger_flush(const assay_ledger *ledger, assay_result *result);

/// How many figures that show have all bits of `tell`: of pairs, or those of
/// searches of a watchlist.
int64_t assay_ledger_told(const assay_ledger *ledger, unsigned tell,
                          bool searches);

/// The entry with this id, or NULL.
const assay_entry *assay_ledger_find(const assay_ledger *ledger,
                                     const char *id);
void assay_ledger_end(assay_ledger *ledger);

#endif
