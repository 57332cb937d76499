// SPDX-License-Identifier: Apache-2.0
#include "read/npy_values.h"

#include "read/comparisons.h"
#include "read/floats.h"

#include <math.h>
#include <string.h>

static uint64_t byte_of(const assay_npy_values *values, uint64_t index)
{
    return values->npy.start + index * values->npy.size;
}

static assay_status fail_byte(const assay_npy_values *values, uint64_t byte,
                              assay_error *err)
{
    return assay_fail_byte(err, assay_source_path(values->source), byte);
}

static assay_status refuse_end(const assay_npy_values *values, uint64_t byte,
                               assay_error *err)
{
    char words[80];
    assay_npy_in_words(&values->npy, words, sizeof words);
    assay_fail(err, ASSAY_EINPUT,
               "the header declares a %s, which ends at byte %llu, but the "
               "file ends here: it was cut short or its header is wrong; copy "
               "or save it again",
               words, (unsigned long long)byte_of(values, values->npy.count));
    return fail_byte(values, byte, err);
}

static assay_status refuse_rest(const assay_npy_values *values,
                                assay_error *err)
{
    char words[80];
    assay_npy_in_words(&values->npy, words, sizeof words);
    assay_fail(
        err, ASSAY_EINPUT,
        "the header declares a %s, which ends here, but the file goes "
        "on: the header is wrong or something was appended; save it again",
        words);
    return fail_byte(values, byte_of(values, values->npy.count), err);
}

// Before the first value is used: does the file hold what its header says?
static assay_status check_size(const assay_npy_values *values, assay_error *err)
{
    const uint64_t size = assay_source_size(values->source);
    const uint64_t end = byte_of(values, values->npy.count);
    if (size == 0 || size == end) return ASSAY_OK;
    return size < end ? refuse_end(values, size, err)
                      : refuse_rest(values, err);
}

// Takes the bytes of the header.
static assay_status pass_header(assay_npy_values *values, assay_error *err)
{
    for (uint64_t left = values->npy.start; left > 0;) {
        const size_t room = sizeof values->raw;
        size_t got = 0;
        ASSAY_TRY(assay_source_read(values->source, &values->raw,
                                    left < room ? (size_t)left : room, &got,
                                    err));
        if (got == 0) return refuse_end(values, values->npy.start - left, err);
        left -= got;
    }
    return ASSAY_OK;
}

assay_status assay_npy_begin(assay_npy_values *values, assay_source *source,
                             const assay_npy *npy, assay_error *err)
{
    values->source = source;
    values->npy = *npy;
    values->taken = 0;
    values->again = false;
    values->has_last = false;
    ASSAY_TRY(check_size(values, err));
    return pass_header(values, err);
}

assay_status assay_npy_open(assay_npy_values *values, assay_source *source,
                            assay_error *err)
{
    const unsigned char *head = NULL;
    size_t n = 0;
    assay_npy npy;
    ASSAY_TRY(assay_source_peek(source, ASSAY_HEAD_BYTES, &head, &n, err));
    if (assay_npy_parse(head, n, &npy, err) != ASSAY_OK)
        return assay_fail_at(err, assay_source_path(source), 0);
    return assay_npy_begin(values, source, &npy, err);
}

assay_status assay_npy_rewind(assay_npy_values *values, assay_error *err)
{
    values->taken = 0;
    values->again = true;
    values->has_last = false;
    return assay_source_seek(values->source, values->npy.start, err);
}

assay_status assay_npy_need_vector(const assay_npy_values *values,
                                   const char *what, assay_error *err)
{
    const assay_npy *npy = &values->npy;
    if (npy->count == 0)
        assay_fail(err, ASSAY_EINPUT,
                   "the header declares no values: there are no %s in this "
                   "file",
                   what);
    else if (npy->shape[0] > 1 && npy->shape[1] > 1)
        assay_fail(err, ASSAY_EINPUT,
                   "a matrix of %llu x %llu where a vector of %s is needed; a "
                   "matrix is read with --matrix M.npy --probes P.csv "
                   "--references R.csv",
                   (unsigned long long)npy->shape[0],
                   (unsigned long long)npy->shape[1], what);
    else
        return ASSAY_OK;
    return fail_byte(values, 0, err);
}

// The one byte too many; also lets the source see its end.
static assay_status check_end(const assay_npy_values *values, assay_error *err)
{
    unsigned char byte = 0;
    size_t got = 0;
    ASSAY_TRY(assay_source_read(values->source, &byte, 1, &got, err));
    return got ? refuse_rest(values, err) : ASSAY_OK;
}

assay_status assay_npy_take(assay_npy_values *values, void *to, size_t most,
                            size_t *count, assay_error *err)
{
    const uint64_t left = values->npy.count - values->taken;
    const size_t n = left < most ? (size_t)left : most;
    const size_t bytes = n * values->npy.size;
    size_t got = 0;
    *count = 0;
    if (n == 0) return check_end(values, err);
    ASSAY_TRY(assay_source_read(values->source, to, bytes, &got, err));
    if (got != bytes)
        return refuse_end(values, byte_of(values, values->taken) + got, err);
    if (values->npy.swapped) assay_floats_swap(to, n, values->npy.size);
    values->taken += n;
    *count = n;
    return ASSAY_OK;
}

