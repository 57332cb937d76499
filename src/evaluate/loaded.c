// SPDX-License-Identifier: Apache-2.0
#include "evaluate/loaded.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

#include <string.h>

static void drop_file(assay_file **file)
{
    assay_file_close(*file);
}

static void drop_digest(assay_digest **digest)
{
    assay_digest_free(*digest);
}

// The bytes of a result file, and their digest.
static assay_status digest_of(const char *path, uint64_t *bytes,
                              char hex[ASSAY_DIGEST_HEX + 1], assay_error *err)
{
    enum { ROOM = 65536 };
    ASSAY_AUTO(drop_file) assay_file *file = NULL;
    ASSAY_AUTO(drop_digest) assay_digest *digest = assay_digest_new(false);
    ASSAY_AUTO(assay_drop) char *room = assay_new(0, ROOM, 1);
    size_t got = ROOM;
    if (!digest || !room) return assay_fail_memory(err, "the digest");
    ASSAY_TRY(assay_file_open(path, &file, err));
    for (*bytes = 0; got == ROOM; *bytes += got) {
        ASSAY_TRY(assay_file_read(file, room, ROOM, &got, err));
        assay_digest_add(digest, room, got);
    }
    assay_digest_end(digest, hex);
    return ASSAY_OK;
}

assay_status assay_loaded_input(const assay_loaded *loaded, bool no_digest,
                                assay_result *result, assay_error *err)
{
    char hex[ASSAY_DIGEST_HEX + 1];
    size_t figures = 0;
    (void)assay_result_figures(loaded->result, &figures);
    assay_input input = {.name = assay_base_name(loaded->path),
                         .role = loaded->role,
                         .format = "assay",
                         .rows = figures};
    if (strcmp(loaded->path, "-") != 0 && !no_digest) {
        ASSAY_TRY(digest_of(loaded->path, &input.bytes, hex, err));
        input.digest = hex;
    }
    assay_build_input(result, &input);
    return ASSAY_OK;
}

void assay_loaded_origin(const assay_loaded *loaded, assay_result *result)
{
    assay_arena *arena = assay_build_arena(result);
    size_t n = 0;
    const assay_fact *about = assay_result_about(loaded->result, &n);
    for (size_t i = 0; i < n; i++) {
        const char *key = assay_arena_format(arena, "%s.about.%s", loaded->role,
                                             about[i].key);
        if (key) assay_build_fact(result, key, about[i].value);
    }
    const assay_input *inputs = assay_result_inputs(loaded->result, &n);
    for (size_t i = 0; i < n; i++) {
        const char *key =
            assay_arena_format(arena, "%s.input.%zu", loaded->role, i + 1);
        const char *value = assay_arena_format(
            arena, "%s (%s)%s%s", inputs[i].name, inputs[i].role,
            inputs[i].digest ? ", BLAKE2b-256 " : "",
            inputs[i].digest ? inputs[i].digest : "");
        if (key && value) assay_build_fact(result, key, value);
    }
}
