// SPDX-License-Identifier: Apache-2.0
// Headings that name a count and a group of people.
#include "read/deployed_people.h"

#include "read/deployed_heading.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORDS = 12 };

const struct assay_people_name assay_people_names[ASSAY_PEOPLE_COUNTS] = {
    [ASSAY_PEOPLE_ALERTS] = {"alerts", ASSAY_DEPLOYED_ALERTS},
    [ASSAY_PEOPLE_TRUE] = {"true_alerts", ASSAY_DEPLOYED_TRUE},
    [ASSAY_PEOPLE_FALSE] = {"false_alerts", ASSAY_DEPLOYED_FALSE},
};

// Words that tell what a group is of; and some that no group has.
typedef enum kind {
    NOTHING,
    ETHNICITY,
    SEX,
    AGE,
    OTHER,
    UNSTATED,
    NO_GROUP
} kind;

static const struct {
    const char *word;
    kind kind;
} words[] = {
    {"black", ETHNICITY},
    {"white", ETHNICITY},
    {"asian", ETHNICITY},
    {"mixed", ETHNICITY},
    {"chinese", ETHNICITY},
    {"arab", ETHNICITY},
    {"arabic", ETHNICITY},
    {"caucasian", ETHNICITY},
    {"african", ETHNICITY},
    {"caribbean", ETHNICITY},
    {"indian", ETHNICITY},
    {"pakistani", ETHNICITY},
    {"bangladeshi", ETHNICITY},
    {"european", ETHNICITY},
    {"oriental", ETHNICITY},
    {"roma", ETHNICITY},
    {"ic1", ETHNICITY},
    {"ic2", ETHNICITY},
    {"ic3", ETHNICITY},
    {"ic4", ETHNICITY},
    {"ic5", ETHNICITY},
    {"ic6", ETHNICITY},
    {"ic9", ETHNICITY},
    {"male", SEX},
    {"males", SEX},
    {"female", SEX},
    {"females", SEX},
    {"men", SEX},
    {"man", SEX},
    {"women", SEX},
    {"woman", SEX},
    {"m", SEX},
    {"f", SEX},
    {"nonbinary", SEX},
    {"adult", AGE},
    {"adults", AGE},
    {"child", AGE},
    {"children", AGE},
    {"juvenile", AGE},
    {"juveniles", AGE},
    {"other", OTHER},
    {"others", OTHER},
    {"stated", UNSTATED},
    {"unknown", UNSTATED},
    {"unstated", UNSTATED},
    {"unrecorded", UNSTATED},
    {"rate", NO_GROUP},
    {"per", NO_GROUP},
    {"percent", NO_GROUP},
    {"percentage", NO_GROUP},
    {"pct", NO_GROUP},
    {"ratio", NO_GROUP},
    {"total", NO_GROUP},
    {"average", NO_GROUP},
    {"mean", NO_GROUP},
    {"true", NO_GROUP},
    {"false", NO_GROUP},
    {"right", NO_GROUP},
    {"wrong", NO_GROUP},
    {"correct", NO_GROUP},
    {"incorrect", NO_GROUP},
    {"confirmed", NO_GROUP},
    {"unconfirmed", NO_GROUP},
    {"engagements", NO_GROUP},
    {"arrests", NO_GROUP},
    {"arrest", NO_GROUP},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Of letters, digits and what is beyond ASCII a word is made; a dash is not.
static bool parts(const char *at)
{
    if ((unsigned char)*at >= 0x80)
        return strncmp(at, "\xe2\x80\x93", 3) == 0 ||
               strncmp(at, "\xe2\x80\x94", 3) == 0;
    return !is_letter(*at) && !is_digit(*at) && *at != '%';
}

// The bytes of a character at `at`.
static size_t step(const char *at)
{
    return (unsigned char)*at >= 0xe0 && at[1] && at[2] && parts(at) ? 3 : 1;
}

// Without what parts it from the rest, in front and behind; a "+" stays, and a
// bracket whose other one is inside.
static assay_slice strip(assay_slice text)
{
    while (text.length && parts(text.text)) {
        const size_t n = step(text.text);
        text.text += n;
        text.length -= n;
    }
    while (text.length) {
        const char c = text.text[text.length - 1];
        const bool inner =
            c == ')' && memchr(text.text, '(', text.length) != NULL;
        if ((unsigned char)c >= 0x80 || is_letter(c) || is_digit(c) ||
            c == '+' || c == '%' || inner)
            break;
        text.length--;
    }
    return text;
}

static bool is_word(assay_slice word, const char *of)
{
    return strlen(of) == word.length &&
           strncasecmp(word.text, of, word.length) == 0;
}

// Takes the word at the front.
static assay_slice take_word(assay_slice *rest)
{
    *rest = strip(*rest);
    assay_slice word = {rest->text, 0};
    while (word.length < rest->length && !parts(rest->text + word.length))
        word.length++;
    rest->text += word.length;
    rest->length -= word.length;
    return word;
}

static kind kind_of_word(assay_slice word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(word, words[i].word)) return words[i].kind;
    return memchr(word.text, '%', word.length) ? NO_GROUP : NOTHING;
}

