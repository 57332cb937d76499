// SPDX-License-Identifier: Apache-2.0
/// A store for what is seen more than once: appended to, then read from the
/// start as often as needed. The first bytes stay in memory, the rest goes to
/// an unlinked file, so that nothing is left behind however the program ends.
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/fail.h"

#include <stddef.h>

/// Opaque; ended by assay_spool_free().
typedef struct assay_spool assay_spool;

/// What stays in memory unless there is a reason for more.
enum { ASSAY_SPOOL_MEMORY = 16 << 20 };

/// A new, empty spool that keeps its first `memory` bytes in memory, and whose
/// file, if it comes to one, is in `directory`.
assay_status assay_spool_new(const char *directory, size_t memory,
                             assay_spool **out, assay_error *err);
/// Appends `n` bytes. A full disk is ASSAY_EWRITE; the reason says how much is
/// needed so far and how to choose another place (--spool).
assay_status assay_spool_add(assay_spool *spool, const void *bytes, size_t n,
                             assay_error *err);
/// Bytes in it.
uint64_t assay_spool_size(const assay_spool *spool);
/// Reads exactly `n` bytes from byte `offset`. Safe from several threads once
/// nothing is added any more.
assay_status assay_spool_read(const assay_spool *spool, uint64_t offset,
                              void *to, size_t n, assay_error *err);
/// Frees; NULL is allowed.
void assay_spool_free(assay_spool *spool);

#endif
