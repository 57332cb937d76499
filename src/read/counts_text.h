// SPDX-License-Identifier: Apache-2.0
/// Counts as they are typed: "10/3147436", "Black=4/450,other=2/1430".
#ifndef READ_COUNTS_TEXT_H
#define READ_COUNTS_TEXT_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/text.h"

/// Counts are held as doubles when they are measured: exact up to here.
#define ASSAY_COUNT_MOST UINT64_C(1000000000000000)

/// Events of trials, of a group or of everybody.
typedef struct assay_counts_part {
    const char *name; ///< NULL: everybody
    uint64_t events;
    uint64_t trials;
} assay_counts_part;

/// Reads `text` into `*parts` (`*count` of them, at least 1, in `arena`):
/// either one without a name, or any number with names, no two alike.
/// ASSAY_EUSAGE says what is wrong with it.
assay_status assay_counts_text(const char *text, assay_arena *arena,
                               assay_counts_part **parts, size_t *count,
                               assay_error *err);

/// What is wrong with `events` of `trials`; or NULL.
const char *assay_counts_wrong(uint64_t events, uint64_t trials);

#endif
