// SPDX-License-Identifier: Apache-2.0
// Values of a .npy file lie behind its header, row after row: row r begins at
// start + r * bytes of a row.
#include "read/matrix_file.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "read/floats.h"
#include "read/hdf5_rows.h"
#include "read/npy.h"
#include "read/unpack.h"

#include <string.h>

enum { BLOCK = 1 << 20, HDF5_MAGIC = 8 };

static const unsigned char hdf5_magic[HDF5_MAGIC] = {0x89, 'H',  'D',  'F',
                                                     '\r', '\n', 0x1a, '\n'};

struct assay_matrix_file {
    assay_matrix matrix;
    assay_file *file;
    assay_hdf5_rows *hdf5; // NULL: .npy
    assay_npy npy;
    size_t row_bytes;
    char hex[ASSAY_DIGEST_HEX + 1];
    char path[]; // as it was given
};

static assay_status refuse_at(const assay_matrix_file *f, uint64_t byte,
                              assay_error *err)
{
    return assay_fail_byte(err, assay_file_path(f->file), byte);
}

static assay_status refuse_cut(const assay_matrix_file *f, uint64_t byte,
                               assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "the file ends here, but it went on when it was opened: start "
               "again when nothing writes to it");
    return refuse_at(f, byte, err);
}

static assay_status read_rows(void *context, uint64_t first, size_t count,
                              void *to, assay_error *err)
{
    const assay_matrix_file *f = context;
    const uint64_t at = f->npy.start + first * f->row_bytes;
    const size_t bytes = count * f->row_bytes;
    size_t got = 0;
    ASSAY_TRY(assay_file_read_at(f->file, at, to, bytes, &got, err));
    if (got != bytes) return refuse_cut(f, at + got, err);
    if (f->npy.swapped)
        assay_floats_swap(to, count * f->matrix.dimensions, f->npy.size);
    return ASSAY_OK;
}

static assay_status read_chunks(void *context, uint64_t first, size_t count,
                                void *to, assay_error *err)
{
    const assay_matrix_file *f = context;
    ASSAY_TRY(assay_hdf5_rows_read(f->hdf5, first, count, to, err));
    if (f->npy.swapped)
        assay_floats_swap(to, count * f->matrix.dimensions, f->npy.size);
    return ASSAY_OK;
}

static assay_status check_packing(const assay_matrix_file *f,
                                  const unsigned char *head, size_t n,
                                  assay_error *err)
{
    const assay_packing packing = assay_packing_of(head, n);
    if (packing == ASSAY_PLAIN && n) return ASSAY_OK;
    if (!n)
        assay_fail(err, ASSAY_EINPUT,
                   "the file is empty: a matrix of templates was expected");
    else
        assay_fail(err, ASSAY_EINPUT,
                   "packed with %s: a matrix is read in any order and more "
                   "than once; unpack it first with %s",
                   packing == ASSAY_GZIP ? "gzip" : "zstd",
                   packing == ASSAY_GZIP ? "gunzip" : "unzstd");
    return refuse_at(f, 0, err);
}

static assay_status check_sizes(const assay_npy *npy, assay_error *err)
{
    if (npy->dimensions != 2)
        return assay_fail(err, ASSAY_EINPUT,
                          "a vector of %llu values where a matrix of "
                          "templates is needed: a row a sample",
                          (unsigned long long)npy->shape[0]);
    if (!npy->count)
        return assay_fail(err, ASSAY_EINPUT,
                          "a matrix of %llu rows of %llu values: there are no "
                          "templates in this file",
                          (unsigned long long)npy->shape[0],
                          (unsigned long long)npy->shape[1]);
    if (npy->shape[0] > UINT32_MAX)
        return assay_fail(err, ASSAY_EINPUT,
                          "%llu rows: at most 2^32 - 1 are read; split them",
                          (unsigned long long)npy->shape[0]);
    if (npy->shape[1] > ASSAY_DIMENSIONS_MOST)
        return assay_fail(err, ASSAY_EINPUT,
                          "rows of %llu values: templates of at most %d are "
                          "read; is a row a sample?",
                          (unsigned long long)npy->shape[1],
                          ASSAY_DIMENSIONS_MOST);
    return ASSAY_OK;
}

