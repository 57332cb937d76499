// SPDX-License-Identifier: Apache-2.0
// Packed searches that may be anything: what is taken packs into bytes that
// give the same searches again.
#include "fuzz_help.h"

#include "base/alloc.h"
#include "count/searches_pack.h"

static void same_again(const assay_searches *searches)
{
    assay_error err;
    unsigned char *bytes[2] = {NULL, NULL};
    size_t size[2] = {0, 0};
    assay_searches *again = NULL;
    fuzz_require(assay_searches_pack(searches, 0, SIZE_MAX, &bytes[0], &size[0],
                                     &err) == ASSAY_OK);
    fuzz_require(assay_searches_unpack(bytes[0], size[0], &again, &err) ==
                 ASSAY_OK);
    fuzz_require(assay_searches_pack(again, 0, SIZE_MAX, &bytes[1], &size[1],
                                     &err) == ASSAY_OK);
    fuzz_require(size[0] == size[1]);
    fuzz_require(memcmp(bytes[0], bytes[1], size[0]) == 0);
    assay_searches_free(again);
    assay_free(bytes[0]);
    assay_free(bytes[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_error err;
    assay_searches *searches = NULL;
    if (assay_searches_unpack(data, size, &searches, &err) == ASSAY_OK) {
        same_again(searches);
        assay_searches_free(searches);
    } else {
        fuzz_require(!searches);
        fuzz_require(err.status == ASSAY_EINPUT || err.status == ASSAY_ENOMEM);
        fuzz_require(err.reason[0]);
    }
    return 0;
}
