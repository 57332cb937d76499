// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/matrix_file.h"

static assay_matrix_file *file;

static int teardown(void **state)
{
    assay_matrix_file_close(file);
    file = NULL;
    return help_teardown(state);
}

static assay_status open_path(const char *path)
{
    assay_matrix_file_close(file);
    return assay_matrix_file_open(path, &file, &err);
}

#ifdef ASSAY_HDF5_LIBRARY

#include <hdf5.h>
#include <pthread.h>

enum { ROWS = 50, COLUMNS = 7 };

static float values[ROWS][COLUMNS];
static signed char bytes[ROWS][COLUMNS];

// How a dataset is written.
typedef struct dataset {
    const char *name;
    hid_t in_file, in_memory;
    const void *from;
    int dimensions;
    hsize_t chunk[2]; // 0: in one piece
    bool gzip, shuffle;
} dataset;

static hid_t half_of(hid_t single)
{
    const hid_t type = H5Tcopy(single);
    assert_true(H5Tset_fields(type, 15, 10, 5, 0, 10) >= 0);
    assert_true(H5Tset_size(type, 2) >= 0 && H5Tset_ebias(type, 15) >= 0);
    return type;
}

static void write_dataset(hid_t to, const dataset *d)
{
    const hsize_t sizes[2] = {ROWS, COLUMNS};
    const hid_t space = H5Screate_simple(d->dimensions, sizes, NULL);
    const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
    if (d->chunk[0]) assert_true(H5Pset_chunk(how, 2, d->chunk) >= 0);
    if (d->shuffle) assert_true(H5Pset_shuffle(how) >= 0);
    if (d->gzip) assert_true(H5Pset_deflate(how, 4) >= 0);
    const hid_t set = H5Dcreate2(to, d->name, d->in_file, space, H5P_DEFAULT,
                                 how, H5P_DEFAULT);
    assert_true(set >= 0);
    if (d->from)
        assert_true(H5Dwrite(set, d->in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                             d->from) >= 0);
    H5Dclose(set);
    H5Pclose(how);
    H5Sclose(space);
}

static const char *write_file(const dataset *sets, size_t n)
{
    const char *path = help_text("");
    const hid_t to = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(to >= 0);
    for (size_t i = 0; i < n; i++) write_dataset(to, &sets[i]);
    assert_true(H5Fclose(to) >= 0);
    return path;
}

static int setup(void **state)
{
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++) {
            values[i][j] = (float)(i - j) * 0.25f;
            bytes[i][j] = (signed char)(i - 3 * j);
        }
    return help_setup(state);
}

static dataset plain_set(const char *name)
{
    return (dataset){.name = name,
                     .in_file = H5T_IEEE_F32LE,
                     .in_memory = H5T_NATIVE_FLOAT,
                     .from = values,
                     .dimensions = 2};
}

// All rows, in blocks that are no multiple of anything.
static void assert_rows(const void *expected)
{
    static unsigned char got[ROWS * COLUMNS * 4];
    const assay_matrix *m = assay_matrix_file_matrix(file);
    const size_t row = COLUMNS * assay_value_size(m->type);
    assert_int_equal(m->rows, ROWS);
    assert_int_equal(m->dimensions, COLUMNS);
    for (uint64_t first = 0; first < ROWS; first += 11) {
        const size_t n = ROWS - first < 11 ? (size_t)(ROWS - first) : 11;
        assert_int_equal(m->read(m->context, first, n, got + first * row, &err),
                         ASSAY_OK);
    }
    assert_memory_equal(got, expected, ROWS * row);
}

static void float32_in_every_layout(void **state)
{
    (void)state;
    const hid_t orders[] = {H5T_IEEE_F32LE, H5T_IEEE_F32BE};
    for (size_t i = 0; i < 8; i++) {
        dataset d = plain_set("faces");
        d.in_file = orders[i % 2];
        d.chunk[0] = i / 2 ? 8 : 0;
        d.chunk[1] = i / 2 == 3 ? 5 : 7;
        d.gzip = i / 2 > 1;
        d.shuffle = i / 2 == 3;
        assert_int_equal(open_path(write_file(&d, 1)), ASSAY_OK);
        assert_int_equal(assay_matrix_file_matrix(file)->type, ASSAY_VALUE_F32);
        assert_int_equal(assay_matrix_file_matrix(file)->start == UINT64_MAX,
                         d.chunk[0] > 0);
        assert_rows(values);
        (void)unlink(help_paths[--help_count]);
    }
}

