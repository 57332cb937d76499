// SPDX-License-Identifier: Apache-2.0
#include "read/template_set.h"

#include "base/alloc.h"
#include "base/file.h"
#include "read/matrix_file.h"
#include "read/sample_list.h"

#include <string.h>

struct assay_template_set {
    assay_matrix_file *file;
    assay_sample_list *list;
    const char *role;
    assay_read_options options; // texts are the caller's
};

static assay_status check_rows(const assay_template_set *set, assay_error *err)
{
    const assay_matrix *matrix = assay_matrix_file_matrix(set->file);
    const size_t samples = assay_sample_list_count(set->list);
    if (matrix->rows == samples) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "%.200s has %llu rows, but %.200s has %zu samples: give the "
               "samples of this matrix, in its order",
               assay_base_name(matrix->name), (unsigned long long)matrix->rows,
               assay_base_name(assay_sample_list_path(set->list)), samples);
    return assay_fail_byte(err, matrix->name, 0);
}

// After the set was refused: says so where a matrix stands in place of text,
// which is why. Not before, as a pipe is read but once.
static assay_status explain(const char *path, assay_status why,
                            assay_error *err)
{
    static const char starts[][6] = {"\x93NUMPY", "\x89HDF\r\n"};
    unsigned char head[sizeof starts[0]];
    assay_file *file = NULL;
    size_t n = 0;
    assay_error again = {0};
    if (why != ASSAY_EINPUT || strcmp(path, "-") == 0) return why;
    const assay_status status = assay_file_open(path, &file, &again);
    if (status == ASSAY_ENOMEM) *err = again;
    if (status != ASSAY_OK) return status == ASSAY_ENOMEM ? status : why;
    if (!assay_file_can_rewind(file) ||
        assay_file_read_at(file, 0, head, sizeof head, &n, &again) != ASSAY_OK)
        n = 0;
    assay_file_close(file);
    if (n == sizeof head &&
        (memcmp(head, starts[0], n) == 0 || memcmp(head, starts[1], n) == 0))
        return assay_fail(err, ASSAY_EUSAGE,
                          "%.200s is a matrix: the matrix comes first, then "
                          "the CSV of its rows",
                          assay_base_name(path));
    return why;
}

// NOLINTNEXTLINE(readability-function-size): two files and their tables
assay_status assay_template_set_open(const char *matrix, const char *samples,
                                     const char *role,
                                     const assay_read_options *options,
                                     assay_intake *intake, assay_strings *ids,
                                     assay_template_set **out, assay_error *err)
{
    *out = NULL;
    assay_template_set *set = assay_new(sizeof *set, 0, 0);
    if (!set) return assay_fail_memory(err, "the templates");
    set->role = role;
    set->options = *options;
    assay_status status = assay_matrix_file_open(matrix, &set->file, err);
    if (status == ASSAY_OK)
        status = assay_sample_list_read(samples, role, options, intake, ids,
                                        &set->list, err);
    if (status == ASSAY_OK) status = check_rows(set, err);
    if (status == ASSAY_OK)
        *out = set;
    else
        assay_template_set_close(set);
    if (status != ASSAY_OK) status = explain(samples, status, err);
    return status;
}

const assay_matrix *assay_template_set_matrix(const assay_template_set *set)
{
    return assay_matrix_file_matrix(set->file);
}

const uint32_t *assay_template_set_subjects(const assay_template_set *set)
{
    return assay_sample_list_subjects(set->list);
}

const uint32_t *assay_template_set_samples(const assay_template_set *set)
{
    return assay_sample_list_samples(set->list);
}

const uint8_t *assay_template_set_lost(const assay_template_set *set)
{
    return assay_sample_list_lost(set->list);
}

const uint32_t *assay_template_set_column(const assay_template_set *set,
                                          size_t c)
{
    return assay_sample_list_column(set->list, c);
}

uint64_t assay_template_set_line(const assay_template_set *set, uint64_t row)
{
    return assay_sample_list_line(set->list, (size_t)row);
}

assay_status assay_template_set_inputs(assay_template_set *set,
                                       assay_input inputs[2], assay_error *err)
{
    inputs[1] = assay_sample_list_input(set->list);
    return assay_matrix_file_input(set->file, set->role, &set->options,
                                   &inputs[0], err);
}

void assay_template_set_forget(assay_template_set *set)
{
    assay_sample_list_forget(set->list);
}

void assay_template_set_close(assay_template_set *set)
{
    if (!set) return;
    assay_sample_list_free(set->list);
    assay_matrix_file_close(set->file);
    assay_free(set);
}
