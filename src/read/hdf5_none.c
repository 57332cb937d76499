// SPDX-License-Identifier: Apache-2.0
// HDF5 files where the program was built without HDF5.
#include "read/hdf5_rows.h"

assay_status assay_hdf5_rows_open(const char *path, const char *dataset,
                                  assay_hdf5_rows **out, assay_npy *shape,
                                  assay_error *err)
{
    (void)dataset;
    (void)shape;
    *out = NULL;
    assay_fail(err, ASSAY_EINPUT,
               "an HDF5 file, but this program was built without HDF5: save "
               "the rows with numpy.save, or build it where libhdf5 is");
    return assay_fail_byte(err, path, 0);
}

assay_status assay_hdf5_rows_read(const assay_hdf5_rows *rows, uint64_t first,
                                  size_t count, void *to, assay_error *err)
{
    (void)rows;
    (void)first;
    (void)count;
    (void)to;
    return assay_fail(err, ASSAY_EINPUT, "built without HDF5");
}

void assay_hdf5_rows_close(assay_hdf5_rows *rows)
{
    (void)rows;
}
