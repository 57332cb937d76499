// SPDX-License-Identifier: Apache-2.0
// Searches that are stopped, killed or fail at any step go on from their
// checkpoint to the same bytes; others' and damaged checkpoints are refused.
#include "unit/search_help.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct folder {
    char path[64];
    char file[96];
} folder;

static int make_folder(void **state)
{
    folder *f = assay_new(sizeof *f, 0, 0);
    assert_non_null(f);
    (void)snprintf(f->path, sizeof f->path, "/tmp/assay-test-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    (void)snprintf(f->file, sizeof f->file, "%s/checkpoint", f->path);
    *state = f;
    return 0;
}

static int drop_folder(void **state)
{
    folder *f = *state;
    (void)unlink(f->file);
    assert_int_equal(rmdir(f->path), 0); // nothing else was left behind
    assay_free(f);
    return 0;
}

static assay_status run(const help_case *c, assay_found **found,
                        assay_error *err)
{
    *found = NULL;
    memset(err, 0, sizeof *err);
    return assay_search_turned(&c->options, &c->turns, found, err);
}

static void assert_same(const assay_found *a, const assay_found *b)
{
    unsigned char *bytes[2] = {NULL, NULL};
    size_t size[2] = {0, 0};
    assay_error err = {0};
    assert_int_equal(assay_found_pack(a, &bytes[0], &size[0], &err), ASSAY_OK);
    assert_int_equal(assay_found_pack(b, &bytes[1], &size[1], &err), ASSAY_OK);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], size[0]);
    assay_free(bytes[0]);
    assay_free(bytes[1]);
}

// A case with rows and small tiles, so that there are steps.
static void make_case(help_case *c, unsigned *seed)
{
    do help_make(c, (*seed)++);
    while (c->side[0].matrix.rows < 10 || c->side[1].matrix.rows < 10);
    c->turns.grid.probe_rows = 4 + *seed % 7;
    c->turns.grid.reference_rows = 5 + *seed % 6;
    c->options.threads = 1 + *seed % 3;
}

typedef struct stopper {
    unsigned left; // ticks before it stops
    uint64_t last;
    uint64_t total;
} stopper;

static bool stop_at(void *context, const char *stage, uint64_t done,
                    uint64_t total)
{
    stopper *s = context;
    assert_string_equal(stage, "searching");
    assert_true(done >= s->last && done <= total);
    assert_true(!s->total || s->total == total);
    s->last = done;
    s->total = total;
    if (!s->left) return false;
    s->left--;
    return true;
}

static void goes_on_after_any_stop(void **state)
{
    static help_case c;
    const folder *f = *state;
    unsigned seed = 0;
    unsigned stops = 0;
    for (unsigned i = 0; i < 60; i++) {
        assay_found *whole = NULL;
        assay_found *found = NULL;
        assay_error err;
        make_case(&c, &seed);
        assert_int_equal(run(&c, &whole, &err), ASSAY_OK);
        c.options.checkpoint = f->file;
        c.options.checkpoint_every = i % 2 ? 1e-9 : 1e9;
        for (;;) {
            stopper s = {1 + help_next(&c) % 6, 0, 0};
            const assay_watch watch = {&s, stop_at};
            c.options.watch = &watch;
            const assay_status status = run(&c, &found, &err);
            c.options.resume = true;
            if (status == ASSAY_OK) break;
            assert_int_equal(status, ASSAY_ESTOPPED);
            assert_null(found);
            stops++;
        }
        assert_same(whole, found);
        assay_found_free(whole);
        assay_found_free(found);
        (void)unlink(f->file);
    }
    assert_true(stops > 100);
}

// A matrix that can't be read any more after some reads, as where a process
// ends: no last checkpoint is written.
typedef struct breaker {
    help_side *side;
    unsigned left;
} breaker;

static assay_status read_or_break(void *context, uint64_t first, size_t count,
                                  void *to, assay_error *err)
{
    breaker *b = context;
    if (!b->left) {
        assay_fail(err, ASSAY_EREAD, "it broke");
        return assay_fail_at(err, b->side->matrix.name, 0);
    }
    b->left--;
    return help_read(b->side, first, count, to, err);
}

