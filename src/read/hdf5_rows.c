// SPDX-License-Identifier: Apache-2.0
// The structure of the file is read by libhdf5, which must not print: its stack
// of errors, one a thread, is hushed before a call and then given back as it
// was.
#include "read/hdf5_rows.h"

#include "base/alloc.h"
#include "read/hdf5_api.h"

#include <stdio.h>
#include <string.h>

enum { NAMES = 160, NAME = 256, TYPES = 8, CACHE_MOST = 1 << 26 };

// H5F_ACC_RDONLY, whose definition calls a library that isn't there.
#define READ_ONLY 0u

struct assay_hdf5_rows {
    assay_hdf5_api api;
    hid_t file;
    hid_t dataset;
    hid_t type; // of the values, as they lie in the file
    uint64_t columns;
    char path[];
};

// What libhdf5 said first of all, where it failed.
static herr_t keep_reason(unsigned depth, const H5E_error2_t *error, void *text)
{
    if (depth == 0 && error->desc)
        (void)snprintf(text, NAME, "%s", error->desc);
    return 0;
}

static assay_status refuse(const assay_hdf5_rows *rows, assay_error *err)
{
    return assay_fail_byte(err, rows->path, 0);
}

// A failure of libhdf5, with its own reason.
static assay_status refuse_hdf5(const assay_hdf5_rows *rows, const char *what,
                                assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    char reason[NAME] = "no reason given";
    (void)h->H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_reason, reason);
    assay_fail(err, ASSAY_EINPUT, "%s; HDF5 says: %s", what, reason);
    return refuse(rows, err);
}

static bool is_big_endian_machine(void)
{
    const uint16_t one = 1;
    unsigned char first = 0;
    memcpy(&first, &one, 1);
    return first == 0;
}

// Where the parts of an IEEE float lie: sign, exponent and fraction, first bit
// and size.
typedef struct layout {
    size_t sign, exponent, exponent_size, fraction, fraction_size, bias;
} layout;

static const layout single = {31, 23, 8, 0, 23, 127};
static const layout half = {15, 10, 5, 0, 10, 15}; // as h5py writes it

static bool has_layout(const assay_hdf5_api *h, hid_t type, const layout *l)
{
    layout is = {.bias = h->H5Tget_ebias(type)};
    return h->H5Tget_fields(type, &is.sign, &is.exponent, &is.exponent_size,
                            &is.fraction, &is.fraction_size) >= 0 &&
           memcmp(&is, l, sizeof is) == 0;
}

static bool is_byte(const assay_hdf5_api *h, hid_t type, H5T_sign_t sign)
{
    return h->H5Tget_size(type) == 1 && h->H5Tget_precision(type) == 8 &&
           h->H5Tget_sign(type) == sign;
}

// What a value is; false: of no type that templates have.
static bool take_type(const assay_hdf5_api *h, hid_t type, assay_npy *shape)
{
    const H5T_class_t class = h->H5Tget_class(type);
    const H5T_order_t order = h->H5Tget_order(type);
    const size_t size = h->H5Tget_size(type);
    if (size > 4) return false;
    shape->size = (uint8_t)size;
    if (class == H5T_INTEGER) {
        const bool is_signed = is_byte(h, type, H5T_SGN_2);
        shape->kind = is_signed ? 'i' : 'u';
        return is_signed || is_byte(h, type, H5T_SGN_NONE);
    }
    if (order != H5T_ORDER_LE && order != H5T_ORDER_BE) return false;
    shape->kind = 'f';
    shape->swapped = (order == H5T_ORDER_BE) != is_big_endian_machine();
    return class == H5T_FLOAT &&
           ((shape->size == 4 && has_layout(h, type, &single)) ||
            (shape->size == 2 && has_layout(h, type, &half)));
}

