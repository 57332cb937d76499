// SPDX-License-Identifier: Apache-2.0
// Any bytes as each of Bob's lists, and as what they look like.
#include "fuzz_help.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {"bob2", "bob4", "bob5", NULL};
    const fuzz_file file = fuzz_open(data, size);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const assay_read_options options = {.format = formats[i], .threads = 1};
        fuzz_blocks(assay_reader_open, file.path, options, size);
    }
    fuzz_close(file);
    return 0;
}
