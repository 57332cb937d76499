// SPDX-License-Identifier: Apache-2.0
/// What the tables of a trial share: columns by name, a call for each row.
///
/// Under alert_log.c, transit_log.c, watchlist.c and crowd.c.
#ifndef READ_TRIAL_TABLE_H
#define READ_TRIAL_TABLE_H

#include "read/instant.h"
#include "read/table.h"

enum { ASSAY_TRIAL_COLUMNS = 16 };

/// A column of ours.
typedef struct assay_trial_column {
    const char *name;
    bool needed;
} assay_trial_column;

/// A table while it is read. `at` says where our columns are;
/// ASSAY_NO_COLUMN: nowhere.
typedef struct assay_trial_table {
    assay_table table;
    const assay_trial_column *columns; ///< ended by a name NULL
    uint64_t *used; ///< bit i: --column i named a heading of some file
    size_t at[ASSAY_TRIAL_COLUMNS];
    assay_instant_day *day; ///< of the instant read last
} assay_trial_table;

/// The file that was read, for the record; ended by assay_trial_file_end().
typedef struct assay_trial_file {
    assay_source *source;
    assay_input input;
} assay_trial_file;

/// What is done with a table: `begin` once its columns were found (or NULL),
/// `take` for each row. Failures of `take` get file and line.
typedef struct assay_trial_taker {
    const assay_trial_column *columns;
    const char *role; ///< of the input: "alerts"
    assay_status (*begin)(void *to, assay_trial_table *t, assay_error *err);
    assay_status (*take)(void *to, const assay_trial_table *t,
                         assay_error *err);
    void *to;
    uint64_t *used; ///< gets the bits of --column that name headings here
} assay_trial_taker;

/// Reads the file `path`; a header without rows is refused.
assay_status assay_trial_read(const char *path,
                              const assay_read_options *options,
                              const assay_trial_taker *taker,
                              assay_trial_file *file, assay_error *err);
void assay_trial_file_end(assay_trial_file *file);

/// The column that stands for our `name`: the heading that --column maps to it,
/// unless that is one of another of the files, else `name` itself;
/// ASSAY_NO_COLUMN: neither is there, a failure if it is `needed`.
assay_status assay_trial_find(assay_trial_table *t, const char *name,
                              bool needed, size_t *at, assay_error *err);
/// The field of our column `c` in the present row; empty where there is none.
static inline assay_slice assay_trial_field(const assay_trial_table *t,
                                            size_t c)
{
    return t->at[c] == ASSAY_NO_COLUMN ? (assay_slice){"", 0}
                                       : t->table.fields[t->at[c]];
}
/// The line of the present row, as far as 32 bits hold it.
uint32_t assay_trial_line(const assay_trial_table *t);
/// The text of column `c` in `names`; an empty field is refused if the column
/// is needed, else ASSAY_NO_STRING.
assay_status assay_trial_id(const assay_trial_table *t, size_t c,
                            assay_strings *names, uint32_t *id,
                            assay_error *err);
/// The time in column `c`; an empty field is `blank`, unless it is needed.
assay_status assay_trial_time(const assay_trial_table *t, size_t c,
                              int64_t blank, int64_t *time, assay_error *err);
/// Which of `words` (ended by NULL) column `c` holds, case ignored; 0 if it is
/// empty or "none" or "unknown", else from 1.
assay_status assay_trial_word(const assay_trial_table *t, size_t c,
                              const char *const *words, uint8_t *which,
                              assay_error *err);
/// Whether column `c` says yes: empty, 1, true or any other number but 0.
assay_status assay_trial_yes(const assay_trial_table *t, size_t c, bool *yes,
                             assay_error *err);
/// The failure of a row that has the id of the row on `line` and says other
/// things.
assay_status assay_trial_twice(const assay_trial_table *t, size_t c,
                               uint32_t line, assay_error *err);

#endif
