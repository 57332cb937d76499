// SPDX-License-Identifier: Apache-2.0
// Vectors, matrices and the look at a file, each allocation failing once.
#include "unit/read_help.h"

#include "oom/oom.h"

#include "assay/look.h"

#define HEAD(type, shape)                                                      \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static const assay_read_options plain = {.threads = 1, .digest = true};

// The files of a piece of work; those not needed are NULL.
typedef struct files {
    const char *first, *second, *third, *mask;
} files;

static assay_status open_files(const files *f, assay_reader **out)
{
    assay_read_options options = plain;
    options.mask = f->mask;
    if (f->third)
        return assay_reader_open_matrix(f->first, f->second, f->third, &plain,
                                        &intake, out, &err);
    if (f->mask)
        return assay_reader_open(f->first, &options, &intake, out, &err);
    if (f->second)
        return assay_reader_open_vectors(f->first, f->second, &plain, &intake,
                                         out, &err);
    return assay_reader_open(f->first, &plain, &intake, out, &err);
}

static assay_status read_files(void *context)
{
    assay_reader *reader = NULL;
    memset(&intake, 0, sizeof intake);
    intake.subjects = assay_strings_new();
    if (!intake.subjects) return ASSAY_ENOMEM;
    intake.wanted_count = 1;
    intake.wanted[0] = "sex";
    intake.values[0] = assay_strings_new();
    assay_status status =
        intake.values[0] ? open_files(context, &reader) : ASSAY_ENOMEM;
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    assay_strings_free(intake.subjects);
    assay_strings_free(intake.values[0]);
    return status;
}

static assay_status look(void *context)
{
    char *text = NULL;
    const assay_status status = assay_look(context, &text, &err);
    assay_text_free(text);
    return status;
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

static const double three[] = {1, -1, 0.5};

static void vectors(void **state)
{
    (void)state;
    files f = {.first = help_npy(HEAD("<f8", "(3,)"), three, sizeof three),
               .second = help_text("1\n0\n1\n")};
    assert_true(oom_fail_each(read_files, &f) > 5);
    f.first = help_text("1\n2\n3\n");
    assert_true(oom_fail_each(read_files, &f) > 5);
}

static void matrix_of_npy(void **state)
{
    (void)state;
    files f = {
        .first = help_npy(HEAD("<f8", "(1, 3)"), three, sizeof three),
        .second = help_text("sample_id,subject_id,sex\na,a,F\n"),
        .third = help_text("sample_id,subject_id\na,a\nb,b\nc,c\n"),
    };
    assert_true(oom_fail_each(read_files, &f) > 10);
}

static void matrix_of_text(void **state)
{
    (void)state;
    files f = {.first = help_text(",a,b\na,1,2\nc,3,4\n")};
    assert_true(oom_fail_each(read_files, &f) > 5);
}

static void bee(void **state)
{
    (void)state;
    static const char scores[] = "S2\ng\np\nMF 1 1 \x78\x56\x34\x12\n\0\0\0";
    static const char mask[] = "S2\ng\np\nMB 1 1 \x78\x56\x34\x12\n\xff";
    files f = {.first = help_file(scores, sizeof scores),
               .mask = help_file(mask, sizeof mask - 1)};
    assert_true(oom_fail_each(read_files, &f) > 5);
}

static void looks(void **state)
{
    (void)state;
    char *paths[] = {
        (char *)(uintptr_t)help_text("score,mated,sex\n1,1,F\n"),
        (char *)(uintptr_t)help_text(",a,b\na,1,2\n"),
        (char *)(uintptr_t)help_text("Dear reader\n"),
    };
    for (size_t i = 0; i < 3; i++)
        assert_true(oom_fail_each(look, paths[i]) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(vectors, setup, teardown),
        cmocka_unit_test_setup_teardown(matrix_of_npy, setup, teardown),
        cmocka_unit_test_setup_teardown(matrix_of_text, setup, teardown),
        cmocka_unit_test_setup_teardown(bee, setup, teardown),
        cmocka_unit_test_setup_teardown(looks, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
