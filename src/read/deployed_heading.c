// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_heading.h"

#include <stdio.h>
#include <string.h>

const char *const assay_deployed_names[ASSAY_DEPLOYED_COUNTS] = {
    [ASSAY_DEPLOYED_WATCHLIST] = "watchlist_size",
    [ASSAY_DEPLOYED_FACES] = "faces_seen",
    [ASSAY_DEPLOYED_ALERTS] = "alerts",
    [ASSAY_DEPLOYED_TRUE] = "true_alerts",
    [ASSAY_DEPLOYED_TRUE_CONFIRMED] = "true_confirmed",
    [ASSAY_DEPLOYED_TRUE_UNCONFIRMED] = "true_unconfirmed",
    [ASSAY_DEPLOYED_FALSE] = "false_alerts",
    [ASSAY_DEPLOYED_FALSE_CONFIRMED] = "false_confirmed",
    [ASSAY_DEPLOYED_FALSE_UNCONFIRMED] = "false_unconfirmed",
    [ASSAY_DEPLOYED_ENGAGEMENTS] = "engagements",
    [ASSAY_DEPLOYED_FALSE_ENGAGEMENTS] = "false_alert_engagements",
    [ASSAY_DEPLOYED_STOPS_TRUE] = "interventions_true",
    [ASSAY_DEPLOYED_STOPS_FALSE] = "interventions_false",
    [ASSAY_DEPLOYED_ARRESTS] = "arrests",
    [ASSAY_DEPLOYED_OTHER] = "other_disposal",
    [ASSAY_DEPLOYED_NO_ACTION] = "no_action",
    [ASSAY_DEPLOYED_DEPLOYMENTS] = "deployments",
};

// Headings without blanks and signs, in small letters.
static const struct {
    const char *plain, *ours;
} guesses[] = {
    {"date", "date"},
    {"day", "date"},
    {"deploymentdate", "date"},
    {"dateofdeployment", "date"},
    {"datestart", "date"},
    {"location", "location"},
    {"place", "location"},
    {"locationname", "location"},
    {"deploymentlocation", "location"},
    {"locationofdeployment", "location"},
    {"borough", "location"},
    {"venue", "location"},
    {"event", "event"},
    {"eventname", "event"},
    {"site", "location"},
    {"duration", "duration"},
    {"durationofdeployment", "duration"},
    {"deploymentduration", "duration"},
    {"hours", "hours"},
    {"hoursdeployed", "hours"},
    {"watchlist", "watchlist_size"},
    {"watchlistsize", "watchlist_size"},
    {"sizeofwatchlist", "watchlist_size"},
    {"numberonwatchlist", "watchlist_size"},
    {"faces", "faces_seen"},
    {"facesseen", "faces_seen"},
    {"facesscanned", "faces_seen"},
    {"facescounted", "faces_seen"},
    {"facesdetected", "faces_seen"},
    {"facesprocessed", "faces_seen"},
    {"numberoffaces", "faces_seen"},
    {"numberoffacesseen", "faces_seen"},
    {"numberoffacesscanned", "faces_seen"},
    {"totalfaces", "faces_seen"},
    {"nooffaces", "faces_seen"},
    {"nooffacesseen", "faces_seen"},
    {"outcomefacesscanned", "faces_seen"},
    {"facesseenbylfr", "faces_seen"},
    {"alerts", "alerts"},
    {"alert", "alerts"},
    {"totalalerts", "alerts"},
    {"numberofalerts", "alerts"},
    {"noofalerts", "alerts"},
    {"outcomealerts", "alerts"},
    {"matches", "alerts"},
    {"truealerts", "true_alerts"},
    {"truealert", "true_alerts"},
    {"totaltruealerts", "true_alerts"},
    {"numberoftruealerts", "true_alerts"},
    {"nooftruealerts", "true_alerts"},
    {"outcometruealerts", "true_alerts"},
    {"correctalerts", "true_alerts"},
    {"truepositives", "true_alerts"},
    {"truematches", "true_alerts"},
    {"trueconfirmed", "true_confirmed"},
    {"truealertsconfirmed", "true_confirmed"},
    {"truealertconfirmed", "true_confirmed"},
    {"confirmedtruealerts", "true_confirmed"},
    {"trueunconfirmed", "true_unconfirmed"},
    {"truealertsunconfirmed", "true_unconfirmed"},
    {"truealertunconfirmed", "true_unconfirmed"},
    {"unconfirmedtruealerts", "true_unconfirmed"},
    {"falsealerts", "false_alerts"},
    {"falsealert", "false_alerts"},
    {"totalfalsealerts", "false_alerts"},
    {"numberoffalsealerts", "false_alerts"},
    {"nooffalsealerts", "false_alerts"},
    {"outcomefalsealerts", "false_alerts"},
    {"incorrectalerts", "false_alerts"},
    {"falsepositives", "false_alerts"},
    {"falsematches", "false_alerts"},
    {"falseconfirmed", "false_confirmed"},
    {"falsealertsconfirmed", "false_confirmed"},
    {"falsealertconfirmed", "false_confirmed"},
    {"confirmedfalsealerts", "false_confirmed"},
    {"falseunconfirmed", "false_unconfirmed"},
    {"falsealertsunconfirmed", "false_unconfirmed"},
    {"falsealertunconfirmed", "false_unconfirmed"},
    {"unconfirmedfalsealerts", "false_unconfirmed"},
    {"engagement", "engagements"},
    {"engagements", "engagements"},
    {"numberofengagements", "engagements"},
    {"peopleengaged", "engagements"},
    {"falsealertengagements", "false_alert_engagements"},
    {"engagementsfalsealert", "false_alert_engagements"},
    {"interventionstrue", "interventions_true"},
    {"interventionsfalse", "interventions_false"},
    {"arrest", "arrests"},
    {"arrests", "arrests"},
    {"numberofarrests", "arrests"},
    {"noofarrests", "arrests"},
    {"totalarrests", "arrests"},
    {"outcomearrests", "arrests"},
    {"otherdisposal", "other_disposal"},
    {"otherdisposals", "other_disposal"},
    {"noaction", "no_action"},
    {"nofurtheraction", "no_action"},
    {"nfa", "no_action"},
    {"threshold", "threshold"},
    {"thresholdsetting", "threshold"},
    {"lfrthreshold", "threshold"},
    {"printedfalsealertrate", "printed_false_alert_rate"},
    {"falsealertrate", "printed_false_alert_rate"},
    {"falsealertpercentage", "printed_false_alert_rate"},
    {"numberofdeployments", "deployments"},
    {"noofdeployments", "deployments"},
    {"deployments", "deployments"},
    {"ethnicity", "ethnicity"},
    {"ethnicgroup", "ethnicity"},
    {"selfdefinedethnicity", "ethnicity"},
    {"officerdefinedethnicity", "ethnicity"},
    {"perceivedethnicity", "ethnicity"},
    {"sex", "sex"},
    {"gender", "gender"},
    {"perceivedgender", "gender"},
    {"age", "age"},
    {"ageband", "age_band"},
    {"agerange", "age_band"},
    {"agegroup", "age_group"},
};

