// SPDX-License-Identifier: Apache-2.0
// A matrix of templates and its samples, the matrix with its length before it.
//
// Of HDF5 only what is ours is looked at: the choice by the first bytes and by
// the path, and what comes of a file that libhdf5 refuses. Giving it files with
// its signature and something behind that would fuzz libhdf5 itself, which has
// faults that can't be mended here.
#include "fuzz_parts.h"

#include "read/template_set.h"
#include "read/twins.h"

// All rows, read in blocks of `most`.
static uint64_t read_all(const assay_matrix *m, size_t most)
{
    uint64_t sum = 0;
    assay_error err;
    const size_t size = m->dimensions * assay_value_size(m->type);
    unsigned char *block = malloc(most * size);
    fuzz_require(block);
    for (uint64_t first = 0; first < m->rows; first += most) {
        const uint64_t left = m->rows - first;
        const size_t n = left < most ? (size_t)left : most;
        fuzz_require(m->read(m->context, first, n, block, &err) == ASSAY_OK);
        sum = fuzz_mix(sum, block, n * size);
    }
    free(block);
    return sum;
}

static void look_at(assay_template_set *set, const assay_intake *intake,
                    const assay_strings *ids)
{
    assay_input inputs[2];
    assay_error err;
    assay_twins twins;
    const assay_matrix *m = assay_template_set_matrix(set);
    const uint32_t *sample = assay_template_set_samples(set);
    const uint32_t *person = assay_template_set_subjects(set);
    const assay_twins_set twin = {m, sample, person,
                                  assay_template_set_lost(set)};
    fuzz_require(m->rows && m->dimensions);
    fuzz_require(read_all(m, 1) == read_all(m, 1000));
    uint64_t line = 1;
    for (uint64_t r = 0; r < m->rows; r++) {
        fuzz_require(sample[r] < assay_strings_count(ids));
        fuzz_require(person[r] < assay_strings_count(intake->subjects));
        fuzz_require(assay_template_set_line(set, r) > line);
        line = assay_template_set_line(set, r);
    }
    fuzz_require(assay_template_set_inputs(set, inputs, &err) == ASSAY_OK);
    fuzz_require(inputs[0].rows == inputs[1].rows);
    fuzz_require(assay_twins_find(&twin, 1, NULL, &twins, &err) == ASSAY_OK);
    fuzz_require(twins.samples <= m->rows);
}

static void open_as(const char *matrix, const char *samples, const char *role)
{
    const assay_read_options options = {.threads = 1, .digest = true};
    assay_intake intake = fuzz_intake();
    assay_strings *ids = assay_strings_new();
    assay_template_set *set = NULL;
    assay_error err;
    const assay_status status = assay_template_set_open(
        matrix, samples, role, &options, &intake, ids, &set, &err);
    fuzz_require((set != NULL) == (status == ASSAY_OK));
    if (status == ASSAY_OK)
        look_at(set, &intake, ids);
    else
        fuzz_error(&err, 0);
    assay_template_set_close(set);
    assay_strings_free(ids);
    fuzz_intake_end(&intake);
}

static bool is_ours(const uint8_t *data, size_t n)
{
    static const char signature[] = "\x89HDF\r\n\x1a\n";
    return n <= 16 || !memmem(data, n, signature, sizeof signature - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parts parts = {data, size};
    if (!is_ours(data, size)) return 0;
    const fuzz_file matrix = fuzz_part(&parts, false);
    const fuzz_file samples = fuzz_part(&parts, true);
    char path[64];
    open_as(matrix.path, samples.path, "templates");
    open_as(matrix.path, samples.path, "references");
    (void)snprintf(path, sizeof path, "%s:/faces", matrix.path);
    open_as(path, samples.path, "probes");
    fuzz_close(matrix);
    fuzz_close(samples);
    return 0;
}