static assay_status check_end(const assay_matrix_file *f, assay_error *err)
{
    char words[80];
    const uint64_t size = assay_file_size(f->file);
    const uint64_t end = f->npy.start + f->npy.count * f->npy.size;
    if (size == end) return ASSAY_OK;
    assay_npy_in_words(&f->npy, words, sizeof words);
    assay_fail(err, ASSAY_EINPUT,
               size < end ? "the header declares a %s, which ends at byte "
                            "%llu, but the file ends here: it was cut short "
                            "or its header is wrong; copy or save it again"
                          : "the header declares a %s, which ends at byte "
                            "%llu, but the file goes on: the header is wrong "
                            "or something was appended; save it again",
               words, (unsigned long long)end);
    return refuse_at(f, size < end ? size : end, err);
}

static assay_value_type type_of(const assay_npy *npy)
{
    if (npy->kind == 'i') return ASSAY_VALUE_I8;
    if (npy->kind == 'u') return ASSAY_VALUE_U8;
    return npy->size == 4 ? ASSAY_VALUE_F32 : ASSAY_VALUE_F16;
}

// What the matrix is, once its header was understood.
static void describe(assay_matrix_file *f, bool chunks)
{
    const assay_npy *npy = &f->npy;
    f->row_bytes = (size_t)npy->shape[1] * npy->size;
    f->matrix = (assay_matrix){.name = f->path,
                               .rows = npy->shape[0],
                               .dimensions = (uint32_t)npy->shape[1],
                               .type = type_of(npy),
                               .start = npy->start,
                               .context = f,
                               .read = chunks ? read_chunks : read_rows};
}

static assay_status take_header(assay_matrix_file *f, const unsigned char *head,
                                size_t n, assay_error *err)
{
    ASSAY_TRY(assay_npy_parse_templates(head, n, &f->npy, err));
    ASSAY_TRY(check_sizes(&f->npy, err));
    ASSAY_TRY(check_end(f, err));
    describe(f, false);
    return ASSAY_OK;
}

static assay_status open_npy(assay_matrix_file *f, assay_error *err)
{
    ASSAY_AUTO(assay_drop)
    unsigned char *head = assay_new(0, ASSAY_HEAD_BYTES, 1);
    size_t n = 0;
    if (!head) return assay_fail_memory(err, "a matrix");
    ASSAY_TRY(assay_file_read_at(f->file, 0, head, ASSAY_HEAD_BYTES, &n, err));
    ASSAY_TRY(check_packing(f, head, n, err));
    if (take_header(f, head, n, err) == ASSAY_OK) return ASSAY_OK;
    return refuse_at(f, 0, err);
}

// Values in one piece that are not all there.
static assay_status check_piece(const assay_matrix_file *f, assay_error *err)
{
    const uint64_t size = assay_file_size(f->file);
    const uint64_t bytes = f->npy.count * f->npy.size;
    if (bytes <= size && f->npy.start <= size - bytes) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the file ends here, within the values of the dataset: it was "
               "cut short; copy or save it again");
    return refuse_at(f, size, err);
}

static assay_status open_hdf5(assay_matrix_file *f, const char *dataset,
                              assay_error *err)
{
    ASSAY_TRY(assay_hdf5_rows_open(assay_file_path(f->file), dataset, &f->hdf5,
                                   &f->npy, err));
    if (check_sizes(&f->npy, err) != ASSAY_OK) return refuse_at(f, 0, err);
    const bool chunks = f->npy.start == UINT64_MAX;
    if (!chunks) ASSAY_TRY(check_piece(f, err));
    describe(f, chunks);
    return ASSAY_OK;
}

// Opens what is before ":/dataset" in a path.
static assay_status open_before(assay_matrix_file *f, const char **dataset,
                                assay_error *err)
{
    const char *colon = strstr(f->path, ":/");
    const size_t length = (size_t)(colon - f->path);
    *dataset = colon + 1;
    ASSAY_AUTO(assay_drop) char *name = assay_new(0, length + 1, 1);
    if (!name) return assay_fail_memory(err, "a matrix");
    memcpy(name, f->path, length);
    return assay_file_open(name, &f->file, err);
}

