// SPDX-License-Identifier: Apache-2.0
// What a search found, from its bytes: what is taken packs to the same bytes
// again, and merges with itself.
#include "fuzz_help.h"

#include "base/alloc.h"
#include "count/found.h"

static void merge_with_itself(assay_found *found, const assay_found *again)
{
    assay_error err;
    const uint64_t mates = found->mate_count;
    if (assay_found_merge(found, again, &err) != ASSAY_OK) return;
    fuzz_require(found->mate_count == 2 * mates);
    fuzz_require(found->floor >= again->floor);
    fuzz_require(found->tail_count <= found->capacity);
    fuzz_require(found->comparisons[0] == 2 * again->comparisons[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_found *found = NULL;
    assay_found *again = NULL;
    unsigned char *bytes = NULL;
    size_t packed = 0;
    assay_error err;
    const assay_status status = assay_found_unpack(data, size, &found, &err);
    fuzz_require((found != NULL) == (status == ASSAY_OK));
    if (status != ASSAY_OK) {
        fuzz_require(status == ASSAY_ENOMEM || (err.has_byte && err.reason[0]));
        return 0;
    }
    fuzz_require(assay_found_pack(found, &bytes, &packed, &err) == ASSAY_OK);
    fuzz_require(packed == size && memcmp(bytes, data, size) == 0);
    fuzz_require(assay_found_unpack(bytes, packed, &again, &err) == ASSAY_OK);
    merge_with_itself(found, again);
    assay_free(bytes);
    assay_found_free(found);
    assay_found_free(again);
    return 0;
}
