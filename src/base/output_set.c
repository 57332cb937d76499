// SPDX-License-Identifier: Apache-2.0
#include "base/output_set.h"

#include <errno.h>
#include <sys/stat.h>

assay_status assay_output_set_open(const assay_output_set *set,
                                   const char *directory, assay_arena *arena,
                                   assay_error *err)
{
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return assay_fail_system(err, ASSAY_EWRITE, directory, "can't be made");
    for (size_t i = 0; i < set->count; i++) {
        if (!set->names[i]) continue;
        const char *path =
            assay_arena_format(arena, "%s/%s", directory, set->names[i]);
        if (!path) return assay_fail_memory(err, "a path");
        ASSAY_TRY(assay_output_open(path, &set->outputs[i], err));
    }
    return ASSAY_OK;
}

assay_status assay_output_set_commit(const assay_output_set *set,
                                     assay_error *err)
{
    for (size_t i = 0; i < set->count; i++) {
        assay_output *output = set->outputs[i];
        set->outputs[i] = NULL;
        if (output) ASSAY_TRY(assay_output_commit(output, err));
    }
    return ASSAY_OK;
}

void assay_output_set_abandon(const assay_output_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        assay_output_abandon(set->outputs[i]);
        set->outputs[i] = NULL;
    }
}
