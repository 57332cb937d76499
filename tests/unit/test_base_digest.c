// SPDX-License-Identifier: Apache-2.0
// Digests against RFC 7693's algorithm as b2sum -l 256 prints it.
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char of_nothing[] =
    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8";
static const char of_abc[] =
    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";

static void known_digests(void **state)
{
    (void)state;
    for (int threaded = 0; threaded < 2; threaded++) {
        char hex[ASSAY_DIGEST_HEX + 1];
        assay_digest *digest = assay_digest_new(threaded);
        assert_non_null(digest);
        assay_digest_add(digest, NULL, 0);
        assay_digest_end(digest, hex);
        assert_string_equal(hex, of_nothing);
        assay_digest_free(digest);
        digest = assay_digest_new(threaded);
        assert_non_null(digest);
        assay_digest_add(digest, "a", 1);
        assay_digest_add(digest, "bc", 2);
        assay_digest_end(digest, hex);
        assert_string_equal(hex, of_abc);
        assay_digest_free(digest);
    }
}

enum { LENGTH = (1 << 22) + 12345 };

static void digest_in_parts(const unsigned char *bytes, size_t part,
                            bool threaded, char hex[ASSAY_DIGEST_HEX + 1])
{
    assay_digest *digest = assay_digest_new(threaded);
    assert_non_null(digest);
    unsigned char *buffer = malloc(part);
    assert_non_null(buffer);
    for (size_t i = 0; i < LENGTH; i += part) {
        const size_t n = LENGTH - i < part ? LENGTH - i : part;
        memcpy(buffer, bytes + i, n);
        assay_digest_add(digest, buffer, n);
        memset(buffer, 0xEE, n); // the caller reuses its buffer
    }
    assay_digest_end(digest, hex);
    assay_digest_free(digest);
    free(buffer);
}

static void parts_and_threads_change_nothing(void **state)
{
    (void)state;
    static const size_t parts[] = {1009, 1 << 18, (1 << 18) + 1, 1 << 20,
                                   LENGTH};
    char expected[ASSAY_DIGEST_HEX + 1], hex[ASSAY_DIGEST_HEX + 1];
    unsigned char *bytes = malloc(LENGTH);
    assert_non_null(bytes);
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (unsigned char)(i * 2654435761u >> 13);
    digest_in_parts(bytes, LENGTH, false, expected);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        digest_in_parts(bytes, parts[i], true, hex);
        assert_string_equal(hex, expected);
    }
    free(bytes);
}

static void dropped_half_way(void **state)
{
    (void)state;
    static const char block[300000] = {1};
    for (int i = 0; i < 20; i++) {
        assay_digest *digest = assay_digest_new(true);
        assert_non_null(digest);
        for (int k = 0; k < i; k++)
            assay_digest_add(digest, block, sizeof block);
        assay_digest_free(digest);
    }
    assay_digest_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_digests),
        cmocka_unit_test(parts_and_threads_change_nothing),
        cmocka_unit_test(dropped_half_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
