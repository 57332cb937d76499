// SPDX-License-Identifier: Apache-2.0
// A condition on the first line, a value behind it.
#include "fuzz_help.h"

#include "read/where.h"

static bool holds(assay_where where, assay_where_operator operator,
                  assay_slice value)
{
    where.operator= operator;
    return assay_where_holds(&where, value);
}

static void check(const assay_where *where, assay_slice value)
{
    const bool eq = holds(*where, ASSAY_WHERE_EQ, value);
    const bool lt = holds(*where, ASSAY_WHERE_LT, value);
    const bool gt = holds(*where, ASSAY_WHERE_GT, value);
    fuzz_require(eq + lt + gt <= 1);
    fuzz_require(holds(*where, ASSAY_WHERE_NE, value) == !eq);
    fuzz_require(holds(*where, ASSAY_WHERE_LE, value) == (lt || eq));
    fuzz_require(holds(*where, ASSAY_WHERE_GE, value) == (gt || eq));
    (void)holds(*where, ASSAY_WHERE_CONTAINS, value);
    if (!value.length) fuzz_require(!eq && !lt && !gt);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assay_where where;
    assay_error err;
    char *text = malloc(size + 1);
    fuzz_require(text);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    char *newline = strchr(text, '\n');
    if (newline) *newline = '\0';
    if (assay_where_parse(text, &where, &err) == ASSAY_OK) {
        const char *rest = newline ? newline + 1 : text + size;
        check(&where, (assay_slice){rest, (size_t)(text + size - rest)});
        check(&where, where.value);
    } else {
        fuzz_require(err.status == ASSAY_EUSAGE && err.reason[0]);
    }
    free(text);
    return 0;
}
