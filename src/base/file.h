// SPDX-License-Identifier: Apache-2.0
/// An input file, read in blocks, never mapped.
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/fail.h"

#include <stddef.h>

/// Opaque; ended by assay_file_close().
typedef struct assay_file assay_file;

/// Opens `path` for reading; "-" is standard input. The path is copied.
assay_status assay_file_open(const char *path, assay_file **out,
                             assay_error *err);
/// Reads up to `n` bytes into `to`; `*got` is smaller than `n` only at the
/// end.
assay_status assay_file_read(assay_file *file, void *to, size_t n, size_t *got,
                             assay_error *err);
/// Whether it can be read again (a regular file, not a pipe).
bool assay_file_can_rewind(const assay_file *file);
/// Goes to byte `offset`; only where assay_file_can_rewind().
assay_status assay_file_seek(assay_file *file, uint64_t offset,
                             assay_error *err);
/// Reads up to `n` bytes from byte `offset` on, wherever assay_file_read() is
/// and without moving it; `*got` is smaller than `n` only at the end. Only
/// where assay_file_can_rewind(); safe from several threads.
assay_status assay_file_read_at(const assay_file *file, uint64_t offset,
                                void *to, size_t n, size_t *got,
                                assay_error *err);
/// Its size in bytes; 0 for a pipe.
uint64_t assay_file_size(const assay_file *file);
/// The path as it was given.
const char *assay_file_path(const assay_file *file);
/// Closes; NULL is allowed.
void assay_file_close(assay_file *file);

#endif
