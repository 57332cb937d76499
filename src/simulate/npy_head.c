// SPDX-License-Identifier: Apache-2.0
#include "simulate/npy_head.h"

#include <stdio.h>
#include <string.h>

enum { HEADER = 128, LENGTH_AT = 8, TEXT_AT = 10, SHAPE = 48 };

void assay_npy_put_head(assay_output *output, const char *type, uint64_t rows,
                        uint64_t columns)
{
    char header[HEADER + 1] = "\x93NUMPY\x01";
    char shape[SHAPE];
    (void)snprintf(shape, sizeof shape, "%llu,", (unsigned long long)rows);
    if (columns)
        (void)snprintf(shape, sizeof shape, "%llu, %llu",
                       (unsigned long long)rows, (unsigned long long)columns);
    header[LENGTH_AT] = HEADER - TEXT_AT;
    memset(header + TEXT_AT, ' ', HEADER - TEXT_AT);
    const int n =
        snprintf(header + TEXT_AT, HEADER - TEXT_AT,
                 "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                 type, shape);
    header[TEXT_AT + n] = ' ';
    header[HEADER - 1] = '\n';
    assay_output_bytes(output, header, HEADER);
}
