// SPDX-License-Identifier: Apache-2.0
#include "read/npy.h"

#include <stdio.h>
#include <string.h>

enum { MAGIC = 6, KEYS = 3, DIMENSIONS_MOST = 32 };

static const unsigned char magic[MAGIC] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

// The header is a Python dictionary: bytes at .. end of head.
typedef struct cursor {
    const unsigned char *head;
    size_t at;
    size_t end;
    bool templates; // values of templates, not scores
} cursor;

static assay_status refuse(const cursor *c, assay_error *err,
                           const char *reason)
{
    assay_fail(err, ASSAY_EINPUT, "%s", reason);
    return assay_fail_byte(err, NULL, c->at);
}

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && (c->head[c->at] == ' ' || c->head[c->at] == '\t'))
        c->at++;
}

// Takes `byte` and the blanks around it, if it is there.
static bool take(cursor *c, unsigned char byte)
{
    skip_blanks(c);
    if (c->at >= c->end || c->head[c->at] != byte) return false;
    c->at++;
    skip_blanks(c);
    return true;
}

// Takes a text in quotes without escapes.
static bool take_text(cursor *c, const unsigned char **text, size_t *length)
{
    skip_blanks(c);
    if (c->at >= c->end) return false;
    const unsigned char quote = c->head[c->at];
    if (quote != '\'' && quote != '"') return false;
    const unsigned char *first = c->head + c->at + 1;
    const unsigned char *last = memchr(first, quote, c->end - c->at - 1);
    if (!last) return false;
    *text = first;
    *length = (size_t)(last - first);
    c->at = (size_t)(last - c->head) + 1;
    skip_blanks(c);
    return true;
}

static bool take_word(cursor *c, const char *word)
{
    const size_t length = strlen(word);
    skip_blanks(c);
    if (c->end - c->at < length) return false;
    if (memcmp(c->head + c->at, word, length) != 0) return false;
    c->at += length;
    skip_blanks(c);
    return true;
}

static bool take_size(cursor *c, uint64_t *size)
{
    const size_t first = c->at;
    uint64_t value = 0;
    for (; c->at < c->end; c->at++) {
        const unsigned digit = (unsigned)c->head[c->at] - '0';
        if (digit > 9) break;
        if (__builtin_mul_overflow(value, 10, &value)) return false;
        if (__builtin_add_overflow(value, digit, &value)) return false;
    }
    if (c->at == first) return false;
    (void)take(c, 'L'); // as Python 2 wrote it
    skip_blanks(c);
    *size = value;
    return true;
}

static bool is_big_endian_machine(void)
{
    const uint16_t one = 1;
    unsigned char first = 0;
    memcpy(&first, &one, 1);
    return first == 0;
}

static bool is_known_type(const cursor *c, char kind, uint8_t size)
{
    if (c->templates && kind == 'f') return size == 2 || size == 4;
    if (c->templates) return (kind == 'i' || kind == 'u') && size == 1;
    if (kind == 'f') return size == 4 || size == 8;
    if (kind == 'b') return size == 1;
    if (kind != 'i' && kind != 'u') return false;
    return size == 1 || size == 2 || size == 4 || size == 8;
}

// '<f4': byte order, kind, bytes.
static assay_status take_type(cursor *c, assay_npy *out, assay_error *err)
{
    const unsigned char *text = NULL;
    size_t length = 0;
    const cursor before = *c;
    if (!take_text(c, &text, &length))
        return refuse(&before, err,
                      "an array of records: numbers of one type are needed; "
                      "save one field of it with numpy.save");
    if (length == 3) {
        out->kind = (char)text[1];
        out->size = (uint8_t)(text[2] - '0');
        out->swapped = out->size > 1 &&
                       (text[0] == '>') != is_big_endian_machine() &&
                       text[0] != '=' && text[0] != '|';
    }
    if (length == 3 && memchr("<>=|", text[0], 4) &&
        is_known_type(c, out->kind, out->size))
        return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "values of type '%.*s': %s are needed; save them with "
               ".astype('float32')",
               (int)(length < 32 ? length : 32), (const char *)text,
               c->templates ? "float32, float16, int8 or uint8"
                            : "float32, float64, integers or bool");
    return assay_fail_byte(err, NULL, before.at);
}

