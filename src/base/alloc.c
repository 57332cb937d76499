// SPDX-License-Identifier: Apache-2.0
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void *assay_new(size_t head, size_t n, size_t each)
{
    size_t size = 0;
    if (__builtin_mul_overflow(n, each, &size)) return NULL;
    if (__builtin_add_overflow(size, head, &size)) return NULL;
    return calloc(size ? size : 1, 1);
}

bool assay_grow(void *p, size_t n, size_t each)
{
    void *old = NULL;
    size_t size = 0;
    memcpy(&old, p, sizeof old);
    if (__builtin_mul_overflow(n, each, &size)) return false;
    void *grown = realloc(old, size ? size : 1);
    if (!grown) return false;
    memcpy(p, &grown, sizeof grown);
    return true;
}

void assay_scattered(void *p, size_t n)
{
    enum { PAGE = 4096, MANY = 4 << 20 };
#if defined MADV_HUGEPAGE
    if (!p || n < MANY) return;
    // Whole pages: a mapping of which a part is advised is cut in two, and can
    // then only grow by being copied.
    const uintptr_t first = (uintptr_t)p / PAGE * PAGE;
    const uintptr_t end = ((uintptr_t)p + n + PAGE - 1) / PAGE * PAGE;
    (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)p;
    (void)n;
#endif
}

void assay_free(void *p)
{
    free(p);
}

void assay_drop(void *pointer_to_local)
{
    void *p = NULL;
    memcpy(&p, pointer_to_local, sizeof p);
    free(p);
}
