// SPDX-License-Identifier: Apache-2.0
/// Output files that are made together in a directory of their own.
#ifndef BASE_OUTPUT_SET_H
#define BASE_OUTPUT_SET_H

#include "base/arena.h"
#include "base/output.h"

/// `outputs[i]` is the file `names[i]`, of `count`; NULL: there is no such one.
typedef struct assay_output_set {
    const char *const *names;
    assay_output **outputs;
    size_t count;
} assay_output_set;

/// Makes the directory, unless it is there, and starts every file that has a
/// name. What was opened before a failure is left to
/// assay_output_set_abandon().
assay_status assay_output_set_open(const assay_output_set *set,
                                   const char *directory, assay_arena *arena,
                                   assay_error *err);
/// Makes the files appear, in order, up to the first failure. Those that
/// appeared are no longer among `outputs`.
assay_status assay_output_set_commit(const assay_output_set *set,
                                     assay_error *err);
/// Drops the files that have not appeared.
void assay_output_set_abandon(const assay_output_set *set);

#endif