static assay_status take_order(cursor *c, assay_error *err)
{
    const cursor before = *c;
    if (take_word(c, "False")) return ASSAY_OK;
    if (take_word(c, "True"))
        return refuse(&before, err,
                      "values in Fortran order: save them with "
                      "numpy.save(file, numpy.ascontiguousarray(a))");
    return refuse(&before, err,
                  "'fortran_order' is neither True nor False: not a .npy "
                  "header; save the array again");
}

static assay_status check_shape(const cursor *c, unsigned dimensions,
                                assay_npy *out, assay_error *err)
{
    if (dimensions == 1 || dimensions == 2) {
        out->dimensions = dimensions;
        return ASSAY_OK;
    }
    assay_fail(err, ASSAY_EINPUT,
               "an array of %u dimensions: a vector (1) or a matrix (2) is "
               "needed; save it with numpy.save(file, a.ravel())",
               dimensions);
    return assay_fail_byte(err, NULL, c->at);
}

// (400, 128) or (400,)
static assay_status take_shape(cursor *c, assay_npy *out, assay_error *err)
{
    const cursor before = *c;
    unsigned dimensions = 0;
    out->shape[0] = out->shape[1] = 1;
    bool good = take(c, '(');
    bool open = good && !take(c, ')');
    while (good && open) {
        uint64_t size = 0;
        good = dimensions < DIMENSIONS_MOST && take_size(c, &size);
        if (good && dimensions < 2) out->shape[dimensions] = size;
        dimensions++;
        const bool comma = take(c, ',');
        open = !take(c, ')');
        good = good && (comma || !open);
    }
    if (!good)
        return refuse(&before, err,
                      "'shape' is not a list of sizes like (400, 128): not a "
                      ".npy header; save the array again");
    return check_shape(&before, dimensions, out, err);
}

// Takes `key: value`; `*seen` has a bit for each key.
static assay_status take_entry(cursor *c, assay_npy *out, unsigned *seen,
                               assay_error *err)
{
    static const char *const names[KEYS] = {"descr", "fortran_order", "shape"};
    const unsigned char *text = NULL;
    size_t length = 0;
    const cursor before = *c;
    int key = 0;
    const bool good = take_text(c, &text, &length) && take(c, ':');
    while (
        good && key < KEYS &&
        (strlen(names[key]) != length || memcmp(names[key], text, length) != 0))
        key++;
    if (!good || key == KEYS || (*seen & 1u << key))
        return refuse(&before, err,
                      "the header doesn't hold descr, fortran_order and shape "
                      "once each: not a .npy header; save the array again");
    *seen |= 1u << key;
    if (key == 0) return take_type(c, out, err);
    if (key == 1) return take_order(c, err);
    return take_shape(c, out, err);
}

static assay_status take_dictionary(cursor *c, assay_npy *out, assay_error *err)
{
    unsigned seen = 0;
    bool more = take(c, '{');
    if (!more)
        return refuse(c, err,
                      "the header doesn't start with {: not a .npy "
                      "header; save the array again");
    while (more) {
        ASSAY_TRY(take_entry(c, out, &seen, err));
        more = take(c, ',');
        if (take(c, '}')) break;
        if (!more)
            return refuse(c, err,
                          "a comma or } is missing here: not a .npy "
                          "header; save the array again");
    }
    if (seen != (1u << KEYS) - 1)
        return refuse(c, err,
                      "the header ends without descr, fortran_order "
                      "or shape; save the array again");
    return ASSAY_OK;
}

