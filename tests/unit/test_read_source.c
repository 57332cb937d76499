// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/source.h"

#include <sodium.h>
#include <zlib.h>
#include <zstd.h>

enum { LONG = 300000 }; // more than what a source reads at a time

static unsigned char content[LONG];
static unsigned char packed[2 * LONG];
static unsigned char back[2 * LONG];

static void fill_content(void)
{
    uint32_t x = 1;
    for (size_t i = 0; i < LONG; i++) {
        x = x * 1664525u + 1013904223u;
        content[i] = (unsigned char)(x >> 24);
    }
}

static size_t gzip(const void *from, size_t n, unsigned char *to)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, 0), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)from;
    z.avail_in = (uInt)n;
    z.next_out = to;
    z.avail_out = (uInt)sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    const size_t made = z.total_out;
    deflateEnd(&z);
    return made;
}

static size_t zstd(const void *from, size_t n, unsigned char *to)
{
    const size_t made = ZSTD_compress(to, sizeof packed, from, n, 3);
    assert_false(ZSTD_isError(made));
    return made;
}

// Reads all of it, `step` bytes at a time; the length, or the failure.
static assay_status read_all(assay_source *source, size_t step, size_t *length)
{
    size_t got = 0;
    *length = 0;
    do {
        assert_true(*length + step <= sizeof back);
        ASSAY_TRY(assay_source_read(source, back + *length, step, &got, &err));
        *length += got;
        assert_int_equal(assay_source_offset(source), *length);
    } while (got == step);
    return ASSAY_OK;
}

static assay_status read_path(const char *path, size_t step, size_t *length)
{
    assay_source *source = NULL;
    ASSAY_TRY(assay_source_open(path, false, 1, NULL, &source, &err));
    const assay_status status = read_all(source, step, length);
    assay_source_close(source);
    return status;
}

static void assert_same(const char *path)
{
    static const size_t steps[] = {1 << 16, 7777, 100000};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        size_t length = 0;
        assert_int_equal(read_path(path, steps[i], &length), ASSAY_OK);
        assert_int_equal(length, LONG);
        assert_memory_equal(back, content, LONG);
    }
}

static void plain_gzip_and_zstd_give_the_same_bytes(void **state)
{
    (void)state;
    fill_content();
    assert_same(help_file(content, LONG));
    assert_same(help_file(packed, gzip(content, LONG, packed)));
    assert_same(help_file(packed, zstd(content, LONG, packed)));
}

static void members_behind_one_another_are_one_stream(void **state)
{
    (void)state;
    fill_content();
    size_t n = gzip(content, 100001, packed);
    n += gzip(content + 100001, LONG - 100001, packed + n);
    assert_same(help_file(packed, n));
    n = zstd(content, 7, packed);
    n += zstd(content + 7, LONG - 7, packed + n);
    assert_same(help_file(packed, n));
}

static void a_stream_cut_short_is_refused_wherever_it_is_cut(void **state)
{
    (void)state;
    size_t length = 0;
    const size_t sizes[2] = {gzip("score", 5, packed),
                             zstd("score", 5, packed + 100)};
    for (size_t k = 0; k < 2; k++)
        for (size_t n = 4; n < sizes[k]; n++) {
            const char *path = help_file(packed + 100 * k, n);
            char text[80];
            (void)snprintf(text, sizeof text, "byte %zu: the %s stream is cut",
                           n, k ? "zstd" : "gzip");
            assert_refused(read_path(path, 1 << 16, &length), text);
            (void)unlink(help_paths[--help_count]);
        }
}

static void damage_is_refused_with_its_byte(void **state)
{
    (void)state;
    size_t length = 0;
    size_t n = gzip("score", 5, packed);
    packed[n - 6] ^= 1; // in the checksum
    assert_refused(read_path(help_file(packed, n), 100, &length),
                   "byte 21: damaged gzip data (incorrect data check)");
    n = zstd("score", 5, packed);
    packed[4] = 0xff;
    assert_int_equal(read_path(help_file(packed, n), 100, &length),
                     ASSAY_EINPUT);
    assert_true(err.has_byte);
}

static void what_follows_the_stream_is_refused(void **state)
{
    (void)state;
    size_t length = 0;
    size_t n = gzip("score", 5, packed);
    memcpy(packed + n, "garbage", 7);
    assert_refused(read_path(help_file(packed, n + 7), 100, &length), "byte ");
    assert_non_null(strstr(err.reason, "the gzip stream has ended"));
    n = zstd("score", 5, packed);
    memcpy(packed + n, "garbage", 7);
    assert_refused(read_path(help_file(packed, n + 7), 100, &length), "byte ");
    assert_non_null(strstr(err.reason, "the zstd stream has ended"));
}

