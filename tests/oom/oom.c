// SPDX-License-Identifier: Apache-2.0
#include "oom/oom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

// Threads of the library allocate too, hence atomic.
static atomic_ulong asked;
static atomic_ulong failing;

// The linker's names for the allocator that --wrap hides, and for what stands
// in its place.
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool fails(void)
{
    return atomic_fetch_add(&asked, 1) + 1 == atomic_load(&failing);
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

void oom_fail_at(unsigned long which)
{
    atomic_store(&failing, which);
    atomic_store(&asked, 0);
}

unsigned long oom_count(void)
{
    return atomic_load(&asked);
}

// The first allocations one by one, later ones TEST_STRIDE apart.
static unsigned long after(unsigned long n)
{
    enum { FIRST = 100 };
    const char *text = getenv("TEST_STRIDE");
    const unsigned long stride = text ? strtoul(text, NULL, 10) : 1;
    return n < FIRST || stride < 1 ? n + 1 : n + stride;
}

unsigned long oom_fail_each(oom_work work, void *context)
{
    unsigned long failed = 0;
    for (unsigned long n = 1;; n = after(n), failed++) {
        oom_fail_at(n);
        const assay_status status = work(context);
        const unsigned long count = oom_count();
        oom_fail_at(0);
        if (count < n) {
            assert_int_equal(status, ASSAY_OK);
            return failed;
        }
        if (status != ASSAY_ENOMEM)
            fail_msg("allocation %lu failed, yet the status is %d", n, status);
    }
}