static int years_of(assay_slice word)
{
    int years = 0;
    if (!word.length || word.length > 3) return -1;
    for (size_t i = 0; i < word.length; i++) {
        if (!is_digit(word.text[i])) return -1;
        years = years * 10 + (word.text[i] - '0');
    }
    return years <= 120 ? years : -1;
}

// "18-24", "18 to 24", "65+", "under 18", "over 60", "18 and over".
static bool is_age(assay_slice text)
{
    static const char *const ends[] = {"under", "over", "below", "above"};
    size_t numbers = 0, open = 0;
    const bool plus = text.length && text.text[text.length - 1] == '+';
    for (assay_slice rest = text; strip(rest).length;) {
        const assay_slice word = take_word(&rest);
        bool end = false;
        if (!word.length) break;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            end = end || is_word(word, ends[i]);
        open += end;
        if (years_of(word) >= 0)
            numbers++;
        else if (!end && !is_word(word, "to") && !is_word(word, "and") &&
                 !is_word(word, "aged") && !is_word(word, "years"))
            return false;
    }
    return numbers == 2 || (numbers == 1 && (open == 1 || plus));
}

static bool copy(char to[ASSAY_PEOPLE_TEXT], assay_slice text)
{
    if (text.length >= ASSAY_PEOPLE_TEXT || !text.length) return false;
    memcpy(to, text.text, text.length);
    to[text.length] = '\0';
    for (char *c = to; *c; c++) {
        if ((unsigned char)*c < 0x20) return false;
        if (*c == '_') *c = ' ';
    }
    return true;
}

// "ethnicity" of "by ethnicity: Black", which is taken off the front; "" where
// no attribute is named.
static const char *take_attribute(assay_slice *rest)
{
    static const char *const names[] = {"ethnicity", "race", "sex", "gender",
                                        "age"};
    static const char *const more[] = {"group", "band", "range"};
    assay_slice left = strip(*rest);
    assay_slice word = take_word(&left);
    if (is_word(word, "by")) word = take_word(&left);
    const char *found = is_word(word, "ethnic") ? "ethnicity" : "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_word(word, names[i])) found = names[i];
    if (!found[0]) return found;
    assay_slice behind = left;
    word = take_word(&behind);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (is_word(word, more[i])) left = behind;
    *rest = left;
    return found;
}

// What the words of a group say; 0: it is no group.
static unsigned kinds_of(assay_slice text)
{
    unsigned kinds = 0;
    size_t count = 0;
    for (assay_slice rest = text; strip(rest).length && count < WORDS; count++)
        kinds |= 1U << kind_of_word(take_word(&rest));
    return kinds & 1U << NO_GROUP ? 0 : kinds & ~1U;
}

// What the attribute is called of groups with such words.
static const char *attribute_of(unsigned kinds)
{
    const bool sex = kinds & 1U << SEX, age = kinds & 1U << AGE;
    if (kinds & 1U << ETHNICITY)
        return sex   ? "ethnicity and sex"
               : age ? "ethnicity and age"
                     : "ethnicity";
    if (sex) return age ? "sex and age" : "sex";
    return age ? "age" : "";
}

static bool is_unstated(assay_slice group)
{
    return kinds_of(group) == 1U << UNSTATED;
}

// A group, in words that are known, or of an attribute that is named.
static bool take_group(assay_slice text, assay_people_heading *out)
{
    const char *attribute = take_attribute(&text);
    const assay_slice group = strip(text);
    unsigned kinds = kinds_of(group);
    if (is_age(group)) kinds |= 1U << AGE;
    if (!attribute[0] && !kinds) return false;
    if (!copy(out->group, group)) return false;
    out->unknown = is_unstated(group);
    (void)snprintf(out->attribute, sizeof out->attribute, "%s",
                   attribute[0] ? attribute : attribute_of(kinds));
    return true;
}

// ":black", ":borough:Croydon".
static bool take_named(const char *rest, assay_people_heading *out)
{
    const char *colon = strchr(rest + 1, ':');
    const assay_slice group =
        assay_slice_trim(assay_slice_of(colon ? colon + 1 : rest + 1));
    if (!colon && take_group(group, out)) return copy(out->group, group);
    const assay_slice attribute = assay_slice_trim(
        (assay_slice){rest + 1, colon ? (size_t)(colon - rest - 1) : 0});
    out->unknown = is_unstated(group);
    return copy(out->group, group) &&
           copy(out->attribute, colon ? attribute : assay_slice_of("group"));
}

