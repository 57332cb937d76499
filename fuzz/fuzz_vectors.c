// SPDX-License-Identifier: Apache-2.0
// Scores and labels: the first two bytes are the length of the scores.
#include "fuzz_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parts parts = {data, size};
    const fuzz_file scores = fuzz_part(&parts, false);
    const fuzz_file labels = fuzz_part(&parts, true);
    for (int failures = 0; failures < 2; failures++) {
        const assay_read_options options = fuzz_options(failures);
        assay_intake intake = fuzz_intake();
        assay_reader *reader = NULL;
        assay_error err;
        const assay_status status = assay_reader_open_vectors(
            scores.path, labels.path, &options, &intake, &reader, &err);
        fuzz_again(status, reader, &intake, &err);
        fuzz_intake_end(&intake);
    }
    fuzz_close(scores);
    fuzz_close(labels);
    return 0;
}