static void widen_signed(const assay_npy_values *values, double *to, size_t n)
{
    const assay_npy_block *raw = &values->raw;
    const unsigned size = values->npy.size;
    for (size_t i = 0; i < n; i++)
        to[i] = size == 1   ? (double)raw->i1[i]
                : size == 2 ? (double)raw->i2[i]
                : size == 4 ? (double)raw->i4[i]
                            : (double)raw->i8[i];
}

static void widen_unsigned(const assay_npy_values *values, double *to, size_t n)
{
    const assay_npy_block *raw = &values->raw;
    const unsigned size = values->npy.size;
    for (size_t i = 0; i < n; i++)
        to[i] = size == 1   ? (double)raw->u1[i]
                : size == 2 ? (double)raw->u2[i]
                : size == 4 ? (double)raw->u4[i]
                            : (double)raw->u8[i];
}

// The values in `raw` as doubles.
static const double *widen(assay_npy_values *values, size_t n)
{
    const assay_npy *npy = &values->npy;
    if (npy->kind == 'f' && npy->size == 8) return values->raw.f8;
    if (npy->kind == 'f')
        for (size_t i = 0; i < n; i++)
            values->wide[i] = (double)values->raw.f4[i];
    else if (npy->kind == 'i')
        widen_signed(values, values->wide, n);
    else
        widen_unsigned(values, values->wide, n);
    return values->wide;
}

static assay_status refuse_overflow(const assay_npy_values *values,
                                    const double *from, const float *score,
                                    uint64_t first, assay_error *err)
{
    size_t i = 0;
    while (isinf(score[i]) == isinf(from[i])) i++;
    assay_fail(err, ASSAY_EINPUT,
               "the score %.9g is not finite as float32: divide all scores "
               "(thresholds too) by one number",
               from[i]);
    return fail_byte(values, byte_of(values, first + i), err);
}

static assay_status round_part(assay_npy_values *values, float *score,
                               assay_npy_part *part, assay_error *err)
{
    const size_t n = part->count;
    const double *from = widen(values, n);
    const assay_rounding seen = assay_floats_round(from, score, n);
    if (seen.overflow)
        return refuse_overflow(values, from, score, values->taken - n, err);
    part->nan = seen.nan;
    part->merged = seen.merged;
    if (values->has_last && values->last != from[0])
        part->merged += values->last_score == score[0];
    if (values->again) part->merged = 0;
    values->has_last = true;
    values->last = from[n - 1];
    values->last_score = score[n - 1];
    return ASSAY_OK;
}

assay_status assay_npy_scores(assay_npy_values *values, float *score,
                              size_t most, assay_npy_part *part,
                              assay_error *err)
{
    const assay_npy *npy = &values->npy;
    const bool is_narrow = npy->kind == 'f' && npy->size == 4;
    memset(part, 0, sizeof *part);
    part->byte = byte_of(values, values->taken);
    if (npy->kind == 'b') {
        assay_fail(err, ASSAY_EINPUT,
                   "values of type bool where scores are needed: labels go "
                   "with --labels");
        return fail_byte(values, 0, err);
    }
    ASSAY_TRY(assay_npy_take(values, is_narrow ? (void *)score : &values->raw,
                             most, &part->count, err));
    if (part->count == 0) return ASSAY_OK;
    if (!is_narrow) return round_part(values, score, part, err);
    part->nan = assay_floats_clean(score, part->count);
    return ASSAY_OK;
}

static bool label_wide(const double *from, uint8_t *flags, size_t n)
{
    unsigned bad = 0;
    for (size_t i = 0; i < n; i++) {
        flags[i] = from[i] == 1.0;
        bad |= (from[i] != 1.0) & (from[i] != 0.0) & (from[i] != -1.0);
    }
    return !bad;
}

static assay_status refuse_label(assay_npy_values *values, size_t n,
                                 assay_error *err)
{
    const double *from = widen(values, n);
    size_t i = 0;
    while (from[i] == 1.0 || from[i] == 0.0 || from[i] == -1.0) i++;
    assay_fail(err, ASSAY_EINPUT,
               "the label %.9g: 1 or true means mated, 0, -1 or false means "
               "non-mated; nothing else is a label",
               from[i]);
    return fail_byte(values, byte_of(values, values->taken - n + i), err);
}

assay_status assay_npy_labels(assay_npy_values *values, uint8_t *flags,
                              size_t most, size_t *count, assay_error *err)
{
    _Static_assert(ASSAY_ROW_MATED == 1, "a label is a flag");
    const assay_npy *npy = &values->npy;
    ASSAY_TRY(assay_npy_take(values, &values->raw, most, count, err));
    const uint8_t minus_one = npy->kind == 'i' ? 0xff : 0;
    const bool good =
        npy->size == 1
            ? assay_floats_label(values->raw.u1, minus_one, flags, *count)
            : label_wide(widen(values, *count), flags, *count);
    return good ? ASSAY_OK : refuse_label(values, *count, err);
}
