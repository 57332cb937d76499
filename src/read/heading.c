// SPDX-License-Identifier: Apache-2.0
#include "read/heading.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

// Headings seen in files of scores, small letters and digits only.
static const struct alias {
    const char *heading;
    const char *ours;
} aliases[] = {
    {"score", "score"},
    {"scores", "score"},
    {"similarity", "score"},
    {"similarityscore", "score"},
    {"simscore", "score"},
    {"sim", "score"},
    {"matchscore", "score"},
    {"comparisonscore", "score"},
    {"cosine", "score"},
    {"cosinesimilarity", "score"},
    {"distance", "score"},
    {"dist", "score"},
    {"mated", "mated"},
    {"ismated", "mated"},
    {"label", "mated"},
    {"labels", "mated"},
    {"same", "mated"},
    {"issame", "mated"},
    {"sameperson", "mated"},
    {"match", "mated"},
    {"ismatch", "mated"},
    {"genuine", "mated"},
    {"isgenuine", "mated"},
    {"target", "mated"},
    {"groundtruth", "mated"},
    {"truth", "mated"},
    {"ytrue", "mated"},
    {"probesubject", "probe_subject"},
    {"probesubjectid", "probe_subject"},
    {"querysubject", "probe_subject"},
    {"querysubjectid", "probe_subject"},
    {"subject1", "probe_subject"},
    {"subjectid1", "probe_subject"},
    {"subjecta", "probe_subject"},
    {"person1", "probe_subject"},
    {"identity1", "probe_subject"},
    {"name1", "probe_subject"},
    {"id1", "probe_subject"},
    {"realid", "probe_subject"},
    {"referencesubject", "reference_subject"},
    {"referencesubjectid", "reference_subject"},
    {"biorefsubjectid", "reference_subject"},
    {"gallerysubject", "reference_subject"},
    {"gallerysubjectid", "reference_subject"},
    {"targetsubject", "reference_subject"},
    {"subject2", "reference_subject"},
    {"subjectid2", "reference_subject"},
    {"subjectb", "reference_subject"},
    {"person2", "reference_subject"},
    {"identity2", "reference_subject"},
    {"name2", "reference_subject"},
    {"id2", "reference_subject"},
    {"claimedid", "reference_subject"},
    {"subject", "subject_id"},
    {"subjectid", "subject_id"},
    {"person", "subject_id"},
    {"personid", "subject_id"},
    {"identity", "subject_id"},
    {"name", "subject_id"},
    {"id", "subject_id"},
    {"sample", "sample_id"},
    {"sampleid", "sample_id"},
    {"image", "sample_id"},
    {"imageid", "sample_id"},
    {"file", "sample_id"},
    {"filename", "sample_id"},
    {"path", "sample_id"},
    {"template", "sample_id"},
    {"templateid", "sample_id"},
    {"volunteer", "subject_id"},
    {"volunteerid", "subject_id"},
    {"alertid", "alert_id"},
    {"transitid", "transit_id"},
    {"passageid", "transit_id"},
    {"passage", "transit_id"},
    {"referenceid", "reference_id"},
    {"watchlistid", "reference_id"},
    {"entryid", "reference_id"},
    {"timestamp", "time"},
    {"datetime", "time"},
    {"time", "time"},
    {"camera", "camera"},
    {"cameraid", "camera"},
    {"entered", "entered"},
    {"timeentered", "entered"},
    {"left", "left"},
    {"timeleft", "left"},
};

// Small letters and digits of a heading, into `plain`.
static void reduce(const char *heading, char *plain, size_t size)
{
    size_t n = 0;
    for (; *heading && n + 1 < size; heading++) {
        const char c = *heading;
        const bool upper = c >= 'A' && c <= 'Z';
        const bool lower = c >= 'a' && c <= 'z';
        if (upper) plain[n++] = (char)(c + ('a' - 'A'));
        if (lower || (c >= '0' && c <= '9')) plain[n++] = c;
    }
    plain[n] = '\0';
}

const char *assay_heading_guess(const char *heading)
{
    char plain[40];
    reduce(heading, plain, sizeof plain);
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (strcmp(aliases[i].heading, plain) == 0) return aliases[i].ours;
    return NULL;
}

// Small letters and digits, of columns that tell groups apart.
static const char *const groups[] = {
    "age",         "ageband", "agegroup",    "agerange", "camera",
    "country",     "device",  "demographic", "ethnic",   "ethnicgroup",
    "ethnicity",   "eyewear", "fitzpatrick", "gender",   "glasses",
    "group",       "groups",  "mask",        "monk",     "nationality",
    "phenotype",   "pose",    "race",        "region",   "sensor",
    "sex",         "site",    "skin",        "skintone", "skintype",
    "demographics"};

// Of columns that name attacks.
static const char *const attacks[] = {"attack",  "attacktype", "attackspecies",
                                      "pai",     "paispecies", "paitype",
                                      "species", "morph",      "morphid"};

// And of columns that do not, though they are none of ours.
static const char *const no_groups[] = {
    "",          "acquired", "attacktype", "date",        "fold",     "folds",
    "index",     "key",      "no",         "number",      "pair",     "pairid",
    "pairindex", "pairs",    "row",        "rowid",       "split",    "time",
    "timestamp", "trial",    "trialid",    "rownumber",   "url",      "quality",
    "media",     "mediaid",  "probe",      "referenceid", "reference"};

