// SPDX-License-Identifier: Apache-2.0
/// A file that holds a matrix of templates: .npy, or a dataset of HDF5. Rows
/// are read where they lie, in any order and by several threads.
#ifndef READ_MATRIX_FILE_H
#define READ_MATRIX_FILE_H

#include "base/matrix.h"
#include "read/comparisons.h"

enum { ASSAY_DIMENSIONS_MOST = 1 << 16 };

/// Opaque; ended by assay_matrix_file_close().
typedef struct assay_matrix_file assay_matrix_file;

/// Opens `path`: a .npy file, FILE.h5:/dataset, or FILE.h5 with one dataset of
/// two dimensions. Refused with its byte, before a value is read: what is not
/// such a file, a pipe, a packed file, values of another type, Fortran order,
/// no rows, more than 2^32 - 1 rows or ASSAY_DIMENSIONS_MOST values a row, a
/// file shorter or longer than its header says. On success the caller owns
/// `*out`.
assay_status assay_matrix_file_open(const char *path, assay_matrix_file **out,
                                    assay_error *err);
/// The matrix; lives as long as the file is open.
const assay_matrix *assay_matrix_file_matrix(const assay_matrix_file *file);
/// The file for the record, without a digest or, where the options ask for one,
/// read from start to end for it. Strings live as long as the file is open.
assay_status assay_matrix_file_input(assay_matrix_file *file, const char *role,
                                     const assay_read_options *options,
                                     assay_input *input, assay_error *err);
/// Closes; NULL is allowed.
void assay_matrix_file_close(assay_matrix_file *file);

#endif
