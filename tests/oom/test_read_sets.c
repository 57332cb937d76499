// SPDX-License-Identifier: Apache-2.0
// Templates, twins and candidate lists, each allocation failing once.
#include "unit/read_help.h"

#include "oom/oom.h"

#include "read/candidate_lists.h"
#include "read/template_set.h"
#include "read/twins.h"

#define HEAD(type, shape)                                                      \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static const assay_read_options plain = {.threads = 1, .digest = true};

// The files of a piece of work.
typedef struct files {
    const char *first, *second, *third;
} files;

typedef assay_status reading(const files *f, assay_strings *ids);

// Does the reading with tables made for it.
static assay_status with_tables(reading *read, const files *f)
{
    memset(&intake, 0, sizeof intake);
    intake.wanted_count = 1;
    intake.wanted[0] = "sex";
    intake.subjects = assay_strings_new();
    intake.values[0] = assay_strings_new();
    assay_strings *ids = assay_strings_new();
    const bool made = intake.subjects && intake.values[0] && ids;
    const assay_status status = made ? read(f, ids) : ASSAY_ENOMEM;
    assay_strings_free(intake.subjects);
    assay_strings_free(intake.values[0]);
    assay_strings_free(ids);
    return status;
}

static assay_status look_at_set(assay_template_set *set)
{
    assay_input inputs[2];
    assay_twins twins;
    const assay_twins_set twin = {
        assay_template_set_matrix(set), assay_template_set_samples(set),
        assay_template_set_subjects(set), assay_template_set_lost(set)};
    const assay_status status = assay_template_set_inputs(set, inputs, &err);
    if (status != ASSAY_OK) return status;
    return assay_twins_find(&twin, 1, NULL, &twins, &err);
}

static assay_status read_set(const files *f, assay_strings *ids)
{
    assay_template_set *set = NULL;
    assay_status status = assay_template_set_open(
        f->first, f->second, "templates", &plain, &intake, ids, &set, &err);
    assert_true((set != NULL) == (status == ASSAY_OK));
    if (status == ASSAY_OK) status = look_at_set(set);
    assay_template_set_close(set);
    return status;
}

static assay_status read_lists(const files *f, assay_strings *ids)
{
    assay_candidate_lists *lists = NULL;
    const char *paths[] = {f->first};
    const assay_candidate_files from = {
        .lists = {paths, 1}, .probes = f->second, .references = f->third};
    const assay_status status =
        assay_candidate_lists_open(&from, &plain, &intake, ids, &lists, &err);
    assert_true((lists != NULL) == (status == ASSAY_OK));
    assay_candidate_lists_free(lists);
    return status;
}

static assay_status set_work(void *context)
{
    return with_tables(read_set, context);
}

static assay_status lists_work(void *context)
{
    return with_tables(read_lists, context);
}

static int setup(void **state)
{
    (void)state;
    help_count = 0;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    while (help_count > 0) (void)unlink(help_paths[--help_count]);
    return 0;
}

static const char samples[] =
    "sample_id,subject_id,sex,acquired\na,a,F,1\n\nb,b,M,0\n";

static void template_sets(void **state)
{
    (void)state;
    const float values[] = {1, 2, 3, 4};
    files f = {.first = help_npy(HEAD("<f4", "(2, 2)"), values, sizeof values),
               .second = help_text(samples)};
    assert_true(oom_fail_each(set_work, &f) > 20);
}

static void lists_of_csv(void **state)
{
    (void)state;
    files f = {.first = help_text("probe_id,rank,reference_id,score\n"
                                  "b,2,z,1\nb,1,c,2\n"),
               .second = help_text("sample_id,subject_id,sex\na,a,F\nb,b,M\n"),
               .third = help_text("sample_id,subject_id\nc,c\nz,z\n")};
    assert_true(oom_fail_each(lists_work, &f) > 20);
}

static void lists_of_frvt_and_bob(void **state)
{
    (void)state;
    files f = {.first = help_text("searchId candidateRank searchRetCode "
                                  "isAssigned templateId score decision\n"
                                  "a 0 0 1 c 0.5 1\n"),
               .second = help_text("sample_id,subject_id\na,a\n"),
               .third = help_text("sample_id,subject_id\nc,c\n")};
    assert_true(oom_fail_each(lists_work, &f) > 20);
    f = (files){.first = help_text("1 m 1 p 0.5\n2 n 1 p 0.25\n")};
    assert_true(oom_fail_each(lists_work, &f) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(template_sets, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_of_csv, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_of_frvt_and_bob, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
