// SPDX-License-Identifier: Apache-2.0
// Says by which name the loader knows libhdf5; run by meson.build.
#include <dlfcn.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    Dl_info about;
    void *call = dlsym(RTLD_DEFAULT, "H5open");
    if (H5open() < 0 || !call || !dladdr(call, &about)) return 1;
    const char *slash = strrchr(about.dli_fname, '/');
    return printf("%s", slash ? slash + 1 : about.dli_fname) < 0;
}
