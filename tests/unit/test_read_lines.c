// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/cut.h"
#include "read/marks.h"

static const size_t blocks[] = {1, 2, 3, 5, 64, 65, 4096, 0};

enum { BLOCKS = sizeof blocks / sizeof blocks[0], TEXT = 1 << 16 };

static char seen[TEXT];

static void note(const char *text, size_t n)
{
    const size_t length = strlen(seen);
    assert_true(length + n < TEXT);
    memcpy(seen + length, text, n);
    seen[length + n] = '\0';
}

static assay_source *open_source(const char *path)
{
    assay_source *source = NULL;
    assert_int_equal(assay_source_open(path, false, 1, NULL, &source, &err),
                     ASSAY_OK);
    return source;
}

// All lines as "number:[field|field]", with a "=" where one repeats.
static assay_status write_lines(assay_lines *lines)
{
    for (;;) {
        assay_line line = {0};
        assay_slice fields[8];
        size_t count = 0;
        bool end = false;
        char number[32];
        ASSAY_TRY(assay_lines_take(lines, &line, &end, &err));
        if (end) return ASSAY_OK;
        if (assay_line_fields(&line, fields, 8, &count, &err) != ASSAY_OK)
            return assay_lines_fail(lines, line.number, &err);
        (void)snprintf(number, sizeof number, "%s%d:[",
                       assay_lines_repeated(lines) ? "=" : "",
                       (int)line.number);
        note(number, strlen(number));
        for (size_t i = 0; i < count && i < 8; i++) {
            if (i) note("|", 1);
            note(fields[i].text, fields[i].length);
        }
        note("]", 1);
    }
}

static bool breaks;

static assay_status read_lines(const char *path, size_t block)
{
    static const char special[2] = {',', '"'};
    assay_source *source = open_source(path);
    assay_lines lines;
    seen[0] = '\0';
    assay_lines_open(&lines, source, block, special);
    lines.breaks = breaks;
    const assay_status status = write_lines(&lines);
    assay_lines_close(&lines);
    assay_source_close(source);
    return status;
}

static void assert_lines(const char *text, const char *expected)
{
    const char *path = help_text(text);
    for (size_t i = 0; i < BLOCKS; i++) {
        assert_int_equal(read_lines(path, blocks[i]), ASSAY_OK);
        assert_string_equal(seen, expected);
    }
    (void)unlink(help_paths[--help_count]);
}

static void lines_come_the_same_from_blocks_of_any_size(void **state)
{
    (void)state;
    assert_lines("a,b\nc,,d\n", "1:[a|b]2:[c||d]");
    assert_lines("a,b\r\nc,d\r\n", "1:[a|b]2:[c|d]");
    assert_lines("a,b\nc", "1:[a|b]2:[c]");
    assert_lines("a,b\nc\r", "1:[a|b]2:[c]");
    assert_lines("\xef\xbb\xbf"
                 "a,b\nc\n",
                 "1:[a|b]2:[c]");
    assert_lines("a\n\n\nb", "1:[a]2:[]=3:[]4:[b]");
    assert_lines("", "");
    assert_lines("\n", "1:[]");
    assert_lines(" a ,\tb\t\n", "1:[a|b]");
}

static void fields_may_be_quoted(void **state)
{
    (void)state;
    assert_lines("\"a,b\",c\n", "1:[a,b|c]");
    assert_lines("\"a\"\"b\",\"\"\n", "1:[a\"b|]");
    assert_lines("\"\"\"\"\r\n", "1:[\"]");
    assert_lines(" \"a\" , b\n\"c\"", "1:[a|b]2:[c]");
    assert_lines("5\" tall,x\"\"y\n", "1:[5\" tall|x\"\"y]");
    assert_lines("\" a \"\n", "1:[ a ]");
}

static void repeated_lines_are_seen_across_blocks(void **state)
{
    (void)state;
    assert_lines("a,b\na,b\na,c\na,c\na,c", "1:[a|b]=2:[a|b]3:[a|c]=4:[a|c]"
                                            "=5:[a|c]");
    assert_lines("\"a\"\"\"\n\"a\"\"\"\n", "1:[a\"]=2:[a\"]");
}

