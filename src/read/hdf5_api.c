// SPDX-License-Identifier: Apache-2.0
#include "read/hdf5_api.h"

#include <dlfcn.h>
#include <string.h>

// A name after the preprocessor has put in that of its version.
#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

// What is looked up, and where in the struct it goes.
typedef struct symbol {
    const char *name;
    size_t offset;
} symbol;

#define CALL(name) {TEXT(name), offsetof(assay_hdf5_api, name)},

static const symbol calls[] = {ASSAY_HDF5_CALLS(CALL)};

static bool find_calls(void *library, assay_hdf5_api *api)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        void *found = dlsym(library, calls[i].name);
        if (!found) return false;
        memcpy((char *)api + calls[i].offset, &found, sizeof found);
    }
    return true;
}

// Types differ from one minor version to the next.
static bool is_ours(const assay_hdf5_api *api)
{
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    return api->H5get_libversion(&major, &minor, &release) >= 0 &&
           major == H5_VERS_MAJOR && minor == H5_VERS_MINOR;
}

assay_status assay_hdf5_load(assay_hdf5_api *api, assay_error *err)
{
    void *library = dlopen(ASSAY_HDF5_LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library && find_calls(library, api) && is_ours(api) &&
        api->H5open() >= 0)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "an HDF5 file, which is read with %s: install it, or "
                      "save the rows with numpy.save",
                      ASSAY_HDF5_LIBRARY);
}

assay_hdf5_quiet assay_hdf5_hush(const assay_hdf5_api *api)
{
    assay_hdf5_quiet before = {NULL, NULL};
    (void)api->H5Eget_auto2(H5E_DEFAULT, &before.print, &before.context);
    (void)api->H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return before;
}

void assay_hdf5_loud(const assay_hdf5_api *api, assay_hdf5_quiet before)
{
    (void)api->H5Eset_auto2(H5E_DEFAULT, before.print, before.context);
}
