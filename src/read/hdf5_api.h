// SPDX-License-Identifier: Apache-2.0
/// libhdf5, loaded when the first HDF5 file is opened: it brings along two
/// dozen libraries that would make every start of the program slower.
#ifndef READ_HDF5_API_H
#define READ_HDF5_API_H

#include "base/fail.h"

// As the names of 1.10 are understood by every later libhdf5.
#define H5_USE_110_API
#include <hdf5.h>

/// What is used of it.
#define ASSAY_HDF5_CALLS(X)                                                    \
    X(H5open)                                                                  \
    X(H5get_libversion)                                                        \
    X(H5is_library_threadsafe)                                                 \
    X(H5Dclose)                                                                \
    X(H5Dget_access_plist)                                                     \
    X(H5Dget_create_plist)                                                     \
    X(H5Dget_offset)                                                           \
    X(H5Dget_space)                                                            \
    X(H5Dget_type)                                                             \
    X(H5Dopen2)                                                                \
    X(H5Dread)                                                                 \
    X(H5Eget_auto2)                                                            \
    X(H5Eset_auto2)                                                            \
    X(H5Ewalk2)                                                                \
    X(H5Fclose)                                                                \
    X(H5Fopen)                                                                 \
    X(H5Iget_type)                                                             \
    X(H5Lvisit)                                                                \
    X(H5Oclose)                                                                \
    X(H5Oget_info)                                                             \
    X(H5Oopen)                                                                 \
    X(H5Pclose)                                                                \
    X(H5Pget_chunk)                                                            \
    X(H5Pget_filter2)                                                          \
    X(H5Pget_layout)                                                           \
    X(H5Pget_nfilters)                                                         \
    X(H5Pset_chunk_cache)                                                      \
    X(H5Sclose)                                                                \
    X(H5Screate_simple)                                                        \
    X(H5Sget_simple_extent_dims)                                               \
    X(H5Sget_simple_extent_ndims)                                              \
    X(H5Sselect_hyperslab)                                                     \
    X(H5Tclose)                                                                \
    X(H5Tget_class)                                                            \
    X(H5Tget_ebias)                                                            \
    X(H5Tget_fields)                                                           \
    X(H5Tget_order)                                                            \
    X(H5Tget_precision)                                                        \
    X(H5Tget_sign)                                                             \
    X(H5Tget_size)

#define ASSAY_HDF5_CALL(name) __typeof__ (&(name))(name);

/// Calls by their own names. Not the numbers that libhdf5 keeps (H5T_...),
/// which lie in a program that is linked with it, out of sight.
typedef struct assay_hdf5_api {
    ASSAY_HDF5_CALLS(ASSAY_HDF5_CALL)
} assay_hdf5_api;

/// How the stack of errors of a thread was.
typedef struct assay_hdf5_quiet {
    H5E_auto2_t print;
    void *context;
} assay_hdf5_quiet;

/// Loads the libhdf5 that this program was built with. Without it, or with one
/// of another version, the failure says so; it has no position. The library
/// stays loaded until the program ends.
assay_status assay_hdf5_load(assay_hdf5_api *api, assay_error *err);
/// Keeps libhdf5 from printing in this thread, until assay_hdf5_loud().
assay_hdf5_quiet assay_hdf5_hush(const assay_hdf5_api *api);
void assay_hdf5_loud(const assay_hdf5_api *api, assay_hdf5_quiet before);

#endif
