// SPDX-License-Identifier: Apache-2.0
/// Output files that are made together in a directory of their own.
#ifndef BASE_OUTPUT_SET_H
#define BASE_OUTPUT_SET_H

#include "base/arena.h"
#include "base/output.h"

/// `outputs[i]` is the file `names[i]`, of `count`; NULL: there is no such one.
/// Start with {names, outputs, count, NULL}, outputs all NULL.
typedef struct assay_output_set {
    const char *const *names;
    assay_output **outputs;
    size_t count;
    const char *made; ///< the directory, where it was not there before
} assay_output_set;

/// Makes the directory, unless it is there, and starts every file that has a
/// name. What was made before a failure is left to assay_output_set_abandon().
/// `directory` lives as long as the set.
assay_status assay_output_set_open(assay_output_set *set, const char *directory,
                                   assay_arena *arena, assay_error *err);
/// Makes the files appear once all of them are on the disk: where one is not,
/// none appears.
assay_status assay_output_set_commit(assay_output_set *set, assay_error *err);
/// Drops the files that have not appeared, and the directory if it was made
/// for them and is empty.
void assay_output_set_abandon(assay_output_set *set);

#endif
