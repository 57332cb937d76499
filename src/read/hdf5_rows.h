// SPDX-License-Identifier: Apache-2.0
/// Rows of a dataset in an HDF5 file, as h5py writes them: in one piece or in
/// chunks, plain or packed with gzip. hdf5_rows.c where the program is built
/// with HDF5, else hdf5_none.c, which refuses every such file.
#ifndef READ_HDF5_ROWS_H
#define READ_HDF5_ROWS_H

#include "base/fail.h"
#include "read/npy.h"

/// Opaque; ended by assay_hdf5_rows_close().
typedef struct assay_hdf5_rows assay_hdf5_rows;

enum { ASSAY_HDF5_CHUNK_MOST = 1 << 28 }; ///< bytes of a chunk

/// Opens `dataset` (NULL: the only one of two dimensions) of the file `path`.
/// `*shape` says what it is, as a .npy header would: `start` is where the
/// values lie if they lie in one piece, and then nobody needs
/// assay_hdf5_rows_read(); UINT64_MAX: in chunks. Refused with byte 0: what is
/// no HDF5 file or a damaged one, a dataset that isn't there, isn't of float32,
/// float16, int8 or uint8 in two dimensions, lies in another file, or is packed
/// with anything but gzip. On success the caller owns `*out`.
assay_status assay_hdf5_rows_open(const char *path, const char *dataset,
                                  assay_hdf5_rows **out, assay_npy *shape,
                                  assay_error *err);
/// Reads rows `first` .. `first + count - 1`, their bytes as in the file. Safe
/// from several threads.
assay_status assay_hdf5_rows_read(const assay_hdf5_rows *rows, uint64_t first,
                                  size_t count, void *to, assay_error *err);
/// Closes; NULL is allowed.
void assay_hdf5_rows_close(assay_hdf5_rows *rows);

#endif