static assay_status take_shape(assay_hdf5_rows *rows, assay_npy *shape,
                               assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    hsize_t sizes[2] = {0, 0};
    const hid_t space = h->H5Dget_space(rows->dataset);
    const int dimensions =
        space < 0 ? -1 : h->H5Sget_simple_extent_ndims(space);
    if (dimensions == 2) (void)h->H5Sget_simple_extent_dims(space, sizes, NULL);
    if (space >= 0) (void)h->H5Sclose(space);
    if (dimensions != 2) {
        assay_fail(err, ASSAY_EINPUT,
                   "a dataset of %d dimensions: templates have two, a row a "
                   "sample",
                   dimensions < 0 ? 0 : dimensions);
        return refuse(rows, err);
    }
    rows->type = h->H5Dget_type(rows->dataset);
    if (rows->type < 0 || !take_type(h, rows->type, shape)) {
        assay_fail(err, ASSAY_EINPUT,
                   "values of another type: float32, float16, int8 or uint8 "
                   "are needed; save them with .astype('float32')");
        return refuse(rows, err);
    }
    shape->dimensions = 2;
    shape->shape[0] = sizes[0];
    shape->shape[1] = rows->columns = sizes[1];
    if (!__builtin_mul_overflow(sizes[0], sizes[1], &shape->count) &&
        shape->count <= INT64_MAX / shape->size)
        return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "the dataset declares more values than any file can hold");
    return refuse(rows, err);
}

// The number of a filter that we don't want; 0: all are good ones.
static int find_filter(const assay_hdf5_api *h, hid_t how)
{
    const int n = h->H5Pget_nfilters(how);
    for (int i = 0; i < n; i++) {
        unsigned flags = 0;
        unsigned config = 0;
        size_t values = 0;
        const H5Z_filter_t filter = h->H5Pget_filter2(
            how, (unsigned)i, &flags, &values, NULL, 0, NULL, &config);
        if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
            filter != H5Z_FILTER_FLETCHER32)
            return filter;
    }
    return n < 0 ? n : 0;
}

static assay_status check_chunks(assay_hdf5_rows *rows, hid_t how,
                                 const assay_npy *shape, assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    hsize_t chunk[2] = {0, 0};
    hbool_t safe = false;
    const int filter = find_filter(h, how);
    const bool good = h->H5Pget_chunk(how, 2, chunk) == 2 &&
                      h->H5is_library_threadsafe(&safe) >= 0;
    if (!good) return refuse_hdf5(rows, "the dataset can't be read", err);
    if (filter)
        assay_fail(err, ASSAY_EINPUT,
                   "packed with filter %d: only gzip is read; save it with "
                   "compression='gzip' or none",
                   filter);
    else if (chunk[1] &&
             chunk[0] > ASSAY_HDF5_CHUNK_MOST / shape->size / chunk[1])
        assay_fail(err, ASSAY_EINPUT,
                   "chunks of %llu x %llu values: at most %d bytes are read; "
                   "save it in smaller ones",
                   (unsigned long long)chunk[0], (unsigned long long)chunk[1],
                   ASSAY_HDF5_CHUNK_MOST);
    else if (!safe)
        assay_fail(err, ASSAY_EINPUT,
                   "a dataset in chunks, but this libhdf5 is not safe from "
                   "several threads: save it in one piece, or with numpy.save");
    else
        return ASSAY_OK;
    return refuse(rows, err);
}

static assay_status take_place(assay_hdf5_rows *rows, assay_npy *shape,
                               hid_t how, assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    const H5D_layout_t kept = h->H5Pget_layout(how);
    shape->start = UINT64_MAX;
    if (kept == H5D_CHUNKED) return check_chunks(rows, how, shape, err);
    if (kept == H5D_CONTIGUOUS) {
        const haddr_t at = h->H5Dget_offset(rows->dataset);
        if (at != HADDR_UNDEF) shape->start = at;
        if (at != HADDR_UNDEF || !shape->count) return ASSAY_OK;
    }
    assay_fail(err, ASSAY_EINPUT,
               "the values of this dataset are not in this file, or within "
               "its header: save it with h5py's create_dataset(name, data=a)");
    return refuse(rows, err);
}

