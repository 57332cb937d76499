// SPDX-License-Identifier: Apache-2.0
// Writes a sample result with a writer of tell/ and gives back what it wrote.
#ifndef UNIT_TELL_TEXT_H
#define UNIT_TELL_TEXT_H

#include "assay/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef assay_status tell_writer(const assay_result *result, const char *path,
                                 assay_error *error);

// What `write` makes of `result`, with a 0 behind it; the caller frees it.
static inline char *tell_text(tell_writer *write, const assay_result *result,
                              size_t *length)
{
    char path[] = "/tmp/assay-test-XXXXXX";
    assay_error err;
    char *text = NULL;
    const int fd = mkstemp(path);
    if (fd < 0) return NULL;
    close(fd);
    FILE *in = NULL;
    if (write(result, path, &err) == ASSAY_OK) in = fopen(path, "rb");
    if (in) {
        text = calloc(1, (size_t)1 << 20);
        *length = text ? fread(text, 1, ((size_t)1 << 20) - 1, in) : 0;
        fclose(in);
    }
    unlink(path);
    return text;
}

#endif
