// SPDX-License-Identifier: Apache-2.0
// Headings that name a count of deployments and a group of people.
#include "read/deployed_people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void reads(const char *name, assay_people_count count,
                  const char *attribute, const char *group)
{
    assay_people_heading of;
    if (!assay_people_heading_read(name, &of)) fail_msg("not read: %s", name);
    if (of.count != count || strcmp(of.attribute, attribute) != 0 ||
        strcmp(of.group, group) != 0)
        fail_msg("%s: %s %s", name, of.attribute, of.group);
}

static void our_names(void **state)
{
    (void)state;
    reads("false_alerts_black", ASSAY_PEOPLE_FALSE, "ethnicity", "black");
    reads("alerts_white_british", ASSAY_PEOPLE_ALERTS, "ethnicity",
          "white british");
    reads("true_alerts (Asian)", ASSAY_PEOPLE_TRUE, "ethnicity", "Asian");
    reads("alerts - IC3", ASSAY_PEOPLE_ALERTS, "ethnicity", "IC3");
    reads("alerts \xe2\x80\x93 Female", ASSAY_PEOPLE_ALERTS, "sex", "Female");
    reads("alerts_18-24", ASSAY_PEOPLE_ALERTS, "age", "18-24");
    reads("alerts_18_to_24", ASSAY_PEOPLE_ALERTS, "age", "18 to 24");
    reads("alerts (under 18)", ASSAY_PEOPLE_ALERTS, "age", "under 18");
    reads("alerts 65+", ASSAY_PEOPLE_ALERTS, "age", "65+");
    reads("alerts by ethnicity: Roma (any)", ASSAY_PEOPLE_ALERTS, "ethnicity",
          "Roma (any)");
    reads("alerts_age_18", ASSAY_PEOPLE_ALERTS, "age", "18");
    reads("alerts_black_female", ASSAY_PEOPLE_ALERTS, "ethnicity and sex",
          "black female");
    reads("false_alerts:black", ASSAY_PEOPLE_FALSE, "ethnicity", "black");
    reads("false_alerts:Residents", ASSAY_PEOPLE_FALSE, "group", "Residents");
    reads("false_alerts:borough:Croydon", ASSAY_PEOPLE_FALSE, "borough",
          "Croydon");
    reads("alerts_other", ASSAY_PEOPLE_ALERTS, "", "other");
}

static void not_stated(void **state)
{
    (void)state;
    static const char *const names[] = {"alerts_not_stated", "alerts (unknown)",
                                        "alerts:sex:not stated"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assay_people_heading of;
        assert_true(assay_people_heading_read(names[i], &of));
        assert_true(of.unknown);
    }
}

static void no_groups(void **state)
{
    (void)state;
    static const char *const names[] = {
        "alerts",         "alerts_per_hour",         "alertsblack",
        "alerts_2",       "alerts 2023-24",          "alerts_",
        "false_alerts_%", "false_alerts_rate",       "false_alerts_confirmed",
        "black",          "alerts (Black) per hour", "alerts:",
        "alerts: :",      "false_alert_engagements"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assay_people_heading of;
        if (assay_people_heading_read(names[i], &of))
            fail_msg("%s: %s %s", names[i], of.attribute, of.group);
    }
}

static void headings_of_others(void **state)
{
    (void)state;
    char name[ASSAY_PEOPLE_OURS];
    assert_true(assay_people_heading_behind(
        "False Alerts (Female)", "False Alerts", "false_alerts", name));
    assert_string_equal(name, "false_alerts:Female");
    assert_true(assay_people_heading_behind("Alerts by ethnicity: Roma",
                                            "Alerts", "alerts", name));
    assert_string_equal(name, "alerts:ethnicity:Roma");
    assert_false(assay_people_heading_behind("Alerts per hour", "Alerts",
                                             "alerts", name));
    assert_false(assay_people_heading_behind("Faces (Female)", "Faces",
                                             "faces_seen", name));
    assert_false(
        assay_people_heading_behind("Alerts", "Alerts", "alerts", name));
    assert_true(assay_people_heading_guess("Black - false alerts", name));
    assert_string_equal(name, "false_alerts:Black");
    assert_true(assay_people_heading_guess("No. of Alerts (18-24)", name));
    assert_string_equal(name, "alerts:18-24");
    assert_false(assay_people_heading_guess("Alerts per hour", name));
    assert_false(assay_people_heading_guess("alerts_black", name));
    assert_false(assay_people_heading_guess("", name));
    assert_false(assay_people_heading_guess("Alert age x\x01"
                                            "y",
                                            name));
    // A colon of theirs does not part what is pasted.
    assert_true(assay_people_heading_guess("Alerts (Black: any)", name));
    assert_string_equal(name, "alerts:ethnicity:Black: any");
    reads(name, ASSAY_PEOPLE_ALERTS, "ethnicity", "Black: any");
}

// A name of a census is longer than 63 bytes; one of 201 is none.
static void long_names(void **state)
{
    (void)state;
    char heading[4096] = "false_alerts_", name[ASSAY_PEOPLE_OURS];
    const size_t front = strlen(heading);
    assay_people_heading of;
    reads("false_alerts (White: English, Welsh, Scottish, Northern Irish or "
          "British, any other White background)",
          ASSAY_PEOPLE_FALSE, "ethnicity",
          "White: English, Welsh, Scottish, Northern Irish or British, any "
          "other White background");
    memset(heading + front, 'x', 200);
    memcpy(heading + front, "black ", 6);
    assert_true(assay_people_heading_read(heading, &of));
    assert_int_equal(strlen(of.group), 200);
    assert_false(assay_people_heading_long(heading));
    heading[front + 200] = 'x';
    assert_false(assay_people_heading_read(heading, &of));
    assert_true(assay_people_heading_long(heading));
    heading[front - 1] = ':';
    memcpy(heading + front, "xxxxx", 5);
    assert_true(assay_people_heading_long(heading));
    heading[front - 1] = '_';
    assert_false(assay_people_heading_long(heading));
    // Of such a length nothing is guessed.
    memcpy(heading, "Alerts (black)", 14);
    assert_false(assay_people_heading_guess(heading, name));
    assert_false(
        assay_people_heading_behind(heading, "Alerts", "alerts", name));
    heading[150] = '\0';
    assert_true(assay_people_heading_guess(heading, name));
    assert_true(assay_people_heading_read(name, &of));
}

// A megabyte takes no longer than it is long.
static void a_heading_of_a_megabyte(void **state)
{
    (void)state;
    enum { BYTES = 1 << 20 };
    char name[ASSAY_PEOPLE_OURS];
    assay_people_heading of;
    char *heading = malloc(BYTES + 1);
    assert_non_null(heading);
    static const char fill[] = " )a";
    for (size_t f = 0; f < 3; f++) {
        memset(heading, fill[f], BYTES);
        heading[BYTES] = '\0';
        memcpy(heading, "alerts black a", 14);
        assert_false(assay_people_heading_guess(heading, name));
        assert_false(assay_people_heading_read(heading, &of));
        assert_false(
            assay_people_heading_behind(heading, "alerts", "alerts", name));
        assert_true(assay_people_heading_long(heading));
    }
    free(heading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_names),  cmocka_unit_test(not_stated),
        cmocka_unit_test(no_groups),  cmocka_unit_test(headings_of_others),
        cmocka_unit_test(long_names), cmocka_unit_test(a_heading_of_a_megabyte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