// Where links lead out of the file, what is there is not what was named.
static assay_status check_file(const assay_hdf5_rows *rows, assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    H5O_info_t object;
    H5O_info_t root;
    const bool known = h->H5Oget_info(rows->dataset, &object) >= 0 &&
                       h->H5Oget_info(rows->file, &root) >= 0;
    if (known && object.fileno == root.fileno) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "a link to another file: name the file that holds the dataset");
    return refuse(rows, err);
}

// The datasets of two dimensions that were found.
typedef struct found {
    const assay_hdf5_api *api;
    unsigned count;
    char first[NAME];
    char names[NAMES];
    size_t length;
} found;

static bool has_two_dimensions(const assay_hdf5_api *h, hid_t dataset)
{
    const hid_t space = h->H5Dget_space(dataset);
    const bool has = space >= 0 && h->H5Sget_simple_extent_ndims(space) == 2;
    if (space >= 0) (void)h->H5Sclose(space);
    return has;
}

static void keep_name(found *f, const char *name)
{
    if (!f->count++) (void)snprintf(f->first, NAME, "/%s", name);
    const int n = snprintf(f->names + f->length, NAMES - f->length, "%s/%s",
                           f->length ? ", " : "", name);
    if (n > 0 && f->length + (size_t)n < NAMES) f->length += (size_t)n;
}

// Links that leave the file, or may, are not followed.
static herr_t look_at_link(hid_t group, const char *name,
                           const H5L_info_t *link, void *context)
{
    found *f = context;
    const assay_hdf5_api *h = f->api;
    if (link->type != H5L_TYPE_HARD) return 0;
    const hid_t object = h->H5Oopen(group, name, H5P_DEFAULT);
    if (object < 0) return 0;
    if (h->H5Iget_type(object) == H5I_DATASET && has_two_dimensions(h, object))
        keep_name(f, name);
    (void)h->H5Oclose(object);
    return 0;
}

static assay_status find_dataset(const assay_hdf5_rows *rows, found *f,
                                 assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    f->api = h;
    if (h->H5Lvisit(rows->file, H5_INDEX_NAME, H5_ITER_NATIVE, look_at_link,
                    f) < 0)
        return refuse_hdf5(rows, "its datasets can't be listed", err);
    if (f->count == 1) return ASSAY_OK;
    if (f->count)
        assay_fail(err, ASSAY_EINPUT,
                   "%u datasets of two dimensions (%s): name one of them, as "
                   "FILE.h5:%s",
                   f->count, f->names, f->first);
    else
        assay_fail(err, ASSAY_EINPUT,
                   "no dataset of two dimensions: templates are one, a row a "
                   "sample");
    return refuse(rows, err);
}

// Opens it anew, with room for a row of chunks, so that none is unpacked for
// each row of it.
static hid_t open_with_room(const assay_hdf5_rows *rows, const char *name)
{
    const assay_hdf5_api *h = &rows->api;
    const hid_t plain = h->H5Dopen2(rows->file, name, H5P_DEFAULT);
    const hid_t access = plain < 0 ? -1 : h->H5Dget_access_plist(plain);
    if (access < 0) return plain;
    (void)h->H5Pset_chunk_cache(access, H5D_CHUNK_CACHE_NSLOTS_DEFAULT,
                                CACHE_MOST, 1.0);
    (void)h->H5Dclose(plain);
    const hid_t roomy = h->H5Dopen2(rows->file, name, access);
    (void)h->H5Pclose(access);
    return roomy;
}

static assay_status open_dataset(assay_hdf5_rows *rows, const char *name,
                                 assay_error *err)
{
    char what[NAME];
    rows->dataset = open_with_room(rows, name);
    if (rows->dataset >= 0) return check_file(rows, err);
    (void)snprintf(what, sizeof what, "no dataset \"%.100s\" in this file",
                   name);
    return refuse_hdf5(rows, what, err);
}

