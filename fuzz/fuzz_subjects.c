// SPDX-License-Identifier: Apache-2.0
// Any bytes as a file of subjects.
#include "fuzz_help.h"

#include "read/subjects.h"

static uint64_t sum_people(const assay_subjects *people,
                           const assay_strings *ids)
{
    uint64_t sum = 0;
    for (size_t a = 0; a < assay_subjects_attributes(people); a++) {
        const char *name = assay_subjects_attribute(people, a);
        fuzz_require(assay_subjects_find(people, name) == a);
        sum = fuzz_mix(sum, name, strlen(name));
        const uint32_t values =
            assay_strings_count(assay_subjects_values(people, a));
        for (uint32_t s = 0; s <= assay_strings_count(ids); s++) {
            const uint32_t value = assay_subjects_value(people, a, s);
            fuzz_require(value == ASSAY_NO_STRING || value < values);
            sum = fuzz_mix(sum, &value, sizeof value);
        }
    }
    return sum;
}

static uint64_t read_people(const char *path, size_t block)
{
    const assay_read_options options = {.threads = 1, .block = block};
    assay_strings *ids = assay_strings_new();
    assay_subjects *people = NULL;
    assay_error err;
    const assay_status status =
        assay_subjects_read(path, &options, ids, &people, &err);
    fuzz_require((people != NULL) == (status == ASSAY_OK));
    const uint64_t sum = people ? sum_people(people, ids) : fuzz_error(&err, 0);
    assay_subjects_free(people);
    assay_strings_free(ids);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_file file = fuzz_open(data, size);
    const uint64_t whole = read_people(file.path, 0);
    fuzz_require(read_people(file.path, 1 + size % 97) == whole);
    fuzz_close(file);
    return 0;
}
