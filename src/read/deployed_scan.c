// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_scan.h"

#include <string.h>
#include <strings.h>

size_t assay_scan_digits(assay_slice rest)
{
    size_t n = 0;
    while (n < rest.length && rest.text[n] >= '0' && rest.text[n] <= '9') n++;
    return n;
}

void assay_scan_skip(assay_slice *rest, size_t n)
{
    rest->text += n;
    rest->length -= n;
}

bool assay_scan_small(assay_slice *rest, size_t most, int *value)
{
    const size_t n = assay_scan_digits(*rest);
    *value = 0;
    if (!n || n > most) return false;
    for (size_t i = 0; i < n; i++) *value = *value * 10 + (rest->text[i] - '0');
    assay_scan_skip(rest, n);
    return true;
}

bool assay_scan_text(assay_slice *rest, const char *text)
{
    const size_t n = strlen(text);
    if (rest->length < n || strncasecmp(rest->text, text, n) != 0) return false;
    assay_scan_skip(rest, n);
    *rest = assay_slice_trim(*rest);
    return true;
}

bool assay_scan_between(assay_slice *rest)
{
    static const char *const marks[] = {"-",   "\xe2\x80\x93", "\xe2\x80\x94",
                                        "to ", "and ",         "&"};
    assay_slice at = assay_slice_trim(*rest);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (assay_scan_text(&at, marks[i])) {
            *rest = at;
            return true;
        }
    return false;
}
