// SPDX-License-Identifier: Apache-2.0
// Times of day with a zone, as microseconds since 1970.
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "read/date.h"
#include "read/instant.h"

// Kept over all: what an instant is does not depend on the one before.
static assay_instant_day day;

static void is(const char *text, int64_t wanted)
{
    int64_t instant = -1;
    assay_error err;
    if (assay_instant_parse("time", assay_slice_of(text), &day, &instant,
                            &err) != ASSAY_OK)
        fail_msg("%s: %s", text, err.reason);
    if (instant != wanted)
        fail_msg("%s: %" PRId64 ", not %" PRId64, text, instant, wanted);
}

static void good(void **state)
{
    (void)state;
    const int64_t second = 1000000;
    is("1970-01-01T00:00:00Z", 0);
    is("1970-01-01 00:00:00Z", 0);
    is("1970-01-01T00:00Z", 0);
    is("1970-01-01T00:00:00.5Z", second / 2);
    is("1970-01-01T00:00:00,25Z", second / 4);
    is("1970-01-01T00:00:00.0000019Z", 1);
    is("1970-01-01T01:00:00+01:00", 0);
    is("1970-01-01T01:00:00+0100", 0);
    is("1969-12-31T22:30:00.25-01:30", second / 4);
    is("2024-02-29T12:00:00Z", 1709208000 * second);
    is("2024-05-03T24:00:00Z", 1714780800 * second);
    is("2016-12-31T23:59:60Z", 1483228800 * second);
    is("0000-03-01T00:00:00Z", -62162035200 * second);
    is("9999-12-31T23:59:59Z", 253402300799 * second);
}

// Against timegm(), day by day and at any time of it.
static void as_the_library_says(void **state)
{
    (void)state;
    char text[64];
    for (int n = 0; n < 60000; n += 7) {
        struct tm when = {0};
        const time_t seconds =
            (time_t)n * 86400 + (time_t)n * 7919 % 86400 - 800000000;
        assert_non_null(gmtime_r(&seconds, &when));
        assert_true(strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &when) >
                    0);
        is(text, (int64_t)seconds * 1000000);
        assert_true(
            strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.250Z", &when) > 0);
        is(text, (int64_t)seconds * 1000000 + 250000);
    }
}

static void bad(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"2024-05-03T10:15:20", "no zone"},
        {"2024-05-03T10:15:20.5", "no zone"},
        {"2024-05-03", "no time of day"},
        {"2024", "no time of day"},
        {"", "ISO 8601"},
        {"10:15", "ISO 8601"},
        {"2024-05-03T10:15:20ZZ", "ISO 8601"},
        {"2024-05-03T10:15:20 Z", "ISO 8601"},
        {"2024-13-03T10:15:20Z", "ISO 8601"},
        {"2024-00-03T10:15:20Z", "ISO 8601"},
        {"2024-05-00T10:15:20Z", "ISO 8601"},
        {"2024-05-03T10:60:20Z", "ISO 8601"},
        {"2023-02-29T10:15:20Z", "no such time"},
        {"2024-04-31T10:15:20Z", "no such time"},
        {"1900-02-29T10:15:20Z", "no such time"},
        {"2024-05-03T24:00:01Z", "no such time"},
        {"03/05/2024 10:15", "ISO 8601"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t instant = 0;
        assay_error err = {.reason = ""};
        assert_int_equal(assay_instant_parse("time",
                                             assay_slice_of(cases[i].text),
                                             &day, &instant, &err),
                         ASSAY_EINPUT);
        if (!strstr(err.reason, cases[i].words))
            fail_msg("%s: %s", cases[i].text, err.reason);
    }
}

// A blank in place of the T is read by other code, which must agree on whatever
// stands where.
static void with_a_blank_as_with_a_t(void **state)
{
    (void)state;
    static const char bytes[] = "0123456789 -:.,TZ/+\x80\xff";
    char text[] = "2024-05-03T10:15:20.512Z";
    uint64_t seed = 1;
    for (int n = 0; n < 200000; n++) {
        int64_t with_t = 0, with_blank = 0;
        assay_error err;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const size_t length = 19 + (size_t)(seed >> 60) % 6;
        const size_t place = (size_t)(seed >> 33) % length;
        const char was = text[place];
        if (place == 10) continue;
        text[place] = bytes[(seed >> 40) % (sizeof bytes - 1)];
        const assay_slice slice = {text, length};
        text[10] = 'T';
        const assay_status a =
            assay_instant_parse("time", slice, &day, &with_t, &err);
        text[10] = ' ';
        const assay_status b =
            assay_instant_parse("time", slice, &day, &with_blank, &err);
        assert_int_equal(a, b);
        if (a == ASSAY_OK) assert_int_equal(with_t, with_blank);
        // What is good stays, so that every date comes to be the base.
        if (b != ASSAY_OK) text[place] = was;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good),
        cmocka_unit_test(as_the_library_says),
        cmocka_unit_test(bad),
        cmocka_unit_test(with_a_blank_as_with_a_t),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
