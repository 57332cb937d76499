// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/subjects.h"

static assay_read_options options;
static assay_subjects *people;

static int setup(void **state)
{
    options = (assay_read_options){.threads = 1};
    people = NULL;
    return help_setup(state);
}

static int teardown(void **state)
{
    assay_subjects_free(people);
    return help_teardown(state);
}

#define subjects_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static assay_status read_text(const char *text)
{
    const char *path = help_text(text);
    assay_subjects_free(people);
    const assay_status status =
        assay_subjects_read(path, &options, intake.subjects, &people, &err);
    (void)unlink(help_paths[--help_count]);
    assert_true((people != NULL) == (status == ASSAY_OK));
    return status;
}

// The value of an attribute of a person; "?" where it is not known.
static const char *value_of(const char *who, const char *attribute)
{
    const size_t a = assay_subjects_find(people, attribute);
    assert_true(a != SIZE_MAX);
    const uint32_t value = assay_subjects_value(
        people, a, assay_strings_find(intake.subjects, assay_slice_of(who)));
    if (value == ASSAY_NO_STRING) return "?";
    return assay_strings_text(assay_subjects_values(people, a), value).text;
}

static void each_person_has_a_line(void **state)
{
    (void)state;
    uint32_t stranger = 0;
    assert_true(assay_strings_add(intake.subjects, assay_slice_of("stranger"),
                                  &stranger));
    assert_int_equal(read_text("subject_id,sex,age_band\na,F,20-29\nb,M,\n"),
                     ASSAY_OK);
    assert_int_equal(assay_subjects_attributes(people), 2);
    assert_string_equal(assay_subjects_attribute(people, 0), "sex");
    assert_string_equal(assay_subjects_attribute(people, 1), "age_band");
    assert_string_equal(value_of("a", "sex"), "F");
    assert_string_equal(value_of("a", "age_band"), "20-29");
    assert_string_equal(value_of("b", "sex"), "M");
    assert_string_equal(value_of("b", "age_band"), "?");
    assert_string_equal(value_of("stranger", "sex"), "?");
    assert_true(assay_subjects_find(people, "colour") == SIZE_MAX);
    assert_int_equal(assay_subjects_value(people, 0, 4000000000u),
                     ASSAY_NO_STRING);
}

static void samples_are_no_attributes(void **state)
{
    (void)state;
    assert_int_equal(read_text("sample_id\tsubject_id\tacquired\tsex\n"
                               "a-1\ta\t1\tF\na-2\ta\t0\tF\n"),
                     ASSAY_OK);
    assert_int_equal(assay_subjects_attributes(people), 1);
    assert_string_equal(value_of("a", "sex"), "F");
}

static void two_lines_of_a_person_must_agree(void **state)
{
    (void)state;
    assert_refused(read_text("subject_id,sex\na,F\nb,M\na,M\n"),
                   "4: the sex of this subject differs from that on line 2: "
                   "give each person one line, or make them agree");
    assert_int_equal(read_text("subject_id,sex\na,\na,F\na,\n"), ASSAY_OK);
    assert_string_equal(value_of("a", "sex"), "F");
}

static void headings_are_mapped(void **state)
{
    (void)state;
    static const assay_pair pairs[] = {{"subject_id", "Name"},
                                       {"sex", "Gender"}};
    options.columns = (assay_pairs){pairs, 2};
    assert_int_equal(read_text("Name;Gender\na;F\n"), ASSAY_OK);
    assert_int_equal(assay_subjects_attributes(people), 1);
    assert_string_equal(value_of("a", "sex"), "F");
}

static void bad_files_are_refused(void **state)
{
    (void)state;
    assert_refused(read_text(""), "1: the file is empty");
    assert_refused(read_text("subject_id,sex\n"), "1: a header without rows");
    assert_refused(read_text("id,sex\na,F\n"),
                   "1: no column \"subject_id\" (the columns are id, sex): add "
                   "--column subject_id=id");
    assert_refused(read_text("subject_id,sex\n,F\n"),
                   "2: subject_id is empty: name the person");
    assert_refused(read_text("subject_id,sex,sex\na,F,M\n"),
                   "1: two columns are called \"sex\": rename one");
    assert_refused(read_text("subject_id,sex\na\n"),
                   "2: 1 field where the header has 2");
}

static void the_file_is_kept_for_the_record(void **state)
{
    (void)state;
    options.digest = true;
    assert_int_equal(read_text("subject_id,sex\na,F\nb,M\n"), ASSAY_OK);
    const assay_input input = assay_subjects_input(people);
    assert_string_equal(input.role, "subjects");
    assert_string_equal(input.format, "csv");
    assert_int_equal(input.rows, 2);
    assert_int_equal(input.bytes, 23);
    assert_int_equal(strlen(input.digest), 64);
    assert_memory_equal(input.name, "assay-test-", 11);
}

static void many_people_keep_their_values(void **state)
{
    (void)state;
    enum { PEOPLE = 5000 };
    char *text = malloc(PEOPLE * 16 + 32);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "subject_id,n\n");
    for (int i = 0; i < PEOPLE; i++)
        n += (size_t)sprintf(text + n, "s%d,%d\n", i, i % 10);
    assert_int_equal(read_text(text), ASSAY_OK);
    for (int i = 0; i < PEOPLE; i += 499) {
        char who[16];
        char value[4];
        (void)snprintf(who, sizeof who, "s%d", i);
        (void)snprintf(value, sizeof value, "%d", i % 10);
        assert_string_equal(value_of(who, "n"), value);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        subjects_test(each_person_has_a_line),
        subjects_test(samples_are_no_attributes),
        subjects_test(two_lines_of_a_person_must_agree),
        subjects_test(headings_are_mapped),
        subjects_test(bad_files_are_refused),
        subjects_test(the_file_is_kept_for_the_record),
        subjects_test(many_people_keep_their_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
