// SPDX-License-Identifier: Apache-2.0
// Any bytes as scores of one class.
#include "fuzz_help.h"

static assay_status open_mated(const char *path,
                               const assay_read_options *options,
                               assay_intake *intake, assay_reader **out,
                               assay_error *err)
{
    return assay_reader_open_bare(path, true, options, intake, out, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const failed[] = {"nan", "0.5"};
    assay_read_options options = {.threads = 1};
    const fuzz_file file = fuzz_open(data, size);
    fuzz_blocks(open_mated, file.path, options, size);
    options.failed = (assay_texts){failed, 2};
    fuzz_blocks(open_mated, file.path, options, size);
    fuzz_close(file);
    return 0;
}
