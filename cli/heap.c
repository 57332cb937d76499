// SPDX-License-Identifier: Apache-2.0
#include "heap.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Pieces are chained, newest first, and freed together.
typedef struct piece {
    struct piece *next;
    max_align_t bytes[];
} piece;

struct cli_heap {
    piece *first;
};

static void *get(size_t size)
{
    void *memory = calloc(1, size);
    if (memory) return memory;
    (void)fputs("assay: no memory\n", stderr);
    exit(1);
}

cli_heap *cli_heap_new(void)
{
    return get(sizeof(cli_heap));
}

void *cli_heap_take(cli_heap *heap, size_t count, size_t each)
{
    const bool fits = !each || count <= (SIZE_MAX / 2 - sizeof(piece)) / each;
    piece *fresh = get(fits ? sizeof(piece) + count * each : SIZE_MAX / 2);
    fresh->next = heap->first;
    heap->first = fresh;
    return fresh->bytes;
}

char *cli_heap_copy(cli_heap *heap, const char *text, size_t length)
{
    char *copy = cli_heap_take(heap, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *cli_heap_format(cli_heap *heap, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) return cli_heap_copy(heap, "", 0);
    char *text = cli_heap_take(heap, (size_t)length + 1, 1);
    va_start(args, format);
    (void)vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

void cli_heap_free(cli_heap *heap)
{
    if (!heap) return;
    while (heap->first) {
        piece *next = heap->first->next;
        free(heap->first);
        heap->first = next;
    }
    free(heap);
}
