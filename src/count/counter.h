// SPDX-License-Identifier: Apache-2.0
/// Counting a verification: rows in once, then view by view.
///
///     new -> add, add_replay, fail ... -> close -> view -> finish
///
/// A *profile* is a combination of group labels; each row has one for its
/// probe and one for its reference, and views are sets of profiles.
#ifndef COUNT_COUNTER_H
#define COUNT_COUNTER_H

#include "count/rest.h"

/// Opaque; ended by assay_counter_free(). Views lean on it and end before.
typedef struct assay_counter assay_counter;

/// How to count.
typedef struct assay_counter_options {
    const char *spool;   ///< folder
    size_t memory;       ///< bytes of rows that stay in memory; 0: a default
    const char *kernels; ///< name, or NULL
    bool people;         ///< rows carry subjects
    bool profiles;       ///< rows carry profiles
    bool rates_only;     ///< no moments, no area
    bool error_pairs;    ///< keep them (error_pairs.h), where people are known
    const assay_watch *watch;
} assay_counter_options;

/// Why a comparison was not completed.
typedef enum assay_failure {
    ASSAY_FAILURE_UNSTATED,
    ASSAY_FAILURE_PROBE,    ///< not acquired
    ASSAY_FAILURE_REFERENCE ///< not enrolled
} assay_failure;

enum { ASSAY_PROFILES_MOST = 4096 };

assay_status assay_counter_new(const assay_counter_options *options,
                               assay_counter **out, assay_error *err);
/// Counts and keeps the rows of a block.
assay_status assay_counter_add(assay_counter *counter, const assay_block *block,
                               assay_error *err);
/// Counts the rows of a block that a replay will show again.
assay_status assay_counter_tally(assay_counter *counter,
                                 const assay_block *block, assay_error *err);
/// Adds a replay of the rows that were only tallied.
assay_status assay_counter_replay(assay_counter *counter,
                                  const assay_replay *replay, assay_error *err);
/// Counts a failed comparison of a class whose probe has this profile.
assay_status assay_counter_fail(assay_counter *counter, int class,
                                uint16_t profile, assay_failure why,
                                assay_error *err);
/// A sample that was tried: a probe to be acquired, a reference to be enrolled.
typedef struct assay_attempt {
    uint32_t person; ///< UINT32_MAX: not known
    uint16_t profile;
    bool tried; ///< false: an empty place of a list
    bool lost;  ///< not acquired, not enrolled
} assay_attempt;

/// The samples of a side (ASSAY_SIDE_...), where files say which were acquired;
/// copied, once for each side.
assay_status assay_counter_attempts(assay_counter *counter, int side,
                                    const assay_attempt *attempts, size_t n,
                                    assay_error *err);
/// Says that the comparisons are those of a design (rest.h), and that only all
/// mated ones and the non-mated ones above its floor were added as rows: with
/// people, and with profiles where samples have any. Failed comparisons follow
/// from the samples that were lost; assay_counter_fail() is not for them. What
/// `rest` points to must outlive the counter.
assay_status assay_counter_rest(assay_counter *counter, const assay_rest *rest,
                                assay_error *err);
/// Ends the intake. `rank` (people of them, copied) gives each person's place
/// in canonical order; NULL without people, and where they are in it already
/// and assay_counter_extremes() isn't asked.
assay_status assay_counter_close(assay_counter *counter, uint32_t people,
                                 const uint32_t *rank, assay_error *err);

/// Which comparisons a view is of.
typedef struct assay_view_request {
    const assay_label *labels; ///< copied; none: everybody
    size_t label_count;
    bool unknown;
    const bool *profiles; ///< ASSAY_PROFILES_MOST of them; NULL: all. Copied.
    bool same_references;
} assay_view_request;

/// A view with trials, failures, buckets, moments and ranges. The caller owns
/// it (assay_view_free()).
assay_status assay_counter_view(assay_counter *counter,
                                const assay_view_request *request,
                                assay_view **out, assay_error *err);
/// Counts the rest of a view at these points (copied, sorted).
assay_status assay_counter_finish(assay_counter *counter, assay_view *view,
                                  const assay_point *points, size_t count,
                                  assay_error *err);
/// The kernels in use, for the record.
const char *assay_counter_kernels(const assay_counter *counter);
void assay_counter_free(assay_counter *counter);

#endif
