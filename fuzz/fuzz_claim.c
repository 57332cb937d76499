// SPDX-License-Identifier: Apache-2.0
// Any text as a published rate: what is taken is a share, and comes out of
// counts that are in its ratio.
#include "fuzz_help.h"

#include "measure/claim.h"

#include <math.h>

static void check(const assay_claim *claim)
{
    fuzz_require(isfinite(claim->number) && claim->number >= 0);
    fuzz_require(isfinite(claim->base) && claim->base > 0);
    fuzz_require(claim->step > 0 && isfinite(claim->step));
    fuzz_require(claim->rate >= 0 && claim->rate <= 1);
    const assay_claim_counts none = {0, 1000, 0, 0.004};
    const assay_claim_counts all = {1000, 1000, 0.996, 1};
    const assay_claim_counts empty = {0, 0, NAN, NAN};
    fuzz_require((assay_claim_hold(claim, &all) == ASSAY_CLAIM_COMES_OUT) ||
                 claim->rate < 1);
    fuzz_require((assay_claim_hold(claim, &none) == ASSAY_CLAIM_COMES_OUT) ||
                 claim->rate > 0);
    fuzz_require(assay_claim_hold(claim, &empty) == ASSAY_CLAIM_NO);
    if (claim->form == ASSAY_CLAIM_ONE_IN) return;
    const assay_claim_counts own = {claim->number, claim->base, NAN, NAN};
    fuzz_require(assay_claim_hold(claim, &own) == ASSAY_CLAIM_COMES_OUT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_claim claim;
    assay_error err;
    char *text = malloc(size + 1);
    fuzz_require(text);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    if (assay_claim_read(text, &claim, &err) == ASSAY_OK)
        check(&claim);
    else
        fuzz_require(err.status == ASSAY_EUSAGE && err.reason[0]);
    free(text);
    return 0;
}