static void float16_and_bytes(void **state)
{
    (void)state;
    static uint16_t half[ROWS][COLUMNS];
    dataset d = plain_set("faces");
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++)
            half[i][j] = (uint16_t)(0x3c00 + i * 16 + j);
    const hid_t native = half_of(H5T_IEEE_F32LE);
    const hid_t big = half_of(H5T_IEEE_F32BE);
    d.in_memory = native;
    d.from = half;
    for (size_t i = 0; i < 4; i++) {
        d.in_file = i % 2 ? big : native;
        d.chunk[0] = d.chunk[1] = i / 2 ? 3 : 0;
        assert_int_equal(open_path(write_file(&d, 1)), ASSAY_OK);
        assert_int_equal(assay_matrix_file_matrix(file)->type, ASSAY_VALUE_F16);
        assert_rows(half);
    }
    H5Tclose(native);
    H5Tclose(big);
    d = plain_set("faces");
    d.in_file = H5T_STD_I8LE;
    d.in_memory = H5T_NATIVE_SCHAR;
    d.from = bytes;
    assert_int_equal(open_path(write_file(&d, 1)), ASSAY_OK);
    assert_int_equal(assay_matrix_file_matrix(file)->type, ASSAY_VALUE_I8);
    assert_rows(bytes);
    d.in_file = H5T_STD_U8BE;
    d.in_memory = H5T_NATIVE_UCHAR;
    assert_int_equal(open_path(write_file(&d, 1)), ASSAY_OK);
    assert_int_equal(assay_matrix_file_matrix(file)->type, ASSAY_VALUE_U8);
    assert_rows(bytes);
}

static void one_of_several_datasets(void **state)
{
    (void)state;
    char path[80];
    dataset sets[3] = {plain_set("a"), plain_set("b"), plain_set("ids")};
    sets[2].dimensions = 1;
    const char *two = write_file(sets, 3);
    assert_refused(open_path(two),
                   "byte 0: 2 datasets of two dimensions (/a, /b): name one of "
                   "them, as FILE.h5:/a");
    (void)snprintf(path, sizeof path, "%s:/b", two);
    assert_int_equal(open_path(path), ASSAY_OK);
    assert_string_equal(assay_matrix_file_matrix(file)->name, path);
    assert_rows(values);
    (void)snprintf(path, sizeof path, "%s:/c", two);
    assert_refused(open_path(path), "byte 0: no dataset \"/c\" in this file; "
                                    "HDF5 says: ");
    (void)snprintf(path, sizeof path, "%s:/ids", two);
    assert_refused(open_path(path),
                   "byte 0: a dataset of 1 dimensions: templates have two");
    assert_refused(open_path(write_file(sets + 2, 1)),
                   "byte 0: no dataset of two dimensions");
    assert_int_equal(open_path(write_file(sets + 1, 2)), ASSAY_OK);
}

static void what_is_not_read(void **state)
{
    (void)state;
    dataset d = plain_set("faces");
    d.in_file = H5T_IEEE_F64LE;
    assert_refused(open_path(write_file(&d, 1)),
                   "byte 0: values of another type: float32, float16, int8 or "
                   "uint8 are needed");
    d.in_file = H5T_STD_I16LE;
    assert_refused(open_path(write_file(&d, 1)),
                   "byte 0: values of another type");
    d = plain_set("faces");
    d.from = NULL;
    assert_refused(open_path(write_file(&d, 1)),
                   "byte 0: the values of this dataset are not in this file");
    assert_refused(open_path(help_file("\x89HDF\r\n\x1a\nrest", 12)),
                   "byte 0: not an HDF5 file, or a damaged one; HDF5 says: ");
    const char *npy = help_text("\x93NUMPY");
    char path[80];
    (void)snprintf(path, sizeof path, "%s:/faces", npy);
    assert_refused(open_path(path), "byte 0: not an HDF5 file");
}

