// SPDX-License-Identifier: Apache-2.0
// What any file is: an answer that steers no terminal.
#include "fuzz_help.h"

#include "assay/look.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_file file = fuzz_open(data, size);
    char *text = NULL;
    assay_error err;
    const assay_status status = assay_look(file.path, &text, &err);
    if (status != ASSAY_OK) fuzz_error(&err, 0);
    fuzz_require((status == ASSAY_OK) == (text != NULL));
    for (const char *c = text; c && *c; c++)
        fuzz_require((unsigned char)*c >= 0x20 || *c == '\n');
    assay_text_free(text);
    fuzz_close(file);
    return 0;
}
