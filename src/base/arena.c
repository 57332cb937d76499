// SPDX-License-Identifier: Apache-2.0
#include "base/arena.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 1 << 16, ALIGN = 16 };

struct assay_arena_block {
    struct assay_arena_block *next;
    size_t size; // of bytes
    size_t used;
    _Alignas(ALIGN) unsigned char bytes[];
};

static struct assay_arena_block *add_block(assay_arena *arena, size_t size)
{
    const size_t room = size > BLOCK ? size : BLOCK;
    struct assay_arena_block *block =
        assay_new(sizeof(struct assay_arena_block), room, 1);
    if (!block) return NULL;
    block->size = room;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *assay_arena_new(assay_arena *arena, size_t n, size_t each)
{
    size_t size = 0;
    if (__builtin_mul_overflow(n, each, &size)) return NULL;
    if (size > SIZE_MAX / 2) return NULL;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct assay_arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size)
        block = add_block(arena, size);
    if (!block) return NULL;
    void *place = block->bytes + block->used;
    block->used += size;
    return place;
}

char *assay_arena_copy(assay_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX) return NULL;
    char *copy = assay_arena_new(arena, length + 1, 1);
    if (copy && length) memcpy(copy, text, length);
    return copy;
}

char *assay_arena_string(assay_arena *arena, const char *text)
{
    return text ? assay_arena_copy(arena, text, strlen(text)) : NULL;
}

char *assay_arena_format_list(assay_arena *arena, const char *format,
                              va_list list)
{
    va_list again;
    va_copy(again, list);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) return NULL;
    char *text = assay_arena_new(arena, (size_t)length + 1, 1);
    if (text) (void)vsnprintf(text, (size_t)length + 1, format, list);
    return text;
}

char *assay_arena_format(assay_arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = assay_arena_format_list(arena, format, list);
    va_end(list);
    return text;
}

void assay_arena_end(assay_arena *arena)
{
    while (arena->blocks) {
        struct assay_arena_block *next = arena->blocks->next;
        assay_free(arena->blocks);
        arena->blocks = next;
    }
}
