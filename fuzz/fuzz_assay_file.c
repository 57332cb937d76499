// SPDX-License-Identifier: Apache-2.0
// A result file that may be anything. What is read must be writable again.
#include "tell/assay_load.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_error err;
    assay_result *result = NULL;
    char *text = NULL;
    if (assay_result_parse(data, size, &result, &err) != ASSAY_OK) return 0;
    if (assay_result_write_json(result, "/dev/null", &err) != ASSAY_OK) abort();
    if (assay_result_summary(result, NULL, &text, &err) != ASSAY_OK) abort();
    assay_text_free(text);
    assay_result_free(result);
    return 0;
}
