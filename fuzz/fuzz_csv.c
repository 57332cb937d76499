// SPDX-License-Identifier: Apache-2.0
// Any bytes as a CSV of comparisons, and as one of Bob.
#include "fuzz_help.h"

// With a column that names attacks.
static assay_status open_attacks(const char *path,
                                 const assay_read_options *options,
                                 assay_intake *intake, assay_reader **out,
                                 assay_error *err)
{
    intake->wanted[0] = "attack";
    intake->attack = 1;
    return assay_reader_open(path, options, intake, out, err);
}

// With a column of numbers.
static assay_status open_numbers(const char *path,
                                 const assay_read_options *options,
                                 assay_intake *intake, assay_reader **out,
                                 assay_error *err)
{
    intake->numbers[0] = true;
    return assay_reader_open(path, options, intake, out, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const failed[] = {"nan", "-1"};
    static const assay_pair pairs[] = {{"score", "similarity"}};
    assay_read_options options = {.format = "csv", .threads = 1};
    const fuzz_file file = fuzz_open(data, size);
    fuzz_blocks(assay_reader_open, file.path, options, size);
    fuzz_blocks(open_attacks, file.path, options, size);
    fuzz_blocks(open_numbers, file.path, options, size);
    options.format = "bob-csv";
    options.failed = (assay_texts){failed, 2};
    fuzz_blocks(assay_reader_open, file.path, options, size);
    options.columns = (assay_pairs){pairs, 1};
    fuzz_blocks(assay_reader_open, file.path, options, size);
    fuzz_close(file);
    return 0;
}
