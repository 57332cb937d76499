// SPDX-License-Identifier: Apache-2.0
/// What the readers of a trial's tables share.
#ifndef READ_TRIAL_PARTS_H
#define READ_TRIAL_PARTS_H

#include "read/trial.h"
#include "read/trial_table.h"
#include "read/where.h"

enum { ASSAY_TRIAL_FILES = 4 };

struct assay_trial {
    assay_trial_names names;
    assay_trial_found found;
    assay_trial_file files[ASSAY_TRIAL_FILES];
    size_t file_count;
    assay_alert *alerts;
    assay_passage *passages;
    assay_entry_row *entries;
    assay_counted *counted;
    size_t alert_count, passage_count, entry_count, counted_count;
    size_t alert_room, passage_room, entry_room, counted_room;
    uint32_t near;         ///< the passage that an alert named last
    uint64_t far;          ///< alerts whose passage was not near that one
    uint32_t *first_entry; ///< of a reference: index of its first row
    size_t first_room;
    // The wanted columns of the transits.
    size_t columns;
    size_t *column_at;
    uint32_t *values; ///< passage * columns + column
    size_t value_room;
    assay_strings **strings;
    assay_where *where;
    size_t *where_at;
    size_t where_count;
    uint64_t used; ///< bit i: --column i named a heading of some file
};

/// What differs between files.
typedef struct assay_trial_job {
    assay_trial *trial;
    const assay_read_options *options;
    const assay_trial_wanted *wanted;
} assay_trial_job;

assay_status assay_trial_take_watchlist(const assay_trial_job *job,
                                        const char *path, assay_error *err);
assay_status assay_trial_take_transits(const assay_trial_job *job,
                                       const char *path, assay_error *err);
assay_status assay_trial_take_alerts(const assay_trial_job *job,
                                     const char *path, assay_error *err);
assay_status assay_trial_take_crowd(const assay_trial_job *job,
                                    const char *path, assay_error *err);

/// Room for one more of `*rows`; false without memory.
bool assay_trial_room(void *rows, size_t count, size_t *room, size_t each);

#endif
