// SPDX-License-Identifier: Apache-2.0
/// Conditions on a column: `date=2024`, `fold!=3`, `score>=0.5`, `name~abc`.
#ifndef READ_WHERE_H
#define READ_WHERE_H

#include "base/fail.h"
#include "base/text.h"

/// One of = != < <= > >= and ~ (contains, case ignored).
typedef enum assay_where_operator {
    ASSAY_WHERE_EQ,
    ASSAY_WHERE_NE,
    ASSAY_WHERE_LT,
    ASSAY_WHERE_LE,
    ASSAY_WHERE_GT,
    ASSAY_WHERE_GE,
    ASSAY_WHERE_CONTAINS
} assay_where_operator;

/// A parsed condition; `text` belongs to the caller of assay_where_parse().
typedef struct assay_where {
    char column[64];
    assay_where_operator operator;
    assay_slice value;
} assay_where;

/// Parses `text`. ASSAY_EUSAGE if it isn't a condition.
assay_status assay_where_parse(const char *text, assay_where *out,
                               assay_error *err);
/// Whether a value of the column meets the condition. Two numbers compare as
/// numbers; two ISO 8601 dates at the precision that the condition has (so
/// 2024-05-03 = 2024 holds, and is not < 2024); anything else bytewise. An
/// empty value (unknown) meets only !=.
bool assay_where_holds(const assay_where *where, assay_slice value);

#endif
