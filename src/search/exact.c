// SPDX-License-Identifier: Apache-2.0
#include "search/exact.h"

#include <string.h>

size_t assay_exact_find(const assay_exact *found[ASSAY_EXACT_MAX])
{
    size_t n = 0;
    found[n++] = &assay_exact_c;
#if defined ASSAY_HAVE_X86_KERNELS
    if (__builtin_cpu_supports("avx2")) found[n++] = &assay_exact_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
        found[n++] = &assay_exact_avx512;
#endif
    return n;
}

const assay_exact *assay_exact_choose(const char *name)
{
    const assay_exact *found[ASSAY_EXACT_MAX] = {NULL};
    const size_t n = assay_exact_find(found);
    if (!name) return found[n - 1];
    if (strcmp(name, "vnni") == 0) name = "avx512";
    for (size_t i = 0; i < n; i++)
        if (strcmp(found[i]->name, name) == 0) return found[i];
    return NULL;
}
