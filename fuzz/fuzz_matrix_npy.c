// SPDX-License-Identifier: Apache-2.0
// A .npy matrix, its probes and its references, each with its length before
// it but the last.
#include "fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parts parts = {data, size};
    const fuzz_file matrix = fuzz_part(&parts, false);
    const fuzz_file probes = fuzz_part(&parts, false);
    const fuzz_file references = fuzz_part(&parts, true);
    const assay_read_options options = fuzz_options(true);
    assay_intake intake = fuzz_intake();
    assay_reader *reader = NULL;
    assay_error err;
    const assay_status status =
        assay_reader_open_matrix(matrix.path, probes.path, references.path,
                                 &options, &intake, &reader, &err);
    fuzz_again(status, reader, &intake, &err);
    fuzz_intake_end(&intake);
    fuzz_close(matrix);
    fuzz_close(probes);
    fuzz_close(references);
    return 0;
}
