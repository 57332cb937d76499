// SPDX-License-Identifier: Apache-2.0
// How a shard was called: what is taken comes back the same.
#include "fuzz_help.h"

#include "base/alloc.h"
#include "evaluate/call.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_arena arena = {0};
    assay_error err;
    assay_templates_options call, again;
    unsigned char *bytes[2] = {NULL, NULL};
    size_t n[2] = {0, 0};
    if (assay_call_unpack(data, size, &arena, &call, &err) == ASSAY_OK) {
        if (assay_call_pack(&call, &bytes[0], &n[0], &err) != ASSAY_OK ||
            assay_call_unpack(bytes[0], n[0], &arena, &again, &err) !=
                ASSAY_OK ||
            assay_call_pack(&again, &bytes[1], &n[1], &err) != ASSAY_OK ||
            n[0] != n[1] || memcmp(bytes[0], bytes[1], n[0]) != 0)
            abort();
    }
    assay_free(bytes[0]);
    assay_free(bytes[1]);
    assay_arena_end(&arena);
    return 0;
}