static assay_status take_all(assay_hdf5_rows *rows, const char *dataset,
                             assay_npy *shape, assay_error *err)
{
    const assay_hdf5_api *h = &rows->api;
    found f = {.count = 0};
    rows->file = h->H5Fopen(rows->path, READ_ONLY, H5P_DEFAULT);
    if (rows->file < 0)
        return refuse_hdf5(rows, "not an HDF5 file, or a damaged one", err);
    if (!dataset) ASSAY_TRY(find_dataset(rows, &f, err));
    ASSAY_TRY(open_dataset(rows, dataset ? dataset : f.first, err));
    ASSAY_TRY(take_shape(rows, shape, err));
    const hid_t how = h->H5Dget_create_plist(rows->dataset);
    if (how < 0) return refuse_hdf5(rows, "the dataset can't be read", err);
    const assay_status status = take_place(rows, shape, how, err);
    (void)h->H5Pclose(how);
    return status;
}

static assay_status take_quietly(assay_hdf5_rows *rows, const char *dataset,
                                 assay_npy *shape, assay_error *err)
{
    if (assay_hdf5_load(&rows->api, err) != ASSAY_OK) {
        memset(&rows->api, 0, sizeof rows->api);
        return refuse(rows, err);
    }
    const assay_hdf5_quiet before = assay_hdf5_hush(&rows->api);
    const assay_status status = take_all(rows, dataset, shape, err);
    assay_hdf5_loud(&rows->api, before);
    return status;
}

assay_status assay_hdf5_rows_open(const char *path, const char *dataset,
                                  assay_hdf5_rows **out, assay_npy *shape,
                                  assay_error *err)
{
    const size_t length = strlen(path) + 1;
    *out = NULL;
    memset(shape, 0, sizeof *shape);
    assay_hdf5_rows *rows = assay_new(sizeof *rows, length, 1);
    if (!rows) return assay_fail_memory(err, "a matrix");
    rows->file = rows->dataset = rows->type = -1;
    memcpy(rows->path, path, length);
    const assay_status status = take_quietly(rows, dataset, shape, err);
    if (status == ASSAY_OK)
        *out = rows;
    else
        assay_hdf5_rows_close(rows);
    return status;
}

static bool read_block(const assay_hdf5_rows *rows, uint64_t first,
                       size_t count, void *to)
{
    const assay_hdf5_api *h = &rows->api;
    const hsize_t start[2] = {first, 0};
    const hsize_t size[2] = {count, rows->columns};
    const hid_t in_file = h->H5Dget_space(rows->dataset);
    const hid_t in_memory = h->H5Screate_simple(2, size, NULL);
    const bool good = in_file >= 0 && in_memory >= 0 &&
                      h->H5Sselect_hyperslab(in_file, H5S_SELECT_SET, start,
                                             NULL, size, NULL) >= 0 &&
                      h->H5Dread(rows->dataset, rows->type, in_memory, in_file,
                                 H5P_DEFAULT, to) >= 0;
    if (in_file >= 0) (void)h->H5Sclose(in_file);
    if (in_memory >= 0) (void)h->H5Sclose(in_memory);
    return good;
}

assay_status assay_hdf5_rows_read(const assay_hdf5_rows *rows, uint64_t first,
                                  size_t count, void *to, assay_error *err)
{
    if (!count) return ASSAY_OK;
    const assay_hdf5_quiet before = assay_hdf5_hush(&rows->api);
    const bool good = read_block(rows, first, count, to);
    assay_hdf5_loud(&rows->api, before);
    if (good) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "rows %llu to %llu can't be read: the file is damaged, or was "
               "cut short meanwhile; copy it again",
               (unsigned long long)first,
               (unsigned long long)(first + count - 1));
    return refuse(rows, err);
}

static void close_all(assay_hdf5_rows *rows)
{
    const assay_hdf5_api *h = &rows->api;
    const assay_hdf5_quiet before = assay_hdf5_hush(h);
    if (rows->type >= 0) (void)h->H5Tclose(rows->type);
    if (rows->dataset >= 0) (void)h->H5Dclose(rows->dataset);
    if (rows->file >= 0) (void)h->H5Fclose(rows->file);
    assay_hdf5_loud(h, before);
}

void assay_hdf5_rows_close(assay_hdf5_rows *rows)
{
    if (!rows) return;
    // Nothing is open where the library wasn't there.
    if (rows->file >= 0) close_all(rows);
    assay_free(rows);
}
