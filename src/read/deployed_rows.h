// SPDX-License-Identifier: Apache-2.0
/// One row of a record: from cells to what they say.
#ifndef READ_DEPLOYED_ROWS_H
#define READ_DEPLOYED_ROWS_H

#include "base/deployed_remark.h"
#include "read/deployed_cells.h"
#include "read/deployed_people.h"
#include "read/deployed_value.h"
#include "read/where.h"

/// Columns of the table by what they are; SIZE_MAX: none.
typedef struct assay_deployed_places {
    size_t row, date, location, event, duration, hours, threshold, printed;
    size_t counts[ASSAY_DEPLOYED_COUNTS];
    assay_people people;
} assay_deployed_places;

/// Finds the columns, and groups of people; `mapped` is what --column said.
/// Fails where there is no count at all, naming headings that look like one,
/// ready to paste.
assay_status assay_deployed_find(assay_deployed_cells *cells,
                                 const assay_pairs *mapped,
                                 assay_deployed_places *at, assay_error *err);
/// Remarks on rows, in a list with room for those of one row more.
typedef struct assay_remarks {
    assay_remark *items;
    size_t count, room;
} assay_remarks;

enum {
    ASSAY_REMARKS_OF_ROW = 5 + ASSAY_DEPLOYED_COUNTS ///< at most
};

/// What a row says; labels are left out. Texts live in `cells`.
assay_status assay_deployed_row_of(assay_deployed_cells *cells,
                                   const assay_deployed_places *at,
                                   const assay_deployed_row *row,
                                   assay_deployed *out, assay_remarks *remarks,
                                   assay_error *err);

/// How values of a column are compared.
typedef enum assay_deployed_kind {
    PLAIN,
    DATE,
    YEAR,
    MONTH,
    COUNT,
    PEOPLE
} assay_deployed_kind;

/// A column that conditions or labels name.
typedef struct assay_deployed_key {
    size_t column; ///< SIZE_MAX: year or month of the date, or PEOPLE
    assay_deployed_kind kind;
} assay_deployed_key;

/// Finds `name`; `option` ("--where") names it in a failure. Groups of people
/// are no condition, nor counts where rows are of groups; --by may name them,
/// and then labels no row.
assay_status assay_deployed_key_of(const assay_deployed_cells *cells,
                                   const assay_deployed_places *at,
                                   const char *name, const char *option,
                                   assay_deployed_key *key, assay_error *err);
/// Whether a row meets a condition on `key`. A date that spans days meets it
/// where both its ends do.
bool assay_deployed_holds(const assay_deployed_cells *cells,
                          const assay_deployed_places *at,
                          const assay_deployed_row *row,
                          const assay_deployed_key *key,
                          const assay_where *where);
/// The value of a row for `key`, "" where it is unknown; NULL without memory.
const char *assay_deployed_label(assay_deployed_cells *cells,
                                 const assay_deployed_places *at,
                                 const assay_deployed_row *row,
                                 const assay_deployed_key *key);

/// Marks rows that sum others: by their name ("Total"), or, without a place
/// and a date, and not of a group of people, by their counts. `rows` are those
/// of `cells`, in their order.
void assay_deployed_mark_totals(const assay_deployed_cells *cells,
                                const assay_people *people,
                                const assay_deployed *rows, bool *totals);

/// Whether a row is a note under the table: one cell alone, neither a date nor
/// a count.
bool assay_deployed_is_note(const assay_deployed_cells *cells, size_t row,
                            const assay_deployed *deployed);

/// Marks rows that stand in another file too, alike in all that is read of
/// them: each is kept as often as the file has it that has it most. Rows that
/// `skip` marks are none; those without an id and a date, or with a date, no
/// place and fewer than two counts above 0, cannot be told apart.
assay_status assay_deployed_mark_repeats(const assay_deployed_cells *cells,
                                         const assay_people *people,
                                         const assay_deployed *rows,
                                         const bool *skip, bool *repeats,
                                         assay_error *err);

#endif
