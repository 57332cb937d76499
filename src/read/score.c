// SPDX-License-Identifier: Apache-2.0
#include "read/score.h"

#include <string.h>

static double exact_of(assay_slice text)
{
    double value = 0;
    bool overflow = false;
    (void)assay_parse_double(text, &value, &overflow);
    return value;
}

void assay_score_settle(assay_score_before *before)
{
    if (!before->text.text) return;
    before->exact = exact_of(before->text);
    before->text.text = NULL;
}

static bool is_nan(assay_slice text)
{
    if (text.length == 4 && (text.text[0] == '-' || text.text[0] == '+')) {
        text.text++;
        text.length--;
    }
    return text.length == 3 && (text.text[0] | 0x20) == 'n' &&
           (text.text[1] | 0x20) == 'a' && (text.text[2] | 0x20) == 'n';
}

// The float32 is that of the score before: whether the double is, too.
static bool is_same(assay_score_before *before, assay_slice text)
{
    const double exact = exact_of(text);
    assay_score_settle(before);
    const bool same = before->exact == exact;
    before->exact = exact;
    return same;
}

assay_status assay_score_read(assay_reader *reader, assay_score_before *before,
                              assay_slice text, float *score, uint8_t *flags,
                              bool *same)
{
    bool overflow = false;
    *same = true;
    if (!assay_parse_score(text, score, &overflow) || overflow) {
        if (overflow || !reader->nan_fails || !is_nan(text))
            return ASSAY_EINPUT;
        *score = 0;
        *flags |= ASSAY_ROW_FAILED;
        return ASSAY_OK;
    }
    if (before->any && before->rounded == *score) {
        *same = is_same(before, text);
        reader->intake->merged += !*same;
    } else {
        *same = false;
        before->any = true;
        before->rounded = *score;
        before->text = text;
    }
    if (reader->failed_count && assay_reader_fails(reader, *score)) {
        *score = 0;
        *flags |= ASSAY_ROW_FAILED;
    }
    return ASSAY_OK;
}

assay_status assay_score_refuse(assay_slice text, assay_error *err)
{
    const int n = text.length < 40 ? (int)text.length : 40;
    double value = 0;
    bool overflow = false;
    if (is_nan(text)) return assay_reader_refuse_nan(err);
    if (assay_parse_double(text, &value, &overflow))
        return assay_fail(err, ASSAY_EINPUT,
                          "score %.*s is not finite as float32: write inf if "
                          "infinity is meant",
                          n, text.text);
    if (text.length && memchr(text.text, ',', text.length))
        return assay_fail(err, ASSAY_EINPUT,
                          "score \"%.*s\" has a comma: write it with a decimal "
                          "point",
                          n, text.text);
    return assay_fail(err, ASSAY_EINPUT,
                      "score \"%.*s\" is not a decimal number", n,
                      text.length ? text.text : "");
}
