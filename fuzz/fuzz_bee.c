// SPDX-License-Identifier: Apache-2.0
// A BEE matrix and its mask: the first two bytes are the length of the matrix.
#include "fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parts parts = {data, size};
    const fuzz_file scores = fuzz_part(&parts, false);
    const fuzz_file mask = fuzz_part(&parts, true);
    assay_read_options options = fuzz_options(false);
    assay_intake intake = fuzz_intake();
    assay_reader *reader = NULL;
    assay_error err;
    options.format = "bee";
    options.mask = mask.path;
    const assay_status status =
        assay_reader_open(scores.path, &options, &intake, &reader, &err);
    fuzz_again(status, reader, &intake, &err);
    fuzz_intake_end(&intake);
    fuzz_close(scores);
    fuzz_close(mask);
    return 0;
}
