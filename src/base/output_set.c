// SPDX-License-Identifier: Apache-2.0
#include "base/output_set.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static assay_status make_directory(assay_output_set *set, const char *directory,
                                   assay_error *err)
{
    struct stat about;
    if (mkdir(directory, 0777) == 0) {
        set->made = directory;
        return ASSAY_OK;
    }
    if (errno != EEXIST)
        return assay_fail_system(err, ASSAY_EWRITE, directory, "can't be made");
    if (stat(directory, &about) == 0 && S_ISDIR(about.st_mode)) return ASSAY_OK;
    assay_fail(err, ASSAY_EWRITE, "this is no folder: name another one");
    return assay_fail_at(err, directory, 0);
}

assay_status assay_output_set_open(assay_output_set *set, const char *directory,
                                   assay_arena *arena, assay_error *err)
{
    ASSAY_TRY(make_directory(set, directory, err));
    for (size_t i = 0; i < set->count; i++) {
        if (!set->names[i]) continue;
        const char *path =
            assay_arena_format(arena, "%s/%s", directory, set->names[i]);
        if (!path) return assay_fail_memory(err, "a path");
        ASSAY_TRY(assay_output_open(path, &set->outputs[i], err));
    }
    return ASSAY_OK;
}

assay_status assay_output_set_commit(assay_output_set *set, assay_error *err)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->outputs[i])
            ASSAY_TRY(assay_output_finish(set->outputs[i], err));
    for (size_t i = 0; i < set->count; i++) {
        assay_output *output = set->outputs[i];
        set->outputs[i] = NULL;
        if (output) ASSAY_TRY(assay_output_commit(output, err));
    }
    set->made = NULL;
    return ASSAY_OK;
}

void assay_output_set_abandon(assay_output_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        assay_output_abandon(set->outputs[i]);
        set->outputs[i] = NULL;
    }
    if (set->made) (void)rmdir(set->made);
    set->made = NULL;
}
