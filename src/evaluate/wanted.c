// SPDX-License-Identifier: Apache-2.0
#include "evaluate/wanted.h"

#include <string.h>

assay_status assay_wanted_column(assay_intake *intake, const char *name,
                                 size_t *column, assay_error *err)
{
    for (size_t c = 0; c < intake->wanted_count; c++) {
        if (strcmp(intake->wanted[c], name) != 0) continue;
        *column = c;
        return ASSAY_OK;
    }
    if (intake->wanted_count == ASSAY_BATCH_COLUMNS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--by and --where name more than %d columns; ask "
                          "for fewer at once",
                          ASSAY_BATCH_COLUMNS);
    *column = intake->wanted_count;
    intake->values[*column] = assay_strings_new();
    if (!intake->values[*column]) return assay_fail_memory(err, "the columns");
    intake->wanted[intake->wanted_count++] = name;
    return ASSAY_OK;
}
