// SPDX-License-Identifier: Apache-2.0
// Packed counts that may be anything: what is taken packs into bytes that give
// the same view again.
#include "fuzz_help.h"

#include "base/alloc.h"
#include "count/pack.h"

static void same_again(const assay_view *view)
{
    assay_error err;
    unsigned char *bytes[2] = {NULL, NULL};
    size_t size[2] = {0, 0};
    assay_view *again = NULL;
    fuzz_require(assay_view_pack(view, &bytes[0], &size[0], &err) == ASSAY_OK);
    fuzz_require(assay_view_unpack(bytes[0], size[0], &again, &err) ==
                 ASSAY_OK);
    fuzz_require(assay_view_pack(again, &bytes[1], &size[1], &err) == ASSAY_OK);
    fuzz_require(size[0] == size[1]);
    fuzz_require(memcmp(bytes[0], bytes[1], size[0]) == 0);
    assay_view_free(again);
    assay_free(bytes[0]);
    assay_free(bytes[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_error err;
    assay_view *view = NULL;
    if (assay_view_unpack(data, size, &view, &err) == ASSAY_OK) {
        same_again(view);
        assay_view_free(view);
    } else {
        fuzz_require(!view);
        fuzz_require(err.status == ASSAY_EINPUT || err.status == ASSAY_ENOMEM);
        fuzz_require(err.reason[0]);
    }
    return 0;
}
