// SPDX-License-Identifier: Apache-2.0
// Bare scores in a .npy file.
#include "fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_file file = fuzz_open(data, size);
    for (int failures = 0; failures < 2; failures++) {
        const assay_read_options options = fuzz_options(failures);
        assay_intake intake = fuzz_intake();
        assay_reader *reader = NULL;
        assay_error err;
        const assay_status status = assay_reader_open_bare(
            file.path, true, &options, &intake, &reader, &err);
        fuzz_again(status, reader, &intake, &err);
        fuzz_intake_end(&intake);
    }
    fuzz_close(file);
    return 0;
}
