// SPDX-License-Identifier: Apache-2.0
// Each allocation fails once while templates are searched, with a checkpoint,
// and while what was found is read again and merged.
#include "oom/oom.h"

#include "unit/search_help.h"

#include <stdio.h>
#include <unistd.h>

typedef struct search {
    help_case c;
    char checkpoint[64];
} search;

static assay_status merge_again(assay_found *found, assay_error *err)
{
    ASSAY_AUTO(assay_drop) unsigned char *bytes = NULL;
    assay_found *again = NULL;
    size_t size = 0;
    ASSAY_TRY(assay_found_pack(found, &bytes, &size, err));
    ASSAY_TRY(assay_found_unpack(bytes, size, &again, err));
    const assay_status status = assay_found_merge(found, again, err);
    assay_found_free(again);
    return status;
}

static assay_status work(void *context)
{
    const search *s = context;
    assay_found *found = NULL;
    assay_error err;
    assay_status status =
        assay_search_turned(&s->c.options, &s->c.turns, &found, &err);
    assert_int_equal(found != NULL, status == ASSAY_OK);
    if (status == ASSAY_OK) status = merge_again(found, &err);
    assay_found_free(found);
    return status;
}

static void fails_cleanly(void **state)
{
    static search s;
    (void)state;
    (void)snprintf(s.checkpoint, sizeof s.checkpoint, "/tmp/assay-oom-%ld",
                   (long)getpid());
    for (unsigned seed = 0; seed < 12; seed++) {
        help_make(&s.c, seed);
        s.c.turns.grid = (assay_grid){24, 20};
        s.c.options.tail = 5 + seed;
        s.c.options.checkpoint = seed % 2 ? s.checkpoint : NULL;
        s.c.options.checkpoint_every = 1e-9;
        assert_true(oom_fail_each(work, &s) > 10);
        if (!s.c.options.checkpoint || access(s.checkpoint, F_OK) != 0)
            continue;
        s.c.options.resume = true;
        assert_true(oom_fail_each(work, &s) > 10);
        (void)unlink(s.checkpoint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