static void assert_bad(const void *bytes, size_t n, const char *reason)
{
    const char *path = help_file(bytes, n);
    for (size_t i = 0; i < BLOCKS; i++)
        assert_refused(read_lines(path, blocks[i]), reason);
    (void)unlink(help_paths[--help_count]);
}

static void bad_quotes_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_bad("a\n\"b", 4, "2: a quote that isn't closed on its line");
    assert_bad("\"b\nc\"\n", 6, "1: a quote that isn't closed on its line");
    assert_bad("a\n\n\"b\"c\n", 8, "3: text behind a closing quote");
    assert_bad("\"b\" \"c\"\n", 8, "1: text behind a closing quote");
}

static void quoted_fields_may_hold_line_breaks(void **state)
{
    (void)state;
    breaks = true;
    assert_lines("\"b\nc\"\n", "1:[b c]");
    assert_lines("a,\"b\r\nc\",d\r\ne\r\n", "1:[a|b c|d]3:[e]");
    assert_lines("\"\n\n\",\"x\"\"\n\"\"y\"\nz", "1:[  |x\" \"y]5:[z]");
    assert_lines("\"\"\"\n\"\na", "1:[\" ]3:[a]");
    assert_lines(" \"a\nb\" ,c\n\"\"\n\"d\ne\"", "1:[a b|c]3:[]4:[d e]");
    // A quote inside an unquoted field opens nothing.
    assert_lines("5\" tall\n6\" tall\n", "1:[5\" tall]2:[6\" tall]");
    assert_lines("\"a\nb\"\n\"a\nb\"\n", "1:[a b]=3:[a b]");
    // What is never closed is refused where it was opened, not at the end.
    assert_bad("a\n\"b\nc\nd\n", 9, "2: a quote that isn't closed on its line");
    assert_bad("a\n\"b", 4, "2: a quote that isn't closed on its line");
    assert_bad("a\n\"b\nc\n\0d\n", 11,
               "2: a quote that isn't closed on its line");
    assert_bad("a\n\"b\n\"c\n", 8, "2: text behind a closing quote");
    breaks = false;
}

static void what_is_never_closed_is_refused_in_a_long_file(void **state)
{
    enum { LONG = 3 << 20 };
    (void)state;
    char *text = malloc(LONG);
    assert_non_null(text);
    for (size_t i = 0; i < LONG; i++) text[i] = i % 40 == 39 ? '\n' : 'x';
    text[80] = '"';
    breaks = true;
    const char *path = help_file(text, LONG);
    assert_refused(read_lines(path, 0),
                   "3: a quote that isn't closed on its line");
    (void)unlink(help_paths[--help_count]);
    breaks = false;
    free(text);
}

static void nul_bytes_are_refused_with_their_line(void **state)
{
    (void)state;
    char late[200];
    memset(late, 'a', sizeof late);
    late[20] = '\n';
    late[150] = '\0';
    assert_bad("a\nb\0c\n", 6, "2: a NUL byte");
    assert_bad("\0", 1, "1: a NUL byte");
    assert_bad("a\n\0", 3, "2: a NUL byte");
    assert_bad(late, sizeof late, "2: a NUL byte");
}

static void utf16_is_refused(void **state)
{
    (void)state;
    assert_bad("\xff\xfe"
               "a\0",
               4, "1: UTF-16 text: save it as UTF-8");
    assert_bad("\xfe\xff\0a", 4, "1: UTF-16 text: save it as UTF-8");
}

// Blocks of a byte would take too long.
static void assert_long(const char *text, size_t n, const char *reason)
{
    const char *path = help_file(text, n);
    static const size_t sizes[] = {4096, 1 << 20, 3 << 20, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const assay_status status = read_lines(path, sizes[i]);
        if (reason)
            assert_refused(status, reason);
        else
            assert_int_equal(status, ASSAY_OK);
    }
    (void)unlink(help_paths[--help_count]);
}

