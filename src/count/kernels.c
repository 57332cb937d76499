// SPDX-License-Identifier: Apache-2.0
#include "count/kernels.h"

#include <string.h>

size_t assay_kernels_find(const assay_kernels *found[ASSAY_KERNELS_MAX])
{
    size_t n = 0;
    found[n++] = &assay_kernels_c;
#if defined ASSAY_HAVE_X86_KERNELS
    if (__builtin_cpu_supports("avx2")) found[n++] = &assay_kernels_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
        found[n++] = &assay_kernels_avx512;
#endif
    return n;
}

const assay_kernels *assay_kernels_choose(const char *name)
{
    const assay_kernels *found[ASSAY_KERNELS_MAX] = {NULL};
    const size_t n = assay_kernels_find(found);
    if (!name) return found[n - 1];
    for (size_t i = 0; i < n; i++)
        if (strcmp(found[i]->name, name) == 0) return found[i];
    return NULL;
}
