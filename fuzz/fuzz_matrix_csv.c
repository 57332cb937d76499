// SPDX-License-Identifier: Apache-2.0
// A matrix of scores as text, with ids: the same in blocks of any size.
#include "fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_file file = fuzz_open(data, size);
    for (int failures = 0; failures < 2; failures++) {
        assay_read_options options = fuzz_options(failures);
        options.format = "matrix";
        fuzz_blocks(assay_reader_open, file.path, options, size);
    }
    fuzz_close(file);
    return 0;
}
