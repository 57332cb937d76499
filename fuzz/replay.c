// SPDX-License-Identifier: Apache-2.0
// Runs files, or all files of folders, through a fuzz target: the kept corpus
// as an ordinary test, with any compiler.
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool run_stream(FILE *in, size_t size)
{
    // Exactly as large as the input, so that a sanitizer sees a byte too far.
    uint8_t *data = malloc(size > 0 ? size : 1);
    const bool ok = data && fread(data, 1, size, in) == size;
    if (ok) LLVMFuzzerTestOneInput(data, size);
    free(data);
    return ok;
}

static bool run_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in) return false;
    struct stat info;
    const bool ok =
        fstat(fileno(in), &info) == 0 && run_stream(in, (size_t)info.st_size);
    fclose(in);
    return ok;
}

static bool run_path(const char *path, size_t *count);

static bool run_folder(DIR *folder, const char *path, size_t *count)
{
    for (struct dirent *e = readdir(folder); e; e = readdir(folder)) {
        if (e->d_name[0] == '.') continue;
        char name[4096];
        const int len = snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (len < 0 || (size_t)len >= sizeof name) return false;
        if (!run_path(name, count)) return false;
    }
    return true;
}

static bool run_path(const char *path, size_t *count)
{
    DIR *folder = opendir(path);
    if (folder) {
        const bool ok = run_folder(folder, path, count);
        closedir(folder);
        return ok;
    }
    (*count)++;
    if (run_file(path)) return true;
    fprintf(stderr, "%s: can't be read\n", path);
    return false;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++)
        if (!run_path(argv[i], &count)) return 1;
    printf("%zu inputs\n", count);
    return count > 0 ? 0 : 1;
}