static void reduce(const char *heading, char *plain, size_t size)
{
    size_t n = 0;
    for (; *heading && n + 1 < size; heading++) {
        const char c = *heading;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain[n++] = c;
        if (c >= 'A' && c <= 'Z') plain[n++] = (char)(c + ('a' - 'A'));
    }
    plain[n] = '\0';
}

const char *assay_deployed_guess(const char *heading)
{
    char plain[48];
    reduce(heading, plain, sizeof plain);
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
        if (strcmp(guesses[i].plain, plain) == 0)
            return strcmp(guesses[i].ours, heading) == 0 ? NULL
                                                         : guesses[i].ours;
    return NULL;
}

// Whether single quotes make a heading one word for any shell.
static bool can_be_pasted(const char *text)
{
    for (; *text; text++)
        if (*text == '\'' || (unsigned char)*text < 0x20) return false;
    return true;
}

// Whether a column before this one looks the same.
static bool looked_before(const assay_deployed_cells *cells, size_t column,
                          const char *ours)
{
    for (size_t c = 0; c < column; c++) {
        const char *guess = assay_deployed_guess(cells->names[c]);
        if (guess && strcmp(guess, ours) == 0) return true;
    }
    return false;
}

// There may be a column for what this one would be.
static bool has_other(const assay_deployed_cells *cells, const char *ours)
{
    static const char *const pairs[][2] = {{"location", "event"},
                                           {"duration", "hours"}};
    if (assay_deployed_column(cells, ours) != SIZE_MAX) return true;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (size_t k = 0; k < 2; k++)
            if (strcmp(pairs[i][k], ours) == 0 &&
                assay_deployed_column(cells, pairs[i][1 - k]) != SIZE_MAX)
                return true;
    return false;
}

// Whether a count of a group is read with the count as such, which stands under
// the same heading without the group.
static bool comes_with(const assay_deployed_cells *cells, const char *heading)
{
    char name[ASSAY_PEOPLE_OURS];
    for (size_t c = 0; c < cells->columns; c++) {
        const char *guess = assay_deployed_guess(cells->names[c]);
        if (guess &&
            assay_people_heading_behind(heading, cells->names[c], guess, name))
            return true;
    }
    return false;
}

// What a column would be as ours; NULL: nothing, or another is that.
static const char *would_be(const assay_deployed_cells *cells,
                            const assay_people *people, size_t c,
                            char name[ASSAY_PEOPLE_OURS])
{
    const char *heading = cells->names[c];
    const char *ours = assay_deployed_guess(heading);
    if (ours)
        return has_other(cells, ours) || looked_before(cells, c, ours) ? NULL
                                                                       : ours;
    if (people->proposed[c]) return people->proposed[c];
    if (!assay_people_heading_guess(heading, name)) return NULL;
    return has_other(cells, name) || comes_with(cells, heading) ? NULL : name;
}

bool assay_deployed_paste_add(const char *ours, const char *heading,
                              char text[ASSAY_DEPLOYED_PASTE])
{
    const size_t length = strlen(text);
    const size_t need = strlen(ours) + strlen(heading) + 13;
    if (!can_be_pasted(ours) || !can_be_pasted(heading) ||
        length + need >= ASSAY_DEPLOYED_PASTE)
        return false;
    (void)snprintf(text + length, ASSAY_DEPLOYED_PASTE - length,
                   "%s--column '%s=%s'", length ? " " : "", ours, heading);
    return true;
}

void assay_deployed_paste(const assay_deployed_cells *cells,
                          const assay_people *people,
                          char text[ASSAY_DEPLOYED_PASTE])
{
    char name[ASSAY_PEOPLE_OURS];
    text[0] = '\0';
    for (size_t c = 0; c < cells->columns; c++) {
        const char *ours = would_be(cells, people, c, name);
        if (ours) (void)assay_deployed_paste_add(ours, cells->names[c], text);
    }
}