// Finds the bytes of the dictionary.
static assay_status enter(const unsigned char *head, size_t n, cursor *c,
                          assay_error *err)
{
    c->head = head;
    c->at = 0;
    c->end = n;
    if (!assay_npy_is(head, n))
        return refuse(c, err,
                      "not a .npy file: it doesn't start with "
                      "\\x93NUMPY");
    const size_t wide = n > MAGIC && head[MAGIC] > 1 ? 4 : 2;
    c->at = MAGIC;
    if (n < MAGIC + 2 + wide)
        return refuse(c, err,
                      "the file ends within its header: it was cut "
                      "short; copy it again");
    if (head[MAGIC] < 1 || head[MAGIC] > 3)
        return refuse(c, err,
                      "a .npy version other than 1, 2 and 3; save it "
                      "with numpy.save");
    uint64_t length = 0;
    for (size_t i = wide; i-- > 0;) length = length << 8 | head[MAGIC + 2 + i];
    c->at = MAGIC + 2;
    if (length > n - MAGIC - 2 - wide)
        return refuse(c, err,
                      "the header is said to be longer than the file "
                      "or 64 KiB; save the array again");
    c->at = MAGIC + 2 + wide;
    c->end = c->at + (size_t)length;
    return ASSAY_OK;
}

static assay_status check_size(const cursor *c, assay_npy *out,
                               assay_error *err)
{
    uint64_t bytes = 0;
    if (__builtin_mul_overflow(out->shape[0], out->shape[1], &out->count) ||
        __builtin_mul_overflow(out->count, out->size, &bytes) ||
        bytes > INT64_MAX - c->end)
        return refuse(c, err,
                      "the header declares more values than any file "
                      "can hold; save the array again");
    out->start = c->end;
    return ASSAY_OK;
}

static assay_status parse(const unsigned char *head, size_t n, bool templates,
                          assay_npy *out, assay_error *err)
{
    cursor c = {.templates = templates};
    ASSAY_TRY(enter(head, n, &c, err));
    ASSAY_TRY(take_dictionary(&c, out, err));
    if (c.at < c.end && c.head[c.end - 1] == '\n') {
        c.end--;
        skip_blanks(&c);
        if (c.at == c.end) {
            c.end++;
            return check_size(&c, out, err);
        }
    }
    return refuse(&c, err,
                  "the header doesn't end in blanks and a newline: "
                  "not a .npy header; save the array again");
}

bool assay_npy_is(const unsigned char *head, size_t n)
{
    return n >= MAGIC && memcmp(head, magic, MAGIC) == 0;
}

static assay_status parse_clean(const unsigned char *head, size_t n,
                                bool templates, assay_npy *out,
                                assay_error *err)
{
    memset(out, 0, sizeof *out);
    const assay_status status = parse(head, n, templates, out, err);
    if (status != ASSAY_OK) memset(out, 0, sizeof *out);
    return status;
}

assay_status assay_npy_parse(const unsigned char *head, size_t n,
                             assay_npy *out, assay_error *err)
{
    return parse_clean(head, n, false, out, err);
}

assay_status assay_npy_parse_templates(const unsigned char *head, size_t n,
                                       assay_npy *out, assay_error *err)
{
    return parse_clean(head, n, true, out, err);
}

const char *assay_npy_type(const assay_npy *npy, char text[16])
{
    const char *name = npy->kind == 'f'   ? "float"
                       : npy->kind == 'u' ? "uint"
                                          : "int";
    if (npy->kind == 'b')
        (void)snprintf(text, 16, "bool");
    else
        (void)snprintf(text, 16, "%s%u", name, npy->size * 8u);
    return text;
}

void assay_npy_in_words(const assay_npy *npy, char *text, size_t size)
{
    char type[16];
    assay_npy_type(npy, type);
    if (npy->dimensions == 1)
        (void)snprintf(text, size, "vector of %llu %s",
                       (unsigned long long)npy->shape[0], type);
    else
        (void)snprintf(text, size, "matrix of %llu x %llu %s",
                       (unsigned long long)npy->shape[0],
                       (unsigned long long)npy->shape[1], type);
}
