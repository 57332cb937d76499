// SPDX-License-Identifier: Apache-2.0
// Packed groups of searches that may be anything: what is taken packs into
// bytes that give the same groups again.
#include "fuzz_help.h"

#include "base/alloc.h"
#include "measure/search_groups.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_arena arena = {0};
    assay_error err;
    const assay_search_group *groups = NULL;
    unsigned char *bytes[2] = {NULL, NULL};
    size_t n[2] = {0, 0}, count = 0;
    if (assay_search_groups_unpack(data, size, &arena, &groups, &count, &err) ==
        ASSAY_OK) {
        if (assay_search_groups_pack(groups, count, &bytes[0], &n[0], &err) !=
                ASSAY_OK ||
            assay_search_groups_unpack(bytes[0], n[0], &arena, &groups, &count,
                                       &err) != ASSAY_OK ||
            assay_search_groups_pack(groups, count, &bytes[1], &n[1], &err) !=
                ASSAY_OK ||
            n[0] != n[1] || memcmp(bytes[0], bytes[1], n[0]) != 0)
            abort();
    }
    assay_free(bytes[0]);
    assay_free(bytes[1]);
    assay_arena_end(&arena);
    return 0;
}
