// SPDX-License-Identifier: Apache-2.0
#include "read/row.h"

#include <string.h>
#include <strings.h>

static bool same(assay_slice a, assay_slice b)
{
    return a.length == b.length &&
           (!a.length || memcmp(a.text, b.text, a.length) == 0);
}

static bool is_one_of(assay_slice field, const char *const *words)
{
    for (; *words; words++)
        if (field.length == strlen(*words) &&
            strncasecmp(field.text, *words, field.length) == 0)
            return true;
    return false;
}

static const char *const yes[] = {"1", "true", "mated", "1.0", NULL};
static const char *const no[] = {"0",        "-1",  "false", "non-mated",
                                 "nonmated", "0.0", "-1.0",  NULL};

// 1 mated, 0 non-mated, -1 neither.
static int read_label(assay_slice field)
{
    if (field.length == 1 && (field.text[0] == '0' || field.text[0] == '1'))
        return field.text[0] - '0';
    if (is_one_of(field, yes)) return 1;
    return is_one_of(field, no) ? 0 : -1;
}

static assay_status refuse_label(assay_slice field, assay_error *err)
{
    if (!field.length)
        return assay_fail(err, ASSAY_EINPUT,
                          "mated is empty: write 1 for two samples of one "
                          "person, 0 for two people");
    return assay_fail(err, ASSAY_EINPUT,
                      "mated is \"%.*s\": write 1 for two samples of one "
                      "person, 0 for two people",
                      field.length < 40 ? (int)field.length : 40, field.text);
}

assay_status assay_row_class(const assay_row_people *people, uint8_t *flags,
                             assay_error *err)
{
    const bool known = people->has_subjects && people->probe.length &&
                       people->reference.length;
    const bool one = known && same(people->probe, people->reference);
    if (!people->has_label && !known)
        return assay_fail(err, ASSAY_EINPUT,
                          "%s is empty: without it, or a column mated, the "
                          "row is neither mated nor non-mated",
                          people->probe.length ? "reference_subject"
                                               : "probe_subject");
    const int label = people->has_label ? read_label(people->label) : one;
    if (label < 0) return refuse_label(people->label, err);
    if (known && one != (label == 1))
        return assay_fail(err, ASSAY_EINPUT,
                          "mated says %s, but the subjects %s: correct one of "
                          "them",
                          label ? "one person" : "two people",
                          one ? "are the same" : "differ");
    if (label) *flags |= ASSAY_ROW_MATED;
    return ASSAY_OK;
}

assay_status assay_row_acquired(const char *column, assay_slice field,
                                uint8_t flag, uint8_t *flags, assay_error *err)
{
    static const char *const failed[] = {"false", "0.0", NULL};
    static const char *const good[] = {"true", "1.0", NULL};
    uint64_t value = 0;
    const bool number = assay_parse_uint(field, &value);
    if ((number && value == 0) || is_one_of(field, failed)) {
        *flags |= flag;
        return ASSAY_OK;
    }
    if (number || is_one_of(field, good)) return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EINPUT, "%s is \"%.*s\": write 1, or 0 for a failure to %s",
        column, field.length < 40 ? (int)field.length : 40, field.text,
        flag == ASSAY_ROW_NO_PROBE ? "acquire" : "enrol");
}

assay_status assay_row_samples(assay_slice probe, assay_slice reference,
                               assay_error *err)
{
    if (!probe.length || !same(probe, reference)) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "a sample is compared with itself (probe_id and "
                      "reference_id are equal): leave the row out");
}

// One spelling of a byte of a word: small letters; 0 for what joins words.
static char plain(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c == ' ' || c == '_' || c == '-' ? '\0' : c;
}

// Whether the field is this word, however it is joined.
static bool spells(assay_slice field, const char *word)
{
    for (size_t i = 0; i < field.length; i++) {
        const char c = plain(field.text[i]);
        if (c && c != *word++) return false;
    }
    return *word == '\0';
}

assay_status assay_row_attack(assay_slice field, uint8_t *flags,
                              assay_error *err)
{
    static const char *const unclear[] = {"real", "live",   "genuine", "none",
                                          "no",   "normal", "0",       "false"};
    if (!field.length || spells(field, "bonafide")) return ASSAY_OK;
    *flags |= ASSAY_ROW_ATTACK;
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++)
        if (spells(field, unclear[i]))
            return assay_fail(err, ASSAY_EINPUT,
                              "'%.*s' may be a species of attacks or none: "
                              "leave it empty, or write bona fide, where there "
                              "is no attack",
                              (int)field.length, field.text);
    return ASSAY_OK;
}