static void goes_on_after_any_break(void **state)
{
    static help_case c;
    const folder *f = *state;
    unsigned seed = 1000;
    unsigned breaks = 0;
    for (unsigned i = 0; i < 40; i++) {
        assay_found *whole = NULL;
        assay_found *found = NULL;
        assay_error err;
        make_case(&c, &seed);
        c.options.threads = 1;
        assert_int_equal(run(&c, &whole, &err), ASSAY_OK);
        breaker b = {&c.side[0], 0};
        c.side[0].matrix.read = read_or_break;
        c.side[0].matrix.context = &b;
        c.options.checkpoint = f->file;
        c.options.checkpoint_every = 1e-9;
        for (unsigned reads = 1;; reads++) {
            b.left = reads;
            c.options.resume = access(f->file, F_OK) == 0;
            if (run(&c, &found, &err) == ASSAY_OK) break;
            assert_string_equal(err.file, "probes.npy");
            assert_string_equal(err.reason, "it broke");
            breaks++;
        }
        assert_same(whole, found);
        assay_found_free(whole);
        assay_found_free(found);
        (void)unlink(f->file);
    }
    assert_true(breaks > 40);
}

static void stop_early(help_case *c, unsigned ticks)
{
    stopper s = {ticks, 0, 0};
    const assay_watch watch = {&s, stop_at};
    assay_found *found = NULL;
    assay_error err;
    c->options.watch = &watch;
    assert_int_equal(run(c, &found, &err), ASSAY_ESTOPPED);
    c->options.watch = NULL;
}

static void assert_refused(const help_case *c, const char *reason, bool byte)
{
    assay_found *found = NULL;
    assay_error err;
    assert_int_equal(run(c, &found, &err), ASSAY_EINPUT);
    assert_null(found);
    assert_string_equal(err.file, c->options.checkpoint);
    assert_non_null(strstr(err.reason, reason));
    assert_int_equal(err.has_byte, byte);
}

static void begin_checkpoint(help_case *c, const folder *f)
{
    unsigned seed = 2000;
    make_case(c, &seed);
    c->options.threads = 1;
    c->options.checkpoint = f->file;
    stop_early(c, 3);
    c->options.resume = true;
}

static void refuses_checkpoints_of_others(void **state)
{
    static help_case c;
    static const unsigned char other[32] = {1};
    const folder *f = *state;
    begin_checkpoint(&c, f);
    c.options.digest = other;
    assert_refused(&c, "other inputs or other options", false);
    c.options.digest = NULL;
    c.options.shards = 2;
    assert_refused(&c, "another shard", false);
    c.options.shards = 0;
    c.options.tail += 3;
    assert_refused(&c, "other options", false);
    assert_int_equal(unlink(f->file), 0);
    assert_refused(&c, "there is no checkpoint", false);
}

static void write_file(const folder *f, const unsigned char *bytes, size_t n)
{
    FILE *file = fopen(f->file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void refuses_damaged_checkpoints(void **state)
{
    static help_case c;
    static unsigned char bytes[1 << 20];
    const folder *f = *state;
    begin_checkpoint(&c, f);
    FILE *file = fopen(f->file, "rb");
    assert_non_null(file);
    const size_t n = fread(bytes, 1, sizeof bytes, file);
    assert_int_equal(fclose(file), 0);
    assert_true(n > 100 && n < sizeof bytes);
    for (size_t cut = 0; cut < n; cut += 1 + cut / 16) {
        write_file(f, bytes, cut);
        assert_refused(&c, "damaged", true);
    }
    for (size_t at = 8; at < n; at += 1 + at / 16) {
        bytes[at] ^= 1;
        write_file(f, bytes, n);
        assert_refused(&c, "damaged", true);
        bytes[at] ^= 1;
    }
    bytes[0] ^= 1;
    write_file(f, bytes, n);
    assert_refused(&c, "no checkpoint", false);
}

// A file of no more than a few bytes can be written, as on a full disk.
static void keeps_the_old_one_where_the_disk_is_full(void **state)
{
    static help_case c;
    const folder *f = *state;
    struct rlimit before;
    struct stat old, now;
    assay_found *found = NULL;
    assay_error err;
    begin_checkpoint(&c, f);
    assert_int_equal(stat(f->file, &old), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit few = {100, before.rlim_max};
    c.options.checkpoint_every = 1e-9;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
    const assay_status status = run(&c, &found, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, ASSAY_EWRITE);
    assert_null(found);
    assert_string_equal(err.file, f->file);
    assert_int_equal(stat(f->file, &now), 0);
    assert_int_equal(now.st_size, old.st_size);
    assert_int_equal(now.st_ino, old.st_ino);
    assert_int_equal(run(&c, &found, &err), ASSAY_OK);
    assay_found_free(found);
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(goes_on_after_any_stop),
        in_folder(goes_on_after_any_break),
        in_folder(refuses_checkpoints_of_others),
        in_folder(refuses_damaged_checkpoints),
        in_folder(keeps_the_old_one_where_the_disk_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