static void links_to_other_files_are_not_followed(void **state)
{
    (void)state;
    char path[80];
    dataset d = plain_set("faces");
    const char *there = write_file(&d, 1);
    const char *here = write_file(&d, 0);
    const hid_t to = H5Fopen(here, H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(H5Lcreate_external(there, "/faces", to, "faces", H5P_DEFAULT,
                                   H5P_DEFAULT) >= 0);
    H5Fclose(to);
    assert_refused(open_path(here), "byte 0: no dataset of two dimensions");
    (void)snprintf(path, sizeof path, "%s:/faces", here);
    assert_refused(open_path(path), "byte 0: a link to another file");
}

// Nothing that was read before may be given out for what is no longer there.
static void damaged_files_are_refused(void **state)
{
    (void)state;
    unsigned char got[ROWS * COLUMNS * 4];
    dataset d = plain_set("faces");
    const char *piece = write_file(&d, 1);
    assert_int_equal(open_path(piece), ASSAY_OK);
    const assay_matrix *m = assay_matrix_file_matrix(file);
    const uint64_t start = m->start;
    assert_int_equal(truncate(piece, (off_t)start + 30), 0);
    assert_int_equal(m->read(m->context, 0, 1, got, &err), ASSAY_OK);
    assert_int_equal(m->read(m->context, 1, 1, got, &err), ASSAY_EINPUT);
    assert_int_equal(err.byte, start + 30);
    assert_refused(open_path(piece), "byte 0: not an HDF5 file, or a damaged");
    d.chunk[0] = 10;
    d.chunk[1] = COLUMNS;
    d.gzip = true;
    const char *chunks = write_file(&d, 1);
    assert_int_equal(open_path(chunks), ASSAY_OK);
    assert_int_equal(truncate(chunks, 2100), 0);
    m = assay_matrix_file_matrix(file);
    assert_refused(m->read(m->context, 1, 30, got, &err),
                   "byte 0: rows 1 to 30 can't be read");
}

static void *read_backwards(void *context)
{
    const assay_matrix *m = context;
    assay_error error;
    uintptr_t wrong = 0;
    for (int round = 0; round < 20; round++)
        for (uint64_t first = ROWS - 2; first > 0; first -= 2) {
            float got[2][COLUMNS] = {{0}};
            wrong += m->read(m->context, first, 2, got, &error) != ASSAY_OK;
            wrong += memcmp(got, values[first], sizeof got) != 0;
        }
    return (void *)wrong; // NOLINT(performance-no-int-to-ptr): a count
}

static void several_threads_read_chunks(void **state)
{
    (void)state;
    pthread_t thread[4];
    dataset d = plain_set("faces");
    d.chunk[0] = 7;
    d.chunk[1] = 4;
    d.gzip = true;
    assert_int_equal(open_path(write_file(&d, 1)), ASSAY_OK);
    void *matrix = (void *)(uintptr_t)assay_matrix_file_matrix(file);
    for (size_t t = 0; t < 4; t++)
        assert_int_equal(
            pthread_create(&thread[t], NULL, read_backwards, matrix), 0);
    for (size_t t = 0; t < 4; t++) {
        void *wrong = (void *)1;
        assert_int_equal(pthread_join(thread[t], &wrong), 0);
        assert_null(wrong);
    }
}

static void the_whole_file_is_digested(void **state)
{
    (void)state;
    const assay_read_options options = {.threads = 1, .digest = true};
    assay_input input;
    dataset d = plain_set("faces");
    assert_int_equal(open_path(write_file(&d, 1)), ASSAY_OK);
    assert_int_equal(
        assay_matrix_file_input(file, "templates", &options, &input, &err),
        ASSAY_OK);
    assert_string_equal(input.format, "hdf5");
    assert_int_equal(input.rows, ROWS);
    assert_true(input.bytes > ROWS * COLUMNS * 4);
    assert_int_equal(strlen(input.digest), 64);
}

#define file_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        file_test(float32_in_every_layout),
        file_test(float16_and_bytes),
        file_test(one_of_several_datasets),
        file_test(what_is_not_read),
        file_test(links_to_other_files_are_not_followed),
        file_test(damaged_files_are_refused),
        file_test(several_threads_read_chunks),
        file_test(the_whole_file_is_digested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void without_hdf5_a_line_says_so(void **state)
{
    (void)state;
    assert_refused(open_path(help_file("\x89HDF\r\n\x1a\nrest", 12)),
                   "byte 0: an HDF5 file, but this program was built without "
                   "HDF5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_hdf5_a_line_says_so, help_setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
