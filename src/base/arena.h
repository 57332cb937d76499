// SPDX-License-Identifier: Apache-2.0
/// Memory with one owner and one end: what a document is made of.
///
///     arena -> block -> block -> NULL     each block: header | bytes ...
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/// All zero is an empty arena.
typedef struct assay_arena {
    struct assay_arena_block *blocks; ///< newest first
} assay_arena;

/// Zeroed bytes for `n` things of `each` bytes, aligned for any type; NULL
/// when there is no memory. They live until assay_arena_end().
void *assay_arena_new(assay_arena *arena, size_t n, size_t each);

/// A copy of the `length` bytes at `text` with a 0 behind them; or NULL.
char *assay_arena_copy(assay_arena *arena, const char *text, size_t length);

/// A copy of a C string; or NULL when `text` is NULL or memory ends.
char *assay_arena_string(assay_arena *arena, const char *text);

/// A printf-formatted string; or NULL.
char *assay_arena_format(assay_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/// The same of arguments that were begun; they are used up.
char *assay_arena_format_list(assay_arena *arena, const char *format,
                              va_list list)
    __attribute__((format(printf, 2, 0)));

/// Frees everything; the arena is then empty.
void assay_arena_end(assay_arena *arena);

#endif