static bool among(const char *text, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, list[i]) == 0) return true;
    return false;
}

// `heading` without what says which side it is of.
static const char *without_side(const char *heading)
{
    static const char *const sides[] = {"probe_", "reference_", "bio_ref_"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const size_t n = strlen(sides[i]);
        if (strncmp(heading, sides[i], n) == 0) return heading + n;
    }
    return heading;
}

bool assay_heading_names_people(const char *heading)
{
    static const char *const ids[] = {"subject_id", "sample_id",
                                      "probe_subject", "reference_subject"};
    const char *whole = assay_heading_guess(heading);
    const char *rest = assay_heading_guess(without_side(heading));
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if ((whole && strcmp(whole, ids[i]) == 0) ||
            (rest && strcmp(rest, ids[i]) == 0))
            return true;
    return false;
}

bool assay_heading_names_attacks(const char *heading)
{
    char plain[40];
    reduce(without_side(heading), plain, sizeof plain);
    return among(plain, attacks, sizeof attacks / sizeof *attacks);
}

bool assay_heading_is_quality(const char *heading)
{
    return strcmp(without_side(heading), "quality") == 0;
}

assay_grouping assay_heading_groups(const char *heading, const char **name)
{
    char plain[40];
    *name = without_side(heading);
    reduce(*name, plain, sizeof plain);
    if (among(plain, groups, sizeof groups / sizeof *groups))
        return ASSAY_GROUPS;
    if (among(plain, no_groups, sizeof no_groups / sizeof *no_groups) ||
        assay_heading_names_attacks(heading) || assay_heading_guess(heading) ||
        assay_heading_guess(*name))
        return ASSAY_NO_GROUPS;
    return ASSAY_MAYBE_GROUPS;
}

bool assay_headings_offer(const char *const *headings, size_t width,
                          assay_intake *intake)
{
    uint32_t index = 0;
    const char *name = NULL;
    for (size_t c = 0; intake->groups && c < width; c++) {
        if (assay_heading_groups(headings[c], &name) == ASSAY_NO_GROUPS)
            continue;
        if (!assay_strings_add(intake->groups, assay_slice_of(name), &index))
            return false;
    }
    return true;
}

void assay_headings_list(const char *const *headings, size_t width,
                         char text[ASSAY_HEADINGS_TEXT])
{
    const size_t room = ASSAY_HEADINGS_TEXT - 32; // for "and N more"
    size_t length = 0;
    size_t c = 0;
    text[0] = '\0';
    for (; c < width; c++) {
        const char *name = headings[c][0] ? headings[c] : "(none)";
        const size_t need = strlen(name) + 2;
        if (length + need > room) break;
        length += (size_t)snprintf(text + length, ASSAY_HEADINGS_TEXT - length,
                                   "%s%s", c ? ", " : "", name);
    }
    if (c < width)
        (void)snprintf(text + length, ASSAY_HEADINGS_TEXT - length,
                       "%s%zu more", c ? " and " : "", width - c);
}

// Whether single quotes make a heading one word for any shell.
static bool can_be_pasted(const char *text)
{
    for (; *text; text++)
        if (*text == '\'' || (unsigned char)*text < 0x20) return false;
    return true;
}

static bool needs_quotes(const char *text)
{
    const char *plain = "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:/";
    return text[strspn(text, plain)] != '\0';
}

bool assay_headings_paste(const char *const *headings, size_t width,
                          const char *name, char text[ASSAY_PASTE_TEXT])
{
    for (size_t c = 0; c < width; c++) {
        const char *guess = assay_heading_guess(headings[c]);
        if (!guess || strcmp(guess, name) != 0) continue;
        if (!can_be_pasted(headings[c])) continue;
        if (strchr(headings[c], '\'')) continue; // a shell would act on it
        const char *quote = needs_quotes(headings[c]) ? "'" : "";
        const bool distance = strncasecmp(headings[c], "dist", 4) == 0;
        (void)snprintf(text, ASSAY_PASTE_TEXT, "--column %s%s=%.80s%s%s", quote,
                       name, headings[c], quote, distance ? " --distance" : "");
        return true;
    }
    (void)snprintf(text, ASSAY_PASTE_TEXT, "--column %s=HEADING", name);
    return false;
}

assay_status assay_headings_name_groups(const assay_strings *offered,
                                        char text[ASSAY_HEADINGS_TEXT],
                                        assay_error *err)
{
    enum { SHOWN = 6 };
    const uint32_t n = assay_strings_count(offered);
    ASSAY_AUTO(assay_drop) uint32_t *order = assay_new(0, n, sizeof *order);
    if (!order || !assay_strings_order(offered, order))
        return assay_fail_memory(err, "the headings");
    const char *list[SHOWN];
    size_t count = 0;
    for (int sure = ASSAY_GROUPS; sure > ASSAY_NO_GROUPS && !count; sure--)
        for (uint32_t i = 0; i < n && count < SHOWN; i++) {
            const char *heading = assay_strings_text(offered, order[i]).text;
            const char *name = NULL;
            if ((int)assay_heading_groups(heading, &name) == sure)
                list[count++] = heading;
        }
    text[0] = '\0';
    if (count) assay_headings_list(list, count, text);
    return ASSAY_OK;
}