static void long_fields_and_lines_are_refused(void **state)
{
    (void)state;
    const size_t most = ASSAY_LINE_MOST;
    char *text = malloc(most + 8);
    assert_non_null(text);
    memset(text, 'a', most + 8);
    text[1] = '\n';
    text[2 + ASSAY_FIELD_MOST] = '\n';
    assert_long(text, 3 + ASSAY_FIELD_MOST, NULL);
    text[2 + ASSAY_FIELD_MOST] = 'a';
    text[3 + ASSAY_FIELD_MOST] = '\n';
    assert_long(text, 4 + ASSAY_FIELD_MOST, "2: field 1 is longer than 4 KiB");
    // A line of commas is long without a long field.
    memset(text + 2, ',', most + 6);
    assert_long(text, most + 2, NULL);
    text[most + 2] = '\r';
    text[most + 3] = '\n';
    assert_long(text, most + 4, NULL);
    text[most + 2] = ',';
    assert_long(text, most + 4, "2: a line of more than 1 MiB");
    free(text);
}

// All fields as "field|" and "]" at the end of a line.
static assay_status read_fields(const char *path, size_t block)
{
    static const char special[2] = {';', '"'};
    assay_source *source = open_source(path);
    assay_lines lines;
    assay_status status = ASSAY_OK;
    seen[0] = '\0';
    assay_lines_open(&lines, source, block, special);
    for (bool end = false; status == ASSAY_OK;) {
        assay_slice field = {0};
        bool last = false;
        status = assay_lines_field(&lines, &field, &last, &end, &err);
        if (status != ASSAY_OK || end) break;
        note(field.text, field.length);
        note(last ? "]" : "|", 1);
    }
    assay_lines_close(&lines);
    assay_source_close(source);
    return status;
}

static void fields_come_one_by_one_from_lines_of_any_length(void **state)
{
    (void)state;
    const char *path =
        help_text("\xef\xbb\xbf;\"a;\"\"b\" ; c\r\n1;;3\n\n\"\"");
    for (size_t i = 0; i < BLOCKS; i++) {
        assert_int_equal(read_fields(path, blocks[i]), ASSAY_OK);
        assert_string_equal(seen, "|a;\"b|c]1||3]]]");
    }
}

static void a_single_field_has_its_limit_too(void **state)
{
    (void)state;
    char text[3 * ASSAY_FIELD_MOST];
    memset(text, 'a', sizeof text);
    text[0] = text[2] = '\n';
    const char *path = help_file(text, sizeof text);
    for (size_t i = 4; i < BLOCKS; i++) {
        assert_refused(read_fields(path, blocks[i]),
                       "3: a field of more than 4 KiB");
        assert_string_equal(seen, "]a]");
    }
}

static void marks_are_the_same_from_every_start(void **state)
{
    (void)state;
    static char text[300];
    static uint32_t marks[300];
    static const char special[2] = {',', '"'};
    static const char set[] = "ab,\"\nxyz,,\n\xff\x80";
    uint32_t x = 7;
    for (size_t i = 0; i < sizeof text; i++) {
        x = x * 1664525u + 1013904223u;
        text[i] = set[(x >> 20) % (sizeof set - 1)];
    }
    for (size_t from = 0; from < 150; from++) {
        size_t stop = 0;
        const size_t n = 300 - from / 2;
        const size_t count =
            assay_marks_find(text, from, n, special, marks, &stop);
        size_t k = 0;
        assert_int_equal(stop, n);
        for (size_t i = from; i < n; i++)
            if (text[i] == ',' || text[i] == '"' || text[i] == '\n')
                assert_int_equal(marks[k++], i);
        assert_int_equal(count, k);
    }
    text[77] = '\0';
    size_t stop = 0;
    (void)assay_marks_find(text, 3, 300, special, marks, &stop);
    assert_int_equal(stop, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(lines_come_the_same_from_blocks_of_any_size),
        help_test(fields_may_be_quoted),
        help_test(repeated_lines_are_seen_across_blocks),
        help_test(bad_quotes_are_refused_with_their_line),
        help_test(quoted_fields_may_hold_line_breaks),
        help_test(what_is_never_closed_is_refused_in_a_long_file),
        help_test(nul_bytes_are_refused_with_their_line),
        help_test(utf16_is_refused),
        help_test(long_fields_and_lines_are_refused),
        help_test(fields_come_one_by_one_from_lines_of_any_length),
        help_test(a_single_field_has_its_limit_too),
        help_test(marks_are_the_same_from_every_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