static void peeking_takes_nothing(void **state)
{
    (void)state;
    const unsigned char *head = NULL;
    size_t got = 0;
    size_t length = 0;
    assay_source *source = NULL;
    fill_content();
    const char *paths[] = {help_file(content, LONG),
                           help_file(packed, gzip(content, LONG, packed))};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            assay_source_open(paths[i], false, 1, NULL, &source, &err),
            ASSAY_OK);
        assert_int_equal(assay_source_peek(source, 1 << 16, &head, &got, &err),
                         ASSAY_OK);
        assert_int_equal(got, 1 << 16);
        assert_memory_equal(head, content, got);
        assert_int_equal(assay_source_read(source, back, 1000, &got, &err),
                         ASSAY_OK);
        assert_int_equal(assay_source_peek(source, 1 << 16, &head, &got, &err),
                         ASSAY_OK);
        assert_memory_equal(head, content + 1000, 1 << 16);
        assert_int_equal(
            assay_source_read(source, back + 1000, LONG, &length, &err),
            ASSAY_OK);
        assert_int_equal(length, LONG - 1000);
        assert_memory_equal(back, content, LONG);
        assay_source_close(source);
    }
}

static void digest_of(const void *bytes, size_t n, char hex[65])
{
    unsigned char hash[32];
    assert_int_equal(crypto_generichash(hash, sizeof hash, bytes, n, NULL, 0),
                     0);
    sodium_bin2hex(hex, 65, hash, sizeof hash);
}

static void the_digest_is_that_of_the_raw_bytes(void **state)
{
    (void)state;
    char hex[65];
    size_t length = 0;
    fill_content();
    const size_t n = gzip(content, LONG, packed);
    digest_of(packed, n, hex);
    for (unsigned threads = 1; threads <= 2; threads++) {
        assay_source *source = NULL;
        assert_int_equal(assay_source_open(help_file(packed, n), true, threads,
                                           NULL, &source, &err),
                         ASSAY_OK);
        assert_null(assay_source_digest(source));
        assert_int_equal(read_all(source, 5000, &length), ASSAY_OK);
        assert_string_equal(assay_source_digest(source), hex);
        assert_int_equal(assay_source_raw_bytes(source), n);
        assay_source_close(source);
    }
}

static void reading_again_digests_once(void **state)
{
    (void)state;
    char hex[65];
    size_t length = 0;
    size_t got = 0;
    assay_source *source = NULL;
    fill_content();
    digest_of(content, LONG, hex);
    assert_int_equal(assay_source_open(help_file(content, LONG), true, 1, NULL,
                                       &source, &err),
                     ASSAY_OK);
    assert_true(assay_source_can_rewind(source));
    assert_int_equal(assay_source_read(source, back, 100000, &got, &err),
                     ASSAY_OK);
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(assay_source_seek(source, 50000, &err), ASSAY_OK);
        assert_int_equal(
            assay_source_read(source, back, sizeof back, &length, &err),
            ASSAY_OK);
        assert_int_equal(length, LONG - 50000);
        assert_memory_equal(back, content + 50000, length);
        assert_string_equal(assay_source_digest(source), hex);
        assert_int_equal(assay_source_raw_bytes(source), LONG);
    }
    assay_source_close(source);
}

static void a_file_cut_short_meanwhile_is_refused(void **state)
{
    (void)state;
    size_t length = 0;
    assay_source *source = NULL;
    fill_content();
    const char *path = help_file(content, LONG);
    assert_int_equal(assay_source_open(path, false, 1, NULL, &source, &err),
                     ASSAY_OK);
    assert_int_equal(read_all(source, 5000, &length), ASSAY_OK);
    assert_int_equal(truncate(path, 1000), 0);
    assert_int_equal(assay_source_seek(source, 0, &err), ASSAY_OK);
    assert_refused(assay_source_read(source, back, LONG, &length, &err),
                   "byte 1000: the file changed while it was read");
    assay_source_close(source);
}

static bool stop(void *context, const char *stage, uint64_t done,
                 uint64_t total)
{
    uint64_t *seen = context;
    assert_string_equal(stage, "reading");
    assert_true(done <= total);
    *seen = done;
    return done < 3u << 20;
}

static void the_watch_is_told_and_may_stop(void **state)
{
    (void)state;
    uint64_t seen = 0;
    size_t got = 0;
    assay_source *source = NULL;
    const assay_watch watch = {&seen, stop};
    const char *path = help_file(content, LONG);
    assert_int_equal(truncate(path, 8 << 20), 0);
    assert_int_equal(assay_source_open(path, false, 1, &watch, &source, &err),
                     ASSAY_OK);
    assay_status status = ASSAY_OK;
    while (status == ASSAY_OK)
        status = assay_source_read(source, back, 100000, &got, &err);
    assert_int_equal(status, ASSAY_ESTOPPED);
    assert_in_range(seen, 3u << 20, 4u << 20);
    assay_source_close(source);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    assay_source *source = NULL;
    assert_int_equal(
        assay_source_open("/nonexistent/a.csv", false, 1, NULL, &source, &err),
        ASSAY_EREAD);
    assert_null(source);
    assert_string_equal(err.file, "/nonexistent/a.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(plain_gzip_and_zstd_give_the_same_bytes),
        help_test(members_behind_one_another_are_one_stream),
        help_test(a_stream_cut_short_is_refused_wherever_it_is_cut),
        help_test(damage_is_refused_with_its_byte),
        help_test(what_follows_the_stream_is_refused),
        help_test(peeking_takes_nothing),
        help_test(the_digest_is_that_of_the_raw_bytes),
        help_test(reading_again_digests_once),
        help_test(a_file_cut_short_meanwhile_is_refused),
        help_test(the_watch_is_told_and_may_stop),
        help_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