bool assay_people_heading_read(const char *name, assay_people_heading *out)
{
    if (strlen(name) >= ASSAY_PEOPLE_OURS) return false;
    for (int k = 0; k < ASSAY_PEOPLE_COUNTS; k++) {
        const size_t n = strlen(assay_people_names[k].ours);
        if (strncmp(name, assay_people_names[k].ours, n) != 0 || !name[n])
            continue;
        *out = (assay_people_heading){.count = (assay_people_count)k};
        if (name[n] == ':') return take_named(name + n, out);
        return parts(name + n) && take_group(assay_slice_of(name + n), out);
    }
    return false;
}

bool assay_people_heading_long(const char *name)
{
    assay_people_heading of;
    if (assay_people_heading_read(name, &of)) return false;
    for (int k = 0; k < ASSAY_PEOPLE_COUNTS; k++) {
        const size_t n = strlen(assay_people_names[k].ours);
        if (strncmp(name, assay_people_names[k].ours, n) != 0 || !name[n] ||
            !parts(name + n))
            continue;
        const size_t length = strlen(name + n);
        if (length < ASSAY_PEOPLE_TEXT) return false;
        assay_slice front = {
            name + n, length < ASSAY_PEOPLE_OURS ? length : ASSAY_PEOPLE_OURS};
        return name[n] == ':' || take_attribute(&front)[0] || kinds_of(front);
    }
    return false;
}

static bool is_people_name(const char *ours)
{
    for (int k = 0; k < ASSAY_PEOPLE_COUNTS; k++)
        if (strcmp(assay_people_names[k].ours, ours) == 0) return true;
    return false;
}

// "false_alerts:Female", or with its attribute where words would not tell it.
static bool put_name(const char *ours, assay_slice group,
                     char name[ASSAY_PEOPLE_OURS])
{
    char text[ASSAY_PEOPLE_TEXT];
    assay_people_heading found = {.count = ASSAY_PEOPLE_ALERTS};
    const char *attribute = take_attribute(&group);
    const assay_slice bare = strip(group);
    if (!copy(text, bare)) return false;
    if (!take_group(bare, &found) && !attribute[0]) return false;
    // A colon in it would part it.
    if (!attribute[0] && memchr(bare.text, ':', bare.length))
        attribute = found.attribute[0] ? found.attribute : "group";
    (void)snprintf(name, ASSAY_PEOPLE_OURS, "%s:%s%s%.*s", ours, attribute,
                   attribute[0] ? ":" : "", (int)bare.length, bare.text);
    return true;
}

bool assay_people_heading_behind(const char *heading, const char *theirs,
                                 const char *ours, char name[ASSAY_PEOPLE_OURS])
{
    const size_t n = strlen(theirs);
    if (strlen(heading) >= ASSAY_PEOPLE_OURS || !n || !is_people_name(ours) ||
        strncmp(heading, theirs, n) != 0 || !heading[n] || !parts(heading + n))
        return false;
    return put_name(ours, assay_slice_of(heading + n), name);
}

// Whether a word of it is one that no group has.
static bool is_other(assay_slice text)
{
    for (assay_slice rest = text; strip(rest).length;)
        if (kind_of_word(take_word(&rest)) == NO_GROUP) return true;
    return false;
}

bool assay_people_heading_of_any(const char *heading, const char *theirs,
                                 const char *ours, const char *attribute,
                                 char name[ASSAY_PEOPLE_OURS])
{
    char text[ASSAY_PEOPLE_TEXT];
    const size_t n = strlen(theirs), length = strlen(heading);
    if (length >= ASSAY_PEOPLE_OURS || !n || length <= n ||
        strncmp(heading, theirs, n) != 0 || !parts(heading + n))
        return false;
    const assay_slice group = strip(assay_slice_of(heading + n));
    if (is_other(group) || !copy(text, group)) return false;
    (void)snprintf(name, ASSAY_PEOPLE_OURS, "%s:%s:%.*s", ours, attribute,
                   (int)group.length, group.text);
    return true;
}

// Our name of a count that a part of a heading looks like.
static const char *count_of(assay_slice part)
{
    char text[ASSAY_PEOPLE_TEXT];
    part = strip(part);
    if (!part.length || part.length >= sizeof text) return NULL;
    memcpy(text, part.text, part.length);
    text[part.length] = '\0';
    const char *guess = assay_deployed_guess(text);
    const char *ours = guess ? guess : text;
    for (int k = 0; k < ASSAY_PEOPLE_COUNTS; k++)
        if (strcmp(assay_people_names[k].ours, ours) == 0)
            return assay_people_names[k].ours;
    return NULL;
}

bool assay_people_heading_guess(const char *heading,
                                char name[ASSAY_PEOPLE_OURS])
{
    assay_people_heading ours;
    const size_t n = strlen(heading);
    if (n >= ASSAY_PEOPLE_TEXT || assay_people_heading_read(heading, &ours))
        return false;
    for (size_t i = n; i-- > 1;) {
        if (!parts(heading + i)) continue;
        const assay_slice front = {heading, i}, back = {heading + i, n - i};
        const char *first = count_of(front), *last = count_of(back);
        if (first && put_name(first, back, name)) return true;
        if (last && put_name(last, front, name)) return true;
    }
    return false;
}
