// SPDX-License-Identifier: Apache-2.0
/// Memory of the one command that a process runs.
#ifndef CLI_HEAP_H
#define CLI_HEAP_H

#include <stddef.h>

/// Opaque; ended by cli_heap_free().
typedef struct cli_heap cli_heap;

/// A heap. Where there is no memory the process says so and ends with 1: here
/// and in every function below.
cli_heap *cli_heap_new(void);
/// `count` times `each` bytes, all 0, that live as long as the heap.
void *cli_heap_take(cli_heap *heap, size_t count, size_t each);
/// A copy of the first `length` bytes of `text`, ended by 0.
char *cli_heap_copy(cli_heap *heap, const char *text, size_t length);
/// printf into new memory.
char *cli_heap_format(cli_heap *heap, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/// Frees the heap and all that was taken from it. NULL is allowed.
void cli_heap_free(cli_heap *heap);

#endif