// Opens the file of the path: all of it where there is such a file.
static assay_status open_file(assay_matrix_file *f, const char **dataset,
                              assay_error *err)
{
    assay_status status = assay_file_open(f->path, &f->file, err);
    *dataset = NULL;
    if (status == ASSAY_EREAD && strstr(f->path, ":/"))
        status = open_before(f, dataset, err);
    if (status != ASSAY_OK) return status;
    if (assay_file_can_rewind(f->file)) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "not a plain file: a matrix is read in any order and more than "
               "once; save it to a file first");
    return refuse_at(f, 0, err);
}

static assay_status open_any(assay_matrix_file *f, assay_error *err)
{
    unsigned char magic[HDF5_MAGIC];
    const char *dataset = NULL;
    size_t n = 0;
    ASSAY_TRY(open_file(f, &dataset, err));
    ASSAY_TRY(assay_file_read_at(f->file, 0, magic, sizeof magic, &n, err));
    const bool is_hdf5 =
        n == HDF5_MAGIC && memcmp(magic, hdf5_magic, HDF5_MAGIC) == 0;
    return dataset || is_hdf5 ? open_hdf5(f, dataset, err) : open_npy(f, err);
}

assay_status assay_matrix_file_open(const char *path, assay_matrix_file **out,
                                    assay_error *err)
{
    const size_t length = strlen(path) + 1;
    *out = NULL;
    assay_matrix_file *f = assay_new(sizeof *f, length, 1);
    if (!f) return assay_fail_memory(err, "a matrix");
    memcpy(f->path, path, length);
    const assay_status status = open_any(f, err);
    if (status == ASSAY_OK)
        *out = f;
    else
        assay_matrix_file_close(f);
    return status;
}

const assay_matrix *assay_matrix_file_matrix(const assay_matrix_file *file)
{
    return &file->matrix;
}

static assay_status tell(const assay_matrix_file *f, uint64_t done,
                         const assay_watch *watch, assay_error *err)
{
    return assay_go_on(watch, "reading", done, assay_file_size(f->file), err);
}

static assay_status add_all(const assay_matrix_file *f, assay_digest *digest,
                            unsigned char *block, const assay_watch *watch,
                            assay_error *err)
{
    const uint64_t size = assay_file_size(f->file);
    uint64_t at = 0;
    for (size_t got = BLOCK; got == BLOCK; at += got) {
        ASSAY_TRY(assay_file_read_at(f->file, at, block, BLOCK, &got, err));
        assay_digest_add(digest, block, got);
        ASSAY_TRY(tell(f, at + got, watch, err));
    }
    if (at < size) return refuse_cut(f, at, err);
    if (at == size) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the file ended here when it was opened, but it goes on now: "
               "start again when nothing writes to it");
    return refuse_at(f, size, err);
}

static void end_digest(assay_digest **digest)
{
    assay_digest_free(*digest);
}

static assay_status make_digest(assay_matrix_file *f,
                                const assay_read_options *options,
                                assay_error *err)
{
    ASSAY_AUTO(end_digest)
    assay_digest *digest = assay_digest_new(options->threads > 1);
    ASSAY_AUTO(assay_drop) unsigned char *block = assay_new(0, BLOCK, 1);
    if (!digest || !block) return assay_fail_memory(err, "the digest");
    ASSAY_TRY(add_all(f, digest, block, options->watch, err));
    assay_digest_end(digest, f->hex);
    return ASSAY_OK;
}

assay_status assay_matrix_file_input(assay_matrix_file *file, const char *role,
                                     const assay_read_options *options,
                                     assay_input *input, assay_error *err)
{
    if (options->digest && !file->hex[0])
        ASSAY_TRY(make_digest(file, options, err));
    *input = (assay_input){.name = assay_base_name(file->path),
                           .role = role,
                           .format = file->hdf5 ? "hdf5" : "npy",
                           .bytes = assay_file_size(file->file),
                           .rows = file->matrix.rows,
                           .digest = file->hex[0] ? file->hex : NULL};
    return ASSAY_OK;
}

void assay_matrix_file_close(assay_matrix_file *file)
{
    if (!file) return;
    assay_hdf5_rows_close(file->hdf5);
    assay_file_close(file->file);
    assay_free(file);
}
