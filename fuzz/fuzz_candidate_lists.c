// SPDX-License-Identifier: Apache-2.0
// Candidate lists, and their probes and references, each with its length before
// it but the last: CSV, logs of FRVT, Bob.
#include "fuzz_parts.h"

#include "read/candidate_lists.h"

static uint64_t mix_list(const assay_candidate_lists *lists, size_t probe,
                         bool distance, uint64_t sum)
{
    const assay_listed_search s = assay_candidate_lists_search(lists, probe);
    const size_t references =
        assay_sample_list_count(assay_candidate_lists_references(lists));
    fuzz_require(s.probe == probe && s.count <= references);
    fuzz_require(!s.count || (s.told && !s.failed));
    fuzz_require(s.whole == (s.count == references));
    for (size_t i = 0; i < s.count; i++) {
        const assay_listed *row = &s.list[i];
        fuzz_require(row->probe == probe && row->reference < references);
        fuzz_require(!isnan(row->score));
        fuzz_require(row->score != 0 || !signbit(row->score));
        if (i && distance) fuzz_require(row[-1].score <= row->score);
        if (i && !distance) fuzz_require(row[-1].score >= row->score);
        sum = fuzz_mix(sum, row, sizeof *row);
    }
    return fuzz_mix(sum, &s.failed, sizeof s.failed);
}

static uint64_t mix_lists(const assay_candidate_lists *lists, bool distance)
{
    const size_t probes =
        assay_sample_list_count(assay_candidate_lists_probes(lists));
    uint64_t sum = assay_candidate_lists_longest(lists);
    uint64_t total = 0;
    for (size_t p = 0; p < probes; p++) {
        total += assay_candidate_lists_search(lists, p).count;
        sum = mix_list(lists, p, distance, sum);
    }
    fuzz_require(total == assay_candidate_lists_total(lists));
    for (size_t i = 0; i < assay_candidate_lists_inputs(lists); i++)
        fuzz_require(assay_candidate_lists_input(lists, i).name[0]);
    return sum;
}

static uint64_t read_lists(const assay_candidate_files *files, size_t block)
{
    const assay_read_options options = {.threads = 1, .block = block};
    assay_intake intake = fuzz_intake();
    assay_strings *ids = assay_strings_new();
    assay_candidate_lists *lists = NULL;
    assay_error err;
    uint64_t sum = 0;
    const assay_status status =
        assay_candidate_lists_open(files, &options, &intake, ids, &lists, &err);
    fuzz_require((lists != NULL) == (status == ASSAY_OK));
    sum = status == ASSAY_OK ? mix_lists(lists, files->distance)
                             : fuzz_error(&err, 0);
    assay_candidate_lists_free(lists);
    assay_strings_free(ids);
    fuzz_intake_end(&intake);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parts parts = {data, size};
    const fuzz_file list = fuzz_part(&parts, false);
    const fuzz_file probes = fuzz_part(&parts, false);
    const fuzz_file references = fuzz_part(&parts, true);
    const char *paths[] = {list.path};
    for (int i = 0; i < 4; i++) {
        const assay_candidate_files files = {
            .lists = {paths, 1},
            .probes = i / 2 ? NULL : probes.path,
            .references = i / 2 ? NULL : references.path,
            .distance = i % 2};
        const uint64_t whole = read_lists(&files, 0);
        fuzz_require(read_lists(&files, 1 + size % 97) == whole);
    }
    fuzz_close(list);
    fuzz_close(probes);
    fuzz_close(references);
    return 0;
}
